/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series on top of each other: areas between running sums. A pipeline is the same in
 * shades of one colour, its last stage darkest and at the bottom, so that what flows from
 * stage to stage is seen to darken. Layers are bands of a chart made here. Where a key
 * names them, a layer that is not shaded has its number in the key: a colour is never
 * alone. */
#include "show/charts.h"
#include "show/drawable.h"
#include "show/margin.h"
#include "show/marks.h"
#include "show/panels.h"

#include <math.h>

static const double number_size = 7.5, digit_height = 6.0; /* of the font; a digit */

typedef struct shade {
    int32_t red, green, blue;
} shade;

/* ---- colours ---- */

/* Of layer `i` of `count`, from the bottom. */
static const char *mixed(gx_arena *arena, int32_t i, int32_t count)
{
    static const shade dark = {8, 81, 156}, light = {222, 235, 247};
    double part = count > 1 ? (double)i / (count - 1) : 0.0;
    return gx_arena_format(arena, "#%02X%02X%02X",
                           (unsigned)(dark.red + part * (light.red - dark.red)),
                           (unsigned)(dark.green + part * (light.green - dark.green)),
                           (unsigned)(dark.blue + part * (light.blue - dark.blue)));
}

/* Of band `i`; they are counted from the bottom. */
static const char *fill_of(const gx_sheet *sheet, int32_t i, int32_t count,
                           bool is_shaded)
{
    return is_shaded ? mixed(sheet->arena, i, count) : gx_area_look_of(i).fill;
}

/* ---- sums ---- */

/* A chart whose bands are the layers of `from`, whose first series is on top. A year in
 * which a layer is missing is a gap in all. */
static gx_chart stacked(const gx_chart *from, gx_arena *arena)
{
    gx_chart chart = *from;
    const gx_series *first = gx_drawable_series(from);
    int32_t length = first ? first->length : 0;
    double *below = GX_ARRAY(arena, double, length);
    for (int32_t i = 0; i < from->series.count; i++)
        for (int32_t k = 0; k < length; k++)
            if (from->series.at[i].x && isnan(from->series.at[i].y[k]))
                below[k] = (double)NAN;
    chart.bands.count = chart.bands.room = 0;
    for (int32_t i = from->series.count - 1; i >= 0; i--) {
        const gx_series *s = &from->series.at[i];
        if (!s->x) {
            *GX_ADD(arena, &chart.bands) = (gx_band){.label = s->label};
            continue;
        }
        double *above = GX_ARRAY(arena, double, length);
        for (int32_t k = 0; k < length; k++)
            above[k] = below[k] + s->y[k];
        *GX_ADD(arena, &chart.bands) =
            (gx_band){s->label, length, s->x, below, above, false};
        below = above;
    }
    return chart;
}

static gx_chart stacked_page(const gx_chart *from, gx_arena *arena)
{
    gx_chart page = stacked(from, arena);
    page.panels.count = page.panels.room = 0;
    for (int32_t i = 0; i < from->panels.count; i++)
        *GX_ADD(arena, &page.panels) = stacked(&from->panels.at[i], arena);
    return page;
}

/* ---- names ---- */

/* Each name in the middle of its layer where that ends. */
static gx_margin collect_names(const gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    gx_margin names = {0};
    for (int32_t i = c->bands.count - 1; i >= 0; i--) {
        const gx_band *b = &c->bands.at[i];
        for (int32_t k = b->length - 1; k >= 0; k--) {
            if (!gx_sheet_shows(sheet, b->x[k], b->high[k]))
                continue;
            *GX_ADD(sheet->arena, &names) =
                (gx_margin_name){.text = b->label,
                                 .y = b->low[k] + (b->high[k] - b->low[k]) / 2,
                                 .ink = GX_INK,
                                 .rim = GX_GREY};
            break;
        }
    }
    return names;
}

