/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run loop: evaluate at a tick, save when it is time, step to the next tick. The
 * first right-hand side that a step asks for is the one just evaluated at the tick, so
 * Euler costs one evaluation a step and the classical Runge-Kutta method four. */
#include "sim/sim.h"

#include "sim/clock.h"
#include "sim/stepper.h"
#include "sim/watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct run {
    const gx_program *program;
    const gx_run_plan *plan;
    gx_diags *ds;
    gx_arena *arena; /* of this run */
    gx_machine *machine;
    gx_stepper *stepper; /* NULL when there is no stock */
    gx_clock clock;
    double *y;       /* [stock_count][lane_count] */
    bool is_fresh;   /* the machine was evaluated at the clock's tick and at y */
    bool is_watched; /* check every cell at every tick */
    int32_t *column; /* [column_count] cells to save */
    int32_t column_count;
    GX_LIST(double) times;   /* saved */
    GX_LIST(double *) saved; /* each [column_count][lane_count] */
} run;

/* ---- starting ---- */

static bool is_kept(const gx_run_plan *plan, int32_t variable)
{
    for (int32_t i = 0; i < plan->keep_count; i++)
        if (plan->keep[i] == variable)
            return true;
    return !plan->keep;
}

static void choose_columns(run *r)
{
    const gx_flat *flat = r->program->flat;
    r->column = GX_ARRAY(r->arena, int32_t, flat->cells.count);
    for (int32_t i = 0; i < flat->cells.count; i++)
        if (flat->cells.at[i].element >= 0 && flat->cells.at[i].kind != GX_CELL_NONE &&
            is_kept(r->plan, flat->cells.at[i].variable))
            r->column[r->column_count++] = i;
}

static void evaluate_stage(double t, const double *y, double *dydt, void *context)
{
    run *r = context;
    bool known = r->is_fresh && t == gx_clock_now(&r->clock);
    r->is_fresh = false;
    if (!known)
        gx_machine_eval(r->machine, t, r->clock.dt, y, false);
    gx_machine_flows(r->machine, dydt);
}

/* INITIAL TIME and TIME STEP are values of the model: start once to read them. */
static gx_err start(run *r)
{
    const gx_program *p = r->program;
    int32_t lanes = r->plan->lane_count;
    size_t size = (size_t)p->stock_count * (size_t)lanes;
    r->machine = gx_machine_new(p, lanes, r->ds->oom);
    r->y = GX_ARRAY(r->arena, double, size);
    gx_machine_seed(r->machine, r->plan->seed, r->plan->first_run);
    if (r->plan->method->kind != GX_METHOD_FIXED)
        gx_machine_follow(r->machine);
    for (int32_t i = 0; i < p->input_count; i++)
        gx_machine_set(r->machine, i, r->plan->input[i]);
    gx_machine_start(r->machine, 0.0, 1.0, r->y);
    gx_err err = gx_clock_start(&r->clock, r->machine, p->flat, lanes, r->ds);
    if (err)
        return err;
    gx_machine_start(r->machine, gx_clock_now(&r->clock), r->clock.dt, r->y);
    if (size)
        r->stepper = gx_stepper_new(
            r->plan->method, r->plan->tolerance > 0.0 ? r->plan->tolerance : GX_TOLERANCE,
            size, evaluate_stage, r, r->ds->oom);
    choose_columns(r);
    return GX_OK;
}

/* One lane of a run, by itself; `finish` ends it. */
static run lane_of(const run *r, int32_t lane)
{
    gx_arena *arena = gx_arena_new(r->ds->oom);
    gx_run_plan *plan = GX_NEW(arena, gx_run_plan);
    const double **input = GX_ARRAY(arena, const double *, r->program->input_count);
    for (int32_t i = 0; i < r->program->input_count; i++)
        input[i] = r->plan->input[i] + lane;
    *plan = *r->plan;
    plan->lane_count = 1;
    plan->input = input;
    plan->first_run += lane;
    return (run){.program = r->program, .plan = plan, .ds = r->ds, .arena = arena};
}

static void finish(run *r)
{
    gx_stepper_free(r->stepper);
    gx_machine_free(r->machine);
    gx_arena_free(r->arena);
}

/* ---- running ---- */

static void save(run *r)
{
    size_t lanes = (size_t)r->plan->lane_count;
    double *row = GX_ARRAY(r->arena, double, (size_t)r->column_count *lanes);
    for (int32_t c = 0; c < r->column_count; c++)
        memcpy(row + (size_t)c * lanes, gx_machine_cell(r->machine, r->column[c]),
               lanes * sizeof *row);
    *GX_ADD(r->arena, &r->times) = gx_clock_now(&r->clock);
    *GX_ADD(r->arena, &r->saved) = row;
}

/* Run one lane again, alone and watched, to say where the trouble began. */
static gx_err trace(const run *r, int32_t lane);

