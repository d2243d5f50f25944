/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Macros: each call is a copy of the macro's variables as hidden cells. The variables
 * that a call names for its outputs take their values from the copy the call made. */
#include "model/resolve.h"

#include <string.h>

/* ---- names inside a macro ---- */

bool gx_macro_meaning(gx_meaning *meaning, const gx_macro_frame *frame, const char *key)
{
    const gx_macro *macro = frame->macro;
    int32_t v = gx_map_find(macro->names, key);
    for (int32_t i = 0; i < macro->inputs.count; i++)
        if (strcmp(macro->inputs.at[i].key, key) == 0) {
            *meaning = frame->input[i];
            return true;
        }
    if (v >= 0)
        *meaning = frame->variable[v];
    return v >= 0;
}

/* ---- calls ---- */

static bool check_call(gx_expander *x, const gx_macro *macro, const gx_expr *call)
{
    enum { DEEPEST = 30 };
    int32_t depth = 0;
    for (const gx_macro_frame *f = x->frame; f; f = f->caller) {
        if (f->macro == macro) {
            gx_error(x->ds, GX_CODE_CYCLE, call->loc, "the macro '%s' calls itself",
                     macro->name);
            x->is_lost = true;
            return false;
        }
        depth++;
    }
    if (depth >= DEEPEST) {
        gx_error(x->ds, GX_CODE_CYCLE, call->loc, "more than %d macros inside each other",
                 (int)DEEPEST);
        x->is_lost = true;
        return false;
    }
    if (macro->is_wrong) {
        gx_resolve_wrong(x, call);
        return false;
    }
    if (call->args.count != macro->inputs.count) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc, "'%s' takes %d argument%s, not %d",
                 macro->name, macro->inputs.count, macro->inputs.count == 1 ? "" : "s",
                 call->args.count);
        return false;
    }
    if (call->outputs.count && call->outputs.count != macro->outputs.count) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc, "'%s' has %d output%s, not %d",
                 macro->name, macro->outputs.count, macro->outputs.count == 1 ? "" : "s",
                 call->outputs.count);
        return false;
    }
    for (int32_t i = 0; call->outputs.count && i < x->scope.count; i++)
        if (x->scope.at[i].is_reduced) {
            gx_error(x->ds, GX_CODE_SUBSCRIPT, call->loc,
                     "a macro called with outputs cannot stand in a SUM over '!'");
            return false;
        }
    return true;
}

static bool take_inputs(gx_expander *x, gx_macro_frame *frame, const gx_expr *call)
{
    bool good = true;
    for (int32_t i = 0; i < call->args.count && !x->is_lost; i++) {
        const gx_expr *arg = call->args.at[i];
        gx_meaning *input = &frame->input[i];
        input->table = -1;
        if (gx_names_lookup(x, arg)) {
            input->table = gx_table_find(x, arg);
            good = good && input->table >= 0;
            continue;
        }
        const gx_node *value = gx_resolve(x, arg);
        good = good && value;
        input->node = value ? gx_hidden_share(x, value) : NULL;
    }
    return good && !x->is_lost;
}

/* Give every variable of the macro its hidden cell or table. */
static bool place_variables(gx_expander *x, gx_macro_frame *frame, const gx_expr *call)
{
    const gx_variables *variables = &frame->macro->variables;
    for (int32_t v = 0; v < variables->count; v++) {
        const gx_variable *var = &variables->at[v];
        gx_meaning *meaning = &frame->variable[v];
        meaning->table = -1;
        if (var->equations.at[0].rhs->kind == GX_EXPR_TABLE) {
            gx_table table;
            if (gx_table_check(&table, var->equations.at[0].rhs, var->name, x->ds))
                return false;
            *GX_ADD(x->flat->arena, &x->flat->tables) = table;
            meaning->table = x->flat->tables.count - 1;
        } else {
            int32_t index = gx_hidden_new(x, call->loc);
            x->flat->cells.at[index].inner = var->name;
            meaning->node = gx_node_cell(x, index, call->loc);
        }
    }
    return true;
}

