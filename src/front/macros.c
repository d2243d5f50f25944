/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "front/macros.h"

#include <string.h>

/* ---- parsing ---- */

typedef GX_LIST(gx_element) element_list;

/* `a, b`: inputs or outputs. */
static void parse_names(gx_lexer *lexer, element_list *names)
{
    while (lexer->token.kind == GX_TOKEN_NAME) {
        gx_element *name = GX_ADD(lexer->arena, names);
        name->name = lexer->token.text;
        name->key = gx_text_key(lexer->arena, name->name, strlen(name->name));
        name->loc = lexer->token.loc;
        gx_slip_warn(lexer->ds, name->loc, name->name);
        gx_lexer_next(lexer);
        if (!gx_lexer_accept(lexer, ","))
            break;
    }
}

gx_err gx_macro_parse_header(gx_macro *macro, gx_lexer *lexer)
{
    element_list inputs = {0}, outputs = {0};
    if (lexer->token.kind != GX_TOKEN_NAME)
        return gx_lexer_unexpected(lexer, "the name of a macro");
    macro->name = lexer->token.text;
    macro->key = gx_text_key(lexer->arena, macro->name, strlen(macro->name));
    macro->loc = lexer->token.loc;
    gx_lexer_next(lexer);
    gx_err err = gx_lexer_expect(lexer, "(", "after the name of a macro");
    if (!err)
        parse_names(lexer, &inputs);
    if (!err && gx_lexer_accept(lexer, ":"))
        parse_names(lexer, &outputs);
    macro->inputs.at = inputs.at;
    macro->inputs.count = inputs.count;
    macro->outputs.at = outputs.at;
    macro->outputs.count = outputs.count;
    return err ? err : gx_lexer_expect(lexer, ")", "after the inputs of a macro");
}

/* ---- checks ---- */

/* Inputs are told apart and have no equation. */
static gx_err check_inputs(const gx_macro *macro, gx_arena *arena, gx_diags *ds)
{
    gx_map *seen = gx_map_new(arena);
    for (int32_t i = 0; i < macro->inputs.count; i++) {
        const gx_element *input = &macro->inputs.at[i];
        int32_t v = gx_map_find(macro->names, input->key);
        if (!gx_map_put(seen, input->key, i))
            return gx_error(ds, GX_CODE_DUPLICATE_NAME, input->loc,
                            "'%s' is an input twice", input->name);
        if (v < 0)
            continue;
        gx_err err =
            gx_error(ds, GX_CODE_DUPLICATE_NAME, macro->variables.at[v].loc,
                     "the input '%s' of a macro cannot have an equation", input->name);
        gx_note(ds, input->loc, "it is an input here");
        return err;
    }
    return GX_OK;
}

/* `name`, the macro's value or an output, is one of its numbers. */
static gx_err check_output(const gx_macro *macro, const char *name, const char *key,
                           gx_loc loc, gx_diags *ds)
{
    int32_t v = gx_map_find(macro->names, key);
    if (v < 0)
        return gx_error(ds, GX_CODE_UNDEFINED_NAME, loc,
                        "the macro '%s' has no equation for its value '%s'", macro->name,
                        name);
    if (macro->variables.at[v].equations.at[0].rhs->kind == GX_EXPR_TABLE)
        return gx_error(ds, GX_CODE_ARGUMENTS, macro->variables.at[v].loc,
                        "a macro cannot give a lookup");
    return GX_OK;
}

/* The language has neither arrays nor data inside macros; calls have subscripts. */
static gx_err check_variable(const gx_variable *var, gx_diags *ds)
{
    const gx_equation *eq = &var->equations.at[0];
    if (eq->subs.count)
        return gx_error(
            ds, GX_CODE_SUBSCRIPT, eq->subs.at[0].loc,
            "no subscripts inside a macro: call it with subscripted arguments");
    if (eq->rhs->kind == GX_EXPR_DATA)
        return gx_error(ds, GX_CODE_UNDEFINED_NAME, var->loc,
                        "'%s' has no equation, and a macro has no data of its own",
                        var->name);
    if (eq->rhs->kind == GX_EXPR_LIST)
        return gx_error(ds, GX_CODE_SUBSCRIPT, eq->rhs->loc,
                        "%d numbers for one variable of a macro", eq->rhs->args.count);
    return GX_OK;
}

gx_err gx_macro_check(const gx_macro *macro, gx_arena *arena, gx_diags *ds)
{
    gx_err err = check_output(macro, macro->name, macro->key, macro->loc, ds);
    for (int32_t i = 0; !err && i < macro->outputs.count; i++) {
        const gx_element *output = &macro->outputs.at[i];
        err = check_output(macro, output->name, output->key, output->loc, ds);
    }
    if (!err)
        err = check_inputs(macro, arena, ds);
    for (int32_t v = 0; !err && v < macro->variables.count; v++)
        err = check_variable(&macro->variables.at[v], ds);
    return err;
}
