/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Differential evolution in the unit cube (Storn and Price 1997), for functions with many
 * optima or edges (internal to fit/). A generation is one batch of points; random numbers
 * are a function of seed, generation and member.
 */
#ifndef GX_FIT_EVOLVE_H
#define GX_FIT_EVOLVE_H

#include "base/diag.h"

/** How good a point is: one that falls less short, and of such as fall equally short the
 * cheaper (Deb 2000). Both infinite where there is no value. */
typedef struct gx_merit {
    double shortfall; /* 0: what is wanted is reached */
    double price;
} gx_merit;

typedef struct gx_evolution {
    int32_t n;
    int32_t members; /* at least 4 */
    int32_t generations;
    uint64_t seed;
    /** Trials start from the member itself, drawn towards the best, and what comes near
     * an end goes there; else from any member, and what would leave the cube is turned
     * back, which finds the way out of many valleys. */
    bool is_greedy;
    gx_err (*judge)(gx_merit *merit, const double *point, int32_t count, void *context,
                    gx_diags *ds);
    void *context;
} gx_evolution;

/**
 * Evolve point [members][n], which are given, and their merit [members], worked out here;
 * `*made` are the generations it took: fewer than asked for when all are alike. Errors:
 * those of judge.
 */
gx_err gx_evolve(double *point, gx_merit *merit, int32_t *made, const gx_evolution *how,
                 gx_diags *ds);

/** The first of the best. */
int32_t gx_merit_best(const gx_merit *merit, int32_t count);

/** A uniform number of a member. */
double gx_evolve_uniform(uint64_t seed, uint32_t generation, uint32_t member,
                         uint32_t which);

#endif
