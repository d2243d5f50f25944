/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Line breaks, places of labels, text tables: what is worked out before anything is
 * drawn. */
#include "drawing.h"

static void test_fit_loses_nothing(void **state)
{
    fixture *f = *state;
    static const char *const words[] = {
        "growth ", "土地", "，",
        "2020 年", "x",    "（",
        "）",      "%",    "a-very-long-word-without-a-blank",
        " ",       "é",    "亿元",
        "。"};
    for (int32_t n = 0; n < 3000; n++) {
        gx_buf text;
        gx_buf_init(&text, oom);
        for (uint32_t k = draw_below(f, 40); k > 0; k--)
            gx_buf_print(&text, "%s", words[draw_below(f, sizeof words / sizeof *words)]);
        double width = 20.0 + draw_below(f, 400);
        gx_fit fit = gx_layout_fit(f->arena, text.text, 10.0, width);
        assert_true(fit.size <= 10.0 && fit.width <= width * 1.0000001);
        for (int32_t i = 0; i < fit.line_count; i++)
            assert_true(gx_layout_ems(fit.line[i], strlen(fit.line[i])) * fit.size <=
                        width * 1.0000001);
        const char *whole = text.text;
        assert_string_equal(joined(f, &whole, 1), joined(f, fit.line, fit.line_count));
        gx_buf_clear(&text);
    }
}

static void test_fit_breaks_well(void **state)
{
    static const struct {
        const char *text;
        double width; /* ems */
        const char *first, *second;
    } cases[] = {
        {"growth of output", 20, "growth of output", NULL},
        {"growth of output", 6, "growth", "of output"},
        {"土地供应，放开之后", 6, "土地供应，", "放开之后"},
        {"二〇二〇年（目标）", 6, "二〇二〇年", "（目标）"},
        {"增长到 2020年", 5, "增长到", "2020年"},
        {"runs of 100 million yuan", 10, "runs of", "100 million yuan"},
        {"rate: 63.33 % a year", 9, "rate: 63.33 %", "a year"},
        {"≤ 1.7 (<0.001)", 5, "≤ 1.7", "(<0.001)"},
        {"年增长率：放开之后的土地", 8, "年增长率：", "放开之后的土地"},
        {"各年的产值；条形：全部措施的平均", 12, "各年的产值；", "条形：全部措施的平均"},
        {"元；条形：全部措施的平均", 8, "元；条形：全", "部措施的平均"},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_fit fit = gx_layout_fit(f->arena, cases[i].text, 1.0, cases[i].width);
        assert_true(fit.size == 1.0);
        assert_string_equal(fit.line[0], cases[i].first);
        assert_int_equal(fit.line_count, cases[i].second ? 2 : 1);
        if (cases[i].second)
            assert_string_equal(fit.line[1], cases[i].second);
    }
}

static void test_place_finds_room(void **state)
{
    fixture *f = *state;
    gx_scene scene = {.arena = f->arena, .room = {0, 0, 200, 100}};
    gx_layout_avoid(&scene, (gx_spot){0, 50}, (gx_spot){200, 50}, 200.0);
    const gx_spot anchor = {100, 50};
    gx_spot nearest = {0};
    gx_box placed[8];
    for (int32_t i = 0; i < 8; i++) {
        placed[i] = gx_layout_place(&scene, 40, 10, &anchor, 1, &nearest);
        const gx_box *a = &placed[i];
        assert_true(nearest.x == 100 && nearest.y == 50);
        assert_true(a->left >= 0 && a->right <= 200 && a->bottom >= 0 && a->top <= 100);
        assert_true(a->bottom > 50 || a->top < 50);
        for (int32_t j = 0; j < i; j++)
            assert_true(a->left >= placed[j].right || placed[j].left >= a->right ||
                        a->bottom >= placed[j].top || placed[j].bottom >= a->top);
    }
}

/* Two lines that are too long become as many as it takes, about equally long. */
static void test_wrap_keeps_the_size(void **state)
{
    fixture *f = *state;
    const char *text = "one two three four five six seven eight nine ten";
    const double ems = gx_layout_ems(text, strlen(text));
    for (int32_t lines = 2; lines <= GX_MOST_LINES; lines++) {
        gx_fit fit = gx_layout_wrap(f->arena, text, 8.0, 8.0 * 1.3 * ems / lines, lines);
        assert_true(fit.size == 8.0);
        assert_int_equal(fit.line_count, lines);
        assert_true(fit.width < 8.0 * 1.3 * ems / lines);
        assert_string_equal(joined(f, &text, 1), joined(f, fit.line, lines));
    }
    assert_true(gx_layout_wrap(f->arena, text, 8.0, 8.0, 3).size < 8.0);
    assert_int_equal(gx_layout_wrap(f->arena, text, 8.0, 1000.0, 3).line_count, 1);
}

