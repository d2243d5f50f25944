/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to libfyaml. Its events are turned into our nodes with a stack of open
 * nodes, so that depth is bounded and no recursion follows the text; its messages are
 * collected and never printed. Only calls that 0.7 and 0.9 share are used. */
#include "front/yaml.h"

#include <libfyaml.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEPTH = 32,        /* nodes open at once */
    BLANK_LINES = 1000 /* in a row: libfyaml takes time in the square of their number */
};

typedef struct builder {
    const gx_reading *reading;
    const gx_source *source;
    int32_t file;
    gx_yaml *root;
    gx_yaml *open[DEPTH]; /* the node under construction is the last */
    int32_t depth;
    gx_name key; /* waiting for its value in the innermost mapping */
} builder;

/* ---- places ---- */

static gx_loc loc_of(const builder *b, const struct fy_mark *start,
                     const struct fy_mark *end)
{
    if (!start)
        return (gx_loc){.file = b->file, .length = 1};
    size_t length =
        end && end->input_pos > start->input_pos ? end->input_pos - start->input_pos : 1;
    return (gx_loc){b->file, (int32_t)start->input_pos, (int32_t)length};
}

static gx_loc token_loc(const builder *b, struct fy_token *token)
{
    return loc_of(b, token ? fy_token_start_mark(token) : NULL,
                  token ? fy_token_end_mark(token) : NULL);
}

gx_loc gx_yaml_place(const gx_yaml *node)
{
    return node->key.text ? node->key.loc : node->loc;
}

/* ---- building ---- */

static gx_err refuse(const builder *b, gx_loc loc, const char *what)
{
    return gx_error(b->reading->ds, GX_CODE_UNSUPPORTED, loc,
                    "%-s not supported in gaoxin's files", what);
}

/* Is a key expected next? */
static bool wants_key(const builder *b)
{
    return b->depth && b->open[b->depth - 1]->kind == GX_YAML_MAPPING && !b->key.text;
}

/* Put a node where the next value belongs. */
static gx_yaml *place_node(builder *b, gx_yaml_kind kind, gx_loc loc)
{
    gx_arena *arena = b->reading->arena;
    gx_yaml *parent = b->depth ? b->open[b->depth - 1] : NULL;
    gx_yaml *node = parent ? GX_ADD(arena, &parent->items) : GX_NEW(arena, gx_yaml);
    *node = (gx_yaml){.kind = kind, .text = "", .loc = loc, .key = b->key};
    b->key = (gx_name){0};
    if (!parent)
        b->root = node;
    return node;
}

static gx_err take_start(builder *b, struct fy_event *event, gx_yaml_kind kind)
{
    gx_loc loc = loc_of(b, fy_event_start_mark(event), fy_event_end_mark(event));
    if (wants_key(b))
        return gx_error(b->reading->ds, GX_CODE_SYNTAX, loc,
                        kind == GX_YAML_LIST ? "a key must be a text, not a list"
                                             : "a key must be a text, not a mapping");
    if (b->depth == DEPTH)
        return gx_error(b->reading->ds, GX_CODE_SYNTAX, loc,
                        "lists and mappings are nested more than %d deep", DEPTH);
    gx_yaml *node = place_node(b, kind, loc);
    b->open[b->depth++] = node;
    return GX_OK;
}

static int by_key(const void *left, const void *right)
{
    const gx_yaml *a = *(const gx_yaml *const *)left, *b = *(const gx_yaml *const *)right;
    int order = strcmp(a->key.text, b->key.text);
    return order ? order
                 : (a->key.loc.offset > b->key.loc.offset) -
                       (a->key.loc.offset < b->key.loc.offset);
}

static gx_err check_unique(const builder *b, const gx_yaml *mapping)
{
    int32_t count = mapping->items.count;
    gx_err err = GX_OK;
    const gx_yaml **sorted = GX_ARRAY(b->reading->arena, const gx_yaml *, count);
    for (int32_t i = 0; i < count; i++)
        sorted[i] = &mapping->items.at[i];
    if (count)
        qsort(sorted, (size_t)count, sizeof *sorted, by_key);
    for (int32_t i = 1; i < count; i++) {
        gx_name first = sorted[i - 1]->key, again = sorted[i]->key;
        if (strcmp(first.text, again.text) != 0)
            continue;
        err = gx_error(b->reading->ds, GX_CODE_KEY, again.loc, "'%s' is given twice",
                       again.text);
        gx_note(b->reading->ds, first.loc, "it was given here before");
    }
    return err;
}

