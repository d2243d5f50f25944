/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Sweeps: a study of any number of runs, on disk and in memory that does not grow with
 * it.
 *
 * A sweep is cut into chunks of whole groups of its design. What a chunk holds is a
 * function of the sweep and of the chunk's number alone, so who does it, when, and how
 * often does not show. A folder keeps them:
 *
 *   NAME.d/design    what defines every number of a chunk, as text (gx_sweep.identity)
 *   NAME.d/chunks/   one file a finished chunk, renamed into place
 *   NAME.d/claims/   who is at which chunk, so that several programs share the work
 *   NAME.d/log/      who did what when
 *
 * Merging puts the chunks together in their order: one file, the same bytes whoever made
 * them. Statistics are no part of a chunk that keeps runs: they can be worked out again.
 */
#ifndef GX_SWEEP_SWEEP_H
#define GX_SWEEP_SWEEP_H

#include "base/hash.h"
#include "base/work.h"
#include "model/study.h"
#include "stats/distribution.h"
#include "stats/estimator.h"
#include "store/store.h"
#include "study/case.h"
#include "study/parameters.h"

#include <signal.h>

/** An uncertain constant or point of a lookup. */
typedef struct gx_sweep_input {
    int32_t cell; /* a constant, or gx_override_point */
    int32_t variable;
    const char *name;
    const char *units;
    double own;                   /* the value that the model or scenario gives */
    gx_distribution distribution; /* type NULL: listed values */
    double scale;                 /* from the distribution's unit to the variable's */
    const double *value;          /* [value_count] listed values */
    int32_t value_count;
    gx_loc loc;
} gx_sweep_input;

/** One element of a variable, at every time of the sweep. */
typedef struct gx_sweep_output {
    int32_t cell;
    const char *name; /* `name` or `name[element]` */
    const gx_variable *variable;
} gx_sweep_output;

/** An estimator with what it is asked. */
typedef struct gx_sweep_statistic {
    const gx_estimator *estimator;
    const char *suffix;      /* that tells two thresholds apart, or "" */
    const double *threshold; /* [outputs] in each output's unit, NaN: not asked */
    const bool *of;          /* [outputs] that are asked about */
    const double *level;     /* [levels] */
    int32_t levels;
} gx_sweep_statistic;

/** When enough runs are there. */
typedef struct gx_sweep_stop {
    const char *name;   /* as the study has it */
    int32_t statistic;  /* whose intervals are looked at: gx_sweep.statistics */
    int32_t which;      /* of its numbers, -1: all */
    const double *half; /* [outputs] half-width wanted */
    int64_t most;       /* groups of a replicate, at most */
    bool looked;        /* the sweep is as long as it was found to be by now */
    double widest;      /* interval met last, as a share of what is wanted */
} gx_sweep_stop;

typedef struct gx_sweep {
    gx_arena *arena;
    const gx_flat *flat; /* borrowed, as all of the case */
    gx_program *program;
    const gx_method *method;
    double tolerance;
    uint64_t seed; /* of the models' random numbers and of the design */
    GX_LIST(gx_sweep_input) inputs;
    const double *copula;           /* [inputs][inputs] factor, or NULL: independent */
    const char *const *factor_name; /* [sample.sampling.factors] */
    gx_sample sample;
    GX_LIST(gx_sweep_output) outputs;
    int32_t time_count;
    const double *time; /* [time_count] rising */
    const char *time_units;
    GX_LIST(gx_sweep_statistic) statistics;
    int32_t cells;           /* outputs * times: cell o * time_count + t */
    const double *reference; /* [cells] the run with the model's own values */
    bool keeps_runs;         /* else sums only */
    bool grows;              /* more samples leave the chunks there are as they are */
    const char *identity;    /* what defines the numbers of chunks, one thing a line */
    unsigned char key[GX_SHA256_BYTES]; /* hash of it */
    gx_sweep_stop *stop;                /* or NULL */
    int64_t block;  /* groups of a chunk; the last of a replicate may have fewer */
    int64_t each;   /* groups of a replicate */
    int64_t chunks; /* of a replicate */
} gx_sweep;

