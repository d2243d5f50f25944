/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run loop: evaluate at a tick, save when it is time, step to the next tick. The
 * first right-hand side that a step asks for is the one just evaluated at the tick, so
 * Euler costs one evaluation a step and the classical Runge-Kutta method four.
 *
 * Lanes that start with the same control parameters are a batch. One that later wants
 * another TIME STEP or SAVEPER than the batch's first leaves it and is run again in
 * another; the first never leaves, so each batch ends at least one run. */
#include "sim/sim.h"

#include "sim/clock.h"
#include "sim/stepper.h"
#include "sim/watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef enum lane_state {
    GOING,
    ENDED, /* came to FINAL TIME, or failed */
    LEFT   /* parted from its batch: to be run again */
} lane_state;

/* All runs of a plan. */
typedef struct job {
    const gx_program *program;
    const gx_run_plan *plan;
    gx_oom oom;
    bool is_watched;       /* one lane: check every cell at every tick */
    gx_runs *runs;         /* the result */
    gx_controls *controls; /* [lane_count] at the start */
    bool *is_waiting;      /* [lane_count] not run yet */
    gx_diags *scratch;     /* messages of the lane at hand */
} job;

/* One batch. */
typedef struct run {
    job *job;
    const gx_program *program; /* the job's, or ... */
    gx_program *own_program;   /* ... one for other orders of delays */
    gx_arena *arena;           /* of this batch */
    int32_t lane_count;
    int32_t *lane;     /* [lane_count] in the plan */
    lane_state *state; /* [lane_count] */
    int32_t going;     /* lanes that are */
    gx_machine *machine;
    gx_stepper *stepper; /* NULL when there is no stock */
    gx_watch *watch;     /* when the job is watched */
    gx_clock clock;
    double *final_time;      /* [lane_count] */
    double *y;               /* [stock_count][lane_count] */
    int32_t *saves;          /* [lane_count] rows that are the lane's */
    bool *is_bad;            /* [lane_count] */
    bool is_fresh;           /* the machine was evaluated at the clock's tick and at y */
    bool rereads;            /* control parameters vary */
    int64_t evaluations;     /* that steps asked for */
    int64_t *spent;          /* [lane_count] evaluations until the lane ended */
    bool *is_settled;        /* [flat->lags.count] not to be looked at again */
    GX_LIST(double) times;   /* saved; both lists stay with the result */
    GX_LIST(double *) saved; /* each [column_count][lane_count] */
} run;

/* ---- how runs end ---- */

/* A lane of the plan has failed, for the reason in job->scratch. */
static void fail(job *j, int32_t lane, gx_err outcome)
{
    j->runs->at[lane].outcome = outcome;
    j->runs->at[lane].messages = j->scratch;
    j->scratch = gx_diags_new(j->oom);
}

static void end_lane(run *r, int32_t k, lane_state state)
{
    r->state[k] = state;
    r->spent[k] = r->evaluations;
    r->going--;
    r->job->is_waiting[r->lane[k]] = state == LEFT;
}

static void fail_lane(run *r, int32_t k, gx_err outcome)
{
    fail(r->job, r->lane[k], outcome);
    end_lane(r, k, ENDED);
}

/* All lanes that are going fail, for the reason in job->scratch. */
static void fail_lanes(run *r, gx_err outcome)
{
    gx_diags *said = r->job->scratch;
    r->job->scratch = gx_diags_new(r->job->oom);
    for (int32_t k = 0; k < r->lane_count; k++)
        if (r->state[k] == GOING) {
            gx_diags_merge(r->job->scratch, said);
            fail_lane(r, k, outcome);
        }
    gx_diags_free(said);
}

static void end_lanes(run *r)
{
    for (int32_t k = 0; k < r->lane_count; k++)
        if (r->state[k] == GOING && gx_clock_is_done(&r->clock, r->final_time[k]))
            end_lane(r, k, ENDED);
}

static gx_runs *run_all(const gx_program *program, const gx_run_plan *plan,
                        bool is_watched, gx_oom oom);

/* Run a lane again, alone and watched, to say where the trouble began. */
static void trace_lane(run *r, int32_t k)
{
    job *j = r->job;
    const double **input = GX_ARRAY(r->arena, const double *, r->program->input_count);
    for (int32_t i = 0; i < r->program->input_count; i++)
        input[i] = j->plan->input[i] + r->lane[k];
    int32_t number = j->plan->run ? j->plan->run[r->lane[k]] : r->lane[k];
    gx_run_plan plan = *j->plan;
    plan.lane_count = 1;
    plan.input = input;
    plan.run = &number;
    gx_runs *alone = run_all(r->program, &plan, true, j->oom);
    gx_err err = alone->at[0].outcome;
    if (err)
        gx_diags_merge(j->scratch, alone->at[0].messages);
    else
        err = gx_error(j->scratch, GX_CODE_NOT_FINITE, GX_NOWHERE,
                       "a value is not finite at time %g", gx_clock_now(&r->clock));
    gx_runs_free(alone);
    fail_lane(r, k, err);
}

