/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin compare: results side by side, with their differences from the first. The lines
 * are those of a figure, so that table and figure show the same. */
#include "cli/values.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef GX_LIST(double) years;

typedef struct request {
    const char *output, *formats, *years, *threads, *run;
    gx_texts variables;
    gx_language language;
    bool is_json;
} request;

/* A variable or element in all results, at years. */
typedef struct row_set {
    const char *name, *label, *units;
    years at;
    const double **value; /* [count of results] of [at.count] */
} row_set;

typedef struct comparison {
    const request *r;
    const gx_result *result; /* runs of one are results here (gx_runs_spread) */
    int32_t count;
    const char **head; /* [count] */
    gx_arena *arena;
    gx_diags *ds;
    bool is_end; /* nothing was asked for: what differs, at the end */
    GX_LIST(row_set) sets;
} comparison;

/* ---- what is compared ---- */

/* The figures file that says how years are labelled: the first there is. */
static const gx_figures *figures_of(const comparison *c)
{
    for (int32_t i = 0; i < c->count; i++)
        if (c->result[i].figures)
            return c->result[i].figures;
    return NULL;
}

/* The year's offset of a variable: that of what shows it, else of the first of the file,
 * because one plan counts years in one way. */
static double year_offset(const comparison *c, const char *variable)
{
    const gx_figures *f = figures_of(c);
    const char *key = gx_text_column_key(c->arena, variable);
    double first = 0.0;
    for (int32_t i = f ? f->list.count - 1 : -1; i >= 0; i--)
        first = f->list.at[i].year_offset;
    for (int32_t i = f ? f->milestones.count - 1 : -1; i >= 0; i--)
        first = f->milestones.at[i].year_offset;
    for (int32_t i = 0; f && i < f->milestones.count; i++)
        if (strcmp(gx_text_column_key(c->arena, f->milestones.at[i].variable.text),
                   key) == 0)
            return f->milestones.at[i].year_offset;
    for (int32_t i = 0; f && i < f->list.count; i++)
        for (int32_t p = 0; p < f->list.at[i].parts.count; p++)
            if (strcmp(
                    gx_text_column_key(c->arena, f->list.at[i].parts.at[p].variable.text),
                    key) == 0)
                return f->list.at[i].parts.at[p].year_offset;
    return first;
}

/* What a figure of this variable alone is. */
static gx_figure figure_of(const comparison *c, const char *variable)
{
    const double offset = year_offset(c, variable);
    gx_figure figure = {.from = GX_NOT_GIVEN,
                        .to = GX_NOT_GIVEN,
                        .band.from = GX_NOT_GIVEN,
                        .band.to = GX_NOT_GIVEN,
                        .rule.free_at = GX_NOT_GIVEN,
                        .year_offset = offset,
                        .target = {GX_NOT_GIVEN, GX_NOT_GIVEN, GX_NOT_GIVEN, {0}}};
    figure.name = (gx_name){variable, GX_NOWHERE};
    *GX_ADD(c->arena, &figure.parts) =
        (gx_figure_part){.variable = figure.name, .year_offset = offset};
    return figure;
}

static const gx_var *find_var(const gx_result *result, const char *name, gx_arena *arena)
{
    const gx_frame *frame = result->frame;
    int32_t v = gx_frame_find_var(frame, name);
    if (v < 0)
        v = gx_frame_find_var(frame, gx_arena_text(arena, name, strcspn(name, "[")));
    return v < 0 ? NULL : &frame->vars.at[v];
}

static gx_err check_units(const comparison *c, const char *variable)
{
    const gx_var *first = find_var(&c->result[0], variable, c->arena);
    for (int32_t i = 1; i < c->count; i++) {
        const gx_var *other = find_var(&c->result[i], variable, c->arena);
        if (first && other && strcmp(first->units, other->units) != 0)
            return gx_error(c->ds, GX_CODE_VALUE, GX_NOWHERE,
                            "'%s' is in '%s' in '%s', and in '%s' in '%s'", variable,
                            first->units, c->result[0].path, other->units,
                            c->result[i].path);
    }
    return GX_OK;
}

static double value_in(const gx_series *series, double year)
{
    for (int32_t i = 0; series && i < series->length; i++)
        if (fabs(series->x[i] - year) < 1e-6)
            return series->y[i];
    return (double)NAN;
}

