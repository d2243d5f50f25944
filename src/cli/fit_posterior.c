/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The posterior of a calibration: what it says of parameters and of the outcome of
 * X-levers.yaml, and its draws as a frame. */
#include "cli/fit_report.h"
#include "cli/progress.h"
#include "model/names.h"
#include "stats/chains.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LEAST_WALKERS = 64, WALKERS_PER_PARAMETER = 8 };

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

static gx_err sample(gx_fit_draws *draws, const gx_experiment *x, gx_fit_report *r,
                     const gx_fit_sampling *asked, gx_diags *ds)
{
    const gx_problem *p = &r->calibrator->problem;
    int32_t walkers = WALKERS_PER_PARAMETER * p->parameters;
    gx_posterior posterior;
    gx_progress progress;
    gx_asked asked_for = {0}; /* less when it goes on: not told */
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
        err = gx_fit_sample(&posterior, &how, p, &r->fit, &r->spectrum, &asked_for,
                            r->arena, ds);
    gx_progress_end(&progress);
    if (err)
        return err == GX_AGAIN ? say_stopped(r, asked, ds) : err;
    *draws = (gx_fit_draws){.walkers = how.walkers,
                            .draws = how.draws,
                            .warm = how.warm,
                            .value = posterior.value,
                            .cost = posterior.cost,
                            .accepted = posterior.accepted};
    return GX_OK;
}

/* ---- what the draws say ---- */

static gx_marginal marginal_of(const double *x, const double *in_order, int32_t count)
{
    gx_marginal m = {.low = share_of(in_order, count, 0.05),
                     .median = share_of(in_order, count, 0.5),
                     .high = share_of(in_order, count, 0.95),
                     .rhat = (double)NAN,
                     .bulk = (double)NAN,
                     .tail = (double)NAN,
                     .time = (double)NAN,
                     .gelman = (double)NAN};
    for (int32_t k = 0; k < count; k++)
        m.mean += x[k] / count;
    for (int32_t k = 0; k < count; k++)
        m.deviation += (x[k] - m.mean) * (x[k] - m.mean) / (count - 1);
    m.deviation = sqrt(m.deviation);
    return m;
}

static const gx_marginal *marginals(const gx_fit_draws *d, int32_t n, gx_arena *arena)
{
    int32_t count = d->walkers * d->draws;
    gx_marginal *m = GX_ARRAY(arena, gx_marginal, n);
    for (int32_t i = 0; i < n; i++) {
        const double *x = d->value + (size_t)i * (size_t)count;
        const gx_chains c = {x, d->walkers, d->draws};
        m[i] = marginal_of(x, sorted(x, count, arena), count);
        m[i].rhat = gx_chains_rhat(&c, arena);
        m[i].bulk = gx_chains_bulk(&c, arena);
        m[i].tail = gx_chains_tail(&c, arena);
        m[i].time = gx_chains_time(&c, arena);
        m[i].gelman = gx_chains_gelman(&c, arena);
    }
    return m;
}

double gx_fit_worst(const gx_fit_report *r)
{
    double worst = 1.0;
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++) {
        double rhat = r->posterior->marginal[i].rhat;
        worst = isnan(rhat) ? (double)INFINITY : fmax(worst, rhat);
    }
    return worst;
}

void gx_fit_take_draw(double *point, const gx_fit_report *r, int32_t k, int32_t count)
{
    const gx_fit_draws *d = r->posterior;
    int64_t all = (int64_t)d->walkers * d->draws, at = all * k / count;
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++)
        point[i] = d->value[(int64_t)i * all + at];
}

/* The milestones of the outcome in that year have targets. */
static void add_targets(gx_fit_forecast *f, const gx_experiment *x,
                        const double *in_order, int32_t count)
{
    for (int32_t m = 0; x->figures && m < x->figures->milestones.count; m++) {
        const gx_milestone *one = &x->figures->milestones.at[m];
        const double limits[] = {one->target.low, one->target.high};
        if (one->year != f->year || strcmp(one->variable.text, f->variable) != 0)
            continue;
        for (int32_t l = 0; l < 2 && !isnan(limits[l]); l++) {
            int32_t below = 0;
            while (below < count && in_order[below] < limits[l])
                below++;
            *GX_ADD(x->arena, &f->targets) =
                (gx_fit_chance){limits[l], 1.0 - (double)below / count};
        }
    }
}

static gx_err forecast(gx_fit_forecast *f, const gx_experiment *x, const gx_fit_report *r,
                       gx_diags *ds)
{
    int32_t n = r->calibrator->problem.parameters, good = 0;
    int64_t all = (int64_t)r->posterior->walkers * r->posterior->draws;
    int32_t count = all < GX_FIT_MOST_TAKEN ? (int32_t)all : GX_FIT_MOST_TAKEN;
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
        gx_fit_take_draw(point + (size_t)k * (size_t)n, r, k, count);
    err = gx_probe_run(value, r->calibrator->probe, &spot, 1, point, count, NULL, ds);
    for (int32_t k = 0; k < count && !err; k++)
        if (!isnan(value[k]))
            value[good++] = value[k];
    if (!err && !good)
        err = gx_error(ds, GX_CODE_FIT, GX_NOWHERE,
                       "no draw of the posterior has a value of '%s' at Time %g",
                       x->levers->outcome.text, spot.time);
    if (err)
        return err;
    int32_t variable = x->flat->cells.at[cells.at[0]].variable;
    const double *in_order = sorted(value, good, r->arena);
    f->variable = x->levers->outcome.text;
    f->units = x->model->variables.at[variable].units;
    f->year = x->levers->year;
    f->draws = count;
    f->failed = count - good;
    f->value = marginal_of(value, in_order, good);
    add_targets(f, x, in_order, good);
    return GX_OK;
}

gx_err gx_fit_posterior(gx_fit_report *r, const gx_experiment *x,
                        const gx_fit_sampling *asked, gx_diags *ds)
{
    gx_fit_draws *draws = GX_NEW(r->arena, gx_fit_draws);
    gx_err err = sample(draws, x, r, asked, ds);
    if (err)
        return err;
    r->posterior = draws;
    draws->marginal = marginals(draws, r->calibrator->problem.parameters, r->arena);
    return forecast(&draws->forecast, x, r, ds);
}

gx_frame *gx_fit_frame(const gx_fit_report *r, gx_oom oom)
{
    const gx_fit_draws *d = r->posterior;
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
