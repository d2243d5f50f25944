void grow(void)
{
    abort();
}
