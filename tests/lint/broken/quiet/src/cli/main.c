int main(void)
{
    printf("%s\n", getenv("HOME"));
    exit(0);
}
