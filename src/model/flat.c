/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds the flat model: gives every variable its cells, expands every element, finds the
 * control parameters, then orders the cells (order.c). */
#include "model/resolve.h"

#include <string.h>

/* ---- building ---- */

static bool is_lookup(const gx_variable *var)
{
    return var->equations.at[0].rhs->kind == GX_EXPR_TABLE;
}

static bool is_too_large(const gx_flat *flat)
{
    return flat->cells.count > GX_MOST_CELLS || flat->node_count > GX_MOST_NODES;
}

static void print_element(const gx_flat *flat, int32_t variable, int32_t element,
                          gx_buf *out)
{
    const gx_array *array = &flat->array[variable];
    int32_t stride = array->count;
    gx_buf_print(out, "%s", flat->model->variables.at[variable].name);
    for (int32_t p = 0; p < array->dim_count; p++) {
        const gx_range *range = &flat->model->ranges.at[array->range[p]];
        stride /= range->elements.count;
        gx_buf_print(out, "%s%s", p ? "," : "[",
                     range->elements.at[element / stride].name);
        element %= stride;
    }
    gx_buf_print(out, array->dim_count ? "]" : "");
}

static const char *element_name(const gx_flat *flat, int32_t variable, int32_t element,
                                gx_diags *ds)
{
    gx_buf name;
    gx_buf_init(&name, ds->oom);
    print_element(flat, variable, element, &name);
    const char *copy = gx_arena_text(flat->arena, name.text, name.length);
    gx_buf_clear(&name);
    return copy;
}

/* Which equation defines which element; no element twice. */
static gx_err check_coverage(gx_flat *flat, int32_t v, gx_diags *ds)
{
    const gx_variable *var = &flat->model->variables.at[v];
    const gx_array *array = &flat->array[v];
    int32_t *by = GX_ARRAY(flat->arena, int32_t, array->count);
    gx_scope scope;
    for (int32_t e = 0; e < var->equations.count; e++) {
        const gx_equation *eq = &var->equations.at[e];
        int32_t size = gx_equation_size(flat->model, eq);
        for (int32_t i = 0; i < size; i++) {
            int32_t element = gx_equation_element(flat->model, array, eq, i, &scope);
            if (gx_equation_excepts(flat->model, array, eq, element))
                continue;
            if (by[element]) {
                gx_err err =
                    gx_error(ds, GX_CODE_DUPLICATE_NAME, eq->loc, "'%s' is defined twice",
                             element_name(flat, v, element, ds));
                gx_note(ds, var->equations.at[by[element] - 1].loc,
                        "it was defined here first");
                return err;
            }
            by[element] = e + 1;
        }
    }
    for (int32_t i = 0; i < array->count; i++) {
        if (by[i])
            continue;
        gx_warning(ds, GX_CODE_SUBSCRIPT, var->loc,
                   "'%s' has no equation and is left out", element_name(flat, v, i, ds));
        if (array->first >= 0)
            flat->cells.at[array->first + i].kind = GX_CELL_NONE;
    }
    return GX_OK;
}

/* A row has the elements of the last range; a column may stand for one range. */
static gx_err check_rows(const gx_model *model, const gx_variable *var,
                         const gx_equation *eq, gx_diags *ds)
{
    int32_t last = 1, ranges = 0;
    for (int32_t p = 0; p < eq->subs.count; p++) {
        int32_t r = gx_map_find(model->range_names, eq->subs.at[p].key);
        if (r >= 0) {
            last = model->ranges.at[r].elements.count;
            ranges++;
        }
    }
    bool is_column = ranges == 1 && eq->rhs->row_length == 1;
    if (is_column || eq->rhs->row_length == last)
        return GX_OK;
    return gx_error(
        ds, GX_CODE_SUBSCRIPT, eq->rhs->loc,
        "rows of %d numbers for the %d elements of the last subscript of '%s'",
        eq->rhs->row_length, last, var->name);
}

/* Does the library or the language have a function of this name? */
static bool names_function(const gx_model *model, const char *key)
{
    int32_t m = gx_map_find(model->macro_names, key);
    return gx_builtin_find(key) != GX_FN_NONE ||
           (m >= 0 && model->macros.at[m].loc.file == model->stdlib_file);
}

/* A lookup with the name of a function, which a call means one or the other of: a macro
 * of the library and what is not the field's give way. */
