/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levers whose worth is known exactly, and constraints that bind where they must. */
#include "support.h"

#include "farm/farm.h"
#include "study/levers.h"

static gx_levers *read_levers(const char *text, gx_arena *arena, gx_diags *ds)
{
    gx_levers *levers = NULL;
    int32_t file = gx_source_add(ds, "m-levers.yaml", text, strlen(text));
    gx_levers_read(&levers, file, arena, ds);
    test_no_errors(ds, text);
    return levers;
}

#define THREE                                                                            \
    "outcome: {variable: y, year: 1}\n"                                                  \
    "levers:\n"                                                                          \
    "- {constant: a, off: 0, on: 1}\n"                                                   \
    "- {constant: b, off: 0, on: 1}\n"                                                   \
    "- {constant: c, off: 0, on: 1}\n"

/* y of levers a, b, c: what each is worth alone, last and by Shapley's mean. */
static const struct {
    const char *y;
    double alone[3], last[3], shapley[3];
} worth[] = {
    {"5 + 2 * a + 3 * b - c", {2, 3, -1}, {2, 3, -1}, {2, 3, -1}},
    {"a * b", {0, 0, 0}, {1, 1, 0}, {0.5, 0.5, 0}},
    {"6 * a * b * c", {0, 0, 0}, {6, 6, 6}, {2, 2, 2}},
    {"MAX(a, b) + 0 * c", {1, 1, 0}, {0, 0, 0}, {0.5, 0.5, 0}},
    {"12 * (a * b + b * c)", {0, 0, 0}, {12, 24, 12}, {6, 12, 6}},
    {"6 * (a + a * b * c)", {6, 0, 0}, {12, 6, 6}, {8, 2, 2}},
};

static void check_worth(size_t row, const gx_workers *workers)
{
    char text[400];
    snprintf(text, sizeof text,
             "a = 7 ~~|\nb = 8 ~~|\nc = 9 ~~|\ny = %s ~~|\ns = INTEG(1, 0) ~~|\n" CONTROL(
                 "1", "0.5"),
             worth[row].y);
    test_model t = test_model_read(text);
    test_no_errors(t.ds, text);
    gx_arena *arena = gx_arena_new(t.ds->oom);
    gx_levers *levers = read_levers(THREE, arena, t.ds);
    gx_case c = {.flat = t.flat, .method = gx_method_find("rk4")};
    gx_effects e;
    assert_int_equal(gx_levers_effects(&e, levers, 1, &c, workers, arena, t.ds), GX_OK);
    double sum = 0.0;
    for (int32_t i = 0; i < 3; i++) {
        if (fabs(e.alone[i] - worth[row].alone[i]) > 1e-12 ||
            fabs(e.last[i] - worth[row].last[i]) > 1e-12 ||
            fabs(e.shapley[i] - worth[row].shapley[i]) > 1e-12)
            fail_msg("%s, lever %d: alone %g, last %g, Shapley %g", worth[row].y, i,
                     e.alone[i], e.last[i], e.shapley[i]);
        sum += e.shapley[i];
    }
    assert_true(fabs(sum - (e.on - e.off)) <= 1e-12);
    gx_arena_free(arena);
    test_model_free(&t);
}

static void levers_are_worth_what_is_known(void **state)
{
    (void)state;
    gx_workers workers = gx_farm_serial();
    for (size_t i = 0; i < sizeof worth / sizeof *worth; i++)
        check_worth(i, &workers);
}

/* Twelve levers are 4096 runs in 64 batches: each has its own weight, so that a lane
 * which strays shows; threads do not. */
static void all_combinations_are_run(void **state)
{
    (void)state;
    gx_diags *ds = test_diags();
    gx_buf model, file;
    gx_buf_init(&model, ds->oom);
    gx_buf_init(&file, ds->oom);
    gx_buf_print(&file, "outcome: {variable: y, year: 0, year offset: 1}\nlevers:\n");
    for (int32_t i = 0; i < GX_MOST_LEVERS; i++) {
        gx_buf_print(&model, "x%d = 0 ~~|\n", i);
        gx_buf_print(&file, "- {constant: x%d, off: 1, on: 2}\n", i);
    }
    gx_buf_print(&model, "y = x0 * x1");
    for (int32_t i = 2; i < GX_MOST_LEVERS; i++)
        gx_buf_print(&model, " + %d * x%d", i, i);
    gx_buf_print(&model, " ~~|\n%s", CONTROL("1", "1"));
    test_model t = test_model_read(model.text);
    test_no_errors(t.ds, model.text);
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_levers *levers = read_levers(file.text, arena, t.ds);
    gx_case c = {.flat = t.flat, .method = gx_method_find("euler")};
    gx_workers workers = gx_farm_threads(3);
    gx_effects e;
    assert_int_equal(gx_levers_effects(&e, levers, 0, &c, &workers, arena, t.ds), GX_OK);
    for (int32_t i = 0; i < GX_MOST_LEVERS; i++)
        assert_true(fabs(e.shapley[i] - (i < 2 ? 1.5 : i)) < 1e-10);
    gx_lever again = levers->levers.at[0];
    *GX_ADD(arena, &levers->levers) = again;
    assert_int_equal(gx_levers_effects(&e, levers, 0, &c, &workers, arena, t.ds),
                     GX_BAD_INPUT);
    gx_arena_free(arena);
    test_model_free(&t);
    gx_buf_clear(&model);
    gx_buf_clear(&file);
    gx_diags_free(ds);
}

/* y = MIN(10 m, 4 + 2 t, 9 n): what grows binds to 2, then 9 does; 10 never does. From
 * year 3 relaxing 9 by 10 % gives 0.9. */
static void the_scarcest_binds(void **state)
{
    (void)state;
    static const int32_t expected[] = {1, 1, 1, 2, 2, -1};
    const char *text = "m = 1 ~~|\nk = 1 ~~|\nn = 1 ~~|\n"
                       "s = INTEG(2, 4) ~~|\n"
                       "y = MIN(IF THEN ELSE(Time > 4.5, 5, 10) * 1,"
                       "MIN(k * s, MIN(9 * n, 10 * m))) ~~|\n" CONTROL("5", "0.5");
    test_model t = test_model_read(text);
    test_no_errors(t.ds, text);
    gx_arena *arena = gx_arena_new(t.ds->oom);
    gx_levers *levers = read_levers("outcome: {variable: y, year: 1}\n"
                                    "constraints:\n"
                                    "- {constant: m}\n- {constant: k}\n"
                                    "- {constant: n, factor: 1.05}\n",
                                    arena, t.ds);
    gx_case c = {.flat = t.flat, .method = gx_method_find("euler")};
    gx_binding_years b;
    assert_int_equal(gx_levers_binding(&b, levers, &c, NULL, arena, t.ds), GX_OK);
    assert_int_equal(b.count, 6);
    for (int32_t y = 0; y < b.count; y++) {
        assert_true(b.year[y] == y);
        if (b.constraint[y] != expected[y])
            fail_msg("year %d: %d binds, not %d", y, b.constraint[y], expected[y]);
    }
    assert_true(fabs(b.gain[1 * b.count + 1] - 0.6) < 1e-12);  /* k in year 1: 6 */
    assert_true(fabs(b.gain[2 * b.count + 3] - 0.45) < 1e-12); /* n in year 3: 9 */
    assert_true(b.gain[0 * b.count + 3] == 0.0);
    gx_arena_free(arena);
    test_model_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levers_are_worth_what_is_known),
        cmocka_unit_test(all_combinations_are_run),
        cmocka_unit_test(the_scarcest_binds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
