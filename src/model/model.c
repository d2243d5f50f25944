/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include <string.h>

gx_model *gx_model_new(int32_t file, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_model *model = GX_NEW(arena, gx_model);
    model->arena = arena;
    model->file = file;
    model->names = gx_map_new(arena);
    model->stdlib_file = -1;
    model->macro_names = gx_map_new(arena);
    model->range_names = gx_map_new(arena);
    model->element_names = gx_map_new(arena);
    model->rivals = gx_map_new(arena);
    return model;
}

void gx_model_free(gx_model *model)
{
    if (model)
        gx_arena_free(model->arena);
}

const char *gx_model_nearest(const gx_model *model, const char *key)
{
    const char *near = gx_map_nearest(model->names, key);
    return near ? model->variables.at[gx_map_find(model->names, near)].name : NULL;
}

/* A lookup, or an input of a macro, which may be one. */
static bool may_be_lookup(const gx_model *model, const gx_macro *inside, const char *key)
{
    for (int32_t i = 0; inside && i < inside->inputs.count; i++)
        if (strcmp(inside->inputs.at[i].key, key) == 0)
            return true;
    const gx_variables *variables = inside ? &inside->variables : &model->variables;
    int32_t v = gx_map_find(inside ? inside->names : model->names, key);
    return v >= 0 && variables->at[v].equations.count &&
           variables->at[v].equations.at[0].rhs->kind == GX_EXPR_TABLE;
}

const gx_macro *gx_macro_find(const gx_model *model, const gx_macro *inside,
                              const char *key)
{
    int32_t m = key && !may_be_lookup(model, inside, key)
                    ? gx_map_find(model->macro_names, key)
                    : -1;
    bool in_library = inside && inside->loc.file == model->stdlib_file;
    while (m >= 0 && in_library && model->macros.at[m].loc.file != model->stdlib_file)
        m = model->macros.at[m].hides; /* the library does not see the model's macros */
    return m >= 0 ? &model->macros.at[m] : NULL;
}

int32_t gx_range_find(const gx_range *range, const char *key)
{
    if (range->places)
        return gx_map_find(range->places, key);
    for (int32_t i = 0; i < range->elements.count; i++)
        if (strcmp(range->elements.at[i].key, key) == 0)
            return i;
    return -1;
}

/* ---- dump ---- */

static void print_subscripts(const gx_subscript *sub, int32_t count, gx_buf *out)
{
    for (int32_t i = 0; i < count; i++)
        gx_buf_print(out, "%s%s%s", i ? "," : "[", sub[i].name,
                     sub[i].is_reduced ? "!" : "");
    if (count)
        gx_buf_print(out, "]");
}

static void print_points(const gx_expr *table, gx_buf *out)
{
    gx_buf_print(out, "(");
    for (int32_t i = 0; i < table->points.count; i++) {
        gx_buf_print(out, i ? ",(" : "(");
        gx_buf_number(out, table->points.at[i].x);
        gx_buf_print(out, ",");
        gx_buf_number(out, table->points.at[i].y);
        gx_buf_print(out, ")");
    }
    gx_buf_print(out, ")");
}

static void print_operand(const gx_expr *expr, int32_t least, gx_buf *out)
{
    int32_t binds = expr->kind == GX_EXPR_CALL ? gx_builtin_precedence(expr->fn) : 0;
    bool wrap = binds && binds < least;
    gx_buf_print(out, wrap ? "(" : "");
    gx_expr_print(expr, out);
    gx_buf_print(out, wrap ? ")" : "");
}

