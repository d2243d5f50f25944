/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extreme conditions: run with what is given, and hold each sentence of `expect:` against
 * every tick it speaks of. */
#include "model/names.h"
#include "study/check.h"

#include <math.h>
#include <string.h>

/* One expectation with its cells in the run of the condition. */
typedef struct claim {
    const gx_expectation *said;
    int32_t first, count; /* columns */
    double factor;        /* from the limit's unit to the variable's */
} claim;

typedef struct trial {
    const gx_case *c;
    const gx_condition *condition;
    gx_arena *arena;
    gx_diags *ds;
    claim *claims; /* [condition->expect.count] */
    gx_cells columns;
    gx_ticks *ticks, *baseline;
} trial;

/* ---- holding a sentence against the run ---- */

static bool speaks_of(const gx_expectation *e, double time)
{
    double from = e->from + (e->after ? GX_SAME_TIME : -GX_SAME_TIME);
    double to = e->to - (e->before ? GX_SAME_TIME : -GX_SAME_TIME);
    return time >= from && time <= to;
}

/* `before` is the value at the tick before, NaN when the sentence does not speak of it.
 */
static bool holds(const gx_expectation *e, double value, double limit, double before,
                  double largest)
{
    switch (e->relation) {
    case GX_RELATION_LESS:
        return value < limit;
    case GX_RELATION_MOST:
        return value <= limit;
    case GX_RELATION_MORE:
        return value > limit;
    case GX_RELATION_LEAST:
        return value >= limit - (limit == 0.0 ? GX_ROUNDING * largest : 0.0);
    case GX_RELATION_EQUAL:
        return fabs(value - limit) <= e->within * fabs(limit);
    case GX_RELATION_NOT_DOWN:
        return !(value < before - GX_ROUNDING * largest);
    case GX_RELATION_NOT_UP:
        return !(value > before + GX_ROUNDING * largest);
    }
    return false;
}

static void report(const trial *r, const gx_expectation *e, int32_t column, int32_t t,
                   double limit, double before)
{
    double value = gx_ticks_value(r->ticks, t, column, 0);
    gx_error(r->ds, GX_CODE_CHECK, e->loc, "under '%s' this does not hold",
             r->condition->name.text);
    const char *name =
        gx_cell_name(r->c->flat, r->columns.at[column], r->arena, r->ds->oom);
    if (e->relation == GX_RELATION_NOT_UP || e->relation == GX_RELATION_NOT_DOWN)
        gx_note(r->ds, GX_NOWHERE, "'%s' goes from %.6g to %.6g at time %.8g", name,
                before, value, r->ticks->time[t]);
    else
        gx_note(r->ds, GX_NOWHERE, "'%s' is %.6g at time %.8g%-s%.6g", name, value,
                r->ticks->time[t],
                e->is_baseline ? GX_TEXT(", against the baseline's ") : GX_TEXT(", not "),
                limit);
}

/* True when the sentence holds for a column; `*seen` counts the ticks it speaks of. */
static bool column_holds(const trial *r, const claim *c, int32_t column, int32_t *seen)
{
    double before = (double)NAN, largest = 0.0;
    for (int32_t t = 0; t < r->ticks->time_count; t++) {
        double value = gx_ticks_value(r->ticks, t, column, 0);
        double limit = c->said->limit.number * c->factor;
        largest = fmax(largest, fabs(value));
        if (!speaks_of(c->said, r->ticks->time[t]))
            continue;
        if (c->said->is_baseline)
            limit = c->said->limit.number * gx_ticks_value(r->baseline, t, column, 0);
        ++*seen;
        if (!holds(c->said, value, limit, before, largest)) {
            report(r, c->said, column, t, limit, before);
            return false;
        }
        before = value;
    }
    return true;
}

static void check_claim(gx_check_count *count, const trial *r, const claim *c)
{
    int32_t seen = 0;
    bool good = true;
    for (int32_t i = 0; i < c->count && good; i++)
        good = column_holds(r, c, c->first + i, &seen);
    bool is_change = c->said->relation == GX_RELATION_NOT_UP ||
                     c->said->relation == GX_RELATION_NOT_DOWN;
    if (good && seen < c->count * (is_change ? 2 : 1)) {
        gx_error(r->ds, GX_CODE_CHECK, c->said->loc,
                 "the run has no time step that this speaks of");
        good = false;
    }
    count->done++;
    count->failed += !good;
}

/* ---- one condition ---- */

static gx_err find_claims(trial *r)
{
    const gx_condition *condition = r->condition;
    gx_err first = GX_OK;
    r->claims = GX_ARRAY(r->arena, claim, condition->expect.count);
    for (int32_t i = 0; i < condition->expect.count; i++) {
        const gx_expectation *e = &condition->expect.at[i];
        claim *c = &r->claims[i];
        *c = (claim){.said = e, .first = r->columns.count, .factor = 1.0};
        gx_err err = gx_cells_find(&r->columns, r->c->flat, e->variable, r->c->labels,
                                   r->arena, r->ds);
        c->count = r->columns.count - c->first;
        if (!err && !e->is_baseline)
            err = gx_quantity_factor(
                &c->factor, &e->limit, r->c->flat,
                r->c->flat->cells.at[r->columns.at[c->first]].variable, r->arena, r->ds);
        first = first ? first : err;
    }
    return first;
}

static gx_err run_both(trial *r)
{
    gx_overrides overrides = {0};
    gx_case given = *r->c;
    gx_overrides_copy(&overrides, r->c->overrides, r->arena);
    gx_err err =
        gx_override_resolve(&overrides, r->c->flat, r->condition->given.at,
                            r->condition->given.count, r->c->labels, r->arena, r->ds);
    given.overrides = &overrides;
    if (!err)
        err = gx_case_run(&r->ticks, &given, NULL, r->columns.at, r->columns.count, NULL,
                          r->ds);
    if (!err)
        err = gx_case_run(&r->baseline, r->c, NULL, r->columns.at, r->columns.count, NULL,
                          r->ds);
    if (!err && (r->ticks->time_count != r->baseline->time_count ||
                 memcmp(r->ticks->time, r->baseline->time,
                        (size_t)r->ticks->time_count * sizeof(double)) != 0))
        err = gx_error(r->ds, GX_CODE_VALUE, r->condition->name.loc,
                       "the time steps are not those of the baseline");
    return err;
}

static gx_err check_condition(gx_check_count *count, const gx_condition *condition,
                              const gx_case *c, gx_diags *ds)
{
    trial r = {.c = c, .condition = condition, .arena = gx_arena_new(ds->oom), .ds = ds};
    gx_err err = find_claims(&r);
    if (!err)
        err = run_both(&r);
    for (int32_t i = 0; i < condition->expect.count && !err; i++)
        check_claim(count, &r, &r.claims[i]);
    gx_ticks_free(r.ticks);
    gx_ticks_free(r.baseline);
    gx_arena_free(r.arena);
    return err;
}

gx_err gx_check_conditions(gx_check_count *count, const gx_checks *checks,
                           const gx_case *c, gx_diags *ds)
{
    gx_err first = GX_OK;
    for (int32_t i = 0; i < checks->conditions.count; i++) {
        gx_err err = check_condition(count, &checks->conditions.at[i], c, ds);
        first = first ? first : err;
    }
    return first ? first : count->failed ? GX_DIFFERENT : GX_OK;
}
