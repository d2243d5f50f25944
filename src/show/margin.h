/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Names in the right margin, each beside what it names. Private to show/. */
#ifndef GX_SHOW_MARGIN_H
#define GX_SHOW_MARGIN_H

#include "show/sheet.h"

typedef struct gx_margin_name {
    const char *text;
    double y;              /* chart's unit: where it should stand */
    const char *ink, *rim; /* colours of the text and of the line to it */
    int32_t series;        /* that it names */
    gx_fit fit;
} gx_margin_name;

typedef GX_LIST(gx_margin_name) gx_margin;

/**
 * Fit the names at the largest size at which all have room, and move the plot's right
 * edge for them; before gx_sheet_axes.
 */
void gx_margin_fit(gx_sheet *sheet, gx_margin *names);

/** Write the names, apart from each other; after gx_sheet_axes. */
void gx_margin_write(gx_sheet *sheet, const gx_margin *names);

#endif
