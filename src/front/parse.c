/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expressions by precedence climbing; how tightly operators bind is in model/builtins.c.
 * After an error every function gives NULL and the caller gives up the equation: one
 * error an equation, so that errors are independent. */
#include "front/lex.h"

#include <string.h>

enum {
    DEEPEST = 200,  /* parentheses inside parentheses */
    LONGEST = 10000 /* operators in a row */
};

static gx_expr *parse_binary(gx_lexer *lexer, int32_t least, int32_t depth);

static gx_expr *expr_new(gx_lexer *lexer, gx_expr_kind kind)
{
    gx_expr *expr = GX_NEW(lexer->arena, gx_expr);
    expr->kind = kind;
    expr->fn = GX_FN_NONE;
    expr->loc = lexer->token.loc;
    return expr;
}

static void set_name(gx_lexer *lexer, gx_expr *expr)
{
    expr->name = lexer->token.text;
    expr->key = gx_text_key(lexer->arena, expr->name, strlen(expr->name));
}

static void add_arg(gx_lexer *lexer, gx_expr *expr, gx_expr *arg)
{
    *GX_ADD(lexer->arena, &expr->args) = arg;
}

bool gx_parse_subscripts(gx_lexer *lexer, gx_expr *into)
{
    if (!gx_lexer_accept(lexer, "["))
        return true;
    do {
        if (lexer->token.kind != GX_TOKEN_NAME) {
            gx_lexer_unexpected(lexer, "a subscript");
            return false;
        }
        gx_subscript *sub = GX_ADD(lexer->arena, &into->subs);
        sub->name = lexer->token.text;
        sub->key = gx_text_key(lexer->arena, sub->name, strlen(sub->name));
        sub->loc = lexer->token.loc;
        gx_lexer_next(lexer);
        sub->is_reduced = gx_lexer_accept(lexer, "!");
    } while (gx_lexer_accept(lexer, ","));
    return !gx_lexer_expect(lexer, "]", "after the subscripts");
}

/* ---- lookups ---- */

static bool parse_signed(gx_lexer *lexer, double *value)
{
    bool negative = false;
    while (gx_lexer_is(lexer, "-") || gx_lexer_is(lexer, "+")) {
        negative ^= gx_lexer_is(lexer, "-");
        gx_lexer_next(lexer);
    }
    if (lexer->token.kind != GX_TOKEN_NUMBER) {
        gx_lexer_unexpected(lexer, "a number");
        return false;
    }
    *value = negative ? -lexer->token.number : lexer->token.number;
    gx_lexer_next(lexer);
    return true;
}

static bool parse_point(gx_lexer *lexer, gx_point *point)
{
    return !gx_lexer_expect(lexer, "(", "before a point") &&
           parse_signed(lexer, &point->x) &&
           !gx_lexer_expect(lexer, ",", "between x and y") &&
           parse_signed(lexer, &point->y) &&
           !gx_lexer_expect(lexer, ")", "after a point");
}

/* `[(x0,y0)-(x1,y1), (x,y) ...]`: what a drawing program shows; it does not count. */
static bool parse_table_range(gx_lexer *lexer)
{
    gx_point skipped;
    if (!gx_lexer_accept(lexer, "["))
        return true;
    if (!parse_point(lexer, &skipped) ||
        gx_lexer_expect(lexer, "-", "between the corners of the range") ||
        !parse_point(lexer, &skipped))
        return false;
    while (gx_lexer_accept(lexer, ","))
        if (!parse_point(lexer, &skipped))
            return false;
    if (gx_lexer_expect(lexer, "]", "after the range of the lookup"))
        return false;
    return gx_lexer_is(lexer, ")") ||
           !gx_lexer_expect(lexer, ",", "before the points of the lookup");
}

