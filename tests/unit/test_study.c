/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches put together, and workers that do not show. */
#include "support.h"

#include "farm/farm.h"
#include "study/outcome.h"
#include "study/study.h"

#include <math.h>

static gx_frame *run_study(const test_model *t, const gx_workers *workers)
{
    enum { LEVELS = 200 };
    static double rate[LEVELS], limit[] = {100.0, 200.0};
    for (int32_t i = 0; i < LEVELS; i++)
        rate[i] = 0.01 + 0.001 * i;
    const gx_input input[] = {
        {.cell = t->flat->array[0].first,
         .name = "rate",
         .units = "1/year",
         .level_count = LEVELS,
         .level = rate},
        {.cell = t->flat->array[1].first,
         .name = "limit",
         .units = "",
         .level_count = 2,
         .level = limit},
    };
    const int32_t cells[] = {input[0].cell, input[1].cell};
    gx_program *program = gx_compile(t->flat, NULL, cells, 2, t->ds->oom);
    gx_run_plan plan = {.method = gx_method_find("rk4"), .lane_count = 1};
    gx_frame *frame = NULL;
    gx_study_run(&frame, program, gx_design_find("grid"), input, 2, &plan, workers,
                 t->ds);
    gx_program_free(program);
    return frame;
}

static const char logistic[] =
    "rate = 0.1 ~~| limit = 100 ~~| r: a, b ~~| k[r] = 1, 2 ~~|\n"
    "stock[r] = INTEG(k[r] * rate * stock[r] * (1 - stock[r] / "
    "limit), 10) ~~|" CONTROL("10", "0.5");

static void runs_come_in_the_order_of_the_design(void **state)
{
    gx_workers serial = gx_farm_serial();
    test_model t = test_model_read(logistic);
    (void)state;
    test_no_errors(t.ds, "model");
    gx_frame *frame = run_study(&t, &serial);
    test_no_errors(t.ds, "study");
    const gx_var *rate = &frame->vars.at[gx_frame_find_var(frame, "input rate")];
    const gx_var *stock = &frame->vars.at[gx_frame_find_var(frame, "stock")];
    const gx_var *limit = &frame->vars.at[gx_frame_find_var(frame, "limit")];
    assert_int_equal(gx_var_size(frame, rate), 400);
    assert_string_equal(frame->dims.at[stock->dim[0]].name, "run");
    assert_string_equal(frame->dims.at[stock->dim[1]].name, "time");
    assert_string_equal(frame->dims.at[stock->dim[2]].name, "r");
    assert_true(rate->value[5] == 0.01 + 0.001 * 2);
    assert_true(limit->value[5 * 21] == 200.0); /* [run][time] of 21 times */
    assert_true(limit->value[4 * 21] == 100.0);
    gx_frame_free(frame);
    test_model_free(&t);
}

static void threads_do_not_show(void **state)
{
    (void)state;
    test_model t = test_model_read(logistic);
    gx_workers serial = gx_farm_serial();
    gx_frame *one = run_study(&t, &serial);
    for (int32_t n = 1; n <= 4; n++) {
        gx_workers threads = gx_farm_threads(n);
        gx_frame *other = run_study(&t, &threads);
        test_no_errors(t.ds, "study");
        for (int32_t v = 0; v < one->vars.count; v++)
            assert_memory_equal(one->vars.at[v].value, other->vars.at[v].value,
                                gx_var_size(one, &one->vars.at[v]) * sizeof(double));
        gx_frame_free(other);
    }
    gx_frame_free(one);
    test_model_free(&t);
}

/* ---- runs that differ in their times, or fail ---- */

static const char uneven[] =
    "end = 3 ~~| step = 1 ~~| every = 1 ~~| d = 9 ~~| INITIAL TIME = 0 ~~|"
    "FINAL TIME = end ~~| TIME STEP = step ~~| SAVEPER = every ~~|"
    "x = Time + 1 / (d - Time) ~~|";

enum { UNEVEN = 1000 };

/* The frame of UNEVEN runs, made in batches of `width` lanes. */
static gx_frame *run_uneven(const test_model *t, int32_t width)
{
    static const double steps[] = {0.1, 0.3, 0.25};
    static const int32_t cells[] = {0, 1, 2, 3};
    static double value[4][UNEVEN];
    gx_program *program = gx_compile(t->flat, NULL, cells, 4, t->ds->oom);
    gx_runs **runs = calloc(UNEVEN, sizeof *runs);
    const gx_trajectory **run = calloc(UNEVEN, sizeof *run);
    for (int32_t k = 0; k < UNEVEN; k++) {
        value[0][k] = 1.0 + k % 5;
        value[1][k] = value[2][k] = steps[k % 3];
        value[3][k] = k % 7 ? 9.0 : 1.5;
    }
    for (int32_t from = 0; from < UNEVEN; from += width) {
        const double *input[] = {value[0] + from, value[1] + from, value[2] + from,
                                 value[3] + from};
        gx_run_plan plan = {.method = &gx_methods[0],
                            .lane_count = from + width < UNEVEN ? width : UNEVEN - from,
                            .input = input};
        runs[from] = gx_runs_new(program, &plan, t->ds->oom);
        for (int32_t k = 0; k < plan.lane_count; k++)
            run[from + k] = &runs[from]->at[k];
    }
    gx_frame *frame = gx_runs_frame(runs[0], run, UNEVEN, true, t->ds->oom);
    for (int32_t from = 0; from < UNEVEN; from += width)
        gx_runs_free(runs[from]);
    free(run);
    free(runs);
    gx_program_free(program);
    return frame;
}

