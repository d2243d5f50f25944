/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fit/sample.h"
#include "base/random.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { STREAM_START = 1, STREAM_MOVE, STREAM_ACCEPT };

typedef struct ensemble {
    const gx_sampler *how;
    const gx_problem *problem;
    gx_asked *asked;
    gx_diags *ds;
    double *z;       /* [walkers][parameters] */
    double *density; /* [walkers] logarithm */
    double *cost;    /* [walkers] */
    double *try;     /* [walkers][parameters] proposals */
    double *r;       /* [walkers][residuals] */
    double *stretch; /* [walkers] */
    int64_t accepted;
} ensemble;

static double uniform(const ensemble *e, uint32_t stream, uint32_t step, uint32_t walker,
                      uint32_t which)
{
    const uint32_t counter[4] = {step, walker, which / 2, stream};
    double u[2];
    gx_random_pair(e->how->seed ^ 0xA0761D6478BD642FU, counter, u);
    return u[which % 2];
}

/* The logarithm of the density by coordinate; -infinity where there is none. */
static double density_of(const ensemble *e, const double *z, double cost)
{
    const gx_problem *p = e->problem;
    double sum = e->how->is_scaled ? -0.5 * p->data * log(cost) : -0.5 * cost;
    for (int32_t i = 0; i < p->parameters; i++) {
        const gx_coordinate *c = &p->coordinate[i];
        if (c->prior)
            continue;
        if (fabs(z[i]) > gx_coordinate_limit(c))
            return -(double)INFINITY;
        sum += log(gx_coordinate_slope(c, z[i]));
    }
    return isnan(sum) ? -(double)INFINITY : sum;
}

static gx_err evaluate(const ensemble *e, const double *z, int32_t count, double *density,
                       double *cost)
{
    size_t m = (size_t)gx_problem_residuals(e->problem);
    gx_err err = gx_problem_evaluate(e->r, e->problem, z, count, e->asked, e->ds);
    for (int32_t k = 0; k < count && !err; k++) {
        cost[k] = gx_problem_cost(e->problem, e->r + (size_t)k * m);
        density[k] =
            density_of(e, z + (size_t)k * (size_t)e->problem->parameters, cost[k]);
    }
    return err;
}

/* Walkers around the fit, about as far as its errors say; those that fall where no
 * density is are drawn nearer. */
static gx_err begin(ensemble *e, const gx_fit *fit, const gx_spectrum *s)
{
    enum { TRIES = 6 };
    size_t n = (size_t)e->problem->parameters;
    gx_err err = GX_OK;
    for (int32_t k = 0; k < e->how->walkers; k++)
        e->density[k] = -(double)INFINITY;
    for (int32_t attempt = 0; attempt < TRIES && !err; attempt++) {
        int32_t left = 0;
        for (int32_t k = 0; k < e->how->walkers; k++) {
            left += isinf(e->density[k]);
            for (size_t i = 0; i < n && isinf(e->density[k]); i++) {
                double u =
                    uniform(e, STREAM_START, (uint32_t)attempt, (uint32_t)k, (uint32_t)i);
                double size = s->known[i].score;
                size = isfinite(size) ? fmin(size, 1.0) : 1.0;
                e->z[(size_t)k * n + i] =
                    fit->z[i] + size * gsl_cdf_ugaussian_Pinv(u) * pow(0.3, attempt);
            }
        }
        if (!left)
            return GX_OK;
        err = evaluate(e, e->z, e->how->walkers, e->density, e->cost);
    }
    for (int32_t k = 0; k < e->how->walkers && !err; k++)
        if (isinf(e->density[k]))
            err = gx_error(e->ds, GX_CODE_FIT, GX_NOWHERE,
                           "walkers around the fit have no density: it is at a bound, or "
                           "runs near it fail");
    return err;
}

/* One half moves along lines to the other. */
static gx_err move_half(ensemble *e, uint32_t step, int32_t side)
{
    size_t n = (size_t)e->problem->parameters;
    int32_t half = e->how->walkers / 2, first = side * half, other = half - first;
    double *density = e->density + e->how->walkers; /* room behind for proposals */
    double *cost = e->cost + e->how->walkers;
    double *stretch = e->stretch;
    for (int32_t k = 0; k < half; k++) {
        uint32_t walker = (uint32_t)(first + k);
        double u = uniform(e, STREAM_MOVE, step, walker, 0);
        int32_t at = other + (int32_t)(uniform(e, STREAM_MOVE, step, walker, 1) * half);
        const double *here = e->z + (size_t)(first + k) * n;
        const double *there = e->z + (size_t)at * n;
        stretch[k] = (u + 1.0) * (u + 1.0) / 2.0; /* density 1/sqrt on [1/2, 2] */
        for (size_t i = 0; i < n; i++)
            e->try[(size_t)k * n + i] = there[i] + stretch[k] * (here[i] - there[i]);
    }
    gx_err err = evaluate(e, e->try, half, density, cost);
    for (int32_t k = 0; k < half && !err; k++) {
        double gain =
            (double)(n - 1) * log(stretch[k]) + density[k] - e->density[first + k];
        double u = uniform(e, STREAM_ACCEPT, step, (uint32_t)(first + k), 0);
        if (!(log(u) < gain))
            continue;
        memcpy(e->z + (size_t)(first + k) * n, e->try + (size_t)k * n, n * sizeof *e->z);
        e->density[first + k] = density[k];
        e->cost[first + k] = cost[k];
        e->accepted++;
    }
    return err;
}

gx_err gx_fit_sample(gx_posterior *posterior, const gx_sampler *how, const gx_problem *p,
                     const gx_fit *fit, const gx_spectrum *spectrum, gx_asked *asked,
                     gx_arena *arena, gx_diags *ds)
{
    size_t n = (size_t)p->parameters, walkers = (size_t)how->walkers;
    size_t draws = (size_t)how->draws;
    gx_arena *own = gx_arena_new(ds->oom);
    ensemble e = {.how = how, .problem = p, .asked = asked, .ds = ds};
    e.z = GX_ARRAY(own, double, walkers *n);
    e.try = GX_ARRAY(own, double, walkers *n);
    e.density = GX_ARRAY(own, double, 2 * walkers);
    e.cost = GX_ARRAY(own, double, 2 * walkers);
    e.stretch = GX_ARRAY(own, double, walkers);
    e.r = GX_ARRAY(own, double, walkers *(size_t)gx_problem_residuals(p));
    double *value = GX_ARRAY(arena, double, n *walkers *draws);
    double *cost = GX_ARRAY(arena, double, walkers *draws);
    gx_err err = begin(&e, fit, spectrum);
    for (int32_t t = 0; t < how->warm + how->draws && !err; t++) {
        err = move_half(&e, (uint32_t)t, 0);
        if (!err)
            err = move_half(&e, (uint32_t)t, 1);
        for (size_t k = 0; k < walkers && t >= how->warm && !err; k++) {
            size_t draw = (size_t)(t - how->warm);
            cost[k * draws + draw] = e.cost[k];
            for (size_t i = 0; i < n; i++)
                value[(i * walkers + k) * draws + draw] =
                    gx_coordinate_value(&p->coordinate[i], e.z[k * n + i]);
        }
    }
    double moves = (double)how->walkers * (how->warm + how->draws);
    *posterior = (gx_posterior){value, cost, (double)e.accepted / moves};
    gx_arena_free(own);
    return err;
}
