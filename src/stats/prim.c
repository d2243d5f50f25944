/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Patient rule induction (Friedman and Fisher 1999; Bryant and Lempert 2010): from the
 * box of all runs, peel a twentieth off one end of one input at a time, the one that
 * raises the share of runs at the threshold most for what it takes away. Peeling goes on
 * until few runs are left: a twentieth, or half as many as are at the threshold when that
 * is less, and never fewer than twenty.
 *
 * Of the boxes on the way the one with the largest harmonic mean of coverage (the share
 * of the runs at the threshold that are in it) and density (the share of its runs that
 * are at the threshold) is taken: that balance holds at any base rate, where their
 * product keeps to the whole space when the threshold is rarely reached. Then limits that
 * chance explains are dropped: the quasi-p-value of an input is the chance, a binomial
 * tail, of as many runs at the threshold were its limits meaningless, and must stay below
 * a twentieth over the number of inputs. What is left is searched again in ten random
 * halves of the runs: how many of those boxes limit an input says how far to trust it. */
#include "stats/estimators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "base/random.h"

#define PEEL   0.05
#define LEAST  0.05
#define CHANCE 0.05

enum { FEWEST = 20, HALVES = 10, LEAST_RUNS = 200 };

typedef struct box {
    double *low, *high; /* [inputs], NaN where there is no limit */
    int64_t runs, hits;
} box;

/* An end that was peeled off, and what the box held then. */
typedef struct peel {
    double limit;
    size_t input;
    bool is_low;
    int64_t runs, hits;
} peel;

typedef struct search {
    const gx_column *column;
    gx_arena *arena;
    size_t inputs;
    int64_t count, hits; /* runs searched, and those of them at the threshold */
    bool *is_searched;   /* [column's count] */
    int32_t *order;      /* [inputs][count] runs in the box, by the value of each input */
    int64_t live;        /* of them in the box now */
    GX_LIST(peel) way;
} search;

int64_t gx_prim_least(const gx_sample *s)
{
    (void)s;
    return LEAST_RUNS;
}

const void *gx_prim_study(const gx_column *c, gx_arena *arena)
{
    return gx_column_orders(c, arena);
}

static bool is_hit(const search *s, int32_t run)
{
    return s->column->y[run] >= s->column->threshold;
}

static double value_of(const search *s, int32_t run, size_t d)
{
    return s->column->x[(size_t)run * s->inputs + d];
}

static double share(int64_t part, int64_t all)
{
    return all ? (double)part / (double)all : 0.0;
}

/* Twice the hits over runs and all hits: the harmonic mean of coverage and density. */
static double balance(int64_t runs, int64_t hits, const search *s)
{
    return share(2 * hits, runs + s->hits);
}

/* ---- peeling ---- */

/* What peeling an end off takes away; false when nothing would be left. Equal values go
 * together. */
static bool try_peel(peel *p, const search *s, size_t d, bool is_low)
{
    const int32_t *run = s->order + d * (size_t)s->count;
    int64_t live = s->live, cut = (int64_t)ceil(PEEL * (double)live), hits = 0;
    int64_t step = is_low ? 1 : -1, at = is_low ? cut : live - 1 - cut;
    int64_t end = is_low ? 0 : live - 1;
    double last = value_of(s, run[end], d);
    while (at >= 0 && at < live && value_of(s, run[at], d) == last)
        at += step;
    if (at < 0 || at >= live)
        return false;
    double limit = value_of(s, run[at], d);
    int64_t i = end;
    for (; is_low ? value_of(s, run[i], d) < limit : value_of(s, run[i], d) > limit;
         i += step)
        hits += is_hit(s, run[i]);
    *p = (peel){limit, d, is_low, is_low ? i : live - 1 - i, hits};
    return true;
}

/* Keep the runs within a limit in every order. */
static void take_peel(search *s, const peel *p)
{
    int64_t left = 0;
    for (size_t d = 0; d < s->inputs; d++) {
        int32_t *run = s->order + d * (size_t)s->count;
        left = 0;
        for (int64_t i = 0; i < s->live; i++) {
            double x = value_of(s, run[i], p->input);
            if (p->is_low ? x >= p->limit : x <= p->limit)
                run[left++] = run[i];
        }
    }
    s->live = left;
}

