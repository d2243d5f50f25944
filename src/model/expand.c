/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From expressions as written to scalar nodes: names become cells and tables, `range!`
 * becomes a chain over its elements in order, and forms with memory become cells of their
 * own (hidden ones when the form stands inside a larger expression). */
#include "model/expand.h"

#include <string.h>

/* A macro being expanded: what its names mean. */
typedef struct frame {
    const gx_macro *macro;
    const gx_node **input; /* [macro->inputs.count] */
    int32_t *cell;         /* [macro->variables.count] hidden cells */
    const struct frame *caller;
} frame;

typedef struct expander {
    gx_flat *flat;
    gx_diags *ds;
    int32_t cell; /* being expanded: hidden cells belong to its variable */
    gx_scope scope;
    const frame *frame; /* NULL outside macros */
} expander;

static const gx_node *resolve(expander *x, const gx_expr *expr);
static gx_err expand_cell(expander *x, int32_t cell, const gx_equation *eq,
                          int32_t list_index);

static gx_node *node_new(expander *x, gx_node_kind kind, gx_loc loc)
{
    gx_node *node = GX_NEW(x->flat->arena, gx_node);
    node->kind = kind;
    node->fn = GX_FN_NONE;
    node->loc = loc;
    return node;
}

static const gx_node *number(expander *x, double value, gx_loc loc)
{
    gx_node *node = node_new(x, GX_NODE_NUMBER, loc);
    node->number = value;
    return node;
}

/* ---- lookups ---- */

/* Insertion sort by x; true when anything moved. */
static bool sort_points(const gx_expr *points)
{
    bool moved = false;
    gx_point *p = points->points.at;
    for (int32_t i = 1; i < points->points.count; i++)
        for (int32_t k = i; k > 0 && p[k].x < p[k - 1].x; k--) {
            gx_point swap = p[k];
            p[k] = p[k - 1];
            p[k - 1] = swap;
            moved = true;
        }
    return moved;
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

static const gx_node *table_call(expander *x, int32_t table, const gx_expr *at,
                                 gx_loc loc)
{
    const gx_node *arg = resolve(x, at);
    if (!arg)
        return NULL;
    gx_node *node = node_new(x, GX_NODE_TABLE, loc);
    node->index = table;
    node->arg_count = 1;
    node->arg[0] = arg;
    return node;
}

static const gx_node *with_lookup(expander *x, const gx_expr *call)
{
    const gx_model *model = x->flat->model;
    const gx_cell *cell = &x->flat->cells.at[x->cell];
    gx_table table;
    if (gx_table_check(&table, call->args.at[1], model->variables.at[cell->variable].name,
                       x->ds))
        return NULL;
    *GX_ADD(x->flat->arena, &x->flat->tables) = table;
    return table_call(x, x->flat->tables.count - 1, call->args.at[0], call->loc);
}

/* ---- names ---- */

static const gx_node *cell_node(expander *x, int32_t cell, gx_loc loc)
{
    gx_node *node = node_new(x, GX_NODE_CELL, loc);
    node->index = cell;
    return node;
}

static const gx_node *undefined(expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    bool called = ref->kind == GX_EXPR_CALL;
    gx_error(x->ds, GX_CODE_UNDEFINED_NAME, ref->loc, "%s'%s' is not defined",
             called ? "the function or lookup " : "", ref->name);
    const char *near = called ? gx_builtin_nearest(ref->key) : NULL;
    if (!near && called) {
        near = gx_map_nearest(model->macro_names, ref->key);
        near = near ? model->macros.at[gx_map_find(model->macro_names, near)].name : NULL;
    }
    if (!near) {
        near = gx_map_nearest(model->names, ref->key);
        near = near ? model->variables.at[gx_map_find(model->names, near)].name : NULL;
    }
    if (near)
        gx_note(x->ds, GX_NOWHERE, "did you mean '%s'?", near);
    return NULL;
}

/* A subscript in an expression is the number, from 1, of its element in the largest range
 * that has it, so that elements compare alike whatever range they are written by. */
static const gx_node *resolve_subscript(expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    int32_t range = gx_map_find(model->range_names, ref->key);
    int32_t element = range >= 0 ? gx_scope_element(&x->scope, range) : -1;
    const char *key =
        element >= 0 ? model->ranges.at[range].elements.at[element].key : NULL;
    if (range < 0 && gx_map_find(model->element_names, ref->key) >= 0)
        key = ref->key;
    if (!key || ref->subs.count)
        return undefined(x, ref);
    const gx_range *home = &model->ranges.at[gx_map_find(model->element_names, key)];
    return number(x, gx_range_find(home, key) + 1, ref->loc);
}

/* A name inside a macro: an input, a variable of the macro, or NULL. */
static const gx_node *macro_name(expander *x, const gx_expr *ref)
{
    const gx_macro *macro = x->frame->macro;
    for (int32_t i = 0; i < macro->inputs.count; i++)
        if (strcmp(macro->inputs.at[i].key, ref->key) == 0)
            return x->frame->input[i];
    int32_t v = gx_map_find(macro->names, ref->key);
    return v >= 0 ? cell_node(x, x->frame->cell[v], ref->loc) : NULL;
}

/* The key of a name in the model: macros reach it by `NAME$`. */
static const char *model_key(const expander *x, const gx_expr *ref)
{
    size_t length = strlen(ref->key);
    bool outside = x->frame && length > 1 && ref->key[length - 1] == '$';
    return outside ? gx_arena_text(x->flat->arena, ref->key, length - 1) : ref->key;
}

static const gx_node *resolve_name(expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    const gx_node *inner = x->frame ? macro_name(x, ref) : NULL;
    if (inner)
        return inner;
    const char *key = model_key(x, ref);
    if (strcmp(key, "time") == 0 && !ref->subs.count)
        return node_new(x, GX_NODE_TIME, ref->loc);
    if (x->frame && key == ref->key)
        return undefined(x, ref);
    int32_t v = gx_map_find(model->names, key);
    if (v < 0)
        return resolve_subscript(x, ref);
    const gx_array *array = &x->flat->array[v];
    if (array->first_table >= 0) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, ref->loc,
                 "'%s' is a lookup: give it an argument", ref->name);
        return NULL;
    }
    int32_t element = gx_reference_element(model, array, ref, &x->scope, x->ds);
    if (element < 0)
        return NULL;
    if (x->flat->cells.at[array->first + element].kind == GX_CELL_NONE) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                 "this element of '%s' has no equation", ref->name);
        return NULL;
    }
    return cell_node(x, array->first + element, ref->loc);
}

