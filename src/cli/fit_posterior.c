/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The posterior of a calibration: what it says of parameters and of the outcome of
 * X-levers.yaml, and its draws as a frame. */
#include "cli/fit_report.h"
#include "cli/progress.h"
#include "cli/titles.h"
#include "model/names.h"
#include "stats/chains.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_WALKERS = 64, WALKERS_PER_PARAMETER = 8, MOST_FORECASTS = 1024 };

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A copy in order; `x` stays. */
static double *sorted(const double *x, int32_t count, gx_arena *arena)
{
    double *copy = GX_ARRAY(arena, double, count);
    memcpy(copy, x, (size_t)count * sizeof *x);
    qsort(copy, (size_t)count, sizeof *copy, compare);
    return copy;
}

static double share_of(const double *in_order, int32_t count, double share)
{
    return in_order[(int32_t)(share * (count - 1) + 0.5)];
}

static gx_err say_stopped(const gx_fit_report *r, const gx_fit_sampling *asked,
                          gx_diags *ds)
{
    if (!asked->result)
        return gx_error(ds, GX_CODE_INTERRUPTED, GX_NOWHERE,
                        "stopped, and nothing was kept: with -o steps are");
    gx_err err = gx_error(ds, GX_CODE_INTERRUPTED, GX_NOWHERE,
                          "stopped: what was done is kept in '%s'",
                          gx_fit_folder_path(asked->result, r->arena));
    gx_note(ds, GX_NOWHERE, "run it again to go on");
    return err;
}

gx_err gx_fit_posterior(gx_fit_draws *draws, const gx_experiment *x, gx_fit_report *r,
                        const gx_fit_sampling *asked, gx_diags *ds)
{
    const gx_problem *p = &r->calibrator->problem;
    int32_t walkers = WALKERS_PER_PARAMETER * p->parameters;
    gx_posterior posterior;
    gx_progress progress;
    gx_sampler how = {.walkers = walkers < LEAST_WALKERS ? LEAST_WALKERS : walkers,
                      .warm = asked->length / 2,
                      .draws = asked->length,
                      .seed = x->seed,
                      .is_scaled = !r->calibrator->has_errors,
                      .stop = gx_progress_stop(),
                      .tell = gx_progress_tell,
                      .context = &progress};
    gx_err err = GX_OK;
    if (asked->result)
        err = gx_fit_folder_open(&how, asked->result, x, r, ds);
    progress.language = r->language;
    gx_progress_begin(&progress, 0, !isatty(STDERR_FILENO));
    if (!err)
        err = gx_fit_sample(&posterior, &how, p, &r->fit, &r->spectrum, &r->search.asked,
                            r->arena, ds);
    gx_progress_end(&progress);
    if (err)
        return err == GX_AGAIN ? say_stopped(r, asked, ds) : err;
    *draws = (gx_fit_draws){how.walkers, asked->length, posterior.value, posterior.cost,
                            posterior.accepted};
    return GX_OK;
}

