/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a frame lies in a file: the netCDF-4 data model as netCDF-C itself writes it
 * (NetCDF User's Guide, "NetCDF-4 Format"), with CF attributes. Dimensions come first and
 * are dimension scales, each variable has one attached to every axis; the texts are
 * scalar strings in a group. `gaoxin_name` keeps the model's spelling. */
#include "store/netcdf.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Attributes that carry a field of the frame or belong to netCDF. */
static const char *const reserved[] = {
    "CLASS",         "NAME",          "REFERENCE_LIST",      "DIMENSION_LIST",
    "_NCProperties", "_Netcdf4Dimid", "_Netcdf4Coordinates", "_FillValue",
    "Conventions",   "units",         "long_name",           "gaoxin_name",
    "gaoxin_format", GX_NETCDF_STEADY};

gx_netcdf gx_netcdf_begin(const char *path, gx_diags *ds)
{
    gx_arena *scratch = gx_arena_new(ds->oom);
    return (gx_netcdf){
        .path = path, .ds = ds, .scratch = scratch, .h = gx_hdf_new(scratch)};
}

void gx_netcdf_end(gx_netcdf *s)
{
    gx_hdf_free(s->h);
    gx_arena_free(s->scratch);
}

bool gx_netcdf_is_reserved(const char *name)
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
static gx_err claim(gx_netcdf *s, claims *c, const char *name, const char **dataset)
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

static gx_err check_attributes(gx_netcdf *s, const gx_attributes *list)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < list->count && !err; i++)
        if (!list->at[i].name[0] || gx_netcdf_is_reserved(list->at[i].name))
            err = gx_error(s->ds, GX_CODE_VALUE, GX_NOWHERE,
                           "cannot write '%s': an attribute cannot be named '%s'",
                           s->path, list->at[i].name);
    return err;
}

/** Name all datasets, [dims, then vars], and refuse what the file could not say. */
static gx_err name_datasets(gx_netcdf *s, const gx_frame *frame, const char **dataset)
{
    int32_t dims = frame->dims.count, vars = frame->vars.count;
    claims c = {.taken = gx_map_new(s->scratch),
                .owner = GX_ARRAY(s->scratch, const char *, dims + vars + 1)};
    const char *group = NULL;
    gx_err err = claim(s, &c, GX_NETCDF_TEXTS, &group);
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
static gx_err check_range(gx_netcdf *s, const gx_frame *frame, const gx_var *var)
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

size_t gx_netcdf_block(const gx_frame *frame, const gx_var *var, int32_t axis)
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
    size_t block = gx_netcdf_block(frame, var, axis), size = gx_var_size(frame, var);
    size_t step = block * (size_t)frame->dims.at[var->dim[axis]].length;
    double *value = gx_arena_array(arena, size / step * block, sizeof *value);
    for (size_t i = 0; i < size / step; i++)
        memcpy(value + i * block, var->value + i * step, block * sizeof *value);
    return value;
}

/* ---- writing: each gives false when HDF5 failed ---- */

static bool set_all(gx_hdf_id on, const gx_attributes *list)
{
    bool ok = true;
    for (int32_t i = 0; i < list->count && ok; i++)
        ok = strcmp(list->at[i].name, GX_NETCDF_STORAGE) ==
                 0 || /* of the file it came from */
             gx_hdf_set_text(on, list->at[i].name, list->at[i].text);
    return ok;
}

static bool set_storage(const gx_netcdf *s, gx_hdf_id root)
{
    const char *text = s->how.is_float32 ? "float32" : "";
    if (s->how.deflate)
        text = gx_arena_format(s->scratch, "%s%sdeflate %d", text, *text ? ", " : "",
                               s->how.deflate);
    return !*text || gx_hdf_set_text(root, GX_NETCDF_STORAGE, text);
}

/** Add the coordinate 0, 1, 2 ..., some numbers at a time. */
static gx_hdf_id add_counted(gx_netcdf *s, gx_hdf_id root, const char *name,
                             int32_t length)
{
    gx_hdf_id made =
        gx_hdf_add_numbers(root, name, 1, &length, NULL, (gx_hdf_form){.deflate = 0});
    double *number = GX_ARRAY(s->scratch, double, GX_ROWS_AT_ONCE);
    bool ok = made >= 0;
    for (int32_t first = 0, count; first < length && ok; first += count) {
        count = length - first < GX_ROWS_AT_ONCE ? length - first : GX_ROWS_AT_ONCE;
        for (int32_t i = 0; i < count; i++)
            number[i] = first + i;
        ok = gx_hdf_put_rows(made, first, count, number);
    }
    if (ok)
        return made;
    gx_hdf_close(made);
    return -1;
}

