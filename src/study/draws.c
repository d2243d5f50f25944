/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/draws.h"

#include "model/names.h"
#include "stats/design.h"
#include "study/balance.h"

#include <math.h>
#include <string.h>

enum { FEW = 2 }; /* unsound draws that are told */

/* What is wrong with a draw; the first that is. */
typedef struct verdict {
    enum { SOUND, FAILED, UNBALANCED, NEGATIVE } is;
    gx_diags *messages;        /* of a failed run, owned */
    int32_t which;             /* sum, or cell of those that are never negative */
    double amount, time, size; /* off, or the value; its time; the largest */
    double value[];            /* [goal_count] */
} verdict;

typedef struct drawing {
    const gx_draws *draws;
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
    gx_spreads spreads; /* that are drawn */
    gx_lanes lanes;
    gx_sums sums;
    int32_t first_stock; /* columns of what is never negative */
    gx_cells stocks;
    int32_t first_goal;
    gx_cells columns;
    verdict **verdict; /* [draw_count] */
} drawing;

/* ---- inputs ---- */

static bool is_overridden(const gx_case *c, int32_t cell)
{
    for (int32_t i = 0; c->overrides && i < c->overrides->list.count; i++)
        if (c->overrides->list.at[i].cell == cell)
            return true;
    return false;
}

/* A table that is wrong is told by gx_parameters_resolve where it is checked. */
static gx_err find_spreads(drawing *d)
{
    gx_diags *quiet = gx_diags_new(d->ds->oom);
    gx_spreads all = {0};
    gx_check_count ignored = {0};
    quiet->sources = d->ds->sources;
    gx_err err = gx_parameters_resolve(&all, &ignored, d->draws->parameters, d->c,
                                       d->arena, quiet);
    gx_diags_free(quiet);
    if (err)
        gx_error(d->ds, GX_CODE_CHECK, GX_NOWHERE,
                 "nothing can be drawn: the table of parameters is wrong");
    for (int32_t i = 0; i < all.count && !err; i++) {
        const gx_spread *s = &all.at[i];
        bool is_choice = strcmp(s->row->source_class.text, "choice") == 0;
        if (s->distribution.type && !is_overridden(d->c, s->cell) &&
            (d->draws->choices_too || !is_choice))
            *GX_ADD(d->arena, &d->spreads) = *s;
    }
    return err;
}

static gx_err draw_inputs(drawing *d)
{
    int32_t inputs = d->spreads.count, draws = d->draws->draw_count;
    const gx_sampling sampling = {.inputs = inputs,
                                  .level = GX_ARRAY(d->arena, int32_t, inputs),
                                  .samples = draws,
                                  .replicates = 1,
                                  .seed = d->c->seed};
    gx_sample sample;
    const char *why = "";
    int32_t *cell = GX_ARRAY(d->arena, int32_t, inputs);
    double **value = GX_ARRAY(d->arena, double *, inputs);
    double *point = GX_ARRAY(d->arena, double, inputs);
    if (!gx_sample_prepare(&sample, gx_design_find("monte-carlo"), &sampling, d->arena,
                           &why))
        return gx_error(d->ds, GX_CODE_USAGE, GX_NOWHERE, "random draws: the design %-s",
                        why);
    for (int32_t k = 0; k < inputs; k++) {
        cell[k] = d->spreads.at[k].cell;
        value[k] = GX_ARRAY(d->arena, double, draws);
    }
    for (int32_t i = 0; i < draws; i++) {
        gx_sample_fill(point, &sample, i, 1);
        for (int32_t k = 0; k < inputs; k++)
            value[k][i] =
                gx_distribution_quantile(&d->spreads.at[k].distribution, point[k]);
    }
    d->lanes = (gx_lanes){.run_count = draws,
                          .input_count = inputs,
                          .cell = cell,
                          .value = (const double *const *)value};
    return GX_OK;
}

/* ---- what is looked at ---- */

static gx_err find_columns(drawing *d)
{
    const gx_checks *checks = d->draws->checks;
    gx_err err = checks ? gx_sums_find(&d->sums, checks, d->c, d->arena, d->ds) : GX_OK;
    if (!err && checks)
        err = gx_non_negative_find(&d->stocks, checks, d->c, d->arena, d->ds);
    d->columns = d->sums.columns;
    d->first_stock = d->columns.count;
    for (int32_t i = 0; i < d->stocks.count; i++)
        *GX_ADD(d->arena, &d->columns) = d->stocks.at[i];
    d->first_goal = d->columns.count;
    for (int32_t g = 0; g < d->draws->goal_count && !err; g++) {
        gx_name name = d->draws->goal[g].variable;
        err = gx_cells_find(&d->columns, d->c->flat, name, d->c->labels, d->arena, d->ds);
        if (!err && d->columns.count != d->first_goal + g + 1)
            err = gx_error(d->ds, GX_CODE_SUBSCRIPT, name.loc,
                           "'%s' has elements: a milestone is one number", name.text);
    }
    return err;
}

