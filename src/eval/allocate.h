/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Allocation of what is scarce (internal to eval/), by W. T. Wood's principle: each
 * requester's quantity falls with a price along its own curve, and the price is the one
 * at which the quantities add up to what there is. With a rectangular density of one
 * width for all, this is ALLOCATE BY PRIORITY.
 *
 * Negative requests or supplies, widths that are not positive, curves that are not one of
 * the types below and sizes that are not the array's give NaN throughout.
 */
#ifndef GX_EVAL_ALLOCATE_H
#define GX_EVAL_ALLOCATE_H

#include "eval/arrays.h"

/** Quantity of a request at a price, by a rectangle of that width around its priority. */
double gx_allocate_at(double request, double priority, double width, double price);

/** Allocations; in: requests, priorities; extra: their number, width, supply. */
gx_array_kernel gx_allocate_by_priority;

/** The price of gx_allocate_by_priority, with the same arguments. */
gx_array_kernel gx_allocate_price;

/** Allocations; in: requests, then type, priority, width and extra of each; extra:
 * supply. Types are 1 rectangle, 2 triangle, 3 normal (the width is its deviation), 4
 * exponential on both sides. */
gx_array_kernel gx_allocate_available;

/** The price at which demands are supplies; in: demands, their curves, supplies, their
 * curves; extra: the number of demands and of supplies. NaN when there is none. Curves
 * may also be of type 0, which do not depend on the price. */
gx_array_kernel gx_allocate_market;

/** Quantity demanded or supplied; in: a curve; extra: the quantity at most, the price. */
gx_array_kernel gx_allocate_demand;
gx_array_kernel gx_allocate_supply;

#endif
