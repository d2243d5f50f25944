/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers without models: designs, Sobol' points, distributions. */
#include "support.h"

#include <math.h>

#include "stats/design.h"
#include "stats/distribution.h"
#include "stats/sobol.h"

static gx_arena *test_arena(void)
{
    return gx_arena_new((gx_oom){.handler = test_oom});
}

/* ---- designs of listed values ---- */

enum { INPUTS = 3, MOST = 7 };

/* Levels of the runs for three inputs; size -1 is a refusal; level -1 is the model's own
 * value. */
static const struct {
    const char *design;
    int32_t values[INPUTS]; /* of each input */
    int32_t size;
    int32_t level[MOST][INPUTS];
} known[] = {
    {"grid",
     {2, 3, 1},
     6,
     {{0, 0, 0}, {0, 1, 0}, {0, 2, 0}, {1, 0, 0}, {1, 1, 0}, {1, 2, 0}}},
    {"grid", {100000, 100000, 1}, -1, {{0}}},
    {"grid", {2, 0, 1}, -1, {{0}}},
    {"one-at-a-time", {2, 3, 1}, 4, {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 2, 0}}},
    {"one-at-a-time", {2, 1, 1}, 2, {{0, 0, 0}, {1, 0, 0}}},
    {"together", {3, 3, 3}, 3, {{0, 0, 0}, {1, 1, 1}, {2, 2, 2}}},
    {"together", {3, 3, 1}, -1, {{0}}},
};

static void lists_make_known_points(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        gx_arena *arena = test_arena();
        double point[MOST * INPUTS];
        const int32_t *values = known[k].values;
        const char *why = NULL;
        gx_sample sample;
        gx_sampling s = {.inputs = INPUTS, .level = values, .replicates = 1};
        bool can =
            gx_sample_prepare(&sample, gx_design_find(known[k].design), &s, arena, &why);
        assert_int_equal(can, known[k].size >= 0);
        assert_true(can || why);
        if (can) {
            assert_int_equal(sample.count, known[k].size);
            gx_sample_fill(point, &sample, 0, sample.count);
        }
        for (int32_t i = 0; i < known[k].size * INPUTS; i++)
            assert_int_equal((int32_t)(point[i] * values[i % INPUTS]),
                             known[k].level[i / INPUTS][i % INPUTS]);
        gx_arena_free(arena);
    }
}

static void levels_come_back_exactly(void **state)
{
    (void)state;
    for (int32_t count = 1; count < 3000; count += 7) {
        gx_arena *arena = test_arena();
        const char *why = NULL;
        gx_sample sample;
        gx_sampling s = {.inputs = 1, .level = &count, .replicates = 1};
        assert_true(gx_sample_prepare(&sample, &gx_designs[0], &s, arena, &why));
        for (int32_t l = 0; l < count; l++) {
            double point;
            gx_sample_fill(&point, &sample, l, 1);
            assert_int_equal((int32_t)(point * count), l);
        }
        gx_arena_free(arena);
    }
}

static void ends_of_distributions_stand_alone(void **state)
{
    static const int32_t level[2] = {0};
    static const double wanted[5][2] = {
        {NAN, NAN}, {0.05, NAN}, {0.95, NAN}, {NAN, 0.05}, {NAN, 0.95}};
    gx_arena *arena = test_arena();
    const char *why = NULL;
    double point[10];
    gx_sample sample;
    gx_sampling s = {.inputs = 2, .level = level, .replicates = 1};
    (void)state;
    assert_true(
        gx_sample_prepare(&sample, gx_design_find("one-at-a-time"), &s, arena, &why));
    assert_int_equal(sample.count, 5);
    gx_sample_fill(point, &sample, 0, 5);
    for (int32_t i = 0; i < 10; i++)
        assert_true(isnan(wanted[i / 2][i % 2]) ? isnan(point[i])
                                                : point[i] == wanted[i / 2][i % 2]);
    gx_arena_free(arena);
}

/* ---- every design ---- */

enum { D = 5, N = 64, REPLICATES = 4 };

