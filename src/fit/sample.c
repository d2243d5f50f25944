/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All steps are in memory, a row for each walker: coordinates, density, sum of squares.
 * The first step is where the walkers begin. */
#include "fit/sample.h"
#include "fit/moves.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { STREAM_START = 1, STREAM_ACCEPT };

typedef struct ensemble {
    const gx_sampler *how;
    const gx_problem *problem;
    gx_asked *asked;
    gx_diags *ds;
    size_t width;    /* of a row */
    size_t row;      /* numbers of a step */
    double *step;    /* [steps][walkers][width] */
    double *try;     /* [walkers][parameters] proposals */
    double *gain;    /* [walkers] */
    double *density; /* [walkers] of proposals */
    double *cost;    /* [walkers] of proposals */
    double *r;       /* [walkers][residuals] */
} ensemble;

static double *walker_of(const ensemble *e, int32_t step, int32_t walker)
{
    return e->step + (size_t)step * e->row + (size_t)walker * e->width;
}

/* The logarithm of the density by coordinate; -infinity where there is none. */
static double density_of(const ensemble *e, const double *z, double cost)
{
    const gx_problem *p = e->problem;
    double sum = e->how->is_scaled ? -0.5 * p->data * log(cost) : -0.5 * cost;
    for (int32_t i = 0; i < p->parameters; i++) {
        const gx_coordinate *c = &p->coordinate[i];
        if (c->prior)
            continue;
        if (fabs(z[i]) > gx_coordinate_limit(c))
            return -(double)INFINITY;
        sum += log(gx_coordinate_slope(c, z[i]));
    }
    return isnan(sum) ? -(double)INFINITY : sum;
}

/* Density and cost of the first `count` proposals. */
static gx_err evaluate(const ensemble *e, int32_t count)
{
    size_t m = (size_t)gx_problem_residuals(e->problem);
    size_t n = (size_t)e->problem->parameters;
    gx_err err = gx_problem_evaluate(e->r, e->problem, e->try, count, e->asked, e->ds);
    for (size_t k = 0; k < (size_t)count && !err; k++) {
        e->cost[k] = gx_problem_cost(e->problem, e->r + k * m);
        e->density[k] = density_of(e, e->try + k * n, e->cost[k]);
    }
    return err;
}

static void settle(const ensemble *e, double *walker, int32_t proposal)
{
    size_t n = (size_t)e->problem->parameters;
    memcpy(walker, e->try + (size_t)proposal * n, n * sizeof *walker);
    walker[n] = e->density[proposal];
    walker[n + 1] = e->cost[proposal];
}

/* ---- the beginning ---- */

/* What walkers begin around. */
typedef struct middle {
    double *z;       /* [parameters] */
    double *factor;  /* [parameters][parameters] lower triangle of the covariance */
    bool *is_lifted; /* [parameters] off its bound */
} middle;

/* What has one bound and may lie at it is without end in its coordinate, where the fit is
 * at no place in particular: to where it is most probable, the others at the fit. */
static gx_err lift(const ensemble *e, middle *m, int32_t i, gx_arena *arena)
{
    enum { RUNGS = 121 }; /* each e times as far from the bound */
    const gx_coordinate *c = &e->problem->coordinate[i];
    size_t n = (size_t)e->problem->parameters;
    double bound = isfinite(c->low) ? c->low : c->high, way = isfinite(c->low) ? 1 : -1;
    double size = bound != 0.0 ? fabs(bound) : 1.0;
    ensemble ladder = *e;
    int32_t best = 0;
    ladder.try = GX_ARRAY(arena, double, RUNGS *n);
    ladder.density = GX_ARRAY(arena, double, RUNGS);
    ladder.cost = GX_ARRAY(arena, double, RUNGS);
    ladder.r = GX_ARRAY(arena, double, RUNGS *(size_t)gx_problem_residuals(e->problem));
    for (size_t k = 0; k < RUNGS; k++) {
        double *z = ladder.try + k * n;
        memcpy(z, m->z, n * sizeof *z);
        z[i] = way * (log(size) + (double)k - (RUNGS - 1) / 2);
    }
    gx_err err = evaluate(&ladder, RUNGS);
    for (int32_t k = 1; k < RUNGS && !err; k++)
        if (ladder.density[k] > ladder.density[best])
            best = k;
    m->is_lifted[i] = !err && best > 0 && best < RUNGS - 1;
    if (m->is_lifted[i])
        m->z[i] = ladder.try[(size_t)best * n + (size_t)i];
    return err;
}