static gx_err take_end(builder *b, struct fy_event *event)
{
    gx_yaml *node = b->open[--b->depth];
    const struct fy_mark *end = fy_event_end_mark(event);
    char first = b->source->text[node->loc.offset];
    if ((first == '[' || first == '{') && end)
        node->loc.length = (int32_t)end->input_pos - node->loc.offset;
    else if (node->kind == GX_YAML_MAPPING && node->items.count)
        node->loc = node->items.at[0].key.loc;
    return node->kind == GX_YAML_MAPPING ? check_unique(b, node) : GX_OK;
}

static gx_err take_key(builder *b, struct fy_token *token, gx_name key)
{
    if (!*key.text)
        return gx_error(b->reading->ds, GX_CODE_SYNTAX, key.loc, "a key without a text");
    if (strcmp(key.text, "<<") == 0 && fy_token_scalar_style(token) == FYSS_PLAIN)
        return refuse(b, key.loc, "merge keys ('<<') are");
    b->key = key;
    return GX_OK;
}

static gx_err take_scalar(builder *b, struct fy_event *event)
{
    struct fy_token *token = fy_event_get_token(event);
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    size_t length = 0;
    const char *text = mark ? fy_token_get_text(token, &length) : NULL;
    gx_loc loc = token_loc(b, token);
    if (!text) {
        const gx_yaml *parent = b->depth ? b->open[b->depth - 1] : NULL;
        loc = b->key.text ? b->key.loc : parent ? parent->loc : loc;
        text = "";
    }
    size_t bad = 0;
    if (memchr(text, '\0', length) || !gx_text_is_utf8(text, length, &bad))
        return gx_error(b->reading->ds, GX_CODE_ENCODING, loc,
                        "an escape in this text is no character");
    const char *copy = gx_arena_text(b->reading->arena, text, length);
    if (wants_key(b))
        return take_key(b, token, (gx_name){copy, loc});
    gx_yaml *node = place_node(b, mark ? GX_YAML_SCALAR : GX_YAML_NOTHING, loc);
    node->text = copy;
    return GX_OK;
}

static gx_err take_document(builder *b, struct fy_event *event)
{
    struct fy_document_state *state = event->document_start.document_state;
    gx_loc loc = loc_of(b, fy_event_start_mark(event), fy_event_end_mark(event));
    if (b->root)
        return refuse(b, loc, "a second document ('---') is");
    if (fy_document_state_version_explicit(state) ||
        fy_document_state_tags_explicit(state))
        return refuse(b, loc, "directives ('%') are");
    return GX_OK;
}

static gx_err take(builder *b, struct fy_event *event)
{
    struct fy_token *anchor = fy_event_get_anchor_token(event);
    struct fy_token *tag = fy_event_get_tag_token(event);
    if (anchor)
        return refuse(b, token_loc(b, anchor), "anchors ('&') are");
    if (tag)
        return refuse(b, token_loc(b, tag), "tags ('!') are");
    switch (event->type) {
    case FYET_DOCUMENT_START:
        return take_document(b, event);
    case FYET_MAPPING_START:
        return take_start(b, event, GX_YAML_MAPPING);
    case FYET_SEQUENCE_START:
        return take_start(b, event, GX_YAML_LIST);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        return take_end(b, event);
    case FYET_SCALAR:
        return take_scalar(b, event);
    case FYET_ALIAS:
        return refuse(b, token_loc(b, fy_event_get_token(event)), "aliases ('*') are");
    case FYET_NONE:
    case FYET_STREAM_START:
    case FYET_STREAM_END:
    case FYET_DOCUMENT_END:
    default:
        return GX_OK;
    }
}

/* ---- reading ---- */

static void discard(struct fy_diag *diag, void *user, const char *text, size_t length)
{
    (void)diag, (void)user, (void)text, (void)length;
}

/* A diagnostic object that keeps all messages and prints none. */
static struct fy_diag *collector_new(void)
{
    struct fy_diag_cfg config;
    fy_diag_cfg_default(&config);
    config.fp = NULL;
    config.output_fn = discard;
    struct fy_diag *diag = fy_diag_create(&config);
    if (diag)
        fy_diag_set_collect_errors(diag, true);
    return diag;
}

/* Point at the first line that a tab indents: the usual cause of strange complaints. */
static void note_tab(const builder *b)
{
    const char *text = b->source->text, *line = text;
    while (line && line[strspn(line, " ")] != '\t') {
        line = strpbrk(line, "\r\n");
        line = line ? line + 1 : NULL;
    }
    if (!line)
        return;
    gx_loc loc = {b->file, (int32_t)(line - text + strspn(line, " ")), 1};
    gx_note(b->reading->ds, loc, "a tab begins this line: YAML takes blanks only");
}

