/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/data.h"
#include "model/units.h"

#include <string.h>

/* ---- columns ---- */

const gx_var *gx_data_column(const gx_frame *data, const char *name, gx_arena *arena)
{
    const char *key = gx_text_column_key(arena, name);
    for (int32_t v = 0; v < data->vars.count; v++)
        if (strcmp(gx_text_column_key(arena, data->vars.at[v].name), key) == 0)
            return &data->vars.at[v];
    return NULL;
}

/* A column that is there but for the unit in its name. */
static void note_units(const char *name, const char *typed, gx_arena *arena, gx_diags *ds)
{
    const char *open = strrchr(name, '('), *close = strrchr(name, ')');
    if (!open || open == name || !close || close < open || close[1])
        return;
    const char *bare = gx_arena_text(arena, name, (size_t)(open - name));
    if (strcmp(gx_text_column_key(arena, bare), gx_text_column_key(arena, typed)) == 0)
        gx_note(ds, GX_NOWHERE, "say 'column: \"%s\"' and 'units: %.*s'", name,
                (int)(close - open - 1), open + 1);
}

void gx_data_suggest(const gx_tables *data, const char *typed, gx_arena *arena,
                     gx_diags *ds)
{
    gx_map *known = gx_map_new(arena);
    GX_LIST(const char *) names = {0};
    for (int32_t t = 0; t < data->count; t++)
        for (int32_t v = 0; v < data->at[t]->vars.count; v++) {
            const char *name = data->at[t]->vars.at[v].name;
            gx_map_put(known, gx_text_column_key(arena, name), names.count);
            *GX_ADD(arena, &names) = name;
            note_units(name, typed, arena, ds);
        }
    const char *near = gx_map_nearest(known, gx_text_column_key(arena, typed));
    gx_suggest(ds, near ? names.at[gx_map_find(known, near)] : NULL);
}

/* ---- what goes unnoticed otherwise ---- */

typedef struct checking {
    const gx_calibration *asked;
    const gx_flat *flat;
    gx_arena *arena;
    gx_diags *ds;
} checking;

/* A variable, or a column that is fitted to, may be called `weight of ...` itself. */
static bool is_own_name(const checking *b, const char *key)
{
    const gx_model *model = b->flat->model;
    bool is_own = false;
    for (int32_t v = 0; v < model->variables.count && !is_own; v++)
        is_own =
            strcmp(gx_text_column_key(b->arena, model->variables.at[v].name), key) == 0;
    for (int32_t i = 0; i < b->asked->observed.count && !is_own; i++) {
        const char *column = b->asked->observed.at[i].column.text;
        is_own = column && strcmp(gx_text_column_key(b->arena, column), key) == 0;
    }
    return is_own;
}

/* A weight is that of a column beside it. */
static gx_err check_weights(const checking *b, const gx_tables *data, int32_t t)
{
    static const char weight_of[] = "weight of ";
    const size_t length = sizeof weight_of - 1;
    gx_name table = b->asked->data.at[t];
    gx_err err = GX_OK;
    for (int32_t v = 0; v < data->at[t]->vars.count; v++) {
        const char *name = data->at[t]->vars.at[v].name;
        const char *key = gx_text_column_key(b->arena, name);
        if (strncmp(key, weight_of, length) != 0 || is_own_name(b, key) ||
            gx_data_column(data->at[t], key + length, b->arena))
            continue;
        err = gx_error(b->ds, GX_CODE_UNDEFINED_NAME, table.loc,
                       "'%s' has the column '%s' and no column '%s'", table.text, name,
                       name + length);
        gx_data_suggest(data, name + length, b->arena, b->ds);
    }
    return err;
}

/* Time of the data is that of the model, when both say in what. */
static gx_err check_time(const checking *b, const gx_frame *data, gx_name table)
{
    const gx_flat *flat = b->flat;
    const char *theirs = data->dims.at[gx_frame_find_dim(data, "time")].units;
    int32_t step = flat->cells.at[flat->control[GX_CONTROL_TIME_STEP]].variable;
    const char *ours = flat->model->variables.at[step].units;
    gx_units *units = gx_units_new(b->arena, flat->model, b->ds);
    gx_unit got, want;
    double factor = 1.0;
    if (!*theirs || !*ours || strcmp(theirs, ours) == 0 ||
        (gx_unit_parse(&got, theirs, units) && gx_unit_parse(&want, ours, units) &&
         gx_unit_compare(&got, &want, &factor) == GX_UNIT_SAME))
        return GX_OK;
    return gx_error(b->ds, GX_CODE_VALUE, table.loc,
                    "Time of '%s' is in '%s', that of the model in '%s'", table.text,
                    theirs, ours);
}

gx_err gx_data_check(const gx_tables *data, const gx_calibration *asked,
                     const gx_flat *flat, gx_arena *arena, gx_diags *ds)
{
    const checking b = {asked, flat, arena, ds};
    gx_err err = GX_OK;
    for (int32_t t = 0; t < data->count; t++) {
        gx_err time = check_time(&b, data->at[t], asked->data.at[t]);
        gx_err weights = check_weights(&b, data, t);
        err = err ? err : time ? time : weights;
    }
    return err;
}
