/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stored estimators against cases that are known exactly. */
#include "functions.h"
#include "support.h"

#include "stats/estimator.h"

enum { SEEDS = 20, MOST_INPUTS = 40 };

static double first_input(const double *x)
{
    return x[0];
}

static double opposed(const double *x) /* x3 does nothing */
{
    return exp(x[0]) - 0.5 * x[1];
}

static double plane(const double *x)
{
    return 5.0 + 3.0 * x[0] - 4.0 * x[1];
}

static double product(const double *x) /* three equal shares in centred coordinates */
{
    return (x[0] - 0.5) * (x[1] - 0.5);
}

/* 1 in the corner x1 > 0.6, x2 < 0.5, of a fifth of the cube; x3 does nothing */
static double corner(const double *x)
{
    return x[0] > 0.6 && x[1] < 0.5 ? 1.0 : 0.0;
}

/* 1 in a fiftieth of the cube: x1 > 0.8, x2 < 0.4, 0.25 <= x3 <= 0.5; five do nothing */
static double rare_corner(const double *x)
{
    return x[0] > 0.8 && x[1] < 0.4 && x[2] >= 0.25 && x[2] <= 0.5 ? 1.0 : 0.0;
}

/* The same with chance: 1 for seven of ten points inside and for four of a thousand
 * outside, 1.8 % in all; chance is in digits of the inputs that no box can see. */
static double rare_chance(const double *x)
{
    double digits = 0.0;
    for (int32_t i = 0; i < 8; i++)
        digits += (i + 1.0) * 1e5 * x[i];
    double u = digits - floor(digits);
    return u < (rare_corner(x) > 0.0 ? 0.7 : 0.004) ? 1.0 : 0.0;
}

/* Of forty inputs two matter: 1 for three of ten points of x1 < 0.3, x2 < 0.4 and for
 * four of a thousand others, 4 % in all. */
static double among_many(const double *x)
{
    double digits = 0.0;
    for (int32_t i = 0; i < 40; i++)
        digits += (i + 1.0) * 1e5 * x[i];
    double u = digits - floor(digits);
    return u < (x[0] < 0.3 && x[1] < 0.4 ? 0.3 : 0.004) ? 1.0 : 0.0;
}

static const function FIRST = {"first input", 3, 0.0, 1.0, first_input};
static const function OPPOSED = {"opposed", 3, 0.0, 1.0, opposed};
static const function PLANE = {"plane", 3, 0.0, 1.0, plane};
static const function PRODUCT = {"product", 3, 0.0, 1.0, product};
static const function CORNER = {"corner", 3, 0.0, 1.0, corner};
static const function RARE = {"rare corner", 8, 0.0, 1.0, rare_corner};
static const function CHANCE = {"rare corner by chance", 8, 0.0, 1.0, rare_chance};
static const function MANY = {"two of forty", 40, 0.0, 1.0, among_many};

/* An estimator that looks at each input alone gives the same numbers when it is asked
 * about one input after the other. */
static void check_by_input(const double *out, const gx_estimator *e, const gx_column *c,
                           const int64_t *group, const double *y, gx_arena *arena)
{
    size_t k = (size_t)c->sample->sampling.inputs;
    double *u = GX_ARRAY(arena, double, c->count), *x = GX_ARRAY(arena, double, c->count);
    gx_sample one = *c->sample;
    one.sampling.inputs = one.sampling.factors = 1;
    for (size_t d = 0; d < k && e->by_input; d++) {
        double alone[64];
        size_t at = 0, from = 0;
        for (size_t i = 0; i < (size_t)c->count; i++) {
            u[i] = c->u[i * k + d];
            x[i] = c->x[i * k + d];
        }
        gx_column column = *c;
        column.sample = &one;
        column.u = u;
        column.x = x;
        gx_studied studied = gx_column_study(e, &column, group, arena);
        gx_column_finish(alone, NULL, &studied, y, arena);
        for (const gx_statistic *s = e->statistic; s->name; s++) {
            double all = out[at + (s->over == GX_OVER_FACTOR ? d : 0)];
            if (all != alone[from])
                fail_msg("%s: %s of input %d is %g, alone %g", e->name, s->name, (int)d,
                         all, alone[from]);
            at += gx_statistic_size(s, c->sample, c->levels);
            from += gx_statistic_size(s, &one, c->levels);
        }
    }
}

