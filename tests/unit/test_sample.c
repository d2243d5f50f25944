/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The posterior: where it is known exactly, that it is right on average, and that it
 * goes on where it was stopped. */
#include "support.h"

#include <math.h>

#include "base/random.h"
#include "fit/sample.h"
#include "stats/chains.h"

enum { MOST = 10 }; /* parameters */

/* A problem with its coordinates and priors. */
typedef struct posed {
    gx_problem problem;
    gx_coordinate coordinate[MOST];
    gx_distribution prior[MOST];
    double start[MOST];
    gx_arena *arena;
    gx_diags *ds;
    gx_posterior posterior;
} posed;

static posed *pose(int32_t parameters, int32_t data,
                   gx_err (*evaluate)(double *, const double *, int32_t, void *,
                                      gx_diags *),
                   void *context)
{
    posed *p = calloc(1, sizeof *p);
    p->arena = gx_arena_new((gx_oom){.handler = test_oom});
    p->ds = test_diags();
    for (int32_t i = 0; i < parameters; i++)
        p->coordinate[i] = (gx_coordinate){-INFINITY, INFINITY, NULL};
    p->problem = (gx_problem){.parameters = parameters,
                              .data = data,
                              .coordinate = p->coordinate,
                              .evaluate = evaluate,
                              .context = context};
    return p;
}

static void give_prior(posed *p, int32_t i, const char *type, const double *parameter)
{
    p->prior[i] = (gx_distribution){gx_distribution_type_find(type), 2, parameter,
                                    -INFINITY, INFINITY};
    p->coordinate[i].prior = &p->prior[i];
}

static void drop(posed *p)
{
    gx_diags_free(p->ds);
    gx_arena_free(p->arena);
    free(p);
}

static gx_err sample(posed *p, const gx_sampler *how, int32_t starts)
{
    gx_fit fit;
    gx_search search;
    gx_spectrum spectrum;
    gx_asked asked = {0};
    const gx_searching searching = {.starts = starts};
    assert_int_equal(
        gx_fit_search(&fit, &search, &p->problem, p->start, &searching, p->arena, p->ds),
        GX_OK);
    gx_fit_spectrum(&spectrum, &p->problem, &fit, how->is_scaled, p->arena, p->ds->oom);
    return gx_fit_sample(&p->posterior, how, &p->problem, &fit, &spectrum, &asked,
                         p->arena, p->ds);
}

/* A parameter's draws against a known mean and deviation, in standard errors of 3. */
static void compare(const posed *p, const gx_sampler *how, int32_t i, double mean,
                    double deviation)
{
    int32_t count = how->walkers * how->draws;
    gx_chains c = {p->posterior.value + (size_t)i * (size_t)count, how->walkers,
                   how->draws};
    double *square = GX_ARRAY(p->arena, double, count), m = 0.0, s = 0.0;
    for (int32_t k = 0; k < count; k++)
        m += c.x[k] / count;
    for (int32_t k = 0; k < count; k++) {
        square[k] = (c.x[k] - m) * (c.x[k] - m);
        s += square[k] / count;
    }
    gx_chains of_squares = {square, how->walkers, how->draws};
    double size = gx_chains_mean(&c, p->arena), rhat = gx_chains_rhat(&c, p->arena);
    double of_mean = deviation / sqrt(size);
    double of_variance =
        sqrt(2.0) * deviation * deviation / sqrt(gx_chains_mean(&of_squares, p->arena));
    print_message("%d: mean %.5f (%.5f, error %.5f), deviation %.5f (%.5f), R-hat %.4f, "
                  "ESS %.0f of %d\n",
                  (int)i, m, mean, of_mean, sqrt(s), deviation, rhat, size, (int)count);
    assert_true(fabs(m - mean) < 3.0 * of_mean);
    assert_true(fabs(s - deviation * deviation) < 3.0 * of_variance);
    assert_true(rhat <= 1.01);
    assert_true(of_mean < 0.05 * deviation);
}

/* ---- known exactly ---- */

/* GNU MCSim's linear example: y = A + B x with deviations of 0.5, A ~ N(0, 2), B ~ N(1,
 * 2); the posterior is normal. */
static const double line_y[] = {0.0,  0.15, 2.32, 4.33, 4.61, 6.68,
                                7.89, 7.13, 7.27, 9.4,  10.0};

enum { LINE = sizeof line_y / sizeof *line_y };

static gx_err line(double *r, const double *x, int32_t count, void *context, gx_diags *ds)
{
    (void)context;
    (void)ds;
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < LINE; i++)
            r[k * LINE + i] = (x[2 * k] + x[2 * k + 1] * i - line_y[i]) / 0.5;
    return GX_OK;
}

static const double line_priors[2][2] = {{0.0, 2.0}, {1.0, 2.0}};

static posed *pose_line(void)
{
    posed *p = pose(2, LINE, line, NULL);
    give_prior(p, 0, "normal", line_priors[0]);
    give_prior(p, 1, "normal", line_priors[1]);
    return p;
}

