/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to libunistring. Distance is optimal string alignment (Damerau-Levenshtein
 * restricted to one edit per place), over bytes. */
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unistr.h>
#include <uniwidth.h>

/* ---- buffer ---- */

void gx_buf_init(gx_buf *buf, gx_oom oom)
{
    *buf = (gx_buf){.oom = oom};
    gx_buf_add(buf, "", 0);
}

void gx_buf_clear(gx_buf *buf)
{
    free(buf->text);
    buf->text = NULL;
    buf->length = buf->room = 0;
}

void gx_buf_empty(gx_buf *buf)
{
    buf->length = 0;
    gx_buf_add(buf, "", 0);
}

static void buf_reserve(gx_buf *buf, size_t more)
{
    if (buf->room - buf->length > more)
        return;
    size_t room = buf->room ? buf->room : 64;
    while (room - buf->length <= more)
        room *= 2;
    char *text = realloc(buf->text, room);
    if (!text)
        gx_out_of_memory(buf->oom, room);
    buf->text = text;
    buf->room = room;
}

void gx_buf_add(gx_buf *buf, const char *text, size_t length)
{
    buf_reserve(buf, length);
    if (length)
        memcpy(buf->text + buf->length, text, length);
    buf->length += length;
    buf->text[buf->length] = '\0';
}

void gx_buf_print(gx_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return;
    buf_reserve(buf, (size_t)length);
    va_start(args, format);
    vsnprintf(buf->text + buf->length, (size_t)length + 1, format, args);
    va_end(args);
    buf->length += (size_t)length;
}

void gx_buf_number(gx_buf *buf, double value)
{
    char text[40];
    bool is_whole = value == trunc(value) && fabs(value) < 1e15;
    if (value == 0.0 || isnan(value))
        value = fabs(value); /* no "-0", no "-nan" */
    snprintf(text, sizeof text, is_whole ? "%.0f" : "%.15g", value);
    for (int digits = 16; digits <= 17 && strtod(text, NULL) != value; digits++)
        snprintf(text, sizeof text, "%.*g", digits, value);
    gx_buf_add(buf, text, strlen(text));
}

void gx_buf_markdown(gx_buf *buf, const char *text)
{
    gx_buf_add(buf, " ", 1);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        bool is_blank = c == '\n' || c == '\r' || c == '\t';
        bool is_control = (c < 0x20 && !is_blank) || c == 0x7f;
        gx_buf_add(buf, "\\", strchr("|\\`*_<[]", *text) != NULL);
        gx_buf_add(buf, is_blank ? " " : is_control ? "?" : text, 1);
    }
    gx_buf_add(buf, " |", 2);
}

/* Bytes of the control character that `left` bytes start with, 0 when it is another. */
static size_t control_length(const char *text, size_t left)
{
    const unsigned char *c = (const unsigned char *)text;
    bool is_c1 = left > 1 && c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0;
    bool is_break =
        left > 2 && c[0] == 0xe2 && c[1] == 0x80 && (c[2] == 0xa8 || c[2] == 0xa9);
    return c[0] < 0x20 || c[0] == 0x7f ? 1 : is_c1 ? 2 : is_break ? 3 : 0;
}

void gx_buf_line(gx_buf *buf, const char *text, size_t length, const char *put)
{
    for (size_t i = 0, step; i < length; i += step) {
        size_t control = control_length(text + i, length - i);
        step = control ? control : 1;
        gx_buf_add(buf, control ? put : text + i, control ? strlen(put) : 1);
    }
}

/* ---- names ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '_' || c == '\t' || c == '\r' || c == '\n';
}

char *gx_text_key(gx_arena *arena, const char *name, size_t length)
{
    if (length >= 2 && name[0] == '"' && name[length - 1] == '"') {
        name++;
        length -= 2;
    }
    char *plain = gx_arena_text(arena, name, length);
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        if (!is_blank(name[i]))
            plain[used++] = name[i];
        else if (used && plain[used - 1] != ' ')
            plain[used++] = ' ';
    }
    if (used && plain[used - 1] == ' ')
        used--;
    plain[used] = '\0';
    size_t folded_length = 0;
    uint8_t *folded =
        u8_casefold((const uint8_t *)plain, used, NULL, NULL, NULL, &folded_length);
    if (!folded)
        return plain; /* not UTF-8: readers refuse such text before it comes here */
    char *key = gx_arena_text(arena, (const char *)folded, folded_length);
    free(folded);
    return key;
}

char *gx_text_column_key(gx_arena *arena, const char *name)
{
    char *key = gx_text_key(arena, name, strlen(name));
    size_t used = 0;
    for (size_t i = 0; key[i]; i++) {
        bool beside = used && strchr("[],", key[used - 1]);
        bool before = key[i + 1] && strchr("[],", key[i + 1]);
        if (key[i] != '"' && !(key[i] == ' ' && (beside || before)))
            key[used++] = key[i];
    }
    key[used] = '\0';
    return key;
}

