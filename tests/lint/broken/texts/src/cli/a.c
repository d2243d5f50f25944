/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gx_error(ds, 0, loc, "a comment says nothing") */
void a(int n)
{
    gx_error(ds, CODE, (f)(1, 2), "this is said: %d", n);
    gx_error(ds, CODE, loc, "this is "
                            "missing");
    gx_note(ds, loc, n ? "one of two" : "the other of two");
    gx_note(ds, loc, "%s: '%-s'", a, GX_TEXT("a part"));
    gx_note(ds, loc, "%s has %d of them", name, n);
    gx_note(ds, loc, "%d of %s", n, name);
    gx_note(ds, loc, "%s%s", name, "is plain");
    printf("this is not looked at");
    gx_note(ds, loc, "%" PRId64 " chunks, %d argument%s", many, n, n == 1 ? "" : "s");
    *why = GX_TEXT("half a '%' is no conversion");
}
static const gx_opt rows[] = {
    {"flag", 'f', GX_OPT_FLAG, &flag, NULL, "a flag"},
    {"text", 't', GX_OPT_TEXT, &text, "WORD", "an option"},
};
const gx_reader gx_readers[] = {
    {".mdl", "a table's row", read},
};
const gx_usage usage = {.name = "not this", .doc = "the usage"};
#define GX_FILES "a defined text"
