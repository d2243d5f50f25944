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

static const gx_storage usual = {.deflate = 0};

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
    gx_attribute_set(f->arena, &f->texts, "/tmp/a", "absolute");
    gx_attribute_set(f->arena, &f->texts, "_/tmp/a", "relative");
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
    } cases[] = {{"many times", 240},
                 {"one time", 1},
                 {"no time", 0},
                 {"a table", -1},
                 {"an empty frame", -2}};
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *a = cases[i].times >= 0    ? full_frame(cases[i].times, i)
                      : cases[i].times == -1 ? table_frame()
                                             : new_frame();
        gx_frame *b = NULL;
        assert_int_equal(gx_h5_write(a, "result.h5", &usual, ds), GX_OK);
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
        assert_int_equal(gx_h5_write(f, i ? "again.h5" : "once.h5", &usual, ds), GX_OK);
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
        {"scope",
         {"Scope", NULL},
         NULL,
         "'scope' and 'Scope' would both be dataset 'scope'"},
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
            gx_attribute_set(f->arena, &f->dims.at[d].attributes, cases[i].attribute,
                             "x");
        gx_err err = gx_h5_write(f, "collide.h5", &usual, ds);
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
    assert_int_equal(gx_h5_write(f, "whole.h5", &usual, ds), GX_OK);
    gx_buf whole = bytes_of("whole.h5");
    for (size_t i = 0; i < 100; i++) {
        size_t length = whole.length * i / 100;
        put_bytes("cut.h5", whole.text, length);
        if (reads("cut.h5", "a truncated file"))
            fail_msg("a file cut to %zu of %zu bytes was read", length, whole.length);
    }
    enum { SEAL = 16 }; /* another program that changes a file takes the seal away */
    for (size_t lost = 1; lost <= SEAL + 1; lost++) {
        put_bytes("cut.h5", whole.text, whole.length - lost);
        if (reads("cut.h5", "a file cut in its seal") != (lost == SEAL))
            fail_msg("a file that lacks %zu bytes was %s", lost,
                     lost == SEAL ? "refused" : "read");
    }
    gx_frame *unsealed = NULL; /* that is told, by all that look at numbers */
    put_bytes("cut.h5", whole.text, whole.length - SEAL);
    int32_t before = ds->list.count;
    assert_int_equal(gx_h5_read(&unsealed, "whole.h5", ds), GX_OK);
    assert_int_equal(ds->list.count, before);
    gx_frame_free(unsealed);
    assert_int_equal(gx_h5_read(&unsealed, "cut.h5", ds), GX_OK);
    assert_int_equal(ds->list.count, before + 1);
    assert_non_null(strstr(ds->list.at[before].text, "another program changed 'cut.h5'"));
    gx_frame_free(unsealed);
    gx_buf_add(&whole, "", 1);
    put_bytes("cut.h5", whole.text, whole.length);
    assert_false(reads("cut.h5", "a file with a byte more"));
    gx_buf_clear(&whole);
    gx_frame_free(f);
    gx_diags_free(ds);
}

static void damaged_results_are_refused(void **state)
{
    (void)state;
    gx_diags *ds = test_diags();
    gx_frame *f = full_frame(3, 1);
    assert_int_equal(gx_h5_write(f, "whole.h5", &usual, ds), GX_OK);
    gx_buf bytes = bytes_of("whole.h5");
    uint64_t x = 12345;
    int places = getenv("GAOXIN_LONG") ? 20000 : 200;
    for (int i = 0; i < places; i++) {
        x = x * 6364136223846793005U + 1442695040888963407U;
        size_t at = (size_t)(x >> 20) % bytes.length;
        char mask = (char)(1U << (x >> 10) % 8U);
        bytes.text[at] ^= mask;
        put_bytes("flipped.h5", bytes.text, bytes.length);
        alarm(60); /* a hang is a failure */
        char what[80];
        snprintf(what, sizeof what, "byte %zu changed by 0x%02x", at,
                 (unsigned char)mask);
        bool is_refused = !reads("flipped.h5", what);
        alarm(0);
        if (!is_refused)
            fail_msg("%s was not noticed", what);
        bytes.text[at] ^= mask;
    }
    gx_buf_clear(&bytes);
    gx_frame_free(f);
    gx_diags_free(ds);
}

