/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What the plot kinds draw, for their table in charts.c; private to show/. */
#ifndef GX_SHOW_CHARTS_H
#define GX_SHOW_CHARTS_H

#include "show/sheet.h"

void gx_plot_time_series(gx_sheet *sheet);
void gx_plot_columns(gx_sheet *sheet);
void gx_plot_stacked_area(gx_sheet *sheet);
void gx_plot_pipeline(gx_sheet *sheet);
void gx_plot_strip(gx_sheet *sheet);

/** Height of a page of strips, cm. */
double gx_strip_height(const gx_chart *chart, double width);

#endif