/* Prepare a design for D inputs, whatever it needs. */
static gx_sample any_sample(const gx_design *design, uint64_t seed, gx_arena *arena)
{
    static const int32_t lists[D] = {3, 3, 3, 3, 3}, none[D] = {0};
    static double given[N * D];
    const char *why = NULL;
    gx_sample sample;
    gx_sampling s = {.inputs = D,
                     .level = design->lists ? lists : none,
                     .samples =
                         design->samples || strcmp(design->name, "points") == 0 ? N : 0,
                     .replicates = design->replicates ? REPLICATES : 1,
                     .seed = seed,
                     .given = given};
    for (int32_t i = 0; i < N * D; i++)
        given[i] = (i + 0.5) / (N * D);
    if (!gx_sample_prepare(&sample, design, &s, arena, &why))
        fail_msg("the design '%s' %s", design->name, why);
    return sample;
}

static void every_design_fills_any_part(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_design_count; i++) {
        gx_arena *arena = test_arena();
        gx_sample sample = any_sample(&gx_designs[i], 7, arena);
        gx_sample other = any_sample(&gx_designs[i], 8, arena);
        size_t size = (size_t)sample.count * D;
        double *whole = GX_ARRAY(arena, double, size);
        double *parts = GX_ARRAY(arena, double, size);
        gx_sample_fill(whole, &sample, 0, sample.count);
        for (size_t k = 0; k < size; k++)
            assert_true(isnan(whole[k]) || (whole[k] >= 0.0 && whole[k] <= 1.0));
        for (int64_t first = sample.count; first > 0;) {
            int64_t many = first < 11 ? first : 11;
            first -= many;
            gx_sample_fill(parts + first * D, &sample, first, many);
        }
        assert_memory_equal(parts, whole, size * sizeof *whole);
        gx_sample_fill(parts, &other, 0, sample.count);
        bool same = memcmp(parts, whole, size * sizeof *whole) == 0;
        assert_int_equal(same,
                         !gx_designs[i].samples); /* the seed counts where it draws */
        size_t each = size / REPLICATES;
        if (gx_designs[i].replicates)
            assert_memory_not_equal(whole, whole + each, each * sizeof *whole);
        gx_arena_free(arena);
    }
}

static void what_cannot_be_is_refused(void **state)
{
    static const int32_t none[1200] = {0};
    static const struct {
        const char *design, *why;
        int32_t inputs;
        int64_t samples;
        int32_t replicates, grid;
    } cases[] = {
        {"sobol", "power of two", 3, 100, 1, 0},
        {"sobol", "power of two", 3, 384, 2, 0},
        {"sobol", "1111", 1112, 64, 1, 0},
        {"saltelli", "1111", 556, 64, 1, 0},
        {"monte-carlo", "number of samples", 3, 0, 1, 0},
        {"monte-carlo", "replicates divide", 3, 10, 3, 0},
        {"latin-hypercube", "too many runs", 3, (int64_t)1 << 31, 1, 0},
        {"morris", "even", 3, 8, 1, 5},
        {"grid", "listed", 3, 8, 1, 0},
        {"points", "file", 3, 8, 1, 0},
        {"one-at-a-time", "no replicates", 3, 8, 2, 0},
    };
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        gx_arena *arena = test_arena();
        const char *why = "";
        gx_sample sample;
        gx_sampling s = {.inputs = cases[k].inputs,
                         .level = none,
                         .samples = cases[k].samples,
                         .replicates = cases[k].replicates,
                         .grid = cases[k].grid};
        assert_false(
            gx_sample_prepare(&sample, gx_design_find(cases[k].design), &s, arena, &why));
        if (!strstr(why, cases[k].why))
            fail_msg("'%s': expected '%s', got '%s'", cases[k].design, cases[k].why, why);
        gx_arena_free(arena);
    }
}

