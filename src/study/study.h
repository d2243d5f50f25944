/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Many runs of one program: a design says which points of the inputs' space are run, the
 * study runs them in batches of lanes and gives one frame.
 *
 * A design knows nothing of models: it fills points in the unit cube. An input turns its
 * coordinate into a value. Run `i` depends on the design and `i` alone, so the number of
 * lanes, threads and (later) shards never shows. Who does the batches is given as
 * gx_workers.
 */
#ifndef GX_STUDY_STUDY_H
#define GX_STUDY_STUDY_H

#include "base/work.h"
#include "sim/sim.h"
#include "stats/design.h"

/** A constant that is varied over listed values; the first is its base value. */
typedef struct gx_input {
    int32_t cell;     /* a constant of the flat model, or gx_override_point */
    const char *name; /* as the model spells it */
    const char *units;
    int32_t level_count; /* at least 1 */
    const double *level; /* [level_count] in the variable's units */
} gx_input;

/**
 * The input, without levels, that a constant cell is or, when `point` is given, the one
 * point that it sets (`cell` is then not looked at); `overrides` are those of the runs.
 */
gx_input gx_input_of(const gx_flat *flat, const gx_overrides *overrides, int32_t cell,
                     const gx_table_override *point, gx_arena *arena);

enum {
    GX_STUDY_LANES = 64
}; /* lanes of a batch: measured best for 200 to 2000 equations */

/** The variable over (run) that says how each ended: GX_OK, or what it alone would have
 * ended with; its attribute `run_N` is the reason of run N. */
#define GX_STUDY_STATUS "run status"

/**
 * Run a design. The frame (the caller's) has every kept variable over (run, time,
 * subscripts), each input and the status over (run), also when there is only one run.
 * Runs may differ in anything that can be set: a run's values are missing at times that
 * it does not have, because it failed, ended or saves at others. `program` was compiled
 * with the inputs' cells in order. Errors: usage (what the design cannot make); runs,
 * when some failed: the frame is there all the same, unless none saved anything.
 */
gx_err gx_study_run(gx_frame **frame, const gx_program *program, const gx_design *design,
                    const gx_input *input, int32_t input_count, const gx_run_plan *plan,
                    const gx_workers *workers, gx_diags *ds);

#endif
