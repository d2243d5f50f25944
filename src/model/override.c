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
    const char *arrow = strstr(var->units, "->"); /* of a lookup: what it gives */
    const char *text = arrow ? arrow + 2 : *var->units ? var->units : "Dmnl";
    gx_unit got, want;
    *factor = 1.0;
    if (!*q->units || strcmp(q->units, var->units) == 0)
        return GX_OK;
    if (gx_unit_parse(&got, q->units, units) && gx_unit_parse(&want, text, units) &&
        gx_unit_compare(&got, &want, factor) != GX_UNIT_OTHER)
        return GX_OK;
    gx_err err = gx_error(ds, GX_CODE_VALUE, q->loc, "the unit '%s' is not that of '%s'",
                          q->units, var->name);
    gx_note(ds, GX_NOWHERE,
            *var->units ? "'%s' is in %s" : "'%s' is in no unit (dimensionless)%s",
            var->name, var->units);
    return err;
}

/* ---- what can be set instead ---- */

/* What a value comes from is looked through for what can be set: literal constants,
 * lookups and data, at most `room` of them named in notes. */
typedef struct hunt {
    const gx_flat *flat;
    bool *seen; /* [cells, then tables] */
    int32_t room;
    bool in_stocks; /* also through stocks, to their flows and first values */
    gx_diags *ds;
} hunt;

static void note_sources(hunt *h, const gx_node *node);

static void note_parts(hunt *h, const gx_cell *cell)
{
    const gx_node *const parts[] = {cell->initial, cell->active, cell->delay,
                                    cell->missing, cell->when};
    const gx_bulk *bulk =
        cell->kind == GX_CELL_ARRAY ? &h->flat->bulks.at[cell->bulk] : NULL;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        note_sources(h, parts[i]);
    for (int32_t i = 0; bulk && i < bulk->in_count; i++)
        note_sources(h, bulk->in[i]);
    for (int32_t i = 0; bulk && i < bulk->extra_count; i++)
        note_sources(h, bulk->extra[i]);
}

static void note_cell(hunt *h, int32_t index)
{
    const gx_cell *cell = &h->flat->cells.at[index];
    if (h->seen[index])
        return;
    h->seen[index] = true;
    if (cell->kind == GX_CELL_CONSTANT && !cell->why_fixed) {
        gx_buf name;
        gx_buf_init(&name, h->ds->oom);
        gx_cell_print_name(h->flat, index, &name);
        gx_note(h->ds, cell->loc, "it depends on '%s', which can be set", name.text);
        gx_buf_clear(&name);
        h->room--;
    } else if (cell->kind != GX_CELL_STOCK || h->in_stocks) {
        note_parts(h, cell);
    }
}

static void note_sources(hunt *h, const gx_node *node)
{
    if (!node || !h->room)
        return;
    if (node->kind == GX_NODE_CELL)
        note_cell(h, node->index);
    bool *seen =
        node->kind == GX_NODE_TABLE ? &h->seen[h->flat->cells.count + node->index] : NULL;
    if (seen && !*seen) {
        const gx_table *table = &h->flat->tables.at[node->index];
        *seen = true;
        gx_note(h->ds, table->loc,
                table->is_data ? "it depends on the data '%s', whose points can be set"
                               : "it depends on the lookup '%s', whose points can be set",
                table->name);
        h->room--;
    }
    for (int32_t i = 0; i < node->arg_count; i++)
        note_sources(h, node->arg[i]);
}

static gx_err not_constant(const gx_flat *flat, const gx_setting *setting, int32_t cell,
                           gx_arena *arena, gx_diags *ds)
{
    enum { MOST = 5 };
    const gx_cell *c = &flat->cells.at[cell];
    bool is_stock = c->kind == GX_CELL_STOCK;
    if (c->why_fixed)
        return gx_error(ds, GX_CODE_NOT_CONSTANT, setting->name.loc,
                        "'%s' cannot be set: it is %-s", setting->name.text,
                        c->why_fixed);
    gx_err err = gx_error(
        ds, GX_CODE_NOT_CONSTANT, setting->name.loc,
        is_stock ? "'%s' is computed (a stock): only literal constants can be set"
                 : "'%s' is computed: only literal constants can be set",
        setting->name.text);
    hunt h = {.flat = flat, .room = MOST, .ds = ds};
    for (int32_t pass = 0; pass < (is_stock ? 1 : 2) && h.room == MOST; pass++) {
        h.seen = GX_ARRAY(arena, bool, flat->cells.count + flat->tables.count);
        h.in_stocks = pass > 0; /* when nothing nearer was found */
        if (is_stock)
            note_sources(&h, c->initial);
        else
            note_parts(&h, c);
    }
    if (is_stock && c->initial->kind == GX_NODE_NUMBER)
        gx_note(ds, c->loc, "its first value stands in the equation: give it a name");
    else if (h.room == MOST)
        gx_note(ds, c->loc, "nothing that it depends on can be set");
    return err;
}

