/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a path on the command line to everything a run needs. */
#include "cli/cli.h"
#include "model/units.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

enum { LARGEST_MODEL = 64 << 20, LARGEST_SIDECAR = 1 << 20 };

const char *gx_path_base(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *gx_path_stem(gx_arena *arena, const char *path)
{
    const char *base = gx_path_base(path);
    const char *dot = strrchr(base, '.');
    return gx_arena_text(arena, base,
                         dot && dot > base ? (size_t)(dot - base) : strlen(base));
}

/* ---- sidecars ---- */

/* Register a file beside `X.mdl` when it is there; `*file` is -1 when not. */
static gx_err read_sidecar(int32_t *file, const char *model_path, const char *ending,
                           gx_diags *ds)
{
    const char *dot = strrchr(model_path, '.');
    const char *path =
        gx_arena_format(ds->arena, "%.*s%s", (int)(dot - model_path), model_path, ending);
    *file = -1;
    if (!gx_source_is_there(ds, path))
        return GX_OK;
    return gx_source_read(file, path, LARGEST_SIDECAR, ds);
}

static gx_err read_sidecars(gx_experiment *x, const char *model_path, gx_diags *ds)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < GX_SIDECARS; i++) {
        gx_err bad = read_sidecar(&x->sidecar[i], model_path, gx_sidecars[i].ending, ds);
        if (!bad && x->sidecar[i] >= 0)
            bad = gx_sidecars[i].read(x, x->sidecar[i], ds);
        err = err ? err : bad;
    }
    return err;
}

/* ---- what is set ---- */

/* A quantity given as an option, read as if it stood in a file named after the option. */
static gx_err option_quantity(gx_quantity *q, const char *option, const char *text,
                              gx_arena *arena, gx_diags *ds)
{
    *q = (gx_quantity){.number = (double)NAN, .units = ""};
    if (!text)
        return GX_OK;
    int32_t file = gx_source_add(ds, option, text, strlen(text));
    gx_loc loc = {.file = file, .length = (int32_t)strlen(text)};
    if (gx_quantity_parse(q, text, loc, arena))
        return GX_OK;
    return gx_error(ds, GX_CODE_VALUE, loc, "expected a number, perhaps with its unit");
}

static gx_err choose_method(gx_experiment *x, const gx_run_options *options, gx_diags *ds)
{
    const char *name = options->method;
    gx_loc loc = GX_NOWHERE;
    if (!name && x->scenario && x->scenario->run.method.text &&
        *x->scenario->run.method.text) {
        name = x->scenario->run.method.text;
        loc = x->scenario->run.method.loc;
    }
    x->method = name ? gx_method_find(name) : &gx_methods[0];
    if (x->method)
        return GX_OK;
    gx_err err = gx_error(ds, loc.file < 0 ? GX_CODE_USAGE : GX_CODE_VALUE, loc,
                          "there is no method '%s'", name);
    gx_near near = {.typed = name};
    for (int32_t i = 0; i < gx_method_count; i++)
        gx_near_try(&near, gx_methods[i].name);
    gx_suggest(ds, near.word);
    gx_note(ds, GX_NOWHERE, "'gaoxin help methods' lists them");
    return err;
}

static gx_err choose_tolerance(gx_experiment *x, const gx_run_options *options,
                               gx_diags *ds)
{
    gx_quantity q;
    gx_err err = option_quantity(&q, "--tolerance", options->tolerance, x->arena, ds);
    if (err)
        return err;
    if (!options->tolerance && x->scenario)
        q = x->scenario->run.tolerance;
    if (gx_quantity_given(q) && (*q.units || !(q.number > 0.0 && q.number < 1.0)))
        return gx_error(ds, GX_CODE_VALUE, q.loc,
                        "a tolerance is a number between 0 and 1, without unit");
    bool is_fixed = x->method->kind == GX_METHOD_FIXED;
    if (options->tolerance && is_fixed)
        return gx_error(ds, GX_CODE_USAGE, q.loc,
                        "'%s' takes fixed steps: a tolerance is for adaptive methods",
                        x->method->name);
    if (!is_fixed)
        x->tolerance = gx_quantity_given(q) ? q.number : GX_TOLERANCE;
    return GX_OK;
}

static gx_err choose_seed(gx_experiment *x, const gx_run_options *options, gx_diags *ds)
{
    double seed = 0.0;
    if (options->seed && (!gx_text_to_number(options->seed, &seed) || seed < 0.0 ||
                          seed > 0x1p53 || seed != trunc(seed)))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--seed %s': expected a whole number of at least 0",
                        options->seed);
    x->seed = (uint64_t)seed;
    return GX_OK;
}

