/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to gsl_odeiv2. Euler and the classical Runge-Kutta method are our own, in
 * the shape of GSL's step types: GSL has no Euler, and its rk4 doubles steps (11
 * evaluations, another answer than the field's at the same dt). Both leave dydt_out
 * alone: only error controls read it, and filling it would cost an evaluation a step.
 * Adaptive methods are GSL's, with its driver, which some of them need to see the
 * tolerance; every tick starts them afresh, with a quarter of it: a first step across the
 * whole tick can look better than it is, and GSL lets a good step grow fivefold. */
#include "sim/stepper.h"

#include <float.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A tick that takes more steps is given up. */
enum { MOST_STEPS = 1000000 };

/* ---- our own step types ---- */

/* Slopes and a stage, one block: k, sum, stage, each [dim]. */
static void *stages_alloc(size_t dim)
{
    return calloc(3 * dim, sizeof(double));
}

static int euler_apply(void *state, size_t dim, double t, double h, double y[],
                       double yerr[], const double dydt_in[], double dydt_out[],
                       const gsl_odeiv2_system *system)
{
    double *k = state;
    (void)dydt_in, (void)dydt_out;
    int status = GSL_ODEIV_FN_EVAL(system, t, y, k);
    for (size_t i = 0; i < dim && status == GSL_SUCCESS; i++) {
        y[i] += h * k[i];
        yerr[i] = 0.0;
    }
    return status;
}

/* y + h k2, with k2 at the half step: the midpoint method (Runge 1895), which is what
 * Vensim means by RK2: https://www.vensim.com/documentation/rungekutta.html */
static int rk2_apply(void *state, size_t dim, double t, double h, double y[],
                     double yerr[], const double dydt_in[], double dydt_out[],
                     const gsl_odeiv2_system *system)
{
    double *k = state, *half = k + dim;
    (void)dydt_in, (void)dydt_out;
    int status = GSL_ODEIV_FN_EVAL(system, t, y, k);
    for (size_t i = 0; i < dim && status == GSL_SUCCESS; i++)
        half[i] = y[i] + 0.5 * h * k[i];
    if (status == GSL_SUCCESS)
        status = GSL_ODEIV_FN_EVAL(system, t + 0.5 * h, half, k);
    for (size_t i = 0; i < dim && status == GSL_SUCCESS; i++) {
        y[i] += h * k[i];
        yerr[i] = 0.0;
    }
    return status;
}

/* y + h/6 (k1 + 2 k2 + 2 k3 + k4); Kutta 1901, as in Hairer, Norsett, Wanner, II.1. */
static int rk4_apply(void *state, size_t dim, double t, double h, double y[],
                     double yerr[], const double dydt_in[], double dydt_out[],
                     const gsl_odeiv2_system *system)
{
    static const double at[4] = {0.0, 0.5, 0.5, 1.0}, weight[4] = {1.0, 2.0, 2.0, 1.0};
    double *k = state, *sum = k + dim, *stage = sum + dim;
    (void)dydt_in, (void)dydt_out;
    memset(sum, 0, dim * sizeof *sum);
    for (int32_t s = 0; s < 4; s++) {
        for (size_t i = 0; i < dim; i++)
            stage[i] = s ? y[i] + at[s] * h * k[i] : y[i];
        int status = GSL_ODEIV_FN_EVAL(system, t + at[s] * h, stage, k);
        if (status != GSL_SUCCESS)
            return status;
        for (size_t i = 0; i < dim; i++)
            sum[i] += weight[s] * k[i];
    }
    for (size_t i = 0; i < dim; i++) {
        y[i] += h / 6.0 * sum[i];
        yerr[i] = 0.0;
    }
    return GSL_SUCCESS;
}

static int no_driver(void *state, const gsl_odeiv2_driver *driver)
{
    (void)state, (void)driver;
    return GSL_SUCCESS;
}

static int reset_stages(void *state, size_t dim)
{
    memset(state, 0, 3 * dim * sizeof(double));
    return GSL_SUCCESS;
}

static unsigned int euler_order(void *state)
{
    (void)state;
    return 1;
}

static unsigned int rk2_order(void *state)
{
    (void)state;
    return 2;
}

static unsigned int rk4_order(void *state)
{
    (void)state;
    return 4;
}

static const gsl_odeiv2_step_type euler_type = {
    "euler", 0, 0, stages_alloc, euler_apply, no_driver, reset_stages, euler_order, free};
static const gsl_odeiv2_step_type rk2_type = {
    "rk2", 0, 0, stages_alloc, rk2_apply, no_driver, reset_stages, rk2_order, free};
static const gsl_odeiv2_step_type rk4_type = {
    "rk4", 0, 0, stages_alloc, rk4_apply, no_driver, reset_stages, rk4_order, free};

