/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each step goes to the nearest point of the plane that touches the field, as far as the
 * merit |z|^2 / 2 + weight * shortfall falls; step lengths are tried all at once. Where
 * no step helps, as on the ridge of a MIN, the plane is laid through points farther
 * apart, which sees both sides of it. */
#include "base/random.h"
#include "fit/reach.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <string.h>

#define FARTHEST 3.0 /* of a coordinate: 1 in 700 beyond */

enum { STEPS = 80, LENGTHS = 10, CLOUD = 64, CLOUDS = 150 };

/* How far apart the points of differences are, in deviations. */
static const double apart[] = {0.02, 0.1, 0.4, 1.2};

typedef struct walk {
    const gx_field *field;
    gx_diags *ds;
    double target;
    int64_t points;
    size_t scale;  /* of apart */
    double weight; /* of the shortfall */
    double *point; /* [max(2 n + 1, CLOUD)][n] room for batches */
    double *value;
    double *gradient; /* [n] */
} walk;

static double length_of(const double *z, int32_t n)
{
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += z[i] * z[i];
    return sqrt(sum);
}

/* The value and the gradient at z, by central differences; 0 where there is none. */
static gx_err look(walk *w, const double *z, double *value)
{
    const double step = apart[w->scale];
    int32_t n = w->field->n, count = 2 * n + 1;
    for (int32_t k = 0; k < count; k++)
        memcpy(w->point + (size_t)k * (size_t)n, z, (size_t)n * sizeof *z);
    for (int32_t i = 0; i < n; i++) {
        w->point[(size_t)(2 * i + 1) * (size_t)n + (size_t)i] -= step;
        w->point[(size_t)(2 * i + 2) * (size_t)n + (size_t)i] += step;
    }
    gx_err err = w->field->evaluate(w->value, w->point, count, w->field->context, w->ds);
    w->points += count;
    *value = w->value[0];
    for (int32_t i = 0; i < n && !err; i++) {
        double slope = (w->value[2 * i + 2] - w->value[2 * i + 1]) / (2.0 * step);
        bool is_stuck = fabs(z[i]) >= FARTHEST && slope * z[i] > 0.0;
        w->gradient[i] = isnan(slope) || is_stuck ? 0.0 : slope;
    }
    return err;
}

/* Towards the plane's nearest point; coordinates stay within their limit. */
static void aim(double *to, const walk *w, const double *z, double value)
{
    int32_t n = w->field->n;
    double square = 0.0, along = 0.0, held = 0.0;
    for (int32_t i = 0; i < n; i++) {
        square += w->gradient[i] * w->gradient[i];
        along += w->gradient[i] * z[i];
        held += w->gradient[i] == 0.0 ? 0.0 : 1.0;
    }
    double part = held > 0.0 ? (along + w->target - value) / square : 0.0;
    for (int32_t i = 0; i < n; i++) {
        bool is_stuck = fabs(z[i]) >= FARTHEST && w->gradient[i] == 0.0;
        double x = is_stuck ? z[i] : part * w->gradient[i];
        to[i] = fmax(-FARTHEST, fmin(FARTHEST, x));
    }
}

static double merit(const walk *w, const double *z, double value)
{
    double far = length_of(z, w->field->n);
    return 0.5 * far * far + w->weight * fmax(0.0, w->target - value);
}

/* Take the best of halved steps; false when none is better. */
static gx_err step(walk *w, double *z, double *value, const double *to, bool *moved)
{
    int32_t n = w->field->n;
    double slope = length_of(w->gradient, n);
    if (slope > 0.0)
        w->weight = fmax(w->weight, (2.0 * length_of(to, n) + 10.0) / slope);
    double best = merit(w, z, *value) * (1.0 - 1e-9);
    int32_t chosen = -1;
    for (int32_t k = 0; k < LENGTHS; k++)
        for (int32_t i = 0; i < n; i++)
            w->point[(size_t)k * (size_t)n + (size_t)i] =
                z[i] + ldexp(1.0, -k) * (to[i] - z[i]);
    gx_err err =
        w->field->evaluate(w->value, w->point, LENGTHS, w->field->context, w->ds);
    w->points += LENGTHS;
    for (int32_t k = 0; k < LENGTHS && !err; k++) {
        const double *there = w->point + (size_t)k * (size_t)n;
        double m = merit(w, there, w->value[k]);
        if (m < best) {
            best = m;
            chosen = k;
        }
    }
    *moved = chosen >= 0;
    if (*moved) {
        memcpy(z, w->point + (size_t)chosen * (size_t)n, (size_t)n * sizeof *z);
        *value = w->value[chosen];
    }
    return err;
}

