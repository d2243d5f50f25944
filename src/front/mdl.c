/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Vensim's text format: entries `definition ~ units ~ comment |`, group headers between
 * lines of stars, and a sketch after the last entry. An entry with an error is reported
 * once and skipped to its `|`; its name stays known, marked as wrong, so that what uses
 * it is no error. */
#include "front/front.h"
#include "front/lex.h"
#include "front/macros.h"
#include "front/ranges.h"
#include "front/stdlib.h"

#include <string.h>

#define STDLIB "stdlib.mdl"

typedef struct mdl {
    gx_model *model;
    gx_diags *ds;
    gx_lexer lexer;
    gx_variables *variables; /* entries read now belong to the model or to a macro */
    gx_map *names;
    int32_t group;
    bool in_macro;
} mdl;

/* ---- raw text: units and comments ---- */

/* Text up to `stop` or `|`, blanks and continuations folded to one space, trimmed. */
static const char *fold(gx_arena *arena, const char *text, int32_t length)
{
    char *out = gx_arena_array(arena, (size_t)length + 1, 1);
    int32_t used = 0;
    for (int32_t i = 0; i < length; i++) {
        char c = text[i];
        bool continued = c == '\\' && i + 1 < length && strchr(" \t\r\n", text[i + 1]);
        if (!continued && !strchr(" \t\r\n", c))
            out[used++] = c;
        else if (used && out[used - 1] != ' ')
            out[used++] = ' ';
    }
    if (used && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return out;
}

/* Where the raw text that starts at `from` ends: at `~` or `|`, or at the end. */
static int32_t raw_end(const mdl *m, int32_t from)
{
    while (from < m->lexer.end && m->lexer.text[from] != '~' &&
           m->lexer.text[from] != '|')
        from++;
    return from;
}

static void split_units(mdl *m, gx_variable *var, int32_t from, int32_t to)
{
    const char *text = m->lexer.text;
    int32_t bracket = from;
    while (bracket < to && text[bracket] != '[')
        bracket++;
    const char *units = fold(m->model->arena, text + from, bracket - from);
    while (from < bracket && strchr(" \t\r\n", text[from]))
        from++;
    gx_loc place = {.file = m->lexer.file, .offset = from, .length = bracket - from};
    if (*var->units && *units && strcmp(var->units, units) != 0)
        gx_warning(m->ds, GX_CODE_DUPLICATE_NAME, place,
                   "'%s' has another unit here: '%s', not '%s'", var->name, units,
                   var->units);
    if (!*var->units) {
        var->units = units;
        gx_slip_warn_units(m->ds, place, units);
    }
    if (bracket < to && !*var->limits)
        var->limits = fold(m->model->arena, text + bracket, to - bracket);
}

static bool is_blank(const mdl *m, int32_t from, int32_t to)
{
    while (from < to && strchr(" \t\r\n", m->lexer.text[from]))
        from++;
    return from == to;
}

/* What follows units and comment can only be a keyword, such as :SUPPLEMENTARY:. Nothing
 * at all behind a comment with text is the `~~|` of an entry that a missing `|` has put
 * there. */
static bool is_flag(const mdl *m, int32_t from, int32_t to, bool has_comment)
{
    const char *text = m->lexer.text;
    if (is_blank(m, from, to))
        return !has_comment;
    while (strchr(" \t\r\n", text[from]))
        from++;
    return text[from] == ':';
}

/* The full-width bar, in the raw text before an error, that was to end an entry. */
static gx_err note_bar(mdl *m, int32_t from, int32_t to, gx_err err)
{
    static const char bar[] = "｜";
    const char *found = strstr(m->lexer.text + from, bar);
    int32_t at = found ? (int32_t)(found - m->lexer.text) : to;
    if (at < to)
        gx_note(m->ds,
                (gx_loc){.file = m->lexer.file, .offset = at, .length = sizeof bar - 1},
                "the full-width '%s' ends no entry: write '|'", bar);
    return err;
}

/* Units with an `=` have run into the next entry. */
static gx_err check_units_end(mdl *m, int32_t from, int32_t to)
{
    const char *found = memchr(m->lexer.text + from, '=', (size_t)(to - from));
    if (!found)
        return GX_OK;
    m->model->lacks_names = true;
    gx_loc sign = {
        .file = m->lexer.file, .offset = (int32_t)(found - m->lexer.text), .length = 1};
    return note_bar(m, from, sign.offset,
                    gx_error(m->ds, GX_CODE_SYNTAX, sign,
                             "expected '~' or '|' at the end of the units, found '='"));
}

/* Units and comment after a definition; the current token is its first `~` or `|`. */
static gx_err read_tail(mdl *m, gx_variable *var)
{
    gx_lexer *lexer = &m->lexer;
    bool has_comment = false;
    int32_t start = lexer->token.loc.offset;
    for (int32_t field = 0; gx_lexer_is(lexer, "~"); field++) {
        int32_t from = lexer->token.loc.offset + 1;
        int32_t to = raw_end(m, from);
        if (field >= 2 && !is_flag(m, from, to, has_comment)) {
            m->model->lacks_names = true; /* those of the entry that was run into */
            return note_bar(
                m, start, from,
                gx_error(m->ds, GX_CODE_SYNTAX, lexer->token.loc,
                         "expected '|' at the end of the entry, found another '~'"));
        }
        if (to >= lexer->end)
            return note_bar(m, start, to,
                            gx_error(m->ds, GX_CODE_SYNTAX, lexer->token.loc,
                                     "this entry has no '|' at its end"));
        gx_err run_on = field == 0 ? check_units_end(m, from, to) : GX_OK;
        if (run_on)
            return run_on;
        has_comment |= field == 1 && !is_blank(m, from, to);
        if (var && field == 0)
            split_units(m, var, from, to);
        else if (var && field == 1 && !*var->doc)
            var->doc = fold(m->model->arena, lexer->text + from, to - from);
        lexer->at = to;
        gx_lexer_next(lexer);
    }
    if (gx_lexer_accept(lexer, "|"))
        return GX_OK;
    return gx_lexer_unexpected(lexer, "an operator, '~' or '|'");
}

/* Go behind the next `|`, wherever in the entry the error was. */
static void skip_entry(mdl *m)
{
    gx_lexer *lexer = &m->lexer;
    int32_t at = lexer->token.loc.offset;
    if (lexer->token.kind == GX_TOKEN_WRONG && lexer->token.text[0] == '|')
        at += lexer->token.loc.length; /* `||` ends no entry */
    while (at < lexer->end && lexer->text[at] != '|')
        at++;
    lexer->at = at < lexer->end ? at + 1 : at;
    gx_lexer_next(lexer);
}

/* ---- groups ---- */

/* `****` / `.Name` / `****~` / comment / `|`; the current token is a star. */
static gx_err read_group(mdl *m)
{
    gx_lexer *lexer = &m->lexer;
    const char *text = lexer->text;
    gx_loc start = lexer->token.loc;
    int32_t at = start.offset;
    while (at < lexer->end && text[at] == '*')
        at++;
    int32_t name = at;
    while (at < lexer->end && text[at] != '*' && text[at] != '~' && text[at] != '|')
        at++;
    int32_t name_end = at;
    while (at < lexer->end && text[at] == '*')
        at++;
    if (at >= lexer->end || text[at] != '~')
        return gx_error(m->ds, GX_CODE_SYNTAX, start, "a group header without its end");
    int32_t doc_end = raw_end(m, at + 1);
    gx_group *group = GX_ADD(m->model->arena, &m->model->groups);
    group->name = fold(m->model->arena, text + name, name_end - name);
    group->name += *group->name == '.';
    group->doc = fold(m->model->arena, text + at + 1, doc_end - at - 1);
    group->loc = start;
    m->group = m->model->groups.count - 1;
    lexer->at = doc_end;
    gx_lexer_next(lexer);
    return read_tail(m, NULL);
}

/* ---- equations ---- */

static gx_variable *variable_of(mdl *m, const gx_expr *lhs)
{
    int32_t known = gx_map_find(m->names, lhs->key);
    if (known >= 0)
        return &m->variables->at[known];
    gx_variable *var = GX_ADD(m->model->arena, m->variables);
    *var = (gx_variable){.name = lhs->name,
                         .key = lhs->key,
                         .loc = lhs->loc,
                         .units = "",
                         .limits = "",
                         .doc = "",
                         .group = m->group};
    gx_map_put(m->names, var->key, m->variables->count - 1);
    gx_slip_warn(m->ds, lhs->loc, lhs->name);
    return var;
}

/* Give the variable on the left an equation more. */
static gx_err put_equation(mdl *m, const gx_expr *lhs, gx_equation made)
{
    gx_variable *var = variable_of(m, lhs);
    if (var->equations.count && (!lhs->subs.count || !var->equations.at[0].subs.count)) {
        gx_err err = gx_error(m->ds, GX_CODE_DUPLICATE_NAME, lhs->loc,
                              "'%s' is defined twice", lhs->name);
        gx_note(m->ds, var->loc, "it was defined here first");
        return err;
    }
    made.subs = lhs->subs;
    *GX_ADD(m->model->arena, &var->equations) = made;
    return GX_OK;
}

static bool same_subscripts(const gx_subscripts *a, const gx_subscripts *b)
{
    bool same = a->count == b->count;
    for (int32_t i = 0; same && i < a->count; i++)
        same = strcmp(a->at[i].key, b->at[i].key) == 0;
    return same;
}

/* The variables that a macro call defines by its outputs, with the subscripts of the
 * left-hand side, for which the call is copied. */
static gx_err put_outputs(mdl *m, const gx_expr *lhs, const gx_equation *made,
                          gx_expr *call)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < call->outputs.count; i++) {
        const gx_expr *output = call->outputs.at[i];
        if (!same_subscripts(&output->subs, &lhs->subs)) {
            variable_of(m, output)->is_wrong = true;
            err = gx_error(m->ds, GX_CODE_SUBSCRIPT, output->loc,
                           "the output '%s' needs the subscripts of '%s'", output->name,
                           lhs->name);
            continue;
        }
        gx_equation eq = *made;
        eq.loc = output->loc;
        eq.is_unchangeable = false;
        eq.rhs = GX_NEW(m->model->arena, gx_expr);
        eq.rhs->kind = GX_EXPR_OUTPUT;
        eq.rhs->fn = GX_FN_NONE;
        eq.rhs->loc = output->loc;
        eq.rhs->output = i;
        *GX_ADD(m->model->arena, &eq.rhs->args) = call;
        gx_err bad = put_equation(m, output, eq);
        err = err ? err : bad;
    }
    return err;
}

