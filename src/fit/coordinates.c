/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Coordinates without bounds, and residuals in them. */
#include "fit/fit.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static bool is_between(const gx_coordinate *c)
{
    return isfinite(c->low) && isfinite(c->high);
}

double gx_coordinate_value(const gx_coordinate *c, double z)
{
    if (c->prior)
        return gx_distribution_quantile(c->prior, gsl_cdf_ugaussian_P(z));
    if (is_between(c))
        return c->low + 0.5 * (c->high - c->low) * (1.0 + sin(z));
    if (isfinite(c->low))
        return c->low + exp(z);
    if (isfinite(c->high))
        return c->high - exp(-z);
    return z;
}

/* The score of a value by halving: quantiles rise, and some distributions' cumulative
 * functions have steps. */
static double score_of(const gx_distribution *prior, double value)
{
    double low = -8.0, high = 8.0;
    for (int32_t i = 0; i < 60; i++) {
        double middle = 0.5 * (low + high);
        bool is_below =
            gx_distribution_quantile(prior, gsl_cdf_ugaussian_P(middle)) < value;
        *(is_below ? &low : &high) = middle;
    }
    return 0.5 * (low + high);
}

double gx_coordinate_place(const gx_coordinate *c, double value)
{
    if (c->prior)
        return score_of(c->prior, value);
    if (is_between(c)) {
        double part = 2.0 * (value - c->low) / (c->high - c->low) - 1.0;
        return asin(fmin(1.0, fmax(-1.0, part)));
    }
    if (isfinite(c->low))
        return log(fmax(value - c->low, 1e-300));
    if (isfinite(c->high))
        return -log(fmax(c->high - value, 1e-300));
    return value;
}

double gx_coordinate_slope(const gx_coordinate *c, double z)
{
    enum { SIDES = 2 };
    const double step = 1e-4;
    if (!c->prior && !isfinite(c->low) && !isfinite(c->high))
        return 1.0;
    if (!c->prior && is_between(c))
        return 0.5 * (c->high - c->low) * cos(z);
    if (!c->prior) /* also where differences of values are nothing */
        return isfinite(c->low) ? exp(z) : exp(-z);
    return (gx_coordinate_value(c, z + step) - gx_coordinate_value(c, z - step)) /
           (SIDES * step);
}

double gx_coordinate_share(const gx_coordinate *c, double u)
{
    if (c->prior)
        return gsl_cdf_ugaussian_Pinv(u);
    if (is_between(c))
        return asin(2.0 * u - 1.0);
    return (double)NAN;
}

double gx_coordinate_limit(const gx_coordinate *c)
{
    const double quarter_turn = 1.5707963267948966;
    return c->prior ? 8.0 : is_between(c) ? quarter_turn : 1e300;
}

double gx_coordinate_inside(const gx_coordinate *c, double z)
{
    const double turn = 0.1; /* 1/400 of the range */
    const double near = 1e-9, inside = 1e-3;
    if (c->prior || (isinf(c->low) && isinf(c->high)))
        return z;
    if (is_between(c)) {
        double most = gx_coordinate_limit(c) - turn;
        return fmax(-most, fmin(most, z));
    }
    double way = isfinite(c->low) ? 1.0 : -1.0;
    double size = fabs(isfinite(c->low) ? c->low : c->high);
    if (exp(way * z) > near * size + 1e-290)
        return z;
    return way * log(inside * (size > 0.0 ? size : 1.0));
}

bool gx_coordinate_is_bound(const gx_coordinate *c, double z)
{
    double value = gx_coordinate_value(c, z), near = 1e-6 * (c->high - c->low);
    if (!isfinite(near)) /* one-sided: the bound is far from all it can reach */
        near = 1e-9;
    return value <= c->low + near || value >= c->high - near;
}

/* ---- residuals ---- */

int32_t gx_problem_residuals(const gx_problem *p)
{
    int32_t count = p->data;
    for (int32_t i = 0; i < p->parameters; i++)
        count += p->coordinate[i].prior != NULL;
    return count;
}

gx_err gx_problem_evaluate(double *r, const gx_problem *p, const double *z, int32_t count,
                           gx_asked *asked, gx_diags *ds)
{
    size_t n = (size_t)p->parameters, d = (size_t)p->data;
    size_t m = (size_t)gx_problem_residuals(p);
    gx_arena *arena = gx_arena_new(ds->oom);
    double *x = gx_arena_array(arena, (size_t)count * n, sizeof *x);
    double *data = gx_arena_array(arena, (size_t)count * d, sizeof *data);
    for (size_t i = 0; i < (size_t)count * n; i++)
        x[i] = gx_coordinate_value(&p->coordinate[i % n], z[i]);
    gx_err err = p->evaluate(data, x, count, p->context, ds);
    for (size_t k = 0; k < (size_t)count && !err; k++) {
        memcpy(r + k * m, data + k * d, d * sizeof *r);
        double *prior = r + k * m + d;
        for (size_t i = 0; i < n; i++)
            if (p->coordinate[i].prior)
                *prior++ = z[k * n + i];
        asked->failed += !isfinite(gx_problem_cost(p, r + k * m));
    }
    asked->points += count;
    gx_arena_free(arena);
    return err;
}

double gx_problem_cost(const gx_problem *p, const double *r)
{
    double sum = 0.0;
    for (int32_t i = 0; i < gx_problem_residuals(p); i++)
        sum += r[i] * r[i];
    return isfinite(sum) ? sum : (double)INFINITY;
}
