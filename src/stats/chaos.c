/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Polynomial chaos (Sudret 2008): least squares on products of Legendre polynomials of
 * the coordinates, which are orthonormal over the unit cube, so that Sobol' indices are
 * sums of squared coefficients. The total degree is the one that predicts best the run
 * that is left out (Blatman and Sudret 2010).
 *
 * Terms are in the order of their degree, so a lower degree is the front of a higher one.
 * With the Cholesky factor L of the Gram matrix of all terms P, the columns of W = P L^-T
 * are orthonormal over the runs; the fit of any degree is a front of W, and the leverage
 * of a run is the sum of squares of its row of W. */
#include "stats/estimators.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

enum {
    MOST_DEGREE = 20,
    MOST_TERMS = 1000,
    MOST_NUMBERS = 1 << 25 /* of W: 256 MiB */
};

#define LEAST_FIT 0.95

typedef struct basis {
    size_t inputs;
    int32_t degrees;             /* highest total degree */
    size_t end[MOST_DEGREE + 1]; /* number of terms up to each degree */
    uint8_t *power;              /* [terms][inputs] */
    double *w;                   /* [count][terms] orthonormal over the runs */
    gsl_matrix *factor;          /* L, in the arena */
} basis;

/* Each input needs two runs for a straight line. */
int64_t gx_chaos_least(const gx_sample *s)
{
    return 2 * ((int64_t)s->sampling.inputs + 1);
}

/* ---- terms ---- */

/* C(n + d, d), or more than any limit. */
static double terms_up_to(int32_t degree, size_t inputs)
{
    double terms = 1.0;
    for (int32_t k = 1; k <= degree; k++)
        terms *= (double)(inputs + (size_t)k) / k;
    return floor(terms + 0.5);
}

/* The next way to share out the same degree, in the order of the digits; false at the
 * end. */
static bool next_power(uint8_t *power, size_t inputs)
{
    size_t i = inputs - 1;
    uint8_t last = power[inputs - 1];
    power[inputs - 1] = 0;
    while (i > 0 && power[i - 1] == 0)
        i--;
    if (i == 0)
        return false;
    power[i - 1]--;
    power[i] = (uint8_t)(last + 1);
    return true;
}

static void list_terms(basis *b, gx_arena *arena)
{
    size_t terms = b->end[b->degrees], at = 1;
    b->power = gx_arena_array(arena, terms, b->inputs);
    for (int32_t degree = 1; degree <= b->degrees; degree++) {
        uint8_t *power = b->power + at * b->inputs;
        power[0] = (uint8_t)degree;
        while (++at < b->end[degree]) {
            uint8_t *next = power + b->inputs;
            memcpy(next, power, b->inputs);
            next_power(next, b->inputs);
            power = next;
        }
    }
}

/* Legendre polynomials over [0, 1] with mean square one, of degrees 0 .. degrees. */
static void legendre(double *value, double u, int32_t degrees)
{
    double x = 2.0 * u - 1.0, before = 1.0, now = x;
    value[0] = 1.0;
    for (int32_t n = 1; n <= degrees; n++) {
        value[n] = now * sqrt(2.0 * n + 1.0);
        double next = ((2.0 * n + 1.0) * x * now - n * before) / (n + 1.0);
        before = now;
        now = next;
    }
}

static void fill_row(double *row, const basis *b, const double *u, double *value)
{
    size_t step = (size_t)b->degrees + 1;
    for (size_t d = 0; d < b->inputs; d++)
        legendre(value + d * step, u[d], b->degrees);
    for (size_t t = 0; t < b->end[b->degrees]; t++) {
        row[t] = 1.0;
        for (size_t d = 0; d < b->inputs; d++)
            if (b->power[t * b->inputs + d])
                row[t] *= value[d * step + b->power[t * b->inputs + d]];
    }
}

/* ---- what cells share ---- */

/* Row by row, W = P L^-T: a forward substitution. */
static void orthonormalize(double *row, const gsl_matrix *l)
{
    for (size_t j = 0; j < l->size1; j++) {
        double rest = row[j];
        const double *of_l = gsl_matrix_const_ptr(l, j, 0);
        for (size_t i = 0; i < j; i++)
            rest -= of_l[i] * row[i];
        row[j] = rest / of_l[j];
    }
}

static bool factorize(basis *b, int64_t count, gx_arena *arena)
{
    size_t terms = b->end[b->degrees];
    double *gram = gx_arena_array(arena, terms, terms * sizeof *gram);
    for (int64_t i = 0; i < count; i++) {
        const double *row = b->w + (size_t)i * terms;
        for (size_t j = 0; j < terms; j++)
            for (size_t k = 0; k <= j; k++)
                gram[j * terms + k] += row[j] * row[k] / (double)count;
    }
    gsl_matrix_view view = gsl_matrix_view_array(gram, terms, terms);
    b->factor = GX_NEW(arena, gsl_matrix);
    *b->factor = view.matrix;
    gsl_set_error_handler_off();
    return gsl_linalg_cholesky_decomp1(b->factor) == GSL_SUCCESS;
}

