/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures and tables. Texts in pictures are tested by reading them back from SVG; hostile
 * texts must come back as they are and must not be run. */
#include "drawing.h"

#include "show/gnuplot.h"
#include "show/sheet.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void show_messages(const fixture *f)
{
    gx_buf text = test_messages(f->ds);
    print_message("%s", text.text);
    gx_buf_clear(&text);
}

static const gx_buf *read_file(fixture *f, const char *path)
{
    gx_buf *text = GX_NEW(f->arena, gx_buf);
    FILE *in = fopen(path, "rb");
    if (!in)
        return NULL;
    char chunk[4096];
    gx_buf bytes;
    gx_buf_init(&bytes, oom);
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, in)) > 0;)
        gx_buf_add(&bytes, chunk, got);
    fclose(in);
    text->text = gx_arena_text(f->arena, bytes.text, bytes.length);
    text->length = bytes.length;
    gx_buf_clear(&bytes);
    return text;
}

/* ---- texts of an SVG ---- */

typedef struct svg_text {
    const char *text;
    gx_box box; /* estimated, in the picture's units, y downwards */
} svg_text;

typedef struct svg_texts {
    GX_LIST(svg_text);
    gx_box page;
} svg_texts;

static const char *unescape(gx_arena *arena, const char *from, size_t length)
{
    static const char *const names[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    char *text = gx_arena_text(arena, from, length);
    char *to = text;
    for (const char *c = text; *c;) {
        size_t step = 1;
        char plain = *c;
        if (*c == '<') {
            c += strcspn(c, ">") + 1;
            continue;
        }
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            if (strncmp(c, names[i][0], strlen(names[i][0])) == 0) {
                step = strlen(names[i][0]);
                plain = *names[i][1];
            }
        }
        *to++ = plain;
        c += step;
    }
    *to = '\0';
    return text;
}

static svg_texts read_texts(fixture *f, const char *svg)
{
    svg_texts list = {0};
    const char *wide = strstr(svg, "width=\""), *high = strstr(svg, "height=\"");
    assert_true(wide && high);
    list.page.right = strtod(wide + strlen("width=\""), NULL);
    list.page.top = strtod(high + strlen("height=\""), NULL);
    for (const char *at = svg; (at = strstr(at, "<g transform=\"translate("));) {
        at += strlen("<g transform=\"translate(");
        const char *begin = strstr(at, "<text"), *size = strstr(at, "font-size=\"");
        const char *anchor = strstr(at, "text-anchor=\"");
        const char *next = strstr(at, "<g transform=\"translate(");
        if (!begin || !size || !anchor || (next && next < begin))
            continue;
        begin = strchr(begin, '>') + 1;
        svg_text *t = GX_ADD(f->arena, &list);
        t->text = unescape(f->arena, begin, (size_t)(strstr(begin, "</text>") - begin));
        double points = strtod(size + strlen("font-size=\""), NULL);
        double width = 0.92 * points * gx_layout_ems(t->text, strlen(t->text));
        char *rest = NULL;
        double x = strtod(at, &rest), y = strtod(rest + 1, NULL);
        char side = anchor[strlen("text-anchor=\"")];
        x -= side == 'e' ? width : side == 'm' ? width / 2 : 0.0;
        t->box = (gx_box){x, y - 0.75 * points, x + width, y + 0.15 * points};
    }
    return list;
}

static void check_no_overlap(const svg_texts *texts, const char *what)
{
    gx_box page = texts->page;
    for (int32_t i = 0; i < texts->count; i++) {
        const svg_text *a = &texts->at[i];
        if (a->box.left < 0 || a->box.right > page.right || a->box.bottom < 0 ||
            a->box.top > page.top)
            fail_msg("%s: '%s' leaves the page", what, a->text);
        for (int32_t j = 0; j < i; j++) {
            const svg_text *b = &texts->at[j];
            if (a->box.left < b->box.right && b->box.left < a->box.right &&
                a->box.bottom < b->box.top && b->box.bottom < a->box.top)
                fail_msg("%s: '%s' overlaps '%s'", what, a->text, b->text);
        }
    }
}

static void check_has(fixture *f, const svg_texts *texts, const char *wanted)
{
    const char **all = GX_ARRAY(f->arena, const char *, texts->count);
    for (int32_t i = 0; i < texts->count; i++)
        all[i] = texts->at[i].text;
    if (!strstr(joined(f, all, texts->count), joined(f, &wanted, 1)))
        fail_msg("'%s' is not in the picture", wanted);
}

/* ---- charts ---- */

static const double years[] = {2011, 2012, 2013, 2014, 2015, 2016, 2017,
                               2018, 2019, 2020, 2021, 2022, 2023, 2024,
                               2025, 2026, 2027, 2028, 2029, 2030};
enum { YEARS = sizeof years / sizeof *years };

static double *growing(fixture *f, double from, double rate)
{
    double *y = GX_ARRAY(f->arena, double, YEARS);
    for (int32_t i = 0; i < YEARS; i++)
        y[i] = from * pow(1.0 + rate, i);
    return y;
}

static void add_series(fixture *f, gx_chart *c, const char *label, const double *y)
{
    *GX_ADD(f->arena, &c->series) = (gx_series){label, YEARS, years, y, NULL};
}

/* What a plan is shown with: history, constructions, band, target. */
static void add_plan(fixture *f, gx_chart *c, const char *const label[4])
{
    static const double history[] = {90.23, 120.97}, built[] = {38, 52, 71};
    *GX_ADD(f->arena, &c->points) =
        (gx_points){label[0], 2, years + 3, history, false, NULL};
    *GX_ADD(f->arena, &c->points) = (gx_points){label[1], 3, years, built, true, NULL};
    *GX_ADD(f->arena, &c->bands) = (gx_band){
        label[2], 6, years + 4, growing(f, 120.97, 0.20), growing(f, 120.97, 0.33),
        false};
    *GX_ADD(f->arena, &c->targets) = (gx_target){label[3], 2020, 300, 500};
}

static gx_chart plan_chart(fixture *f)
{
    static const char *const label[] = {"统计数据", "推算值", "规划路径：年增 20%–33%",
                                        "2020 年目标：300–500 亿元"};
    gx_chart c = {.title = "规划增速只有在土地供应放开时才能达到",
                  .subtitle = "高新区工业总产值，亿元/年",
                  .source = "资料来源：统计年报；gaoxin 模拟",
                  .x.from = 2011,
                  .x.to = 2030};
    add_series(f, &c, "基线", growing(f, 40, 0.10));
    add_series(f, &c, "规划 20%", growing(f, 41, 0.115));
    add_series(f, &c, "growth-only", growing(f, 40, 0.101));
    add_plan(f, &c, label);
    return c;
}

/* Values of names, those of the series among them, instead of years. */
static void give_names(fixture *f, gx_chart *c)
{
    const char **name = GX_ARRAY(f->arena, const char *, YEARS);
    double *x = GX_ARRAY(f->arena, double, YEARS);
    for (int32_t i = 0; i < YEARS; i++) {
        x[i] = i + 1;
        name[i] = c->series.at[(i + 1) % c->series.count].label;
    }
    c->names = name;
    c->name_count = YEARS;
    c->x.from = 0.5;
    c->x.to = YEARS + 0.5;
    const gx_chart from = *c;
    c->series.count = c->series.room = 0;
    c->series.at = NULL;
    for (int32_t i = 0; i < from.series.count && i < GX_MOST_BARS; i++) {
        *GX_ADD(f->arena, &c->series) = from.series.at[i];
        c->series.at[i].x = x;
    }
}