/* ---- starting ---- */

static void evaluate_stage(double t, const double *y, double *dydt, void *context)
{
    run *r = context;
    bool known = r->is_fresh && t == gx_clock_now(&r->clock);
    r->is_fresh = false;
    r->evaluations++;
    if (!known)
        gx_machine_eval(r->machine, t, r->clock.dt, y, false);
    gx_machine_flows(r->machine, dydt);
    for (int32_t s = 0; r->watch && s < r->program->stock_count; s++)
        if (!isfinite(dydt[s])) {
            gx_watch_stage(r->watch, r->machine, t);
            break;
        }
}

/* A machine of some lanes of the plan, with their inputs and numbers. */
static gx_machine *machine_of(const job *j, const gx_program *program,
                              const int32_t *lane, int32_t count, gx_arena *arena)
{
    gx_machine *machine = gx_machine_new(program, count, j->oom);
    double *value = GX_ARRAY(arena, double, count);
    int32_t *number = GX_ARRAY(arena, int32_t, count);
    for (int32_t i = 0; i < program->input_count; i++) {
        for (int32_t k = 0; k < count; k++)
            value[k] = j->plan->input[i][lane[k]];
        gx_machine_set(machine, i, value);
    }
    for (int32_t k = 0; k < count; k++)
        number[k] = j->plan->run ? j->plan->run[lane[k]] : lane[k];
    gx_machine_seed(machine, j->plan->seed, number);
    if (j->plan->method->kind != GX_METHOD_FIXED)
        gx_machine_follow(machine);
    return machine;
}

/* What was said while a lane started well. */
static void keep_warnings(job *j)
{
    if (!j->scratch->list.count)
        return;
    gx_diags_merge_new(j->runs->warnings, j->scratch);
    gx_diags_free(j->scratch);
    j->scratch = gx_diags_new(j->oom);
}

/* Control parameters are values of the model: start all lanes once to read them. */
static void read_starts(job *j)
{
    const gx_flat *flat = j->program->flat;
    int32_t lanes = j->plan->lane_count;
    gx_arena *arena = gx_arena_new(j->oom);
    int32_t *all = GX_ARRAY(arena, int32_t, lanes);
    double *y =
        gx_arena_array(arena, (size_t)j->program->stock_count, (size_t)lanes * sizeof *y);
    for (int32_t k = 0; k < lanes; k++)
        all[k] = k;
    gx_machine *machine = machine_of(j, j->program, all, lanes, arena);
    gx_machine_start(machine, 0.0, 1.0, y);
    for (int32_t k = 0; k < lanes; k++) {
        j->controls[k] = gx_controls_get(machine, flat, k);
        gx_err err = gx_controls_check(&j->controls[k], flat, j->scratch);
        j->is_waiting[k] = !err;
        if (err)
            fail(j, k, err);
        else
            keep_warnings(j);
    }
    gx_machine_free(machine);
    gx_arena_free(arena);
}

static bool may_vary(const gx_flat *flat)
{
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        if (flat->cells.at[flat->control[c]].varies)
            return true;
    return false;
}

/* The first lane that waits and, for fixed steps, all that start as it does. */
static run start_batch(job *j)
{
    const gx_run_plan *plan = j->plan;
    gx_arena *arena = gx_arena_new(j->oom);
    run r = {.job = j, .arena = arena, .rereads = may_vary(j->program->flat)};
    int32_t first = 0;
    while (!j->is_waiting[first])
        first++;
    r.lane = GX_ARRAY(arena, int32_t, plan->lane_count);
    for (int32_t k = first; k < plan->lane_count; k++)
        if (k == first || (plan->method->kind == GX_METHOD_FIXED && j->is_waiting[k] &&
                           gx_controls_share(&j->controls[first], &j->controls[k])))
            r.lane[r.lane_count++] = k;
    r.going = r.lane_count;
    r.state = GX_ARRAY(arena, lane_state, r.lane_count);
    r.saves = GX_ARRAY(arena, int32_t, r.lane_count);
    r.is_bad = GX_ARRAY(arena, bool, r.lane_count);
    r.spent = GX_ARRAY(arena, int64_t, r.lane_count);
    r.final_time = GX_ARRAY(arena, double, r.lane_count);
    r.clock = gx_clock_start(&j->controls[first]);
    return r;
}