/* The old form: all x, then all y. */
static bool parse_flat_points(gx_lexer *lexer, gx_expr *table)
{
    GX_LIST(double) numbers = {0};
    do {
        double value = 0.0;
        if (!parse_signed(lexer, &value))
            return false;
        *GX_ADD(lexer->arena, &numbers) = value;
    } while (gx_lexer_accept(lexer, ","));
    if (numbers.count % 2) {
        gx_error(lexer->ds, GX_CODE_TABLE, gx_lexer_since(lexer, table->loc),
                 "a lookup with %d numbers: as many y as x are needed", numbers.count);
        return false;
    }
    int32_t half = numbers.count / 2;
    for (int32_t i = 0; i < half; i++)
        *GX_ADD(lexer->arena, &table->points) =
            (gx_point){.x = numbers.at[i], .y = numbers.at[half + i]};
    return true;
}

static void refuse(gx_lexer *lexer, gx_loc loc, const char *name, const char *why)
{
    gx_error(lexer->ds, GX_CODE_UNSUPPORTED, loc, "'%s' is not supported", name);
    gx_note(lexer->ds, GX_NOWHERE, "%-s", why);
}

/* Points that would come from a file: an error when the token says so. */
static bool is_from_file(gx_lexer *lexer)
{
    const gx_token *t = &lexer->token;
    const char *why =
        t->kind == GX_TOKEN_NAME
            ? gx_builtin_refusal(gx_text_key(lexer->arena, t->text, strlen(t->text)))
            : NULL;
    if (why)
        refuse(lexer, t->loc, t->text, why);
    return why != NULL;
}

gx_expr *gx_parse_table(gx_lexer *lexer)
{
    gx_expr *table = expr_new(lexer, GX_EXPR_TABLE);
    if (gx_lexer_expect(lexer, "(", "before the points of a lookup") ||
        is_from_file(lexer) || !parse_table_range(lexer))
        return NULL;
    if (lexer->token.kind == GX_TOKEN_NUMBER || gx_lexer_is(lexer, "-")) {
        if (!parse_flat_points(lexer, table))
            return NULL;
    } else if (!gx_lexer_is(lexer, ")")) {
        do {
            gx_point *point = GX_ADD(lexer->arena, &table->points);
            if (!parse_point(lexer, point))
                return NULL;
        } while (gx_lexer_accept(lexer, ","));
    }
    if (gx_lexer_expect(lexer, ")", "after the points of the lookup"))
        return NULL;
    table->loc = gx_lexer_since(lexer, table->loc);
    return table;
}

/* ---- expressions ---- */

static gx_builtin binary_operator(const gx_lexer *lexer)
{
    if (lexer->token.kind != GX_TOKEN_MARK && lexer->token.kind != GX_TOKEN_KEYWORD)
        return GX_FN_NONE;
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++)
        if (gx_builtin_precedence(fn) && gx_builtins[fn].least == 2 &&
            strcmp(gx_builtins[fn].name, lexer->token.text) == 0)
            return fn;
    return GX_FN_NONE;
}

static bool check_arity(gx_lexer *lexer, const gx_expr *call)
{
    const gx_builtin_row *row = &gx_builtins[call->fn];
    if (call->args.count >= row->least && call->args.count <= row->most)
        return true;
    gx_error(lexer->ds, GX_CODE_ARGUMENTS, call->loc, "'%s' takes %d argument%s, not %d",
             row->name, row->least, row->least == 1 ? "" : "s", call->args.count);
    gx_note(lexer->ds, GX_NOWHERE, "%s: %-s", row->name, row->doc);
    for (int32_t i = 0; i < call->args.count; i++) {
        const gx_expr *arg = call->args.at[i];
        if (arg->kind == GX_EXPR_NAME)
            gx_slip_note(lexer->ds, arg->loc, arg->name);
    }
    return false;
}

