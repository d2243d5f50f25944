/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What charts of a study share: the statistics that its merged file has of an output
 * (internal to cli/).
 */
#ifndef GX_CLI_CHART_STUDY_H
#define GX_CLI_CHART_STUDY_H

#include "cli/chart.h"

/** One statistic of the output over the years shown. */
typedef struct gx_chart_statistic {
    const gx_var *var;
    const gx_dim *over; /* its dimension beside time, or NULL */
    const char *threshold;
    int32_t from, length; /* times shown */
    const double *x;      /* [length] labelled years */
} gx_chart_statistic;

typedef GX_LIST(gx_chart_statistic) gx_chart_statistics;

/** A text that no figures file gives. */
const char *gx_chart_worded(const gx_chart_builder *b, gx_words words);

/** What so many parts together are called. */
const char *gx_chart_others(const gx_chart_builder *b, int32_t count);

/** Make one layer of the smallest where layers are more than look different. */
void gx_chart_fold(const gx_chart_builder *b, gx_chart *chart);

/** Add to the subtitle. */
void gx_chart_say(const gx_chart_builder *b, gx_chart *chart, const char *text);

/** What an input or a group of them is called, and with its unit behind where a variable
 * has one: "construction time, year". */
const char *gx_chart_input(const gx_chart_builder *b, const char *name);
const char *gx_chart_with_unit(const gx_chart_builder *b, const char *called,
                               const char *name, const char *units);

/** How the runs were made: " runs, seed 1, sobol"; no seed where the design draws none.
 */
const char *gx_chart_made(const gx_chart_builder *b);

/** The years shown of a variable over time, at dimension `dim` of it. */
gx_chart_statistic gx_chart_shown(const gx_chart_builder *b, const gx_var *var,
                                  int32_t dim);

/** The time of a figure that shows one: its place in the years shown; the subtitle says
 * the year. */
gx_err gx_chart_moment(int32_t *at, const gx_chart_builder *b, gx_chart *chart,
                       const gx_chart_statistic *s);

/** Another statistic of the same estimator, output and threshold, or NULL. */
const gx_var *gx_chart_beside(const gx_chart_builder *b, const gx_var *var,
                              const char *statistic);

/** Fill a chart of one time from the statistics found: what a kind draws. */
gx_err gx_chart_add_effects(const gx_chart_builder *b, gx_chart *chart,
                            const gx_chart_statistics *found);
gx_err gx_chart_add_swings(const gx_chart_builder *b, gx_chart *chart,
                           const gx_chart_statistics *found);
gx_err gx_chart_add_box(const gx_chart_builder *b, gx_chart *chart,
                        const gx_chart_statistics *found);
gx_err gx_chart_add_trade_off(const gx_chart_builder *b, gx_chart *chart,
                              const gx_chart_statistics *found);

/** Fill a chart of the runs themselves. */
gx_err gx_chart_of_runs(const gx_chart_builder *b, gx_chart *chart);

#endif
