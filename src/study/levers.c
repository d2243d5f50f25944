/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levers and constraints are groups of constant cells; a run has some groups at their
 * second value, the others at their first. */
#include "study/levers.h"

#include "model/names.h"

#include <math.h>

/* The cells of a lever or constraint. */
typedef struct group {
    int32_t first, count; /* inputs of the lanes */
} group;

typedef struct switches {
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
    GX_LIST(group) groups;
    gx_cells cells;
    GX_LIST(double) off, on; /* of each cell */
} switches;

/* ---- finding cells ---- */

static gx_err resolve(gx_overrides *found, const switches *s, gx_name name, gx_quantity q)
{
    gx_setting setting = {.name = name, .value = q};
    return gx_override_resolve(found, s->c->flat, &setting, 1, s->c->labels, s->arena,
                               s->ds);
}

static gx_err add_cell(switches *s, gx_name name, int32_t cell, double off, double on)
{
    for (int32_t i = 0; i < s->cells.count; i++)
        if (s->cells.at[i] == cell)
            return gx_error(s->ds, GX_CODE_VALUE, name.loc,
                            "'%s' is already part of another row", name.text);
    *GX_ADD(s->arena, &s->cells) = cell;
    *GX_ADD(s->arena, &s->off) = off;
    *GX_ADD(s->arena, &s->on) = on;
    return GX_OK;
}

static gx_err add_lever(switches *s, const gx_lever *lever)
{
    gx_overrides off = {0}, on = {0};
    group g = {.first = s->cells.count};
    gx_err err = resolve(&off, s, lever->constant, lever->off);
    if (!err)
        err = resolve(&on, s, lever->constant, lever->on);
    if (!err && !off.list.count)
        err = gx_error(s->ds, GX_CODE_VALUE, lever->constant.loc,
                       "'%s' is a lookup: a lever is a constant", lever->constant.text);
    for (int32_t i = 0; !err && i < off.list.count; i++, g.count++)
        err = add_cell(s, lever->constant, off.list.at[i].cell, off.list.at[i].value,
                       on.list.at[i].value);
    *GX_ADD(s->arena, &s->groups) = g;
    return err;
}

static gx_err add_constraint(switches *s, const gx_constraint *constraint)
{
    gx_overrides found = {0};
    gx_quantity any = {.number = 1.0, .units = "", .loc = constraint->constant.loc};
    group g = {.first = s->cells.count};
    gx_err err = resolve(&found, s, constraint->constant, any);
    if (!err && !found.list.count)
        err = gx_error(s->ds, GX_CODE_VALUE, constraint->constant.loc,
                       "'%s' is a lookup: a constraint is a constant",
                       constraint->constant.text);
    for (int32_t i = 0; !err && i < found.list.count; i++, g.count++) {
        int32_t cell = found.list.at[i].cell;
        double value = gx_override_value(s->c->overrides, s->c->flat, cell);
        if (value == 0.0)
            err = gx_error(s->ds, GX_CODE_VALUE, constraint->constant.loc,
                           "'%s' is 0: no factor relaxes it", constraint->constant.text);
        else
            err = add_cell(s, constraint->constant, cell, value,
                           value * constraint->factor);
    }
    *GX_ADD(s->arena, &s->groups) = g;
    return err;
}

static gx_err find_outcome(int32_t *cell, const gx_levers *levers, const switches *s)
{
    gx_cells cells = {0};
    gx_err err =
        gx_cells_find(&cells, s->c->flat, levers->outcome, s->c->labels, s->arena, s->ds);
    if (!err && cells.count != 1)
        err = gx_error(s->ds, GX_CODE_SUBSCRIPT, levers->outcome.loc,
                       "'%s' is %d numbers: the outcome is one", levers->outcome.text,
                       cells.count);
    *cell = err ? -1 : cells.at[0];
    return err;
}

/* ---- runs ---- */

/* Run `run_count` combinations; bit g of mask[run] switches group g on. */
static gx_err run_masks(gx_ticks **ticks, const switches *s, const uint32_t *mask,
                        int32_t run_count, int32_t outcome, const gx_workers *workers)
{
    const double **value = GX_ARRAY(s->arena, const double *, s->cells.count);
    for (int32_t g = 0; g < s->groups.count; g++) {
        const group *of = &s->groups.at[g];
        for (int32_t i = of->first; i < of->first + of->count; i++) {
            double *column = GX_ARRAY(s->arena, double, run_count);
            for (int32_t k = 0; k < run_count; k++)
                column[k] = mask[k] >> g & 1u ? s->on.at[i] : s->off.at[i];
            value[i] = column;
        }
    }
    gx_lanes lanes = {run_count, s->cells.count, s->cells.at, value};
    return gx_case_run(ticks, s->c, &lanes, &outcome, 1, workers, s->ds);
}

/* ---- effects ---- */