/* The chart without what a kind does not take. */
static gx_chart suited(fixture *f, const gx_plot *plot, const gx_chart *c)
{
    gx_chart chart = *c;
    if (plot->needs == GX_STACKED || plot->needs == GX_ALIGNED || plot->needs == GX_NAMED)
        chart.bands.count = 0;
    if (plot->needs == GX_ALIGNED || plot->needs == GX_NAMED)
        chart.points.count = chart.targets.count = 0;
    if (plot->needs == GX_NAMED)
        give_names(f, &chart);
    if (plot->most && chart.series.count > plot->most)
        chart.series.count = plot->most;
    return chart;
}

/* The chart `count` times as panels, each named like one of its series. */
static gx_chart in_panels(fixture *f, const gx_chart *c, int32_t count)
{
    gx_chart page = *c;
    page.series.count = page.points.count = page.bands.count = page.targets.count = 0;
    for (int32_t i = 0; i < count; i++) {
        gx_chart *panel = GX_ADD(f->arena, &page.panels);
        *panel = *c;
        panel->title = c->series.at[i % c->series.count].label;
        panel->subtitle = panel->source = NULL;
    }
    return page;
}

static gx_err draw_kind(fixture *f, const gx_plot *plot, const gx_chart *c,
                        const char *name, const char *gnuplot)
{
    const gx_image *images[8];
    assert_in_range(gx_image_count, 1, 8);
    for (int32_t i = 0; i < gx_image_count; i++)
        images[i] = &gx_images[i];
    int32_t seconds = strcmp(gnuplot, "gnuplot") == 0 ? 0 : 2; /* helpers that hang */
    gx_figure_files files = {"figures", name,    images, gx_image_count,
                             gnuplot,   seconds, 0.0};
    return gx_figure_draw(plot, c, &files, f->ds);
}

static gx_err draw(fixture *f, const gx_chart *c, const char *name, const char *gnuplot)
{
    return draw_kind(f, gx_plot_find("time-series"), c, name, gnuplot);
}

static svg_texts draw_svg(fixture *f, const gx_plot *plot, const gx_chart *c)
{
    const gx_image *image = gx_image_find("svg");
    gx_figure_files files = {"figures", "only", &image, 1, "gnuplot", 0, 0.0};
    if (gx_figure_draw(plot, c, &files, f->ds))
        show_messages(f);
    assert_int_equal(f->ds->error_count, 0);
    return read_texts(f, read_file(f, "figures/only.svg")->text);
}

static bool has_leftovers(void)
{
    DIR *folder = opendir("figures");
    bool found = false;
    for (struct dirent *entry; (entry = readdir(folder));)
        found = found || strstr(entry->d_name, ".tmp");
    closedir(folder);
    return found;
}

/* ---- tests ---- */

static void test_tables_find(void **state)
{
    (void)state;
    for (int32_t i = 0; i < gx_plot_count; i++)
        assert_ptr_equal(gx_plot_find(gx_plots[i].name), &gx_plots[i]);
    for (int32_t i = 0; i < gx_image_count; i++)
        assert_ptr_equal(gx_image_find(gx_images[i].name), &gx_images[i]);
    assert_null(gx_plot_find("pie"));
    assert_null(gx_image_find("bmp"));
}

/* Pieces of hostile texts that are to be seen as they are ... */
/* clang-format off */
static const char *const plain[] = {
    "`touch hacked`", "$(touch hacked)", "!touch hacked", "; system 'touch hacked' ;", "\"",
    "'", "''", "@macro", "%", "%s", "{", "}", "^", "_", "\\", "&", "~a{.8-}", "#", "EOD",
    "{/:Bold", "\\n", "\\\"", "\\101", "7", "0", "A", " ", "<b>", "]]>", "&amp;", "中文",
    "亿元", "é", "²", "—", "😀", "R&D_x", "e"};
/* clang-format on */

/* ... and others. */
static const struct {
    const char *in, *out;
} steering[] = {
    {"\n", ""},       {"\nEOD\n", "EOD"},   {"\r\n!touch hacked\n", "!touch hacked"},
    {"\t", ""},       {"\x01", ""},         {"\x7f", ""},
    {"\xC2\x85", ""}, {"\xEF\xBF\xBF", ""}, {"\xff", "\xEF\xBF\xBD"}};
enum {
    PLAIN = sizeof plain / sizeof *plain,
    STEERING = sizeof steering / sizeof *steering
};

static void make_hostile(fixture *f, const char **in, const char **out)
{
    gx_buf text, seen;
    gx_buf_init(&text, oom);
    gx_buf_init(&seen, oom);
    while (strspn(seen.text, " ") == seen.length) {
        for (uint32_t k = 1 + draw_below(f, 7); k > 0; k--) {
            uint32_t i = draw_below(f, PLAIN + STEERING);
            gx_buf_print(&text, "%s", i < PLAIN ? plain[i] : steering[i - PLAIN].in);
            gx_buf_print(&seen, "%s", i < PLAIN ? plain[i] : steering[i - PLAIN].out);
        }
    }
    *in = gx_arena_text(f->arena, text.text, text.length);
    *out = gx_arena_text(f->arena, seen.text, seen.length);
    gx_buf_clear(&text);
    gx_buf_clear(&seen);
}

static void test_hostile_texts_come_back(void **state)
{
    enum { LABELS = 200 };
    const int32_t scripts = getenv("GAOXIN_LONG") ? 50 : 5;
    fixture *f = *state;
    static const gx_helper helper = {"gnuplot", 60};
    for (int32_t s = 0; s < scripts; s++) {
        const char *in = NULL, *out[LABELS];
        gx_buf script;
        gx_buf_init(&script, oom);
        gx_buf_print(&script,
                     "set encoding utf8\nset terminal svg enhanced size 600,400\n"
                     "unset tics\nunset key\nset xrange [0:1]\n");
        for (int32_t i = 0; i < LABELS; i++) {
            make_hostile(f, &in, &out[i]);
            gx_buf_print(&script, "set label %d ", (int)i + 1);
            gx_gnuplot_quote(in, &script);
            gx_buf_print(&script, " at screen 0.1,%g front\n", (i + 1.0) / (LABELS + 2));
        }
        gx_buf_print(&script, "plot x\nunset output\n");
        int fd = open("figures/hostile.svg", O_RDWR | O_CREAT | O_TRUNC, 0666);
        gx_err err = gx_gnuplot_run(&helper, &script, fd, f->ds);
        close(fd);
        show_messages(f);
        assert_int_equal(err, GX_OK);
        svg_texts texts = read_texts(f, read_file(f, "figures/hostile.svg")->text);
        assert_int_equal(texts.count, LABELS);
        for (int32_t i = 0; i < LABELS; i++)
            assert_string_equal(texts.at[i].text, out[i]);
        gx_buf_clear(&script);
        assert_int_not_equal(access("hacked", F_OK), 0);
    }
}

static const char *without_slash(fixture *f, const char *text)
{
    char *copy = gx_arena_text(f->arena, text, strlen(text));
    for (char *c = copy; *c; c++)
        *c = *c == '/' ? '|' : *c;
    return strcmp(copy, ".") == 0 || strcmp(copy, "..") == 0 ? "dots" : copy;
}

