/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group of bars for each labelled year, one bar a series. From back to front: bands,
 * grid, bars, marks, brackets, texts. Everything is named once, in the right margin. */
#include "show/charts.h"
#include "show/sheet.h"

#include <math.h>
#include <string.h>

enum { MOST_YEARS = 8 };

static const double group_width = 0.76;                /* of the distance between years */
static const double name_size = 8.5, value_size = 7.0; /* of fonts */
static const double swatch = 7.0;                      /* of a name, points wide */

/* ---- which years ---- */

typedef struct groups {
    int32_t first, count; /* labelled years: first + i * step */
    int32_t step;
    double bar; /* width of a bar, years */
} groups;

/* Index of the value in a year, or -1. */
static int32_t value_in(const double *x, int32_t length, double year)
{
    for (int32_t i = 0; i < length; i++)
        if (fabs(x[i] - year) < 1e-6)
            return i;
    return -1;
}

static void widen(const gx_chart *c, const double *x, const double *y, int32_t length,
                  double *first, double *last)
{
    for (int32_t i = 0; i < length; i++)
        if (x[i] >= c->x_from && x[i] <= c->x_to && !isnan(y[i])) {
            *first = fmin(*first, x[i]);
            *last = fmax(*last, x[i]);
        }
}

/* The years shown: multiples of the least step that leaves at most MOST_YEARS. */
static groups choose_years(const gx_chart *c)
{
    static const int32_t steps[] = {1, 2, 5, 10, 20, 25, 50};
    double first = HUGE_VAL, last = -HUGE_VAL;
    for (int32_t i = 0; i < c->series.count; i++)
        widen(c, c->series.at[i].x, c->series.at[i].y, c->series.at[i].length, &first,
              &last);
    for (int32_t i = 0; i < c->points.count; i++)
        widen(c, c->points.at[i].x, c->points.at[i].y, c->points.at[i].length, &first,
              &last);
    for (int32_t i = 0; i < c->targets.count; i++)
        widen(c, &c->targets.at[i].x, &c->targets.at[i].low, 1, &first, &last);
    groups g = {.first = (int32_t)c->x_from, .count = 1, .step = 1, .bar = group_width};
    if (first > last)
        return g;
    for (size_t s = 0;; s++) {
        g.step = s < sizeof steps / sizeof *steps ? steps[s] : g.step * 2;
        int32_t low = (int32_t)ceil(first / g.step - 1e-9);
        int32_t high = (int32_t)floor(last / g.step + 1e-9);
        g.first = low * g.step;
        g.count = high - low + 1;
        if (g.count <= MOST_YEARS)
            break;
    }
    if (g.count < 1) /* values, but none in a whole year */
        g.count = 1;
    g.bar = group_width * g.step / (c->series.count > 0 ? c->series.count : 1);
    return g;
}

/* ---- data ---- */

static void begin_part(gx_buf *plot)
{
    gx_buf_print(plot, plot->length ? ", \\\n     " : "plot ");
}

/* The rows of a part in the years shown, `x` moved by `shift`: x, y[0], y[1], ... */
static bool write_rows(gx_sheet *sheet, const groups *g, const char *name, int32_t number,
                       const double *x, const double *const *y, int32_t count,
                       int32_t length, double shift)
{
    const double *column[3] = {0};
    double *row[3] = {0};
    bool has_any = false;
    for (int32_t k = 0; k <= count; k++)
        column[k] = row[k] = GX_ARRAY(sheet->arena, double, g->count);
    for (int32_t i = 0; i < g->count; i++) {
        double year = g->first + (double)i * g->step;
        int32_t at = value_in(x, length, year);
        row[0][i] = year + shift;
        for (int32_t k = 0; k < count; k++)
            row[k + 1][i] = at < 0 ? (double)NAN : y[k][at];
        has_any = has_any || (at >= 0 && !isnan(y[0][at]) && !isnan(y[count - 1][at]));
    }
    if (has_any)
        gx_sheet_data(sheet, name, number, column, count + 1, g->count);
    return has_any;
}

static double middle_of(const gx_chart *c, const groups *g, int32_t series)
{
    return (series - (c->series.count - 1) / 2.0) * g->bar;
}

static void write_bands(gx_sheet *sheet, const groups *g, gx_buf *plot)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        const struct gx_band_look *look = &gx_band_looks[i % GX_BAND_LOOKS];
        const double *y[] = {b->low, b->high};
        if (!write_rows(sheet, g, "band", i + 1, b->x, y, 2, b->length, 0.0))
            continue;
        begin_part(plot);
        gx_buf_print(plot,
                     "$band_%d using 1:2:($1-%.6g):($1+%.6g):2:3 with boxxyerror "
                     "fillstyle solid 1 border linecolor rgb \"%s\" linewidth 0.5 "
                     "fillcolor rgb \"%s\"",
                     i + 1, 0.44 * g->step, 0.44 * g->step, look->rim, look->fill);
    }
}

