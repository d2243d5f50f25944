/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several models, scenarios or results at once. Each has messages of its own, because the
 * files in two results may have one name (gx_source_keep). */
#include "cli/chart.h"

gx_err gx_side_load(gx_side *side, const char *path, const gx_run_options *options,
                    const gx_diags *ds)
{
    *side = (gx_side){.path = path, .ds = gx_diags_like(ds)};
    return gx_experiment_load(&side->experiment, path, options, side->ds);
}

gx_err gx_side_read(gx_side *side, const char *path, const gx_run_options *options,
                    const gx_diags *ds)
{
    const gx_format *format = gx_format_find(path);
    if (!format || !format->read)
        return gx_side_load(side, path, options, ds);
    *side = (gx_side){.path = path, .ds = gx_diags_like(ds)};
    return gx_result_read(&side->result, path, side->ds->arena, side->ds);
}

gx_err gx_side_run(gx_side *side, const gx_workers *workers)
{
    gx_experiment *x = side->experiment;
    if (!x)
        return GX_OK;
    gx_err err = gx_experiment_run(&side->result.frame, x, workers, side->ds);
    if (side->result.frame)
        gx_experiment_record(x, side->result.frame, side->ds);
    side->result.path = side->path;
    side->result.labels = x->labels;
    side->result.figures = x->figures;
    return err;
}

gx_err gx_side_free(gx_side *side, gx_diags *ds)
{
    if (!side->ds)
        return GX_OK;
    gx_err told = gx_diags_outcome(side->ds);
    if (ds)
        gx_diags_take(ds, side->ds);
    gx_frame_free(side->result.frame);
    gx_experiment_free(side->experiment);
    gx_diags_free(side->ds);
    *side = (gx_side){0};
    return told;
}
