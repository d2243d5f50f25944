/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario sets, checked against the model: the name must be a literal constant's
 * (or its label), the unit is converted to the variable's. */
#include "model/expand.h"
#include "model/units.h"

#include <math.h>
#include <string.h>

void gx_override_set(gx_overrides *overrides, gx_arena *arena, int32_t cell, double value)
{
    for (int32_t i = 0; i < overrides->list.count; i++)
        if (overrides->list.at[i].cell == cell) {
            overrides->list.at[i].value = value;
            return;
        }
    *GX_ADD(arena, &overrides->list) = (gx_override){.cell = cell, .value = value};
}

double gx_override_value(const gx_overrides *overrides, const gx_flat *flat, int32_t cell)
{
    for (int32_t i = 0; overrides && i < overrides->list.count; i++)
        if (overrides->list.at[i].cell == cell)
            return overrides->list.at[i].value;
    return flat->cells.at[cell].active->number;
}

/* ---- units ---- */

/* The factor from the units written to the variable's; no units written are the
 * variable's own, no units of the variable dimensionless. */
static gx_err unit_factor(double *factor, const gx_quantity *q, const gx_flat *flat,
                          const gx_variable *var, gx_arena *arena, gx_diags *ds)
{
    gx_units *units = gx_units_new(arena, flat->model, ds);
    const char *text = *var->units ? var->units : "Dmnl";
    gx_unit got, want;
    *factor = 1.0;
    if (!*q->units || strcmp(q->units, var->units) == 0)
        return GX_OK;
    if (gx_unit_parse(&got, q->units, units) && gx_unit_parse(&want, text, units) &&
        gx_unit_compare(&got, &want, factor) != GX_UNIT_OTHER)
        return GX_OK;
    gx_err err = gx_error(ds, GX_CODE_VALUE, q->loc, "the unit '%s' is not that of '%s'",
                          q->units, var->name);
    gx_note(ds, GX_NOWHERE, "'%s' is in %s", var->name,
            *var->units ? var->units : "no unit (dimensionless)");
    return err;
}

/* ---- names ---- */

static int32_t variable_named(const gx_flat *flat, const gx_labels *labels,
                              const char *key, gx_arena *arena)
{
    const gx_model *model = flat->model;
    int32_t v = gx_map_find(model->names, key);
    for (int32_t i = 0; v < 0 && labels && i < labels->list.count; i++) {
        const gx_label *label = &labels->list.at[i];
        const char *names[] = {label->name.en, label->name.zh};
        for (int32_t n = 0; n < 2; n++)
            if (names[n] &&
                strcmp(gx_text_key(arena, names[n], strlen(names[n])), key) == 0)
                v = gx_map_find(model->names, gx_text_key(arena, label->variable.text,
                                                          strlen(label->variable.text)));
    }
    return v;
}

static gx_err unknown_name(const gx_flat *flat, const gx_setting *setting,
                           const char *key, gx_diags *ds)
{
    gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, setting->name.loc,
                          "the model has no '%s'", setting->name.text);
    const char *near = gx_map_nearest(flat->model->names, key);
    if (near)
        gx_note(ds, GX_NOWHERE, "did you mean '%s'?",
                flat->model->variables.at[gx_map_find(flat->model->names, near)].name);
    return err;
}

/* `name[a,b]` into the key of the name and the keys of its subscripts. */
static int32_t split_name(const char *name, char **key, char *sub[GX_MAX_BINDINGS],
                          gx_arena *arena)
{
    const char *bracket = strchr(name, '[');
    size_t length = bracket ? (size_t)(bracket - name) : strlen(name);
    int32_t count = 0;
    *key = gx_text_key(arena, name, length);
    while (bracket && *bracket != ']' && *bracket && count < GX_MAX_BINDINGS) {
        const char *from = bracket + 1;
        size_t size = strcspn(from, ",]");
        sub[count++] = gx_text_key(arena, from, size);
        bracket = from + size;
    }
    return count;
}