/* ---- storage ---- */

static void storage_is_a_choice_and_said(void **state)
{
    static const struct {
        gx_storage how;
        const char *said;
    } cases[] = {
        {{.is_float32 = false}, NULL},
        {{.is_float32 = true}, "float32"},
        {{.deflate = 1}, "deflate 1"},
        {{.is_float32 = true, .deflate = 9}, "float32, deflate 9"},
    };
    size_t length[GX_COUNT(cases)];
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *a = new_frame(), *b = NULL;
        double time[2000];
        for (int k = 0; k < 2000; k++)
            time[k] = k / 3.0;
        int32_t t = gx_frame_add_dim(a, "time", "", 2000, time, NULL);
        gx_frame_add_dim(a, "zone", "", 100, NULL, NULL);
        gx_frame_add_dim(a, "nothing", "", 0, NULL, NULL);
        add_var(a, "large", "", "", 2, (const int32_t[]){t, 1}, 0); /* several chunks */
        add_var(a, "none", "", "", 1, (const int32_t[]){2}, 0);
        add_var(a, "single", "", "", 0, NULL, 0);
        for (int32_t v = 0; v < a->vars.count; v++)
            for (size_t k = 0; k < gx_var_size(a, &a->vars.at[v]); k++)
                a->vars.at[v].value[k] = k % 7 ? 1.0 / (double)(k % 50) : (double)NAN;
        for (int again = 0; again < 2; again++)
            assert_int_equal(
                gx_h5_write(a, again ? "stored2.h5" : "stored.h5", &cases[i].how, ds),
                GX_OK);
        gx_buf bytes = bytes_of("stored.h5"), same = bytes_of("stored2.h5");
        assert_int_equal(bytes.length, same.length);
        assert_memory_equal(bytes.text, same.text, bytes.length);
        length[i] = bytes.length;
        gx_buf_clear(&bytes);
        gx_buf_clear(&same);
        assert_int_equal(gx_h5_read(&b, "stored.h5", ds), GX_OK);
        const char *said = gx_attribute_find(&b->attributes, "gaoxin_storage");
        assert_int_equal(!said, !cases[i].said);
        assert_string_equal(said ? said : "", cases[i].said ? cases[i].said : "");
        b->attributes.count = 0;
        for (int32_t v = 0; v < a->vars.count && cases[i].how.is_float32; v++)
            for (size_t k = 0; k < gx_var_size(a, &a->vars.at[v]); k++)
                a->vars.at[v].value[k] = (double)(float)a->vars.at[v].value[k];
        const char *difference = first_difference(a, b);
        if (difference)
            fail_msg("%s: '%s' came back different", cases[i].said, difference);
        gx_frame_free(a);
        gx_frame_free(b);
        gx_diags_free(ds);
    }
    assert_true(length[1] < length[0] * 6 / 10 && length[2] < length[0] / 10 &&
                length[3] < length[2]);
}

static void numbers_beyond_float32_are_refused(void **state)
{
    (void)state;
    gx_diags *ds = test_diags();
    gx_frame *f = new_frame();
    int32_t v = gx_frame_add_var(f, "huge", "", 0, NULL);
    f->vars.at[v].value[0] = HUGE_VAL; /* infinite it may be */
    gx_storage how = {.is_float32 = true};
    assert_int_equal(gx_h5_write(f, "huge.h5", &how, ds), GX_OK);
    f->vars.at[v].value[0] = -1e39;
    gx_err err = gx_h5_write(f, "huge.h5", &how, ds);
    expect_error(ds, err, GX_CODE_VALUE, "'huge' has -1e+39, too large for float32", "");
    assert_int_equal(gx_h5_write(f, "huge.h5", &usual, ds), GX_OK);
    gx_frame_free(f);
    gx_diags_free(ds);
}

