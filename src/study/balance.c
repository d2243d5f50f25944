/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums that must balance, and how far off a run has them. */
#include "study/balance.h"

#include "model/names.h"

#include <math.h>
#include <string.h>

/* What finding sums needs. */
typedef struct balancer {
    gx_sums *to;
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
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
static gx_err add_terms(balancer *b, gx_signed_cells *to, const gx_terms *terms,
                        double sign, const gx_range *range, const char *key)
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
    gx_sum s = {.balance = balance,
                .element = range ? range->elements.at[element].name : NULL,
                .first = b->to->columns.count};
    gx_signed_cells flows = {0};
    gx_err err = add_terms(b, &s.stocks, &balance->stocks, 1.0, range, key);
    if (!err)
        err = add_terms(b, &flows, &balance->inflows, 1.0, range, key);
    if (!err)
        err = add_terms(b, &flows, &balance->outflows, -1.0, range, key);
    if (err)
        return err;
    for (int32_t i = 0; i < s.stocks.count; i++)
        *GX_ADD(b->arena, &b->to->columns) = s.stocks.at[i].cell;
    s.integral = b->to->columns.count;
    *GX_ADD(b->arena, &b->to->columns) =
        gx_flat_add_integral(b->c->flat, flows.at, flows.count, balance->name.loc, b->ds);
    *GX_ADD(b->arena, &b->to->list) = s;
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
        gx_suggest(b->ds, gx_map_nearest(model->range_names, key));
    }
    for (int32_t e = 0; !err && e < model->ranges.at[r].elements.count; e++)
        err = add_sum(b, balance, &model->ranges.at[r], e);
    return err;
}

gx_err gx_sums_find(gx_sums *sums, const gx_checks *checks, const gx_case *c,
                    gx_arena *arena, gx_diags *ds)
{
    balancer b = {.to = sums, .c = c, .arena = arena, .ds = ds};
    gx_err first = GX_OK;
    for (int32_t i = 0; i < checks->balances.count; i++) {
        gx_err err = add_balance(&b, &checks->balances.at[i]);
        first = first ? first : err;
    }
    return first ? first : gx_flat_order(c->flat, ds);
}

double gx_sum_off(const gx_sum *s, const gx_ticks *ticks, int32_t run, double *time,
                  double *largest)
{
    double start = 0.0, worst = 0.0;
    *largest = 0.0;
    for (int32_t t = 0; t < ticks->time_count; t++) {
        double total = 0.0, size = 0.0;
        double crossed = gx_ticks_value(ticks, t, s->integral, run);
        for (int32_t i = 0; i < s->stocks.count; i++) {
            double value = gx_ticks_value(ticks, t, s->first + i, run);
            total += s->stocks.at[i].sign * value;
            size += fabs(value);
        }
        start = t ? start : total;
        *largest = fmax(*largest, fmax(size, fabs(crossed)));
        double off = fabs(total - start - crossed);
        if (off > GX_BALANCE * *largest && off > worst) {
            worst = off;
            *time = ticks->time[t];
        }
    }
    return worst;
}

const char *gx_sum_name(const gx_sum *s, gx_arena *arena)
{
    return s->element
               ? gx_arena_format(arena, "'%s' [%s]", s->balance->name.text, s->element)
               : gx_arena_format(arena, "'%s'", s->balance->name.text);
}
