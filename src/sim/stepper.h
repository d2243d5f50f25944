/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * One step of an integration method, through gsl_odeiv2 (internal to sim/).
 */
#ifndef GX_SIM_STEPPER_H
#define GX_SIM_STEPPER_H

#include "sim/sim.h"

/** dydt = f(t, y); all are [size]. */
typedef void gx_rhs(double t, const double *y, double *dydt, void *context);

typedef struct gx_stepper gx_stepper;

/** `size` is stocks x lanes, at least 1; `context` is borrowed. */
gx_stepper *gx_stepper_new(const gx_method *method, size_t size, gx_rhs *rhs,
                           void *context, gx_oom oom);
void gx_stepper_free(gx_stepper *stepper);

/** Advance y from t to t + h in place; false when the method failed. */
bool gx_stepper_step(gx_stepper *stepper, double t, double h, double *y);

#endif