static void links_are_written_through(void **state)
{
    static const struct {
        const char *link, *to, *file; /* NULL: refused */
    } cases[] = {
        {"links/a.csv", "real/a.csv", "links/real/a.csv"},
        {"links/b.csv", "c.csv", "links/real/c.csv"}, /* a link to a link */
        {"links/c.csv", "real/c.csv", "links/real/c.csv"},
        {"links/round.csv", "round.csv", NULL},
        {"links/lost.csv", "no/where.csv", NULL},
    };
    (void)state;
    gx_frame *f = table_frame();
    mkdir("links", 0777);
    mkdir("links/real", 0777);
    put_bytes("links/real/a.csv", "old", 3); /* c.csv is not there yet */
    for (size_t i = 0; i < GX_COUNT(cases); i++)
        assert_int_equal(symlink(cases[i].to, cases[i].link), 0);
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        struct stat status;
        gx_err err = gx_csv_write(f, cases[i].link, &usual, ds);
        if (!cases[i].file)
            expect_error(ds, err, GX_CODE_FILE, "cannot write 'links/", cases[i].link);
        else
            test_no_errors(ds, cases[i].link);
        assert_int_equal(lstat(cases[i].link, &status), 0);
        assert_true(S_ISLNK(status.st_mode));
        if (cases[i].file) {
            gx_buf text = bytes_of(cases[i].file);
            assert_memory_equal(text.text, "Time", 4);
            gx_buf_clear(&text);
            assert_int_equal(unlink(cases[i].file), 0);
        }
        gx_diags_free(ds);
    }
    assert_int_equal(files_ending_in("links", ".tmp", false), 0);
    gx_frame_free(f);
}

/* Bytes of a written frame whose variable `v` is over these dimensions and flagged. */
static size_t steady_size(const int32_t *dim, int32_t dim_count, bool is_steady,
                          bool changes, bool *came_back_steady)
{
    static const double run[] = {0, 1, 2};
    gx_diags *ds = test_diags();
    gx_frame *a = new_frame(), *b = NULL;
    double time[400];
    for (int k = 0; k < 400; k++)
        time[k] = k;
    gx_frame_add_dim(a, "run", "", 3, run, NULL);
    gx_frame_add_dim(a, "time", "", 400, time, NULL);
    gx_frame_add_dim(a, "scope", "", 5, NULL, NULL);
    int32_t v = gx_frame_add_var(a, "v", "", dim_count, dim);
    gx_var *var = &a->vars.at[v];
    var->is_steady = is_steady;
    size_t block = 1, size = gx_var_size(a, var);
    for (int32_t i = dim_count - 1; i >= 0 && dim[i] != 1; i--)
        block *= (size_t)a->dims.at[dim[i]].length;
    for (size_t i = 0; i < size; i++) /* another for each run and element */
        var->value[i] = number(9, i / (400 * block) * block + i % block);
    if (changes)
        var->value[size - 1] = (double)NAN; /* a run that ended early */
    assert_int_equal(gx_h5_write(a, "steady.h5", &usual, ds), GX_OK);
    assert_int_equal(gx_h5_read(&b, "steady.h5", ds), GX_OK);
    const char *difference = first_difference(a, b);
    if (difference)
        fail_msg("'%s' over %d dimensions came back different", difference, dim_count);
    *came_back_steady = b->vars.at[0].is_steady;
    gx_buf bytes = bytes_of("steady.h5");
    size_t length = bytes.length;
    gx_buf_clear(&bytes);
    gx_frame_free(a);
    gx_frame_free(b);
    gx_diags_free(ds);
    return length;
}

