/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Kernels over arrays (internal to eval/), one lane at a time.
 *
 * `in` and `out` are [count], `work` is [count] scratch; `extra` is the second argument.
 */
#ifndef GX_EVAL_ARRAYS_H
#define GX_EVAL_ARRAYS_H

#include <stdint.h>

typedef void gx_array_kernel(const double *in, int32_t count, double extra, double *out,
                             double *work);

/** Inverse of a row-major square matrix; NaN throughout when it is singular. */
gx_array_kernel gx_array_invert;

/** Which element (from 0) comes first, second ...; rising when extra > 0; ties as they
 * stand. */
gx_array_kernel gx_array_sort_order;

/** The place (from 1) of each element in that order. */
gx_array_kernel gx_array_rank;

#endif
