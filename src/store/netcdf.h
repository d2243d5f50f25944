/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What writing (netcdf.c) and reading (netcdf_read.c) of netCDF-4 share. Private to
 * store/.
 */
#ifndef GX_STORE_NETCDF_H
#define GX_STORE_NETCDF_H

#include "store/h5.h"
#include "store/store.h"

#define GX_NETCDF_VERSION       "1"
#define GX_NETCDF_CONVENTIONS   "CF-1.10"
#define GX_NETCDF_TEXTS         "gaoxin"
#define GX_NETCDF_STORAGE       "gaoxin_storage"
#define GX_NETCDF_STEADY        "gaoxin_same_over"
#define GX_NETCDF_NO_COORDINATE "This is a netCDF dimension but not a netCDF variable."

/** One file being written or read. */
typedef struct gx_netcdf {
    const char *path;
    gx_storage how; /* writing only, as all below but `h` */
    gx_diags *ds;
    gx_arena *scratch;
    gx_hdf *h;
    const gx_frame *frame;
    int32_t dims, vars;   /* of the frame, when it was last looked at */
    const char **dataset; /* [dims, then vars] names */
    gx_hdf_id root;
    gx_hdf_id *scale;   /* [dims] or -1 */
    gx_hdf_id *outside; /* [vars] datasets that are filled part by part, or -1 */
} gx_netcdf;

gx_netcdf gx_netcdf_begin(const char *path, gx_diags *ds);
void gx_netcdf_end(gx_netcdf *s);

/** An attribute that carries a field of the frame or belongs to netCDF. */
bool gx_netcdf_is_reserved(const char *name);

/** Values under one index of an axis: the product of the lengths after it. */
size_t gx_netcdf_block(const gx_frame *frame, const gx_var *var, int32_t axis);

#endif