/* The statistics of an estimator from a Sobol' sample; half-widths too when wanted. */
static size_t estimate(double *out, double *half, const char *name, const function *f,
                       int64_t samples, int32_t replicates, uint64_t seed)
{
    static const int32_t none[MOST_INPUTS] = {0};
    static const double level[] = {0.0, 0.25, 0.5, 1.0};
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    const gx_estimator *e = gx_estimator_find(name);
    gx_sampling s = {.inputs = f->inputs,
                     .level = none,
                     .samples = samples,
                     .replicates = replicates,
                     .seed = seed};
    gx_sample sample;
    const char *why = "";
    assert_true(gx_sample_prepare(&sample, gx_design_find("sobol"), &s, arena, &why));
    assert_null(gx_estimator_fault(e, &sample, false));
    size_t inputs = (size_t)f->inputs, count = (size_t)sample.count;
    double *u = GX_ARRAY(arena, double, count *inputs);
    double *x = GX_ARRAY(arena, double, count *inputs);
    double *y = GX_ARRAY(arena, double, count);
    int64_t *group = GX_ARRAY(arena, int64_t, count);
    gx_sample_fill(u, &sample, 0, sample.count);
    for (size_t i = 0; i < count * inputs; i++)
        x[i] = f->low + (f->high - f->low) * u[i];
    for (size_t i = 0; i < count; i++) {
        y[i] = f->of(x + i * inputs);
        group[i] = (int64_t)i;
    }
    gx_column column = {.sample = &sample,
                        .u = u,
                        .x = x,
                        .count = sample.count,
                        .level = level,
                        .levels = 4,
                        .threshold = 0.7};
    gx_studied studied = gx_column_study(e, &column, group, arena);
    gx_column_finish(out, half, &studied, y, arena);
    check_by_input(out, e, &column, group, y, arena);
    size_t size = gx_estimator_size(e, &sample, 4);
    gx_arena_free(arena);
    return size;
}

/* ---- known values ---- */

static const struct {
    const char *estimator;
    const function *f;
    int64_t samples;
    double error;
    int32_t count; /* of the statistics that are compared */
    double value[10];
} known[] = {
    {"quantiles", &FIRST, 1024, 2e-3, 4, {0.0, 0.25, 0.5, 1.0}},
    {"quantiles", &CONSTANT, 64, 0.0, 4, {0.1, 0.1, 0.1, 0.1}},
    {"prcc", &FIRST, 1024, 1e-9, 1, {1.0}},
    {"prcc", &CONSTANT, 64, 0.0, 3, {0.0, 0.0, 0.0}},
    /* a slice of a uniform output is k/10 or 9/10 - k/10 away from it */
    {"pawn", &FIRST, 4096, 5e-3, 1, {0.7}},
    {"pawn", &CONSTANT, 128, 0.0, 6, {0.0}},
    {"regional", &FIRST, 1024, 2e-2, 4, {0.3, 1.0, 0.0, 0.0}},
    {"prim", &FIRST, 1024, 4e-2, 1, {0.7}},
    {"regional", &CONSTANT, 64, 0.0, 4, {0.0}},
    {"chaos", &PLANE, 64, 1e-10, 10, {.36, .64, 0.0, .36, .64, 0.0, 0.0, 0.0, 0.0, 1.0}},
    {"chaos",
     &PRODUCT,
     64,
     1e-10,
     10,
     {0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0}},
    {"chaos", &CONSTANT, 64, 0.0, 10, {0, 0, 0, 0, 0, 0, 0, 0, 0, 1.0}},
};

static void known_cases_come_out(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
        double out[64];
        estimate(out, NULL, known[k].estimator, known[k].f, known[k].samples, 1, 3);
        for (int32_t i = 0; i < known[k].count; i++)
            if (!(fabs(out[i] - known[k].value[i]) <= known[k].error))
                fail_msg("%s of %s: number %d is %.12g, not %.12g", known[k].estimator,
                         known[k].f->name, i, out[i], known[k].value[i]);
    }
}

static void every_stored_estimator_is_known(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_estimator_count; i++) {
        bool found = !gx_estimators[i].estimate;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            found |= strcmp(known[k].estimator, gx_estimators[i].name) == 0;
        if (!found)
            fail_msg("'%s' has no row in known[]", gx_estimators[i].name);
    }
}