static void constants_are_written_once(void **state)
{
    static const struct {
        int32_t dim[3], dim_count; /* 0 run, 1 time, 2 scope */
        bool is_written_once;
    } cases[] = {{{1}, 1, true},       {{1, 2}, 2, true},  {{0, 1}, 2, true},
                 {{0, 1, 2}, 3, true}, {{2, 1}, 2, false}, {{2}, 1, false}};
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        bool steady[3];
        size_t once = steady_size(cases[i].dim, cases[i].dim_count, true, false, steady);
        size_t often =
            steady_size(cases[i].dim, cases[i].dim_count, false, false, steady + 1);
        steady_size(cases[i].dim, cases[i].dim_count, true, true, steady + 2);
        assert_true((once + 3000 < often) == cases[i].is_written_once);
        assert_true(steady[0] == cases[i].is_written_once && !steady[1] && !steady[2]);
    }
}

/* ---- crashes and full disks ---- */

/* Write two frames in turn until killed. */
static void write_for_ever(void)
{
    gx_diags *ds = test_diags();
    gx_frame *f[] = {full_frame(2000, 1), full_frame(3000, 2)};
    for (int i = 0;; i++)
        if (gx_h5_write(f[i % 2], "killed/target.h5", &usual, ds))
            _exit(3);
}

static void expect_one_of(const char *path, gx_frame *const *f, int count)
{
    gx_diags *ds = test_diags();
    gx_frame *got = NULL;
    const char *difference = "";
    assert_int_equal(gx_h5_read(&got, path, ds), GX_OK);
    for (int i = 0; i < count && difference; i++)
        difference = first_difference(f[i], got);
    if (difference)
        fail_msg("half a result: '%s' differs", difference);
    gx_frame_free(got);
    gx_diags_free(ds);
}

static void a_kill_leaves_a_whole_result_or_none(void **state)
{
    (void)state;
    int kills = getenv("GAOXIN_LONG") ? 100 : 20, found = 0, temporaries = 0;
    gx_frame *f[] = {full_frame(2000, 1), full_frame(3000, 2)};
    srand(1);
    mkdir("killed", 0777);
    for (int i = 0; i < kills; i++) {
        if (i % 2)
            unlink("killed/target.h5");
        fflush(NULL);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            write_for_ever();
        struct timespec pause = {.tv_nsec = rand() % 100 * 1000000L};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        int status = 0;
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        temporaries += files_ending_in("killed", ".tmp", true);
        if (access("killed/target.h5", F_OK) == 0) {
            found++;
            expect_one_of("killed/target.h5", f, 2);
        }
    }
    print_message("%d kills: %d whole results, %d temporary files left\n", kills, found,
                  temporaries);
    gx_frame_free(f[0]);
    gx_frame_free(f[1]);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    (void)state;
    gx_frame *f = full_frame(1000, 1);
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    struct rlimit limit, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    sigaction(SIGXFSZ, &ignore, &before);
    mkdir("full", 0777);
    for (int32_t i = 0; i < gx_format_count; i++) {
        gx_diags *ds = test_diags();
        char path[64];
        snprintf(path, sizeof path, "full/result%s", gx_formats[i].extension);
        put_bytes(path, "old", 3);
        small = limit;
        small.rlim_cur = 20000;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        gx_err err = gx_formats[i].write(f, path, &usual, ds);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        expect_error(ds, err, GX_CODE_FILE, "cannot write 'full/result", path);
        gx_buf old = bytes_of(path);
        assert_string_equal(old.text, "old");
        gx_buf_clear(&old);
        assert_int_equal(files_ending_in("full", ".tmp", false), 0);
        gx_diags_free(ds);
    }
    sigaction(SIGXFSZ, &before, NULL);
    gx_frame_free(f);
}

