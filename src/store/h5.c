/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to HDF5. A file is built in memory (the core driver) and its bytes are the
 * caller's to write, so that a full disk meets gx_file_write and not HDF5's cache, which
 * cannot close then. Its form is that of HDF5 1.8: readers of any age know it, and its
 * headers have checksums. Reading takes no lock: a result in place does not change. */
#include "store/h5.h"
#include "store/store.h"

#include <hdf5.h>
#include <hdf5_hl.h>

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* An axis of a dataset that a scale is attached to, as H5DS writes it. */
typedef struct use {
    hobj_ref_t dataset;
    uint32_t axis;
    hid_t scale; /* not in the file */
} use;

struct gx_hdf {
    gx_arena *arena;
    hid_t file;
    hid_t root;
    GX_LIST(use) uses;
    char reason[256];    /* innermost words of the first failure */
    H5E_auto2_t printer; /* what the caller had set */
    void *printer_data;
};

/* ---- begin and end ---- */

static herr_t keep_innermost(unsigned depth, const H5E_error2_t *error, void *data)
{
    gx_hdf *h = data;
    const char *why = error->desc ? error->desc : "";
    const char *system = strstr(why, "error message = '");
    if (depth == 0 && system) { /* the system's words, without date and address */
        why = strchr(system, '\'') + 1;
        snprintf(h->reason, sizeof h->reason, "%.*s", (int)strcspn(why, "'"), why);
    } else if (depth == 0) {
        snprintf(h->reason, sizeof h->reason, "%s", why);
    }
    return 0;
}

/** Called by HDF5 instead of printing. */
static herr_t keep_reason(hid_t stack, void *data)
{
    gx_hdf *h = data;
    if (!h->reason[0])
        H5Ewalk2(stack, H5E_WALK_UPWARD, keep_innermost, h);
    return 0;
}

gx_hdf *gx_hdf_new(gx_arena *arena)
{
    gx_hdf *h = GX_NEW(arena, gx_hdf);
    h->arena = arena;
    h->file = h->root = H5I_INVALID_HID;
    H5dont_atexit(); /* it would go back to a file that was given up */
    H5Eget_auto2(H5E_DEFAULT, &h->printer, &h->printer_data);
    H5Eset_auto2(H5E_DEFAULT, keep_reason, h);
    return h;
}

void gx_hdf_free(gx_hdf *h)
{
    gx_hdf_close(h->root);
    gx_hdf_close(h->file);
    H5Eset_auto2(H5E_DEFAULT, h->printer, h->printer_data);
}

const char *gx_hdf_reason(const gx_hdf *h)
{
    return h->reason;
}

bool gx_hdf_close(gx_hdf_id id)
{
    return id < 0 || H5Idec_ref(id) >= 0;
}

/** Give `id`, or close it when what was done with it failed. */
static hid_t keep(hid_t id, bool ok)
{
    if (ok)
        return id;
    gx_hdf_close(id);
    return H5I_INVALID_HID;
}

static gx_hdf_id root_of(gx_hdf *h)
{
    if (h->file >= 0)
        h->root = H5Gopen2(h->file, "/", H5P_DEFAULT);
    return h->root;
}

/* ---- making ---- */

/** What files, groups and datasets are made with: no times, contents in order, attributes
 * within the header of their object (more than a few would take a heap each). */
static hid_t made_in_order(hid_t class)
{
    enum { MOST_WITHIN = 64, FEWEST_APART = 48 };
    unsigned order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
    hid_t making = H5Pcreate(class);
    bool has_links = class != H5P_DATASET_CREATE;
    return keep(making,
                H5Pset_obj_track_times(making, 0) >= 0 &&
                    H5Pset_attr_creation_order(making, order) >= 0 &&
                    H5Pset_attr_phase_change(making, MOST_WITHIN, FEWEST_APART) >= 0 &&
                    (!has_links || H5Pset_link_creation_order(making, order) >= 0));
}

/** Make a file if what is true so far says that `access` is good; consumes it. */
static gx_hdf_id create(gx_hdf *h, const char *path, hid_t access, bool ok)
{
    hid_t making = made_in_order(H5P_FILE_CREATE);
    if (ok && making >= 0 &&
        H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18) >= 0)
        h->file = H5Fcreate(path, H5F_ACC_TRUNC, making, access);
    gx_hdf_close(making);
    gx_hdf_close(access);
    return root_of(h);
}

