/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "front/lex.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Keywords in the order of the reference manual; a parser refuses those it does not know.
 */
static const char *const keywords[] = {
    ":AND:",     ":OR:",           ":NOT:",           ":NA:",
    ":EXCEPT:",  ":INTERPOLATE:",  ":RAW:",           ":HOLD BACKWARD:",
    ":MACRO:",   ":END OF MACRO:", ":LOOK FORWARD:",  ":SUPPLEMENTARY:",
    ":IMPLIES:", ":TEST INPUT:",   ":THE CONDITION:", ":IGNORE:",
    ":IS:",
};

/* Longest first, so that `<->` is not read as `<`. */
static const char *const marks[] = {"<->", "->", ":=", "==", "<=", "<>", ">=", "(", ")",
                                    "[",   "]",  ",",  ";",  "=",  ":",  "<",  ">", "+",
                                    "-",   "*",  "/",  "^",  "!",  "~",  "|"};

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_name(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

static bool continues_name(char c)
{
    return starts_name(c) || is_digit(c) || c == '\'' || c == '.' || c == '%' ||
           c == '&' || c == '#' || c == '@';
}

static gx_loc place(const gx_lexer *lexer, int32_t from, int32_t to)
{
    return (gx_loc){
        .file = lexer->file, .offset = from, .length = to > from ? to - from : 1};
}

/* Blanks, line continuations and {comments}; false for a comment without end. */
static bool skip_blanks(gx_lexer *lexer)
{
    while (lexer->at < lexer->end) {
        char c = lexer->text[lexer->at];
        char next = lexer->at + 1 < lexer->end ? lexer->text[lexer->at + 1] : '\n';
        if (is_space(c) || (c == '\\' && is_space(next))) {
            lexer->at++;
        } else if (c == '{') {
            const char *close =
                memchr(lexer->text + lexer->at, '}', (size_t)(lexer->end - lexer->at));
            if (!close)
                return false;
            lexer->at = (int32_t)(close - lexer->text) + 1;
        } else {
            break;
        }
    }
    return true;
}

static void read_name(gx_lexer *lexer)
{
    gx_buf name;
    gx_buf_init(&name, lexer->ds->oom);
    int32_t from = lexer->at, to = lexer->at;
    for (;;) {
        while (lexer->at < lexer->end && continues_name(lexer->text[lexer->at]))
            gx_buf_add(&name, &lexer->text[lexer->at++], 1);
        to = lexer->at;
        skip_blanks(lexer);
        if (lexer->at == to || lexer->at >= lexer->end ||
            !continues_name(lexer->text[lexer->at]))
            break;
        gx_buf_add(&name, " ", 1);
    }
    lexer->at = to; /* blanks after the name belong to what follows */
    lexer->token = (gx_token){.kind = GX_TOKEN_NAME, .loc = place(lexer, from, to)};
    lexer->token.text = gx_arena_text(lexer->arena, name.text, name.length);
    gx_buf_clear(&name);
}

/* "quoted name" or 'string', with \" inside. */
static void read_quoted(gx_lexer *lexer, char quote)
{
    int32_t from = lexer->at++;
    while (lexer->at < lexer->end && lexer->text[lexer->at] != quote)
        lexer->at += lexer->text[lexer->at] == '\\' && lexer->at + 1 < lexer->end ? 2 : 1;
    bool closed = lexer->at < lexer->end;
    lexer->at = closed ? lexer->at + 1 : lexer->end;
    lexer->token = (gx_token){.kind = !closed        ? GX_TOKEN_WRONG
                                      : quote == '"' ? GX_TOKEN_NAME
                                                     : GX_TOKEN_STRING,
                              .loc = place(lexer, from, closed ? lexer->at : from + 1)};
    lexer->token.text =
        gx_arena_text(lexer->arena, lexer->text + from, (size_t)(lexer->at - from));
}

static void read_number(gx_lexer *lexer)
{
    char digits[400]; /* longer than any double needs */
    size_t used = 0;
    int32_t from = lexer->at;
    bool exponent = false;
    for (; lexer->at < lexer->end && used + 1 < sizeof digits; lexer->at++) {
        char c = lexer->text[lexer->at];
        char before = used ? digits[used - 1] : '\0';
        bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'E');
        bool starts_exponent = (c == 'e' || c == 'E') && !exponent;
        if (!is_digit(c) && c != '.' && !sign && !starts_exponent)
            break;
        exponent |= starts_exponent;
        digits[used++] = c;
    }
    digits[used] = '\0';
    lexer->token =
        (gx_token){.kind = GX_TOKEN_NUMBER, .loc = place(lexer, from, lexer->at)};
    lexer->token.text = gx_arena_text(lexer->arena, digits, used);
    if (!gx_text_to_number(digits, &lexer->token.number) || isinf(lexer->token.number))
        lexer->token.kind = GX_TOKEN_WRONG;
}