static void places_that_cannot_be_written_are_named(void **state)
{
    static const struct {
        const char *path, *words;
    } cases[] = {
        {"nowhere/x", "cannot write 'nowhere/x"},
        {"folder", "cannot write 'folder"},
        {"/dev/null", "not a regular file"},
    };
    (void)state;
    gx_frame *f = table_frame();
    for (size_t i = 0; i < GX_COUNT(cases); i++)
        for (int32_t k = 0; k < gx_format_count; k++) {
            gx_diags *ds = test_diags();
            char path[64];
            bool is_device = cases[i].path[0] == '/';
            snprintf(path, sizeof path, "%s%s", cases[i].path,
                     is_device ? "" : gx_formats[k].extension);
            if (strncmp(path, "folder", 6) == 0)
                mkdir(path, 0777);
            gx_err err = gx_formats[k].write(f, path, &usual, ds);
            expect_error(ds, err, GX_CODE_FILE, cases[i].words, path);
            gx_diags_free(ds);
        }
    gx_frame_free(f);
}

/* ---- formats ---- */

static void formats_are_found_by_extension(void **state)
{
    static const struct {
        const char *path, *extension; /* NULL when there is no such format */
    } cases[] = {
        {"a.h5", ".h5"},      {"b/c.CSV", ".csv"}, {"x.y.nc", ".nc"}, {"t.tab", ".tab"},
        {"h5", NULL},         {"a.h5/b", NULL},    {"a.xlsx", NULL},  {"", NULL},
        {"结果.csv", ".csv"}, {".csv", ".csv"},    {"a.csv~", NULL},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        const gx_format *format = gx_format_find(cases[i].path);
        if (!format != !cases[i].extension ||
            (format && strcmp(format->extension, cases[i].extension) != 0))
            fail_msg("'%s': format %s", cases[i].path,
                     format ? format->extension : "NULL");
    }
}

static void every_format_gives_the_numbers_back(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_format_count; i++) {
        const gx_format *format = &gx_formats[i];
        if (!format->read)
            continue;
        gx_diags *ds = test_diags();
        gx_frame *a = new_frame(), *b = NULL;
        double time[500];
        char path[64];
        for (int k = 0; k < 500; k++)
            time[k] = 2011 + k / 3.0;
        int32_t t = gx_frame_add_dim(a, "time", "", 500, time, NULL);
        add_var(a, "工业 总产值", "", "", 1, &t, 1);
        add_var(a, "a, \"b\"\tc", "", "", 1, &t, 2);
        for (int32_t v = 0; v < a->vars.count; v++)
            for (int k = 0; k < 500; k++)
                a->vars.at[v].value[k] += 0.0; /* a table writes -0 as 0 */
        assert_true(strlen(format->doc) > 0);
        snprintf(path, sizeof path, "every%s", format->extension);
        assert_int_equal(format->write(a, path, &usual, ds), GX_OK);
        assert_int_equal(format->read(&b, path, ds), GX_OK);
        test_no_errors(ds, path);
        const char *difference = first_difference(a, b);
        if (difference)
            fail_msg("%s: '%s' came back different", path, difference);
        gx_frame_free(b);
        b = NULL;
        gx_err err = format->read(&b, "missing.file", ds);
        expect_error(ds, err, GX_CODE_FILE, "cannot open 'missing.file'", path);
        assert_null(b);
        gx_frame_free(a);
        gx_diags_free(ds);
    }
}

/* ---- tables ---- */

