/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Watching for values that are not finite (internal to sim/).
 */
#ifndef GX_SIM_WATCH_H
#define GX_SIM_WATCH_H

#include "eval/eval.h"

/**
 * Say of each lane whether a stock, or one of the cells to save ([count]), is not finite;
 * `is_bad` is [lane_count].
 */
void gx_watch_lanes(bool *is_bad, const gx_machine *machine, const gx_program *program,
                    const int32_t *cell, int32_t count, int32_t lane_count);

/**
 * Report the first cell, in the order of evaluation, that is not finite in lane 0
 * although all it reads is; GX_OK when there is none.
 */
gx_err gx_watch_report(const gx_machine *machine, const gx_program *program, double now,
                       gx_diags *ds);

#endif
