/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibrate --reach: what it would take. */
#include "cli/fit_report.h"
#include "cli/titles.h"
#include "model/names.h"
#include "study/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARAMETERS = 15 }; /* that are printed, the farthest moved first */

typedef struct wish {
    gx_wish in_model;
    const char *name, *units;
    int32_t variable;
    double year;
    bool by_levers;
} wish;

/* `VARIABLE>=NUMBER@YEAR` */
static gx_err read_wish(wish *w, const gx_experiment *x, const char *asked, gx_diags *ds)
{
    int32_t file = gx_source_add(ds, "--reach", asked, strlen(asked));
    gx_loc all = {file, 0, (int32_t)strlen(asked)};
    const char *more = strstr(asked, ">="), *at = strrchr(asked, '@');
    if (!*asked || !more || more == asked || !at || at < more)
        return gx_error(ds, GX_CODE_USAGE, all, "expected VARIABLE>=NUMBER@YEAR");
    gx_name name = {gx_arena_text(x->arena, asked, (size_t)(more - asked)), all};
    const char *number = gx_arena_text(x->arena, more + 2, (size_t)(at - more - 2));
    gx_cells cells = {0};
    gx_loc target = {file, (int32_t)(more + 2 - asked), (int32_t)strlen(number)};
    w->in_model.loc = (gx_loc){file, (int32_t)(at + 1 - asked), (int32_t)strlen(at + 1)};
    if (!gx_text_to_number(number, &w->in_model.target))
        return gx_error(ds, GX_CODE_USAGE, target.length ? target : all,
                        "expected a number behind '>='");
    if (!gx_text_to_number(at + 1, &w->year))
        return gx_error(ds, GX_CODE_USAGE, at[1] ? w->in_model.loc : all,
                        "expected a year behind '@'");
    gx_err err = gx_cells_find(&cells, x->flat, name, x->labels, x->arena, ds);
    if (!err && cells.count != 1)
        err = gx_error(ds, GX_CODE_SUBSCRIPT, all, "'%s' is %d numbers: name one",
                       name.text, cells.count);
    if (err)
        return err;
    gx_cells outcome = {0};
    double offset = 0.0; /* that of the outcome holds for the outcome */
    if (x->levers &&
        !gx_cells_find(&outcome, x->flat, x->levers->outcome, x->labels, x->arena, ds))
        offset = outcome.at[0] == cells.at[0] ? x->levers->year_offset : 0.0;
    w->in_model.spot = (gx_spot){cells.at[0], w->year + offset};
    w->name = gx_cell_name(x->flat, cells.at[0], x->arena, ds->oom);
    w->variable = x->flat->cells.at[cells.at[0]].variable;
    w->units = x->model->variables.at[w->variable].units;
    return GX_OK;
}

static int farther(const void *a, const void *b)
{
    double x = fabs(((const gx_movable *)a)->moved);
    double y = fabs(((const gx_movable *)b)->moved);
    return (x < y) - (x > y);
}

