/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Watching for delay times that are none or too short, and values that are not finite
 * (internal to sim/).
 */
#ifndef GX_SIM_WATCH_H
#define GX_SIM_WATCH_H

#include "eval/eval.h"
#include "sim/clock.h"

/**
 * Mark the lanes of which a stock, or one of the cells to save ([count]), is not finite;
 * `is_bad` is [lane_count].
 */
void gx_watch_lanes(bool *is_bad, const gx_machine *machine, const gx_program *program,
                    const int32_t *cell, int32_t count, int32_t lane_count);

/**
 * At a tick: mark the lanes with a delay time that is none: not a number, negative, or 0
 * where a delay has stages; `is_bad` is [lane_count].
 */
void gx_watch_waits(bool *is_bad, const gx_machine *machine, const gx_program *program);

/**
 * At a tick of a method of fixed steps: warn of the delays whose time is shorter than a
 * step for each stage, each once,
 * by the first run where it is so. `is_settled` is [flat->lags.count], false before the
 * first tick; lanes that are out ([lane_count]) are passed.
 */
void gx_watch_lags(bool *is_settled, const gx_machine *machine, const gx_program *program,
                   const bool *is_out, const gx_clock *clock, gx_diags *ds);

/** One lane, watched at every tick and stage. */
typedef struct gx_watch gx_watch;

/** Borrows `program`; the arena's, but for what gx_watch_free frees. */
gx_watch *gx_watch_new(const gx_program *program, gx_arena *arena, gx_oom oom);
void gx_watch_free(gx_watch *watch);

/**
 * At a tick, of which the machine has the values: report a delay time that is none, or
 * the first cell, in the order of evaluation, that is not finite although all it reads
 * is, and what a delay takes in; with the inputs that made it, those of the tick before
 * when it is a stock. GX_OK when there is none.
 */
gx_err gx_watch_tick(gx_watch *watch, const gx_machine *machine, double now,
                     gx_diags *ds);

/** At a stage of a step whose slopes are not all finite: remember why, until the next
 * tick.
 */
void gx_watch_stage(gx_watch *watch, const gx_machine *machine, double now);

/** Add a note about the last such stage since the last tick, if there was one. */
void gx_watch_note_stage(const gx_watch *watch, gx_diags *ds);

#endif
