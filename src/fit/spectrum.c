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

/* The Jacobian without what is held at a bound: there the value stands still, and what a
 * column says is rounding. */
static double *freed(const gx_problem *p, const gx_fit *fit, gx_arena *arena)
{
    size_t n = (size_t)p->parameters, count = (size_t)gx_problem_residuals(p) * n;
    double *J = GX_ARRAY(arena, double, count);
    memcpy(J, fit->jacobian, count * sizeof *J);
    for (size_t j = 0; j < n; j++) {
        const gx_coordinate *c = &p->coordinate[j];
        bool is_held = !c->prior && gx_coordinate_is_bound(c, fit->z[j]);
        for (size_t k = j; k < count && is_held; k += n)
            J[k] = 0.0;
    }
    return J;
}

static void release(factored f)
{
    gsl_vector_free(f.s);
    gsl_matrix_free(f.V);
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

static double scale_of(const gx_problem *p, const gx_fit *fit)
{
    int32_t freedom = p->data - p->parameters;
    return freedom > 0 ? sqrt(square_of_data(p, fit) / freedom) : (double)NAN;
}

/* What the data told of parameters they do not tell of the model. */
static double chance_of(const gx_problem *p, const gx_fit *fit, const gx_known *known)
{
    double freedom = p->data;
    for (int32_t i = 0; i < p->parameters; i++)
        freedom -= known[i].informed;
    return freedom > 0.5 ? gsl_cdf_chisq_Q(square_of_data(p, fit), freedom) : (double)NAN;
}

/* What errors that the residuals tell of add to an interval. */
static void widen(gx_spectrum *s, int32_t freedom)
{
    s->wide = freedom > 0 ? gsl_cdf_tdist_Pinv(0.975, freedom) : (double)NAN;
    s->rise = s->wide * s->wide; /* F with 1 and as many degrees of freedom */
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
    double scale = is_scaled ? scale_of(p, fit) : 1.0;
    double *J = freed(p, fit, arena);
    factored all = factor(J, gx_problem_residuals(p), n, oom);
    factored data = factor(J, p->data, n, oom);
    covariance(C, &all, n);
    for (size_t i = 0; i < count; i++) {
        double z = fit->z[i], variance = C[i * count + i];
        known[i] = (gx_known){
            .score = scale * sqrt(variance),
            .error =
                scale * sqrt(variance) * fabs(gx_coordinate_slope(&p->coordinate[i], z)),
            .informed = p->coordinate[i].prior ? fmax(0.0, 1.0 - variance) : 1.0,
            .is_bound = gx_coordinate_is_bound(&p->coordinate[i], z)};
        singular[i] = gsl_vector_get(data.s, i);
        for (size_t j = 0; j < count; j++) {
            direction[i * count + j] = gsl_matrix_get(data.V, j, i);
            R[i * count + j] =
                i == j ? 1.0 : C[i * count + j] / sqrt(variance * C[j * count + j]);
        }
    }
    release(all);
    release(data);
    double chance = is_scaled ? (double)NAN : chance_of(p, fit, known);
    *s = (gx_spectrum){known, R,      singular, direction,
                       scale, chance, 1.96,     GX_PROFILE_RISE};
    if (is_scaled)
        widen(s, p->data - p->parameters);
}
