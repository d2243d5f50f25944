/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each chain is split in two; ranks of all draws become normal scores; autocorrelations
 * are summed as long as pairs of them are positive and fall (Geyer 1992). Behind these
 * what coda and emcee make of whole chains. */
#include "stats/chains.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

typedef struct ranked {
    double value;
    int32_t at;
} ranked;

static int by_value(const void *a, const void *b)
{
    double x = ((const ranked *)a)->value, y = ((const ranked *)b)->value;
    return (x > y) - (x < y);
}

static ranked *sorted(const double *x, int32_t count, gx_arena *arena)
{
    ranked *order = GX_ARRAY(arena, ranked, count);
    for (int32_t i = 0; i < count; i++)
        order[i] = (ranked){x[i], i};
    qsort(order, (size_t)count, sizeof *order, by_value);
    return order;
}

/* Halves of the chains; the middle of an odd number is left out. */
static gx_chains split(const gx_chains *c, gx_arena *arena)
{
    int32_t half = c->length / 2;
    double *x = GX_ARRAY(arena, double, 2 * c->chains * half);
    for (int32_t k = 0; k < c->chains; k++) {
        const double *from = c->x + (size_t)k * (size_t)c->length;
        memcpy(x + (size_t)(2 * k) * (size_t)half, from, (size_t)half * sizeof *x);
        memcpy(x + (size_t)(2 * k + 1) * (size_t)half, from + c->length - half,
               (size_t)half * sizeof *x);
    }
    return (gx_chains){x, 2 * c->chains, half};
}

/* Normal scores of the ranks; equal values share the mean of theirs. */
static gx_chains scores(const gx_chains *c, gx_arena *arena)
{
    int32_t count = c->chains * c->length;
    double *z = GX_ARRAY(arena, double, count);
    const ranked *order = sorted(c->x, count, arena);
    for (int32_t from = 0, to = 0; from < count; from = to) {
        while (to < count && order[to].value == order[from].value)
            to++;
        double rank = 0.5 * (from + 1 + to);
        for (int32_t i = from; i < to; i++)
            z[order[i].at] = gsl_cdf_ugaussian_Pinv((rank - 0.375) / (count + 0.25));
    }
    return (gx_chains){z, c->chains, c->length};
}

/* The value below which a share of the draws lies, between neighbours in a line. */
static double quantile(const gx_chains *c, double share, gx_arena *arena)
{
    int32_t count = c->chains * c->length;
    const ranked *order = sorted(c->x, count, arena);
    double place = share * (count - 1);
    int32_t below = (int32_t)place;
    double low = order[below].value;
    double high = order[below + 1 < count ? below + 1 : below].value;
    return low + (place - below) * (high - low);
}

/* ---- moments of chains ---- */

typedef struct moments {
    double within;    /* mean of the chains' variances */
    double between;   /* variance of their means */
    double all;       /* mean of their means */
    double *mean;     /* [chains] */
    double *variance; /* [chains] */
} moments;

static moments moments_of(const gx_chains *c, gx_arena *arena)
{
    moments m = {.mean = GX_ARRAY(arena, double, c->chains),
                 .variance = GX_ARRAY(arena, double, c->chains)};
    for (int32_t k = 0; k < c->chains; k++) {
        const double *x = c->x + (size_t)k * (size_t)c->length;
        double sum = 0.0, square = 0.0;
        for (int32_t i = 0; i < c->length; i++)
            sum += x[i];
        m.mean[k] = sum / c->length;
        for (int32_t i = 0; i < c->length; i++)
            square += (x[i] - m.mean[k]) * (x[i] - m.mean[k]);
        m.variance[k] = square / (c->length - 1);
        m.within += m.variance[k] / c->chains;
        m.all += m.mean[k] / c->chains;
    }
    for (int32_t k = 0; k < c->chains; k++)
        m.between += (m.mean[k] - m.all) * (m.mean[k] - m.all) / (c->chains - 1);
    return m;
}

static double plain_rhat(const gx_chains *c, gx_arena *arena)
{
    moments m = moments_of(c, arena);
    return m.within > 0.0 ? sqrt((c->length - 1.0) / c->length + m.between / m.within)
                          : (double)NAN;
}

/* Products of a chain with itself `lag` later, about its mean. */
static double products(const gx_chains *c, const moments *m, int32_t k, int32_t lag)
{
    const double *x = c->x + (size_t)k * (size_t)c->length;
    double sum = 0.0;
    for (int32_t i = 0; i + lag < c->length; i++)
        sum += (x[i] - m->mean[k]) * (x[i + lag] - m->mean[k]);
    return sum;
}

