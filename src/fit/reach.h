/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What would it take: the point of a space at which a function reaches a target, and that
 * costs least or is most plausible.
 */
#ifndef GX_FIT_REACH_H
#define GX_FIT_REACH_H

#include "base/diag.h"

/**
 * A function of many points at once: value [count] at point [count][n], NaN: none; and
 * residual [count][residuals] there, each in its standard deviation, of what is known.
 */
typedef struct gx_field {
    int32_t n;
    int32_t residuals; /* 0: none */
    gx_err (*evaluate)(double *value, double *residual, const double *point,
                       int32_t count, void *context, gx_diags *ds);
    void *context;
} gx_field;

typedef struct gx_reached {
    const double *point;   /* [n]; the farthest it gets when it is not reached */
    const double *outward; /* [n] of the nearest: unit vector along which the field rises
                              there, zeros where it does not or no step was taken */
    double value;          /* at the point */
    double cost;           /* there: the sum of parts times cost; the distance */
    double misfit;         /* there: sum of squares of the residuals */
    bool is_reached;
    int64_t points; /* asked for */
} gx_reached;

/**
 * The cheapest point of the unit cube at which the field is at least `target`:
 * differential evolution (Storn and Price 1997), what reaches the target before what does
 * not (Deb 2000). `cost` is [n], of a coordinate going from 0 to 1.
 */
gx_err gx_reach_cheapest(gx_reached *reached, const gx_field *field, double target,
                         const double *cost, uint64_t seed, gx_arena *arena,
                         gx_diags *ds);

/**
 * The point nearest to the origin at which the field is at least `target`, from `start`
 * [n] on: the design point of reliability (Hasofer and Lind 1974; Rackwitz and Fiessler
 * 1978), with halved steps. The distance is the root of the sum of squares of coordinates
 * and residuals, so that with residuals it is the most probable point that reaches the
 * target; a target of -INFINITY gives the most probable of all. No coordinate goes beyond
 * 3. What is not reached that way is sought all over by differential evolution, and from
 * the best of its points; what is reached may be nearer elsewhere.
 */
gx_err gx_reach_nearest(gx_reached *reached, const gx_field *field, double target,
                        const double *start, gx_arena *arena, gx_diags *ds);

#endif