/* Run scripts of the folder by one plain gnuplot, which starts afresh between them. */
static void run_scripts(const char *const *name, int32_t count)
{
    gx_buf command;
    gx_buf_init(&command, oom);
    gx_buf_print(&command, "cd figures && gnuplot -d");
    for (int32_t i = 0; i < count; i++)
        gx_buf_print(&command, " -e 'reset session' %s.gp", name[i]);
    assert_int_equal(system(command.text), 0);
    gx_buf_clear(&command);
    assert_int_not_equal(access("hacked", F_OK), 0);
    assert_int_not_equal(access("figures/hacked", F_OK), 0);
}

enum { HOSTILE = 9 };

typedef struct hostile {
    const char *in[HOSTILE], *out[HOSTILE];
    gx_chart chart;
    const char **name; /* of the kinds' files */
} hostile;

static hostile hostile_chart(fixture *f)
{
    hostile h = {.name = GX_ARRAY(f->arena, const char *, gx_plot_count)};
    for (int32_t i = 0; i < HOSTILE; i++)
        make_hostile(f, &h.in[i], &h.out[i]);
    for (int32_t kind = 0; kind < gx_plot_count; kind++)
        h.name[kind] = gx_arena_format(f->arena, "hostile%d", (int)kind);
    h.chart = (gx_chart){h.in[0], h.in[1], h.in[2], .x.from = 2011, .x.to = 2030};
    add_series(f, &h.chart, h.in[3], growing(f, 40, 0.10));
    add_series(f, &h.chart, h.in[4], growing(f, 45, 0.09));
    add_plan(f, &h.chart, &h.in[5]);
    return h;
}

/* Every kind of it, with its panels or without; no `gnuplot`: the scripts alone. */
static void draw_hostile(fixture *f, const hostile *h, bool has_panels,
                         const char *gnuplot)
{
    const gx_image *svg = gx_image_find("svg");
    for (int32_t kind = 0; kind < gx_plot_count; kind++) {
        gx_chart one = suited(f, &gx_plots[kind], &h->chart);
        gx_chart many = in_panels(f, &one, 3);
        gx_figure_files files = {"figures", h->name[kind], &svg, 1, gnuplot, 0, 0.0};
        if (gx_figure_draw(&gx_plots[kind], has_panels ? &many : &one, &files, f->ds))
            show_messages(f);
        assert_int_equal(f->ds->error_count, 0);
    }
}

/* All that a kind takes is in its picture, which is taken away. */
static void check_hostile(fixture *f, const hostile *h)
{
    for (int32_t kind = 0; kind < gx_plot_count; kind++) {
        gx_chart c = suited(f, &gx_plots[kind], &h->chart);
        const bool has[HOSTILE] = {true,
                                   true,
                                   true,
                                   true,
                                   true,
                                   c.points.count > 0,
                                   c.points.count > 1,
                                   c.bands.count > 0,
                                   c.targets.count > 0};
        const char *path = gx_arena_format(f->arena, "figures/%s.svg", h->name[kind]);
        svg_texts texts = read_texts(f, read_file(f, path)->text);
        for (int32_t i = 0; i < HOSTILE; i++)
            if (has[i])
                check_has(f, &texts, h->out[i]);
        remove(path);
    }
}

static void test_hostile_charts(void **state)
{
    fixture *f = *state;
    const int32_t charts = getenv("GAOXIN_LONG") ? 100 : 3;
    for (int32_t n = 0; n < charts; n++) {
        hostile h = hostile_chart(f);
        draw_hostile(f, &h, n % 2, n ? NULL : "gnuplot");
        if (n == 0)
            check_hostile(f, &h);
        run_scripts(h.name, gx_plot_count); /* as a user runs them */
        check_hostile(f, &h);
    }
}

/* Any name of a file and of its folder: the files have it, no script does. */
static void test_hostile_names(void **state)
{
    fixture *f = *state;
    enum { BATCH = 8 };
    const char *run[BATCH];
    const int32_t names = getenv("GAOXIN_LONG") ? 50 * BATCH : BATCH;
    const gx_image *images[] = {gx_image_find("svg"), gx_image_find("emf")};
    gx_chart c = plan_chart(f);
    for (int32_t n = 0; n < names; n++) {
        const char *folder = NULL, *name = NULL, *seen = NULL;
        make_hostile(f, &folder, &seen);
        make_hostile(f, &name, &seen);
        folder = gx_arena_format(f->arena, "figures/%s", without_slash(f, folder));
        name = without_slash(f, name);
        mkdir(folder, 0777);
        gx_figure_files files = {folder, name, images, 2, "gnuplot", 0, 0.0};
        if (gx_figure_draw(gx_plot_find("time-series"), &c, &files, f->ds))
            show_messages(f);
        assert_int_equal(f->ds->list.count, 0);
        static const char *const endings[] = {"gp", "csv", "svg", "emf"};
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            assert_non_null(read_file(
                f, gx_arena_format(f->arena, "%s/%s.%s", folder, name, endings[i])));
        const gx_buf *script =
            read_file(f, gx_arena_format(f->arena, "%s/%s.gp", folder, name));
        assert_null(strstr(script->text, "hacked"));
        run[n % BATCH] = gx_arena_format(f->arena, "run%d", (int)(n % BATCH));
        FILE *out =
            fopen(gx_arena_format(f->arena, "figures/%s.gp", run[n % BATCH]), "wb");
        fwrite(script->text, 1, script->length, out);
        fclose(out);
        if (n % BATCH == BATCH - 1)
            run_scripts(run, BATCH);
    }
}

static void test_figure_has_its_texts(void **state)
{
    fixture *f = *state;
    gx_chart c = plan_chart(f);
    if (draw(f, &c, "产出", "gnuplot"))
        show_messages(f);
    assert_int_equal(f->ds->list.count, 0);
    for (int32_t i = 0; i < gx_image_count; i++) {
        const gx_buf *image =
            read_file(f, gx_arena_format(f->arena, "figures/产出.%s", gx_images[i].name));
        assert_non_null(image);
        assert_true(image->length > 1000);
    }
    svg_texts texts = read_texts(f, read_file(f, "figures/产出.svg")->text);
    check_no_overlap(&texts, "plan");
    static const char *const years_shown[] = {"2012", "2020", "2030", "0", "600"};
    for (size_t i = 0; i < sizeof years_shown / sizeof *years_shown; i++)
        check_has(f, &texts, years_shown[i]);
    const char *const wanted[] = {c.title,
                                  c.subtitle,
                                  c.source,
                                  c.series.at[0].label,
                                  c.series.at[2].label,
                                  c.points.at[0].label,
                                  c.points.at[1].label,
                                  c.bands.at[0].label,
                                  c.targets.at[0].label};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        check_has(f, &texts, wanted[i]);
    const gx_buf *table = read_file(f, "figures/产出.csv");
    assert_non_null(strstr(table->text,
                           "panel,kind,label,year,until,value,low,high\n,series,"
                           "基线,2011,,40,,\n"));
    assert_non_null(strstr(table->text, "\n,target,2020 年目标：300–500 亿元,2020,,,300,"
                                        "500\n"));
    assert_non_null(strstr(read_file(f, "figures/产出.gp")->text,
                           "set output \"figure.\" . format\n"));
    assert_false(has_leftovers());
}

static uint32_t number_at(const gx_buf *bytes, size_t at)
{
    uint32_t value = 0;
    assert_true(at + 4 <= bytes->length);
    for (size_t i = 0; i < 4; i++)
        value |= (uint32_t)(unsigned char)bytes->text[at + i] << 8 * i;
    return value;
}

