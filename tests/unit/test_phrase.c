/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said with arguments, in English and through a catalogue. */
#include "support.h"

#include <inttypes.h>

static const gx_oom oom = {.handler = test_oom};

/* In the order of their bytes, as the build makes them. */
static const gx_translation rows[] = {
    {"%-s is no more", "没有%s了"},
    {"%d argument%s", "%d 个参数%.0s"},
    {"'%s' at %g", "在 %2$g 处的“%1$s”"},
    {"'%s' takes", "“%s”应为"},
    {"a %s%% share", "%s%% 的份额"},
    {"a list", "列表"},
    {"error: ", "错误："},
    {"it says %-s", "它说“%s”"},
    {"nothing is left", "什么也没有"},
};
static const gx_catalogue catalogue = {rows, sizeof rows / sizeof *rows};

__attribute__((format(printf, 3, 4))) static void
check(const char *english, const char *translated, const char *format, ...)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_buf text;
    va_list args;
    va_start(args, format);
    const char *phrase = gx_phrase_of(arena, format, args);
    va_end(args);
    gx_buf_init(&text, oom);
    gx_phrase_print(phrase, NULL, &text);
    assert_string_equal(text.text, english);
    gx_buf_empty(&text);
    gx_phrase_print(phrase, &catalogue, &text);
    assert_string_equal(text.text, translated);
    gx_buf_clear(&text);
    gx_arena_free(arena);
}

static void arguments_find_their_places(void **state)
{
    (void)state;
    check("nothing is left", "什么也没有", "nothing is left");
    check("not in the catalogue", "not in the catalogue", "not in the catalogue");
    check("'a list' at 0.5", "在 0.5 处的“a list”", "'%s' at %g", "a list", 0.5);
    check("2 arguments", "2 个参数", "%d argument%s", 2, "s");
    check("a 5% share", "5% 的份额", "a %s%% share", "5");
    check("a list is no more", "没有列表了", "%-s is no more", GX_TEXT("a list"));
    check("%d is no more", "没有%d了", "%-s is no more", "%d");
    check("x is no more", "没有x了", "%-s is no more", "x");
}

static void conversions_are_those_of_printf(void **state)
{
    static const char text[] = "abcdef";
    char expected[200];
    (void)state;
#define CHECK(format, ...)                                                               \
    snprintf(expected, sizeof expected, format, __VA_ARGS__);                            \
    check(expected, expected, format, __VA_ARGS__)
    CHECK("%d %i %u", -1, 2, 3U);
    CHECK("%zu %" PRId64 " %" PRIu64 " %ld %lld", (size_t)7, INT64_MIN, UINT64_MAX, -5L,
          6LL);
    CHECK("%c|0x%02x|%%", 'z', 10U);
    CHECK("%g %.3g %.17g %.0f %.2f %f %.1e", 1.0 / 3.0, 2.0 / 3.0, 0.1, 2.5, 1.005, 0.25,
          12345.0);
    CHECK("%s|%.3s|%.*s|%.*s", text, text, 2, text, -1, text);
#undef CHECK
}

static void phrases_nest(void **state)
{
    (void)state;
    gx_arena *arena = gx_arena_new(oom);
    const char *inner = gx_phrase(arena, "'%s' takes", "f");
    const char *middle = gx_phrase(arena, "it says %-s", inner);
    check("it says it says 'f' takes", "它说“它说““f”应为””", "it says %-s", middle);
    check("'f' takes is no more", "没有“f”应为了", "%-s is no more", inner);
    gx_arena_free(arena);
}

/* A name may have what phrases are held together by, and be long; half a character is
 * not said. */
static void arguments_are_tame(void **state)
{
    char name[3001], most[2001];
    (void)state;
    check("'a?b?c?d?' at 1", "在 1 处的“a?b?c?d?”", "'%s' at %g",
          "a\x02"
          "b\x03"
          "c\x04"
          "d\x1f",
          1.0);
    for (size_t i = 0; i < 3000; i++)
        name[i] = "\xE6\xB5\xB7"[i % 3];
    name[3000] = '\0';
    snprintf(most, sizeof most, "%.1998s", name);
    gx_arena *arena = gx_arena_new(oom);
    gx_buf text;
    gx_buf_init(&text, oom);
    gx_phrase_print(gx_phrase(arena, "%s", name), NULL, &text);
    assert_string_equal(text.text, most);
    gx_buf_clear(&text);
    gx_arena_free(arena);
}

static void messages_are_said_in_the_language(void **state)
{
    (void)state;
    gx_diags *ds = gx_diags_new(oom), *other = gx_diags_new(oom);
    gx_buf text;
    gx_buf_init(&text, oom);
    gx_loc loc = {.file = gx_source_add(ds, "m.mdl", "工业 = f(1)\n", 15), .length = 6};
    gx_error(other, GX_CODE_VALUE, loc, "'%s' at %g", "x", 2.0);
    gx_diags_merge(ds, other); /* from where no language is known */
    gx_diags_free(other);
    ds->catalogue = &catalogue;
    gx_diag_render(ds, 0, &text);
    assert_string_equal(text.text, "m.mdl:1:1: 错误：在 2 处的“x” [value]\n"
                                   " 工业 = f(1)\n ^~~~\n");
    assert_string_equal(ds->list.at[0].text, "'x' at 2");
    gx_buf_clear(&text);
    gx_diags_free(ds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_find_their_places),
        cmocka_unit_test(conversions_are_those_of_printf),
        cmocka_unit_test(phrases_nest),
        cmocka_unit_test(arguments_are_tame),
        cmocka_unit_test(messages_are_said_in_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
