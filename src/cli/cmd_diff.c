/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin diff: two scenarios by what they mean, not by how they are written. */
#include "cli/chart.h"
#include "show/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* Numbers that only the conversion of units keeps apart are the same. */
#define ROUNDING 1e-12

typedef struct difference {
    const char *kind, *name, *units;
    const char *text[2];
} difference;

typedef struct differences {
    const gx_experiment *x[2];
    gx_language language;
    gx_arena *arena;
    GX_LIST(difference) list;
} differences;

static void add(differences *d, const char *kind, const char *name, const char *units,
                const char *a, const char *b)
{
    *GX_ADD(d->arena, &d->list) = (difference){kind, name, units, {a, b}};
}

static void add_texts(differences *d, const char *kind, const char *a, const char *b)
{
    if (strcmp(a, b) != 0)
        add(d, kind, "", "", a, b);
}

static const char *number(gx_arena *arena, double value)
{
    return gx_arena_format(arena, "%.12g", value);
}

/* ---- constants ---- */

/* What a run sets: literal constants, and controls that run: sets. */
static bool has_value(const gx_experiment *x, int32_t cell)
{
    if (x->flat->cells.at[cell].element < 0)
        return false;
    for (int32_t i = 0; i < x->overrides.list.count; i++)
        if (x->overrides.list.at[i].cell == cell)
            return true;
    return x->flat->cells.at[cell].kind == GX_CELL_CONSTANT;
}

/* The value in the units of the first scenario's model, NaN when they are of another
 * kind.
 */
static double value_of(const differences *d, int32_t which, int32_t cell, int32_t first)
{
    const gx_experiment *x = d->x[which];
    double factor = 1.0, value = gx_override_value(&x->overrides, x->flat, cell);
    const char *units = x->model->variables.at[x->flat->cells.at[cell].variable].units;
    int32_t variable = d->x[0]->flat->cells.at[first].variable;
    if (which == 0 || strcmp(units, d->x[0]->model->variables.at[variable].units) == 0)
        return value;
    const gx_quantity q = {.number = value, .units = units, .loc = GX_NOWHERE};
    gx_diags *quiet = gx_diags_new(x->settings.oom);
    gx_err err =
        gx_quantity_factor(&factor, &q, d->x[0]->flat, variable, d->arena, quiet);
    gx_diags_free(quiet);
    return err ? (double)NAN : value * factor;
}

/* A value with its own unit, where no unit is of both. */
static const char *quantity(const differences *d, int32_t which, int32_t cell)
{
    const gx_experiment *x = d->x[which];
    return gx_arena_format(d->arena, "%.12g %s",
                           gx_override_value(&x->overrides, x->flat, cell),
                           gx_units_in(x, x->flat->cells.at[cell].variable, d->language));
}

static void compare_cell(differences *d, int32_t a, int32_t b)
{
    double value[2] = {value_of(d, 0, a, a), value_of(d, 1, b, a)};
    double size = fmax(fabs(value[0]), fabs(value[1]));
    bool is_other = isnan(value[1]);
    if (fabs(value[0] - value[1]) <= ROUNDING * size)
        return;
    add(d, "constant",
        gx_called_typed(d->x[0]->labels,
                        gx_cell_name(d->x[0]->flat, a, d->arena, d->x[0]->settings.oom),
                        d->language, d->arena),
        is_other ? ""
                 : gx_units_in(d->x[0], d->x[0]->flat->cells.at[a].variable, d->language),
        is_other ? quantity(d, 0, a) : number(d->arena, value[0]),
        is_other ? quantity(d, 1, b) : number(d->arena, value[1]));
}

static void compare_constants(differences *d)
{
    gx_map *names = gx_map_new(d->arena);
    const gx_experiment *a = d->x[0], *b = d->x[1];
    for (int32_t i = 0; i < b->flat->cells.count; i++)
        if (has_value(b, i))
            gx_map_put(names,
                       gx_text_column_key(
                           d->arena, gx_cell_name(b->flat, i, d->arena, b->settings.oom)),
                       i);
    bool *met = GX_ARRAY(d->arena, bool, b->flat->cells.count + 1);
    for (int32_t i = 0; i < a->flat->cells.count; i++) {
        if (!has_value(a, i))
            continue;
        const char *name = gx_cell_name(a->flat, i, d->arena, a->settings.oom);
        int32_t other = gx_map_find(names, gx_text_column_key(d->arena, name));
        if (other >= 0) {
            met[other] = true;
            compare_cell(d, i, other);
        } else {
            double value = gx_override_value(&a->overrides, a->flat, i);
            add(d, "constant", gx_called_typed(a->labels, name, d->language, d->arena),
                gx_units_in(a, a->flat->cells.at[i].variable, d->language),
                number(d->arena, value), NULL);
        }
    }
    for (int32_t i = 0; i < b->flat->cells.count; i++)
        if (has_value(b, i) && !met[i])
            add(d, "constant",
                gx_called_typed(b->labels,
                                gx_cell_name(b->flat, i, d->arena, b->settings.oom),
                                d->language, d->arena),
                gx_units_in(b, b->flat->cells.at[i].variable, d->language), NULL,
                number(d->arena, gx_override_value(&b->overrides, b->flat, i)));
}

