/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subscripts: ranges of variables, elements of equations and references. */
#include "model/expand.h"

#include <string.h>

/* ---- ranges of a variable ---- */

/* Does range `r` have every subscript that stands at `position` of the left-hand sides?
 */
static bool covers(const gx_model *model, int32_t r, const gx_variable *var,
                   int32_t position)
{
    const gx_range *range = &model->ranges.at[r];
    for (int32_t e = 0; e < var->equations.count; e++) {
        const char *key = var->equations.at[e].subs.at[position].key;
        int32_t sub = gx_map_find(model->range_names, key);
        if (sub == r)
            continue;
        if (sub < 0 && gx_range_find(range, key) < 0)
            return false;
        for (int32_t i = 0; sub >= 0 && i < model->ranges.at[sub].elements.count; i++)
            if (gx_range_find(range, model->ranges.at[sub].elements.at[i].key) < 0)
                return false;
    }
    return true;
}

/* A subscript on the left is a range or an element. */
static gx_err check_known(const gx_model *model, const gx_subscript *sub, gx_diags *ds)
{
    int32_t range = gx_map_find(model->range_names, sub->key);
    if (sub->is_reduced)
        return gx_error(ds, GX_CODE_SUBSCRIPT, sub->loc,
                        "'%s!' stands on the left: '!' marks what SUM, PROD, VMIN or "
                        "VMAX run over",
                        sub->name);
    if (range >= 0 ? !model->ranges.at[range].is_wrong
                   : gx_map_find(model->element_names, sub->key) >= 0)
        return GX_OK;
    if (range >= 0 || model->lacks_elements)
        return GX_BAD_INPUT; /* told where the range is read */
    gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, sub->loc,
                          "'%s' is neither a subscript range nor an element", sub->name);
    if (!gx_diags_are_few(ds))
        return err;
    gx_slip_note(ds, GX_NOWHERE, sub->name);
    const char *near = gx_map_nearest(model->range_names, sub->key);
    near = near ? near : gx_map_nearest(model->element_names, sub->key);
    gx_suggest(ds, near);
    return err;
}

/* Is the element `key` one that `sub` stands for? */
static bool stands_for(const gx_model *model, const gx_subscript *sub, const char *key)
{
    int32_t range = gx_map_find(model->range_names, sub->key);
    return range >= 0 ? gx_range_find(&model->ranges.at[range], key) >= 0
                      : strcmp(sub->key, key) == 0;
}

/* What :EXCEPT: leaves out must be among what stands on the left. */
static gx_err check_exception(const gx_model *model, const gx_subscript *sub,
                              const gx_subscript *out, gx_diags *ds)
{
    int32_t r = gx_map_find(model->range_names, sub->key);
    bool found = r < 0 && stands_for(model, out, sub->key);
    for (int32_t i = 0; r >= 0 && !found && i < model->ranges.at[r].elements.count; i++)
        found = stands_for(model, out, model->ranges.at[r].elements.at[i].key);
    return found ? GX_OK
                 : gx_error(ds, GX_CODE_SUBSCRIPT, out->loc,
                            "'%s' has nothing of '%s' that could be left out", sub->name,
                            out->name);
}

static gx_err check_subscripts(const gx_model *model, const gx_variable *var,
                               gx_diags *ds)
{
    int32_t positions = var->equations.at[0].subs.count;
    gx_err err = GX_OK;
    for (int32_t e = 0; !err && e < var->equations.count; e++) {
        const gx_equation *eq = &var->equations.at[e];
        if (eq->subs.count != positions)
            return gx_error(ds, GX_CODE_SUBSCRIPT, eq->loc,
                            "'%s' has %d subscripts here and %d elsewhere", var->name,
                            eq->subs.count, positions);
        for (int32_t p = 0; !err && p < positions; p++)
            err = check_known(model, &eq->subs.at[p], ds);
        for (int32_t i = 0; !err && i < eq->except.count * positions; i++) {
            const gx_subscript *out = &eq->except.at[i / positions].at[i % positions];
            err = check_known(model, out, ds);
            if (!err)
                err = check_exception(model, &eq->subs.at[i % positions], out, ds);
        }
    }
    return err;
}