static gx_err set_controls(gx_experiment *x, const gx_run_options *options, gx_diags *ds)
{
    gx_quantity given[GX_CONTROL_COUNT], typed;
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        given[c] = (gx_quantity){.number = (double)NAN, .units = ""};
    if (x->scenario) {
        const gx_run_settings *run = &x->scenario->run;
        given[GX_CONTROL_INITIAL_TIME] = run->initial_time;
        given[GX_CONTROL_FINAL_TIME] = run->final_time;
        given[GX_CONTROL_TIME_STEP] = run->time_step;
        given[GX_CONTROL_SAVEPER] = run->save_every;
    }
    gx_err err = option_quantity(&typed, "--dt", options->time_step, x->arena, ds);
    if (!err && gx_quantity_given(typed))
        given[GX_CONTROL_TIME_STEP] = typed;
    if (!err)
        err = option_quantity(&typed, "--final-time", options->final_time, x->arena, ds);
    if (!err && gx_quantity_given(typed))
        given[GX_CONTROL_FINAL_TIME] = typed;
    for (int32_t c = 0; !err && c < GX_CONTROL_COUNT; c++)
        err = gx_override_control(&x->overrides, x->flat, c, &given[c], x->arena, ds);
    return err;
}

/* A check says itself what lies outside of its range. */
static void warn_of_range(gx_experiment *x, const gx_setting *setting,
                          const gx_run_options *options, gx_diags *ds)
{
    if (!options->is_check && !setting->points.count)
        gx_ranges_warn(x, setting, &x->overrides, ds);
}

static gx_err apply_settings(gx_experiment *x, const gx_run_options *options,
                             gx_diags *ds)
{
    gx_err err = GX_OK;
    if (x->scenario)
        err = gx_override_resolve(&x->overrides, x->flat, x->scenario->settings.at,
                                  x->scenario->settings.count, x->labels, x->arena, ds);
    for (int32_t i = 0; !err && x->scenario && i < x->scenario->settings.count; i++)
        warn_of_range(x, &x->scenario->settings.at[i], options, ds);
    for (int32_t i = 0; i < options->set.count; i++) {
        const char *text = options->set.at[i];
        int32_t file = gx_source_add(ds, "--set", text, strlen(text));
        gx_setting setting;
        int32_t tables = x->overrides.tables.count;
        gx_err bad = gx_setting_parse(&setting, file, x->arena, ds);
        if (!bad)
            bad = gx_override_resolve(&x->overrides, x->flat, &setting, 1, x->labels,
                                      x->arena, ds);
        if (!bad && x->overrides.tables.count == tables)
            bad = gx_override_resolve(&x->typed, x->flat, &setting, 1, x->labels,
                                      x->arena, ds);
        if (!bad)
            warn_of_range(x, &setting, options, ds);
        for (; tables < x->overrides.tables.count; tables++)
            *GX_ADD(x->arena, &x->typed.tables) = x->overrides.tables.at[tables];
        err = err ? err : bad;
    }
    return err;
}

static gx_err choose_outputs(gx_experiment *x, gx_diags *ds)
{
    const gx_model *model = x->model;
    gx_err err = GX_OK;
    if (!x->scenario || !x->scenario->outputs.count)
        return GX_OK;
    x->keep = GX_ARRAY(x->arena, int32_t, x->scenario->outputs.count);
    for (int32_t i = 0; i < x->scenario->outputs.count; i++) {
        const gx_name *name = &x->scenario->outputs.at[i];
        if (!*name->text)
            continue;
        const char *key = gx_text_key(x->arena, name->text, strlen(name->text));
        int32_t v = gx_map_find(model->names, key);
        if (v >= 0) {
            x->keep[x->keep_count++] = v;
            continue;
        }
        if (model->lacks_names)
            continue;
        err = gx_error(ds, GX_CODE_UNDEFINED_NAME, name->loc, "the model has no '%s'",
                       name->text);
        gx_suggest(ds, gx_model_nearest(model, key));
    }
    return err;
}

/* ---- data ---- */

/* Read a table; its text is a source too, so that it can be embedded. */
static gx_err read_table(gx_experiment *x, const char *path, gx_loc loc, gx_frame **table,
                         gx_diags *ds)
{
    const gx_format *format = gx_format_find(path);
    if (!format || format->read != gx_csv_read)
        return gx_error(ds, loc.file < 0 ? GX_CODE_USAGE : GX_CODE_VALUE, loc,
                        "'%s' is no table of data (.csv or .tab)", path);
    int32_t before = ds->sources.count;
    gx_err err = format->read(table, path, ds);
    if (!err && ds->sources.count > before)
        *GX_ADD(x->arena, &x->data_files) = before;
    return err;
}