/* GSL's types are variables that point to the type; so are ours, for the table. */
static const gsl_odeiv2_step_type *const step_euler = &euler_type;
static const gsl_odeiv2_step_type *const step_rk2 = &rk2_type;
static const gsl_odeiv2_step_type *const step_rk4 = &rk4_type;

/* ---- the table ---- */

/* GX_METHOD(name, order, evaluations, kind, step type, doc) */
/* clang-format off */
#define METHODS(GX_METHOD)                                                               \
    GX_METHOD("euler",    1,  1, FIXED,    step_euler, "Euler's method, the field's default") \
    GX_METHOD("rk2",      2,  2, FIXED,    step_rk2, "midpoint method, Vensim's RK2")    \
    GX_METHOD("rk4",      4,  4, FIXED,    step_rk4, "classical Runge-Kutta method of order 4") \
    GX_METHOD("rkf45",    5, -1, ADAPTIVE, gsl_odeiv2_step_rkf45, "Runge-Kutta, Fehlberg's pair: the one to try first") \
    GX_METHOD("rkck",     5, -1, ADAPTIVE, gsl_odeiv2_step_rkck, "Runge-Kutta, Cash and Karp's pair") \
    GX_METHOD("rk8pd",    8, -1, ADAPTIVE, gsl_odeiv2_step_rk8pd, "Runge-Kutta, Prince and Dormand's pair: small tolerances") \
    GX_METHOD("msadams", 12, -1, ADAPTIVE, gsl_odeiv2_step_msadams, "Adams, orders 1 to 12: long smooth ticks") \
    GX_METHOD("rk1imp",   1, -1, IMPLICIT, gsl_odeiv2_step_rk1imp, "implicit Euler method: large tolerances") \
    GX_METHOD("rk2imp",   2, -1, IMPLICIT, gsl_odeiv2_step_rk2imp, "implicit midpoint method") \
    GX_METHOD("rk4imp",   4, -1, IMPLICIT, gsl_odeiv2_step_rk4imp, "Gauss's method of two stages") \
    GX_METHOD("bsimp",   12, -1, IMPLICIT, gsl_odeiv2_step_bsimp, "Bader and Deuflhard's extrapolation: stiff and smooth") \
    GX_METHOD("msbdf",    5, -1, IMPLICIT, gsl_odeiv2_step_msbdf, "backward differences, orders 1 to 5: stiff")
/* clang-format on */

