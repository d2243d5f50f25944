/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Runs of one model whose chosen cells are looked at tick by tick, in one run or in many
 * that differ in some constants.
 */
#ifndef GX_STUDY_CASE_H
#define GX_STUDY_CASE_H

#include "base/work.h"
#include "sim/sim.h"

/** What defines a run, without the inputs of lanes. Borrowed. */
typedef struct gx_case {
    gx_flat *flat;           /* checks add hidden cells to it */
    const gx_labels *labels; /* or NULL */
    const gx_overrides *overrides;
    const gx_method *method;
    double tolerance;
    uint64_t seed;
} gx_case;

/** Two times that are the same instant, in the model's unit of time. */
#define GX_SAME_TIME 1e-6

/** Constants that differ from run to run. */
typedef struct gx_lanes {
    int32_t run_count;
    int32_t input_count;
    const int32_t *cell;        /* [input_count] constants */
    const double *const *value; /* [input_count] -> [run_count] */
} gx_lanes;

/** Chosen cells at every tick of every run; all runs have the same ticks. */
typedef struct gx_ticks {
    gx_arena *arena;
    gx_runs **batch; /* owned */
    int32_t run_count;
    int32_t time_count;
    const double *time; /* [time_count] */
} gx_ticks;

/**
 * Run a case, once (`lanes` NULL) or in many lanes done by `workers` (NULL: in turn), and
 * keep `cell` at every tick; the caller frees with gx_ticks_free. No run may fail.
 * Errors: those of gx_run; value, when the ticks of runs differ.
 */
gx_err gx_case_run(gx_ticks **ticks, const gx_case *c, const gx_lanes *lanes,
                   const int32_t *cell, int32_t cell_count, const gx_workers *workers,
                   gx_diags *ds);
void gx_ticks_free(gx_ticks *ticks);

/**
 * Look at run `number`, the `run`-th of `ticks`, which has its own times here and is gone
 * afterwards. Called by several threads at once: it writes to the run's own place.
 */
typedef void gx_look_fn(const gx_ticks *ticks, int32_t run, const gx_trajectory *how,
                        int32_t number, void *context);

/**
 * Run many lanes and look at each as soon as its batch is done, so that memory does not
 * grow with them. A run may fail: `how` says it.
 */
gx_err gx_case_each(const gx_case *c, const gx_lanes *lanes, const int32_t *cell,
                    int32_t cell_count, gx_look_fn *look, void *context,
                    const gx_workers *workers, gx_diags *ds);

/** Note from when to when a run that looks at `cell` goes, and in which steps. */
void gx_case_note_times(const gx_case *c, int32_t cell, gx_diags *ds);

/** The value of the `c`-th of the cells at tick `t` of a run. */
double gx_ticks_value(const gx_ticks *ticks, int32_t t, int32_t c, int32_t run);

/** The tick at a time, or -1. */
int32_t gx_ticks_find(const gx_ticks *ticks, double time);

/** The least value of a cell in a run; true when it is not negative but for rounding. */
bool gx_ticks_least(const gx_ticks *ticks, int32_t c, int32_t run, double *least,
                    double *time);

/** A value this small against the largest of its series is rounding. */
#define GX_ROUNDING 1e-12

#endif
