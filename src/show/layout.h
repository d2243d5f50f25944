/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Where texts go on a page: their width, line breaks, and places free of other things.
 *
 * gnuplot measures no label, so it is estimated here, on the wide side. Lengths are in
 * points (1/72 inch) from the lower left corner of the page. Private to show/.
 */
#ifndef GX_SHOW_LAYOUT_H
#define GX_SHOW_LAYOUT_H

#include "base/text.h"

typedef struct gx_spot {
    double x, y;
} gx_spot;

typedef struct gx_box {
    double left, bottom, right, top;
} gx_box;

enum { GX_MOST_LINES = 5, GX_NAME_LINES = 3 };

/** A text in lines, at the size at which all of it fits. */
typedef struct gx_fit {
    const char *line[GX_MOST_LINES];
    int32_t line_count; /* 0 when the text is empty */
    double size;        /* of the font */
    double width;       /* of the longest line */
} gx_fit;

/** A piece of a line that labels should keep clear of. */
typedef struct gx_stroke {
    gx_spot from, to;
    double weight; /* what crossing the line costs, in points of distance */
    int32_t line;  /* pieces of one line have one number, and follow one another */
} gx_stroke;

/** What is on the page already. */
typedef struct gx_scene {
    gx_arena *arena;
    gx_box room; /* labels stay inside */
    GX_LIST(gx_stroke) strokes;
    GX_LIST(gx_box) boxes;
    GX_LIST(gx_spot) marks; /* points; a label beside one seems to be its own */
    int32_t lines;          /* so far */
} gx_scene;

/** Height of a line of text over its font size. */
#define GX_LINE_HEIGHT 1.25

/** A label nearer to its anchor than this needs no line to it, in points. */
#define GX_CLOSE 9.0

/** Bytes of the character at `text`: 0 at its end, -1 for a byte that is not UTF-8. */
int32_t gx_layout_step(const char *text);

/** Add a line from spot to spot to the scene. */
void gx_layout_avoid(gx_scene *scene, gx_spot from, gx_spot to, double weight);

/** Width of `length` bytes over the font size. */
double gx_layout_ems(const char *text, size_t length);

/**
 * Break a text into at most two lines of at most `width`, at `size` when it fits, else
 * at the largest size at which it does. Only blanks at the break are left out.
 */
gx_fit gx_layout_fit(gx_arena *arena, const char *text, double size, double width);

/**
 * The same in up to `most` lines where two are too few at `size`; they are about equally
 * long.
 */
gx_fit gx_layout_wrap(gx_arena *arena, const char *text, double size, double width,
                      int32_t most);

/** As gx_layout_fit, as narrow as can be between `least` and `most` without a smaller
 * size; in GX_NAME_LINES lines rather than that. */
gx_fit gx_layout_fit_within(gx_arena *arena, const char *text, double size, double least,
                            double most);

/** Height of a text as fitted. */
double gx_layout_height(const gx_fit *fit);

/**
 * Move the centres `at` of boxes of `height` apart, as little as possible (least
 * squares), so that none overlap and all lie within `low` and `high`; equal ones stay in
 * order from the top. When there is no room for all they run over `low`.
 */
void gx_layout_spread(gx_arena *arena, double *at, const double *height, int32_t count,
                      double low, double high);

/**
 * Find the best free place for a box near one of the anchors: few crossings, short way,
 * not beside the marks of others.
 * The place joins the scene. `*nearest` is the anchor it belongs to.
 */
gx_box gx_layout_place(gx_scene *scene, double width, double height,
                       const gx_spot *anchor, int32_t anchor_count, gx_spot *nearest);

/** The point of a box nearest to a spot. */
gx_spot gx_layout_nearest(gx_box box, gx_spot spot);

#endif
