/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Where numbers stand along an axis, and what they are written as. Private to show/. */
#ifndef GX_SHOW_SCALE_H
#define GX_SHOW_SCALE_H

#include "show/show.h"

typedef struct gx_tick {
    double at;
    const char *text;
} gx_tick;

typedef GX_LIST(gx_tick) gx_ticks;

/** Share of the axis at which a value stands: 0 where it starts, 1 where it ends. */
double gx_scale_part(const gx_axis *axis, double value);

/** A copy of the chart in which every x axis of numbers has a range: the one given, else
 * that of the values of its plot with a little air. */
gx_chart gx_scale_settled(const gx_chart *chart, gx_arena *arena);

/** The range of values that a plot, or with `page` one of the plots that share it, needs:
 * from zero where the scale is plain. */
gx_axis gx_scale_of_y(const gx_chart *chart, const gx_chart *page);

/** Widen an axis to round numbers; gives them: `least` steps, or some more. */
gx_ticks gx_scale_round(gx_axis *axis, double least, double most, gx_arena *arena);

/** The round numbers within an axis. */
gx_ticks gx_scale_ticks(const gx_axis *axis, double least, gx_arena *arena);

#endif
