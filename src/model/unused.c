/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which variables nothing reads: leftovers, and the results of a model. */
#include "model/model.h"

#include <string.h>

static void mark(const gx_expr *expr, const gx_model *model, gx_arena *arena,
                 bool *is_read)
{
    if (expr->key) {
        size_t length = strlen(expr->key);
        int32_t v = gx_map_find(model->names, expr->key);
        if (v < 0 && length && expr->key[length - 1] == '$') { /* from inside a macro */
            char *key = gx_arena_text(arena, expr->key, length - 1);
            v = gx_map_find(model->names, key);
        }
        if (v >= 0)
            is_read[v] = true;
    }
    for (int32_t i = 0; i < expr->args.count; i++)
        mark(expr->args.at[i], model, arena, is_read);
}

static void mark_all(const gx_variables *variables, const gx_model *model,
                     gx_arena *arena, bool *is_read)
{
    for (int32_t v = 0; v < variables->count; v++)
        for (int32_t e = 0; e < variables->at[v].equations.count; e++)
            mark(variables->at[v].equations.at[e].rhs, model, arena, is_read);
}

bool *gx_model_read(const gx_model *model, gx_arena *arena)
{
    static const char *const controls[] = {"initial time", "final time", "time step",
                                           "saveper"};
    bool *is_read = GX_ARRAY(arena, bool, model->variables.count + 1);
    mark_all(&model->variables, model, arena, is_read);
    for (int32_t m = 0; m < model->macros.count; m++)
        mark_all(&model->macros.at[m].variables, model, arena, is_read);
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        int32_t v = gx_map_find(model->names, controls[i]);
        if (v >= 0)
            is_read[v] = true;
    }
    return is_read;
}
