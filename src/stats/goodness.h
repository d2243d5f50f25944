/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * How well a simulated series goes with an actual one: point by point (Theil 1966;
 * Sterman 1984), and by the pattern of behaviour (Barlas 1989). One table; reports and
 * tests loop over it.
 */
#ifndef GX_STATS_GOODNESS_H
#define GX_STATS_GOODNESS_H

#include "base/arena.h"

#include <stdbool.h>

/** A simulated and an actual series at the same times. */
typedef struct gx_pair {
    const double *simulated, *actual; /* [count] */
    int32_t count;
} gx_pair;

typedef struct gx_goodness {
    const char *name;
    const char *key; /* in documents for scripts */
    const char *doc;
    int32_t least;   /* points it means something for */
    bool is_pattern; /* of behaviour, for evenly spaced points */
    double (*of)(const gx_pair *p, gx_arena *arena); /* NaN: undefined */
} gx_goodness;

extern const gx_goodness gx_goodnesses[];
extern const int32_t gx_goodness_count;

/** The row's value, NaN when there are too few points. */
double gx_goodness_of(const gx_goodness *g, const gx_pair *p, gx_arena *arena);

#endif
