/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include <string.h>
#include <strings.h>

const gx_builtin_row gx_builtins[GX_FN_COUNT] = {
#define GX_PURE(id, name, units, arguments, kernel, doc)                                 \
    {name, GX_KIND_PURE, units, arguments, arguments, NULL, doc},
#define GX_HELD(id, name, units, arguments, kernel, doc)                                 \
    {name, GX_KIND_HELD, units, arguments, arguments, NULL, doc},
#define GX_DRAW(id, name, units, arguments, kernel, doc)                                 \
    {name, GX_KIND_DRAW, units, arguments, arguments, NULL, doc},
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc)                        \
    {name, GX_KIND_ARRAY, units, arguments, arguments, shape, doc},
#define GX_FORM(id, name, units, least, most, doc)                                       \
    {name, GX_KIND_FORM, units, least, most, NULL, doc},
#include "model/builtins.def"
};

static bool is_function(gx_builtin fn)
{
    char first = gx_builtins[fn].name[0];
    return first >= 'A' && first <= 'Z';
}

/* Function names are ASCII, so folding them is lower case. */
static void key_of(gx_builtin fn, char key[32])
{
    const char *name = gx_builtins[fn].name;
    size_t i = 0;
    for (; name[i] && i < 31; i++)
        key[i] = (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] - 'A' + 'a' : name[i]);
    key[i] = '\0';
}

gx_builtin gx_builtin_find(const char *key)
{
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        char other[32];
        key_of(fn, other);
        if (is_function(fn) && strcmp(key, other) == 0)
            return fn;
    }
    return GX_FN_NONE;
}

bool gx_builtin_is_own(gx_builtin fn)
{
    static const gx_builtin own[] = {
#define GX_OWN(id) GX_FN_##id,
#include "model/builtins.def"
    };
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (own[i] == fn)
            return true;
    return false;
}

const char *gx_builtin_nearest(const char *key)
{
    gx_near near = {.typed = key};
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        char other[32];
        key_of(fn, other);
        if (is_function(fn))
            gx_near_try(&near, other);
        if (near.word == other)
            near.word = gx_builtins[fn].name;
    }
    return near.word;
}

int32_t gx_builtin_precedence(gx_builtin fn)
{
    if (fn < 0 || is_function(fn))
        return 0;
    switch (gx_builtins[fn].name[0]) {
    case ':':
        return fn == GX_FN_OR ? 1 : fn == GX_FN_AND ? 2 : 3;
    case '=':
    case '<':
    case '>':
        return 4;
    case '+':
        return 5;
    case '-':
        return fn == GX_FN_NEG ? 7 : 5;
    case '^':
        return 8;
    default:
        return 6;
    }
}

const char *gx_builtin_refusal(const char *key)
{
    static const struct {
        const char *name, *why;
    } later[] = {
#define GX_LATER(name, why) {name, why},
#include "model/builtins.def"
    };
    for (size_t i = 0; i < sizeof later / sizeof *later; i++)
        if (strcasecmp(later[i].name, key) == 0)
            return later[i].why;
    return NULL;
}
