/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Frames as figures and text tables.
 *
 * A chart is what is drawn, with its texts already in one language: show/ knows no model
 * and no zone. A figure on disk is `NAME.gp` (a gnuplot script with its data inline, that
 * runs by itself), `NAME.csv` (what is drawn) and one image for each format. User text
 * never reaches gnuplot unescaped, and user paths never appear in a script. Charts borrow
 * their texts and values; nothing here prints.
 */
#ifndef GX_SHOW_SHOW_H
#define GX_SHOW_SHOW_H

#include "base/frame.h"

/** A line over time. */
typedef struct gx_series {
    const char *label; /* drawn right of its last point */
    int32_t length;
    const double *x; /* [length] labelled year */
    const double *y; /* [length] chart's unit; NaN is a gap */
} gx_series;

/** Marks from elsewhere: history, data. */
typedef struct gx_points {
    const char *label;
    int32_t length;
    const double *x, *y; /* [length] */
    bool hollow;         /* constructions rather than data */
} gx_points;

/** The area between two lines: the plan's path. */
typedef struct gx_band {
    const char *label;
    int32_t length;
    const double *x, *low, *high; /* [length] */
} gx_band;

/** A vertical bracket at one year: the plan's target. */
typedef struct gx_target {
    const char *label;
    double x, low, high;
} gx_target;

typedef struct gx_chart {
    const char *title;    /* a statement, one line */
    const char *subtitle; /* unit, method, scope */
    const char *source;   /* small line at the foot */
    double x_from, x_to;  /* years shown */
    double y_to;          /* top of the y axis; 0: as high as the values */
    GX_LIST(gx_series) series;
    GX_LIST(gx_points) points;
    GX_LIST(gx_band) bands;
    GX_LIST(gx_target) targets;
} gx_chart;

/** A kind of figure: one row a kind; a figures file names it, help lists it. */
typedef struct gx_plot {
    const char *name; /* as in `kind:` */
    const char *doc;  /* one line: what it draws and what it needs */
    /**
     * Append the gnuplot commands that draw `chart`; the terminal is already set. The
     * last one is the one `plot`, so that `replot` draws the next image.
     */
    void (*script)(const gx_chart *chart, gx_buf *out);
} gx_plot;

extern const gx_plot gx_plots[];
extern const int32_t gx_plot_count;

const gx_plot *gx_plot_find(const char *name);

/** An image format: one row a format. */
typedef struct gx_image {
    const char *name; /* also the file's extension */
    const char *doc;
    const char *terminal; /* gnuplot's `set terminal` arguments for a figure of 16 x 10 cm
                             in which 1 pt is 1 pt; the font is added to them */
} gx_image;

extern const gx_image gx_images[];
extern const int32_t gx_image_count;

const gx_image *gx_image_find(const char *name);

typedef struct gx_figure_files {
    const char *folder;            /* where to write; exists */
    const char *name;              /* file name without extension: any text but no '/' */
    const gx_image *const *images; /* [image_count] formats asked for */
    int32_t image_count;
    const char *gnuplot;     /* the program to start, usually "gnuplot" */
    bool needs_chinese;      /* refuse with `helper` when no font has Chinese */
    int32_t timeout_seconds; /* for one run of gnuplot; 0: 60 */
} gx_figure_files;

/**
 * Draw a chart: writes NAME.gp and NAME.csv, then starts gnuplot once per image (no
 * shell), each to a temporary file, checked non-empty, then renamed. When gnuplot is
 * missing or fails, .gp and .csv are there all the same. The same chart gives the same
 * bytes with the same gnuplot and fonts.
 *
 * `gnuplot NAME.gp` in the folder draws the images again under the same names. Where NAME
 * has other characters than [A-Za-z0-9._-], or starts with '.' or '-', the script says
 * "figure" instead (figure.png ...), because no text of the user becomes a file name in a
 * script.
 *
 * NaN is a gap. Errors: value (infinite, too large, an empty range of years, nothing to
 * draw, a bad name), file, helper (exit 6). A warning names each part that lies outside
 * the axes.
 */
gx_err gx_figure_draw(const gx_plot *plot, const gx_chart *chart,
                      const gx_figure_files *files, gx_diags *ds);

/**
 * Append `text` as a gnuplot double-quoted string that enhanced mode shows as it is.
 * Control characters are left out, bytes that are not UTF-8 become U+FFFD.
 */
void gx_gnuplot_quote(const char *text, gx_buf *out);

/** True when fontconfig knows a font for Chinese. */
bool gx_font_has_chinese(void);

/** Whether a table's column is text (left) or numbers (right). */
typedef struct gx_table_column {
    const char *title;
    bool is_number;
} gx_table_column;

/**
 * Append a text table, aligned by display width (Chinese characters take two columns).
 * `cell` is [row_count][column_count], borrowed.
 */
void gx_table_print(const gx_table_column *column, int32_t column_count,
                    const char *const *cell, int32_t row_count, gx_buf *out);

#endif