static void write_bars(gx_sheet *sheet, const groups *g, gx_buf *plot)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        if (!write_rows(sheet, g, "series", i + 1, s->x, &s->y, 1, s->length,
                        middle_of(c, g, i)))
            continue;
        begin_part(plot);
        gx_buf_print(plot,
                     "$series_%d using 1:2:(%.6g) with boxes fillstyle solid 1 noborder "
                     "linecolor rgb \"%s\"",
                     i + 1, (c->series.count > 1 ? 0.9 : 0.7) * g->bar,
                     gx_looks[i % GX_LOOKS].line);
    }
}

static void write_points(gx_sheet *sheet, const groups *g, gx_buf *plot)
{
    const gx_chart *c = sheet->chart;
    int32_t used[2] = {0};
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        const struct gx_mark *mark = &gx_marks[used[p->hollow]++ % GX_MARKS];
        if (!write_rows(sheet, g, "points", i + 1, p->x, &p->y, 1, p->length, 0.0))
            continue;
        const int32_t type[] = {mark->filled, mark->filled, mark->hollow};
        const char *colour[] = {"white", p->hollow ? "white" : GX_INK,
                                p->hollow ? GX_GREY : GX_INK};
        for (int32_t k = 0; k < 3; k++) { /* a white rim, over bars */
            begin_part(plot);
            gx_buf_print(plot,
                         "$points_%d using 1:2 with points pointtype %d pointsize %g "
                         "linewidth 1.2 linecolor rgb \"%s\"",
                         i + 1, type[k], k ? 0.85 : 1.3, colour[k]);
        }
    }
}

/* ---- brackets and values ---- */

static void draw_targets(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    const double width = 1.4;
    double arm = 0.06 * g->step / (c->x_to - c->x_from) *
                 (sheet->plot.right - sheet->plot.left); /* short of the bars */
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        double x = t->x + 0.47 * g->step;
        if (!gx_sheet_shows(sheet, x, t->low) || isnan(t->high))
            continue;
        gx_spot low = gx_sheet_spot(sheet, x, t->low);
        gx_spot high = gx_sheet_spot(sheet, x, fmin(t->high, sheet->y_to));
        gx_sheet_line(sheet, low, high, width, GX_TARGET);
        gx_sheet_line(sheet, (gx_spot){low.x - arm, low.y}, low, width, GX_TARGET);
        if (t->high <= sheet->y_to)
            gx_sheet_line(sheet, (gx_spot){high.x - arm, high.y}, high, width, GX_TARGET);
    }
}

static const char *value_text(gx_arena *arena, double y)
{
    int32_t decimals = fabs(y) < 9.95 ? 1 : 0;
    return gx_arena_format(arena, "%s%.*f", y < 0.0 ? "−" : "", decimals, fabs(y));
}

/* Numbers on the bars, when all are narrower than theirs and nothing else is drawn there.
 */
static void write_values(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    double room = gx_sheet_spot(sheet, g->bar, 0.0).x - gx_sheet_spot(sheet, 0.0, 0.0).x;
    bool is_clear = !c->points.count && !c->targets.count && !c->bands.count;
    for (int32_t pass = 0; pass < 2 && is_clear; pass++)
        for (int32_t i = 0; i < c->series.count; i++)
            for (int32_t k = 0; k < g->count; k++) {
                const gx_series *s = &c->series.at[i];
                double year = g->first + (double)k * g->step;
                int32_t at = value_in(s->x, s->length, year);
                if (at < 0 || isnan(s->y[at]))
                    continue;
                gx_fit fit =
                    gx_layout_fit(sheet->arena, value_text(sheet->arena, s->y[at]),
                                  value_size, HUGE_VAL);
                is_clear = is_clear && fit.width <= room && s->y[at] < 1e5;
                gx_spot top = gx_sheet_spot(sheet, year + middle_of(c, g, i),
                                            fmin(fmax(s->y[at], 0.0), sheet->y_to));
                if (pass)
                    gx_sheet_text(sheet, &fit, top.x - fit.width / 2,
                                  top.y + gx_layout_height(&fit) + 0.5,
                                  gx_looks[i % GX_LOOKS].text);
            }
}

/* ---- names ---- */

typedef enum name_kind { NAME_BAR, NAME_BAND, NAME_MARK, NAME_TARGET } name_kind;

typedef struct name {
    name_kind kind;
    const char *text, *ink, *fill;
    int32_t mark;
    gx_fit fit;
} name;

typedef GX_LIST(name) names;

