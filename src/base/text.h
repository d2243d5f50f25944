/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Text: a growing buffer, names compared as the field compares them, maps from names to
 * numbers with "did you mean", display width, and numbers that survive a round trip.
 *
 * All text is UTF-8. A buffer owns its bytes until gx_buf_clear; a map borrows the arena
 * it was made in. Nothing here depends on the locale.
 */
#ifndef GX_BASE_TEXT_H
#define GX_BASE_TEXT_H

#include "base/arena.h"

#include <stdbool.h>

/** A growing text; always ends with NUL. Start with gx_buf_init. */
typedef struct gx_buf {
    char *text;
    size_t length; /* bytes, without the NUL */
    size_t room;
    gx_oom oom;
} gx_buf;

void gx_buf_init(gx_buf *buf, gx_oom oom);
void gx_buf_clear(gx_buf *buf);
void gx_buf_empty(gx_buf *buf); /* no text, same room */
void gx_buf_add(gx_buf *buf, const char *text, size_t length);
void gx_buf_print(gx_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/** Add the shortest decimal form of `value` that reads back as the same double. */
void gx_buf_number(gx_buf *buf, double value);

/** Add a cell of a Markdown table and the `|` after it; what would end the cell or begin
 * markup is escaped, a line break is a blank, another control character a `?`. */
void gx_buf_markdown(gx_buf *buf, const char *text);

/** Add `length` bytes as part of a line that may go to a terminal: a control character
 * (of ASCII, of U+0080 to U+009F, or a line separator of Unicode) is `put` instead. */
void gx_buf_line(gx_buf *buf, const char *text, size_t length, const char *put);

/**
 * The key under which a name is looked up: without quotes, in lower case (full Unicode
 * folding), runs of blanks and `_` as one space, none at the ends. Owned by the arena.
 */
char *gx_text_key(gx_arena *arena, const char *name, size_t length);

/** The key of `name[sub1,sub2]` as table columns have it: no quotes or blanks beside [ ]
 * , . */
char *gx_text_column_key(gx_arena *arena, const char *name);

/** Where the elements of `name[sub1,sub2]` begin, at their bracket, or the end when there
 * are none; a bracket in quotes belongs to the name. */
const char *gx_text_elements(const char *name);

/** The name a result file gives a variable: its key with `_` for spaces and for `/`. */
char *gx_text_dataset(gx_arena *arena, const char *name);

/** Columns that `length` bytes take on a terminal (a Chinese character takes two). */
int32_t gx_text_width(const char *text, size_t length);

/** True when all `length` bytes are valid UTF-8; else `*bad` is the first wrong byte. */
bool gx_text_is_utf8(const char *text, size_t length, size_t *bad);

/** Read a whole decimal number; false when anything else is in the text. */
bool gx_text_to_number(const char *text, double *value);

/** A map from keys to numbers >= 0, in an arena. */
typedef struct gx_map gx_map;

gx_map *gx_map_new(gx_arena *arena);

/** Set `key` (borrowed: must outlive the map) to `value`; false when it was there before.
 */
bool gx_map_put(gx_map *map, const char *key, int32_t value);

/** The value of `key`, or -1. */
int32_t gx_map_find(const gx_map *map, const char *key);

/** The key most like `key` within a third of its length in edits, or NULL. Borrowed. */
const char *gx_map_nearest(const gx_map *map, const char *key);

/** Edits (insert, delete, replace, swap neighbours) that turn one text into the other. */
int32_t gx_text_distance(const char *a, const char *b);

#endif
