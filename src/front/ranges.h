/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Subscript ranges of the .mdl language (internal to front/).
 */
#ifndef GX_FRONT_RANGES_H
#define GX_FRONT_RANGES_H

#include "front/lex.h"

/** Parse what follows `NAME:` up to its `~` and add the range to the model. */
gx_err gx_range_parse(gx_model *model, gx_lexer *lexer, const gx_expr *lhs);

/** Parse what follows `NAME <->` and add a range with the elements of another. */
gx_err gx_range_parse_equal(gx_model *model, gx_lexer *lexer, const gx_expr *lhs);

/**
 * Once all ranges are known: replace ranges among elements by their elements, fill equal
 * ranges, check mappings, and fill model->element_names.
 */
void gx_ranges_settle(gx_model *model, gx_diags *ds);

#endif
