/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of several series binds, as a strip of colours over the years; one strip a panel.
 * A colour is never alone: a piece has the name of its series or its number in the key.
 */
#include "show/charts.h"
#include "show/drawable.h"
#include "show/panels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double name_size = 8.5, piece_size = 7.5; /* of fonts */
static const char *const free_fill = "#E3E3E3";
static const double strip_height = 27.0, name_air = 4.0; /* with air; points */

/* Years in which the same series binds. */
typedef struct piece {
    int32_t series; /* -1: none */
    double from, to;
} piece;

typedef GX_LIST(piece) pieces;

enum { BINDS_NONE = -1, BINDS_UNKNOWN = -2 };

/* Where one is missing, nobody knows which is the lowest. */
static int32_t binding_at(const gx_chart *c, int32_t k)
{
    int32_t found = BINDS_UNKNOWN;
    double best = 0.0, sign = c->rule.highest ? -1.0 : 1.0;
    for (int32_t i = 0; i < c->series.count; i++) {
        if (!c->series.at[i].x)
            continue;
        double value = sign * c->series.at[i].y[k];
        if (isnan(value))
            return BINDS_UNKNOWN;
        if (found < 0 || value < best) {
            found = i;
            best = value;
        }
    }
    return found >= 0 && best >= sign * c->rule.free_at ? BINDS_NONE : found;
}

/* A value stands for the time half way to its neighbours, one alone for half a year. */
static pieces find_pieces(const gx_chart *c, gx_arena *arena)
{
    const double lone = 0.25; /* to either side */
    pieces list = {0};
    const gx_series *s = gx_drawable_series(c);
    for (int32_t k = 0; s && k < s->length; k++) {
        int32_t last = s->length - 1;
        double from = k > 0 ? (s->x[k - 1] + s->x[k]) / 2 : s->x[k] - lone * (last == 0);
        double to = k < last ? (s->x[k] + s->x[k + 1]) / 2 : s->x[k] + lone * (last == 0);
        from = fmax(from, c->x.from);
        to = fmin(to, c->x.to);
        int32_t series = binding_at(c, k);
        if (series == BINDS_UNKNOWN || !(from < to))
            continue;
        if (list.count && list.at[list.count - 1].series == series &&
            list.at[list.count - 1].to == from)
            list.at[list.count - 1].to = to;
        else
            *GX_ADD(arena, &list) = (piece){series, from, to};
    }
    return list;
}

/* ---- looks ---- */

static gx_area_look look_of(int32_t series)
{
    return series < 0 ? (gx_area_look){free_fill, GX_INK, GX_FILLING_SOLID}
                      : gx_area_look_of(series);
}

static const char *label_of(const gx_chart *c, int32_t series)
{
    const char *label = series < 0 ? c->rule.free : c->series.at[series].label;
    return label ? label : "";
}

/* ---- writing ---- */

static void write_piece(gx_sheet *sheet, const gx_chart *c, const piece *p, double y)
{
    gx_spot from = gx_sheet_spot(sheet, p->from, y), to = gx_sheet_spot(sheet, p->to, y);
    const char *const texts[] = {
        label_of(c, p->series),
        p->series < 0 ? "" : gx_arena_format(sheet->arena, "%d", (int)p->series + 1)};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        gx_fit fit = gx_layout_fit(sheet->arena, texts[i], piece_size, HUGE_VAL);
        if (fit.line_count == 0 || fit.width > to.x - from.x - 3.0)
            continue;
        gx_sheet_text(sheet, &fit, (from.x + to.x - fit.width) / 2,
                      from.y + gx_layout_height(&fit) / 2, look_of(p->series).ink);
        return;
    }
}

static void write_boxes(gx_sheet *sheet, gx_area_look look, const char *data)
{
    bool is_hollow = look.filling == GX_FILLING_HOLLOW;
    gx_buf_print(gx_sheet_part(sheet),
                 "%s using 1:3:1:2:($3-0.36):($3+0.36) with boxxyerror "
                 "fillstyle solid 1 border linecolor rgb \"%s\" linewidth %g "
                 "fillcolor rgb \"%s\"",
                 data, is_hollow ? look.fill : "white", is_hollow ? 1.2 : 0.6,
                 is_hollow ? "white" : look.fill);
    if (look.filling == GX_FILLING_SPLIT) /* below a text */
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:3:1:2:($3-0.31):($3-0.2) with boxxyerror "
                     "fillstyle solid 1 noborder fillcolor rgb \"white\"",
                     data);
}

