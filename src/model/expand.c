/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From expressions as written to scalar nodes: names become cells and tables, `range!`
 * becomes a chain over its elements in order, and forms with memory become cells of their
 * own (hidden ones when the form stands inside a larger expression). */
#include "model/resolve.h"

#include <math.h>
#include <string.h>

gx_node *gx_node_new(gx_expander *x, gx_node_kind kind, int32_t arg_count, gx_loc loc)
{
    gx_node *node = GX_NEW(x->flat->arena, gx_node);
    node->kind = kind;
    node->fn = GX_FN_NONE;
    node->loc = loc;
    node->arg_count = arg_count;
    node->arg = GX_ARRAY(x->flat->arena, const gx_node *, arg_count);
    x->flat->node_count++;
    return node;
}

const gx_node *gx_node_number(gx_expander *x, double value, gx_loc loc)
{
    gx_node *node = gx_node_new(x, GX_NODE_NUMBER, 0, loc);
    node->number = value;
    return node;
}

/* ---- names ---- */

const gx_node *gx_node_cell(gx_expander *x, int32_t cell, gx_loc loc)
{
    gx_node *node = gx_node_new(x, GX_NODE_CELL, 0, loc);
    node->index = cell;
    return node;
}

bool gx_resolve_args(gx_expander *x, const gx_expr *call, const gx_node **arg)
{
    bool good = true;
    for (int32_t i = 0; i < call->args.count && !x->is_lost; i++) {
        arg[i] = gx_resolve(x, call->args.at[i]);
        good = good && arg[i];
    }
    return good && !x->is_lost;
}

const gx_node *gx_resolve_wrong(gx_expander *x, const gx_expr *ref)
{
    for (int32_t i = 0; i < ref->args.count && !x->is_lost; i++)
        if (ref->args.at[i]->kind != GX_EXPR_TABLE)
            gx_resolve(x, ref->args.at[i]);
    return gx_node_number(x, (double)NAN, ref->loc);
}

/* Is this part of a name something by itself? */
static bool is_known(const gx_model *model, const char *key, size_t length,
                     gx_arena *arena)
{
    const char *part = gx_text_key(arena, key, length);
    double number;
    return gx_map_find(model->names, part) >= 0 || strcmp(part, "time") == 0 ||
           (*part && gx_text_to_number(part, &number));
}

/* The slip that joins what is known into a name that is not: `a and b`. */
static const gx_slip *slip_between(const gx_model *model, const char *key,
                                   gx_arena *arena)
{
    size_t at = 0;
    const gx_slip *slip = gx_slip_inside(key, &at);
    while (slip) {
        size_t behind = at + strlen(slip->written);
        if (is_known(model, key, at, arena) ||
            is_known(model, key + behind, strlen(key + behind), arena))
            return slip;
        at = behind;
        slip = gx_slip_inside(key, &at);
    }
    return NULL;
}

/* The name most like one that is not defined, or NULL. */
static const char *nearest_name(const gx_model *model, const gx_expr *ref)
{
    bool called = ref->kind == GX_EXPR_CALL;
    const char *near = called ? gx_builtin_nearest(ref->key) : NULL;
    if (!near && called) {
        near = gx_map_nearest(model->macro_names, ref->key);
        near = near ? model->macros.at[gx_map_find(model->macro_names, near)].name : NULL;
    }
    return near ? near : gx_model_nearest(model, ref->key);
}

/* What may have been meant by a name that is not defined. */
static void suggest(gx_expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    const gx_slip *wide = gx_slip_wide(ref->name);
    const gx_slip *slip = gx_slip_name(ref->key);
    slip = slip ? slip : slip_between(model, ref->key, x->flat->arena);
    const char *near = wide || slip ? NULL : nearest_name(model, ref);
    if (x->frame && gx_map_find(model->names, ref->key) >= 0)
        gx_note(x->ds, GX_NOWHERE, "a macro reaches the variable of the model as '%s$'",
                ref->name);
    else if (wide)
        gx_slip_note(x->ds, GX_NOWHERE, ref->name);
    else if (slip)
        gx_note(x->ds, GX_NOWHERE, "for '%s' write %-s", slip->written, slip->instead);
    else
        gx_suggest(x->ds, near);
}