/* What prim gives, of k inputs. */
typedef struct prim {
    const double *low, *high, *p, *limited, *by_coverage;
    double coverage, density, mass;
} prim;

static prim prim_of(const double *out, int32_t k)
{
    const double *rest = out + 4 * k;
    return (prim){out,      out + k, out + 2 * k, out + 3 * k,
                  rest + 3, rest[0], rest[1],     rest[2]};
}

static void boxes_are_found(void **state)
{
    double out[64];
    (void)state;
    estimate(out, NULL, "prim", &CORNER, 4096, 1, 1);
    prim b = prim_of(out, 3);
    assert_true(fabs(b.low[0] - 0.6) < 0.03 && isnan(b.high[0])); /* from below alone */
    assert_true(isnan(b.low[1]) && fabs(b.high[1] - 0.5) < 0.03);
    assert_true(isnan(b.low[2]) && isnan(b.high[2]) && isnan(b.p[2]));
    assert_true(b.p[0] < 1e-9 && b.p[1] < 1e-9);
    assert_true(b.limited[0] == 1.0 && b.limited[1] == 1.0 && b.limited[2] == 0.0);
    assert_true(b.coverage > 0.94 && b.density > 0.94 && fabs(b.mass - 0.2) < 0.02);
    estimate(out, NULL, "prim", &CONSTANT, 1024, 1, 1); /* 0.1: nothing reaches 0.7 */
    b = prim_of(out, 3);
    assert_true(isnan(b.low[0]) && b.coverage == 0.0 && b.density == 0.0);
    assert_true(b.mass == 1.0);
}

/* A box that one run in fifty reaches: its four limits, the five other inputs free. */
static void rare_boxes_are_found(void **state)
{
    static const struct {
        const function *f;
        double error, density, coverage;
    } cases[] = {{&RARE, 0.03, 0.95, 0.95}, {&CHANCE, 0.05, 0.6, 0.7}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (uint64_t seed = 1; seed <= 5; seed++) {
            double out[64], error = cases[i].error;
            estimate(out, NULL, "prim", cases[i].f, 16384, 1, seed);
            prim b = prim_of(out, 8);
            print_message("%s: x1 > %.3f, x2 < %.3f, %.3f < x3 < %.3f; coverage %.3f, "
                          "density %.3f, mass %.4f\n",
                          cases[i].f->name, b.low[0], b.high[1], b.low[2], b.high[2],
                          b.coverage, b.density, b.mass);
            assert_true(fabs(b.low[0] - 0.8) < error && isnan(b.high[0]));
            assert_true(fabs(b.high[1] - 0.4) < error && isnan(b.low[1]));
            assert_true(fabs(b.low[2] - 0.25) < error && fabs(b.high[2] - 0.5) < error);
            for (int32_t d = 3; d < 8; d++)
                assert_true(isnan(b.low[d]) && isnan(b.high[d]) && b.limited[d] <= 0.2);
            for (int32_t d = 0; d < 3; d++)
                assert_true(b.p[d] < 1e-6 && b.limited[d] >= 0.9);
            assert_true(b.density > cases[i].density && b.coverage > cases[i].coverage);
            for (int32_t c = 1; c < GX_COVERAGES; c++)
                assert_true(b.by_coverage[c] <= b.by_coverage[c - 1]);
            assert_true(b.by_coverage[0] >= b.density);
        }
}

/* What is left after chance is searched again, so that the box is not as wide as where
 * chance ended the first search; the thirty-eight others stay free. */
static void boxes_are_found_among_many(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        double out[256];
        estimate(out, NULL, "prim", &MANY, 4096, 1, seed);
        prim b = prim_of(out, 40);
        int32_t free = 0;
        for (int32_t d = 2; d < 40; d++)
            free += isnan(b.low[d]) && isnan(b.high[d]);
        print_message("two of forty: x1 < %.3f, x2 < %.3f, %d of 38 free; coverage %.3f, "
                      "density %.3f\n",
                      b.high[0], b.high[1], free, b.coverage, b.density);
        assert_true(fabs(b.high[0] - 0.3) < 0.05 && fabs(b.high[1] - 0.4) < 0.05);
        assert_true(isnan(b.low[0]) && isnan(b.low[1]) && free >= 37);
        assert_true(b.coverage > 0.75 && b.density > 0.24 && b.density < 0.4);
    }
}

