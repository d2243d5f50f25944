/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin calibrate: fit the constants of a model to data. */
#include "cli/fit_report.h"

#include <string.h>

typedef struct request {
    const char *scenario, *output, *threads, *reach, *by; /* NULL when not given */
    const char *draws_text, *study, *history;
    int32_t draws;          /* of each walker; 0: no posterior */
    gx_fit_figures figures; /* its folder is NULL when there are to be none */
    bool is_json, wants_profile, force;
    gx_workers workers;
} request;

/* ---- fitting ---- */

static gx_err fit(gx_fit_report *r, const request *asked, uint64_t seed, gx_diags *ds)
{
    const gx_calibrator *of = r->calibrator;
    const gx_problem *p = &of->problem;
    const gx_searching how = {.starts = (int32_t)of->asked->starts,
                              .is_global = of->asked->is_global,
                              .seed = seed};
    gx_err err = gx_fit_search(&r->fit, &r->search, p, of->start, &how, r->arena, ds);
    if (err) {
        const char *why = gx_probe_failure(of->probe);
        if (why)
            gx_note(ds, GX_NOWHERE, "the first run that failed: %-s", why);
        return err;
    }
    gx_fit_spectrum(&r->spectrum, p, &r->fit, !of->has_errors, r->arena, ds->oom);
    double *simulated = GX_ARRAY(r->arena, double, p->data);
    r->simulated = simulated;
    err = gx_calibrator_simulate(simulated, of, r->fit.value, ds);
    if (!err && asked->wants_profile) {
        gx_profile *profile = GX_ARRAY(r->arena, gx_profile, p->parameters);
        err = gx_fit_profile(profile, p, &r->fit, &r->spectrum, &r->search.asked, ds);
        r->profile = profile;
        if (!err && asked->figures.folder) {
            gx_curve *curve = GX_ARRAY(r->arena, gx_curve, p->parameters);
            r->curve = curve;
            err = gx_fit_curves(curve, profile, p, &r->fit, &r->spectrum,
                                &r->search.asked, ds);
        }
    }
    return err;
}

static gx_err save_draws(const gx_experiment *x, const gx_fit_report *r,
                         const request *asked, gx_diags *ds)
{
    gx_saving to = {.path = asked->output,
                    .command = "calibrate",
                    .experiment = x,
                    .force = asked->force};
    gx_frame *frame = gx_fit_frame(r, ds->oom);
    gx_err err = gx_saving_choose(&to, ds);
    if (!err)
        err = gx_saving_write(&to, frame, ds);
    gx_frame_free(frame);
    return err;
}

static gx_err write_scenario(gx_experiment *x, const gx_fit_report *r,
                             const request *asked, gx_diags *ds)
{
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++)
        gx_override_set(&x->overrides, x->arena, r->calibrator->cell[i], r->fit.value[i]);
    return gx_fit_write_scenario(
        x, asked->scenario,
        gx_arena_format(r->arena, "Fitted by 'gaoxin calibrate' (%s).", r->name),
        asked->force, ds);
}

static gx_err write_files(gx_experiment *x, const gx_fit_report *r, const request *asked,
                          gx_diags *ds)
{
    gx_err err = asked->output ? save_draws(x, r, asked, ds) : GX_OK;
    if (!err && asked->study)
        err = gx_fit_write_study(x, r, asked->study, asked->force, ds);
    if (!err && asked->scenario)
        err = write_scenario(x, r, asked, ds);
    return err;
}

/* What is in the way is said before the work. */
static gx_err check_files(const gx_experiment *x, const request *asked, gx_diags *ds)
{
    gx_saving to = {.path = asked->output,
                    .command = "calibrate",
                    .experiment = x,
                    .force = asked->force};
    const struct {
        const char *path;
        bool may_be_there;
    } file[] = {{asked->scenario, asked->force},
                {asked->study, asked->force},
                {asked->output, true}};
    gx_err err = asked->output ? gx_saving_choose(&to, ds) : GX_OK;
    for (size_t i = 0; i < sizeof file / sizeof *file && !err; i++)
        if (file[i].path)
            err = gx_fit_check_free(file[i].path, file[i].may_be_there, ds);
    if (!err && asked->figures.folder)
        err = gx_fit_check_folder(asked->figures.folder, ds);
    return err;
}

static gx_err calibrate(gx_experiment *x, const gx_calibration *calibration,
                        const gx_tables *data, const char *name, const request *asked,
                        gx_diags *ds)
{
    gx_case c = gx_experiment_case(x);
    gx_calibrator *calibrator = NULL;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_err err = check_files(x, asked, ds);
    if (!err)
        err = gx_calibrator_build(&calibrator, calibration, x->parameters, data, &c,
                                  &asked->workers, x->arena, ds);
    gx_fit_report r = {.name = name,
                       .language = gx_language_of(ds),
                       .labels = x->labels,
                       .calibrator = calibrator,
                       .arena = x->arena};
    const gx_fit_sampling how = {asked->draws, asked->output};
    if (!err)
        err = fit(&r, asked, x->seed, ds);
    bool is_fitted = !err;
    if (!err && asked->draws)
        err = gx_fit_posterior(&r, x, &how, ds);
    if (!err && asked->figures.folder)
        err = gx_fit_draw(&r, x, &asked->figures, ds);
    if (!err)
        err = write_files(x, &r, asked, ds);
    if (is_fitted && !(err && asked->is_json)) /* a fit is worth saying in any case */
        (asked->is_json ? gx_fit_print_json : gx_fit_print)(&r, &out);
    gx_print_buf(&out, ds);
    gx_calibrator_end(calibrator);
    return err;
}