const gx_node *gx_undefined(gx_expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    bool called = ref->kind == GX_EXPR_CALL;
    if (model->lacks_names)
        return gx_resolve_wrong(x, ref);
    if (called && gx_builtin_refusal(ref->key)) {
        gx_error(x->ds, GX_CODE_UNSUPPORTED, ref->loc, "'%s' is not supported",
                 ref->name);
        gx_note(x->ds, GX_NOWHERE, "%-s", gx_builtin_refusal(ref->key));
        return NULL;
    }
    gx_error(x->ds, GX_CODE_UNDEFINED_NAME, ref->loc,
             called ? "the function or lookup '%s' is not defined"
                    : "'%s' is not defined",
             ref->name);
    if (gx_diags_are_few(x->ds))
        suggest(x, ref);
    return NULL;
}

/* The number, from 1, of an element in the largest range that has it, so that elements
 * compare alike whatever range they are written by; the field's ranges are parts of one.
 */
static const gx_node *element_number(gx_expander *x, const gx_expr *ref, const char *key)
{
    const gx_model *model = x->flat->model;
    const gx_range *home = &model->ranges.at[gx_map_find(model->element_names, key)];
    int32_t number = gx_range_find(home, key) + 1, r = gx_map_find(model->rivals, key);
    if (r < 0)
        return gx_node_number(x, number, ref->loc);
    const gx_range *rival = &model->ranges.at[r];
    gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
             "the element '%s' is number %d of '%s' and %d of '%s'",
             home->elements.at[number - 1].name, number, home->name,
             gx_range_find(rival, key) + 1, rival->name);
    gx_note(x->ds, rival->loc, "a range that has all elements of both gives them one");
    return NULL;
}

/* The element that a name stands for: itself or, of a range, the one at hand. NULL: none.
 */
static const char *element_key(const gx_expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    if (ref->kind != GX_EXPR_NAME || ref->subs.count || x->frame)
        return NULL;
    int32_t range = gx_map_find(model->range_names, ref->key);
    int32_t element = range >= 0 ? gx_scope_element(&x->scope, range) : -1;
    if (range >= 0)
        return element < 0 ? NULL : model->ranges.at[range].elements.at[element].key;
    return gx_map_find(model->element_names, ref->key) >= 0 ? ref->key : NULL;
}

static const gx_node *resolve_subscript(gx_expander *x, const gx_expr *ref)
{
    const char *key = element_key(x, ref);
    return key ? element_number(x, ref, key) : gx_undefined(x, ref);
}

/* Elements of ranges that have nothing to do with each other are compared by their
 * places, which may be meant (`r = s` for a diagonal) or a slip: told once a place. */
static void warn_apart(gx_expander *x, const gx_expr *call, const char *a, const char *b)
{
    const gx_model *model = x->flat->model;
    for (int32_t i = 0; i < x->flat->apart.count; i++)
        if (x->flat->apart.at[i] == call)
            return;
    *GX_ADD(x->flat->arena, &x->flat->apart) = call;
    const char *name[2];
    for (int32_t i = 0; i < 2; i++) {
        const char *key = i ? b : a;
        const gx_range *home = &model->ranges.at[gx_map_find(model->element_names, key)];
        name[i] = home->elements.at[gx_range_find(home, key)].name;
    }
    gx_warning(x->ds, GX_CODE_SUBSCRIPT, call->loc,
               "no range has both '%s' and '%s': their places are compared", name[0],
               name[1]);
}

/* Has the range that an element is written by, else the one it is at home in, elements of
 * the other's? */
static bool is_related(const gx_model *model, const gx_expr *call, const char *a,
                       const char *b)
{
    const gx_range *range[2];
    for (int32_t i = 0; i < 2; i++) {
        int32_t r = gx_map_find(model->range_names, call->args.at[i]->key);
        r = r >= 0 ? r : gx_map_find(model->element_names, i ? b : a);
        range[i] = &model->ranges.at[r];
    }
    for (int32_t i = 0; i < range[0]->elements.count; i++)
        if (gx_range_find(range[1], range[0]->elements.at[i].key) >= 0)
            return true;
    return false;
}

