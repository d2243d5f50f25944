/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions of money and of dates, against values worked out by hand. */
#include "base/calendar.h"
#include "support.h"

#include <math.h>

/* Each text has a variable `x`; its values at the save times. */
typedef struct money_case {
    const char *text;
    int32_t count;
    double value[9];
} money_case;

static void check(const money_case *c, const char *method)
{
    test_model t = test_model_read(c->text);
    test_no_errors(t.ds, c->text);
    gx_frame *frame = test_run(&t, method);
    test_no_errors(t.ds, c->text);
    for (int32_t k = 0; k < c->count; k++) {
        double got = test_value(frame, "x", k);
        if (!(fabs(got - c->value[k]) <= 1e-12 * fmax(1.0, fabs(c->value[k]))))
            fail_msg("%s\n%s at row %d: %.17g, not %.17g", c->text, method, k, got,
                     c->value[k]);
    }
    gx_frame_free(frame);
    test_model_free(&t);
}

static const double na = -0x1p109;

static void streams_are_worth_what_they_are(void **state)
{
    /* 100 / 1.1, + 100 / 1.21, + 100 / 1.331; at its beginning 100 comes first */
    const money_case cases[] = {
        {"x = NPVE(100, 0.1, 0, 1) ~~|" CONTROL("2", "1"),
         3,
         {100 / 1.1, 100 / 1.1 + 100 / 1.21, 100 / 1.1 + 100 / 1.21 + 100 / 1.331}},
        {"x = NPV(100, 0.1, 0, 1) ~~|" CONTROL("2", "1"),
         3,
         {100, 100 + 100 / 1.1, 100 + 100 / 1.1 + 100 / 1.21}},
        {"x = NPVE(100, 0.1, 7, 2) ~~|" CONTROL("1", "0.5"),
         2,
         {2 * (7 + 50 / 1.05), 2 * (7 + 50 / 1.05 + 50 / 1.05 / 1.05)}},
        /* -100 now, 110 at the end of the first year */
        {"x = INTERNAL RATE OF RETURN(110 * PULSE(0, 1), 1, -100, 0) ~~|" CONTROL("3",
                                                                                  "1"),
         4,
         {na, 0.1, 0.1, 0.1}},
        /* 60 at the end of each of two years: 60 v + 60 v^2 = 100 */
        {"x = INTERNAL RATE OF RETURN(60 * PULSE(0, 2), 1, -100, 0) ~~|" CONTROL("2",
                                                                                 "1"),
         3,
         {na, -0.4, 60 / (sqrt(30.0 * 30.0 + 6000.0) - 30.0) - 1}},
        /* the same with the first payment in the stream, at the end of its own year */
        {"x = INTERNAL RATE OF RETURN(60 * PULSE(1, 2) - 100 * PULSE(0, 1), 1, 0, 0) "
         "~~|" CONTROL("3", "1"),
         4,
         {na, na, -0.4, 60 / (sqrt(30.0 * 30.0 + 6000.0) - 30.0) - 1}},
        /* months, by the year: 12 payments of 10 count at the end of the year */
        {"x = INTERNAL RATE OF RETURN(10 * PULSE(0, 12), 12, -100, 0) ~~|" CONTROL("12",
                                                                                   "12"),
         2,
         {na, 0.2}},
        /* the payment beside the stream two years in: 100 v = 121 v^2 */
        {"x = INTERNAL RATE OF RETURN(100 * PULSE(0, 1), 1, -121, 2) ~~|" CONTROL("2",
                                                                                  "1"),
         3,
         {na, 0.21, 0.21}},
        {"x = INTERNAL RATE OF RETURN(-5, 1, -100, 0) ~~|" CONTROL("2", "1"),
         3,
         {na, na, na}},
        {"x = INTERNAL RATE OF RETURN(500 * PULSE(0, 1), 1, -100, 0) ~~|" CONTROL("2",
                                                                                  "1"),
         3,
         {na, na, na}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check(&cases[i], "euler");
        if (!strstr(cases[i].text, "NPV")) /* whose stocks follow the method */
            check(&cases[i], "rk4");
    }
}

static void investments_are_written_off(void **state)
{
    static const money_case cases[] = {
        /* 12 for a year, 4 in each of three */
        {"x = DEPRECIATE STRAIGHTLINE(12 * PULSE(0, 1), 3, 1, 0) ~~|" CONTROL("5", "1"),
         6,
         {4, 4, 4, 0, 0, 0}},
        /* all of it in the first half of the year; the half-year after has none of it
           twice: what comes in counts at once, its period's sum from the next on */
        {"x = DEPRECIATE STRAIGHTLINE(24 * PULSE(0, 0.5), 3, 1, 0) ~~|" CONTROL("3.5",
                                                                                "0.5"),
         8,
         {8, 0, 4, 4, 4, 4, 0, 0}},
        {"x = DEPRECIATE STRAIGHTLINE(8 + STEP(4, 3), 4, 1, 8) ~~|" CONTROL("7", "1"),
         8,
         {8, 8, 8, 9, 10, 11, 12, 12}},
        {"x = DEPRECIATE STRAIGHTLINE(Time, 1, 1, 5) ~~|" CONTROL("3", "1"),
         4,
         {0, 1, 2, 3}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i], "euler");
}

static void dates_are_the_calendars(void **state)
{
    static const money_case cases[] = {
        {"x = GET TIME VALUE(0, 2, 0) ~~|" CONTROL("2", "1"), 3, {2, 3, 4}},
        {"x = GET TIME VALUE(1, 2, 0) ~~|" CONTROL("2", "1"), 3, {2, 2, 2}},
        {"x = GET TIME VALUE(0, 2015.25, 1) ~~|" CONTROL("1", "0.25"),
         5,
         {2015, 2015, 2015, 2016, 2016}},
        {"x = GET TIME VALUE(0, 2015, 2) ~~|" CONTROL("1", "0.25"), 5, {1, 2, 3, 4, 1}},
        {"x = GET TIME VALUE(0, 2015, 3) ~~|" CONTROL("0.25", "0.0833333333333333"),
         4,
         {1, 2, 3, 4}},
        {"x = GET TIME VALUE(0, 1 / 3 + 1 / 24, 4) ~~|" CONTROL("1", "1"), 2, {16, 16}},
        {"x = GET TIME VALUE(0, 1 / 8640, 7) ~~|" CONTROL("1", "1"), 2, {1, 1}},
        /* 2023-08-01 was a Tuesday; days go on as they do */
        {"x = GET TIME VALUE(0, 0, 5) ~~| INITIAL TIME=0~~| FINAL TIME=7~~|"
         "TIME STEP=1 ~ Day ~|\n\\\\\\---/// Sketch\n///---\\\\\\\n37:2023\n38:8\n"
         "39:1\n40:4\n",
         8,
         {2, 3, 4, 5, 6, 0, 1, 2}},
        {"x = GET TIME VALUE(0, 0, 4) ~~| INITIAL TIME=28~~| FINAL TIME=32~~|"
         "TIME STEP=1 ~ Day ~|\n\\\\\\---/// Sketch\n///---\\\\\\\n37:2023\n38:8\n"
         "39:1\n40:4\n",
         5,
         {29, 30, 31, 1, 2}},
        {"x = GET TIME VALUE(0, 0, 3) ~~| INITIAL TIME=0~~| FINAL TIME=5~~|"
         "TIME STEP=1 ~ Months ~|\n\\\\\\---/// Sketch\n///---\\\\\\\n37:2023\n38:8\n"
         "39:1\n40:2\n",
         6,
         {8, 9, 10, 11, 12, 1}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check(&cases[i], "rk4");
}

static void days_and_dates_are_inverse(void **state)
{
    static const struct {
        gx_date date;
        int64_t day;
    } known[] = {
        {{0, 1, 1}, 0},         {{0, 3, 1}, 60},          {{1, 1, 1}, 366},
        {{1970, 1, 1}, 719528}, {{2000, 1, 1}, 730485},   {{2000, 3, 1}, 730545},
        {{1900, 3, 1}, 694020}, {{2016, 12, 31}, 736694}, {{-1, 12, 31}, -1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        assert_int_equal(gx_date_day(known[i].date), known[i].day);
    for (int64_t day = -800000; day < 800000; day += 97) {
        gx_date date = gx_date_of_day(day);
        assert_int_equal(gx_date_day(date), day);
        assert_true(date.month >= 1 && date.month <= 12 && date.day >= 1 &&
                    date.day <= 31);
    }
}

/* Its mean, deviation and correlation over a tick are those asked for, whatever the tick.
 */
static void pink_noise_is_as_asked(void **state)
{
    static const struct {
        const char *step;
        double share; /* TIME STEP / correlation time */
    } cases[] = {{"1", 0.25}, {"0.5", 0.125}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "x = RANDOM PINK NOISE(10, 2, 4, 0) ~~| INITIAL TIME = 0 ~~|"
                 "FINAL TIME = 100000 ~~| TIME STEP = %s ~ year ~|",
                 cases[i].step);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_frame *frame = test_run(&t, "rk4");
        test_no_errors(t.ds, text);
        int32_t count = (int32_t)(100000 / atof(cases[i].step));
        double mean = 0.0, square = 0.0, product = 0.0, before = 0.0;
        for (int32_t k = 0; k < count; k++) {
            double z = test_value(frame, "x", k) - 10.0;
            mean += z / count;
            square += z * z / count;
            product += z * before / count;
            before = z;
        }
        /* of independent numbers there would be share / 2 as many */
        double error = 2.0 / sqrt(count * cases[i].share / 2.0);
        assert_true(fabs(mean) < 4.0 * error);
        assert_true(fabs(sqrt(square) - 2.0) < 4.0 * error);
        assert_true(fabs(product / square - (1.0 - cases[i].share)) < 0.02);
        gx_frame_free(frame);
        test_model_free(&t);
    }
}

/* A fiscal period is a TIME STEP at least, that of the start; there are 10,000 at most.
 */
static void periods_have_a_limit(void **state)
{
    static const char *const text =
        "x = INTERNAL RATE OF RETURN(1, 0, -1, 0) ~~| INITIAL TIME = 0 ~~|"
        "FINAL TIME = 3 ~~| TIME STEP = IF THEN ELSE(Time < 2e-06, 1e-06, 1) ~~|";
    test_model t = test_model_read(text);
    (void)state;
    test_no_errors(t.ds, text);
    assert_null(test_run(&t, "euler"));
    gx_buf messages = test_messages(t.ds);
    assert_non_null(strstr(messages.text, "'x' became nan at time 2.000002"));
    gx_buf_clear(&messages);
    test_model_free(&t);
}

static void what_has_no_date_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"x = GET TIME VALUE(2, 0, 1) ~~|" CONTROL("1", "1"),
         "error: 'GET TIME VALUE' of the computer's clock is not supported"},
        {"x = GET TIME VALUE(0, 0, 10) ~~|" CONTROL("1", "1"),
         "note: a run gives the same numbers whenever it is done"},
        {"x = GET TIME VALUE(0, 0, 5) ~~|" CONTROL("1", "1"),
         "error: a Time in years has no days of the week"},
        {"x = GET TIME VALUE(0, 0, Time) ~~|" CONTROL("1", "1"),
         "1:26: error: argument 3 of 'GET TIME VALUE' is a whole number from 0 to 10"},
        {"x = GET TIME VALUE(0, 0, 4) ~~| INITIAL TIME=0~~| FINAL TIME=7~~|"
         "TIME STEP=1 ~ Day ~|",
         "error: 'GET TIME VALUE' needs the date of Time 0: lines 37 to 40"},
        {"x = GET TIME VALUE(0, 0, 4) ~~| INITIAL TIME=0~~| FINAL TIME=7~~|"
         "TIME STEP=1 ~ Day ~|\n\\\\\\---/// Sketch\n///---\\\\\\\n37:2023\n38:8\n"
         "39:1\n40:2\n",
         "error: the settings (lines 37 to 40) have no date for a Time in days"},
        {"x = GET TIME VALUE(0, 0, 4) ~~| INITIAL TIME=0~~| FINAL TIME=7~~|"
         "TIME STEP=1 ~~|",
         "error: 'GET TIME VALUE' needs TIME STEP in years, quarters"},
        {"x = TIME SHIFT(y, 1) ~~| y = 1 ~~|" CONTROL("1", "1"),
         "1:16: error: 'TIME SHIFT' needs the name of a data variable"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_model t = test_model_read(cases[i].text);
        gx_buf messages = test_messages(t.ds);
        if (!strstr(messages.text, cases[i].message))
            fail_msg("%s gave:\n%snot:\n%s", cases[i].text, messages.text,
                     cases[i].message);
        gx_buf_clear(&messages);
        test_model_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_are_worth_what_they_are),
        cmocka_unit_test(investments_are_written_off),
        cmocka_unit_test(dates_are_the_calendars),
        cmocka_unit_test(days_and_dates_are_inverse),
        cmocka_unit_test(pink_noise_is_as_asked),
        cmocka_unit_test(periods_have_a_limit),
        cmocka_unit_test(what_has_no_date_is_refused),
    };
    return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