gx_hdf_id gx_hdf_create(gx_hdf *h)
{
    enum { GROW_BY = 1 << 20, NO_FILE_BEHIND_IT = 0 };
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    return create(h, "gaoxin", access,
                  H5Pset_fapl_core(access, GROW_BY, NO_FILE_BEHIND_IT) >= 0);
}

/** Files on the disk: no lock, closed whole, one chunk a dataset in memory. */
static hid_t on_disk(void)
{
    size_t chunk = GX_ROWS_AT_ONCE * sizeof(double);
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    return keep(access, H5Pset_file_locking(access, 0, 1) >= 0 &&
                            H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0 &&
                            H5Pset_cache(access, 0, 1, chunk, 1.0) >= 0);
}

gx_hdf_id gx_hdf_create_at(gx_hdf *h, const char *path)
{
    hid_t access = on_disk();
    return create(h, path, access, access >= 0);
}

void gx_hdf_abandon(gx_hdf *h)
{
    h->root = h->file = H5I_INVALID_HID;
}

bool gx_hdf_finish(gx_hdf *h)
{
    bool ok = gx_hdf_close(h->root) && H5Fclose(h->file) >= 0;
    h->root = h->file = H5I_INVALID_HID;
    return ok;
}

bool gx_hdf_image(const gx_hdf *h, const char **bytes, size_t *length)
{
    void *handle = NULL; /* of the core driver: the address of its bytes */
    if (H5Fflush(h->file, H5F_SCOPE_GLOBAL) < 0 ||
        H5Fget_vfd_handle(h->file, H5P_DEFAULT, &handle) < 0)
        return false;
    ssize_t size = H5Fget_file_image(h->file, NULL, 0);
    if (size <= 0)
        return false;
    *bytes = *(char **)handle;
    *length = (size_t)size;
    return true;
}

/** Names are UTF-8; `class` is of links or attributes. */
static hid_t named_in_utf8(hid_t class)
{
    hid_t naming = H5Pcreate(class);
    return keep(naming, H5Pset_char_encoding(naming, H5T_CSET_UTF8) >= 0);
}

gx_hdf_id gx_hdf_add_group(gx_hdf_id in, const char *name)
{
    hid_t naming = named_in_utf8(H5P_LINK_CREATE);
    hid_t making = made_in_order(H5P_GROUP_CREATE);
    hid_t group = H5I_INVALID_HID;
    if (naming >= 0 && making >= 0)
        group = H5Gcreate2(in, name, naming, making, H5P_DEFAULT);
    gx_hdf_close(making);
    gx_hdf_close(naming);
    return group;
}

/** A text type of `size` bytes, or of any length (H5T_VARIABLE). */
static hid_t text_type(size_t size)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    return keep(type,
                H5Tset_size(type, size) >= 0 && H5Tset_cset(type, H5T_CSET_UTF8) >= 0);
}

/** A space of `rank` axes, or one value when 0. */
static hid_t space_of(int32_t rank, const int32_t *size)
{
    hsize_t extent[GX_MAX_DIMS] = {0};
    for (int32_t i = 0; i < rank; i++)
        extent[i] = (hsize_t)size[i];
    return rank ? H5Screate_simple(rank, extent, NULL) : H5Screate(H5S_SCALAR);
}

/** Make a dataset, without values when `data` is NULL; consumes `making` and `space`. */
static hid_t add_dataset(hid_t in, const char *name, hid_t type, hid_t making,
                         hid_t space, hid_t memory_type, const void *data)
{
    hid_t naming = named_in_utf8(H5P_LINK_CREATE);
    hid_t dataset = H5I_INVALID_HID;
    if (naming >= 0 && making >= 0 && space >= 0)
        dataset = H5Dcreate2(in, name, type, space, naming, making, H5P_DEFAULT);
    bool ok = dataset >= 0 && (!data || H5Dwrite(dataset, memory_type, H5S_ALL, H5S_ALL,
                                                 H5P_DEFAULT, data) >= 0);
    gx_hdf_close(naming);
    gx_hdf_close(making);
    gx_hdf_close(space);
    return keep(dataset, ok);
}

