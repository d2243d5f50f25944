/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group of bars for each labelled year, one bar a series. From back to front: bands,
 * grid, bars, marks, brackets, texts. Everything is named once, in the right margin. */
#include "show/charts.h"
#include "show/panels.h"

#include <math.h>
#include <string.h>

enum { MOST_YEARS = 8 };

static const double group_width = 0.76; /* of the distance between years */
static const double year_width = 21.0;  /* of a year's number with air, points */
static const double value_size = 7.0;   /* of the font */

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
        if (x[i] >= c->x.from && x[i] <= c->x.to && !isnan(y[i])) {
            *first = fmin(*first, x[i]);
            *last = fmax(*last, x[i]);
        }
}

/* Is a year among the groups that a step makes? */
static bool has_year(const groups *g, double year)
{
    double at = (year - g->first) / g->step;
    return fabs(at - round(at)) < 1e-6;
}

/* Are the last year and those of brackets among them? */
static bool has_all(const groups *g, const gx_chart *c, double last)
{
    bool all = has_year(g, last);
    for (int32_t i = 0; i < c->targets.count; i++)
        all = all && (c->targets.at[i].x < g->first || c->targets.at[i].x > last ||
                      has_year(g, c->targets.at[i].x));
    return all;
}

/* The years shown, the same at every width: from the first on by the least step that
 * leaves at most MOST_YEARS with the last year and those of brackets among them, if one
 * does, else by the least that leaves so few. */
static groups choose_years(const gx_chart *c)
{
    static const int32_t steps[] = {1, 2, 5, 10, 20, 25, 50};
    enum { STEPS = sizeof steps / sizeof *steps };
    double first = HUGE_VAL, last = -HUGE_VAL;
    for (int32_t i = 0; i < c->series.count; i++)
        widen(c, c->series.at[i].x, c->series.at[i].y, c->series.at[i].length, &first,
              &last);
    for (int32_t i = 0; i < c->points.count; i++)
        widen(c, c->points.at[i].x, c->points.at[i].y, c->points.at[i].length, &first,
              &last);
    for (int32_t i = 0; i < c->targets.count; i++)
        widen(c, &c->targets.at[i].x, &c->targets.at[i].low, 1, &first, &last);
    groups g = {.first = (int32_t)c->x.from, .count = 1, .step = 1, .bar = group_width};
    if (first > last)
        return g;
    g.first = (int32_t)ceil(first - 1e-9);
    last = floor(last + 1e-9);
    int32_t least = 0; /* the least step that leaves so few */
    for (int32_t s = 0; s < STEPS || !least; s++) {
        g.step = s < STEPS ? steps[s] : g.step * 2;
        bool is_few = (last - g.first) / g.step < MOST_YEARS;
        least = is_few && !least ? g.step : least;
        if (is_few && (last - g.first < g.step || has_all(&g, c, last)))
            break;
    }
    if (last - g.first < g.step || !has_all(&g, c, last))
        g.step = least;
    g.count = last < g.first ? 1 : (int32_t)((last - g.first) / g.step + 1e-9) + 1;
    g.bar = group_width * g.step / (c->series.count > 0 ? c->series.count : 1);
    return g;
}

/* ---- data ---- */

/* The rows of a part in the years shown, `x` moved by `shift`: x, y[0], y[1], ...; they
 * are recorded without the shift. Gives the name of the data, or NULL when there are
 * none.
 */
static const char *write_rows(gx_sheet *sheet, const groups *g, const char *name,
                              int32_t number, gx_drawn all, double shift)
{
    const double *y[] = {all.value ? all.value : all.low, all.high};
    int32_t count = all.value ? 1 : 2;
    double *row[4];
    bool has_any = false;
    for (size_t k = 0; k < sizeof row / sizeof *row; k++)
        row[k] = GX_ARRAY(sheet->arena, double, g->count);
    for (int32_t i = 0; i < g->count; i++) {
        double year = g->first + (double)i * g->step;
        int32_t at = value_in(all.x, all.length, year);
        row[0][i] = year + shift;
        row[3][i] = year;
        for (int32_t k = 0; k < count; k++)
            row[k + 1][i] = at < 0 ? (double)NAN : y[k][at];
        has_any = has_any || (at >= 0 && !isnan(y[0][at]) && !isnan(y[count - 1][at]));
    }
    if (!has_any)
        return NULL;
    all.length = g->count;
    all.x = row[3];
    all.value = count == 1 ? row[1] : NULL;
    all.low = count == 2 ? row[1] : NULL;
    all.high = count == 2 ? row[2] : NULL;
    gx_sheet_record(sheet, all);
    return gx_sheet_data(sheet, name, number, (const double *const *)row, count + 1,
                         g->count);
}