static gx_err watch(run *r, bool saving)
{
    double now = gx_clock_now(&r->clock);
    if (r->is_watched)
        return gx_watch_report(r->machine, r->program, now, r->ds);
    if (!saving)
        return GX_OK;
    int32_t lane = gx_watch_lanes(r->machine, r->program, r->column, r->column_count,
                                  r->plan->lane_count);
    return lane < 0 ? GX_OK : trace(r, lane);
}

static gx_err report_failure(const run *r, const gx_step_failure *failure)
{
    const gx_flat *flat = r->program->flat;
    int32_t cell = failure->worst < 0 ? -1 : r->program->stock[failure->worst];
    gx_err err =
        gx_error(r->ds, GX_CODE_STEP, cell < 0 ? GX_NOWHERE : flat->cells.at[cell].loc,
                 "the method '%s' cannot go on from time %.8g: %s", r->plan->method->name,
                 failure->time, failure->why);
    if (cell >= 0) {
        gx_buf name;
        gx_buf_init(&name, r->ds->oom);
        gx_cell_print_name(flat, cell, &name);
        gx_note(r->ds, GX_NOWHERE, "the error is largest in '%s'", name.text);
        gx_buf_clear(&name);
    }
    gx_note(r->ds, GX_NOWHERE, "try a larger tolerance, a smaller TIME STEP%s",
            r->plan->method->kind == GX_METHOD_IMPLICIT ? "" : " or an implicit method");
    return err;
}

/* Step to the next tick. What makes a method fail may be a value that is not finite. */
static gx_err step(run *r)
{
    gx_step_failure failure;
    r->is_fresh = true;
    if (!r->stepper ||
        gx_stepper_step(r->stepper, gx_clock_now(&r->clock), r->clock.dt, r->y, &failure))
        return GX_OK;
    return r->is_watched ? report_failure(r, &failure) : trace(r, 0);
}

/* A delay counts ticks from its start: with another TIME STEP it would be another delay.
 */
static gx_err check_delays(const run *r, double dt)
{
    const gx_flat *flat = r->program->flat;
    for (int32_t d = 0; d < r->program->delays.count && r->clock.dt != dt; d++) {
        const gx_cell *cell = &flat->cells.at[r->program->delays.at[d].cell];
        bool is_one_tick =
            cell->delay->kind == GX_NODE_NUMBER && cell->delay->number <= 0.0;
        if (!is_one_tick)
            return gx_error(
                r->ds, GX_CODE_UNSUPPORTED, cell->loc,
                "a fixed delay in a run whose TIME STEP changes (at time %g) is "
                "not supported yet",
                gx_clock_now(&r->clock));
    }
    return GX_OK;
}

static gx_err run_loop(run *r)
{
    const gx_flat *flat = r->program->flat;
    for (;;) {
        gx_machine_eval(r->machine, gx_clock_now(&r->clock), r->clock.dt, r->y, true);
        double dt = r->clock.dt;
        gx_err err =
            gx_clock_read(&r->clock, r->machine, flat, r->plan->lane_count, r->ds);
        err = err ? err : check_delays(r, dt);
        bool saving = !err && gx_clock_saves(&r->clock);
        if (saving)
            save(r);
        if (!err)
            err = watch(r, saving);
        if (err || gx_clock_is_done(&r->clock))
            return err;
        gx_machine_record(r->machine);
        err = step(r);
        if (err)
            return err;
        gx_clock_advance(&r->clock);
        gx_machine_advance(r->machine);
    }
}

static gx_err simulate(run *r)
{
    gx_err err = start(r);
    return err ? err : run_loop(r);
}

static void note_lane(const run *r, int32_t lane)
{
    if (r->plan->lane_count > 1)
        gx_note(r->ds, GX_NOWHERE, "in run %d of %d", lane, r->plan->lane_count);
}

static gx_err trace(const run *r, int32_t lane)
{
    run alone = lane_of(r, lane);
    alone.is_watched = true;
    gx_err err = simulate(&alone);
    finish(&alone);
    note_lane(r, lane);
    return err ? err
               : gx_error(r->ds, GX_CODE_NOT_FINITE, GX_NOWHERE,
                          "a value is not finite at time %g", gx_clock_now(&r->clock));
}

/* ---- lane by lane ---- */

/* Take over what one lane saved. */
static gx_err gather(run *r, const run *alone, int32_t lane)
{
    size_t lanes = (size_t)r->plan->lane_count, columns = (size_t)r->column_count;
    for (int32_t t = 0; lane == 0 && t < alone->times.count; t++) {
        *GX_ADD(r->arena, &r->times) = alone->times.at[t];
        *GX_ADD(r->arena, &r->saved) =
            gx_arena_array(r->arena, columns, lanes * sizeof(double));
    }
    if (alone->times.count != r->times.count ||
        memcmp(alone->times.at, r->times.at,
               (size_t)r->times.count * sizeof *r->times.at) != 0)
        return gx_error(r->ds, GX_CODE_UNSUPPORTED, GX_NOWHERE,
                        "TIME STEP, SAVEPER or FINAL TIME differs between the runs of "
                        "one batch");
    for (int32_t t = 0; t < r->times.count; t++)
        for (size_t c = 0; c < columns; c++)
            r->saved.at[t][c * lanes + (size_t)lane] = alone->saved.at[t][c];
    return GX_OK;
}

