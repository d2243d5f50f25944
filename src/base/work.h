/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Work that falls into independent items: what study/ asks for and farm/ does.
 *
 * An item is a pure function of its number and of a context that is read-only but for the
 * item's own place in it, so the order of items, threads and ranks never shows in a
 * result.
 */
#ifndef GX_BASE_WORK_H
#define GX_BASE_WORK_H

#include "base/diag.h"

/** Do item `i`. Errors go to `ds`, which is the item's own. */
typedef gx_err gx_item_fn(int32_t i, void *context, gx_diags *ds);

/** Whoever does items: in turn, by threads, by ranks. An item that gives GX_AGAIN was not
 * done. */
typedef struct gx_workers gx_workers;
struct gx_workers {
    /**
     * Do items 0 .. count-1. Messages reach `ds` in the order of items; the outcome is
     * that of the first item that failed.
     */
    gx_err (*map)(const gx_workers *workers, int32_t count, gx_item_fn *item,
                  void *context, gx_diags *ds);
    int32_t thread_count; /* of this process */
    int32_t rank, ranks;  /* this process among those that work together, from 0 */
    /** Make `bytes` the bitwise or of those of all these processes; NULL: this is alone.
     */
    void (*join)(void *bytes, size_t size);
};

#endif