/* One time axis for all, the same bytes whatever the batches; missing where a run is not.
 */
static void uneven_runs_do_not_show_their_batches(void **state)
{
    static const int32_t widths[] = {1, 64, UNEVEN};
    test_model t = test_model_read(uneven);
    gx_frame *frame[3];
    (void)state;
    test_no_errors(t.ds, "model");
    for (int32_t i = 0; i < 3; i++)
        frame[i] = run_uneven(&t, widths[i]);
    const gx_dim *time = &frame[0]->dims.at[gx_frame_find_dim(frame[0], "time")];
    int32_t x = gx_frame_find_var(frame[0], "x");
    size_t size = gx_var_size(frame[0], &frame[0]->vars.at[x]);
    /* to 5: 51 tenths, 20 quarters of which 10 are tenths; 0.3 * k are tenths */
    assert_int_equal(time->length, 61);
    for (int32_t i = 1; i < 3; i++) {
        const gx_dim *other = &frame[i]->dims.at[gx_frame_find_dim(frame[i], "time")];
        assert_int_equal(other->length, time->length);
        assert_memory_equal(other->value, time->value,
                            (size_t)time->length * sizeof(double));
        assert_memory_equal(frame[i]->vars.at[x].value, frame[0]->vars.at[x].value,
                            size * sizeof(double));
    }
    for (int32_t k = 0; k < UNEVEN; k++) {
        static const double steps[] = {0.1, 0.3, 0.25};
        double d = k % 7 ? 9.0 : 1.5, step = steps[k % 3], end = 1.0 + k % 5;
        int32_t saves = 0, expected = 0;
        for (int32_t n = 0; n * step <= end + 1e-9; n++)
            if (n * step == d)
                break;
            else
                expected++;
        for (int32_t i = 0; i < time->length; i++) {
            double at = frame[0]->vars.at[x].value[k * time->length + i];
            saves += !isnan(at);
            if (!isnan(at) && fabs(at - time->value[i] - 1 / (d - time->value[i])) > 1e-3)
                fail_msg("run %d has %g at %g", k, at, time->value[i]);
        }
        if (saves != expected)
            fail_msg("run %d has %d saves, not %d", k, saves, expected);
    }
    for (int32_t i = 0; i < 3; i++)
        gx_frame_free(frame[i]);
    test_model_free(&t);
}

/* A failed run is a row with status, reason and inputs; the others are whole. */
static void failed_runs_are_rows(void **state)
{
    static const double level[] = {9.0, 2.0, 8.0, -1.0};
    test_model t = test_model_read(uneven);
    gx_workers serial = gx_farm_serial();
    const gx_input input = {
        .cell = 3, .name = "d", .units = "", .level_count = 4, .level = level};
    gx_frame *frame = NULL;
    gx_run_plan plan = {.method = &gx_methods[0]};
    (void)state;
    gx_program *program = gx_compile(t.flat, NULL, &input.cell, 1, t.ds->oom);
    gx_err err = gx_study_run(&frame, program, gx_design_find("grid"), &input, 1, &plan,
                              &serial, t.ds);
    assert_int_equal(err, GX_DIFFERENT);
    gx_buf messages = test_messages(t.ds);
    assert_non_null(strstr(messages.text, "error: 1 of 4 runs failed [runs]\nm.mdl:1:"));
    assert_non_null(
        strstr(messages.text, "note: run 1 (d = 2): 'x' became inf at time 2\n"));
    const gx_var *status = &frame->vars.at[gx_frame_find_var(frame, GX_STUDY_STATUS)];
    const gx_var *x = &frame->vars.at[gx_frame_find_var(frame, "x")];
    for (int32_t k = 0; k < 4; k++) {
        assert_true(status->value[k] == (k == 1 ? GX_NUMERIC : GX_OK));
        for (int32_t row = 0; row < 4; row++)
            assert_int_equal(isnan(x->value[4 * k + row]), k == 1 && row >= 2);
    }
    assert_string_equal(gx_attribute_find(&status->attributes, "run_1"),
                        "'x' became inf at time 2; it was made from Time = 2, d = 2");
    assert_true(frame->vars.at[gx_frame_find_var(frame, "input d")].value[1] == 2.0);
    gx_buf_clear(&messages);
    gx_frame_free(frame);
    gx_program_free(program);
    test_model_free(&t);
}

static gx_err fail_odd(int32_t i, void *context, gx_diags *ds)
{
    int32_t *done = context;
    done[i]++;
    return i % 2 ? gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "item %d", i) : GX_OK;
}

