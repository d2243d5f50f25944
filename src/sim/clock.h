/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The clock of a run: ticks, save times, the end (internal to sim/).
 *
 * TIME STEP, SAVEPER and FINAL TIME may be variables: gx_clock_read takes their values at
 * each tick and re-anchors when a period changes, so that times are anchor + k * period
 * and never drift.
 */
#ifndef GX_SIM_CLOCK_H
#define GX_SIM_CLOCK_H

#include "eval/eval.h"

typedef struct gx_clock {
    double anchor, dt; /* now = anchor + ticks * dt */
    int64_t ticks;
    double save_anchor, saveper; /* next save = save_anchor + saves * saveper */
    int64_t saves;
    double final;
} gx_clock;

/** Read INITIAL TIME and the rest from a machine that was started once. Errors: control.
 */
gx_err gx_clock_start(gx_clock *clock, const gx_machine *machine, const gx_flat *flat,
                      int32_t lane_count, gx_diags *ds);

/** Read TIME STEP, SAVEPER and FINAL TIME at a tick. Errors: control. */
gx_err gx_clock_read(gx_clock *clock, const gx_machine *machine, const gx_flat *flat,
                     int32_t lane_count, gx_diags *ds);

double gx_clock_now(const gx_clock *clock);

/** Is this tick a save time? Counts it when it is. */
bool gx_clock_saves(gx_clock *clock);

/** Would the next tick be past FINAL TIME? */
bool gx_clock_is_done(const gx_clock *clock);

void gx_clock_advance(gx_clock *clock);

#endif
