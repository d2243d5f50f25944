/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --vary "NAME=a,b,c": each value is read as --set would read it. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

/* Resolve NAME=VALUE to the one constant or point of a lookup it sets. */
static gx_err resolve_value(gx_input *input, double *level, gx_experiment *x,
                            const char *name, const char *value, gx_diags *ds)
{
    const char *text = gx_arena_format(x->arena, "%s=%s", name, value);
    int32_t file = gx_source_add(ds, "--vary", text, strlen(text));
    gx_overrides found = {0};
    int32_t tables = x->overrides.tables.count;
    for (int32_t i = 0; i < tables; i++)
        *GX_ADD(x->arena, &found.tables) = x->overrides.tables.at[i];
    gx_setting setting;
    gx_err err = gx_setting_parse(&setting, file, x->arena, ds);
    if (!err)
        err = gx_override_resolve(&found, x->flat, &setting, 1, x->labels, x->arena, ds);
    int32_t constants = found.list.count, points = found.tables.count - tables;
    if (!err && constants + points != 1)
        err = gx_error(ds, GX_CODE_SUBSCRIPT, setting.name.loc,
                       points ? "'%s' are %d points: vary them one by one"
                              : "'%s' are %d constants: vary them one by one",
                       name, constants + points);
    const gx_table_override *set = points ? &found.tables.at[tables] : NULL;
    if (!err && set && set->changed < 0)
        err = gx_error(ds, GX_CODE_VALUE, setting.value.loc,
                       "all points of '%s' cannot be varied: vary one, as in '%s(0)'",
                       name, name);
    if (err)
        return err;
    *input = gx_input_of(x->flat, &x->overrides, constants ? found.list.at[0].cell : -1,
                         set, x->arena);
    if (constants)
        gx_ranges_warn(x, &setting, &found, ds);
    *level = constants ? found.list.at[0].value : set->point[set->changed].y;
    return GX_OK;
}

static gx_err add_input(gx_experiment *x, const char *option, gx_diags *ds)
{
    const char *equals = strrchr(option, '=');
    if (!equals)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--vary %s': expected NAME=VALUE,VALUE,...", option);
    const char *name = gx_arena_text(x->arena, option, (size_t)(equals - option));
    gx_texts values = {0};
    gx_texts_split(&values, equals + 1, x->arena);
    bool has_gap = strstr(equals, ",,") || equals[1] == ',' ||
                   (equals[1] && equals[strlen(equals) - 1] == ',');
    if (has_gap)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'--vary %s': a value is missing",
                        option);
    double *level = GX_ARRAY(x->arena, double, values.count);
    gx_input made = {.cell = -1};
    gx_err err = values.count ? GX_OK
                              : gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                                         "'--vary %s': there is no value", option);
    for (int32_t i = 0; !err && i < values.count; i++) {
        err = resolve_value(&made, &level[i], x, name, values.at[i], ds);
    }
    for (int32_t i = 0; !err && i < x->inputs.count; i++)
        if (x->inputs.at[i].cell == made.cell)
            err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' is varied twice", name);
    for (int32_t i = 0; !err && i < x->typed.tables.count; i++) {
        const gx_table_override *set = &x->typed.tables.at[i];
        if (set->changed >= 0 && made.cell == gx_override_point(&x->overrides, x->flat,
                                                                set->table, set->changed))
            err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' is both set and varied",
                           name);
    }
    for (int32_t i = 0; !err && i < x->typed.list.count; i++)
        if (x->typed.list.at[i].cell == made.cell)
            err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' is both set and varied",
                           name);
    if (err)
        return err;
    made.level_count = values.count;
    made.level = level;
    *GX_ADD(x->arena, &x->inputs) = made;
    return GX_OK;
}

gx_err gx_experiment_vary(gx_experiment *x, const gx_run_options *options, gx_diags *ds)
{
    x->design = gx_design_find(options->design ? options->design : gx_designs[0].name);
    if (!x->design) {
        gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "there is no design '%s'",
                              options->design);
        for (int32_t i = 0; i < gx_design_count; i++)
            gx_note(ds, GX_NOWHERE, "%s: %-s", gx_designs[i].name, gx_designs[i].doc);
        return err;
    }
    gx_err err = GX_OK;
    for (int32_t i = 0; !err && i < options->vary.count; i++)
        err = add_input(x, options->vary.at[i], ds);
    return err;
}

gx_err gx_experiment_run(gx_frame **frame, const gx_experiment *x,
                         const gx_workers *workers, gx_diags *ds)
{
    gx_run_plan plan = {.method = x->method,
                        .tolerance = x->tolerance,
                        .lane_count = 1,
                        .seed = x->seed,
                        .keep = x->keep,
                        .keep_count = x->keep_count};
    int32_t *cells = GX_ARRAY(x->arena, int32_t, x->inputs.count);
    for (int32_t i = 0; i < x->inputs.count; i++)
        cells[i] = x->inputs.at[i].cell;
    gx_program *program =
        gx_compile(x->flat, &x->overrides, cells, x->inputs.count, ds->oom);
    gx_err err = x->inputs.count ? gx_study_run(frame, program, x->design, x->inputs.at,
                                                x->inputs.count, &plan, workers, ds)
                                 : gx_run(frame, program, &plan, ds);
    gx_program_free(program);
    return err;
}
