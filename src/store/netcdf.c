/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a frame lies in a file: the netCDF-4 data model as netCDF-C itself writes it
 * (NetCDF User's Guide, "NetCDF-4 Format"), with CF attributes. Dimensions come first and
 * are dimension scales, each variable has one attached to every axis; the texts are
 * scalar strings in a group. `gaoxin_name` keeps the model's spelling. */
#include "store/h5.h"
#include "store/store.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FORMAT_VERSION "1"
#define CONVENTIONS    "CF-1.10"
#define TEXT_GROUP     "gaoxin"
#define STORAGE        "gaoxin_storage"
#define STEADY         "gaoxin_same_over"
#define NO_COORDINATE  "This is a netCDF dimension but not a netCDF variable."

/* Attributes that carry a field of the frame or belong to netCDF. */
static const char *const reserved[] = {
    "CLASS",         "NAME",          "REFERENCE_LIST",      "DIMENSION_LIST",
    "_NCProperties", "_Netcdf4Dimid", "_Netcdf4Coordinates", "_FillValue",
    "Conventions",   "units",         "long_name",           "gaoxin_name",
    "gaoxin_format", STEADY};

/* One call of gx_h5_write or gx_h5_read. */
typedef struct session {
    const char *path;
    gx_storage how; /* writing only */
    gx_diags *ds;
    gx_arena *scratch;
    gx_hdf *h;
} session;

static session session_begin(const char *path, gx_diags *ds)
{
    gx_arena *scratch = gx_arena_new(ds->oom);
    return (session){
        .path = path, .ds = ds, .scratch = scratch, .h = gx_hdf_new(scratch)};
}

static void session_end(session *s)
{
    gx_hdf_free(s->h);
    gx_arena_free(s->scratch);
}

static bool is_reserved(const char *name)
{
    bool found = false;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved && !found; i++)
        found = strcmp(name, reserved[i]) == 0;
    return found;
}

/* ---- what a file cannot say ---- */

typedef struct claims {
    gx_map *taken;      /* dataset name -> index into owner */
    const char **owner; /* as the frame spells it */
    int32_t count;
} claims;

/** Find the dataset name of a dimension or variable, which no other may have. */
static gx_err claim(session *s, claims *c, const char *name, const char **dataset)
{
    *dataset = gx_text_dataset(s->scratch, name);
    int32_t other = gx_map_find(c->taken, *dataset);
    if (!**dataset || strcmp(*dataset, ".") == 0)
        return gx_error(s->ds, GX_CODE_VALUE, GX_NOWHERE,
                        "cannot write '%s': '%s' cannot name a dataset", s->path, name);
    if (other >= 0)
        return gx_error(s->ds, GX_CODE_VALUE, GX_NOWHERE,
                        "cannot write '%s': '%s' and '%s' would both be dataset '%s'",
                        s->path, c->owner[other], name, *dataset);
    c->owner[c->count] = name;
    gx_map_put(c->taken, *dataset, c->count++);
    return GX_OK;
}

static gx_err check_attributes(session *s, const gx_attributes *list)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < list->count && !err; i++)
        if (!list->at[i].name[0] || is_reserved(list->at[i].name))
            err = gx_error(s->ds, GX_CODE_VALUE, GX_NOWHERE,
                           "cannot write '%s': an attribute cannot be named '%s'",
                           s->path, list->at[i].name);
    return err;
}

/** Name all datasets, [dims, then vars], and refuse what the file could not say. */
static gx_err name_datasets(session *s, const gx_frame *frame, const char **dataset)
{
    int32_t dims = frame->dims.count, vars = frame->vars.count;
    claims c = {.taken = gx_map_new(s->scratch),
                .owner = GX_ARRAY(s->scratch, const char *, dims + vars + 1)};
    const char *group = NULL;
    gx_err err = claim(s, &c, TEXT_GROUP, &group);
    for (int32_t i = 0; i < dims && !err; i++) {
        err = claim(s, &c, frame->dims.at[i].name, &dataset[i]);
        if (!err)
            err = check_attributes(s, &frame->dims.at[i].attributes);
    }
    for (int32_t i = 0; i < vars && !err; i++) {
        err = claim(s, &c, frame->vars.at[i].name, &dataset[dims + i]);
        if (!err)
            err = check_attributes(s, &frame->vars.at[i].attributes);
    }
    return err ? err : check_attributes(s, &frame->attributes);
}

