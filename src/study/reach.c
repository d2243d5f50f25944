/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both searches see a field: coordinates become values of constants, and a probe gives
 * the variable and, with a history, what its data have. */
#include "study/reach.h"
#include "base/random.h"
#include "study/parameters.h"

#include <math.h>
#include <string.h>

/* Several cells may follow one coordinate. */
typedef struct mover {
    int32_t coordinate;
    double from, to;     /* of a lever's cell */
    gx_coordinate score; /* of a parameter */
    double middle;       /* its score from which deviations count */
    double own;          /* ... and how far the model's own value is from there */
} mover;

typedef struct space {
    const gx_case *c;
    const gx_wish *wish;
    gx_arena *arena;
    gx_diags *ds;
    gx_probe *probe;
    gx_spot *spot; /* [1 + field.residuals] */
    gx_field field;
    GX_LIST(int32_t) cells;
    GX_LIST(mover) movers; /* of each cell */
} space;

static double value_of(const mover *m, const double *point)
{
    double at = point[m->coordinate];
    if (m->score.prior)
        return gx_coordinate_value(&m->score, m->middle + at);
    return m->from + at * (m->to - m->from);
}

static gx_err evaluate(double *value, double *residual, const double *point,
                       int32_t count, void *context, gx_diags *ds)
{
    space *s = context;
    size_t cells = (size_t)s->cells.count, n = (size_t)s->field.n;
    size_t m = (size_t)s->field.residuals;
    gx_arena *arena = gx_arena_new(ds->oom);
    double *x = gx_arena_array(arena, (size_t)count * cells, sizeof *x);
    double *read = gx_arena_array(arena, (size_t)count * (m + 1), sizeof *read);
    for (size_t k = 0; k < (size_t)count; k++)
        for (size_t i = 0; i < cells; i++)
            x[k * cells + i] = value_of(&s->movers.at[i], point + k * n);
    gx_err err =
        gx_probe_run(read, s->probe, s->spot, (int32_t)m + 1, x, count, NULL, ds);
    for (size_t k = 0; k < (size_t)count && !err; k++) {
        value[k] = read[k * (m + 1)];
        if (m)
            gx_calibrator_residuals(residual + k * m, s->wish->history,
                                    read + k * (m + 1) + 1);
    }
    gx_arena_free(arena);
    return err;
}

/* The point of the model's own values; levers are off. */
static double *own_point(const space *s)
{
    double *point = GX_ARRAY(s->arena, double, s->field.n);
    for (int32_t i = 0; i < s->movers.count; i++)
        point[s->movers.at[i].coordinate] = s->movers.at[i].own;
    return point;
}

/* The variable where the search begins. */
static gx_err begin(space *s, double *before, const gx_workers *workers)
{
    const gx_calibrator *history = s->wish->history;
    s->field.residuals = history ? history->data.count : 0;
    s->spot = GX_ARRAY(s->arena, gx_spot, s->field.residuals + 1);
    s->spot[0] = s->wish->spot;
    for (int32_t d = 0; d < s->field.residuals; d++)
        s->spot[d + 1] = history->spot[d];
    s->probe = gx_probe_new(s->c, s->cells.at, s->cells.count, workers, s->ds->oom);
    s->field.evaluate = evaluate;
    s->field.context = s;
    double *residual = GX_ARRAY(s->arena, double, s->field.residuals + 1);
    gx_err err = evaluate(before, residual, own_point(s), 1, s, s->ds);
    if (!err && *before != *before) {
        const char *why = gx_probe_failure(s->probe);
        err = gx_error(s->ds, GX_CODE_FIT, s->wish->loc,
                       why ? "there is no value at Time %g: %-s"
                           : "there is no value at Time %g",
                       s->wish->spot.time, why);
        if (!why)
            gx_case_note_times(s->c, s->wish->spot.cell, s->ds);
    }
    return err;
}