static void a_conjugate_posterior_comes_out(void **state)
{
    const gx_sampler how = {.walkers = 16, .warm = 500, .draws = 2000, .seed = 3};
    posed *p = pose_line();
    (void)state;
    assert_int_equal(sample(p, &how, 1), GX_OK);
    compare(p, &how, 0, 0.39355919, 0.27921929);
    compare(p, &how, 1, 1.00775003, 0.04732672);
    drop(p);
}

/* The data would have it a deviation beyond its bound or the edge of what has a value:
 * N(-1, 1) cut off at 0, whose mean is d - 1 and variance 1 + d - d^2 with d = density(1)
 * / Q(1) = 1.5251353; or the same mirrored. */
static gx_err beyond(double *r, const double *x, int32_t count, void *context,
                     gx_diags *ds)
{
    const double *way = context;
    (void)ds;
    for (int32_t k = 0; k < count; k++)
        r[k] = x[k] * *way < 0.0 ? (double)NAN : x[k] + *way;
    return GX_OK;
}

static void a_posterior_at_a_bound_comes_out(void **state)
{
    static const struct {
        double low, high, way;
    } cases[] = {
        {0, 10, 1},
        {0, INFINITY, 1},
        {-INFINITY, 0, -1},
        {-3, 10, 1}, /* half of the walkers have no value */
        {-INFINITY, INFINITY, -1},
    };
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (uint64_t seed = 1; seed <= 3; seed++) {
            const gx_sampler how = {
                .walkers = 64, .warm = 500, .draws = 1500, .seed = seed};
            posed *p = pose(1, 1, beyond, (void *)(uintptr_t)&cases[k].way);
            p->coordinate[0] = (gx_coordinate){cases[k].low, cases[k].high, NULL};
            p->start[0] = gx_coordinate_place(&p->coordinate[0], cases[k].way);
            assert_int_equal(sample(p, &how, 1), GX_OK);
            compare(p, &how, 0, 0.5251353 * cases[k].way, 0.4462035);
            drop(p);
        }
}

/* Ten parameters, each the sum of itself and all before it in the data: far from round.
 */
static gx_err sums(double *r, const double *x, int32_t count, void *context, gx_diags *ds)
{
    (void)context;
    (void)ds;
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < MOST; i++) {
            double before = i ? r[k * MOST + i - 1] : 0.0;
            r[k * MOST + i] = before + (i + 1) * x[k * MOST + i];
        }
    return GX_OK;
}

static void a_long_thin_posterior_comes_out(void **state)
{
    const gx_sampler how = {.walkers = 80, .warm = 400, .draws = 1600, .seed = 1};
    posed *p = pose(MOST, MOST, sums, NULL);
    (void)state;
    assert_int_equal(sample(p, &how, 1), GX_OK);
    for (int32_t i = 0; i < MOST; i++) /* x is a difference of two that are N(0, 1) */
        compare(p, &how, i, 0.0, sqrt(i ? 2.0 : 1.0) / (i + 1));
    drop(p);
}

/* y near x^2: bent, and x is N(0, 1) whatever y does. */
static gx_err bent(double *r, const double *x, int32_t count, void *context, gx_diags *ds)
{
    (void)context;
    (void)ds;
    for (int32_t k = 0; k < count; k++) {
        r[2 * k] = x[2 * k];
        r[2 * k + 1] = (x[2 * k + 1] - x[2 * k] * x[2 * k]) / 0.3;
    }
    return GX_OK;
}

static void a_bent_posterior_comes_out(void **state)
{
    const gx_sampler how = {.walkers = 64, .warm = 1000, .draws = 6000, .seed = 2};
    posed *p = pose(2, 2, bent, NULL);
    (void)state;
    assert_int_equal(sample(p, &how, 1), GX_OK);
    compare(p, &how, 0, 0.0, 1.0);
    drop(p);
}

/* ---- right on average ---- */

enum { POINTS = 10, BINS = 20, THINNED = 99 };

static gx_err decay(double *r, const double *x, int32_t count, void *context,
                    gx_diags *ds)
{
    const double *y = context;
    (void)ds;
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < POINTS; i++)
            r[k * POINTS + i] = (x[2 * k] * exp(-x[2 * k + 1] * 0.4 * i) - y[i]) / 0.5;
    return GX_OK;
}

static const double decay_priors[2][2] = {{4.0, 0.4}, {0.1, 2.0}};

/* Normal number `which` of a replicate. */
static double normal(uint32_t replicate, uint32_t which)
{
    const double turn = 6.283185307179586;
    const uint32_t counter[4] = {replicate, which, 0, 99};
    double u[2];
    gx_random_pair(7, counter, u);
    return sqrt(-2.0 * log(u[0])) * cos(turn * u[1]);
}

/* Simulation-based calibration (Talts et al. 2018): parameters from the prior, data from
 * them, and the ranks of the parameters among draws of the posterior. */
