/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is set or varied outside the range that X-parameters.csv gives is run all the
 * same, for a planner may want to see it, and told. */
#include "cli/cli.h"
#include "model/names.h"
#include "study/parameters.h"

struct gx_ranges {
    gx_spreads list;
};

/* The ranges of the model's constants; rows that do not fit it are told by 'check'. */
static void find_ranges(gx_experiment *x, gx_diags *quiet)
{
    gx_case c = gx_experiment_case(x);
    struct gx_ranges *made = GX_NEW(x->arena, struct gx_ranges);
    gx_parameters_spread(&made->list, x->parameters->list.at, x->parameters->list.count,
                         &c, x->arena, quiet);
    x->ranges = made;
}

/* The range of a cell, or NULL; one value alone is none. */
static const gx_spread *range_of(const gx_experiment *x, int32_t cell)
{
    for (int32_t i = 0; i < x->ranges->list.count; i++)
        if (x->ranges->list.at[i].cell == cell &&
            x->ranges->list.at[i].low < x->ranges->list.at[i].high)
            return &x->ranges->list.at[i];
    return NULL;
}

void gx_ranges_warn(gx_experiment *x, const gx_setting *setting,
                    const gx_overrides *overrides, gx_diags *ds)
{
    if (!x->parameters)
        return;
    gx_diags *quiet = gx_diags_like(ds);
    gx_cells cells = {0};
    if (!x->ranges)
        find_ranges(x, quiet);
    if (!gx_cells_find(&cells, x->flat, setting->name, x->labels, x->arena, quiet))
        for (int32_t i = 0; i < cells.count; i++) {
            const gx_spread *s = range_of(x, cells.at[i]);
            double value = gx_override_value(overrides, x->flat, cells.at[i]);
            if (!s || (value >= s->low && value <= s->high))
                continue;
            const gx_cell *cell = &x->flat->cells.at[cells.at[i]];
            gx_warning(
                ds, GX_CODE_VALUE, setting->value.loc,
                "'%s' is set to %.6g, outside its range of %.6g to %.6g %s in '%s'",
                gx_cell_name(x->flat, cells.at[i], x->arena, ds->oom), value, s->low,
                s->high, x->model->variables.at[cell->variable].units,
                gx_path_base(ds->sources.at[x->parameters->file].path));
            break; /* one tells of them all */
        }
    gx_diags_free(quiet);
}
