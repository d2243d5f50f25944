/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The parameter table against the model: which constants it covers, and the ranges and
 * distributions of their cells.
 */
#ifndef GX_STUDY_PARAMETERS_H
#define GX_STUDY_PARAMETERS_H

#include "model/parameters.h"
#include "stats/distribution.h"
#include "study/check.h"

/** A constant cell with its range, in the variable's unit. */
typedef struct gx_spread {
    int32_t cell;
    double low, high;
    gx_distribution distribution; /* cut to [low, high]; type NULL when low = high */
    const gx_parameter *row;      /* borrowed */
} gx_spread;

typedef GX_LIST(gx_spread) gx_spreads;

/**
 * Resolve the table: one spread a cell, in the order of rows. A distribution without
 * parameters takes low, high and (as mode) the model's value from its row. Errors: check
 * (a constant without a row or with two, a value outside its range, a row that is no
 * constant), undefined-name, subscript, value (unit, distribution).
 */
gx_err gx_parameters_resolve(gx_spreads *spreads, gx_check_count *count,
                             const gx_parameters *parameters, const gx_case *c,
                             gx_arena *arena, gx_diags *ds);

/** The same for some rows, without asking for the constants that have none. */
gx_err gx_parameters_spread(gx_spreads *spreads, const gx_parameter *row,
                            int32_t row_count, const gx_case *c, gx_arena *arena,
                            gx_diags *ds);

#endif