const void *gx_chaos_study(const gx_column *c, gx_arena *arena)
{
    basis *b = GX_NEW(arena, basis);
    b->inputs = (size_t)c->sample->sampling.inputs;
    double most = fmin(0.75 * (double)c->count, MOST_TERMS);
    most = fmin(most, (double)MOST_NUMBERS / (double)c->count);
    b->end[0] = 1;
    while (b->degrees < MOST_DEGREE && terms_up_to(b->degrees + 1, b->inputs) <= most) {
        b->degrees++;
        b->end[b->degrees] = (size_t)terms_up_to(b->degrees, b->inputs);
    }
    size_t terms = b->end[b->degrees];
    list_terms(b, arena);
    b->w = gx_arena_array(arena, (size_t)c->count, terms * sizeof *b->w);
    double *value = gx_arena_array(arena, b->inputs, (MOST_DEGREE + 1) * sizeof *value);
    for (int64_t i = 0; i < c->count; i++)
        fill_row(b->w + (size_t)i * terms, b, c->u + (size_t)i * b->inputs, value);
    if (!factorize(b, c->count, arena))
        return NULL; /* points that do not fill the space */
    for (int64_t i = 0; i < c->count; i++)
        orthonormalize(b->w + (size_t)i * terms, b->factor);
    return b;
}

/* ---- one cell ---- */

static double variance_of(const double *y, int64_t count)
{
    double mean = 0.0, squares = 0.0;
    for (int64_t i = 0; i < count; i++)
        mean += y[i] / (double)count;
    for (int64_t i = 0; i < count; i++)
        squares += (y[i] - mean) * (y[i] - mean) / (double)count;
    return squares > 1e-28 * mean * mean ? squares : 0.0;
}

/* The degree of the best fit and its Q squared; z [terms] are the coefficients of W. */
static int32_t best_degree(double *fit, const double *z, const basis *b,
                           const gx_column *c, double variance, gx_arena *arena)
{
    double *rest = GX_ARRAY(arena, double, c->count);
    double *leverage = GX_ARRAY(arena, double, c->count);
    size_t terms = b->end[b->degrees], from = 0;
    int32_t best = 0;
    memcpy(rest, c->y, (size_t)c->count * sizeof *rest);
    *fit = (double)-INFINITY;
    for (int32_t degree = 0; degree <= b->degrees; degree++) {
        double error = 0.0;
        for (int64_t i = 0; i < c->count; i++) {
            const double *row = b->w + (size_t)i * terms;
            for (size_t t = from; t < b->end[degree]; t++) {
                rest[i] -= row[t] * z[t];
                leverage[i] += row[t] * row[t] / (double)c->count;
            }
            error += pow(rest[i] / (1.0 - leverage[i]), 2.0) / (double)c->count;
        }
        from = b->end[degree];
        if (1.0 - error / variance > *fit) {
            *fit = 1.0 - error / variance;
            best = degree;
        }
    }
    return best;
}

/* From coefficients of W to those of the terms: L^T coefficient = z, in place. */
static void solve_back(double *z, const gsl_matrix *l, size_t terms)
{
    for (size_t j = terms; j-- > 0;) {
        for (size_t i = j + 1; i < terms; i++)
            z[j] -= gsl_matrix_get(l, i, j) * z[i];
        z[j] /= gsl_matrix_get(l, j, j);
    }
}

static void add_shares(double *out, const basis *b, const double *coefficient,
                       size_t terms)
{
    size_t k = b->inputs;
    double variance = 0.0, *total = out + k, *pair = total + k;
    for (size_t t = 1; t < terms; t++)
        variance += coefficient[t] * coefficient[t];
    for (size_t t = 1; t < terms; t++) {
        const uint8_t *power = b->power + t * k;
        double share = coefficient[t] * coefficient[t] / variance;
        size_t in[2] = {0, 0}, order = 0;
        for (size_t d = 0; d < k; d++)
            if (power[d]) {
                total[d] += share;
                in[order < 2 ? order : 1] = d;
                order++;
            }
        if (order == 1)
            out[in[0]] += share;
        if (order == 2) /* pairs (0,1), (0,2) ... (1,2) ... */
            pair[in[0] * (2 * k - in[0] - 1) / 2 + in[1] - in[0] - 1] += share;
    }
}

void gx_chaos_estimate(double *out, const void *studied, const gx_column *c,
                       gx_arena *arena)
{
    const basis *b = studied;
    size_t k = (size_t)c->sample->sampling.inputs, size = 2 * k + k * (k - 1) / 2;
    double variance = variance_of(c->y, c->count), *fit = out + size;
    memset(out, 0, size * sizeof *out);
    *fit = variance > 0.0 ? (double)NAN : 1.0;
    if (variance > 0.0 && b) {
        size_t terms = b->end[b->degrees];
        double *z = GX_ARRAY(arena, double, terms);
        for (int64_t i = 0; i < c->count; i++)
            for (size_t t = 0; t < terms; t++)
                z[t] += b->w[(size_t)i * terms + t] * c->y[i] / (double)c->count;
        terms = b->end[best_degree(fit, z, b, c, variance, arena)];
        solve_back(z, b->factor, terms);
        if (*fit >= LEAST_FIT)
            add_shares(out, b, z, terms);
    }
    for (size_t i = 0; i < size && variance > 0.0 && !(*fit >= LEAST_FIT); i++)
        out[i] = (double)NAN;
}