/* `: name, name[sub]` after the arguments of a macro. */
static bool parse_outputs(gx_lexer *lexer, gx_expr *call)
{
    gx_lexer_next(lexer);
    do {
        if (lexer->token.kind != GX_TOKEN_NAME) {
            gx_lexer_unexpected(lexer, "the name of a variable for an output");
            return false;
        }
        gx_expr *output = expr_new(lexer, GX_EXPR_NAME);
        set_name(lexer, output);
        gx_lexer_next(lexer);
        if (!gx_parse_subscripts(lexer, output))
            return false;
        output->loc = gx_lexer_since(lexer, output->loc);
        *GX_ADD(lexer->arena, &call->outputs) = output;
    } while (gx_lexer_accept(lexer, ","));
    *GX_ADD(lexer->arena, &lexer->with_outputs) = call;
    return true;
}

static bool is_macro(const gx_lexer *lexer, const gx_expr *call)
{
    return gx_map_find(lexer->macros, call->key) >= 0;
}

/* Calls that are no expressions: an error when this is one. */
static bool is_placeholder(gx_lexer *lexer, const gx_expr *call)
{
    if (is_macro(lexer, call))
        return false;
    if (call->fn == GX_FN_TABBED)
        gx_error(lexer->ds, GX_CODE_ARGUMENTS, call->loc,
                 "'TABBED ARRAY' must be the whole right-hand side");
    else if (strcmp(call->key, "a function of") == 0)
        gx_error(lexer->ds, GX_CODE_UNDEFINED_NAME, call->loc,
                 "'%s' has no equation yet: 'A FUNCTION OF' only lists its causes",
                 lexer->defining ? lexer->defining : "this variable");
    else
        return false;
    return true;
}

/* The current token is the `(` after a name. */
static gx_expr *parse_call(gx_lexer *lexer, gx_expr *call, int32_t depth)
{
    call->kind = GX_EXPR_CALL;
    call->fn = call->subs.count ? GX_FN_NONE : gx_builtin_find(call->key);
    if (is_placeholder(lexer, call))
        return NULL;
    gx_lexer_next(lexer);
    if (lexer->token.kind == GX_TOKEN_STRING && gx_builtin_refusal(call->key)) {
        refuse(lexer, gx_lexer_since(lexer, call->loc), call->name,
               gx_builtin_refusal(call->key));
        return NULL;
    }
    while (!gx_lexer_is(lexer, ")")) {
        bool table = call->fn == GX_FN_WITHLOOKUP && call->args.count == 1;
        gx_expr *arg = table ? gx_parse_table(lexer) : parse_binary(lexer, 1, depth + 1);
        if (!arg)
            return NULL;
        add_arg(lexer, call, arg);
        if (!gx_lexer_accept(lexer, ","))
            break;
    }
    if ((gx_lexer_is(lexer, ":") && !parse_outputs(lexer, call)) ||
        gx_lexer_expect(lexer, ")", "after the arguments"))
        return NULL;
    call->loc = gx_lexer_since(lexer, call->loc);
    bool is_own = gx_builtin_is_own(call->fn);
    if (is_own)
        *GX_ADD(lexer->arena, &lexer->own_calls) = call;
    bool is_builtin = call->fn != GX_FN_NONE && !is_own && !is_macro(lexer, call);
    return !is_builtin || check_arity(lexer, call) ? call : NULL;
}