/* One point in each of N strata of each input, in each replicate. */
static void strata_are_hit_once(void **state)
{
    static const char *const names[] = {"latin-hypercube", "sobol"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        gx_arena *arena = test_arena();
        gx_sample sample = any_sample(gx_design_find(names[i]), 3, arena);
        int32_t each = N / REPLICATES;
        for (int32_t r = 0; r < REPLICATES; r++) {
            uint64_t hit[D] = {0};
            for (int32_t k = 0; k < each; k++) {
                double point[D];
                gx_sample_fill(point, &sample, r * each + k, 1);
                for (int32_t d = 0; d < D; d++)
                    hit[d] |= (uint64_t)1 << (int32_t)(point[d] * each);
            }
            for (int32_t d = 0; d < D; d++)
                assert_int_equal(hit[d], ((uint64_t)1 << each) - 1);
        }
        gx_arena_free(arena);
    }
}

/* ---- groups ---- */

static void saltelli_blocks_swap_one_factor(void **state)
{
    (void)state;
    for (int32_t second = 0; second < 2; second++) {
        gx_arena *arena = test_arena();
        gx_sample sample =
            any_sample(gx_design_find(second ? "saltelli-second" : "saltelli"), 1, arena);
        double block[2 * D + 2][D], sum = 0.0;
        assert_int_equal(sample.rows, second ? 2 * D + 2 : D + 2);
        for (int64_t g = 0; g < N; g++) {
            gx_sample_fill(block[0], &sample, g * sample.rows, sample.rows);
            for (int32_t r = 2; r < sample.rows; r++)
                for (int32_t d = 0; d < D; d++) {
                    bool is_b = (r >= 2 + D) != ((r - 2) % D == d);
                    assert_true(block[r][d] == block[is_b][d]);
                }
            for (int32_t d = 0; d < D; d++)
                sum += (block[0][d] - 0.5) * (block[1][d] - 0.5);
        }
        assert_true(fabs(sum / (N * D) * 12.0) < 0.15); /* A and B are not correlated */
        gx_arena_free(arena);
    }
}

static void factors_move_together(void **state)
{
    static const int32_t level[3] = {0}, factor[3] = {1, 0, 1};
    gx_arena *arena = test_arena();
    const char *why = NULL;
    double block[4][3];
    gx_sample sample;
    gx_sampling s = {.inputs = 3,
                     .level = level,
                     .samples = 8,
                     .replicates = 1,
                     .factor = factor,
                     .factors = 2};
    (void)state;
    assert_true(gx_sample_prepare(&sample, gx_design_find("saltelli"), &s, arena, &why));
    assert_int_equal(sample.rows, 4);
    gx_sample_fill(block[0], &sample, 4, 4);
    for (int32_t r = 2; r < 4; r++)
        for (int32_t d = 0; d < 3; d++)
            assert_true(block[r][d] == block[factor[d] == r - 2][d]);
    gx_arena_free(arena);
}

static void walks_move_each_factor_once(void **state)
{
    gx_arena *arena = test_arena();
    gx_sample sample = any_sample(gx_design_find("morris"), 5, arena);
    int32_t reached[4] = {0}, first[D] = {0};
    (void)state;
    assert_int_equal(sample.rows, D + 1);
    for (int64_t g = 0; g < N; g++) {
        double walk[D + 1][D];
        int32_t moves[D] = {0};
        gx_sample_fill(walk[0], &sample, g * sample.rows, sample.rows);
        for (int32_t r = 0; r <= D; r++) {
            int32_t moved = 0;
            for (int32_t d = 0; d < D; d++) {
                double step = r ? walk[r][d] - walk[r - 1][d] : 0.0;
                reached[(int32_t)(walk[r][d] * 3.0 + 0.5)]++;
                moves[d] += step != 0.0;
                moved += step != 0.0;
                first[d] += r == 1 && step != 0.0;
                assert_true(step == 0.0 || fabs(fabs(step) - 2.0 / 3.0) < 1e-15);
            }
            assert_int_equal(moved, r > 0);
        }
        for (int32_t d = 0; d < D; d++)
            assert_int_equal(moves[d], 1);
    }
    for (int32_t l = 0; l < 4; l++) /* 1920 in all; four deviations of the binomial */
        assert_true(abs(reached[l] - 480) < 80);
    for (int32_t d = 0; d < D; d++)
        assert_true(first[d] >= 4);
    gx_arena_free(arena);
}

/* ---- Sobol' points ---- */