static const gx_series *find_series(const gx_chart *chart, const char *label)
{
    for (int32_t i = 0; i < chart->series.count; i++)
        if (strcmp(chart->series.at[i].label, label) == 0)
            return &chart->series.at[i];
    return NULL;
}

/* `2015,2018-2020`; whole years that there are when nothing was said, else all times. */
static gx_err choose_years(years *list, const comparison *c, const gx_series *series)
{
    gx_texts parts = {0};
    gx_texts_split(&parts, c->r->years ? c->r->years : "", c->arena);
    for (int32_t i = 0; !parts.count && i < series->length; i++)
        if (fabs(series->x[i] - round(series->x[i])) < 1e-6)
            *GX_ADD(c->arena, list) = round(series->x[i]);
    for (int32_t i = 0; !parts.count && !list->count && i < series->length; i++)
        *GX_ADD(c->arena, list) = series->x[i];
    for (int32_t i = 0; i < parts.count; i++) {
        const char *text = parts.at[i], *dash = strchr(text + (*text != '\0'), '-');
        double from = 0.0, to = 0.0;
        const char *first =
            dash ? gx_arena_text(c->arena, text, (size_t)(dash - text)) : text;
        bool good = gx_text_to_number(first, &from);
        to = from;
        if (!good || (dash && !gx_text_to_number(dash + 1, &to)) ||
            !(fabs(from) < 1e6 && fabs(to) < 1e6))
            return gx_error(c->ds, GX_CODE_USAGE, GX_NOWHERE,
                            "'--years %s': expected years as in 2015,2018-2020",
                            c->r->years);
        for (double y = from; y <= to; y += 1.0)
            *GX_ADD(c->arena, list) = y;
    }
    if (c->is_end && !parts.count && series->length) {
        list->count = 0;
        *GX_ADD(c->arena, list) = series->x[series->length - 1];
    }
    return GX_OK;
}

/* A year that no result has is a row of dashes: say which years they have. */
static void warn_of_years(const comparison *c, const row_set *set, const gx_chart *chart)
{
    double first = HUGE_VAL, last = -HUGE_VAL, lacking = (double)NAN;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t k = 0; k < chart[i].series.count; k++) {
            const gx_series *series = &chart[i].series.at[k];
            first = series->length ? fmin(first, series->x[0]) : first;
            last = series->length ? fmax(last, series->x[series->length - 1]) : last;
        }
    for (int32_t t = 0; t < set->at.count && isnan(lacking); t++) {
        bool is_there = false;
        for (int32_t i = 0; i < c->count; i++)
            is_there |= !isnan(set->value[i][t]);
        lacking = is_there ? lacking : set->at.at[t];
    }
    if (!isnan(lacking) && first <= last)
        gx_warning(c->ds, GX_CODE_VALUE, GX_NOWHERE,
                   "no result has '%s' in %g: it is there from %g to %g", set->name,
                   lacking, first, last);
}

/* Add a variable, or each of its elements. */
static gx_err add_variable(comparison *c, const char *variable)
{
    const gx_plot *plot = gx_plot_find("time-series");
    const gx_figure figure = figure_of(c, variable);
    gx_chart *chart = GX_ARRAY(c->arena, gx_chart, c->count);
    gx_err err = check_units(c, variable);
    for (int32_t i = 0; i < c->count && !err; i++)
        err = gx_chart_build(&chart[i], plot, &figure, &c->result[i], 1, c->r->language,
                             c->arena, c->ds);
    for (int32_t s = 0; !err && s < chart[0].series.count; s++) {
        const gx_series *series = &chart[0].series.at[s];
        row_set *set = GX_ADD(c->arena, &c->sets);
        const gx_var *var = find_var(&c->result[0], variable, c->arena);
        const char *zh = gx_attribute_find(&var->attributes, "units_zh");
        bool is_several = chart[0].series.count > 1;
        const char *called = gx_called_typed(
            c->result[0].labels,
            is_several ? gx_wish_split(variable, c->arena).name : variable,
            c->r->language, c->arena);
        set->name = variable;
        set->label = is_several
                         ? gx_arena_format(c->arena, "%s: %s", called, series->label)
                         : called;
        set->units = zh && c->r->language == GX_LANG_ZH ? zh : var->units;
        err = choose_years(&set->at, c, series);
        set->value = GX_ARRAY(c->arena, const double *, c->count);
        for (int32_t i = 0; i < c->count && !err; i++) {
            const gx_series *other =
                chart[i].series.count == 1 && chart[0].series.count == 1
                    ? &chart[i].series.at[0]
                    : find_series(&chart[i], series->label);
            double *value = GX_ARRAY(c->arena, double, set->at.count + 1);
            for (int32_t t = 0; t < set->at.count; t++)
                value[t] = value_in(other, set->at.at[t]);
            set->value[i] = value;
        }
        if (!err && c->r->years && s == 0)
            warn_of_years(c, set, chart);
    }
    return err;
}

