/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each step goes to the best point on the plane that touches the field, where residuals
 * are straight lines too (sequential quadratic programming with Gauss and Newton's
 * matrix), as far as the merit (|z|^2 + |r|^2) / 2 + weight * shortfall falls; step
 * lengths are tried all at once. Where no step helps, as on the ridge of a MIN, the plane
 * is laid through points farther apart, which sees both sides of it; at last clouds of
 * points, as long and as thin as what is known allows, are tried. */
#include "base/random.h"
#include "fit/evolve.h"
#include "fit/reach.h"
#include "stats/distribution.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <string.h>

#define FARTHEST 3.0 /* of a coordinate: 1 in 700 beyond */

enum { STEPS = 80, LENGTHS = 10, CLOUD = 64, CLOUDS = 150, MEMBERS = CLOUD };

/* How far apart the points of differences are, in deviations. */
static const double apart[] = {0.02, 0.1, 0.4, 1.2};

typedef struct walk {
    const gx_field *field;
    gx_arena *arena;
    gx_diags *ds;
    double target;
    int64_t points;
    size_t scale;     /* of apart */
    double weight;    /* of the shortfall */
    double *point;    /* [max(2 n + 1, CLOUD)][n] room for batches */
    double *value;    /* [...] */
    double *residual; /* [...][residuals] */
    double *gradient; /* [n] of the field */
    double *slope;    /* [n] of half the square of the distance */
    double *jacobian; /* [residuals][n] */
    double *factor;   /* [n][n] lower triangle of what is known of coordinates */
    double *aside;    /* [n] the gradient, and ... */
    double *down;     /* [n] ... the slope, divided by what is known */
    bool *is_stuck;   /* [n] at its limit, and the field rises beyond */
} walk;

/* Where a walk is. */
typedef struct stand {
    double *z; /* [n] */
    double value, misfit;
} stand;

static double square_of(const double *x, int32_t n)
{
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += x[i] * x[i];
    return sum;
}

