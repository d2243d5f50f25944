/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The functions behind the table of estimators (internal to stats/).
 */
#ifndef GX_STATS_ESTIMATORS_H
#define GX_STATS_ESTIMATORS_H

#include "stats/estimator.h"

#define GX_STREAMING(name)                                                               \
    size_t gx_##name##_shared(const gx_sample *s);                                       \
    size_t gx_##name##_sums(const gx_sample *s);                                         \
    void gx_##name##_add(double *shared, double *sum, const gx_block *g);                \
    void gx_##name##_finish(double *out, const gx_totals *t);

GX_STREAMING(moments)
GX_STREAMING(saltelli)
GX_STREAMING(azzini)
GX_STREAMING(morris)
GX_STREAMING(derivatives)
GX_STREAMING(regression)
GX_STREAMING(swing)

#undef GX_STREAMING

#define GX_STORED(name)                                                                  \
    int64_t gx_##name##_least(const gx_sample *s);                                       \
    const void *gx_##name##_study(const gx_column *c, gx_arena *arena);                  \
    void gx_##name##_estimate(double *out, const void *studied, const gx_column *c,      \
                              gx_arena *arena);

GX_STORED(quantiles)
GX_STORED(prcc)
GX_STORED(pawn)
GX_STORED(regional)
GX_STORED(chaos)
GX_STORED(prim)

#undef GX_STORED

/** [inputs][count]: the runs of a column by rising value of each input (stored.c). */
int32_t *gx_column_orders(const gx_column *c, gx_arena *arena);

#endif