/** Refuse what float32 would turn into infinity. */
static gx_err check_range(session *s, const gx_frame *frame, const gx_var *var)
{
    size_t size = gx_var_size(frame, var);
    for (size_t i = 0; i < size; i++)
        if (isfinite(var->value[i]) && !isfinite((float)var->value[i]))
            return gx_error(s->ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot write '%s': '%s' has %g, too large for float32",
                            s->path, var->name, var->value[i]);
    return GX_OK;
}

/* ---- axes ---- */

/** Values under one index of an axis: the product of the lengths after it. */
static size_t block_of(const gx_frame *frame, const gx_var *var, int32_t axis)
{
    size_t block = 1;
    for (int32_t i = axis + 1; i < var->dim_count; i++)
        block *= (size_t)frame->dims.at[var->dim[i]].length;
    return block;
}

/** The values at the first index of an axis; in the arena. */
static double *without_axis(gx_arena *arena, const gx_frame *frame, const gx_var *var,
                            int32_t axis)
{
    size_t block = block_of(frame, var, axis), size = gx_var_size(frame, var);
    size_t step = block * (size_t)frame->dims.at[var->dim[axis]].length;
    double *value = gx_arena_array(arena, size / step * block, sizeof *value);
    for (size_t i = 0; i < size / step; i++)
        memcpy(value + i * block, var->value + i * step, block * sizeof *value);
    return value;
}

/** Give a variable the values at every index of an axis. */
static void along_axis(const gx_frame *frame, gx_var *var, int32_t axis,
                       const double *value)
{
    size_t block = block_of(frame, var, axis), size = gx_var_size(frame, var);
    size_t step = block * (size_t)frame->dims.at[var->dim[axis]].length;
    for (size_t i = 0; i < size; i += block)
        memcpy(var->value + i, value + i / step * block, block * sizeof *value);
}

/* ---- writing: each gives false when HDF5 failed ---- */

static bool set_all(gx_hdf_id on, const gx_attributes *list)
{
    bool ok = true;
    for (int32_t i = 0; i < list->count && ok; i++)
        ok = strcmp(list->at[i].name, STORAGE) == 0 || /* of the file it came from */
             gx_hdf_set_text(on, list->at[i].name, list->at[i].text);
    return ok;
}

static bool set_storage(const session *s, gx_hdf_id root)
{
    const char *text = s->how.is_float32 ? "float32" : "";
    if (s->how.deflate)
        text = gx_arena_format(s->scratch, "%s%sdeflate %d", text, *text ? ", " : "",
                               s->how.deflate);
    return !*text || gx_hdf_set_text(root, STORAGE, text);
}

/** Add the scale of dimension `i`; it stays open while variables are attached to it. */
static bool add_dim(session *s, gx_hdf_id root, const gx_dim *dim, int32_t i,
                    const char *name, gx_hdf_id *scale)
{
    const char *title = name;
    if (dim->label) {
        *scale = gx_hdf_add_strings(root, name, 1, &dim->length, dim->label);
    } else if (dim->value) {
        *scale = gx_hdf_add_numbers(root, name, 1, &dim->length, dim->value,
                                    (gx_hdf_form){.deflate = 0});
    } else {
        *scale = gx_hdf_add_length(root, name, dim->length);
        title = gx_arena_format(s->scratch, NO_COORDINATE " %9d", dim->length);
    }
    return *scale >= 0 && gx_hdf_make_scale(*scale, title, i) &&
           gx_hdf_set_text(*scale, "long_name", dim->name) &&
           gx_hdf_set_text(*scale, "gaoxin_name", dim->name) &&
           (!dim->units[0] || gx_hdf_set_text(*scale, "units", dim->units)) &&
           set_all(*scale, &dim->attributes);
}

static bool is_named(const gx_frame *frame, const gx_var *var, int32_t axis,
                     const char *name)
{
    return strcmp(frame->dims.at[var->dim[axis]].name, name) == 0;
}

/**
 * The axis of time, first or after run, when a variable is a constant: then one value an
 * element (and run) is enough, and readers see it as what it is. -1 when it is none, or
 * missing in some times.
 */