/* The fit's covariance; what is not known is as wide as a prior. */
static void spread(middle *m, const gx_problem *p, const gx_spectrum *s, gx_arena *arena)
{
    int32_t n = p->parameters;
    double *size = GX_ARRAY(arena, double, n), *factor = m->factor;
    for (int32_t i = 0; i < n; i++) {
        const gx_coordinate *c = &p->coordinate[i];
        double score = s->known[i].score;
        bool is_bare = !c->prior && isinf(c->low) && isinf(c->high);
        size[i] = !isfinite(score) || m->is_lifted[i] ? 1.0
                  : is_bare                           ? score
                                                      : fmin(score, 1.0);
    }
    for (int32_t i = 0; i < n; i++)
        for (int32_t j = 0; j <= i; j++) {
            double r = m->is_lifted[i] || m->is_lifted[j] ? (double)NAN
                                                          : s->correlation[i * n + j];
            factor[i * n + j] = size[i] * size[j] * (isfinite(r) ? r : i == j);
        }
    if (gx_copula_factor(factor, n))
        return;
    memset(factor, 0, (size_t)(n * n) * sizeof *factor);
    for (int32_t i = 0; i < n; i++)
        factor[i * n + i] = size[i];
}

static gx_err find_middle(middle *m, const ensemble *e, const gx_fit *fit,
                          const gx_spectrum *s, gx_arena *arena)
{
    int32_t n = e->problem->parameters;
    gx_err err = GX_OK;
    m->z = GX_ARRAY(arena, double, n);
    m->factor = GX_ARRAY(arena, double, n *n);
    m->is_lifted = GX_ARRAY(arena, bool, n);
    memcpy(m->z, fit->z, (size_t)n * sizeof *m->z);
    for (int32_t i = 0; i < n && !err; i++) {
        const gx_coordinate *c = &e->problem->coordinate[i];
        bool has_one = !c->prior && isfinite(c->low) != isfinite(c->high);
        if (has_one && !(s->known[i].score <= 1.0))
            err = lift(e, m, i, arena);
    }
    spread(m, e->problem, s, arena);
    return err;
}

/* Beyond where a sine turns back the same values come again: there is the place. */
static double folded(const gx_coordinate *c, double z)
{
    return c->prior || fabs(z) <= gx_coordinate_limit(c) ? z : asin(sin(z));
}

static double start_uniform(const ensemble *e, int32_t attempt, int32_t k, int32_t which)
{
    return gx_moves_uniform(e->how->seed, STREAM_START, (uint32_t)attempt, (uint32_t)k,
                            (uint32_t)which);
}

/* A place around the middle; later attempts are nearer. */
static void scatter(const ensemble *e, const middle *m, int32_t k, int32_t attempt)
{
    int32_t n = e->problem->parameters;
    double *z = e->try + (size_t)k * (size_t)n, near = pow(0.3, attempt);
    memcpy(z, m->z, (size_t)n * sizeof *z);
    for (int32_t j = 0; j < n; j++) {
        double u = start_uniform(e, attempt, k, j);
        for (int32_t i = j; i < n; i++)
            z[i] += near * m->factor[i * n + j] * gsl_cdf_ugaussian_Pinv(u);
    }
    for (int32_t i = 0; i < n; i++)
        z[i] = folded(&e->problem->coordinate[i], z[i]);
}

/* A place on the line between two walkers [count] that have one. */
static void mix(const ensemble *e, const int32_t *good, int32_t count, int32_t k,
                int32_t attempt)
{
    int32_t n = e->problem->parameters;
    double part = start_uniform(e, attempt, k, 0);
    int32_t first = (int32_t)(start_uniform(e, attempt, k, 1) * count);
    int32_t other = 1 + (int32_t)(start_uniform(e, attempt, k, 2) * (count - 1));
    const double *a = walker_of(e, 0, good[first]);
    const double *b = walker_of(e, 0, good[(first + other) % count]);
    for (int32_t i = 0; i < n; i++)
        e->try[k * n + i] = a[i] + part * (b[i] - a[i]);
}

