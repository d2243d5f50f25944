/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a calibration came to, as text and as JSON (internal to cli/).
 */
#ifndef GX_CLI_FIT_REPORT_H
#define GX_CLI_FIT_REPORT_H

#include "cli/cli.h"
#include "fit/sample.h"
#include "stats/goodness.h"
#include "study/calibrate.h"

/** What is said of a number by its draws. */
typedef struct gx_marginal {
    double mean, deviation, low, median, high; /* 5, 50 and 95 % */
    double rhat, bulk, tail;                   /* stats/chains.h; NaN of a forecast ... */
    double time, gelman;                       /* ... likewise */
} gx_marginal;

/** How many of the draws of a forecast reach a target. */
typedef struct gx_fit_chance {
    double target, probability;
} gx_fit_chance;

/** What the draws say of the outcome of X-levers.yaml in its year. */
typedef struct gx_fit_forecast {
    const char *variable; /* NULL: there is no such file */
    const char *units;
    double year;
    int32_t draws, failed; /* that it is made from, and those of them without a value */
    gx_marginal value;
    GX_LIST(gx_fit_chance) targets;
} gx_fit_forecast;

/** The posterior, when it was sampled. */
typedef struct gx_fit_draws {
    int32_t walkers, draws, warm; /* kept of each walker, after those thrown away */
    const double *value;          /* [parameters][walkers][draws] */
    const double *cost;           /* [walkers][draws] */
    double accepted;              /* share of moves */
    const gx_marginal *marginal;  /* [parameters] */
    gx_fit_forecast forecast;
} gx_fit_draws;

typedef struct gx_fit_report {
    const char *name; /* of the calibration */
    gx_language language;
    const gx_labels *labels; /* or NULL */
    const gx_calibrator *calibrator;
    gx_fit fit;
    gx_search search;
    gx_spectrum spectrum;
    const gx_profile *profile;     /* [parameters], or NULL */
    const gx_curve *curve;         /* [parameters] of profiles, or NULL */
    const double *simulated;       /* [data] at the fit */
    const gx_fit_draws *posterior; /* or NULL */
    GX_LIST(const char *) drawn;   /* paths of figures */
    gx_arena *arena;
} gx_fit_report;

/** The report as text, and as JSON (fit_json.c). */
void gx_fit_print(const gx_fit_report *r, gx_buf *out);
void gx_fit_print_json(const gx_fit_report *r, gx_buf *out);

/** The interval of 95 % that the standard error gives, as values; NaN at a bound, where
 * nothing is as straight as at other places. */
void gx_fit_interval(double *low, double *high, const gx_fit_report *r, int32_t i);

/** False when no prior and no data tell of a parameter that is free: it has no error, or
 * 95 % are all of its range. */
bool gx_fit_is_told(const gx_fit_report *r, int32_t i);

/** One series of the data: its times, with what goes with them. */
typedef struct gx_fit_series {
    const double *time, *deviation, *weight; /* [pair.count] */
    gx_pair pair;
} gx_fit_series;

gx_fit_series gx_fit_series_of(const gx_fit_report *r, int32_t series);

/** A measure of a series; NaN where it means nothing. */
double gx_fit_measure(const gx_fit_report *r, const gx_fit_series *series,
                      const gx_goodness *g);

/** The largest R-hat; infinite when there is none. */
double gx_fit_worst(const gx_fit_report *r);

/** Where figures go. */
typedef struct gx_fit_figures {
    const char *folder;
    const char *language; /* en, zh; NULL: the environment's */
} gx_fit_figures;

/** Draw the fit among its data and, where there are curves, the profiles (fit_figures.c).
 * Errors: usage, those of the run and of drawing. */
gx_err gx_fit_draw(gx_fit_report *r, const gx_experiment *x, const gx_fit_figures *asked,
                   gx_diags *ds);

/** How a posterior is sampled. */
typedef struct gx_fit_sampling {
    int32_t length;     /* draws of each walker, after half as many */
    const char *result; /* beside which steps are kept; NULL: nowhere */
} gx_fit_sampling;

/** Sample the posterior into the report, going on where it was stopped. Errors: those of
 * the fit; interrupted; result and file (fit_steps.c). */
gx_err gx_fit_posterior(gx_fit_report *r, const gx_experiment *x,
                        const gx_fit_sampling *how, gx_diags *ds);

enum { GX_FIT_MOST_TAKEN = 1024 }; /* draws that a forecast or a study is made from */

/** Fill point [parameters] with draw `k` of `count` that are spread over all of them. */
void gx_fit_take_draw(double *point, const gx_fit_report *r, int32_t k, int32_t count);

/** Keep the steps of `how` in the folder of a result, or go on with those that are there
 * (fit_steps.c). Errors: file; result (another posterior). */
gx_err gx_fit_folder_open(gx_sampler *how, const char *result, const gx_experiment *x,
                          const gx_fit_report *r, gx_diags *ds);
const char *gx_fit_folder_path(const char *result, gx_arena *arena);

/** Write a study of the model with up to 1024 of the draws (fit_study.c). Errors: exists,
 * file. */
gx_err gx_fit_write_study(const gx_experiment *x, const gx_fit_report *r,
                          const char *path, bool force, gx_diags *ds);

/** The draws as a frame (the caller's) over walker and draw. */
gx_frame *gx_fit_frame(const gx_fit_report *r, gx_oom oom);

/** Read a calibration file and its data, which are freed by gx_fit_free. Errors: those of
 * both. */
gx_err gx_fit_read(gx_calibration **calibration, gx_tables *data, const char *path,
                   gx_arena *arena, gx_diags *ds);
void gx_fit_free(gx_tables *data);

/** Refuse a folder ("": this one) that no file can be made in. Errors: file. */
gx_err gx_fit_check_folder(const char *folder, gx_diags *ds);

/** Refuse to write over a file that is there, or where none can be. Errors: exists, file.
 */
gx_err gx_fit_check_free(const char *path, bool force, gx_diags *ds);

/** Write what the experiment came to as a scenario, after a comment. Errors: exists,
 * file. */
gx_err gx_fit_write_scenario(gx_experiment *x, const char *path, const char *comment,
                             bool force, gx_diags *ds);

/** What it takes to get somewhere. */
typedef struct gx_reach_request {
    const char *wish;     /* `VARIABLE>=NUMBER@YEAR` */
    const char *by;       /* levers, parameters; NULL: levers */
    const char *history;  /* a calibration file whose data count too, or NULL */
    const char *scenario; /* where to write it, or NULL */
    bool force, is_json;
    const gx_workers *workers;
} gx_reach_request;

/** Print it (reach.c). Errors: usage, fit (not reachable, and it was to be written),
 * those of names and runs. */
gx_err gx_reach_print(gx_experiment *x, const gx_reach_request *asked, gx_buf *out,
                      gx_diags *ds);

#endif
