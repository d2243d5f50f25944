/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cheapest point that reaches a target, by differential evolution. */
#include "fit/evolve.h"
#include "fit/reach.h"

#include <math.h>
#include <string.h>

enum { GENERATIONS = 120, PER_COORDINATE = 6, LEAST_MEMBERS = 32 };

typedef struct market {
    const gx_field *field;
    const double *cost;
    double target;
} market;

static double price_of(const market *m, const double *point)
{
    double sum = 0.0;
    for (int32_t i = 0; i < m->field->n; i++)
        sum += m->cost[i] * point[i];
    return sum;
}

static gx_err judge(gx_merit *merit, const double *point, int32_t count, void *context,
                    gx_diags *ds)
{
    const market *m = context;
    gx_arena *arena = gx_arena_new(ds->oom);
    double *value = GX_ARRAY(arena, double, count);
    gx_err err = m->field->evaluate(value, NULL, point, count, m->field->context, ds);
    for (int32_t k = 0; k < count && !err; k++) {
        const double *at = point + (size_t)k * (size_t)m->field->n;
        bool has_value = !isnan(value[k]);
        merit[k] =
            (gx_merit){has_value ? fmax(0.0, m->target - value[k]) : (double)INFINITY,
                       has_value ? price_of(m, at) : (double)INFINITY};
    }
    gx_arena_free(arena);
    return err;
}

/* All off, all on, each alone on and each alone off, then random ones. */
static void begin(double *point, const gx_evolution *how)
{
    int32_t n = how->n;
    for (int32_t k = 0; k < how->members; k++)
        for (int32_t i = 0; i < n; i++) {
            double *x = &point[(size_t)k * (size_t)n + (size_t)i];
            if (k < 2)
                *x = k;
            else if (k < n + 2)
                *x = i == k - 2;
            else if (k < 2 * n + 2)
                *x = i != k - n - 2;
            else
                *x = gx_evolve_uniform(how->seed, UINT32_MAX, (uint32_t)k, (uint32_t)i);
        }
}

gx_err gx_reach_cheapest(gx_reached *reached, const gx_field *field, double target,
                         const double *cost, uint64_t seed, gx_arena *arena, gx_diags *ds)
{
    int32_t n = field->n, members = PER_COORDINATE * n, made = 0;
    market m = {field, cost, target};
    members = members < LEAST_MEMBERS ? LEAST_MEMBERS : members;
    const gx_evolution how = {.n = n,
                              .members = members,
                              .generations = GENERATIONS,
                              .seed = seed,
                              .is_greedy = true,
                              .judge = judge,
                              .context = &m};
    double *point = GX_ARRAY(arena, double, (size_t)members *(size_t)n);
    double *value = GX_ARRAY(arena, double, 1);
    gx_merit *merit = GX_ARRAY(arena, gx_merit, members);
    begin(point, &how);
    gx_err err = gx_evolve(point, merit, &made, &how, ds);
    if (err)
        return err;
    const double *best = point + (size_t)gx_merit_best(merit, members) * (size_t)n;
    err = field->evaluate(value, NULL, best, 1, field->context, ds);
    *reached = (gx_reached){.point = best,
                            .value = *value,
                            .cost = price_of(&m, best),
                            .is_reached = *value >= target,
                            .points = (int64_t)members * (made + 1) + 1};
    return err;
}