/* Keywords are compared without case. */
static bool read_keyword(gx_lexer *lexer)
{
    for (size_t k = 0; k < sizeof keywords / sizeof *keywords; k++) {
        int32_t length = (int32_t)strlen(keywords[k]);
        if (lexer->at + length > lexer->end)
            continue;
        int32_t i = 0;
        for (; i < length; i++) {
            char c = lexer->text[lexer->at + i];
            if ((c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c) != keywords[k][i])
                break;
        }
        if (i < length)
            continue;
        lexer->token = (gx_token){.kind = GX_TOKEN_KEYWORD,
                                  .loc = place(lexer, lexer->at, lexer->at + length),
                                  .text = keywords[k]};
        lexer->at += length;
        return true;
    }
    return false;
}

static bool read_mark(gx_lexer *lexer)
{
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        size_t length = strlen(marks[k]);
        if (lexer->at + (int32_t)length > lexer->end ||
            memcmp(lexer->text + lexer->at, marks[k], length) != 0)
            continue;
        lexer->token =
            (gx_token){.kind = GX_TOKEN_MARK,
                       .loc = place(lexer, lexer->at, lexer->at + (int32_t)length),
                       .text = marks[k]};
        lexer->at += (int32_t)length;
        return true;
    }
    return false;
}

void gx_lexer_next(gx_lexer *lexer)
{
    lexer->last_end = lexer->token.loc.offset + lexer->token.loc.length;
    bool closed = skip_blanks(lexer);
    int32_t from = lexer->at;
    char c = from < lexer->end ? lexer->text[from] : '\0';
    char next = from + 1 < lexer->end ? lexer->text[from + 1] : '\0';
    if (!closed) {
        lexer->token = (gx_token){
            .kind = GX_TOKEN_WRONG, .loc = place(lexer, from, from + 1), .text = "{"};
        lexer->at = lexer->end;
    } else if (from >= lexer->end) {
        lexer->token = (gx_token){
            .kind = GX_TOKEN_END, .loc = place(lexer, from, from + 1), .text = ""};
    } else if (is_digit(c) || (c == '.' && is_digit(next))) {
        read_number(lexer);
    } else if (starts_name(c)) {
        read_name(lexer);
    } else if (c == '"' || c == '\'') {
        read_quoted(lexer, c);
    } else if (c == '|' && next == '|') { /* no entry is empty: this is another's or */
        lexer->token = (gx_token){
            .kind = GX_TOKEN_WRONG, .loc = place(lexer, from, from + 2), .text = "||"};
        lexer->at += 2;
    } else if (!(c == ':' && read_keyword(lexer)) && !read_mark(lexer)) {
        lexer->token = (gx_token){.kind = GX_TOKEN_WRONG,
                                  .loc = place(lexer, from, from + 1),
                                  .text = gx_arena_text(lexer->arena, &c, 1)};
        lexer->at++;
    }
}

void gx_lexer_start(gx_lexer *lexer, gx_arena *arena, gx_diags *ds, int32_t file,
                    int32_t from, int32_t to)
{
    *lexer = (gx_lexer){.arena = arena,
                        .ds = ds,
                        .text = ds->sources.at[file].text,
                        .file = file,
                        .at = from,
                        .end = to};
    lexer->token.loc.offset = from;
    gx_lexer_next(lexer);
}