static gx_err run_in_turn(run *r)
{
    gx_err err = GX_OK;
    choose_columns(r);
    for (int32_t k = 0; !err && k < r->plan->lane_count; k++) {
        run alone = lane_of(r, k);
        err = simulate(&alone);
        if (!err)
            err = gather(r, &alone, k);
        if (err)
            note_lane(r, k);
        finish(&alone);
    }
    return err;
}

/* ---- the frame ---- */

/* Dimension of a subscript range, made at its first use; a range named `time` or `run`
 * makes way for the frame's own. */
static int32_t range_dim(gx_frame *frame, const gx_range *range)
{
    int32_t leading = gx_frame_find_dim(frame, "time");
    int32_t known = gx_frame_find_dim(frame, range->name);
    const char *name = range->name;
    if (known >= 0 && known <= leading) {
        name = gx_arena_format(frame->arena, "%s subscript", range->name);
        known = gx_frame_find_dim(frame, name);
    }
    if (known >= 0)
        return known;
    const char **labels = GX_ARRAY(frame->arena, const char *, range->elements.count);
    for (int32_t i = 0; i < range->elements.count; i++)
        labels[i] = range->elements.at[i].name;
    return gx_frame_add_dim(frame, name, "", range->elements.count, NULL, labels);
}

/* Turn [time][column][lane] into the variable's [run][time][element]; elements without an
 * equation stay missing. */
static void fill_column(const run *r, int32_t column, int32_t elements, double *value)
{
    int32_t element = r->program->flat->cells.at[r->column[column]].element;
    size_t lanes = (size_t)r->plan->lane_count, times = (size_t)r->times.count;
    for (size_t k = 0; k < lanes; k++)
        for (size_t t = 0; t < times; t++)
            value[(k * times + t) * (size_t)elements + (size_t)element] =
                r->saved.at[t][(size_t)column * lanes + k];
}

/* Add the variable whose columns start at `c`; gives the column after its last. */
static int32_t add_var(const run *r, gx_frame *frame, int32_t c, const int32_t *leading,
                       int32_t leading_count)
{
    const gx_flat *flat = r->program->flat;
    int32_t v = flat->cells.at[r->column[c]].variable;
    const gx_variable *var = &flat->model->variables.at[v];
    const gx_array *array = &flat->array[v];
    int32_t dims[GX_MAX_DIMS], count = 0;
    for (int32_t i = 0; i < leading_count; i++)
        dims[count++] = leading[i];
    for (int32_t i = 0; i < array->dim_count; i++)
        dims[count++] = range_dim(frame, &flat->model->ranges.at[array->range[i]]);
    int32_t made = gx_frame_add_var(frame, var->name, var->units, count, dims);
    frame->vars.at[made].title = gx_arena_format(frame->arena, "%s", var->doc);
    for (; c < r->column_count && flat->cells.at[r->column[c]].variable == v; c++)
        fill_column(r, c, array->count, frame->vars.at[made].value);
    return c;
}

static gx_frame *make_frame(const run *r)
{
    const gx_flat *flat = r->program->flat;
    const gx_model *model = flat->model;
    gx_frame *frame = gx_frame_new(r->ds->oom);
    int32_t step_cell = flat->control[GX_CONTROL_TIME_STEP];
    const char *time_units =
        model->variables.at[flat->cells.at[step_cell].variable].units;
    int32_t leading[2], leading_count = 0;
    if (r->plan->lane_count > 1) {
        double *runs = GX_ARRAY(frame->arena, double, r->plan->lane_count);
        for (int32_t k = 0; k < r->plan->lane_count; k++)
            runs[k] = k;
        leading[leading_count++] =
            gx_frame_add_dim(frame, "run", "", r->plan->lane_count, runs, NULL);
    }
    leading[leading_count++] =
        gx_frame_add_dim(frame, "time", time_units, r->times.count, r->times.at, NULL);
    for (int32_t c = 0; c < r->column_count;)
        c = add_var(r, frame, c, leading, leading_count);
    return frame;
}

gx_err gx_run(gx_frame **frame, const gx_program *program, const gx_run_plan *plan,
              gx_diags *ds)
{
    run r = {.program = program, .plan = plan, .ds = ds, .arena = gx_arena_new(ds->oom)};
    bool together = plan->method->kind == GX_METHOD_FIXED || plan->lane_count == 1;
    gx_err err = together ? simulate(&r) : run_in_turn(&r);
    *frame = err ? NULL : make_frame(&r);
    finish(&r);
    return err;
}
