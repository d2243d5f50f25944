/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * One step of an integration method, through gsl_odeiv2 (internal to sim/).
 */
#ifndef GX_SIM_STEPPER_H
#define GX_SIM_STEPPER_H

#include "sim/sim.h"

/** dydt = f(t, y); all are [size]. The first that a step asks for is at its start. */
typedef void gx_rhs(double t, const double *y, double *dydt, void *context);

typedef struct gx_stepper gx_stepper;

/** Why an adaptive method could not finish a tick. */
typedef struct gx_step_failure {
    double time; /* where it stuck */
    const char *why;
    int32_t worst; /* index into y of what erred most, -1 when not known */
} gx_step_failure;

/**
 * `size` is stocks x lanes, at least 1; lanes are 1 unless the method is fixed. `context`
 * is borrowed. `tolerance` is above 0 (GX_TOLERANCE says what it means); fixed methods
 * ignore it.
 */
gx_stepper *gx_stepper_new(const gx_method *method, double tolerance, size_t size,
                           gx_rhs *rhs, void *context, gx_oom oom);
void gx_stepper_free(gx_stepper *stepper);

/** Advance y from t to t + h in place; false when the method failed, which only adaptive
 * ones do. */
bool gx_stepper_step(gx_stepper *stepper, double t, double h, double *y,
                     gx_step_failure *failure);

#endif
