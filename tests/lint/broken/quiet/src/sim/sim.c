/* printf in a comment,
 * and exit(1) in its second line */
void gx_log(const char *format, ...) __attribute__((format(printf, 1, 2)));
int exit_code(struct run *run, FILE *out)
{
    snprintf(run->text, 10, "stdout %d", run->exit); // puts("x")
    fprintf(out, "/* not a comment, stderr"); printf("one");
    fprintf(stderr, "two");
    if (!run)
        abort();
    vsnprintf(run->text, 10, "it's \"printf\" '\'", run->args);
    exit(run->exit + '"'); puts("three");
}
extern char **environ;
