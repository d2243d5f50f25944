/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data variables: where their points come from and what they are between them. */
#include "support.h"

#include <math.h>

/* A table with `x` at times 1, 2 (missing), 3 and 5: 10, -, 30, 50. */
static gx_frame *table_of(const char *name, double factor)
{
    static const double times[] = {1.0, 2.0, 3.0, 5.0};
    gx_frame *table = gx_frame_new((gx_oom){.handler = test_oom});
    int32_t time = gx_frame_add_dim(table, "time", "", 4, times, NULL);
    int32_t made = gx_frame_add_var(table, name, "", 1, &time);
    const gx_var *var = &table->vars.at[made];
    for (int32_t i = 0; i < 4; i++)
        if (i != 1)
            var->value[i] = 10.0 * times[i] * factor;
    return table;
}

static void data_is_used_as_its_keyword_says(void **state)
{
    static const double na = -0x1p109;
    static const struct {
        const char *keyword;
        double value[7]; /* at times 0 .. 6 */
    } cases[] = {
        {"", {10, 10, 20, 30, 40, 50, 50}},
        {":INTERPOLATE:", {10, 10, 20, 30, 40, 50, 50}},
        {":HOLD BACKWARD:", {10, 10, 10, 30, 30, 50, 50}},
        {":LOOK FORWARD:", {10, 10, 30, 30, 50, 50, 50}},
        {":RAW:", {-0x1p109, 10, -0x1p109, 30, -0x1p109, 50, -0x1p109}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, "x %s ~ km2 ~|" CONTROL("6", "1"), cases[i].keyword);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_frame *table = table_of("X", 1.0);
        const gx_frame *tables[] = {table};
        assert_int_equal(gx_flat_data(t.flat, tables, 1, false, t.ds), GX_OK);
        gx_frame *frame = test_run(&t, "rk4");
        test_no_errors(t.ds, text);
        for (int32_t k = 0; k < 7; k++)
            if (test_value(frame, "x", k) != cases[i].value[k])
                fail_msg("%s at %d: %g, not %g (%g is missing)", cases[i].keyword, k,
                         test_value(frame, "x", k), cases[i].value[k], na);
        gx_frame_free(frame);
        gx_frame_free(table);
        test_model_free(&t);
    }
}

/* Fixed steps hold the data of the tick, as the field does. Adaptive methods follow it
 * where it has a course, and hold it where it jumps. */
static void data_is_held_over_a_tick_unless_followed(void **state)
{
    static const struct {
        const char *keyword, *step;
        double fixed, adaptive; /* the integral to time 5 */
    } cases[] = {
        {"", "1", 10 + 10 + 20 + 30 + 40, 10 + 40 + 80},
        {"", "IF THEN ELSE(Time < 2, 1, 0.5)",
         10 + 10 + 0.5 * (20 + 25 + 30 + 35 + 40 + 45), 10 + 40 + 80},
        {":HOLD BACKWARD:", "1", 10 + 10 + 10 + 30 + 30, 10 + 10 + 10 + 30 + 30},
        {":LOOK FORWARD:", "1", 10 + 10 + 30 + 30 + 50, 10 + 10 + 30 + 30 + 50},
        {":HOLD BACKWARD:", "IF THEN ELSE(Time < 2, 1, 0.5)", 90, 90},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int32_t m = 0; m < gx_method_count; m++) {
            char text[300];
            snprintf(text, sizeof text,
                     "x %s ~~| s = INTEG(x, 0) ~~| INITIAL TIME = 0 ~~|"
                     "FINAL TIME = 5 ~~| TIME STEP = %s ~~|",
                     cases[i].keyword, cases[i].step);
            test_model t = test_model_read(text);
            gx_frame *table = table_of("x", 1.0);
            const gx_frame *tables[] = {table};
            assert_int_equal(gx_flat_data(t.flat, tables, 1, false, t.ds), GX_OK);
            gx_frame *frame = test_run(&t, gx_methods[m].name);
            test_no_errors(t.ds, text);
            double s = test_value(frame, "s", -1);
            double known = gx_methods[m].kind == GX_METHOD_FIXED ? cases[i].fixed
                                                                 : cases[i].adaptive;
            if (!(fabs(s - known) < 2e-2))
                fail_msg("%s, %s: %.9g, not %g", gx_methods[m].name, text, s, known);
            gx_frame_free(frame);
            gx_frame_free(table);
            test_model_free(&t);
        }
}

/* Data made of data are read between points as their own keyword says. */
static void data_is_made_of_data(void **state)
{
    static const struct {
        const char *equation;
        double value[7]; /* at times 0 .. 6 */
    } cases[] = {
        {"y := TIME SHIFT(x, 2)", {20, 30, 40, 50, 50, 50, 50}},
        {"y := TIME SHIFT(x, -1)", {10, 10, 10, 20, 30, 40, 50}},
        {"y :HOLD BACKWARD: := TIME SHIFT(x, 1)", {10, 10, 30, 30, 50, 50, 50}},
        {"y :RAW: := TIME SHIFT(x, 1)",
         {10, -0x1p109, 30, -0x1p109, 50, -0x1p109, -0x1p109}},
        {"y := CUMULATE(x)", {10, 10, 25, 40, 65, 90, 90}},
        {"y :HOLD BACKWARD: := CUMULATE(x)", {10, 10, 10, 40, 40, 90, 90}},
        {"y :LOOK FORWARD: := CUMULATE(x)", {10, 10, 40, 40, 90, 90, 90}},
        {"y :RAW: := CUMULATE(x)", {-0x1p109, 10, -0x1p109, 40, -0x1p109, 90, -0x1p109}},
        {"y := CUMULATEF(x)", {90, 90, 90, 90, 90, 90, 90}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text, "x ~ km2 ~| %s ~~|" CONTROL("6", "1"),
                 cases[i].equation);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_frame *table = table_of("x", 1.0);
        const gx_frame *tables[] = {table};
        assert_int_equal(gx_flat_data(t.flat, tables, 1, false, t.ds), GX_OK);
        gx_frame *frame = test_run(&t, "rk4");
        test_no_errors(t.ds, text);
        for (int32_t k = 0; k < 7; k++)
            if (test_value(frame, "y", k) != cases[i].value[k])
                fail_msg("%s at %d: %g, not %g", cases[i].equation, k,
                         test_value(frame, "y", k), cases[i].value[k]);
        gx_frame_free(frame);
        gx_frame_free(table);
        test_model_free(&t);
    }
}