static gx_expr *parse_primary(gx_lexer *lexer, int32_t depth)
{
    gx_expr *expr = expr_new(lexer, GX_EXPR_NUMBER);
    switch (lexer->token.kind) {
    case GX_TOKEN_NUMBER:
        expr->number = lexer->token.number;
        gx_lexer_next(lexer);
        return expr;
    case GX_TOKEN_NAME:
        expr->kind = GX_EXPR_NAME;
        set_name(lexer, expr);
        gx_lexer_next(lexer);
        if (!gx_parse_subscripts(lexer, expr))
            return NULL;
        expr->loc = gx_lexer_since(lexer, expr->loc);
        return gx_lexer_is(lexer, "(") ? parse_call(lexer, expr, depth) : expr;
    case GX_TOKEN_MARK:
        if (!gx_lexer_accept(lexer, "("))
            break;
        expr = parse_binary(lexer, 1, depth + 1);
        return expr && !gx_lexer_expect(lexer, ")", "to close the parenthesis") ? expr
                                                                                : NULL;
    case GX_TOKEN_KEYWORD:
        if (!gx_lexer_accept(lexer, ":NA:"))
            break;
        expr->number = GX_NA;
        return expr;
    case GX_TOKEN_STRING:
        gx_error(lexer->ds, GX_CODE_UNSUPPORTED, lexer->token.loc,
                 "a text cannot stand in an equation");
        return NULL;
    case GX_TOKEN_END:
    case GX_TOKEN_WRONG:
    default:
        break;
    }
    gx_lexer_unexpected(lexer, "a number, a name or '('");
    return NULL;
}

static gx_expr *parse_unary(gx_lexer *lexer, int32_t depth)
{
    bool minus = gx_lexer_is(lexer, "-"), not = gx_lexer_is(lexer, ":NOT:");
    if (!minus && !not &&!gx_lexer_is(lexer, "+"))
        return parse_primary(lexer, depth);
    gx_expr *expr = expr_new(lexer, GX_EXPR_CALL);
    expr->fn = minus ? GX_FN_NEG : GX_FN_NOT;
    gx_lexer_next(lexer);
    int32_t least =
        not ? gx_builtin_precedence(GX_FN_NOT) : gx_builtin_precedence(GX_FN_NEG);
    gx_expr *arg = parse_binary(lexer, least, depth + 1);
    if (!arg || (!minus && !not ))
        return arg;
    add_arg(lexer, expr, arg);
    expr->loc = gx_lexer_since(lexer, expr->loc);
    return expr;
}

static gx_expr *parse_binary(gx_lexer *lexer, int32_t least, int32_t depth)
{
    if (depth > DEEPEST) {
        gx_error(lexer->ds, GX_CODE_SYNTAX, lexer->token.loc,
                 "expressions nest deeper than %d", (int)DEEPEST);
        return NULL;
    }
    gx_expr *left = parse_unary(lexer, depth);
    for (int32_t chain = 0; left; chain++) {
        gx_builtin fn = binary_operator(lexer);
        int32_t binds = gx_builtin_precedence(fn);
        if (fn == GX_FN_NONE || binds < least)
            break;
        if (chain == LONGEST) {
            gx_error(lexer->ds, GX_CODE_SYNTAX, lexer->token.loc,
                     "more than %d operators in a row", (int)LONGEST);
            return NULL;
        }
        gx_lexer_next(lexer);
        bool from_right = fn == GX_FN_POW; /* 2 ^ 3 ^ 2 is 2 ^ 9 */
        gx_expr *right = parse_binary(lexer, binds + !from_right, depth + 1);
        if (!right)
            return NULL;
        gx_expr *both = expr_new(lexer, GX_EXPR_CALL);
        both->fn = fn;
        add_arg(lexer, both, left);
        add_arg(lexer, both, right);
        both->loc = gx_lexer_since(lexer, left->loc);
        left = both;
    }
    return left;
}

gx_expr *gx_parse_expr(gx_lexer *lexer)
{
    return parse_binary(lexer, 1, 0);
}

/* ---- array constants ---- */

/* End a row of `in_row` numbers; the rows must be of one length. */
static bool end_row(gx_lexer *lexer, gx_expr *list, int32_t *in_row)
{
    if (list->row_length && list->row_length != *in_row) {
        gx_error(lexer->ds, GX_CODE_SUBSCRIPT, gx_lexer_since(lexer, list->loc),
                 "rows of different lengths: %d and %d", list->row_length, *in_row);
        return false;
    }
    list->row_length = *in_row;
    *in_row = 0;
    return true;
}

