/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A page of one plot or of several, in a grid or below one another. Private to show/. */
#ifndef GX_SHOW_PANELS_H
#define GX_SHOW_PANELS_H

#include "show/key.h"

/**
 * Write the plot of `sheet->chart` within a box. What is alone on the page names its
 * series itself; otherwise the key above the panels does.
 */
typedef void gx_panel_fn(gx_sheet *sheet, gx_box box, bool is_alone);

/** A kind whose plots, all equally high, form a grid. */
typedef struct gx_grid {
    gx_key (*key)(const gx_sheet *sheet); /* above the plots */
    gx_panel_fn *panel;
    double stretch; /* height of a plot, of one of lines over the years */
} gx_grid;

/** The key of the page's plot or of all its panels. */
gx_key gx_panels_key(const gx_sheet *sheet, gx_sample series);

/** Height of the area that the plots and their key want. */
double gx_panels_area(gx_sheet *sheet, const gx_grid *grid);

/** Write the key, and below it the page's chart as one plot or its panels as a grid. */
void gx_panels_draw(gx_sheet *sheet, const gx_grid *grid);

/** A kind's plots below one another, each as high as it wants. */
typedef struct gx_column {
    gx_key key;
    int32_t count;
    double *height; /* [count] of a plot with its texts, without the panel's title */
    /** Write plot `i`; `all` is the kind's own. */
    void (*write)(gx_sheet *sheet, int32_t i, gx_box box, const void *all);
} gx_column;

/** The page's `i`-th plot: a panel, or its chart when it has none. */
const gx_chart *gx_panels_plot(const gx_chart *page, int32_t i);

/** The same two for them. */
double gx_column_area(gx_sheet *sheet, gx_column *column);
void gx_column_draw(gx_sheet *sheet, gx_column *column, const void *all);

#endif
