/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON for scripts: one line for each member of the document and each item of its lists.
 */
#include "cli/cli.h"

#include <math.h>
#include <string.h>

static void add_characters(gx_buf *out, const char *text, size_t length)
{
    for (const unsigned char *c = (const unsigned char *)text; length--; c++) {
        bool is_c1 = *c == 0xc2 && length && c[1] < 0xa0; /* U+0080 to U+009F */
        if (*c == '"' || *c == '\\')
            gx_buf_print(out, "\\%c", *c);
        else if (*c < ' ' || *c == 0x7f)
            gx_buf_print(out, "\\u%04x", *c);
        else if (is_c1)
            gx_buf_print(out, "\\u%04x", c[1]);
        else
            gx_buf_add(out, (const char *)c, 1);
        c += is_c1;
        length -= is_c1;
    }
}

/* What is typed may be no UTF-8, a document always is: a wrong byte becomes U+FFFD. */
static void add_text(gx_buf *out, const char *text)
{
    size_t length = strlen(text), bad = 0;
    gx_buf_add(out, "\"", 1);
    while (!gx_text_is_utf8(text, length, &bad)) {
        add_characters(out, text, bad);
        gx_buf_print(out, "\xef\xbf\xbd");
        text += bad + 1;
        length -= bad + 1;
    }
    add_characters(out, text, length);
    gx_buf_add(out, "\"", 1);
}

/* What stands between two members, and the name of the next. */
static void begin_member(gx_json *json, const char *name)
{
    if (json->has_member)
        gx_buf_add(json->out, ",", 1);
    if (json->depth <= 2)
        gx_buf_print(json->out, "\n%*s", 2 * json->depth, "");
    else if (json->has_member)
        gx_buf_add(json->out, " ", 1);
    json->has_member = true;
    if (name) {
        add_text(json->out, name);
        gx_buf_print(json->out, ": ");
    }
}

void gx_json_open(gx_json *json, const char *name, char bracket)
{
    begin_member(json, name);
    gx_buf_add(json->out, &bracket, 1);
    json->depth++;
    json->has_member = false;
}

void gx_json_close(gx_json *json, char bracket)
{
    if (json->has_member && json->depth <= 2)
        gx_buf_print(json->out, "\n%*s", 2 * (json->depth - 1), "");
    gx_buf_add(json->out, &bracket, 1);
    json->depth--;
    json->has_member = true;
}

void gx_json_begin(gx_json *json, gx_buf *out, const char *command)
{
    *json = (gx_json){.out = out, .depth = 1};
    gx_buf_add(out, "{", 1);
    gx_json_text(json, "command", command);
    gx_json_number(json, "version", GX_JSON_VERSION);
}

void gx_json_end(gx_json *json)
{
    gx_json_close(json, '}');
    gx_buf_add(json->out, "\n", 1);
}

void gx_json_text(gx_json *json, const char *name, const char *text)
{
    begin_member(json, name);
    if (text)
        add_text(json->out, text);
    else
        gx_buf_print(json->out, "null");
}

void gx_json_number(gx_json *json, const char *name, double value)
{
    begin_member(json, name);
    if (isfinite(value))
        gx_buf_number(json->out, value);
    else
        gx_buf_print(json->out, "null");
}

void gx_json_numbers(gx_json *json, const char *name, const double *value, int32_t count)
{
    gx_json_open(json, name, '[');
    for (int32_t i = 0; i < count; i++)
        gx_json_number(json, NULL, value[i]);
    gx_json_close(json, ']');
}

void gx_json_bool(gx_json *json, const char *name, bool value)
{
    begin_member(json, name);
    gx_buf_print(json->out, value ? "true" : "false");
}

/* ---- errors ---- */

/* The path of a message on a file as a whole (base/diag.def), or NULL. */
static const char *path_of(const gx_diags *ds, const gx_diag *d)
{
    bool is_of_file =
        d->code == GX_CODE_FILE || d->code == GX_CODE_EXISTS || d->code == GX_CODE_RESULT;
    return is_of_file ? gx_phrase_first(ds->arena, d->phrase) : NULL;
}

/* Null where there is none. */
static void add_place(gx_json *json, const gx_diags *ds, const gx_diag *d)
{
    const gx_loc loc = d->loc;
    int32_t line = 0, column = 0;
    bool is_there = loc.file >= 0;
    if (is_there)
        gx_source_position(&ds->sources.at[loc.file], loc.offset, &line, &column);
    gx_json_text(json, "file", is_there ? ds->sources.at[loc.file].path : path_of(ds, d));
    gx_json_number(json, "line", is_there ? line : (double)NAN);
    gx_json_number(json, "column", is_there ? column : (double)NAN);
}

/* In English: scripts read it, and a code says what it is. */
void gx_json_errors(gx_json *json, const gx_diags *ds)
{
    int32_t count = 0;
    const int32_t *order = gx_diags_sort(&count, ds);
    gx_json_open(json, "errors", '[');
    for (int32_t i = 0; i < count; i++) {
        const gx_diag *d = &ds->list.at[order[i]];
        if (d->severity != GX_ERROR)
            continue;
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "code", gx_codes[d->code].name);
        gx_json_text(json, "message", d->text);
        add_place(json, ds, d);
        gx_json_open(json, "notes", '[');
        for (; i + 1 < count && ds->list.at[order[i + 1]].severity == GX_NOTE; i++)
            gx_json_text(json, NULL, ds->list.at[order[i + 1]].text);
        gx_json_close(json, ']');
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

void gx_json_failure(gx_buf *out, gx_err err, const gx_diags *ds)
{
    gx_json json;
    gx_json_begin(&json, out, ds->document);
    gx_json_errors(&json, ds);
    gx_json_number(&json, "exit_code", err);
    gx_json_end(&json);
}
