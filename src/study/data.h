/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Tables of data that a model is held against: their columns by name, and what would be
 * taken wrongly without a word.
 */
#ifndef GX_STUDY_DATA_H
#define GX_STUDY_DATA_H

#include "model/calibration.h"
#include "model/model.h"

/** Tables, each with Time first. */
typedef GX_LIST(gx_frame *) gx_tables;

/** A column by its name, or NULL. */
const gx_var *gx_data_column(const gx_frame *data, const char *name, gx_arena *arena);

/** Note what may have been meant by a column that no table has. */
void gx_data_suggest(const gx_tables *data, const char *typed, gx_arena *arena,
                     gx_diags *ds);

/**
 * Weights of columns that are not there, and Time in another unit than the model's, in
 * tables [asked->data.count]. Errors: undefined-name, value.
 */
gx_err gx_data_check(const gx_tables *data, const gx_calibration *asked,
                     const gx_flat *flat, gx_arena *arena, gx_diags *ds);

#endif
