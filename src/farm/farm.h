/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Workers: the ways to do independent items (base/work.h). All give the same result.
 */
#ifndef GX_FARM_FARM_H
#define GX_FARM_FARM_H

#include "base/work.h"

/** In turn, in this thread. */
gx_workers gx_farm_serial(void);

/** By `thread_count` threads of this process (0: one a processor). */
gx_workers gx_farm_threads(int32_t thread_count);

/**
 * By `thread_count` threads of each rank, where there are several; all ranks must call
 * `map` with the same items, and the outcome is the highest of all. An item's messages
 * stay on the rank that did it. A thread whose item gives an error does no more, as what
 * is wrong may be its machine: the others do what is left.
 */
gx_workers gx_farm_ranks(int32_t thread_count);

/* ---- ranks: processes that do one command together ---- */

/** Which of them this is. gaoxin is always alone (farm_alone.c); gaoxin-mpi is what an
 * MPI launcher started (farm_mpi.c). */
typedef struct gx_ranks {
    int32_t rank, count;
} gx_ranks;

/**
 * Become a rank. Errors: usage (started by the launcher of another MPI: only the first
 * process has a message), helper (an MPI without threads).
 */
gx_err gx_ranks_begin(gx_diags *ds);

/** The last call of all. */
void gx_ranks_end(void);

gx_ranks gx_ranks_here(void);

/** The highest of what all ranks give; each must call it. */
int32_t gx_ranks_highest(int32_t value);

#endif