static const gx_node *lookup_call(expander *x, const gx_expr *call)
{
    const gx_model *model = x->flat->model;
    int32_t v = gx_map_find(model->names, call->key);
    if (v < 0)
        return undefined(x, call);
    const gx_array *array = &x->flat->array[v];
    if (array->first_table < 0) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "'%s' is not a lookup: it cannot be called", call->name);
        return NULL;
    }
    if (call->args.count != 1) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "the lookup '%s' takes 1 argument, not %d", call->name,
                 call->args.count);
        return NULL;
    }
    int32_t element = gx_reference_element(model, array, call, &x->scope, x->ds);
    return element < 0
               ? NULL
               : table_call(x, array->first_table + element, call->args.at[0], call->loc);
}

static const gx_node *operation(expander *x, gx_builtin fn, const gx_node *a,
                                const gx_node *b, gx_loc loc)
{
    gx_node *node = node_new(x, GX_NODE_CALL, loc);
    node->fn = fn;
    node->arg_count = 2;
    node->arg[0] = a;
    node->arg[1] = b;
    return node;
}

/* ---- sums over ranges ---- */

/* Add the ranges marked with ! in an expression to the scope, once each; not those of a
 * sum inside, which binds its own. */
static bool bind_reduced(expander *x, const gx_expr *expr)
{
    for (int32_t s = 0; s < expr->subs.count; s++) {
        const gx_subscript *sub = &expr->subs.at[s];
        int32_t range = gx_map_find(x->flat->model->range_names, sub->key);
        bool known = !sub->is_reduced || range < 0;
        for (int32_t i = 0; i < x->scope.count && !known; i++)
            known = x->scope.at[i].range == range && x->scope.at[i].is_reduced;
        if (known)
            continue;
        if (x->scope.count == GX_MAX_BINDINGS) {
            gx_error(x->ds, GX_CODE_SUBSCRIPT, expr->loc, "too many subscripts");
            return false;
        }
        x->scope.at[x->scope.count++] = (gx_binding){.range = range, .is_reduced = true};
    }
    for (int32_t i = 0; i < expr->args.count; i++)
        if (!bind_reduced(x, expr->args.at[i]))
            return false;
    return true;
}