void gx_fit_print_posterior(const gx_fit_report *r, const gx_fit_draws *d, gx_buf *out)
{
    static const gx_table_column columns[] = {
        {"posterior", false}, {"mean", true},  {"5 %", true},      {"median", true},
        {"95 %", true},       {"R-hat", true}, {"bulk ESS", true}, {"tail ESS", true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    int32_t n = r->calibrator->problem.parameters, count = d->walkers * d->draws;
    const char **cell = GX_ARRAY(r->arena, const char *, n *COLUMNS);
    double worst = 1.0;
    for (int32_t i = 0; i < n; i++) {
        const double *x = d->value + (size_t)i * (size_t)count;
        const double *in_order = sorted(x, count, r->arena);
        gx_chains c = {x, d->walkers, d->draws};
        double mean = 0.0, rhat = gx_chains_rhat(&c, r->arena);
        for (int32_t k = 0; k < count; k++)
            mean += x[k] / count;
        worst = fmax(worst, rhat);
        const double numbers[] = {mean, share_of(in_order, count, 0.05),
                                  share_of(in_order, count, 0.5),
                                  share_of(in_order, count, 0.95)};
        cell[i * COLUMNS] = r->calibrator->name[i];
        for (int32_t k = 0; k < 4; k++)
            cell[i * COLUMNS + 1 + k] = gx_arena_format(r->arena, "%.5g", numbers[k]);
        cell[i * COLUMNS + 5] = gx_arena_format(r->arena, "%.3f", rhat);
        cell[i * COLUMNS + 6] =
            gx_arena_format(r->arena, "%.0f", gx_chains_bulk(&c, r->arena));
        cell[i * COLUMNS + 7] =
            gx_arena_format(r->arena, "%.0f", gx_chains_tail(&c, r->arena));
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, COLUMNS, cell, n, out);
    gx_buf_print(
        out,
        gx_say(r->language,
               "  %d walkers, %d draws each after %d, %.0f %% of moves taken; %d runs\n"),
        d->walkers, d->draws, d->draws / 2, 100.0 * d->accepted,
        d->walkers * (d->draws + d->draws / 2));
    if (worst > 1.01)
        gx_buf_print(out,
                     gx_say(r->language,
                            "  R-hat above 1.01: the walkers do not agree yet, ask for "
                            "more draws\n"));
}

void gx_fit_take_draw(double *point, const gx_fit_report *r, const gx_fit_draws *d,
                      int32_t k, int32_t count)
{
    int64_t all = (int64_t)d->walkers * d->draws, at = all * k / count;
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++)
        point[i] = d->value[(int64_t)i * all + at];
}

static void print_targets(const gx_experiment *x, const gx_fit_report *r, double year,
                          const double *in_order, int32_t count, gx_buf *out)
{
    for (int32_t m = 0; x->figures && m < x->figures->milestones.count; m++) {
        const gx_milestone *one = &x->figures->milestones.at[m];
        const double limits[] = {one->target.low, one->target.high};
        if (one->year != year || strcmp(one->variable.text, x->levers->outcome.text) != 0)
            continue;
        for (int32_t l = 0; l < 2 && !isnan(limits[l]); l++) {
            int32_t below = 0;
            while (below < count && in_order[below] < limits[l])
                below++;
            gx_buf_print(out, gx_say(r->language, "; P(at least %g) %.3f"), limits[l],
                         1.0 - (double)below / count);
        }
    }
}

gx_err gx_fit_forecast(const gx_experiment *x, const gx_fit_report *r,
                       const gx_fit_draws *d, gx_buf *out, gx_diags *ds)
{
    int32_t n = r->calibrator->problem.parameters;
    int64_t all = (int64_t)d->walkers * d->draws;
    int32_t count = all < MOST_FORECASTS ? (int32_t)all : MOST_FORECASTS, good = 0;
    gx_cells cells = {0};
    if (!x->levers)
        return GX_OK;
    gx_err err =
        gx_cells_find(&cells, x->flat, x->levers->outcome, x->labels, x->arena, ds);
    if (err || cells.count != 1)
        return err;
    double *point = GX_ARRAY(r->arena, double, count *n);
    double *value = GX_ARRAY(r->arena, double, count);
    gx_spot spot = {cells.at[0], x->levers->year + x->levers->year_offset};
    for (int32_t k = 0; k < count; k++)
        gx_fit_take_draw(point + (size_t)k * (size_t)n, r, d, k, count);
    err = gx_probe_run(value, r->calibrator->probe, &spot, 1, point, count, NULL, ds);
    for (int32_t k = 0; k < count && !err; k++)
        if (!isnan(value[k]))
            value[good++] = value[k];
    if (err || !good)
        return err;
    const double *in_order = sorted(value, good, r->arena);
    gx_buf_print(out,
                 gx_say(r->language, "  %s %g: median %.5g, 5 to 95 %% %.5g to %.5g"),
                 x->levers->outcome.text, x->levers->year, share_of(in_order, good, 0.5),
                 share_of(in_order, good, 0.05), share_of(in_order, good, 0.95));
    print_targets(x, r, x->levers->year, in_order, good, out);
    gx_buf_print(out, gx_say(r->language, " (%d draws; of what is fitted only)\n"), good);
    return GX_OK;
}

gx_frame *gx_fit_frame(const gx_fit_report *r, const gx_fit_draws *d, gx_oom oom)
{
    gx_frame *frame = gx_frame_new(oom);
    size_t count = (size_t)d->walkers * (size_t)d->draws;
    int32_t dim[2] = {gx_frame_add_dim(frame, "walker", "", d->walkers, NULL, NULL),
                      gx_frame_add_dim(frame, "draw", "", d->draws, NULL, NULL)};
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++) {
        int32_t made = gx_frame_add_var(frame, r->calibrator->name[i],
                                        r->calibrator->units[i], 2, dim);
        memcpy(frame->vars.at[made].value, d->value + (size_t)i * count,
               count * sizeof(double));
    }
    int32_t made = gx_frame_add_var(frame, "sum of squares", "", 2, dim);
    memcpy(frame->vars.at[made].value, d->cost, count * sizeof(double));
    return frame;
}