/* Work out initial values by a program; lanes that have ended go along. */
static void start_machine(run *r, const gx_program *program)
{
    gx_machine_free(r->machine);
    r->program = program;
    r->y = gx_arena_array(r->arena, (size_t)program->stock_count,
                          (size_t)r->lane_count * sizeof *r->y);
    r->machine = machine_of(r->job, program, r->lane, r->lane_count, r->arena);
    gx_machine_start(r->machine, gx_clock_now(&r->clock), r->clock.dt, r->y);
}

/* The orders of delays of the first lane going; lanes of others leave. False when no lane
 * has good ones. */
static bool agree_on_orders(run *r, int32_t *shared)
{
    int32_t chains = r->program->flat->chains.count;
    int32_t *own = GX_ARRAY(r->arena, int32_t, chains);
    size_t size = (size_t)chains * sizeof *own;
    bool is_known = false;
    for (int32_t k = 0; k < r->lane_count; k++) {
        if (r->state[k] != GOING)
            continue;
        gx_err err = gx_machine_orders(own, r->machine, k, r->job->scratch);
        if (err) {
            fail_lane(r, k, err);
            continue;
        }
        if (!is_known)
            memcpy(shared, own, size);
        else if (memcmp(shared, own, size) != 0)
            end_lane(r, k, LEFT);
        is_known = true;
    }
    return is_known;
}

/* The first delay that the program has in another order; NULL when there is none. */
static const gx_chain *find_other(const gx_program *program, const int32_t *order)
{
    const gx_flat *flat = program->flat;
    for (int32_t i = 0; i < flat->chains.count; i++)
        if (flat->chains.at[i].stages != order[i])
            return &flat->chains.at[i];
    return NULL;
}

/* Start by the job's program, or by one for the orders that the lanes come to. */
static void start_lanes(run *r)
{
    job *j = r->job;
    int32_t *order = GX_ARRAY(r->arena, int32_t, j->program->flat->chains.count);
    start_machine(r, j->program);
    if (!j->program->flat->chains.count || !agree_on_orders(r, order) ||
        !find_other(r->program, order))
        return;
    gx_err err = gx_program_reorder(&r->own_program, j->program, order, j->scratch);
    if (!err) {
        start_machine(r, r->own_program);
        bool is_any = agree_on_orders(r, order);
        const gx_chain *other = find_other(r->program, order);
        if (is_any && other)
            err = gx_error(j->scratch, GX_CODE_CYCLE, other->loc,
                           "the order of this delay depends on the delay");
    }
    if (err)
        fail_lanes(r, err);
}

/* With fixed steps, a delay may be too short for its stages. */
static void check_lags(run *r)
{
    if (r->job->plan->method->kind != GX_METHOD_FIXED)
        return;
    for (int32_t k = 0; k < r->lane_count; k++)
        r->is_bad[k] = r->state[k] != GOING;
    gx_watch_lags(r->is_settled, r->machine, r->program, r->is_bad, &r->clock,
                  r->job->scratch);
    keep_warnings(r->job);
}

/* What the lanes saved goes to the result. */
static void end_batch(run *r)
{
    for (int32_t k = 0; k < r->lane_count; k++) {
        gx_trajectory *made = &r->job->runs->at[r->lane[k]];
        if (r->state[k] == LEFT)
            continue;
        made->count = r->saves[k];
        made->time = r->times.at;
        made->row = r->saved.at;
        made->stride = r->lane_count;
        made->lane = k;
        made->evaluations = r->spent[k];
    }
    gx_watch_free(r->watch);
    gx_stepper_free(r->stepper);
    gx_machine_free(r->machine);
    gx_program_free(r->own_program);
    gx_arena_free(r->arena);
}

/* ---- running ---- */

