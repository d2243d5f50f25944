/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calibration files: what is fitted to what. */
#include "front/front.h"
#include "front/yaml.h"

#include <math.h>
#include <string.h>

/* `normal(3, 0.5)`, `triangular` or `none` */
static void read_prior(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_fitted *fitted = field;
    gx_call call = {0};
    if (!gx_yaml_is(value, GX_YAML_SCALAR, reading))
        return;
    if (!gx_call_parse(&call, value->text, value->loc, reading->arena) || *call.units)
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected a distribution as in \"normal(3, 0.5)\", or none");
    fitted->prior = call.name;
    memcpy(&fitted->given, &call.given, sizeof fitted->given);
}

static void read_fitted(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"constant", true, gx_yaml_read_name, offsetof(gx_fitted, constant)},
        {"low", false, gx_yaml_read_quantity, offsetof(gx_fitted, low)},
        {"high", false, gx_yaml_read_quantity, offsetof(gx_fitted, high)},
        {"prior", false, read_prior, 0},
    };
    gx_calibration *calibration = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_fitted *fitted = GX_ADD(reading->arena, &calibration->fitted);
        fitted->low.number = fitted->high.number = GX_NOT_GIVEN;
        fitted->low.units = fitted->high.units = "";
        gx_yaml_read_keys(&value->items.at[i], rows, sizeof rows / sizeof *rows, fitted,
                          reading);
        if (fitted->constant.text)
            gx_reading_is_new(seen, fitted->constant, reading);
    }
    if (!value->items.count)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(value), "nothing to fit");
}

static void read_observed(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_observed, variable)},
        {"column", false, gx_yaml_read_name, offsetof(gx_observed, column)},
        {"units", false, gx_yaml_read_text, offsetof(gx_observed, units)},
        {"error", false, gx_yaml_read_quantity, offsetof(gx_observed, error)},
        {"log", false, gx_yaml_read_flag, offsetof(gx_observed, is_log)},
    };
    gx_calibration *calibration = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_observed *observed = GX_ADD(reading->arena, &calibration->observed);
        gx_quantity *error = &observed->error;
        error->number = GX_NOT_GIVEN;
        error->units = "";
        gx_yaml_read_keys(&value->items.at[i], rows, sizeof rows / sizeof *rows, observed,
                          reading);
        if (gx_quantity_given(*error) && !(error->number > 0.0))
            gx_error(reading->ds, GX_CODE_VALUE, error->loc,
                     "a standard deviation is above 0");
        if (observed->is_log &&
            !(gx_quantity_given(*error) && strcmp(error->units, "%") == 0))
            gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(&value->items.at[i]),
                     "errors of logarithms are in %%: 'error: 5 %%'");
    }
    if (!value->items.count)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(value), "nothing to fit to");
}

static void read_starts(const gx_yaml *value, void *field, const gx_reading *reading)
{
    double *starts = field;
    gx_yaml_read_number(value, starts, reading);
    if (*starts < 1.0 || *starts > 1000.0 || *starts != trunc(*starts))
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected a whole number from 1 to 1000");
}

/* A table, or a list of them. */
static void read_data(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_calibration *calibration = field;
    if (value->kind == GX_YAML_SCALAR)
        gx_yaml_read_name(value, GX_ADD(reading->arena, &calibration->data), reading);
    else if (gx_yaml_is(value, GX_YAML_LIST, reading))
        for (int32_t i = 0; i < value->items.count; i++)
            gx_yaml_read_name(&value->items.at[i],
                              GX_ADD(reading->arena, &calibration->data), reading);
    if (!calibration->data.count)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(value), "no table of data");
}

static void read_search(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_name name = {0};
    gx_yaml_read_name(value, &name, reading);
    if (!name.text)
        return;
    *(bool *)field = strcmp(name.text, "global") == 0;
    if (!*(bool *)field && strcmp(name.text, "local") != 0)
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "there are the searches local and global, not '%s'", name.text);
}

static void make_beside(gx_name *name, int32_t file, const gx_reading *reading)
{
    if (name->text)
        name->text = gx_path_beside(reading->arena, reading->ds->sources.at[file].path,
                                    name->text);
}

/* Errors are known for all series or for none. */
static void check_errors(const gx_calibration *c, const gx_reading *reading)
{
    for (int32_t i = 1; i < c->observed.count; i++) {
        const gx_observed *one = &c->observed.at[i], *first = &c->observed.at[0];
        if (gx_quantity_given(one->error) == gx_quantity_given(first->error))
            continue;
        gx_error(reading->ds, GX_CODE_VALUE, one->variable.loc,
                 "either each series has an 'error' or none has");
        return;
    }
}

/* A scenario or a study has none of these keys. */
static bool is_calibration(const gx_yaml *root)
{
    static const char *const own[] = {"experiment", "fit", "to"};
    bool is_one = root->kind != GX_YAML_MAPPING;
    for (int32_t i = 0; i < root->items.count && !is_one; i++)
        for (size_t k = 0; k < sizeof own / sizeof *own; k++)
            is_one |= strcmp(root->items.at[i].key.text, own[k]) == 0;
    return is_one;
}

gx_err gx_calibration_read(gx_calibration **calibration, int32_t file, gx_arena *arena,
                           gx_diags *ds)
{
    static const gx_yaml_row rows[] = {
        {"title", false, gx_yaml_read_words, offsetof(gx_calibration, title)},
        {"experiment", true, gx_yaml_read_name, offsetof(gx_calibration, experiment)},
        {"data", true, read_data, 0},
        {"year offset", false, gx_yaml_read_number,
         offsetof(gx_calibration, year_offset)},
        {"fit", true, read_fitted, 0},
        {"to", true, read_observed, 0},
        {"starts", false, read_starts, offsetof(gx_calibration, starts)},
        {"search", false, read_search, offsetof(gx_calibration, is_global)},
    };
    *calibration = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    const gx_yaml *root = NULL;
    gx_err err = gx_yaml_read(&root, file, arena, ds);
    if (err)
        return err;
    if (!is_calibration(root)) {
        err = gx_error(ds, GX_CODE_KEY, gx_yaml_place(root),
                       "this is no calibration file: it has neither 'experiment' nor "
                       "'fit' nor 'to'");
        gx_note(ds, GX_NOWHERE, "--reach takes models and scenarios");
        return err;
    }
    gx_calibration *read = GX_NEW(arena, gx_calibration);
    read->starts = 8.0;
    read->loc = root->loc;
    gx_yaml_read_keys(root, rows, sizeof rows / sizeof *rows, read, &reading);
    make_beside(&read->experiment, file, &reading);
    for (int32_t i = 0; i < read->data.count; i++)
        make_beside(&read->data.at[i], file, &reading);
    check_errors(read, &reading);
    err = gx_reading_outcome(&reading);
    *calibration = err ? NULL : read;
    return err;
}
