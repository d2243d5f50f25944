/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/clock.h"

#include <math.h>

/* Rounding of times is far below a millionth of a tick. */
static const double NEAR = 1e-6;

/* The value of a control parameter, the same in all lanes. */
static gx_err read_control(double *value, gx_control control, const gx_machine *machine,
                           const gx_flat *flat, int32_t lane_count, gx_diags *ds)
{
    int32_t cell = flat->control[control];
    const double *lanes = gx_machine_cell(machine, cell);
    const gx_variable *var = &flat->model->variables.at[flat->cells.at[cell].variable];
    bool is_period = control == GX_CONTROL_TIME_STEP || control == GX_CONTROL_SAVEPER;
    *value = lanes[0];
    for (int32_t k = 1; k < lane_count; k++)
        if (lanes[k] != lanes[0])
            return gx_error(ds, GX_CODE_UNSUPPORTED, var->loc,
                            "'%s' differs between the runs of one batch", var->name);
    if (!isfinite(*value) || (is_period && *value <= 0.0))
        return gx_error(ds, GX_CODE_CONTROL, var->loc, "'%s' is %g: it must be %s",
                        var->name, *value, is_period ? "above zero" : "a finite number");
    return GX_OK;
}

static gx_loc place_of(const gx_flat *flat, gx_control control)
{
    int32_t cell = flat->control[control];
    return flat->model->variables.at[flat->cells.at[cell].variable].loc;
}

static bool is_whole(double x)
{
    return fabs(x - floor(x + 0.5)) <= NEAR * fmax(1.0, fabs(x));
}

/* Ticks that miss what the model asks for are not an error in the field; say so. */
static void warn_of_fractions(const gx_clock *clock, const gx_flat *flat, gx_diags *ds)
{
    if (clock->saveper > clock->dt && !is_whole(clock->saveper / clock->dt))
        gx_warning(
            ds, GX_CODE_CONTROL, place_of(flat, GX_CONTROL_SAVEPER),
            "SAVEPER %g is no multiple of TIME STEP %g: values are saved at the next "
            "tick",
            clock->saveper, clock->dt);
    if (!is_whole((clock->final - clock->anchor) / clock->dt))
        gx_warning(ds, GX_CODE_CONTROL, place_of(flat, GX_CONTROL_FINAL_TIME),
                   "FINAL TIME %g is not reached by steps of %g from %g", clock->final,
                   clock->dt, clock->anchor);
}

gx_err gx_clock_start(gx_clock *clock, const gx_machine *machine, const gx_flat *flat,
                      int32_t lane_count, gx_diags *ds)
{
    *clock = (gx_clock){.dt = (double)NAN, .saveper = (double)NAN};
    gx_err err = read_control(&clock->anchor, GX_CONTROL_INITIAL_TIME, machine, flat,
                              lane_count, ds);
    clock->save_anchor = clock->anchor;
    err = err ? err : gx_clock_read(clock, machine, flat, lane_count, ds);
    if (!err && clock->final < clock->anchor)
        err = gx_error(ds, GX_CODE_CONTROL, place_of(flat, GX_CONTROL_FINAL_TIME),
                       "FINAL TIME %g is before INITIAL TIME %g", clock->final,
                       clock->anchor);
    if (!err)
        warn_of_fractions(clock, flat, ds);
    return err;
}

static gx_err check_length(const gx_clock *clock, const gx_flat *flat, gx_diags *ds)
{
    enum { MOST_TICKS = 1000000000 };
    double now = gx_clock_now(clock);
    int32_t cell = flat->control[GX_CONTROL_TIME_STEP];
    gx_loc loc = flat->model->variables.at[flat->cells.at[cell].variable].loc;
    if ((clock->final - now) / clock->dt > MOST_TICKS)
        return gx_error(ds, GX_CODE_CONTROL, loc,
                        "from %g to %g by %g are more than %d time steps", now,
                        clock->final, clock->dt, (int)MOST_TICKS);
    if (now + clock->dt == now)
        return gx_error(ds, GX_CODE_CONTROL, loc, "a time step of %g is lost at time %g",
                        clock->dt, now);
    return GX_OK;
}

gx_err gx_clock_read(gx_clock *clock, const gx_machine *machine, const gx_flat *flat,
                     int32_t lane_count, gx_diags *ds)
{
    double dt = 0.0, saveper = 0.0;
    gx_err err = read_control(&dt, GX_CONTROL_TIME_STEP, machine, flat, lane_count, ds);
    if (!err)
        err = read_control(&saveper, GX_CONTROL_SAVEPER, machine, flat, lane_count, ds);
    if (!err)
        err = read_control(&clock->final, GX_CONTROL_FINAL_TIME, machine, flat,
                           lane_count, ds);
    if (err)
        return err;
    double now = gx_clock_now(clock);
    if (saveper != clock->saveper) {
        /* the save that is due next stays; the new period counts from it */
        if (clock->saves)
            clock->save_anchor += (double)clock->saves * clock->saveper;
        clock->saves = 0;
        clock->saveper = saveper;
    }
    if (dt != clock->dt) {
        clock->anchor = now;
        clock->ticks = 0;
        clock->dt = dt;
    }
    return check_length(clock, flat, ds);
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

bool gx_clock_is_done(const gx_clock *clock)
{
    return gx_clock_now(clock) + clock->dt > clock->final + NEAR * clock->dt;
}

void gx_clock_advance(gx_clock *clock)
{
    clock->ticks++;
}
