/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What it would take for a variable to reach a number: the cheapest levers of
 * X-levers.yaml, or the most plausible parameters.
 */
#ifndef GX_STUDY_REACH_H
#define GX_STUDY_REACH_H

#include "fit/reach.h"
#include "model/parameters.h"
#include "study/calibrate.h"

/** What is wished for. */
typedef struct gx_wish {
    gx_spot spot;
    double target; /* at least */
    gx_loc loc;    /* of the time in what was typed */
    /** Parameters also have to go with these data; NULL: with their priors only. */
    const gx_calibrator *history;
} gx_wish;

/** One thing that can be moved. */
typedef struct gx_movable {
    int32_t cell;
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
    /** By parameters, when the target is reached: how far from the most plausible point,
     * in deviations; how much of the prior reaches it, and the standard error of that;
     * with a history how much of the posterior, as if the border were the plane that
     * touches it at the point (first-order reliability), error 0. */
    double distance, probability, error;
    double misfit_before; /* history: sum of squares of the data, all parameters fitted */
} gx_way;

/** By levers, each anywhere from off to on; `before` is all of them off. Errors: those of
 * names, value, fit. */
gx_err gx_reach_levers(gx_way *way, const gx_levers *levers, const gx_wish *wish,
                       const gx_case *c, const gx_workers *workers, gx_arena *arena,
                       gx_diags *ds);

/**
 * By the rows of the parameter table but for those of class "choice". A deviation counts
 * from the model's own value; with a history that of a fitted parameter counts from the
 * middle of its prior, as in the fit, and the most plausible point is sought first.
 * Errors: as above; value (data without errors, a fitted parameter without prior).
 */
gx_err gx_reach_parameters(gx_way *way, const gx_parameters *parameters,
                           const gx_wish *wish, const gx_case *c,
                           const gx_workers *workers, gx_arena *arena, gx_diags *ds);

#endif
