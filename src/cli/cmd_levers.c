/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin levers: what each lever of X-levers.yaml is worth. */
#include "study/levers.h"
#include "cli/cli.h"
#include "show/show.h"

#include <string.h>

static const char *number(const gx_experiment *x, double value)
{
    return gx_arena_format(x->arena, "%.2f", value);
}

static const char *called(const gx_analysis *a, int32_t lever)
{
    const gx_levers *levers = a->experiment->levers;
    return gx_called_among(a->experiment->labels, levers->levers.at[lever].constant.text,
                           levers->levers.at[0].constant.text, a->language,
                           a->experiment->arena);
}

/* Heads of the columns. */
enum { COLUMNS = 5 };
static const char *const heads[COLUMNS] = {GX_TEXT("lever"), GX_TEXT("alone"),
                                           GX_TEXT("as the last"), GX_TEXT("Shapley"),
                                           GX_TEXT("share %")};

/* The outcome with all levers off and on. */
static const char *sum_up(const gx_experiment *x, const gx_effects *e, double year,
                          gx_language language)
{
    return gx_arena_format(
        x->arena, gx_say(language, "%s %g: all levers off %.2f, all on %.2f"),
        gx_called_whole(x->labels, x->levers->outcome.text, language, x->arena), year,
        e->off, e->on);
}

static void print_effects(const gx_analysis *a, const gx_effects *e, double year,
                          gx_buf *out)
{
    const gx_experiment *x = a->experiment;
    gx_table_column columns[COLUMNS];
    for (int32_t i = 0; i < COLUMNS; i++)
        columns[i] = (gx_table_column){gx_say(a->language, heads[i]), i > 0};
    const char **cell = GX_ARRAY(x->arena, const char *, (e->count + 1) * COLUMNS);
    double all = e->on - e->off;
    for (int32_t i = 0; i <= e->count; i++) {
        bool is_sum = i == e->count;
        double shapley = is_sum ? all : e->shapley[i];
        const char *row[] = {is_sum ? gx_say(a->language, "all together") : called(a, i),
                             is_sum ? "" : number(x, e->alone[i]),
                             is_sum ? "" : number(x, e->last[i]), number(x, shapley),
                             all == 0.0 ? "" : number(x, 100.0 * shapley / all)};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_buf_print(out, "%s: %s\n", x->name, sum_up(x, e, year, a->language));
    gx_table_print(columns, COLUMNS, cell, e->count + 1, out);
}

static void print_json(const gx_analysis *a, const gx_effects *e, double year,
                       gx_buf *out)
{
    const gx_experiment *x = a->experiment;
    gx_json json;
    gx_json_begin(&json, out, "levers");
    gx_json_text(&json, "outcome", x->levers->outcome.text);
    gx_json_number(&json, "year", year);
    gx_json_number(&json, "off", e->off);
    gx_json_number(&json, "on", e->on);
    gx_json_open(&json, "levers", '[');
    for (int32_t i = 0; i < e->count; i++) {
        gx_json_open(&json, NULL, '{');
        gx_json_text(&json, "constant", x->levers->levers.at[i].constant.text);
        gx_json_number(&json, "alone", e->alone[i]);
        gx_json_number(&json, "last", e->last[i]);
        gx_json_number(&json, "shapley", e->shapley[i]);
        gx_json_close(&json, '}');
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}

/* A result over the levers, by their constants' names; a note says what a figure of it
 * cannot show. */
static gx_frame *make_frame(const gx_experiment *x, const gx_effects *e, double year,
                            const char *units, gx_oom oom)
{
    gx_frame *frame = gx_frame_new(oom);
    gx_buf number;
    const struct {
        const char *name;
        const double *value;
    } vars[] = {{"alone", e->alone}, {"last", e->last}, {"Shapley", e->shapley}};
    const char **label = GX_ARRAY(x->arena, const char *, e->count + 1);
    for (int32_t i = 0; i < e->count; i++)
        label[i] = x->levers->levers.at[i].constant.text;
    int32_t dim = gx_frame_add_dim(frame, "lever", "", e->count, NULL, label);
    for (size_t v = 0; v < sizeof vars / sizeof *vars; v++) {
        int32_t made = gx_frame_add_var(frame, vars[v].name, units, 1, &dim);
        memcpy(frame->vars.at[made].value, vars[v].value,
               (size_t)e->count * sizeof(double));
    }
    gx_buf_init(&number, oom);
    gx_buf_number(&number, year);
    gx_attribute_set(frame->arena, &frame->attributes, "gaoxin_year", number.text);
    gx_buf_clear(&number);
    gx_attribute_set(frame->arena, &frame->attributes, "gaoxin_note_en",
                     sum_up(x, e, year, GX_LANG_EN));
    gx_attribute_set(frame->arena, &frame->attributes, "gaoxin_note_zh",
                     sum_up(x, e, year, GX_LANG_ZH));
    return frame;
}

/* That of a result which is made again, else the file's, unless one is given. */
static gx_err choose_year(double *year, const gx_experiment *x, const char *text,
                          gx_diags *ds)
{
    if (x->maker.year && !text)
        return gx_year_read(year, "gaoxin_year", x->maker.year, ds);
    *year = x->levers->year;
    return text ? gx_year_read(year, "--year", text, ds) : GX_OK;
}

gx_err gx_cmd_levers(int argc, char **argv, gx_diags *ds)
{
    gx_analysis a = {0};
    const char *year_text = NULL;
    const gx_opt own[] = {
        {"year", 'y', GX_OPT_TEXT, &year_text, "YEAR",
         "labelled year of the outcome (that of the levers file)"},
    };
    const gx_usage usage = {
        .name = "levers",
        .arguments = "MODEL|SCENARIO|RESULT",
        .least = 1,
        .most = 1,
        .doc =
            "What each lever of X-levers.yaml is worth: switched on alone, as the last "
            "one, and as\nits mean over all orders (Shapley). Runs all combinations, "
            "2^levers, of at most 12.\n",
        .examples = "  gaoxin levers model.mdl --year 2020 -j 0\n",
        .opt = own,
        .opt_count = 1,
    };
    gx_err err = gx_analysis_begin(&a, &usage, argc, argv, ds);
    if (err || !a.experiment)
        return err;
    double year = 0.0;
    gx_effects e = {0};
    const gx_experiment *x = a.experiment;
    gx_case c = gx_experiment_case(x);
    err = choose_year(&year, x, year_text, ds);
    if (!err)
        err = gx_levers_effects(&e, x->levers, year, &c, &a.workers, x->arena, ds);
    if (!err) {
        gx_buf out;
        gx_buf_init(&out, ds->oom);
        (a.is_json ? print_json : print_effects)(&a, &e, year, &out);
        gx_print_buf(&out, ds);
    }
    if (!err && a.to.path)
        err = gx_analysis_save(
            &a, make_frame(x, &e, year, gx_analysis_units(&a, ds), ds->oom), ds);
    gx_experiment_free(a.experiment);
    return err;
}
