/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of plot kinds and image formats. A kind is a file of its own, a prototype in
 * charts.h and a row here. */
#include "show/charts.h"

#include <string.h>

const gx_plot gx_plots[] = {
    {"time-series", "lines over the years, with history, the plan's band and its target",
     gx_plot_time_series},
    {"columns", "bars in at most eight whole years, with the plan's range and its target",
     gx_plot_columns},
};
const int32_t gx_plot_count = sizeof gx_plots / sizeof *gx_plots;

const gx_plot *gx_plot_find(const char *name)
{
    for (int32_t i = 0; i < gx_plot_count; i++)
        if (strcmp(gx_plots[i].name, name) == 0)
            return &gx_plots[i];
    return NULL;
}

/* Each terminal counts in units of its own (pixels of 1/300 and 1/96 inch, fonts in 1/96
 * and 1/72): the scales make them agree. */
const gx_image gx_images[] = {
    {"png", "picture of 300 dots per inch, for documents",
     "pngcairo size 1890,1181 enhanced fontscale 3.125 linewidth 4.1667 pointscale 3.125 "
     "dashlength 1.6 "
     "background rgb \"white\""},
    {"svg", "drawing that scales, with its texts as text",
     "svg size 605,378 fixed enhanced fontscale 1.3333 linewidth 1.3333 "
     "background rgb \"white\""},
};
const int32_t gx_image_count = sizeof gx_images / sizeof *gx_images;

const gx_image *gx_image_find(const char *name)
{
    for (int32_t i = 0; i < gx_image_count; i++)
        if (strcmp(gx_images[i].name, name) == 0)
            return &gx_images[i];
    return NULL;
}