/** What a study comes to beside the file. */
typedef struct gx_sweep_setup {
    const gx_study *study;
    const gx_case *c;
    const gx_parameters *parameters; /* for `inputs: parameters`; or NULL */
    const gx_levers *levers;         /* for `inputs: levers`; or NULL */
    const gx_frame *points;          /* of the design's file; or NULL */
    const char *origin;              /* lines for the identity: model, scenario ... */
    bool keeps_runs;
    int64_t chunk_runs; /* in a chunk at most, or as few as a group has; 0: the usual */
} gx_sweep_setup;

/**
 * Hold a study against its model, compile it and run it once with the model's own values.
 * The caller frees with gx_sweep_free. Errors: undefined-name, subscript, not-constant,
 * value (units, distributions, correlation, times, what design and estimators rule out);
 * those of the run.
 */
gx_err gx_sweep_new(gx_sweep **sweep, const gx_sweep_setup *setup, gx_diags *ds);
void gx_sweep_free(gx_sweep *sweep);

/** Let each replicate have that many groups; chunks stay as they are (gx_sweep.grows). */
void gx_sweep_resize(gx_sweep *s, int64_t each);

/** Number of chunks, over all replicates. */
int64_t gx_sweep_chunks(const gx_sweep *s);

/** A part of the sweep: one chunk. */
typedef struct gx_sweep_part {
    int64_t chunk;
    int32_t replicate;
    int64_t first, groups; /* in the numbers of the design */
    int64_t run, rows;     /* numbers of its runs */
} gx_sweep_part;

gx_sweep_part gx_sweep_part_of(const gx_sweep *s, int64_t chunk);

/** Fill u and x, both [count][inputs], for runs first .. first + count - 1: coordinates
 * (correlated) and values. */
void gx_sweep_points(const gx_sweep *s, int64_t first, int64_t count, double *u,
                     double *x);

/* ---- chunks (chunk.c) ---- */

typedef struct gx_sweep_failure {
    int64_t run;
    const char *reason;
} gx_sweep_failure;

/** What is known of a chunk's runs. */
typedef struct gx_sweep_chunk {
    gx_sweep_part part;
    unsigned char *status; /* [rows] exit code of each run */
    GX_LIST(gx_sweep_failure) failures;
    double *y;   /* keeps_runs: [rows][cells], NaN where a run failed */
    double *sum; /* else the sums of every streaming statistic, of its replicate */
} gx_sweep_chunk;

/** Sums of the streaming statistics in doubles, of one replicate. */
size_t gx_sweep_sum_size(const gx_sweep *s);

/** Bytes of a chunk file without its reasons. */
size_t gx_sweep_chunk_size(const gx_sweep *s, const gx_sweep_part *part);

gx_err gx_sweep_chunk_write(const gx_sweep *s, const gx_sweep_chunk *chunk,
                            const char *folder, gx_diags *ds);

/**
 * Look at the head and the length of a chunk's file: `*is_there` is false when there is
 * none, or one of this sweep when it had another number of samples. Errors: file; result
 * (cut, or of another sweep).
 */
gx_err gx_sweep_chunk_look(bool *is_there, const gx_sweep *s, int64_t number,
                           const char *folder, gx_diags *ds);

/** The same, and how many of its runs failed. */
gx_err gx_sweep_chunk_failures(bool *is_there, int64_t *failures, const gx_sweep *s,
                               int64_t number, const char *folder, gx_diags *ds);

/** Read all of it. Errors: file; result (damaged, or of another sweep). */
gx_err gx_sweep_chunk_read(gx_sweep_chunk *chunk, const gx_sweep *s, int64_t number,
                           const char *folder, gx_arena *arena, gx_diags *ds);

/** Read a chunk with its sums and, where runs are kept, their inputs `*x` [rows][inputs]
 * (else NULL). Errors: as gx_sweep_chunk_read. */