/* A unit of UTF-16 as UTF-8; the charts here have no character of two units. */
static void add_unit(gx_buf *text, uint32_t unit)
{
    assert_true(unit < 0xD800 || unit > 0xDFFF);
    if (unit < 0x80)
        gx_buf_print(text, "%c", (int)unit);
    else if (unit < 0x800)
        gx_buf_print(text, "%c%c", (int)(0xC0 | unit >> 6), (int)(0x80 | (unit & 63)));
    else
        gx_buf_print(text, "%c%c%c", (int)(0xE0 | unit >> 12),
                     (int)(0x80 | (unit >> 6 & 63)), (int)(0x80 | (unit & 63)));
}

/* The texts of an EMF one after the other: its records EMR_EXTTEXTOUTW, of which the
 * lengths and places of the strings are at 44 and 48. */
static const char *emf_texts(fixture *f, const gx_buf *emf)
{
    enum { TEXT_OUT = 84 };
    gx_buf text;
    gx_buf_init(&text, oom);
    for (size_t at = 0; at + 8 <= emf->length;) {
        uint32_t size = number_at(emf, at + 4);
        assert_true(size >= 8);
        for (uint32_t i = 0;
             number_at(emf, at) == TEXT_OUT && i < number_at(emf, at + 44); i++)
            add_unit(&text,
                     number_at(emf, at + number_at(emf, at + 48) + 2 * i) & 0xFFFF);
        at += size;
    }
    const char *all = gx_arena_text(f->arena, text.text, text.length);
    gx_buf_clear(&text);
    return joined(f, &all, 1);
}

/* What stands in the SVG stands in the EMF too. */
static void check_emf(fixture *f, const char *name)
{
    const gx_buf *emf = read_file(f, gx_arena_format(f->arena, "%s.emf", name));
    const gx_buf *svg = read_file(f, gx_arena_format(f->arena, "%s.svg", name));
    svg_texts texts = read_texts(f, svg->text);
    const char **text = GX_ARRAY(f->arena, const char *, texts.count);
    for (int32_t i = 0; i < texts.count; i++)
        text[i] = texts.at[i].text;
    assert_string_equal(emf_texts(f, emf), joined(f, text, texts.count));
}

static void check_same_bytes(fixture *f, const gx_plot *plot)
{
    static const char *const endings[] = {"gp", "csv", "png", "svg", "emf", "pdf"};
    const gx_buf *first[6];
    gx_chart whole = plan_chart(f), c = suited(f, plot, &whole);
    if (plot->parts == GX_SPREAD_PANELS || plot->results == GX_SPREAD_PANELS)
        c = in_panels(f, &c, 4);
    for (int32_t round = 0; round < 3; round++) {
        if (round < 2)
            assert_int_equal(draw_kind(f, plot, &c, "same-1.0", "gnuplot"), GX_OK);
        else /* the script alone, as a user runs it */
            assert_int_equal(system("cd figures && rm same-1.0.png same-1.0.svg "
                                    "same-1.0.pdf same-1.0.emf && gnuplot same-1.0.gp"),
                             0);
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            const gx_buf *bytes = read_file(
                f, gx_arena_format(f->arena, "figures/same-1.0.%s", endings[i]));
            assert_non_null(bytes);
            if (round == 0)
                first[i] = bytes;
            if (round == 2 && strcmp(endings[i], "pdf") == 0)
                continue; /* it has a date */
            if (bytes->length != first[i]->length ||
                memcmp(bytes->text, first[i]->text, bytes->length) != 0)
                fail_msg("round %d gives another .%s", (int)round, endings[i]);
        }
    }
    check_emf(f, "figures/same-1.0");
}

static void test_same_bytes(void **state)
{
    for (int32_t kind = 0; kind < gx_plot_count; kind++)
        check_same_bytes(*state, &gx_plots[kind]);
}

static void test_nothing_overlaps(void **state)
{
    /* clang-format off */
    static const char *const names[] = {
        "基线", "plan-20", "规划 33%，二〇一六年放开全部土地供应", "growth only",
        "talent first, then land, then capital", "land first", "高增长", "C"};
    /* clang-format on */
    fixture *f = *state;
    const char *long_title = "";
    for (int32_t n = 0; n < 28; n++) {
        gx_chart c = plan_chart(f);
        c.series.count = 0;
        for (uint32_t k = 0; k <= draw_below(f, 14); k++)
            add_series(f, &c, names[draw_below(f, 8)],
                       growing(f, 35 + draw_below(f, 15), draw_below(f, 13) / 100.0));
        long_title = gx_arena_format(f->arena, "%s%s ", long_title, names[n % 8]);
        c.title = long_title;
        c.y.to = n % 4 == 3 ? 200.0 : 0.0;
        c.x.to = 2020.0 + draw_below(f, 11);
        for (int32_t kind = 0; kind < gx_plot_count; kind++) {
            gx_chart one = suited(f, &gx_plots[kind], &c);
            gx_chart many = in_panels(f, &one, 1 + n % 12);
            svg_texts texts = draw_svg(f, &gx_plots[kind], n % 3 ? &one : &many);
            check_no_overlap(&texts, gx_arena_format(f->arena, "%s, chart %d",
                                                     gx_plots[kind].name, (int)n));
            check_has(f, &texts, c.title);
            for (int32_t i = 0; i < one.series.count; i++)
                check_has(f, &texts, one.series.at[i].label);
        }
    }
}

/* ---- charts that are hard to draw ---- */

/* Every place that a script names is on the page. */
static void check_places(fixture *f, const char *what)
{
    const char *script = read_file(f, "figures/only.gp")->text;
    for (const char *at = script; (at = strstr(at, " screen "));) {
        char *rest = NULL;
        at += strlen(" screen ");
        double place[] = {strtod(at, &rest), 0.0};
        if (*rest == ',')
            place[1] = strtod(rest + 1, NULL);
        for (int32_t i = 0; i < 2; i++)
            if (!(place[i] >= 0.0 && place[i] <= 1.0))
                fail_msg("%s: %.30s is not on the page", what, at);
    }
}

typedef struct hard {
    const char *name;
    int32_t first, length; /* years of the second series; the others have all */
    double value[3];       /* of a series, the same in all years; NAN: missing */
    int32_t missing_from;  /* of the second series; 0: nowhere */
    int32_t panels;        /* 0: one plot */
    const char *refused;   /* by every kind, or NULL */
    const char *whole;     /* what kinds refuse whose series must fit together */
} hard;

/* A kind that refuses says what is wrong; one that draws stays on the page, with nothing
 * on top of another, and says what is missing. */
