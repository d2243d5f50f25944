/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that netcdf.c wrote, as frames again. */
#include "store/netcdf.h"

#include <string.h>

/** Give a variable the values at every index of an axis. */
static void along_axis(const gx_frame *frame, gx_var *var, int32_t axis,
                       const double *value)
{
    size_t block = gx_netcdf_block(frame, var, axis), size = gx_var_size(frame, var);
    size_t step = block * (size_t)frame->dims.at[var->dim[axis]].length;
    for (size_t i = 0; i < size; i += block)
        memcpy(var->value + i, value + i / step * block, block * sizeof *value);
}

typedef struct reader {
    gx_netcdf s;
    gx_frame *frame;
    bool is_look;            /* coordinates are left out, as are variables ... */
    bool is_names;           /* but their names */
    const char *const *only; /* [only_count] variables wanted; NULL: all */
    int32_t only_count;
    const char *without;     /* of this dimension too; or NULL */
    GX_LIST(int32_t) number; /* [frame->dims.count] of each dimension in the file */
} reader;

static gx_err damaged(reader *r, const char *where)
{
    const char *why = gx_hdf_reason(r->s.h);
    return gx_error(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                    "cannot read '%s': damaged at '%s'%s%s", r->s.path, where,
                    *why ? ": " : "", why);
}

static const char *text_or(reader *r, gx_hdf_id on, const char *name,
                           const char *otherwise)
{
    const char *text = gx_hdf_text(r->s.h, on, name);
    return text ? text : otherwise;
}

/** Take all texts but the fields of the frame; numbers are of other programs. */
static bool read_attributes(reader *r, gx_hdf_id on, gx_attributes *list)
{
    const char *const *name = NULL;
    int32_t count = 0;
    if (!gx_hdf_names(r->s.h, on, &name, &count))
        return false;
    for (int32_t i = 0; i < count; i++) {
        const char *text =
            gx_netcdf_is_reserved(name[i]) ? NULL : gx_hdf_text(r->s.h, on, name[i]);
        if (text)
            gx_attribute_set(r->frame->arena, list, name[i], text);
    }
    return true;
}

static bool read_dim(reader *r, const gx_hdf_object *scale)
{
    const char *name = text_or(r, scale->id, "gaoxin_name", scale->name);
    bool has_values = !r->is_look && !(r->without && strcmp(name, r->without) == 0) &&
                      strncmp(scale->title, GX_NETCDF_NO_COORDINATE,
                              sizeof GX_NETCDF_NO_COORDINATE - 1) != 0;
    bool ok = !has_values || gx_hdf_is_plausible(r->s.h, scale);
    const char *const *label = NULL;
    double *value = NULL;
    if (ok && has_values && scale->kind == GX_HDF_STRINGS) {
        label = gx_hdf_read_strings(r->s.h, scale);
        ok = label != NULL;
    } else if (ok && has_values) {
        value = GX_ARRAY(r->s.scratch, double, scale->size[0]);
        ok = scale->kind == GX_HDF_NUMBERS && gx_hdf_read_numbers(scale, value);
    }
    if (!ok)
        return false;
    *GX_ADD(r->s.scratch, &r->number) = scale->number;
    int32_t i = gx_frame_add_dim(r->frame, name, text_or(r, scale->id, "units", ""),
                                 scale->size[0], value, label);
    return read_attributes(r, scale->id, &r->frame->dims.at[i].attributes);
}

/** The frame's dimension for an axis, or -1. */
static int32_t find_dim(const reader *r, const gx_hdf_object *dataset, int32_t axis)
{
    int32_t number = gx_hdf_attached(dataset, axis);
    for (int32_t i = 0; i < r->number.count; i++)
        if (r->number.at[i] == number &&
            r->frame->dims.at[i].length == dataset->size[axis])
            return i;
    return -1;
}

/** Read a constant that was written once; false as well when there is no time. */
static bool read_steady(reader *r, const gx_hdf_object *dataset, int32_t v, int32_t axis)
{
    gx_var *var = &r->frame->vars.at[v];
    size_t count = 1;
    for (int32_t i = 0; i < dataset->rank; i++)
        count *= (size_t)dataset->size[i];
    double *value = gx_arena_array(r->s.scratch, count, sizeof *value);
    var->is_steady = true;
    if (!gx_hdf_read_numbers(dataset, value))
        return false;
    along_axis(r->frame, var, axis, value);
    return true;
}

