/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GSL's trust region over the coordinates that are free. A point without residuals gets
 * ones so large that no step to it is taken. */
#include "fit/fit.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <string.h>

/* A residual where there is none: its square, times any number of data, is finite. */
#define FAR 1e100

typedef struct descent {
    const gx_problem *problem;
    gx_asked *asked;
    gx_diags *ds;
    gx_arena *arena;
    int32_t free_count;
    int32_t *free; /* [free_count] coordinates that move */
    double *z;     /* [parameters]: those that stay are set */
    double *size;  /* [parameters] of steps: where a coordinate is far nearer to 0 */
    double unit;   /* of residuals: GSL's are those divided by it */
    gx_err err;
} descent;

static void place(const descent *d, double *z, const gsl_vector *x)
{
    memcpy(z, d->z, (size_t)d->problem->parameters * sizeof *z);
    for (int32_t i = 0; i < d->free_count; i++)
        z[d->free[i]] = gsl_vector_get(x, (size_t)i);
}

static int residuals(const gsl_vector *x, void *context, gsl_vector *f)
{
    descent *d = context;
    double *z = GX_ARRAY(d->arena, double, d->problem->parameters);
    double *r = GX_ARRAY(d->arena, double, f->size);
    place(d, z, x);
    d->err = gx_problem_evaluate(r, d->problem, z, 1, d->asked, d->ds);
    if (d->err)
        return GSL_EBADFUNC;
    bool is_far = !isfinite(gx_problem_cost(d->problem, r));
    for (size_t i = 0; i < f->size; i++)
        gsl_vector_set(f, i, is_far ? FAR : r[i] / d->unit);
    return GSL_SUCCESS;
}

static double step_of(const descent *d, int32_t i, double z)
{
    const gx_coordinate *c = &d->problem->coordinate[i];
    double step = d->problem->step > 0.0 ? d->problem->step : 6e-6;
    bool is_bare = !c->prior && !isfinite(c->low) && !isfinite(c->high);
    return step * (is_bare ? fmax(fabs(z), 1e-3 * d->size[i]) : fmax(fabs(z), 1.0));
}

/* Central differences, one-sided where a point has no residuals; r is [2 n + 1][m]: the
 * place itself, then below and above it. */
static bool difference(gsl_matrix *J, int32_t j, const double *r, const double *h)
{
    size_t m = J->size1;
    const double *at[3] = {r, r + (2 * (size_t)j + 1) * m, r + (2 * (size_t)j + 2) * m};
    double where[3] = {0.0, -h[j], h[j]};
    bool has[3];
    for (int32_t s = 0; s < 3; s++) {
        has[s] = true;
        for (size_t i = 0; i < m; i++)
            has[s] &= isfinite(at[s][i]);
    }
    int32_t from = has[1] ? 1 : 0, to = has[2] ? 2 : 0;
    for (size_t i = 0; i < m; i++)
        gsl_matrix_set(J, i, (size_t)j,
                       (at[to][i] - at[from][i]) / (where[to] - where[from]));
    return has[0] && from != to;
}

static int jacobian(const gsl_vector *x, void *context, gsl_matrix *J)
{
    descent *d = context;
    gx_arena *arena = gx_arena_new(d->ds->oom);
    int32_t n = d->free_count, p = d->problem->parameters, count = 2 * n + 1;
    size_t m = J->size1;
    double *z = GX_ARRAY(arena, double, (size_t)count *(size_t)p);
    double *r = GX_ARRAY(arena, double, (size_t)count *m);
    double *h = GX_ARRAY(arena, double, n);
    for (int32_t k = 0; k < count; k++)
        place(d, z + (size_t)k * (size_t)p, x);
    for (int32_t j = 0; j < n; j++) {
        double *below = z + (size_t)(2 * j + 1) * (size_t)p + d->free[j];
        double *above = below + p, here = *below;
        *above = here + step_of(d, d->free[j], here);
        *below = here - (*above - here);
        h[j] = *above - here;
    }
    d->err = gx_problem_evaluate(r, d->problem, z, count, d->asked, d->ds);
    bool is_good = !d->err;
    for (size_t i = 0; i < (size_t)count * m; i++)
        r[i] /= d->unit;
    for (int32_t j = 0; j < n && is_good; j++)
        is_good = difference(J, j, r, h);
    gx_arena_free(arena);
    return is_good ? GSL_SUCCESS : GSL_EBADFUNC;
}

