/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A frame as a table: columns `Run` and `Time`, when it has these dimensions, then one
 * for each variable or element as the model spells it (`name` or `name[sub1,sub2]`); one
 * row for each run and time. Private to store/; borrows the frame and lives in the arena.
 */
#ifndef GX_STORE_GRID_H
#define GX_STORE_GRID_H

#include "base/frame.h"

typedef struct gx_grid_column {
    const char *title;
    const gx_var *var; /* NULL for Run and Time */
    const gx_dim *dim; /* of Run and Time, else NULL */
    const double *at;  /* [run * run_step + time * time_step], variable's units */
    size_t run_step;   /* 0 when the variable is the same in all runs */
    size_t time_step;
} gx_grid_column;

typedef struct gx_grid {
    const gx_frame *frame;
    int32_t run, time;   /* indices into frame->dims, -1 when there is none */
    int32_t runs, times; /* at least 1 where there is none */
    GX_LIST(gx_grid_column) columns;
} gx_grid;

gx_grid gx_grid_of(const gx_frame *frame, gx_arena *arena, gx_oom oom);

/** The label in a cell; NULL when it has a number: then that is in `*value`. */
const char *gx_grid_cell(const gx_grid *grid, int32_t column, int32_t run, int32_t time,
                         double *value);

#endif