/* Does element `e` of the array match the subscripts (`*` matches all)? */
static bool matches(const gx_model *model, const gx_array *array, int32_t e,
                    char *const *sub)
{
    for (int32_t p = array->dim_count - 1; p >= 0; p--) {
        const gx_range *range = &model->ranges.at[array->range[p]];
        const char *element = range->elements.at[e % range->elements.count].key;
        if (strcmp(sub[p], "*") != 0 && strcmp(sub[p], element) != 0)
            return false;
        e /= range->elements.count;
    }
    return true;
}

/* ---- what can be set instead ---- */

/* Name the literal constants that a cell's value comes from, at most five, in notes. */
static void note_constants(const gx_flat *flat, const gx_node *node, bool *seen,
                           int32_t *room, gx_diags *ds)
{
    if (!node || !*room)
        return;
    if (node->kind == GX_NODE_CELL && !seen[node->index]) {
        const gx_cell *cell = &flat->cells.at[node->index];
        seen[node->index] = true;
        if (cell->kind == GX_CELL_CONSTANT) {
            gx_buf name;
            gx_buf_init(&name, ds->oom);
            gx_cell_print_name(flat, node->index, &name);
            gx_note(ds, cell->loc, "it depends on '%s', which can be set", name.text);
            gx_buf_clear(&name);
            --*room;
        } else if (cell->kind != GX_CELL_STOCK) {
            note_constants(flat, cell->initial, seen, room, ds);
            note_constants(flat, cell->active, seen, room, ds);
        }
    }
    for (int32_t i = 0; i < node->arg_count; i++)
        note_constants(flat, node->arg[i], seen, room, ds);
}

static gx_err not_constant(const gx_flat *flat, const gx_setting *setting, int32_t cell,
                           gx_arena *arena, gx_diags *ds)
{
    const gx_cell *c = &flat->cells.at[cell];
    bool is_stock = c->kind == GX_CELL_STOCK;
    if (c->why_fixed)
        return gx_error(ds, GX_CODE_NOT_CONSTANT, setting->name.loc,
                        "'%s' cannot be set: it is %s", setting->name.text, c->why_fixed);
    bool is_data = c->active && c->active->kind == GX_NODE_TABLE &&
                   flat->tables.at[c->active->index].is_data;
    if (is_data)
        return gx_error(ds, GX_CODE_NOT_CONSTANT, setting->name.loc,
                        "'%s' is data: give it a table with --data or 'data:'",
                        setting->name.text);
    gx_err err = gx_error(ds, GX_CODE_NOT_CONSTANT, setting->name.loc,
                          "'%s' is computed%s: only literal constants can be set",
                          setting->name.text, is_stock ? " (a stock)" : "");
    bool *seen = GX_ARRAY(arena, bool, flat->cells.count);
    int32_t room = 5;
    note_constants(flat, c->initial, seen, &room, ds);
    if (!is_stock)
        note_constants(flat, c->active, seen, &room, ds);
    return err;
}

/* ---- resolving ---- */

static gx_err check_points(const gx_setting *setting, gx_diags *ds)
{
    const char *name = setting->name.text;
    if (!setting->points.count)
        return gx_error(ds, GX_CODE_VALUE, setting->value.loc,
                        "'%s' is a lookup: it takes points as in (0,1),(1,2)", name);
    for (int32_t i = 1; i < setting->points.count; i++)
        if (setting->points.at[i].x <= setting->points.at[i - 1].x)
            return gx_error(ds, GX_CODE_TABLE, setting->value.loc,
                            "x values for the lookup '%s' do not rise: %g after %g", name,
                            setting->points.at[i].x, setting->points.at[i - 1].x);
    return GX_OK;
}

static gx_err resolve_lookup(gx_overrides *overrides, const gx_flat *flat,
                             const gx_setting *setting, const gx_array *array,
                             char *const *sub, gx_arena *arena, gx_diags *ds)
{
    gx_err err = check_points(setting, ds);
    int32_t found = 0;
    for (int32_t e = 0; e < array->count && !err; e++) {
        if (!matches(flat->model, array, e, sub))
            continue;
        gx_table_override *made = GX_ADD(arena, &overrides->tables);
        made->table = array->first_table + e;
        made->count = setting->points.count;
        made->point = setting->points.at;
        found++;
    }
    if (!err && !found)
        err = gx_error(ds, GX_CODE_SUBSCRIPT, setting->name.loc,
                       "'%s' has no such element", setting->name.text);
    return err;
}

