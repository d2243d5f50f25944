/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streaming estimators but for Sobol' indices: moments, Morris' effects, squared slopes
 * and linear regression, each from plain sums. A constant output has no indices but
 * zeros. */
#include "stats/estimators.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

static size_t factors_of(const gx_sample *s)
{
    return (size_t)s->sampling.factors;
}

static size_t none(const gx_sample *s)
{
    (void)s;
    return 0;
}

/* ---- moments: sums of the first four powers ---- */

size_t gx_moments_shared(const gx_sample *s)
{
    return none(s);
}

size_t gx_moments_sums(const gx_sample *s)
{
    (void)s;
    return 5; /* the number of values and four powers */
}

void gx_moments_add(double *shared, double *sum, const gx_block *g)
{
    size_t cells = (size_t)g->cells;
    (void)shared;
    for (int32_t row = 0; row < g->sample->design->plain; row++)
        for (size_t c = 0; c < cells; c++) {
            double y = g->y[(size_t)row * cells + c], power = 1.0;
            for (size_t k = 0; k < 5; k++, power *= y)
                sum[k * cells + c] += power;
        }
}

void gx_moments_finish(double *out, const gx_totals *t)
{
    const double *sum = t->sum;
    double n = sum[0], m = sum[1] / n, m2 = sum[2] / n, m3 = sum[3] / n, m4 = sum[4] / n;
    double variance = m2 - m * m;
    out[0] = t->reference + m;
    if (!(variance > 1e-14 * m2) || n < 2.0) { /* rounding, not spread */
        memset(out + 1, 0, 3 * sizeof *out);
        return;
    }
    out[1] = sqrt(variance * n / (n - 1.0));
    out[2] = (m3 - 3.0 * m * m2 + 2.0 * m * m * m) / pow(variance, 1.5);
    out[3] = (m4 - 4.0 * m * m3 + 6.0 * m * m * m2 - 3.0 * m * m * m * m) /
             (variance * variance);
}

/* ---- Morris: sums of effects, of their sizes and of their squares ---- */

size_t gx_morris_shared(const gx_sample *s)
{
    return none(s);
}

size_t gx_morris_sums(const gx_sample *s)
{
    return 3 * factors_of(s);
}

/* The factor that moves into a row, and how far. */
static int32_t moved_factor(const gx_block *g, int32_t row, double *step)
{
    const gx_sampling *s = &g->sample->sampling;
    const double *now = g->u + (size_t)row * (size_t)s->inputs, *before = now - s->inputs;
    for (int32_t d = 0; d < s->inputs; d++)
        if (now[d] != before[d]) {
            *step = now[d] - before[d];
            return s->factor ? s->factor[d] : d;
        }
    *step = 1.0;
    return 0;
}

void gx_morris_add(double *shared, double *sum, const gx_block *g)
{
    size_t cells = (size_t)g->cells;
    bool has_groups = g->sample->sampling.factor != NULL;
    (void)shared;
    for (int32_t row = 1; row < g->sample->rows; row++) {
        double step;
        double *own = sum + 3 * cells * (size_t)moved_factor(g, row, &step);
        const double *y = g->y + (size_t)row * cells;
        if (has_groups) /* members may move both ways: only the size has a meaning */
            step = fabs(step);
        for (size_t c = 0; c < cells; c++) {
            double effect = (y[c] - y[c - cells]) / step;
            own[c] += effect;
            own[cells + c] += fabs(effect);
            own[2 * cells + c] += effect * effect;
        }
    }
}

void gx_morris_finish(double *out, const gx_totals *t)
{
    const double *sum = t->sum;
    size_t k = factors_of(t->sample);
    double n = (double)t->groups;
    for (size_t f = 0; f < k; f++) {
        double mean = sum[3 * f] / n, square = sum[3 * f + 2] / n;
        double variance = square - mean * mean;
        out[f] = mean;
        out[k + f] = sum[3 * f + 1] / n;
        out[2 * k + f] = variance > 1e-14 * square && t->groups > 1
                             ? sqrt(variance * n / (n - 1.0))
                             : 0.0;
    }
}

/* ---- derivatives: squared slopes, in units of the input and of the unit cube ---- */

size_t gx_derivatives_shared(const gx_sample *s)
{
    return none(s);
}

size_t gx_derivatives_sums(const gx_sample *s)
{
    return 2 + 2 * factors_of(s);
}

void gx_derivatives_add(double *shared, double *sum, const gx_block *g)
{
    size_t cells = (size_t)g->cells, inputs = (size_t)g->sample->sampling.inputs;
    (void)shared;
    for (size_t c = 0; c < cells; c++) {
        sum[c] += g->y[c];
        sum[cells + c] += g->y[c] * g->y[c];
    }
    for (size_t d = 0; d < inputs; d++) {
        double *own = sum + (2 + 2 * d) * cells;
        const double *y = g->y + (d + 1) * cells;
        size_t moved = (d + 1) * inputs + d;
        double dx = g->x[moved] - g->x[d], du = g->u[moved] - g->u[d];
        for (size_t c = 0; c < cells; c++) {
            double dy = y[c] - g->y[c];
            own[c] += dx != 0.0 ? dy / dx * (dy / dx) : 0.0;
            own[cells + c] += dy / du * (dy / du);
        }
    }
}

