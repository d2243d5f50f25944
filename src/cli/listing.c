/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/listing.h"
#include "show/show.h"

#include <string.h>

static int32_t row_count(const gx_listing *l)
{
    return l->values.count / l->field_count;
}

void gx_listing_add(gx_listing *l, const gx_value *row)
{
    for (int32_t f = 0; f < l->field_count; f++)
        *GX_ADD(l->arena, &l->values) = row[f];
}

static bool has(const gx_listing *l, const char *text, const char *key)
{
    return text && strstr(gx_text_key(l->arena, text, strlen(text)), key);
}

void gx_listing_keep(gx_listing *l, const char *word)
{
    const char *key = gx_text_key(l->arena, word, strlen(word));
    int32_t kept = 0;
    for (int32_t r = 0; r < row_count(l); r++) {
        const gx_value *row = &l->values.at[r * l->field_count];
        bool is_wanted = false;
        for (int32_t f = 0; f < l->field_count; f++)
            is_wanted |= !l->field[f].is_number &&
                         (has(l, row[f].text, key) || has(l, row[f].shown, key));
        for (int32_t f = 0; f < l->field_count && is_wanted; f++)
            l->values.at[kept++] = row[f];
    }
    l->values.count = kept;
}

void gx_listing_print(const gx_listing *l, gx_language language, gx_buf *out)
{
    gx_table_column *column = GX_ARRAY(l->arena, gx_table_column, l->field_count);
    const char **cell = GX_ARRAY(l->arena, const char *, l->values.count), **at = cell;
    int32_t columns = 0;
    for (int32_t f = 0; f < l->field_count; f++)
        if (l->field[f].head)
            column[columns++] = (gx_table_column){gx_say(language, l->field[f].head),
                                                  l->field[f].is_number};
    for (int32_t i = 0; i < l->values.count; i++) {
        const gx_value *value = &l->values.at[i];
        if (l->field[i % l->field_count].head)
            *at++ = value->shown ? value->shown : value->text;
    }
    if (l->values.count)
        gx_table_print(column, columns, cell, row_count(l), out);
}

void gx_listing_json(const gx_listing *l, const char *name, gx_json *json)
{
    gx_json_open(json, name, '[');
    for (int32_t r = 0; r < row_count(l); r++) {
        gx_json_open(json, NULL, '{');
        for (int32_t f = 0; f < l->field_count; f++) {
            const gx_value *value = &l->values.at[r * l->field_count + f];
            if (!l->field[f].key)
                continue;
            if (l->field[f].is_number)
                gx_json_number(json, l->field[f].key, value->number);
            else
                gx_json_text(json, l->field[f].key, value->text);
        }
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}