/* Points of the published sequence; the values are those of scipy 1.10 (stats.qmc). */
static void plain_sobol_is_the_published_one(void **state)
{
    static const int32_t dimension[6] = {0, 1, 2, 9, 555, 1110};
    static const struct {
        uint64_t index;
        double u[6];
    } cases[] = {
        {0, {0.0, 0.0, 0.0, 0.0, 0.0, 0.0}},
        {1, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5}},
        {2, {0.75, 0.25, 0.25, 0.75, 0.75, 0.75}},
        {5, {0.875, 0.875, 0.125, 0.125, 0.125, 0.375}},
        {1000,
         {0.2197265625, 0.0966796875, 0.5185546875, 0.0693359375, 0.8271484375,
          0.3701171875}},
    };
    gx_arena *arena = test_arena();
    gx_sobol s = gx_sobol_plain(GX_SOBOL_DIMENSIONS, arena);
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int32_t i = 0; i < 6; i++)
            assert_true(gx_sobol_get(&s, cases[k].index, dimension[i]) ==
                        cases[k].u[i] + 0x1p-53);
    gx_arena_free(arena);
}

/* The first two dimensions are a (0, m, 2)-net: a scramble keeps it, and moves points. */
static void scrambles_keep_nets(void **state)
{
    enum { M = 8, POINTS = 1 << M };
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        gx_arena *arena = test_arena();
        gx_sobol s = gx_sobol_scrambled(2, seed, 0, arena);
        gx_sobol other = gx_sobol_scrambled(2, seed, 1, arena);
        for (int32_t wide = 0; wide <= M; wide++) {
            bool hit[POINTS] = {false};
            for (uint64_t i = 0; i < POINTS; i++) {
                double x = gx_sobol_get(&s, i, 0), y = gx_sobol_get(&s, i, 1);
                int32_t cell = (int32_t)(x * (1 << wide)) << (M - wide) |
                               (int32_t)(y * (1 << (M - wide)));
                assert_false(hit[cell]);
                hit[cell] = true;
            }
        }
        assert_true(gx_sobol_get(&s, 0, 0) != gx_sobol_get(&other, 0, 0));
        gx_arena_free(arena);
    }
}

/* Neighbouring dimensions are less correlated than independent points would be (1/64 each
 * here); a pair of high dimensions can be worse, with these direction numbers. */
static void dimensions_do_not_follow_each_other(void **state)
{
    gx_arena *arena = test_arena();
    gx_sobol s = gx_sobol_scrambled(GX_SOBOL_DIMENSIONS, 11, 0, arena);
    double squares = 0.0;
    (void)state;
    for (int32_t d = 1; d < GX_SOBOL_DIMENSIONS; d++) {
        double sum = 0.0;
        for (uint64_t i = 0; i < 4096; i++)
            sum += (gx_sobol_get(&s, i, d) - 0.5) * (gx_sobol_get(&s, i, d - 1) - 0.5);
        sum *= 12.0 / 4096.0;
        assert_true(fabs(sum) < 0.25);
        squares += sum * sum;
    }
    assert_true(sqrt(squares / (GX_SOBOL_DIMENSIONS - 1)) < 0.01);
    gx_arena_free(arena);
}

/* ---- distributions ---- */

#define NONE -INFINITY, INFINITY

/* Values at 0.3; but for algebra, those of scipy 1.10 (stats); the lognormal one cut at
 * 2000, where scipy's is not exact, by bisection with erfc. */