static gx_err add_equation(mdl *m, const gx_expr *lhs, gx_equation made)
{
    made.loc = gx_lexer_since(&m->lexer, lhs->loc);
    gx_err err = put_equation(m, lhs, made);
    for (int32_t i = 0; !err && i < m->lexer.with_outputs.count; i++)
        err = put_outputs(m, lhs, &made, m->lexer.with_outputs.at[i]);
    return err ? err : read_tail(m, variable_of(m, lhs));
}

/* `:EXCEPT: [a,b],[c,d]` when it is there. */
static gx_err read_except(mdl *m, const gx_expr *lhs, gx_equation *eq)
{
    gx_lexer *lexer = &m->lexer;
    if (!gx_lexer_accept(lexer, ":EXCEPT:"))
        return GX_OK;
    do {
        gx_expr part = {.loc = lexer->token.loc};
        if (!gx_lexer_is(lexer, "["))
            return gx_lexer_unexpected(lexer, "'[' after :EXCEPT:");
        if (!gx_parse_subscripts(lexer, &part))
            return GX_BAD_INPUT;
        if (part.subs.count != lhs->subs.count)
            return gx_error(m->ds, GX_CODE_SUBSCRIPT, gx_lexer_since(lexer, part.loc),
                            "'%s' has %d subscripts, not %d", lhs->name, lhs->subs.count,
                            part.subs.count);
        *GX_ADD(m->model->arena, &eq->except) = part.subs;
    } while (gx_lexer_accept(lexer, ","));
    return GX_OK;
}