static void check_hard(fixture *f, const gx_plot *plot, const hard *h, double width)
{
    static const char *const label[] = {"first", "second", "third"};
    gx_chart c = {h->name, "hard to draw", "", .x.from = 2010.5, .x.to = 2030};
    for (int32_t i = 0; i < 3; i++) {
        double *y = growing(f, h->value[i], 0.0);
        for (int32_t k = 0; k < YEARS && i == 1 && h->missing_from; k++)
            y[k] = k >= h->missing_from ? (double)NAN : y[k];
        add_series(f, &c, label[i], y);
        c.series.at[i].length = h->length == 1 || i == 1 ? h->length : YEARS;
        c.series.at[i].x = years + (i == 1 ? h->first : 0);
    }
    if (plot->needs == GX_NAMED)
        give_names(f, &c);
    gx_chart page = h->panels ? in_panels(f, &c, h->panels) : c;
    const gx_image *image = gx_image_find("svg");
    gx_figure_files files = {"figures", "only", &image, 1, "gnuplot", 0, width};
    const char *what =
        gx_arena_format(f->arena, "%s, %s, %g cm", plot->name, h->name, width);
    int32_t before = f->ds->list.count;
    gx_err err = gx_figure_draw(plot, &page, &files, f->ds);
    bool is_whole = plot->needs == GX_STACKED || plot->needs == GX_ALIGNED;
    bool is_stack = plot->needs == GX_STACKED;
    const char *wanted = h->refused;
    if (!wanted && (h->value[0] < 0.0 ? is_stack : is_whole))
        wanted = h->whole;
    if (!wanted && plot->needs == GX_NAMED && h->length < YEARS)
        wanted = "values for 20 names";
    const char *told =
        f->ds->list.count > before ? f->ds->list.at[f->ds->list.count - 1].text : "";
    if (wanted && (err != GX_BAD_INPUT || !strstr(told, wanted)))
        fail_msg("%s: not '%s' but '%s'", what, wanted, told);
    if (wanted)
        return;
    if (err)
        fail_msg("%s: %s", what, told);
    if (h->missing_from && is_whole && !strstr(told, "'second' has no value there"))
        fail_msg("%s: nothing is said of what is missing", what);
    svg_texts texts = read_texts(f, read_file(f, "figures/only.svg")->text);
    check_no_overlap(&texts, what);
    check_places(f, what);
}

static void test_hard_charts(void **state)
{
    static const hard cases[] = {
        /* clang-format off */
        {"one point", 0, 1, {1, 2, 3}, 0, 0, NULL, NULL},
        {"one point in panels", 0, 1, {1, 2, 3}, 0, 3, NULL, NULL},
        {"all missing", 0, YEARS, {(double)NAN, (double)NAN, (double)NAN}, 0, 0,
         "nothing to draw", NULL},
        {"some missing", 0, YEARS, {1, 2, 3}, 12, 2, NULL, NULL},
        {"zero", 0, YEARS, {0, 0, 0}, 0, 0, NULL, NULL},
        {"negative", 0, YEARS, {-1, -20, -300}, 0, 2, NULL, "cannot stack 'first'"},
        {"huge", 0, YEARS, {1e300, 2e299, 1e-300}, 0, 0, NULL, NULL},
        {"tiny", 0, YEARS, {1e-300, 2e-300, 0}, 0, 4, NULL, NULL},
        {"other years", 4, YEARS - 4, {1, 2, 3}, 0, 0, NULL, "its years are not those of 'first'"},
        {"thirty panels", 0, YEARS, {1, 2, 3}, 0, 30, NULL, NULL},
        {"too many panels", 0, YEARS, {1, 2, 3}, 0, 31, "at most 30 panels, not 31", NULL},
        /* clang-format on */
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int32_t kind = 0; kind < gx_plot_count; kind++)
            check_hard(f, &gx_plots[kind], &cases[i],
                       (kind + (int32_t)i) % 2 ? GX_PAGE_NARROW : GX_PAGE_WIDE);
}

/* Shares of runs darken inwards, the next drawn over the last, and a key names them: a
 * name on them would seem to be of the inner one. */
/* How light a colour `#RRGGBB` is in a print in grey, 0 to 1. */
static double lightness(const char *colour)
{
    unsigned rgb = (unsigned)strtoul(colour + 1, NULL, 16);
    return (0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255)) / 255;
}

/* Lines differ in their dashes, layers from their neighbours in lightness, and what a key
 * names by a colour has a number too. */
static void test_colour_is_never_alone(void **state)
{
    fixture *f = *state;
    static const char *const label[] = {"土地", "Networks", "人才", "Labour", "资金"};
    enum { LABELS = sizeof label / sizeof *label, PANELS = 3 };
    gx_chart c = {.title = "In grey", .x.from = 2011, .x.to = 2030};
    for (int32_t i = 0; i < GX_MOST_SERIES; i++)
        for (int32_t k = 0; k < i; k++) {
            gx_look a = gx_look_of(i), other = gx_look_of(k);
            assert_true(strcmp(a.dash, other.dash) != 0 || a.mark != other.mark);
            assert_true(strcmp(a.line, other.line) != 0 || a.filling != other.filling);
        }
    for (int32_t i = 0; i + 1 < GX_MOST_LAYERS; i++)
        assert_true(fabs(lightness(gx_area_look_of(i).fill) -
                         lightness(gx_area_look_of(i + 1).fill)) > 0.12);
    for (int32_t i = 0; i < LABELS; i++)
        add_series(f, &c, label[i], growing(f, 40 + 10 * i, 0.01));
    const gx_chart page = in_panels(f, &c, PANELS);
    svg_texts texts = draw_svg(f, gx_plot_find("stacked-area"), &page);
    for (int32_t i = 0; i < LABELS; i++) {
        const char *number = gx_arena_format(f->arena, "%d", (int)i + 1);
        int32_t count = 0;
        for (int32_t t = 0; t < texts.count; t++)
            count += strcmp(texts.at[t].text, number) == 0;
        assert_int_equal(count, PANELS);
        check_has(f, &texts, gx_arena_format(f->arena, "%s  %s", number, label[i]));
    }
    check_no_overlap(&texts, "stacked-area");
    texts = draw_svg(f, gx_plot_find("strip"), &page);
    check_has(f, &texts,
              "1  土地"); /* which binds: its pieces are as long as to be named */
}

/* Series after the seventh have marks on their lines, and hollow or split bars; of more
 * than look different nothing is drawn. */
static void test_many_series(void **state)
{
    static const struct {
        const char *kind;
        int32_t series;
        const char *text; /* NULL: none of the last looks is in the script */
    } cases[] = {
        {"time-series", 7, NULL},
        {"time-series", 8, "using 1:2 with points pointtype 13 "},
        {"time-series", 21, "using 1:2 with points pointtype 8 "},
        {"columns", 7, NULL},
        {"columns", 8,
         "border linecolor rgb \"#0072B2\" linewidth 1 fillcolor rgb \"white\""},
        {"columns", 21, "with boxes fillstyle solid 1 noborder linecolor rgb \"white\""},
        {"stacked-area", 9, NULL},
    };
    fixture *f = *state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        gx_chart c = {.title = "Many", .x.from = 2011, .x.to = 2030};
        for (int32_t i = 0; i < cases[k].series; i++)
            add_series(f, &c, gx_arena_format(f->arena, "series %d", (int)i + 1),
                       growing(f, 40 + 10 * i, 0.01));
        svg_texts texts = draw_svg(f, gx_plot_find(cases[k].kind), &c);
        check_no_overlap(&texts, cases[k].kind);
        const char *script = read_file(f, "figures/only.gp")->text;
        if (cases[k].text)
            assert_non_null(strstr(script, cases[k].text));
        else
            assert_true(!strstr(script, "with points") &&
                        !strstr(script, "fillcolor rgb \"white\""));
    }
    for (int32_t kind = 0; kind < gx_plot_count; kind++) {
        const gx_plot *plot = &gx_plots[kind];
        gx_chart c = {.title = "Too many", .x.from = 2011, .x.to = 2030};
        for (int32_t i = 0; i <= plot->most; i++)
            add_series(f, &c, "a", growing(f, 40, 0.01));
        const gx_chart page = in_panels(f, &c, 2);
        gx_figure_files files = {.folder = "figures", .name = "many"};
        if (plot->most)
            assert_int_equal(gx_figure_draw(plot, &page, &files, f->ds), GX_BAD_INPUT);
    }
}