/* Times of different units cannot stand in one row. */
static gx_err check_times(const comparison *c)
{
    const char *units[2] = {"", ""};
    for (int32_t i = 0; i < c->count; i++) {
        const gx_frame *frame = c->result[i].frame;
        int32_t time = gx_frame_find_dim(frame, "time");
        units[i > 0] = time < 0 ? "" : frame->dims.at[time].units;
        if (i > 0 && strcmp(units[0], units[1]) != 0)
            return gx_error(c->ds, GX_CODE_VALUE, GX_NOWHERE,
                            "Time is in '%s' in '%s', and in '%s' in '%s'", units[0],
                            c->result[0].path, units[1], c->result[i].path);
    }
    return GX_OK;
}

static bool is_constant(const gx_var *var, size_t size, double value)
{
    for (size_t t = 0; t < size; t++)
        if (var->value[t] != value)
            return false;
    return true;
}

/* What only some results have differs too. */
static void warn_of_missing(const comparison *c)
{
    for (int32_t i = 0; i < c->count; i++) {
        const gx_frame *frame = c->result[i].frame;
        int32_t count = 0;
        const char *first = NULL;
        for (int32_t v = 0; v < frame->vars.count; v++)
            for (int32_t k = 0; k < c->count; k++)
                if (!find_var(&c->result[k], frame->vars.at[v].name, c->arena)) {
                    first = first ? first : frame->vars.at[v].name;
                    count++;
                    break;
                }
        if (count)
            gx_warning(
                c->ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE,
                "%d of the variables of '%s', '%s' the first, are not in all of them",
                count, c->result[i].path, first);
    }
}

/* Does a series without subscripts differ between results at any time, or in its times?
 */
static bool differs(const comparison *c, const gx_var *var)
{
    const gx_frame *first = c->result[0].frame;
    size_t size = gx_var_size(first, var);
    for (int32_t i = 1; i < c->count; i++) {
        const gx_var *other = find_var(&c->result[i], var->name, c->arena);
        if (!other || other->dim_count != 1)
            continue;
        size_t other_size = gx_var_size(c->result[i].frame, other);
        if (other_size != size) { /* other times: the same only when it is one number */
            if (!is_constant(var, size, var->value[0]) ||
                !is_constant(other, other_size, var->value[0]))
                return true;
            continue;
        }
        for (size_t t = 0; t < size; t++)
            if (var->value[t] != other->value[t] &&
                !(isnan(var->value[t]) && isnan(other->value[t])))
                return true;
    }
    return false;
}

/* What was asked for; else the milestones; else all that differs, at the end. */
static gx_err add_all(comparison *c)
{
    const gx_figures *figures = figures_of(c);
    const gx_frame *frame = c->result[0].frame;
    gx_map *seen = gx_map_new(c->arena);
    gx_err err = check_times(c);
    for (int32_t i = 0; i < c->r->variables.count && !err; i++)
        err = add_variable(c, gx_name_typed(frame, c->r->variables.at[i], c->arena));
    if (c->r->variables.count || err)
        return err;
    for (int32_t i = 0; figures && i < figures->milestones.count && !err; i++) {
        const char *name = figures->milestones.at[i].variable.text;
        if (gx_map_put(seen, gx_text_key(c->arena, name, strlen(name)), i))
            err = add_variable(c, name);
    }
    c->is_end = !c->sets.count;
    for (int32_t v = 0; c->is_end && v < frame->vars.count && !err; v++)
        if (frame->vars.at[v].dim_count == 1 && differs(c, &frame->vars.at[v]))
            err = add_variable(c, frame->vars.at[v].name);
    if (c->is_end && !err)
        warn_of_missing(c);
    return err;
}

/* ---- tables ---- */

