/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One program for all points; batches of lanes are the items of work. A run that fails,
 * or ends before the last of the data, leaves NaN. */
#include "study/calibrate_runs.h"
#include "study/study.h"

#include <math.h>
#include <stdio.h>

typedef struct gx_calibrator_runs {
    const gx_calibrator *owner;
    const gx_case *c;
    const gx_workers *workers;
    gx_program *program;
    gx_arena *arena;
    const char *failure; /* why the first one failed */
} runs;

/* The points of one call. */
typedef struct call {
    const runs *of;
    const double *x; /* [count][parameters] */
    double *sim;     /* [count][data] */
    int32_t count;
    struct reason {
        char text[240]; /* "" when none failed */
    } * failure;        /* [batches] */
    gx_diags *messages; /* of a single run, or NULL */
} call;

static void pick(double *sim, const gx_trajectory *run, const gx_calibrator *of)
{
    for (int32_t d = 0, t = 0, series = -1; d < of->data.count; d++) {
        const gx_datum *datum = &of->data.at[d];
        if (datum->series != series)
            t = 0;
        series = datum->series;
        while (t < run->count && run->time[t] < datum->time - GX_SAME_TIME)
            t++;
        bool has = t < run->count && run->time[t] <= datum->time + GX_SAME_TIME;
        sim[d] =
            has ? run->row[t][(size_t)series * (size_t)run->stride + (size_t)run->lane]
                : (double)NAN;
    }
}

static gx_err run_batch(int32_t i, void *context, gx_diags *ds)
{
    call *b = context;
    const gx_calibrator *of = b->of->owner;
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t n = of->problem.parameters, first = i * GX_STUDY_LANES;
    int32_t rest = b->count - first;
    gx_run_plan plan = {.method = b->of->c->method,
                        .tolerance = b->of->c->tolerance,
                        .seed = b->of->c->seed,
                        .lane_count = rest < GX_STUDY_LANES ? rest : GX_STUDY_LANES,
                        .cell = of->series_cell,
                        .cell_count = of->asked->observed.count,
                        .every_tick = true};
    const double **input = GX_ARRAY(arena, const double *, n);
    int32_t *run = GX_ARRAY(arena, int32_t, plan.lane_count); /* the same noise for all */
    for (int32_t p = 0; p < n; p++) {
        double *column = GX_ARRAY(arena, double, plan.lane_count);
        for (int32_t k = 0; k < plan.lane_count; k++)
            column[k] = b->x[(size_t)(first + k) * (size_t)n + (size_t)p];
        input[p] = column;
    }
    plan.input = input;
    plan.run = run;
    gx_runs *made = gx_runs_new(b->of->program, &plan, ds->oom);
    for (int32_t k = 0; k < plan.lane_count; k++) {
        const gx_trajectory *one = &made->at[k];
        pick(b->sim + (size_t)(first + k) * (size_t)of->data.count, one, of);
        if (one->outcome && !*b->failure[i].text)
            snprintf(b->failure[i].text, sizeof b->failure[i].text, "%s",
                     one->messages->list.at[0].text);
        if (one->outcome && b->messages)
            gx_diags_merge(b->messages, one->messages);
        for (int32_t d = 0; one->outcome && d < of->data.count; d++)
            b->sim[(size_t)(first + k) * (size_t)of->data.count + (size_t)d] =
                (double)NAN;
    }
    gx_runs_free(made);
    gx_arena_free(arena);
    return GX_OK;
}

static gx_err run_all(runs *of, double *sim, const double *x, int32_t count,
                      gx_diags *messages, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t batches = (count + GX_STUDY_LANES - 1) / GX_STUDY_LANES;
    call b = {of, x, sim, count, GX_ARRAY(arena, struct reason, batches), messages};
    gx_err err = of->workers->map(of->workers, batches, run_batch, &b, ds);
    for (int32_t i = 0; i < batches && !of->failure; i++)
        if (*b.failure[i].text)
            of->failure = gx_arena_format(of->arena, "%s", b.failure[i].text);
    gx_arena_free(arena);
    return err;
}

static gx_err evaluate(double *r, const double *x, int32_t count, void *context,
                       gx_diags *ds)
{
    runs *of = context;
    const gx_calibrator *owner = of->owner;
    gx_err err = run_all(of, r, x, count, NULL, ds);
    for (int32_t k = 0; k < count && !err; k++)
        for (int32_t i = 0; i < owner->data.count; i++) {
            const gx_datum *d = &owner->data.at[i];
            double *one = &r[(size_t)k * (size_t)owner->data.count + (size_t)i];
            bool is_log = owner->asked->observed.at[d->series].is_log;
            double off = is_log ? log(*one / d->value) : *one - d->value;
            *one = sqrt(d->weight) * off / d->deviation;
        }
    return err;
}

gx_err gx_calibrator_simulate(double *sim, const gx_calibrator *calibrator,
                              const double *x, gx_diags *ds)
{
    return run_all(calibrator->problem.context, sim, x, 1, NULL, ds);
}

const char *gx_calibrator_failure(const gx_calibrator *calibrator)
{
    return calibrator->runs->failure;
}

/* The model as it is comes to an end and has a value wherever the data have one. */
static gx_err check_first(runs *of, gx_diags *ds)
{
    const gx_calibrator *owner = of->owner;
    int32_t n = owner->problem.parameters;
    double *x = GX_ARRAY(of->arena, double, n);
    double *sim = GX_ARRAY(of->arena, double, owner->data.count);
    for (int32_t i = 0; i < n; i++)
        x[i] = gx_coordinate_value(&owner->problem.coordinate[i], owner->start[i]);
    int32_t errors = ds->error_count;
    gx_err err = run_all(of, sim, x, 1, ds, ds);
    if (err || ds->error_count > errors)
        return err ? err : gx_diags_outcome(ds);
    for (int32_t d = 0; d < owner->data.count; d++)
        if (isnan(sim[d]))
            return gx_error(
                ds, GX_CODE_VALUE,
                owner->asked->observed.at[owner->data.at[d].series].variable.loc,
                "the data have '%s' at Time %g, at which no time step of the "
                "run ends",
                owner->series_name[owner->data.at[d].series], owner->data.at[d].time);
    return GX_OK;
}

gx_err gx_calibrator_start(gx_calibrator *calibrator, const gx_case *c,
                           const gx_workers *workers, gx_arena *arena, gx_diags *ds)
{
    runs *of = GX_NEW(arena, runs);
    *of = (runs){.owner = calibrator, .c = c, .workers = workers, .arena = arena};
    of->program = gx_compile(c->flat, c->overrides, calibrator->cell,
                             calibrator->problem.parameters, ds->oom);
    calibrator->runs = of;
    calibrator->problem.evaluate = evaluate;
    calibrator->problem.context = of;
    if (c->method->kind != GX_METHOD_FIXED) /* runs are as exact as their steps */
        calibrator->problem.step = cbrt(c->tolerance > 0.0 ? c->tolerance : GX_TOLERANCE);
    return check_first(of, ds);
}

void gx_calibrator_end(gx_calibrator *calibrator)
{
    if (calibrator && calibrator->runs)
        gx_program_free(calibrator->runs->program);
}
