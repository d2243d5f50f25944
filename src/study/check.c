/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conservation, non-negative stocks and step halving; conditions are in conditions.c. */
#include "study/check.h"

#include "model/names.h"
#include "study/balance.h"

#include <math.h>
#include <string.h>

/* ---- conservation ---- */

gx_err gx_check_conservation(gx_check_count *count, const gx_checks *checks,
                             const gx_case *c, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_sums sums = {.columns = {0}};
    gx_ticks *ticks = NULL;
    gx_err err = gx_sums_find(&sums, checks, c, arena, ds);
    if (!err)
        err = gx_case_run(&ticks, c, NULL, sums.columns.at, sums.columns.count, NULL, ds);
    for (int32_t i = 0; i < sums.list.count && !err; i++, count->done++) {
        const gx_sum *s = &sums.list.at[i];
        double time = 0.0, largest = 0.0, off = gx_sum_off(s, ticks, 0, &time, &largest);
        if (!(off > 0.0))
            continue;
        count->failed++;
        gx_error(ds, GX_CODE_CHECK, s->balance->name.loc,
                 "%s does not balance: %.6g is lost or made up to time %.8g, of %.6g",
                 gx_sum_name(s, arena), off, time, largest);
    }
    gx_ticks_free(ticks);
    gx_arena_free(arena);
    return err ? err : count->failed ? GX_DIFFERENT : GX_OK;
}

/* ---- non-negative ---- */

gx_err gx_non_negative_find(gx_cells *cells, const gx_checks *checks, const gx_case *c,
                            gx_arena *arena, gx_diags *ds)
{
    gx_err first = GX_OK;
    for (int32_t i = 0; checks->all_stocks && i < c->flat->cells.count; i++)
        if (c->flat->cells.at[i].kind == GX_CELL_STOCK &&
            c->flat->cells.at[i].element >= 0)
            *GX_ADD(arena, cells) = i;
    for (int32_t i = 0; i < checks->non_negative.count; i++) {
        gx_err err = gx_cells_find(cells, c->flat, checks->non_negative.at[i], c->labels,
                                   arena, ds);
        first = first ? first : err;
    }
    return first;
}

gx_err gx_check_non_negative(gx_check_count *count, const gx_checks *checks,
                             const gx_case *c, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_cells cells = {0};
    gx_ticks *ticks = NULL;
    gx_err err = gx_non_negative_find(&cells, checks, c, arena, ds);
    if (!err)
        err = gx_case_run(&ticks, c, NULL, cells.at, cells.count, NULL, ds);
    for (int32_t i = 0; i < cells.count && !err; i++, count->done++) {
        double least = 0.0, time = 0.0;
        if (gx_ticks_least(ticks, i, 0, &least, &time))
            continue;
        count->failed++;
        gx_error(ds, GX_CODE_CHECK, c->flat->cells.at[cells.at[i]].loc,
                 "'%s' is negative: %.6g at time %.8g",
                 gx_cell_name(c->flat, cells.at[i], arena, ds->oom), least, time);
    }
    gx_ticks_free(ticks);
    gx_arena_free(arena);
    return err ? err : count->failed ? GX_DIFFERENT : GX_OK;
}

/* ---- step halving ---- */

/* The value of one cell at a time with a TIME STEP; `*step` 0 takes the model's and gives
 * it back. */
static gx_err value_with_step(double *value, double *step, const gx_case *c, int32_t cell,
                              const gx_halving *h, gx_arena *arena, gx_diags *ds)
{
    gx_overrides overrides = {0};
    gx_ticks *ticks = NULL;
    gx_case halved = *c;
    gx_overrides_copy(&overrides, c->overrides, arena);
    if (*step > 0.0)
        gx_override_set(&overrides, arena, c->flat->control[GX_CONTROL_TIME_STEP], *step);
    halved.overrides = &overrides;
    gx_err err = gx_case_run(&ticks, &halved, NULL, &cell, 1, NULL, ds);
    int32_t at = err ? -1 : gx_ticks_find(ticks, h->at);
    if (!err && at < 0)
        err = gx_error(ds, GX_CODE_VALUE, h->variable.loc, "no time step ends at time %g",
                       h->at);
    if (!err) {
        *value = gx_ticks_value(ticks, at, 0, 0);
        *step = ticks->time_count > 1 ? ticks->time[1] - ticks->time[0] : 0.0;
    }
    gx_ticks_free(ticks);
    return err;
}

static gx_err check_halving(gx_check_count *count, const gx_halving *h, const gx_case *c,
                            gx_arena *arena, gx_diags *ds)
{
    gx_case own = *c;
    gx_cells cells = {0};
    own.method = gx_method_find(h->method.text);
    if (!own.method || own.method->kind != GX_METHOD_FIXED)
        return gx_error(ds, GX_CODE_VALUE, h->method.loc,
                        "'%s' is no method of fixed steps", h->method.text);
    gx_err err = gx_cells_find(&cells, c->flat, h->variable, c->labels, arena, ds);
    for (int32_t i = 0; i < cells.count && !err; i++) {
        double whole = 0.0, half = 0.0, step = 0.0;
        err = value_with_step(&whole, &step, &own, cells.at[i], h, arena, ds);
        step /= 2.0;
        if (!err)
            err = value_with_step(&half, &step, &own, cells.at[i], h, arena, ds);
        if (err)
            break;
        count->done++;
        if (fabs(whole - half) <= h->tolerance * fabs(half))
            continue;
        count->failed++;
        gx_error(
            ds, GX_CODE_CHECK, h->variable.loc,
            "'%s' at time %g moves by %.3g %% when TIME STEP is halved (%s): at most "
            "%.3g %%",
            gx_cell_name(c->flat, cells.at[i], arena, ds->oom), h->at,
            100.0 * fabs(whole / half - 1.0), h->method.text, 100.0 * h->tolerance);
    }
    return err;
}

gx_err gx_check_halving(gx_check_count *count, const gx_checks *checks, const gx_case *c,
                        gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_err first = GX_OK;
    for (int32_t i = 0; i < checks->halvings.count; i++) {
        gx_err err = check_halving(count, &checks->halvings.at[i], c, arena, ds);
        first = first ? first : err;
    }
    gx_arena_free(arena);
    return first ? first : count->failed ? GX_DIFFERENT : GX_OK;
}
