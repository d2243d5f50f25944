/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms: `range!` becomes a chain over its elements in order, what has memory becomes a
 * cell of its own, delays of order n become n stocks. A row of the table at the end says
 * which function rewrites which builtin. */
#include "model/resolve.h"

#include <math.h>
#include <string.h>

/* ---- sums over ranges ---- */

static bool is_sum(const gx_expr *expr)
{
    return expr->kind == GX_EXPR_CALL &&
           (expr->fn == GX_FN_SUM || expr->fn == GX_FN_PROD || expr->fn == GX_FN_VMIN ||
            expr->fn == GX_FN_VMAX || expr->fn == GX_FN_SELECT);
}

bool gx_bind_reduced(gx_expander *x, const gx_expr *expr, int32_t outer)
{
    for (int32_t s = 0; s < expr->subs.count; s++) {
        const gx_subscript *sub = &expr->subs.at[s];
        int32_t range = gx_map_find(x->flat->model->range_names, sub->key);
        bool known = !sub->is_reduced || range < 0;
        for (int32_t i = outer; i < x->scope.count && !known; i++)
            known = x->scope.at[i].range == range && x->scope.at[i].is_reduced;
        if (known)
            continue;
        if (!x->flat->model->ranges.at[range].elements.count)
            return false; /* its definition was refused */
        if (x->scope.count == GX_MAX_BINDINGS) {
            gx_error(x->ds, GX_CODE_SUBSCRIPT, expr->loc, "too many subscripts");
            return false;
        }
        x->scope.at[x->scope.count++] = (gx_binding){.range = range, .is_reduced = true};
    }
    for (int32_t i = 0; i < expr->args.count; i++)
        if (!is_sum(expr->args.at[i]) && !gx_bind_reduced(x, expr->args.at[i], outer))
            return false;
    return true;
}

bool gx_has_mark(const gx_expr *expr)
{
    bool found = false;
    for (int32_t s = 0; s < expr->subs.count; s++)
        found |= expr->subs.at[s].is_reduced;
    for (int32_t i = 0; i < expr->args.count && !found; i++)
        found = !is_sum(expr->args.at[i]) && gx_has_mark(expr->args.at[i]);
    return found;
}

bool gx_next_combination(gx_expander *x, int32_t first)
{
    for (int32_t i = x->scope.count - 1; i >= first; i--) {
        gx_binding *b = &x->scope.at[i];
        if (++b->element < x->flat->model->ranges.at[b->range].elements.count)
            return true;
        b->element = 0;
    }
    return false;
}

/* `r！` is a name. */
static void note_wide(gx_expander *x, const gx_expr *expr)
{
    for (int32_t s = 0; s < expr->subs.count; s++)
        gx_slip_note(x->ds, expr->subs.at[s].loc, expr->subs.at[s].name);
    for (int32_t i = 0; i < expr->args.count; i++)
        note_wide(x, expr->args.at[i]);
}

static const gx_node *resolve_sum(gx_expander *x, const gx_expr *call)
{
    int32_t outer = x->scope.count;
    GX_LIST(const gx_node *) terms = {0};
    bool good = is_sum(call->args.at[0]) || gx_bind_reduced(x, call->args.at[0], outer);
    if (good && x->scope.count == outer && !gx_has_mark(call->args.at[0])) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, call->loc,
                 "'%s' needs a subscript marked with '!'", gx_builtins[call->fn].name);
        note_wide(x, call->args.at[0]);
        good = false;
    }
    while (good) {
        const gx_node *term = gx_resolve(x, call->args.at[0]);
        *GX_ADD(x->flat->arena, &terms) = term;
        good = term != NULL;
        if (!good || !gx_next_combination(x, outer))
            break;
    }
    x->scope.count = outer;
    if (!good || terms.count == 1)
        return good ? terms.at[0] : NULL;
    gx_node *sum = gx_node_new(x, GX_NODE_CALL, 0, call->loc);
    sum->fn = call->fn;
    sum->arg_count = terms.count;
    sum->arg = terms.at;
    return sum;
}

/* ---- forms with memory ---- */

bool gx_has_memory(gx_builtin fn)
{
    return fn == GX_FN_INTEG || fn == GX_FN_DELAYFIXED || fn == GX_FN_DELAYINFO ||
           fn == GX_FN_DELAYMATERIAL || fn == GX_FN_RATEOFRETURN || fn == GX_FN_INITIAL ||
           fn == GX_FN_ACTIVEINITIAL;
}

/* Remember a delay time for the run to look at, in a cell of its own or a number. */
static const gx_node *note_lag(gx_expander *x, const gx_node *time, gx_lag lag)
{
    time = gx_hidden_share(x, time);
    if (time->kind == GX_NODE_TIME) {
        int32_t index = gx_hidden_new(x, lag.loc);
        x->flat->cells.at[index].active = time;
        time = gx_node_cell(x, index, lag.loc);
    }
    lag.loc = gx_shown_loc(x, lag.loc);
    lag.owner = x->flat->cells.at[x->cell].owner;
    lag.time = time;
    *GX_ADD(x->flat->arena, &x->flat->lags) = lag;
    return time;
}