/** Add the scale of dimension `i`; it stays open while variables are attached to it. */
static bool add_dim(gx_netcdf *s, gx_hdf_id root, const gx_dim *dim, int32_t i,
                    const char *name, gx_hdf_id *scale)
{
    const char *title = name;
    if (dim->label) {
        *scale = gx_hdf_add_strings(root, name, 1, &dim->length, dim->label);
    } else if (dim->is_counted) {
        *scale = add_counted(s, root, name, dim->length);
    } else if (dim->value) {
        *scale = gx_hdf_add_numbers(root, name, 1, &dim->length, dim->value,
                                    (gx_hdf_form){.deflate = 0});
    } else {
        *scale = gx_hdf_add_length(root, name, dim->length);
        title = gx_arena_format(s->scratch, GX_NETCDF_NO_COORDINATE " %9d", dim->length);
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
    size_t block = gx_netcdf_block(frame, var, axis), size = gx_var_size(frame, var);
    bool same = size > 0;
    for (size_t i = 0; i < size && same; i += block)
        same = memcmp(var->value + i, var->value + i - i % (times * block),
                      block * sizeof *var->value) == 0;
    return same ? axis : -1;
}

/** Add variable `v`; one whose values come later stays open. */
static bool add_var(gx_netcdf *s, int32_t v)
{
    const gx_frame *frame = s->frame;
    const gx_var *var = &frame->vars.at[v];
    const char *name = s->dataset[frame->dims.count + v];
    int32_t size[GX_MAX_DIMS] = {0}, rank = 0;
    int32_t steady = var->value ? steady_axis(frame, var) : -1;
    gx_hdf_id attached[GX_MAX_DIMS] = {0};
    for (int32_t i = 0; i < var->dim_count; i++) {
        if (i == steady)
            continue;
        size[rank] = frame->dims.at[var->dim[i]].length;
        attached[rank++] = s->scale[var->dim[i]];
    }
    const double *value =
        steady < 0 ? var->value : without_axis(s->scratch, frame, var, steady);
    gx_hdf_form form = {.is_float32 = s->how.is_float32,
                        .deflate = s->how.deflate,
                        .is_in_columns = !var->value};
    gx_hdf_id dataset = gx_hdf_add_numbers(s->root, name, rank, size, value, form);
    const char *title = var->title[0] ? var->title : var->name;
    bool ok = dataset >= 0 && gx_hdf_set_text(dataset, "long_name", title) &&
              (!var->units[0] || gx_hdf_set_text(dataset, "units", var->units)) &&
              gx_hdf_set_text(dataset, "gaoxin_name", var->name) &&
              (steady < 0 || gx_hdf_set_text(dataset, GX_NETCDF_STEADY, "time")) &&
              gx_hdf_set_fill(dataset) && set_all(dataset, &var->attributes) &&
              gx_hdf_attach(s->h, dataset, rank, attached);
    if (ok && !var->value) {
        s->outside[v] = dataset;
        return true;
    }
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

static bool add_texts(gx_netcdf *s, gx_hdf_id root, const gx_attributes *texts)
{
    if (!texts->count)
        return true;
    gx_hdf_id group = gx_hdf_add_group(root, GX_NETCDF_TEXTS);
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

/** Make room for all dimensions and variables that the frame has by now. */
static gx_err take_frame(gx_netcdf *s)
{
    const gx_frame *frame = s->frame;
    int32_t dims = frame->dims.count, vars = frame->vars.count;
    gx_hdf_id *scale = GX_ARRAY(s->scratch, gx_hdf_id, dims + vars);
    for (int32_t i = 0; i < dims; i++)
        scale[i] = i < s->dims ? s->scale[i] : -1;
    for (int32_t i = 0; i < vars; i++)
        scale[dims + i] = i < s->vars ? s->outside[i] : -1;
    s->scale = scale;
    s->outside = scale + dims;
    s->dims = dims;
    s->vars = vars;
    s->dataset = GX_ARRAY(s->scratch, const char *, dims + vars);
    return name_datasets(s, frame, s->dataset);
}

static bool add_dims(gx_netcdf *s)
{
    bool ok = true;
    for (int32_t i = 0; i < s->dims && ok; i++)
        if (s->scale[i] < 0)
            ok = add_dim(s, s->root, &s->frame->dims.at[i], i, s->dataset[i],
                         &s->scale[i]);
    return ok;
}

/** Add the root, the dimensions, and the variables whose values come part by part. */
static bool begin_frame(gx_netcdf *s, gx_hdf_id root)
{
    const gx_frame *frame = s->frame;
    s->root = root;
    bool ok = root >= 0 && gx_hdf_set_text(root, "Conventions", GX_NETCDF_CONVENTIONS) &&
              gx_hdf_set_text(root, "gaoxin_format", GX_NETCDF_VERSION) &&
              set_storage(s, root) && set_all(root, &frame->attributes) && add_dims(s);
    for (int32_t i = 0; i < s->vars && ok; i++)
        if (!frame->vars.at[i].value)
            ok = add_var(s, i);
    return ok;
}

/** Add what is left. */
static bool end_frame(gx_netcdf *s)
{
    bool ok = add_dims(s);
    for (int32_t i = 0; i < s->vars && ok; i++)
        if (s->frame->vars.at[i].value)
            ok = add_var(s, i);
    for (int32_t i = 0; i < s->vars && ok; i++)
        ok = gx_hdf_close(s->outside[i]);
    for (int32_t i = 0; i < s->dims && ok; i++)
        ok = gx_hdf_finish_scale(s->h, s->scale[i]) && gx_hdf_close(s->scale[i]);
    return ok && add_texts(s, s->root, &s->frame->texts);
}

static gx_err cannot_write(const gx_netcdf *s)
{
    return gx_error(s->ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %-s", s->path,
                    gx_hdf_reason(s->h));
}

static gx_err begin_writing(gx_netcdf *s, const gx_frame *frame, const gx_storage *how)
{
    s->frame = frame;
    s->how = *how;
    return take_frame(s);
}

gx_err gx_h5_write(const gx_frame *frame, const char *path, const gx_storage *how,
                   gx_diags *ds)
{
    gx_netcdf s = gx_netcdf_begin(path, ds);
    gx_err err = begin_writing(&s, frame, how);
    for (int32_t i = 0; i < frame->vars.count && !err && how->is_float32; i++)
        err = check_range(&s, frame, &frame->vars.at[i]);
    const char *bytes = NULL;
    size_t length = 0;
    if (!err && begin_frame(&s, gx_hdf_create(s.h)) && end_frame(&s) &&
        gx_hdf_image(s.h, &bytes, &length))
        err = gx_file_write_sealed(path, bytes, length, ds);
    else if (!err)
        err = cannot_write(&s);
    gx_netcdf_end(&s);
    return err;
}

/* ---- writing part by part ---- */

struct gx_rows {
    gx_netcdf s;
    const char *temporary;
};

gx_err gx_rows_begin(gx_rows **rows, const gx_frame *frame, const char *path,
                     const gx_storage *how, gx_diags *ds)
{
    gx_netcdf s = gx_netcdf_begin(path, ds);
    gx_rows *r = GX_NEW(s.scratch, gx_rows);
    r->s = s;
    r->temporary = gx_file_temporary(s.scratch, path);
    gx_file_tidy(path, ds->oom); /* they may be as large as the disk */
    gx_err err = begin_writing(&r->s, frame, how);
    if (!err)
        err = gx_file_write(r->temporary, "", 0, ds); /* says why when it cannot */
    if (!err && !begin_frame(&r->s, gx_hdf_create_at(r->s.h, r->temporary)))
        err = cannot_write(&r->s);
    *rows = r;
    if (err) {
        gx_rows_drop(r);
        *rows = NULL;
    }
    return err;
}

gx_err gx_rows_put(gx_rows *rows, int32_t var, int32_t first, int32_t count,
                   const double *value)
{
    return gx_hdf_put_rows(rows->s.outside[var], first, count, value)
               ? GX_OK
               : cannot_write(&rows->s);
}

gx_err gx_rows_get(gx_rows *rows, int32_t var, int32_t place, double *value)
{
    return gx_hdf_get_column(rows->s.outside[var], place, value) ? GX_OK
                                                                 : cannot_write(&rows->s);
}

gx_err gx_rows_end(gx_rows *rows)
{
    gx_netcdf *s = &rows->s;
    gx_err err = take_frame(s);
    if (!err && !(end_frame(s) && gx_hdf_finish(s->h)))
        err = cannot_write(s);
    if (!err)
        err = gx_file_seal(rows->temporary, s->ds);
    if (!err)
        err = gx_file_commit(rows->temporary, s->path, s->ds);
    if (err)
        gx_rows_drop(rows);
    else
        gx_netcdf_end(s);
    return err;
}

void gx_rows_drop(gx_rows *rows)
{
    if (!rows)
        return;
    gx_netcdf s = rows->s;
    gx_file_remove(rows->temporary);
    gx_hdf_abandon(s.h);
    gx_netcdf_end(&s);
}
