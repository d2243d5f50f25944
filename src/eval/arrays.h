/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Kernels over arrays (internal to eval/), one lane at a time.
 *
 * What cannot be (a matrix without an inverse, an element that is not there) gives NaN,
 * which a run reports with the variable's name.
 */
#ifndef GX_EVAL_ARRAYS_H
#define GX_EVAL_ARRAYS_H

#include <stdint.h>

enum { GX_ARRAY_WORK = 2 }; /* numbers of scratch for each number in */

typedef struct gx_array_call {
    const double *in;    /* [count] the arrays one after the other */
    const double *extra; /* the arguments that are one number, in order */
    double *out;         /* [outs] */
    double *work;        /* [GX_ARRAY_WORK * count] scratch */
    int32_t count, outs;
} gx_array_call;

typedef void gx_array_kernel(const gx_array_call *call);

/** Inverse of a row-major square matrix; NaN throughout when it is singular. */
gx_array_kernel gx_array_invert;

/** Which element (from 0) comes first, second ...; rising when extra > 0; ties as they
 * stand. */
gx_array_kernel gx_array_sort_order;

/** The place (from 1) of each element in that order. */
gx_array_kernel gx_array_rank;

/** The elements of the first array in the order that the second gives, from 0. */
gx_array_kernel gx_array_reorder;

/** One number of the second array where the first is not 0: extra are what it is when all
 * are 0, the action (as the reference numbers them) and what is an error. */
gx_array_kernel gx_array_select;

/** The array as a lookup, its points at equal distances: extra are where to read it, the
 * first and the last x, and how (as the reference numbers it). */
gx_array_kernel gx_array_lookup;

/** The element of the array that stands extra[1] after the extra[0]-th. */
gx_array_kernel gx_array_map;

#endif