/** Variables over runs alone say what runs are, and are small: all want them. */
static bool is_wanted(const reader *r, const char *name, const int32_t *dim, int32_t rank)
{
    bool is_of_runs = rank == 1 && strcmp(r->frame->dims.at[dim[0]].name, "run") == 0;
    bool is_wanted = !r->only || is_of_runs;
    for (int32_t i = 0; i < r->only_count && !is_wanted; i++)
        is_wanted = strcmp(r->only[i], name) == 0;
    return is_wanted;
}

/** Add a variable and read its numbers, unless names are all that is asked for. */
static bool add_var(reader *r, const gx_hdf_object *dataset, const int32_t *dim,
                    int32_t rank, int32_t steady)
{
    const char *name = text_or(r, dataset->id, "gaoxin_name", dataset->name);
    const char *title = text_or(r, dataset->id, "long_name", "");
    const char *units = text_or(r, dataset->id, "units", "");
    int32_t i = r->is_names ? gx_frame_add_outside(r->frame, name, units, rank, dim)
                            : gx_frame_add_var(r->frame, name, units, rank, dim);
    gx_var *var = &r->frame->vars.at[i];
    if (strcmp(title, name) != 0)
        var->title = gx_arena_text(r->frame->arena, title, strlen(title));
    bool ok = r->is_names || (steady >= 0 ? read_steady(r, dataset, i, steady)
                                          : gx_hdf_read_numbers(dataset, var->value));
    return ok && read_attributes(r, dataset->id, &var->attributes);
}

static bool read_var(reader *r, const gx_hdf_object *dataset)
{
    int32_t dim[GX_MAX_DIMS] = {0}, time = gx_frame_find_dim(r->frame, "time");
    int32_t axis = -1, rank = 0;
    bool is_steady = gx_hdf_text(r->s.h, dataset->id, GX_NETCDF_STEADY) != NULL;
    bool ok = gx_hdf_is_plausible(r->s.h, dataset) &&
              (!is_steady || (time >= 0 && dataset->rank < GX_MAX_DIMS));
    for (int32_t i = 0; i <= dataset->rank && ok; i++) {
        int32_t next = i < dataset->rank ? find_dim(r, dataset, i) : -1;
        bool is_run =
            i == 0 && next >= 0 && strcmp(r->frame->dims.at[next].name, "run") == 0;
        if (is_steady && axis < 0 && !is_run) {
            axis = rank;
            dim[rank++] = time;
        }
        ok = i == dataset->rank || next >= 0;
        if (i < dataset->rank && ok && r->without &&
            strcmp(r->frame->dims.at[next].name, r->without) == 0)
            return true;
        if (i < dataset->rank && ok)
            dim[rank++] = next;
    }
    if (!ok)
        return false;
    const char *name = text_or(r, dataset->id, "gaoxin_name", dataset->name);
    return !is_wanted(r, name, dim, rank) ||
           add_var(r, dataset, dim, rank, is_steady ? axis : -1);
}

static bool read_text(reader *r, const gx_hdf_object *dataset)
{
    if (dataset->kind != GX_HDF_STRINGS || dataset->rank != 0)
        return false;
    const char *const *text = gx_hdf_read_strings(r->s.h, dataset);
    if (text)
        gx_attribute_set(r->frame->arena, &r->frame->texts,
                         text_or(r, dataset->id, "gaoxin_name", dataset->name), *text);
    return text != NULL;
}

/** What a pass over a group takes; variables need all dimensions to be known. */
typedef enum pass { DIMENSIONS, VARIABLES, TEXTS } pass;

static bool read_object(reader *r, const gx_hdf_object *object, pass wanted)
{
    bool is_scale = object->number >= 0;
    if (object->kind == GX_HDF_GROUP)
        return true;
    if (wanted == TEXTS)
        return read_text(r, object);
    if (is_scale)
        return wanted != DIMENSIONS || read_dim(r, object);
    if (wanted == DIMENSIONS)
        return true;
    if (object->kind == GX_HDF_NUMBERS)
        return read_var(r, object);
    gx_warning(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
               "'%s': '%s' is no variable of numbers", r->s.path, object->name);
    return true;
}

