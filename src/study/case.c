/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches of lanes are the items of work, as in study.c; their trajectories stay where
 * the runs left them. */
#include "study/case.h"
#include "study/study.h"

#include <math.h>
#include <string.h>

typedef struct batches {
    const gx_program *program;
    const gx_run_plan *plan;
    const gx_lanes *lanes;
    gx_runs **runs;   /* [batches], or NULL: each is looked at and forgotten */
    gx_look_fn *look; /* then not NULL */
    void *context;
} batches;

static void look_at(const batches *b, gx_runs *runs, int32_t first)
{
    gx_ticks ticks = {.batch = &runs, .run_count = runs->count};
    for (int32_t k = 0; k < runs->count; k++) {
        ticks.time_count = runs->at[k].count;
        ticks.time = runs->at[k].time;
        b->look(&ticks, k, &runs->at[k], first + k, b->context);
    }
    gx_runs_free(runs);
}

static gx_err run_batch(int32_t i, void *context, gx_diags *ds)
{
    const batches *b = context;
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t first = i * GX_STUDY_LANES, rest = b->lanes->run_count - first;
    gx_run_plan plan = *b->plan;
    plan.lane_count = rest < GX_STUDY_LANES ? rest : GX_STUDY_LANES;
    const double **input = GX_ARRAY(arena, const double *, b->lanes->input_count);
    int32_t *run = GX_ARRAY(arena, int32_t, plan.lane_count);
    for (int32_t d = 0; d < b->lanes->input_count; d++)
        input[d] = b->lanes->value[d] + first;
    for (int32_t k = 0; k < plan.lane_count; k++)
        run[k] = first + k;
    plan.input = input;
    plan.run = run;
    gx_runs *runs = gx_runs_new(b->program, &plan, ds->oom);
    if (b->runs)
        b->runs[i] = runs;
    else
        look_at(b, runs, first);
    gx_arena_free(arena);
    return GX_OK;
}

static const gx_trajectory *run_of(const gx_ticks *ticks, int32_t run)
{
    return &ticks->batch[run / GX_STUDY_LANES]->at[run % GX_STUDY_LANES];
}

/* All runs came to the end, by the same ticks. */
static gx_err check_runs(const gx_ticks *ticks, gx_diags *ds)
{
    const gx_trajectory *first = run_of(ticks, 0);
    for (int32_t k = 0; k < ticks->run_count; k++) {
        const gx_trajectory *run = run_of(ticks, k);
        if (k % GX_STUDY_LANES == 0)
            gx_diags_merge_new(ds, ticks->batch[k / GX_STUDY_LANES]->warnings);
        if (run->outcome) {
            gx_diags_merge(ds, run->messages);
            if (ticks->run_count > 1)
                gx_note(ds, GX_NOWHERE, "in run %d of %d", k, ticks->run_count);
            return run->outcome;
        }
        if (run->count != first->count ||
            memcmp(run->time, first->time, (size_t)run->count * sizeof *run->time) != 0)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "run %d of %d has other time steps than the first", k,
                            ticks->run_count);
    }
    return GX_OK;
}

/* Data variables that were given no table have nothing to run with. */
static gx_err check_data(const gx_flat *flat, gx_diags *ds)
{
    for (int32_t i = 0; i < flat->tables.count; i++)
        if (flat->tables.at[i].is_data && !flat->tables.at[i].count)
            return gx_error(ds, GX_CODE_UNDEFINED_NAME, flat->tables.at[i].loc,
                            "'%s' is data, and no table has it: check a scenario that "
                            "says 'data:'",
                            flat->tables.at[i].name);
    return GX_OK;
}

/* What all batches share; run_batch does the rest. */
static gx_err run_batches(batches *b, const gx_case *c, const int32_t *cell,
                          int32_t cell_count, const gx_workers *workers, gx_diags *ds)
{
    int32_t none = 0, count = (b->lanes->run_count + GX_STUDY_LANES - 1) / GX_STUDY_LANES;
    gx_run_plan plan = {.method = c->method,
                        .tolerance = c->tolerance,
                        .seed = c->seed,
                        .cell = cell_count ? cell : &none,
                        .cell_count = cell_count,
                        .every_tick = true};
    gx_program *program =
        gx_compile(c->flat, c->overrides, b->lanes->cell, b->lanes->input_count, ds->oom);
    gx_err err = GX_OK;
    b->program = program;
    b->plan = &plan;
    if (workers)
        err = workers->map(workers, count, run_batch, b, ds);
    for (int32_t i = 0; !workers && i < count && !err; i++)
        err = run_batch(i, b, ds);
    gx_program_free(program);
    return err;
}

