/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The posterior of a problem by an affine-invariant ensemble (Goodman and Weare 2010):
 * half of the walkers move at once, each along the line to one of the other half, so that
 * one step is two batches of points. Random numbers are a function of seed, step and
 * walker.
 *
 * The prior of a parameter without one is flat in its value between its bounds. Where
 * errors are only known up to a factor, that factor has Jeffreys' prior and is integrated
 * out.
 */
#ifndef GX_FIT_SAMPLE_H
#define GX_FIT_SAMPLE_H

#include "fit/fit.h"

typedef struct gx_sampler {
    int32_t walkers; /* even, at least twice the parameters + 2 */
    int32_t warm;    /* steps that are thrown away */
    int32_t draws;   /* steps kept of each walker */
    uint64_t seed;
    bool is_scaled; /* errors are known up to a factor */
} gx_sampler;

typedef struct gx_posterior {
    const double *value; /* [parameters][walkers][draws] */
    const double *cost;  /* [walkers][draws] sum of squares */
    double accepted;     /* share of moves */
} gx_posterior;

/** Sample, beginning around a fit. Errors: those of the problem; fit. */
gx_err gx_fit_sample(gx_posterior *posterior, const gx_sampler *how, const gx_problem *p,
                     const gx_fit *fit, const gx_spectrum *spectrum, gx_asked *asked,
                     gx_arena *arena, gx_diags *ds);

#endif
