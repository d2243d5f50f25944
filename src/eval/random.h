/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Random numbers of a model, without state (internal to eval/). The key of base/random.h
 * is the seed and the stream's number, the counter is run, place, tick and attempt; so
 * lanes, threads and shards cannot change a draw.
 */
#ifndef GX_EVAL_RANDOM_H
#define GX_EVAL_RANDOM_H

#include <stdint.h>

typedef struct gx_draw {
    uint64_t seed;
    uint32_t run;   /* of the study */
    uint32_t place; /* in the model */
    uint32_t tick;  /* since the start of the run */
    double number;  /* the seed argument of the function */
} gx_draw;

/** Two uniform numbers in (0, 1), of 53 bits each. */
void gx_draw_pair(const gx_draw *draw, uint32_t attempt, double u[2]);

/* Truncated ones draw again until the number is in [low, high]; NaN when it never is. */
double gx_draw_uniform(gx_draw draw, double low, double high);
double gx_draw_normal(gx_draw draw, double low, double high, double mean,
                      double deviation);
double gx_draw_exponential(gx_draw draw, double low, double high, double shift,
                           double stretch);
double gx_draw_poisson(gx_draw draw, double low, double high, double mean, double shift,
                       double stretch);

#endif