static void print_call(const gx_expr *expr, gx_buf *out)
{
    int32_t binds = gx_builtin_precedence(expr->fn);
    if (binds && expr->args.count == 1) {
        gx_buf_print(out, "%s", expr->fn == GX_FN_NEG ? "-" : gx_builtins[expr->fn].name);
        print_operand(expr->args.at[0], binds, out);
        return;
    }
    if (binds) {
        bool from_right = expr->fn == GX_FN_POW;
        print_operand(expr->args.at[0], binds + from_right, out);
        gx_buf_print(out, " %s ", gx_builtins[expr->fn].name);
        print_operand(expr->args.at[1], binds + !from_right, out);
        return;
    }
    gx_buf_print(out, "%s",
                 expr->fn == GX_FN_NONE ? expr->name : gx_builtins[expr->fn].name);
    print_subscripts(expr->subs.at, expr->subs.count, out);
    for (int32_t i = 0; i < expr->args.count; i++) {
        gx_buf_print(out, i ? ", " : "(");
        gx_expr_print(expr->args.at[i], out);
    }
    gx_buf_print(out, expr->args.count ? "" : "(");
    for (int32_t i = 0; i < expr->outputs.count; i++) {
        gx_buf_print(out, i ? ", " : " : ");
        gx_expr_print(expr->outputs.at[i], out);
    }
    gx_buf_print(out, ")");
}

static const char *const between_names[] = {"INTERPOLATE", "HOLD BACKWARD",
                                            "LOOK FORWARD", "RAW"};

void gx_expr_print(const gx_expr *expr, gx_buf *out)
{
    switch (expr->kind) {
    case GX_EXPR_NUMBER:
        gx_buf_number(out, expr->number);
        break;
    case GX_EXPR_NAME:
        gx_buf_print(out, "%s", expr->name);
        print_subscripts(expr->subs.at, expr->subs.count, out);
        break;
    case GX_EXPR_CALL:
        print_call(expr, out);
        break;
    case GX_EXPR_OUTPUT:
        gx_buf_print(out, "output %d of ", expr->output + 1);
        gx_expr_print(expr->args.at[0], out);
        break;
    case GX_EXPR_TABLE:
        print_points(expr, out);
        break;
    case GX_EXPR_DATA:
        gx_buf_print(out, ":%s:", between_names[expr->between]);
        break;
    case GX_EXPR_LIST:
        for (int32_t i = 0; i < expr->args.count; i++) {
            bool starts_row = expr->row_length && i % expr->row_length == 0;
            gx_buf_print(out, "%s", !i ? "" : starts_row ? "; " : ", ");
            gx_expr_print(expr->args.at[i], out);
        }
        break;
    }
}

static void print_variable(const gx_variable *var, gx_buf *out)
{
    for (int32_t i = 0; i < var->equations.count; i++) {
        const gx_equation *eq = &var->equations.at[i];
        gx_buf_print(out, "%s", var->name);
        print_subscripts(eq->subs.at, eq->subs.count, out);
        bool is_equation =
            eq->rhs->kind != GX_EXPR_TABLE && eq->rhs->kind != GX_EXPR_DATA;
        gx_buf_print(out, is_equation ? " = " : "");
        gx_expr_print(eq->rhs, out);
        gx_buf_print(out, "\n");
    }
    gx_buf_print(out, "    ~ %s%s%s\n", *var->units ? var->units : "(no units)",
                 *var->limits ? " " : "", var->limits);
    if (*var->doc)
        gx_buf_print(out, "    ~ %s\n", var->doc);
}

void gx_model_print(const gx_model *model, gx_buf *out)
{
    for (int32_t r = 0; r < model->ranges.count; r++) {
        gx_buf_print(out, "%s:", model->ranges.at[r].name);
        for (int32_t i = 0; i < model->ranges.at[r].elements.count; i++)
            gx_buf_print(out, "%s %s", i ? "," : "",
                         model->ranges.at[r].elements.at[i].name);
        gx_buf_print(out, "\n");
    }
    int32_t group = -1;
    for (int32_t v = 0; v < model->variables.count; v++) {
        const gx_variable *var = &model->variables.at[v];
        if (var->group != group)
            gx_buf_print(out, "\n## %s\n", model->groups.at[var->group].name);
        group = var->group;
        print_variable(var, out);
    }
}