/* Peel the end off that gains most for what it takes; false when none can be. */
static bool peel_best(search *s, int64_t least)
{
    int64_t runs = s->live;
    int64_t hits = s->way.count ? s->way.at[s->way.count - 1].hits : s->hits;
    double most = -(double)INFINITY;
    peel best = {0};
    for (size_t side = 0; side < 2 * s->inputs; side++) {
        peel p;
        if (!try_peel(&p, s, side / 2, side % 2 == 0) || runs - p.runs < least)
            continue;
        double gain =
            (share(hits - p.hits, runs - p.runs) - share(hits, runs)) / (double)p.runs;
        if (gain > most) {
            most = gain;
            best = p;
        }
    }
    if (isinf(most))
        return false;
    take_peel(s, &best);
    best.runs = s->live;
    best.hits = hits - best.hits;
    *GX_ADD(s->arena, &s->way) = best;
    return true;
}

static void peel_all(search *s)
{
    double rare = share(s->hits, s->count) / 2.0;
    int64_t least = (int64_t)ceil((rare < LEAST ? rare : LEAST) * (double)s->count);
    int64_t hits = s->hits;
    least = least > FEWEST ? least : FEWEST;
    while (hits && hits < s->live && peel_best(s, least))
        hits = s->way.at[s->way.count - 1].hits;
}

/* ---- the box that is taken ---- */

static box whole(const search *s)
{
    box b = {.low = GX_ARRAY(s->arena, double, s->inputs),
             .high = GX_ARRAY(s->arena, double, s->inputs),
             .runs = s->count,
             .hits = s->hits};
    for (size_t d = 0; d < s->inputs; d++)
        b.low[d] = b.high[d] = (double)NAN;
    return b;
}

static bool has_limits(const box *b, size_t d)
{
    return !isnan(b->low[d]) || !isnan(b->high[d]);
}

static box choose(const search *s)
{
    box b = whole(s);
    int32_t best = -1;
    double most = balance(s->count, s->hits, s);
    for (int32_t i = 0; i < s->way.count; i++) {
        double worth = balance(s->way.at[i].runs, s->way.at[i].hits, s);
        if (worth > most) {
            most = worth;
            best = i;
        }
    }
    for (int32_t i = 0; i <= best; i++) {
        const peel *p = &s->way.at[i];
        (p->is_low ? b.low : b.high)[p->input] = p->limit;
        b.runs = p->runs;
        b.hits = p->hits;
    }
    return b;
}

/* Runs that only the limits of an input keep out of the box. */
typedef struct beyond {
    int64_t *runs, *hits; /* [inputs] */
} beyond;

static beyond look_beyond(const box *b, const search *s)
{
    beyond found = {GX_ARRAY(s->arena, int64_t, s->inputs),
                    GX_ARRAY(s->arena, int64_t, s->inputs)};
    size_t *limited = GX_ARRAY(s->arena, size_t, s->inputs), limits = 0;
    for (size_t d = 0; d < s->inputs; d++)
        if (has_limits(b, d))
            limited[limits++] = d;
    for (int32_t run = 0; run < s->column->count; run++) {
        size_t out = 0, which = 0;
        for (size_t l = 0; l < limits && out < 2 && s->is_searched[run]; l++) {
            double x = value_of(s, run, limited[l]);
            if (x < b->low[limited[l]] ||
                x > b->high[limited[l]]) { /* false beside NaN */
                which = limited[l];
                out++;
            }
        }
        if (out == 1) {
            found.runs[which]++;
            found.hits[which] += is_hit(s, run);
        }
    }
    return found;
}

static double quasi_p(const box *b, const beyond *out, size_t d)
{
    double p = share(b->hits + out->hits[d], b->runs + out->runs[d]);
    if (!has_limits(b, d))
        return (double)NAN;
    if (p >= 1.0 || !b->hits)
        return 1.0;
    return gsl_cdf_binomial_Q((unsigned)b->hits - 1, p, (unsigned)b->runs);
}