/* ---- points ---- */

gx_table gx_override_table(const gx_overrides *overrides, const gx_flat *flat,
                           int32_t table)
{
    gx_table made = flat->tables.at[table];
    for (int32_t i = 0; overrides && i < overrides->tables.count; i++)
        if (overrides->tables.at[i].table == table) {
            made.count = overrides->tables.at[i].count;
            made.point = overrides->tables.at[i].point;
        }
    return made;
}

int32_t gx_override_point(const gx_overrides *overrides, const gx_flat *flat,
                          int32_t table, int32_t point)
{
    int32_t before = flat->cells.count;
    for (int32_t t = 0; t < table; t++)
        before += gx_override_table(overrides, flat, t).count;
    return before + point;
}

/* What a setting names: a variable's elements, or the point that they have at x. */
typedef struct target {
    const gx_setting *setting;
    const gx_variable *var;
    const gx_array *array;
    gx_named named;
    bool is_point;
    double x;
} target;

/* The table whose points element `e` has: of a lookup variable, a WITH LOOKUP or data; -1
 * when it is none. */
static int32_t table_of(const gx_flat *flat, const gx_array *array, int32_t e)
{
    if (array->first < 0)
        return array->first_table + e;
    const gx_node *node = flat->cells.at[array->first + e].active;
    if (!node || node->kind != GX_NODE_TABLE || node->fn != GX_FN_NONE)
        return -1;
    const gx_table *table = &flat->tables.at[node->index];
    bool is_shifted = table->is_data && node->arg[0]->kind != GX_NODE_TIME;
    return table->is_own && !is_shifted ? node->index : -1;
}

static gx_err check_points(const gx_setting *setting, gx_diags *ds)
{
    for (int32_t i = 1; i < setting->points.count; i++)
        if (setting->points.at[i].x <= setting->points.at[i - 1].x)
            return gx_error(ds, GX_CODE_TABLE, setting->value.loc,
                            "x values for the lookup '%s' do not rise: %g after %g",
                            setting->name.text, setting->points.at[i].x,
                            setting->points.at[i - 1].x);
    return GX_OK;
}

/* All points of a table, their y times `factor`. */
static gx_err set_points(gx_overrides *overrides, const target *t, int32_t table,
                         double factor, gx_arena *arena)
{
    int32_t count = t->setting->points.count;
    gx_point *point = GX_ARRAY(arena, gx_point, count);
    for (int32_t i = 0; i < count; i++)
        point[i] =
            (gx_point){t->setting->points.at[i].x, t->setting->points.at[i].y * factor};
    *GX_ADD(arena, &overrides->tables) =
        (gx_table_override){.table = table,
                            .count = count,
                            .point = point,
                            .changed = -1,
                            .variable = t->named.variable};
    return GX_OK;
}

/* The point of a table at x, among those it has by now. */
static gx_err set_point(gx_overrides *overrides, const gx_flat *flat, const target *t,
                        int32_t table, double factor, gx_arena *arena, gx_diags *ds)
{
    const gx_table old = gx_override_table(overrides, flat, table);
    gx_point *point = GX_ARRAY(arena, gx_point, old.count + 1);
    int32_t changed = -1;
    for (int32_t i = 0; i < old.count; i++) {
        point[i] = old.point[i];
        changed = point[i].x == t->x ? i : changed;
    }
    if (changed < 0) {
        gx_err err = gx_error(ds, GX_CODE_TABLE, t->setting->name.loc,
                              "'%s' has no point at %g", old.name, t->x);
        if (old.count)
            gx_note(ds, GX_NOWHERE, "its %d points go from %g to %g", old.count,
                    old.point[0].x, old.point[old.count - 1].x);
        return err;
    }
    point[changed].y = t->setting->value.number * factor;
    *GX_ADD(arena, &overrides->tables) =
        (gx_table_override){.table = table,
                            .count = old.count,
                            .point = point,
                            .changed = changed,
                            .variable = t->named.variable};
    return GX_OK;
}

/* All tables of a name: functions of data read tables of their own. */
static gx_err set_series(gx_overrides *overrides, const gx_flat *flat, const target *t,
                         int32_t table, double factor, gx_arena *arena, gx_diags *ds)
{
    gx_err err = GX_OK;
    const gx_table *series = &flat->tables.at[table];
    for (int32_t i = 0; !err && i < flat->tables.count; i++) {
        const gx_table *other = &flat->tables.at[i];
        bool is_same =
            series->is_data && other->is_data && strcmp(series->name, other->name) == 0;
        if (i != table && !is_same)
            continue;
        err = t->is_point ? set_point(overrides, flat, t, i, factor, arena, ds)
                          : set_points(overrides, t, i, factor, arena);
    }
    return err;
}