/* Definition 7 of Hyndman and Fan (1996) by hand; the order of runs does not show, as it
 * does in streaming estimates of quantiles (P squared: 5.2, 5.6 or 17.9 for one sample).
 */
static void quantiles_do_not_depend_on_order(void **state)
{
    enum { RUNS = 1000 };
    static const double level[] = {0.05, 0.5, 0.95};
    static const double few[] = {1.0, 2.0, 3.0, 10.0}, by_hand[] = {1.15, 2.5, 8.95};
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    const gx_estimator *e = gx_estimator_find("quantiles");
    double y[RUNS], out[3][3], small[3];
    gx_column c = {.y = few, .count = 4, .level = level, .levels = 3};
    (void)state;
    e->estimate(small, NULL, &c, arena);
    for (int32_t l = 0; l < 3; l++)
        assert_true(fabs(small[l] - by_hand[l]) < 1e-12);
    c.y = y;
    c.count = RUNS;
    for (int32_t order = 0; order < 3; order++) {
        for (int32_t i = 0; i < RUNS; i++) {
            int32_t at = order == 0 ? i : order == 1 ? RUNS - 1 - i : i * 387 % RUNS;
            y[i] = exp(6.0 * at / RUNS);
        }
        e->estimate(out[order], NULL, &c, arena);
        assert_memory_equal(out[order], out[0], sizeof out[0]);
    }
    gx_arena_free(arena);
}

/* With two inputs partial correlation is algebra on three rank correlations. */
static void partial_correlations_are_known(void **state)
{
    enum { RUNS = 8 };
    static const double x[2 * RUNS] = {1, 3, 2, 1, 3, 4, 4, 2, 5, 7, 6, 5, 7, 8, 8, 6};
    static const double y[RUNS] = {2, 1, 5, 3, 9, 4, 6, 8}; /* ranks 2 1 5 3 8 4 6 7 */
    /* sums of squared differences of ranks: 22, 10, 20; n (n^2 - 1) is 504 */
    const double xy = 1.0 - 6.0 * 22.0 / 504.0, zy = 1.0 - 6.0 * 10.0 / 504.0,
                 xz = 1.0 - 6.0 * 20.0 / 504.0;
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    gx_sample sample = {.sampling = {.inputs = 2, .factors = 2, .replicates = 1}};
    gx_column c = {.sample = &sample, .x = x, .y = y, .count = RUNS};
    const gx_estimator *e = gx_estimator_find("prcc");
    double out[2];
    (void)state;
    e->estimate(out, e->study(&c, arena), &c, arena);
    assert_true(fabs(out[0] - (xy - xz * zy) / sqrt((1 - xz * xz) * (1 - zy * zy))) <
                1e-9);
    assert_true(fabs(out[1] - (zy - xz * xy) / sqrt((1 - xz * xz) * (1 - xy * xy))) <
                1e-9);
    gx_arena_free(arena);
}

/* What does nothing is told from what does, and the sign is right. */
static void inert_inputs_show(void **state)
{
    double out[64];
    (void)state;
    estimate(out, NULL, "prcc", &OPPOSED, 1024, 1, 1);
    assert_true(out[0] > 0.98 && out[1] < -0.8 && fabs(out[2]) < 0.1);
    estimate(out, NULL, "pawn", &OPPOSED, 4096, 1, 1);
    assert_true(out[0] > out[1] && out[1] > out[2] && out[2] < 0.05);
}

/* ---- polynomial chaos ---- */

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double chaos_error(int64_t samples)
{
    static const double exact[] = {0.31390519114781146,
                                   0.44241114479004084,
                                   0.0,
                                   0.5575888552099592,
                                   0.44241114479004084,
                                   0.24368366406214773,
                                   0.0,
                                   0.24368366406214773,
                                   0.0};
    double error[SEEDS] = {0.0};
    for (int32_t i = 0; i < SEEDS; i++) {
        double out[64];
        estimate(out, NULL, "chaos", &ISHIGAMI, samples, 1, (uint64_t)i + 1);
        for (int32_t k = 0; k < 9; k++)
            error[i] = fmax(error[i], isnan(out[k]) ? 1.0 : fabs(out[k] - exact[k]));
    }
    qsort(error, SEEDS, sizeof *error, rising);
    double median = 0.5 * (error[SEEDS / 2 - 1] + error[SEEDS / 2]);
    print_message("chaos ishigami %lld runs: median error %.2e\n", (long long)samples,
                  median);
    return median;
}

