/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What it would take for a variable to reach a number: the cheapest levers of
 * X-levers.yaml, or the parameters nearest to the model's in deviations of their priors.
 */
#ifndef GX_STUDY_REACH_H
#define GX_STUDY_REACH_H

#include "fit/reach.h"
#include "model/parameters.h"
#include "study/probe.h"

/** One thing that can be moved. */
typedef struct gx_movable {
    const char *name;
    const char *units;
    double before, after; /* values, in its unit */
    double moved; /* lever: part of the way from off to on; parameter: deviations */
} gx_movable;

typedef struct gx_way {
    gx_reached reached;
    double before; /* the variable's value where the search begins */
    int32_t count;
    const gx_movable *movable; /* [count] */
} gx_way;

/** By levers, each anywhere from off to on; `before` is all of them off. Errors: those of
 * names, value, fit. */
gx_err gx_reach_levers(gx_way *way, const gx_levers *levers, const gx_spot *spot,
                       double target, const gx_case *c, const gx_workers *workers,
                       gx_arena *arena, gx_diags *ds);

/** By the rows of the parameter table but for those of class "choice". Errors likewise.
 */
gx_err gx_reach_parameters(gx_way *way, const gx_parameters *parameters,
                           const gx_spot *spot, double target, const gx_case *c,
                           const gx_workers *workers, gx_arena *arena, gx_diags *ds);

#endif
