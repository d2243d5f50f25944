/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What designs are made of (internal to stats/): the functions of the rows that draw.
 */
#ifndef GX_STATS_SAMPLES_H
#define GX_STATS_SAMPLES_H

#include "stats/design.h"

/* Designs draw from keys of their own, so that no draw of a model repeats them. */
static inline uint64_t gx_design_key(uint64_t seed)
{
    return seed ^ 0xD1B54A32D192ED03U;
}

/** Place of `i` in a random order of 0 .. count-1, without the order being stored. */
uint64_t gx_shuffled(uint64_t i, uint64_t count, uint64_t key, uint32_t stream,
                     uint32_t replicate);

/* samples.c: points that stand alone. */
int64_t gx_power_groups(const gx_sampling *s, const char **why);
int64_t gx_any_groups(const gx_sampling *s, const char **why);
const void *gx_sobol_prepare(const gx_sampling *s, gx_arena *arena);
int64_t gx_sobol_groups(const gx_sampling *s, const char **why);
void gx_monte_carlo_fill(double *point, const gx_sample *p, int64_t group, int32_t row);
void gx_latin_fill(double *point, const gx_sample *p, int64_t group, int32_t row);
void gx_sobol_fill(double *point, const gx_sample *p, int64_t group, int32_t row);

/* design.c: rows of one-at-a-time that move input `d`. */
int32_t gx_one_rows(const gx_sampling *s, int32_t d);

/* blocks.c: points in groups. */
const void *gx_saltelli_prepare(const gx_sampling *s, gx_arena *arena);
int64_t gx_saltelli_groups(const gx_sampling *s, const char **why);
int32_t gx_saltelli_rows(const gx_sampling *s);
int32_t gx_saltelli_second_rows(const gx_sampling *s);
void gx_saltelli_fill(double *point, const gx_sample *p, int64_t group, int32_t row);
int64_t gx_morris_groups(const gx_sampling *s, const char **why);
int32_t gx_morris_rows(const gx_sampling *s);
void gx_morris_fill(double *point, const gx_sample *p, int64_t group, int32_t row);
void gx_derivative_fill(double *point, const gx_sample *p, int64_t group, int32_t row);

#endif
