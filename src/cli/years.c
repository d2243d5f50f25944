/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Years on the line: one, or a list as in 2015,2018-2020. What is wrong is shown in the
 * option's text, as if that were a file. */
#include "cli/cli.h"

#include <math.h>
#include <string.h>

enum { MOST = 10000 }; /* of a range; what is typed is no row of millions */

static gx_err wrong(gx_loc loc, const char *text, gx_diags *ds)
{
    return *text ? gx_error(ds, GX_CODE_USAGE, loc,
                            "expected a year such as 2020, got '%s'", text)
                 : gx_error(ds, GX_CODE_USAGE, loc, "expected a year such as 2020");
}

static bool is_year(const char *text, double *year)
{
    return gx_text_to_number(text, year) && fabs(*year) < 1e15;
}

gx_err gx_year_read(double *year, const char *option, const char *text, gx_diags *ds)
{
    if (is_year(text, year))
        return GX_OK;
    int32_t length = (int32_t)strlen(text);
    return wrong((gx_loc){gx_source_add(ds, option, text, strlen(text)), 0, length}, text,
                 ds);
}

static void add_once(gx_years *years, double year, gx_arena *arena)
{
    for (int32_t i = 0; i < years->count; i++)
        if (years->at[i] == year)
            return;
    *GX_ADD(arena, years) = year;
}

/* A range goes up, year by year, and ends where it says. */
static gx_err refuse_range(double from, double to, gx_loc loc, gx_diags *ds)
{
    const double whole = from + floor(to - from);
    gx_err err = GX_OK;
    if (to < from) {
        err = gx_error(ds, GX_CODE_USAGE, loc,
                       "%.10g comes after %.10g: years are given upwards", from, to);
        gx_suggest(ds, gx_arena_format(ds->arena, "%.10g-%.10g", to, from));
    } else if (to != whole) {
        err = gx_error(ds, GX_CODE_USAGE, loc,
                       "year by year from %.10g on, %.10g is not met", from, to);
        gx_suggest(ds, gx_arena_format(ds->arena, "%.10g-%.10g,%.10g", from, whole, to));
    } else if (to - from >= MOST) {
        err = gx_error(ds, GX_CODE_USAGE, loc, "more than %d years", MOST);
    }
    return err;
}

/* A piece of a text without the blanks around it. */
static const char *trim(gx_loc *loc, const char *text, size_t from, size_t to,
                        gx_diags *ds)
{
    while (from < to && text[from] == ' ')
        from++;
    while (to > from && text[to - 1] == ' ')
        to--;
    loc->offset = (int32_t)from;
    loc->length = (int32_t)(to - from);
    return gx_arena_text(ds->arena, text + from, to - from);
}

/* `2015` or `2018-2020`, from one byte of the text to another; the first may have a sign.
 */
static gx_err add_part(gx_years *years, const char *text, gx_loc loc, gx_diags *ds)
{
    const char *part =
        trim(&loc, text, (size_t)loc.offset, (size_t)loc.offset + (size_t)loc.length, ds);
    const size_t start = (size_t)loc.offset, end = start + (size_t)loc.length;
    const char *dash = strchr(part + (*part != '\0'), '-');
    const size_t middle = dash ? start + (size_t)(dash - part) : end;
    gx_loc at[2] = {loc, loc};
    const char *first = trim(&at[0], text, start, middle, ds);
    const char *last = dash ? trim(&at[1], text, middle + 1, end, ds) : first;
    double from = 0.0, to = 0.0;
    if (!is_year(first, &from))
        return wrong(at[0].length ? at[0] : loc, first, ds);
    if (!is_year(last, &to))
        return wrong(at[1].length ? at[1] : loc, last, ds);
    if (refuse_range(from, to, loc, ds))
        return GX_USAGE;
    for (double year = from; year <= to; year += 1.0)
        add_once(years, year, ds->arena);
    return GX_OK;
}

gx_err gx_years_read(gx_years *years, const char *option, const char *text, gx_diags *ds)
{
    int32_t file = gx_source_add(ds, option, text, strlen(text));
    gx_err err = GX_OK;
    const char *at = text;
    do {
        size_t length = strcspn(at, ",");
        gx_err bad = add_part(years, text,
                              (gx_loc){file, (int32_t)(at - text), (int32_t)length}, ds);
        err = err ? err : bad;
        at += length;
    } while (*at++ == ',');
    return err;
}