/* The functions on data read the series of table_of, whatever its keyword. */
static void data_is_read_by_functions(void **state)
{
    static const double na = -0x1p109;
    static const struct {
        const char *call;
        double value;
    } cases[] = {
        {"GET DATA AT TIME(x, 3)", 30.0},
        {"GET DATA AT TIME(x, 4)", -0x1p109},
        {"GET DATA AT TIME(x, 1e300 * 1e300)", -0x1p109},
        {"GET DATA MIN(x, 0, -1e300 * 1e300)", -0x1p109},
        {"GET DATA AT TIME(x, Time - 1)", 50.0},
        {"GET DATA BETWEEN TIMES(x, 4, 0)", 40.0},
        {"GET DATA BETWEEN TIMES(x, 4, 1)", 50.0},
        {"GET DATA BETWEEN TIMES(x, 4, -1)", 30.0},
        {"GET DATA BETWEEN TIMES(x, 5, -1)", 50.0},
        {"GET DATA BETWEEN TIMES(x, 0.5, 0)", -0x1p109},
        {"GET DATA BETWEEN TIMES(x, 5.5, -1)", -0x1p109},
        {"CUMULATEF(x)", 90.0},
        {"CUMULATE(x)", 90.0},
        {"GET DATA FIRST TIME(x)", 1.0},
        {"GET DATA LAST TIME(x)", 5.0},
        {"GET DATA TOTAL POINTS(x)", 3.0},
        {"GET DATA MAX(x, 1, 4)", 30.0},
        {"GET DATA MIN(x, 2, 9)", 30.0},
        {"GET DATA MEAN(x, 1, 5)", 30.0},
        {"GET DATA MEAN(x, 3, 5)", 40.0},
        {"GET DATA MIN(x, 6, 9)", -0x1p109},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, "x :RAW: ~~| y = %s ~~|" CONTROL("6", "1"),
                 cases[i].call);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_frame *table = table_of("x", 1.0);
        const gx_frame *tables[] = {table};
        assert_int_equal(gx_flat_data(t.flat, tables, 1, false, t.ds), GX_OK);
        gx_frame *frame = test_run(&t, "rk4");
        test_no_errors(t.ds, text);
        double y = test_value(frame, "y", -1);
        if (y != cases[i].value)
            fail_msg("%s: %g, not %g (%g is missing)", cases[i].call, y, cases[i].value,
                     na);
        gx_frame_free(frame);
        gx_frame_free(table);
        test_model_free(&t);
    }
}

static void the_first_table_with_the_name_wins(void **state)
{
    test_model t =
        test_model_read("r: a, b ~~| x[r] ~~| y = x[a] + x[b] ~~|" CONTROL("1", "1"));
    gx_frame *one = table_of("x[a]", 1.0), *two = table_of("\"X[ b ]\"", 2.0),
             *three = table_of("x[a]", 99.0);
    const gx_frame *tables[] = {one, two, three};
    (void)state;
    assert_int_equal(gx_flat_data(t.flat, tables, 3, false, t.ds), GX_OK);
    gx_frame *frame = test_run(&t, "euler");
    test_no_errors(t.ds, "run");
    assert_true(test_value(frame, "y", 1) == 30.0);
    gx_frame_free(frame);
    gx_frame_free(one);
    gx_frame_free(two);
    gx_frame_free(three);
    test_model_free(&t);
}

static void missing_data_is_named(void **state)
{
    test_model t =
        test_model_read("x ~~| y = x + GET DATA TOTAL POINTS(x) ~~|" CONTROL("1", "1"));
    gx_frame *table = table_of("z", 1.0);
    const gx_frame *tables[] = {table};
    (void)state;
    assert_int_equal(gx_flat_data(t.flat, tables, 1, false, t.ds), GX_BAD_INPUT);
    gx_buf messages = test_messages(t.ds);
    assert_string_equal(messages.text,
                        "m.mdl:1:1: error: 'x' has no equation and no data "
                        "[undefined-name]\n x ~~| y = x + GET DATA TOTAL POINTS(x) ~~|\n "
                        "^\nnote: give a table that "
                        "has it with --data FILE, or by 'data:' in a scenario\n");
    gx_buf_clear(&messages);
    gx_frame_free(table);
    test_model_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(data_is_used_as_its_keyword_says),
        cmocka_unit_test(data_is_held_over_a_tick_unless_followed),
        cmocka_unit_test(data_is_made_of_data),
        cmocka_unit_test(data_is_read_by_functions),
        cmocka_unit_test(the_first_table_with_the_name_wins),
        cmocka_unit_test(missing_data_is_named),
    };
    return cmocka_run_group_tests_name("data", tests, NULL, NULL);
}
