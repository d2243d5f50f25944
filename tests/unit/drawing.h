/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of figures share: memory, messages and numbers drawn, and texts put
 * together again. */
#ifndef GX_TESTS_DRAWING_H
#define GX_TESTS_DRAWING_H

#include "support.h"

#include "show/layout.h"
#include "show/show.h"

#include <math.h>

static const gx_oom oom = {test_oom, NULL};

typedef struct fixture {
    gx_arena *arena;
    gx_diags *ds;
    uint64_t random;
} fixture;

static inline int set_up(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    f->arena = gx_arena_new(oom);
    f->ds = test_diags();
    f->random = 20150101;
    *state = f;
    return 0;
}

static inline int tear_down(void **state)
{
    fixture *f = *state;
    gx_arena_free(f->arena);
    gx_diags_free(f->ds);
    free(f);
    return 0;
}

/* xorshift: the same numbers everywhere */
static inline uint32_t draw_below(fixture *f, uint32_t limit)
{
    f->random ^= f->random << 13;
    f->random ^= f->random >> 7;
    f->random ^= f->random << 17;
    return (uint32_t)((f->random >> 11) % limit);
}

/* Texts one after the other without blanks: wrapped lines join again. */
static inline const char *joined(fixture *f, const char *const *text, int32_t count)
{
    gx_buf all;
    gx_buf_init(&all, oom);
    for (int32_t i = 0; i < count; i++)
        for (const char *c = text[i]; *c; c++)
            gx_buf_add(&all, c, *c != ' ');
    const char *whole = gx_arena_text(f->arena, all.text, all.length);
    gx_buf_clear(&all);
    return whole;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