static double dot(const double *a, const double *b, int32_t n)
{
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

static double clipped(double x)
{
    return fmax(-FARTHEST, fmin(FARTHEST, x));
}

/* Half the square of the distance, and what falls short; infinite where nothing is known.
 */
static double merit(const walk *w, const double *z, double value, double misfit)
{
    double all = 0.5 * (square_of(z, w->field->n) + misfit) +
                 w->weight * fmax(0.0, w->target - value);
    return isnan(all) ? (double)INFINITY : all;
}

static gx_err ask(walk *w, int32_t count)
{
    w->points += count;
    return w->field->evaluate(w->value, w->residual, w->point, count, w->field->context,
                              w->ds);
}

/* Take the best of `count` points that were asked for; false when none is better. */
static bool take_best(walk *w, stand *at, double best, int32_t count)
{
    int32_t n = w->field->n, m = w->field->residuals, chosen = -1;
    for (int32_t k = 0; k < count; k++) {
        double misfit = square_of(w->residual + (size_t)k * (size_t)m, m);
        double here = merit(w, w->point + (size_t)k * (size_t)n, w->value[k], misfit);
        if (here < best) {
            best = here;
            chosen = k;
        }
    }
    if (chosen < 0)
        return false;
    memcpy(at->z, w->point + (size_t)chosen * (size_t)n, (size_t)n * sizeof *at->z);
    at->value = w->value[chosen];
    at->misfit = square_of(w->residual + (size_t)chosen * (size_t)m, m);
    return true;
}

/* ---- what a plane says ---- */

/* x = (L L')^-1 b of those that are not stuck. */
static void solve(double *x, const walk *w, const double *b)
{
    int32_t n = w->field->n;
    const double *L = w->factor;
    for (int32_t i = 0; i < n; i++)
        x[i] = ((w->is_stuck[i] ? 0.0 : b[i]) - dot(L + i * n, x, i)) / L[i * n + i];
    for (int32_t i = n - 1; i >= 0; i--) {
        for (int32_t k = i + 1; k < n; k++)
            x[i] -= L[k * n + i] * x[k];
        x[i] /= L[i * n + i];
    }
}

/* 1 for the coordinate itself, and what the residuals know. */
static void know(walk *w)
{
    int32_t n = w->field->n, m = w->field->residuals;
    memset(w->factor, 0, (size_t)n * (size_t)n * sizeof *w->factor);
    for (int32_t i = 0; i < n; i++) {
        w->factor[i * n + i] = 1.0;
        for (int32_t j = 0; j <= i && !w->is_stuck[i]; j++)
            for (int32_t d = 0; d < m && !w->is_stuck[j]; d++)
                w->factor[i * n + j] += w->jacobian[d * n + i] * w->jacobian[d * n + j];
    }
    gx_copula_factor(w->factor, n); /* 1 + squares: always positive */
}

static double finite_or_zero(double x)
{
    return isfinite(x) ? x : 0.0;
}

/* Value, residuals and how they change at z, by central differences; 0 where there is
 * none. */
static gx_err look(walk *w, stand *at)
{
    const double step = apart[w->scale];
    int32_t n = w->field->n, m = w->field->residuals, count = 2 * n + 1;
    for (int32_t k = 0; k < count; k++)
        memcpy(w->point + (size_t)k * (size_t)n, at->z, (size_t)n * sizeof *at->z);
    for (int32_t i = 0; i < n; i++) {
        w->point[(size_t)(2 * i + 1) * (size_t)n + (size_t)i] -= step;
        w->point[(size_t)(2 * i + 2) * (size_t)n + (size_t)i] += step;
    }
    gx_err err = ask(w, count);
    at->value = w->value[0];
    at->misfit = square_of(w->residual, m);
    for (int32_t i = 0; i < n && !err; i++) {
        const double *below = w->residual + (size_t)(2 * i + 1) * (size_t)m;
        double rise = (w->value[2 * i + 2] - w->value[2 * i + 1]) / (2.0 * step);
        w->is_stuck[i] = fabs(at->z[i]) >= FARTHEST && isfinite(w->target) &&
                         (isnan(rise) || rise * at->z[i] > 0.0);
        w->gradient[i] = w->is_stuck[i] ? 0.0 : finite_or_zero(rise);
        w->slope[i] = at->z[i];
        for (int32_t d = 0; d < m; d++) {
            double change = finite_or_zero((below[m + d] - below[d]) / (2.0 * step));
            w->jacobian[d * n + i] = change;
            w->slope[i] += change * finite_or_zero(w->residual[d]);
        }
    }
    know(w);
    solve(w->aside, w, w->gradient);
    solve(w->down, w, w->slope);
    return err;
}

/* Towards the best point of the plane, or, when the lowest distance is behind it, there.
 */
static void aim(double *to, walk *w, const stand *at)
{
    int32_t n = w->field->n;
    double along = dot(w->gradient, w->aside, n);
    double short_of = w->target - at->value + dot(w->gradient, w->down, n);
    double part = along > 0.0 ? fmax(0.0, short_of / along) : 0.0;
    if (along > 0.0)
        w->weight = fmax(w->weight, 2.0 * part + 10.0 / sqrt(along));
    for (int32_t i = 0; i < n; i++)
        to[i] = w->is_stuck[i] ? at->z[i]
                               : clipped(at->z[i] - w->down[i] + part * w->aside[i]);
}

/* The best of halved steps. */
static gx_err step(walk *w, stand *at, const double *to, bool *moved)
{
    int32_t n = w->field->n;
    double now = merit(w, at->z, at->value, at->misfit);
    for (int32_t k = 0; k < LENGTHS; k++)
        for (int32_t i = 0; i < n; i++)
            w->point[(size_t)k * (size_t)n + (size_t)i] =
                at->z[i] + ldexp(1.0, -k) * (to[i] - at->z[i]);
    gx_err err = ask(w, LENGTHS);
    *moved = !err && take_best(w, at, now - 1e-9 * fabs(now), LENGTHS);
    return err;
}

/* ---- clouds ---- */

static void scatter(walk *w, const double *z, double size, uint32_t round)
{
    int32_t n = w->field->n;
    double *x = GX_ARRAY(w->arena, double, n);
    for (int32_t k = 0; k < CLOUD; k++) {
        for (int32_t i = 0; i < n; i++) {
            const uint32_t counter[4] = {round, (uint32_t)k, (uint32_t)i / 2, 11};
            double u[2];
            gx_random_pair(0x9E3779B97F4A7C15U, counter, u);
            x[i] = size * gsl_cdf_ugaussian_Pinv(u[i % 2]);
        }
        for (int32_t i = n - 1; i >= 0; i--) { /* (L')^-1: where less is known, farther */
            for (int32_t j = i + 1; j < n; j++)
                x[i] -= w->factor[j * n + i] * x[j];
            x[i] /= w->factor[i * n + i];
            w->point[(size_t)k * (size_t)n + (size_t)i] = clipped(z[i] + x[i]);
        }
    }
}

static gx_err cloud(walk *w, stand *at)
{
    double size = 0.5 / sqrt(w->field->n);
    gx_err err = GX_OK;
    for (uint32_t round = 0; round < CLOUDS && size > 1e-4 && !err; round++) {
        scatter(w, at->z, size, round);
        err = ask(w, CLOUD);
        bool moved =
            !err && take_best(w, at, merit(w, at->z, at->value, at->misfit), CLOUD);
        size *= moved ? 1.3 : 0.7;
    }
    return err;
}

/* ---- from one place ---- */

/* As far as it goes from where it looked about. */
static gx_err wander(walk *w, stand *at, bool *has_moved)
{
    bool moved = true, has_target = isfinite(w->target);
    double *to = GX_ARRAY(w->arena, double, w->field->n);
    gx_err err = GX_OK;
    for (int32_t k = 0; k < STEPS && !err && !isnan(at->value); k++) {
        aim(to, w, at);
        err = step(w, at, to, &moved);
        *has_moved |= moved;
        w->scale = moved ? 0 : w->scale + 1;
        if (err || w->scale == sizeof apart / sizeof *apart)
            break;
        err = look(w, at);
    }
    if (!err && *has_moved && has_target)
        err = cloud(w, at);
    return err;
}

/* ---- from all over ---- */

/* A coordinate of the unit cube, and the other way round. */
static double opened(double u)
{
    return FARTHEST * (2.0 * u - 1.0);
}

static gx_err judge(gx_merit *merit, const double *point, int32_t count, void *context,
                    gx_diags *ds)
{
    walk *w = context;
    int32_t n = w->field->n, m = w->field->residuals;
    gx_err err = GX_OK;
    (void)ds;
    for (int32_t k = 0; k < count * n; k++)
        w->point[k] = opened(point[k]);
    err = ask(w, count);
    for (int32_t k = 0; k < count && !err; k++) {
        double price = square_of(w->point + (size_t)k * (size_t)n, n) +
                       square_of(w->residual + (size_t)k * (size_t)m, m);
        double shortfall = fmax(0.0, w->target - w->value[k]);
        bool has_value = !isnan(w->value[k]) && !isnan(price);
        merit[k] = (gx_merit){has_value ? shortfall : (double)INFINITY,
                              has_value ? price : (double)INFINITY};
    }
    return err;
}

/* What lies behind a valley no walk finds: from the best of many points that evolve, when
 * that gets farther. */
static gx_err roam(walk *w, stand *at, bool *has_moved)
{
    enum { GENERATIONS = 120 };
    int32_t n = w->field->n, made = 0;
    double *point = GX_ARRAY(w->arena, double, MEMBERS *n);
    gx_merit *merit = GX_ARRAY(w->arena, gx_merit, MEMBERS);
    stand other = {.z = GX_ARRAY(w->arena, double, n)};
    bool has_gone = false;
    const gx_evolution how = {.n = n,
                              .members = MEMBERS,
                              .generations = GENERATIONS,
                              .judge = judge,
                              .context = w};
    for (int32_t i = 0; i < n; i++) /* where the walk came to, and all over */
        point[i] = 0.5 * (at->z[i] / FARTHEST + 1.0);
    for (int32_t k = n; k < MEMBERS * n; k++)
        point[k] = gx_evolve_uniform(0, UINT32_MAX, (uint32_t)(k / n), (uint32_t)(k % n));
    gx_err err = gx_evolve(point, merit, &made, &how, w->ds);
    int32_t best = gx_merit_best(merit, MEMBERS) * n;
    for (int32_t i = 0; i < n; i++)
        other.z[i] = opened(point[best + i]);
    w->scale = 0;
    w->weight = 0.0;
    if (!err)
        err = look(w, &other);
    if (!err)
        err = wander(w, &other, &has_gone);
    if (!err && other.value > at->value) {
        *at = other;
        *has_moved = true;
    }
    return err;
}

/* ---- all of it ---- */

static walk start_walk(const gx_field *field, double target, gx_arena *arena,
                       gx_diags *ds)
{
    size_t n = (size_t)field->n, m = (size_t)field->residuals;
    size_t room = 2 * n + 1 < CLOUD ? CLOUD : 2 * n + 1;
    walk w = {.field = field, .arena = arena, .ds = ds, .target = target};
    w.point = GX_ARRAY(arena, double, room *n);
    w.value = GX_ARRAY(arena, double, room);
    w.residual = GX_ARRAY(arena, double, room *m + 1);
    w.gradient = GX_ARRAY(arena, double, n);
    w.slope = GX_ARRAY(arena, double, n);
    w.jacobian = GX_ARRAY(arena, double, m *n + 1);
    w.factor = GX_ARRAY(arena, double, n *n);
    w.aside = GX_ARRAY(arena, double, n);
    w.down = GX_ARRAY(arena, double, n);
    w.is_stuck = GX_ARRAY(arena, bool, n);
    return w;
}

/* The unit vector of the field's gradient, seen from not too near. */
static gx_err find_outward(double *outward, walk *w, const stand *at)
{
    int32_t n = w->field->n;
    stand again = *at;
    w->scale = 1;
    gx_err err = look(w, &again);
    double steep = sqrt(square_of(w->gradient, n));
    for (int32_t i = 0; i < n && steep > 0.0; i++)
        outward[i] = w->gradient[i] / steep;
    return err;
}

gx_err gx_reach_nearest(gx_reached *reached, const gx_field *field, double target,
                        const double *start, gx_arena *arena, gx_diags *ds)
{
    int32_t n = field->n;
    bool has_target = isfinite(target), has_moved = false;
    const double above = has_target ? 5e-5 * fabs(target) : 0.0; /* to be sure */
    walk w = start_walk(field, target + above, arena, ds);
    stand at = {.z = GX_ARRAY(arena, double, n)};
    double *outward = GX_ARRAY(arena, double, n);
    memcpy(at.z, start, (size_t)n * sizeof *start);
    gx_err err = look(&w, &at);
    bool is_idle = has_target && at.value >= target; /* nothing to do */
    if (!err && !is_idle)
        err = wander(&w, &at, &has_moved);
    if (!err && has_target && at.value < target)
        err = roam(&w, &at, &has_moved);
    if (!err && has_moved && has_target)
        err = find_outward(outward, &w, &at);
    *reached = (gx_reached){.point = at.z,
                            .outward = outward,
                            .value = at.value,
                            .cost = sqrt(square_of(at.z, n) + at.misfit),
                            .misfit = at.misfit,
                            .is_reached = at.value >= target,
                            .points = w.points};
    return err;
}
