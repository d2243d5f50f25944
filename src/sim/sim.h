/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Running a program: a clock that counts ticks, a stepper, and the frame that is saved.
 *
 * A tick is one TIME STEP; time is anchor + k * dt and never a running sum. Fixed-step
 * methods run any number of lanes at once: lanes share TIME STEP, SAVEPER, INITIAL TIME,
 * FINAL TIME and the method, and nothing else, so a batch gives the bits of single runs
 * (decisions 3 and 4). Adaptive methods, the implicit ones among them, run one lane after
 * the other, always: a common step would make a run depend on its lane mates. They
 * subdivide a tick as the tolerance asks and start afresh at the next, so that a tick
 * depends on the stocks and on nothing else. Runs of one program may go on in several
 * threads; nothing is kept between runs.
 */
#ifndef GX_SIM_SIM_H
#define GX_SIM_SIM_H

#include "base/frame.h"
#include "eval/eval.h"

/** How a method goes from tick to tick. */
typedef enum gx_method_kind {
    GX_METHOD_FIXED,    /* one step a tick; lanes together */
    GX_METHOD_ADAPTIVE, /* as many steps a tick as the tolerance takes; lane by lane */
    GX_METHOD_IMPLICIT  /* adaptive too, and with a Jacobian: for stiff models */
} gx_method_kind;

/** An integration method: one row a method; help and the order test loop over the table.
 */
typedef struct gx_method {
    const char *name;
    int32_t order;       /* the error falls as dt^order; the highest, where it varies */
    int32_t evaluations; /* of the right-hand side, a step; -1: as many as it takes */
    gx_method_kind kind;
    const char *doc;
} gx_method;

/** The tolerance of adaptive methods when none is given: the error that a step may add to
 * a stock, relative to |stock| + GX_TOLERANCE_FLOOR, in model units. Errors of steps add
 * up: a run's error is a few times larger, and hundreds of times with rk1imp, which takes
 * many steps. */
#define GX_TOLERANCE       1e-6
#define GX_TOLERANCE_FLOOR 1e-3

extern const gx_method gx_methods[];
extern const int32_t gx_method_count;

/** The method of that name, or NULL. */
const gx_method *gx_method_find(const char *name);

typedef struct gx_run_plan {
    const gx_method *method;
    double tolerance;           /* of adaptive methods; 0: GX_TOLERANCE */
    int32_t lane_count;         /* at least 1 */
    const double *const *input; /* [program->input_count] -> [lane_count] */
    uint64_t seed;              /* of random numbers */
    int32_t first_run;          /* number of lane 0 in the study, for random numbers */
    const int32_t *keep;        /* [keep_count] variables to save; NULL: all */
    int32_t keep_count;
} gx_run_plan;

/**
 * Run from INITIAL TIME to FINAL TIME. The frame (the caller's) has every kept variable
 * over (time, subscripts), or (run, time, subscripts) for more than one lane, in model
 * units. A value that is not finite ends the run: the lane is run again alone and watched
 * at every tick, and the error names variable, time and the inputs that made it. An
 * adaptive method that cannot go on is named with the time. Errors: control, not-finite,
 * step, unsupported.
 */
gx_err gx_run(gx_frame **frame, const gx_program *program, const gx_run_plan *plan,
              gx_diags *ds);

#endif
