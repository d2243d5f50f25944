/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines over the years. From back to front: bands, grid, lines, marks, brackets, texts.
 * Lines that reach the last year are named in the right margin, their names spread so
 * that none overlap; everything else is named inside, where there is room. */
#include "show/charts.h"
#include "show/margin.h"
#include "show/marks.h"
#include "show/panels.h"

#include <math.h>
#include <string.h>

/* ---- where a line ends ---- */

/* The last place where the axes show a line: a point, or where it leaves the top. */
static bool series_end(const gx_sheet *sheet, const gx_series *s, double *x, double *y)
{
    bool found = false;
    for (int32_t i = 0; i < s->length; i++) {
        if (!gx_sheet_shows(sheet, s->x[i], s->y[i]))
            continue;
        found = true;
        *x = s->x[i];
        *y = s->y[i];
        if (i + 1 < s->length && s->y[i + 1] > sheet->y.to && s->x[i + 1] > s->x[i]) {
            double part = (sheet->y.to - s->y[i]) / (s->y[i + 1] - s->y[i]);
            double at = s->x[i] + part * (s->x[i + 1] - s->x[i]);
            if (at <= sheet->chart->x.to) {
                *x = at;
                *y = sheet->y.to;
            }
        }
    }
    return found;
}

static gx_margin collect_names(const gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    gx_margin names = {0};
    for (int32_t i = 0; i < c->series.count; i++) {
        double x = 0.0, y = 0.0;
        if (!series_end(sheet, &c->series.at[i], &x, &y) ||
            x < c->x.to - 0.02 * (c->x.to - c->x.from))
            continue;
        *GX_ADD(sheet->arena, &names) = (gx_margin_name){.text = c->series.at[i].label,
                                                         .y = y,
                                                         .ink = gx_look_of(i).text,
                                                         .rim = gx_look_of(i).line,
                                                         .series = i};
    }
    return names;
}

/* ---- what labels keep clear of ---- */

static void fill_scene(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        gx_marks_avoid_line(sheet, s->x, s->y, s->length, 200.0);
    }
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        gx_marks_avoid_line(sheet, b->x, b->low, b->length, 60.0);
        gx_marks_avoid_line(sheet, b->x, b->high, b->length, 60.0);
    }
    gx_marks_avoid(sheet);
}

/* ---- texts inside ---- */

static void label_bands(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        gx_spots spots = {0};
        int32_t rim = b->length / 4; /* away from where it begins and ends */
        for (int32_t k = rim; k < b->length - rim; k++)
            for (int32_t part = 0; part <= 4; part++)
                gx_spots_add(sheet, &spots, b->x[k],
                             b->low[k] + (b->high[k] - b->low[k]) * part / 4.0);
        gx_sheet_label(sheet, b->label, spots.at, spots.count,
                       gx_look_of_band(b, i)->text);
    }
}

/* Lines that end before the last year. */
static void label_series(gx_sheet *sheet, const gx_margin *names)
{
    const gx_chart *c = sheet->chart;
    int32_t next = 0;
    for (int32_t i = 0; i < c->series.count; i++) {
        double x = 0.0, y = 0.0;
        if (next < names->count && names->at[next].series == i) {
            next++;
        } else if (series_end(sheet, &c->series.at[i], &x, &y)) {
            gx_spot spot = gx_sheet_spot(sheet, x, y);
            gx_sheet_label(sheet, c->series.at[i].label, &spot, 1, gx_look_of(i).text);
        }
    }
}

/* ---- data and the plot ---- */

/* Points of a line without a neighbour, which a line alone would not show. */
static gx_spots lone_points(gx_sheet *sheet, const gx_series *s)
{
    gx_spots lone = {0};
    for (int32_t i = 0; i < s->length; i++) {
        bool has_before = i > 0 && !isnan(s->x[i - 1]) && !isnan(s->y[i - 1]);
        bool has_after = i + 1 < s->length && !isnan(s->x[i + 1]) && !isnan(s->y[i + 1]);
        if (!has_before && !has_after && gx_sheet_shows(sheet, s->x[i], s->y[i]))
            *GX_ADD(sheet->arena, &lone) = (gx_spot){s->x[i], s->y[i]};
    }
    return lone;
}

static const char *write_lone(gx_sheet *sheet, int32_t number, const gx_spots *lone)
{
    double *x = GX_ARRAY(sheet->arena, double, lone->count);
    double *y = GX_ARRAY(sheet->arena, double, lone->count);
    for (int32_t i = 0; i < lone->count; i++) {
        x[i] = lone->at[i].x;
        y[i] = lone->at[i].y;
    }
    return gx_sheet_data(sheet, "lone", number, (const double *const[]){x, y}, 2,
                         lone->count);
}