static int32_t steady_axis(const gx_frame *frame, const gx_var *var)
{
    int32_t axis = var->dim_count && is_named(frame, var, 0, "run");
    if (!var->is_steady || axis == var->dim_count || !is_named(frame, var, axis, "time"))
        return -1;
    size_t times = (size_t)frame->dims.at[var->dim[axis]].length;
    size_t block = block_of(frame, var, axis), size = gx_var_size(frame, var);
    bool same = size > 0;
    for (size_t i = 0; i < size && same; i += block)
        same = memcmp(var->value + i, var->value + i - i % (times * block),
                      block * sizeof *var->value) == 0;
    return same ? axis : -1;
}

static bool add_var(session *s, gx_hdf_id root, const gx_frame *frame, const gx_var *var,
                    const char *name, const gx_hdf_id *scale)
{
    int32_t size[GX_MAX_DIMS] = {0}, rank = 0, steady = steady_axis(frame, var);
    gx_hdf_id attached[GX_MAX_DIMS] = {0};
    for (int32_t i = 0; i < var->dim_count; i++) {
        if (i == steady)
            continue;
        size[rank] = frame->dims.at[var->dim[i]].length;
        attached[rank++] = scale[var->dim[i]];
    }
    const double *value =
        steady < 0 ? var->value : without_axis(s->scratch, frame, var, steady);
    gx_hdf_form form = {.is_float32 = s->how.is_float32, .deflate = s->how.deflate};
    gx_hdf_id dataset = gx_hdf_add_numbers(root, name, rank, size, value, form);
    const char *title = var->title[0] ? var->title : var->name;
    bool ok = dataset >= 0 && gx_hdf_set_text(dataset, "long_name", title) &&
              (!var->units[0] || gx_hdf_set_text(dataset, "units", var->units)) &&
              gx_hdf_set_text(dataset, "gaoxin_name", var->name) &&
              (steady < 0 || gx_hdf_set_text(dataset, STEADY, "time")) &&
              gx_hdf_set_fill(dataset) && set_all(dataset, &var->attributes) &&
              gx_hdf_attach(s->h, dataset, rank, attached);
    return gx_hdf_close(dataset) && ok;
}

/** The link of a text: its name, a path, in which `/` would mean a group. */
static const char *link_name(gx_arena *scratch, const char *name)
{
    char *link = GX_ARRAY(scratch, char, 3 * strlen(name) + 2);
    char *end = link;
    bool begins_well = isalnum((unsigned char)*name) || ((unsigned char)*name & 0x80U);
    if (!begins_well) /* netCDF wants a letter or a digit there, or `_` */
        *end++ = '_';
    for (const char *c = name; *c; c++)
        if (*c == '/' || *c == '%')
            end += sprintf(end, "%%%02X", (unsigned)*c);
        else
            *end++ = *c;
    return link;
}

static bool add_texts(session *s, gx_hdf_id root, const gx_attributes *texts)
{
    if (!texts->count)
        return true;
    gx_hdf_id group = gx_hdf_add_group(root, TEXT_GROUP);
    bool ok = group >= 0;
    for (int32_t i = 0; i < texts->count && ok; i++) {
        const gx_attribute *text = &texts->at[i];
        const char *link = link_name(s->scratch, text->name);
        gx_hdf_id dataset = gx_hdf_add_strings(group, link, 0, NULL, &text->text);
        ok = dataset >= 0 && gx_hdf_set_text(dataset, "gaoxin_name", text->name);
        ok = gx_hdf_close(dataset) && ok;
    }
    return gx_hdf_close(group) && ok;
}

static bool add_frame(session *s, const gx_frame *frame, const char *const *dataset)
{
    int32_t dims = frame->dims.count;
    gx_hdf_id root = gx_hdf_create(s->h);
    gx_hdf_id *scale = GX_ARRAY(s->scratch, gx_hdf_id, dims);
    for (int32_t i = 0; i < dims; i++)
        scale[i] = -1;
    bool ok = root >= 0 && gx_hdf_set_text(root, "Conventions", CONVENTIONS) &&
              gx_hdf_set_text(root, "gaoxin_format", FORMAT_VERSION) &&
              set_storage(s, root) && set_all(root, &frame->attributes);
    for (int32_t i = 0; i < dims && ok; i++)
        ok = add_dim(s, root, &frame->dims.at[i], i, dataset[i], &scale[i]);
    for (int32_t i = 0; i < frame->vars.count && ok; i++)
        ok = add_var(s, root, frame, &frame->vars.at[i], dataset[dims + i], scale);
    for (int32_t i = 0; i < dims; i++) {
        ok = ok && gx_hdf_finish_scale(s->h, scale[i]);
        ok = gx_hdf_close(scale[i]) && ok;
    }
    return ok && add_texts(s, root, &frame->texts);
}

