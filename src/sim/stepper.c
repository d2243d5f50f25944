/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to gsl_odeiv2. Euler and the classical Runge-Kutta method are our own, in
 * the shape of GSL's step types: GSL has no Euler, and its rk4 doubles steps (11
 * evaluations, another answer than the field's at the same dt). Both leave dydt_out
 * alone: only error controls read it, and filling it would cost an evaluation a step. */
#include "sim/stepper.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- the table ---- */

/* GX_METHOD(name, order, evaluations, step type, doc) */
#define METHODS(GX_METHOD)                                                               \
    GX_METHOD("euler", 1, 1, &euler_type, "Euler's method, the field's default")         \
    GX_METHOD("rk2", 2, 2, &rk2_type, "midpoint method, Vensim's RK2")                   \
    GX_METHOD("rk4", 4, 4, &rk4_type, "classical Runge-Kutta method of order 4")

#define AS_METHOD(name, order, evaluations, type, doc) {name, order, evaluations, doc},
#define AS_TYPE(name, order, evaluations, type, doc)   type,
const gx_method gx_methods[] = {METHODS(AS_METHOD)};
static const gsl_odeiv2_step_type *const types[] = {METHODS(AS_TYPE)};
const int32_t gx_method_count = sizeof gx_methods / sizeof *gx_methods;

const gx_method *gx_method_find(const char *name)
{
    for (int32_t i = 0; i < gx_method_count; i++)
        if (strcmp(gx_methods[i].name, name) == 0)
            return &gx_methods[i];
    return NULL;
}

/* ---- stepping ---- */

struct gx_stepper {
    gsl_odeiv2_step *step;
    gsl_odeiv2_system system;
    double *error; /* [size], what GSL wants to report; unused */
    gx_rhs *rhs;
    void *context;
};

static int evaluate(double t, const double y[], double dydt[], void *params)
{
    gx_stepper *stepper = params;
    stepper->rhs(t, y, dydt, stepper->context);
    return GSL_SUCCESS;
}

gx_stepper *gx_stepper_new(const gx_method *method, size_t size, gx_rhs *rhs,
                           void *context, gx_oom oom)
{
    gx_stepper *stepper = calloc(1, sizeof *stepper);
    double *error = calloc(size, sizeof *error);
    gsl_error_handler_t *before = gsl_set_error_handler_off();
    gsl_odeiv2_step *step = gsl_odeiv2_step_alloc(types[method - gx_methods], size);
    gsl_set_error_handler(before);
    if (!stepper || !error || !step)
        gx_out_of_memory(oom, size * sizeof(double));
    stepper->step = step;
    stepper->system =
        (gsl_odeiv2_system){.function = evaluate, .dimension = size, .params = stepper};
    stepper->error = error;
    stepper->rhs = rhs;
    stepper->context = context;
    return stepper;
}

void gx_stepper_free(gx_stepper *stepper)
{
    if (!stepper)
        return;
    gsl_odeiv2_step_free(stepper->step);
    free(stepper->error);
    free(stepper);
}

bool gx_stepper_step(gx_stepper *stepper, double t, double h, double *y)
{
    return gsl_odeiv2_step_apply(stepper->step, t, h, y, stepper->error, NULL, NULL,
                                 &stepper->system) == GSL_SUCCESS;
}
