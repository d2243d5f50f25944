/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Sobol' points, scrambled by a random lower triangular matrix and a digital shift
 * (Matousek 1998; Owen 2020 on keeping the origin), with the direction numbers of Joe and
 * Kuo (2008). Point `i` is a function of seed, replicate and `i`: no state, any order.
 */
#ifndef GX_STATS_SOBOL_H
#define GX_STATS_SOBOL_H

#include "base/arena.h"

#include <stdint.h>

enum {
    GX_SOBOL_DIMENSIONS = 1111, /* more are refused, never given as zeros */
    GX_SOBOL_BITS = 32          /* of an index: 2^32 points */
};

typedef struct gx_sobol {
    int32_t dimensions;
    const uint64_t *column; /* [dimensions][GX_SOBOL_BITS], 52 bits each */
    const uint64_t *shift;  /* [dimensions] */
} gx_sobol;

/** Points of `dimensions` (1 .. GX_SOBOL_DIMENSIONS) coordinates, scrambled by (seed,
 * replicate). */
gx_sobol gx_sobol_scrambled(int32_t dimensions, uint64_t seed, uint32_t replicate,
                            gx_arena *arena);

/** The points as published, the origin first. */
gx_sobol gx_sobol_plain(int32_t dimensions, gx_arena *arena);

/** Coordinate `dimension` of point `index` (below 2^32), in (0, 1): the middle of its
 * cell of 2^-52. */
double gx_sobol_get(const gx_sobol *s, uint64_t index, int32_t dimension);

#endif
