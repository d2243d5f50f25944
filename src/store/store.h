/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Frames on disk: HDF5 files that are valid netCDF-4, and CSV tables.
 *
 * A writer never leaves half a file: it writes to a temporary name in the same folder,
 * syncs, then renames; on error the temporary file is removed and an old result is
 * untouched. Where `path` is a symbolic link, its target is written. The same frame gives
 * the same bytes. Every function is called from one
 * thread at a time. A returned frame is the caller's (gx_frame_free).
 */
#ifndef GX_STORE_STORE_H
#define GX_STORE_STORE_H

#include "base/frame.h"

/** How a frame is kept in a file, where its format has a choice. */
typedef struct gx_storage {
    bool is_float32; /* HDF5: variables as 4 bytes; coordinates stay 8 */
    int32_t deflate; /* HDF5: 1 (fast) to 9 (small); 0: not compressed */
    bool has_bom;    /* tables: a UTF-8 mark first, by which Excel knows Chinese */
} gx_storage;

/** What of gx_storage a format has a choice in. */
typedef enum gx_choice {
    GX_CHOICE_NONE,
    GX_CHOICE_NUMBERS = 1, /* is_float32, deflate */
    GX_CHOICE_BOM = 2      /* has_bom */
} gx_choice;

/** A file format: one row per format; help and the tests loop over the table. */
typedef struct gx_format {
    const char *extension; /* with the dot */
    const char *doc;       /* one line for help */
    unsigned choices;      /* of gx_choice */
    gx_err (*write)(const gx_frame *frame, const char *path, const gx_storage *how,
                    gx_diags *ds);
    gx_err (*read)(gx_frame **frame, const char *path, gx_diags *ds); /* NULL: none */
    /** True when the file at `path` is a table with the columns of `frame`. NULL: the
     * format has attributes that say whose result it is. */
    bool (*matches)(const gx_frame *frame, const char *path, gx_oom oom);
} gx_format;

extern const gx_format gx_formats[];
extern const int32_t gx_format_count;

/** The format of a path by its extension (any case), or NULL. */
const gx_format *gx_format_find(const char *path);

/**
 * Write a frame as HDF5 that netCDF-4 readers open. Dataset names are gx_text_dataset of
 * the names of dimensions and variables; two that coincide are refused, and so is
 * "gaoxin", the group of the texts, and an attribute named as one of the frame's own
 * fields is stored (units, long_name ...). The file is made in memory first and sealed
 * (gx_file_write_sealed). Storage that is not the usual is said in the attribute
 * "gaoxin_storage"; a number too large for float32 is refused. Errors: file (also a full
 * disk), value (names, numbers).
 */
gx_err gx_h5_write(const gx_frame *frame, const char *path, const gx_storage *how,
                   gx_diags *ds);

/**
 * The same where the values of many runs are not in memory. gx_rows_begin makes a file
 * beside `path` with all dimensions of the frame and the variables without values
 * (gx_frame_add_outside), whose first dimension is the one they are put along;
 * gx_rows_end adds the other variables and dimensions that the frame has by then, and
 * renames. Whoever began ends or drops; what a killed one left is removed by the next.
 * Errors: as gx_h5_write.
 */
typedef struct gx_rows gx_rows;
gx_err gx_rows_begin(gx_rows **rows, const gx_frame *frame, const char *path,
                     const gx_storage *how, gx_diags *ds);
gx_err gx_rows_end(gx_rows *rows);
void gx_rows_drop(gx_rows *rows);

/** Rows that are best put at once, and from a multiple of it on. */
enum { GX_ROWS_AT_ONCE = 8192 };

/** Put `value` [count][numbers of a row], from row `first` on. */
gx_err gx_rows_put(gx_rows *rows, int32_t var, int32_t first, int32_t count,
                   const double *value);

/** Get number `place` of every row. */
gx_err gx_rows_get(gx_rows *rows, int32_t var, int32_t place, double *value);

/**
 * Read back what gx_h5_write wrote, also when netCDF tools added to it since, which a
 * warning tells, as its seal is gone: attributes
 * that are no text are left aside, datasets that are no numbers with a warning. Errors:
 * file, result (not ours, damaged).
 */
gx_err gx_h5_read(gx_frame **frame, const char *path, gx_diags *ds);

/** Read all but the variables over a dimension, and its coordinate: of a sweep, those
 * that are large. */
gx_err gx_h5_read_without(gx_frame **frame, const char *path, const char *dim,
                          gx_diags *ds);