gx_err gx_case_run(gx_ticks **ticks, const gx_case *c, const gx_lanes *lanes,
                   const int32_t *cell, int32_t cell_count, const gx_workers *workers,
                   gx_diags *ds)
{
    static const gx_lanes single = {.run_count = 1};
    *ticks = NULL;
    if (check_data(c->flat, ds))
        return GX_BAD_INPUT;
    gx_arena *arena = gx_arena_new(ds->oom);
    batches b = {.lanes = lanes ? lanes : &single};
    int32_t count = (b.lanes->run_count + GX_STUDY_LANES - 1) / GX_STUDY_LANES;
    gx_ticks *made = GX_NEW(arena, gx_ticks);
    *made = (gx_ticks){.arena = arena,
                       .batch = GX_ARRAY(arena, gx_runs *, count),
                       .run_count = b.lanes->run_count};
    b.runs = made->batch;
    gx_err err = run_batches(&b, c, cell, cell_count, workers, ds);
    if (!err)
        err = check_runs(made, ds);
    if (!err) {
        made->time_count = run_of(made, 0)->count;
        made->time = run_of(made, 0)->time;
    }
    *ticks = err ? NULL : made;
    if (err)
        gx_ticks_free(made);
    return err;
}

gx_err gx_case_each(const gx_case *c, const gx_lanes *lanes, const int32_t *cell,
                    int32_t cell_count, gx_look_fn *look, void *context,
                    const gx_workers *workers, gx_diags *ds)
{
    batches b = {.lanes = lanes, .look = look, .context = context};
    if (check_data(c->flat, ds))
        return GX_BAD_INPUT;
    return run_batches(&b, c, cell, cell_count, workers, ds);
}

void gx_ticks_free(gx_ticks *ticks)
{
    if (!ticks)
        return;
    for (int32_t k = 0; k < ticks->run_count; k += GX_STUDY_LANES)
        gx_runs_free(ticks->batch[k / GX_STUDY_LANES]);
    gx_arena_free(ticks->arena);
}

double gx_ticks_value(const gx_ticks *ticks, int32_t t, int32_t c, int32_t run)
{
    const gx_trajectory *r = run_of(ticks, run);
    return r->row[t][(size_t)c * (size_t)r->stride + (size_t)r->lane];
}

int32_t gx_ticks_find(const gx_ticks *ticks, double time)
{
    for (int32_t t = 0; t < ticks->time_count; t++)
        if (fabs(ticks->time[t] - time) <= GX_SAME_TIME)
            return t;
    return -1;
}

bool gx_ticks_least(const gx_ticks *ticks, int32_t c, int32_t run, double *least,
                    double *time)
{
    double largest = 0.0;
    *least = (double)INFINITY;
    for (int32_t t = 0; t < ticks->time_count; t++) {
        double value = gx_ticks_value(ticks, t, c, run);
        largest = fmax(largest, fabs(value));
        if (value < *least) {
            *least = value;
            *time = ticks->time[t];
        }
    }
    return *least >= -GX_ROUNDING * largest;
}

void gx_case_note_times(const gx_case *c, int32_t cell, gx_diags *ds)
{
    gx_ticks *ticks = NULL;
    if (gx_case_run(&ticks, c, NULL, &cell, 1, NULL, ds))
        return;
    const double *time = ticks->time;
    int32_t last = ticks->time_count - 1;
    double step = last > 0 ? time[1] - time[0] : 0.0;
    if (fabs(time[last] - time[0] - last * step) < GX_SAME_TIME)
        gx_note(ds, GX_NOWHERE, "the run goes from %g to %g in steps of %g", time[0],
                time[last], step);
    else
        gx_note(ds, GX_NOWHERE, "the run goes from %g to %g", time[0], time[last]);
    gx_ticks_free(ticks);
}