/* `name :INTERPOLATE: ~`: a variable without equation takes data. */
static gx_err read_data(mdl *m, const gx_expr *lhs, gx_equation *eq)
{
    static const struct {
        const char *keyword;
        gx_between between;
    } keywords[] = {{":INTERPOLATE:", GX_BETWEEN_LINE},
                    {":HOLD BACKWARD:", GX_BETWEEN_HOLD},
                    {":LOOK FORWARD:", GX_BETWEEN_LOOK},
                    {":RAW:", GX_BETWEEN_NONE}};
    gx_lexer *lexer = &m->lexer;
    eq->rhs = GX_NEW(m->model->arena, gx_expr);
    eq->rhs->kind = GX_EXPR_DATA;
    eq->rhs->fn = GX_FN_NONE;
    eq->rhs->loc = lhs->loc;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (gx_lexer_accept(lexer, keywords[i].keyword)) {
            eq->rhs->between = keywords[i].between;
            break;
        }
    if (gx_lexer_accept(lexer, ":=")) {
        /* data made from data: the same as any equation, since data is held over a tick
         */
        gx_between between = eq->rhs->between;
        eq->rhs = gx_parse_rhs(lexer);
        if (eq->rhs)
            eq->rhs->between = between;
        return eq->rhs ? GX_OK : GX_BAD_INPUT;
    }
    if (!gx_lexer_is(lexer, "~") && !gx_lexer_is(lexer, "|"))
        return gx_lexer_unexpected(lexer, "'=', ':' or '(' after a name");
    return GX_OK;
}