gx_err gx_array_find(gx_array *array, const gx_model *model, const gx_variable *var,
                     gx_diags *ds)
{
    *array = (gx_array){.first = -1, .count = 1, .first_table = -1};
    array->dim_count = var->equations.at[0].subs.count;
    if (array->dim_count > GX_MAX_BINDINGS / 2)
        return gx_error(ds, GX_CODE_SUBSCRIPT, var->loc,
                        "'%s' has more than %d subscripts", var->name,
                        GX_MAX_BINDINGS / 2);
    gx_err err = check_subscripts(model, var, ds);
    for (int32_t p = 0; !err && p < array->dim_count; p++) {
        array->range[p] = -1;
        for (int32_t r = 0; r < model->ranges.count; r++) {
            bool smaller = array->range[p] < 0 ||
                           model->ranges.at[r].elements.count <
                               model->ranges.at[array->range[p]].elements.count;
            if (smaller && covers(model, r, var, p))
                array->range[p] = r;
        }
        if (model->lacks_elements &&
            (array->range[p] < 0 || model->ranges.at[array->range[p]].is_wrong))
            return GX_BAD_INPUT;
        if (array->range[p] < 0)
            return gx_error(ds, GX_CODE_SUBSCRIPT, var->equations.at[0].subs.at[p].loc,
                            "no subscript range has all the elements that '%s' has here",
                            var->name);
        int64_t count =
            (int64_t)array->count * model->ranges.at[array->range[p]].elements.count;
        if (count > GX_MOST_CELLS)
            return gx_error(ds, GX_CODE_UNSUPPORTED, var->loc,
                            "'%s' has more than %d elements", var->name, GX_MOST_CELLS);
        array->count = (int32_t)count;
    }
    return err;
}

/* ---- elements of an equation ---- */

int32_t gx_equation_size(const gx_model *model, const gx_equation *eq)
{
    int32_t size = 1;
    for (int32_t p = 0; p < eq->subs.count; p++) {
        int32_t range = gx_map_find(model->range_names, eq->subs.at[p].key);
        size *= range >= 0 ? model->ranges.at[range].elements.count : 1;
    }
    return size;
}

static void bind(gx_scope *scope, int32_t range, int32_t element, bool is_reduced)
{
    scope->at[scope->count++] =
        (gx_binding){.range = range, .element = element, .is_reduced = is_reduced};
}

int32_t gx_equation_element(const gx_model *model, const gx_array *array,
                            const gx_equation *eq, int32_t i, gx_scope *scope)
{
    int32_t element = 0, stride = 1;
    scope->count = 0;
    for (int32_t p = eq->subs.count - 1; p >= 0; p--) {
        const gx_range *whole = &model->ranges.at[array->range[p]];
        int32_t r = gx_map_find(model->range_names, eq->subs.at[p].key);
        const char *key = eq->subs.at[p].key;
        if (r >= 0) {
            int32_t count = model->ranges.at[r].elements.count;
            bind(scope, r, i % count, false);
            key = model->ranges.at[r].elements.at[i % count].key;
            i /= count;
        }
        element += stride * gx_range_find(whole, key);
        stride *= whole->elements.count;
    }
    return element;
}

bool gx_equation_excepts(const gx_model *model, const gx_array *array,
                         const gx_equation *eq, int32_t element)
{
    for (int32_t e = 0; e < eq->except.count; e++) {
        int32_t rest = element;
        bool all = true;
        for (int32_t p = array->dim_count - 1; p >= 0 && all; p--) {
            const gx_range *range = &model->ranges.at[array->range[p]];
            all = stands_for(model, &eq->except.at[e].at[p],
                             range->elements.at[rest % range->elements.count].key);
            rest /= range->elements.count;
        }
        if (all)
            return true;
    }
    return false;
}

/* ---- references ---- */

/* Where `range` is mapped to `to`: the element that goes with `key` of `to`, or NULL. */
static const char *mapped_key(const gx_model *model, const gx_range *range, int32_t to,
                              const char *key)
{
    for (int32_t m = 0; m < range->mappings.count; m++) {
        const gx_mapping *mapping = &range->mappings.at[m];
        if (gx_map_find(model->range_names, mapping->to.key) != to)
            continue;
        if (!mapping->elements.count) {
            int32_t i = gx_range_find(&model->ranges.at[to], key);
            return i >= 0 ? range->elements.at[i].key : NULL;
        }
        for (int32_t i = 0; i < mapping->elements.count; i++) {
            const gx_element *goes_with = &mapping->elements.at[i];
            gx_subscript sub = {.key = goes_with->key};
            if (stands_for(model, &sub, key))
                return range->elements.at[i].key;
        }
    }
    return NULL;
}

/* The element of `range` by a mapping between it and the range of a binding of the
 * left-hand side. */
static const char *counterpart(const gx_model *model, int32_t range, const gx_binding *b)
{
    const char *key = model->ranges.at[b->range].elements.at[b->element].key;
    return b->is_reduced ? NULL
                         : mapped_key(model, &model->ranges.at[range], b->range, key);
}

int32_t gx_scope_mapped(const gx_model *model, int32_t range, const gx_scope *scope)
{
    for (int32_t i = 0; i < scope->count; i++)
        if (counterpart(model, range, &scope->at[i]))
            return i;
    return -1;
}

static const char *key_by_mapping(const gx_model *model, int32_t range,
                                  const gx_scope *scope)
{
    int32_t i = gx_scope_mapped(model, range, scope);
    return i < 0 ? NULL : counterpart(model, range, &scope->at[i]);
}