/* A text never seems to name the mark of another. */
static void test_place_shuns_other_marks(void **state)
{
    fixture *f = *state;
    const gx_spot mark[] = {{100, 50}, {130, 50}, {100, 62}};
    for (int32_t own = 0; own < 3; own++) {
        gx_scene scene = {.arena = f->arena, .room = {0, 0, 200, 100}};
        gx_spot nearest = {0};
        for (int32_t i = 0; i < 3; i++) {
            *GX_ADD(f->arena, &scene.marks) = mark[i];
            *GX_ADD(f->arena, &scene.boxes) =
                (gx_box){mark[i].x - 3, mark[i].y - 3, mark[i].x + 3, mark[i].y + 3};
        }
        gx_box box = gx_layout_place(&scene, 60, 10, &mark[own], 1, &nearest);
        double way[3];
        for (int32_t i = 0; i < 3; i++) {
            gx_spot edge = gx_layout_nearest(box, mark[i]);
            way[i] = hypot(edge.x - mark[i].x, edge.y - mark[i].y);
        }
        for (int32_t i = 0; i < 3; i++)
            assert_true(i == own || way[i] > way[own]);
    }
}

/* A line of many points weighs as much as one of two: a text on it is better than one on
 * another text. */
static void test_line_weighs_once(void **state)
{
    fixture *f = *state;
    gx_scene scene = {.arena = f->arena, .room = {0, 0, 100, 24}};
    const gx_spot anchor = {20, 12};
    gx_spot nearest = {0};
    *GX_ADD(f->arena, &scene.boxes) = (gx_box){0, 0, 48, 24};
    for (int32_t i = 0; i < 50; i++)
        *GX_ADD(f->arena, &scene.strokes) =
            (gx_stroke){{2.0 * i, 12}, {2.0 * i + 2.0, 12}, 200.0, 0};
    gx_box box = gx_layout_place(&scene, 40, 20, &anchor, 1, &nearest);
    assert_true(box.left >= 48);
}

static void test_spread_keeps_apart(void **state)
{
    fixture *f = *state;
    double same[] = {50, 50, 50}, height[] = {10, 10, 10};
    gx_layout_spread(f->arena, same, height, 3, 0, 100);
    assert_true(same[0] == 60 && same[1] == 50 && same[2] == 40);
    for (int32_t n = 0; n < 2000; n++) {
        double at[12], wish[12], tall[12], all = 0.0;
        int32_t count = 1 + (int32_t)draw_below(f, 12);
        for (int32_t i = 0; i < count; i++) {
            wish[i] = at[i] = draw_below(f, 100);
            all += tall[i] = 2.0 + draw_below(f, 8);
        }
        double high = all + draw_below(f, 100);
        gx_layout_spread(f->arena, at, tall, count, 0.0, high);
        for (int32_t i = 0; i < count; i++) {
            assert_true(at[i] - tall[i] / 2 > -1e-9 && at[i] + tall[i] / 2 < high + 1e-9);
            for (int32_t j = 0; j < count; j++) {
                assert_true(i == j ||
                            fabs(at[i] - at[j]) > (tall[i] + tall[j]) / 2 - 1e-9);
                assert_true(wish[i] <= wish[j] || at[i] > at[j]);
            }
        }
    }
}

static void test_table(void **state)
{
    (void)state;
    static const gx_table_column columns[] = {
        {"变量", false}, {"2015", true}, {"单位", false}};
    static const char *const cells[] = {"工业总产值", "120.97", "亿元",
                                        "firms",      "1048",   ""};
    gx_buf out;
    gx_buf_init(&out, oom);
    gx_table_print(columns, 3, cells, 2, &out);
    assert_string_equal(out.text, "变量          2015  单位\n"
                                  "工业总产值  120.97  亿元\n"
                                  "firms         1048\n");
    gx_buf_clear(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_wrap_keeps_the_size), TEST(test_place_shuns_other_marks),
        TEST(test_fit_loses_nothing),   TEST(test_fit_breaks_well),
        TEST(test_spread_keeps_apart),  TEST(test_place_finds_room),
        TEST(test_line_weighs_once),    TEST(test_table),
    };
    return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