/* All of an equation behind its name and subscripts, up to the units. */
static gx_err read_equation(mdl *m, const gx_expr *lhs, gx_equation *eq)
{
    gx_lexer *lexer = &m->lexer;
    if (read_except(m, lhs, eq))
        return GX_BAD_INPUT;
    if (gx_lexer_is(lexer, ":IS:"))
        return gx_error(m->ds, GX_CODE_UNSUPPORTED, lhs->loc,
                        "'%s' is a text: string variables are not supported", lhs->name);
    eq->is_unchangeable = gx_lexer_is(lexer, "==");
    if (gx_lexer_is(lexer, "("))
        eq->rhs = gx_parse_table(lexer);
    else if (gx_lexer_accept(lexer, "=") || gx_lexer_accept(lexer, "=="))
        eq->rhs = gx_parse_rhs(lexer);
    else
        return read_data(m, lhs, eq);
    if (eq->rhs && gx_lexer_is(lexer, ":IGNORE:"))
        return gx_error(m->ds, GX_CODE_UNDEFINED_NAME, lexer->token.loc,
                        "the equation of '%s' is not complete: ':IGNORE:' lists causes "
                        "that it does not use yet",
                        lhs->name);
    return eq->rhs ? GX_OK : GX_BAD_INPUT;
}

/* `name :TEST INPUT: x = 1` and `name :THE CONDITION: a :IMPLIES: b` change no result. */
static gx_err read_reality_check(mdl *m, const gx_expr *lhs)
{
    gx_lexer *lexer = &m->lexer;
    while (lexer->token.kind != GX_TOKEN_END && lexer->token.kind != GX_TOKEN_WRONG &&
           !gx_lexer_is(lexer, "~") && !gx_lexer_is(lexer, "|"))
        gx_lexer_next(lexer);
    gx_err err = read_tail(m, NULL);
    if (!err)
        gx_warning(m->ds, GX_CODE_UNSUPPORTED, lhs->loc,
                   "the reality check '%s' is not evaluated", lhs->name);
    return err;
}