/* ---- a descent ---- */

/* A search may have gone on along a sine: back to where it rises. */
static void unwind(double *z, double *J, const gx_problem *p, size_t m)
{
    for (int32_t i = 0; i < p->parameters; i++) {
        const gx_coordinate *c = &p->coordinate[i];
        bool falls = gx_coordinate_slope(c, z[i]) < 0.0;
        if (fabs(z[i]) <= gx_coordinate_limit(c))
            continue;
        z[i] = gx_coordinate_place(c, gx_coordinate_value(c, z[i]));
        for (size_t k = 0; k < m && falls; k++)
            J[k * (size_t)p->parameters + (size_t)i] *= -1.0;
    }
}

static void keep(gx_fit *fit, const descent *d, const gsl_multifit_nlinear_workspace *w,
                 gx_arena *arena)
{
    int32_t p = d->problem->parameters;
    size_t m = w->f->size;
    double *z = GX_ARRAY(arena, double, p), *value = GX_ARRAY(arena, double, p);
    double *r = GX_ARRAY(arena, double, m), *J = GX_ARRAY(arena, double, m *(size_t)p);
    place(d, z, w->x);
    for (int32_t i = 0; i < p; i++)
        value[i] = gx_coordinate_value(&d->problem->coordinate[i], z[i]);
    for (size_t i = 0; i < m; i++) {
        r[i] = d->unit * gsl_vector_get(w->f, i);
        for (int32_t j = 0; j < d->free_count; j++)
            J[i * (size_t)p + (size_t)d->free[j]] =
                d->unit * gsl_matrix_get(w->J, i, (size_t)j);
    }
    unwind(z, J, d->problem, m);
    *fit = (gx_fit){.z = z,
                    .value = value,
                    .residual = r,
                    .jacobian = J,
                    .cost = gx_problem_cost(d->problem, r),
                    .iterations = (int32_t)w->niter};
}

/* How much the square of the residuals would still fall if they were straight lines:
 * g (J'J)^-1 g. */
static double fall_left(const gsl_multifit_nlinear_workspace *w)
{
    const double dependent = 1e-10; /* columns that add no more than that to others */
    size_t n = w->x->size;
    double fall = 0.0;
    gsl_matrix *C = gsl_matrix_alloc(n, n);
    gsl_multifit_nlinear_covar(w->J, dependent, C);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            fall += gsl_vector_get(w->g, i) * gsl_matrix_get(C, i, j) *
                    gsl_vector_get(w->g, j);
    gsl_matrix_free(C);
    return fall;
}

/* Where no first step makes it smaller that may be the place sought, or a place between
 * points that fail. At the former what is left is less than a thousandth of a standard
 * error, or rounding. */
static bool is_lowest(const gx_fit *fit, const gsl_multifit_nlinear_workspace *w,
                      double unit)
{
    const double near = 1e-6, rounding = 1e-24;
    double m = (double)w->f->size, square = fit->cost / (unit * unit) / m;
    return fall_left(w) <= near * fmin(1.0, square) + rounding * m;
}

static void say_how(gx_fit *fit, const gsl_multifit_nlinear_workspace *w, double unit,
                    int status, int why)
{
    bool is_stuck = why == GSL_ENOPROG; /* GSL's status speaks of iterations */
    fit->has_converged = status == GSL_SUCCESS || (is_stuck && is_lowest(fit, w, unit));
    fit->ended = is_stuck                 ? GX_TEXT("no step makes it smaller")
                 : status == GSL_EMAXITER ? GX_TEXT("too many iterations")
                 : why == 1               ? GX_TEXT("steps are small")
                                          : GX_TEXT("the gradient is small");
}

