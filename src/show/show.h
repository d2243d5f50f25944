/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Frames as figures and text tables.
 *
 * A chart is what is drawn, with its texts already in one language: show/ knows no model
 * and no zone. It is one plot or several panels on a page. A figure on disk is `NAME.gp`
 * (a gnuplot script with its data inline, that runs by itself), `NAME.csv` (what is
 * drawn) and one image for each format. User text never reaches gnuplot unescaped, and
 * user paths never appear in a script. Charts borrow their texts and values; nothing here
 * prints.
 */
#ifndef GX_SHOW_SHOW_H
#define GX_SHOW_SHOW_H

#include "base/frame.h"

/** A line, over time where x is years. */
typedef struct gx_series {
    const char *label; /* drawn right of its last point */
    int32_t length;
    const double *x;         /* [length] labelled year, or what the x axis shows; NULL:
                                absent, but its look and number are no other's */
    const double *y;         /* [length] chart's unit; NaN is a gap */
    const char *const *text; /* [length] written beside each, of names; NULL: nothing */
} gx_series;

/** Marks from elsewhere: history, data. */
typedef struct gx_points {
    const char *label;
    int32_t length;
    const double *x, *y;     /* [length] */
    bool hollow;             /* constructions rather than data */
    const char *const *text; /* [length] what each is called; NULL: nothing is */
} gx_points;

/** The area between two lines: the plan's path. */
typedef struct gx_band {
    const char *label;
    int32_t length;
    const double *x, *low, *high; /* [length] */
    bool is_share;                /* of runs: the next one lies inside it */
} gx_band;

/** A vertical bracket at one year: the plan's target. */
typedef struct gx_target {
    const char *label;
    double x, low, high;
} gx_target;

/** Which series of a strip binds at a time: the lowest or the highest, the first of equal
 * ones. None does when that one is at least `free_at` (for `highest`: at most). */
typedef struct gx_rule {
    bool highest;
    double free_at;   /* NaN: some series always binds */
    const char *free; /* what that is called */
} gx_rule;

/** How the values of an axis lie along it. */
typedef enum gx_scale {
    GX_SCALE_PLAIN,   /* along x: labelled years; upwards: numbers, from zero on */
    GX_SCALE_NUMBERS, /* numbers, with zero or without */
    GX_SCALE_LOG      /* the logarithms of positive numbers */
} gx_scale;

/** One axis of a plot. */
typedef struct gx_axis {
    double from, to; /* what is shown; equal: as wide as the values (not of years) */
    gx_scale scale;
    const char *title; /* quantity and unit, written at the axis; NULL: none */
} gx_axis;

struct gx_sheet;

typedef struct gx_chart {
    const char *title;    /* a statement, one line; of a panel: what it shows */
    const char *subtitle; /* unit, method, scope */
    const char *source;   /* small line at the foot */
    gx_axis x;            /* of years: the same in every panel */
    gx_axis y;
    GX_LIST(gx_series) series;
    GX_LIST(gx_points) points;
    GX_LIST(gx_band) bands;
    GX_LIST(gx_target) targets;
    const char *const *names; /* [name_count] of bars: y[i] of a series is of names[i] */
    int32_t name_count;
    double base;                     /* where the bars of a tornado begin */
    const char *base_label;          /* what that is; NULL: not told */
    GX_LIST(struct gx_chart) panels; /* then the lists above are empty, and theirs too */
    bool own_scales;                 /* each panel has a y axis of its own */
    gx_rule rule;                    /* of a strip */
} gx_chart;

enum {
    GX_MOST_PANELS = 30,
    GX_MOST_SERIES = 21, /* that look different: lines, groups of bars, what may bind */
    GX_MOST_LAYERS = 9,
    GX_MOST_NAMES = 60,
    GX_MOST_BARS = 5
};

/** What several results, or several variables and elements, become in a kind. */
typedef enum gx_spread {
    GX_SPREAD_SERIES, /* series of one plot */
    GX_SPREAD_PANELS  /* panels */
} gx_spread;

