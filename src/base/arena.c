/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chain of blocks, each twice the one before up to a limit; a request larger than a
 * block gets a block of its own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef GX_ARENA_EXACT /* a block each, so that the address sanitizer sees where it ends  \
                       */
enum { FIRST_BLOCK = 1, LAST_BLOCK = 1 };
#else
enum { FIRST_BLOCK = 4096, LAST_BLOCK = 1 << 20 };
#endif

typedef struct block {
    struct block *next;
    size_t size;
    size_t used;
} block;

struct gx_arena {
    block *head;
    gx_oom oom;
};

void gx_out_of_memory(gx_oom oom, size_t wanted)
{
    oom.handler(wanted, oom.context);
    abort(); /* a handler that returns breaks its contract */
}

static size_t aligned(size_t size)
{
    size_t unit = alignof(max_align_t);
    return (size + unit - 1) / unit * unit;
}

static block *block_new(gx_arena *arena, size_t wanted, size_t at_least)
{
    size_t size = wanted > at_least ? wanted : at_least;
    size_t head = aligned(sizeof(block));
    block *b = size <= SIZE_MAX - head ? calloc(1, head + size) : NULL;
    if (!b)
        gx_out_of_memory(arena->oom, wanted);
    b->size = size;
    b->next = arena->head;
    arena->head = b;
    return b;
}

gx_arena *gx_arena_new(gx_oom oom)
{
    gx_arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        gx_out_of_memory(oom, sizeof *arena);
    arena->oom = oom;
    return arena;
}

gx_oom gx_arena_oom(const gx_arena *arena)
{
    return arena->oom;
}

void gx_arena_free(gx_arena *arena)
{
    if (!arena)
        return;
    for (block *b = arena->head; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(arena);
}

void *gx_arena_array(gx_arena *arena, size_t count, size_t size)
{
    if (size && count > (SIZE_MAX - alignof(max_align_t)) / size)
        gx_out_of_memory(arena->oom, SIZE_MAX);
    size_t wanted = aligned(count && size ? count * size : 1);
    block *b = arena->head;
    if (!b || b->size - b->used < wanted) {
        size_t next = b ? b->size * 2 : FIRST_BLOCK;
        b = block_new(arena, wanted, next < LAST_BLOCK ? next : LAST_BLOCK);
    }
    char *at = (char *)b + aligned(sizeof(block)) + b->used;
    b->used += wanted;
    return at;
}

char *gx_arena_text(gx_arena *arena, const char *text, size_t length)
{
    char *copy = gx_arena_array(arena, length + 1, 1);
    if (length)
        memcpy(copy, text, length);
    return copy;
}

char *gx_arena_format(gx_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = gx_arena_array(arena, (size_t)(length < 0 ? 0 : length) + 1, 1);
    va_start(args, format);
    vsnprintf(text, (size_t)(length < 0 ? 0 : length) + 1, format, args);
    va_end(args);
    return text;
}

void *gx_list_more(gx_arena *arena, void *at, int32_t count, int32_t *room, size_t size)
{
    if (count < *room)
        return at;
    int32_t wider = *room ? *room * 2 : 8;
    void *grown = gx_arena_array(arena, (size_t)wider, size);
    if (count)
        memcpy(grown, at, (size_t)count * size);
    *room = wider;
    return grown;
}
