/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both searches see a field: coordinates become values of constants, and a probe gives
 * the variable. */
#include "study/reach.h"
#include "fit/fit.h"
#include "study/parameters.h"

#include <string.h>

/* Several cells may follow one coordinate. */
typedef struct mover {
    int32_t coordinate;
    double from, to;     /* of a lever's cell */
    gx_coordinate score; /* of a parameter */
    double origin;       /* its score in the model */
} mover;

typedef struct space {
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
    gx_probe *probe;
    gx_spot spot;
    gx_field field;
    GX_LIST(int32_t) cells;
    GX_LIST(mover) movers; /* of each cell */
} space;

static double value_of(const mover *m, const double *point)
{
    double at = point[m->coordinate];
    if (m->score.prior)
        return gx_coordinate_value(&m->score, m->origin + at);
    return m->from + at * (m->to - m->from);
}

static gx_err evaluate(double *value, const double *point, int32_t count, void *context,
                       gx_diags *ds)
{
    space *s = context;
    size_t cells = (size_t)s->cells.count, n = (size_t)s->field.n;
    gx_arena *arena = gx_arena_new(ds->oom);
    double *x = gx_arena_array(arena, (size_t)count * cells, sizeof *x);
    for (size_t k = 0; k < (size_t)count; k++)
        for (size_t i = 0; i < cells; i++)
            x[k * cells + i] = value_of(&s->movers.at[i], point + k * n);
    gx_err err = gx_probe_run(value, s->probe, &s->spot, 1, x, count, NULL, ds);
    gx_arena_free(arena);
    return err;
}

/* The variable where the search begins. */
static gx_err begin(space *s, double *before, const gx_workers *workers)
{
    double *origin = GX_ARRAY(s->arena, double, s->field.n);
    s->probe = gx_probe_new(s->c, s->cells.at, s->cells.count, workers, s->ds->oom);
    s->field.evaluate = evaluate;
    s->field.context = s;
    gx_err err = evaluate(before, origin, 1, s, s->ds);
    if (!err && *before != *before) {
        const char *why = gx_probe_failure(s->probe);
        err = gx_error(s->ds, GX_CODE_FIT, GX_NOWHERE, "there is no value at Time %g%s%s",
                       s->spot.time, why ? ": " : "", why ? why : "");
    }
    return err;
}

static void describe(gx_way *way, const space *s)
{
    const gx_flat *flat = s->c->flat;
    gx_movable *movable = GX_ARRAY(s->arena, gx_movable, s->cells.count);
    for (int32_t i = 0; i < s->cells.count; i++) {
        const mover *m = &s->movers.at[i];
        int32_t v = flat->cells.at[s->cells.at[i]].variable;
        double *origin = GX_ARRAY(s->arena, double, s->field.n);
        movable[i] =
            (gx_movable){.name = gx_cell_name(flat, s->cells.at[i], s->arena, s->ds->oom),
                         .units = flat->model->variables.at[v].units,
                         .before = value_of(m, origin),
                         .after = value_of(m, way->reached.point),
                         .moved = way->reached.point[m->coordinate]};
    }
    way->count = s->cells.count;
    way->movable = movable;
}

/* ---- levers ---- */

static gx_err add_lever(space *s, const gx_lever *lever, int32_t coordinate)
{
    gx_overrides off = {0}, on = {0};
    gx_setting setting = {.name = lever->constant, .value = lever->off};
    gx_err err =
        gx_override_resolve(&off, s->c->flat, &setting, 1, s->c->labels, s->arena, s->ds);
    setting.value = lever->on;
    if (!err)
        err = gx_override_resolve(&on, s->c->flat, &setting, 1, s->c->labels, s->arena,
                                  s->ds);
    for (int32_t i = 0; i < off.list.count && !err; i++) {
        *GX_ADD(s->arena, &s->cells) = off.list.at[i].cell;
        *GX_ADD(s->arena, &s->movers) = (mover){.coordinate = coordinate,
                                                .from = off.list.at[i].value,
                                                .to = on.list.at[i].value};
    }
    return err;
}

gx_err gx_reach_levers(gx_way *way, const gx_levers *levers, const gx_spot *spot,
                       double target, const gx_case *c, const gx_workers *workers,
                       gx_arena *arena, gx_diags *ds)
{
    space s = {.c = c, .arena = arena, .ds = ds, .spot = *spot};
    double *cost = GX_ARRAY(arena, double, levers->levers.count);
    gx_err err = GX_OK;
    s.field.n = levers->levers.count;
    for (int32_t i = 0; i < s.field.n && !err; i++) {
        cost[i] = levers->levers.at[i].cost;
        err = add_lever(&s, &levers->levers.at[i], i);
    }
    if (!err && !s.cells.count)
        err = gx_error(ds, GX_CODE_VALUE, levers->outcome.loc, "there are no levers");
    if (!err)
        err = begin(&s, &way->before, workers);
    if (!err)
        err =
            gx_reach_cheapest(&way->reached, &s.field, target, cost, c->seed, arena, ds);
    if (!err)
        describe(way, &s);
    gx_probe_free(s.probe);
    return err;
}

/* ---- parameters ---- */

gx_err gx_reach_parameters(gx_way *way, const gx_parameters *parameters,
                           const gx_spot *spot, double target, const gx_case *c,
                           const gx_workers *workers, gx_arena *arena, gx_diags *ds)
{
    space s = {.c = c, .arena = arena, .ds = ds, .spot = *spot};
    gx_spreads spreads = {0};
    gx_err err = gx_parameters_spread(&spreads, parameters->list.at,
                                      parameters->list.count, c, arena, ds);
    for (int32_t i = 0; i < spreads.count && !err; i++) {
        const gx_spread *one = &spreads.at[i];
        if (!one->distribution.type || strcmp(one->row->source_class.text, "choice") == 0)
            continue;
        double value = gx_override_value(c->overrides, c->flat, one->cell);
        mover m = {.coordinate = s.cells.count,
                   .score = {one->low, one->high, &one->distribution}};
        m.origin = gx_coordinate_place(&m.score, value);
        *GX_ADD(arena, &s.cells) = one->cell;
        *GX_ADD(arena, &s.movers) = m;
    }
    s.field.n = s.cells.count;
    if (!err && !s.cells.count)
        err = gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                       "the parameter table has nothing that is not a choice");
    if (!err)
        err = begin(&s, &way->before, workers);
    if (!err)
        err = gx_reach_nearest(&way->reached, &s.field, target, arena, ds);
    if (!err)
        describe(way, &s);
    gx_probe_free(s.probe);
    return err;
}
