/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include "base/random.h"

#include <math.h>

static void keys_compare_as_names_do(void **state)
{
    static const struct {
        const char *name, *key;
    } cases[] = {
        {"Teacup Temperature", "teacup temperature"},
        {"  Room_Temp \t", "room temp"},
        {"a  b\n\tc", "a b c"},
        {"\"quoted / name\"", "quoted / name"},
        {"工业 总产值", "工业 总产值"},
        {"ÉCOLE", "école"},
        {"", ""},
    };
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(gx_text_key(arena, cases[i].name, strlen(cases[i].name)),
                            cases[i].key);
    assert_string_equal(gx_text_column_key(arena, "\"X y\"[ A 1 , b]"), "x y[a 1,b]");
    assert_string_equal(gx_text_dataset(arena, "Phase 1 and/or 2"), "phase_1_and_or_2");
    gx_arena_free(arena);
}

static void brackets_in_quotes_begin_no_elements(void **state)
{
    static const struct {
        const char *name, *elements;
    } cases[] = {
        {"x", ""},
        {"x[a, b]", "[a, b]"},
        {"\"x [a]\"", ""},
        {"\"x [a]\"[b]", "[b]"},
        {"\"x \\\" [a]\"[b]", "[b]"},
        {"x[\"b]\"]", "[\"b]\"]"},
        {"\"x [a", ""},
        {"x\\", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(gx_text_elements(cases[i].name), cases[i].elements);
}

static void lines_have_no_control_characters(void **state)
{
    static const struct {
        const char *text, *line;
    } cases[] = {
        {"plain 二期 é", "plain 二期 é"},
        {"a\nb\tc\rd", "a?b?c?d"},
        {"\x1b[31m\x7f", "?[31m?"},
        {"a\xc2\x9b\xc2\x85z \xc2\xa0", "a??z \xc2\xa0"},
        {"a\xe2\x80\xa8\xe2\x80\xa9z \xe2\x80\xa6", "a??z \xe2\x80\xa6"},
        {"\xc2", "\xc2"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf line;
        gx_buf_init(&line, (gx_oom){.handler = test_oom});
        gx_buf_line(&line, cases[i].text, strlen(cases[i].text), "?");
        assert_string_equal(line.text, cases[i].line);
        gx_buf_clear(&line);
    }
}

static void numbers_survive_a_round_trip(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        {0.0, "0"},
        {10.0, "10"},
        {-3.0, "-3"},
        {0.1, "0.1"},
        {120.97, "120.97"},
        {1e20, "1e+20"},
        {2011.25, "2011.25"},
        {1.0 / 3.0, "0.3333333333333333"},
        {5e-324, "4.94065645841247e-324"},
        {0.1 + 0.2, "0.30000000000000004"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf buf;
        gx_buf_init(&buf, (gx_oom){.handler = test_oom});
        gx_buf_number(&buf, cases[i].value);
        assert_string_equal(buf.text, cases[i].text);
        assert_true(strtod(buf.text, NULL) == cases[i].value);
        gx_buf_clear(&buf);
    }
}

static void only_decimal_numbers_are_read(void **state)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {
        {"1", true},    {"-2.5e3", true}, {".5", true},    {"1e", false}, {"0x10", false},
        {"nan", false}, {"inf", false},   {" 1", false},   {"", false},   {"1 2", false},
        {"1,5", false}, {"+", false},     {"1e5x", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 0.0;
        if (gx_text_to_number(cases[i].text, &value) != cases[i].good)
            fail_msg("'%s'", cases[i].text);
    }
}

static void distances_count_edits(void **state)
{
    static const struct {
        const char *a, *b;
        int32_t distance;
    } cases[] = {
        {"", "", 0},
        {"a", "", 1},
        {"method", "mehtod", 1},
        {"kitten", "sitting", 3},
        {"run", "runs", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(gx_text_distance(cases[i].a, cases[i].b), cases[i].distance);
}

/* Within a third of the length, the first of equally near ones; said once, or not. */
static void the_nearest_is_suggested(void **state)
{
    static const struct {
        const char *typed, *nearest;
    } cases[] = {{"outptu", "output"}, {"sum", NULL},      {"land", "land"},
                 {"lands", "land"},    {"hand", "land"},   {"x", NULL},
                 {"Output", "output"}, {"inputs", "input"}};
    static const char *const words[] = {"input", "output", "land", "band"};
    gx_diags *ds = gx_diags_new((gx_oom){.handler = test_oom});
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_near near = {.typed = cases[i].typed};
        int32_t before = ds->list.count;
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            gx_near_try(&near, words[w]);
        if (cases[i].nearest)
            assert_string_equal(near.word, cases[i].nearest);
        else
            assert_null(near.word);
        assert_int_equal(gx_suggest(ds, near.word), cases[i].nearest != NULL);
        assert_int_equal(ds->list.count - before, cases[i].nearest != NULL);
    }
    gx_diags_free(ds);
}

/* Messages keep their places when their sources go with them. */
static void messages_are_taken_with_their_sources(void **state)
{
    gx_diags *ds = gx_diags_new((gx_oom){.handler = test_oom});
    gx_diags *other = gx_diags_like(ds);
    gx_buf out;
    (void)state;
    gx_source_add(ds, "own.mdl", "own", 3);
    int32_t file = gx_source_add(other, "other.mdl", "a\nbcd", 5);
    gx_error(other, GX_CODE_VALUE, (gx_loc){file, 3, 2}, "wrong");
    gx_note(other, GX_NOWHERE, "so it is");
    gx_diags_take(ds, other);
    gx_diags_free(other);
    gx_buf_init(&out, ds->oom);
    gx_diag_render(ds, 0, &out);
    gx_diag_render(ds, 1, &out);
    assert_string_equal(out.text, "other.mdl:2:2: error: wrong [value]\n bcd\n  ^~\n"
                                  "note: so it is\n");
    assert_int_equal(ds->error_count, 1);
    gx_buf_clear(&out);
    gx_diags_free(ds);
}

static void maps_keep_every_key(void **state)
{
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    gx_map *map = gx_map_new(arena);
    (void)state;
    for (int32_t i = 0; i < 5000; i++)
        assert_true(gx_map_put(map, gx_arena_format(arena, "key %d", i), i));
    assert_false(gx_map_put(map, "key 17", 99));
    assert_int_equal(gx_map_find(map, "key 17"), 99);
    assert_int_equal(gx_map_find(map, "key 4999"), 4999);
    assert_int_equal(gx_map_find(map, "key 5000"), -1);
    assert_null(gx_map_nearest(map, "nothing like it"));
    gx_arena_free(arena);
}

static void carets_stand_under_the_place(void **state)
{
    static const struct {
        const char *text, *word, *expected;
    } cases[] = {
        {"a = b\n", "b", "f:1:5: error: x [syntax]\n a = b\n     ^\n"},
        {"\tab = c\r\n", "c", "f:1:7: error: x [syntax]\n  ab = c\n       ^\n"},
        {"人口 = 出生\n", "出生",
         "f:1:6: error: x [syntax]\n 人口 = 出生\n        ^~~~\n"},
        {"one\rtwo\r", "two", "f:2:1: error: x [syntax]\n two\n ^~~\n"},
        {"one\r\ntwo", "two", "f:2:1: error: x [syntax]\n two\n ^~~\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *ds = test_diags();
        int32_t file = gx_source_add(ds, "f", cases[i].text, strlen(cases[i].text));
        gx_loc loc = {.file = file,
                      .offset =
                          (int32_t)(strstr(cases[i].text, cases[i].word) - cases[i].text),
                      .length = (int32_t)strlen(cases[i].word)};
        assert_int_equal(gx_error(ds, GX_CODE_SYNTAX, loc, "x"), GX_BAD_INPUT);
        gx_buf out = test_messages(ds);
        assert_string_equal(out.text, cases[i].expected);
        gx_buf_clear(&out);
        gx_diags_free(ds);
    }
}

static void frames_hold_series(void **state)
{
    static const double times[] = {0.0, 1.0, 2.0};
    static const char *const labels[] = {"north", "south"};
    gx_frame *frame = gx_frame_new((gx_oom){.handler = test_oom});
    double series[3];
    (void)state;
    int32_t dims[2];
    dims[0] = gx_frame_add_dim(frame, "time", "year", 3, times, NULL);
    dims[1] = gx_frame_add_dim(frame, "zone", "", 2, NULL, labels);
    int32_t v = gx_frame_add_var(frame, "Built Land", "km2", 2, dims);
    assert_int_equal(gx_frame_find_var(frame, "built_land"), v);
    assert_true(isnan(frame->vars.at[v].value[5]));
    for (int32_t i = 0; i < 6; i++)
        frame->vars.at[v].value[i] = i;
    assert_true(gx_frame_series(frame, &frame->vars.at[v], 0, 1, series));
    assert_true(series[0] == 1.0 && series[1] == 3.0 && series[2] == 5.0);
    gx_difference same = gx_frame_compare(frame, frame, 1e-9, 0.0, NULL);
    assert_true(same.excess == 0.0 && same.missing == 0);
    gx_frame_free(frame);
}

static void comparison_finds_the_worst(void **state)
{
    static const double times[] = {0.0, 1.0};
    gx_frame *frame[2];
    (void)state;
    for (int32_t f = 0; f < 2; f++) {
        frame[f] = gx_frame_new((gx_oom){.handler = test_oom});
        int32_t time = gx_frame_add_dim(frame[f], "time", "", 2, times, NULL);
        int32_t v = gx_frame_add_var(frame[f], "x", "", 1, &time);
        frame[f]->vars.at[v].value[0] = 100.0;
        frame[f]->vars.at[v].value[1] = f ? 100.1 : 100.0;
    }
    int32_t time = 0;
    gx_frame_add_var(frame[0], "only here", "", 1, &time);
    gx_difference d = gx_frame_compare(frame[0], frame[1], 1e-4, 0.0, NULL);
    assert_int_equal(d.missing, 1);
    assert_true(d.at == 1.0 && d.excess > 9.9 && d.excess < 10.1);
    gx_frame_free(frame[0]);
    gx_frame_free(frame[1]);
}

/* The known answers of Random123's own distribution (kat_vectors, philox4x32 10). */
static void random_bits_are_philox(void **state)
{
    static const struct {
        uint64_t key;
        uint32_t counter[4], bits[4];
    } cases[] = {
        {0, {0, 0, 0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {UINT64_MAX,
         {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {0x299f31d0a4093822,
         {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t bits[4];
        gx_random_bits(cases[i].key, cases[i].counter, bits);
        for (int32_t k = 0; k < 4; k++)
            assert_int_equal(bits[k], cases[i].bits[k]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_compare_as_names_do),
        cmocka_unit_test(brackets_in_quotes_begin_no_elements),
        cmocka_unit_test(lines_have_no_control_characters),
        cmocka_unit_test(numbers_survive_a_round_trip),
        cmocka_unit_test(only_decimal_numbers_are_read),
        cmocka_unit_test(distances_count_edits),
        cmocka_unit_test(the_nearest_is_suggested),
        cmocka_unit_test(messages_are_taken_with_their_sources),
        cmocka_unit_test(maps_keep_every_key),
        cmocka_unit_test(carets_stand_under_the_place),
        cmocka_unit_test(frames_hold_series),
        cmocka_unit_test(comparison_finds_the_worst),
        cmocka_unit_test(random_bits_are_philox),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
