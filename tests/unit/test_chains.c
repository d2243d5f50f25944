/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chains against another implementation; how well series go together. */
#include "support.h"

#include <math.h>

#include "stats/chains.h"
#include "stats/goodness.h"

static gx_arena *test_arena(void)
{
    return gx_arena_new((gx_oom){.handler = test_oom});
}

/* On these draws: autoregressive chains; rounded, so that there are ties; their cubes.
 * From the R package posterior 1.4.0 (rhat, ess_bulk, ess_tail, ess_mean), the R package
 * coda 0.19-4 (gelman.diag with autoburnin = FALSE, its point estimate) and emcee 3.1.4
 * (autocorr.integrated_time with c = 5: its effective sample size is draws over that). */
static double (*const measures[])(const gx_chains *, gx_arena *) = {
    gx_chains_rhat, gx_chains_bulk,   gx_chains_tail,
    gx_chains_mean, gx_chains_gelman, gx_chains_time,
};
enum { MEASURES = sizeof measures / sizeof *measures };
static const double known[][MEASURES] = {
    {1.0604919696423107, 61.258070351688389, 182.61502577587621, 56.440260713547438,
     1.0278146625806088, 3.7391761484080543},
    {1.0603328887657784, 64.335677521371807, 139.24649699468685, 63.345027962017546,
     1.0273726729990558, 3.5248494164363597},
    {1.0604919696423107, 61.258070351688389, 182.61502577587621, 97.894871759280065,
     1.0348530520538106, 2.9307644176863743},
};

static void chains_are_judged_as_by_other_packages(void **state)
{
    enum { LENGTH = 101, CHAINS = 4 };
    (void)state;
    for (int32_t kind = 0; kind < 3; kind++) {
        gx_arena *arena = test_arena();
        static double x[CHAINS * LENGTH];
        double seed = 12345.0;
        for (int32_t k = 0; k < CHAINS; k++) {
            double p = 0.0;
            for (int32_t i = 0; i < LENGTH; i++) {
                seed = fmod(seed * 16807.0, 2147483647.0);
                p = 0.7 * p + (seed / 2147483647.0 - 0.5);
                double y = p + 0.02 * (k + 1);
                x[k * LENGTH + i] = kind == 0   ? y
                                    : kind == 1 ? nearbyint(10.0 * y) / 10.0
                                                : y * y * y;
            }
        }
        gx_chains c = {x, CHAINS, LENGTH};
        for (int32_t i = 0; i < MEASURES; i++) {
            double got = measures[i](&c, arena), off = got / known[kind][i] - 1.0;
            if (!(fabs(off) <= 1e-6))
                print_error("case %d, %d: %.17g, not %.17g\n", (int)kind, (int)i, got,
                            known[kind][i]);
            assert_true(fabs(off) <= 1e-6);
        }
        gx_arena_free(arena);
    }
}

static const gx_goodness *row(const char *name)
{
    for (int32_t g = 0; g < gx_goodness_count; g++)
        if (strcmp(gx_goodnesses[g].name, name) == 0)
            return &gx_goodnesses[g];
    fail_msg("no row '%s'", name);
    return NULL;
}

static void shares_of_theil_add_up(void **state)
{
    (void)state;
    gx_arena *arena = test_arena();
    for (int32_t n = 1; n <= 40; n++) {
        double s[40], a[40];
        for (int32_t i = 0; i < n; i++) {
            a[i] = 10.0 + 0.3 * i + sin(1.3 * i + n);
            s[i] = 11.0 + 0.25 * i + 1.4 * sin(1.1 * i - n);
        }
        gx_pair p = {s, a, n};
        double sum = gx_goodness_of(row("Um"), &p, arena) +
                     gx_goodness_of(row("Us"), &p, arena) +
                     gx_goodness_of(row("Uc"), &p, arena);
        assert_true(fabs(sum - 1.0) <= 1e-12);
    }
    gx_arena_free(arena);
}

