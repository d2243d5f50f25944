/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * YAML as plain trees, and tables of keys that turn them into structs.
 *
 * A tree belongs to the arena it was read into; nodes point into it and are const. Every
 * scalar is text: nothing is typed by its looks. Anchors, aliases, merge keys, tags,
 * directives and further documents are refused, and so are keys given twice. Items keep
 * the order written.
 *
 * Errors of gx_yaml_read: syntax, unsupported, key, encoding.
 *
 * A reader of a format is a table of gx_yaml_row, one row a key: what is unknown or
 * missing is reported from the table, and each value is read into its field. Readers
 * report what is wrong and go on, so that one reading finds all independent errors.
 */
#ifndef GX_FRONT_YAML_H
#define GX_FRONT_YAML_H

#include "model/scenario.h"

/** The largest file, in bytes. */
enum { GX_YAML_LIMIT = 1 << 20 };

typedef enum gx_yaml_kind {
    GX_YAML_NOTHING, /* as in `key:`; stands for an empty list or mapping too */
    GX_YAML_SCALAR,
    GX_YAML_LIST,
    GX_YAML_MAPPING
} gx_yaml_kind;

typedef struct gx_yaml {
    gx_yaml_kind kind;
    const char *text; /* scalar: its text without quotes, folded lines joined; else "" */
    gx_loc loc;       /* inside its quotes; of a block: its first key or dash */
    gx_name key;      /* item of a mapping: its key; else text is NULL */
    GX_LIST(struct gx_yaml) items; /* list, mapping */
} gx_yaml;

/**
 * Read a source of at most GX_YAML_LIMIT bytes; `*root` is NULL on errors. A text without
 * content is GX_YAML_NOTHING.
 */
gx_err gx_yaml_read(const gx_yaml **root, int32_t file, gx_arena *arena, gx_diags *ds);

/** What a reader needs: where products go, and which messages are its own. */
typedef struct gx_reading {
    gx_arena *arena;
    gx_diags *ds;
    int32_t first; /* messages there were before */
} gx_reading;

gx_reading gx_reading_start(gx_arena *arena, gx_diags *ds);

/** The outcome of the first error since the start, or GX_OK. */
gx_err gx_reading_outcome(const gx_reading *reading);

/** True for a name (compared as names are) that this map has not seen; else an error. */
bool gx_reading_is_new(gx_map *seen, gx_name name, const gx_reading *reading);

/** A key of a mapping; `read` puts its value into the field at `offset` of a struct. */
typedef struct gx_yaml_row {
    const char *key;
    bool is_required;
    void (*read)(const gx_yaml *value, void *field, const gx_reading *reading);
    size_t offset;
} gx_yaml_row;

/** Read a mapping into a struct by its table; fields without a key stay as they are. */
void gx_yaml_read_keys(const gx_yaml *mapping, const gx_yaml_row *rows, int32_t row_count,
                       void *into, const gx_reading *reading);

/** True when a node is of a kind (or may stand for it); else says what was expected. */
bool gx_yaml_is(const gx_yaml *node, gx_yaml_kind kind, const gx_reading *reading);

/** Where to complain about a node as a whole: its key, or itself when it has none. */
gx_loc gx_yaml_place(const gx_yaml *node);

/* Readers for rows; the field is what the comment says. */
void gx_yaml_read_text(const gx_yaml *value, void *field,
                       const gx_reading *reading); /* const char *, "" for nothing */
void gx_yaml_read_name(const gx_yaml *value, void *field,
                       const gx_reading *reading); /* gx_name, not empty */
void gx_yaml_read_names(const gx_yaml *value, void *field,
                        const gx_reading *reading); /* gx_names, each once */
void gx_yaml_read_number(const gx_yaml *value, void *field,
                         const gx_reading *reading); /* double, finite */
void gx_yaml_read_flag(const gx_yaml *value, void *field,
                       const gx_reading *reading); /* bool: true, false */
void gx_yaml_read_words(const gx_yaml *value, void *field,
                        const gx_reading *reading); /* gx_words: text or {en:, zh:} */
void gx_yaml_read_quantity(const gx_yaml *value, void *field,
                           const gx_reading *reading); /* gx_quantity */
void gx_yaml_read_part(const gx_yaml *value, void *field,
                       const gx_reading *reading); /* double: `0.1 %` or 0.001 */
void gx_yaml_read_settings(const gx_yaml *value, void *field,
                           const gx_reading *reading); /* gx_settings: names and values */

/** The path that a file at `from` means by `path`. */
const char *gx_path_beside(gx_arena *arena, const char *from, const char *path);

#endif
