/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Arenas and lists: one arena per product (a model, a program, a frame), freed in one
 * call.
 *
 * Memory that runs out never comes back as NULL: the arena calls the handler it was made
 * with, which must not return (cli/ prints a message and leaves with exit code 5; tests
 * jump). Everything allocated is zeroed and aligned for any type. Not shared by threads.
 */
#ifndef GX_BASE_ARENA_H
#define GX_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

/** Called when `wanted` bytes cannot be had; must not return. */
typedef struct gx_oom {
    void (*handler)(size_t wanted, void *context);
    void *context; /* borrowed, handed to the handler */
} gx_oom;

/** Call the handler; ends the program should it return. */
_Noreturn void gx_out_of_memory(gx_oom oom, size_t wanted);

typedef struct gx_arena gx_arena;

gx_arena *gx_arena_new(gx_oom oom);
void gx_arena_free(gx_arena *arena);

/** The handler it was made with. */
gx_oom gx_arena_oom(const gx_arena *arena);

/** Allocate `count` zeroed items of `size` bytes, owned by the arena; checks overflow. */
void *gx_arena_array(gx_arena *arena, size_t count, size_t size);

/** Copy `length` bytes of text and end them with NUL; owned by the arena. */
char *gx_arena_text(gx_arena *arena, const char *text, size_t length);

/** Format text as printf does; owned by the arena. */
char *gx_arena_format(gx_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/** Grow a list by at least one item; use GX_ADD. Returns the place of its items. */
void *gx_list_more(gx_arena *arena, void *at, int32_t count, int32_t *room, size_t size);

/* A growing array inside a product: `list.at[0 .. list.count - 1]`. */
#define GX_LIST(type)                                                                    \
    struct {                                                                             \
        type *at;                                                                        \
        int32_t count;                                                                   \
        int32_t room;                                                                    \
    }

/* Add one zeroed item to a list and give its address (valid until the next GX_ADD). */
#define GX_ADD(arena, list)                                                              \
    ((list)->at = gx_list_more((arena), (list)->at, (list)->count, &(list)->room,        \
                               sizeof *(list)->at),                                      \
     &(list)->at[(list)->count++])

#define GX_NEW(arena, type) ((type *)gx_arena_array((arena), 1, sizeof(type)))
#define GX_ARRAY(arena, type, count)                                                     \
    ((type *)gx_arena_array((arena), (size_t)(count), sizeof(type)))

#endif