/* Fill a cell from a form with memory. */
bool gx_fill_memory(gx_expander *x, int32_t index, const gx_expr *call)
{
    const gx_node *arg[4] = {NULL};
    if (!gx_resolve_args(x, call, arg))
        return false;
    bool waits = call->fn != GX_FN_INTEG && call->fn != GX_FN_ACTIVEINITIAL &&
                 call->fn != GX_FN_INITIAL;
    if (call->fn == GX_FN_DELAYINFO || call->fn == GX_FN_DELAYMATERIAL)
        arg[1] = note_lag(x, arg[1], (gx_lag){.loc = call->loc, .chain = -1});
    const gx_node *lag = waits ? gx_node_lag(x, arg[1], 0.0, call->loc) : NULL;
    gx_cell *cell = &x->flat->cells.at[index];
    cell->loc = gx_shown_loc(x, call->loc);
    if (call->fn == GX_FN_INTEG || call->fn == GX_FN_ACTIVEINITIAL) {
        cell->kind = call->fn == GX_FN_INTEG ? GX_CELL_STOCK : GX_CELL_AUXILIARY;
        cell->active = arg[0];
        cell->initial = arg[1];
    } else if (call->fn == GX_FN_INITIAL) {
        cell->kind = GX_CELL_INITIAL;
        cell->initial = arg[0];
    } else if (call->fn == GX_FN_RATEOFRETURN) {
        cell->kind = GX_CELL_DELAY;
        cell->delay_kind = GX_DELAY_RETURN;
        cell->active = arg[0];
        cell->delay = lag;
        cell->missing = arg[2];
        cell->when = arg[3];
        cell->initial = gx_node_number(x, GX_NA, call->loc);
    } else {
        cell->kind = GX_CELL_DELAY;
        cell->active = arg[0];
        cell->delay = lag;
        cell->initial = arg[2];
        cell->missing = arg[3];
        cell->delay_kind = call->fn == GX_FN_DELAYFIXED  ? GX_DELAY_FIXED
                           : call->fn == GX_FN_DELAYINFO ? GX_DELAY_INFORMATION
                                                         : GX_DELAY_MATERIAL;
    }
    return true;
}

gx_loc gx_shown_loc(const gx_expander *x, gx_loc loc)
{
    for (const gx_macro_frame *f = x->frame; f; f = f->caller)
        loc = f->call->loc;
    return loc;
}

/* A cell for what an expression keeps to itself. */
int32_t gx_hidden_new(gx_expander *x, gx_loc loc)
{
    gx_cell *cell = GX_ADD(x->flat->arena, &x->flat->cells);
    *cell = (gx_cell){.kind = GX_CELL_AUXILIARY,
                      .variable = x->flat->cells.at[x->cell].variable,
                      .element = -1,
                      .owner = x->flat->cells.at[x->cell].owner,
                      .loc = gx_shown_loc(x, loc)};
    return x->flat->cells.count - 1;
}

static const gx_node *resolve_memory(gx_expander *x, const gx_expr *call)
{
    if (call->fn == GX_FN_INTEG) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "INTEG must be the whole right-hand side");
        return NULL;
    }
    int32_t index = gx_hidden_new(x, call->loc);
    return gx_fill_memory(x, index, call) ? gx_node_cell(x, index, call->loc) : NULL;
}

/* ---- delay times ---- */

double gx_lag_stages(const gx_flat *flat, const gx_lag *lag)
{
    return lag->chain < 0 ? lag->stages : flat->chains.at[lag->chain].stages;
}

const gx_node *gx_node_lag(gx_expander *x, const gx_node *time, double stages, gx_loc loc)
{
    if (time->kind == GX_NODE_NUMBER && time->number >= 0.0)
        return time;
    return gx_node_pair(x, GX_FN_LAG, gx_hidden_share(x, time),
                        gx_node_number(x, stages, loc), loc);
}

static const gx_node *resolve_lag(gx_expander *x, const gx_expr *call)
{
    const gx_node *arg[2];
    if (!gx_resolve_args(x, call, arg))
        return NULL;
    double stages = arg[1]->kind == GX_NODE_NUMBER ? arg[1]->number : 0.0;
    if (stages > 0.0)
        arg[0] = note_lag(x, arg[0],
                          (gx_lag){.loc = call->loc, .stages = stages, .chain = -1});
    /* worked out once when the time is constant */
    return gx_hidden_share(x, gx_node_lag(x, arg[0], stages, call->loc));
}

/* ---- chains of order n ---- */

/* An expression worked out once: itself when it is a name or number, else a hidden cell.
 */