static gx_err read_definition(mdl *m, gx_expr *lhs)
{
    gx_lexer *lexer = &m->lexer;
    gx_equation eq = {0};
    lexer->with_outputs.count = 0;
    lexer->defining = lhs->name;
    bool is_good = gx_parse_subscripts(lexer, lhs);
    if (is_good &&
        (gx_lexer_is(lexer, ":TEST INPUT:") || gx_lexer_is(lexer, ":THE CONDITION:")))
        return read_reality_check(m, lhs);
    if (is_good && !lhs->subs.count && gx_lexer_accept(lexer, ":"))
        return gx_range_parse(m->model, lexer, lhs) ? GX_BAD_INPUT : read_tail(m, NULL);
    if (is_good && !lhs->subs.count && gx_lexer_accept(lexer, "<->"))
        return gx_range_parse_equal(m->model, lexer, lhs) ? GX_BAD_INPUT
                                                          : read_tail(m, NULL);
    if (is_good && !read_equation(m, lhs, &eq))
        return add_equation(m, lhs, eq);
    variable_of(m, lhs)->is_wrong = true;
    for (int32_t i = 0; i < lexer->with_outputs.count; i++)
        for (int32_t k = 0; k < lexer->with_outputs.at[i]->outputs.count; k++)
            variable_of(m, lexer->with_outputs.at[i]->outputs.at[k])->is_wrong = true;
    return GX_BAD_INPUT;
}

/* ---- macros ---- */

static gx_err add_macro(mdl *m, gx_macro *macro)
{
    gx_model *model = m->model;
    bool is_library = macro->loc.file == model->stdlib_file;
    int32_t known = gx_map_find(model->macro_names, macro->key);
    if (known >= 0 && model->macros.at[known].loc.file == macro->loc.file)
        return gx_error(m->ds, GX_CODE_DUPLICATE_NAME, macro->loc,
                        "the macro '%s' is defined twice", macro->name);
    if (!is_library && (known >= 0 || gx_builtin_find(macro->key) != GX_FN_NONE))
        gx_note(m->ds, macro->loc, "the macro '%s' stands for the function of that name",
                macro->name);
    gx_macro *added = GX_ADD(model->arena, &model->macros);
    *added = *macro;
    added->hides = known;
    gx_map_put(model->macro_names, macro->key, model->macros.count - 1);
    return macro->is_wrong ? GX_BAD_INPUT : GX_OK;
}

static gx_err read_entry(mdl *m);
static void read_entries(mdl *m);

/* Report a macro that stands inside another and go behind its end. */
static void skip_macro(mdl *m)
{
    gx_lexer *lexer = &m->lexer;
    gx_error(m->ds, GX_CODE_SYNTAX, lexer->token.loc, "a macro inside a macro");
    for (int32_t depth = 0; lexer->token.kind != GX_TOKEN_END;) {
        depth += gx_lexer_is(lexer, ":MACRO:");
        bool ends = gx_lexer_is(lexer, ":END OF MACRO:");
        gx_lexer_next(lexer);
        if (ends && --depth == 0)
            return;
    }
}

/* `:MACRO: ... :END OF MACRO:`; its entries go to a list of their own. */
static void read_macro(mdl *m)
{
    gx_macro macro = {.names = gx_map_new(m->model->arena)};
    gx_loc start = m->lexer.token.loc;
    int32_t errors = m->ds->error_count;
    gx_lexer_next(&m->lexer);
    if (gx_macro_parse_header(&macro,
                              &m->lexer)) { /* its entries begin in the next line */
        m->lexer.at = m->lexer.token.loc.offset;
        while (m->lexer.at < m->lexer.end && m->lexer.text[m->lexer.at] != '\n')
            m->lexer.at++;
        gx_lexer_next(&m->lexer);
    }
    mdl inner = *m;
    int32_t own_calls = m->lexer.own_calls.count;
    inner.in_macro = true;
    inner.variables = &macro.variables;
    inner.names = macro.names;
    read_entries(&inner);
    m->lexer = inner.lexer;
    m->lexer.own_calls.count = own_calls; /* a macro does not see the model's lookups */
    if (!gx_lexer_accept(&m->lexer, ":END OF MACRO:")) {
        m->model->lacks_names = true; /* the macro has them all */
        gx_error(m->ds, GX_CODE_SYNTAX, start, "a macro without its ':END OF MACRO:'");
    }
    gx_lexer_accept(&m->lexer, "|");
    macro.is_wrong =
        m->ds->error_count > errors || gx_macro_check(&macro, m->model->arena, m->ds);
    if (macro.key)
        add_macro(m, &macro);
    else
        m->model->lacks_names = true;
}