gx_err gx_h5_write(const gx_frame *frame, const char *path, const gx_storage *how,
                   gx_diags *ds)
{
    session s = session_begin(path, ds);
    s.how = *how;
    const char **dataset =
        GX_ARRAY(s.scratch, const char *, frame->dims.count + frame->vars.count);
    gx_err err = name_datasets(&s, frame, dataset);
    for (int32_t i = 0; i < frame->vars.count && !err && how->is_float32; i++)
        err = check_range(&s, frame, &frame->vars.at[i]);
    const char *bytes = NULL;
    size_t length = 0;
    if (!err && add_frame(&s, frame, dataset) && gx_hdf_image(s.h, &bytes, &length))
        err = gx_file_write_sealed(path, bytes, length, ds);
    else if (!err)
        err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %s", path,
                       gx_hdf_reason(s.h));
    session_end(&s);
    return err;
}

/* ---- reading ---- */

typedef struct reader {
    session s;
    gx_frame *frame;
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
        const char *text = is_reserved(name[i]) ? NULL : gx_hdf_text(r->s.h, on, name[i]);
        if (text)
            gx_attribute_set(r->frame->arena, list, name[i], text);
    }
    return true;
}

static bool read_dim(reader *r, const gx_hdf_object *scale)
{
    bool has_values = strncmp(scale->title, NO_COORDINATE, sizeof NO_COORDINATE - 1) != 0;
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
    int32_t i = gx_frame_add_dim(
        r->frame, text_or(r, scale->id, "gaoxin_name", scale->name),
        text_or(r, scale->id, "units", ""), scale->size[0], value, label);
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

static bool read_var(reader *r, const gx_hdf_object *dataset)
{
    int32_t dim[GX_MAX_DIMS] = {0}, time = gx_frame_find_dim(r->frame, "time");
    int32_t axis = -1, rank = 0;
    bool is_steady = gx_hdf_text(r->s.h, dataset->id, STEADY) != NULL;
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
        if (i < dataset->rank && ok)
            dim[rank++] = next;
    }
    if (!ok)
        return false;
    const char *name = text_or(r, dataset->id, "gaoxin_name", dataset->name);
    const char *title = text_or(r, dataset->id, "long_name", "");
    int32_t i =
        gx_frame_add_var(r->frame, name, text_or(r, dataset->id, "units", ""), rank, dim);
    gx_var *var = &r->frame->vars.at[i];
    if (strcmp(title, name) != 0)
        var->title = gx_arena_text(r->frame->arena, title, strlen(title));
    ok = is_steady ? read_steady(r, dataset, i, axis)
                   : gx_hdf_read_numbers(dataset, var->value);
    return ok && read_attributes(r, dataset->id, &var->attributes);
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
        if (ok && object.kind == GX_HDF_GROUP && wanted == VARIABLES &&
            strcmp(object.name, TEXT_GROUP) == 0)
            err = read_group(r, object.id, TEXT_GROUP, TEXTS);
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
    gx_err err = gx_file_check_seal(path, &length, r->s.ds);
    if (err)
        return err;
    *root = gx_hdf_open(r->s.h, path);
    if (*root >= 0 && gx_hdf_length(r->s.h) != (int64_t)length)
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
    if (strcmp(version, FORMAT_VERSION) != 0)
        return gx_error(r->s.ds, GX_CODE_RESULT, GX_NOWHERE,
                        "cannot read '%s': its format is '%s', not '%s'", path, version,
                        FORMAT_VERSION);
    return GX_OK;
}

gx_err gx_h5_read(gx_frame **frame, const char *path, gx_diags *ds)
{
    reader r = {.s = session_begin(path, ds), .frame = gx_frame_new(ds->oom)};
    gx_hdf_id root = -1;
    gx_err err = open_result(&r, &root);
    if (!err && !read_attributes(&r, root, &r.frame->attributes))
        err = damaged(&r, "/");
    if (!err)
        err = read_group(&r, root, "/", DIMENSIONS);
    if (!err)
        err = read_group(&r, root, "/", VARIABLES);
    if (!err && *gx_hdf_reason(r.s.h))
        err = damaged(&r, "/"); /* an attribute that was left out above */
    session_end(&r.s);
    *frame = err ? NULL : r.frame;
    if (err)
        gx_frame_free(r.frame);
    return err;
}