/* Those of the command line come first, then the scenario's. */
static gx_err read_data(gx_experiment *x, const gx_run_options *options, gx_diags *ds)
{
    int32_t given = options->data.count, said = x->scenario ? x->scenario->data.count : 0;
    gx_frame **tables = GX_ARRAY(x->arena, gx_frame *, given + said);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < given + said && !err; i++) {
        const gx_name *name = i < given ? NULL : &x->scenario->data.at[i - given];
        err = read_table(x, name ? name->text : options->data.at[i],
                         name ? name->loc : GX_NOWHERE, &tables[i], ds);
    }
    if (!err)
        err = gx_flat_data(x->flat, (const gx_frame *const *)tables, given + said, true,
                           ds);
    for (int32_t i = 0; i < given + said; i++)
        gx_frame_free(tables[i]);
    return err;
}

/* ---- loading ---- */

/* Errors of all kinds are reported in one go. */
static gx_err read_model(gx_experiment *x, const char *path, bool is_check, gx_diags *ds)
{
    const gx_reader *reader = gx_reader_find(path);
    int32_t file = -1;
    if (!reader)
        return gx_error(ds, x->scenario ? GX_CODE_VALUE : GX_CODE_USAGE,
                        x->scenario ? x->scenario->model.loc : GX_NOWHERE,
                        "'%s' is no model: its name does not end in %s", path,
                        gx_readers[0].extension);
    gx_err err = gx_source_read(&file, path, LARGEST_MODEL, ds);
    if (err)
        return err;
    x->model_path = ds->sources.at[file].path;
    err = reader->read(&x->model, file, ds);
    gx_err beside = read_sidecars(x, path, ds);
    gx_err flat = gx_flat_build(&x->flat, x->model, ds);
    err = err ? err : beside ? beside : flat;
    gx_units_report ignored;
    if (err && is_check)
        gx_units_check(&ignored, x->model, ds);
    return err;
}

static bool is_scenario(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

/* After errors in the model: those in names, units and values of what is set. */
static void look_through(gx_experiment *x, const gx_run_options *options, gx_diags *ds)
{
    bool lacks_labels = x->sidecar[GX_SIDECAR_LABELS] >= 0 && !x->labels;
    if (!x->flat || lacks_labels)
        return;
    apply_settings(x, options, ds);
    choose_method(x, options, ds);
    choose_outputs(x, ds);
}

static gx_err load(gx_experiment *x, const char *path, const gx_run_options *options,
                   gx_diags *ds)
{
    gx_err err = GX_OK;
    if (is_scenario(path))
        err = gx_scenario_read(&x->scenario, path, x->arena, ds);
    else if (!gx_reader_find(path))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'%s' is no model (%s), scenario (.yaml) or result (.h5)", path,
                        gx_readers[0].extension);
    const char *model = x->scenario ? x->scenario->model.text : err ? NULL : path;
    if (!model || !*model)
        return err;
    gx_err bad = read_model(x, model, options->is_check, ds);
    if (bad) {
        look_through(x, options, ds);
        return err ? err : bad;
    }
    int32_t errors = ds->error_count; /* from here on they are independent */
    if (!read_data(x, options, ds) && !apply_settings(x, options, ds) && !err &&
        !options->is_check)
        gx_override_check_data(&x->overrides, x->flat, ds);
    set_controls(x, options, ds);
    if (!choose_method(x, options, ds))
        choose_tolerance(x, options, ds);
    choose_seed(x, options, ds);
    choose_outputs(x, ds);
    gx_experiment_vary(x, options, ds);
    return err || ds->error_count > errors ? gx_diags_outcome(ds) : GX_OK;
}

gx_err gx_experiment_load(gx_experiment **experiment, const char *path,
                          const gx_run_options *options, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_experiment *x = GX_NEW(arena, gx_experiment);
    x->arena = arena;
    gx_buf_init(&x->settings, ds->oom);
    gx_run_options all = *options;
    gx_err err = GX_OK;
    const char *given = path;
    if (gx_is_result(path))
        err = gx_result_open(&path, &x->maker, &all, x->arena, ds);
    x->name = gx_path_stem(arena, path);
    gx_options_print(&all, &x->settings);
    if (!err)
        err = load(x, path, &all, ds);
    if (err && access(given, F_OK) != 0)
        gx_suggest_file(given, ds);
    *experiment = x;
    if (err) {
        gx_experiment_free(x);
        *experiment = NULL;
    }
    return err;
}

gx_case gx_experiment_case(const gx_experiment *x)
{
    return (gx_case){.flat = x->flat,
                     .labels = x->labels,
                     .overrides = &x->overrides,
                     .method = x->method,
                     .tolerance = x->tolerance,
                     .seed = x->seed};
}

void gx_experiment_free(gx_experiment *x)
{
    if (!x)
        return;
    gx_flat_free(x->flat);
    gx_model_free(x->model);
    gx_buf_clear(&x->settings);
    gx_arena_free(x->arena);
}