static bool add_number(gx_lexer *lexer, gx_expr *list, int32_t *in_row)
{
    gx_expr *number = expr_new(lexer, GX_EXPR_NUMBER);
    if (!parse_signed(lexer, &number->number))
        return false;
    number->loc = gx_lexer_since(lexer, number->loc);
    add_arg(lexer, list, number);
    ++*in_row;
    return true;
}

/* `1,2;3,4;` after the first number was read as an expression. */
static gx_expr *parse_list(gx_lexer *lexer, gx_expr *first)
{
    gx_expr *list = expr_new(lexer, GX_EXPR_LIST);
    list->loc = first->loc;
    add_arg(lexer, list, first);
    int32_t in_row = 1;
    while (gx_lexer_is(lexer, ",") || gx_lexer_is(lexer, ";")) {
        bool ends_row = gx_lexer_is(lexer, ";");
        gx_lexer_next(lexer);
        if (ends_row && !end_row(lexer, list, &in_row))
            return NULL;
        if (ends_row && lexer->token.kind == GX_TOKEN_MARK && !gx_lexer_is(lexer, "-") &&
            !gx_lexer_is(lexer, "+"))
            break;
        if (!add_number(lexer, list, &in_row))
            return NULL;
    }
    if (list->row_length && in_row && !end_row(lexer, list, &in_row))
        return NULL;
    list->loc = gx_lexer_since(lexer, list->loc);
    return list;
}

/* Does the token stand on another line than the one before? */
static bool starts_line(const gx_lexer *lexer)
{
    for (int32_t i = lexer->last_end; i < lexer->token.loc.offset; i++)
        if (lexer->text[i] == '\n' && lexer->text[i - 1] != '\\')
            return true;
    return false;
}

/* `TABBED ARRAY(`: numbers with blanks between them, a line a row. */
static gx_expr *parse_tabbed(gx_lexer *lexer)
{
    gx_expr *list = expr_new(lexer, GX_EXPR_LIST);
    int32_t in_row = 0;
    gx_lexer_next(lexer);
    if (gx_lexer_expect(lexer, "(", "after 'TABBED ARRAY'"))
        return NULL;
    do {
        bool apart = lexer->last_end < lexer->token.loc.offset;
        if (in_row && !apart) {
            gx_lexer_unexpected(lexer, "a blank between numbers");
            return NULL;
        }
        if ((in_row && starts_line(lexer) && !end_row(lexer, list, &in_row)) ||
            !add_number(lexer, list, &in_row))
            return NULL;
    } while (!gx_lexer_is(lexer, ")"));
    if (!end_row(lexer, list, &in_row))
        return NULL;
    gx_lexer_next(lexer);
    list->loc = gx_lexer_since(lexer, list->loc);
    return list;
}

static bool starts_tabbed(const gx_lexer *lexer)
{
    if (lexer->token.kind != GX_TOKEN_NAME)
        return false;
    const char *key =
        gx_text_key(lexer->arena, lexer->token.text, strlen(lexer->token.text));
    return gx_builtin_find(key) == GX_FN_TABBED && gx_map_find(lexer->macros, key) < 0;
}

static bool is_literal(const gx_expr *expr)
{
    return expr->kind == GX_EXPR_NUMBER ||
           (expr->kind == GX_EXPR_CALL && expr->fn == GX_FN_NEG &&
            expr->args.at[0]->kind == GX_EXPR_NUMBER);
}

gx_expr *gx_parse_rhs(gx_lexer *lexer)
{
    if (starts_tabbed(lexer))
        return parse_tabbed(lexer);
    gx_expr *expr = gx_parse_expr(lexer);
    if (!expr || !is_literal(expr) ||
        !(gx_lexer_is(lexer, ",") || gx_lexer_is(lexer, ";")))
        return expr;
    return parse_list(lexer, expr);
}