/* v[mask] is the outcome with the levers of the mask on. */
static void work_out(gx_effects *e, const double *v, int32_t n, gx_arena *arena)
{
    uint32_t all = (1u << n) - 1u;
    double *alone = GX_ARRAY(arena, double, n), *last = GX_ARRAY(arena, double, n);
    double *shapley = GX_ARRAY(arena, double, n), *weight = GX_ARRAY(arena, double, n);
    for (int32_t size = 0; size < n; size++) /* |S|! (n - |S| - 1)! / n! */
        weight[size] = size ? weight[size - 1] * size / (n - size) : 1.0 / n;
    for (int32_t i = 0; i < n; i++) {
        uint32_t bit = 1u << i;
        alone[i] = v[bit] - v[0];
        last[i] = v[all] - v[all & ~bit];
        for (uint32_t set = 0; set <= all; set++)
            if (!(set & bit)) {
                int32_t size = 0;
                for (uint32_t rest = set; rest; rest &= rest - 1u)
                    size++;
                shapley[i] += weight[size] * (v[set | bit] - v[set]);
            }
    }
    *e = (gx_effects){n, v[0], v[all], alone, last, shapley};
}

gx_err gx_levers_effects(gx_effects *effects, const gx_levers *levers, double year,
                         const gx_case *c, const gx_workers *workers, gx_arena *arena,
                         gx_diags *ds)
{
    switches s = {.c = c, .arena = arena, .ds = ds};
    int32_t n = levers->levers.count, outcome = -1;
    if (n > GX_MOST_LEVERS)
        return gx_error(ds, GX_CODE_VALUE, levers->levers.at[GX_MOST_LEVERS].constant.loc,
                        "%d levers are 2^%d runs: at most %d", n, n, GX_MOST_LEVERS);
    gx_err err = find_outcome(&outcome, levers, &s);
    for (int32_t i = 0; i < n; i++) {
        gx_err bad = add_lever(&s, &levers->levers.at[i]);
        err = err ? err : bad;
    }
    if (err)
        return err;
    int32_t run_count = (int32_t)(1u << n);
    uint32_t *mask = GX_ARRAY(arena, uint32_t, run_count);
    for (int32_t k = 0; k < run_count; k++)
        mask[k] = (uint32_t)k;
    gx_ticks *ticks = NULL;
    err = run_masks(&ticks, &s, mask, run_count, outcome, workers);
    int32_t t = err ? -1 : gx_ticks_find(ticks, year + levers->year_offset);
    if (!err && t < 0)
        err = gx_error(ds, GX_CODE_VALUE, levers->outcome.loc,
                       "no time step ends at time %g, where the outcome of %g is known",
                       year + levers->year_offset, year);
    if (!err) {
        double *v = GX_ARRAY(arena, double, run_count);
        for (int32_t k = 0; k < run_count; k++)
            v[k] = gx_ticks_value(ticks, t, 0, k);
        work_out(effects, v, n, arena);
    }
    gx_ticks_free(ticks);
    return err;
}

/* ---- the binding constraint ---- */

/* Ticks at which the outcome of a whole labelled year is known. */
static bool is_year(double time, const gx_levers *levers, double *year)
{
    *year = floor(time - levers->year_offset + 0.5);
    return fabs(time - levers->year_offset - *year) <= GX_SAME_TIME;
}

static void compare(gx_binding_years *b, const gx_levers *levers, const gx_ticks *ticks,
                    gx_arena *arena)
{
    int32_t n = levers->constraints.count, count = 0, y = 0;
    double labelled = 0.0;
    for (int32_t t = 0; t < ticks->time_count; t++)
        count += is_year(ticks->time[t], levers, &labelled);
    double *year = GX_ARRAY(arena, double, count),
           *gain = GX_ARRAY(arena, double, n *count);
    double *outcome = GX_ARRAY(arena, double, count);
    int32_t *binds = GX_ARRAY(arena, int32_t, count);
    for (int32_t t = 0; t < ticks->time_count; t++) {
        if (!is_year(ticks->time[t], levers, &labelled))
            continue;
        year[y] = labelled;
        outcome[y] = gx_ticks_value(ticks, t, 0, 0);
        double largest = levers->negligible * fabs(outcome[y]);
        binds[y] = -1;
        for (int32_t k = 0; k < n; k++) {
            double more = gx_ticks_value(ticks, t, 0, k + 1) - outcome[y];
            gain[k * count + y] = more;
            if (more > largest) {
                largest = more;
                binds[y] = k;
            }
        }
        y++;
    }
    *b = (gx_binding_years){count, n, year, outcome, gain, binds};
}

gx_err gx_levers_binding(gx_binding_years *binding, const gx_levers *levers,
                         const gx_case *c, const gx_workers *workers, gx_arena *arena,
                         gx_diags *ds)
{
    switches s = {.c = c, .arena = arena, .ds = ds};
    int32_t n = levers->constraints.count, outcome = -1;
    gx_err err = find_outcome(&outcome, levers, &s);
    if (n > 31)
        return gx_error(ds, GX_CODE_VALUE, levers->constraints.at[31].constant.loc,
                        "more than 31 constraints");
    for (int32_t i = 0; i < n; i++) {
        gx_err bad = add_constraint(&s, &levers->constraints.at[i]);
        err = err ? err : bad;
    }
    if (err)
        return err;
    uint32_t *mask = GX_ARRAY(arena, uint32_t, n + 1);
    for (int32_t k = 0; k < n; k++)
        mask[k + 1] = 1u << k;
    gx_ticks *ticks = NULL;
    err = run_masks(&ticks, &s, mask, n + 1, outcome, workers);
    if (!err)
        compare(binding, levers, ticks, arena);
    gx_ticks_free(ticks);
    return err;
}