/* Step the reduced bindings from `first` on to the next combination, last one fastest. */
static bool next_combination(expander *x, int32_t first)
{
    for (int32_t i = x->scope.count - 1; i >= first; i--) {
        gx_binding *b = &x->scope.at[i];
        if (++b->element < x->flat->model->ranges.at[b->range].elements.count)
            return true;
        b->element = 0;
    }
    return false;
}

static const gx_node *resolve_sum(expander *x, const gx_expr *call)
{
    static const struct {
        gx_builtin form, joins;
    } forms[] = {{GX_FN_SUM, GX_FN_ADD},
                 {GX_FN_PROD, GX_FN_MUL},
                 {GX_FN_VMIN, GX_FN_MIN},
                 {GX_FN_VMAX, GX_FN_MAX}};
    int32_t outer = x->scope.count, f = 0;
    while (forms[f].form != call->fn)
        f++;
    const gx_node *sum = NULL;
    bool good = bind_reduced(x, call->args.at[0]);
    if (good && x->scope.count == outer) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, call->loc,
                 "'%s' needs a subscript marked with '!'", gx_builtins[call->fn].name);
        good = false;
    }
    while (good) {
        const gx_node *term = resolve(x, call->args.at[0]);
        sum = sum ? operation(x, forms[f].joins, sum, term, call->loc) : term;
        good = term != NULL;
        if (!good || !next_combination(x, outer))
            break;
    }
    x->scope.count = outer;
    return good ? sum : NULL;
}

static const gx_node *element_count(expander *x, const gx_expr *call)
{
    const gx_expr *arg = call->args.at[0];
    int32_t range = arg->kind == GX_EXPR_NAME
                        ? gx_map_find(x->flat->model->range_names, arg->key)
                        : -1;
    if (range >= 0)
        return number(x, x->flat->model->ranges.at[range].elements.count, call->loc);
    gx_error(x->ds, GX_CODE_SUBSCRIPT, arg->loc, "ELMCOUNT needs a subscript range");
    return NULL;
}

/* ---- forms with memory ---- */

static bool has_memory(gx_builtin fn)
{
    return fn == GX_FN_INTEG || fn == GX_FN_DELAYFIXED || fn == GX_FN_INITIAL ||
           fn == GX_FN_ACTIVEINITIAL;
}

/* Fill a cell from a form with memory. */
static bool fill_memory(expander *x, int32_t index, const gx_expr *call)
{
    const gx_node *arg[3] = {NULL};
    for (int32_t i = 0; i < call->args.count; i++)
        if (!(arg[i] = resolve(x, call->args.at[i])))
            return false;
    gx_cell *cell = &x->flat->cells.at[index];
    cell->loc = call->loc;
    if (call->fn == GX_FN_INTEG || call->fn == GX_FN_ACTIVEINITIAL) {
        cell->kind = call->fn == GX_FN_INTEG ? GX_CELL_STOCK : GX_CELL_AUXILIARY;
        cell->active = arg[0];
        cell->initial = arg[1];
    } else if (call->fn == GX_FN_INITIAL) {
        cell->kind = GX_CELL_INITIAL;
        cell->initial = arg[0];
    } else {
        cell->kind = GX_CELL_DELAY;
        cell->active = arg[0];
        cell->delay = arg[1];
        cell->initial = arg[2];
    }
    return true;
}

/* A cell for what an expression keeps to itself. */
static int32_t hidden_new(expander *x, gx_loc loc)
{
    gx_cell *cell = GX_ADD(x->flat->arena, &x->flat->cells);
    *cell = (gx_cell){.kind = GX_CELL_AUXILIARY,
                      .variable = x->flat->cells.at[x->cell].variable,
                      .element = -1,
                      .loc = loc};
    return x->flat->cells.count - 1;
}

static const gx_node *hidden_memory(expander *x, const gx_expr *call)
{
    if (call->fn == GX_FN_INTEG) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "INTEG must be the whole right-hand side");
        return NULL;
    }
    int32_t index = hidden_new(x, call->loc);
    return fill_memory(x, index, call) ? cell_node(x, index, call->loc) : NULL;
}

/* ---- chains of order n ---- */

/* An expression worked out once: itself when it is a name or number, else a hidden cell.
 */
static const gx_node *share(expander *x, const gx_node *node)
{
    if (node->kind != GX_NODE_CALL && node->kind != GX_NODE_TABLE)
        return node;
    int32_t index = hidden_new(x, node->loc);
    x->flat->cells.at[index].active = node;
    return cell_node(x, index, node->loc);
}

/* The order of a delay is part of the model's structure: a literal or a plain constant.
 */
