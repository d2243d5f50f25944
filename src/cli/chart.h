/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * From results and a figure's definition to a chart in one language (internal to cli/).
 */
#ifndef GX_CLI_CHART_H
#define GX_CLI_CHART_H

#include "cli/cli.h"
#include "show/show.h"

/** What a result is of several runs (runs.c). */
typedef enum gx_part {
    GX_PART_WHOLE, /* all there is: one run or several */
    GX_PART_RUN,   /* one of them */
    GX_PART_MEDIAN,
    GX_PART_LOW, /* their 5 per cent quantile, of a grid the smallest, and ... */
    GX_PART_HIGH /* ... that of 95 per cent, the largest */
} gx_part;

/** A result that was read, with the sidecars it embeds. */
typedef struct gx_result {
    const char *path;
    gx_frame *frame;
    gx_labels *labels;   /* NULL when it embeds none */
    gx_figures *figures; /* likewise */
    gx_part part;
    int32_t run;        /* of GX_PART_RUN: which, from 0 on */
    bool is_grid;       /* of runs that were chosen and are no sample */
    gx_words part_name; /* of a part: what it is called */
    gx_words varied;    /* of quantiles: the inputs in which runs differ; "" when long */
} gx_result;

typedef GX_LIST(gx_result) gx_results;

/* ---- results of several runs (runs.c) ---- */

/** Each of so many runs is shown, of more the distribution. */
enum { GX_RUNS_EACH = 9 };

/** Runs of a result, 0 when it has no such dimension. */
int32_t gx_runs_count(const gx_frame *frame);

/**
 * Add what is shown of `count` results to a list: one without runs as it is; of one with
 * runs number `run` (as the result has it) when that is not NULL, each of its runs when
 * they are few, else their median and the quantiles of 5 and 95 per cent, over the runs
 * that are a sample of the inputs' space (gx_runs_sampled); of a grid the smallest, the
 * middle and the largest. Parts have no dimension
 * `run`; their frames live as long as the whole's. Warns of runs that failed. Errors:
 * usage (no such run).
 */
gx_err gx_runs_spread(gx_results *list, const gx_result *whole, int32_t count,
                      const char *run, gx_diags *ds);

/** Runs that are points of the inputs' space as likely as any, [*count], all where the
 * design has none such; in the frame's arena. */
const int32_t *gx_runs_sampled(int32_t *count, const gx_frame *frame);

/* ---- results beside each other (likeness.c) ---- */

/** Refuse results whose Time is in different units. Errors: value. */
gx_err gx_results_check_times(const gx_result *result, int32_t count, gx_diags *ds);

/** Warn of results of one model that were made by another method, TIME STEP or INITIAL
 * TIME than the first, and note whether anything else was set otherwise. */
void gx_results_warn_unlike(const gx_result *result, int32_t count, gx_diags *ds);

/* ---- results and what makes them (side.c) ---- */

/** One of several models, scenarios or results, with messages of its own (side.c). */
typedef struct gx_side {
    const char *path;
    gx_diags *ds;
    gx_experiment *experiment; /* NULL for a result that was read */
    gx_result result;          /* its path and frame are NULL until it is run */
} gx_side;

/** Load what a path names, or (read) take the numbers of a result as they are. */
gx_err gx_side_load(gx_side *side, const char *path, const gx_run_options *options,
                    const gx_diags *ds);
gx_err gx_side_read(gx_side *side, const char *path, const gx_run_options *options,
                    const gx_diags *ds);

/** Run what was loaded; nothing for a result that was read. */
gx_err gx_side_run(gx_side *side, const gx_workers *workers);

/** Free all but its messages, which go to `ds` (NULL: they were printed); gives the
 * outcome of the first error. */
gx_err gx_side_free(gx_side *side, gx_diags *ds);

/** Read a result file and its sidecars into the arena; the frame is the caller's. */
gx_err gx_result_read(gx_result *result, const char *path, gx_arena *arena, gx_diags *ds);

/** The same of the variables typed alone, from name `first` on, where the format can: a
 * wrong name is told before any number is read. Errors: undefined-name too. */
gx_err gx_result_read_only(gx_result *result, const char *path, const gx_texts *names,
                           int32_t first, gx_arena *arena, gx_diags *ds);

/** What building a chart needs. */
typedef struct gx_chart_builder {
    const gx_plot *plot;
    const gx_figure *figure;
    const gx_result *result;
    int32_t result_count;
    gx_language language;
    gx_arena *arena;
    gx_diags *ds;
} gx_chart_builder;

/** What a variable or an element is called: by the labels file, or as the model does. */
const char *gx_chart_called(const gx_chart_builder *b, const gx_result *result,
                            const char *name);

/** True when two names are the same to the language. */
bool gx_chart_same(const char *a, const char *b, gx_arena *arena);

/** Add the figure's band, points and target. */
gx_err gx_chart_marks(const gx_chart_builder *b, gx_chart *chart,
                      const gx_result *result);

/** What a result is called: its title, or its file's name when another has that title. */
const char *gx_chart_result_name(const gx_chart_builder *b, const gx_result *result);

/** Two texts with a semicolon between, one alone, or none. */
const char *gx_chart_joined(const gx_chart_builder *b, const char *first,
                            const char *second);

/** Fill a chart of a kind that draws a statistic of a study; its texts are there. */
gx_err gx_chart_of_study(const gx_chart_builder *b, gx_chart *chart);

/** The same for variables that have a value for each of some names. */
gx_err gx_chart_of_names(const gx_chart_builder *b, gx_chart *chart);

/**
 * Fill a chart of a kind from the results and what the figure shows of each: as series or
 * panels, as the kind's row says. Texts and values are in the arena or borrowed. Errors:
 * undefined-name and subscript (a result does not have it), key, usage, unsupported.
 */
gx_err gx_chart_build(gx_chart *chart, const gx_plot *plot, const gx_figure *figure,
                      const gx_result *result, int32_t result_count, gx_language language,
                      gx_arena *arena, gx_diags *ds);

/** Draw one figure into a folder and print the images' names (cmd_plot.c). Formats are a
 * list as of --format. Errors: as gx_chart_build, gx_figure_draw. */
gx_err gx_plot_draw(const gx_figure *figure, const gx_result *result,
                    int32_t result_count, const char *folder, const char *formats,
                    gx_language language, gx_arena *arena, gx_diags *ds);

#endif