#define AS_METHOD(name, order, evaluations, kind, type, doc)                             \
    {name, order, evaluations, GX_METHOD_##kind, doc},
#define AS_TYPE(name, order, evaluations, kind, type, doc) &type,
const gx_method gx_methods[] = {METHODS(AS_METHOD)};
static const gsl_odeiv2_step_type *const *const types[] = {METHODS(AS_TYPE)};
const int32_t gx_method_count = sizeof gx_methods / sizeof *gx_methods;

const gx_method *gx_method_find(const char *name)
{
    for (int32_t i = 0; i < gx_method_count; i++)
        if (strcasecmp(gx_methods[i].name, name) == 0)
            return &gx_methods[i];
    return NULL;
}

/* ---- the system ---- */

struct gx_stepper {
    const gx_method *method;
    double tolerance;
    gsl_odeiv2_step *step;     /* of a fixed method, else NULL */
    gsl_odeiv2_driver *driver; /* of an adaptive one, else NULL */
    gsl_odeiv2_system system;
    double *error; /* [size], what GSL wants to report of a fixed step; unused */
    double *moved; /* [3][size], for the Jacobian: slopes, stocks, slopes */
    gx_rhs *rhs;
    void *context;
};

static int evaluate(double t, const double y[], double dydt[], void *params)
{
    const gx_stepper *stepper = params;
    stepper->rhs(t, y, dydt, stepper->context);
    return GSL_SUCCESS;
}

/* GSL's control takes an error that is not a number for a small one; told so, it halves
 * the step. */
static int evaluate_finite(double t, const double y[], double dydt[], void *params)
{
    const gx_stepper *stepper = params;
    size_t size = stepper->system.dimension;
    for (size_t i = 0; i < size; i++)
        if (!isfinite(y[i]))
            return GSL_EDOM;
    stepper->rhs(t, y, dydt, stepper->context);
    for (size_t i = 0; i < size; i++)
        if (!isfinite(dydt[i]))
            return GSL_EDOM;
    return GSL_SUCCESS;
}

/* x moved away from 0 by half its digits, where a forward difference loses least (Dennis
 * and Schnabel, Numerical Methods for Unconstrained Optimization, 5.4). */
static double nudged(double x)
{
    return x + copysign(sqrt(DBL_EPSILON) * fmax(fabs(x), GX_TOLERANCE_FLOOR), x);
}

/* Forward differences: dfdy[i * size + j] = df_i / dy_j, one evaluation a stock; dfdt one
 * more. */
static int differentiate(double t, const double y[], double *dfdy, double dfdt[],
                         void *params)
{
    const gx_stepper *stepper = params;
    size_t size = stepper->system.dimension;
    double *f = stepper->moved, *at = f + size, *there = at + size;
    int status = evaluate_finite(t, y, f, params);
    memcpy(at, y, size * sizeof *at);
    for (size_t j = 0; j < size && status == GSL_SUCCESS; j++) {
        at[j] = nudged(y[j]);
        status = evaluate_finite(t, at, there, params);
        for (size_t i = 0; i < size; i++)
            dfdy[i * size + j] = (there[i] - f[i]) / (at[j] - y[j]);
        at[j] = y[j];
    }
    double later = nudged(t);
    if (status == GSL_SUCCESS)
        status = evaluate_finite(later, y, there, params);
    for (size_t i = 0; i < size; i++)
        dfdt[i] = (there[i] - f[i]) / (later - t);
    return status;
}

/* ---- stepping ---- */

gx_stepper *gx_stepper_new(const gx_method *method, double tolerance, size_t size,
                           gx_rhs *rhs, void *context, gx_oom oom)
{
    bool is_fixed = method->kind == GX_METHOD_FIXED;
    const gsl_odeiv2_step_type *type = *types[method - gx_methods];
    gx_stepper *stepper = calloc(1, sizeof *stepper);
    double *work = calloc(is_fixed ? size : 3 * size, sizeof *work);
    if (!stepper || !work)
        gx_out_of_memory(oom, 3 * size * sizeof *work);
    *stepper = (gx_stepper){.method = method,
                            .tolerance = tolerance,
                            .error = is_fixed ? work : NULL,
                            .moved = is_fixed ? NULL : work,
                            .rhs = rhs,
                            .context = context};
    stepper->system =
        (gsl_odeiv2_system){.function = is_fixed ? evaluate : evaluate_finite,
                            .jacobian = differentiate,
                            .dimension = size,
                            .params = stepper};
    /* GSL's handler aborts. It goes for good: threads could not put it back in turn. */
    gsl_set_error_handler_off();
    if (is_fixed)
        stepper->step = gsl_odeiv2_step_alloc(type, size);
    else
        stepper->driver = gsl_odeiv2_driver_alloc_y_new(
            &stepper->system, type, 1.0, tolerance * GX_TOLERANCE_FLOOR, tolerance);
    if (!stepper->step && !stepper->driver)
        gx_out_of_memory(oom, size * sizeof(double));
    return stepper;
}

void gx_stepper_free(gx_stepper *stepper)
{
    if (!stepper)
        return;
    if (stepper->step)
        gsl_odeiv2_step_free(stepper->step);
    if (stepper->driver)
        gsl_odeiv2_driver_free(stepper->driver);
    free(stepper->error);
    free(stepper->moved);
    free(stepper);
}

/* The stock whose error in the last step was the largest for its tolerance. */
static int32_t worst_of(const gx_stepper *stepper, const double *y)
{
    int32_t worst = -1;
    double most = 0.0;
    for (size_t i = 0; i < stepper->system.dimension; i++) {
        double error =
            fabs(stepper->driver->e->yerr[i]) / (fabs(y[i]) + GX_TOLERANCE_FLOOR);
        if (error > most) {
            most = error;
            worst = (int32_t)i;
        }
    }
    return worst;
}

/* The driver's loop, but a step that would leave a sliver of the tick takes it all:
 * implicit methods fail on steps of a rounding error. */
static int subdivide(gsl_odeiv2_driver *driver, double *t, double end, double *y)
{
    int status = GSL_SUCCESS;
    for (int32_t i = 0; status == GSL_SUCCESS && *t < end; i++) {
        if (i == MOST_STEPS)
            return GSL_EMAXITER;
        if (driver->h > 0.99 * (end - *t))
            driver->h = 2.0 * (end - *t); /* cut to what is left */
        status = gsl_odeiv2_evolve_apply(driver->e, driver->c, driver->s, driver->sys, t,
                                         end, &driver->h, y);
    }
    return status;
}

bool gx_stepper_step(gx_stepper *stepper, double t, double h, double *y,
                     gx_step_failure *failure)
{
    if (stepper->step)
        return gsl_odeiv2_step_apply(stepper->step, t, h, y, stepper->error, NULL, NULL,
                                     &stepper->system) == GSL_SUCCESS;
    gsl_odeiv2_driver_reset_hstart(stepper->driver, h / 4.0);
    failure->time = t;
    int status = subdivide(stepper->driver, &failure->time, t + h, y);
    if (status == GSL_SUCCESS)
        return true;
    failure->worst = worst_of(stepper, y);
    failure->why = status == GSL_EMAXITER
                       ? GX_TEXT("the tick takes more than a million steps")
                       : GX_TEXT("no step is small enough for the tolerance");
    return false;
}
