/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * How one half of an ensemble of walkers moves by what the other half knows (internal to
 * fit/). Each move leaves the density as it is whatever the other half is, and none
 * changes with the scale or the direction of coordinates.
 */
#ifndef GX_FIT_MOVES_H
#define GX_FIT_MOVES_H

#include "base/arena.h"

#include <stdint.h>

/** Half of the walkers at one step; rows have `width` numbers, coordinates first. */
typedef struct gx_half {
    int32_t n; /* coordinates */
    int32_t walkers;
    int32_t width;
    int32_t side;        /* 0 or 1 */
    const double *here;  /* [walkers][width] those that move */
    const double *there; /* [walkers][width] the others */
    uint64_t seed;
    uint32_t step;
} gx_half;

/** Uniform number in (0, 1) of a step, a walker and a purpose. */
double gx_moves_uniform(uint64_t seed, uint32_t stream, uint32_t step, uint32_t walker,
                        uint32_t which);

/**
 * Propose places to [walkers][n], and gain [walkers]: the logarithm of how much likelier
 * the way back is, which is added to the change of the density.
 */
void gx_moves_propose(double *to, double *gain, const gx_half *h, gx_arena *arena);

#endif
