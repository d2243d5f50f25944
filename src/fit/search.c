/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many points are tried at once, evolved perhaps, and descents begin at the best of them.
 */
#include "fit/evolve.h"
#include "fit/fit.h"
#include "stats/sobol.h"

#include <math.h>
#include <string.h>

enum { TRIED_PER_START = 16 };

/* z [count][parameters]: the start, then Sobol' points of the ranges. */
static double *points(const gx_problem *p, const double *start, int32_t count,
                      uint64_t seed, gx_arena *arena)
{
    size_t n = (size_t)p->parameters;
    double *z = GX_ARRAY(arena, double, (size_t)count *n);
    gx_sobol sobol = gx_sobol_scrambled(p->parameters, seed, 0, arena);
    memcpy(z, start, n * sizeof *z);
    for (size_t k = 1; k < (size_t)count; k++)
        for (size_t i = 0; i < n; i++) {
            double share = gx_sobol_get(&sobol, k, (int32_t)i);
            double place = gx_coordinate_share(&p->coordinate[i], share);
            z[k * n + i] = isnan(place) ? start[i] : place;
        }
    return z;
}

/* Bring the best of `count` costs to place `to`; equal ones keep their order. */
static void bring_best(int32_t *order, const double *cost, int32_t to, int32_t count)
{
    int32_t best = to;
    for (int32_t k = to + 1; k < count; k++)
        if (cost[order[k]] < cost[order[best]])
            best = k;
    int32_t found = order[best];
    memmove(order + to + 1, order + to, (size_t)(best - to) * sizeof *order);
    order[to] = found;
}

/* Order the points: the start, then the others from the best on; those without residuals
 * are left out of `*count`. */
static gx_err sort_points(int32_t *order, int32_t *count, int32_t most,
                          const gx_problem *p, const double *z, gx_asked *asked,
                          gx_diags *ds)
{
    size_t m = (size_t)gx_problem_residuals(p);
    gx_arena *arena = gx_arena_new(ds->oom);
    double *r = GX_ARRAY(arena, double, (size_t)*count *m);
    double *cost = GX_ARRAY(arena, double, *count);
    int32_t tried = *count, chosen = 0;
    gx_err err = gx_problem_evaluate(r, p, z, tried, asked, ds);
    for (int32_t k = 0; k < tried && !err; k++) {
        cost[k] = gx_problem_cost(p, r + (size_t)k * m);
        order[k] = k;
    }
    if (!err && isfinite(cost[0]))
        chosen++;
    while (!err && chosen < most && chosen < tried) {
        bring_best(order, cost, chosen, tried);
        if (isinf(cost[order[chosen]]))
            break;
        chosen++;
    }
    *count = chosen;
    gx_arena_free(arena);
    return err;
}

/* ---- evolution ---- */

typedef struct valley {
    const gx_problem *problem;
    gx_asked *asked;
} valley;

/* The ends of a range may be infinitely far. */
static double coordinate_of(const gx_problem *p, int32_t i, double share)
{
    const double edge = 1e-6;
    return gx_coordinate_share(&p->coordinate[i], edge + share * (1.0 - 2.0 * edge));
}

static gx_err judge(gx_merit *merit, const double *point, int32_t count, void *context,
                    gx_diags *ds)
{
    const valley *v = context;
    size_t n = (size_t)v->problem->parameters;
    size_t m = (size_t)gx_problem_residuals(v->problem);
    gx_arena *arena = gx_arena_new(ds->oom);
    double *z = GX_ARRAY(arena, double, (size_t)count *n);
    double *r = GX_ARRAY(arena, double, (size_t)count *m);
    for (size_t i = 0; i < (size_t)count * n; i++)
        z[i] = coordinate_of(v->problem, (int32_t)(i % n), point[i]);
    gx_err err = gx_problem_evaluate(r, v->problem, z, count, v->asked, ds);
    for (size_t k = 0; k < (size_t)count && !err; k++) {
        double cost = gx_problem_cost(v->problem, r + k * m);
        merit[k] = (gx_merit){isfinite(cost) ? 0.0 : (double)INFINITY, cost};
    }
    gx_arena_free(arena);
    return err;
}

