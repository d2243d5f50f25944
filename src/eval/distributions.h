/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Distributions a model draws from (internal to eval/), by GSL from the bits of
 * eval/random.h.
 *
 * Parameters a distribution does not have give NaN, which a run reports with the
 * variable's name: no generator is asked for them, because some would not end.
 */
#ifndef GX_EVAL_DISTRIBUTIONS_H
#define GX_EVAL_DISTRIBUTIONS_H

#include "eval/random.h"

/** What is done with a number x: shift + stretch * x, drawn again until it is within. */
typedef struct gx_cut {
    double low, high, shift, stretch;
} gx_cut;

/** Uniform numbers that one draw may take, as many as it needs. */
typedef struct gx_stream gx_stream;

/** One number of a distribution with the parameters p and q (unused ones are 0). */
typedef double gx_sample(gx_stream *stream, double p, double q);

gx_sample gx_sample_beta;              /* alpha p, beta q, both positive */
gx_sample gx_sample_binomial;          /* successes among q whole draws, each p */
gx_sample gx_sample_gamma;             /* order p, at least 1 */
gx_sample gx_sample_negative_binomial; /* draws, each p, until q whole successes */
gx_sample gx_sample_weibull;           /* shape p, mean 1 */

/** One number, stretched, moved and cut; NaN when 10,000 numbers are not within. */
double gx_draw_cut(gx_draw draw, gx_sample *sample, double p, double q, gx_cut cut);

/** From `start` to `end` with the peak at `peak`, cut to low .. high. */
double gx_draw_triangular(gx_draw draw, gx_cut cut, double start, double peak,
                          double end);

/** The standard normal quantile of p (Wichura's AS 241); NaN outside 0 .. 1. */
double gx_probit(double p);

#endif
