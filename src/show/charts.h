/* SPDX-License-Identifier: GPL-3.0-or-later */
/** The scripts of the plot kinds, for their table in charts.c; private to show/. */
#ifndef GX_SHOW_CHARTS_H
#define GX_SHOW_CHARTS_H

#include "show/show.h"

void gx_plot_time_series(const gx_chart *chart, gx_buf *out);
void gx_plot_columns(const gx_chart *chart, gx_buf *out);

#endif
