/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Colours, dashes, marks and fills of what is drawn. Private to show/. */
#ifndef GX_SHOW_LOOKS_H
#define GX_SHOW_LOOKS_H

#include "show/show.h"

/** Colours that every kind shares. */
#define GX_INK      "#1A1A1A" /* title, data from elsewhere */
#define GX_GREY     "#595959" /* subtitle, axis texts */
#define GX_FAINT    "#7F7F7F" /* source */
#define GX_HAIRLINE "#E3E3E3" /* grid */
#define GX_AXIS     "#4D4D4D"
#define GX_TARGET   "#D55E00"

/** How an area is filled: in each round of the colours another way. */
typedef enum gx_filling {
    GX_FILLING_SOLID,
    GX_FILLING_HOLLOW, /* white with a rim in the colour */
    GX_FILLING_SPLIT   /* with a white stripe in the middle */
} gx_filling;

/** Size of the points on a line. */
#define GX_LINE_MARK 0.6

/** Width of the white stripe, over that of the whole. */
#define GX_STRIPE 0.3

enum { GX_COLOURS = 7, GX_ROUNDS = 3, GX_BAND_LOOKS = 3, GX_MARKS = 4 };
_Static_assert(GX_MOST_SERIES == GX_COLOURS * GX_ROUNDS, "each series has its look");

/**
 * How a series of a chart looks. The first seven differ in colour, Okabe and Ito's, those
 * of the target and of data last, and in dashes, so that a print in grey can be read. The
 * next seven have the colours again, with marks on their lines and hollow bars, those
 * after them with other marks and split bars.
 */
typedef struct gx_look {
    const char *line, *text, *dash;
    int32_t mark; /* gnuplot's number of the points on the line; 0: none */
    gx_filling filling;
} gx_look;

gx_look gx_look_of(int32_t series);

/** How an area looks, one of layers or one of a strip: neighbours of a round differ in
 * lightness. */
typedef struct gx_area_look {
    const char *fill, *ink; /* a text on it is legible in that */
    gx_filling filling;
} gx_area_look;

gx_area_look gx_area_look_of(int32_t area);

/** The same for bands, the `i`-th of a chart; shares of runs darken inwards. */
typedef struct gx_band_look {
    const char *fill, *rim, *text;
} gx_band_look;

const gx_band_look *gx_look_of_band(const gx_band *band, int32_t i);

/** ... and points: gnuplot's numbers of circle, square, triangle, diamond. */
extern const struct gx_mark {
    int32_t filled, hollow;
} gx_marks[GX_MARKS];

#endif