static void add_ranks(int32_t rank[2][BINS], uint32_t replicate)
{
    const gx_sampler how = {
        .walkers = 16, .warm = 100, .draws = 200, .seed = replicate + 1};
    double y[POINTS], truth[2], z[2];
    posed *p = pose(2, POINTS, decay, y);
    give_prior(p, 0, "lognormal", decay_priors[0]);
    give_prior(p, 1, "uniform", decay_priors[1]);
    for (int32_t i = 0; i < 2; i++) {
        z[i] = normal(replicate, (uint32_t)i);
        truth[i] = gx_coordinate_value(&p->coordinate[i], z[i]);
    }
    for (int32_t i = 0; i < POINTS; i++)
        y[i] = truth[0] * exp(-truth[1] * 0.4 * i) +
               0.5 * normal(replicate, (uint32_t)i + 2);
    assert_int_equal(sample(p, &how, 4), GX_OK);
    int32_t count = how.walkers * how.draws;
    for (int32_t i = 0; i < 2; i++) {
        int32_t below = 0;
        for (int32_t k = 0; k < THINNED; k++)
            below += p->posterior.value[i * count + k * count / THINNED] < truth[i];
        rank[i][below * BINS / (THINNED + 1)]++;
    }
    drop(p);
}

static void ranks_of_the_truth_are_uniform(void **state)
{
    const uint32_t replicates = getenv("GAOXIN_LONG") ? 1000 : 200;
    const double limit = 43.8; /* chi-squared of 19 degrees, 1 in 1000 beyond */
    int32_t rank[2][BINS] = {{0}};
    (void)state;
    for (uint32_t k = 0; k < replicates; k++)
        add_ranks(rank, k);
    for (int32_t i = 0; i < 2; i++) {
        double expected = (double)replicates / BINS, sum = 0.0;
        for (int32_t b = 0; b < BINS; b++) {
            print_message("%d ", (int)rank[i][b]);
            sum += (rank[i][b] - expected) * (rank[i][b] - expected) / expected;
        }
        print_message(": chi-squared %.1f\n", sum);
        assert_true(sum < limit);
    }
}

/* ---- going on ---- */

enum { BLOCKS = 12, BLOCK = GX_BLOCK_STEPS * 16 * 4 };

typedef struct kept {
    double block[BLOCKS][BLOCK];
    int32_t count, got;
    volatile sig_atomic_t stop;
} kept;

static gx_err get(bool *is_there, double *block, size_t count, int32_t number,
                  void *context, gx_diags *ds)
{
    kept *k = context;
    (void)ds;
    assert_int_equal(count, BLOCK);
    *is_there = number < k->count;
    if (*is_there)
        memcpy(block, k->block[number], sizeof k->block[number]);
    k->got += *is_there;
    return GX_OK;
}

static gx_err put(const double *block, size_t count, int32_t number, void *context,
                  gx_diags *ds)
{
    kept *k = context;
    (void)ds;
    assert_int_equal(count, BLOCK);
    assert_int_equal(number, k->count);
    memcpy(k->block[k->count++], block, sizeof k->block[0]);
    k->stop = k->count == 4;
    return GX_OK;
}

static void sampling_goes_on_where_it_was_stopped(void **state)
{
    gx_sampler how = {.walkers = 16, .warm = 50, .draws = 100, .seed = 3};
    kept *k = calloc(1, sizeof *k);
    const gx_trail trail = {get, put, k};
    posed *whole = pose_line(), *parts = pose_line(), *more = pose_line();
    (void)state;
    assert_int_equal(sample(whole, &how, 1), GX_OK);
    how.trail = &trail;
    how.stop = &k->stop;
    assert_int_equal(sample(parts, &how, 1), GX_AGAIN);
    assert_int_equal(k->count, 4);
    k->stop = 0;
    assert_int_equal(sample(parts, &how, 1), GX_OK);
    assert_int_equal(k->got, 4);
    assert_memory_equal(parts->posterior.value, whole->posterior.value,
                        2 * 16 * 100 * sizeof(double));
    assert_true(parts->posterior.accepted == whole->posterior.accepted);
    how.draws = 180; /* the first ones are those that were there */
    assert_int_equal(sample(more, &how, 1), GX_OK);
    assert_int_equal(k->got, 4 + 8);
    for (int32_t w = 0; w < 16; w++)
        assert_memory_equal(more->posterior.value + w * 180,
                            whole->posterior.value + w * 100, 100 * sizeof(double));
    drop(whole);
    drop(parts);
    drop(more);
    free(k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_conjugate_posterior_comes_out),
        cmocka_unit_test(a_posterior_at_a_bound_comes_out),
        cmocka_unit_test(a_long_thin_posterior_comes_out),
        cmocka_unit_test(a_bent_posterior_comes_out),
        cmocka_unit_test(ranks_of_the_truth_are_uniform),
        cmocka_unit_test(sampling_goes_on_where_it_was_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