static void test_fan(void **state)
{
    fixture *f = *state;
    gx_chart c = {"fan", "", NULL, .x.from = 2011, .x.to = 2030};
    add_series(f, &c, "median", growing(f, 10, 0.1));
    *GX_ADD(f->arena, &c.bands) =
        (gx_band){"90 %", YEARS, years, growing(f, 5, 0.1), growing(f, 20, 0.1), true};
    *GX_ADD(f->arena, &c.bands) =
        (gx_band){"50 %", YEARS, years, growing(f, 8, 0.1), growing(f, 12, 0.1), true};
    svg_texts texts = draw_svg(f, gx_plot_find("fan"), &c);
    const char *script = read_file(f, "figures/only.gp")->text;
    const char *outer =
        strstr(script, "$band_1 using 1:2:3 with filledcurves fillcolor rgb \"#DCE9F5\"");
    const char *inner =
        strstr(script, "$band_2 using 1:2:3 with filledcurves fillcolor rgb \"#9ECAE1\"");
    assert_true(outer && inner && outer < inner);
    assert_non_null(strstr(script, "set object 1 rectangle"));
    check_has(f, &texts, "90 %");
    check_has(f, &texts, "50 %");
    assert_non_null(
        strstr(read_file(f, "figures/only.csv")->text, ",band,90 %,2011,,,5,20\n"));
}

/* The table has the numbers of the picture: edges of layers, times of a strip. */
static void test_table_is_the_picture(void **state)
{
    static const struct {
        const char *kind, *row[3];
    } cases[] = {
        {"stacked-area",
         {",layer,upper,2015,,5,7,12\n", ",layer,lower,2015,,7,0,7\n", NULL}},
        {"pipeline", {",layer,upper,2011,,1,7,8\n", NULL}},
        {"strip",
         {",binds,upper,2011,2017.5,,,\n", ",binds,lower,2017.5,2030,,,\n", NULL}},
        {"columns", {",series,upper,2016,,6,,\n", ",series,lower,2026,,7,,\n", NULL}},
    };
    fixture *f = *state;
    gx_chart c = {
        "t", "", NULL, .x.from = 2011, .x.to = 2030, .rule = {.free_at = (double)NAN}};
    double *y = growing(f, 7, 0.0);
    for (int32_t i = 0; i < YEARS; i++)
        y[i] = i + 1;
    add_series(f, &c, "upper", y);
    add_series(f, &c, "lower", growing(f, 7, 0.0));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        draw_svg(f, gx_plot_find(cases[i].kind), &c);
        const char *table = read_file(f, "figures/only.csv")->text;
        for (const char *const *row = cases[i].row; *row; row++)
            if (!strstr(table, *row))
                fail_msg("%s: no row %s in\n%s", cases[i].kind, *row, table);
        if (strcmp(cases[i].kind, "columns") == 0)
            assert_null(strstr(table, "2015")); /* which is not drawn */
    }
}

static void test_gaps(void **state)
{
    fixture *f = *state;
    gx_chart c = {"gaps", "", NULL, .x.from = 2011, .x.to = 2030};
    double *y = growing(f, 10, 0.1);
    y[5] = y[6] = y[8] = (double)NAN;
    add_series(f, &c, "broken", y);
    draw_svg(f, gx_plot_find("time-series"), &c);
    const char *script = read_file(f, "figures/only.gp")->text;
    assert_non_null(strstr(script, "\n\n2018 ")); /* two missing years are one gap */
    assert_non_null(strstr(script, "$lone_1 << EOD\n2018 "));
    assert_non_null(strstr(read_file(f, "figures/only.csv")->text, "broken,2016,,,,\n"));
}

/* Bars stand side by side about their year, and are as high as its value. */
static void test_columns(void **state)
{
    fixture *f = *state;
    gx_chart c = {"bars", "", NULL, .x.from = 2011, .x.to = 2030};
    double *y = GX_ARRAY(f->arena, double, YEARS);
    for (int32_t i = 0; i < YEARS; i++)
        y[i] = years[i] - 2000.0;
    add_series(f, &c, "first", y);
    add_series(f, &c, "second", y);
    svg_texts texts = draw_svg(f, gx_plot_find("columns"), &c);
    const char *script = read_file(f, "figures/only.gp")->text;
    assert_non_null(strstr(script, "$series_1 << EOD\n2010.05 11\n2015.05 16\n"));
    assert_non_null(strstr(script, "$series_2 << EOD\n2011.95 11\n2016.95 16\n"));
    check_has(f, &texts, "2011");
    check_has(f, &texts, "2026");
}

/* Numbers along x and upwards: their ticks, their titles, where points lie; a linear axis
 * is as wide as its values with a little air, one from 1 to 1,000 has equal decades. */
static void test_axes(void **state)
{
    static const double tenths[] = {0.5, 0.75, 1.5}, decades[] = {1, 10, 1000};
    static const double hundred[] = {150, 240, 310};
    static const double zero[] = {1, 0, 2}, below[] = {1, 2, -3},
                        endless[] = {1, HUGE_VAL, 2};
    static const struct {
        const char *name;
        gx_axis x, y;
        const double *at, *value;
        const char *range, *tick[3], *none; /* `none`: a text that is not there */
        const char *refused;
    } cases[] = {
        /* clang-format off */
        {"numbers", {.scale = GX_SCALE_NUMBERS, .title = "construction time, 年"},
         {.scale = GX_SCALE_NUMBERS, .title = "annual output, 亿元"}, tenths, hundred,
         "set xrange [0.46999999999999997:1.53]\nset yrange [150:325]\n",
         {"0.6", "1.4", "150"}, "0", NULL},
        {"given", {.from = -1, .to = 2, .scale = GX_SCALE_NUMBERS}, {.from = 0, .to = 400},
         tenths, hundred, "set xrange [-1:2]\nset yrange [0:400]\n", {"−1.0", "2.0", "400"},
         "450", NULL},
        {"logarithm", {.scale = GX_SCALE_LOG, .title = "t"}, {.from = 0}, decades, hundred,
         "set logscale x\nset xrange [0.8", {"1", "10", "1000"}, "0.5", NULL},
        {"both", {.scale = GX_SCALE_LOG}, {.scale = GX_SCALE_LOG}, decades, hundred,
         "set logscale y\n", {"100", "200", "500"}, "300", NULL},
        {"years", {.from = 2011, .to = 2030}, {.title = "annual output, 亿元"}, years, hundred,
         "set xrange [2011:2030]\nset yrange [0:", {"2020", "0", "300"}, "2013", NULL},
        {"zero on logarithms", {.scale = GX_SCALE_LOG}, {.from = 0}, zero,
         hundred, "", {"", "", ""}, "", "'line' on a logarithmic axis: its value is 0 along x"},
        {"negative logarithms", {.scale = GX_SCALE_NUMBERS}, {.scale = GX_SCALE_LOG}, tenths,
         below, "", {"", "", ""}, "", "axis: its value is -3 in 1.5"},
        {"infinite", {.scale = GX_SCALE_NUMBERS}, {.from = 0}, endless,
         hundred, "", {"", "", ""}, "", "the values"},
        {"backwards", {.scale = GX_SCALE_NUMBERS}, {.from = 2, .to = 1}, tenths, hundred, "",
         {"", "", ""}, "", "a y axis cannot go from 2 to 1"},
        /* clang-format on */
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_chart c = {cases[i].name, "", "foot", .x = cases[i].x, .y = cases[i].y};
        *GX_ADD(f->arena, &c.series) =
            (gx_series){"line", 3, cases[i].at, cases[i].value, NULL};
        if (cases[i].refused) {
            assert_int_equal(draw(f, &c, "bad", "gnuplot"), GX_BAD_INPUT);
            const char *told = f->ds->list.at[f->ds->list.count - 1].text;
            if (!strstr(told, cases[i].refused))
                fail_msg("%s: %s", cases[i].name, told);
            continue;
        }
        for (int32_t panels = 0; panels <= 3; panels += 3) {
            gx_chart page = panels ? in_panels(f, &c, panels) : c;
            svg_texts texts = draw_svg(f, gx_plot_find("time-series"), &page);
            check_no_overlap(&texts, cases[i].name);
            check_places(f, cases[i].name);
            const char *script = read_file(f, "figures/only.gp")->text;
            if (!panels && !strstr(script, cases[i].range))
                fail_msg("%s: not %s in %s", cases[i].name, cases[i].range, script);
            for (size_t k = 0; !panels && k < 3; k++)
                check_has(f, &texts, cases[i].tick[k]);
            for (int32_t k = 0; k < texts.count; k++)
                if (strcmp(texts.at[k].text, cases[i].none) == 0)
                    fail_msg("%s: '%s' is there", cases[i].name, cases[i].none);
            if (c.x.title)
                check_has(f, &texts, c.x.title);
            if (c.y.title)
                check_has(f, &texts, c.y.title);
            if (c.x.scale != GX_SCALE_PLAIN)
                assert_non_null(
                    strstr(read_file(f, "figures/only.csv")->text, ",label,x,"));
            if (panels && c.x.scale == GX_SCALE_LOG) /* the next panel says it again */
                assert_non_null(strstr(script, "unset logscale\n"));
        }
    }
}