static double middle_of(const gx_chart *c, const groups *g, int32_t series)
{
    return (series - (c->series.count - 1) / 2.0) * g->bar;
}

static void write_bands(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        const gx_band_look *look = gx_look_of_band(b, i);
        const char *data = write_rows(sheet, g, "band", i + 1,
                                      (gx_drawn){.kind = "band",
                                                 .label = b->label,
                                                 .length = b->length,
                                                 .x = b->x,
                                                 .low = b->low,
                                                 .high = b->high},
                                      0.0);
        if (!data)
            continue;
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2:($1-%.6g):($1+%.6g):2:3 with boxxyerror "
                     "fillstyle solid 1 border linecolor rgb \"%s\" linewidth 0.5 "
                     "fillcolor rgb \"%s\"",
                     data, 0.44 * g->step, 0.44 * g->step, look->rim, look->fill);
    }
}

static void write_bar(gx_sheet *sheet, gx_look look, const char *data, double width)
{
    bool is_hollow = look.filling == GX_FILLING_HOLLOW;
    gx_buf *part = gx_sheet_part(sheet);
    gx_buf_print(part, "%s using 1:2:(%.6g) with boxes fillstyle solid 1 ", data,
                 is_hollow ? 0.8 * width : width); /* its rim is half outside */
    if (is_hollow)
        gx_buf_print(part,
                     "border linecolor rgb \"%s\" linewidth 1 fillcolor rgb \"white\"",
                     look.line);
    else
        gx_buf_print(part, "noborder linecolor rgb \"%s\"", look.line);
    if (look.filling == GX_FILLING_SPLIT)
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2:(%.6g) with boxes fillstyle solid 1 noborder "
                     "linecolor rgb \"white\"",
                     data, GX_STRIPE * width);
}

static void write_bars(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        const char *data = write_rows(sheet, g, "series", i + 1,
                                      (gx_drawn){.kind = "series",
                                                 .label = s->label,
                                                 .length = s->length,
                                                 .x = s->x,
                                                 .value = s->y},
                                      middle_of(c, g, i));
        if (!data)
            continue;
        write_bar(sheet, gx_look_of(i), data, (c->series.count > 1 ? 0.9 : 0.7) * g->bar);
    }
}

static void write_points(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    int32_t used[2] = {0};
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        const struct gx_mark *mark = &gx_marks[used[p->hollow]++ % GX_MARKS];
        const char *data =
            write_rows(sheet, g, "points", i + 1,
                       (gx_drawn){.kind = p->hollow ? "constructions" : "data",
                                  .label = p->label,
                                  .length = p->length,
                                  .x = p->x,
                                  .value = p->y},
                       0.0);
        if (!data)
            continue;
        const int32_t type[] = {mark->filled, mark->filled, mark->hollow};
        const char *colour[] = {"white", p->hollow ? "white" : GX_INK,
                                p->hollow ? GX_GREY : GX_INK};
        for (int32_t k = 0; k < 3; k++) { /* a white rim, over bars */
            gx_buf_print(gx_sheet_part(sheet),
                         "%s using 1:2 with points pointtype %d pointsize %g "
                         "linewidth 1.2 linecolor rgb \"%s\"",
                         data, type[k], k ? 0.85 : 1.3, colour[k]);
        }
    }
}

/* ---- brackets and values ---- */

static void draw_targets(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    const double width = 1.4;
    double arm = 0.06 * g->step / (c->x.to - c->x.from) *
                 (sheet->plot.right - sheet->plot.left); /* short of the bars */
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        double x = t->x + 0.47 * g->step;
        if (!gx_sheet_shows(sheet, x, t->low) || isnan(t->high))
            continue;
        gx_spot low = gx_sheet_spot(sheet, x, t->low);
        gx_spot high = gx_sheet_spot(sheet, x, fmin(t->high, sheet->y.to));
        gx_sheet_line(sheet, low, high, width, GX_TARGET);
        gx_sheet_line(sheet, (gx_spot){low.x - arm, low.y}, low, width, GX_TARGET);
        if (t->high <= sheet->y.to)
            gx_sheet_line(sheet, (gx_spot){high.x - arm, high.y}, high, width, GX_TARGET);
        gx_sheet_record(sheet, (gx_drawn){.kind = "target",
                                          .label = t->label,
                                          .length = 1,
                                          .x = &t->x,
                                          .low = &t->low,
                                          .high = &t->high});
    }
}