const gx_node *gx_hidden_share(gx_expander *x, const gx_node *node)
{
    if (node->kind != GX_NODE_CALL && node->kind != GX_NODE_TABLE)
        return node;
    int32_t index = gx_hidden_new(x, node->loc);
    x->flat->cells.at[index].active = node;
    return gx_node_cell(x, index, node->loc);
}

/* DELAY N and SMOOTH N: what they are made of is noted, their stages come when all orders
 * are known (gx_chain_expand). */
static const gx_node *resolve_chain(gx_expander *x, const gx_expr *call)
{
    const gx_node *arg[4];
    if (!gx_resolve_args(x, call, arg))
        return NULL;
    gx_chain chain = {.is_delay = call->fn == GX_FN_DELAYN,
                      .loc = call->loc,
                      .input = gx_hidden_share(x, arg[0]),
                      .time = arg[1],
                      .initial = arg[2],
                      .order = arg[3],
                      .stages = 1};
    bool is_number = arg[3]->kind == GX_NODE_NUMBER;
    if (is_number && isnan(arg[3]->number))
        return NULL; /* what is wrong with it was said */
    if (is_number && gx_chain_order(&chain, arg[3]->number, &chain.stages, x->ds))
        return NULL;
    chain.time =
        note_lag(x, arg[1], (gx_lag){.loc = call->loc, .chain = x->flat->chains.count});
    chain.cell = gx_hidden_new(x, call->loc);
    *GX_ADD(x->flat->arena, &x->flat->chains) = chain;
    return gx_node_cell(x, chain.cell, call->loc);
}

/* ---- numbers of elements ---- */

static const gx_node *element_count(gx_expander *x, const gx_expr *call)
{
    const gx_expr *arg = call->args.at[0];
    int32_t range = arg->kind == GX_EXPR_NAME
                        ? gx_map_find(x->flat->model->range_names, arg->key)
                        : -1;
    if (range >= 0 && x->flat->model->ranges.at[range].is_wrong)
        return gx_resolve_wrong(x, arg);
    if (range >= 0)
        return gx_node_number(x, x->flat->model->ranges.at[range].elements.count,
                              call->loc);
    gx_error(x->ds, GX_CODE_SUBSCRIPT, arg->loc, "ELMCOUNT needs a subscript range");
    return NULL;
}

/* ---- table ---- */

static const gx_form forms[GX_FN_COUNT] = {
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc)                        \
    [GX_FN_##id] = gx_resolve_array,
#include "model/builtins.def"
    [GX_FN_ACTIVEINITIAL] = resolve_memory,
    [GX_FN_DELAYFIXED] = resolve_memory,
    [GX_FN_DELAYINFO] = resolve_memory,
    [GX_FN_DELAYMATERIAL] = resolve_memory,
    [GX_FN_INITIAL] = resolve_memory,
    [GX_FN_INTEG] = resolve_memory,
    [GX_FN_DELAYN] = resolve_chain,
    [GX_FN_SMOOTHN] = resolve_chain,
    [GX_FN_LAG] = resolve_lag,
    [GX_FN_SUM] = resolve_sum,
    [GX_FN_PROD] = resolve_sum,
    [GX_FN_VMIN] = resolve_sum,
    [GX_FN_VMAX] = resolve_sum,
    [GX_FN_ELMCOUNT] = element_count,
    [GX_FN_WITHLOOKUP] = gx_resolve_with_lookup,
    [GX_FN_LOOKUPFORWARD] = gx_resolve_lookup_form,
    [GX_FN_LOOKUPBACKWARD] = gx_resolve_lookup_form,
    [GX_FN_LOOKUPEXTRAPOLATE] = gx_resolve_lookup_form,
    [GX_FN_LOOKUPSLOPE] = gx_resolve_lookup_form,
    [GX_FN_LOOKUPAREA] = gx_resolve_lookup_form,
    [GX_FN_LOOKUPINVERT] = gx_resolve_lookup_form,
    [GX_FN_RANDOMLOOKUP] = gx_resolve_random_lookup,
    [GX_FN_DATAAT] = gx_resolve_data_form,
    [GX_FN_DATABETWEEN] = gx_resolve_data_form,
    [GX_FN_CUMULATE] = gx_resolve_data_made,
    [GX_FN_CUMULATEF] = gx_resolve_data_made,
    [GX_FN_TIMESHIFT] = gx_resolve_data_made,
    [GX_FN_TIMEVALUE] = gx_resolve_time_value,
    [GX_FN_RATEOFRETURN] = resolve_memory,
    [GX_FN_DATAFIRST] = gx_resolve_data_form,
    [GX_FN_DATALAST] = gx_resolve_data_form,
    [GX_FN_DATAPOINTS] = gx_resolve_data_form,
    [GX_FN_DATAMAX] = gx_resolve_data_form,
    [GX_FN_DATAMEAN] = gx_resolve_data_form,
    [GX_FN_DATAMIN] = gx_resolve_data_form,
};

gx_form gx_form_find(gx_builtin fn)
{
    return forms[fn];
}