/* Those of the first step that have a place; gives how many. */
static int32_t list_good(int32_t *good, const ensemble *e)
{
    int32_t count = 0;
    for (int32_t k = 0; k < e->how->walkers; k++)
        if (!isinf(walker_of(e, 0, k)[e->problem->parameters]))
            good[count++] = k;
    return count;
}

/* Walkers that fall where no density is are drawn nearer; where that does not help, as at
 * an edge of runs that fail, between the others, which have to span the space. */
static gx_err begin(const ensemble *e, const gx_fit *fit, const gx_spectrum *s,
                    gx_arena *arena)
{
    enum { NEARER = 6, BETWEEN = 12 };
    int32_t n = e->problem->parameters, walkers = e->how->walkers, count = 0;
    int32_t *good = GX_ARRAY(arena, int32_t, walkers);
    middle m;
    gx_err err = find_middle(&m, e, fit, s, arena);
    for (int32_t k = 0; k < walkers; k++)
        walker_of(e, 0, k)[n] = -(double)INFINITY;
    for (int32_t attempt = 0; attempt < NEARER + BETWEEN && count < walkers && !err;
         attempt++) {
        if (attempt >= NEARER && count < 2 * n)
            break;
        for (int32_t k = 0; k < walkers; k++)
            if (attempt < NEARER)
                scatter(e, &m, k, attempt);
            else
                mix(e, good, count, k, attempt);
        err = evaluate(e, walkers);
        for (int32_t k = 0; k < walkers && !err; k++)
            if (isinf(walker_of(e, 0, k)[n]))
                settle(e, walker_of(e, 0, k), k);
        count = list_good(good, e);
    }
    if (!err && count < walkers)
        err = gx_error(e->ds, GX_CODE_FIT, GX_NOWHERE,
                       "walkers around the fit have no density: it is at a bound, or "
                       "runs near it fail");
    return err;
}

/* Jeffreys' prior of a deviation of which the residuals say that it is 0. */
static gx_err check_scale(const ensemble *e, const gx_fit *fit)
{
    const double rounding = 1e-12; /* of the data */
    double size = e->problem->size > 0.0 ? e->problem->size : 1.0;
    double least = rounding * size * rounding * size * e->problem->data;
    if (!e->how->is_scaled || fit->cost > least)
        return GX_OK;
    return gx_error(
        e->ds, GX_CODE_FIT, GX_NOWHERE,
        "the fit goes through all data, so that the deviation of errors would "
        "be 0, and there is no posterior: say 'error: 5 %%' for each series");
}

/* ---- steps ---- */

static gx_err move_half(const ensemble *e, int32_t step, int32_t side, gx_arena *arena)
{
    int32_t n = e->problem->parameters, half = e->how->walkers / 2, first = side * half;
    gx_half h = {.n = n,
                 .walkers = half,
                 .width = (int32_t)e->width,
                 .side = side,
                 .here = walker_of(e, step, first),
                 .there = walker_of(e, step, half - first),
                 .seed = e->how->seed,
                 .step = (uint32_t)step};
    gx_moves_propose(e->try, e->gain, &h, arena);
    gx_err err = evaluate(e, half);
    for (int32_t k = 0; k < half && !err; k++) {
        double *walker = walker_of(e, step, first + k);
        double gain = e->gain[k] + e->density[k] - walker[n];
        double u = gx_moves_uniform(e->how->seed, STREAM_ACCEPT, (uint32_t)step,
                                    (uint32_t)(first + k), 0);
        if (log(u) < gain)
            settle(e, walker, k);
    }
    return err;
}

static gx_err make_step(const ensemble *e, int32_t step)
{
    gx_arena *arena = gx_arena_new(e->ds->oom);
    memcpy(walker_of(e, step, 0), walker_of(e, step - 1, 0), e->row * sizeof *e->step);
    gx_err err = move_half(e, step, 0, arena);
    if (!err)
        err = move_half(e, step, 1, arena);
    gx_arena_free(arena);
    return err;
}

