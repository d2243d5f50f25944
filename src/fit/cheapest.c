/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Differential evolution: a member moves towards the best and along the difference of two
 * others. A generation is one batch of points. */
#include "base/random.h"
#include "fit/reach.h"

#include <math.h>
#include <string.h>

enum { GENERATIONS = 120, PER_COORDINATE = 6, LEAST_MEMBERS = 32 };

typedef struct population {
    const gx_field *field;
    const double *cost;
    double target;
    uint64_t seed;
    int32_t members;
    double *point; /* [members][n] */
    double *value; /* [members] */
    double *price; /* [members] */
} population;

static double uniform(const population *p, uint32_t generation, uint32_t member,
                      uint32_t which)
{
    const uint32_t counter[4] = {generation, member, which / 2, 7};
    double u[2];
    gx_random_pair(p->seed ^ 0xE7037ED1A0B428DBU, counter, u);
    return u[which % 2];
}

static double price_of(const population *p, const double *point)
{
    double sum = 0.0;
    for (int32_t i = 0; i < p->field->n; i++)
        sum += p->cost[i] * point[i];
    return sum;
}

/* Reached before not, then the cheaper; not reached: the nearer. */
static bool is_better(const population *p, double value, double price, int32_t than)
{
    bool has = value >= p->target, other = p->value[than] >= p->target;
    if (isnan(value) || isnan(p->value[than]))
        return !isnan(value);
    if (has != other)
        return has;
    return has ? price < p->price[than] : value > p->value[than];
}

static int32_t best_of(const population *p)
{
    int32_t best = 0;
    for (int32_t k = 1; k < p->members; k++)
        if (is_better(p, p->value[k], p->price[k], best))
            best = k;
    return best;
}

/* A trial for member k; coordinates near an end go there, where levers are. */
static void propose(double *trial, const population *p, uint32_t generation, int32_t k,
                    int32_t best)
{
    const double weight = 0.7, crossing = 0.8, snap = 0.02;
    int32_t n = p->field->n;
    uint32_t g = generation, m = (uint32_t)k;
    const double *a = p->point + (size_t)(uniform(p, g, m, 0) * p->members) * (size_t)n;
    const double *b = p->point + (size_t)(uniform(p, g, m, 1) * p->members) * (size_t)n;
    const double *own = p->point + (size_t)k * (size_t)n;
    const double *top = p->point + (size_t)best * (size_t)n;
    double pull = uniform(p, g, m, 2);
    int32_t always = (int32_t)(uniform(p, g, m, 3) * n);
    for (int32_t i = 0; i < n; i++) {
        double x = own[i] + pull * (top[i] - own[i]) + weight * (a[i] - b[i]);
        x = x < snap ? 0.0 : x > 1.0 - snap ? 1.0 : x;
        bool crosses = i == always || uniform(p, g, m, 4 + (uint32_t)i) < crossing;
        trial[i] = crosses ? x : own[i];
    }
}

/* All off, all on, each alone on and each alone off, then random ones. */
static void begin(population *p)
{
    int32_t n = p->field->n;
    for (int32_t k = 0; k < p->members; k++)
        for (int32_t i = 0; i < n; i++) {
            double *x = &p->point[(size_t)k * (size_t)n + (size_t)i];
            if (k < 2)
                *x = k;
            else if (k < n + 2)
                *x = i == k - 2;
            else if (k < 2 * n + 2)
                *x = i != k - n - 2;
            else
                *x = uniform(p, UINT32_MAX, (uint32_t)k, (uint32_t)i);
        }
}

gx_err gx_reach_cheapest(gx_reached *reached, const gx_field *field, double target,
                         const double *cost, uint64_t seed, gx_arena *arena, gx_diags *ds)
{
    int32_t n = field->n, members = PER_COORDINATE * n;
    members = members < LEAST_MEMBERS ? LEAST_MEMBERS : members;
    size_t count = (size_t)members * (size_t)n;
    population p = {field, cost, target, seed, members, NULL, NULL, NULL};
    p.point = GX_ARRAY(arena, double, count);
    p.value = GX_ARRAY(arena, double, members);
    p.price = GX_ARRAY(arena, double, members);
    double *trial = GX_ARRAY(arena, double, count),
           *value = GX_ARRAY(arena, double, members);
    begin(&p);
    gx_err err = field->evaluate(p.value, p.point, members, field->context, ds);
    for (int32_t k = 0; k < members; k++)
        p.price[k] = price_of(&p, p.point + (size_t)k * (size_t)n);
    for (uint32_t g = 0; g < GENERATIONS && !err; g++) {
        int32_t best = best_of(&p);
        for (int32_t k = 0; k < members; k++)
            propose(trial + (size_t)k * (size_t)n, &p, g, k, best);
        err = field->evaluate(value, trial, members, field->context, ds);
        for (int32_t k = 0; k < members && !err; k++) {
            const double *point = trial + (size_t)k * (size_t)n;
            double price = price_of(&p, point);
            if (!is_better(&p, value[k], price, k))
                continue;
            memcpy(p.point + (size_t)k * (size_t)n, point, (size_t)n * sizeof *point);
            p.value[k] = value[k];
            p.price[k] = price;
        }
    }
    int32_t best = best_of(&p);
    *reached = (gx_reached){.point = p.point + (size_t)best * (size_t)n,
                            .value = p.value[best],
                            .cost = p.price[best],
                            .is_reached = p.value[best] >= target,
                            .points = (int64_t)members * (GENERATIONS + 1)};
    return err;
}
