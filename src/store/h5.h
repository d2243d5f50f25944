/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * HDF5 as netcdf.c needs it: files built in memory, objects in the order of their making,
 * numbers, strings, dimension scales and text attributes. Private to store/.
 *
 * One gx_hdf is one file being made or read. What can fail gives false, NULL or an id
 * below 0, and gx_hdf_reason then says why in HDF5's own words; nothing is printed. Ids
 * are closed with gx_hdf_close, which takes failed ones too.
 */
#ifndef GX_STORE_H5_H
#define GX_STORE_H5_H

#include "base/frame.h"

typedef int64_t gx_hdf_id;
typedef struct gx_hdf gx_hdf;

/** Begin; texts that are read live in `arena` (borrowed). HDF5's printing is off. */
gx_hdf *gx_hdf_new(gx_arena *arena);

/** End: closes the file and gives HDF5's printing back as it was. */
void gx_hdf_free(gx_hdf *h);

/** Why something failed first; "" when nothing did. */
const char *gx_hdf_reason(const gx_hdf *h);

bool gx_hdf_close(gx_hdf_id id);

/* ---- making ---- */

/** Make an empty file in memory and give its root group. */
gx_hdf_id gx_hdf_create(gx_hdf *h);

/** The same on the disk, for what memory does not hold: ended by gx_hdf_finish. */
gx_hdf_id gx_hdf_create_at(gx_hdf *h, const char *path);

/** Give up a file made on the disk, open as it is: HDF5 cannot close one that it could
 * not write all of. */
void gx_hdf_abandon(gx_hdf *h);

/** Close a file made on the disk. */
bool gx_hdf_finish(gx_hdf *h);

/** All bytes of the file made, borrowed until gx_hdf_free. */
bool gx_hdf_image(const gx_hdf *h, const char **bytes, size_t *length);

gx_hdf_id gx_hdf_add_group(gx_hdf_id in, const char *name);

/** How the numbers of a dataset lie in the file. */
typedef struct gx_hdf_form {
    bool is_float32;    /* else 8 bytes each */
    int32_t deflate;    /* 1 to 9; 0: not compressed */
    bool is_in_columns; /* GX_ROWS_AT_ONCE numbers of a column stand together */
} gx_hdf_form;

/** Add a dataset of `rank` axes, or one value when 0; missing numbers are NaN. */
gx_hdf_id gx_hdf_add_numbers(gx_hdf_id in, const char *name, int32_t rank,
                             const int32_t *size, const double *value, gx_hdf_form form);

/** Write rows first .. first + count - 1 of a dataset made without values. */
bool gx_hdf_put_rows(gx_hdf_id dataset, int32_t first, int32_t count,
                     const double *value);

/** Read number `place` of every row of a dataset of at most two axes. */
bool gx_hdf_get_column(gx_hdf_id dataset, int32_t place, double *value);

gx_hdf_id gx_hdf_add_strings(gx_hdf_id in, const char *name, int32_t rank,
                             const int32_t *size, const char *const *text);

/** Add a dataset that is nothing but the length of a dimension. */
gx_hdf_id gx_hdf_add_length(gx_hdf_id in, const char *name, int32_t length);

bool gx_hdf_set_text(gx_hdf_id on, const char *name, const char *text);

/** Set `_FillValue`, NaN in the type of the dataset, for readers that mask by it. */
bool gx_hdf_set_fill(gx_hdf_id dataset);

/** Make a dataset the scale of dimension `number`. */
bool gx_hdf_make_scale(gx_hdf_id dataset, const char *title, int32_t number);

/** Attach a scale to every axis of a dataset (H5DSattach_scale takes quadratic room). */
bool gx_hdf_attach(gx_hdf *h, gx_hdf_id dataset, int32_t rank, const gx_hdf_id *scale);

/** Write into a scale what was attached to it; to be called last. */
bool gx_hdf_finish_scale(gx_hdf *h, gx_hdf_id scale);

/* ---- reading ---- */

typedef enum gx_hdf_kind {
    GX_HDF_OTHER,
    GX_HDF_GROUP,
    GX_HDF_NUMBERS,
    GX_HDF_STRINGS
} gx_hdf_kind;

typedef struct gx_hdf_object {
    gx_hdf_id id; /* the caller's to close */
    const char *name;
    gx_hdf_kind kind;
    int32_t rank;
    int32_t size[GX_MAX_DIMS];
    int32_t number;    /* of the dimension when it is a scale, else -1 */
    const char *title; /* of the scale, else "" */
} gx_hdf_object;

/** Open a file and give its root group. */
gx_hdf_id gx_hdf_open(gx_hdf *h, const char *path);

/** Bytes that belong to an open file, or -1; what stands after them is not HDF5's. */
int64_t gx_hdf_length(const gx_hdf *h);

/** Number of objects in a group, or -1. */
int64_t gx_hdf_count(gx_hdf_id group);

/** Open object `i` of a group, in the order of making. */
bool gx_hdf_open_object(gx_hdf *h, gx_hdf_id group, int64_t i, gx_hdf_object *object);

/** The text of an attribute; NULL when there is none or it is no text. */
const char *gx_hdf_text(gx_hdf *h, gx_hdf_id on, const char *name);

/** The names of all attributes, in the order of making. */
bool gx_hdf_names(gx_hdf *h, gx_hdf_id on, const char *const **name, int32_t *count);

/** True when the file is long enough to hold the values of `object`. */
bool gx_hdf_is_plausible(const gx_hdf *h, const gx_hdf_object *object);

/** Read all values, row-major. */
bool gx_hdf_read_numbers(const gx_hdf_object *object, double *value);
const char *const *gx_hdf_read_strings(gx_hdf *h, const gx_hdf_object *object);

/** Number of the dimension attached to an axis, or -1. */
int32_t gx_hdf_attached(const gx_hdf_object *object, int32_t axis);

#endif
