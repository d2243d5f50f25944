/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The runs of a calibration (internal to study/).
 */
#ifndef GX_STUDY_CALIBRATE_RUNS_H
#define GX_STUDY_CALIBRATE_RUNS_H

#include "study/calibrate.h"

/** Compile for the calibrator's cells, and run the model as it is: errors are its own, or
 * data that it has no time for. */
gx_err gx_calibrator_start(gx_calibrator *calibrator, const gx_case *c,
                           const gx_workers *workers, gx_arena *arena, gx_diags *ds);

#endif
