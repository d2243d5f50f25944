/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Macros: each call is a copy of the macro's variables as hidden cells. */
#include "model/resolve.h"

#include <string.h>

/* A name inside a macro: an input, a variable of the macro, or NULL. */
const gx_node *gx_macro_name(gx_expander *x, const gx_expr *ref)
{
    const gx_macro *macro = x->frame->macro;
    for (int32_t i = 0; i < macro->inputs.count; i++)
        if (strcmp(macro->inputs.at[i].key, ref->key) == 0)
            return x->frame->input[i];
    int32_t v = gx_map_find(macro->names, ref->key);
    return v >= 0 ? gx_node_cell(x, x->frame->cell[v], ref->loc) : NULL;
}

static bool check_macro(gx_expander *x, const gx_macro *macro, const gx_expr *call)
{
    enum { DEEPEST = 30 };
    int32_t depth = 0;
    for (const gx_macro_frame *f = x->frame; f; f = f->caller)
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
const gx_node *gx_resolve_macro(gx_expander *x, const gx_macro *macro,
                                const gx_expr *call)
{
    gx_arena *arena = x->flat->arena;
    if (!check_macro(x, macro, call))
        return NULL;
    gx_macro_frame inner = {.macro = macro,
                            .input =
                                GX_ARRAY(arena, const gx_node *, macro->inputs.count),
                            .cell = GX_ARRAY(arena, int32_t, macro->variables.count),
                            .caller = x->frame};
    for (int32_t i = 0; i < macro->inputs.count; i++) {
        const gx_node *input = gx_resolve(x, call->args.at[i]);
        if (!input)
            return NULL;
        inner.input[i] = gx_hidden_share(x, input);
    }
    for (int32_t v = 0; v < macro->variables.count; v++)
        inner.cell[v] = gx_hidden_new(x, call->loc);
    gx_expander y = {.flat = x->flat, .ds = x->ds, .cell = x->cell, .frame = &inner};
    for (int32_t v = 0; v < macro->variables.count; v++) {
        if (gx_fill_cell(&y, inner.cell[v], &macro->variables.at[v].equations.at[0], 0))
            return NULL;
        gx_cell *cell = &x->flat->cells.at[inner.cell[v]];
        cell->loc = call->loc; /* what goes wrong inside is shown at the call */
        if (cell->kind == GX_CELL_CONSTANT)
            cell->why_fixed = "inside a macro";
    }
    return gx_node_cell(x, inner.cell[gx_map_find(macro->names, macro->key)], call->loc);
}
