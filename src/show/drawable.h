/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What can be drawn: the checks of a chart before any file is made. Private to show/. */
#ifndef GX_SHOW_DRAWABLE_H
#define GX_SHOW_DRAWABLE_H

#include "show/show.h"

/**
 * Check that a kind can draw a chart. Warns of each part that the axes do not show.
 * Errors: value, as gx_figure_draw has them.
 */
gx_err gx_drawable_check(const gx_plot *plot, const gx_chart *c, gx_arena *arena,
                         gx_diags *ds);

/** The plot whose x axis says what those of the page show: years are shared. */
const gx_chart *gx_drawable_first(const gx_chart *page);

/** The first series of a plot that is not absent, or NULL. */
const gx_series *gx_drawable_series(const gx_chart *c);

/** What the axes show, in a message; nothing of names. */
const char *gx_drawable_shown(const gx_plot *plot, const gx_chart *c, gx_arena *arena);

#endif