static gx_err check_lookup_name(const gx_variable *var, gx_diags *ds)
{
    gx_builtin fn = gx_builtin_find(var->key);
    if (fn != GX_FN_NONE && !gx_builtin_is_own(fn))
        return gx_error(ds, GX_CODE_DUPLICATE_NAME, var->loc,
                        "'%s' is a function and cannot be a lookup too", var->name);
    gx_note(ds, var->loc, "the lookup '%s' stands for the function of that name",
            var->name);
    return GX_OK;
}

/* A name that stands for something else too. Every use of Time is the clock's, so that an
 * equation of its own would be lost; a lookup that is called as a function is would be
 * one or the other, an element of a range its number or the variable. */
static gx_err check_name(const gx_model *model, const gx_variable *var, gx_diags *ds)
{
    int32_t range = gx_map_find(model->element_names, var->key);
    if (strcmp(var->key, "time") == 0)
        return gx_error(ds, GX_CODE_DUPLICATE_NAME, var->loc,
                        "'%s' is the clock and cannot be defined", var->name);
    if (range >= 0) {
        const gx_range *home = &model->ranges.at[range];
        gx_err err = gx_error(ds, GX_CODE_DUPLICATE_NAME, var->loc,
                              "'%s' is an element of '%s' and cannot be a variable too",
                              var->name, home->name);
        gx_note(ds, home->elements.at[gx_range_find(home, var->key)].loc,
                "it is an element here");
        return err;
    }
    if (!names_function(model, var->key))
        return GX_OK;
    if (is_lookup(var))
        return check_lookup_name(var, ds);
    gx_warning(ds, GX_CODE_DUPLICATE_NAME, var->loc,
               "'%s' is the name of a function too: '%s(' calls it", var->name,
               var->name);
    return GX_OK;
}

static gx_err check_shape(const gx_model *model, const gx_variable *var,
                          const gx_equation *eq, gx_diags *ds)
{
    if ((eq->rhs->kind == GX_EXPR_TABLE) != is_lookup(var))
        return gx_error(ds, GX_CODE_DUPLICATE_NAME, eq->loc,
                        "'%s' is a lookup in one place and not in another", var->name);
    int32_t size = gx_equation_size(model, eq);
    if (eq->rhs->kind == GX_EXPR_LIST && eq->rhs->args.count != size)
        return gx_error(ds, GX_CODE_SUBSCRIPT, eq->rhs->loc,
                        "%d numbers for the %d elements of '%s'", eq->rhs->args.count,
                        size, var->name);
    return eq->rhs->row_length ? check_rows(model, var, eq, ds) : GX_OK;
}

/* Give a variable its place among the cells or tables. */
static gx_err place_variable(gx_flat *flat, int32_t v, gx_diags *ds)
{
    const gx_model *model = flat->model;
    const gx_variable *var = &model->variables.at[v];
    gx_array *array = &flat->array[v];
    gx_err err = var->is_wrong ? GX_BAD_INPUT : gx_array_find(array, model, var, ds);
    if (!err)
        err = check_name(model, var, ds);
    for (int32_t e = 0; !err && e < var->equations.count; e++)
        err = check_shape(model, var, &var->equations.at[e], ds);
    if (!err && flat->cells.count + flat->tables.count + array->count > GX_MOST_CELLS)
        err = gx_error(ds, GX_CODE_SUBSCRIPT, var->loc,
                       "the model has more than %d elements", GX_MOST_CELLS);
    if (err) {
        *array = (gx_array){.first = -1, .first_table = -1, .is_wrong = true};
        return err;
    }
    if (is_lookup(var))
        array->first_table = flat->tables.count;
    else
        array->first = flat->cells.count;
    for (int32_t i = 0; i < array->count && is_lookup(var); i++)
        GX_ADD(flat->arena, &flat->tables);
    for (int32_t i = 0; i < array->count && !is_lookup(var); i++)
        *GX_ADD(flat->arena, &flat->cells) = (gx_cell){.kind = GX_CELL_AUXILIARY,
                                                       .variable = v,
                                                       .element = i,
                                                       .owner = array->first + i,
                                                       .loc = var->loc};
    return check_coverage(flat, v, ds);
}

