/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patient rule induction (Friedman and Fisher 1999; Bryant and Lempert 2010): from the
 * box of all runs, peel a twentieth off one end of one input at a time, the one that
 * leaves the largest share of runs at the threshold, until a twentieth of the runs is
 * left or no peel raises that share. Of the boxes on the way the one of largest coverage
 * times density is given: coverage, the share of the runs at the threshold that are in
 * it; density, the share of its runs that are. The quasi-p-value of an input is the
 * chance of such a density were its two limits meaningless: a binomial tail. */
#include "stats/estimators.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

#define PEEL  0.05
#define LEAST 0.05

typedef struct box {
    double *low, *high; /* [inputs], NaN where there is no limit */
    int64_t runs, hits;
} box;

typedef struct search {
    const gx_column *column;
    size_t inputs;
    double *sorted; /* [count], scratch */
    int64_t hits;   /* of all runs */
} search;

int64_t gx_prim_least(const gx_sample *s)
{
    (void)s;
    return (int64_t)(2.0 / (PEEL * LEAST)); /* a peel of the last box is two runs */
}

const void *gx_prim_study(const gx_column *c, gx_arena *arena)
{
    (void)c;
    (void)arena;
    return NULL;
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool fits(const box *b, const double *x, size_t inputs, size_t but)
{
    for (size_t d = 0; d < inputs; d++)
        if (d != but && (x[d] < b->low[d] || x[d] > b->high[d])) /* false beside NaN */
            return false;
    return true;
}

/* Count what is in a box; `but` is an input whose limits do not count. */
static void count(box *b, const search *s, size_t but)
{
    const gx_column *c = s->column;
    b->runs = b->hits = 0;
    for (int64_t i = 0; i < c->count; i++)
        if (fits(b, c->x + (size_t)i * s->inputs, s->inputs, but)) {
            b->runs++;
            b->hits += c->y[i] >= c->threshold;
        }
}

/* The limit that peels an end of input `d` off a box: the value next to the peeled ones;
 * NaN when all values are the same. */
static double limit_of(const box *b, const search *s, size_t d, bool is_low)
{
    const gx_column *c = s->column;
    int64_t n = 0;
    for (int64_t i = 0; i < c->count; i++)
        if (fits(b, c->x + (size_t)i * s->inputs, s->inputs, s->inputs))
            s->sorted[n++] = c->x[(size_t)i * s->inputs + d];
    qsort(s->sorted, (size_t)n, sizeof *s->sorted, rising);
    int64_t cut = (int64_t)ceil(PEEL * (double)n);
    int64_t step = is_low ? 1 : -1, at = is_low ? cut : n - 1 - cut;
    double end = s->sorted[is_low ? 0 : n - 1];
    while (at >= 0 && at < n && s->sorted[at] == end) /* equal values go together */
        at += step;
    return at >= 0 && at < n ? s->sorted[at] : (double)NAN;
}

static double share(int64_t part, int64_t all)
{
    return all ? (double)part / (double)all : 0.0;
}

/* Peel the best end off; false when nothing is gained. */
static bool peel(box *b, const search *s)
{
    double best = share(b->hits, b->runs), limit = (double)NAN;
    size_t input = 0;
    bool is_low = false;
    for (size_t side = 0; side < 2 * s->inputs; side++) {
        size_t d = side / 2;
        double *end = side % 2 ? &b->high[d] : &b->low[d], kept = *end;
        box tried = *b;
        *end = limit_of(b, s, d, side % 2 == 0);
        if (!isnan(*end)) {
            count(&tried, s, s->inputs);
            if (share(tried.runs, s->column->count) >= LEAST &&
                share(tried.hits, tried.runs) > best) {
                best = share(tried.hits, tried.runs);
                limit = *end;
                input = d;
                is_low = side % 2 == 0;
            }
        }
        *end = kept;
    }
    if (isnan(limit))
        return false;
    *(is_low ? &b->low[input] : &b->high[input]) = limit;
    count(b, s, s->inputs);
    return true;
}

static void copy(box *to, const box *from, size_t inputs)
{
    for (size_t d = 0; d < inputs; d++) {
        to->low[d] = from->low[d];
        to->high[d] = from->high[d];
    }
    to->runs = from->runs;
    to->hits = from->hits;
}

static box whole(const search *s, gx_arena *arena)
{
    box b = {.low = GX_ARRAY(arena, double, s->inputs),
             .high = GX_ARRAY(arena, double, s->inputs)};
    for (size_t d = 0; d < s->inputs; d++)
        b.low[d] = b.high[d] = (double)NAN;
    count(&b, s, s->inputs);
    return b;
}

static double worth(const box *b, const search *s)
{
    return share(b->hits, s->hits) * share(b->hits, b->runs);
}

static double quasi_p(const box *b, const search *s, size_t d)
{
    box without = *b;
    if (isnan(b->low[d]) && isnan(b->high[d]))
        return (double)NAN;
    count(&without, s, d);
    double p = share(without.hits, without.runs);
    if (p >= 1.0)
        return 1.0;
    return b->hits ? gsl_cdf_binomial_Q((unsigned)b->hits - 1, p, (unsigned)b->runs)
                   : 1.0;
}

void gx_prim_estimate(double *out, const void *studied, const gx_column *c,
                      gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    search s = {.column = c, .inputs = k, .sorted = GX_ARRAY(arena, double, c->count)};
    box now = whole(&s, arena), best = whole(&s, arena);
    (void)studied;
    s.hits = now.hits;
    while (peel(&now, &s))
        if (worth(&now, &s) > worth(&best, &s))
            copy(&best, &now, k);
    for (size_t d = 0; d < k; d++) {
        out[d] = best.low[d];
        out[k + d] = best.high[d];
        out[2 * k + d] = quasi_p(&best, &s, d);
    }
    out[3 * k] = share(best.hits, s.hits);
    out[3 * k + 1] = share(best.hits, best.runs);
    out[3 * k + 2] = share(best.runs, c->count);
}
