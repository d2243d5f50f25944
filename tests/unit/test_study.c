/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches put together, and workers that do not show. */
#include "support.h"

#include "farm/farm.h"
#include "study/study.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_come_in_the_order_of_the_design),
        cmocka_unit_test(threads_do_not_show),
        cmocka_unit_test(every_item_is_done_once_and_told_in_order),
    };
    return cmocka_run_group_tests_name("study", tests, NULL, NULL);
}
