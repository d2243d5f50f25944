/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A page of 16 x 10 cm being written as gnuplot commands: title, foot, axes, texts and
 * lines at places known beforehand. Every plot kind starts from it. Private to show/.
 */
#ifndef GX_SHOW_SHEET_H
#define GX_SHOW_SHEET_H

#include "show/layout.h"
#include "show/show.h"

#define GX_PAGE_WIDTH  453.54 /* points */
#define GX_PAGE_HEIGHT 283.46 /* points */

/** Colours that every kind shares. */
#define GX_INK      "#1A1A1A" /* title, data from elsewhere */
#define GX_GREY     "#595959" /* subtitle, axis texts */
#define GX_FAINT    "#7F7F7F" /* source */
#define GX_HAIRLINE "#E3E3E3" /* grid */
#define GX_AXIS     "#4D4D4D"
#define GX_TARGET   "#D55E00"

/**
 * How the series of a chart look, one row a series, again from the first after the last:
 * Okabe and Ito's colours, those of the target and of data last; a dash for each, so that
 * a print in grey can be read.
 */
enum { GX_LOOKS = 7, GX_BAND_LOOKS = 3, GX_MARKS = 4 };
extern const struct gx_look {
    const char *line, *text, *dash;
} gx_looks[GX_LOOKS];

/** The same for bands ... */
extern const struct gx_band_look {
    const char *fill, *rim, *text;
} gx_band_looks[GX_BAND_LOOKS];

/** ... and points: gnuplot's numbers of circle, square, triangle, diamond. */
extern const struct gx_mark {
    int32_t filled, hollow;
} gx_marks[GX_MARKS];

typedef struct gx_sheet {
    const gx_chart *chart;
    gx_arena *arena;
    gx_buf *out;
    gx_box plot;         /* the area between the axes, points */
    double y_from, y_to; /* range of the axis, chart's unit */
    double y_step;       /* between ticks */
    int32_t texts;       /* written so far */
    int32_t lines;
    gx_scene scene; /* what labels inside the plot keep clear of */
} gx_sheet;

/** Begin a page: range of y, title, subtitle, source; sets all but the right edge. */
void gx_sheet_begin(gx_sheet *sheet);

/** Write margins and axes once plot.right is known; begins the scene. */
void gx_sheet_axes(gx_sheet *sheet);

/** Write a text whose upper left corner is at (x, top). */
void gx_sheet_text(gx_sheet *sheet, const gx_fit *fit, double x, double top,
                   const char *colour);

/** Write a line in points of the page. */
void gx_sheet_line(gx_sheet *sheet, gx_spot from, gx_spot to, double width,
                   const char *colour);

/** Place of a year and value on the page. */
gx_spot gx_sheet_spot(const gx_sheet *sheet, double x, double y);

/**
 * Write a text at a free place near one of the anchors, with a thin line to its anchor
 * when that is not close by.
 */
void gx_sheet_label(gx_sheet *sheet, const char *text, const gx_spot *anchor,
                    int32_t anchor_count, const char *colour);

/** True when (x, y) is a point that the axes show. */
bool gx_sheet_shows(const gx_sheet *sheet, double x, double y);

/** Write a datablock `$name_number`; a row with a NaN is a gap. `column` is [count]. */
void gx_sheet_data(gx_sheet *sheet, const char *name, int32_t number,
                   const double *const *column, int32_t count, int32_t length);

#endif