static gx_err expand_element(gx_flat *flat, int32_t v, const gx_equation *eq, int32_t i,
                             gx_diags *ds)
{
    gx_array *array = &flat->array[v];
    gx_scope scope;
    int32_t element = gx_equation_element(flat->model, array, eq, i, &scope);
    if (gx_equation_excepts(flat->model, array, eq, element))
        return GX_OK;
    if (array->first_table < 0)
        return gx_cell_expand(flat, array->first + element, eq, i, &scope, ds);
    if (!gx_table_check(&flat->tables.at[array->first_table + element], eq->rhs,
                        element_name(flat, v, element, ds), ds))
        return GX_OK;
    array->is_wrong = true; /* it has no points to ask for */
    return GX_BAD_INPUT;
}

/* An equation is given up at the first element that has an error. */
static void expand_variable(gx_flat *flat, int32_t v, gx_diags *ds)
{
    const gx_variable *var = &flat->model->variables.at[v];
    for (int32_t e = 0; e < var->equations.count && !flat->array[v].is_wrong; e++) {
        const gx_equation *eq = &var->equations.at[e];
        int32_t size = gx_equation_size(flat->model, eq);
        for (int32_t i = 0; i < size; i++)
            if (expand_element(flat, v, eq, i, ds))
                break;
    }
}

static gx_err find_controls(gx_flat *flat, gx_diags *ds)
{
    static const char *const names[GX_CONTROL_COUNT] = {"INITIAL TIME", "FINAL TIME",
                                                        "TIME STEP", "SAVEPER"};
    static const char *const keys[GX_CONTROL_COUNT] = {"initial time", "final time",
                                                       "time step", "saveper"};
    gx_err err = GX_OK;
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++) {
        int32_t v = gx_map_find(flat->model->names, keys[c]);
        gx_loc whole = {.file = flat->model->file, .length = 1};
        if (v < 0 ? flat->model->lacks_names : flat->array[v].is_wrong)
            continue;
        if (v < 0 && c == GX_CONTROL_SAVEPER)
            flat->control[c] = flat->control[GX_CONTROL_TIME_STEP];
        else if (v < 0)
            err = gx_error(ds, GX_CODE_CONTROL, whole, "the model does not define '%s'",
                           names[c]);
        else if (flat->array[v].count != 1 || flat->array[v].first < 0)
            err = gx_error(ds, GX_CODE_CONTROL, flat->model->variables.at[v].loc,
                           "'%s' must be one number", names[c]);
        else
            flat->control[c] = flat->array[v].first;
    }
    return err;
}

/* Lookups are expanded first and literals next, because others ask for them. */
static int32_t rank_of(const gx_variable *var)
{
    gx_expr_kind kind = var->is_wrong ? GX_EXPR_NUMBER : var->equations.at[0].rhs->kind;
    return kind == GX_EXPR_TABLE                            ? 0
           : kind == GX_EXPR_NUMBER || kind == GX_EXPR_LIST ? 1
                                                            : 2;
}

gx_err gx_flat_build(gx_flat **out, const gx_model *model, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_flat *flat = GX_NEW(arena, gx_flat);
    int32_t errors = ds->error_count;
    flat->arena = arena;
    flat->model = model;
    flat->array = GX_ARRAY(arena, gx_array, model->variables.count);
    for (int32_t v = 0; v < model->variables.count; v++)
        place_variable(flat, v, ds);
    for (int32_t rank = 0; rank < 3; rank++)
        for (int32_t v = 0; v < model->variables.count; v++)
            if (rank_of(&model->variables.at[v]) == rank && !is_too_large(flat))
                expand_variable(flat, v, ds);
    find_controls(flat, ds);
    if (!is_too_large(flat) && !gx_chain_expand(flat, ds))
        gx_flat_order(flat, ds);
    *out = flat;
    if (ds->error_count == errors && !model->has_errors)
        return GX_OK;
    return gx_diags_outcome(ds);
}

void gx_flat_free(gx_flat *flat)
{
    if (flat)
        gx_arena_free(flat->arena);
}

/* ---- dump ---- */

void gx_cell_print_name(const gx_flat *flat, int32_t cell, gx_buf *out)
{
    const gx_cell *c = &flat->cells.at[cell];
    if (c->element < 0)
        gx_buf_print(out, "%s#%d", flat->model->variables.at[c->variable].name, cell);
    else
        print_element(flat, c->variable, c->element, out);
}