static gx_err resolve_one(gx_overrides *overrides, const gx_flat *flat,
                          const gx_setting *setting, const gx_labels *labels,
                          gx_arena *arena, gx_diags *ds)
{
    char *key = NULL, *sub[GX_MAX_BINDINGS];
    int32_t sub_count = split_name(setting->name.text, &key, sub, arena);
    int32_t v = variable_named(flat, labels, key, arena);
    if (v < 0)
        return unknown_name(flat, setting, key, ds);
    const gx_array *array = &flat->array[v];
    const gx_variable *var = &flat->model->variables.at[v];
    if (sub_count != array->dim_count)
        return gx_error(ds, GX_CODE_SUBSCRIPT, setting->name.loc,
                        "'%s' needs %d subscript%s (an element or *), not %d", var->name,
                        array->dim_count, array->dim_count == 1 ? "" : "s", sub_count);
    if (array->first < 0)
        return resolve_lookup(overrides, flat, setting, array, sub, arena, ds);
    if (setting->points.count)
        return gx_error(ds, GX_CODE_VALUE, setting->value.loc,
                        "'%s' is no lookup: it takes a number", var->name);
    double factor = 1.0;
    gx_err err = unit_factor(&factor, &setting->value, flat, var, arena, ds);
    if (err)
        return err;
    int32_t found = 0;
    for (int32_t e = 0; e < array->count; e++) {
        if (!matches(flat->model, array, e, sub))
            continue;
        if (flat->cells.at[array->first + e].kind != GX_CELL_CONSTANT ||
            flat->cells.at[array->first + e].why_fixed)
            return not_constant(flat, setting, array->first + e, arena, ds);
        gx_override_set(overrides, arena, array->first + e,
                        setting->value.number * factor);
        found++;
    }
    if (!found)
        return gx_error(ds, GX_CODE_SUBSCRIPT, setting->name.loc,
                        "'%s' has no such element", var->name);
    return GX_OK;
}

gx_err gx_override_resolve(gx_overrides *overrides, const gx_flat *flat,
                           const gx_setting *setting, int32_t setting_count,
                           const gx_labels *labels, gx_arena *arena, gx_diags *ds)
{
    gx_err first = GX_OK;
    for (int32_t i = 0; i < setting_count; i++) {
        gx_err err = resolve_one(overrides, flat, &setting[i], labels, arena, ds);
        first = first ? first : err;
    }
    return first;
}

gx_err gx_override_control(gx_overrides *overrides, const gx_flat *flat,
                           gx_control control, const gx_quantity *quantity,
                           gx_arena *arena, gx_diags *ds)
{
    if (isnan(quantity->number))
        return GX_OK;
    int32_t cell = flat->control[control];
    const gx_variable *var = &flat->model->variables.at[flat->cells.at[cell].variable];
    gx_cell_kind kind = flat->cells.at[cell].kind;
    if (control == GX_CONTROL_SAVEPER && cell == flat->control[GX_CONTROL_TIME_STEP]) {
        gx_err err =
            gx_error(ds, GX_CODE_VALUE, quantity->loc,
                     "the model has no SAVEPER to set: it saves every TIME STEP");
        gx_note(ds, GX_NOWHERE, "give it an equation 'SAVEPER = TIME STEP ~~ |'");
        return err;
    }
    if (kind == GX_CELL_STOCK || kind == GX_CELL_DELAY)
        return gx_error(ds, GX_CODE_NOT_CONSTANT, quantity->loc,
                        "'%s' has a memory of its own and cannot be set", var->name);
    double factor = 1.0;
    gx_err err = unit_factor(&factor, quantity, flat, var, arena, ds);
    if (!err)
        gx_override_set(overrides, arena, cell, quantity->number * factor);
    return err;
}