static const char *value_text(gx_arena *arena, double y)
{
    int32_t decimals = fabs(y) < 9.95 ? 1 : 0;
    return gx_arena_format(arena, "%s%.*f", y < 0.0 ? "−" : "", decimals, fabs(y));
}

static bool is_clear(const gx_chart *c)
{
    return !c->points.count && !c->targets.count && !c->bands.count;
}

/* Numbers on the bars, when all are narrower than theirs and nothing else is drawn there.
 */
static void write_values(gx_sheet *sheet, const groups *g)
{
    const gx_chart *c = sheet->chart;
    double room = gx_sheet_spot(sheet, g->bar, 0.0).x - gx_sheet_spot(sheet, 0.0, 0.0).x;
    bool has_room = is_clear(c);
    for (int32_t pass = 0; pass < 2 && has_room; pass++)
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
                has_room = has_room && fit.width <= room && s->y[at] < 1e5;
                gx_spot top = gx_sheet_spot(sheet, year + middle_of(c, g, i),
                                            fmin(fmax(s->y[at], 0.0), sheet->y.to));
                if (pass)
                    gx_sheet_text(sheet, &fit, top.x - fit.width / 2,
                                  top.y + gx_layout_height(&fit) + 0.5,
                                  gx_look_of(i).text);
            }
}

/* ---- the figure ---- */

static void write_years(gx_sheet *sheet, const groups *g)
{
    double room = (sheet->plot.right - sheet->plot.left) / g->count;
    int32_t every = (int32_t)ceil(fmin(year_width / room, g->count));
    gx_buf_print(sheet->out, "set xtics scale 0 (");
    for (int32_t i = 0; i < g->count; i += every)
        gx_buf_print(sheet->out, "%s\"%d\" %d", i ? ", " : "", g->first + i * g->step,
                     g->first + i * g->step);
    gx_buf_print(sheet->out, ")\n");
}

/* A narrow page has its key above the plot, as one of panels has. */
static bool has_rows(const gx_sheet *sheet)
{
    return sheet->width < 300.0 || sheet->page->panels.count;
}

static void draw_plot(gx_sheet *sheet, gx_box box, bool is_alone)
{
    const gx_chart *all = sheet->chart;
    gx_chart shown = *all;
    gx_key key = {0};
    gx_sheet_panel(sheet, all, box); /* the range of y is that of all years */
    if (is_alone && !has_rows(sheet))
        gx_key_add(&key, all, GX_SAMPLE_FILL, sheet->arena);
    double widest = gx_key_fit(sheet, &key, sheet->plot.top - sheet->plot.bottom);
    if (key.count)
        sheet->plot.right = box.right - widest - 8.0;
    if (is_clear(all)) /* the number of a bar as high as the axis */
        sheet->plot.top -= value_size;
    groups g = choose_years(all);
    shown.x.from = g.first - 0.5 * g.step;
    shown.x.to = g.first + (g.count - 0.5) * g.step;
    sheet->chart = &shown;
    gx_sheet_axes(sheet);
    write_years(sheet, &g);
    gx_key_write_column(sheet, &key, sheet->plot.right + 8.0, sheet->plot.top);
    write_values(sheet, &g);
    write_bands(sheet, &g);
    write_bars(sheet, &g);
    write_points(sheet, &g);
    draw_targets(sheet, &g);
    gx_sheet_end(sheet);
    sheet->chart = all;
}

static gx_key collect_key(const gx_sheet *sheet)
{
    return has_rows(sheet) ? gx_panels_key(sheet, GX_SAMPLE_FILL) : (gx_key){0};
}

static const gx_grid columns = {collect_key, draw_plot, 1.0};

double gx_area_columns(gx_sheet *sheet)
{
    return gx_panels_area(sheet, &columns);
}

void gx_plot_columns(gx_sheet *sheet)
{
    gx_panels_draw(sheet, &columns);
}