/* Drop limits that chance explains, the likeliest first; `p` [inputs] of what stays. */
static void drop_chance(box *b, double *p, const search *s)
{
    for (;;) {
        beyond out = look_beyond(b, s);
        size_t worst = s->inputs;
        for (size_t d = 0; d < s->inputs; d++) {
            p[d] = quasi_p(b, &out, d);
            if (p[d] > CHANCE / (double)s->inputs &&
                (worst == s->inputs || p[d] > p[worst]))
                worst = d;
        }
        if (worst == s->inputs)
            return;
        b->low[worst] = b->high[worst] = (double)NAN;
        b->runs += out.runs[worst];
        b->hits += out.hits[worst];
    }
}

/* ---- searches ---- */

/* Search a half of the runs, or (half < 0) all of them. */
static search search_of(const gx_column *c, const int32_t *order, int32_t half,
                        gx_arena *arena)
{
    size_t n = (size_t)c->count;
    search s = {.column = c,
                .arena = arena,
                .inputs = (size_t)c->sample->sampling.inputs,
                .is_searched = GX_ARRAY(arena, bool, n)};
    for (int32_t i = 0; i < c->count; i++) {
        const uint32_t counter[4] = {(uint32_t)i, (uint32_t)half, 'P', 'H'};
        uint32_t bits[4] = {0};
        if (half >= 0)
            gx_random_bits(0, counter, bits);
        s.is_searched[i] = bits[0] < 0x80000000U;
        s.count += s.is_searched[i];
        s.hits += s.is_searched[i] && is_hit(&s, i);
    }
    s.order = gx_arena_array(arena, s.inputs, (size_t)s.count * sizeof *s.order);
    s.live = s.count;
    for (size_t d = 0; d < s.inputs; d++) {
        int32_t *to = s.order + d * (size_t)s.count;
        for (size_t i = 0; i < n; i++)
            if (s.is_searched[order[d * n + i]])
                *to++ = order[d * n + i];
    }
    peel_all(&s);
    return s;
}

/* The share of ten halves whose box limits an input. */
static void search_halves(double *limited, const gx_column *c, const int32_t *order,
                          gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    for (size_t d = 0; d < k; d++)
        limited[d] = 0.0;
    for (int32_t half = 0; half < HALVES; half++) {
        gx_arena *scratch = gx_arena_new(gx_arena_oom(arena));
        search s = search_of(c, order, half, scratch);
        box b = choose(&s);
        drop_chance(&b, GX_ARRAY(scratch, double, k), &s);
        for (size_t d = 0; d < k; d++)
            limited[d] += has_limits(&b, d);
        gx_arena_free(scratch);
    }
    for (size_t d = 0; d < k; d++)
        limited[d] /= HALVES;
}

/* The highest density on the way among the boxes that cover at least a share. */
static void trade_off(double *density, const search *s)
{
    for (int32_t i = 0; i < GX_COVERAGES; i++) {
        double least = (i + 1.0) / GX_COVERAGES * (double)s->hits - 1e-9;
        density[i] = share(s->hits, s->count);
        for (int32_t p = 0; p < s->way.count; p++)
            if ((double)s->way.at[p].hits >= least)
                density[i] =
                    fmax(density[i], share(s->way.at[p].hits, s->way.at[p].runs));
    }
}

void gx_prim_estimate(double *out, const void *studied, const gx_column *c,
                      gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    search s = search_of(c, studied, -1, arena);
    box b = choose(&s);
    drop_chance(&b, out + 2 * k, &s);
    memcpy(out, b.low, k * sizeof *out);
    memcpy(out + k, b.high, k * sizeof *out);
    search_halves(out + 3 * k, c, studied, arena);
    out[4 * k] = share(b.hits, s.hits);
    out[4 * k + 1] = share(b.hits, b.runs);
    out[4 * k + 2] = share(b.runs, s.count);
    trade_off(out + 4 * k + 3, &s);
}