/* ---- resolving ---- */

/* `name(0.5)`: take the x off; false when the name does not end like that. */
static bool split_point(char **name, double *x, const char *text, gx_arena *arena)
{
    size_t length = strlen(text);
    const char *open = strrchr(text, '(');
    if (!open || text[length - 1] != ')')
        return false;
    *name = gx_arena_text(arena, text, (size_t)(open - text));
    return gx_text_to_number(
        gx_arena_text(arena, open + 1, length - 2 - (size_t)(open - text)), x);
}

/* The whole text as a name wins: a name may end in a parenthesis. */
static gx_err find_target(target *t, const gx_flat *flat, const gx_setting *setting,
                          const gx_labels *labels, gx_arena *arena, gx_diags *ds)
{
    gx_name name = setting->name;
    char *before = NULL;
    *t = (target){.setting = setting};
    bool is_name = gx_map_find(flat->model->names,
                               gx_text_key(arena, name.text, strlen(name.text))) >= 0;
    t->is_point = !is_name && split_point(&before, &t->x, name.text, arena);
    if (t->is_point)
        name.text = before;
    gx_err err = gx_named_find(&t->named, flat, name, labels, arena, ds);
    if (!err)
        err = gx_named_check(&t->named, flat, name, ds);
    if (err)
        return err;
    t->array = &flat->array[t->named.variable];
    t->var = &flat->model->variables.at[t->named.variable];
    return GX_OK;
}

/* Element `e` of the target; `factor` turns the units written into the variable's. */
static gx_err set_element(gx_overrides *overrides, const gx_flat *flat, const target *t,
                          int32_t e, double factor, gx_arena *arena, gx_diags *ds)
{
    const gx_setting *setting = t->setting;
    int32_t table = table_of(flat, t->array, e);
    if (table < 0 && (setting->points.count || t->is_point))
        return gx_error(ds, GX_CODE_VALUE,
                        t->is_point ? setting->name.loc : setting->value.loc,
                        t->is_point ? "'%s' is no lookup: it has no points"
                                    : "'%s' is no lookup: it takes a number",
                        t->var->name);
    if (t->is_point && setting->points.count)
        return gx_error(ds, GX_CODE_VALUE, setting->value.loc,
                        "'%s' is one point: it takes a number", setting->name.text);
    if (t->is_point || setting->points.count)
        return set_series(overrides, flat, t, table, factor, arena, ds);
    if (table >= 0) {
        bool is_data = flat->tables.at[table].is_data;
        gx_err err =
            gx_error(ds, GX_CODE_VALUE, setting->value.loc,
                     is_data ? "'%s' is data: it takes points as in (0,1),(1,2)"
                             : "'%s' is a lookup: it takes points as in (0,1),(1,2)",
                     t->var->name);
        gx_note(ds, GX_NOWHERE,
                is_data ? "one point is set as in '%s(1)=2'; a whole table is given with "
                          "--data or 'data:'"
                        : "one point is set as in '%s(1)=2'",
                setting->name.text);
        return err;
    }
    int32_t cell = t->array->first + e;
    if (flat->cells.at[cell].kind == GX_CELL_AUXILIARY && !flat->cells.at[cell].active)
        return GX_BAD_INPUT; /* its equation is wrong */
    if (flat->cells.at[cell].kind != GX_CELL_CONSTANT || flat->cells.at[cell].why_fixed)
        return not_constant(flat, setting, cell, arena, ds);
    gx_override_set(overrides, arena, cell, setting->value.number * factor);
    return GX_OK;
}

static gx_err resolve_one(gx_overrides *overrides, const gx_flat *flat,
                          const gx_setting *setting, const gx_labels *labels,
                          gx_arena *arena, gx_diags *ds)
{
    target t;
    double factor = 1.0;
    bool has_value = gx_quantity_given(setting->value) || setting->points.count;
    gx_err err = find_target(&t, flat, setting, labels, arena, ds);
    if (!err && !has_value)
        err = GX_BAD_INPUT; /* its reader said why */
    if (!err)
        err = check_points(setting, ds);
    if (!err)
        err = gx_quantity_factor(&factor, &setting->value, flat, t.named.variable, arena,
                                 ds);
    for (int32_t e = 0; !err && e < t.array->count; e++)
        if (gx_named_has(&t.named, flat, e))
            err = set_element(overrides, flat, &t, e, factor, arena, ds);
    return err;
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