static const struct {
    const char *name;
    double p[6];
    int32_t count;
    double low, high;
    double at_three_tenths;
} quantiles[] = {
    {"uniform", {2.0, 4.0}, 2, NONE, 2.6},
    {"log-uniform", {1.0, 1000.0}, 2, NONE, 7.943282347242815},
    {"normal", {10.0, 2.0}, 2, NONE, 8.951198974583917},
    {"normal", {10.0, 2.0}, 2, 8.0, 11.0, 9.056190653544135},
    {"normal", {0.0, 1.0}, 2, 2.0, 3.0, 2.136236723579322},
    {"normal", {0.0, 1.0}, 2, 8.0, 9.0, 8.04379213039024},
    {"normal", {0.0, 1.0}, 2, 8.0, INFINITY, 8.043801652928057},
    {"normal", {0.0, 1.0}, 2, 10.0, 11.0, 10.03525897907927},
    {"lognormal", {10.0, 0.5}, 2, NONE, 7.693569396642589},
    {"lognormal", {1.0, 1.0}, 2, 2000.0, INFINITY, 2094.184779699097},
    {"triangular", {1.0, 2.0, 5.0}, 3, NONE, 2.1017246507621126},
    {"pert", {2.0, 3.0, 9.0}, 3, NONE, 3.052615960814009},
    {"beta", {2.0, 3.0, 10.0, 15.0}, 4, NONE, 11.361919710375528},
    {"beta", {2.0, 3.0}, 2, NONE, (11.361919710375528 - 10.0) / 5.0},
    {"gamma", {2.5, 3.0}, 2, NONE, 4.49986219913986},
    {"gamma", {2.0, 1.0}, 2, 38.0, INFINITY, 38.36601620915499},
    {"weibull", {1.5, 2.0}, 2, NONE, 1.005877429831437},
    {"weibull", {1.0, 1.0}, 2, 34.0, INFINITY, 34.356674943938735},
    {"discrete", {1.0, 1.0, 2.0, 1.0, 7.0, 2.0}, 6, NONE, 2.0},
    {"discrete", {1.0, 1.0, 2.0, 1.0, 7.0, 2.0}, 6, 2.0, 7.0, 2.0},
    {"empirical", {0.0, 1.0, 5.0}, 3, NONE, 0.6},
    {"empirical", {0.0, 1.0, 5.0}, 3, 1.0, 5.0, 2.2},
};

static void quantiles_are_known(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_distribution_type_count; i++) {
        const gx_distribution_type *type = &gx_distribution_types[i];
        bool found = false;
        for (size_t k = 0; k < sizeof quantiles / sizeof *quantiles; k++) {
            if (strcmp(type->name, quantiles[k].name) != 0)
                continue;
            found = true;
            gx_distribution d = {type, quantiles[k].count, quantiles[k].p,
                                 quantiles[k].low, quantiles[k].high};
            assert_null(gx_distribution_fault(&d));
            double got = gx_distribution_quantile(&d, 0.3);
            if (!(fabs(got / quantiles[k].at_three_tenths - 1.0) < 1e-9))
                fail_msg("%s: %.17g, expected %.17g", type->name, got,
                         quantiles[k].at_three_tenths);
        }
        if (!found)
            fail_msg("'%s' has no row in quantiles[]", type->name);
    }
}

static void quantiles_rise_and_come_back(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof quantiles / sizeof *quantiles; k++) {
        gx_distribution d = {gx_distribution_type_find(quantiles[k].name),
                             quantiles[k].count, quantiles[k].p, quantiles[k].low,
                             quantiles[k].high};
        double before = gx_distribution_quantile(&d, 0.0);
        assert_int_equal(gx_distribution_is_bounded(&d),
                         d.type->is_bounded || (isfinite(d.low) && isfinite(d.high)));
        for (int32_t i = 1; i < 200; i++) {
            double u = i / 200.0, x = gx_distribution_quantile(&d, u);
            assert_true(x >= before && x >= d.low && x <= d.high);
            if (isinf(d.low) && strcmp(d.type->name, "discrete") != 0)
                assert_true(fabs(d.type->cumulative(x, d.parameter, d.count) - u) < 1e-9);
            before = x;
        }
    }
}

