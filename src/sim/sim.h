/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Running a program: a clock that counts ticks, a stepper, and the frame that is saved.
 *
 * A tick is one TIME STEP; time is anchor + k * dt and never a running sum. Fixed-step
 * methods run any number of lanes at once: lanes share TIME STEP, SAVEPER, INITIAL TIME,
 * FINAL TIME and the method, and nothing else, so a batch gives the bits of single runs
 * (decisions 3 and 4). Runs of one program may go on in several threads; nothing is kept
 * between runs.
 */
#ifndef GX_SIM_SIM_H
#define GX_SIM_SIM_H

#include "base/frame.h"
#include "eval/eval.h"

/** An integration method: one row a method; help and the order test loop over the table.
 */
typedef struct gx_method {
    const char *name;
    int32_t order;       /* the error falls as dt^order */
    int32_t evaluations; /* of the right-hand side, a step */
    const char *doc;
} gx_method;

extern const gx_method gx_methods[];
extern const int32_t gx_method_count;

/** The method of that name, or NULL. */
const gx_method *gx_method_find(const char *name);

typedef struct gx_run_plan {
    const gx_method *method;
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
 * at every tick, and the error names variable, time and the inputs that made it. Errors:
 * control, not-finite, unsupported.
 */
gx_err gx_run(gx_frame **frame, const gx_program *program, const gx_run_plan *plan,
              gx_diags *ds);

#endif
