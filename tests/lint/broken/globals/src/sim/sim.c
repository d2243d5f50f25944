/* Five that can change, and two constant tables. */
#include <stddef.h>

int counter;
static double last = 1.5;
static _Thread_local int depth;
char room[16];
const char *words[] = {"a", "b"};
const char *const fixed[] = {"a", "b"};
static const int sizes[] = {1, 2, 3};

int gx_next(size_t i);
int gx_next(size_t i)
{
    static int calls;
    last += sizes[i] + ++depth + ++calls;
    return ++counter + (int)last + fixed[i][0];
}
