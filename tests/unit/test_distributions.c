/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that a model draws have the distributions their rows say: every drawn
 * number's place among all against the distribution function, worked out by hand. */
#include "support.h"

#include <math.h>

enum { LANES = 500, TICKS = 201, DRAWS = LANES * TICKS };

/* ---- distribution functions ---- */

static double triangle_0_1_4(double x)
{
    return x < 1.0 ? x * x / 4.0 : 1.0 - (4.0 - x) * (4.0 - x) / 12.0;
}

static double cut_triangle(double x) /* to 1 .. 3 */
{
    double low = triangle_0_1_4(1.0), high = triangle_0_1_4(3.0);
    return (triangle_0_1_4(x) - low) / (high - low);
}

static double beta_2_3(double x)
{
    return x * x * (6.0 - 8.0 * x + 3.0 * x * x);
}

static double arcsine(double x) /* beta of 1/2 and 1/2 */
{
    return asin(sqrt(x)) * 2.0 / acos(-1.0);
}

static double gamma_3(double x) /* Erlang */
{
    return 1.0 - exp(-x) * (1.0 + x + x * x / 2.0);
}

static double weibull_half(double x) /* of shape 1/2 and mean 1: scale 1 / gamma(3) */
{
    return 1.0 - exp(-sqrt(2.0 * x));
}

static double exponential(double x)
{
    return 1.0 - exp(-x);
}

static double normal_0_1(double x)
{
    return 0.5 * erfc(-x / sqrt(2.0));
}

static double uniform(double x)
{
    return x;
}

/* Sum of chances of whole numbers from `first` to x; each is the last one's times a
 * ratio. */
static double binomial_40_03(double x)
{
    double chance = pow(0.7, 40.0), sum = 0.0;
    for (int32_t k = 0; k <= x; k++) {
        sum += chance;
        chance *= (40.0 - k) / (k + 1.0) * 0.3 / 0.7;
    }
    return sum;
}

static double binomial_4_05(double x)
{
    static const double sum[] = {1.0, 5.0, 11.0, 15.0, 16.0};
    return sum[(int32_t)x] / 16.0;
}

static double draws_until_3_of_04(double x)
{
    double chance = pow(0.4, 3.0), sum = 0.0;
    for (int32_t k = 3; k <= x; k++) {
        sum += chance;
        chance *= k / (k - 2.0) * 0.6;
    }
    return sum;
}

static double poisson_4(double x)
{
    double chance = exp(-4.0), sum = 0.0;
    for (int32_t k = 0; k <= x; k++) {
        sum += chance;
        chance *= 4.0 / (k + 1.0);
    }
    return sum;
}

static double tripled_and_moved_gamma_1(double x)
{
    return exponential((x + 2.0) / 3.0);
}

/* ---- tests ---- */