gx_err gx_sweep_chunk_load(gx_sweep_chunk *chunk, double **x, const gx_sweep *s,
                           int64_t number, const char *folder, gx_arena *arena,
                           gx_diags *ds);

/** Add the groups of a chunk whose runs all ended well to `sum`, which is 0. */
void gx_sweep_chunk_sum(const gx_sweep *s, const gx_sweep_chunk *chunk, const double *u,
                        const double *x, double *sum, gx_arena *arena);

/* ---- the folder (folder.c) ---- */

/** Make a folder whose work `identity` defines, or see that it is of the same. Errors:
 * file; exists (it holds something, and no design); result (of another WHAT: the line
 * that differs is named). */
gx_err gx_folder_open(const char *identity, const char *folder, const char *what,
                      gx_diags *ds);

/** Make the folder, or see that it is this sweep's. Errors: file; exists; result (another
 * model, design or version: the line that differs is named). */
gx_err gx_sweep_folder_open(const gx_sweep *s, const char *folder, gx_diags *ds);

/** The same of a folder that is only looked at: nothing is made. Errors: incomplete (no
 * design, so nothing was run), file, result. */
gx_err gx_sweep_folder_check(const gx_sweep *s, const char *folder, gx_diags *ds);

const char *gx_sweep_folder_chunk(const gx_sweep *s, const char *folder, int64_t chunk,
                                  gx_arena *arena);

/** The file of this program's log. */
const char *gx_sweep_log_name(const char *folder, gx_arena *arena);

/** Add a line to this program's log, after date, host and process. */
void gx_sweep_log(const char *folder, const char *text, gx_arena *arena);

/* ---- running and merging ---- */

/** What a sweep spends time on. */
typedef enum gx_sweep_phase {
    GX_SWEEP_RUNNING,    /* points, runs, and sums where no runs are kept */
    GX_SWEEP_SAVING,     /* chunk files, until they are on the disk */
    GX_SWEEP_READING,    /* them again, and summing */
    GX_SWEEP_GATHERING,  /* runs into the merged file */
    GX_SWEEP_ESTIMATING, /* the statistics */
    GX_SWEEP_PHASES
} gx_sweep_phase;

/** Seconds by the clock, of all threads together. */
typedef struct gx_sweep_times {
    double of[GX_SWEEP_PHASES];
} gx_sweep_times;

typedef struct gx_sweep_job {
    const char *folder;
    const gx_workers *workers;
    const volatile sig_atomic_t *stop; /* becomes true: leave within a second */
    int32_t shard, shards;             /* does chunks shard, shard + shards ... */
    bool steals;           /* then chunks of some other shards that nobody is at */
    int64_t most_failures; /* -1: any number */
    int64_t longest;       /* microseconds that a chunk took in passes before this */
    /** Told before chunks are made, and now and then, from any thread; may be NULL. */
    void (*begin)(void *context, int64_t runs_done, int64_t runs);
    void (*tell)(void *context, int64_t runs_done, int64_t runs);
    void *context;
    gx_sweep_times *times; /* added to; or NULL */
} gx_sweep_job;

/** What is there of a sweep. */
typedef struct gx_sweep_state {
    int64_t chunks, chunks_done;
    int64_t runs, runs_done;
    int64_t failures; /* of the runs that are there */
    int64_t helped;   /* chunks of other shards done now (run) */
    int64_t longest;  /* microseconds that a chunk took now or before (run) */
} gx_sweep_state;

/**
 * Make the chunks that are missing. A chunk that somebody else is at is left until the
 * end, then waited for, then made all the same; one that cannot be read is an error when
 * all others are made. Gives GX_AGAIN when it was stopped. Errors: file, result, runs
 * (more failures than allowed).
 */
gx_err gx_sweep_run(gx_sweep_state *state, const gx_sweep *s, const gx_sweep_job *job,
                    gx_diags *ds);

