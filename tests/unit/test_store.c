/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support.h"

#include "store/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define GX_COUNT(cases) (sizeof(cases) / sizeof *(cases))

/* ---- frames to write ---- */

/* Numbers of every kind, a different run of them for every seed. */
static double number(uint64_t seed, size_t i)
{
    static const double special[] = {
        0.0,     -0.0,    1.0 / 3.0, 5e-324,   1.7976931348623157e308,
        2011.25, -1e-300, HUGE_VAL,  -HUGE_VAL};
    uint64_t x = (seed * 1000003 + i) * 0x9E3779B97F4A7C15U;
    x ^= x >> 29;
    if (x % 7 == 0)
        return special[(x >> 8) % GX_COUNT(special)];
    if (x % 11 == 0)
        return (double)NAN;
    return (double)(int64_t)x / 1e12;
}

static int32_t add_var(gx_frame *frame, const char *name, const char *units,
                       const char *title, int32_t dim_count, const int32_t *dim,
                       uint64_t seed)
{
    int32_t v = gx_frame_add_var(frame, name, units, dim_count, dim);
    gx_var *var = &frame->vars.at[v];
    if (title[0])
        var->title = gx_arena_text(frame->arena, title, strlen(title));
    for (size_t i = 0; i < gx_var_size(frame, var); i++)
        var->value[i] = number(seed, i);
    return v;
}

static gx_frame *new_frame(void)
{
    return gx_frame_new((gx_oom){.handler = test_oom});
}

/* A result with everything a frame can have; `times` sets its size. */
static gx_frame *full_frame(int32_t times, uint64_t seed)
{
    static const double run[] = {1, 2, 3};
    static const char *const scope[] = {"zone", "Phase 1", "工业", ""};
    gx_frame *f = new_frame();
    double *time = malloc((size_t)times * sizeof *time);
    assert_non_null(time);
    for (int32_t t = 0; t < times; t++)
        time[t] = 2011.0 + t / 12.0;
    int32_t r = gx_frame_add_dim(f, "run", "", 3, run, NULL);
    int32_t t = gx_frame_add_dim(f, "time", "year", times, time, NULL);
    int32_t s = gx_frame_add_dim(f, "Scope", "", 4, NULL, scope);
    int32_t n = gx_frame_add_dim(f, "draw", "", 5, NULL, NULL);
    free(time);
    gx_attribute_set(f->arena, &f->dims.at[t].attributes, "calendar", "decimal year");
    int32_t v =
        add_var(f, "Gross Output", "亿元/year", "output of the twelve months before", 3,
                (const int32_t[]){r, t, s}, seed);
    gx_attribute_set(f->arena, &f->vars.at[v].attributes, "group", "产业.output");
    gx_attribute_set(f->arena, &f->vars.at[v].attributes, "empty", "");
    add_var(f, "工业 总产值", "", "", 2, (const int32_t[]){r, t}, seed + 1);
    add_var(f, "growth target", "1/year", "", 0, NULL, seed + 2);
    add_var(f, "\"ratio a/b\"", "Dmnl", "", 1, &s, seed + 3);
    add_var(f, "covariance", "", "", 2, (const int32_t[]){s, s}, seed + 4);
    add_var(f, "$ 2.5% (draws)", "", "", 2, (const int32_t[]){t, n}, seed + 5);
    gx_attribute_set(f->arena, &f->attributes, "program", "gaoxin 0.1.0");
    gx_attribute_set(f->arena, &f->attributes, "scenario", "基准情景\nsecond line");
    gx_attribute_set(f->arena, &f->attributes, "none", "");
    gx_buf big;
    gx_buf_init(&big, (gx_oom){.handler = test_oom});
    while (big.length < 200000)
        gx_buf_print(&big, "变量 %zu = 1 ~~ |\r\n", big.length);
    gx_attribute_set(f->arena, &f->texts, "model/qinzhou.mdl", big.text);
    gx_attribute_set(f->arena, &f->texts, "model%2Fqinzhou.mdl", "100%");
    gx_attribute_set(f->arena, &f->texts, ".", "a strange name");
    gx_attribute_set(f->arena, &f->texts, "empty.csv", "");
    gx_attribute_set(f->arena, &f->attributes, "long attribute", big.text);
    gx_buf_clear(&big);
    return f;
}

static gx_frame *table_frame(void)
{
    static const double time[] = {0, 0.25, 0.5};
    static const char *const scope[] = {"a", "b c"}, *const kind[] = {"x", "y", "z,1"};
    gx_frame *f = new_frame();
    int32_t t = gx_frame_add_dim(f, "time", "Month", 3, time, NULL);
    int32_t s = gx_frame_add_dim(f, "scope", "", 2, NULL, scope);
    int32_t k = gx_frame_add_dim(f, "kind", "", 3, NULL, kind);
    add_var(f, "stock", "", "", 1, &t, 1);
    add_var(f, "flow", "", "", 3, (const int32_t[]){t, s, k}, 2);
    add_var(f, "constant", "", "", 0, NULL, 3);
    return f;
}

/* ---- comparison ---- */