static gx_key collect_key(const gx_sheet *sheet, bool is_shaded)
{
    const gx_chart *page = sheet->page;
    gx_key key = {0};
    for (int32_t p = 0; p < page->panels.count; p++) {
        gx_chart panel = page->panels.at[p];
        for (int32_t i = panel.bands.count - 1; i >= 0; i--) {
            const char *label = panel.bands.at[i].label;
            if (!is_shaded)
                label = gx_arena_format(sheet->arena, "%d  %s",
                                        (int)(panel.bands.count - i), label);
            gx_key_add_row(
                &key,
                (gx_key_row){.sample = GX_SAMPLE_FILL,
                             .text = label,
                             .ink = GX_INK,
                             .fill = fill_of(sheet, i, panel.bands.count, is_shaded)},
                sheet->arena);
        }
        panel.bands.count = panel.series.count = 0;
        gx_key_add(&key, &panel, GX_SAMPLE_FILL, sheet->arena);
    }
    return key;
}

/* ---- numbers ---- */

/* How high a layer is, in points, all along `wide` points about its `k`-th value; the
 * middle of that is `*y`. */
static double room_at(const gx_sheet *sheet, const gx_band *b, int32_t k, double wide,
                      double *y)
{
    double x = gx_sheet_spot(sheet, b->x[k], b->high[k]).x;
    double left = x - wide / 2, right = x + wide / 2, low = -HUGE_VAL, high = HUGE_VAL;
    if (left < sheet->plot.left || right > sheet->plot.right)
        return 0.0;
    for (int32_t i = 0; i + 1 < b->length; i++) {
        gx_spot from[2] = {gx_sheet_spot(sheet, b->x[i], b->low[i]),
                           gx_sheet_spot(sheet, b->x[i], b->high[i])};
        gx_spot to[2] = {gx_sheet_spot(sheet, b->x[i + 1], b->low[i + 1]),
                         gx_sheet_spot(sheet, b->x[i + 1], b->high[i + 1])};
        if (to[0].x < left || from[0].x > right || !(from[0].x < to[0].x))
            continue;
        if (!gx_sheet_shows(sheet, b->x[i], b->high[i]) ||
            !gx_sheet_shows(sheet, b->x[i + 1], b->high[i + 1]))
            return 0.0;
        for (int32_t end = 0; end < 2; end++) {
            double at = end ? fmin(to[0].x, right) : fmax(from[0].x, left);
            double part = (at - from[0].x) / (to[0].x - from[0].x);
            low = fmax(low, from[0].y + part * (to[0].y - from[0].y));
            high = fmin(high, from[1].y + part * (to[1].y - from[1].y));
        }
    }
    *y = low + (high - low) / 2;
    return isfinite(*y) ? high - low : 0.0;
}

/* Each layer's number in the key, where it is highest, if there is room. */
static void write_numbers(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        gx_fit fit = gx_layout_fit(
            sheet->arena, gx_arena_format(sheet->arena, "%d", (int)(c->bands.count - i)),
            number_size, HUGE_VAL);
        double height = gx_layout_height(&fit), best = digit_height;
        gx_spot at = {0.0, -1.0};
        for (int32_t k = 0; k < b->length; k++) {
            double y = 0.0, room = room_at(sheet, b, k, fit.width + 2.0, &y);
            if (room < best)
                continue;
            best = room;
            at = (gx_spot){gx_sheet_spot(sheet, b->x[k], b->high[k]).x, y};
        }
        if (at.y >= 0.0)
            gx_sheet_text(sheet, &fit, at.x - fit.width / 2, at.y + height / 2,
                          gx_area_look_of(i).ink);
    }
}

/* ---- the figure ---- */

/* Record the layers, the first on top, with their own values and their edges; where they
 * are not stacked they have none. */
