/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of plot kinds and image formats. A kind is a file of its own, a prototype in
 * charts.h and a row here. */
#include "show/charts.h"

#include <string.h>

#define SERIES GX_SPREAD_SERIES
#define PANELS GX_SPREAD_PANELS

/* clang-format off */
const gx_plot gx_plots[] = {
    {"time-series", "lines over the years, with history, the plan's band and its target",
     SERIES, SERIES, GX_FREE, GX_MOST_SERIES, NULL, gx_area_lines, gx_plot_time_series},
    {"columns", "bars in at most eight whole years, with the plan's range and its target",
     SERIES, SERIES, GX_FREE, GX_MOST_SERIES, NULL, gx_area_columns, gx_plot_columns},
    {"small-multiples", "a small plot of lines for each variable or element, one scale for all",
     SERIES, PANELS, GX_FREE, GX_MOST_SERIES, NULL, gx_area_lines, gx_plot_time_series},
    {"comparison", "lines beside their difference from the first result, in per cent",
     SERIES, SERIES, GX_COMPARED, GX_MOST_SERIES, NULL, gx_area_lines, gx_plot_time_series},
    {"stacked-area", "variables or elements on top of each other; a panel for each result",
     PANELS, SERIES, GX_STACKED, GX_MOST_LAYERS, NULL, gx_area_stack, gx_plot_stacked_area},
    {"pipeline", "the same for stages in their order, the last one darkest and lowest",
     PANELS, SERIES, GX_STACKED, 0, NULL, gx_area_pipeline, gx_plot_pipeline},
    {"strip", "which of several variables binds, as a strip of colours for each result",
     PANELS, SERIES, GX_ALIGNED, GX_MOST_SERIES, NULL, gx_area_strip, gx_plot_strip},
    {"bars", "a bar for each name, sorted, with marks of further variables and all values",
     PANELS, SERIES, GX_NAMED, GX_MOST_BARS, NULL, gx_area_bars, gx_plot_bars},
    {"fan", "of a study: the median and the shares of runs about it",
     SERIES, SERIES, GX_FREE, GX_MOST_SERIES, "quantile", gx_area_lines, gx_plot_time_series},
    {"indices", "of a study: which input makes which share of the variance, over the years",
     SERIES, SERIES, GX_STACKED, GX_MOST_LAYERS, "first-order index", gx_area_stack, gx_plot_stacked_area},
    {"reached", "of a study: how many runs in a hundred reach a threshold, over the years",
     SERIES, SERIES, GX_FREE, GX_MOST_SERIES, "share reached", gx_area_lines, gx_plot_time_series},
    {"tornado", "of a study: how far an output swings from one end of each input to the other",
     PANELS, SERIES, GX_NAMED, GX_MOST_BARS, "swing", gx_area_tornado, gx_plot_tornado},
    {"box", "of a study: the part of each input's range in which runs reach a threshold",
     PANELS, SERIES, GX_NAMED, GX_MOST_BARS, "lower limit", gx_area_box, gx_plot_box},
    {"trade-off", "of a study: how dense boxes of PRIM are that cover as much, and the box taken",
     SERIES, SERIES, GX_FREE, GX_MOST_SERIES, "density by coverage", gx_area_lines, gx_plot_time_series},
    {"morris", "of a study: inputs by the mean and the deviation of their elementary effects",
     SERIES, SERIES, GX_FREE, GX_MOST_SERIES, "mean absolute effect", gx_area_plane, gx_plot_plane},
    {"scatter", "of a study: an output of its runs against inputs, with its mean",
     SERIES, PANELS, GX_FREE, GX_MOST_SERIES, GX_RUNS, gx_area_plane, gx_plot_plane},
};
/* clang-format on */
const int32_t gx_plot_count = sizeof gx_plots / sizeof *gx_plots;

const gx_plot *gx_plot_find(const char *name)
{
    for (int32_t i = 0; i < gx_plot_count; i++)
        if (strcmp(gx_plots[i].name, name) == 0)
            return &gx_plots[i];
    return NULL;
}

/* Each terminal counts in units of its own (pixels of 1/300 and 1/96 inch, hundredths of
 * a millimetre; fonts in 1/96 and 1/72): the scales make them agree. EMF has no font in
 * it, and is read where that of the table is. */
/* clang-format off */
const gx_image gx_images[] = {
    {"png", "picture of 300 dots per inch, for documents", 300 / 2.54, "", "pngcairo",
     "enhanced linewidth 4.1667 pointscale 3.125 dashlength 1.6 background rgb \"white\"",
     3.125, NULL, false, true, "IEND", 4},
    {"svg", "drawing that scales, with its texts as text", 96 / 2.54, "", "svg",
     "fixed enhanced linewidth 1.3333 background rgb \"white\"", 1.3333, NULL, false, false,
     "</svg>", 6},
    {"pdf", "page of the figure's size, with its fonts, for print", 1.0, "cm", "pdfcairo",
     "enhanced linewidth 2 pointscale 0.75 dashlength 1.5 background rgb \"white\"",
     0.75, NULL, true, true, "%%EOF", 5},
    {"emf", "drawing for Word, which scales and can be edited there", 37.924, "", "emf",
     "enhanced linewidth 1.3333 background rgb \"white\"", 1.0, "Microsoft YaHei", false, false,
     "\16\0\0\0\24\0\0", 8}, /* the record EMR_EOF, of 20 bytes */
};
/* clang-format on */
const int32_t gx_image_count = sizeof gx_images / sizeof *gx_images;

const gx_image *gx_image_find(const char *name)
{
    for (int32_t i = 0; i < gx_image_count; i++)
        if (strcmp(gx_images[i].name, name) == 0)
            return &gx_images[i];
    return NULL;
}
