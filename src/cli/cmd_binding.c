/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin binding: which constraint of X-levers.yaml binds in which year. */
#include "study/levers.h"
#include "cli/cli.h"
#include "show/show.h"

#include <string.h>

static const gx_constraint *binds(const gx_experiment *x, const gx_binding_years *b,
                                  int32_t y)
{
    return b->constraint[y] < 0 ? NULL : &x->levers->constraints.at[b->constraint[y]];
}

static const char *called(const gx_analysis *a, const gx_constraint *constraint)
{
    const gx_experiment *x = a->experiment;
    return gx_called_among(x->labels, constraint->constant.text,
                           x->levers->constraints.at[0].constant.text, a->language,
                           x->arena);
}

static const char *number(const gx_experiment *x, double value)
{
    return gx_arena_format(x->arena, "%.2f", value);
}

static void print_years(const gx_analysis *a, const gx_binding_years *b, gx_buf *out)
{
    const gx_experiment *x = a->experiment;
    int32_t n = b->constraint_count, columns = 3 + n;
    gx_table_column *column = GX_ARRAY(x->arena, gx_table_column, columns);
    const char **cell = GX_ARRAY(x->arena, const char *, b->count *columns + 1);
    column[0] = (gx_table_column){gx_say(a->language, "year"), true};
    column[1] = (gx_table_column){
        gx_called_whole(x->labels, x->levers->outcome.text, a->language, x->arena), true};
    column[2] = (gx_table_column){gx_say(a->language, "binds"), false};
    for (int32_t k = 0; k < n; k++)
        column[3 + k] = (gx_table_column){
            gx_arena_format(x->arena, "+ %s", called(a, &x->levers->constraints.at[k])),
            true};
    for (int32_t y = 0; y < b->count; y++) {
        const char **row = &cell[y * columns];
        row[0] = gx_arena_format(x->arena, "%g", b->year[y]);
        row[1] = number(x, b->outcome[y]);
        row[2] = binds(x, b, y) ? called(a, binds(x, b, y)) : gx_say(a->language, "none");
        for (int32_t k = 0; k < n; k++)
            row[3 + k] = number(x, b->gain[k * b->count + y]);
    }
    if (b->count)
        gx_table_print(column, columns, cell, b->count, out);
}

static void print_json(const gx_analysis *a, const gx_binding_years *b, gx_buf *out)
{
    const gx_experiment *x = a->experiment;
    gx_json json;
    gx_json_begin(&json, out, "binding");
    gx_json_open(&json, "years", '[');
    for (int32_t y = 0; y < b->count; y++) {
        gx_json_open(&json, NULL, '{');
        gx_json_number(&json, "year", b->year[y]);
        gx_json_number(&json, "outcome", b->outcome[y]);
        gx_json_text(&json, "binds",
                     b->constraint[y] < 0 ? NULL : binds(x, b, y)->constant.text);
        gx_json_open(&json, "gain", '{');
        for (int32_t k = 0; k < b->constraint_count; k++)
            gx_json_number(&json, x->levers->constraints.at[k].constant.text,
                           b->gain[k * b->count + y]);
        gx_json_close(&json, '}');
        gx_json_close(&json, '}');
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}

/* Relative gains over time, each under the name of its constant: what a strip compares
 * and labels name. */
static gx_frame *make_frame(const gx_experiment *x, const gx_binding_years *b,
                            const char *units, gx_oom oom)
{
    gx_frame *frame = gx_frame_new(oom);
    double *time = GX_ARRAY(x->arena, double, b->count);
    for (int32_t y = 0; y < b->count; y++)
        time[y] = b->year[y] + x->levers->year_offset;
    int32_t dim = gx_frame_add_dim(frame, "time", "year", b->count, time, NULL);
    int32_t v = gx_frame_add_var(frame, x->levers->outcome.text, units, 1, &dim);
    memcpy(frame->vars.at[v].value, b->outcome, (size_t)b->count * sizeof(double));
    for (int32_t k = 0; k < b->constraint_count; k++) {
        const gx_constraint *of = &x->levers->constraints.at[k];
        v = gx_frame_add_var(frame, of->constant.text, "Dmnl", 1, &dim);
        frame->vars.at[v].title =
            gx_arena_format(frame->arena, "gain in '%s' when it is multiplied by %g",
                            x->levers->outcome.text, of->factor);
        for (int32_t y = 0; y < b->count; y++)
            if (b->outcome[y] != 0.0)
                frame->vars.at[v].value[y] = b->gain[k * b->count + y] / b->outcome[y];
    }
    return frame;
}

gx_err gx_cmd_binding(int argc, char **argv, gx_diags *ds)
{
    gx_analysis a = {0};
    const gx_usage usage = {
        .name = "binding",
        .arguments = "MODEL|SCENARIO|RESULT",
        .least = 1,
        .most = 1,
        .doc = "Which constraint of X-levers.yaml binds in which year: each is relaxed "
               "alone, and the\nlargest gain in the year's outcome binds.\n",
        .examples = "  gaoxin binding scenarios/base.yaml\n",
    };
    gx_err err = gx_analysis_begin(&a, &usage, argc, argv, ds);
    if (err || !a.experiment)
        return err;
    gx_binding_years b = {0};
    const gx_experiment *x = a.experiment;
    gx_case c = gx_experiment_case(x);
    err = gx_levers_binding(&b, x->levers, &c, &a.workers, x->arena, ds);
    if (!err) {
        gx_buf out;
        gx_buf_init(&out, ds->oom);
        (a.is_json ? print_json : print_years)(&a, &b, &out);
        gx_print_buf(&out, ds);
    }
    if (!err && a.to.path)
        err = gx_analysis_save(&a, make_frame(x, &b, gx_analysis_units(&a, ds), ds->oom),
                               ds);
    gx_experiment_free(a.experiment);
    return err;
}