/* Points with names are named and told one by one; points without are many and lie under
 * their line, and a key names both. */
static void test_plane(void **state)
{
    static const double x[] = {2, 4, 6}, y[] = {3, 1, 2}, ends[] = {0, 3};
    static const char *const names[] = {"capital per output", "工期", "third"};
    fixture *f = *state;
    gx_chart c = {"plane", "", NULL, .x = {0, 7, GX_SCALE_NUMBERS, "mean effect"}};
    *GX_ADD(f->arena, &c.points) = (gx_points){"", 3, x, y, false, names};
    *GX_ADD(f->arena, &c.series) = (gx_series){"one to one", 2, ends, ends, NULL};
    svg_texts texts = draw_svg(f, gx_plot_find("morris"), &c);
    check_no_overlap(&texts, "named points");
    for (int32_t i = 0; i < 3; i++) {
        check_has(f, &texts, names[i]);
        assert_non_null(strstr(
            read_file(f, "figures/only.csv")->text,
            gx_arena_format(f->arena, "data,%s,%g,,%g,,\n", names[i], x[i], y[i])));
    }
    check_has(f, &texts, "one to one");
    c.points.at[0] = (gx_points){"a run", 3, x, y, false, NULL};
    gx_chart page = in_panels(f, &c, 2);
    page.panels.at[0].title = page.panels.at[1].title = NULL;
    texts = draw_svg(f, gx_plot_find("scatter"), &page);
    check_no_overlap(&texts, "runs");
    check_has(f, &texts, "a run");
    check_has(f, &texts, "one to one");
    const char *script = read_file(f, "figures/only.gp")->text;
    const char *points = strstr(script, "$points_2_1 using 1:2 with points");
    const char *line = strstr(script, "$series_2_1 using 1:2 with lines");
    assert_true(points && line && points < line);
    assert_non_null(strstr(script, "$points_2_1 << EOD\n2 3\n4 1\n6 2\nEOD\n"));
    assert_non_null(strstr(read_file(f, "figures/only.csv")->text,
                           "\nmean effect,data,a run,4,,1,,\n"));
}

/* Bars of a tornado begin at its base, on the side where their value is; two on one side
 * have a half each, and what is written at an end stands once, beside the longer. */
static void test_tornado(void **state)
{
    static const char *const names[] = {"capital per output", "工期"};
    static const char *const from[] = {"0.45", "0.5"}, *const to[] = {"1.1", "3"};
    static const double at[] = {1, 2}, low[] = {280, 260}, high[] = {180, 250};
    fixture *f = *state;
    gx_chart c = {"tornado", "", NULL, .y = {0, 0, GX_SCALE_NUMBERS, "output, 亿元"}};
    *GX_ADD(f->arena, &c.series) = (gx_series){"low", 2, at, low, from};
    *GX_ADD(f->arena, &c.series) = (gx_series){"high", 2, at, high, to};
    c.names = names;
    c.name_count = 2;
    c.x.from = 0.5;
    c.x.to = 2.5;
    c.base = 240;
    c.base_label = "reference";
    svg_texts texts = draw_svg(f, gx_plot_find("tornado"), &c);
    check_no_overlap(&texts, "tornado");
    check_places(f, "tornado");
    static const char *const told[] = {
        "low",    "high", "reference", "0.45",         "1.1",
        "0.5, 3", "工期", "200",       "output, 亿元", "capital per output"};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++)
        check_has(f, &texts, told[i]);
    const char *script = read_file(f, "figures/only.gp")->text;
    const char *bars = strstr(script, "$bars_1 << EOD\n240 280 1.");
    double place[8] = {0};
    assert_non_null(bars);
    assert_int_equal(sscanf(bars + strlen("$bars_1 << EOD\n"),
                            "%lf %lf %lf %lf %lf %lf %lf %lf", &place[0], &place[1],
                            &place[2], &place[3], &place[4], &place[5], &place[6],
                            &place[7]),
                     8);
    assert_true(fabs(place[2] + place[3] - 4.0) < 1e-9); /* about the middle of row 2 */
    assert_true(fabs(place[6] - 1.0) < 1e-9);            /* the upper half of row 1 */
    assert_true(fabs(place[3] - place[2] - 2.0 * (place[7] - place[6])) < 1e-9);
    assert_non_null(strstr(script, "$bars_2 << EOD\n240 180 1."));
    const char *table = read_file(f, "figures/only.csv")->text;
    assert_non_null(strstr(table, ",bar,low,capital per output,,280,,\n"));
    assert_non_null(strstr(table, ",bar,high,工期,,250,,\n"));
}

/* A box is one bar from the first series to the second, within the whole range. */
static void test_box(void **state)
{
    static const char *const names[] = {"capital per output"}, *const text[] = {"≤ 0.6"};
    static const double at[] = {1}, low[] = {0}, high[] = {0.25};
    fixture *f = *state;
    gx_chart c = {"box", "", NULL, .y = {0, 1, GX_SCALE_NUMBERS, "share of the range"}};
    *GX_ADD(f->arena, &c.series) = (gx_series){"limits", 1, at, low, text};
    *GX_ADD(f->arena, &c.series) = (gx_series){"", 1, at, high, NULL};
    c.names = names;
    c.name_count = 1;
    c.x.from = 0.5;
    c.x.to = 1.5;
    svg_texts texts = draw_svg(f, gx_plot_find("box"), &c);
    check_no_overlap(&texts, "box");
    check_has(f, &texts, "≤ 0.6");
    check_has(f, &texts, "share of the range");
    const char *script = read_file(f, "figures/only.gp")->text;
    const char *whole = strstr(script, "$bars_0 << EOD\n0 1 0.");
    assert_true(whole && strstr(whole, "$bars_1 << EOD\n0 0.25 0."));
}