static bool fill_variables(gx_expander *x, const gx_macro_frame *frame,
                           const gx_expr *call)
{
    const gx_variables *variables = &frame->macro->variables;
    gx_expander y = {.flat = x->flat, .ds = x->ds, .cell = x->cell, .frame = frame};
    for (int32_t v = 0; v < variables->count; v++) {
        if (!frame->variable[v].node)
            continue;
        int32_t index = frame->variable[v].node->index;
        if (gx_fill_cell(&y, index, &variables->at[v].equations.at[0], 0)) {
            x->is_lost = y.is_lost;
            return false;
        }
        gx_cell *cell = &x->flat->cells.at[index];
        cell->loc = gx_shown_loc(x, call->loc);
        if (cell->kind == GX_CELL_CONSTANT)
            cell->why_fixed = GX_TEXT("inside a macro");
    }
    return true;
}

/* The copy that a call with outputs made already for this element, or NULL. */
static gx_macro_frame *find_copy(const gx_expander *x, const gx_expr *call)
{
    for (int32_t i = x->flat->copies.count - 1; i >= 0; i--) {
        gx_macro_frame *copy = x->flat->copies.at[i];
        bool same = copy->call == call && copy->caller == x->frame &&
                    copy->scope.count == x->scope.count;
        for (int32_t b = 0; same && b < x->scope.count; b++)
            same = copy->scope.at[b].element == x->scope.at[b].element;
        if (same)
            return copy;
    }
    return NULL;
}

/* The copy of the macro's variables for a call; NULL after an error. */
static const gx_macro_frame *copy_for(gx_expander *x, const gx_macro *macro,
                                      const gx_expr *call)
{
    gx_arena *arena = x->flat->arena;
    gx_macro_frame *copy = call->outputs.count ? find_copy(x, call) : NULL;
    if (copy)
        return copy->is_wrong ? NULL : copy;
    if (!check_call(x, macro, call))
        return NULL;
    copy = GX_NEW(arena, gx_macro_frame);
    *copy =
        (gx_macro_frame){.macro = macro,
                         .input = GX_ARRAY(arena, gx_meaning, macro->inputs.count),
                         .variable = GX_ARRAY(arena, gx_meaning, macro->variables.count),
                         .caller = x->frame,
                         .call = call,
                         .scope = x->scope};
    if (call->outputs.count)
        *GX_ADD(arena, &x->flat->copies) = copy;
    copy->is_wrong = !take_inputs(x, copy, call);
    if (copy->is_wrong)
        return NULL;
    int32_t first = x->ds->list.count;
    copy->is_wrong = !place_variables(x, copy, call) || !fill_variables(x, copy, call);
    if (!copy->is_wrong)
        return copy;
    gx_error_move(x->ds, first, call->loc,
                  gx_arena_format(arena, "inside the macro '%s'", macro->name));
    return NULL;
}

static const gx_node *value_of(gx_expander *x, const gx_macro_frame *copy,
                               const char *key, gx_loc loc)
{
    int32_t v = gx_map_find(copy->macro->names, key);
    return gx_node_cell(x, copy->variable[v].node->index, loc);
}

const gx_node *gx_resolve_macro(gx_expander *x, const gx_macro *macro,
                                const gx_expr *call)
{
    const gx_macro_frame *copy = copy_for(x, macro, call);
    return copy ? value_of(x, copy, macro->key, call->loc) : NULL;
}

const gx_node *gx_resolve_output(gx_expander *x, const gx_expr *output)
{
    const gx_expr *call = output->args.at[0];
    const gx_macro *macro =
        gx_macro_find(x->flat->model, x->frame ? x->frame->macro : NULL, call->key);
    if (!macro) {
        gx_error(x->ds, GX_CODE_ARGUMENTS, call->loc,
                 "'%s' is no macro: it has no outputs", call->name);
        return NULL;
    }
    const gx_macro_frame *copy = copy_for(x, macro, call);
    return copy ? value_of(x, copy, macro->outputs.at[output->output].key, output->loc)
                : NULL;
}