static gx_err read_entry(mdl *m)
{
    gx_lexer *lexer = &m->lexer;
    if (gx_lexer_is(lexer, ":MACRO:")) {
        if (m->in_macro)
            skip_macro(m);
        else
            read_macro(m);
        return GX_OK;
    }
    bool is_group = gx_lexer_is(lexer, "*");
    if (is_group && !read_group(m))
        return GX_OK;
    if (is_group || lexer->token.kind != GX_TOKEN_NAME) {
        m->model->lacks_names = true;
        return is_group ? GX_BAD_INPUT
                        : gx_lexer_unexpected(
                              lexer, "the name of a variable, a range or a group");
    }
    gx_expr lhs = {
        .kind = GX_EXPR_NAME, .name = lexer->token.text, .loc = lexer->token.loc};
    lhs.key = gx_text_key(m->model->arena, lhs.name, strlen(lhs.name));
    gx_lexer_next(lexer);
    return read_definition(m, &lhs);
}

static void read_entries(mdl *m)
{
    while (m->lexer.token.kind != GX_TOKEN_END &&
           !(m->in_macro && gx_lexer_is(&m->lexer, ":END OF MACRO:")))
        if (read_entry(m))
            skip_entry(m);
}

/* Where the equations end: at the line of the sketch, or at the end of the text. */
static int32_t equations_end(const gx_source *source)
{
    const char *sketch = strstr(source->text, "\\\\---///");
    while (sketch && sketch > source->text && sketch[-1] == '\\')
        sketch--;
    return (int32_t)(sketch ? (size_t)(sketch - source->text) : source->length);
}

static void read_source(mdl *m, int32_t file, int32_t from, int32_t to)
{
    gx_lexer_start(&m->lexer, m->model->arena, m->ds, file, from, to);
    m->lexer.macros = m->model->macro_names;
    m->lexer.ranges = m->model->range_names;
    read_entries(m);
}

/* Calls of what is not the field's are those of the model's lookup of that name. */
static void call_lookups(mdl *m)
{
    for (int32_t i = 0; i < m->lexer.own_calls.count; i++) {
        gx_expr *call = m->lexer.own_calls.at[i];
        int32_t v = gx_map_find(m->names, call->key);
        const gx_variable *var = v < 0 ? NULL : &m->variables->at[v];
        if (var && var->equations.count &&
            var->equations.at[0].rhs->kind == GX_EXPR_TABLE)
            call->fn = GX_FN_NONE;
    }
}

/* The macros of the standard library, before those of the model; a result that is run
 * again has its own. */
static void read_stdlib(mdl *m)
{
    int32_t file = -1;
    if (!m->ds->kept.count)
        file = gx_source_add(m->ds, STDLIB, gx_stdlib, strlen(gx_stdlib));
    else if (gx_source_read(&file, STDLIB, SIZE_MAX, m->ds))
        return;
    m->model->stdlib_file = file;
    read_source(m, file, 0, (int32_t)m->ds->sources.at[file].length);
}

gx_err gx_mdl_read(gx_model **model, int32_t file, gx_diags *ds)
{
    int32_t errors = ds->error_count;
    mdl m = {.model = gx_model_new(file, ds->oom), .ds = ds, .group = -1};
    m.variables = &m.model->variables;
    m.names = m.model->names;
    read_stdlib(&m);
    const gx_source *source = &ds->sources.at[file]; /* sources may have moved */
    int32_t from = strncmp(source->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    int32_t to = equations_end(source);
    m.model->sketch =
        (gx_loc){.file = file, .offset = to, .length = (int32_t)source->length - to};
    read_source(&m, file, from, to);
    call_lookups(&m);
    gx_ranges_settle(m.model, ds);
    if (ds->error_count == errors && !m.model->variables.count)
        gx_error(ds, GX_CODE_SYNTAX, (gx_loc){.file = file, .length = 1},
                 "there is no equation in this model");
    m.model->has_errors = ds->error_count > errors;
    *model = m.model;
    return m.model->has_errors ? GX_BAD_INPUT : GX_OK;
}