static void test_wrong_charts(void **state)
{
    static const struct {
        const char *why, *name;
        double from, to, value;
        const char *text;
    } cases[] = {
        /* clang-format off */
        {"infinite",      "a",    2011, 2030, HUGE_VAL,  "its value is inf in 2013"},
        {"infinite",      "a",    2011, 2030, -HUGE_VAL, "its value is -inf in"},
        {"too large",     "a",    2011, 2030, 1e301,     "its value is 1e+301 in"},
        {"no years",      "a",    2030, 2030, 1,         "the years 2030 to 2030"},
        {"endless years", "a",    2011, HUGE_VAL, 1,     "the years 2011 to inf"},
        {"other years",   "a",    2050, 2060, 1,         "nothing to draw"},
        {"no name",       "",     2011, 2030, 1,         "cannot be the name of a figure"},
        {"a path",        "../a", 2011, 2030, 1,         "cannot be the name of a figure"},
        {"a folder",      "..",   2011, 2030, 1,         "cannot be the name of a figure"},
        /* clang-format on */
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_chart c = {"t", "s", "f", .x.from = cases[i].from, .x.to = cases[i].to};
        double *y = growing(f, 10, 0.1);
        y[2] = cases[i].value;
        add_series(f, &c, "line", y);
        assert_int_equal(draw(f, &c, cases[i].name, "gnuplot"), GX_BAD_INPUT);
        const char *text = f->ds->list.at[f->ds->list.count - 1].text;
        if (!strstr(text, cases[i].text))
            fail_msg("%s: %s", cases[i].why, text);
    }
}

static void test_bad_helpers(void **state)
{
    static const struct {
        const char *program, *script; /* of a gnuplot made for the test */
        const char *text;
    } cases[] = {
        /* clang-format off */
        {"no-such-gnuplot", NULL, "cannot find 'no-such-gnuplot'"},
        {"./old",     "echo gnuplot 5.0 patchlevel 3", "newer but 'gnuplot 5.0 patchlevel 3'"},
        {"./other",   "echo hello", "not gnuplot 5.2 or newer but 'hello'"},
        {"./failing", "[ $1 = -d ] && { echo 'line 3: bad' >&2; exit 1; }; echo gnuplot 6.0",
         "failed: line 3: bad"},
        {"./empty",   "[ $1 = -d ] || echo gnuplot 6.0", "drew nothing"},
        {"./slow",    "[ $1 = -d ] && sleep 30; echo gnuplot 6.0", "after 2 seconds"},
        {"./killed",  "[ $1 = -d ] && kill -9 $$; echo gnuplot 6.0", "by signal 9"},
        /* clang-format on */
    };
    fixture *f = *state;
    gx_chart c = plan_chart(f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (cases[i].script) {
            FILE *out = fopen(cases[i].program, "w");
            fprintf(out, "#!/bin/sh\n%s\n", cases[i].script);
            fclose(out);
            chmod(cases[i].program, 0755);
        }
        remove("figures/bad.gp");
        remove("figures/bad.csv");
        int32_t before = f->ds->list.count;
        assert_int_equal(draw(f, &c, "bad", cases[i].program), GX_MISSING);
        assert_true(f->ds->list.count > before);
        if (!strstr(f->ds->list.at[before].text, cases[i].text))
            fail_msg("%s: %s", cases[i].program, f->ds->list.at[before].text);
        assert_int_equal(access("figures/bad.gp", F_OK), 0);
        assert_int_equal(access("figures/bad.csv", F_OK), 0);
        assert_int_not_equal(access("figures/bad.png", F_OK), 0);
        assert_false(has_leftovers());
    }
    assert_string_equal(f->ds->list.at[1].text,
                        "install gnuplot: apt install gnuplot-nox fonts-noto-cjk");
}

/* Without a font a picture has no texts, and without a Chinese one none that are: neither
 * is drawn. What is in another font is set smaller, because that is wider. */
static void test_missing_fonts(void **state)
{
#define DEJAVU "/usr/share/fonts/truetype/dejavu" /* fontconfig brings it along */
    static const struct {
        const char *fonts;
        bool is_chinese;
        const char *refused;
    } cases[] = {
        {"", true, "no font at all"},
        {"", false, "no font at all"},
        {"<dir>" DEJAVU "</dir>", true, "no font with Chinese"},
        {"<dir>" DEJAVU "</dir>", false, NULL},
    };
    fixture *f = *state;
    char folder[4000];
    const char *path =
        gx_arena_format(f->arena, "%s/fonts.conf", getcwd(folder, sizeof folder));
    const gx_image *image = gx_image_find("png");
    gx_figure_files files = {"figures", "fontless", &image, 1, "gnuplot", 0, 0.0};
    assert_true(gx_font_has_chinese());
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FILE *out = fopen(path, "w");
        fprintf(out, "<?xml version=\"1.0\"?><fontconfig>%s</fontconfig>\n",
                cases[i].fonts);
        fclose(out);
        gx_chart c = {"Output", "", NULL, .x.from = 2011, .x.to = 2030};
        add_series(f, &c, "baseline", growing(f, 40, 0.10));
        c = cases[i].is_chinese ? plan_chart(f) : c;
        int32_t before = f->ds->list.count;
        setenv("FONTCONFIG_FILE", path, 1);
        bool has = gx_font_has_chinese();
        gx_err err = gx_figure_draw(gx_plot_find("time-series"), &c, &files, f->ds);
        unsetenv("FONTCONFIG_FILE");
        assert_false(has);
        const char *script = read_file(f, "figures/fontless.gp")->text;
        assert_int_equal(err, cases[i].refused ? GX_MISSING : GX_OK);
        assert_int_equal(access("figures/fontless.png", F_OK), cases[i].refused ? -1 : 0);
        if (*cases[i].fonts)
            assert_non_null(strstr(script, " fontscale 2.65625 font \"DejaVu "));
        if (!cases[i].refused)
            continue;
        assert_non_null(strstr(f->ds->list.at[before].text, cases[i].refused));
        assert_non_null(strstr(f->ds->list.at[before + 1].text, "fonts-noto-cjk"));
    }
}

int main(void)
{
    mkdir("figures", 0777);
    const struct CMUnitTest tests[] = {
        TEST(test_tables_find),
        TEST(test_hostile_texts_come_back),
        TEST(test_hostile_charts),
        TEST(test_hostile_names),
        TEST(test_figure_has_its_texts),
        TEST(test_same_bytes),
        TEST(test_nothing_overlaps),
        TEST(test_hard_charts),
        TEST(test_colour_is_never_alone),
        TEST(test_many_series),
        TEST(test_fan),
        TEST(test_table_is_the_picture),
        TEST(test_gaps),
        TEST(test_columns),
        TEST(test_axes),
        TEST(test_plane),
        TEST(test_tornado),
        TEST(test_box),
        TEST(test_wrong_charts),
        TEST(test_bad_helpers),
        TEST(test_missing_fonts),
    };
    return cmocka_run_group_tests_name("show", tests, NULL, NULL);
}
