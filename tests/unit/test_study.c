/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Designs, batches put together, and workers that do not show. */
#include "support.h"

#include "farm/farm.h"
#include "study/study.h"

enum { INPUTS = 3, MOST = 6 };

/* Levels of the runs of a design for three inputs; size -1 is a refusal. */
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
    {"one-at-a-time", {2, 3, 1}, 4, {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 2, 0}}},
    {"together", {3, 3, 3}, 3, {{0, 0, 0}, {1, 1, 1}, {2, 2, 2}}},
    {"together", {3, 3, 1}, -1, {{0}}},
};

static void check_points(const gx_design *design, size_t k)
{
    double point[MOST * INPUTS], again[MOST * INPUTS];
    const int32_t *values = known[k].values;
    const char *why = NULL;
    assert_int_equal(design->size(values, INPUTS, &why), known[k].size);
    if (known[k].size < 0) {
        assert_non_null(why);
        return;
    }
    design->fill(point, values, INPUTS);
    for (int32_t r = 0; r < known[k].size; r++)
        for (int32_t d = 0; d < INPUTS; d++) {
            double u = point[r * INPUTS + d];
            assert_true(u >= 0.0 && u < 1.0);
            assert_int_equal((int32_t)(u * values[d]), known[k].level[r][d]);
        }
    design->fill(again, values, INPUTS);
    assert_memory_equal(again, point, known[k].size * INPUTS * sizeof *point);
}

static void every_design_has_known_points(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_design_count; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (strcmp(known[k].design, gx_designs[i].name) == 0) {
                found |= known[k].size > 0;
                check_points(&gx_designs[i], k);
            }
        if (!found)
            fail_msg("'%s' has no row in known[]", gx_designs[i].name);
    }
}

static void levels_come_back_exactly(void **state)
{
    (void)state;
    for (int32_t count = 1; count < 3000; count += 7) {
        double *point = calloc((size_t)count, sizeof *point);
        gx_designs[0].fill(point, &count, 1);
        for (int32_t l = 0; l < count; l++)
            assert_int_equal((int32_t)(point[l] * count), l);
        free(point);
    }
}

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
        cmocka_unit_test(every_design_has_known_points),
        cmocka_unit_test(levels_come_back_exactly),
        cmocka_unit_test(runs_come_in_the_order_of_the_design),
        cmocka_unit_test(threads_do_not_show),
        cmocka_unit_test(every_item_is_done_once_and_told_in_order),
    };
    return cmocka_run_group_tests_name("study", tests, NULL, NULL);
}
