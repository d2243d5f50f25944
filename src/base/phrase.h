/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Phrases: what the program says, kept with its arguments so that cli/ can say it in the
 * language of the reader.
 *
 * The texts of the source are English. A catalogue (src/cli/zh.po, built into cli/) has
 * another text for each; it is looked up when a phrase is printed and never before, so
 * that rooms below cli/ know of no language and nothing that is saved depends on one.
 * What a model's author wrote is an argument and stays as it is.
 *
 * A phrase is a text: its format and arguments between control bytes, which are replaced
 * in arguments. tests/lint/texts.sh holds the catalogue against the source.
 */
#ifndef GX_BASE_PHRASE_H
#define GX_BASE_PHRASE_H

#include "base/text.h"

#include <stdarg.h>

/* Marks a text that stands in a table or is an argument for `%-s`. */
#define GX_TEXT(text) text

typedef struct gx_translation {
    const char *text, *says;
} gx_translation;

/** Texts and what they are in a language, in the order of their bytes. */
typedef struct gx_catalogue {
    const gx_translation *row;
    int32_t count;
} gx_catalogue;

/** What a text is in a language; itself when the catalogue is NULL or has no such text.
 */
const char *gx_translate(const gx_catalogue *catalogue, const char *text)
    __attribute__((format_arg(2)));

/**
 * Keep a format with its arguments; owned by the arena. Conversions are c, s, d, u, x, e,
 * f, g, %, with precision and length; `%-s` takes a text of the program or a phrase.
 */
char *gx_phrase(gx_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *gx_phrase_of(gx_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

/** Append a phrase, or a text of the program, in the language of a catalogue; NULL:
 * English. A translation may take arguments in another order (`%2$s`) or none (`%.0s`).
 */
void gx_phrase_print(const char *phrase, const gx_catalogue *catalogue, gx_buf *out);

/** The first argument of a phrase when that is plain text, as the path of "cannot open
 * '%s'" is, else NULL; owned by the arena. */
const char *gx_phrase_first(gx_arena *arena, const char *phrase);

#endif
