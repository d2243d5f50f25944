/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a long command tells while it works, and how it is stopped: one line that is
 * rewritten on a terminal, a line for every tenth elsewhere; SIGINT, SIGTERM and SIGUSR1.
 */
#ifndef GX_CLI_PROGRESS_H
#define GX_CLI_PROGRESS_H

#include "cli/cli.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct gx_progress {
    gx_language language; /* set by the caller */
    bool is_quiet, is_terminal;
    int64_t before;       /* done when it began */
    double start;         /* gx_seconds_now */
    _Atomic int64_t next; /* milliseconds or tenths at which the next line is due */
} gx_progress;

void gx_progress_begin(gx_progress *p, int64_t before, bool is_quiet);

/** Go on with other `count` items, of which there are some before. From one thread. */
void gx_progress_again(void *progress, int64_t before, int64_t count);

/** Tell of `done` items out of `count`; `progress` is a gx_progress. From any thread. */
void gx_progress_tell(void *progress, int64_t done, int64_t count);
void gx_progress_end(gx_progress *p);

/** Keep a SIGUSR1 for gx_progress_stop from now on: Slurm sends it whenever the time is,
 * also to a program that has only begun. The first thing of all. */
void gx_progress_heed(void);

/** Becomes true at the first signal; a second one leaves at once with exit code 75. */
const volatile sig_atomic_t *gx_progress_stop(void);

#endif
