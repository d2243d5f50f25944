/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/clock.h"

#include <math.h>

/* Rounding of times is far below a millionth of a tick. */
static const double NEAR = 1e-6;

/* ---- control parameters ---- */

static const gx_variable *variable_of(const gx_flat *flat, gx_control control)
{
    return &flat->model->variables.at[flat->cells.at[flat->control[control]].variable];
}

gx_controls gx_controls_get(const gx_machine *machine, const gx_flat *flat, int32_t lane)
{
    gx_controls made;
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        made.value[c] = gx_machine_cell(machine, flat->control[c])[lane];
    return made;
}

bool gx_controls_share(const gx_controls *a, const gx_controls *b)
{
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        if (c != GX_CONTROL_FINAL_TIME && a->value[c] != b->value[c])
            return false;
    return true;
}

static bool is_whole(double x)
{
    return fabs(x - floor(x + 0.5)) <= NEAR * fmax(1.0, fabs(x));
}

/* Ticks that miss what the model asks for are not an error in the field; say so. */
static void warn_of_fractions(const double *value, const gx_flat *flat, gx_diags *ds)
{
    double dt = value[GX_CONTROL_TIME_STEP], saveper = value[GX_CONTROL_SAVEPER];
    double from = value[GX_CONTROL_INITIAL_TIME], to = value[GX_CONTROL_FINAL_TIME];
    if (!is_whole(saveper / dt))
        gx_warning(ds, GX_CODE_CONTROL, variable_of(flat, GX_CONTROL_SAVEPER)->loc,
                   saveper > dt
                       ? "SAVEPER %g is no multiple of TIME STEP %g: values are "
                         "saved at the next tick"
                       : "SAVEPER %g is less than TIME STEP %g: values are saved "
                         "at every tick",
                   saveper, dt);
    if (!is_whole((to - from) / dt))
        gx_warning(ds, GX_CODE_CONTROL, variable_of(flat, GX_CONTROL_FINAL_TIME)->loc,
                   "FINAL TIME %g is not reached by steps of %g from %g", to, dt, from);
}

/* Each a number, and periods above zero. */
static gx_err check_values(const double *value, const gx_flat *flat, gx_diags *ds)
{
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++) {
        bool is_period = c == GX_CONTROL_TIME_STEP || c == GX_CONTROL_SAVEPER;
        const gx_variable *var = variable_of(flat, c);
        if (!isfinite(value[c]) || (is_period && value[c] <= 0.0))
            return gx_error(ds, GX_CODE_CONTROL, var->loc,
                            is_period ? "'%s' is %g: it must be above zero"
                                      : "'%s' is %g: it must be a finite number",
                            var->name, value[c]);
    }
    return GX_OK;
}

gx_err gx_controls_check(const gx_controls *controls, const gx_flat *flat, gx_diags *ds)
{
    const double *value = controls->value;
    gx_clock clock = gx_clock_start(controls);
    gx_err err = check_values(value, flat, ds);
    err = err ? err : gx_clock_check(&clock, controls, flat, ds);
    if (!err && value[GX_CONTROL_FINAL_TIME] < value[GX_CONTROL_INITIAL_TIME])
        err = gx_error(ds, GX_CODE_CONTROL, variable_of(flat, GX_CONTROL_FINAL_TIME)->loc,
                       "FINAL TIME %g is before INITIAL TIME %g",
                       value[GX_CONTROL_FINAL_TIME], value[GX_CONTROL_INITIAL_TIME]);
    if (!err)
        warn_of_fractions(value, flat, ds);
    return err;
}

gx_err gx_clock_check(const gx_clock *clock, const gx_controls *controls,
                      const gx_flat *flat, gx_diags *ds)
{
    enum { MOST_TICKS = 1000000000 };
    double now = gx_clock_now(clock), dt = controls->value[GX_CONTROL_TIME_STEP];
    double final_time = controls->value[GX_CONTROL_FINAL_TIME];
    gx_err err = check_values(controls->value, flat, ds);
    if (err)
        return err;
    gx_loc loc = variable_of(flat, GX_CONTROL_TIME_STEP)->loc;
    if ((final_time - now) / dt > MOST_TICKS)
        return gx_error(ds, GX_CODE_CONTROL, loc,
                        "from %g to %g by %g are more than %d time steps", now,
                        final_time, dt, (int)MOST_TICKS);
    if (now + dt == now)
        return gx_error(ds, GX_CODE_CONTROL, loc, "a time step of %g is lost at time %g",
                        dt, now);
    return GX_OK;
}

/* ---- the clock ---- */

gx_clock gx_clock_start(const gx_controls *controls)
{
    double now = controls->value[GX_CONTROL_INITIAL_TIME];
    return (gx_clock){.anchor = now,
                      .dt = controls->value[GX_CONTROL_TIME_STEP],
                      .save_anchor = now,
                      .saveper = controls->value[GX_CONTROL_SAVEPER]};
}

void gx_clock_take(gx_clock *clock, const gx_controls *controls)
{
    double dt = controls->value[GX_CONTROL_TIME_STEP];
    double saveper = controls->value[GX_CONTROL_SAVEPER];
    if (saveper != clock->saveper) {
        /* the save that is due next stays; the new period counts from it */
        if (clock->saves)
            clock->save_anchor += (double)clock->saves * clock->saveper;
        clock->saves = 0;
        clock->saveper = saveper;
    }
    if (dt != clock->dt) {
        clock->anchor = gx_clock_now(clock);
        clock->ticks = 0;
        clock->dt = dt;
    }
}

double gx_clock_now(const gx_clock *clock)
{
    return clock->ticks ? clock->anchor + (double)clock->ticks * clock->dt
                        : clock->anchor;
}

bool gx_clock_saves(gx_clock *clock)
{
    double limit = gx_clock_now(clock) + NEAR * clock->dt;
    double due = floor((limit - clock->save_anchor) / clock->saveper);
    if (due < (double)clock->saves)
        return false;
    clock->saves = (int64_t)due + 1;
    return true;
}

bool gx_clock_is_done(const gx_clock *clock, double final_time)
{
    return gx_clock_now(clock) + clock->dt > final_time + NEAR * clock->dt;
}

void gx_clock_advance(gx_clock *clock)
{
    clock->ticks++;
}
