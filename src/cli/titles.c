/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/titles.h"

void gx_say_table(gx_language language, const gx_table_column *columns, int32_t count,
                  const char *const *cell, int32_t rows, gx_buf *out)
{
    gx_arena *arena = gx_arena_new(out->oom);
    gx_table_column *said = GX_ARRAY(arena, gx_table_column, count);
    for (int32_t i = 0; i < count; i++) {
        said[i] = columns[i];
        said[i].title = gx_say(language, columns[i].title);
    }
    gx_table_print(said, count, cell, rows, out);
    gx_arena_free(arena);
}
