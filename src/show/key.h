/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A key: samples of what is drawn with their names, as a column in the right margin or in
 * rows above the plots. For kinds that cannot name things where they are. Private to
 * show/.
 */
#ifndef GX_SHOW_KEY_H
#define GX_SHOW_KEY_H

#include "show/sheet.h"

typedef enum gx_sample {
    GX_SAMPLE_LINE,  /* a stroke with its dashes */
    GX_SAMPLE_FILL,  /* a square */
    GX_SAMPLE_MARK,  /* a point */
    GX_SAMPLE_TARGET /* an upright stroke */
} gx_sample;

typedef struct gx_key_row {
    gx_sample sample;
    const char *text, *ink, *fill; /* colours of the text and the sample */
    const char *dash;              /* of a line */
    int32_t mark;       /* gnuplot's number of a point, or of those on a line */
    gx_filling filling; /* of a fill */
    gx_fit fit;
} gx_key_row;

typedef GX_LIST(gx_key_row) gx_key;

/** Add a row, unless it has no text or there is one like it. */
void gx_key_add_row(gx_key *key, gx_key_row row, gx_arena *arena);

/** Add what a chart has, series with the given sample; what has a row already is not
 * added. */
void gx_key_add(gx_key *key, const gx_chart *chart, gx_sample series, gx_arena *arena);

/** Fit a key to a column of this height; gives the width it takes. */
double gx_key_fit(gx_sheet *sheet, gx_key *key, double height);

/** Write a fitted key as a column. */
void gx_key_write_column(gx_sheet *sheet, const gx_key *key, double left, double top);

/** Height of a key in rows, with the air below it; the area's width is known. */
double gx_key_height(gx_sheet *sheet, gx_key *key);

/** Write a key in rows at the top of the page's area, which loses them. */
void gx_key_write_rows(gx_sheet *sheet, gx_key *key);

#endif
