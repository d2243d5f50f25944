/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Whether chains of a sampler agree, and what they are worth: rank-normalised split
 * R-hat, bulk and tail effective sample size (Vehtari, Gelman, Simpson, Carpenter and
 * Burkner 2021).
 */
#ifndef GX_STATS_CHAINS_H
#define GX_STATS_CHAINS_H

#include "base/arena.h"

/** Draws x [chains][length], at least 4 of each chain; NaN results where nothing varies.
 */
typedef struct gx_chains {
    const double *x;
    int32_t chains, length;
} gx_chains;

double gx_chains_rhat(const gx_chains *c, gx_arena *arena);
double gx_chains_bulk(const gx_chains *c, gx_arena *arena);
double gx_chains_tail(const gx_chains *c, gx_arena *arena);

/** Effective sample size of the mean, without ranks: its standard error is sd / sqrt. */
double gx_chains_mean(const gx_chains *c, gx_arena *arena);

/**
 * Integrated autocorrelation time, in draws: the mean autocorrelation of chains summed up
 * to five times the sum (Sokal 1997; Goodman and Weare 2010), as emcee does. Draws over
 * it are the effective sample size of an ensemble's mean. NaN where a chain never moved.
 */
double gx_chains_time(const gx_chains *c, gx_arena *arena);

/** R-hat as it first was, of whole chains, with its correction for few of them (Gelman
 * and Rubin 1992; Brooks and Gelman 1998): gelman.diag of coda. */
double gx_chains_gelman(const gx_chains *c, gx_arena *arena);

#endif