static const gx_node *pair_of(gx_expander *x, const gx_expr *call, int32_t i, int32_t k)
{
    return gx_node_pair(x, call->fn, gx_node_number(x, i, call->loc),
                        gx_node_number(x, k, call->loc), call->loc);
}

/* Are these two elements that are compared for being the same? That needs no number but
 * in a range that has both; those of ranges that overlap are never. NULL otherwise. */
static const gx_node *compare_elements(gx_expander *x, const gx_expr *call)
{
    const gx_model *model = x->flat->model;
    if (call->fn != GX_FN_EQ && call->fn != GX_FN_NE)
        return NULL;
    const char *a = element_key(x, call->args.at[0]),
               *b = element_key(x, call->args.at[1]);
    if (!a || !b)
        return NULL;
    for (int32_t r = 0; r < model->ranges.count; r++) {
        const gx_range *range = &model->ranges.at[r];
        int32_t i = gx_range_find(range, a), k = gx_range_find(range, b);
        if (i >= 0 && k >= 0)
            return pair_of(x, call, i + 1, k + 1);
    }
    if (is_related(model, call, a, b))
        return pair_of(x, call, 1, 2);
    warn_apart(x, call, a, b);
    return NULL;
}

const char *gx_model_key(const gx_expander *x, const gx_expr *ref)
{
    size_t length = strlen(ref->key);
    bool outside = x->frame && length > 1 && ref->key[length - 1] == '$';
    return outside ? gx_arena_text(x->flat->arena, ref->key, length - 1) : ref->key;
}

/* A name that the macro being copied has. */
static const gx_node *resolve_inner(gx_expander *x, const gx_expr *ref,
                                    const gx_meaning *inner)
{
    if (ref->subs.count)
        gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                 "'%s' is one number inside the macro: it has no subscripts", ref->name);
    else if (!inner->node)
        gx_error(x->ds, GX_CODE_ARGUMENTS, ref->loc,
                 "'%s' is a lookup: give it an argument", ref->name);
    else
        return inner->node->kind == GX_NODE_CELL
                   ? gx_node_cell(x, inner->node->index, ref->loc)
                   : inner->node;
    return NULL;
}

static const gx_node *resolve_name(gx_expander *x, const gx_expr *ref)
{
    const gx_model *model = x->flat->model;
    gx_meaning inner;
    if (x->frame && gx_macro_meaning(&inner, x->frame, ref->key))
        return resolve_inner(x, ref, &inner);
    const char *key = gx_model_key(x, ref);
    if (strcmp(key, "time") == 0 && !ref->subs.count)
        return gx_node_new(x, GX_NODE_TIME, 0, ref->loc);
    if (x->frame && key == ref->key)
        return gx_undefined(x, ref);
    int32_t v = gx_map_find(model->names, key);
    if (v < 0)
        return resolve_subscript(x, ref);
    if (element_key(x, ref)) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                 "'%s' may be the variable or the number of the element of that range",
                 ref->name);
        return NULL;
    }
    const gx_array *array = &x->flat->array[v];
    if (array->is_wrong)
        return gx_resolve_wrong(x, ref);
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
    return gx_node_cell(x, array->first + element, ref->loc);
}

const gx_node *gx_node_pair(gx_expander *x, gx_builtin fn, const gx_node *a,
                            const gx_node *b, gx_loc loc)
{
    gx_node *node = gx_node_new(x, GX_NODE_CALL, 2, loc);
    node->fn = fn;
    node->arg[0] = a;
    node->arg[1] = b;
    return node;
}

/* ---- expressions ---- */

/* The parser leaves a call alone that a macro of that name may mean. */
static const gx_macro *macro_of(const gx_expander *x, const gx_expr *call)
{
    return gx_macro_find(x->flat->model, x->frame ? x->frame->macro : NULL, call->key);
}

bool gx_has_arity(gx_expander *x, const gx_expr *call)
{
    const gx_builtin_row *row = &gx_builtins[call->fn];
    if (call->args.count >= row->least && call->args.count <= row->most)
        return true;
    gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc, "'%s' takes %d argument%s, not %d",
             row->name, row->least, row->least == 1 ? "" : "s", call->args.count);
    return false;
}

