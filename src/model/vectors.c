/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Array builtins: a call becomes a bulk, its arrays in a row of numbers and its results
 * hidden cells. The shape of a row of builtins.def says what each argument is; what the
 * subscripts that are spanned leave alone makes one bulk each. */
#include "model/resolve.h"

#include <string.h>

typedef GX_LIST(const gx_node *) node_list;

enum { PROFILE = 4 }; /* numbers of a curve: type, priority, width, extra */

/* The bindings of the left-hand side that a call takes together, in their order. */
typedef struct span {
    gx_binding *at[2];
    int32_t size[2];
    int32_t count;
} span;

/* ---- rows of a variable ---- */

/* The variable with subscripts that an argument names, and the element. */
static const gx_array *find_array(gx_expander *x, const gx_expr *call, const gx_expr *ref,
                                  int32_t *element)
{
    const gx_model *model = x->flat->model;
    const char *key = ref->kind == GX_EXPR_NAME ? gx_model_key(x, ref) : "";
    bool is_inside = x->frame && key == ref->key; /* a macro has no arrays */
    int32_t v = is_inside ? -1 : gx_map_find(model->names, key);
    const gx_array *array = v < 0 ? NULL : &x->flat->array[v];
    if (array && array->is_wrong)
        return NULL; /* which was said */
    if (!array || array->first_table >= 0 || !array->dim_count) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, ref->loc,
                 "'%s' needs an element of a variable here", gx_builtins[call->fn].name);
        return NULL;
    }
    *element = gx_reference_element(model, array, ref, &x->scope, x->ds);
    return *element < 0 ? NULL : array;
}

/* Add `count` elements of a variable from `first` on. */
static bool add_elements(gx_expander *x, const gx_expr *ref, const gx_array *array,
                         int32_t first, int32_t count, node_list *in)
{
    for (int32_t i = first; i < first + count; i++) {
        if (x->flat->cells.at[array->first + i].kind == GX_CELL_NONE) {
            gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                     "an element of '%s' that this reads has no equation", ref->name);
            return false;
        }
        *GX_ADD(x->flat->arena, in) = gx_node_cell(x, array->first + i, ref->loc);
    }
    return !gx_flat_check_size(x->flat, ref->loc, x->ds);
}

/* All elements of the last subscript; `wanted` is how many there must be, 0 for any. */
static bool add_row(gx_expander *x, const gx_expr *call, const gx_expr *ref,
                    int32_t wanted, node_list *in)
{
    int32_t element = 0;
    const gx_array *array = find_array(x, call, ref, &element);
    if (!array)
        return false;
    int32_t range = array->range[array->dim_count - 1];
    int32_t count = x->flat->model->ranges.at[range].elements.count;
    if (wanted && count != wanted) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                 "'%s' needs a last subscript of %d elements here, not %d",
                 gx_builtins[call->fn].name, wanted, count);
        return false;
    }
    return count && add_elements(x, ref, array, element - element % count, count, in);
}

/* All elements of the last two subscripts, curves in a row, and their number. */
static bool add_profiles(gx_expander *x, const gx_expr *call, const gx_expr *ref,
                         node_list *in, node_list *extra)
{
    int32_t element = 0, size[2] = {1, 1};
    const gx_array *array = find_array(x, call, ref, &element);
    if (!array)
        return false;
    for (int32_t i = 0; i < 2 && i < array->dim_count; i++) {
        int32_t range = array->range[array->dim_count - 1 - i];
        size[i] = x->flat->model->ranges.at[range].elements.count;
    }
    if (size[0] != PROFILE || array->dim_count < 2) {
        gx_error(x->ds, GX_CODE_SUBSCRIPT, ref->loc,
                 "'%s' needs two last subscripts here, the last of %d elements",
                 gx_builtins[call->fn].name, (int)PROFILE);
        return false;
    }
    int32_t count = size[0] * size[1];
    *GX_ADD(x->flat->arena, extra) = gx_node_number(x, size[1], ref->loc);
    return count && add_elements(x, ref, array, element - element % count, count, in);
}

/* ---- arguments ---- */

static bool add_value(gx_expander *x, const gx_expr *expr, node_list *list)
{
    const gx_node *node = gx_resolve(x, expr);
    *GX_ADD(x->flat->arena, list) = node;
    return node != NULL;
}

