/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Swings of a one-at-a-time design: the output where an input is lowest and highest, all
 * others at their first value. Every row is a sum of its own, so that parts can be added;
 * an input one of whose runs failed has no numbers. */
#include "stats/estimators.h"

#include <math.h>

#include "stats/samples.h"

/* The row of the design that has these coordinates; `*input` is what it moves, -1 for the
 * first row. */
static int32_t row_of(const gx_sampling *s, const double *u, int32_t *input)
{
    int32_t row = 1;
    for (int32_t d = 0; d < s->inputs; d++) {
        int32_t level = s->level[d] ? (int32_t)(u[d] * s->level[d]) : 0;
        *input = d;
        if (s->level[d] && level > 0)
            return row + level - 1;
        if (!s->level[d] && !isnan(u[d]))
            return row + (u[d] > 0.5);
        row += gx_one_rows(s, d);
    }
    *input = -1;
    return 0;
}

/* Whether there is a row, what the moved input is in it; and all inputs in the first. */
size_t gx_swing_shared(const gx_sample *s)
{
    return 2 * (size_t)s->count + (size_t)s->sampling.inputs;
}

size_t gx_swing_sums(const gx_sample *s)
{
    return (size_t)s->count;
}

void gx_swing_add(double *shared, double *sum, const gx_block *g)
{
    const gx_sampling *s = &g->sample->sampling;
    size_t cells = (size_t)g->cells, rows = (size_t)g->sample->count;
    int32_t input = -1, row = row_of(s, g->u, &input);
    shared[row] += 1.0;
    if (input >= 0)
        shared[rows + (size_t)row] += g->x[input];
    for (int32_t d = 0; d < s->inputs && input < 0; d++)
        shared[2 * rows + (size_t)d] += g->x[d];
    for (size_t c = 0; c < cells; c++)
        sum[(size_t)row * cells + c] += g->y[c];
}

void gx_swing_finish(double *out, const gx_totals *t)
{
    const gx_sampling *s = &t->sample->sampling;
    size_t k = (size_t)s->inputs, rows = (size_t)t->sample->count, row = 1;
    const double *seen = t->shared, *moved = seen + rows, *base = moved + rows;
    for (size_t d = 0; d < k; d++) {
        size_t end = row + (size_t)gx_one_rows(s, (int32_t)d);
        bool has_base = s->level[d] != 0, has_all = !has_base || seen[0] > 0.0;
        double low = has_base ? base[d] : HUGE_VAL, high = has_base ? low : -HUGE_VAL;
        double at_low = t->sum[0], at_high = t->sum[0];
        for (; row < end; row++) {
            has_all = has_all && seen[row] > 0.0;
            at_low = moved[row] < low ? t->sum[row] : at_low;
            at_high = moved[row] > high ? t->sum[row] : at_high;
            low = fmin(low, moved[row]);
            high = fmax(high, moved[row]);
        }
        double none = has_all ? 0.0 : (double)NAN;
        out[d] = t->reference + at_low + none;
        out[k + d] = t->reference + at_high + none;
        out[2 * k + d] = low + none;
        out[3 * k + d] = high + none;
        out[4 * k + d] = fabs(at_high - at_low) + none;
    }
    out[5 * k] = seen[0] > 0.0 ? t->reference + t->sum[0] : (double)NAN;
}