/** What a kind asks of its charts. */
typedef enum gx_needs {
    GX_FREE,     /* nothing */
    GX_ALIGNED,  /* the series of a plot have the same years; there is nothing else */
    GX_STACKED,  /* the same years, no negative value; there are no bands */
    GX_COMPARED, /* two panels: the series, and their differences from the first */
    GX_NAMED     /* each series has a value for each name; there is nothing else */
} gx_needs;

/** What a kind draws of a study that is none of its statistics. */
#define GX_RUNS "runs"

/** A kind of figure: one row a kind; a figures file names it, help lists it. */
typedef struct gx_plot {
    const char *name;         /* as in `kind:` */
    const char *doc;          /* one line: what it draws and what it needs */
    gx_spread results, parts; /* parts: variables and elements */
    gx_needs needs;
    int32_t most;          /* series of a plot, which look different; 0: any number */
    const char *statistic; /* of a study that it draws, GX_RUNS for its runs themselves;
                              NULL: variables over time */
    double (*area)(struct gx_sheet *sheet); /* how high a one it wants: show/sheet.h */
    void (*draw)(struct gx_sheet *sheet);
} gx_plot;

extern const gx_plot gx_plots[];
extern const int32_t gx_plot_count;

const gx_plot *gx_plot_find(const char *name);

/** An image format: one row a format. */
typedef struct gx_image {
    const char *name; /* also the file's extension */
    const char *doc;
    double per_cm;        /* the terminal's units of length in a centimetre */
    const char *unit;     /* its name, after two decimals; "": whole numbers without */
    const char *terminal; /* gnuplot's name of it */
    const char *options;  /* with which 1 pt is 1 pt ... */
    double font_scale;    /* ... of a font that is installed too */
    const char *family;   /* font; NULL: one that is installed */
    bool has_date;        /* of its making in it, which is set to a fixed one */
    bool needs_font;      /* has the characters' shapes in it, or is made of them */
    const char *end;      /* the last that a whole file has in it ... */
    int32_t end_length;   /* ... bytes, at least 1 */
} gx_image;

extern const gx_image gx_images[];
extern const int32_t gx_image_count;

const gx_image *gx_image_find(const char *name);

typedef struct gx_figure_files {
    const char *folder;            /* where to write; exists */
    const char *name;              /* file name without extension: any text but no '/' */
    const gx_image *const *images; /* [image_count] formats asked for */
    int32_t image_count;
    const char *gnuplot; /* the program to start, usually "gnuplot"; NULL: draw none */
    int32_t timeout_seconds; /* for one run of gnuplot; 0: 60 */
    double width;            /* cm, 5 to 100; 0: GX_PAGE_WIDE */
} gx_figure_files;

/** Widths of pictures on a page of A4, cm: the whole width of the text, and half. */
#define GX_PAGE_WIDE   16.0
#define GX_PAGE_NARROW 7.8

/**
 * Draw a chart: writes NAME.gp and NAME.csv, then starts gnuplot once per image (no
 * shell), each to a temporary file, checked non-empty, then renamed. When gnuplot is
 * missing or fails, or a text has Chinese and no font does, .gp and .csv are there all
 * the same. The same chart gives the same
 * bytes with the same gnuplot and fonts.
 *
 * `gnuplot NAME.gp` in the folder draws the images again under the same names. Where NAME
 * has other characters than [A-Za-z0-9._-], or starts with '.' or '-', the script says
 * "figure" instead (figure.png ...), because no text of the user becomes a file name in a
 * script.
 *
 * NaN is a gap. Errors: value (infinite, too large, not positive on a logarithmic axis,
 * an empty range, nothing to draw, a bad name), file, helper (exit 6). A warning names
 * each part that lies outside the axes.
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

/** The same table in Markdown. */
void gx_table_markdown(const gx_table_column *column, int32_t column_count,
                       const char *const *cell, int32_t row_count, gx_buf *out);

#endif