/* ---- lookups ---- */

static const char *points(const gx_experiment *x, int32_t table, gx_arena *arena)
{
    gx_table t = gx_override_table(&x->overrides, x->flat, table);
    const char *text = "";
    for (int32_t i = 0; i < t.count; i++)
        text = gx_arena_format(arena, "%s%s(%.12g,%.12g)", text, i ? "," : "",
                               t.point[i].x, t.point[i].y);
    return text;
}

static void add_table(differences *d, int32_t which, int32_t table, const char *mine,
                      const char *its)
{
    const gx_table *t = &d->x[which]->flat->tables.at[table];
    add(d, t->is_data ? "data" : "lookup",
        gx_called_typed(d->x[which]->labels, t->name, d->language, d->arena), "", mine,
        its);
}

static void compare_tables(differences *d)
{
    gx_map *names = gx_map_new(d->arena);
    const gx_experiment *a = d->x[0], *b = d->x[1];
    bool *met = GX_ARRAY(d->arena, bool, b->flat->tables.count + 1);
    for (int32_t i = 0; i < b->flat->tables.count; i++)
        gx_map_put(names, gx_text_column_key(d->arena, b->flat->tables.at[i].name), i);
    for (int32_t i = 0; i < a->flat->tables.count; i++) {
        const char *key = gx_text_column_key(d->arena, a->flat->tables.at[i].name);
        int32_t other = gx_map_find(names, key);
        const char *mine = points(a, i, d->arena);
        const char *its = other < 0 ? NULL : points(b, other, d->arena);
        if (other >= 0)
            met[other] = true;
        if (!its || strcmp(mine, its) != 0)
            add_table(d, 0, i, mine, its);
    }
    for (int32_t i = 0; i < b->flat->tables.count; i++)
        if (!met[i])
            add_table(d, 1, i, NULL, points(b, i, d->arena));
}

/* ---- all else that defines the numbers ---- */

static const char *outputs(const gx_experiment *x, gx_arena *arena)
{
    const char *text = x->keep_count ? "" : "all";
    for (int32_t i = 0; i < x->keep_count; i++)
        text = gx_arena_format(arena, "%s%s%s", text, i ? ", " : "",
                               x->model->variables.at[x->keep[i]].name);
    return text;
}

static const char *varied(const gx_experiment *x, gx_arena *arena)
{
    const char *text = x->inputs.count ? x->design->name : "";
    for (int32_t i = 0; i < x->inputs.count; i++) {
        const gx_input *input = &x->inputs.at[i];
        text = gx_arena_format(arena, "%s%s%s", text, i ? "; " : ": ", input->name);
        for (int32_t k = 0; k < input->level_count; k++)
            text =
                gx_arena_format(arena, "%s%s%.12g", text, k ? "," : "=", input->level[k]);
    }
    return text;
}

static void compare_all(differences *d, gx_side *const *side)
{
    const gx_experiment *a = d->x[0], *b = d->x[1];
    const gx_source *source[2];
    for (int32_t i = 0; i < 2; i++)
        source[i] = &side[i]->ds->sources.at[d->x[i]->model->file];
    if (source[0]->length != source[1]->length ||
        memcmp(source[0]->text, source[1]->text, source[0]->length) != 0)
        add(d, GX_TEXT("model"), "", "", source[0]->path, source[1]->path);
    compare_constants(d);
    compare_tables(d);
    add_texts(d, GX_TEXT("method"), a->method->name, b->method->name);
    add_texts(d, GX_TEXT("tolerance"), number(d->arena, a->tolerance),
              number(d->arena, b->tolerance));
    add_texts(d, GX_TEXT("seed"), number(d->arena, (double)a->seed),
              number(d->arena, (double)b->seed));
    add_texts(d, GX_TEXT("outputs"), outputs(a, d->arena), outputs(b, d->arena));
    add_texts(d, GX_TEXT("varied"), varied(a, d->arena), varied(b, d->arena));
}