/* Fetch a block, or make it. */
static gx_err pass_block(const ensemble *e, int32_t number, const gx_fit *fit,
                         const gx_spectrum *s, gx_arena *arena)
{
    const gx_trail *trail = e->how->trail;
    size_t count = GX_BLOCK_STEPS * e->row;
    int32_t first = number * GX_BLOCK_STEPS;
    double *block = walker_of(e, first, 0);
    bool is_there = false;
    gx_err err = GX_OK;
    if (trail)
        err = trail->get(&is_there, block, count, number, trail->context, e->ds);
    if (err || is_there)
        return err;
    for (int32_t t = first; t < first + GX_BLOCK_STEPS && !err; t++) {
        if (e->how->stop && *e->how->stop)
            return GX_AGAIN;
        err = t ? make_step(e, t) : begin(e, fit, s, arena);
    }
    if (!err && trail)
        err = trail->put(block, count, number, trail->context, e->ds);
    return err;
}

static gx_err pass_blocks(const ensemble *e, int32_t blocks, const gx_fit *fit,
                          const gx_spectrum *s, gx_arena *arena)
{
    int64_t each = (int64_t)GX_BLOCK_STEPS * e->how->walkers;
    gx_err err = GX_OK;
    for (int32_t b = 0; b < blocks && !err; b++) {
        err = pass_block(e, b, fit, s, arena);
        if (!err && e->how->tell)
            e->how->tell(e->how->context, (b + 1) * each, blocks * each);
    }
    return err;
}

/* ---- what is kept ---- */

static double share_moved(const ensemble *e, int32_t steps)
{
    int64_t moved = 0;
    size_t size = (size_t)e->problem->parameters * sizeof *e->step;
    for (int32_t t = 1; t < steps; t++)
        for (int32_t k = 0; k < e->how->walkers; k++)
            moved += memcmp(walker_of(e, t, k), walker_of(e, t - 1, k), size) != 0;
    return (double)moved / ((double)e->how->walkers * (steps - 1));
}

static gx_posterior keep(const ensemble *e, gx_arena *arena)
{
    const gx_problem *p = e->problem;
    int32_t n = p->parameters, walkers = e->how->walkers, draws = e->how->draws;
    size_t count = (size_t)walkers * (size_t)draws;
    double *value = GX_ARRAY(arena, double, (size_t)n *count);
    double *cost = GX_ARRAY(arena, double, count);
    for (int32_t k = 0; k < walkers; k++)
        for (int32_t t = 0; t < draws; t++) {
            const double *walker = walker_of(e, e->how->warm + t, k);
            size_t at = (size_t)k * (size_t)draws + (size_t)t;
            cost[at] = walker[n + 1];
            for (int32_t i = 0; i < n; i++)
                value[(size_t)i * count + at] =
                    gx_coordinate_value(&p->coordinate[i], walker[i]);
        }
    return (gx_posterior){value, cost, share_moved(e, e->how->warm + draws)};
}

gx_err gx_fit_sample(gx_posterior *posterior, const gx_sampler *how, const gx_problem *p,
                     const gx_fit *fit, const gx_spectrum *spectrum, gx_asked *asked,
                     gx_arena *arena, gx_diags *ds)
{
    size_t n = (size_t)p->parameters, walkers = (size_t)how->walkers;
    int32_t blocks = (how->warm + how->draws + GX_BLOCK_STEPS - 1) / GX_BLOCK_STEPS;
    gx_arena *own = gx_arena_new(ds->oom);
    ensemble e = {.how = how, .problem = p, .asked = asked, .ds = ds, .width = n + 2};
    e.row = walkers * e.width;
    e.step = gx_arena_array(own, (size_t)blocks * GX_BLOCK_STEPS, e.row * sizeof *e.step);
    e.try = GX_ARRAY(own, double, walkers *n);
    e.gain = GX_ARRAY(own, double, walkers);
    e.density = GX_ARRAY(own, double, walkers);
    e.cost = GX_ARRAY(own, double, walkers);
    e.r = GX_ARRAY(own, double, walkers *(size_t)gx_problem_residuals(p));
    gx_err err = check_scale(&e, fit);
    if (!err)
        err = pass_blocks(&e, blocks, fit, spectrum, own);
    *posterior = (gx_posterior){0};
    if (!err)
        *posterior = keep(&e, arena);
    gx_arena_free(own);
    return err;
}