/* An argument at every element of the spanned subscripts. */
static bool add_spanned(gx_expander *x, const gx_expr *call, const gx_expr *expr,
                        const span *s, bool is_profile, node_list *in)
{
    int32_t here[2] = {s->at[0]->element, s->count > 1 ? s->at[1]->element : 0};
    bool good = true;
    for (int32_t i = 0; i < s->size[0] && good; i++)
        for (int32_t k = 0; k < s->size[1] && good; k++) {
            s->at[0]->element = i;
            if (s->count > 1)
                s->at[1]->element = k;
            good =
                is_profile ? add_row(x, call, expr, PROFILE, in) : add_value(x, expr, in);
        }
    s->at[0]->element = here[0];
    if (s->count > 1)
        s->at[1]->element = here[1];
    return good;
}

/* An argument at every combination of the subscripts marked with !, bound from `outer`
 * on. */
static bool add_marked(gx_expander *x, const gx_expr *expr, int32_t outer, node_list *in)
{
    for (int32_t i = outer; i < x->scope.count; i++)
        x->scope.at[i].element = 0;
    do {
        if (!add_value(x, expr, in))
            return false;
    } while (gx_next_combination(x, outer));
    return true;
}

/* Bind what is marked with ! in the arguments that may be; there must be something. */
static bool bind_marked(gx_expander *x, const gx_expr *call, int32_t outer)
{
    const char *shape = gx_builtins[call->fn].shape;
    bool is_marked = !strchr(shape, '!');
    for (int32_t a = 0; a < call->args.count; a++) {
        if (shape[a] != '!')
            continue;
        is_marked |= gx_has_mark(call->args.at[a]);
        if (!gx_bind_reduced(x, call->args.at[a], outer))
            return false;
    }
    if (is_marked)
        return true;
    gx_error(x->ds, GX_CODE_SUBSCRIPT, call->loc,
             "'%s' needs a subscript marked with '!'", gx_builtins[call->fn].name);
    return false;
}

static bool add_array(gx_expander *x, const gx_expr *call, int32_t a, const span *s,
                      int32_t outer, node_list *in, node_list *extra)
{
    const gx_expr *expr = call->args.at[a];
    const gx_array *array = NULL;
    int32_t element = 0;
    switch (gx_builtins[call->fn].shape[a]) {
    case '!':
        return add_marked(x, expr, outer, in);
    case 'c':
        return add_row(x, call, expr, PROFILE, in);
    case 'r':
        return add_row(x, call, expr, 0, in);
    case 'R':
        return add_profiles(x, call, expr, in, extra);
    case '*':
        array = find_array(x, call, expr, &element);
        if (array)
            *GX_ADD(x->flat->arena, extra) = gx_node_number(x, element, expr->loc);
        return array && add_elements(x, expr, array, 0, array->count, in);
    case 'p':
        return add_spanned(x, call, expr, s, true, in);
    default:
        return add_spanned(x, call, expr, s, false, in);
    }
}

/* One number for all results: what is spanned has no meaning in it. */
static bool add_extras(gx_expander *x, const gx_expr *call, const span *s,
                       node_list *extra)
{
    gx_scope keep = x->scope;
    bool good = true;
    x->scope.count = 0;
    for (int32_t i = 0; i < keep.count; i++)
        if (!s->count || (s->at[0] != &x->scope.at[i] &&
                          (s->count < 2 || s->at[1] != &x->scope.at[i])))
            x->scope.at[x->scope.count++] = keep.at[i];
    for (int32_t a = 0; a < call->args.count && good; a++)
        if (gx_builtins[call->fn].shape[a] == '1')
            good = add_value(x, call->args.at[a], extra);
    x->scope = keep;
    return good;
}

static bool add_arguments(gx_expander *x, const gx_expr *call, const span *s,
                          gx_bulk *bulk)
{
    node_list in = {0}, extra = {0};
    int32_t outer = x->scope.count;
    bool good = bind_marked(x, call, outer);
    for (int32_t a = 0; a < call->args.count && good; a++)
        if (gx_builtins[call->fn].shape[a] != '1')
            good = add_array(x, call, a, s, outer, &in, &extra);
    x->scope.count = outer;
    good = good && add_extras(x, call, s, &extra);
    bulk->in = in.at;
    bulk->in_count = in.count;
    bulk->extra = extra.at;
    bulk->extra_count = extra.count;
    return good;
}