/* What libfyaml complained about, warnings too: what it does not know is an error. */
static gx_err report(const builder *b, struct fy_diag *diag)
{
    gx_err err = GX_OK;
    void *at = NULL;
    struct fy_diag_error *said = NULL;
    while ((said = fy_diag_errors_iterate(diag, &at))) {
        gx_loc loc = token_loc(b, said->fyt);
        err = gx_error(b->reading->ds, GX_CODE_SYNTAX, loc, "no YAML: %s", said->msg);
        const gx_yaml *open = b->depth ? b->open[b->depth - 1] : NULL;
        if (open && (size_t)loc.offset >= b->source->length)
            gx_note(b->reading->ds, gx_yaml_place(open), "it begins here");
        if (!strstr(said->msg, "tab"))
            note_tab(b);
    }
    return err;
}

static gx_err build(builder *b, struct fy_parser *parser, struct fy_diag *diag)
{
    struct fy_event *event = NULL;
    gx_err err = GX_OK;
    while (!err && (event = fy_parser_parse(parser))) {
        err = take(b, event);
        fy_parser_event_free(parser, event);
    }
    if (!err)
        err = report(b, diag);
    if (!err && fy_parser_get_stream_error(parser))
        err = gx_error(b->reading->ds, GX_CODE_SYNTAX, loc_of(b, NULL, NULL),
                       "this is no YAML");
    return err;
}

/* Refuse what is no text, and what would take libfyaml hours. */
static gx_err check_source(const builder *b)
{
    const char *text = b->source->text;
    size_t bad = 0;
    if (!gx_text_is_utf8(text, b->source->length, &bad))
        return gx_error(b->reading->ds, GX_CODE_ENCODING,
                        (gx_loc){b->file, (int32_t)bad, 1}, "not UTF-8");
    if (b->source->length > GX_YAML_LIMIT)
        return gx_error(b->reading->ds, GX_CODE_SYNTAX, loc_of(b, NULL, NULL),
                        "larger than %d bytes", GX_YAML_LIMIT);
    int32_t blank = 0;
    for (size_t i = 0; i < b->source->length; i++) {
        if (text[i] == '\n' || text[i] == '\r')
            blank++;
        else if (text[i] != ' ' && text[i] != '\t')
            blank = 0;
        if (blank > BLANK_LINES)
            return gx_error(b->reading->ds, GX_CODE_SYNTAX,
                            (gx_loc){b->file, (int32_t)i, 1},
                            "more than %d empty lines in a row", BLANK_LINES);
    }
    return GX_OK;
}

gx_err gx_yaml_read(const gx_yaml **root, int32_t file, gx_arena *arena, gx_diags *ds)
{
    *root = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    builder b = {
        .reading = &reading, .source = &ds->sources.at[file], .file = file, .root = NULL};
    gx_err err = check_source(&b);
    if (err)
        return err;
    struct fy_diag *diag = collector_new();
    struct fy_parse_cfg config = {.flags = FYPCF_DEFAULT_VERSION_1_2 | FYPCF_JSON_NONE,
                                  .diag = diag};
    struct fy_parser *parser = diag ? fy_parser_create(&config) : NULL;
    if (!parser || fy_parser_set_string(parser, b.source->text, b.source->length))
        err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "libfyaml does not start");
    else
        err = build(&b, parser, diag);
    fy_parser_destroy(parser);
    fy_diag_destroy(diag);
    if (!err)
        *root = b.root ? b.root : place_node(&b, GX_YAML_NOTHING, loc_of(&b, NULL, NULL));
    return err;
}

/* ---- readers ---- */

gx_reading gx_reading_start(gx_arena *arena, gx_diags *ds)
{
    return (gx_reading){.arena = arena, .ds = ds, .first = ds->list.count};
}

gx_err gx_reading_outcome(const gx_reading *reading)
{
    const gx_diags *ds = reading->ds;
    for (int32_t i = reading->first; i < ds->list.count; i++)
        if (ds->list.at[i].severity == GX_ERROR)
            return gx_codes[ds->list.at[i].code].outcome;
    return GX_OK;
}

bool gx_yaml_is(const gx_yaml *node, gx_yaml_kind kind, const gx_reading *reading)
{
    static const char *const words[] = {GX_TEXT("nothing"), GX_TEXT("a single value"),
                                        GX_TEXT("a list"), GX_TEXT("a mapping")};
    if (node->kind == kind || (node->kind == GX_YAML_NOTHING && kind != GX_YAML_SCALAR))
        return true;
    gx_error(reading->ds, GX_CODE_VALUE, node->loc, "expected %-s, got %-s", words[kind],
             words[node->kind]);
    return false;
}

