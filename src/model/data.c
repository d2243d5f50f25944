/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data variables get their points from tables by name. */
#include "model/model.h"

#include <math.h>
#include <string.h>

/* The points of the series of that name in a table; false when it has none. */
static bool take_points(gx_table *data, const gx_frame *table, gx_arena *arena)
{
    int32_t time = gx_frame_find_dim(table, "time");
    const char *name = gx_text_column_key(arena, data->name);
    for (int32_t v = 0; time >= 0 && v < table->vars.count; v++) {
        const gx_var *var = &table->vars.at[v];
        const gx_dim *dim = &table->dims.at[time];
        if (var->dim_count != 1 || var->dim[0] != time ||
            strcmp(gx_text_column_key(arena, var->name), name) != 0)
            continue;
        gx_point *point = GX_ARRAY(arena, gx_point, dim->length);
        for (int32_t t = 0; t < dim->length; t++)
            if (!isnan(var->value[t]))
                point[data->count++] = (gx_point){.x = dim->value[t], .y = var->value[t]};
        data->point = point;
        return data->count > 0;
    }
    return false;
}

static gx_err check_times(const gx_table *data, gx_diags *ds)
{
    for (int32_t i = 1; i < data->count; i++)
        if (data->point[i].x <= data->point[i - 1].x)
            return gx_error(ds, GX_CODE_TABLE, data->loc,
                            "the data of '%s' is not in the order of time: %g after %g",
                            data->name, data->point[i].x, data->point[i - 1].x);
    return GX_OK;
}

gx_err gx_flat_data(gx_flat *flat, const gx_frame *const *tables, int32_t table_count,
                    bool may_lack, gx_diags *ds)
{
    gx_err first = GX_OK;
    for (int32_t i = 0; i < flat->tables.count; i++) {
        gx_table *data = &flat->tables.at[i];
        bool found = !data->is_data;
        for (int32_t t = 0; t < table_count && !found; t++)
            found = take_points(data, tables[t], flat->arena);
        gx_err err = found && data->is_data ? check_times(data, ds) : GX_OK;
        first = first ? first : err;
    }
    return first || may_lack ? first : gx_override_check_data(NULL, flat, ds);
}

gx_err gx_override_check_data(const gx_overrides *overrides, const gx_flat *flat,
                              gx_diags *ds)
{
    gx_err first = GX_OK;
    gx_map *told = gx_map_new(ds->arena); /* a name may have several tables */
    for (int32_t i = 0; i < flat->tables.count; i++) {
        const gx_table data = gx_override_table(overrides, flat, i);
        if (data.count || !gx_map_put(told, data.name, i))
            continue;
        gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, data.loc,
                              "'%s' has no equation and no data", data.name);
        gx_note(ds, GX_NOWHERE,
                "give a table that has it with --data FILE, or by 'data:' "
                "in a scenario");
        first = first ? first : err;
    }
    return first;
}
