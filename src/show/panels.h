/* SPDX-License-Identifier: GPL-3.0-or-later */
/** A page of one plot or of several in a grid. Private to show/. */
#ifndef GX_SHOW_PANELS_H
#define GX_SHOW_PANELS_H

#include "show/key.h"

/**
 * Write the plot of `sheet->chart` within a box. What is alone on the page names its
 * series itself; otherwise the key above the panels does.
 */
typedef void gx_panel_fn(gx_sheet *sheet, gx_box box, bool is_alone);

/** The key of the page's plot or of all its panels. */
gx_key gx_panels_key(const gx_sheet *sheet, gx_sample series);

/** Write the key, and below it the page's chart as one plot or its panels as a grid. */
void gx_panels_draw(gx_sheet *sheet, gx_key *key, gx_panel_fn *panel);

/** Height of the area that the plots and their key want; plots are `stretch` times as
 * high as those of lines over the years. */
double gx_panels_area(gx_sheet *sheet, gx_key *key, double stretch);

#endif