/* ---- looking ---- */

static void look(const gx_ticks *ticks, int32_t run, const gx_trajectory *how,
                 int32_t number, void *context)
{
    const drawing *d = context;
    verdict *v = d->verdict[number];
    if (how->outcome) {
        v->is = FAILED;
        v->messages = gx_diags_new(d->ds->oom);
        gx_diags_merge(v->messages, how->messages);
        return;
    }
    for (int32_t i = 0; i < d->sums.list.count && !v->is; i++) {
        v->amount = gx_sum_off(&d->sums.list.at[i], ticks, run, &v->time, &v->size);
        v->is = v->amount > 0.0 ? UNBALANCED : SOUND;
        v->which = i;
    }
    for (int32_t i = 0; i < d->stocks.count && !v->is; i++) {
        bool is_good =
            gx_ticks_least(ticks, d->first_stock + i, run, &v->amount, &v->time);
        v->is = is_good ? SOUND : NEGATIVE;
        v->which = i;
    }
    for (int32_t g = 0; g < d->draws->goal_count; g++) {
        int32_t t = gx_ticks_find(ticks, d->draws->goal[g].time);
        v->value[g] =
            t < 0 ? (double)NAN : gx_ticks_value(ticks, t, d->first_goal + g, run);
    }
}

/* ---- telling ---- */

static void note_inputs(const drawing *d, int32_t draw)
{
    for (int32_t k = 0; k < d->lanes.input_count; k++)
        gx_note(d->ds, GX_NOWHERE, "draw %d has '%s' = %.17g", draw,
                gx_cell_name(d->c->flat, d->lanes.cell[k], d->arena, d->ds->oom),
                d->lanes.value[k][draw]);
}

static void tell(const drawing *d, int32_t draw)
{
    const verdict *v = d->verdict[draw];
    if (v->is == FAILED) {
        gx_diags_merge(d->ds, v->messages);
        gx_note(d->ds, GX_NOWHERE, "in draw %d of %d", draw, d->draws->draw_count);
    } else if (v->is == UNBALANCED) {
        const gx_sum *s = &d->sums.list.at[v->which];
        gx_error(d->ds, GX_CODE_CHECK, s->balance->name.loc,
                 "%s does not balance in draw %d: %.6g is lost or made up to time %.8g, "
                 "of %.6g",
                 gx_sum_name(s, d->arena), draw, v->amount, v->time, v->size);
    } else {
        int32_t cell = d->columns.at[d->first_stock + v->which];
        gx_error(d->ds, GX_CODE_CHECK, d->c->flat->cells.at[cell].loc,
                 "'%s' is negative in draw %d: %.6g at time %.8g",
                 gx_cell_name(d->c->flat, cell, d->arena, d->ds->oom), draw, v->amount,
                 v->time);
    }
}

static gx_err sum_up(gx_check_count *count, gx_drawn *drawn, const drawing *d)
{
    int32_t told = 0;
    for (int32_t i = 0; i < d->draws->draw_count; i++, count->done++) {
        const verdict *v = d->verdict[i];
        for (int32_t g = 0; g < d->draws->goal_count && !v->is; g++)
            drawn->reached[g] += v->value[g] >= d->draws->goal[g].level;
        count->failed += v->is != SOUND;
        if (v->is && told++ < FEW)
            tell(d, i);
        if (v->is && told == 1 && d->draws->tell_inputs)
            note_inputs(d, i);
        gx_diags_free(v->messages);
    }
    return count->failed ? GX_DIFFERENT : GX_OK;
}

gx_err gx_check_draws(gx_check_count *count, gx_drawn *drawn, const gx_draws *draws,
                      const gx_case *c, const gx_workers *workers, gx_arena *arena,
                      gx_diags *ds)
{
    gx_arena *own = gx_arena_new(ds->oom);
    drawing d = {.draws = draws, .c = c, .arena = own, .ds = ds};
    *drawn = (gx_drawn){.reached = GX_ARRAY(arena, int32_t, draws->goal_count)};
    d.verdict = GX_ARRAY(own, verdict *, draws->draw_count);
    for (int32_t i = 0; i < draws->draw_count; i++)
        d.verdict[i] = gx_arena_array(
            own, 1, sizeof **d.verdict + (size_t)draws->goal_count * sizeof(double));
    gx_err err = find_spreads(&d);
    if (!err)
        err = find_columns(&d);
    if (!err)
        err = draw_inputs(&d);
    drawn->input_count = d.lanes.input_count;
    if (!err)
        err = gx_case_each(c, &d.lanes, d.columns.at, d.columns.count, look, &d, workers,
                           ds);
    if (!err)
        err = sum_up(count, drawn, &d);
    gx_arena_free(own);
    return err;
}
