/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lookups: points become tables, calls of lookups nodes that read them. */
#include "model/resolve.h"

#include <stdlib.h>

static int by_x(const void *a, const void *b)
{
    double first = ((const gx_point *)a)->x, second = ((const gx_point *)b)->x;
    return (first > second) - (first < second);
}

/* Sort by x; false when they were in order. */
static bool sort_points(const gx_expr *points)
{
    const gx_point *p = points->points.at;
    int32_t count = points->points.count, i = 1;
    while (i < count && !(p[i].x < p[i - 1].x))
        i++;
    if (i >= count)
        return false;
    qsort(points->points.at, (size_t)count, sizeof *p, by_x);
    return true;
}

int32_t gx_table_check(gx_table *table, const gx_expr *points, const char *name,
                       gx_diags *ds)
{
    *table = (gx_table){.name = name,
                        .loc = points->loc,
                        .count = points->points.count,
                        .point = points->points.at};
    if (!table->count) {
        gx_error(ds, GX_CODE_TABLE, points->loc, "the lookup '%s' has no points", name);
        return -1;
    }
    if (sort_points(points))
        gx_warning(ds, GX_CODE_TABLE, points->loc,
                   "the points of the lookup '%s' are not in the order of x: sorted",
                   name);
    for (int32_t i = 1; i < table->count; i++) {
        if (table->point[i].x > table->point[i - 1].x)
            continue;
        gx_error(ds, GX_CODE_TABLE, points->loc,
                 "x values of the lookup '%s' do not rise: %g after %g", name,
                 table->point[i].x, table->point[i - 1].x);
        return -1;
    }
    return 0;
}

/* `fn` says how the table is read at `count` arguments of `call` from `first` on:
 * GX_FN_NONE by lines between points. */
static const gx_node *table_call(gx_expander *x, int32_t table, gx_builtin fn,
                                 const gx_expr *call, int32_t first, int32_t count)
{
    gx_node *node = gx_node_new(x, GX_NODE_TABLE, count, call->loc);
    node->index = table;
    node->fn = fn;
    bool good = true;
    for (int32_t i = 0; i < count; i++) {
        node->arg[i] = gx_resolve(x, call->args.at[first + i]);
        good = good && node->arg[i];
    }
    return good ? node : NULL;
}

const gx_node *gx_resolve_with_lookup(gx_expander *x, const gx_expr *call)
{
    gx_table table;
    if (gx_table_check(&table, call->args.at[1],
                       gx_cell_name(x->flat, x->cell, x->flat->arena, x->ds->oom), x->ds))
        return NULL;
    table.is_own = true;
    *GX_ADD(x->flat->arena, &x->flat->tables) = table;
    return table_call(x, x->flat->tables.count - 1, GX_FN_NONE, call, 0, 1);
}

/* What a reference names that may be a lookup. */
typedef struct named {
    bool is_inner;         /* a name of the macro being copied ... */
    gx_meaning inner;      /* ... and what it means */
    const gx_array *array; /* the model's variable, or NULL */
} named;

static named find_named(const gx_expander *x, const gx_expr *ref)
{
    named found = {.array = NULL};
    found.is_inner =
        ref->key && x->frame && gx_macro_meaning(&found.inner, x->frame, ref->key);
    if (found.is_inner || !ref->key)
        return found;
    const char *key = gx_model_key(x, ref);
    bool is_local = x->frame && key == ref->key;
    int32_t v = is_local ? -1 : gx_map_find(x->flat->model->names, key);
    found.array = v >= 0 ? &x->flat->array[v] : NULL;
    return found;
}

bool gx_names_lookup(gx_expander *x, const gx_expr *ref)
{
    named found = find_named(x, ref);
    return ref->kind == GX_EXPR_NAME &&
           (found.is_inner ? !found.inner.node
                           : found.array && found.array->first_table >= 0);
}