static void smooth_functions_need_few_runs(void **state)
{
    (void)state;
    assert_true(chaos_error(512) <= 2e-4);
    assert_true(chaos_error(1024) <= 1e-6);
}

static void a_bad_fit_gives_no_indices(void **state)
{
    double out[64];
    size_t size = estimate(out, NULL, "chaos", &G8, 1024, 1, 1);
    (void)state;
    assert_true(out[size - 1] > 0.5 && out[size - 1] < 0.95);
    for (size_t i = 0; i + 1 < size; i++)
        assert_true(isnan(out[i]));
}

/* ---- replicates ---- */

static void replicates_give_intervals(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_estimator_count; i++) {
        double one[64], out[64], half[64]; /* prim: 35 numbers of three inputs */
        if (!gx_estimators[i].estimate)
            continue;
        const char *name = gx_estimators[i].name;
        int64_t runs = strcmp(name, "prim") == 0 ? 8192 : 2048;
        size_t size = estimate(one, half, name, &OPPOSED, runs, 1, 5);
        for (size_t k = 0; k < size; k++)
            assert_true(isnan(half[k]));
        estimate(out, half, name, &OPPOSED, runs, 8, 5);
        bool varies = false;
        for (size_t k = 0; k < size; k++) {
            varies |= half[k] > 0.0;
            if (!isnan(half[k])) /* a limit that a box has not got */
                assert_true(fabs(out[k] - one[k]) <= 5.0 * half[k] + 1e-2);
        }
        assert_true(varies);
    }
}

static void too_few_runs_are_refused(void **state)
{
    static const int32_t none[3] = {0};
    (void)state;
    for (int32_t i = 0; i < gx_estimator_count; i++) {
        const gx_estimator *e = &gx_estimators[i];
        gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
        gx_sampling s = {.inputs = 3, .level = none, .samples = 8, .replicates = 8};
        gx_sample sample;
        const char *why = "";
        assert_true(gx_sample_prepare(&sample, gx_design_find("sobol"), &s, arena, &why));
        if (e->estimate && e->least(&sample) > 1)
            assert_non_null(strstr(gx_estimator_fault(e, &sample, false), "more runs"));
        gx_arena_free(arena);
    }
}

/* Of inputs that move together an estimator of factors would say what is of the first of
 * them; what says nothing of factors may be asked. */
static void groups_are_refused_where_inputs_are_told_apart(void **state)
{
    static const struct {
        const char *estimator;
        bool is_refused;
    } cases[] = {{"regional", true}, {"prim", true},       {"prcc", true},
                 {"pawn", true},     {"chaos", true},      {"regression", true},
                 {"moments", false}, {"quantiles", false}, {"sobol", true}};
    static const int32_t none[3] = {0}, together[3] = {0, 0, 1};
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    gx_sampling s = {.inputs = 3,
                     .level = none,
                     .samples = 1024,
                     .replicates = 1,
                     .factor = together,
                     .factors = 2};
    gx_sample sample;
    const char *why = "";
    (void)state;
    assert_true(gx_sample_prepare(&sample, gx_design_find("sobol"), &s, arena, &why));
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        const gx_estimator *e = gx_estimator_find(cases[k].estimator);
        if (cases[k].is_refused != !!gx_estimator_fault(e, &sample, false))
            fail_msg("%s of groups: %s", e->name,
                     cases[k].is_refused ? "not refused" : "refused");
    }
    gx_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_cases_come_out),
        cmocka_unit_test(every_stored_estimator_is_known),
        cmocka_unit_test(boxes_are_found),
        cmocka_unit_test(rare_boxes_are_found),
        cmocka_unit_test(boxes_are_found_among_many),
        cmocka_unit_test(quantiles_do_not_depend_on_order),
        cmocka_unit_test(partial_correlations_are_known),
        cmocka_unit_test(inert_inputs_show),
        cmocka_unit_test(smooth_functions_need_few_runs),
        cmocka_unit_test(a_bad_fit_gives_no_indices),
        cmocka_unit_test(replicates_give_intervals),
        cmocka_unit_test(too_few_runs_are_refused),
        cmocka_unit_test(groups_are_refused_where_inputs_are_told_apart),
    };
    return cmocka_run_group_tests_name("stored", tests, NULL, NULL);
}