/** Cut rows in chunks of one column each, what is compressed in chunks of at most a
 * mebibyte, in which bytes of like weight stand together. What is small would grow. */
static bool cut(hid_t making, int32_t rank, const int32_t *size, gx_hdf_form form)
{
    enum { LARGEST_CHUNK = 1 << 20, LEAST_COMPRESSED = 8192 };
    hsize_t chunk[GX_MAX_DIMS] = {0}, bytes = form.is_float32 ? 4 : 8;
    for (int32_t i = 0; i < rank; i++) {
        hsize_t most = i ? 1 : GX_ROWS_AT_ONCE, all = (hsize_t)size[i];
        chunk[i] = form.is_in_columns && all > most ? most : all;
        bytes *= chunk[i];
    }
    bool is_cut = form.is_in_columns || (form.deflate && bytes >= LEAST_COMPRESSED);
    for (int32_t i = 0; i < rank; i++)
        while (bytes > LARGEST_CHUNK && chunk[i] > 1) {
            bytes = bytes / chunk[i] * ((chunk[i] + 1) / 2);
            chunk[i] = (chunk[i] + 1) / 2;
        }
    if (!is_cut || bytes == 0 || rank == 0)
        return true;
    return H5Pset_chunk(making, rank, chunk) >= 0 &&
           (!form.deflate || (H5Pset_shuffle(making) >= 0 &&
                              H5Pset_fill_time(making, H5D_FILL_TIME_ALLOC) >= 0 &&
                              H5Pset_deflate(making, (unsigned)form.deflate) >= 0));
}

gx_hdf_id gx_hdf_add_numbers(gx_hdf_id in, const char *name, int32_t rank,
                             const int32_t *size, const double *value, gx_hdf_form form)
{
    double missing = (double)NAN;
    hid_t making = made_in_order(H5P_DATASET_CREATE);
    making = keep(making, H5Pset_fill_value(making, H5T_NATIVE_DOUBLE, &missing) >= 0 &&
                              H5Pset_fill_time(making, H5D_FILL_TIME_NEVER) >= 0 &&
                              cut(making, rank, size, form));
    return add_dataset(in, name, form.is_float32 ? H5T_IEEE_F32LE : H5T_IEEE_F64LE,
                       making, space_of(rank, size), H5T_NATIVE_DOUBLE, value);
}

gx_hdf_id gx_hdf_add_strings(gx_hdf_id in, const char *name, int32_t rank,
                             const int32_t *size, const char *const *text)
{
    hid_t type = text_type(H5T_VARIABLE);
    hid_t dataset = add_dataset(in, name, type, made_in_order(H5P_DATASET_CREATE),
                                space_of(rank, size), type, text);
    gx_hdf_close(type);
    return dataset;
}

gx_hdf_id gx_hdf_add_length(gx_hdf_id in, const char *name, int32_t length)
{
    return add_dataset(in, name, H5T_IEEE_F32BE, made_in_order(H5P_DATASET_CREATE),
                       space_of(1, &length), H5T_NATIVE_DOUBLE, NULL);
}

/** Read or write the part of a dataset that is `first` .. `first + count - 1` of an axis,
 * if it has that axis, and all of the others. */
static bool move_part(hid_t dataset, int32_t axis, int32_t first, int32_t count,
                      double *to, const double *from)
{
    hsize_t begin[H5S_MAX_RANK] = {0}, size[H5S_MAX_RANK] = {0};
    hid_t file = H5Dget_space(dataset);
    int rank = H5Sget_simple_extent_dims(file, size, NULL);
    begin[axis] = (hsize_t)first;
    size[axis] = (hsize_t)count;
    hid_t memory = rank > 0 ? H5Screate_simple(rank, size, NULL) : H5I_INVALID_HID;
    hid_t type = H5T_NATIVE_DOUBLE, how = H5P_DEFAULT;
    bool ok = memory >= 0 &&
              H5Sselect_hyperslab(file, H5S_SELECT_SET, begin, NULL, size, NULL) >= 0 &&
              (to ? H5Dread(dataset, type, memory, file, how, to)
                  : H5Dwrite(dataset, type, memory, file, how, from)) >= 0;
    gx_hdf_close(memory);
    gx_hdf_close(file);
    return ok;
}