/* The bound nu / (pi^2 V) holds for a function of uniform coordinates, so it is taken
 * from the slope along them, whatever the distribution of the input (Lamboni et al.
 * 2013). */
void gx_derivatives_finish(double *out, const gx_totals *t)
{
    const double pi = 3.14159265358979323846;
    const double *sum = t->sum;
    size_t k = factors_of(t->sample);
    double n = (double)t->groups, mean = sum[0] / n, square = sum[1] / n;
    double variance = square - mean * mean;
    for (size_t f = 0; f < k; f++) {
        out[f] = sum[2 + 2 * f] / n;
        out[k + f] = variance > 1e-14 * square
                         ? sum[2 + 2 * f + 1] / n / (pi * pi * variance)
                         : 0.0;
    }
}

/* ---- regression: normal equations in deviations from the means ---- */

/* Shared: number of runs, sums of inputs, sums of products i <= j. */
size_t gx_regression_shared(const gx_sample *s)
{
    size_t k = factors_of(s);
    return 1 + k + k * (k + 1) / 2;
}

/* Of a cell: sums of y, of y squared, of y times each input. */
size_t gx_regression_sums(const gx_sample *s)
{
    return 2 + factors_of(s);
}

void gx_regression_add(double *shared, double *sum, const gx_block *g)
{
    size_t cells = (size_t)g->cells, k = factors_of(g->sample);
    for (int32_t row = 0; row < g->sample->design->plain; row++) {
        const double *x = g->x + (size_t)row * k, *y = g->y + (size_t)row * cells;
        double *product = shared + 1 + k;
        shared[0] += 1.0;
        for (size_t i = 0; i < k; i++) {
            shared[1 + i] += x[i];
            for (size_t j = i; j < k; j++)
                *product++ += x[i] * x[j];
        }
        for (size_t c = 0; c < cells; c++) {
            sum[c] += y[c];
            sum[cells + c] += y[c] * y[c];
        }
        for (size_t i = 0; i < k; i++)
            for (size_t c = 0; c < cells; c++)
                sum[(2 + i) * cells + c] += x[i] * y[c];
    }
}

/* Correlations of the inputs; an input that does not vary correlates with nothing. */
static void correlations(gsl_matrix *r, double *deviation, const double *shared, size_t k)
{
    const double *product = shared + 1 + k;
    double n = shared[0];
    for (size_t i = 0; i < k; i++)
        for (size_t j = i; j < k; j++) {
            double cov = *product++ / n - shared[1 + i] / n * (shared[1 + j] / n);
            gsl_matrix_set(r, i, j, cov);
            gsl_matrix_set(r, j, i, cov);
        }
    for (size_t i = 0; i < k; i++)
        deviation[i] = sqrt(fmax(0.0, gsl_matrix_get(r, i, i)));
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double scale = deviation[i] * deviation[j];
            double rho = scale > 0.0 ? gsl_matrix_get(r, i, j) / scale : 0.0;
            gsl_matrix_set(r, i, j, i == j ? 1.0 : rho);
        }
}

void gx_regression_finish(double *out, const gx_totals *t)
{
    const double *shared = t->shared, *sum = t->sum;
    size_t k = factors_of(t->sample);
    double n = shared[0], mean = sum[0] / n, square = sum[1] / n;
    double spread = sqrt(fmax(0.0, square - mean * mean));
    memset(out, 0, (k + 1) * sizeof *out);
    if (!k || n <= (double)k + 1.0 || !(spread * spread > 1e-14 * square))
        return;
    gsl_set_error_handler_off();
    gsl_matrix *r = gsl_matrix_alloc(k, k);
    gsl_vector *b = gsl_vector_calloc(k), *x = gsl_vector_calloc(k);
    double *deviation = r && b && x ? b->data : NULL; /* b starts as deviations */
    if (deviation) {
        correlations(r, deviation, shared, k);
        for (size_t i = 0; i < k; i++) {
            double cov = sum[2 + i] / n - shared[1 + i] / n * mean;
            b->data[i] = deviation[i] > 0.0 ? cov / (deviation[i] * spread) : 0.0;
        }
        if (gsl_linalg_cholesky_decomp1(r) == GSL_SUCCESS) {
            gsl_linalg_cholesky_solve(r, b, x);
            for (size_t i = 0; i < k; i++) {
                out[i] = x->data[i];
                out[k] += x->data[i] * b->data[i];
            }
        } else {
            for (size_t i = 0; i <= k; i++)
                out[i] = (double)NAN; /* inputs that say the same */
        }
    }
    gsl_matrix_free(r);
    gsl_vector_free(b);
    gsl_vector_free(x);
}
