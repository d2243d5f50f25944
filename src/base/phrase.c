/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A phrase is OPEN format (NEXT argument)... CLOSE; an argument is plain text, TEXT and a
 * text of the program, or a phrase. Numbers are written when the phrase is made, by the
 * conversions of the source. */
#include "base/phrase.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

enum { OPEN = '\x02', CLOSE = '\x03', TEXT = '\x04', NEXT = '\x1f' };

/* ---- catalogues ---- */

static int by_text(const void *key, const void *row)
{
    return strcmp(key, ((const gx_translation *)row)->text);
}

const char *gx_translate(const gx_catalogue *catalogue, const char *text)
{
    const gx_translation *found =
        catalogue ? bsearch(text, catalogue->row, (size_t)catalogue->count,
                            sizeof *catalogue->row, by_text)
                  : NULL;
    return found ? found->says : text;
}

/* ---- making ---- */

/* A conversion of a format, from its '%' to its letter. */
typedef struct conversion {
    int32_t place;     /* 1: the first argument; 0: not said */
    int32_t precision; /* -1: not said, -2: an argument says it */
    bool is_text;      /* %-s */
    char length;       /* 'h', 'l', 'z' or 0; 'L' for ll */
    char letter;
} conversion;

static const char *read_conversion(conversion *c, const char *at)
{
    *c = (conversion){.precision = -1};
    at++;
    size_t digits = strspn(at, "0123456789");
    if (at[digits] == '$') {
        c->place = (int32_t)strtol(at, NULL, 10);
        at += digits + 1;
    }
    for (; strchr("-+ #0123456789", *at) && *at; at++)
        c->is_text |= *at == '-';
    if (*at == '.') {
        c->precision = at[1] == '*' ? -2 : (int32_t)strtol(at + 1, NULL, 10);
        at += 1 + (at[1] == '*' ? 1 : strspn(at + 1, "0123456789"));
    }
    for (; *at && strchr("hlz", *at); at++)
        c->length = c->length == 'l' ? 'L' : *at;
    c->letter = *at;
    return at + (*at != '\0');
}

/* At most `precision` bytes, if that is not below 0, or LONGEST; no half characters. A
 * message is a line: control characters, ours among them, are replaced. */
static void add_plain(gx_buf *out, const char *text, int32_t precision)
{
    enum { LONGEST = 2000 };
    size_t length = strnlen(text, precision < 0 ? LONGEST : (size_t)precision);
    while (length && ((unsigned char)text[length] & 0xC0U) == 0x80U)
        length--;
    gx_buf_line(out, text, length, "?");
}

static void add_text(gx_buf *out, const char *text)
{
    gx_buf_print(out, *text == OPEN ? "%s" : "\x04%s", text);
}

/* Take the arguments of one conversion. A va_list is handed on by its address, so that
 * it goes on here. */
typedef struct arguments {
    va_list list;
} arguments;

static int64_t take_integer(arguments *args, char length)
{
    switch (length) {
    case 'l':
        return va_arg(args->list, long);
    case 'L':
        return va_arg(args->list, long long);
    case 'z':
        return va_arg(args->list, ptrdiff_t);
    default:
        return va_arg(args->list, int);
    }
}

static void add_argument(gx_buf *out, const conversion *c, arguments *args)
{
    int32_t precision = c->precision == -2 ? va_arg(args->list, int) : c->precision;
    int32_t digits = precision < 0 ? 6 : precision;
    char one[2] = {0};
    if (c->letter == 's' && c->is_text)
        add_text(out, va_arg(args->list, const char *));
    else if (c->letter == 's')
        add_plain(out, va_arg(args->list, const char *), precision);
    else if (c->letter == 'c')
        one[0] = (char)va_arg(args->list, int);
    else if (c->letter == 'd' || c->letter == 'i')
        gx_buf_print(out, "%" PRId64, take_integer(args, c->length));
    else if (c->letter == 'u' && !c->length)
        gx_buf_print(out, "%u", va_arg(args->list, unsigned));
    else if (c->letter == 'u')
        gx_buf_print(out, "%" PRIu64, (uint64_t)take_integer(args, c->length));
    else if (c->letter == 'x')
        gx_buf_print(out, "%02x", va_arg(args->list, unsigned));
    else if (c->letter == 'f')
        gx_buf_print(out, "%.*f", digits, va_arg(args->list, double));
    else if (c->letter == 'e')
        gx_buf_print(out, "%.*e", digits, va_arg(args->list, double));
    else
        gx_buf_print(out, "%.*g", digits, va_arg(args->list, double));
    add_plain(out, one, -1);
}

