/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covariance from the singular values of the Jacobian. With J of the data and D = 1 for a
 * parameter with a prior, the covariance of coordinates is (J'J + D)^-1, and what the
 * data told of a parameter with a prior is 1 less its variance there. */
#include "fit/fit.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* A singular value this small against the largest is none. */
#define NOTHING 1e-13

typedef struct factored {
    gsl_vector *s;
    gsl_matrix *V;
} factored;

/* Jacobi's method keeps small singular values accurate; rows of zeros do no harm. */
static factored factor(const double *J, int32_t rows, int32_t n, gx_oom oom)
{
    size_t m = (size_t)(rows > n ? rows : n);
    gsl_matrix *A = gsl_matrix_calloc(m, (size_t)n);
    factored f = {gsl_vector_calloc((size_t)n), gsl_matrix_calloc((size_t)n, (size_t)n)};
    if (!A || !f.s || !f.V)
        gx_out_of_memory(oom, m * (size_t)n * sizeof(double));
    for (size_t i = 0; i < (size_t)rows; i++)
        for (size_t j = 0; j < (size_t)n; j++)
            gsl_matrix_set(A, i, j, J[i * (size_t)n + j]);
    gsl_linalg_SV_decomp_jacobi(A, f.V, f.s);
    gsl_matrix_free(A);
    return f;
}

static bool is_held(const gx_problem *p, const gx_fit *fit, size_t j)
{
    const gx_coordinate *c = &p->coordinate[j];
    return !c->prior && gx_coordinate_is_bound(c, fit->z[j]);
}

/* The Jacobian without what is held: there the value stands still, and what a column says
 * is rounding. */
static double *freed(const gx_problem *p, const gx_fit *fit, gx_arena *arena)
{
    size_t n = (size_t)p->parameters, count = (size_t)gx_problem_residuals(p) * n;
    double *J = GX_ARRAY(arena, double, count);
    memcpy(J, fit->jacobian, count * sizeof *J);
    for (size_t j = 0; j < n; j++)
        for (size_t k = j; k < count && is_held(p, fit, j); k += n)
            J[k] = 0.0;
    return J;
}

static void release(factored f)
{
    gsl_vector_free(f.s);
    gsl_matrix_free(f.V);
}

/* How many directions it has: those of what is held, or what nothing informs, are none.
 */
static int32_t rank_of(const factored *f, int32_t n)
{
    int32_t rank = 0;
    double least = NOTHING * gsl_vector_get(f->s, 0);
    for (size_t k = 0; k < (size_t)n; k++)
        rank += gsl_vector_get(f->s, k) > least;
    return rank;
}

static void covariance(double *C, const factored *f, int32_t n)
{
    double least = NOTHING * gsl_vector_get(f->s, 0);
    for (size_t i = 0; i < (size_t)n; i++)
        for (size_t j = 0; j < (size_t)n; j++) {
            double sum = 0.0;
            for (size_t k = 0; k < (size_t)n; k++) {
                double s = gsl_vector_get(f->s, k);
                double part = gsl_matrix_get(f->V, i, k) * gsl_matrix_get(f->V, j, k);
                if (s > least)
                    sum += part / (s * s);
                else if (i == j && fabs(part) > NOTHING)
                    sum = (double)INFINITY;
            }
            C[i * (size_t)n + j] = sum;
        }
}

static double square_of_data(const gx_problem *p, const gx_fit *fit)
{
    double sum = 0.0;
    for (int32_t i = 0; i < p->data; i++)
        sum += fit->residual[i] * fit->residual[i];
    return sum;
}

/* What the data told of parameters they do not tell of the model: all of each direction
 * but for what its prior did. */
static double freedom_of(const gx_problem *p, const double *C, int32_t rank)
{
    double freedom = p->data - rank;
    for (int32_t i = 0; i < p->parameters; i++)
        freedom += p->coordinate[i].prior ? C[i * p->parameters + i] : 0.0;
    return freedom;
}

/* What the residuals say of errors: their size where they are not known, which makes
 * intervals wider, or whether they are right. */
static void judge(gx_spectrum *s, double squares, bool is_scaled)
{
    const double least = 0.5; /* of degrees of freedom that say anything */
    bool says = s->freedom > least;
    s->scale = 1.0;
    s->chance = says && !is_scaled ? gsl_cdf_chisq_Q(squares, s->freedom) : (double)NAN;
    s->wide = 1.96;
    s->rise = GX_PROFILE_RISE;
    if (!is_scaled)
        return;
    s->scale = says ? sqrt(squares / s->freedom) : (double)NAN;
    s->wide = says ? gsl_cdf_tdist_Pinv(0.975, s->freedom) : (double)NAN;
    s->rise = s->wide * s->wide; /* F with 1 and as many degrees of freedom */
}

static gx_known known_of(const gx_problem *p, const gx_fit *fit, int32_t i,
                         double variance, double scale)
{
    const gx_coordinate *c = &p->coordinate[i];
    double score = scale * sqrt(variance);
    return (gx_known){
        .score = score,
        .error = score * fabs(gx_coordinate_slope(c, fit->z[i])),
        .informed = c->prior ? fmax(0.0, 1.0 - variance) : isfinite(variance),
        .is_bound = gx_coordinate_is_bound(c, fit->z[i]),
        .is_held = is_held(p, fit, (size_t)i),
    };
}

void gx_fit_spectrum(gx_spectrum *s, const gx_problem *p, const gx_fit *fit,
                     bool is_scaled, gx_arena *arena, gx_oom oom)
{
    int32_t n = p->parameters;
    size_t count = (size_t)n;
    gx_known *known = GX_ARRAY(arena, gx_known, n);
    double *C = GX_ARRAY(arena, double, count *count);
    double *R = GX_ARRAY(arena, double, count *count);
    double *singular = GX_ARRAY(arena, double, n);
    double *direction = GX_ARRAY(arena, double, count *count);
    double *J = freed(p, fit, arena);
    factored all = factor(J, gx_problem_residuals(p), n, oom);
    factored data = factor(J, p->data, n, oom);
    covariance(C, &all, n);
    *s = (gx_spectrum){.known = known,
                       .correlation = R,
                       .singular = singular,
                       .direction = direction,
                       .freedom = freedom_of(p, C, rank_of(&all, n))};
    judge(s, square_of_data(p, fit), is_scaled);
    for (size_t i = 0; i < count; i++) {
        double variance = C[i * count + i];
        known[i] = known_of(p, fit, (int32_t)i, variance, s->scale);
        singular[i] = gsl_vector_get(data.s, i);
        for (size_t j = 0; j < count; j++) {
            direction[i * count + j] = gsl_matrix_get(data.V, j, i);
            R[i * count + j] =
                i == j ? 1.0 : C[i * count + j] / sqrt(variance * C[j * count + j]);
        }
    }
    release(all);
    release(data);
}
