/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches along the line to another walker (Goodman and Weare 2010) are safe anywhere
 * and slow; the difference of two others (ter Braak 2006) has the size and direction of
 * the density; a Student distribution with the mean and covariance of the others forgets
 * where it came from, and is taken often where the density is nearly normal. A step of a
 * half is one of them, by lot. */
#include "fit/moves.h"
#include "base/random.h"
#include "stats/distribution.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { STREAM_KIND = 4, STREAM_MOVE, STREAM_NORMAL };

double gx_moves_uniform(uint64_t seed, uint32_t stream, uint32_t step, uint32_t walker,
                        uint32_t which)
{
    const uint32_t counter[4] = {step, walker, which / 2, stream};
    double u[2];
    gx_random_pair(seed ^ 0xA0761D6478BD642FU, counter, u);
    return u[which % 2];
}

static double uniform(const gx_half *h, uint32_t stream, int32_t k, uint32_t which)
{
    uint32_t walker = (uint32_t)(h->side * h->walkers + k);
    return gx_moves_uniform(h->seed, stream, h->step, walker, which);
}

static const double *here(const gx_half *h, int32_t k)
{
    return h->here + (size_t)k * (size_t)h->width;
}

static const double *there(const gx_half *h, int32_t k)
{
    return h->there + (size_t)k * (size_t)h->width;
}

/* Density 1 / sqrt of the factor on [1/2, 2]. */
static void stretch(double *to, double *gain, const gx_half *h, gx_arena *arena)
{
    (void)arena;
    for (int32_t k = 0; k < h->walkers; k++) {
        double u = uniform(h, STREAM_MOVE, k, 0), factor = (u + 1.0) * (u + 1.0) / 2.0;
        const double *x = here(h, k);
        const double *o = there(h, (int32_t)(uniform(h, STREAM_MOVE, k, 1) * h->walkers));
        for (int32_t i = 0; i < h->n; i++)
            to[k * h->n + i] = o[i] + factor * (x[i] - o[i]);
        gain[k] = (h->n - 1) * log(factor);
    }
}

/* Now and then a whole difference, which leads from one hill to another. */
static void differ(double *to, double *gain, const gx_half *h, gx_arena *arena)
{
    const double whole = 0.1, best = 2.38 / sqrt(2.0 * h->n);
    (void)arena;
    for (int32_t k = 0; k < h->walkers; k++) {
        int32_t a = (int32_t)(uniform(h, STREAM_MOVE, k, 0) * h->walkers);
        int32_t b = (int32_t)(uniform(h, STREAM_MOVE, k, 1) * (h->walkers - 1));
        double jump = uniform(h, STREAM_MOVE, k, 2) < whole
                          ? 1.0
                          : best * (0.5 + uniform(h, STREAM_MOVE, k, 3));
        const double *x = here(h, k), *p = there(h, a), *q = there(h, b + (b >= a));
        for (int32_t i = 0; i < h->n; i++)
            to[k * h->n + i] = x[i] + jump * (p[i] - q[i]);
        gain[k] = 0.0;
    }
}

/* ---- a Student distribution like the others ---- */

typedef struct cloud {
    double *mean;   /* [n] */
    double *factor; /* [n][n] lower triangle of the covariance */
} cloud;

static bool see_cloud(cloud *c, const gx_half *h, gx_arena *arena)
{
    int32_t n = h->n;
    c->mean = GX_ARRAY(arena, double, n);
    c->factor = GX_ARRAY(arena, double, n *n);
    for (int32_t k = 0; k < h->walkers; k++)
        for (int32_t i = 0; i < n; i++)
            c->mean[i] += there(h, k)[i] / h->walkers;
    for (int32_t k = 0; k < h->walkers; k++)
        for (int32_t i = 0; i < n; i++)
            for (int32_t j = 0; j <= i; j++)
                c->factor[i * n + j] += (there(h, k)[i] - c->mean[i]) *
                                        (there(h, k)[j] - c->mean[j]) / (h->walkers - 1);
    return gx_copula_factor(c->factor, n);
}

#define FREEDOM 5.0 /* of the distribution: tails heavier than a normal density's */

/* The logarithm of its density, but for a constant. */
static double density_at(const cloud *c, const double *x, int32_t n, double *room)
{
    double square = 0.0;
    for (int32_t i = 0; i < n; i++) {
        double left = x[i] - c->mean[i];
        for (int32_t j = 0; j < i; j++)
            left -= c->factor[i * n + j] * room[j];
        room[i] = left / c->factor[i * n + i];
        square += room[i] * room[i];
    }
    return -0.5 * (FREEDOM + n) * log1p(square / FREEDOM);
}

static void draw(double *to, const cloud *c, const gx_half *h, int32_t k, double *room)
{
    int32_t n = h->n;
    double u = uniform(h, STREAM_NORMAL, k, 0);
    double wide = sqrt(FREEDOM / gsl_cdf_chisq_Pinv(u, FREEDOM));
    for (int32_t i = 0; i < n; i++) {
        u = uniform(h, STREAM_NORMAL, k, (uint32_t)i + 1);
        room[i] = wide * gsl_cdf_ugaussian_Pinv(u);
        to[i] = c->mean[i];
        for (int32_t j = 0; j <= i; j++)
            to[i] += c->factor[i * n + j] * room[j];
    }
}

static void forget(double *to, double *gain, const gx_half *h, gx_arena *arena)
{
    cloud c;
    if (!see_cloud(&c, h, arena)) { /* too few walkers, or all in a plane */
        stretch(to, gain, h, arena);
        return;
    }
    double *room = GX_ARRAY(arena, double, h->n);
    for (int32_t k = 0; k < h->walkers; k++) {
        double *x = to + (size_t)k * (size_t)h->n;
        draw(x, &c, h, k, room);
        gain[k] = density_at(&c, here(h, k), h->n, room) - density_at(&c, x, h->n, room);
    }
}

/* ---- by lot ---- */

static const struct {
    double share;
    void (*propose)(double *to, double *gain, const gx_half *h, gx_arena *arena);
} moves[] = {{0.1, stretch}, {0.2, differ}, {0.7, forget}};

void gx_moves_propose(double *to, double *gain, const gx_half *h, gx_arena *arena)
{
    size_t last = sizeof moves / sizeof *moves - 1, i = 0;
    double u = gx_moves_uniform(h->seed, STREAM_KIND, h->step, (uint32_t)h->side, 0);
    for (; i < last && u >= moves[i].share; i++)
        u -= moves[i].share;
    moves[i].propose(to, gain, h, arena);
}