static names collect_names(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    names list = {0};
    int32_t used[2] = {0};
    for (int32_t i = 0; i < c->series.count; i++)
        *GX_ADD(sheet->arena, &list) = (name){NAME_BAR,
                                              c->series.at[i].label,
                                              gx_looks[i % GX_LOOKS].text,
                                              gx_looks[i % GX_LOOKS].line,
                                              0,
                                              {.line_count = 0}};
    for (int32_t i = 0; i < c->points.count; i++) {
        bool hollow = c->points.at[i].hollow;
        const struct gx_mark *mark = &gx_marks[used[hollow]++ % GX_MARKS];
        const char *ink = hollow ? GX_GREY : GX_INK;
        *GX_ADD(sheet->arena, &list) = (name){NAME_MARK,
                                              c->points.at[i].label,
                                              ink,
                                              ink,
                                              hollow ? mark->hollow : mark->filled,
                                              {.line_count = 0}};
    }
    for (int32_t i = 0; i < c->bands.count; i++)
        *GX_ADD(sheet->arena, &list) = (name){NAME_BAND,
                                              c->bands.at[i].label,
                                              gx_band_looks[i % GX_BAND_LOOKS].text,
                                              gx_band_looks[i % GX_BAND_LOOKS].fill,
                                              0,
                                              {.line_count = 0}};
    for (int32_t i = 0; i < c->targets.count; i++)
        *GX_ADD(sheet->arena, &list) =
            (name){NAME_TARGET, c->targets.at[i].label, GX_TARGET, GX_TARGET,
                   0,           {.line_count = 0}};
    return list;
}

static const double between = 3.0; /* names */

/* Fit all names to the margin at one size; gives the width of the widest. */
static double fit_names(gx_sheet *sheet, names *list)
{
    double room = sheet->plot.top - sheet->plot.bottom, height = HUGE_VAL, widest = 0.0;
    for (double size = name_size; height > room && size > 0.05; size *= 0.96) {
        height = widest = 0.0;
        for (int32_t i = 0; i < list->count; i++) {
            name *n = &list->at[i];
            n->fit = gx_layout_fit(sheet->arena, n->text, size, 0.26 * GX_PAGE_WIDTH);
            height += gx_layout_height(&n->fit) + between * size / name_size;
            widest = fmax(widest, n->fit.width);
        }
    }
    return widest;
}

static void write_names(gx_sheet *sheet, const names *list)
{
    double left = sheet->plot.right + 8.0, top = sheet->plot.top;
    for (int32_t i = 0; i < list->count; i++) {
        const name *n = &list->at[i];
        double size = n->fit.size, side = swatch * size / name_size;
        double y = top - size * GX_LINE_HEIGHT / 2;
        gx_spot from = {left, y}, to = {left + side, y};
        gx_spot middle = {left + side / 2, y};
        if (n->kind == NAME_TARGET)
            gx_sheet_line(sheet, (gx_spot){middle.x, y - side / 2},
                          (gx_spot){middle.x, y + side / 2}, 1.4, n->fill);
        else if (n->kind != NAME_MARK)
            gx_sheet_line(sheet, from, to, side, n->fill);
        else
            gx_buf_print(sheet->out,
                         "set label %d \"\" at screen %.5f,%.5f point pointtype %d "
                         "pointsize %g linewidth 1.2 linecolor rgb \"%s\" front\n",
                         ++sheet->texts, middle.x / GX_PAGE_WIDTH,
                         middle.y / GX_PAGE_HEIGHT, n->mark, 0.85 * size / name_size,
                         n->fill);
        gx_sheet_text(sheet, &n->fit, left + side + 4.0, top, n->ink);
        top -= gx_layout_height(&n->fit) + between * size / name_size;
    }
}

/* ---- the figure ---- */

static void write_years(gx_sheet *sheet, const groups *g)
{
    gx_buf_print(sheet->out, "set xtics scale 0 (");
    for (int32_t i = 0; i < g->count; i++)
        gx_buf_print(sheet->out, "%s\"%d\" %d", i ? ", " : "", g->first + i * g->step,
                     g->first + i * g->step);
    gx_buf_print(sheet->out, ")\n");
}

void gx_plot_columns(const gx_chart *chart, gx_buf *out)
{
    gx_arena *arena = gx_arena_new(out->oom);
    gx_chart shown = *chart;
    gx_sheet sheet = {.chart = &shown, .arena = arena, .out = out};
    groups g = choose_years(chart);
    gx_sheet_begin(&sheet); /* the range of y is that of all years */
    shown.x_from = g.first - 0.5 * g.step;
    shown.x_to = g.first + (g.count - 0.5) * g.step;
    names list = collect_names(&sheet);
    double widest = fit_names(&sheet, &list);
    sheet.plot.right = GX_PAGE_WIDTH - 9.0 - (list.count ? widest + swatch + 12.0 : 3.0);
    gx_sheet_axes(&sheet);
    write_years(&sheet, &g);
    write_names(&sheet, &list);
    write_values(&sheet, &g);
    draw_targets(&sheet, &g);
    gx_buf plot;
    gx_buf_init(&plot, out->oom);
    write_bands(&sheet, &g, &plot);
    write_bars(&sheet, &g, &plot);
    write_points(&sheet, &g, &plot);
    if (plot.length == 0) /* only targets: gnuplot wants something to plot */
        gx_buf_print(&plot, "plot %.17g", sheet.y_from - (sheet.y_to - sheet.y_from));
    gx_buf_add(out, plot.text, plot.length);
    gx_buf_add(out, "\n", 1);
    gx_buf_clear(&plot);
    gx_arena_free(arena);
}
