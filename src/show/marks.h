/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What lies over the series of several kinds: points and targets, and what labels inside
 * a plot keep clear of. Private to show/.
 */
#ifndef GX_SHOW_MARKS_H
#define GX_SHOW_MARKS_H

#include "show/sheet.h"

/** Add a line of the chart to the scene; `weight` as in gx_stroke. */
void gx_marks_avoid_line(gx_sheet *sheet, const double *x, const double *y,
                         int32_t length, double weight);

/** Add the chart's points and targets to the scene. */
void gx_marks_avoid(gx_sheet *sheet);

/** Draw the chart's targets, with their labels unless a key has them. */
void gx_marks_targets(gx_sheet *sheet, bool is_labelled);

/** Label the chart's points; add their parts to the plot. */
void gx_marks_label(gx_sheet *sheet);
void gx_marks_points(gx_sheet *sheet);

/** A band in which years without a neighbour are as wide as can be seen. */
gx_band gx_marks_widen(const gx_sheet *sheet, const gx_band *band);

/** Record the chart's series, points, bands and targets as drawn. */
void gx_marks_record(gx_sheet *sheet);

/** Anchors of a label: add one where the axes show it. */
typedef GX_LIST(gx_spot) gx_spots;
void gx_spots_add(const gx_sheet *sheet, gx_spots *spots, double x, double y);

/** True when a row has neither a missing year nor a missing value. */
bool gx_marks_any(const double *x, const double *y, int32_t length);

#endif
