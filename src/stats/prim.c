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
 * chance explains are dropped: the chance that as few runs at the threshold are beyond an
 * end, were they spread at random over box and what that end alone keeps out (Fisher's
 * exact test), must stay below a twentieth over the number of ends. The binomial test of
 * Bryant and Lempert, which asks whether the box has too many, hardly sees one end.
 *
 * Among many inputs most peels follow chance and end the search before the others are
 * where they should be. So it is made again among the inputs that are left, and then,
 * within that box, among all, as long as that finds an input more. What is left is
 * searched again in ten random halves of the runs: how many of those boxes limit an input
 * says how far to trust it. */
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
    const int32_t *all;  /* [inputs][column's count] runs by the value of each input */
    int64_t count, hits; /* runs searched, and those of them at the threshold */
    bool *is_searched;   /* [column's count] */
    const bool *is_open; /* [inputs] those whose ends may be peeled off */
    int32_t *order;      /* [inputs][count] runs in the box, by each that is open */
    int64_t live;        /* of them in the box now */
    GX_LIST(peel) way;   /* since the box that the search began from */
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
        if (!s->is_open[d])
            continue;
        left = 0;
        for (int64_t i = 0; i < s->live; i++) {
            double x = value_of(s, run[i], p->input);
            if (p->is_low ? x >= p->limit : x <= p->limit)
                run[left++] = run[i];
        }
    }
    s->live = left;
}

/* Peel the end off that gains most for what it takes, of a box with so many hits; false
 * when none can be. */
