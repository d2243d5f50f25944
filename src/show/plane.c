/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points on two axes of numbers, with lines through or beside them. Points that have
 * names are few: each is named where there is room, the first ones first, and so is each
 * line. Points that have none are many: they are small and pale, so that lines are seen
 * on them, and a key names both. */
#include "show/charts.h"
#include "show/marks.h"
#include "show/panels.h"

#include <math.h>

static const int32_t narrow_names = 5;
static const char *const pale = "#6BAED6";

static bool has_names(const gx_chart *c)
{
    for (int32_t i = 0; i < c->points.count; i++)
        if (c->points.at[i].text)
            return true;
    return false;
}

/* ---- texts ---- */

static gx_key collect_key(const gx_sheet *sheet)
{
    const gx_chart *page = sheet->page;
    gx_key key = {0};
    if (has_names(page))
        return key;
    for (int32_t p = -1; p < page->panels.count; p++) {
        gx_chart plot = p < 0 ? *page : page->panels.at[p];
        for (int32_t i = 0; i < plot.points.count; i++)
            gx_key_add_row(&key,
                           (gx_key_row){.sample = GX_SAMPLE_MARK,
                                        .text = plot.points.at[i].label,
                                        .ink = GX_INK,
                                        .fill = pale,
                                        .mark = gx_marks[0].filled},
                           sheet->arena);
        plot.points.count = 0;
        gx_key_add(&key, &plot, GX_SAMPLE_LINE, sheet->arena);
    }
    return key;
}

/* Lines are named along their outer half. */
static void label_lines(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        gx_spots spots = {0};
        for (int32_t k = 0; k + 1 < s->length; k++)
            for (int32_t part = 5; part <= 10; part++)
                gx_spots_add(sheet, &spots, s->x[k] + (s->x[k + 1] - s->x[k]) * part / 10,
                             s->y[k] + (s->y[k + 1] - s->y[k]) * part / 10);
        gx_sheet_label(sheet, s->label, spots.at, spots.count, GX_GREY);
    }
}

/* A narrow plot has no room for more than the first few names. */
static int32_t most_names(const gx_sheet *sheet)
{
    return sheet->plot.right - sheet->plot.left < 300.0 ? narrow_names : INT32_MAX;
}

static void label_points(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    int32_t most = most_names(sheet);
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        for (int32_t k = 0; k < p->length && k < most && p->text; k++) {
            gx_spots spots = {0};
            gx_spots_add(sheet, &spots, p->x[k], p->y[k]);
            gx_sheet_label(sheet, p->text[k], spots.at, spots.count, GX_INK);
        }
    }
}

/* ---- the plot ---- */

static void write_marks(gx_sheet *sheet, const gx_points *p, const char *name,
                        int32_t number, double size, const char *colour)
{
    const double *const column[] = {p->x, p->y};
    if (!gx_marks_any(p->x, p->y, p->length))
        return;
    const char *data = gx_sheet_data(sheet, name, number, column, 2, p->length);
    gx_buf_print(gx_sheet_part(sheet),
                 "%s using 1:2 with points pointtype %d pointsize %g "
                 "linecolor rgb \"%s\"",
                 data, (int)gx_marks[0].filled, size, colour);
}

/* What is named is dark; what has no room for its name looks as if it had none. */
static void write_points(gx_sheet *sheet, bool is_named)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->points.count; i++) {
        gx_points named = c->points.at[i], rest = named;
        int32_t most = named.text ? most_names(sheet) : 0;
        named.length = named.length < most ? named.length : most;
        rest.x += named.length;
        rest.y += named.length;
        rest.length -= named.length;
        write_marks(sheet, &rest, named.length ? "others" : "points", i + 1,
                    is_named ? 0.4 : 0.3, pale);
        write_marks(sheet, &named, "points", i + 1, 0.75, gx_look_of(0).line);
    }
}

static void write_lines(gx_sheet *sheet, bool is_named)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        const double *const column[] = {s->x, s->y};
        if (!gx_marks_any(s->x, s->y, s->length))
            continue;
        const char *data = gx_sheet_data(sheet, "series", i + 1, column, 2, s->length);
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2 with lines linewidth %g dashtype %s "
                     "linecolor rgb \"%s\"",
                     data, is_named ? 0.9 : 2.0, is_named ? "(4,3)" : gx_look_of(i).dash,
                     is_named ? GX_FAINT : gx_look_of(i).line);
    }
}

static void draw_plot(gx_sheet *sheet, gx_box box, bool is_alone)
{
    const gx_chart *c = sheet->chart;
    bool is_named = has_names(c);
    (void)is_alone;
    gx_sheet_panel(sheet, c, box);
    gx_sheet_axes(sheet);
    for (int32_t i = 0; i < c->series.count; i++)
        gx_marks_avoid_line(sheet, c->series.at[i].x, c->series.at[i].y,
                            c->series.at[i].length, 80.0);
    gx_marks_avoid(sheet);
    if (is_named) {
        label_points(sheet);
        label_lines(sheet);
        write_lines(sheet, true);
        write_points(sheet, true);
    } else {
        write_points(sheet, false);
        write_lines(sheet, false);
    }
    gx_marks_record(sheet);
    gx_sheet_end(sheet);
}

static const gx_grid plane = {collect_key, draw_plot, 1.6};

double gx_area_plane(gx_sheet *sheet)
{
    return gx_panels_area(sheet, &plane);
}

void gx_plot_plane(gx_sheet *sheet)
{
    gx_panels_draw(sheet, &plane);
}