/* The merit of a point where nothing is known is the worst there is. */
static double merit_or_worst(const walk *w, const double *z, double value)
{
    return isnan(value) ? (double)INFINITY : merit(w, z, value);
}

static void scatter(walk *w, const double *z, double size, uint32_t round)
{
    int32_t n = w->field->n;
    for (int32_t k = 0; k < CLOUD; k++)
        for (int32_t i = 0; i < n; i++) {
            const uint32_t counter[4] = {round, (uint32_t)k, (uint32_t)i / 2, 11};
            double u[2];
            gx_random_pair(0x9E3779B97F4A7C15U, counter, u);
            double x = z[i] + size * gsl_cdf_ugaussian_Pinv(u[i % 2]);
            w->point[(size_t)k * (size_t)n + (size_t)i] =
                fmax(-FARTHEST, fmin(FARTHEST, x));
        }
}

static gx_err cloud(walk *w, double *z, double *value)
{
    int32_t n = w->field->n;
    double size = 0.5 / sqrt(n);
    double best = merit_or_worst(w, z, *value);
    gx_err err = GX_OK;
    for (uint32_t round = 0; round < CLOUDS && size > 1e-4 && !err; round++) {
        int32_t chosen = -1;
        scatter(w, z, size, round);
        err = w->field->evaluate(w->value, w->point, CLOUD, w->field->context, w->ds);
        w->points += CLOUD;
        for (int32_t k = 0; k < CLOUD && !err; k++) {
            double m = merit_or_worst(w, w->point + (size_t)k * (size_t)n, w->value[k]);
            if (m < best) {
                best = m;
                chosen = k;
            }
        }
        size *= chosen >= 0 ? 1.3 : 0.7;
        if (chosen < 0)
            continue;
        memcpy(z, w->point + (size_t)chosen * (size_t)n, (size_t)n * sizeof *z);
        *value = w->value[chosen];
    }
    return err;
}

gx_err gx_reach_nearest(gx_reached *reached, const gx_field *field, double target,
                        gx_arena *arena, gx_diags *ds)
{
    int32_t n = field->n, room = 2 * n + 1 < CLOUD ? CLOUD : 2 * n + 1;
    const double close = 1e-4 * fabs(target);
    walk w = {.field = field, .ds = ds, .target = target};
    w.point = GX_ARRAY(arena, double, (size_t)room *(size_t)n);
    w.value = GX_ARRAY(arena, double, room);
    w.gradient = GX_ARRAY(arena, double, n);
    double *z = GX_ARRAY(arena, double, n), *to = GX_ARRAY(arena, double, n);
    double value = 0.0;
    bool moved = true;
    gx_err err = GX_OK;
    for (int32_t k = 0; k < STEPS && !err && w.scale < sizeof apart / sizeof *apart;
         k++) {
        err = look(&w, z, &value);
        if (err || isnan(value) || (k == 0 && value >= target))
            break;
        aim(to, &w, z, value);
        err = step(&w, z, &value, to, &moved);
        w.scale = moved ? 0 : w.scale + 1;
    }
    if (!err && w.weight > 0.0) /* a step was taken */
        err = cloud(&w, z, &value);
    *reached = (gx_reached){.point = z,
                            .value = value,
                            .cost = length_of(z, n),
                            .is_reached = value >= target - close,
                            .points = w.points};
    return err;
}