bool gx_lexer_is(const gx_lexer *lexer, const char *mark)
{
    return (lexer->token.kind == GX_TOKEN_MARK ||
            lexer->token.kind == GX_TOKEN_KEYWORD) &&
           strcmp(lexer->token.text, mark) == 0;
}

bool gx_lexer_accept(gx_lexer *lexer, const char *mark)
{
    bool found = gx_lexer_is(lexer, mark);
    if (found)
        gx_lexer_next(lexer);
    return found;
}

/* `r!` of a range where a number is expected: the `!` is the token. */
static bool note_mark(const gx_lexer *lexer)
{
    int32_t to = lexer->token.loc.offset, from = to;
    while (lexer->ranges && from > 0 && continues_name(lexer->text[from - 1]))
        from--;
    const char *name = lexer->text + from;
    size_t length = (size_t)(to - from);
    bool is_range =
        *(name + length) == '!' && length &&
        gx_map_find(lexer->ranges, gx_text_key(lexer->arena, name, length)) >= 0;
    if (is_range)
        gx_note(lexer->ds, GX_NOWHERE,
                "'%.*s!' marks a subscript between '[' and ']'; its number is '%.*s'",
                (int)length, name, (int)length, name);
    return is_range;
}

/* What was written by habit from another language, at the token or as its second half. */
static void note_slip(const gx_lexer *lexer)
{
    const gx_token *t = &lexer->token;
    const char *text = lexer->text + t->loc.offset;
    const gx_slip *slip = gx_slip_sign(text);
    size_t at = 0;
    if (note_mark(lexer) && text[1] != '=')
        return;
    if (lexer->last_end == t->loc.offset && t->loc.offset > 0) {
        const gx_slip *longer = gx_slip_sign(text - 1);
        slip = longer && strlen(longer->written) > 1 ? longer : slip;
    }
    if (!slip && t->kind == GX_TOKEN_NAME)
        slip = gx_slip_inside(gx_text_key(lexer->arena, t->text, strlen(t->text)), &at);
    if (slip && at == 0)
        gx_note(lexer->ds, GX_NOWHERE, "for '%s' write %-s", slip->written,
                slip->instead);
    else if (t->kind == GX_TOKEN_NAME)
        gx_slip_note(lexer->ds, GX_NOWHERE, t->text);
}

gx_err gx_lexer_unexpected(gx_lexer *lexer, const char *expected)
{
    const gx_token *t = &lexer->token;
    if (t->kind == GX_TOKEN_WRONG && (t->text[0] == '"' || t->text[0] == '\''))
        return gx_error(lexer->ds, GX_CODE_SYNTAX, t->loc,
                        t->text[0] == '"' ? "a quoted name without its end"
                                          : "a string without its end");
    if (t->kind == GX_TOKEN_WRONG && (is_digit(t->text[0]) || t->text[0] == '.'))
        return gx_error(lexer->ds, GX_CODE_SYNTAX, t->loc,
                        isinf(t->number) ? "'%.40s' is no number: it is too large"
                                         : "'%.40s' is no number",
                        t->text);
    if (t->kind == GX_TOKEN_WRONG && t->text[0] == '{')
        return gx_error(lexer->ds, GX_CODE_SYNTAX, t->loc, "a comment without its '}'");
    if (t->kind == GX_TOKEN_END)
        return gx_error(lexer->ds, GX_CODE_SYNTAX, t->loc,
                        "expected %-s, found the end of the equations", expected);
    gx_err err = gx_error(lexer->ds, GX_CODE_SYNTAX, t->loc, "expected %-s, found '%s'",
                          expected, t->text);
    note_slip(lexer);
    return err;
}

gx_err gx_lexer_expect(gx_lexer *lexer, const char *mark, const char *where)
{
    if (gx_lexer_accept(lexer, mark))
        return GX_OK;
    return gx_lexer_unexpected(lexer, gx_phrase(lexer->arena, "'%s' %-s", mark, where));
}

gx_loc gx_lexer_since(const gx_lexer *lexer, gx_loc from)
{
    return place(lexer, from.offset, lexer->last_end);
}