static const gx_node *resolve_call(gx_expander *x, const gx_expr *call)
{
    const gx_macro *macro = macro_of(x, call);
    if (macro)
        return gx_resolve_macro(x, macro, call);
    if (call->fn == GX_FN_NONE)
        return gx_resolve_lookup(x, call);
    if (!gx_has_arity(x, call))
        return NULL;
    if (call->outputs.count) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "'%s' is no macro: it has no outputs", call->name);
        return NULL;
    }
    gx_form form = gx_form_find(call->fn);
    if (form)
        return form(x, call);
    const gx_node *compared = compare_elements(x, call);
    if (compared)
        return compared;
    gx_node *node = gx_node_new(x, GX_NODE_CALL, call->args.count, call->loc);
    node->fn = call->fn;
    if (gx_builtins[call->fn].kind == GX_KIND_DRAW)
        node->index = x->flat->draw_count++;
    return gx_resolve_args(x, call, node->arg) ? node : NULL;
}

gx_err gx_flat_check_size(const gx_flat *flat, gx_loc loc, gx_diags *ds)
{
    if (flat->cells.count > GX_MOST_CELLS)
        return gx_error(ds, GX_CODE_SUBSCRIPT, loc,
                        "the model comes to more than %d elements and hidden variables",
                        GX_MOST_CELLS);
    if (flat->node_count > GX_MOST_NODES)
        return gx_error(ds, GX_CODE_SUBSCRIPT, loc,
                        "the equations of all elements come to more than %d terms",
                        GX_MOST_NODES);
    return GX_OK;
}

const gx_node *gx_resolve(gx_expander *x, const gx_expr *expr)
{
    if (gx_flat_check_size(x->flat, expr->loc, x->ds))
        return NULL;
    switch (expr->kind) {
    case GX_EXPR_NUMBER:
        return gx_node_number(x, expr->number, expr->loc);
    case GX_EXPR_NAME:
        return resolve_name(x, expr);
    case GX_EXPR_CALL:
        return resolve_call(x, expr);
    case GX_EXPR_OUTPUT:
        return gx_resolve_output(x, expr);
    case GX_EXPR_TABLE:
    case GX_EXPR_DATA:
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
gx_err gx_fill_cell(gx_expander *x, int32_t cell, const gx_equation *eq,
                    int32_t list_index)
{
    gx_flat *flat = x->flat;
    const gx_expr *rhs = eq->rhs;
    const gx_expr *expr = rhs->kind == GX_EXPR_LIST ? rhs->args.at[list_index] : rhs;
    double value = 0.0;
    flat->cells.at[cell].loc = expr->loc;
    if (literal(expr, &value)) {
        const gx_node *node = gx_node_number(x, value, expr->loc);
        flat->cells.at[cell].kind = GX_CELL_CONSTANT;
        flat->cells.at[cell].active = node;
        if (eq->is_unchangeable)
            flat->cells.at[cell].why_fixed = GX_TEXT("an unchangeable constant");
        return GX_OK;
    }
    if (expr->kind == GX_EXPR_DATA) {
        const gx_node *data = gx_node_data(x, cell, expr);
        flat->cells.at[cell].active = data;
        return GX_OK;
    }
    if (expr->kind == GX_EXPR_CALL && gx_has_memory(expr->fn) && !macro_of(x, expr))
        return gx_has_arity(x, expr) && gx_fill_memory(x, cell, expr) ? GX_OK
                                                                      : GX_BAD_INPUT;
    const gx_node *node = gx_resolve(x, expr);
    if (!node)
        return GX_BAD_INPUT;
    flat->cells.at[cell].kind = GX_CELL_AUXILIARY; /* cells may have moved */
    flat->cells.at[cell].active = node;
    return GX_OK;
}

gx_err gx_cell_expand(gx_flat *flat, int32_t cell, const gx_equation *eq,
                      int32_t list_index, const gx_scope *scope, gx_diags *ds)
{
    gx_expander x = {.flat = flat, .ds = ds, .cell = cell, .scope = *scope};
    return gx_fill_cell(&x, cell, eq, list_index);
}
