/* The first function is as it should be. */
static int one(int a)
{
    return a + 1;
}

static int two(int a) { return a + 2; }