static void record(gx_sheet *sheet)
{
    const gx_chart *stack = sheet->chart;
    gx_chart rest = *stack;
    for (int32_t i = 0; i < stack->series.count; i++) {
        const gx_series *s = &stack->series.at[i];
        const gx_band *b = &stack->bands.at[stack->bands.count - 1 - i];
        gx_sheet_record(sheet, (gx_drawn){.kind = "layer",
                                          .label = s->label,
                                          .length = s->length,
                                          .x = s->x,
                                          .value = s->y,
                                          .low = b->low,
                                          .high = b->high});
    }
    rest.series.count = rest.bands.count = 0;
    sheet->chart = &rest;
    gx_marks_record(sheet);
    sheet->chart = stack;
}

static void write_layers(gx_sheet *sheet, bool is_shaded)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *layer = &c->bands.at[i], wide = gx_marks_widen(sheet, layer);
        const double *const column[] = {wide.x, wide.low, wide.high};
        if (!gx_marks_any(layer->x, layer->high, layer->length))
            continue;
        const char *data = gx_sheet_data(sheet, "layer", i + 1, column, 3, wide.length);
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2:3 with filledcurves fillcolor rgb \"%s\"", data,
                     fill_of(sheet, i, c->bands.count, is_shaded));
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:3 with lines linetype 1 linewidth 0.6 "
                     "linecolor rgb \"white\"",
                     data);
    }
}

static void draw_stack(gx_sheet *sheet, gx_box box, bool is_alone, bool is_shaded)
{
    gx_margin names = {0};
    gx_sheet_panel(sheet, sheet->chart, box);
    if (is_alone) {
        names = collect_names(sheet);
        gx_margin_fit(sheet, &names);
    }
    gx_sheet_axes(sheet);
    gx_margin_write(sheet, &names);
    for (int32_t i = 0; i < sheet->chart->bands.count; i++) {
        const gx_band *b = &sheet->chart->bands.at[i];
        gx_marks_avoid_line(sheet, b->x, b->high, b->length, 60.0);
    }
    gx_marks_avoid(sheet);
    gx_marks_targets(sheet, is_alone);
    if (is_alone)
        gx_marks_label(sheet);
    if (!is_alone && !is_shaded)
        write_numbers(sheet);
    write_layers(sheet, is_shaded);
    gx_marks_points(sheet);
    record(sheet);
    gx_sheet_end(sheet);
}

static gx_key areas_key(const gx_sheet *sheet)
{
    return collect_key(sheet, false);
}

static gx_key stages_key(const gx_sheet *sheet)
{
    return collect_key(sheet, true);
}

static void draw_area(gx_sheet *sheet, gx_box box, bool is_alone)
{
    draw_stack(sheet, box, is_alone, false);
}

static void draw_stages(gx_sheet *sheet, gx_box box, bool is_alone)
{
    draw_stack(sheet, box, is_alone, true);
}

static const gx_grid areas = {areas_key, draw_area, 1.0};
static const gx_grid stages = {stages_key, draw_stages, 1.0};

static double area_of(gx_sheet *sheet, const gx_grid *grid)
{
    gx_chart page = stacked_page(sheet->page, sheet->arena);
    const gx_chart *as_given = sheet->page;
    sheet->page = &page;
    double height = gx_panels_area(sheet, grid);
    sheet->page = as_given;
    return height;
}

static void draw_page(gx_sheet *sheet, const gx_grid *grid)
{
    gx_chart page = stacked_page(sheet->page, sheet->arena);
    const gx_chart *as_given = sheet->page;
    sheet->page = &page;
    gx_panels_draw(sheet, grid);
    sheet->page = as_given;
}

double gx_area_stack(gx_sheet *sheet)
{
    return area_of(sheet, &areas);
}

void gx_plot_stacked_area(gx_sheet *sheet)
{
    draw_page(sheet, &areas);
}

double gx_area_pipeline(gx_sheet *sheet)
{
    return area_of(sheet, &stages);
}

void gx_plot_pipeline(gx_sheet *sheet)
{
    draw_page(sheet, &stages);
}
