/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Lines of a table of text (RFC 4180, comma or tab) cut into fields that keep their place
 * in the source, so that every message points at the field it means.
 */
#ifndef GX_BASE_FIELDS_H
#define GX_BASE_FIELDS_H

#include "base/diag.h"

/** A field without its quotes and the blanks around it. */
typedef struct gx_field {
    gx_loc loc;
    bool has_quotes; /* a quote inside is doubled */
} gx_field;

/** A source being read, and the fields of the line read last. */
typedef struct gx_fields {
    gx_diags *ds;
    gx_arena *arena;
    int32_t file;
    const char *text; /* of the source, ends with NUL */
    int32_t at;       /* next byte */
    char separator;
    GX_LIST(gx_field) list;
} gx_fields;

/** Begin a source, behind its byte order mark if it has one. */
gx_fields gx_fields_start(int32_t file, char separator, gx_arena *arena, gx_diags *ds);

/** Read the next line that has any text; no fields are left at the end. Errors: syntax.
 */
gx_err gx_fields_read(gx_fields *r);

/** The text of a field; in the arena. */
char *gx_field_text(const gx_fields *r, const gx_field *f);

#endif