bool gx_hdf_put_rows(gx_hdf_id dataset, int32_t first, int32_t count, const double *value)
{
    return move_part(dataset, 0, first, count, NULL, value);
}

bool gx_hdf_get_column(gx_hdf_id dataset, int32_t place, double *value)
{
    return move_part(dataset, 1, place, 1, value, NULL);
}

/** Set an attribute, in the file without gaps between members; consumes `space`. */
static bool set_attribute(hid_t on, const char *name, hid_t type, hid_t space,
                          const void *value)
{
    hid_t naming = named_in_utf8(H5P_ATTRIBUTE_CREATE);
    hid_t packed = H5Tcopy(type);
    hid_t attribute = H5I_INVALID_HID;
    if (H5Tget_class(type) == H5T_COMPOUND && H5Tpack(packed) < 0)
        packed = keep(packed, false);
    if (naming >= 0 && packed >= 0 && space >= 0)
        attribute = H5Acreate2(on, name, packed, space, naming, H5P_DEFAULT);
    bool ok = attribute >= 0 && H5Awrite(attribute, type, value) >= 0;
    gx_hdf_close(packed);
    gx_hdf_close(naming);
    gx_hdf_close(space);
    return gx_hdf_close(attribute) && ok;
}

bool gx_hdf_set_text(gx_hdf_id on, const char *name, const char *text)
{
    hid_t type = text_type(strlen(text) + 1);
    bool ok = set_attribute(on, name, type, space_of(0, NULL), text);
    return gx_hdf_close(type) && ok;
}

bool gx_hdf_set_fill(gx_hdf_id dataset)
{
    int32_t one = 1;
    hid_t type = H5Dget_type(dataset);
    double wide = (double)NAN;
    float narrow = NAN;
    const void *value = H5Tget_size(type) == sizeof narrow ? (void *)&narrow : &wide;
    bool ok =
        type >= 0 && set_attribute(dataset, "_FillValue", type, space_of(1, &one), value);
    return gx_hdf_close(type) && ok;
}

bool gx_hdf_make_scale(gx_hdf_id dataset, const char *title, int32_t number)
{
    return H5DSset_scale(dataset, title) >= 0 &&
           set_attribute(dataset, "_Netcdf4Dimid", H5T_NATIVE_INT32, space_of(0, NULL),
                         &number);
}

bool gx_hdf_attach(gx_hdf *h, gx_hdf_id dataset, int32_t rank, const gx_hdf_id *scale)
{
    hobj_ref_t reference[GX_MAX_DIMS];
    hvl_t list[GX_MAX_DIMS];
    use u = {.scale = H5I_INVALID_HID};
    bool ok = H5Rcreate(&u.dataset, dataset, ".", H5R_OBJECT, -1) >= 0;
    for (int32_t i = 0; i < rank && ok; i++) {
        ok = H5Rcreate(&reference[i], scale[i], ".", H5R_OBJECT, -1) >= 0;
        list[i] = (hvl_t){.len = 1, .p = &reference[i]};
        u.axis = (uint32_t)i;
        u.scale = scale[i];
        *GX_ADD(h->arena, &h->uses) = u;
    }
    hid_t type = H5Tvlen_create(H5T_STD_REF_OBJ);
    if (ok && rank)
        ok = set_attribute(dataset, "DIMENSION_LIST", type, space_of(1, &rank), list);
    return gx_hdf_close(type) && ok;
}

bool gx_hdf_finish_scale(gx_hdf *h, gx_hdf_id scale)
{
    use *mine = GX_ARRAY(h->arena, use, h->uses.count);
    int32_t count = 0;
    for (int32_t i = 0; i < h->uses.count; i++)
        if (h->uses.at[i].scale == scale)
            mine[count++] = h->uses.at[i];
    if (!count)
        return true;
    hid_t type = H5Tcreate(H5T_COMPOUND, sizeof(use));
    bool ok = H5Tinsert(type, "dataset", offsetof(use, dataset), H5T_STD_REF_OBJ) >= 0 &&
              H5Tinsert(type, "dimension", offsetof(use, axis), H5T_NATIVE_UINT32) >= 0 &&
              set_attribute(scale, "REFERENCE_LIST", type, space_of(1, &count), mine);
    return gx_hdf_close(type) && ok;
}

