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
void gx_plot_bars(gx_sheet *sheet);
void gx_plot_plane(gx_sheet *sheet);
void gx_plot_tornado(gx_sheet *sheet);
void gx_plot_box(gx_sheet *sheet);

/** How high an area they want: see gx_sheet_begin. */
double gx_area_lines(gx_sheet *sheet);
double gx_area_columns(gx_sheet *sheet);
double gx_area_stack(gx_sheet *sheet);
double gx_area_pipeline(gx_sheet *sheet);
double gx_area_strip(gx_sheet *sheet);
double gx_area_bars(gx_sheet *sheet);
double gx_area_plane(gx_sheet *sheet);
double gx_area_tornado(gx_sheet *sheet);
double gx_area_box(gx_sheet *sheet);

#endif