static const char *number(const comparison *c, double value)
{
    return isnan(value) ? "-" : gx_arena_format(c->arena, "%.6g", value);
}

/* Value of each result, and from the second on the difference in both ways. */
static void add_values(const comparison *c, const row_set *set, int32_t t,
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
static void print_table(const comparison *c, const row_set *set, int32_t set_count,
                        gx_buf *out)
{
    int32_t lead = c->is_end ? 3 : 1, rows = 0;
    int32_t columns = lead + 1 + 3 * (c->count - 1);
    for (int32_t s = 0; s < set_count; s++)
        rows += set[s].at.count;
    gx_table_column *head = GX_ARRAY(c->arena, gx_table_column, columns);
    const char **cell = GX_ARRAY(c->arena, const char *, columns *(rows + 1));
    gx_language language = c->r->language;
    head[0] = (gx_table_column){gx_say(language, "variable"), false};
    head[lead / 2] = (gx_table_column){gx_say(language, "unit"), false};
    head[lead - 1] = (gx_table_column){
        figures_of(c) ? gx_say(language, "year") : gx_say(language, "Time"), true};
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
static void print_offset(const comparison *c, const row_set *set, gx_buf *out)
{
    double offset = year_offset(c, set->name);
    if (offset != 0.0 && set->at.count)
        gx_buf_print(out, gx_say(c->r->language, " (year %g is Time %g)"), set->at.at[0],
                     set->at.at[0] + offset);
}

static void print_tables(const comparison *c, gx_buf *out)
{
    if (c->is_end)
        print_table(c, c->sets.at, c->sets.count, out);
    for (int32_t i = 0; i < c->sets.count && !c->is_end; i++) {
        const row_set *set = &c->sets.at[i];
        gx_buf_print(out, *set->units ? "%s%s, %s" : "%s%s%s", i ? "\n" : "", set->label,
                     set->units);
        print_offset(c, set, out);
        gx_buf_print(out, "\n");
        print_table(c, set, 1, out);
    }
    if (!c->sets.count)
        gx_buf_print(out, "%s\n", gx_say(c->r->language, "no variable differs"));
}

static void print_json(const comparison *c, gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "compare");
    gx_json_open(&json, "results", '[');
    for (int32_t i = 0; i < c->count; i++)
        gx_json_text(&json, NULL, c->head[i]);
    gx_json_close(&json, ']');
    gx_json_open(&json, "variables", '[');
    for (int32_t i = 0; i < c->sets.count; i++) {
        const row_set *set = &c->sets.at[i];
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

/* ---- figures ---- */

/* Draw the comparison of each variable, as the figures file defines it or plainly. */
static gx_err draw(const comparison *c)
{
    const char *last = "";
    gx_err err = GX_OK;
    for (int32_t i = 0; i < c->sets.count && !err; i++) {
        const row_set *set = &c->sets.at[i];
        if (strcmp(set->name, last) == 0)
            continue; /* the next element of the same variable */
        last = set->name;
        gx_figure figure = figure_of(c, set->name);
        figure.title.en =
            gx_called_whole(c->result[0].labels, set->name, c->r->language, c->arena);
        figure.subtitle.en = gx_units_drawn(c->result[0].labels, set->name, set->units,
                                            c->r->language, c->arena);
        char *file =
            gx_arena_format(c->arena, "compare-%s", gx_text_dataset(c->arena, set->name));
        figure.name.text = file;
        bool is_several =
            i + 1 < c->sets.count && strcmp(c->sets.at[i + 1].name, set->name) == 0;
        figure.kind.text = is_several ? "small-multiples" : "comparison";
        err = gx_plot_draw(&figure, c->result, c->count, c->r->output, c->r->formats,
                           c->r->language, c->arena, c->ds);
    }
    return err;
}

/* ---- the command ---- */

static gx_err run_side(int32_t i, void *context, gx_diags *ds)
{
    gx_workers alone = {0};
    (void)ds; /* a side has messages of its own */
    return gx_workers_choose(&alone, NULL, ds)
               ? GX_USAGE
               : gx_side_run((gx_side *)context + i, &alone);
}

/* A result is called after its run, or its file when another is of the same run; a part
 * of one also after what it is, which does when there are parts of one alone. */
static void name_results(comparison *c)
{
    const char **run = GX_ARRAY(c->arena, const char *, c->count);
    bool is_one = true;
    c->head = GX_ARRAY(c->arena, const char *, c->count);
    for (int32_t i = 0; i < c->count; i++) {
        const gx_result *result = &c->result[i];
        run[i] = gx_attribute_find(&result->frame->attributes, "gaoxin_run");
        run[i] = run[i] ? run[i] : gx_path_stem(c->arena, result->path);
        is_one &= result->part && strcmp(result->path, c->result[0].path) == 0;
    }
    for (int32_t i = 0; i < c->count; i++) {
        const gx_result *result = &c->result[i];
        const char *part = gx_words_in(result->part_name, c->r->language, "");
        c->head[i] = run[i];
        for (int32_t k = 0; k < c->count; k++)
            if (k != i && strcmp(run[k], run[i]) == 0 &&
                !(result->part && strcmp(c->result[k].path, result->path) == 0))
                c->head[i] = result->path;
        if (is_one)
            c->head[i] = part;
        else if (result->part)
            c->head[i] = gx_arena_format(c->arena, "%s: %s", c->head[i], part);
    }
}

static gx_err compare(const request *r, const gx_side *side, int32_t count, gx_diags *ds)
{
    gx_results shown = {0};
    gx_result *whole = GX_ARRAY(ds->arena, gx_result, count);
    for (int32_t i = 0; i < count; i++)
        whole[i] = side[i].result;
    gx_err err = gx_runs_spread(&shown, whole, count, r->run, ds);
    if (!err && shown.count < 2)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'%s' is one run: name two results or more, or one of several "
                       "runs",
                       whole[0].path);
    if (err)
        return err;
    comparison c = {
        .r = r, .result = shown.at, .count = shown.count, .arena = ds->arena, .ds = ds};
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    name_results(&c);
    err = add_all(&c);
    if (!err)
        (r->is_json ? print_json : print_tables)(&c, &out);
    gx_print_buf(&out, ds);
    if (!err && r->output)
        err = draw(&c);
    return err;
}

gx_err gx_cmd_compare(int argc, char **argv, gx_diags *ds)
{
    request r = {.formats = "png"};
    const gx_opt opts[] = {
        {"variable", 'v', GX_OPT_LIST, &r.variables, "VARIABLE",
         "which (the milestones'); may be repeated, may have elements"},
        {"years", 'y', GX_OPT_TEXT, &r.years, "YEARS",
         "which, as in 2015,2018-2020 (every whole year)"},
        {"run", 0, GX_OPT_TEXT, &r.run, "N", "run N alone of a result that has several"},
        {"output", 'o', GX_OPT_TEXT, &r.output, "FOLDER",
         "also draw a comparison of each variable there"},
        {"format", 0, GX_OPT_TEXT, &r.formats, "FORMATS",
         "images: png, svg, pdf, emf (png)"},
        {"jobs", 'j', GX_OPT_TEXT, &r.threads, "N", "threads (0: all processors)"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
    };
    const gx_usage usage = {
        .name = "compare",
        .arguments = "MODEL|SCENARIO|RESULT...",
        .least = 1,
        .doc = "Print results side by side, one row a year, with their differences from "
               "the first,\n"
               "absolute and in per cent. Scenarios and models are run first, and not "
               "saved. Years\n"
               "are labelled as the figures file says. A result of several runs gives a "
               "column for\n"
               "each, of more than 9 their median and the percentiles 5 and 95.\n",
        .examples = "  gaoxin compare scenarios/base.yaml scenarios/plan.yaml\n"
                    "  gaoxin compare output/*.h5 -v output -y 2015,2020,2030 "
                    "-o output\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    gx_workers workers;
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED ||
        gx_workers_choose(&workers, r.threads, ds))
        return gx_diags_outcome(ds);
    r.language = gx_language_of(ds);
    const gx_run_options options = {0};
    gx_side *side = GX_ARRAY(ds->arena, gx_side, args.count);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < args.count; i++) {
        gx_err bad = gx_side_read(&side[i], args.at[i], &options, ds);
        err = err ? err : bad;
    }
    if (!err)
        err = workers.map(&workers, args.count, run_side, side, ds);
    if (!err)
        err = compare(&r, side, args.count, ds);
    for (int32_t i = 0; i < args.count; i++) {
        gx_err told = gx_side_free(&side[i], ds);
        err = told ? told : err;
    }
    return err;
}
