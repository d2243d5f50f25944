/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What each lever is worth and which constraint binds, for the outcome that
 * `X-levers.yaml` declares. Every combination and every relaxation is a run of one
 * program.
 *
 * Results are in the arena given, values in the outcome's unit. Errors: undefined-name,
 * subscript, not-constant, value, and those of the runs.
 */
#ifndef GX_STUDY_LEVERS_H
#define GX_STUDY_LEVERS_H

#include "model/parameters.h"
#include "study/case.h"

enum { GX_MOST_LEVERS = 12 }; /* 2^12 runs */

/** Effects of levers on the outcome at one time. */
typedef struct gx_effects {
    int32_t count;
    double off, on;        /* the outcome with all levers off, and on */
    const double *alone;   /* [count] switched on when all others are off */
    const double *last;    /* [count] switched on when all others are on */
    const double *shapley; /* [count] mean over all orders; they add up to on - off */
} gx_effects;

/**
 * Run all 2^n combinations. The Shapley value (Shapley 1953) of a lever is its mean
 * contribution over all orders of switching levers on.
 */
gx_err gx_levers_effects(gx_effects *effects, const gx_levers *levers, double year,
                         const gx_case *c, const gx_workers *workers, gx_arena *arena,
                         gx_diags *ds);

/** Which constraint binds in which year. */
typedef struct gx_binding_years {
    int32_t count, constraint_count;
    const double *year;        /* [count] labelled, whole */
    const double *outcome;     /* [count] */
    const double *gain;        /* [constraint_count][count] when it is relaxed */
    const int32_t *constraint; /* [count] that binds, -1 for none */
} gx_binding_years;

/**
 * Relax each constraint alone, for the whole run. The one with the largest gain in a
 * year's outcome binds in it (the first of equal ones), none when that is no more than
 * `negligible` of the outcome.
 */
gx_err gx_levers_binding(gx_binding_years *binding, const gx_levers *levers,
                         const gx_case *c, const gx_workers *workers, gx_arena *arena,
                         gx_diags *ds);

#endif
