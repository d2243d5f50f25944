/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Names in scenarios and sidecars, found in a flat model: a variable's or its label, with
 * subscripts that are elements, their labels or `*`.
 */
#ifndef GX_MODEL_NAMES_H
#define GX_MODEL_NAMES_H

#include "model/expand.h"

enum { GX_EVERY_ELEMENT = -1, GX_NO_ELEMENT = -2 };

/** A name taken apart: its variable, and which element each subscript means. */
typedef struct gx_named {
    int32_t variable;
    int32_t sub_count;
    const char *sub[GX_MAX_BINDINGS]; /* as written */
    int32_t element[GX_MAX_BINDINGS]; /* in its range, or one of the above */
} gx_named;

/** Take a name apart. Errors: undefined-name. */
gx_err gx_named_find(gx_named *found, const gx_flat *flat, gx_name name,
                     const gx_labels *labels, gx_arena *arena, gx_diags *ds);

/** It has as many subscripts as its variable, each an element or `*`. Errors: subscript.
 */
gx_err gx_named_check(const gx_named *named, const gx_flat *flat, gx_name name,
                      gx_diags *ds);

/** Is element `e` of the variable meant, when there are as many subscripts? */
bool gx_named_has(const gx_named *named, const gx_flat *flat, int32_t e);

typedef GX_LIST(int32_t) gx_cells;

/**
 * Add the cells of a name; without subscripts it means all elements that have an
 * equation. Errors: undefined-name, subscript, value (a lookup).
 */
gx_err gx_cells_find(gx_cells *cells, const gx_flat *flat, gx_name name,
                     const gx_labels *labels, gx_arena *arena, gx_diags *ds);

#endif
