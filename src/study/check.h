/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Checks that run a model: what `X-checks.yaml` says must hold is looked at at every
 * tick.
 *
 * A check that does not hold is an error `check` at the place that says so; names the
 * model does not have are errors of their own, and so is a run that fails. The first
 * error's outcome is returned, all are looked for.
 */
#ifndef GX_STUDY_CHECK_H
#define GX_STUDY_CHECK_H

#include "model/checks.h"
#include "study/case.h"

/** How many things were looked at, and how many did not hold. */
typedef struct gx_check_count {
    int32_t done, failed;
} gx_check_count;

/**
 * The sum of the stocks of each balance changes by the integral of inflows less outflows,
 * to GX_BALANCE of the largest sum of absolute values so far. The integrals are hidden
 * stocks added to the flat model, so the balance is exact for all methods; with adaptive
 * methods they take part in the control of steps.
 */
#define GX_BALANCE 1e-9
gx_err gx_check_conservation(gx_check_count *count, const gx_checks *checks,
                             const gx_case *c, gx_diags *ds);

/** Stocks (or what is named) are never below -GX_ROUNDING of the largest value of their
 * variable. */
gx_err gx_check_non_negative(gx_check_count *count, const gx_checks *checks,
                             const gx_case *c, gx_diags *ds);

/** Under the settings of each condition, what it expects holds; counts expectations. */
gx_err gx_check_conditions(gx_check_count *count, const gx_checks *checks,
                           const gx_case *c, gx_diags *ds);

/** Half the TIME STEP changes little. */
gx_err gx_check_halving(gx_check_count *count, const gx_checks *checks, const gx_case *c,
                        gx_diags *ds);

#endif
