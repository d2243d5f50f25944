/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/evolve.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

double gx_evolve_uniform(uint64_t seed, uint32_t generation, uint32_t member,
                         uint32_t which)
{
    const uint32_t counter[4] = {generation, member, which / 2, 7};
    double u[2];
    gx_random_pair(seed ^ 0xE7037ED1A0B428DBU, counter, u);
    return u[which % 2];
}

static bool is_better(const gx_merit *a, const gx_merit *b)
{
    return a->shortfall != b->shortfall ? a->shortfall < b->shortfall
                                        : a->price < b->price;
}

int32_t gx_merit_best(const gx_merit *merit, int32_t count)
{
    int32_t best = 0;
    for (int32_t k = 1; k < count; k++)
        if (is_better(&merit[k], &merit[best]))
            best = k;
    return best;
}

/* What a trial of member k is made of. */
typedef struct trial {
    const gx_evolution *how;
    const double *point;
    uint32_t generation, k;
    int32_t best;
} trial;

static double uniform(const trial *t, uint32_t which)
{
    return gx_evolve_uniform(t->how->seed, t->generation, t->k, which);
}

static const double *any(const trial *t, uint32_t which)
{
    return t->point + (size_t)(uniform(t, which) * t->how->members) * (size_t)t->how->n;
}

/* Coordinates near an end go there, where levers are. */
static double snapped(double x)
{
    const double near = 0.02;
    return x < near ? 0.0 : x > 1.0 - near ? 1.0 : x;
}

static double turned_back(double x)
{
    double left = fabs(x - 2.0 * floor(0.5 * x)); /* in [0, 2) */
    return left > 1.0 ? 2.0 - left : left;
}

static void propose(double *to, const trial *t)
{
    int32_t n = t->how->n;
    const double *a = any(t, 0), *b = any(t, 1);
    const double *own = t->point + (size_t)t->k * (size_t)n;
    const double *top = t->point + (size_t)t->best * (size_t)n;
    double pull = uniform(t, 2), crossing = 0.8, weight = 0.7;
    int32_t always = (int32_t)(uniform(t, 3) * n);
    const double *from = own;
    uint32_t used = 4;
    if (!t->how->is_greedy) { /* sometimes along an axis, sometimes in all directions */
        from = any(t, used);
        crossing = uniform(t, used + 1) < 0.5 ? 0.2 : 0.9;
        weight = 0.4 + 0.6 * uniform(t, used + 2);
        used += 4;
        pull = 0.0;
    }
    for (int32_t i = 0; i < n; i++) {
        double x = from[i] + pull * (top[i] - from[i]) + weight * (a[i] - b[i]);
        bool crosses = i == always || uniform(t, used + (uint32_t)i) < crossing;
        x = t->how->is_greedy ? snapped(x) : turned_back(x);
        to[i] = crosses ? x : own[i];
    }
}

/* All members have the same price, and none falls short. */
static bool is_settled(const gx_merit *merit, int32_t count)
{
    double least = (double)INFINITY, most = -(double)INFINITY;
    for (int32_t k = 0; k < count; k++) {
        if (merit[k].shortfall > 0.0)
            return false;
        least = fmin(least, merit[k].price);
        most = fmax(most, merit[k].price);
    }
    return most - least <= 1e-10 * fabs(most);
}

gx_err gx_evolve(double *point, gx_merit *merit, int32_t *made, const gx_evolution *how,
                 gx_diags *ds)
{
    size_t n = (size_t)how->n, members = (size_t)how->members;
    gx_arena *arena = gx_arena_new(ds->oom);
    double *tried = GX_ARRAY(arena, double, members *n);
    gx_merit *got = GX_ARRAY(arena, gx_merit, members);
    gx_err err = how->judge(merit, point, how->members, how->context, ds);
    *made = 0;
    while (*made < how->generations && !err && !is_settled(merit, how->members)) {
        trial t = {how, point, (uint32_t)*made, 0, gx_merit_best(merit, how->members)};
        for (t.k = 0; t.k < members; t.k++)
            propose(tried + t.k * n, &t);
        err = how->judge(got, tried, how->members, how->context, ds);
        for (size_t k = 0; k < members && !err; k++)
            if (is_better(&got[k], &merit[k])) {
                memcpy(point + k * n, tried + k * n, n * sizeof *point);
                merit[k] = got[k];
            }
        ++*made;
    }
    gx_arena_free(arena);
    return err;
}