static gx_err run(gx_fit *fit, descent *d, gsl_multifit_nlinear_workspace *w,
                  gx_arena *arena)
{
    enum { MOST_ITERATIONS = 5000 };
    const double gradient_tolerance = 1e-15;
    double x_tolerance = d->problem->precision > 0.0 ? d->problem->precision : 1e-12;
    size_t m = w->f->size;
    gsl_vector *x = gsl_vector_alloc((size_t)d->free_count);
    for (int32_t i = 0; i < d->free_count; i++)
        gsl_vector_set(x, (size_t)i, d->z[d->free[i]]);
    gsl_multifit_nlinear_fdf fdf = {
        .f = residuals, .df = jacobian, .n = m, .p = (size_t)d->free_count, .params = d};
    int why = 0, status = gsl_multifit_nlinear_init(x, &fdf, w);
    if (!status && gsl_vector_get(w->f, 0) < FAR)
        status = gsl_multifit_nlinear_driver(
            MOST_ITERATIONS, x_tolerance, gradient_tolerance, 0.0, NULL, NULL, &why, w);
    else
        status = GSL_EBADFUNC;
    gsl_vector_free(x);
    if (d->err)
        return d->err;
    *fit = (gx_fit){.cost = (double)INFINITY,
                    .ended = GX_TEXT("points on all sides failed")};
    if (status == GSL_EBADFUNC)
        return GX_OK;
    keep(fit, d, w, arena);
    say_how(fit, w, d->unit, status, why);
    return GX_OK;
}

/* Nothing is free: the place itself. */
static gx_err stay(gx_fit *fit, descent *d, gx_arena *arena)
{
    const gx_problem *p = d->problem;
    double *r = GX_ARRAY(arena, double, gx_problem_residuals(p));
    gx_err err = gx_problem_evaluate(r, p, d->z, 1, d->asked, d->ds);
    *fit = (gx_fit){.residual = r,
                    .cost = err ? (double)INFINITY : gx_problem_cost(p, r),
                    .has_converged = true,
                    .ended = GX_TEXT("nothing moves")};
    double *z = GX_ARRAY(arena, double, p->parameters);
    memcpy(z, d->z, (size_t)p->parameters * sizeof *z);
    fit->z = z;
    return err;
}

gx_err gx_fit_descend(gx_fit *fit, const gx_problem *p, const double *start,
                      const bool *fixed, gx_asked *asked, gx_arena *arena, gx_diags *ds)
{
    gsl_set_error_handler_off();
    gx_arena *own = gx_arena_new(ds->oom);
    descent d = {.problem = p, .asked = asked, .ds = ds, .arena = own};
    d.unit = p->size > 0.0 ? p->size : 1.0;
    d.free = GX_ARRAY(own, int32_t, p->parameters);
    d.z = GX_ARRAY(own, double, p->parameters);
    d.size = GX_ARRAY(own, double, p->parameters);
    for (int32_t i = 0; i < p->parameters; i++) {
        d.z[i] = start[i];
        d.size[i] = fabs(start[i]) > 0.0 ? fabs(start[i]) : 1.0;
        if (fixed && fixed[i])
            continue;
        d.z[i] = gx_coordinate_inside(&p->coordinate[i], start[i]);
        d.free[d.free_count++] = i;
    }
    if (!d.free_count) {
        gx_err err = stay(fit, &d, arena);
        gx_arena_free(own);
        return err;
    }
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    /* Coordinates have a scale of their own, and Levenberg's damping does not let one
     * that hardly matters run away. */
    how.trs = gsl_multifit_nlinear_trs_lmaccel;
    how.scale = gsl_multifit_nlinear_scale_levenberg;
    how.solver = gsl_multifit_nlinear_solver_qr;
    gsl_multifit_nlinear_workspace *w =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how,
                                   (size_t)gx_problem_residuals(p), (size_t)d.free_count);
    if (!w)
        gx_out_of_memory(ds->oom, sizeof *w);
    gx_err err = run(fit, &d, w, arena);
    gsl_multifit_nlinear_free(w);
    gx_arena_free(own);
    return err;
}
