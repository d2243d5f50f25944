/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `X-levers.yaml`: the outcome, the levers and the constraints. */
#include "front/front.h"
#include "front/yaml.h"

static void read_factor(const gx_yaml *value, void *field, const gx_reading *reading)
{
    double *factor = field;
    gx_yaml_read_number(value, factor, reading);
    if (!(*factor > 0.0) || *factor == 1.0)
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "a factor is above 0 and not 1: 1.1 relaxes by 10 %%");
}

static void read_cost(const gx_yaml *value, void *field, const gx_reading *reading)
{
    double *cost = field;
    gx_yaml_read_number(value, cost, reading);
    if (!(*cost > 0.0))
        gx_error(reading->ds, GX_CODE_VALUE, value->loc, "a cost is above 0");
}

static void read_levers(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"constant", true, gx_yaml_read_name, offsetof(gx_lever, constant)},
        {"off", true, gx_yaml_read_quantity, offsetof(gx_lever, off)},
        {"on", true, gx_yaml_read_quantity, offsetof(gx_lever, on)},
        {"cost", false, read_cost, offsetof(gx_lever, cost)},
    };
    gx_levers *levers = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_lever *lever = GX_ADD(reading->arena, &levers->levers);
        lever->cost = 1.0;
        gx_yaml_read_keys(&value->items.at[i], rows, sizeof rows / sizeof *rows, lever,
                          reading);
        if (lever->constant.text)
            gx_reading_is_new(seen, lever->constant, reading);
    }
}

static void read_constraints(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"constant", true, gx_yaml_read_name, offsetof(gx_constraint, constant)},
        {"factor", false, read_factor, offsetof(gx_constraint, factor)},
    };
    gx_levers *levers = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_constraint *constraint = GX_ADD(reading->arena, &levers->constraints);
        constraint->factor = 1.1;
        gx_yaml_read_keys(&value->items.at[i], rows, sizeof rows / sizeof *rows,
                          constraint, reading);
        if (constraint->constant.text)
            gx_reading_is_new(seen, constraint->constant, reading);
    }
}

static void read_outcome(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_levers, outcome)},
        {"year offset", false, gx_yaml_read_number, offsetof(gx_levers, year_offset)},
        {"year", true, gx_yaml_read_number, offsetof(gx_levers, year)},
    };
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, field, reading);
}

gx_err gx_levers_read(gx_levers **levers, int32_t file, gx_arena *arena, gx_diags *ds)
{
    static const gx_yaml_row rows[] = {
        {"outcome", true, read_outcome, 0},
        {"levers", false, read_levers, 0},
        {"constraints", false, read_constraints, 0},
        {"negligible", false, gx_yaml_read_part, offsetof(gx_levers, negligible)},
    };
    *levers = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    const gx_yaml *root = NULL;
    gx_err err = gx_yaml_read(&root, file, arena, ds);
    if (err)
        return err;
    gx_levers *read = GX_NEW(arena, gx_levers);
    read->negligible = 0.001;
    gx_yaml_read_keys(root, rows, sizeof rows / sizeof *rows, read, &reading);
    err = gx_reading_outcome(&reading);
    *levers = err ? NULL : read;
    return err;
}