static gx_err reach(const char *path, const gx_run_options *options, const request *asked,
                    gx_diags *ds)
{
    gx_experiment *x = NULL;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    const gx_reach_request how = {.wish = asked->reach,
                                  .by = asked->by,
                                  .history = asked->history,
                                  .scenario = asked->scenario,
                                  .force = asked->force,
                                  .is_json = asked->is_json,
                                  .workers = &asked->workers};
    gx_err err = gx_experiment_load(&x, path, options, ds);
    if (!err)
        err = gx_reach_print(x, &how, &out, ds);
    gx_print_buf(&out, ds);
    gx_experiment_free(x);
    return err;
}

static gx_err load(const char *path, const gx_run_options *options, const request *asked,
                   gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_calibration *calibration = NULL;
    gx_experiment *x = NULL;
    gx_tables data = {0};
    gx_err err = GX_OK;
    if (gx_reader_find(path))
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'%s' is a model: what is fitted says a calibration file (.yaml), "
                       "and --reach takes models and scenarios",
                       path);
    if (!err)
        err = gx_fit_read(&calibration, &data, path, arena, ds);
    if (!err)
        err = gx_experiment_load(&x, calibration->experiment.text, options, ds);
    if (!err)
        err = calibrate(x, calibration, &data, gx_path_stem(arena, path), asked, ds);
    gx_experiment_free(x);
    gx_fit_free(&data);
    gx_arena_free(arena);
    return err;
}

/* What the options may not be together, and what their texts mean. */
static gx_err check_request(request *r, const gx_run_options *options,
                            const gx_texts *args, gx_diags *ds)
{
    double draws = 0.0;
    if (args->count != 1)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'calibrate' takes one calibration file, not %d", args->count);
    if ((r->by || r->history) && !r->reach)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "%s is for --reach",
                        r->by ? "--by" : "--history");
    if (r->history && (!r->by || strcmp(r->by, "parameters") != 0))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--history is for --by parameters");
    if (r->reach &&
        (r->output || r->study || r->draws_text || r->wants_profile || r->figures.folder))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--reach goes with --by, --history, --scenario, --set, --method, "
                        "--dt, --seed, --json and -j only");
    if (r->draws_text && (!gx_text_to_number(r->draws_text, &draws) || draws < 20.0 ||
                          draws > 1e6 || draws != (double)(int32_t)draws))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--posterior %s': expected 20 to 1000000 draws", r->draws_text);
    r->draws = (int32_t)draws;
    if ((r->output || r->study) && !r->draws)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "%s is for --posterior",
                        r->output ? "-o" : "--study");
    if (r->study && (options->set.count || options->method || options->time_step))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--study goes without --set, --method and --dt: say it in the "
                        "scenario");
    return gx_workers_choose(&r->workers, r->threads, ds);
}

gx_err gx_cmd_calibrate(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    gx_run_options options = {0};
    const gx_opt opts[] = {
        {"scenario", 0, GX_OPT_TEXT, &r.scenario, "FILE",
         "write the fit, or what is required, as a scenario (.yaml)"},
        {"posterior", 0, GX_OPT_TEXT, &r.draws_text, "N",
         "sample the posterior: N draws of each walker"},
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE",
         "save the draws (.h5), and go on where it was stopped"},
        {"study", 0, GX_OPT_TEXT, &r.study, "FILE",
         "write draws of it as a study for 'gaoxin sweep' (.yaml)"},
        {"reach", 0, GX_OPT_TEXT, &r.reach, "VAR>=X@YEAR",
         "no fit: what a model or scenario needs to get there"},
        {"by", 0, GX_OPT_TEXT, &r.by, "levers|parameters",
         "of --reach: what may change (levers)"},
        {"history", 0, GX_OPT_TEXT, &r.history, "CALIBRATION",
         "of --reach by parameters: they also have to go with its data"},
        {"profile", 0, GX_OPT_FLAG, &r.wants_profile, NULL,
         "intervals from profile likelihoods: many runs"},
        {"figures", 0, GX_OPT_TEXT, &r.figures.folder, "FOLDER",
         "draw the fit among its data and, with --profile, the profiles"},
        {"set", 's', GX_OPT_LIST, &options.set, "NAME=VALUE",
         "set a constant, with its unit"},
        {"method", 'm', GX_OPT_TEXT, &options.method, "METHOD", "integration method"},
        {"dt", 0, GX_OPT_TEXT, &options.time_step, "STEP", "TIME STEP"},
        {"seed", 0, GX_OPT_TEXT, &options.seed, "N", "seed of random numbers (0)"},
        {"jobs", 'j', GX_OPT_TEXT, &r.threads, "N", "threads (0: all processors)"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
        {"force", 'f', GX_OPT_FLAG, &r.force, NULL, "replace FILE"},
    };
    const gx_usage usage = {
        .name = "calibrate",
        .arguments = "CALIBRATION|MODEL|SCENARIO",
        .doc = "Fit constants of a model to data, as a calibration file (.yaml) asks "
               "(docs/calibration.md),\n"
               "and say what the data knew. Least squares, with priors as residuals.\n",
        .examples =
            "  gaoxin calibrate fit.yaml --scenario fitted.yaml -j 0\n"
            "  gaoxin calibrate model.mdl --reach \"output>=500@2020\" --by levers\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    r.figures.language = gx_language_name(gx_language_of(ds));
    gx_err err = check_request(&r, &options, &args, ds);
    if (err)
        return err;
    return (r.reach ? reach : load)(args.at[0], &options, &r, ds);
}