/* ---- bulks ---- */

/* The bindings of the last subscripts of the first argument, or those they map to. */
static bool find_span(gx_expander *x, const gx_expr *call, span *s)
{
    const gx_expr *array = call->args.at[0];
    const char *result = strchr(gx_builtins[call->fn].shape, '>') + 2;
    int32_t rank = *result == 'm' ? 2 : *result == 'v' ? 1 : 0;
    *s = (span){.size = {1, 1}, .count = rank};
    for (int32_t r = 0; r < rank; r++) {
        int32_t position = array->subs.count - rank + r;
        int32_t range =
            array->kind == GX_EXPR_NAME && position >= 0
                ? gx_map_find(x->flat->model->range_names, array->subs.at[position].key)
                : -1;
        for (int32_t i = 0; i < x->scope.count; i++)
            if (x->scope.at[i].range == range && !x->scope.at[i].is_reduced)
                s->at[r] = &x->scope.at[i];
        int32_t mapped = s->at[r] || range < 0
                             ? -1
                             : gx_scope_mapped(x->flat->model, range, &x->scope);
        if (mapped >= 0)
            s->at[r] = &x->scope.at[mapped];
        if (!s->at[r]) {
            gx_error(x->ds, GX_CODE_SUBSCRIPT, array->loc,
                     rank == 2 ? "'%s' needs a variable whose last two subscripts are "
                                 "ranges of the left-hand side"
                               : "'%s' needs a variable whose last subscript is a range "
                                 "of the left-hand side",
                     gx_builtins[call->fn].name);
            return false;
        }
        s->size[r] = x->flat->model->ranges.at[s->at[r]->range].elements.count;
    }
    if (rank == 2 && s->size[0] != s->size[1])
        gx_error(x->ds, GX_CODE_SUBSCRIPT, array->loc,
                 "'%s' needs a square matrix, not %d by %d", gx_builtins[call->fn].name,
                 s->size[0], s->size[1]);
    return rank < 2 || s->size[0] == s->size[1];
}

/* The call's bulk for these outer subscripts, when another element made it already. */
static int32_t find_bulk(const gx_expander *x, const gx_bulk *made)
{
    for (int32_t b = 0; b < x->flat->bulks.count; b++) {
        const gx_bulk *bulk = &x->flat->bulks.at[b];
        if (bulk->call == made->call && bulk->outer_count == made->outer_count &&
            memcmp(bulk->outer, made->outer,
                   (size_t)made->outer_count * sizeof *made->outer) == 0)
            return b;
    }
    return -1;
}

static int32_t add_bulk(gx_expander *x, gx_bulk *bulk)
{
    int32_t index = x->flat->bulks.count;
    for (int32_t i = 0; i < bulk->out_count; i++) {
        int32_t cell = gx_hidden_new(x, bulk->call->loc);
        x->flat->cells.at[cell].kind = GX_CELL_ARRAY;
        x->flat->cells.at[cell].bulk = index;
        bulk->first_out = i ? bulk->first_out : cell;
    }
    *GX_ADD(x->flat->arena, &x->flat->bulks) = *bulk;
    return index;
}

const gx_node *gx_resolve_array(gx_expander *x, const gx_expr *call)
{
    gx_bulk bulk = {.fn = call->fn, .call = call};
    span s;
    if (!find_span(x, call, &s))
        return NULL;
    for (int32_t i = 0; i < x->scope.count; i++)
        if (&x->scope.at[i] != s.at[0] && &x->scope.at[i] != s.at[1])
            bulk.outer[bulk.outer_count++] = x->scope.at[i].element;
    bulk.out_count = s.size[0] * s.size[1];
    int32_t index = s.count && !x->frame ? find_bulk(x, &bulk) : -1;
    if (index < 0)
        index = add_arguments(x, call, &s, &bulk) ? add_bulk(x, &bulk) : -1;
    if (index < 0)
        return NULL;
    int32_t at = s.count ? s.at[0]->element * s.size[1] : 0;
    at += s.count > 1 ? s.at[1]->element : 0;
    return gx_node_cell(x, x->flat->bulks.at[index].first_out + at, call->loc);
}