static gx_err read_group(reader *r, gx_hdf_id group, const char *name, pass wanted)
{
    int64_t count = gx_hdf_count(group);
    gx_err err = count < 0 ? damaged(r, name) : GX_OK;
    for (int64_t i = 0; i < count && !err; i++) {
        gx_hdf_object object;
        bool ok = gx_hdf_open_object(r->s.h, group, i, &object);
        if (ok && object.kind == GX_HDF_GROUP && wanted == VARIABLES && !r->is_names &&
            strcmp(object.name, GX_NETCDF_TEXTS) == 0)
            err = read_group(r, object.id, GX_NETCDF_TEXTS, TEXTS);
        else if (!ok || !read_object(r, &object, wanted))
            err = damaged(r, object.name);
        gx_hdf_close(object.id);
    }
    return err;
}

static gx_err open_result(reader *r, gx_hdf_id *root)
{
    const char *path = r->s.path;
    size_t length = 0; /* HDF5 may crash on damaged strings: first the seal */
    bool is_sealed = false;
    gx_err err = r->is_names ? GX_OK /* it reads all */
                             : gx_file_check_seal(path, &length, &is_sealed, r->s.ds);
    if (err)
        return err;
    *root = gx_hdf_open(r->s.h, path);
    if (*root >= 0 && !r->is_names && gx_hdf_length(r->s.h) != (int64_t)length)
        return gx_error(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                        "cannot read '%s': damaged: its end was cut or changed", path);
    if (*root < 0)
        return gx_error(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                        "cannot read '%s': not an HDF5 file, or damaged: %s", path,
                        gx_hdf_reason(r->s.h));
    const char *version = gx_hdf_text(r->s.h, *root, "gaoxin_format");
    if (!version)
        return gx_error(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                        "cannot read '%s': not a result of gaoxin", path);
    if (!r->is_names && !is_sealed)
        gx_warning(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                   "another program changed '%s' since gaoxin wrote it: its numbers and "
                   "texts are unchecked",
                   path);
    if (strcmp(version, GX_NETCDF_VERSION) != 0)
        return gx_error(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                        "cannot read '%s': its format is '%s', not '%s'", path, version,
                        GX_NETCDF_VERSION);
    return GX_OK;
}

/** `r` says what is wanted. */
static gx_err read_file(gx_frame **frame, const char *path, reader r, gx_diags *ds)
{
    r.s = gx_netcdf_begin(path, ds);
    r.frame = gx_frame_new(ds->oom);
    gx_hdf_id root = -1;
    gx_err err = open_result(&r, &root);
    if (!err && !read_attributes(&r, root, &r.frame->attributes))
        err = damaged(&r, "/");
    if (!err)
        err = read_group(&r, root, "/", DIMENSIONS);
    if (!err && (!r.is_look || r.is_names))
        err = read_group(&r, root, "/", VARIABLES);
    if (!err && *gx_hdf_reason(r.s.h))
        err = damaged(&r, "/"); /* an attribute that was left out above */
    gx_netcdf_end(&r.s);
    *frame = err ? NULL : r.frame;
    if (err)
        gx_frame_free(r.frame);
    return err;
}

gx_err gx_h5_read(gx_frame **frame, const char *path, gx_diags *ds)
{
    return read_file(frame, path, (reader){.is_look = false}, ds);
}

gx_err gx_h5_look(gx_frame **frame, const char *path, gx_diags *ds)
{
    return read_file(frame, path, (reader){.is_look = true}, ds);
}

gx_err gx_h5_names(gx_frame **frame, const char *path, gx_diags *ds)
{
    return read_file(frame, path, (reader){.is_look = true, .is_names = true}, ds);
}

gx_err gx_h5_read_only(gx_frame **frame, const char *path, const char *const *names,
                       int32_t count, gx_diags *ds)
{
    return read_file(frame, path, (reader){.only = names, .only_count = count}, ds);
}

gx_err gx_h5_read_without(gx_frame **frame, const char *path, const char *dim,
                          gx_diags *ds)
{
    return read_file(frame, path, (reader){.without = dim}, ds);
}