static bool same_attributes(const gx_attributes *a, const gx_attributes *b)
{
    bool same = a->count == b->count;
    for (int32_t i = 0; i < a->count && same; i++)
        same = strcmp(a->at[i].name, b->at[i].name) == 0 &&
               strcmp(a->at[i].text, b->at[i].text) == 0;
    return same;
}

static bool same_dim(const gx_dim *a, const gx_dim *b)
{
    bool same = strcmp(a->name, b->name) == 0 && strcmp(a->units, b->units) == 0 &&
                a->length == b->length && !a->value == !b->value &&
                !a->label == !b->label && same_attributes(&a->attributes, &b->attributes);
    if (same && a->value)
        same = memcmp(a->value, b->value, (size_t)a->length * sizeof *a->value) == 0;
    for (int32_t i = 0; same && a->label && i < a->length; i++)
        same = strcmp(a->label[i], b->label[i]) == 0;
    return same;
}

/* The first thing in which two frames differ, or NULL. */
static const char *first_difference(const gx_frame *a, const gx_frame *b)
{
    if (a->dims.count != b->dims.count || a->vars.count != b->vars.count)
        return "number of dimensions or variables";
    for (int32_t i = 0; i < a->dims.count; i++)
        if (!same_dim(&a->dims.at[i], &b->dims.at[i]))
            return a->dims.at[i].name;
    for (int32_t i = 0; i < a->vars.count; i++) {
        const gx_var *x = &a->vars.at[i], *y = &b->vars.at[i];
        if (strcmp(x->name, y->name) != 0 || strcmp(x->units, y->units) != 0 ||
            strcmp(x->title, y->title) != 0 || x->dim_count != y->dim_count ||
            memcmp(x->dim, y->dim, sizeof x->dim) != 0 ||
            !same_attributes(&x->attributes, &y->attributes) ||
            memcmp(x->value, y->value, gx_var_size(a, x) * sizeof *x->value) != 0)
            return x->name;
    }
    if (!same_attributes(&a->attributes, &b->attributes))
        return "attributes";
    return same_attributes(&a->texts, &b->texts) ? NULL : "texts";
}

/* ---- files ---- */

static gx_buf bytes_of(const char *path)
{
    gx_buf buf;
    gx_buf_init(&buf, (gx_oom){.handler = test_oom});
    FILE *in = fopen(path, "rb");
    if (!in)
        fail_msg("cannot open %s", path);
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, in)) > 0;)
        gx_buf_add(&buf, chunk, got);
    fclose(in);
    return buf;
}

static void put_bytes(const char *path, const char *bytes, size_t length)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
}

/* Names in a folder that end in `ending`; with `remove_them` they are removed. */
static int files_ending_in(const char *folder, const char *ending, bool remove_them)
{
    int count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));) {
        size_t length = strlen(entry->d_name), tail = strlen(ending);
        if (length < tail || strcmp(entry->d_name + length - tail, ending) != 0)
            continue;
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        count++;
        if (remove_them)
            assert_int_equal(unlink(path), 0);
    }
    closedir(dir);
    return count;
}

static void expect_error(const gx_diags *ds, gx_err got, gx_code code, const char *words,
                         const char *what)
{
    gx_buf messages = test_messages(ds);
    bool found = false;
    for (int32_t i = 0; i < ds->list.count; i++)
        found =
            found || (ds->list.at[i].severity == GX_ERROR && ds->list.at[i].code == code);
    if (got != gx_codes[code].outcome || !found || !strstr(messages.text, words))
        fail_msg("%s: outcome %d, wanted [%s] '%s', got\n%s", what, (int)got,
                 gx_codes[code].name, words, messages.text);
    gx_buf_clear(&messages);
}

/* ---- HDF5 ---- */

static void results_come_back_as_they_were(void **state)
{
    static const struct {
        const char *what;
        int32_t times; /* of full_frame; -1 the table, -2 nothing at all */
    } cases[] = {{"many times", 240}, {"one time", 1},      {"no time", 0},
                 {"a table", -1},     {"an empty frame", -2}};
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *a = cases[i].times >= 0    ? full_frame(cases[i].times, i)
                      : cases[i].times == -1 ? table_frame()
                                             : new_frame();
        gx_frame *b = NULL;
        assert_int_equal(gx_h5_write(a, "result.h5", ds), GX_OK);
        assert_int_equal(gx_h5_read(&b, "result.h5", ds), GX_OK);
        test_no_errors(ds, cases[i].what);
        const char *difference = first_difference(a, b);
        if (difference)
            fail_msg("%s: '%s' came back different", cases[i].what, difference);
        gx_frame_free(a);
        gx_frame_free(b);
        gx_diags_free(ds);
    }
}