static void write_bands(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band widened = gx_marks_widen(sheet, &c->bands.at[i]), *b = &widened;
        const gx_band_look *look = gx_look_of_band(b, i);
        if (!gx_marks_any(b->x, b->low, b->length) ||
            !gx_marks_any(b->x, b->high, b->length))
            continue;
        const double *const column[] = {b->x, b->low, b->high};
        const char *data = gx_sheet_data(sheet, "band", i + 1, column, 3, b->length);
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2:3 with filledcurves fillcolor rgb \"%s\"", data,
                     look->fill);
        for (int32_t row = 2; row <= 3; row++) {
            gx_buf_print(gx_sheet_part(sheet),
                         "%s using 1:%d with lines linetype 1 linewidth 0.5 "
                         "linecolor rgb \"%s\"",
                         data, (int)row, look->rim);
        }
    }
}

/* Marks on a line, about six, which begin elsewhere than those of its neighbours. */
static void write_marks(gx_sheet *sheet, int32_t series, const char *data)
{
    enum { MARKS = 6 };
    const gx_series *s = &sheet->chart->series.at[series];
    gx_look look = gx_look_of(series);
    int32_t shown = 0;
    for (int32_t i = 0; i < s->length; i++)
        shown += gx_sheet_shows(sheet, s->x[i], s->y[i]);
    int32_t every = shown / MARKS > 1 ? shown / MARKS : 1;
    gx_buf_print(gx_sheet_part(sheet),
                 "%s every %d::%d using 1:2 with points pointtype %d pointsize %g "
                 "linewidth 1.2 linecolor rgb \"%s\"",
                 data, (int)every, (int)(series % every), (int)look.mark, GX_LINE_MARK,
                 look.line);
}

static void write_series(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        gx_look look = gx_look_of(i);
        if (!gx_marks_any(s->x, s->y, s->length))
            continue;
        const double *const column[] = {s->x, s->y};
        const char *data = gx_sheet_data(sheet, "series", i + 1, column, 2, s->length);
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2 with lines linewidth 1.6 dashtype %s "
                     "linecolor rgb \"%s\"",
                     data, look.dash, look.line);
        if (look.mark)
            write_marks(sheet, i, data);
        gx_spots lone = lone_points(sheet, s);
        if (lone.count == 0)
            continue;
        const char *lone_data = write_lone(sheet, i + 1, &lone);
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2 with points pointtype 7 pointsize 0.5 "
                     "linecolor rgb \"%s\"",
                     lone_data, look.line);
    }
}

/* A narrow plot has no room for several names inside, a name on bands in each other would
 * seem to be of the inner one, and lines to marks of two kinds get mixed up: a key above
 * the plot has them. */
static bool has_rows(const gx_sheet *sheet)
{
    const gx_chart *page = sheet->page;
    bool has_shares = page->bands.count && page->bands.at[0].is_share;
    return has_shares || page->points.count > 1 ||
           (sheet->width < 300.0 &&
            page->points.count + page->bands.count + page->targets.count > 1);
}

static gx_key collect_key(const gx_sheet *sheet)
{
    gx_key key = {0};
    gx_chart page = *sheet->page;
    page.series.count = 0;
    if (page.panels.count)
        return gx_panels_key(sheet, GX_SAMPLE_LINE);
    if (has_rows(sheet))
        gx_key_add(&key, &page, GX_SAMPLE_LINE, sheet->arena);
    return key;
}

static void draw_plot(gx_sheet *sheet, gx_box box, bool is_alone)
{
    gx_margin names = {0};
    gx_sheet_panel(sheet, sheet->chart, box);
    if (is_alone) {
        names = collect_names(sheet);
        gx_margin_fit(sheet, &names);
    }
    gx_sheet_axes(sheet);
    gx_margin_write(sheet, &names);
    fill_scene(sheet);
    bool is_labelled = is_alone && !has_rows(sheet);
    gx_marks_targets(sheet, is_labelled);
    if (is_labelled)
        gx_marks_label(sheet);
    if (is_alone)
        label_series(sheet, &names);
    if (is_labelled)
        label_bands(sheet);
    write_bands(sheet);
    write_series(sheet);
    gx_marks_points(sheet);
    gx_marks_record(sheet);
    gx_sheet_end(sheet);
}

static const gx_grid lines = {collect_key, draw_plot, 1.0};

double gx_area_lines(gx_sheet *sheet)
{
    return gx_panels_area(sheet, &lines);
}

void gx_plot_time_series(gx_sheet *sheet)
{
    gx_panels_draw(sheet, &lines);
}