/* "did you mean", or all keys when none is like the one given. */
static void suggest(const char *given, const gx_yaml_row *rows, int32_t row_count,
                    const gx_reading *reading)
{
    const char *key = gx_text_key(reading->arena, given, strlen(given));
    gx_near near = {.typed = key};
    gx_buf all;
    gx_buf_init(&all, reading->ds->oom);
    for (int32_t i = 0; i < row_count; i++) {
        gx_near_try(&near, rows[i].key);
        gx_buf_print(&all, "%s'%s'", i ? ", " : "", rows[i].key);
    }
    if (!gx_suggest(reading->ds, near.word))
        gx_note(reading->ds, GX_NOWHERE, "the keys here are %s", all.text);
    gx_buf_clear(&all);
}

void gx_yaml_read_keys(const gx_yaml *mapping, const gx_yaml_row *rows, int32_t row_count,
                       void *into, const gx_reading *reading)
{
    if (!gx_yaml_is(mapping, GX_YAML_MAPPING, reading))
        return;
    bool *seen = GX_ARRAY(reading->arena, bool, row_count);
    for (int32_t i = 0; i < mapping->items.count; i++) {
        const gx_yaml *item = &mapping->items.at[i];
        int32_t row = 0;
        while (row < row_count && strcmp(rows[row].key, item->key.text) != 0)
            row++;
        if (row < row_count) {
            seen[row] = true;
            rows[row].read(item, (char *)into + rows[row].offset, reading);
        } else {
            gx_error(reading->ds, GX_CODE_KEY, item->key.loc, "unknown key '%s'",
                     item->key.text);
            suggest(item->key.text, rows, row_count, reading);
        }
    }
    for (int32_t row = 0; row < row_count; row++)
        if (rows[row].is_required && !seen[row])
            gx_error(reading->ds, GX_CODE_KEY, gx_yaml_place(mapping), "'%s' is missing",
                     rows[row].key);
}

bool gx_reading_is_new(gx_map *seen, gx_name name, const gx_reading *reading)
{
    const char *key = gx_text_key(reading->arena, name.text, strlen(name.text));
    int32_t before = gx_map_find(seen, key);
    if (before < 0)
        return gx_map_put(seen, key, name.loc.offset);
    gx_error(reading->ds, GX_CODE_KEY, name.loc, "'%s' is given twice", name.text);
    gx_note(reading->ds, (gx_loc){name.loc.file, before, name.loc.length},
            "it was given here before");
    return false;
}

void gx_yaml_read_name(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_name *name = field;
    if (!gx_yaml_is(value, GX_YAML_SCALAR, reading))
        return;
    if (!*value->text)
        gx_error(reading->ds, GX_CODE_VALUE, value->loc, "an empty text");
    *name = (gx_name){value->text, value->loc};
}

void gx_yaml_read_names(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_names *names = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_name name = {0};
        gx_yaml_read_name(&value->items.at[i], &name, reading);
        if (name.text && gx_reading_is_new(seen, name, reading))
            *GX_ADD(reading->arena, names) = name;
    }
}

void gx_yaml_read_number(const gx_yaml *value, void *field, const gx_reading *reading)
{
    double *number = field;
    if (!gx_yaml_is(value, GX_YAML_SCALAR, reading))
        return;
    if (!gx_text_to_number(value->text, number) || !isfinite(*number))
        gx_error(reading->ds, GX_CODE_VALUE, value->loc, "expected a number, got '%s'",
                 value->text);
}

void gx_yaml_read_flag(const gx_yaml *value, void *field, const gx_reading *reading)
{
    bool *flag = field;
    if (!gx_yaml_is(value, GX_YAML_SCALAR, reading))
        return;
    *flag = strcmp(value->text, "true") == 0;
    if (!*flag && strcmp(value->text, "false") != 0)
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected true or false, got '%s'", value->text);
}

void gx_yaml_read_text(const gx_yaml *value, void *field, const gx_reading *reading)
{
    const char **text = field;
    if (value->kind == GX_YAML_NOTHING || gx_yaml_is(value, GX_YAML_SCALAR, reading))
        *text = value->text;
}

void gx_yaml_read_words(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row languages[] = {
        {"en", false, gx_yaml_read_text, offsetof(gx_words, en)},
        {"zh", false, gx_yaml_read_text, offsetof(gx_words, zh)},
    };
    gx_words *words = field;
    if (value->kind == GX_YAML_SCALAR)
        *words = (gx_words){.en = value->text, .zh = ""};
    else
        gx_yaml_read_keys(value, languages, 2, words, reading);
}