/* ---- reading ---- */

gx_hdf_id gx_hdf_open(gx_hdf *h, const char *path)
{
    hid_t access = on_disk();
    if (access >= 0)
        h->file = H5Fopen(path, H5F_ACC_RDONLY, access);
    gx_hdf_close(access);
    return root_of(h);
}

int64_t gx_hdf_length(const gx_hdf *h)
{
    haddr_t end = 0;
    return H5Fget_eoa(h->file, &end) >= 0 ? (int64_t)end : -1;
}

int64_t gx_hdf_count(gx_hdf_id group)
{
    H5G_info_t info;
    return H5Gget_info(group, &info) >= 0 ? (int64_t)info.nlinks : -1;
}

/** The number that gx_hdf_make_scale gave a scale, or -1. */
static int32_t number_of(hid_t scale)
{
    int32_t number = -1;
    hid_t attribute = H5Aopen(scale, "_Netcdf4Dimid", H5P_DEFAULT);
    hid_t space = attribute >= 0 ? H5Aget_space(attribute) : H5I_INVALID_HID;
    if (space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
        H5Aread(attribute, H5T_NATIVE_INT32, &number) < 0)
        number = -1;
    gx_hdf_close(space);
    gx_hdf_close(attribute);
    return number;
}

/** Kind and extent of a dataset; false when it has more than a frame can hold. */
static bool describe_dataset(gx_hdf_object *object)
{
    hid_t type = H5Dget_type(object->id), space = H5Dget_space(object->id);
    H5T_class_t class = H5Tget_class(type);
    hsize_t size[H5S_MAX_RANK];
    if (class == H5T_FLOAT || class == H5T_INTEGER)
        object->kind = GX_HDF_NUMBERS;
    if (class == H5T_STRING && H5Tis_variable_str(type) > 0)
        object->kind = GX_HDF_STRINGS;
    object->rank = H5Sget_simple_extent_dims(space, size, NULL);
    bool ok = object->rank >= 0 && object->rank <= GX_MAX_DIMS;
    for (int32_t i = 0; i < object->rank && ok; i++) {
        object->size[i] = (int32_t)size[i];
        ok = size[i] <= INT32_MAX;
    }
    gx_hdf_close(space);
    gx_hdf_close(type);
    return ok;
}

bool gx_hdf_open_object(gx_hdf *h, gx_hdf_id group, int64_t i, gx_hdf_object *object)
{
    char path[1024] = "?", title[64] = ""; /* a longer name is cut, which does no harm */
    *object = (gx_hdf_object){.name = "?", .title = "", .number = -1};
    object->id = H5Oopen_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, (hsize_t)i,
                                H5P_DEFAULT);
    if (object->id < 0 || H5Iget_name(object->id, path, sizeof path) <= 0)
        return false;
    const char *name = strrchr(path, '/') + 1;
    object->name = gx_arena_text(h->arena, name, strlen(name));
    H5I_type_t type = H5Iget_type(object->id);
    if (type == H5I_GROUP)
        object->kind = GX_HDF_GROUP;
    if (type != H5I_DATASET)
        return true;
    bool ok = describe_dataset(object);
    if (ok && H5DSis_scale(object->id) > 0) {
        object->number = number_of(object->id);
        ok = object->number >= 0 && object->rank == 1 &&
             H5DSget_scale_name(object->id, title, sizeof title) >= 0;
        object->title = gx_arena_text(h->arena, title, strlen(title));
    }
    return ok;
}

/** Copy text that HDF5 gave; NULL when it is not UTF-8. */
static const char *checked_text(gx_hdf *h, const char *text)
{
    const char *given = text ? text : ""; /* HDF5 reads "" back as NULL */
    size_t bad = 0, length = strlen(given);
    if (gx_text_is_utf8(given, length, &bad))
        return gx_arena_text(h->arena, given, length);
    if (!h->reason[0])
        snprintf(h->reason, sizeof h->reason, "text is not UTF-8");
    return NULL;
}