static void print_moved(const gx_experiment *x, const gx_way *way, bool by_levers,
                        gx_language l, gx_buf *out)
{
    const gx_table_column columns[] = {
        {by_levers ? GX_TEXT("lever") : GX_TEXT("parameter"), false},
        {"unit", false},
        {"from", true},
        {"to", true},
        {by_levers ? GX_TEXT("part") : GX_TEXT("deviations"), true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    gx_movable *order = GX_ARRAY(x->arena, gx_movable, way->count);
    int32_t count = way->count;
    memcpy(order, way->movable, (size_t)count * sizeof *order);
    if (!by_levers) {
        qsort(order, (size_t)count, sizeof *order, farther);
        count = count < MOST_PARAMETERS ? count : MOST_PARAMETERS;
    }
    const char **cell = GX_ARRAY(x->arena, const char *, count *COLUMNS);
    for (int32_t i = 0; i < count; i++) {
        const gx_movable *m = &order[i];
        const char *row[] = {gx_called_typed(x->labels, m->name, l, x->arena),
                             gx_units_typed(x->labels, m->name, m->units, l, x->arena),
                             gx_arena_format(x->arena, "%.4g", m->before),
                             gx_arena_format(x->arena, "%.4g", m->after),
                             gx_arena_format(x->arena, "%.2f", m->moved)};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_say_table(l, columns, COLUMNS, cell, count, out);
    if (count < way->count)
        gx_buf_print(out, gx_say(l, "  and %d that moved less\n"), way->count - count);
}

/* How much of a distribution is on this side. */
static const char *percentile(const gx_experiment *x, double beyond, gx_language l)
{
    if (beyond < 1e-6)
        return gx_say(l, "above 99.9999");
    int32_t digits = beyond < 0.01 ? (int32_t)ceil(-log10(beyond)) : 1;
    return gx_arena_format(x->arena, "%.*f", digits, 100.0 * (1.0 - beyond));
}

static void print_plausible(const gx_experiment *x, const wish *w, const gx_way *way,
                            gx_language l, gx_buf *out)
{
    bool stays = way->distance == 0.0, has_history = w->in_model.history != NULL;
    if (stays)
        gx_buf_print(out, has_history ? gx_say(l, "the most plausible ones reach it")
                                      : gx_say(l, "nothing has to move"));
    else
        gx_buf_print(out, gx_say(l, "%.3g deviations from %s"), way->distance,
                     has_history ? gx_say(l, "the most plausible ones")
                                 : gx_say(l, "them"));
    if (stays && has_history)
        return;
    if (way->reached.is_reached && w->in_model.history)
        gx_buf_print(out,
                     gx_say(l, ", percentile %s of the joint posterior (first order)"),
                     percentile(x, way->probability, l));
    else if (way->reached.is_reached && way->probability > 0.0)
        gx_buf_print(out,
                     gx_say(l, ", percentile %s of the joint prior (%.2g of it reaches "
                               "that, error %.1g)"),
                     percentile(x, way->probability, l), way->probability, way->error);
    if (w->in_model.history)
        gx_buf_print(out, gx_say(l, "; misfit of the data %.3g, of those %.3g"),
                     way->reached.misfit, way->misfit_before);
}

static void print_way(const gx_experiment *x, const wish *w, const gx_way *way,
                      gx_language l, gx_buf *out)
{
    const gx_reached *r = &way->reached;
    gx_buf_print(out, gx_say(l, "%s: %s >= %g %s in %g, by %s%s\n"), x->name,
                 gx_called_typed(x->labels, w->name, l, x->arena), w->in_model.target,
                 gx_units_typed(x->labels, w->name, w->units, l, x->arena), w->year,
                 w->by_levers ? gx_say(l, "levers") : gx_say(l, "parameters"),
                 w->in_model.history ? gx_say(l, " that go with the data") : "");
    if (r->is_reached)
        gx_buf_print(out, gx_say(l, "  reached: %.5g"), r->value);
    else
        gx_buf_print(out, gx_say(l, "  not reachable%s: it gets as far as %.5g"),
                     w->by_levers ? "" : gx_say(l, " within 3 deviations of each"),
                     r->value);
    gx_buf_print(out, gx_say(l, ", from %.5g %s; "), way->before,
                 w->by_levers ? gx_say(l, "with all levers off")
                              : gx_say(l, "with the model's parameters"));
    if (w->by_levers)
        gx_buf_print(out, gx_say(l, "cost %.4g"), r->cost);
    else
        print_plausible(x, w, way, l, out);
    gx_buf_print(out, gx_say(l, "; %d runs\n"), (int)r->points);
    if (r->is_reached)
        gx_buf_print(out, gx_say(l, "  This is a requirement, not a forecast.\n"));
    gx_buf_print(out, "\n");
    print_moved(x, way, w->by_levers, l, out);
}

/* What it was made for. Figures say it too: a unit such as `100 million yuan` stands in
 * brackets behind its number. */
static gx_words requirement(const gx_experiment *x, const wish *w)
{
    const char *zh = gx_called(x->labels, w->name, GX_LANG_ZH, x->arena);
    const char *en = gx_units_drawn(x->labels, w->name, w->units, GX_LANG_EN, x->arena);
    bool is_counted = *en >= '0' && *en <= '9';
    return (gx_words){
        gx_arena_format(x->arena,
                        is_counted ? "%s >= %g (%s) in %g" : "%s >= %g %s in %g", w->name,
                        w->in_model.target, en, w->year),
        gx_arena_format(x->arena, "%g年%s≥%g %s", w->year, zh, w->in_model.target,
                        gx_units_in(x, w->variable, GX_LANG_ZH))};
}

/* ---- JSON ---- */

static void json_plausible(const wish *w, const gx_way *way, gx_json *json)
{
    bool is_reached = way->reached.is_reached;
    gx_json_number(json, "distance", way->distance);
    gx_json_number(json, "probability", is_reached ? way->probability : (double)NAN);
    if (w->in_model.history) {
        gx_json_number(json, "misfit", way->reached.misfit);
        gx_json_number(json, "misfit_before", way->misfit_before);
    } else
        gx_json_number(json, "probability_error", is_reached ? way->error : (double)NAN);
}

static void json_way(const gx_experiment *x, const wish *w, const gx_way *way,
                     gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "calibrate");
    gx_json_text(&json, "experiment", x->name);
    gx_json_text(&json, "variable", w->name);
    gx_json_text(&json, "units", w->units);
    gx_json_number(&json, "at_least", w->in_model.target);
    gx_json_number(&json, "year", w->year);
    gx_json_text(&json, "by", w->by_levers ? "levers" : "parameters");
    gx_json_bool(&json, "reached", way->reached.is_reached);
    gx_json_text(&json, "requirement", /* never a forecast */
                 way->reached.is_reached ? requirement(x, w).en : NULL);
    gx_json_number(&json, "value", way->reached.value);
    gx_json_number(&json, "before", way->before);
    if (w->by_levers)
        gx_json_number(&json, "cost", way->reached.cost);
    else
        json_plausible(w, way, &json);
    gx_json_number(&json, "runs", (double)way->reached.points);
    gx_json_open(&json, "moved", '[');
    for (int32_t i = 0; i < way->count; i++) {
        const gx_movable *m = &way->movable[i];
        gx_json_open(&json, NULL, '{');
        gx_json_text(&json, "constant", m->name);
        gx_json_text(&json, "units", m->units);
        gx_json_number(&json, "before", m->before);
        gx_json_number(&json, "after", m->after);
        gx_json_number(&json, w->by_levers ? "part" : "deviations", m->moved);
        gx_json_close(&json, '}');
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}

/* ---- the scenario ---- */

/* Everything as it was found, and what it was made for. */
static gx_err write_required(gx_experiment *x, const wish *w, const gx_way *way,
                             const gx_reach_request *asked, gx_diags *ds)
{
    if (!way->reached.is_reached)
        return gx_error(ds, GX_CODE_FIT, GX_NOWHERE,
                        "it is not reachable: '%s' was not written", asked->scenario);
    gx_scenario *s = GX_NEW(x->arena, gx_scenario);
    if (x->scenario)
        *s = *x->scenario;
    else
        s->title.en = x->name;
    s->requirement = requirement(x, w);
    x->scenario = s;
    for (int32_t i = 0; i < way->count; i++)
        gx_override_set(&x->overrides, x->arena, way->movable[i].cell,
                        way->movable[i].after);
    return gx_fit_write_scenario(
        x, asked->scenario,
        gx_arena_format(x->arena,
                        "Required, by %s, for %s. Found by 'gaoxin calibrate --reach': "
                        "never a forecast.",
                        w->by_levers ? "levers" : "parameters", s->requirement.en),
        asked->force, ds);
}

/* ---- all of it ---- */

static gx_err check_request(const gx_experiment *x, const gx_reach_request *asked,
                            bool by_levers, gx_diags *ds)
{
    if (!by_levers && strcmp(asked->by, "parameters") != 0)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--by %s': there are levers and parameters", asked->by);
    if (by_levers ? !x->levers : !x->parameters)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        by_levers ? "the model of '%s' has no levers file"
                                  : "the model of '%s' has no parameter table",
                        x->name);
    return asked->scenario ? gx_fit_check_free(asked->scenario, asked->force, ds) : GX_OK;
}

/* The data that parameters have to go with, held against the experiment as it is. */
static gx_err read_history(gx_calibrator **history, gx_experiment *x, const gx_case *c,
                           const gx_reach_request *asked, gx_diags *ds)
{
    gx_calibration *calibration = NULL;
    gx_tables data = {0};
    gx_err err = gx_fit_read(&calibration, &data, asked->history, x->arena, ds);
    if (!err)
        err = gx_calibrator_build(history, calibration, x->parameters, &data, c,
                                  asked->workers, x->arena, ds);
    gx_fit_free(&data);
    return err;
}

gx_err gx_reach_print(gx_experiment *x, const gx_reach_request *asked, gx_buf *out,
                      gx_diags *ds)
{
    wish w = {.by_levers = !asked->by || strcmp(asked->by, "levers") == 0};
    gx_way way = {0};
    gx_case c = gx_experiment_case(x);
    gx_calibrator *history = NULL;
    gx_err err = check_request(x, asked, w.by_levers, ds);
    if (!err)
        err = read_wish(&w, x, asked->wish, ds);
    if (!err && asked->history)
        err = read_history(&history, x, &c, asked, ds);
    w.in_model.history = history;
    if (!err && w.by_levers)
        err = gx_reach_levers(&way, x->levers, &w.in_model, &c, asked->workers, x->arena,
                              ds);
    else if (!err)
        err = gx_reach_parameters(&way, x->parameters, &w.in_model, &c, asked->workers,
                                  x->arena, ds);
    if (!err && asked->is_json)
        json_way(x, &w, &way, out);
    else if (!err)
        print_way(x, &w, &way, gx_language_of(ds), out);
    if (!err && asked->scenario)
        err = write_required(x, &w, &way, asked, ds);
    gx_calibrator_end(history);
    return err;
}
