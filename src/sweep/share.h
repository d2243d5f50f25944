/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * How programs that know nothing of each other share a sweep (internal to sweep/): claims
 * on chunks, and whom a shard helps when its own chunks are done.
 */
#ifndef GX_SWEEP_SHARE_H
#define GX_SWEEP_SHARE_H

#include "sweep/sweep.h"

#include <time.h>

/** `FOLDER/KIND/R-NNNNNN`: a name that stays when a sweep grows, replicate and place
 * within it. */
const char *gx_sweep_folder_place(const gx_sweep *s, const char *folder, const char *kind,
                                  int64_t chunk, gx_arena *arena);

/** When a file was written last, in seconds; false when there is none. */
bool gx_sweep_stamp(double *seconds, const char *path);

/** Seconds by the clock that stamps files in the folder: those of machines differ. */
double gx_sweep_clock(const char *folder, gx_arena *arena);

/** Is somebody behind a claim? Nobody is when it is of ten minutes ago, or of ten minutes
 * from now: whoever is at a chunk refreshes his every minute; nor when its process was
 * one of this machine and is gone. */
bool gx_sweep_claim_is_held(const char *path, double now);

/** Take a chunk; false when somebody holds it. `by_force` takes it from anyone, also
 * where the claim cannot be replaced. */
bool gx_sweep_claim(const gx_sweep *s, const char *folder, int64_t chunk, bool by_force,
                    gx_arena *arena);

/** Say that the work goes on, if it was not said for a minute; `since` is the caller's.
 */
void gx_sweep_claim_keep(const gx_sweep *s, const char *folder, int64_t chunk,
                         struct timespec *since, gx_arena *arena);
void gx_sweep_unclaim(const gx_sweep *s, const char *folder, int64_t chunk,
                      gx_arena *arena);

/** The k-th shard that one helps, from 0: those 1, 2, 4, 8 ... further on; -1 after the
 * last. So each is helped by as many as it helps, and nobody looks at all. */
int32_t gx_sweep_helped(int32_t shard, int32_t shards, int32_t k);

/** Looks in vain before one turns to the next shard. */
enum { GX_SWEEP_LOOKS = 4 };

/** The place among the `count` chunks of a helped shard at which one looks at the j-th
 * look: each once, spread out, starting where others do not. */
int64_t gx_sweep_looked_at(int64_t j, int64_t thief, int64_t count);

#endif
