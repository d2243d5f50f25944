/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comparison as tables and for scripts. */
#include "cli/comparison.h"

#include <math.h>
#include <string.h>

static const char *number(const gx_comparison *c, double value)
{
    return isnan(value) ? "-" : gx_arena_format(c->arena, "%.6g", value);
}

/* Value of each result, and from the second on the difference in both ways. */
static void add_values(const gx_comparison *c, const gx_compared *set, int32_t t,
                       const char **cell)
{
    double base = set->value[0][t];
    *cell++ = number(c, base);
    for (int32_t i = 1; i < c->count; i++) {
        double value = set->value[i][t], off = value - base;
        *cell++ = number(c, value);
        *cell++ = isnan(off) ? "-" : gx_arena_format(c->arena, "%+.4g", off);
        *cell++ = isnan(off) || base == 0.0
                      ? "-"
                      : gx_arena_format(c->arena, "%+.1f", 100.0 * off / fabs(base));
    }
}

/* One row for each row set and year, behind what heads the row. */
static void print_table(const gx_comparison *c, const gx_compared *set, int32_t set_count,
                        gx_buf *out)
{
    int32_t lead = c->is_end ? 3 : 1, rows = 0;
    int32_t columns = lead + 1 + 3 * (c->count - 1);
    for (int32_t s = 0; s < set_count; s++)
        rows += set[s].at.count;
    gx_table_column *head = GX_ARRAY(c->arena, gx_table_column, columns);
    const char **cell = GX_ARRAY(c->arena, const char *, columns *(rows + 1));
    gx_language language = c->language;
    head[0] = (gx_table_column){gx_say(language, "variable"), false};
    head[lead / 2] = (gx_table_column){gx_say(language, "unit"), false};
    head[lead - 1] = (gx_table_column){
        gx_comparison_figures(c) ? gx_say(language, "year") : gx_say(language, "Time"),
        true};
    for (int32_t i = 0; i < c->count; i++)
        head[lead + (i ? 3 * i - 2 : 0)] = (gx_table_column){c->head[i], true};
    for (int32_t i = 1; i < c->count; i++) {
        head[lead + 3 * i - 1] = (gx_table_column){"+/-", true};
        head[lead + 3 * i] = (gx_table_column){"%", true};
    }
    const char **at = cell;
    for (int32_t s = 0; s < set_count; s++)
        for (int32_t t = 0; t < set[s].at.count; t++, at += columns) {
            at[0] = set[s].label;
            at[lead / 2] = set[s].units;
            at[lead - 1] = number(c, set[s].at.at[t]);
            add_values(c, &set[s], t, at + lead);
        }
    if (rows)
        gx_table_print(head, columns, cell, rows, out);
}

/* Which Time a year is, said of the first one. */
static void print_offset(const gx_comparison *c, const gx_compared *set, gx_buf *out)
{
    double offset = gx_comparison_figure(c, set->name).year_offset;
    if (offset != 0.0 && set->at.count)
        gx_buf_print(out, gx_say(c->language, " (year %g is Time %g)"), set->at.at[0],
                     set->at.at[0] + offset);
}

void gx_comparison_print(const gx_comparison *c, gx_buf *out)
{
    if (c->is_end)
        print_table(c, c->sets.at, c->sets.count, out);
    for (int32_t i = 0; i < c->sets.count && !c->is_end; i++) {
        const gx_compared *set = &c->sets.at[i];
        gx_buf_print(out, *set->units ? "%s%s, %s" : "%s%s%s", i ? "\n" : "", set->label,
                     set->units);
        print_offset(c, set, out);
        gx_buf_print(out, "\n");
        print_table(c, set, 1, out);
    }
    if (!c->sets.count)
        gx_buf_print(out, "%s\n", gx_say(c->language, "no variable differs"));
}

void gx_comparison_json(const gx_comparison *c, gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "compare");
    gx_json_open(&json, "results", '[');
    for (int32_t i = 0; i < c->count; i++)
        gx_json_text(&json, NULL, c->head[i]);
    gx_json_close(&json, ']');
    gx_json_open(&json, "variables", '[');
    for (int32_t i = 0; i < c->sets.count; i++) {
        const gx_compared *set = &c->sets.at[i];
        gx_json_open(&json, NULL, '{');
        gx_json_text(&json, "variable", set->name);
        gx_json_text(&json, "label", set->label);
        gx_json_text(&json, "units", set->units);
        gx_json_numbers(&json, "years", set->at.at, set->at.count);
        gx_json_open(&json, "values", '[');
        for (int32_t k = 0; k < c->count; k++)
            gx_json_numbers(&json, NULL, set->value[k], set->at.count);
        gx_json_close(&json, ']');
        gx_json_close(&json, '}');
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}