const char *gx_cell_name(const gx_flat *flat, int32_t cell, gx_arena *arena, gx_oom oom)
{
    gx_buf name;
    gx_buf_init(&name, oom);
    gx_cell_print_name(flat, cell, &name);
    char *copy = gx_arena_text(arena, name.text, name.length);
    gx_buf_clear(&name);
    return copy;
}

static void print_operand(const gx_flat *flat, const gx_node *node, int32_t least,
                          gx_buf *out)
{
    int32_t binds = node->kind == GX_NODE_CALL ? gx_builtin_precedence(node->fn) : 0;
    bool wrap = binds && binds < least;
    gx_buf_print(out, wrap ? "(" : "");
    gx_node_print(flat, node, out);
    gx_buf_print(out, wrap ? ")" : "");
}

static void print_call(const gx_flat *flat, const gx_node *node, gx_buf *out)
{
    int32_t binds = gx_builtin_precedence(node->fn);
    const char *name = node->kind == GX_NODE_TABLE ? flat->tables.at[node->index].name
                                                   : gx_builtins[node->fn].name;
    if (binds && node->arg_count == 2) {
        bool from_right = node->fn == GX_FN_POW;
        print_operand(flat, node->arg[0], binds + from_right, out);
        gx_buf_print(out, " %s ", name);
        print_operand(flat, node->arg[1], binds + !from_right, out);
        return;
    }
    gx_buf_print(out, "%s", node->fn == GX_FN_NEG ? "-" : name);
    if (binds) {
        print_operand(flat, node->arg[0], binds, out);
        return;
    }
    for (int32_t i = 0; i < node->arg_count; i++) {
        gx_buf_print(out, i ? ", " : "(");
        gx_node_print(flat, node->arg[i], out);
    }
    gx_buf_print(out, node->arg_count ? ")" : "()");
}

void gx_node_print(const gx_flat *flat, const gx_node *node, gx_buf *out)
{
    switch (node->kind) {
    case GX_NODE_NUMBER:
        gx_buf_number(out, node->number);
        break;
    case GX_NODE_CELL:
        gx_cell_print_name(flat, node->index, out);
        break;
    case GX_NODE_TIME:
        gx_buf_print(out, "Time");
        break;
    case GX_NODE_CALL:
    case GX_NODE_TABLE:
        print_call(flat, node, out);
        break;
    }
}

void gx_flat_print(const gx_flat *flat, gx_buf *out)
{
    static const char *const kinds[] = {"constant", "auxiliary", "stock", "initial",
                                        "delay",    "array",     "none"};
    static const char *const delays[] = {" delayed by ", " delayed as information by ",
                                         " delayed as material by ",
                                         " as payments by periods of "};
    for (int32_t i = 0; i < flat->cells.count; i++) {
        const gx_cell *cell = &flat->cells.at[i];
        gx_buf_print(out, "%4d %-9s ", i, kinds[cell->kind]);
        gx_cell_print_name(flat, i, out);
        const struct {
            const char *before;
            const gx_node *node;
        } parts[] = {
            {cell->kind == GX_CELL_STOCK ? " = integral of " : " = ", cell->active},
            {delays[cell->delay_kind], cell->delay},
            {cell->when ? ", beside " : ", else ", cell->missing},
            {" at ", cell->when},
            {cell->active ? ", at first " : " = at first ", cell->initial}};
        for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
            if (!parts[p].node)
                continue;
            gx_buf_print(out, "%s", parts[p].before);
            gx_node_print(flat, parts[p].node, out);
        }
        gx_buf_print(out, "\n");
    }
    for (int32_t t = 0; t < flat->tables.count; t++)
        gx_buf_print(out, "table %d %s: %d points\n", t, flat->tables.at[t].name,
                     flat->tables.at[t].count);
}

void gx_flat_print_order(const gx_flat *flat, gx_buf *out)
{
    gx_buf_print(out, "once, for initial values:\n");
    for (int32_t i = 0; i < flat->initial_count; i++) {
        gx_buf_print(out, "%4d  ", i);
        gx_cell_print_name(flat, flat->initial_order[i], out);
        gx_buf_print(out, "\n");
    }
    gx_buf_print(out, "at each evaluation:\n");
    for (int32_t i = 0; i < flat->active_count; i++) {
        gx_buf_print(out, "%4d  ", i);
        gx_cell_print_name(flat, flat->active_order[i], out);
        gx_buf_print(out, "\n");
    }
}