static void tables_are_written_by_the_book(void **state)
{
    static const double time[] = {0, 0.5}, run[] = {1, 2}, three[] = {1, 2.5, 1e20};
    static const char *const sub[] = {"a", "b"};
    static const char *const odd[] = {"say \"hi\"", "x\ty"};
    static const struct {
        const char *path, *text;
        int32_t dim[3], dim_count; /* 0 run, 1 time, 2 sub, 3 odd */
        bool has_run, has_time;
    } cases[] = {
        {"t.csv", "Time,v\n0,1\n0.5,2.5\n", {1}, 1, false, true},
        {"t.tab", "Time\tv\n0\t1\n0.5\t2.5\n", {1}, 1, false, true},
        {"s.csv", "Time,v\n0,1\n0.5,1\n", {0}, 0, false, true},
        {"n.csv", "v\n1\n", {0}, 0, false, false},
        {"e.csv", "v[a],v[b]\n1,2.5\n", {2}, 1, false, false},
        {"r.csv", "Run,v[a],v[b]\n1,1,2.5\n2,1e+20,\n", {0, 2}, 2, true, false},
        {"a.csv",
         "Run,Time,v\n1,0,1\n1,0.5,2.5\n2,0,1e+20\n2,0.5,\n",
         {0, 1},
         2,
         true,
         true},
        {"q.csv",
         "Time,\"v[say \"\"hi\"\"]\",v[x\ty]\n0,1,2.5\n0.5,1e+20,\n",
         {1, 3},
         2,
         false,
         true},
        {"q.tab",
         "Time\t\"v[say \"\"hi\"\"]\"\t\"v[x\ty]\"\n0\t1\t2.5\n0.5\t1e+20\t\n",
         {1, 3},
         2,
         false,
         true},
        {"a.md",
         "| Run | Time | v |\n| ---: | ---: | ---: |\n"
         "| 1 | 0 | 1 |\n| 1 | 0.5 | 2.5 |\n| 2 | 0 | 1e+20 |\n| 2 | 0.5 |  |\n",
         {0, 1},
         2,
         true,
         true},
        {"e.md",
         "| v\\[a\\] | v\\[b\\] |\n| ---: | ---: |\n| 1 | 2.5 |\n",
         {2},
         1,
         false,
         false},
        {"p.csv",
         "Time,\"v[a,a]\",\"v[a,b]\",\"v[b,a]\",\"v[b,b]\"\n"
         "0,1,2.5,1e+20,\n0.5,1,2.5,1e+20,\n",
         {2, 2},
         2,
         false,
         true},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *f = new_frame();
        int32_t at[4], dim[3];
        at[0] = cases[i].has_run ? gx_frame_add_dim(f, "run", "", 2, run, NULL) : -1;
        at[1] = cases[i].has_time ? gx_frame_add_dim(f, "time", "", 2, time, NULL) : -1;
        at[2] = gx_frame_add_dim(f, "sub", "", 2, NULL, sub);
        at[3] = gx_frame_add_dim(f, "odd", "", 2, NULL, odd);
        for (int32_t k = 0; k < cases[i].dim_count; k++)
            dim[k] = at[cases[i].dim[k]];
        int32_t v = gx_frame_add_var(f, "v", "", cases[i].dim_count, dim);
        size_t size = gx_var_size(f, &f->vars.at[v]);
        memcpy(f->vars.at[v].value, three, (size < 3 ? size : 3) * sizeof *three);
        const gx_format *format = gx_format_find(cases[i].path);
        gx_storage marked = {.has_bom = true};
        assert_int_equal(format->write(f, cases[i].path, &usual, ds), GX_OK);
        gx_buf text = bytes_of(cases[i].path);
        if (strcmp(text.text, cases[i].text) != 0)
            fail_msg("%s: wanted\n%sgot\n%s", cases[i].path, cases[i].text, text.text);
        assert_true(format->matches(f, cases[i].path, ds->oom));
        if (format->choices & GX_CHOICE_BOM) {
            assert_int_equal(format->write(f, "marked.csv", &marked, ds), GX_OK);
            gx_buf more = bytes_of("marked.csv");
            assert_memory_equal(more.text, "\xEF\xBB\xBF", 3);
            if (format == gx_format_find("marked.csv"))
                assert_string_equal(more.text + 3, text.text);
            assert_true(gx_csv_matches(f, "marked.csv", ds->oom));
            gx_buf_clear(&more);
        }
        f->vars.at[v].name = "w";
        assert_false(format->matches(f, cases[i].path, ds->oom));
        assert_false(format->matches(f, "missing", ds->oom));
        gx_buf_clear(&text);
        gx_frame_free(f);
        gx_diags_free(ds);
    }
}