static void wrong_parameters_are_refused(void **state)
{
    static const struct {
        const char *name;
        double p[4];
        int32_t count;
        double low, high;
        const char *fault;
    } cases[] = {
        {"uniform", {4.0, 2.0}, 2, NONE, "low end below"},
        {"uniform", {2.0, 2.0}, 2, NONE, "low end below"},
        {"uniform", {NAN, 2.0}, 2, NONE, "numbers"},
        {"uniform", {1.0}, 1, NONE, "number of parameters"},
        {"log-uniform", {0.0, 2.0}, 2, NONE, "above zero"},
        {"normal", {0.0, 0.0}, 2, NONE, "above zero"},
        {"normal", {0.0, 1.0}, 2, 2.0, 1.0, "below its upper"},
        {"normal", {0.0, 1.0}, 2, 50.0, 60.0, "nothing between"},
        {"lognormal", {-1.0, 1.0}, 2, NONE, "above zero"},
        {"triangular", {0.0, 3.0, 2.0}, 3, NONE, "mode"},
        {"pert", {0.0, -1.0, 2.0}, 3, NONE, "mode"},
        {"beta", {1.0, 1.0, 0.0}, 3, NONE, "both ends"},
        {"gamma", {0.0, 1.0}, 2, NONE, "above zero"},
        {"weibull", {1.0, -1.0}, 2, NONE, "above zero"},
        {"discrete", {1.0, 1.0, 2.0}, 3, NONE, "weight after each"},
        {"discrete", {2.0, 1.0, 1.0, 1.0}, 4, NONE, "rising"},
        {"discrete", {1.0, 0.0, 2.0, 0.0}, 4, NONE, "weight above zero"},
        {"empirical", {1.0, 1.0}, 2, NONE, "differ"},
    };
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        gx_distribution d = {gx_distribution_type_find(cases[k].name), cases[k].count,
                             cases[k].p, cases[k].low, cases[k].high};
        const char *fault = gx_distribution_fault(&d);
        if (!fault || !strstr(fault, cases[k].fault))
            fail_msg("%s: expected '%s', got '%s'", cases[k].name, cases[k].fault,
                     fault ? fault : "nothing");
    }
}

static void copulas_correlate(void **state)
{
    double good[9] = {1.0, 0.8, 0.0, 0.8, 1.0, -0.3, 0.0, -0.3, 1.0};
    double bad[9] = {1.0, 0.9, -0.9, 0.9, 1.0, 0.9, -0.9, 0.9, 1.0};
    double cross[3] = {0.0}, mean[3] = {0.0};
    gx_arena *arena = test_arena();
    gx_sobol s = gx_sobol_scrambled(3, 1, 0, arena);
    (void)state;
    assert_false(gx_copula_factor(bad, 3));
    assert_true(gx_copula_factor(good, 3));
    for (uint64_t i = 0; i < 4096; i++) {
        double u[3];
        for (int32_t d = 0; d < 3; d++)
            u[d] = gx_sobol_get(&s, i, d);
        gx_copula_apply(good, 3, u);
        for (int32_t d = 0; d < 3; d++) {
            mean[d] += u[d] / 4096.0;
            cross[d] += (u[d] - 0.5) * (u[(d + 1) % 3] - 0.5) * 12.0 / 4096.0;
        }
    }
    /* rank correlation of a normal pair: 6/pi asin(rho/2) (Pearson 1907) */
    assert_true(fabs(cross[0] - 6.0 / 3.141592653589793 * asin(0.4)) < 2e-3);
    assert_true(fabs(cross[1] - 6.0 / 3.141592653589793 * asin(-0.15)) < 2e-3);
    assert_true(fabs(cross[2]) < 2e-3);
    for (int32_t d = 0; d < 3; d++)
        assert_true(fabs(mean[d] - 0.5) < 1e-3);
    gx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_make_known_points),
        cmocka_unit_test(levels_come_back_exactly),
        cmocka_unit_test(ends_of_distributions_stand_alone),
        cmocka_unit_test(every_design_fills_any_part),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(strata_are_hit_once),
        cmocka_unit_test(saltelli_blocks_swap_one_factor),
        cmocka_unit_test(factors_move_together),
        cmocka_unit_test(walks_move_each_factor_once),
        cmocka_unit_test(plain_sobol_is_the_published_one),
        cmocka_unit_test(scrambles_keep_nets),
        cmocka_unit_test(dimensions_do_not_follow_each_other),
        cmocka_unit_test(quantiles_are_known),
        cmocka_unit_test(quantiles_rise_and_come_back),
        cmocka_unit_test(wrong_parameters_are_refused),
        cmocka_unit_test(copulas_correlate),
    };
    return cmocka_run_group_tests_name("stats", tests, NULL, NULL);
}