static bool constant_order(expander *x, const gx_node *node, int32_t *order)
{
    enum { MOST = 1000 };
    double value = node->kind == GX_NODE_NUMBER ? node->number : 0.0;
    gx_cell *cell = node->kind == GX_NODE_CELL ? &x->flat->cells.at[node->index] : NULL;
    if (cell && cell->kind == GX_CELL_CONSTANT) {
        cell->why_fixed = "the order of a delay, part of the model's structure";
        value = cell->active->number;
    }
    *order = value >= 1.0 && value <= MOST ? (int32_t)value : 0;
    if (*order == value && *order)
        return true;
    gx_error(x->ds, GX_CODE_ARGUMENTS, node->loc,
             "the order of a delay must be a constant whole number from 1 to %d",
             (int)MOST);
    return false;
}

/* DELAY N and SMOOTH N: `order` stocks in a row, each for an equal part of the time. */
static const gx_node *resolve_chain(expander *x, const gx_expr *call)
{
    const gx_node *arg[4];
    int32_t order = 0;
    for (int32_t i = 0; i < 4; i++)
        if (!(arg[i] = resolve(x, call->args.at[i])))
            return NULL;
    if (!constant_order(x, arg[3], &order))
        return NULL;
    bool is_delay = call->fn == GX_FN_DELAYN;
    const gx_node *stage_time =
        share(x, operation(x, GX_FN_DIV, arg[1], number(x, order, call->loc), call->loc));
    const gx_node *into = share(x, arg[0]);
    for (int32_t i = 0; i < order; i++) {
        int32_t stock = hidden_new(x, call->loc);
        const gx_node *level = cell_node(x, stock, call->loc), *out = level,
                      *change = NULL;
        if (is_delay) {
            out = share(x, operation(x, GX_FN_DIV, level, stage_time, call->loc));
            change = operation(x, GX_FN_SUB, into, out, call->loc);
        } else {
            const gx_node *gap = operation(x, GX_FN_SUB, into, level, call->loc);
            change = operation(x, GX_FN_DIV, gap, stage_time, call->loc);
        }
        gx_cell *cell = &x->flat->cells.at[stock];
        cell->kind = GX_CELL_STOCK;
        cell->active = change;
        cell->initial =
            is_delay ? operation(x, GX_FN_MUL, arg[2], stage_time, call->loc) : arg[2];
        into = out;
    }
    return into;
}

/* ---- macros ---- */

static bool check_macro(expander *x, const gx_macro *macro, const gx_expr *call)
{
    enum { DEEPEST = 30 };
    int32_t depth = 0;
    for (const frame *f = x->frame; f; f = f->caller)
        depth++;
    if (depth >= DEEPEST) {
        gx_error(x->ds, GX_CODE_CYCLE, call->loc, "the macro '%s' calls itself",
                 macro->name);
        return false;
    }
    if (call->args.count != macro->inputs.count) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc, "'%s' takes %d argument%s, not %d",
                 macro->name, macro->inputs.count, macro->inputs.count == 1 ? "" : "s",
                 call->args.count);
        return false;
    }
    for (int32_t v = 0; v < macro->variables.count; v++) {
        const gx_variable *var = &macro->variables.at[v];
        if (!var->equations.at[0].subs.count && var->equations.count == 1 &&
            var->equations.at[0].rhs->kind != GX_EXPR_TABLE)
            continue;
        gx_error(x->ds, GX_CODE_UNSUPPORTED, var->loc,
                 "subscripts and lookups inside macros are not supported yet");
        return false;
    }
    return true;
}

/* Every variable of the macro becomes a hidden cell; the call is the cell of its value.
 */
static const gx_node *macro_call(expander *x, const gx_macro *macro, const gx_expr *call)
{
    gx_arena *arena = x->flat->arena;
    if (!check_macro(x, macro, call))
        return NULL;
    frame inner = {.macro = macro,
                   .input = GX_ARRAY(arena, const gx_node *, macro->inputs.count),
                   .cell = GX_ARRAY(arena, int32_t, macro->variables.count),
                   .caller = x->frame};
    for (int32_t i = 0; i < macro->inputs.count; i++) {
        const gx_node *input = resolve(x, call->args.at[i]);
        if (!input)
            return NULL;
        inner.input[i] = share(x, input);
    }
    for (int32_t v = 0; v < macro->variables.count; v++)
        inner.cell[v] = hidden_new(x, call->loc);
    expander y = {.flat = x->flat, .ds = x->ds, .cell = x->cell, .frame = &inner};
    for (int32_t v = 0; v < macro->variables.count; v++) {
        if (expand_cell(&y, inner.cell[v], &macro->variables.at[v].equations.at[0], 0))
            return NULL;
        gx_cell *cell = &x->flat->cells.at[inner.cell[v]];
        cell->loc = call->loc; /* what goes wrong inside is shown at the call */
        if (cell->kind == GX_CELL_CONSTANT)
            cell->why_fixed = "inside a macro";
    }
    return cell_node(x, inner.cell[gx_map_find(macro->names, macro->key)], call->loc);
}