/* A frame of a table as text: `name=v v v;` a variable, `-` for a missing value. */
static gx_buf table_text(const gx_frame *f)
{
    gx_buf out;
    gx_buf_init(&out, (gx_oom){.handler = test_oom});
    const gx_dim *time = &f->dims.at[0];
    gx_buf_print(&out, "%s %s=", time->name, time->units);
    for (int32_t i = -1; i < f->vars.count; i++) {
        if (i >= 0)
            gx_buf_print(&out, "%s=", f->vars.at[i].name);
        for (int32_t t = 0; t < time->length; t++) {
            double value = i < 0 ? time->value[t] : f->vars.at[i].value[t];
            gx_buf_print(&out, t ? " " : "");
            if (isnan(value))
                gx_buf_print(&out, "-");
            else
                gx_buf_number(&out, value);
        }
        gx_buf_print(&out, ";");
    }
    return out;
}

static void tables_are_read(void **state)
{
    static const struct {
        const char *path, *text, *result;
    } cases[] = {
        {"a.csv", "Time,a\n0,1\n1,2\n", "time =0 1;a=1 2;"},
        {"a.csv", "Time,a\r\n0,1\r\n1,2\r\n", "time =0 1;a=1 2;"},
        {"a.csv", "Time,a\r0,1\r1,2", "time =0 1;a=1 2;"},
        {"a.csv", "\xEF\xBB\xBFtime (Month), a b ,c[x]\n0, 1,\n1,,-2e3\n",
         "time Month=0 1;a b=1 -;c[x]=- -2000;"},
        {"a.csv", "Time,\"f[a,b]\",\"x \"\"y\"\"\"\n0,\"1\",2\n",
         "time =0;f[a,b]=1;x \"y\"=2;"},
        {"a.csv", "Time,a\n\n0,1\n,\n\n", "time =0;a=1;"},
        {"a.csv", "Time,a,\n0,1,\n1,2\n", "time =0 1;a=1 2;"},
        {"a.csv", "Time,a\n0,inf\n1,-Infinity\n2,NaN\n", "time =0 1 2;a=inf -inf -;"},
        {"a.csv", "Time,a\n", "time =;a=;"},
        {"a.csv", "Time\n0\n1\n", "time =0 1;"},
        {"a.TAB", "Time\ta, b\tc\t\r\n0\t1\t\t\r\n1\t2\t3\t\r\n",
         "time =0 1;a, b=1 2;c=- 3;"},
        {"a.tab", "Time\ta\tb\n0\t1\t2\n1\t3\n", "time =0 1;a=1 3;b=2 -;"},
        {"a.tab", "Time\t\"a b\"[x]\t\"c d\"\n0\t1\t2\n", "time =0;\"a b\"[x]=1;c d=2;"},
        {"a.csv", "Time,工业\n2011,120.97\n", "time =2011;工业=120.97;"},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *f = NULL;
        put_bytes(cases[i].path, cases[i].text, strlen(cases[i].text));
        gx_csv_read(&f, cases[i].path, ds);
        test_no_errors(ds, cases[i].text);
        gx_buf got = table_text(f);
        if (strcmp(got.text, cases[i].result) != 0)
            fail_msg("%s: wanted %s, got %s", cases[i].text, cases[i].result, got.text);
        gx_buf_clear(&got);
        gx_frame_free(f);
        gx_diags_free(ds);
    }
}

