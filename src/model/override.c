/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scenario sets, checked against the model: the name must be a literal constant's
 * (or its label), the unit is converted to the variable's. */
#include "model/names.h"
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

void gx_overrides_copy(gx_overrides *to, const gx_overrides *from, gx_arena *arena)
{
    for (int32_t i = 0; from && i < from->list.count; i++)
        *GX_ADD(arena, &to->list) = from->list.at[i];
    for (int32_t i = 0; from && i < from->tables.count; i++)
        *GX_ADD(arena, &to->tables) = from->tables.at[i];
}

double gx_override_value(const gx_overrides *overrides, const gx_flat *flat, int32_t cell)
{
    for (int32_t i = 0; overrides && i < overrides->list.count; i++)
        if (overrides->list.at[i].cell == cell)
            return overrides->list.at[i].value;
    return flat->cells.at[cell].active->number;
}

/* ---- units ---- */

gx_err gx_quantity_factor(double *factor, const gx_quantity *q, const gx_flat *flat,
                          int32_t variable, gx_arena *arena, gx_diags *ds)
{
    const gx_variable *var = &flat->model->variables.at[variable];
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
                             const gx_setting *setting, const gx_named *named,
                             gx_arena *arena, gx_diags *ds)
{
    const gx_array *array = &flat->array[named->variable];
    gx_err err = check_points(setting, ds);
    int32_t found = 0;
    for (int32_t e = 0; e < array->count && !err; e++) {
        if (!gx_named_has(named, flat, e))
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
    gx_named named;
    gx_err err = gx_named_find(&named, flat, setting->name, labels, arena, ds);
    if (!err)
        err = gx_named_check(&named, flat, setting->name, ds);
    if (err)
        return err;
    const gx_array *array = &flat->array[named.variable];
    const gx_variable *var = &flat->model->variables.at[named.variable];
    if (array->first < 0)
        return resolve_lookup(overrides, flat, setting, &named, arena, ds);
    if (setting->points.count)
        return gx_error(ds, GX_CODE_VALUE, setting->value.loc,
                        "'%s' is no lookup: it takes a number", var->name);
    double factor = 1.0;
    err = gx_quantity_factor(&factor, &setting->value, flat, named.variable, arena, ds);
    if (err)
        return err;
    int32_t found = 0;
    for (int32_t e = 0; e < array->count; e++) {
        if (!gx_named_has(&named, flat, e))
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
    gx_err err = gx_quantity_factor(&factor, quantity, flat,
                                    flat->cells.at[cell].variable, arena, ds);
    if (!err)
        gx_override_set(overrides, arena, cell, quantity->number * factor);
    return err;
}