/** Read what variables there are, with their attributes, and none of their numbers, of
 * the elements' names or of the embedded texts. No other bytes are read, so that no seal
 * is checked: what is found is to be read again. Errors: as gx_h5_read. */
gx_err gx_h5_names(gx_frame **frame, const char *path, gx_diags *ds);

/** Read all but the variables that are not among the names; those over runs alone too. */
gx_err gx_h5_read_only(gx_frame **frame, const char *path, const char *const *names,
                       int32_t count, gx_diags *ds);

/** Read attributes and the lengths of dimensions alone. Errors: as gx_h5_read. */
gx_err gx_h5_look(gx_frame **frame, const char *path, gx_diags *ds);

/**
 * Write a table: `Time`, then one column a variable or element as the model spells it
 * (`name` or `name[sub1,sub2]`), one row a save time; fields quoted as RFC 4180 asks,
 * numbers in the shortest form that reads back equal, missing values empty. A frame of
 * several runs has a first column `Run`, one without time no `Time`. Tabs stand for the
 * commas when the path ends in `.tab`.
 */
gx_err gx_csv_write(const gx_frame *frame, const char *path, const gx_storage *how,
                    gx_diags *ds);
bool gx_csv_matches(const gx_frame *frame, const char *path, gx_oom oom);

/** Write the same table in Markdown (pipes), numbers to the right. */
gx_err gx_markdown_write(const gx_frame *frame, const char *path, const gx_storage *how,
                         gx_diags *ds);
bool gx_markdown_matches(const gx_frame *frame, const char *path, gx_oom oom);

/**
 * Read a table of numbers (comma or, for `.tab`, tab separated; LF, CRLF or CR): the
 * first column is `Time` or `Time (unit)` and rises, empty fields are missing, names keep
 * their `[sub1,sub2]`. Errors: file, encoding; syntax and duplicate-name with the place.
 */
gx_err gx_csv_read(gx_frame **frame, const char *path, gx_diags *ds);

/** The same of data: what is missing is an empty field, and `nan` no number. */
gx_err gx_csv_read_measured(gx_frame **frame, const char *path, gx_diags *ds);

/** The same without time: a name and a number in every column, over `run`. */
gx_err gx_csv_read_points(gx_frame **frame, const char *path, gx_diags *ds);

/** Write `length` bytes to `path`: temporary name, sync, rename. */
gx_err gx_file_write(const char *path, const char *text, size_t length, gx_diags *ds);

/**
 * The same with a seal: 16 bytes after the text by which gx_file_check_seal finds damage.
 * HDF5 ignores what stands after its end, and takes it away when it changes a file.
 */
gx_err gx_file_write_sealed(const char *path, const char *text, size_t length,
                            gx_diags *ds);

/**
 * Check a seal if there is one; `*length` are the bytes before it, or all when there is
 * none. Errors: file, result (the bytes changed).
 */
gx_err gx_file_check_seal(const char *path, size_t *length, bool *is_sealed,
                          gx_diags *ds);

/** Add the seal to a file that was written otherwise. */
gx_err gx_file_seal(const char *path, gx_diags *ds);

/** Remove a file, if it is there. */
void gx_file_remove(const char *path);

/** What a seal takes. */
enum { GX_SEAL_BYTES = 16 };

/** Read a file that must have a seal; `*bytes` without it, in the arena. Errors: file;
 * result (no seal, or the bytes changed). */
gx_err gx_file_read_sealed(const char **bytes, size_t *length, const char *path,
                           gx_arena *arena, gx_diags *ds);

/** Read the first `most` bytes of a file into `head`; `*size` is 0 when there is none.
 * Errors: file. */
gx_err gx_file_read_head(char *head, size_t most, size_t *length, size_t *size,
                         const char *path, gx_diags *ds);

/** True when a file begins with these bytes, after a UTF-8 mark if it has one. */
bool gx_file_begins_with(const char *path, const char *text, size_t length);

/** A temporary name beside `path`, unique to this process; owned by the arena. */
char *gx_file_temporary(gx_arena *arena, const char *path);

/** Remove the temporary files of `path` whose processes, of this machine, are no more. */
void gx_file_tidy(const char *path, gx_oom oom);

/** Sync the file `temporary` and rename it to `path`; on error removes `temporary`. */
gx_err gx_file_commit(const char *temporary, const char *path, gx_diags *ds);

#endif