/* Read the control parameters of a tick; the clock is that of the first lane going. */
static void read_controls(run *r)
{
    const gx_flat *flat = r->program->flat;
    const double *until = r->job->plan->until;
    gx_controls shared;
    bool is_known = false;
    double dt = r->clock.dt;
    if (r->times.count && !r->rereads)
        return;
    for (int32_t k = 0; k < r->lane_count; k++) {
        if (r->state[k] != GOING)
            continue;
        gx_controls own = gx_controls_get(r->machine, flat, k);
        gx_err err = gx_clock_check(&r->clock, &own, flat, r->job->scratch);
        if (err) {
            fail_lane(r, k, err);
            continue;
        }
        shared = is_known ? shared : own;
        is_known = true;
        r->final_time[k] = own.value[GX_CONTROL_FINAL_TIME];
        if (until && *until < r->final_time[k])
            r->final_time[k] = *until;
        if (!gx_controls_share(&shared, &own))
            end_lane(r, k, LEFT);
    }
    if (is_known)
        gx_clock_take(&r->clock, &shared);
    if (r->clock.dt != dt) /* what is held for a tick is held for the coming one */
        gx_machine_eval(r->machine, gx_clock_now(&r->clock), r->clock.dt, r->y, true);
}

static bool save(run *r)
{
    const gx_runs *runs = r->job->runs;
    size_t lanes = (size_t)r->lane_count;
    bool is_due = gx_clock_saves(&r->clock) || r->job->plan->every_tick;
    if (!r->going || !is_due)
        return false;
    double *row =
        gx_arena_array(runs->arena, (size_t)runs->column_count, lanes * sizeof *row);
    for (int32_t c = 0; c < runs->column_count; c++)
        memcpy(row + (size_t)c * lanes, gx_machine_cell(r->machine, runs->column[c]),
               lanes * sizeof *row);
    *GX_ADD(runs->arena, &r->times) = gx_clock_now(&r->clock);
    *GX_ADD(runs->arena, &r->saved) = row;
    for (int32_t k = 0; k < r->lane_count; k++)
        r->saves[k] += r->state[k] == GOING;
    return true;
}

/* Find the lanes to give up: at any tick those whose delay times are none, at a save time
 * those of values not finite. Their last row is not theirs. */
static void watch(run *r, bool was_saved)
{
    const gx_runs *runs = r->job->runs;
    if (r->job->is_watched && r->going) {
        gx_err err =
            gx_watch_tick(r->watch, r->machine, gx_clock_now(&r->clock), r->job->scratch);
        if (err)
            fail_lane(r, 0, err);
        return;
    }
    memset(r->is_bad, 0, (size_t)r->lane_count * sizeof *r->is_bad);
    gx_watch_waits(r->is_bad, r->machine, r->program);
    if (was_saved)
        gx_watch_lanes(r->is_bad, r->machine, r->program, runs->column,
                       runs->column_count, r->lane_count);
    for (int32_t k = 0; k < r->lane_count; k++)
        if (r->is_bad[k] && r->state[k] == GOING) {
            r->saves[k] -= was_saved;
            trace_lane(r, k);
        }
}

static gx_err report_failure(const run *r, const gx_step_failure *failure, gx_diags *ds)
{
    const gx_flat *flat = r->program->flat;
    const gx_method *method = r->job->plan->method;
    int32_t cell = failure->worst < 0 ? -1 : r->program->stock[failure->worst];
    gx_err err =
        gx_error(ds, GX_CODE_STEP, cell < 0 ? GX_NOWHERE : flat->cells.at[cell].loc,
                 "the method '%s' cannot go on from time %.8g: %-s", method->name,
                 failure->time, failure->why);
    if (cell >= 0) {
        gx_buf name;
        gx_buf_init(&name, ds->oom);
        gx_cell_print_name(flat, flat->cells.at[cell].owner, &name);
        gx_note(ds, GX_NOWHERE, "the error is largest in '%s'", name.text);
        gx_buf_clear(&name);
    }
    if (r->watch)
        gx_watch_note_stage(r->watch, ds);
    gx_note(ds, GX_NOWHERE,
            method->kind == GX_METHOD_IMPLICIT
                ? "try a larger tolerance, a smaller TIME STEP"
                : "try a larger tolerance, a smaller TIME STEP or an implicit method");
    return err;
}

/* Step to the next tick. What makes a method fail, of one lane then, may be a value that
 * is not finite. */
static void step(run *r)
{
    gx_step_failure failure;
    double now = gx_clock_now(&r->clock);
    gx_machine_record(r->machine);
    r->is_fresh = true;
    bool good =
        !r->stepper || gx_stepper_step(r->stepper, now, r->clock.dt, r->y, &failure);
    if (!good && r->job->is_watched)
        fail_lane(r, 0, report_failure(r, &failure, r->job->scratch));
    else if (!good)
        trace_lane(r, 0);
    gx_clock_advance(&r->clock);
    gx_machine_advance(r->machine, gx_clock_now(&r->clock));
}

static bool is_stopped(const job *j)
{
    return j->plan->stop && *j->plan->stop;
}

