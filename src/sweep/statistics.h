/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Statistics of a merged sweep (internal to sweep/). */
#ifndef GX_SWEEP_STATISTICS_H
#define GX_SWEEP_STATISTICS_H

#include "sweep/sweep.h"

/** The sums of every streaming statistic, over all chunks so far. */
typedef struct gx_sweep_sums {
    gx_sums *at; /* [statistics]; value NULL for stored ones */
} gx_sweep_sums;

gx_sweep_sums gx_sweep_sums_new(const gx_sweep *s, gx_arena *arena);

/** Add the sums of a chunk, which belong to one replicate. */
void gx_sweep_sums_add(gx_sweep_sums *sums, const gx_sweep *s, const double *chunk,
                       int32_t replicate);

/** Add the streaming statistics to a frame. */
void gx_sweep_add_streaming(gx_frame *frame, const gx_sweep *s, const gx_sweep_sums *sums,
                            gx_oom oom);

/** Bytes that they take at most. */
double gx_sweep_stored_size(const gx_sweep *s);

/** Add the stored ones: output `o` is variable o of `rows`; `status` is [runs]. */
gx_err gx_sweep_add_stored(gx_frame *frame, const gx_sweep *s, gx_rows *rows,
                           const unsigned char *status, gx_diags *ds);

#endif