static void same_frame_gives_same_bytes(void **state)
{
    gx_diags *ds = test_diags();
    gx_buf bytes[2];
    (void)state;
    for (int i = 0; i < 2; i++) {
        gx_frame *f = full_frame(100, 7);
        assert_int_equal(gx_h5_write(f, i ? "again.h5" : "once.h5", ds), GX_OK);
        bytes[i] = bytes_of(i ? "again.h5" : "once.h5");
        gx_frame_free(f);
        struct timespec second = {.tv_sec = 1, .tv_nsec = 100000000};
        if (i == 0)
            nanosleep(&second, NULL); /* a time stamp would differ now */
    }
    assert_int_equal(bytes[0].length, bytes[1].length);
    assert_memory_equal(bytes[0].text, bytes[1].text, bytes[0].length);
    gx_buf_clear(&bytes[0]);
    gx_buf_clear(&bytes[1]);
    gx_diags_free(ds);
}

static void names_that_collide_are_refused(void **state)
{
    static const struct {
        const char *dim, *var[2], *attribute, *words;
    } cases[] = {
        {"scope", {"Scope", NULL}, NULL, "'scope' and 'Scope' would both be dataset 'scope'"},
        {"time", {"TIME", NULL}, NULL, "'time' and 'TIME' would both be dataset 'time'"},
        {"t", {"a/b", "a b"}, NULL, "'a/b' and 'a b' would both be dataset 'a_b'"},
        {"t", {"gaoxin", NULL}, NULL, "would both be dataset 'gaoxin'"},
        {"t", {".", NULL}, NULL, "'.' cannot name a dataset"},
        {"", {NULL, NULL}, NULL, "'' cannot name a dataset"},
        {"t", {NULL, NULL}, "units", "an attribute cannot be named 'units'"},
        {"t", {NULL, NULL}, "", "an attribute cannot be named ''"},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *f = new_frame();
        int32_t d = gx_frame_add_dim(f, cases[i].dim, "", 2, NULL, NULL);
        for (int k = 0; k < 2 && cases[i].var[k]; k++)
            gx_frame_add_var(f, cases[i].var[k], "", 1, &d);
        if (cases[i].attribute)
            gx_attribute_set(f->arena, &f->dims.at[d].attributes, cases[i].attribute, "x");
        gx_err err = gx_h5_write(f, "collide.h5", ds);
        expect_error(ds, err, GX_CODE_VALUE, cases[i].words, cases[i].words);
        assert_int_equal(access("collide.h5", F_OK), -1);
        gx_frame_free(f);
        gx_diags_free(ds);
    }
}

/* Reading either gives a frame or says what is wrong; never anything else. */
static bool reads(const char *path, const char *what)
{
    gx_diags *ds = test_diags();
    gx_frame *f = NULL;
    gx_err err = gx_h5_read(&f, path, ds);
    if (!err != !!f)
        fail_msg("%s: outcome %d with %s frame", what, (int)err, f ? "a" : "no");
    if (err)
        expect_error(ds, err, GX_CODE_RESULT, "cannot read", what);
    else
        test_no_errors(ds, what);
    gx_frame_free(f);
    gx_diags_free(ds);
    return !err;
}

static void what_is_no_result_is_refused(void **state)
{
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {{"", 0}, {"Time,a\n0,1\n", 11}, {"\x89HDF\r\n\x1a\n", 8}};
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        put_bytes("alien.h5", cases[i].bytes, cases[i].length);
        assert_false(reads("alien.h5", cases[i].bytes));
    }
}

static void truncated_results_are_refused(void **state)
{
    (void)state;
    gx_diags *ds = test_diags();
    gx_frame *f = full_frame(12, 1);
    assert_int_equal(gx_h5_write(f, "whole.h5", ds), GX_OK);
    gx_buf whole = bytes_of("whole.h5");
    for (size_t i = 0; i < 100; i++) {
        size_t length = whole.length * i / 100;
        put_bytes("cut.h5", whole.text, length);
        if (reads("cut.h5", "a truncated file"))
            fail_msg("a file cut to %zu of %zu bytes was read", length, whole.length);
    }
    put_bytes("cut.h5", whole.text, whole.length - 1);
    assert_false(reads("cut.h5", "a file that lacks one byte"));
    gx_buf_clear(&whole);
    gx_frame_free(f);
    gx_diags_free(ds);
}

static void damaged_results_do_not_crash(void **state)
{
    (void)state;
    gx_diags *ds = test_diags();
    gx_frame *f = full_frame(3, 1);
    assert_int_equal(gx_h5_write(f, "whole.h5", ds), GX_OK);
    gx_buf bytes = bytes_of("whole.h5");
    uint64_t x = 12345;
    int refused = 0, places = getenv("GAOXIN_LONG") ? 20000 : 200;
    for (int i = 0; i < places; i++) {
        x = x * 6364136223846793005U + 1442695040888963407U;
        size_t at = (size_t)(x >> 20) % bytes.length;
        char mask = (char)(1U << (x >> 10) % 8U);
        bytes.text[at] ^= mask;
        put_bytes("flipped.h5", bytes.text, bytes.length);
        alarm(60); /* a hang is a failure */
        char what[80];
        snprintf(what, sizeof what, "byte %zu changed by 0x%02x", at, (unsigned char)mask);
        refused += !reads("flipped.h5", what);
        alarm(0);
        bytes.text[at] ^= mask;
    }
    print_message("%d of %d changed files were refused\n", refused, places);
    gx_buf_clear(&bytes);
    gx_frame_free(f);
    gx_diags_free(ds);
}
