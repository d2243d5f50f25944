/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The sums of `conservation:` as cells of a flat model, with the integrals of what
 * crosses their boundary (internal to study/).
 */
#ifndef GX_STUDY_BALANCE_H
#define GX_STUDY_BALANCE_H

#include "model/names.h"
#include "study/check.h"

typedef GX_LIST(gx_signed_cell) gx_signed_cells;

/** One sum that must balance. */
typedef struct gx_sum {
    const gx_balance *balance; /* borrowed */
    const char *element;       /* of `by`, or NULL */
    gx_signed_cells stocks;
    int32_t first, integral; /* columns of the run: its stocks, what crossed */
} gx_sum;

typedef struct gx_sums {
    GX_LIST(gx_sum) list;
    gx_cells columns; /* cells to keep; sums count from the first one here */
} gx_sums;

/** Find all sums; adds their integrals to the flat model of the case and orders it. */
gx_err gx_sums_find(gx_sums *sums, const gx_checks *checks, const gx_case *c,
                    gx_arena *arena, gx_diags *ds);

/** How far a run is off where it is worst, at `*time`; 0 when it is within GX_BALANCE. */
double gx_sum_off(const gx_sum *sum, const gx_ticks *ticks, int32_t run, double *time,
                  double *largest);

/** Its name in quotes, with its element; owned by the arena. */
const char *gx_sum_name(const gx_sum *sum, gx_arena *arena);

/** The cells of `non-negative:`. */
gx_err gx_non_negative_find(gx_cells *cells, const gx_checks *checks, const gx_case *c,
                            gx_arena *arena, gx_diags *ds);

#endif
