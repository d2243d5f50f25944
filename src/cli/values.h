/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Variables of a result and their values, as a table and for scripts (internal to cli/).
 */
#ifndef GX_CLI_VALUES_H
#define GX_CLI_VALUES_H

#include "cli/chart.h"

typedef GX_LIST(int32_t) gx_places; /* of variables in a frame */

/** `name[sub, sub]`, taken apart. */
typedef struct gx_wish {
    const char *name;
    const char *sub[GX_MAX_DIMS]; /* `*` for all */
    int32_t count;
    bool is_open; /* it does not end in a bracket */
} gx_wish;

gx_wish gx_wish_split(const char *text, gx_arena *arena);

/**
 * Find the variables of what was typed, from name `first` on: names or labels, perhaps
 * with elements (`*` for all of a subscript). Each of these is added to the frame as a
 * variable without subscripts. Errors: undefined-name, subscript.
 */
gx_err gx_values_find(gx_places *var, const gx_result *result, const gx_texts *names,
                      int32_t first, gx_diags *ds);

/** Add the names of the variables of what was typed, as the frame has them, copied. The
 * frame need not have values. Errors: undefined-name. */
gx_err gx_values_known(gx_texts *known, const gx_frame *frame, const gx_texts *names,
                       int32_t first, gx_diags *ds);

/** A value as tables show it. */
const char *gx_value_text(gx_arena *arena, double value);

/** Append one row a run and save time, one column a variable or element of each of
 * `count` results, which are one whole or its parts; what has no runs is the first's. */
void gx_values_print(const gx_result *result, int32_t count, const gx_places *var,
                     gx_language language, gx_buf *out);

/** Append the document of the values of variables; of none: what the result is and has.
 */
void gx_values_json(const gx_result *result, const gx_places *var, gx_language language,
                    gx_buf *out);

#endif