/* ---- effective sample size ---- */

/* Autocorrelation at a lag, over all chains. */
static double correlation(const gx_chains *c, const moments *m, int32_t lag)
{
    double covariance = 0.0;
    double total = m->within * (c->length - 1) / c->length + m->between;
    for (int32_t k = 0; k < c->chains; k++)
        covariance += products(c, m, k, lag) / c->length / c->chains;
    return 1.0 - (m->within - covariance) / total;
}

/* Sums of pairs of autocorrelations, each no larger than the one before. */
static double plain_ess(const gx_chains *c, gx_arena *arena)
{
    moments m = moments_of(c, arena);
    double size = (double)c->chains * c->length;
    double even = 1.0, odd = correlation(c, &m, 1), pair = even + odd, time = -1.0;
    int32_t lag = 0;
    if (!(m.within > 0.0))
        return (double)NAN;
    double last = pair;
    while (lag < c->length - 5 && even + odd > 0.0) {
        lag += 2;
        time += 2.0 * last; /* the pair before */
        even = correlation(c, &m, lag);
        odd = correlation(c, &m, lag + 1);
        last = fmin(last, even + odd);
    }
    time += fmax(even, 0.0); /* half of the next pair, less noise */
    return size / fmax(time, 1.0 / log10(size));
}

/* ---- what is asked for ---- */

double gx_chains_rhat(const gx_chains *c, gx_arena *arena)
{
    int32_t count = c->chains * c->length;
    double middle = quantile(c, 0.5, arena), *folded = GX_ARRAY(arena, double, count);
    for (int32_t i = 0; i < count; i++)
        folded[i] = fabs(c->x[i] - middle);
    gx_chains far = {folded, c->chains, c->length};
    gx_chains halves = split(c, arena), far_halves = split(&far, arena);
    gx_chains z = scores(&halves, arena), far_z = scores(&far_halves, arena);
    return fmax(plain_rhat(&z, arena), plain_rhat(&far_z, arena));
}

double gx_chains_bulk(const gx_chains *c, gx_arena *arena)
{
    gx_chains halves = split(c, arena), z = scores(&halves, arena);
    return plain_ess(&z, arena);
}

double gx_chains_tail(const gx_chains *c, gx_arena *arena)
{
    static const double shares[] = {0.05, 0.95};
    int32_t count = c->chains * c->length;
    double least = (double)INFINITY;
    for (int32_t s = 0; s < 2; s++) {
        double limit = quantile(c, shares[s], arena);
        double *is_below = GX_ARRAY(arena, double, count);
        for (int32_t i = 0; i < count; i++)
            is_below[i] = c->x[i] <= limit;
        gx_chains indicator = {is_below, c->chains, c->length};
        gx_chains halves = split(&indicator, arena);
        least = fmin(least, plain_ess(&halves, arena));
    }
    return least;
}

double gx_chains_mean(const gx_chains *c, gx_arena *arena)
{
    gx_chains halves = split(c, arena);
    return plain_ess(&halves, arena);
}

/* ---- as coda and emcee define them ---- */

double gx_chains_gelman(const gx_chains *c, gx_arena *arena)
{
    moments m = moments_of(c, arena);
    double n = c->length, chains = c->chains, more = 1.0 + 1.0 / chains;
    double of_variances = 0.0, of_both = 0.0, of_means = 2.0 * m.between * m.between;
    for (int32_t k = 0; k < c->chains; k++) {
        double off = m.variance[k] - m.within, away = m.mean[k] - m.all;
        of_variances += off * off / (chains - 1.0) / chains;
        of_both += off * away * away / (chains - 1.0) / chains;
    }
    double part = (n - 1.0) / n, wide = part * m.within + more * m.between;
    double variance = part * part * of_variances +
                      more * more * of_means / (chains - 1.0) +
                      2.0 * part * more * of_both;
    double freedom = 2.0 * wide * wide / variance;
    return sqrt((freedom + 3.0) / (freedom + 1.0) * wide / m.within);
}

double gx_chains_time(const gx_chains *c, gx_arena *arena)
{
    const double window = 5.0;
    moments m = moments_of(c, arena);
    double time = 1.0;
    for (int32_t lag = 1; lag < c->length; lag++) {
        for (int32_t k = 0; k < c->chains; k++)
            time += 2.0 * products(c, &m, k, lag) / (c->length - 1) / m.variance[k] /
                    c->chains;
        if (lag >= window * time || isnan(time))
            break;
    }
    return time;
}
