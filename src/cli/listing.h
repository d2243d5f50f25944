/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a command lists, for people as a table and for scripts as JSON (internal to cli/):
 * one row a thing, the fields of a row from one table.
 */
#ifndef GX_CLI_LISTING_H
#define GX_CLI_LISTING_H

#include "cli/cli.h"

typedef struct gx_field {
    const char *key;  /* in JSON; NULL: not there */
    const char *head; /* of the column, a text of the program; NULL: no column */
    bool is_number;
} gx_field;

/** A field of one row; borrowed. */
typedef struct gx_value {
    const char *text;  /* in the table, and in JSON when it is no number */
    const char *shown; /* in the table instead, in its language; NULL: the text */
    double number;
} gx_value;

typedef struct gx_listing {
    const gx_field *field;
    int32_t field_count;
    gx_arena *arena;
    GX_LIST(gx_value) values; /* [rows][field_count] */
} gx_listing;

/** Add a row of `field_count` values. */
void gx_listing_add(gx_listing *listing, const gx_value *row);

/** Keep the rows that have a word in any of their texts, in any case. */
void gx_listing_keep(gx_listing *listing, const char *word);

/** Append the table, or nothing when there is no row. */
void gx_listing_print(const gx_listing *listing, gx_language language, gx_buf *out);

/** Add the list `name` of objects to a document. */
void gx_listing_json(const gx_listing *listing, const char *name, gx_json *json);

/* ---- what can be run (folder.c) ---- */

enum { GX_FOLDER_FIELDS = 6 };
extern const gx_field gx_folder_fields[GX_FOLDER_FIELDS];

/**
 * Add the models, scenarios, studies and calibrations of a folder ("": this one) and of
 * the folders in it, by path; what is wrong in one is said in its row. `quiet` owns their
 * texts, and messages that are not for printing. False when there is no such folder.
 */
bool gx_folder_list(gx_listing *listing, const char *folder, gx_language language,
                    gx_diags *quiet);

#endif