/* ---- expressions ---- */

static const gx_node *resolve_call(expander *x, const gx_expr *call)
{
    int32_t macro = gx_map_find(x->flat->model->macro_names, call->key ? call->key : "");
    if (macro >= 0 && gx_map_find(x->flat->model->names, call->key) < 0)
        return macro_call(x, &x->flat->model->macros.at[macro], call);
    if (call->fn == GX_FN_NONE)
        return lookup_call(x, call);
    if (call->fn == GX_FN_DELAYN || call->fn == GX_FN_SMOOTHN)
        return resolve_chain(x, call);
    if (call->fn == GX_FN_WITHLOOKUP)
        return with_lookup(x, call);
    if (call->fn == GX_FN_ELMCOUNT)
        return element_count(x, call);
    if (has_memory(call->fn))
        return hidden_memory(x, call);
    if (gx_builtins[call->fn].kind == GX_KIND_FORM)
        return resolve_sum(x, call);
    gx_node *node = node_new(x, GX_NODE_CALL, call->loc);
    node->fn = call->fn;
    node->arg_count = call->args.count;
    for (int32_t i = 0; i < call->args.count; i++)
        if (!(node->arg[i] = resolve(x, call->args.at[i])))
            return NULL;
    return node;
}

static const gx_node *resolve(expander *x, const gx_expr *expr)
{
    switch (expr->kind) {
    case GX_EXPR_NUMBER:
        return number(x, expr->number, expr->loc);
    case GX_EXPR_NAME:
        return resolve_name(x, expr);
    case GX_EXPR_CALL:
        return resolve_call(x, expr);
    case GX_EXPR_TABLE:
    case GX_EXPR_LIST:
        break;
    }
    gx_error(x->ds, GX_CODE_ARGUMENTS, expr->loc, "a lookup or list cannot stand here");
    return NULL;
}

/* The value of a literal number, with its sign. */
static bool literal(const gx_expr *expr, double *value)
{
    bool negative = expr->kind == GX_EXPR_CALL && expr->fn == GX_FN_NEG;
    const gx_expr *digits = negative ? expr->args.at[0] : expr;
    if (digits->kind != GX_EXPR_NUMBER)
        return false;
    *value = negative ? -digits->number : digits->number;
    return true;
}

/* Fill a cell from the right-hand side of an equation. */
static gx_err expand_cell(expander *x, int32_t cell, const gx_equation *eq,
                          int32_t list_index)
{
    gx_flat *flat = x->flat;
    const gx_expr *rhs = eq->rhs;
    const gx_expr *expr = rhs->kind == GX_EXPR_LIST ? rhs->args.at[list_index] : rhs;
    double value = 0.0;
    flat->cells.at[cell].loc = expr->loc;
    if (literal(expr, &value)) {
        const gx_node *node = number(x, value, expr->loc);
        flat->cells.at[cell].kind = GX_CELL_CONSTANT;
        flat->cells.at[cell].active = node;
        if (eq->is_unchangeable)
            flat->cells.at[cell].why_fixed = "an unchangeable constant";
        return GX_OK;
    }
    if (expr->kind == GX_EXPR_CALL && has_memory(expr->fn))
        return fill_memory(x, cell, expr) ? GX_OK : GX_BAD_INPUT;
    const gx_node *node = resolve(x, expr);
    if (!node)
        return GX_BAD_INPUT;
    flat->cells.at[cell].kind = GX_CELL_AUXILIARY; /* cells may have moved */
    flat->cells.at[cell].active = node;
    return GX_OK;
}

gx_err gx_cell_expand(gx_flat *flat, int32_t cell, const gx_equation *eq,
                      int32_t list_index, const gx_scope *scope, gx_diags *ds)
{
    expander x = {.flat = flat, .ds = ds, .cell = cell, .scope = *scope};
    return expand_cell(&x, cell, eq, list_index);
}