/* Two noisy waves on slopes. The expected numbers are those of the formulas of Theil and
 * Barlas, worked out by a script in another language that shares nothing with the
 * program. */
static void measures_are_those_of_the_formulas(void **state)
{
    enum { N = 30 };
    static const struct {
        const char *name;
        double expected;
    } cases[] = {
        {"RMSE", 3.037702995544722},         {"RMSPE %", 11.848617786404164},
        {"MAPE %", 9.323322847538343},       {"R2", 0.3991731389160068},
        {"Um", 0.3598793046067543},          {"Us", 0.005766657942716627},
        {"Uc", 0.6343540374505288},          {"trend", 0.1316983393569956},
        {"period", 0.6935445788903237},      {"phase", 2},
        {"mean", 0.0689247044326062},        {"amplitude", -0.15511017029616891},
        {"discrepancy", 0.3012161937057495},
    };
    const double turn = 6.283185307179586;
    double s[N], a[N], u[2 * N], seed = 12345.0;
    gx_arena *arena = test_arena();
    (void)state;
    for (int32_t i = 0; i < 2 * N; i++) {
        seed = fmod(seed * 16807.0, 2147483647.0);
        u[i] = seed / 2147483647.0;
    }
    for (int32_t i = 0; i < N; i++) {
        a[i] = 20.0 + 0.4 * i + 3.0 * sin(turn * i / 9.0) + u[i];
        s[i] = 21.0 + 0.45 * i + 2.5 * sin(turn * (i + 1) / 8.5) + u[N + i];
    }
    assert_int_equal(sizeof cases / sizeof *cases, gx_goodness_count);
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        gx_pair p = {s, a, N};
        double got = gx_goodness_of(row(cases[k].name), &p, arena);
        if (fabs(got - cases[k].expected) > 1e-10)
            print_error("%s: %.17g, not %.17g\n", cases[k].name, got, cases[k].expected);
        assert_true(fabs(got - cases[k].expected) <= 1e-10);
    }
    gx_arena_free(arena);
}

/* A wave against itself, larger, later, higher, steeper. */
static void patterns_see_what_differs(void **state)
{
    enum { N = 48 };
    static const struct {
        const char *name;
        double size, lag, up, steeper, expected;
    } cases[] = {
        {"amplitude", 1.5, 0, 0, 0, 0.5}, {"phase", 1, 2, 0, 0, -2},
        {"phase", 1, -3, 0, 0, 3},        {"mean", 1, 0, 5, 0, 0.5},
        {"trend", 1, 0, 0, 0.5, 0.5},     {"discrepancy", 1, 6, 0, 0, 0.7071},
        {"discrepancy", 1, 0, 7, 0, 0},   {"period", 1, 0, 3, 0, 0},
    };
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        gx_arena *arena = test_arena();
        double s[N], a[N], slope = strcmp(cases[k].name, "trend") == 0 ? 1.0 : 0.0;
        for (int32_t i = 0; i < N; i++) {
            double turn = 2.0 * 3.141592653589793 / 24.0;
            a[i] = 10.0 + slope * i + sin(turn * i);
            s[i] = 10.0 + cases[k].up + slope * (1.0 + cases[k].steeper) * i +
                   cases[k].size * sin(turn * (i - cases[k].lag));
        }
        gx_pair p = {s, a, N};
        double got = gx_goodness_of(row(cases[k].name), &p, arena);
        if (fabs(got - cases[k].expected) > 0.03)
            print_error("%s: %g, not %g\n", cases[k].name, got, cases[k].expected);
        assert_true(fabs(got - cases[k].expected) <= 0.03);
        gx_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_are_judged_as_by_other_packages),
        cmocka_unit_test(shares_of_theil_add_up),
        cmocka_unit_test(measures_are_those_of_the_formulas),
        cmocka_unit_test(patterns_see_what_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
