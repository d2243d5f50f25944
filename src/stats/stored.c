/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored estimators that sort: quantiles, partial rank correlation, distances between
 * distributions. */
#include "stats/estimators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

enum { SLICES = 10 };

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A sorted copy of `count` numbers, `step` apart. */
static double *sorted(const double *value, int64_t count, size_t step, gx_arena *arena)
{
    double *copy = GX_ARRAY(arena, double, count);
    for (int64_t i = 0; i < count; i++)
        copy[i] = value[(size_t)i * step];
    qsort(copy, (size_t)count, sizeof *copy, rising);
    return copy;
}

/* How many of `count` sorted numbers are at most `limit`. */
static int64_t at_most(const double *value, int64_t count, double limit)
{
    int64_t low = 0, high = count;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (value[middle] <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- quantiles: definition 7 of Hyndman and Fan (1996) ---- */

int64_t gx_quantiles_least(const gx_sample *s)
{
    (void)s;
    return 1;
}

const void *gx_quantiles_study(const gx_column *c, gx_arena *arena)
{
    (void)c;
    (void)arena;
    return NULL;
}

void gx_quantiles(double *out, const double *level, int32_t levels, double *value,
                  int64_t count)
{
    qsort(value, (size_t)count, sizeof *value, rising);
    for (int32_t i = 0; i < levels; i++) {
        double at = level[i] * (double)(count - 1);
        int64_t below = (int64_t)at < count - 1 ? (int64_t)at : count - 1;
        int64_t above = below < count - 1 ? below + 1 : below;
        out[i] = value[below] + (at - (double)below) * (value[above] - value[below]);
    }
}

void gx_quantiles_estimate(double *out, const void *studied, const gx_column *c,
                           gx_arena *arena)
{
    double *y = GX_ARRAY(arena, double, c->count);
    (void)studied;
    memcpy(y, c->y, (size_t)c->count * sizeof *y);
    gx_quantiles(out, c->level, c->levels, y, c->count);
}

/* ---- partial rank correlation ---- */

int64_t gx_prcc_least(const gx_sample *s)
{
    return s->sampling.inputs + 3;
}

/* Ranks from 1, of numbers `step` apart; equal ones share the mean of theirs. They are
 * centred and of length one, or zero when all are equal. */
static double *ranks(const double *value, int64_t count, size_t step, gx_arena *arena)
{
    const double *order = sorted(value, count, step, arena);
    double *rank = GX_ARRAY(arena, double, count);
    double squares = 0.0;
    for (int64_t i = 0; i < count; i++) {
        double v = value[(size_t)i * step];
        int64_t last = at_most(order, count, v);
        int64_t first = at_most(order, count, nextafter(v, (double)-INFINITY)) + 1;
        rank[i] = 0.5 * (double)(first + last) - 0.5 * (double)(count + 1);
        squares += rank[i] * rank[i];
    }
    for (int64_t i = 0; i < count && squares > 0.0; i++)
        rank[i] /= sqrt(squares);
    return rank;
}

static double product(const double *a, const double *b, int64_t count)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++)
        sum += a[i] * b[i];
    return sum;
}

/* What cells share: the ranks of every input. */
const void *gx_prcc_study(const gx_column *c, gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    double **rank = GX_ARRAY(arena, double *, k);
    for (size_t d = 0; d < k; d++)
        rank[d] = ranks(c->x + d, c->count, k, arena);
    return rank;
}

/* From the inverse P of the correlations of inputs and output: -P_iy / sqrt(P_ii P_yy).
 * An input that does not vary, or an output that does not, has none: 0. Inputs that say
 * the same have no answer: NaN. */
void gx_prcc_estimate(double *out, const void *studied, const gx_column *c,
                      gx_arena *arena)
{
    double *const *rank = studied;
    size_t k = (size_t)c->sample->sampling.inputs;
    const double *of_y = ranks(c->y, c->count, 1, arena);
    double *matrix = gx_arena_array(arena, k + 1, (k + 1) * sizeof *matrix);
    gsl_matrix_view view = gsl_matrix_view_array(matrix, k + 1, k + 1);
    gsl_matrix *m = &view.matrix;
    bool varies = product(of_y, of_y, c->count) > 0.0;
    for (size_t i = 0; i <= k; i++)
        for (size_t j = 0; j <= i; j++) {
            const double *a = i < k ? rank[i] : of_y, *b = j < k ? rank[j] : of_y;
            double rho = i == j ? 1.0 : product(a, b, c->count);
            gsl_matrix_set(m, i, j, rho);
            gsl_matrix_set(m, j, i, rho);
        }
    gsl_set_error_handler_off();
    /* an output that is a rank function of one input leaves a pivot of rounding */
    for (size_t i = 0; i <= k; i++)
        gsl_matrix_set(m, i, i, 1.0 + 1e-12);
    bool is_regular = gsl_linalg_cholesky_decomp1(m) == GSL_SUCCESS &&
                      gsl_linalg_cholesky_invert(m) == GSL_SUCCESS;
    for (size_t i = 0; i < k; i++) {
        double scale = gsl_matrix_get(m, i, i) * gsl_matrix_get(m, k, k);
        out[i] = !varies       ? 0.0
                 : !is_regular ? (double)NAN
                               : -gsl_matrix_get(m, i, k) / sqrt(scale);
    }
}