int32_t gx_table_find(gx_expander *x, const gx_expr *ref)
{
    named found = find_named(x, ref);
    if (!found.is_inner && !found.array) {
        gx_undefined(x, ref);
        return -1;
    }
    if (found.array && found.array->is_wrong) {
        gx_resolve_wrong(x, ref);
        return -1;
    }
    if (found.is_inner ? found.inner.node != NULL : found.array->first_table < 0) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, ref->loc,
                 ref->kind == GX_EXPR_CALL ? "'%s' is not a lookup: it cannot be called"
                                           : "'%s' is not a lookup",
                 ref->name);
        return -1;
    }
    if (found.is_inner && !ref->subs.count)
        return found.inner.table;
    if (found.is_inner) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                 "'%s' is one lookup inside the macro: it has no subscripts", ref->name);
        return -1;
    }
    int32_t element =
        gx_reference_element(x->flat->model, found.array, ref, &x->scope, x->ds);
    if (element < 0)
        return -1;
    if (x->flat->tables.at[found.array->first_table + element].count)
        return found.array->first_table + element;
    gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
             "this element of the lookup '%s' has no points", ref->name);
    return -1;
}

const gx_node *gx_resolve_lookup(gx_expander *x, const gx_expr *call)
{
    int32_t table = gx_table_find(x, call);
    if (table < 0)
        return NULL;
    if (call->args.count == 1)
        return table_call(x, table, GX_FN_NONE, call, 0, 1);
    gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
             "the lookup '%s' takes 1 argument, not %d", call->name, call->args.count);
    return NULL;
}

/* LOOKUP FORWARD and its kin: a lookup by name, and where to read it. */
const gx_node *gx_resolve_lookup_form(gx_expander *x, const gx_expr *call)
{
    const gx_expr *lookup = call->args.at[0];
    if (lookup->kind != GX_EXPR_NAME) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, lookup->loc, "'%s' needs the name of a lookup",
                 gx_builtins[call->fn].name);
        return NULL;
    }
    int32_t table = gx_table_find(x, lookup);
    return table < 0 ? NULL
                     : table_call(x, table, call->fn, call, 1, call->args.count - 1);
}

static const gx_node *call_node(gx_expander *x, gx_builtin fn, const gx_node *a,
                                const gx_node *b)
{
    gx_node *node = gx_node_new(x, GX_NODE_CALL, b ? 2 : 1, a->loc);
    node->fn = fn;
    node->arg[0] = a;
    if (b)
        node->arg[1] = b;
    return node;
}

/* Drawn once a tick, as what it is made of is. */
const gx_node *gx_resolve_random_lookup(gx_expander *x, const gx_expr *call)
{
    enum { LOOKUP, LEAST, MOST, SHIFT, STRETCH, STREAM, ARGS };
    const gx_node *arg[ARGS];
    int32_t table = gx_table_find(x, call->args.at[LOOKUP]);
    bool good = table >= 0;
    for (int32_t i = LEAST; i < ARGS; i++) {
        arg[i] = gx_resolve(x, call->args.at[i]);
        good = good && arg[i];
    }
    if (!good)
        return NULL;
    const gx_node *shift = gx_hidden_share(x, arg[SHIFT]);
    const gx_node *stretch = gx_hidden_share(x, arg[STRETCH]);
    gx_node *uniform = gx_node_new(x, GX_NODE_CALL, 3, call->loc);
    uniform->fn = GX_FN_UNIFORM;
    uniform->index = x->flat->draw_count++;
    uniform->arg[0] = gx_node_number(x, 0.0, call->loc);
    uniform->arg[1] = gx_node_number(x, 1.0, call->loc);
    uniform->arg[2] = arg[STREAM];
    gx_node *drawn = gx_node_new(x, GX_NODE_TABLE, 3, call->loc);
    drawn->fn = GX_FN_RANDOMLOOKUP;
    drawn->index = table;
    drawn->arg[0] = uniform;
    for (int32_t i = LEAST; i <= MOST; i++)
        drawn->arg[i] =
            call_node(x, GX_FN_DIV, call_node(x, GX_FN_SUB, arg[i], shift), stretch);
    return call_node(
        x, GX_FN_ATTICK,
        call_node(x, GX_FN_ADD, call_node(x, GX_FN_MUL, drawn, stretch), shift), NULL);
}

/* ---- data ---- */