static void run_loop(run *r)
{
    while (r->going && !is_stopped(r->job)) {
        gx_machine_eval(r->machine, gx_clock_now(&r->clock), r->clock.dt, r->y, true);
        read_controls(r);
        check_lags(r);
        watch(r, save(r));
        end_lanes(r);
        if (r->going)
            step(r);
    }
}

static void run_batch(job *j)
{
    run r = start_batch(j);
    const gx_run_plan *plan = j->plan;
    start_lanes(&r);
    r.is_settled = GX_ARRAY(r.arena, bool, r.program->flat->lags.count);
    double tolerance = plan->tolerance > 0.0 ? plan->tolerance : GX_TOLERANCE;
    size_t size = (size_t)r.program->stock_count * (size_t)r.lane_count;
    if (size)
        r.stepper =
            gx_stepper_new(plan->method, tolerance, size, evaluate_stage, &r, j->oom);
    if (j->is_watched)
        r.watch = gx_watch_new(r.program, r.arena, j->oom);
    run_loop(&r);
    end_batch(&r);
}

/* ---- all runs ---- */

static bool is_kept(const gx_run_plan *plan, int32_t variable)
{
    if (!plan->keep)
        return true;
    for (int32_t i = 0; i < plan->keep_count; i++)
        if (plan->keep[i] == variable)
            return true;
    return false;
}

static void choose_columns(gx_runs *runs, const gx_run_plan *plan)
{
    const gx_flat *flat = runs->flat;
    int32_t room =
        plan->cell_count > flat->cells.count ? plan->cell_count : flat->cells.count;
    int32_t *column = GX_ARRAY(runs->arena, int32_t, room);
    runs->column = column;
    if (plan->cell) {
        runs->column_count = plan->cell_count;
        if (plan->cell_count)
            memcpy(column, plan->cell, (size_t)plan->cell_count * sizeof *column);
        return;
    }
    for (int32_t i = 0; i < flat->cells.count; i++)
        if (flat->cells.at[i].element >= 0 && flat->cells.at[i].kind != GX_CELL_NONE &&
            is_kept(plan, flat->cells.at[i].variable))
            column[runs->column_count++] = i;
}

static gx_runs *run_all(const gx_program *program, const gx_run_plan *plan,
                        bool is_watched, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_runs *runs = GX_NEW(arena, gx_runs);
    *runs = (gx_runs){.arena = arena,
                      .flat = program->flat,
                      .count = plan->lane_count,
                      .at = GX_ARRAY(arena, gx_trajectory, plan->lane_count),
                      .warnings = gx_diags_new(oom)};
    job j = {.program = program,
             .plan = plan,
             .oom = oom,
             .is_watched = is_watched,
             .runs = runs,
             .controls = GX_ARRAY(arena, gx_controls, plan->lane_count),
             .is_waiting = GX_ARRAY(arena, bool, plan->lane_count),
             .scratch = gx_diags_new(oom)};
    choose_columns(runs, plan);
    read_starts(&j);
    for (int32_t k = 0; k < plan->lane_count; k++)
        while (j.is_waiting[k] && !is_stopped(&j))
            run_batch(&j);
    gx_diags_free(j.scratch);
    return runs;
}

gx_runs *gx_runs_new(const gx_program *program, const gx_run_plan *plan, gx_oom oom)
{
    return run_all(program, plan, false, oom);
}

void gx_runs_free(gx_runs *runs)
{
    if (!runs)
        return;
    for (int32_t k = 0; k < runs->count; k++)
        gx_diags_free(runs->at[k].messages);
    gx_diags_free(runs->warnings);
    gx_arena_free(runs->arena);
}

gx_err gx_run(gx_frame **frame, const gx_program *program, const gx_run_plan *plan,
              gx_diags *ds)
{
    gx_runs *runs = gx_runs_new(program, plan, ds->oom);
    const gx_trajectory **all = GX_ARRAY(runs->arena, const gx_trajectory *, runs->count);
    gx_err err = GX_OK;
    gx_diags_merge(ds, runs->warnings);
    for (int32_t k = 0; k < runs->count && !err; k++) {
        all[k] = &runs->at[k];
        err = all[k]->outcome;
        if (err)
            gx_diags_merge(ds, all[k]->messages);
        if (err && runs->count > 1)
            gx_note(ds, GX_NOWHERE, "in run %d of %d", k, runs->count);
    }
    *frame = err ? NULL : gx_runs_frame(runs, all, runs->count, runs->count > 1, ds->oom);
    gx_runs_free(runs);
    return err;
}