/** The first failed run of what is there, with its reason; NULL when none did. Errors:
 * those of gx_sweep_chunk_read. */
gx_err gx_sweep_first_failure(const gx_sweep_failure **first, const gx_sweep *s,
                              const char *folder, int32_t shard, int32_t shards,
                              gx_arena *arena, gx_diags *ds);

/** Count what is there of the job's shard, or of all. Gives GX_AGAIN when it was stopped.
 * Errors: file, result (a chunk that cannot be read; the others are counted). */
gx_err gx_sweep_look(gx_sweep_state *state, const gx_sweep *s, const gx_sweep_job *job,
                     gx_diags *ds);
gx_err gx_sweep_look_at_all(gx_sweep_state *state, const gx_sweep *s, const char *folder,
                            const volatile sig_atomic_t *stop, gx_diags *ds);

/** A sweep that others may be running. */
typedef struct gx_sweep_view {
    gx_sweep_state state;
    int64_t running; /* chunks that somebody is at, of all shards */
    double rate;     /* runs a second in the last `minutes`; 0: not known */
    int32_t minutes; /* 1, or 10 where one has seen few chunks */
} gx_sweep_view;

/** Look at a sweep from outside. Errors: those of gx_sweep_look. */
gx_err gx_sweep_watch(gx_sweep_view *view, const gx_sweep *s, const char *folder,
                      int32_t shard, int32_t shards, gx_diags *ds);

/**
 * Find how long the sweep is to be. With gx_sweep.stop it is given 1, 2, 4 ... chunks a
 * replicate, up to what the study allows, until the chunks there are say that it may
 * stop; `*is_settled` is false when some are missing for the length that it then has.
 * Without, it is true when none are missing. Gives GX_AGAIN when `interrupt` (or NULL)
 * became true. Errors: those of reading chunks.
 */
gx_err gx_sweep_settle(bool *is_settled, gx_sweep *s, const char *folder,
                       const volatile sig_atomic_t *interrupt, gx_diags *ds);

/** Runs made to be forgotten. */
typedef struct gx_sweep_trial {
    int64_t runs, failures;
    const char *reason; /* of the first failure, or NULL */
} gx_sweep_trial;

/** Run the first `count` runs, or those of a chunk when they are fewer, and forget them
 * (for an estimate of time). The reason is in the arena of `ds`. */
gx_sweep_trial gx_sweep_probe(const gx_sweep *s, int64_t count, gx_diags *ds);

/** What merging and running take, in bytes. */
typedef struct gx_sweep_cost {
    double memory; /* at most, with this many threads */
    double disk;   /* the chunks, and the merged file while both are there */
    double chunk;  /* the file of one */
} gx_sweep_cost;

/** Operations on names that making a chunk takes of a file server, as strace counts them
 * (open, stat, readlink, close, rename, unlink, fsync). */
enum { GX_SWEEP_OPERATIONS = 19 };

gx_sweep_cost gx_sweep_cost_of(const gx_sweep *s, int32_t threads);

/**
 * The frame (the caller's) that a merged file begins with: dimensions run and time, and
 * over run what gx_sweep_merge puts into the file; docs/sweeps.md has the names.
 */
gx_frame *gx_sweep_frame(const gx_sweep *s, gx_oom oom);

/** What came of the runs. */
typedef struct gx_sweep_outcome {
    int64_t failures; /* runs */
    int64_t dropped;  /* groups that have one: no estimator sees them */
    gx_sweep_times times;
} gx_sweep_outcome;

/**
 * Put the chunks into `rows`, which was begun with `frame`, and add the statistics and
 * the failed runs to the frame. Holds no more than some thousand runs at a time, but for
 * stored estimators, which have inputs and one output of all runs. Errors: incomplete
 * (chunks are missing), file, result.
 */
gx_err gx_sweep_merge(gx_sweep_outcome *outcome, gx_frame *frame, gx_rows *rows,
                      const gx_sweep *s, const char *folder, gx_diags *ds);

#endif