/* All draws of `x = CALL`, by LANES runs of TICKS ticks; the caller frees the frame. */
static gx_frame *draw_all(const char *call)
{
    char text[300];
    snprintf(text, sizeof text, "x = %s ~~|" CONTROL("200", "1"), call);
    test_model t = test_model_read(text);
    test_no_errors(t.ds, text);
    gx_program *program = gx_compile(t.flat, NULL, NULL, 0, t.ds->oom);
    gx_run_plan plan = {.method = &gx_methods[0], .lane_count = LANES, .seed = 3};
    gx_frame *frame = NULL;
    gx_run(&frame, program, &plan, t.ds);
    test_no_errors(t.ds, text);
    gx_program_free(program);
    test_model_free(&t);
    return frame;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Kolmogorov and Smirnov: the largest distance of the two distribution functions, which
 * is past the bound for one seed in a million. Whole numbers are nearer still. */
static void draws_have_their_distribution(void **state)
{
    static const struct {
        const char *call;
        double (*below)(double x); /* the part of numbers up to x */
    } cases[] = {
        {"RANDOM 0 1()", uniform},
        {"RANDOM UNIFORM(0, 1, 5)", uniform},
        {"RANDOM NORMAL(-99, 99, 0, 1, 0)", normal_0_1},
        {"RANDOM EXPONENTIAL(0, 999, 0, 1, 0)", exponential},
        {"RANDOM POISSON(0, 999, 4, 0, 1, 0)", poisson_4},
        {"RANDOM TRIANGULAR(-9, 9, 0, 1, 4, 0)", triangle_0_1_4},
        {"RANDOM TRIANGULAR(1, 3, 0, 1, 4, 0)", cut_triangle},
        {"RANDOM BETA(0, 1, 2, 3, 0, 1, 0)", beta_2_3},
        {"RANDOM BETA(0, 1, 0.5, 0.5, 0, 1, 0)", arcsine},
        {"RANDOM GAMMA(0, 999, 3, 0, 1, 0)", gamma_3},
        {"RANDOM GAMMA(0, 999, 1, 0, 1, 0)", exponential},
        {"RANDOM GAMMA(-9, 999, 1, -2, 3, 0)", tripled_and_moved_gamma_1},
        {"RANDOM WEIBULL(0, 999, 0.5, 0, 1, 0)", weibull_half},
        {"RANDOM BINOMIAL(0, 99, 0.3, 40, 0, 1, 0)", binomial_40_03},
        {"RANDOM BINOMIAL(0, 99, 0.5, 4, 0, 1, 0)", binomial_4_05},
        {"RANDOM NEGATIVE BINOMIAL(0, 999, 0.4, 3, 0, 1, 0)", draws_until_3_of_04},
    };
    double bound = 2.69 / sqrt(DRAWS);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_frame *frame = draw_all(cases[i].call);
        double *x = frame->vars.at[gx_frame_find_var(frame, "x")].value;
        double worst = 0.0;
        qsort(x, DRAWS, sizeof *x, by_value);
        for (int32_t k = 0; k < DRAWS; k++)
            if (k + 1 == DRAWS || x[k + 1] > x[k])
                worst = fmax(worst, fabs((k + 1.0) / DRAWS - cases[i].below(x[k])));
        if (!(worst < bound))
            fail_msg("%s: %.4f from its distribution", cases[i].call, worst);
        gx_frame_free(frame);
    }
}

/* What a distribution does not have, and a window it never meets, end and are named. */
static void draws_that_cannot_be_end(void **state)
{
    static const char *const calls[] = {
        "RANDOM BETA(0, 1, 0, 1, 0, 1, 0)",
        "RANDOM BETA(0, 1, 1, 1e308 * 10, 0, 1, 0)",
        "RANDOM BETA(2, 3, 2, 2, 0, 1, 0)",
        "RANDOM BINOMIAL(0, 9, 1.5, 4, 0, 1, 0)",
        "RANDOM BINOMIAL(0, 9, 0.5, 4.5, 0, 1, 0)",
        "RANDOM BINOMIAL(0, 9, 0.5, 1e12, 0, 1, 0)",
        "RANDOM GAMMA(0, 9, 0.5, 0, 1, 0)",
        "RANDOM GAMMA(0, 9, 0 / 0, 0, 1, 0)",
        "RANDOM GAMMA(-2, -1, 2, 0, 1, 0)",
        "RANDOM NEGATIVE BINOMIAL(0, 9, 0, 2, 0, 1, 0)",
        "RANDOM NEGATIVE BINOMIAL(0, 9, 1e-300, 2, 0, 1, 0)",
        "RANDOM NORMAL(8, 7, 0, 1, 0)",
        "RANDOM TRIANGULAR(0, 9, 1, 5, 4, 0)",
        "RANDOM TRIANGULAR(0, 9, 1, 1, 1, 0)",
        "RANDOM WEIBULL(0, 9, 0, 0, 1, 0)",
        "PROBIT(1.5)",
    };
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        char text[300];
        snprintf(text, sizeof text, "x = %s ~~|" CONTROL("1", "1"), calls[i]);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_program *program = gx_compile(t.flat, NULL, NULL, 0, t.ds->oom);
        gx_run_plan plan = {.method = &gx_methods[0], .lane_count = 1};
        gx_frame *frame = NULL;
        gx_err err = gx_run(&frame, program, &plan, t.ds);
        gx_buf messages = test_messages(t.ds);
        if (err != GX_NUMERIC || !strstr(messages.text, "'x'"))
            fail_msg("%s: %d, %s", calls[i], (int)err, messages.text);
        gx_buf_clear(&messages);
        gx_program_free(program);
        test_model_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_have_their_distribution),
        cmocka_unit_test(draws_that_cannot_be_end),
    };
    return cmocka_run_group_tests_name("distributions", tests, NULL, NULL);
}