/* ---- printing ---- */

static void print_table(const differences *d, const char *const *head, gx_buf *out)
{
    const gx_table_column columns[] = {{gx_say(d->language, "what"), false},
                                       {gx_say(d->language, "unit"), false},
                                       {head[0], true},
                                       {head[1], true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const char **cell = GX_ARRAY(d->arena, const char *, d->list.count *COLUMNS);
    for (int32_t i = 0; i < d->list.count; i++) {
        const difference *of = &d->list.at[i];
        const char *row[] = {*of->name ? of->name : gx_say(d->language, of->kind),
                             of->units, of->text[0] ? of->text[0] : "-",
                             of->text[1] ? of->text[1] : "-"};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    if (d->list.count)
        gx_table_print(columns, COLUMNS, cell, d->list.count, out);
    else
        gx_buf_print(out, "%s\n", gx_say(d->language, "no difference"));
}

static void print_json(const differences *d, const char *const *head, gx_buf *out)
{
    static const char *const keys[2] = {"a", "b"};
    gx_json json;
    gx_json_begin(&json, out, "diff");
    for (int32_t k = 0; k < 2; k++)
        gx_json_text(&json, keys[k], head[k]);
    gx_json_bool(&json, "same", !d->list.count);
    gx_json_open(&json, "differences", '[');
    for (int32_t i = 0; i < d->list.count; i++) {
        const difference *of = &d->list.at[i];
        gx_json_open(&json, NULL, '{');
        gx_json_text(&json, "kind", of->kind);
        gx_json_text(&json, "name", of->name);
        gx_json_text(&json, "units", of->units);
        for (int32_t k = 0; k < 2; k++) {
            double value = 0.0;
            if (of->text[k] && strcmp(of->kind, "constant") == 0 &&
                gx_text_to_number(of->text[k], &value))
                gx_json_number(&json, keys[k], value);
            else
                gx_json_text(&json, keys[k], of->text[k]);
        }
        gx_json_close(&json, '}');
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}

/* ---- the command ---- */

static gx_err diff(gx_side *const *side, gx_language language, bool is_json,
                   bool is_quiet, gx_diags *ds)
{
    differences d = {.x = {side[0]->experiment, side[1]->experiment},
                     .language = language,
                     .arena = ds->arena};
    bool same_name = strcmp(d.x[0]->name, d.x[1]->name) == 0;
    const char *head[2];
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    for (int32_t i = 0; i < 2; i++)
        head[i] = same_name || is_json ? side[i]->path : d.x[i]->name;
    compare_all(&d, side);
    if (!is_quiet)
        (is_json ? print_json : print_table)(&d, head, &out);
    gx_print_buf(&out, ds);
    return d.list.count ? GX_DIFFERENT : GX_OK;
}

gx_err gx_cmd_diff(int argc, char **argv, gx_diags *ds)
{
    bool is_json = false, is_quiet = false;
    const gx_opt opts[] = {
        {"json", 0, GX_OPT_FLAG, &is_json, NULL, "print for scripts"},
        {"quiet", 'q', GX_OPT_FLAG, &is_quiet, NULL, "say it by the exit status alone"},
    };
    const gx_usage usage = {
        .name = "diff",
        .arguments = "MODEL|SCENARIO|RESULT MODEL|SCENARIO|RESULT",
        .least = 2,
        .most = 2,
        .doc = "Say in what two scenarios, models or results differ by their meaning: "
               "every\n"
               "constant with what it inherits, in one unit, lookups, data, method, "
               "times. Titles,\n"
               "comments and the order of lines are no difference. Exit status 1 when "
               "they differ.\n",
        .examples = "  gaoxin diff scenarios/plan.yaml scenarios/faster.yaml\n"
                    "  gaoxin diff output/old.h5 scenarios/base.yaml --quiet\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    const gx_run_options options = {0};
    gx_side sides[2] = {0};
    gx_side *const both[] = {&sides[0], &sides[1]};
    gx_err err = GX_OK;
    for (int32_t i = 0; i < 2; i++) {
        gx_err bad = gx_side_load(both[i], args.at[i], &options, ds);
        if (!bad)
            bad = gx_result_check_maker(sides[i].experiment, "diff", sides[i].ds);
        err = err ? err : bad;
    }
    if (!err)
        err = diff(both, gx_language_of(ds), is_json, is_quiet, ds);
    for (int32_t i = 0; i < 2; i++) {
        gx_err told = gx_side_free(both[i], ds);
        err = told ? told : err;
    }
    return err;
}