char *gx_phrase_of(gx_arena *arena, const char *format, va_list list)
{
    gx_buf out;
    arguments args;
    va_copy(args.list, list);
    gx_buf_init(&out, gx_arena_oom(arena));
    gx_buf_print(&out, "\x02%s", format);
    for (const char *at = format; (at = strchr(at, '%'));) {
        conversion c;
        at = read_conversion(&c, at);
        if (c.letter == '%')
            continue;
        gx_buf_print(&out, "\x1f");
        add_argument(&out, &c, &args);
    }
    gx_buf_print(&out, "\x03");
    va_end(args.list);
    char *phrase = gx_arena_text(arena, out.text, out.length);
    gx_buf_clear(&out);
    return phrase;
}

char *gx_phrase(gx_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *phrase = gx_phrase_of(arena, format, args);
    va_end(args);
    return phrase;
}

/* ---- printing ---- */

/* Where the argument, or the format, that starts here ends: at its NEXT or CLOSE. */
static const char *end_of(const char *at)
{
    for (int32_t depth = 0; *at; at++) {
        if (!depth && (*at == NEXT || *at == CLOSE))
            break;
        depth += (*at == OPEN) - (*at == CLOSE);
    }
    return at;
}

static void print_text(const char *text, size_t length, const gx_catalogue *catalogue,
                       gx_buf *out)
{
    gx_buf key;
    gx_buf_init(&key, out->oom);
    gx_buf_add(&key, text, length);
    gx_buf_print(out, "%s", gx_translate(catalogue, key.text));
    gx_buf_clear(&key);
}

static void print_argument(const char *phrase, int32_t place,
                           const gx_catalogue *catalogue, gx_buf *out)
{
    const char *at = end_of(phrase + 1);
    while (*at == NEXT && --place)
        at = end_of(at + 1);
    if (*at++ != NEXT)
        return;
    if (*at == OPEN)
        gx_phrase_print(at, catalogue, out);
    else if (*at == TEXT)
        print_text(at + 1, (size_t)(end_of(at) - at - 1), catalogue, out);
    else
        gx_buf_add(out, at, (size_t)(end_of(at) - at));
}

static void print_format(const char *format, const char *phrase,
                         const gx_catalogue *catalogue, gx_buf *out)
{
    int32_t next = 0;
    for (const char *at = format; *at;) {
        size_t plain = strcspn(at, "%");
        conversion c;
        gx_buf_add(out, at, plain);
        at += plain;
        if (!*at)
            return;
        at = read_conversion(&c, at);
        next += c.letter != '%';
        if (c.letter == '%')
            gx_buf_add(out, "%", 1);
        else if (c.letter != 's' || c.precision != 0)
            print_argument(phrase, c.place ? c.place : next, catalogue, out);
    }
}

void gx_phrase_print(const char *phrase, const gx_catalogue *catalogue, gx_buf *out)
{
    gx_buf format;
    if (*phrase != OPEN) {
        print_text(phrase, strlen(phrase), catalogue, out);
        return;
    }
    gx_buf_init(&format, out->oom);
    gx_buf_add(&format, phrase + 1, (size_t)(end_of(phrase + 1) - phrase - 1));
    print_format(gx_translate(catalogue, format.text), phrase, catalogue, out);
    gx_buf_clear(&format);
}

const char *gx_phrase_first(gx_arena *arena, const char *phrase)
{
    const char *at = *phrase == OPEN ? end_of(phrase + 1) : "";
    if (*at != NEXT || at[1] == OPEN || at[1] == TEXT)
        return NULL;
    return gx_arena_text(arena, at + 1, (size_t)(end_of(at + 1) - at - 1));
}
