/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for a report: Markdown with pipes. */
#include "store/grid.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

static void add_header(const gx_grid *g, gx_buf *out)
{
    gx_buf_add(out, "|", 1);
    for (int32_t c = 0; c < g->columns.count; c++)
        gx_buf_markdown(out, g->columns.at[c].title);
    gx_buf_add(out, "\n|", 2);
    for (int32_t c = 0; c < g->columns.count; c++)
        gx_buf_print(out, " ---: |");
    gx_buf_add(out, "\n", 1);
}

static void add_row(const gx_grid *g, int32_t run, int32_t time, gx_buf *out)
{
    gx_buf_add(out, "|", 1);
    for (int32_t c = 0; c < g->columns.count; c++) {
        double value = 0.0;
        const char *label = gx_grid_cell(g, c, run, time, &value);
        if (label) {
            gx_buf_markdown(out, label);
            continue;
        }
        gx_buf_add(out, " ", 1);
        if (!isnan(value))
            gx_buf_number(out, value);
        gx_buf_add(out, " |", 2);
    }
    gx_buf_add(out, "\n", 1);
}

gx_err gx_markdown_write(const gx_frame *frame, const char *path, const gx_storage *how,
                         gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_grid g = gx_grid_of(frame, arena, ds->oom);
    gx_buf out;
    (void)how;
    gx_buf_init(&out, ds->oom);
    add_header(&g, &out);
    for (int32_t run = 0; run < g.runs; run++)
        for (int32_t time = 0; time < g.times; time++)
            add_row(&g, run, time, &out);
    gx_err err = gx_file_write(path, out.text, out.length, ds);
    gx_buf_clear(&out);
    gx_arena_free(arena);
    return err;
}

bool gx_markdown_matches(const gx_frame *frame, const char *path, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_grid g = gx_grid_of(frame, arena, oom);
    gx_buf header;
    gx_buf_init(&header, oom);
    add_header(&g, &header);
    bool same = gx_file_begins_with(path, header.text, header.length);
    gx_buf_clear(&header);
    gx_arena_free(arena);
    return same;
}