static void wrong_tables_are_refused_where_they_are_wrong(void **state)
{
    static const struct {
        const char *text;
        gx_code code;
        const char *words;
    } cases[] = {
        {"", GX_CODE_SYNTAX, "w.csv:1:1: error: a table without a line"},
        {"a,b\n0,1\n", GX_CODE_SYNTAX,
         "w.csv:1:1: error: the first column is 'a', not 'Time'"},
        {"Time (x,a\n", GX_CODE_SYNTAX, "w.csv:1:1: error: the first column"},
        {"Time,a\n0,x1\n", GX_CODE_SYNTAX, "w.csv:2:3: error: 'x1' is not a number"},
        {"Time,工业,b\n0,一,\"2 \"\n", GX_CODE_SYNTAX,
         "w.csv:2:3: error: '一' is not a number"},
        {"Time,a\r0,1\r1,1.2.3\r", GX_CODE_SYNTAX,
         "w.csv:3:3: error: '1.2.3' is not a number"},
        {"Time,a\n1,1\n1,1\n", GX_CODE_SYNTAX, "w.csv:3:1: error: time does not rise"},
        {"Time,a\n,1\n", GX_CODE_SYNTAX, "w.csv:2:1: error: time does not rise"},
        {"Time,a,b\n0,1\n", GX_CODE_SYNTAX, "w.csv:2:3: error: the line ends here"},
        {"Time,a\n0,1,2\n", GX_CODE_SYNTAX, "w.csv:2:5: error: more fields"},
        {"Time,,b\n0,1,2\n", GX_CODE_SYNTAX, "w.csv:2:3: error: this column has no name"},
        {"Time,a b,A_B\n", GX_CODE_DUPLICATE_NAME,
         "w.csv:1:10: error: 'A_B' is the name"},
        {"Time,\"a\n0,1\n", GX_CODE_SYNTAX, "w.csv:1:6: error: this quote is not closed"},
        {"Time,\"a\"b\n", GX_CODE_SYNTAX,
         "w.csv:1:9: error: text after the closing quote"},
        {"Time,\xFF\n", GX_CODE_ENCODING, "w.csv:1:6: error: byte 0xff is not UTF-8"},
    };
    (void)state;
    for (size_t i = 0; i < GX_COUNT(cases); i++) {
        gx_diags *ds = test_diags();
        gx_frame *f = NULL;
        put_bytes("w.csv", cases[i].text, strlen(cases[i].text));
        gx_err err = gx_csv_read(&f, "w.csv", ds);
        assert_null(f);
        expect_error(ds, err, cases[i].code, cases[i].words, cases[i].text);
        gx_diags_free(ds);
    }
}

static void errors_of_a_table_end_some_time(void **state)
{
    (void)state;
    gx_diags *ds = test_diags();
    gx_frame *f = NULL;
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    gx_buf_print(&text, "Time,a\n");
    for (int i = 0; i < 1000; i++)
        gx_buf_print(&text, "%d,x\n", i);
    put_bytes("many.csv", text.text, text.length);
    assert_int_equal(gx_csv_read(&f, "many.csv", ds), GX_BAD_INPUT);
    assert_int_equal(ds->error_count, 20);
    gx_buf_clear(&text);
    gx_diags_free(ds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_come_back_as_they_were),
        cmocka_unit_test(same_frame_gives_same_bytes),
        cmocka_unit_test(names_that_collide_are_refused),
        cmocka_unit_test(what_is_no_result_is_refused),
        cmocka_unit_test(truncated_results_are_refused),
        cmocka_unit_test(damaged_results_are_refused),
        cmocka_unit_test(storage_is_a_choice_and_said),
        cmocka_unit_test(constants_are_written_once),
        cmocka_unit_test(numbers_beyond_float32_are_refused),
        cmocka_unit_test(links_are_written_through),
        cmocka_unit_test(a_kill_leaves_a_whole_result_or_none),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
        cmocka_unit_test(places_that_cannot_be_written_are_named),
        cmocka_unit_test(formats_are_found_by_extension),
        cmocka_unit_test(every_format_gives_the_numbers_back),
        cmocka_unit_test(tables_are_written_by_the_book),
        cmocka_unit_test(tables_are_read),
        cmocka_unit_test(wrong_tables_are_refused_where_they_are_wrong),
        cmocka_unit_test(errors_of_a_table_end_some_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
