/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a table cut into fields: RFC 4180 with comma or tab. */
#include "base/fields.h"

#include <ctype.h>
#include <string.h>

gx_fields gx_fields_start(int32_t file, char separator, gx_arena *arena, gx_diags *ds)
{
    const char *text = ds->sources.at[file].text;
    return (gx_fields){.ds = ds,
                       .arena = arena,
                       .file = file,
                       .text = text,
                       .at = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0,
                       .separator = separator};
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r' || c == '\0';
}

static bool is_field_end(const gx_fields *r, int32_t at)
{
    return r->text[at] == r->separator || is_line_end(r->text[at]);
}

/* Find the end of the quoted field that starts at `at`: the closing quote, or -1. */
static int32_t closing_quote(const gx_fields *r, int32_t at)
{
    for (at++; r->text[at]; at++) {
        if (r->text[at] == '"' && r->text[at + 1] != '"')
            return at;
        at += r->text[at] == '"';
    }
    return -1;
}

static gx_err read_field(gx_fields *r)
{
    gx_field *f = GX_ADD(r->arena, &r->list);
    *f = (gx_field){.has_quotes = false};
    int32_t start = r->at, quote = -1;
    if (r->text[start] == '"') {
        quote = closing_quote(r, start);
        gx_loc loc = {.file = r->file, .offset = start, .length = 1};
        if (quote < 0)
            return gx_error(r->ds, GX_CODE_SYNTAX, loc, "this quote is not closed");
        f->has_quotes = is_field_end(r, quote + 1);
        loc.offset = quote + 1;
        if (!f->has_quotes && r->separator == ',')
            return gx_error(r->ds, GX_CODE_SYNTAX, loc, "text after the closing quote");
    }
    int32_t end = start;
    if (f->has_quotes) {
        r->at = quote + 1;
        start++;
        end = quote;
    } else { /* Vensim's .tab has names such as "a b"[x] as they are */
        while (!is_field_end(r, r->at))
            r->at++;
        end = r->at;
        while (start < end && isspace((unsigned char)r->text[start]))
            start++;
        while (start < end && isspace((unsigned char)r->text[end - 1]))
            end--;
    }
    f->loc = (gx_loc){.file = r->file, .offset = start, .length = end - start};
    return GX_OK;
}

gx_err gx_fields_read(gx_fields *r)
{
    gx_err err = GX_OK;
    bool is_blank = true;
    while (is_blank && !err) {
        r->list.count = 0;
        if (!r->text[r->at])
            return GX_OK;
        do {
            r->at += r->list.count > 0; /* the separator */
            err = read_field(r);
            is_blank = is_blank && r->list.at[r->list.count - 1].loc.length == 0;
        } while (!err && r->text[r->at] == r->separator);
        r->at += r->text[r->at] == '\r' && r->text[r->at + 1] == '\n';
        r->at += r->text[r->at] != '\0';
    }
    return err;
}

char *gx_field_text(const gx_fields *r, const gx_field *f)
{
    char *text = gx_arena_text(r->arena, r->text + f->loc.offset, (size_t)f->loc.length);
    char *end = text;
    for (const char *c = text; f->has_quotes && *c; c++) {
        *end++ = *c;
        c += *c == '"';
    }
    if (f->has_quotes)
        *end = '\0';
    return text;
}