/* The table of a data variable's element, whose points come later (gx_flat_data), by the
 * name of the cell: one for each use between points. */
static int32_t data_table(gx_expander *x, int32_t cell, const gx_expr *expr,
                          gx_between between)
{
    gx_flat *flat = x->flat;
    const char *name = gx_cell_name(flat, cell, flat->arena, x->ds->oom);
    const char *key = gx_arena_format(flat->arena, "%d %s", (int)between, name);
    flat->series = flat->series ? flat->series : gx_map_new(flat->arena);
    int32_t known = gx_map_find(flat->series, key);
    if (known >= 0)
        return known;
    *GX_ADD(flat->arena, &flat->tables) = (gx_table){.name = name,
                                                     .loc = expr->loc,
                                                     .is_own = true,
                                                     .is_data = true,
                                                     .between = between};
    gx_map_put(flat->series, key, flat->tables.count - 1);
    return flat->tables.count - 1;
}

const gx_node *gx_node_data(gx_expander *x, int32_t cell, const gx_expr *expr)
{
    gx_node *node = gx_node_new(x, GX_NODE_TABLE, 1, expr->loc);
    node->index = data_table(x, cell, expr, expr->between);
    node->arg[0] = gx_node_new(x, GX_NODE_TIME, 0, expr->loc);
    return node;
}

static bool is_data(const gx_variable *var)
{
    bool all = true;
    for (int32_t i = 0; i < var->equations.count; i++)
        all = all && var->equations.at[i].rhs->kind == GX_EXPR_DATA;
    return all;
}

/* The series that the first argument names, for a use between its points when that is
 * another than its own; -1 after an error. */
static int32_t find_series(gx_expander *x, const gx_expr *call, const gx_between *between,
                           bool *is_wrong)
{
    const gx_model *model = x->flat->model;
    const gx_expr *ref = call->args.at[0];
    named found = ref->kind == GX_EXPR_NAME ? find_named(x, ref) : (named){.array = NULL};
    int32_t v = found.array ? (int32_t)(found.array - x->flat->array) : -1;
    *is_wrong = v >= 0 && found.array->is_wrong;
    if (*is_wrong)
        return -1;
    if (v < 0 || !is_data(&model->variables.at[v])) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, ref->loc,
                 "'%s' needs the name of a data variable", gx_builtins[call->fn].name);
        return -1;
    }
    int32_t element = gx_reference_element(model, found.array, ref, &x->scope, x->ds);
    if (element < 0)
        return -1;
    const gx_expr *rhs = model->variables.at[v].equations.at[0].rhs;
    return data_table(x, found.array->first + element, rhs,
                      between ? *between : rhs->between);
}

const gx_node *gx_resolve_data_form(gx_expander *x, const gx_expr *call)
{
    bool is_wrong;
    int32_t table = find_series(x, call, NULL, &is_wrong);
    if (table < 0)
        return is_wrong ? gx_resolve_wrong(x, call->args.at[0]) : NULL;
    return table_call(x, table, call->fn, call, 1, call->args.count - 1);
}

/* Data made of data: a series with the times of another, or moved ones, and its own use
 * between points. */
const gx_node *gx_resolve_data_made(gx_expander *x, const gx_expr *call)
{
    bool is_wrong, shifts = call->fn == GX_FN_TIMESHIFT;
    int32_t table = find_series(x, call, &call->between, &is_wrong);
    if (table < 0)
        return is_wrong ? gx_resolve_wrong(x, call->args.at[0]) : NULL;
    gx_node *node = gx_node_new(x, GX_NODE_TABLE, 1, call->loc);
    node->index = table;
    node->fn = shifts ? GX_FN_NONE : call->fn;
    node->arg[0] = gx_node_new(x, GX_NODE_TIME, 0, call->loc);
    if (!shifts)
        return node;
    gx_node *later = gx_node_new(x, GX_NODE_CALL, 2, call->loc);
    later->fn = GX_FN_ADD;
    later->arg[0] = node->arg[0];
    later->arg[1] = gx_resolve(x, call->args.at[1]);
    node->arg[0] = later;
    return later->arg[1] ? node : NULL;
}
