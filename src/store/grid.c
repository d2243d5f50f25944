/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/grid.h"

/* Append item `i` of a dimension: its label, its coordinate, else its number from 1. */
static void print_item(const gx_dim *dim, int32_t i, gx_buf *out)
{
    if (dim->label)
        gx_buf_print(out, "%s", dim->label[i]);
    else
        gx_buf_number(out, dim->value ? dim->value[i] : (double)i + 1);
}

/* Add the column of element `e` of a variable. */
static void add_element(gx_grid *g, gx_grid_column c, size_t e, size_t elements,
                        const size_t *step, gx_arena *arena, gx_oom oom)
{
    const char *before = "[";
    gx_buf title;
    gx_buf_init(&title, oom);
    gx_buf_print(&title, "%s", c.var->name);
    for (int32_t i = 0; i < c.var->dim_count; i++) {
        const gx_dim *dim = &g->frame->dims.at[c.var->dim[i]];
        if (c.var->dim[i] == g->run || c.var->dim[i] == g->time)
            continue;
        elements /= (size_t)dim->length;
        c.at += e / elements * step[i];
        gx_buf_print(&title, "%s", before);
        print_item(dim, (int32_t)(e / elements), &title);
        e %= elements;
        before = ",";
    }
    gx_buf_print(&title, "%s", *before == ',' ? "]" : "");
    c.title = gx_arena_text(arena, title.text, title.length);
    gx_buf_clear(&title);
    *GX_ADD(arena, &g->columns) = c;
}

static void add_var(gx_grid *g, const gx_var *var, gx_arena *arena, gx_oom oom)
{
    gx_grid_column c = {.var = var, .at = var->value};
    size_t step[GX_MAX_DIMS] = {0}, size = 1, elements = 1;
    for (int32_t i = var->dim_count - 1; i >= 0; i--) {
        size_t length = (size_t)g->frame->dims.at[var->dim[i]].length;
        step[i] = size;
        size *= length;
        if (var->dim[i] == g->run)
            c.run_step = step[i];
        else if (var->dim[i] == g->time)
            c.time_step = step[i];
        else
            elements *= length;
    }
    for (size_t e = 0; e < elements; e++)
        add_element(g, c, e, elements, step, arena, oom);
}

static int32_t add_dim(gx_grid *g, int32_t dim, const char *title, gx_arena *arena)
{
    if (dim < 0)
        return 1;
    *GX_ADD(arena, &g->columns) =
        (gx_grid_column){.title = title, .dim = &g->frame->dims.at[dim]};
    return g->frame->dims.at[dim].length;
}

gx_grid gx_grid_of(const gx_frame *frame, gx_arena *arena, gx_oom oom)
{
    gx_grid g = {.frame = frame,
                 .run = gx_frame_find_dim(frame, "run"),
                 .time = gx_frame_find_dim(frame, "time")};
    g.runs = add_dim(&g, g.run, "Run", arena);
    g.times = add_dim(&g, g.time, "Time", arena);
    for (int32_t i = 0; i < frame->vars.count; i++)
        add_var(&g, &frame->vars.at[i], arena, oom);
    return g;
}

const char *gx_grid_cell(const gx_grid *grid, int32_t column, int32_t run, int32_t time,
                         double *value)
{
    const gx_grid_column *c = &grid->columns.at[column];
    if (c->var) {
        *value = c->at[(size_t)run * c->run_step + (size_t)time * c->time_step];
        return NULL;
    }
    bool is_run = grid->run >= 0 && c->dim == &grid->frame->dims.at[grid->run];
    int32_t i = is_run ? run : time;
    *value = c->dim->value ? c->dim->value[i] : (double)i + 1;
    return c->dim->label ? c->dim->label[i] : NULL;
}