/* The strip of a chart around height `y` of the axes. */
static void write_strip(gx_sheet *sheet, const gx_chart *c, double y)
{
    pieces list = find_pieces(c, sheet->arena);
    for (int32_t series = BINDS_NONE; series < c->series.count; series++) {
        int32_t count = 0;
        double *column[3];
        for (size_t i = 0; i < sizeof column / sizeof *column; i++)
            column[i] = GX_ARRAY(sheet->arena, double, list.count);
        for (int32_t i = 0; i < list.count; i++) {
            if (list.at[i].series != series)
                continue;
            write_piece(sheet, c, &list.at[i], y);
            column[0][count] = list.at[i].from;
            column[1][count] = list.at[i].to;
            column[2][count++] = y;
        }
        if (count == 0)
            continue;
        const char *data = gx_sheet_data(sheet, "pieces", series + 2,
                                         (const double *const *)column, 3, count);
        gx_sheet_record(sheet, (gx_drawn){.kind = series < 0 ? "free" : "binds",
                                          .label = label_of(c, series),
                                          .length = count,
                                          .x = column[0],
                                          .until = column[1]});
        write_boxes(sheet, look_of(series), data);
    }
}

static bool is_ever_free(const gx_chart *const *strip, int32_t count, gx_arena *arena)
{
    for (int32_t k = 0; k < count; k++) {
        pieces list = find_pieces(strip[k], arena);
        for (int32_t i = 0; i < list.count; i++)
            if (list.at[i].series == BINDS_NONE)
                return true;
    }
    return false;
}

static gx_key collect_key(const gx_sheet *sheet, const gx_chart *const *strip,
                          int32_t count)
{
    gx_key key = {0};
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < strip[k]->series.count; i++)
            gx_key_add_row(
                &key,
                (gx_key_row){.sample = GX_SAMPLE_FILL,
                             .text = gx_arena_format(sheet->arena, "%d  %s", (int)i + 1,
                                                     label_of(strip[k], i)),
                             .ink = GX_INK,
                             .fill = look_of(i).fill,
                             .filling = look_of(i).filling},
                sheet->arena);
    if (is_ever_free(strip, count, sheet->arena))
        gx_key_add_row(&key,
                       (gx_key_row){.sample = GX_SAMPLE_FILL,
                                    .text = label_of(strip[0], BINDS_NONE),
                                    .ink = GX_INK,
                                    .fill = free_fill},
                       sheet->arena);
    return key;
}

static int32_t strip_count(const gx_chart *page)
{
    return page->panels.count ? page->panels.count : 1;
}

/* Names of the strips, right-aligned left of them; gives the widest, and how high a strip
 * is with the highest beside it. */
static double fit_names(gx_sheet *sheet, gx_fit *name, double *height,
                        const gx_chart *const *strip, int32_t count)
{
    double widest = 0.0;
    *height = strip_height;
    for (int32_t i = 0; i < count; i++) {
        const char *text = sheet->page->panels.count ? strip[i]->title : "";
        name[i] = gx_layout_fit_within(sheet->arena, text, name_size, 0.27 * sheet->width,
                                       0.42 * sheet->width);
        widest = fmax(widest, name[i].width);
        *height = fmax(*height, gx_layout_height(&name[i]) + name_air);
    }
    return widest;
}

/* The charts of the strips. */
static const gx_chart **find_strips(const gx_sheet *sheet)
{
    const gx_chart *page = sheet->page;
    const gx_chart **strip = GX_ARRAY(sheet->arena, const gx_chart *, strip_count(page));
    for (int32_t i = 0; i < strip_count(page); i++)
        strip[i] = page->panels.count ? &page->panels.at[i] : page;
    return strip;
}

double gx_area_strip(gx_sheet *sheet)
{
    int32_t count = strip_count(sheet->page);
    const gx_chart **strip = find_strips(sheet);
    gx_fit *name = GX_ARRAY(sheet->arena, gx_fit, count);
    gx_key key = collect_key(sheet, strip, count);
    double height = 0.0;
    fit_names(sheet, name, &height, strip, count);
    return gx_key_height(sheet, &key) + height * count + 17.0;
}

void gx_plot_strip(gx_sheet *sheet)
{
    int32_t count = strip_count(sheet->page);
    const gx_chart **strip = find_strips(sheet);
    gx_fit *name = GX_ARRAY(sheet->arena, gx_fit, count);
    gx_key key = collect_key(sheet, strip, count);
    gx_key_write_rows(sheet, &key);
    gx_chart axes = {.x = sheet->page->x};
    double height = 0.0, widest = fit_names(sheet, name, &height, strip, count);
    gx_sheet_panel(sheet, &axes, sheet->area);
    sheet->y = (gx_axis){.from = 0.5, .to = count + 0.5};
    sheet->plot.left = sheet->area.left + (widest > 0.0 ? widest + 6.0 : 4.0);
    gx_sheet_axes(sheet);
    gx_buf_print(sheet->out, "unset ytics\nset grid noytics\n");
    for (int32_t i = 0; i < count; i++) {
        double y = count - i;
        gx_spot at = gx_sheet_spot(sheet, axes.x.from, y);
        gx_sheet_text_before(sheet, &name[i], at.x - 6.0,
                             at.y + gx_layout_height(&name[i]) / 2, GX_INK);
        sheet->panel = sheet->page->panels.count ? i + 1 : 0;
        write_strip(sheet, strip[i], y);
    }
    sheet->panel = 0;
    gx_sheet_end(sheet);
}
