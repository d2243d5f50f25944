/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The posterior of a problem by an ensemble of walkers: half of them move at once by what
 * the other half knows (moves.c), so that one step is two batches of points. Random
 * numbers are a function of seed, step and walker, so a step is a function of the one
 * before it and of its number: sampling may stop after any, and go on later to the same
 * bytes; and more draws asked for begin with those that were there.
 *
 * The prior of a parameter without one is flat in its value between its bounds. Where
 * errors are only known up to a factor, that factor has Jeffreys' prior and is integrated
 * out.
 */
#ifndef GX_FIT_SAMPLE_H
#define GX_FIT_SAMPLE_H

#include "fit/fit.h"

#include <signal.h>

/**
 * Where steps are kept, in blocks of `count` numbers each: GX_BLOCK_STEPS steps over
 * walkers, each its coordinates, the logarithm of its density and its sum of squares.
 */
typedef struct gx_trail {
    /** Fill a block if it is there. */
    gx_err (*get)(bool *is_there, double *block, size_t count, int32_t number,
                  void *context, gx_diags *ds);
    gx_err (*put)(const double *block, size_t count, int32_t number, void *context,
                  gx_diags *ds);
    void *context;
} gx_trail;

enum { GX_BLOCK_STEPS = 20 };

typedef struct gx_sampler {
    int32_t walkers; /* even, at least 4 */
    int32_t warm;    /* steps that are thrown away */
    int32_t draws;   /* steps kept of each walker */
    uint64_t seed;
    bool is_scaled;                    /* errors are known up to a factor */
    const gx_trail *trail;             /* NULL: kept nowhere */
    const volatile sig_atomic_t *stop; /* becomes true: leave after the step; or NULL */
    /** Told after each block; may be NULL. */
    void (*tell)(void *context, int64_t runs_done, int64_t runs);
    void *context;
} gx_sampler;

typedef struct gx_posterior {
    const double *value; /* [parameters][walkers][draws] */
    const double *cost;  /* [walkers][draws] sum of squares */
    double accepted;     /* share of moves, of all steps */
} gx_posterior;

/** Sample, beginning around a fit as its covariance says. Gives GX_AGAIN when it was
 * stopped. Errors: those of the problem and of the trail; fit. */
gx_err gx_fit_sample(gx_posterior *posterior, const gx_sampler *how, const gx_problem *p,
                     const gx_fit *fit, const gx_spectrum *spectrum, gx_asked *asked,
                     gx_arena *arena, gx_diags *ds);

#endif
