/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conservation, non-negative stocks and step halving; conditions are in conditions.c. */
#include "study/check.h"

#include "model/names.h"

#include <math.h>
#include <string.h>

/* ---- conservation ---- */

typedef GX_LIST(gx_signed_cell) signed_cells;

/* One sum that must balance. */
typedef struct sum {
    const gx_balance *balance;
    const char *element; /* of `by`, or NULL */
    signed_cells stocks;
    int32_t first, integral; /* columns of the run */
} sum;

typedef struct balancer {
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
    GX_LIST(sum) sums;
    gx_cells columns;
} balancer;

/* The key of the element that a cell has in a range, or NULL. */
static const char *element_in(const gx_flat *flat, int32_t cell, const gx_range *range)
{
    const gx_array *array = &flat->array[flat->cells.at[cell].variable];
    int32_t e = flat->cells.at[cell].element;
    for (int32_t p = array->dim_count - 1; p >= 0; p--) {
        const gx_range *has = &flat->model->ranges.at[array->range[p]];
        const char *key = has->elements.at[e % has->elements.count].key;
        if (gx_range_find(range, key) >= 0)
            return key;
        e /= has->elements.count;
    }
    return NULL;
}

/* Add the cells of terms; with a range only those of its element `key`. */
static gx_err add_terms(balancer *b, signed_cells *to, const gx_terms *terms, double sign,
                        const gx_range *range, const char *key)
{
    const gx_flat *flat = b->c->flat;
    gx_err err = GX_OK;
    for (int32_t i = 0; i < terms->count && !err; i++) {
        gx_name name = terms->at[i].name;
        gx_cells cells = {0};
        err = gx_cells_find(&cells, flat, name, b->c->labels, b->arena, b->ds);
        for (int32_t k = 0; k < cells.count && !err; k++) {
            const char *has = range ? element_in(flat, cells.at[k], range) : NULL;
            if (range && !has)
                err = gx_error(b->ds, GX_CODE_SUBSCRIPT, name.loc,
                               "'%s' has elements that are not in '%s'", name.text,
                               range->name);
            else if (!range || strcmp(has, key) == 0)
                *GX_ADD(b->arena, to) =
                    (gx_signed_cell){cells.at[k], sign * terms->at[i].sign};
        }
    }
    return err;
}

static gx_err add_sum(balancer *b, const gx_balance *balance, const gx_range *range,
                      int32_t element)
{
    const char *key = range ? range->elements.at[element].key : NULL;
    sum s = {.balance = balance,
             .element = range ? range->elements.at[element].name : NULL,
             .first = b->columns.count};
    signed_cells flows = {0};
    gx_err err = add_terms(b, &s.stocks, &balance->stocks, 1.0, range, key);
    if (!err)
        err = add_terms(b, &flows, &balance->inflows, 1.0, range, key);
    if (!err)
        err = add_terms(b, &flows, &balance->outflows, -1.0, range, key);
    if (err)
        return err;
    for (int32_t i = 0; i < s.stocks.count; i++)
        *GX_ADD(b->arena, &b->columns) = s.stocks.at[i].cell;
    s.integral = b->columns.count;
    *GX_ADD(b->arena, &b->columns) =
        gx_flat_add_integral(b->c->flat, flows.at, flows.count, balance->name.loc, b->ds);
    *GX_ADD(b->arena, &b->sums) = s;
    return GX_OK;
}

static gx_err add_balance(balancer *b, const gx_balance *balance)
{
    const gx_model *model = b->c->flat->model;
    if (!balance->by.text)
        return add_sum(b, balance, NULL, 0);
    const char *key = gx_text_key(b->arena, balance->by.text, strlen(balance->by.text));
    int32_t r = gx_map_find(model->range_names, key);
    gx_err err = GX_OK;
    if (r < 0) {
        err = gx_error(b->ds, GX_CODE_UNDEFINED_NAME, balance->by.loc,
                       "the model has no subscript range '%s'", balance->by.text);
        const char *near = gx_map_nearest(model->range_names, key);
        if (near)
            gx_note(b->ds, GX_NOWHERE, "did you mean '%s'?", near);
    }
    for (int32_t e = 0; !err && e < model->ranges.at[r].elements.count; e++)
        err = add_sum(b, balance, &model->ranges.at[r], e);
    return err;
}

/* True when the sum balances at every tick; else says where it is worst. */
static bool balances(const balancer *b, const sum *s, const gx_ticks *ticks)
{
    double start = 0.0, largest = 0.0, worst = 0.0, worst_time = 0.0;
    for (int32_t t = 0; t < ticks->time_count; t++) {
        double total = 0.0, size = 0.0;
        double crossed = gx_ticks_value(ticks, t, s->integral, 0);
        for (int32_t i = 0; i < s->stocks.count; i++) {
            double value = gx_ticks_value(ticks, t, s->first + i, 0);
            total += s->stocks.at[i].sign * value;
            size += fabs(value);
        }
        start = t ? start : total;
        largest = fmax(largest, fmax(size, fabs(crossed)));
        double off = fabs(total - start - crossed);
        if (off > GX_BALANCE * largest && off > worst) {
            worst = off;
            worst_time = ticks->time[t];
        }
    }
    if (worst > 0.0)
        gx_error(b->ds, GX_CODE_CHECK, s->balance->name.loc,
                 "'%s'%s%s%s does not balance: %.6g is lost or made up to time %.8g, of "
                 "%.6g",
                 s->balance->name.text, s->element ? " [" : "",
                 s->element ? s->element : "", s->element ? "]" : "", worst, worst_time,
                 largest);
    return !(worst > 0.0);
}

gx_err gx_check_conservation(gx_check_count *count, const gx_checks *checks,
                             const gx_case *c, gx_diags *ds)
{
    balancer b = {.c = c, .arena = gx_arena_new(ds->oom), .ds = ds};
    gx_ticks *ticks = NULL;
    gx_err err = GX_OK;
    for (int32_t i = 0; i < checks->balances.count; i++) {
        gx_err bad = add_balance(&b, &checks->balances.at[i]);
        err = err ? err : bad;
    }
    if (!err)
        err = gx_flat_order(c->flat, ds);
    if (!err)
        err = gx_case_run(&ticks, c, NULL, b.columns.at, b.columns.count, NULL, ds);
    for (int32_t i = 0; i < b.sums.count && !err; i++, count->done++)
        count->failed += !balances(&b, &b.sums.at[i], ticks);
    gx_ticks_free(ticks);
    gx_arena_free(b.arena);
    return err ? err : count->failed ? GX_DIFFERENT : GX_OK;
}

/* ---- non-negative ---- */

static gx_err find_non_negative(gx_cells *cells, const gx_checks *checks,
                                const gx_case *c, gx_arena *arena, gx_diags *ds)
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
    gx_err err = find_non_negative(&cells, checks, c, arena, ds);
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