/* ---- distances between distributions ---- */

/* The largest difference of the cumulative shares of two sorted samples. */
static double distance(const double *a, int64_t a_count, const double *b, int64_t b_count)
{
    double most = 0.0;
    for (int64_t i = 0, j = 0; i < a_count && j < b_count;) {
        double x = a[i] <= b[j] ? a[i] : b[j];
        while (i < a_count && a[i] <= x)
            i++;
        while (j < b_count && b[j] <= x)
            j++;
        most =
            fmax(most, fabs((double)i / (double)a_count - (double)j / (double)b_count));
    }
    return most;
}

int64_t gx_pawn_least(const gx_sample *s)
{
    (void)s;
    return SLICES * 10;
}

const void *gx_pawn_study(const gx_column *c, gx_arena *arena)
{
    return gx_quantiles_study(c, arena);
}

/* Slices are of the coordinate u, so that each holds the same share of the input. */
void gx_pawn_estimate(double *out, const void *studied, const gx_column *c,
                      gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    const double *all = sorted(c->y, c->count, 1, arena);
    double *slice = GX_ARRAY(arena, double, c->count);
    (void)studied;
    for (size_t d = 0; d < k; d++) {
        double each[SLICES];
        int32_t slices = 0;
        for (int32_t n = 0; n < SLICES; n++) {
            int64_t count = 0;
            for (int64_t i = 0; i < c->count; i++) {
                int32_t at = (int32_t)(c->u[(size_t)i * k + d] * SLICES);
                if ((at < SLICES ? at : SLICES - 1) == n)
                    slice[count++] = c->y[i];
            }
            qsort(slice, (size_t)count, sizeof *slice, rising);
            if (count)
                each[slices++] = distance(slice, count, all, c->count);
        }
        qsort(each, (size_t)slices, sizeof *each, rising);
        out[d] = slices ? 0.5 * (each[(slices - 1) / 2] + each[slices / 2]) : 0.0;
        out[k + d] = slices ? each[slices - 1] : 0.0;
    }
}

int64_t gx_regional_least(const gx_sample *s)
{
    (void)s;
    return 2;
}

typedef struct place {
    double x;
    int32_t run;
} place;

static int by_value(const void *a, const void *b)
{
    const place *p = a, *q = b;
    return p->x != q->x ? (p->x > q->x) - (p->x < q->x)
                        : (p->run > q->run) - (p->run < q->run);
}

int32_t *gx_column_orders(const gx_column *c, gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs, n = (size_t)c->count;
    int32_t *order = gx_arena_array(arena, k, n * sizeof *order);
    gx_arena *scratch = gx_arena_new(gx_arena_oom(arena));
    place *at = GX_ARRAY(scratch, place, n);
    for (size_t d = 0; d < k; d++) {
        for (size_t i = 0; i < n; i++)
            at[i] = (place){c->x[i * k + d], (int32_t)i};
        qsort(at, n, sizeof *at, by_value);
        for (size_t i = 0; i < n; i++)
            order[d * n + i] = at[i].run;
    }
    gx_arena_free(scratch);
    return order;
}

/* Runs by rising input; ~run where the next one has the same value, so that the inputs
 * themselves need not be looked at again. */
const void *gx_regional_study(const gx_column *c, gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs, n = (size_t)c->count;
    int32_t *order = gx_column_orders(c, arena);
    for (size_t d = 0; d < k; d++) {
        int32_t *run = order + d * n;
        for (size_t i = 0; i + 1 < n; i++)
            if (c->x[(size_t)run[i] * k + d] == c->x[(size_t)run[i + 1] * k + d])
                run[i] = ~run[i];
    }
    return order;
}

/* The runs are walked by rising input; the cumulative shares of both sides are compared
 * behind each value. */
void gx_regional_estimate(double *out, const void *studied, const gx_column *c,
                          gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    bool *reached = GX_ARRAY(arena, bool, c->count);
    int64_t all[2] = {0, 0};
    for (int64_t i = 0; i < c->count; i++) {
        reached[i] = c->y[i] >= c->threshold;
        all[reached[i]]++;
    }
    out[0] = (double)all[1] / (double)c->count;
    for (size_t d = 0; d < k; d++) {
        const int32_t *order = (const int32_t *)studied + d * (size_t)c->count;
        int64_t below[2] = {0, 0};
        out[1 + d] = 0.0;
        for (int64_t i = 0; i < c->count && all[0] && all[1]; i++) {
            bool is_last = order[i] >= 0;
            below[reached[is_last ? order[i] : ~order[i]]]++;
            if (is_last)
                out[1 + d] = fmax(out[1 + d], fabs((double)below[0] / (double)all[0] -
                                                   (double)below[1] / (double)all[1]));
        }
    }
}
