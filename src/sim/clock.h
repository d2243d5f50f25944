/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The clock of a run: ticks, save times, the end (internal to sim/).
 *
 * TIME STEP, SAVEPER and FINAL TIME may be variables: they are read at each tick and the
 * clock re-anchors when a period changes, so that times are anchor + k * period and never
 * drift. Lanes of a batch share the clock but for FINAL TIME, which is each lane's own.
 */
#ifndef GX_SIM_CLOCK_H
#define GX_SIM_CLOCK_H

#include "eval/eval.h"

typedef struct gx_clock {
    double anchor, dt; /* now = anchor + ticks * dt */
    int64_t ticks;
    double save_anchor, saveper; /* next save = save_anchor + saves * saveper */
    int64_t saves;
} gx_clock;

/** The control parameters of one lane, by gx_control. */
typedef struct gx_controls {
    double value[GX_CONTROL_COUNT];
} gx_controls;

gx_controls gx_controls_get(const gx_machine *machine, const gx_flat *flat, int32_t lane);

/** Can both go by one clock? */
bool gx_controls_share(const gx_controls *a, const gx_controls *b);

/** Check them before a start. Errors: control; warnings of ticks that miss. */
gx_err gx_controls_check(const gx_controls *controls, const gx_flat *flat, gx_diags *ds);

/** Start at INITIAL TIME. */
gx_clock gx_clock_start(const gx_controls *controls);

/** Take the TIME STEP and SAVEPER of a tick. */
void gx_clock_take(gx_clock *clock, const gx_controls *controls);

/** Check what a lane says at a tick. Errors: control. */
gx_err gx_clock_check(const gx_clock *clock, const gx_controls *controls,
                      const gx_flat *flat, gx_diags *ds);

double gx_clock_now(const gx_clock *clock);

/** Is this tick a save time? Counts it when it is. */
bool gx_clock_saves(gx_clock *clock);

/** Would the next tick be past this FINAL TIME? */
bool gx_clock_is_done(const gx_clock *clock, double final_time);

void gx_clock_advance(gx_clock *clock);

#endif
