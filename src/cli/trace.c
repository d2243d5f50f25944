/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run --trace VAR: a variable beside what its equation reads, one row a save time. */
#include "cli/cli.h"
#include "show/show.h"

#include <string.h>

typedef GX_LIST(int32_t) cell_list;

/* Add the cells a node reads, each once; what is hidden is replaced by what it reads. */
static void add_read(const gx_flat *flat, const gx_node *node, bool *seen,
                     cell_list *cells, gx_arena *arena)
{
    if (!node)
        return;
    for (int32_t i = 0; i < node->arg_count; i++)
        add_read(flat, node->arg[i], seen, cells, arena);
    if (node->kind != GX_NODE_CELL || seen[node->index])
        return;
    const gx_cell *cell = &flat->cells.at[node->index];
    seen[node->index] = true;
    if (cell->element >= 0) {
        *GX_ADD(arena, cells) = node->index;
        return;
    }
    const gx_bulk *bulk =
        cell->kind == GX_CELL_ARRAY ? &flat->bulks.at[cell->bulk] : NULL;
    for (int32_t i = 0; bulk && i < bulk->in_count; i++)
        add_read(flat, bulk->in[i], seen, cells, arena);
    for (int32_t i = 0; bulk && i < bulk->extra_count; i++)
        add_read(flat, bulk->extra[i], seen, cells, arena);
    add_read(flat, cell->active, seen, cells, arena);
    add_read(flat, cell->delay, seen, cells, arena);
    add_read(flat, cell->missing, seen, cells, arena);
    add_read(flat, cell->when, seen, cells, arena);
    add_read(flat, cell->initial, seen, cells, arena);
}

static void print_columns(const gx_experiment *x, const gx_frame *frame,
                          const cell_list *cells, gx_diags *ds)
{
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    gx_language language = gx_language_of(ds);
    int32_t columns = cells->count + 1;
    gx_table_column *column = GX_ARRAY(x->arena, gx_table_column, columns);
    const char **text =
        GX_ARRAY(x->arena, const char *, (size_t)time->length *(size_t)columns);
    double *values = GX_ARRAY(x->arena, double, time->length);
    column[0] = (gx_table_column){gx_say(language, "Time"), true};
    for (int32_t row = 0; row < time->length; row++)
        text[row * columns] = gx_arena_format(x->arena, "%.10g", time->value[row]);
    for (int32_t c = 0; c < cells->count; c++) {
        const gx_cell *cell = &x->flat->cells.at[cells->at[c]];
        const char *name = gx_cell_name(x->flat, cells->at[c], x->arena, ds->oom);
        int32_t v = gx_frame_find_var(frame, x->model->variables.at[cell->variable].name);
        column[c + 1] =
            (gx_table_column){gx_called_typed(x->labels, name, language, x->arena), true};
        gx_frame_series(frame, &frame->vars.at[v], 0, cell->element, values);
        for (int32_t row = 0; row < time->length; row++)
            text[row * columns + c + 1] = gx_arena_format(x->arena, "%.10g", values[row]);
    }
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_table_print(column, columns, text, time->length, &out);
    gx_print_buf(&out, ds);
}

/* `name` or one element of it, as a table column spells it. */
static gx_err find_cells(const gx_experiment *x, const char *name, cell_list *cells,
                         gx_diags *ds)
{
    const char *key = gx_text_key(x->arena, name, strlen(name));
    for (int32_t i = 0; i < x->flat->cells.count; i++) {
        const gx_cell *cell = &x->flat->cells.at[i];
        const char *whole = gx_cell_name(x->flat, i, x->arena, ds->oom);
        bool named = strcmp(x->model->variables.at[cell->variable].key, key) == 0 ||
                     strcmp(gx_text_key(x->arena, whole, strlen(whole)), key) == 0;
        if (named && cell->element >= 0 && cell->kind != GX_CELL_NONE)
            *GX_ADD(x->arena, cells) = i;
    }
    if (cells->count)
        return GX_OK;
    gx_err err =
        gx_error(ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE, "the model has no '%s'", name);
    gx_suggest(ds, gx_model_nearest(x->model, key));
    return err;
}

/* Run with all variables, whatever the scenario keeps; the frame has what was saved until
 * a run fails, for it is then that one wants to see it. */
static gx_err run(gx_frame **frame, const gx_experiment *x, gx_diags *ds)
{
    const gx_run_plan plan = {
        .method = x->method, .tolerance = x->tolerance, .lane_count = 1, .seed = x->seed};
    gx_program *program = gx_compile(x->flat, &x->overrides, NULL, 0, ds->oom);
    gx_runs *runs = gx_runs_new(program, &plan, ds->oom);
    const gx_trajectory *only = &runs->at[0];
    gx_err err = only->outcome;
    gx_diags_merge(ds, runs->warnings);
    if (err)
        gx_diags_merge(ds, only->messages);
    *frame = only->count ? gx_runs_frame(runs, &only, 1, false, ds->oom) : NULL;
    gx_runs_free(runs);
    gx_program_free(program);
    return err;
}

gx_err gx_experiment_trace(gx_experiment *x, const char *name, gx_diags *ds)
{
    cell_list cells = {0};
    gx_frame *frame = NULL;
    gx_err err = find_cells(x, name, &cells, ds);
    if (err)
        return err;
    bool *seen = GX_ARRAY(x->arena, bool, x->flat->cells.count);
    int32_t traced = cells.count;
    for (int32_t i = 0; i < traced; i++)
        seen[cells.at[i]] = true;
    for (int32_t i = 0; i < traced; i++) {
        const gx_cell *cell = &x->flat->cells.at[cells.at[i]];
        add_read(x->flat, cell->active, seen, &cells, x->arena);
        add_read(x->flat, cell->delay, seen, &cells, x->arena);
        add_read(x->flat, cell->missing, seen, &cells, x->arena);
        add_read(x->flat, cell->when, seen, &cells, x->arena);
        add_read(x->flat, cell->initial, seen, &cells, x->arena);
    }
    err = run(&frame, x, ds);
    if (frame)
        print_columns(x, frame, &cells, ds);
    gx_frame_free(frame);
    return err;
}
