/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Running a program: a clock that counts ticks, a stepper, and the frame that is saved.
 *
 * A tick is one TIME STEP; time is anchor + k * dt and never a running sum. Fixed-step
 * methods run any number of lanes at once, as long as their INITIAL TIME, TIME STEP and
 * SAVEPER are the same at every tick; lanes that part are run again with those they agree
 * with. FINAL TIME is each lane's own, and so is failure: a lane that ends lets the
 * others go on. So a batch gives the bits of single runs (decisions 3 and 4). Adaptive
 * methods, the implicit ones among them, run one lane after the other, always: a common
 * step would make a run depend on its lane mates. They subdivide a tick as the tolerance
 * asks and start afresh at the next, so that a tick depends on the stocks and on nothing
 * else. Runs of one program may go on in several threads; nothing is kept between runs.
 */
#ifndef GX_SIM_SIM_H
#define GX_SIM_SIM_H

#include "base/frame.h"
#include "eval/eval.h"

#include <signal.h>

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
    const int32_t *run;         /* [lane_count] numbers in the study, for random numbers;
                                   NULL: 0, 1, ... */
    const int32_t *keep;        /* [keep_count] variables to save; NULL: all */
    int32_t keep_count;
    const int32_t *cell; /* [cell_count] cells to save instead, hidden ones too, any
                            number of times: gx_runs_frame cannot take them; NULL: keep */
    int32_t cell_count;
    bool every_tick;                   /* save at every tick */
    const double *until;               /* a time behind which nothing is wanted: runs
                                          with a later FINAL TIME end there; NULL: none */
    const volatile sig_atomic_t *stop; /* when it becomes true the runs are given up at
                                          the next tick, and mean nothing; or NULL */
} gx_run_plan;

/** One run: what it saved and how it ended. What failed keeps what it saved before. */
typedef struct gx_trajectory {
    gx_err outcome;     /* GX_OK: it came to FINAL TIME */
    gx_diags *messages; /* why it failed, else NULL */
    int32_t count;      /* of save times */
    const double *time; /* [count] rising */
    double *const *row; /* [count]: column c at time t is row[t][c * stride + lane] */
    int32_t stride, lane;
    int64_t evaluations; /* of the right-hand side, while it stepped */
} gx_trajectory;

/** The runs of a plan. */
typedef struct gx_runs {
    gx_arena *arena;
    const gx_flat *flat; /* borrowed */
    int32_t count;
    gx_trajectory *at;  /* [count] in the order of the plan's lanes */
    gx_diags *warnings; /* of all runs, one a place */
    int32_t column_count;
    const int32_t *column; /* [column_count] the cells that were saved */
} gx_runs;

/**
 * Run every lane of a plan from INITIAL TIME to FINAL TIME. A value that is not finite
 * ends its run: the run is done again alone and watched at every tick, and the message
 * names variable, time and the inputs that made it. An adaptive method that cannot go on
 * is named with the time. Failures: control, not-finite, step.
 */
gx_runs *gx_runs_new(const gx_program *program, const gx_run_plan *plan, gx_oom oom);
void gx_runs_free(gx_runs *runs);

/**
 * The frame (the caller's) of runs that saved the same columns as `shape`: every variable
 * over (time, subscripts), or (run, time, subscripts) when `is_study`, in model units.
 * The times are those of all runs; where a run has none, because it ended or saves at
 * other times, its values are missing.
 */
gx_frame *gx_runs_frame(const gx_runs *shape, const gx_trajectory *const *run,
                        int32_t run_count, bool is_study, gx_oom oom);

/** Run a plan of which no run may fail, and give its frame. Errors: control, not-finite,
 * step. */
gx_err gx_run(gx_frame **frame, const gx_program *program, const gx_run_plan *plan,
              gx_diags *ds);

#endif
