/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Heads of macros of the .mdl language, and what their variables may be (internal to
 * front/).
 */
#ifndef GX_FRONT_MACROS_H
#define GX_FRONT_MACROS_H

#include "front/lex.h"

/** Parse `NAME(a, b : c)`, which follows `:MACRO:`. */
gx_err gx_macro_parse_header(gx_macro *macro, gx_lexer *lexer);

/** Check the variables of a macro that was read without an error. */
gx_err gx_macro_check(const gx_macro *macro, gx_arena *arena, gx_diags *ds);

#endif