/* The points behind the start, after many generations. */
static gx_err evolve(double *z, gx_search *search, const gx_problem *p, int32_t count,
                     const gx_searching *how, gx_diags *ds)
{
    enum { GENERATIONS = 1000 };
    size_t n = (size_t)p->parameters;
    gx_arena *arena = gx_arena_new(ds->oom);
    valley v = {p, &search->asked};
    gx_sobol sobol = gx_sobol_scrambled(p->parameters, how->seed, 0, arena);
    double *point = GX_ARRAY(arena, double, (size_t)count *n);
    gx_merit *merit = GX_ARRAY(arena, gx_merit, count);
    const gx_evolution evolution = {.n = p->parameters,
                                    .members = count,
                                    .generations = GENERATIONS,
                                    .seed = how->seed,
                                    .judge = judge,
                                    .context = &v};
    for (size_t i = 0; i < (size_t)count * n; i++)
        point[i] = gx_sobol_get(&sobol, i / n + 1, (int32_t)(i % n));
    gx_err err = gx_evolve(point, merit, &search->evolved, &evolution, ds);
    for (size_t i = 0; i < (size_t)count * n && !err; i++)
        z[i] = coordinate_of(p, (int32_t)(i % n), point[i]);
    gx_arena_free(arena);
    return err;
}

/* Points tried: enough for a population where they evolve. */
static int32_t count_of(const gx_problem *p, const gx_searching *how)
{
    enum { LEAST_MEMBERS = 32, PER_PARAMETER = 10 };
    int32_t count = how->starts > 1 ? how->starts * TRIED_PER_START : 1;
    int32_t members = PER_PARAMETER * p->parameters;
    if (!how->is_global)
        return count;
    return 1 + (members < LEAST_MEMBERS ? LEAST_MEMBERS : members);
}

gx_err gx_fit_search(gx_fit *fit, gx_search *search, const gx_problem *p,
                     const double *start, const gx_searching *how, gx_arena *arena,
                     gx_diags *ds)
{
    int32_t starts = how->starts + (how->is_global && how->starts == 1);
    int32_t count = count_of(p, how);
    gx_arena *own = gx_arena_new(ds->oom);
    int32_t *order = GX_ARRAY(own, int32_t, count);
    double *ended = GX_ARRAY(own, double, starts);
    double size = p->size > 0.0 ? p->size : 1.0;
    double *z = points(p, start, count, how->seed, own);
    int32_t chosen = count;
    *search = (gx_search){.drawn = count - 1};
    *fit = (gx_fit){.cost = (double)INFINITY};
    gx_err err = GX_OK;
    if (how->is_global)
        err = evolve(z + p->parameters, search, p, count - 1, how, ds);
    if (!err)
        err = sort_points(order, &chosen, starts, p, z, &search->asked, ds);
    if (!err && !chosen)
        err = gx_error(ds, GX_CODE_FIT, GX_NOWHERE,
                       "all %d runs that were tried as starts failed", count);
    for (int32_t k = 0; k < chosen && !err; k++) {
        gx_fit one;
        const double *from = z + (size_t)order[k] * (size_t)p->parameters;
        err = gx_fit_descend(&one, p, from, NULL, &search->asked, arena, ds);
        ended[search->starts++] = one.cost;
        if (!err && one.cost < fit->cost)
            *fit = one;
    }
    if (!err && isinf(fit->cost))
        err = gx_error(ds, GX_CODE_FIT, GX_NOWHERE,
                       "no descent got away from its start: points on all sides failed");
    for (int32_t k = 0; k < search->starts && !err; k++)
        search->same += ended[k] - fit->cost <= 1e-6 * (fit->cost + 1e-12 * size * size);
    gx_arena_free(own);
    return err;
}
