/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Watching for values that are not finite (internal to sim/).
 */
#ifndef GX_SIM_WATCH_H
#define GX_SIM_WATCH_H

#include "eval/eval.h"

/**
 * The first lane in which a stock, or one of the cells to save ([count]), is not finite;
 * -1 when all are fine.
 */
int32_t gx_watch_lanes(const gx_machine *machine, const gx_program *program,
                       const int32_t *cell, int32_t count, int32_t lane_count);

/**
 * Report the first cell, in the order of evaluation, that is not finite in lane 0
 * although all it reads is; GX_OK when there is none.
 */
gx_err gx_watch_report(const gx_machine *machine, const gx_program *program, double now,
                       gx_diags *ds);

#endif
