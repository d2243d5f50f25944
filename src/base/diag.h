/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Diagnostics: what went wrong, where in which text, and what may have been meant.
 *
 * A gx_diags is handed to every call that can fail; it keeps the texts that were read
 * (sources), the messages in the order they were found, and the handler for exhausted
 * memory. Nothing is printed here: cli/ renders each message once, with the source line
 * and a caret. A place (gx_loc) is twelve bytes; line and column are worked out when
 * rendering.
 */
#ifndef GX_BASE_DIAG_H
#define GX_BASE_DIAG_H

#include "base/arena.h"
#include "base/phrase.h"

#include <stdbool.h>

/** What a call came to; the values are the program's exit codes (base/diag.def). */
typedef enum gx_err {
#define GX_OUTCOME(name, exit_code, meaning) GX_##name = exit_code,
#include "base/diag.def"
} gx_err;

typedef enum gx_code {
#define GX_CODE(name, text, outcome, meaning) GX_CODE_##name,
#include "base/diag.def"
    GX_CODE_COUNT
} gx_code;

typedef struct gx_code_row {
    const char *name;    /* as printed in brackets */
    gx_err outcome;      /* exit code it leads to */
    const char *meaning; /* one line for `gaoxin help errors` */
} gx_code_row;

extern const gx_code_row gx_codes[GX_CODE_COUNT];

typedef struct gx_outcome_row {
    const char *name;
    gx_err outcome;
    const char *meaning;
} gx_outcome_row;

extern const gx_outcome_row gx_outcomes[];
extern const int32_t gx_outcome_count;

/** A stretch of a source: `file` is -1 for "nowhere in a text". */
typedef struct gx_loc {
    int32_t file;
    int32_t offset; /* bytes from the start */
    int32_t length; /* bytes, at least 1 for a caret */
} gx_loc;

#define GX_NOWHERE ((gx_loc){.file = -1})

typedef enum gx_severity { GX_ERROR, GX_WARNING, GX_NOTE } gx_severity;

/** One message; a note belongs to the message before it. */
typedef struct gx_diag {
    gx_severity severity;
    gx_code code;
    gx_loc loc;
    const char *phrase; /* base/phrase.h: for a `%-s` that hands the message on */
    const char *text;   /* the same in English, for what is saved */
} gx_diag;

typedef struct gx_source {
    const char *path; /* as the user wrote it */
    const char *text; /* [length], and a NUL */
    size_t length;
} gx_source;

/** A text that stands for a file (gx_source_keep). */
typedef struct gx_kept {
    const char *path;
    const char *text;
    bool is_taken;
} gx_kept;

typedef struct gx_diags {
    gx_arena *arena;
    gx_oom oom;
    const gx_catalogue *catalogue; /* of the reader's language; NULL: English */
    GX_LIST(gx_source) sources;
    GX_LIST(gx_kept) kept; /* none: files are read from the disk */
    GX_LIST(gx_diag) list;
    int32_t error_count;
    const char *document; /* the command of which a script waits for JSON that is not made
                             yet; NULL: none */
} gx_diags;

gx_diags *gx_diags_new(gx_oom oom);

/** New, with the handler and the language of others. */
gx_diags *gx_diags_like(const gx_diags *ds);
void gx_diags_free(gx_diags *ds);

/** Register a text (copied) under a path; gives its file number. */
int32_t gx_source_add(gx_diags *ds, const char *path, const char *text, size_t length);

/** Read a whole file of at most `limit` bytes as a source. Errors: file, encoding. */
gx_err gx_source_read(int32_t *file, const char *path, size_t limit, gx_diags *ds);

/**
 * Keep a text (copied) in place of a file. Once there is one, gx_source_read takes all
 * files from these and none from the disk: each once, by its name without folder, those
 * of one name in the order of keeping.
 */
void gx_source_keep(gx_diags *ds, const char *path, const char *text);

/** True when gx_source_read would find something under this path. */
bool gx_source_is_there(const gx_diags *ds, const char *path);

/** Why a file could not be opened, read or written, for `%-s`: a text for `errno`. */
const char *gx_errno_text(int number);

/** Add an error and give its outcome, for `return gx_error(...)`. The formats are those
 * of gx_phrase. */
gx_err gx_error(gx_diags *ds, gx_code code, gx_loc loc, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void gx_warning(gx_diags *ds, gx_code code, gx_loc loc, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void gx_note(gx_diags *ds, gx_loc loc, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/**
 * Show the errors from message `first` on at `loc`, those that are elsewhere, each once,
 * and note where they were; `where` says what those places are.
 */
void gx_error_move(gx_diags *ds, int32_t first, gx_loc loc, const char *where);

/**
 * The errors and warnings in the order of their places (those without one last), each
 * followed by its notes; what was said twice of one place once. Gives indices for
 * gx_diag_render, owned by the arena of `ds`.
 */
int32_t *gx_diags_sort(int32_t *count, const gx_diags *ds);

/** Append the messages of `from`, whose places are in the sources of `ds`. */
void gx_diags_merge(gx_diags *ds, const gx_diags *from);

/** The same, without messages of a code at a place where `ds` has one of that code. */
void gx_diags_merge_new(gx_diags *ds, const gx_diags *from);

/** Append the messages of `from` with the sources that their places are in. */
void gx_diags_take(gx_diags *ds, const gx_diags *from);

/** Few errors yet: worth looking through all names for what may have been meant. */
bool gx_diags_are_few(const gx_diags *ds);

/** The nearest of several words to one that was typed: set `typed`, try each. */
typedef struct gx_near {
    const char *typed, *word; /* word: the nearest so far, NULL when none is near */
    int32_t distance;
} gx_near;

/** Try a word; borrows it. Near is what a third of its length in edits turns into it. */
void gx_near_try(gx_near *near, const char *word);

/** Add the note "did you mean 'WORD'?"; false, and no note, when it is NULL. */
bool gx_suggest(gx_diags *ds, const char *word);

/** The outcome of the first error, or GX_OK. */
gx_err gx_diags_outcome(const gx_diags *ds);

/** Line and column (from 1; a column is a character) of a place. */
void gx_source_position(const gx_source *source, int32_t offset, int32_t *line,
                        int32_t *column);

/** Write message `i` as `path:line:col: error: text [code]`, source line, caret. */
void gx_diag_render(const gx_diags *ds, int32_t i, gx_buf *out);

#endif
