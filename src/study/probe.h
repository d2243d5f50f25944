/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A model as a function of some of its constants: numbers read off runs at some times,
 * for many points at once, each of which is a lane of one program.
 */
#ifndef GX_STUDY_PROBE_H
#define GX_STUDY_PROBE_H

#include "study/case.h"

/** A number of a run. */
typedef struct gx_spot {
    int32_t cell;
    double time;
} gx_spot;

typedef struct gx_probe gx_probe;

/** Compile for `input` ([inputs] constant cells). Borrows the case and the workers. */
gx_probe *gx_probe_new(const gx_case *c, const int32_t *input, int32_t inputs,
                       const gx_workers *workers, gx_oom oom);
void gx_probe_free(gx_probe *probe);

/**
 * Run all points x [count][inputs] up to the last spot, each with the same random
 * numbers, and read the spots: value [count][spots], NaN throughout for a run that failed
 * until then, and where no tick ends. Why the first of them failed goes to `why` unless
 * it is NULL.
 */
gx_err gx_probe_run(double *value, gx_probe *probe, const gx_spot *spot, int32_t spots,
                    const double *x, int32_t count, gx_diags *why, gx_diags *ds);

/** Why the first run so far that failed did, NULL when none did. */
const char *gx_probe_failure(const gx_probe *probe);

#endif