/** Read an attribute of one text; NULL when it is anything else. */
static const char *text_of(gx_hdf *h, hid_t attribute)
{
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    hssize_t count = H5Sget_simple_extent_npoints(space);
    const char *text = NULL;
    if (H5Tget_class(type) == H5T_STRING && count == 0) {
        text = "";
    } else if (H5Tget_class(type) == H5T_STRING && count == 1) {
        bool is_variable = H5Tis_variable_str(type) > 0;
        char *apart = NULL;
        char *inside = GX_ARRAY(h->arena, char, H5Tget_size(type) + 1);
        if (H5Aread(attribute, type, is_variable ? (void *)&apart : inside) >= 0)
            text = checked_text(h, is_variable ? apart : inside);
        H5free_memory(apart);
    }
    gx_hdf_close(space);
    gx_hdf_close(type);
    return text;
}

const char *gx_hdf_text(gx_hdf *h, gx_hdf_id on, const char *name)
{
    if (H5Aexists(on, name) <= 0)
        return NULL;
    hid_t attribute = H5Aopen(on, name, H5P_DEFAULT);
    const char *text = attribute >= 0 ? text_of(h, attribute) : NULL;
    gx_hdf_close(attribute);
    return text;
}

typedef struct name_list {
    gx_arena *arena;
    GX_LIST(const char *) names;
} name_list;

static herr_t take_name(hid_t on, const char *name, const H5A_info_t *info, void *data)
{
    name_list *list = data;
    (void)on;
    (void)info;
    *GX_ADD(list->arena, &list->names) = gx_arena_text(list->arena, name, strlen(name));
    return 0;
}

bool gx_hdf_names(gx_hdf *h, gx_hdf_id on, const char *const **name, int32_t *count)
{
    name_list list = {.arena = h->arena};
    bool ok =
        H5Aiterate2(on, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, take_name, &list) >= 0;
    *name = list.names.at;
    *count = list.names.count;
    return ok;
}

bool gx_hdf_is_plausible(const gx_hdf *h, const gx_hdf_object *object)
{
    enum { BEST_COMPRESSION = 1100 }; /* of deflate, when another program repacked it */
    hsize_t file_size = 0, stored = H5Dget_storage_size(object->id), count = 1;
    if (H5Fget_filesize(h->file, &file_size) < 0 || stored > file_size)
        return false;
    hsize_t most = stored / sizeof(float) * BEST_COMPRESSION;
    bool is_empty = false;
    for (int32_t i = 0; i < object->rank; i++) {
        is_empty = is_empty || object->size[i] == 0;
        count = count > most ? count : count * (hsize_t)object->size[i];
    }
    return is_empty || count <= most;
}

bool gx_hdf_read_numbers(const gx_hdf_object *object, double *value)
{
    return H5Dread(object->id, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, value) >=
           0;
}

const char *const *gx_hdf_read_strings(gx_hdf *h, const gx_hdf_object *object)
{
    size_t count = 1;
    for (int32_t i = 0; i < object->rank; i++)
        count *= (size_t)object->size[i];
    char **got = GX_ARRAY(h->arena, char *, count);
    const char **text = GX_ARRAY(h->arena, const char *, count);
    hid_t type = H5Dget_type(object->id);
    bool ok = H5Dread(object->id, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, got) >= 0;
    for (size_t i = 0; i < count; i++) {
        text[i] = ok ? checked_text(h, got[i]) : NULL;
        ok = ok && text[i];
        H5free_memory(got[i]);
    }
    gx_hdf_close(type);
    return ok ? text : NULL;
}

static herr_t take_number(hid_t dataset, unsigned axis, hid_t scale, void *number)
{
    (void)dataset;
    (void)axis;
    *(int32_t *)number = number_of(scale);
    return 1; /* there is one scale an axis */
}

int32_t gx_hdf_attached(const gx_hdf_object *object, int32_t axis)
{
    int32_t number = -1;
    herr_t found =
        H5DSiterate_scales(object->id, (unsigned)axis, NULL, take_number, &number);
    return found >= 0 ? number : -1;
}
