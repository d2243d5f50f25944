/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches of lanes are the items of work; nothing of a run is kept but the numbers. */
#include "study/probe.h"
#include "study/study.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct gx_probe {
    gx_arena *arena;
    const gx_case *c;
    const gx_workers *workers;
    gx_program *program;
    int32_t inputs;
    const char *failure;
};

/* Why a batch's first run that failed did so, a phrase; "" when none did. */
typedef struct reason {
    char text[480];
} reason;

typedef struct call {
    const gx_probe *probe;
    const gx_spot *spot;
    const int32_t *cell;         /* [spots] */
    int32_t spots, count, lanes; /* lanes: of a batch */
    double until;                /* the last spot's time */
    const double *x;
    double *value;
    reason *failure; /* [batches] */
    gx_diags *why;
} call;

/* The value of column `c` at a time, by halving. */
static double read_off(const gx_trajectory *run, int32_t c, double time)
{
    int32_t low = 0, high = run->count;
    while (low < high) {
        int32_t middle = (low + high) / 2;
        if (run->time[middle] < time - GX_SAME_TIME)
            low = middle + 1;
        else
            high = middle;
    }
    if (run->outcome || low == run->count || run->time[low] > time + GX_SAME_TIME)
        return (double)NAN;
    return run->row[low][(size_t)c * (size_t)run->stride + (size_t)run->lane];
}

/* A phrase cannot be cut; its text can. */
static void keep_reason(reason *to, const gx_diag *said)
{
    bool fits = strlen(said->phrase) < sizeof to->text;
    snprintf(to->text, sizeof to->text, "%s", fits ? said->phrase : said->text);
}

static void take(const call *b, int32_t batch, const gx_runs *runs)
{
    for (int32_t k = 0; k < runs->count; k++) {
        const gx_trajectory *run = &runs->at[k];
        size_t point = (size_t)batch * (size_t)b->lanes + (size_t)k;
        for (int32_t s = 0; s < b->spots; s++)
            b->value[point * (size_t)b->spots + (size_t)s] =
                read_off(run, s, b->spot[s].time);
        if (!run->outcome)
            continue;
        if (!*b->failure[batch].text)
            keep_reason(&b->failure[batch], &run->messages->list.at[0]);
        if (b->why && !b->why->error_count)
            gx_diags_merge(b->why, run->messages);
    }
}

static gx_err run_batch(int32_t i, void *context, gx_diags *ds)
{
    const call *b = context;
    const gx_probe *p = b->probe;
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t first = i * b->lanes, rest = b->count - first;
    gx_run_plan plan = {.method = p->c->method,
                        .tolerance = p->c->tolerance,
                        .seed = p->c->seed,
                        .lane_count = rest < b->lanes ? rest : b->lanes,
                        .cell = b->cell,
                        .cell_count = b->spots,
                        .every_tick = true,
                        .until = &b->until};
    const double **input = GX_ARRAY(arena, const double *, p->inputs);
    plan.run = GX_ARRAY(arena, int32_t, plan.lane_count); /* all 0 */
    for (int32_t d = 0; d < p->inputs; d++) {
        double *column = GX_ARRAY(arena, double, plan.lane_count);
        for (int32_t k = 0; k < plan.lane_count; k++)
            column[k] = b->x[(size_t)(first + k) * (size_t)p->inputs + (size_t)d];
        input[d] = column;
    }
    plan.input = input;
    gx_runs *runs = gx_runs_new(p->program, &plan, ds->oom);
    take(b, i, runs);
    gx_runs_free(runs);
    gx_arena_free(arena);
    return GX_OK;
}

gx_probe *gx_probe_new(const gx_case *c, const int32_t *input, int32_t inputs,
                       const gx_workers *workers, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_probe *probe = GX_NEW(arena, gx_probe);
    *probe = (gx_probe){.arena = arena, .c = c, .workers = workers, .inputs = inputs};
    probe->program = gx_compile(c->flat, c->overrides, input, inputs, oom);
    return probe;
}

void gx_probe_free(gx_probe *probe)
{
    if (!probe)
        return;
    gx_program_free(probe->program);
    gx_arena_free(probe->arena);
}

/* Few points are shared over the threads; a batch of fewer lanes than these costs each
 * more than the threads save. */
static int32_t lanes_of(const gx_probe *probe, int32_t count)
{
    enum { FEWEST = 8 };
    int32_t threads = probe->workers->thread_count;
    int32_t lanes = (count + threads - 1) / (threads > 0 ? threads : 1);
    lanes = lanes < FEWEST ? FEWEST : lanes;
    return lanes < GX_STUDY_LANES ? lanes : GX_STUDY_LANES;
}

gx_err gx_probe_run(double *value, gx_probe *probe, const gx_spot *spot, int32_t spots,
                    const double *x, int32_t count, gx_diags *why, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t lanes = lanes_of(probe, count), batches = (count + lanes - 1) / lanes;
    int32_t *cell = GX_ARRAY(arena, int32_t, spots);
    double until = -(double)INFINITY;
    for (int32_t s = 0; s < spots; s++) {
        cell[s] = spot[s].cell;
        until = fmax(until, spot[s].time);
    }
    call b = {.probe = probe,
              .spot = spot,
              .cell = cell,
              .spots = spots,
              .count = count,
              .lanes = lanes,
              .until = until,
              .x = x,
              .value = value,
              .failure = GX_ARRAY(arena, reason, batches),
              .why = why};
    gx_err err = probe->workers->map(probe->workers, batches, run_batch, &b, ds);
    for (int32_t i = 0; i < batches && !probe->failure; i++)
        if (*b.failure[i].text)
            probe->failure = gx_arena_format(probe->arena, "%s", b.failure[i].text);
    gx_arena_free(arena);
    return err;
}

const char *gx_probe_failure(const gx_probe *probe)
{
    return probe->failure;
}