/* Mappings to two ranges of the left-hand side may disagree; the choice is not ours. */
static gx_err check_mappings(const gx_model *model, const gx_subscript *sub,
                             int32_t range, const gx_scope *scope, gx_diags *ds)
{
    int32_t first = gx_scope_mapped(model, range, scope);
    for (int32_t i = first + 1; first >= 0 && i < scope->count; i++) {
        const char *one = counterpart(model, range, &scope->at[first]);
        const char *other = counterpart(model, range, &scope->at[i]);
        if (other && strcmp(one, other) != 0)
            return gx_error(ds, GX_CODE_SUBSCRIPT, sub->loc,
                            "'%s' is mapped to '%s' and to '%s', which disagree here: "
                            "'%s' or '%s'",
                            sub->name, model->ranges.at[scope->at[first].range].name,
                            model->ranges.at[scope->at[i].range].name, one, other);
    }
    return GX_OK;
}

static const char *bound_key(const gx_model *model, const gx_subscript *sub,
                             int32_t range, const gx_scope *scope)
{
    for (int32_t n = 0; n < scope->count; n++) {
        /* of sums inside sums the innermost binds */
        const gx_binding *b = &scope->at[sub->is_reduced ? scope->count - 1 - n : n];
        if (b->range == range && b->is_reduced == sub->is_reduced)
            return model->ranges.at[range].elements.at[b->element].key;
    }
    return NULL;
}

/* A mapping the other way round does not help; say which way is wanted. */
static void note_direction(const gx_model *model, int32_t range, const gx_scope *scope,
                           gx_diags *ds)
{
    const gx_range *wanted = &model->ranges.at[range];
    for (int32_t i = 0; i < scope->count; i++) {
        const gx_range *bound = &model->ranges.at[scope->at[i].range];
        for (int32_t m = 0; m < bound->mappings.count; m++)
            if (gx_map_find(model->range_names, bound->mappings.at[m].to.key) == range) {
                gx_note(ds, GX_NOWHERE,
                        "'%s' is mapped to '%s'; here '%s' must be mapped to '%s'",
                        bound->name, wanted->name, wanted->name, bound->name);
                return;
            }
    }
}

static gx_err subscript_error(const gx_model *model, const gx_subscript *sub,
                              const gx_scope *scope, gx_diags *ds)
{
    int32_t range = gx_map_find(model->range_names, sub->key);
    if (range >= 0) {
        gx_err wrong =
            gx_error(ds, GX_CODE_SUBSCRIPT, sub->loc,
                     sub->is_reduced ? "'%s!' stands outside SUM, PROD, VMIN or VMAX"
                                     : "'%s' is not a subscript of the left-hand side",
                     sub->name);
        if (!sub->is_reduced)
            note_direction(model, range, scope, ds);
        return wrong;
    }
    gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, sub->loc,
                          "'%s' is neither a subscript range nor an element", sub->name);
    if (!gx_diags_are_few(ds))
        return err;
    gx_slip_note(ds, GX_NOWHERE, sub->name);
    const char *near = gx_map_nearest(model->element_names, sub->key);
    near = near ? near : gx_map_nearest(model->range_names, sub->key);
    gx_suggest(ds, near);
    return err;
}

int32_t gx_reference_element(const gx_model *model, const gx_array *array,
                             const gx_expr *ref, const gx_scope *scope, gx_diags *ds)
{
    if (ref->subs.count != array->dim_count) {
        gx_error(ds, GX_CODE_SUBSCRIPT, ref->loc, "'%s' needs %d subscript%s, not %d",
                 ref->name, array->dim_count, array->dim_count == 1 ? "" : "s",
                 ref->subs.count);
        return -1;
    }
    int32_t element = 0;
    for (int32_t p = 0; p < array->dim_count; p++) {
        const gx_subscript *sub = &ref->subs.at[p];
        const gx_range *whole = &model->ranges.at[array->range[p]];
        int32_t range = gx_map_find(model->range_names, sub->key);
        bool element_named =
            range < 0 && gx_map_find(model->element_names, sub->key) >= 0;
        const char *key = element_named ? sub->key : NULL;
        if (range >= 0)
            key = bound_key(model, sub, range, scope);
        if (range >= 0 && !key && !sub->is_reduced) {
            if (check_mappings(model, sub, range, scope, ds))
                return -1;
            key = key_by_mapping(model, range, scope);
        }
        if (!key) {
            if (!model->lacks_elements)
                subscript_error(model, sub, scope, ds);
            return -1;
        }
        int32_t i = gx_range_find(whole, key);
        if (i < 0) {
            if (!model->lacks_elements)
                gx_error(ds, GX_CODE_SUBSCRIPT, sub->loc,
                         "'%s' runs over '%s', which has no element '%s'", ref->name,
                         whole->name, key);
            return -1;
        }
        element = element * whole->elements.count + i;
    }
    return element;
}

int32_t gx_scope_element(const gx_scope *scope, int32_t range)
{
    for (int32_t i = 0; i < scope->count; i++)
        if (scope->at[i].range == range)
            return scope->at[i].element;
    return -1;
}