static void every_item_is_done_once_and_told_in_order(void **state)
{
    enum { ITEMS = 100 };
    (void)state;
    for (int32_t n = 0; n <= 4; n++) {
        gx_diags *ds = test_diags();
        gx_workers workers = n ? gx_farm_threads(n) : gx_farm_serial();
        int32_t done[ITEMS] = {0};
        char expected[32];
        assert_int_equal(workers.map(&workers, ITEMS, fail_odd, done, ds), GX_BAD_INPUT);
        assert_int_equal(ds->error_count, ITEMS / 2);
        for (int32_t i = 0; i < ITEMS; i++)
            assert_int_equal(done[i], 1);
        for (int32_t i = 0; i < ds->list.count; i++) {
            snprintf(expected, sizeof expected, "item %d", 2 * i + 1);
            assert_string_equal(ds->list.at[i].text, expected);
        }
        gx_diags_free(ds);
    }
}

/* A series y at times, NaN is not in it; what is said of the year in which it has 10 and
 * of its growth from 2 to 4. */
enum { MOST_TIMES = 8 };
static const struct {
    const char *what;
    double time[MOST_TIMES], value[MOST_TIMES];
    int32_t count;
    double offset, year; /* NaN: none */
    bool is_exact;
    gx_absence lacks_growth;
    double missing;
} outcomes[] = {
    {"all years", {1, 2, 3, 4}, {1, 5, 10, 20}, 4, 0, 3, true, GX_ABSENT_NOT, 2},
    {"labelled", {1, 2, 3, 4}, {1, 5, 10, 20}, 4, 1, 2, true, GX_ABSENT_RUN, 4},
    {"at once", {2, 4}, {10, 11}, 2, 0, 2, true, GX_ABSENT_NOT, 2},
    {"every other", {2, 4, 6}, {1, 9, 10}, 3, 0, 6, false, GX_ABSENT_NOT, 2},
    {"odd ones", {1, 3, 5}, {1, 10, 20}, 3, 0, 3, false, GX_ABSENT_SAVED, 4},
    {"from 2 on", {2, 4}, {-1, 9}, 2, 0, NAN, false, GX_ABSENT_GROWTH, 2},
    {"never", {1, 2, 3, 4}, {1, 2, 3, 4}, 4, 0, NAN, true, GX_ABSENT_NOT, 2},
    {"the last", {1, 2, 2.5, 3.5}, {1, 2, 3, 20}, 4, 0, NAN, false, GX_ABSENT_RUN, 4},
    {"between", {1.5, 2, 3, 4}, {1, 2, 3, 10}, 4, 0, 4, true, GX_ABSENT_NOT, 2},
    {"failed", {1, 2, 3, 4}, {1, 2, 3, NAN}, 4, 0, NAN, true, GX_ABSENT_RUN, 4},
    {"late", {3, 4, 5}, {1, 10, 20}, 3, 0, 4, true, GX_ABSENT_RUN, 2},
};

static void what_is_not_saved_is_not_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        gx_diags *ds = test_diags();
        gx_frame *frame = gx_frame_new(ds->oom);
        const int32_t count = outcomes[i].count;
        int32_t time = gx_frame_add_dim(frame, "time", "", count, outcomes[i].time, NULL);
        int32_t y = gx_frame_add_var(frame, "y", "", 1, &time);
        memcpy(frame->vars.at[y].value, outcomes[i].value,
               (size_t)count * sizeof(double));
        const gx_crossings crossings = {.variable.text = "y",
                                        .year_offset = outcomes[i].offset};
        const gx_milestone milestone = {.variable.text = "y",
                                        .year = 4,
                                        .year_offset = outcomes[i].offset,
                                        .growth_from = 2};
        gx_crossing c = gx_crossing_find(&crossings, 10.0, frame);
        gx_reached r;
        gx_milestone_reached(&r, &milestone, frame);
        bool is_same =
            isnan(outcomes[i].year) ? isnan(c.year) : c.year == outcomes[i].year;
        if (!is_same || c.is_exact != outcomes[i].is_exact)
            fail_msg("%s: reached in %g, %d", outcomes[i].what, c.year, c.is_exact);
        if (r.lacks_growth != outcomes[i].lacks_growth ||
            r.missing != outcomes[i].missing || isnan(r.growth) != (r.lacks_growth != 0))
            fail_msg("%s: growth %g, %d for %g", outcomes[i].what, r.growth,
                     r.lacks_growth, r.missing);
        gx_frame_free(frame);
        gx_diags_free(ds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_come_in_the_order_of_the_design),
        cmocka_unit_test(threads_do_not_show),
        cmocka_unit_test(uneven_runs_do_not_show_their_batches),
        cmocka_unit_test(failed_runs_are_rows),
        cmocka_unit_test(every_item_is_done_once_and_told_in_order),
        cmocka_unit_test(what_is_not_saved_is_not_known),
    };
    return cmocka_run_group_tests_name("study", tests, NULL, NULL);
}
