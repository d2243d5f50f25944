/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Rates of return (internal to eval/).
 */
#ifndef GX_EVAL_RETURNS_H
#define GX_EVAL_RETURNS_H

#include <stddef.h>
#include <stdint.h>

/**
 * The rate a period, from -1 to 1, at which `amount[p * stride]` at the ends of periods
 * p = 0 .. count - 1 and `other` at `when` (in periods from the start) are worth 0
 * together; of several the nearest to 0, GX_NA when there is none. NaN stays NaN.
 */
double gx_rate_of_return(const double *amount, size_t stride, int32_t count, double other,
                         double when);

#endif
