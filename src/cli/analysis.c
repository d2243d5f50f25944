/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands on X-levers.yaml share: their options, and a result if asked for. */
#include "cli/cli.h"
#include "model/names.h"

#include <string.h>

enum { MOST_OPTIONS = 16 };

gx_err gx_analysis_begin(gx_analysis *a, const gx_usage *usage, int argc, char **argv,
                         gx_diags *ds)
{
    gx_run_options options = {0};
    const char *threads = NULL;
    const gx_opt shared[] = {
        {"output", 'o', GX_OPT_TEXT, &a->to.path, "FILE", "save a result too: .h5, .csv"},
        {"set", 's', GX_OPT_LIST, &options.set, "NAME=VALUE",
         "set a constant, with its unit"},
        {"data", 0, GX_OPT_LIST, &options.data, "FILE",
         "table (.csv, .tab) for data variables"},
        {"method", 'm', GX_OPT_TEXT, &options.method, "METHOD", "integration method"},
        {"dt", 0, GX_OPT_TEXT, &options.time_step, "STEP", "TIME STEP"},
        {"jobs", 'j', GX_OPT_TEXT, &threads, "N", "threads (0: all processors)"},
        {"json", 0, GX_OPT_FLAG, &a->is_json, NULL, "print for scripts"},
        {"force", 'f', GX_OPT_FLAG, &a->to.force, NULL, "replace FILE"},
    };
    enum { SHARED = sizeof shared / sizeof *shared };
    gx_opt all[MOST_OPTIONS];
    gx_usage full = *usage;
    if (usage->opt_count)
        memcpy(all, usage->opt, (size_t)usage->opt_count * sizeof *all);
    memcpy(all + usage->opt_count, shared, sizeof shared);
    full.opt = all;
    full.opt_count = usage->opt_count + SHARED;
    gx_texts args = {0};
    if (gx_opt_parse(&full, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    gx_err err = gx_workers_choose(&a->workers, threads, ds);
    a->language = gx_language_of(ds);
    if (!err)
        err = gx_experiment_load(&a->experiment, args.at[0], &options, ds);
    if (!err) /* a result of this very command is made again */
        err = gx_result_check_maker(a->experiment, usage->name, ds);
    if (!err && !a->experiment->levers) {
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "the model of '%s' has no levers file", args.at[0]);
        gx_note(ds, GX_NOWHERE, "it stands beside X.mdl as X-levers.yaml");
    }
    a->to.command = usage->name;
    a->to.experiment = a->experiment;
    if (!err && a->to.path)
        err = gx_saving_choose(&a->to, ds);
    if (err) {
        gx_experiment_free(a->experiment);
        a->experiment = NULL;
    }
    return err;
}

const char *gx_analysis_units(const gx_analysis *a, gx_diags *ds)
{
    const gx_experiment *x = a->experiment;
    gx_cells cells = {0};
    if (gx_cells_find(&cells, x->flat, x->levers->outcome, x->labels, x->arena, ds))
        return "";
    return x->model->variables.at[x->flat->cells.at[cells.at[0]].variable].units;
}

gx_err gx_analysis_save(const gx_analysis *a, gx_frame *frame, gx_diags *ds)
{
    gx_err err = a->to.path ? gx_saving_write(&a->to, frame, ds) : GX_OK;
    gx_frame_free(frame);
    return err;
}