const char *gx_text_elements(const char *name)
{
    bool is_quoted = false;
    for (; *name && (is_quoted || *name != '['); name++) {
        is_quoted ^= *name == '"';
        name += *name == '\\' && name[1];
    }
    return name;
}

char *gx_text_dataset(gx_arena *arena, const char *name)
{
    char *key = gx_text_key(arena, name, strlen(name));
    for (char *c = key; *c; c++)
        if (*c == ' ' || *c == '/')
            *c = '_';
    return key;
}

int32_t gx_text_width(const char *text, size_t length)
{
    return u8_width((const uint8_t *)text, length, "UTF-8");
}

bool gx_text_is_utf8(const char *text, size_t length, size_t *bad)
{
    const uint8_t *wrong = u8_check((const uint8_t *)text, length);
    if (wrong)
        *bad = (size_t)(wrong - (const uint8_t *)text);
    return !wrong;
}

bool gx_text_to_number(const char *text, double *value)
{
    if (!strspn(text, "+-.0123456789"))
        return false; /* strtod would take "inf", "nan" and leading blanks */
    if (text[strspn(text, "+-.0123456789eE")] != '\0')
        return false; /* and hexadecimal */
    char *end = NULL;
    *value = strtod(text, &end);
    return *end == '\0';
}

/* ---- map ---- */

typedef struct entry {
    const char *key;
    uint64_t hash;
    int32_t value;
} entry;

struct gx_map {
    gx_arena *arena;
    entry *table; /* [size], open addressing */
    size_t size;  /* a power of two */
    size_t used;
};

static uint64_t hash_of(const char *key)
{
    uint64_t hash = 1469598103934665603U; /* FNV-1a */
    for (; *key; key++)
        hash = (hash ^ (unsigned char)*key) * 1099511628211U;
    return hash;
}

gx_map *gx_map_new(gx_arena *arena)
{
    gx_map *map = GX_NEW(arena, gx_map);
    map->arena = arena;
    map->size = 64;
    map->table = GX_ARRAY(arena, entry, map->size);
    return map;
}

static entry *slot_of(const gx_map *map, const char *key, uint64_t hash)
{
    size_t i = (size_t)hash & (map->size - 1);
    while (map->table[i].key &&
           (map->table[i].hash != hash || strcmp(map->table[i].key, key) != 0))
        i = (i + 1) & (map->size - 1);
    return &map->table[i];
}

bool gx_map_put(gx_map *map, const char *key, int32_t value)
{
    uint64_t hash = hash_of(key);
    entry *slot = slot_of(map, key, hash);
    if (slot->key) {
        slot->value = value;
        return false;
    }
    *slot = (entry){.key = key, .hash = hash, .value = value};
    if (++map->used * 2 < map->size)
        return true;
    entry *old = map->table;
    size_t old_size = map->size;
    map->size *= 2;
    map->table = GX_ARRAY(map->arena, entry, map->size);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].key)
            *slot_of(map, old[i].key, old[i].hash) = old[i];
    return true;
}

int32_t gx_map_find(const gx_map *map, const char *key)
{
    const entry *slot = slot_of(map, key, hash_of(key));
    return slot->key ? slot->value : -1;
}

const char *gx_map_nearest(const gx_map *map, const char *key)
{
    const char *best = NULL;
    int32_t length = (int32_t)strlen(key), best_distance = length / 3 + 1;
    for (size_t i = 0; i < map->size; i++) {
        const char *other = map->table[i].key;
        int32_t longer = other ? (int32_t)strlen(other) - length : 0;
        if (!other || longer > best_distance || -longer > best_distance)
            continue;
        int32_t distance = gx_text_distance(key, other);
        bool closer = distance < best_distance;
        bool tie = distance == best_distance && best && strcmp(other, best) < 0;
        if (closer || tie) {
            best = other;
            best_distance = distance;
        }
    }
    return best;
}

int32_t gx_text_distance(const char *a, const char *b)
{
    enum { LONGEST = 120 };
    int32_t m = (int32_t)strlen(a), n = (int32_t)strlen(b);
    if (m > LONGEST || n > LONGEST)
        return LONGEST;
    int32_t rows[3][LONGEST + 1];
    int32_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (int32_t j = 0; j <= n; j++)
        above[j] = j;
    for (int32_t i = 1; i <= m; i++) {
        row[0] = i;
        for (int32_t j = 1; j <= n; j++) {
            int32_t d = above[j - 1] + (a[i - 1] != b[j - 1]);
            if (above[j] + 1 < d)
                d = above[j] + 1;
            if (row[j - 1] + 1 < d)
                d = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < d)
                d = before[j - 2] + 1;
            row[j] = d;
        }
        int32_t *spare = before;
        before = above;
        above = row;
        row = spare;
    }
    return above[n];
}
