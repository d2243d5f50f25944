/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a calibration came to, as text and as JSON (internal to cli/).
 */
#ifndef GX_CLI_FIT_REPORT_H
#define GX_CLI_FIT_REPORT_H

#include "cli/cli.h"
#include "study/calibrate.h"

typedef struct gx_fit_report {
    const char *name; /* of the calibration */
    const gx_calibrator *calibrator;
    gx_fit fit;
    gx_search search;
    gx_spectrum spectrum;
    const gx_profile *profile; /* [parameters], or NULL */
    const double *simulated;   /* [data] at the fit */
    gx_arena *arena;
} gx_fit_report;

void gx_fit_print(const gx_fit_report *r, gx_buf *out);
void gx_fit_print_json(const gx_fit_report *r, gx_buf *out);

#endif