static void describe(gx_way *way, const space *s)
{
    const gx_flat *flat = s->c->flat;
    gx_movable *movable = GX_ARRAY(s->arena, gx_movable, s->cells.count);
    for (int32_t i = 0; i < s->cells.count; i++) {
        const mover *m = &s->movers.at[i];
        int32_t cell = s->cells.at[i], v = flat->cells.at[cell].variable;
        double moved = way->reached.point[m->coordinate];
        double before =
            m->score.prior ? gx_override_value(s->c->overrides, flat, cell) : m->from;
        movable[i] = (gx_movable){
            .cell = cell,
            .name = gx_cell_name(flat, cell, s->arena, s->ds->oom),
            .units = flat->model->variables.at[v].units,
            .before = before,
            .after = moved != m->own ? value_of(m, way->reached.point) : before,
            .moved = moved};
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

gx_err gx_reach_levers(gx_way *way, const gx_levers *levers, const gx_wish *wish,
                       const gx_case *c, const gx_workers *workers, gx_arena *arena,
                       gx_diags *ds)
{
    space s = {.c = c, .wish = wish, .arena = arena, .ds = ds};
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
        err = gx_reach_cheapest(&way->reached, &s.field, wish->target, cost, c->seed,
                                arena, ds);
    if (!err)
        describe(way, &s);
    gx_probe_free(s.probe);
    return err;
}

/* ---- parameters ---- */

/* The place of a cell among what the history fits, or -1. */
static int32_t find_fitted(const gx_calibrator *history, int32_t cell)
{
    for (int32_t i = 0; history && i < history->problem.parameters; i++)
        if (history->cell[i] == cell)
            return i;
    return -1;
}

static void add_parameter(space *s, int32_t cell, const gx_coordinate *score,
                          bool is_fitted)
{
    double value = gx_override_value(s->c->overrides, s->c->flat, cell);
    mover m = {.coordinate = s->cells.count, .score = *score};
    double own = gx_coordinate_place(score, value);
    m.middle = is_fitted ? 0.0 : own;
    m.own = own - m.middle;
    *GX_ADD(s->arena, &s->cells) = cell;
    *GX_ADD(s->arena, &s->movers) = m;
}

/* What is fitted has the priors of the calibration, all else those of the table. */
static gx_err add_parameters(space *s, const gx_parameters *parameters)
{
    const gx_calibrator *history = s->wish->history;
    gx_spreads spreads = {0};
    gx_err err = gx_parameters_spread(&spreads, parameters->list.at,
                                      parameters->list.count, s->c, s->arena, s->ds);
    for (int32_t i = 0; history && i < history->problem.parameters && !err; i++) {
        if (!history->problem.coordinate[i].prior)
            return gx_error(s->ds, GX_CODE_VALUE,
                            history->asked->fitted.at[i].constant.loc,
                            "'%s' has no prior: nothing says how far it may be moved",
                            history->name[i]);
        add_parameter(s, history->cell[i], &history->problem.coordinate[i], true);
    }
    for (int32_t i = 0; i < spreads.count && !err; i++) {
        const gx_spread *one = &spreads.at[i];
        const gx_coordinate score = {one->low, one->high, &one->distribution};
        bool is_choice = strcmp(one->row->source_class.text, "choice") == 0;
        if (one->distribution.type && !is_choice && find_fitted(history, one->cell) < 0)
            add_parameter(s, one->cell, &score, false);
    }
    s->field.n = s->cells.count;
    if (!err && !s->cells.count)
        err = gx_error(s->ds, GX_CODE_VALUE, GX_NOWHERE,
                       "the parameter table has nothing that is not a choice");
    return err;
}

static gx_err check_history(const space *s)
{
    const gx_calibrator *history = s->wish->history;
    if (!history || history->has_errors)
        return GX_OK;
    return gx_error(s->ds, GX_CODE_VALUE, history->asked->loc,
                    "how far from the data is too far, only their errors say: 'error: 5 "
                    "%%' for each series");
}

/* The most plausible point of all; without a history it is the model's own values. */
static gx_err find_middle(const double **middle, gx_reached *best, const space *s)
{
    *middle = own_point(s);
    *best = (gx_reached){0};
    if (!s->wish->history)
        return GX_OK;
    gx_err err =
        gx_reach_nearest(best, &s->field, -(double)INFINITY, *middle, s->arena, s->ds);
    *middle = best->point;
    return err;
}

/* ---- how much of the prior ---- */

enum { DRAWS = 2048, AT_ONCE = 256 };

/* Draw number `k` of the prior, `far` nearer to the target along `outward` than by
 * chance, as a point; gives the weight by which it counts. */
static double draw(double *point, const space *s, const double *outward, double far,
                   uint32_t k)
{
    double along = 0.0;
    for (int32_t i = 0; i < s->field.n; i++) {
        const uint32_t counter[4] = {k, (uint32_t)i, 0, 17};
        double u[2];
        gx_random_pair(s->c->seed ^ 0x8CB92BA72F3D8DD7U, counter, u);
        double score = gx_coordinate_share(&s->movers.at[i].score, u[0]);
        along += outward[i] * score;
        point[i] = score + far * outward[i] - s->movers.at[i].middle;
    }
    return exp(-far * along - 0.5 * far * far);
}

/* The part of the prior that reaches the target, by importance sampling about the plane
 * that touches its border at the point found. */
static gx_err measure_prior(gx_way *way, space *s)
{
    const double *outward = way->reached.outward;
    double far = 0.0, sum = 0.0, squares = 0.0;
    size_t n = (size_t)s->field.n;
    double *point = GX_ARRAY(s->arena, double, AT_ONCE *n);
    double *value = GX_ARRAY(s->arena, double, AT_ONCE);
    double *weight = GX_ARRAY(s->arena, double, AT_ONCE);
    gx_err err = GX_OK;
    for (size_t i = 0; i < n; i++)
        far += outward[i] * (s->movers.at[i].middle + way->reached.point[i]);
    far = fmax(0.0, far);
    for (uint32_t first = 0; first < DRAWS && !err; first += AT_ONCE) {
        for (uint32_t k = 0; k < AT_ONCE; k++)
            weight[k] = draw(point + k * n, s, outward, far, first + k);
        err = evaluate(value, NULL, point, AT_ONCE, s, s->ds);
        for (uint32_t k = 0; k < AT_ONCE && !err; k++) {
            double counts = value[k] >= s->wish->target ? weight[k] : 0.0;
            sum += counts / DRAWS;
            squares += counts * counts / DRAWS;
        }
    }
    way->reached.points += DRAWS;
    way->probability = sum;
    way->error = sqrt(fmax(0.0, squares - sum * sum) / DRAWS);
    return err;
}

static gx_err measure(gx_way *way, space *s, const gx_reached *best)
{
    double far = way->reached.cost * way->reached.cost - best->cost * best->cost;
    way->distance = sqrt(fmax(0.0, far));
    way->misfit_before = best->misfit;
    way->reached.points += best->points;
    way->probability = 0.5 * erfc(way->distance / sqrt(2.0));
    if (s->wish->history || !way->reached.is_reached)
        return GX_OK;
    return measure_prior(way, s);
}

gx_err gx_reach_parameters(gx_way *way, const gx_parameters *parameters,
                           const gx_wish *wish, const gx_case *c,
                           const gx_workers *workers, gx_arena *arena, gx_diags *ds)
{
    space s = {.c = c, .wish = wish, .arena = arena, .ds = ds};
    const double *middle = NULL;
    gx_reached best = {0};
    gx_err err = check_history(&s);
    if (!err)
        err = add_parameters(&s, parameters);
    if (!err)
        err = begin(&s, &way->before, workers);
    if (!err)
        err = find_middle(&middle, &best, &s);
    if (!err)
        err = gx_reach_nearest(&way->reached, &s.field, wish->target, middle, arena, ds);
    if (!err)
        err = measure(way, &s, &best);
    if (!err)
        describe(way, &s);
    gx_probe_free(s.probe);
    return err;
}
