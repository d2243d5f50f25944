/* SPDX-License-Identifier: GPL-3.0-or-later */
/* DELAY N and SMOOTH N: stocks in a row, each for an equal part of the time. How many is
 * a value of the model, taken at the start of a run; a flat model has one number for
 * each, and the same model for other numbers shares all but its cells. */
#include "model/resolve.h"

#include <string.h>

gx_err gx_chain_order(const gx_chain *chain, double value, int32_t *order, gx_diags *ds)
{
    enum { MOST = 1000 };
    *order = value >= 1.0 && value <= MOST ? (int32_t)value : 0;
    if (*order && *order == value)
        return GX_OK;
    return gx_error(ds, GX_CODE_ARGUMENTS, chain->order->loc,
                    "the order of a delay must be a whole number from 1 to %d, not %g",
                    (int)MOST, value);
}

static bool is_constant(const gx_flat *flat, const gx_node *node)
{
    return node->kind == GX_NODE_NUMBER ||
           (node->kind == GX_NODE_CELL &&
            flat->cells.at[node->index].kind == GX_CELL_CONSTANT);
}

/* A value as it was a tick ago. */
static const gx_node *tick_ago(gx_expander *x, const gx_node *value, gx_loc loc)
{
    int32_t index = gx_hidden_new(x, loc);
    gx_cell *cell = &x->flat->cells.at[index];
    cell->kind = GX_CELL_DELAY;
    cell->active = value;
    cell->initial = value;
    cell->delay = gx_node_number(x, 0.0, loc); /* the shortest there is */
    return gx_node_cell(x, index, loc);
}

/* What a stage takes of the time. In Vensim's DELAY N a changing delay time goes along
 * with what is delayed, a stage a tick, and the last stage never knows the time of now;
 * test_delays of the conformance models shows the first, the reference says the second.
 */
static const gx_node *stage_time(gx_expander *x, const gx_chain *chain, int32_t stage,
                                 const gx_node **time)
{
    bool goes_along = chain->is_delay && (stage > 0 || chain->stages == 1) &&
                      !is_constant(x->flat, chain->time);
    if (goes_along)
        *time = tick_ago(x, *time, chain->loc);
    const gx_node *count = gx_node_number(x, chain->stages, chain->loc);
    const gx_node *sound = gx_node_lag(x, *time, chain->stages, chain->loc);
    return gx_hidden_share(x, gx_node_pair(x, GX_FN_DIV, sound, count, chain->loc));
}

/* The stages of one chain; what comes out of the last is the chain's own cell. */
static void expand_chain(gx_expander *x, const gx_chain *chain)
{
    gx_loc loc = chain->loc;
    const gx_node *into = chain->input, *whole = chain->time, *time = NULL;
    bool is_same = !chain->is_delay || is_constant(x->flat, chain->time);
    for (int32_t i = 0; i < chain->stages; i++) {
        bool is_last = i + 1 == chain->stages;
        time = time && is_same ? time : stage_time(x, chain, i, &whole);
        int32_t stock = is_last && !chain->is_delay ? chain->cell : gx_hidden_new(x, loc);
        const gx_node *level = gx_node_cell(x, stock, loc), *out = level, *change = NULL;
        if (chain->is_delay) {
            int32_t flow = is_last ? chain->cell : gx_hidden_new(x, loc);
            out = gx_node_cell(x, flow, loc);
            x->flat->cells.at[flow].active = gx_node_pair(x, GX_FN_DIV, level, time, loc);
            change = gx_node_pair(x, GX_FN_SUB, into, out, loc);
        } else {
            const gx_node *gap = gx_node_pair(x, GX_FN_SUB, into, level, loc);
            change = gx_node_pair(x, GX_FN_DIV, gap, time, loc);
        }
        gx_cell *cell = &x->flat->cells.at[stock];
        cell->kind = GX_CELL_STOCK;
        cell->active = change;
        cell->initial = chain->is_delay
                            ? gx_node_pair(x, GX_FN_MUL, chain->initial, time, loc)
                            : chain->initial;
        into = out;
    }
}

gx_err gx_chain_expand(gx_flat *flat, gx_diags *ds)
{
    gx_err err = GX_OK;
    flat->plain_count = flat->cells.count;
    for (int32_t i = 0; i < flat->chains.count && !err; i++) {
        const gx_chain *chain = &flat->chains.at[i];
        gx_expander x = {.flat = flat, .ds = ds, .cell = chain->cell};
        expand_chain(&x, chain);
        err = gx_flat_check_size(flat, chain->loc, ds);
    }
    return err;
}

gx_err gx_flat_reorder(gx_flat **out, const gx_flat *flat, const int32_t *order,
                       gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_flat *made = GX_NEW(arena, gx_flat);
    *made = *flat;
    made->arena = arena;
    made->cells.at = GX_ARRAY(arena, gx_cell, flat->plain_count);
    made->cells.count = made->cells.room = flat->plain_count;
    memcpy(made->cells.at, flat->cells.at,
           (size_t)flat->plain_count * sizeof *made->cells.at);
    made->chains.at = GX_ARRAY(arena, gx_chain, flat->chains.count);
    for (int32_t i = 0; i < flat->chains.count; i++) {
        made->chains.at[i] = flat->chains.at[i];
        made->chains.at[i].stages = order[i];
        gx_cell *cell = &made->cells.at[flat->chains.at[i].cell];
        cell->kind = GX_CELL_AUXILIARY; /* as before its stages */
        cell->active = cell->initial = NULL;
    }
    gx_err err = gx_chain_expand(made, ds);
    err = err ? err : gx_flat_order(made, ds);
    *out = err ? NULL : made;
    if (err)
        gx_flat_free(made);
    return err;
}
