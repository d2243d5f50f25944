/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Tokens of the .mdl language and the expression parser on them (internal to front/).
 *
 * A lexer walks one source and always holds one token ahead. Tokens carry their place; a
 * name's place covers all its words. `{comments}` and `\` before a line end are blanks.
 */
#ifndef GX_FRONT_LEX_H
#define GX_FRONT_LEX_H

#include "model/model.h"

typedef enum gx_token_kind {
    GX_TOKEN_END,  /* end of the equations */
    GX_TOKEN_NAME, /* text: words joined by blanks, or a "quoted name" with its quotes */
    GX_TOKEN_NUMBER,  /* number */
    GX_TOKEN_STRING,  /* 'text' */
    GX_TOKEN_KEYWORD, /* text: ":AND:" and the like, upper case */
    GX_TOKEN_MARK, /* text: one of ( ) [ ] , ; = == := : -> <-> < <= <> > >= + - * / ^ ! ~
                      | */
    GX_TOKEN_WRONG /* a character the language does not have */
} gx_token_kind;

typedef struct gx_token {
    gx_token_kind kind;
    gx_loc loc;
    const char *text; /* NUL-terminated, of the arena or static */
    double number;
} gx_token;

typedef struct gx_lexer {
    gx_arena *arena; /* names go here */
    gx_diags *ds;
    const char *text; /* the source */
    int32_t file;
    int32_t at;           /* next byte to read */
    int32_t end;          /* the equations end here */
    const gx_map *macros; /* names that may hide builtins of another arity */
    const gx_map *ranges; /* names of the subscript ranges read so far, or NULL */
    GX_LIST(gx_expr *) with_outputs; /* macro calls `f(a : b)` parsed so far */
    GX_LIST(gx_expr *) own_calls;    /* of functions that a lookup may hide, so far */
    const char *defining;            /* the variable on the left, for messages; or NULL */
    gx_token token;
    int32_t last_end; /* where the token before ended */
} gx_lexer;

/** Start at byte `from`, to end at byte `to`; reads the first token. */
void gx_lexer_start(gx_lexer *lexer, gx_arena *arena, gx_diags *ds, int32_t file,
                    int32_t from, int32_t to);
void gx_lexer_next(gx_lexer *lexer);

/** The current token is this mark (or keyword). */
bool gx_lexer_is(const gx_lexer *lexer, const char *mark);

/** Take the mark when it is there. */
bool gx_lexer_accept(gx_lexer *lexer, const char *mark);

/** Take the mark or report what was found instead (GX_BAD_INPUT). */
gx_err gx_lexer_expect(gx_lexer *lexer, const char *mark, const char *where);

/** Report that the current token does not fit: "expected WHAT, found ...". */
gx_err gx_lexer_unexpected(gx_lexer *lexer, const char *expected);

/** From a place to the end of the token before the current one. */
gx_loc gx_lexer_since(const gx_lexer *lexer, gx_loc from);

/** Parse an expression; NULL after an error. */
gx_expr *gx_parse_expr(gx_lexer *lexer);

/** Parse what follows `=`: an expression or an array of constants. */
gx_expr *gx_parse_rhs(gx_lexer *lexer);

/** Parse `([range],(x,y),...)`, the old form `(x,x,y,y)` too; the `(` is current. */
gx_expr *gx_parse_table(gx_lexer *lexer);

/** Parse `[a, b!]` when it is there; false after an error. */
bool gx_parse_subscripts(gx_lexer *lexer, gx_expr *into);

#endif
