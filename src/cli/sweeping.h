/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the parts of `gaoxin sweep` share: a study with its options, loaded. */
#ifndef GX_CLI_SWEEPING_H
#define GX_CLI_SWEEPING_H

#include "cli/cli.h"
#include "sweep/sweep.h"

/** The options, as given. */
typedef struct gx_sweep_request {
    const char *output, *threads, *keep, *shard, *max_failures, *memory, *disk, *deflate,
        *samples, *chunk, *tasks, *at_once;
    bool force, quiet, float32, steal, timings;
    gx_run_options options;
} gx_sweep_request;

/** A study with all that it needs. */
typedef struct gx_sweeping {
    gx_sweep_request r;
    gx_language language; /* of what is printed */
    const gx_opt *opt;    /* [opt_count] the rows behind `r` */
    int32_t opt_count;
    gx_study *study;
    const char *name;   /* of the study, without folder and extension */
    const char *result; /* NAME.nc */
    const char *folder; /* NAME.d */
    gx_experiment *x;
    gx_sweep *sweep;
    gx_workers workers;
    int32_t shard, shards;
    int64_t chunk_runs;  /* -1: the usual */
    double memory, disk; /* limits in bytes */
} gx_sweeping;

/** A whole number of at least 0 given as an option; -1 when it was not given. */
gx_err gx_sweep_count(int64_t *count, const char *option, const char *text, gx_diags *ds);

/** `--tasks` of plan and slurm: from 1 to as many as there are chunks; -1 when it was not
 * given (sweep_slurm.c). */
gx_err gx_sweep_tasks(int64_t *tasks, const gx_sweeping *w, gx_diags *ds);

/** Failed runs of what is there, of all shards or of this one, with the reason of the
 * first: what was done is kept, and the outcome is runs. GX_OK when none failed
 * (sweep_status.c). */
gx_err gx_sweep_tell_failures(const gx_sweeping *w, int64_t failures, bool is_of_all,
                              gx_diags *ds);

/** `gaoxin sweep plan` (sweep_plan.c). */
gx_err gx_sweep_plan(gx_sweeping *w, gx_diags *ds);

/** Refuse what takes more memory, or more on the disk, than is allowed or free. What is
 * there already need not be free. Errors: value. */
gx_err gx_sweep_check_limits(const gx_sweeping *w, gx_diags *ds);

/** `4.2 MB`; in the arena. */
const char *gx_sweep_bytes(double bytes, gx_arena *arena);

/** Seconds of a processor that a run takes, from some runs. */
double gx_sweep_seconds(const gx_sweep *s, gx_diags *ds);

/** What ranks do next: an error of one is one of all, which go on together or not at all.
 * All must call it; the rank whose error it is has its own. */
gx_err gx_sweep_agree(gx_err err);

/** Make what is missing, and of a sweep that may stop more, until it may (sweep_stop.c):
 * then all of it is there. Errors: those of gx_sweep_run; incomplete, when other shards,
 * which it is not to help, lack chunks to ask of. */
gx_err gx_sweep_run_on(gx_sweep_state *state, gx_sweeping *w, const gx_sweep_job *job,
                       gx_diags *ds);

/** Print what the intervals say of a sweep that may stop; of another nothing. */
void gx_sweep_print_stop(const gx_sweeping *w);

/** `gaoxin sweep merge` (sweep_merge.c). */
gx_err gx_sweep_join(gx_sweeping *w, gx_diags *ds);

/** `; time: runs 3.20 s, chunk files 0.10 s`, or "" where none went by; in the arena
 * (sweep_times.c). */
const char *gx_sweep_times_text(const gx_sweep_times *times, gx_language language,
                                gx_arena *arena);

/** Print that, processor time and the most memory that this process has had. */
void gx_sweep_print_times(const gx_sweeping *w, const gx_sweep_times *times,
                          const gx_diags *ds);

/** `gaoxin sweep status` (sweep_status.c). */
gx_err gx_sweep_status(gx_sweeping *w, gx_diags *ds);

/** `gaoxin sweep slurm` (sweep_slurm.c). */
gx_err gx_sweep_slurm(gx_sweeping *w, gx_diags *ds);

/* ---- Slurm's environment (slurm.c) ---- */

/**
 * What part of the study this process is: of the array, and within its task of the step
 * that srun started, unless the processes of the step `are_one` as ranks of MPI. 0 of 1
 * outside Slurm. Errors: usage.
 */
gx_err gx_slurm_shard(int32_t *shard, int32_t *shards, bool are_one, gx_diags *ds);

/** The processors that a task may use; `*threads` stays where nothing is said. */
gx_err gx_slurm_threads(int32_t *threads, gx_diags *ds);

#endif
