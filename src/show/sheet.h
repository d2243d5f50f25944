/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A page being written as gnuplot commands: title, foot, axes, texts and lines at places
 * known beforehand. Every plot kind gets one that gx_sheet_begin has begun, and writes
 * one plot or several: gx_sheet_panel, room for texts beside it, gx_sheet_axes, texts and
 * parts, gx_sheet_end. Private to show/.
 */
#ifndef GX_SHOW_SHEET_H
#define GX_SHOW_SHEET_H

#include "show/layout.h"
#include "show/looks.h"
#include "show/scale.h"

/** What was drawn of one part, for the figure's table; a NULL column is empty. */
typedef struct gx_drawn {
    const char *kind, *label;
    int32_t length;
    const double *x, *until, *value, *low, *high; /* [length] */
    const char *const *name; /* [length] instead of x, where values are of names */
    const char *panel;       /* its title, or that of x; "" of the only plot */
    gx_axis axis;            /* of x */
} gx_drawn;

typedef struct gx_sheet {
    const gx_chart *page; /* the whole figure */
    gx_arena *arena;
    gx_buf *data, *out;   /* datablocks; what draws, which may be run again and again */
    double width, height; /* of the page, points */
    gx_box area;          /* of the page, without title and foot */
    /* the plot being written */
    const gx_chart *chart;
    int32_t panel;  /* counted from 1; 0 when the page is one plot */
    gx_buf *parts;  /* of the plot command */
    gx_box box;     /* of the plot with all its texts, points */
    gx_box plot;    /* the area between the axes */
    gx_axis y;      /* as drawn, chart's unit */
    gx_ticks ticks; /* of y */
    gx_fit x_title, y_title;
    int32_t texts; /* written so far */
    int32_t lines, fills;
    gx_scene scene; /* what labels inside the plot keep clear of */
    GX_LIST(gx_drawn) drawn;
} gx_sheet;

/**
 * Begin a page: title, subtitle, source. `area` says how high an area it wants between
 * them, when the area's width is known; the page gets as high as that needs.
 */
void gx_sheet_begin(gx_sheet *sheet, double (*area)(gx_sheet *sheet));

/**
 * Begin a plot within a box: the range of y (that of all panels unless `own_scales`) and
 * `plot`, which leaves room for the axes' numbers and titles. The kind may then move its
 * edges.
 */
void gx_sheet_panel(gx_sheet *sheet, const gx_chart *chart, gx_box box);

/** Write margins, axes and their titles; begins the scene. */
void gx_sheet_axes(gx_sheet *sheet);

/**
 * Begin a plot of names within a box and write its axes: the values of all series along
 * x, as the chart's y axis says, the first name at height `name_count`, the last at 1. A
 * zero line is drawn where there is zero.
 */
void gx_sheet_across(gx_sheet *sheet, const gx_chart *chart, gx_box box);

/** Height of the numbers and of the title below such a plot of that width. */
double gx_sheet_across_height(const gx_sheet *sheet, const gx_chart *chart, double width);

/** Begin a part of the plot command, `DATA using ... with ...`: append it to the buffer.
 */
gx_buf *gx_sheet_part(gx_sheet *sheet);

/** Remember what the plot shows, borrowed; `panel` and `axis` are set here. */
void gx_sheet_record(gx_sheet *sheet, gx_drawn drawn);

/** Write the plot command, also when it has no part. */
void gx_sheet_end(gx_sheet *sheet);

/** Write a text whose upper left corner is at (x, top). */
void gx_sheet_text(gx_sheet *sheet, const gx_fit *fit, double x, double top,
                   const char *colour);

/** Write one whose upper right corner is at (x, top), its lines right-aligned. */
void gx_sheet_text_before(gx_sheet *sheet, const gx_fit *fit, double x, double top,
                          const char *colour);

/** The first in bold, as a panel's title. */
void gx_sheet_heading(gx_sheet *sheet, const gx_fit *fit, double x, double top);

/** Write a line in points of the page, solid or with one of the looks' dashes. */
void gx_sheet_line(gx_sheet *sheet, gx_spot from, gx_spot to, double width,
                   const char *colour);
void gx_sheet_dashed(gx_sheet *sheet, gx_spot from, gx_spot to, double width,
                     const char *dash, const char *colour);

/** Write a filled box. */
void gx_sheet_fill(gx_sheet *sheet, gx_box box, const char *colour, gx_filling filling);

/** Place of a point on the page. */
gx_spot gx_sheet_spot(const gx_sheet *sheet, double x, double y);

/**
 * Write a text at a free place near one of the anchors, with a thin line to its anchor
 * when that is not close by.
 */
void gx_sheet_label(gx_sheet *sheet, const char *text, const gx_spot *anchor,
                    int32_t anchor_count, const char *colour);

/** True when (x, y) is a point that the axes show. */
bool gx_sheet_shows(const gx_sheet *sheet, double x, double y);

/**
 * Write a datablock and give its name, `$name_number` (of a panel `$name_panel_number`);
 * a row with a NaN is a gap. `column` is [count].
 */
const char *gx_sheet_data(gx_sheet *sheet, const char *name, int32_t number,
                          const double *const *column, int32_t count, int32_t length);

#endif