static bool peel_best(search *s, int64_t hits, int64_t least)
{
    int64_t runs = s->live;
    double most = -(double)INFINITY;
    peel best = {0};
    for (size_t side = 0; side < 2 * s->inputs; side++) {
        peel p;
        if (!s->is_open[side / 2] || !try_peel(&p, s, side / 2, side % 2 == 0) ||
            runs - p.runs < least)
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

/* Peel a box with so many hits until few runs are left. */
static void peel_all(search *s, int64_t hits)
{
    double rare = share(s->hits, s->count) / 2.0;
    int64_t least = (int64_t)ceil((rare < LEAST ? rare : LEAST) * (double)s->count);
    least = least > FEWEST ? least : FEWEST;
    while (hits && hits < s->live && peel_best(s, hits, least))
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

static box copy_of(const box *b, const search *s)
{
    box copy = whole(s);
    memcpy(copy.low, b->low, s->inputs * sizeof *copy.low);
    memcpy(copy.high, b->high, s->inputs * sizeof *copy.high);
    copy.runs = b->runs;
    copy.hits = b->hits;
    return copy;
}

static bool has_limits(const box *b, size_t d)
{
    return !isnan(b->low[d]) || !isnan(b->high[d]);
}

static bool is_within(const box *b, const search *s, int32_t run)
{
    bool is_in = true;
    for (size_t d = 0; d < s->inputs && is_in; d++) {
        double x = value_of(s, run, d);
        is_in = !(x < b->low[d]) && !(x > b->high[d]); /* true beside NaN */
    }
    return is_in;
}

/* Narrow a box: to the best one on the way from it, which may be itself. */
static void choose(box *b, const search *s)
{
    int32_t best = -1;
    double most = balance(b->runs, b->hits, s);
    for (int32_t i = 0; i < s->way.count; i++) {
        double worth = balance(s->way.at[i].runs, s->way.at[i].hits, s);
        if (worth > most) {
            most = worth;
            best = i;
        }
    }
    for (int32_t i = 0; i <= best; i++) {
        const peel *p = &s->way.at[i];
        (p->is_low ? b->low : b->high)[p->input] = p->limit;
        b->runs = p->runs;
        b->hits = p->hits;
    }
}

/* Runs that only one limit keeps out of the box: the low ends, then the high ones. */
typedef struct beyond {
    int64_t *runs, *hits; /* [2 * inputs] */
} beyond;

static beyond look_beyond(const box *b, const search *s)
{
    beyond found = {GX_ARRAY(s->arena, int64_t, 2 * s->inputs),
                    GX_ARRAY(s->arena, int64_t, 2 * s->inputs)};
    size_t *limited = GX_ARRAY(s->arena, size_t, s->inputs), limits = 0;
    for (size_t d = 0; d < s->inputs; d++)
        if (has_limits(b, d))
            limited[limits++] = d;
    for (int32_t run = 0; run < s->column->count; run++) {
        size_t out = 0, which = 0;
        for (size_t l = 0; l < limits && out < 2 && s->is_searched[run]; l++) {
            double x = value_of(s, run, limited[l]);
            bool is_high = x > b->high[limited[l]]; /* false beside NaN */
            if (is_high || x < b->low[limited[l]]) {
                which = limited[l] + (is_high ? s->inputs : 0);
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

/* The chance that as few of the runs that a limit keeps out are at the threshold, were
 * those in the box and those spread at random over both. */
static double chance_of(const box *b, int64_t runs, int64_t hits)
{
    int64_t all = b->hits + hits, others = b->runs + runs - all;
    return gsl_cdf_hypergeometric_P((unsigned)hits, (unsigned)all, (unsigned)others,
                                    (unsigned)runs);
}

/* Drop limits that chance explains, the likeliest first; `p` [inputs] of what stays. */
static void drop_chance(box *b, double *p, const search *s)
{
    for (;;) {
        beyond out = look_beyond(b, s);
        size_t worst = 2 * s->inputs;
        double most = CHANCE / (2.0 * (double)s->inputs);
        for (size_t end = 0; end < 2 * s->inputs; end++) {
            double limit = (end < s->inputs ? b->low : b->high)[end % s->inputs];
            double chance =
                isnan(limit) ? 0.0 : chance_of(b, out.runs[end], out.hits[end]);
            if (chance > most) {
                most = chance;
                worst = end;
            }
        }
        for (size_t d = 0; d < s->inputs; d++)
            p[d] = has_limits(b, d) ? chance_of(b, out.runs[d] + out.runs[d + s->inputs],
                                                out.hits[d] + out.hits[d + s->inputs])
                                    : (double)NAN;
        if (worst == 2 * s->inputs)
            return;
        (worst < s->inputs ? b->low : b->high)[worst % s->inputs] = (double)NAN;
        b->runs += out.runs[worst];
        b->hits += out.hits[worst];
    }
}

/* ---- searches ---- */

/* A search of a half of the runs, or (half < 0) of all of them. */
static search search_of(const gx_column *c, const int32_t *order, int32_t half,
                        gx_arena *arena)
{
    size_t n = (size_t)c->count;
    search s = {.column = c,
                .arena = arena,
                .inputs = (size_t)c->sample->sampling.inputs,
                .all = order,
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
    return s;
}

/* Peel the ends of open inputs off a box, narrow it to the best one met, and drop what
 * chance explains; p [inputs]. */
static void narrow(box *b, double *p, search *s, const bool *is_open)
{
    size_t n = (size_t)s->column->count;
    gx_arena *scratch = gx_arena_new(gx_arena_oom(s->arena));
    bool *is_in = GX_ARRAY(scratch, bool, n);
    for (size_t i = 0; i < n; i++)
        is_in[i] = s->is_searched[i] && is_within(b, s, (int32_t)i);
    s->is_open = is_open;
    s->way.count = 0;
    s->live = b->runs;
    for (size_t d = 0; d < s->inputs; d++) {
        int32_t *to = s->order + d * (size_t)s->count;
        for (size_t i = 0; i < n && is_open[d]; i++)
            if (is_in[s->all[d * n + i]])
                *to++ = s->all[d * n + i];
    }
    gx_arena_free(scratch);
    peel_all(s, b->hits);
    choose(b, s);
    drop_chance(b, p, s);
}

/* Open the inputs that a box limits as well; false when all of them are open. */
static bool open_limited(bool *is_open, const box *b, size_t inputs)
{
    bool is_more = false;
    for (size_t d = 0; d < inputs; d++) {
        is_more |= has_limits(b, d) && !is_open[d];
        is_open[d] |= has_limits(b, d);
    }
    return is_more;
}

/* The box, p [inputs] of its limits; the way to it stays in the search. */
static box find_box(double *p, search *s)
{
    bool *any = GX_ARRAY(s->arena, bool, s->inputs);
    bool *found = GX_ARRAY(s->arena, bool, s->inputs);
    for (size_t d = 0; d < s->inputs; d++)
        any[d] = true;
    box wide = whole(s), b = whole(s);
    narrow(&wide, p, s, any);
    while (open_limited(found, &wide, s->inputs)) {
        b = whole(s);
        narrow(&b, p, s, found);
        wide = copy_of(&b, s);
        narrow(&wide, p, s, any);
    }
    b = whole(s);
    narrow(&b, p, s, found);
    return b;
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
        box b = find_box(GX_ARRAY(scratch, double, k), &s);
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
    box b = find_box(out + 2 * k, &s);
    memcpy(out, b.low, k * sizeof *out);
    memcpy(out + k, b.high, k * sizeof *out);
    search_halves(out + 3 * k, c, studied, arena);
    out[4 * k] = share(b.hits, s.hits);
    out[4 * k + 1] = share(b.hits, b.runs);
    out[4 * k + 2] = share(b.runs, s.count);
    trade_off(out + 4 * k + 3, &s);
}
