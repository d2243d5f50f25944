/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation orders by depth-first search. Two graphs: for initial values a stock needs
 * what its initial value reads; later, stocks and delays are known and end the search. A
 * cell that is met while it is still open closes a cycle: the open cells since then are
 * the path. */
#include "model/model.h"

#include <string.h>

enum { DEEPEST = 20000 }; /* calls and cells inside each other: the search recurses */

typedef enum mark { UNSEEN, OPEN, DONE } mark;

typedef struct search {
    gx_flat *flat;
    gx_diags *ds;
    bool initial;  /* which graph */
    mark *marks;   /* [cells] */
    int32_t *path; /* [cells] open cells */
    int32_t depth;
    int32_t nested; /* nodes being visited */
    int32_t *order; /* [cells] result */
    int32_t count;
    gx_err err;
} search;

static void visit(search *s, int32_t cell);

/* What is evaluated for a cell in this graph. */
static const gx_node *value_of(const search *s, const gx_cell *cell)
{
    if (s->initial)
        return cell->initial ? cell->initial : cell->active;
    return cell->kind == GX_CELL_AUXILIARY ? cell->active : NULL;
}

static void visit_node(search *s, const gx_node *node, bool *varies)
{
    if (++s->nested > DEEPEST)
        s->err = gx_error(s->ds, GX_CODE_UNSUPPORTED, node->loc,
                          "a chain of more than %d variables and terms, each needing "
                          "the next",
                          (int)DEEPEST);
    if (s->err)
        return;
    switch (node->kind) {
    case GX_NODE_CELL:
        visit(s, node->index);
        *varies |= s->flat->cells.at[node->index].varies;
        break;
    case GX_NODE_TIME:
        *varies = true;
        break;
    case GX_NODE_CALL:
        *varies |= gx_builtins[node->fn].kind != GX_KIND_PURE;
        break;
    case GX_NODE_NUMBER:
    case GX_NODE_TABLE:
        break;
    }
    for (int32_t i = 0; i < node->arg_count && !s->err; i++)
        visit_node(s, node->arg[i], varies);
    s->nested--;
}

static void report_cycle(search *s, int32_t cell)
{
    int32_t start = s->depth - 1;
    while (s->path[start] != cell)
        start--;
    gx_buf path;
    gx_buf_init(&path, s->ds->oom);
    for (int32_t i = start; i < s->depth; i++) {
        gx_cell_print_name(s->flat, s->path[i], &path);
        gx_buf_print(&path, " <- ");
    }
    gx_cell_print_name(s->flat, cell, &path);
    s->err = gx_error(s->ds, GX_CODE_CYCLE, s->flat->cells.at[cell].loc,
                      "a cycle without a stock%s: %s",
                      s->initial ? " among initial values" : "", path.text);
    for (int32_t i = start + 1; i < s->depth; i++)
        gx_note(s->ds, s->flat->cells.at[s->path[i]].loc, "it goes through here");
    gx_buf_clear(&path);
}

/* All results of a bulk are known together: mark them, and order the first alone. */
static void visit_bulk(search *s, const gx_bulk *bulk)
{
    bool varies = false;
    for (int32_t i = 0; i < bulk->count; i++)
        s->marks[bulk->first_out + i] = OPEN;
    s->path[s->depth++] = bulk->first_out;
    for (int32_t i = 0; i < bulk->count && !s->err; i++)
        visit_node(s, bulk->in[i], &varies);
    if (!s->err)
        visit_node(s, bulk->extra, &varies);
    if (s->err)
        return;
    s->depth--;
    for (int32_t i = 0; i < bulk->count; i++) {
        s->marks[bulk->first_out + i] = DONE;
        if (!s->initial)
            s->flat->cells.at[bulk->first_out + i].varies = varies;
    }
    if (s->initial || varies)
        s->order[s->count++] = bulk->first_out;
}

static void visit(search *s, int32_t index)
{
    gx_cell *cell = &s->flat->cells.at[index];
    if (s->marks[index] == DONE || s->err)
        return;
    if (s->marks[index] == OPEN) {
        report_cycle(s, cell->kind == GX_CELL_ARRAY
                            ? s->flat->bulks.at[cell->bulk].first_out
                            : index);
        return;
    }
    if (cell->kind == GX_CELL_ARRAY) {
        visit_bulk(s, &s->flat->bulks.at[cell->bulk]);
        return;
    }
    s->marks[index] = OPEN;
    s->path[s->depth++] = index;
    bool varies = cell->kind == GX_CELL_STOCK || cell->kind == GX_CELL_DELAY ||
                  (cell->kind == GX_CELL_AUXILIARY && cell->initial);
    const gx_node *value = value_of(s, cell);
    if (value)
        visit_node(s, value, &varies);
    if (s->initial && cell->delay && !s->err) {
        bool ignored = false;
        visit_node(s, cell->delay, &ignored);
    }
    if (s->err)
        return;
    s->depth--;
    s->marks[index] = DONE;
    if (s->initial) {
        s->order[s->count++] = index;
        return;
    }
    cell->varies =
        varies && cell->kind != GX_CELL_CONSTANT && cell->kind != GX_CELL_INITIAL;
    if (cell->kind == GX_CELL_AUXILIARY && cell->varies)
        s->order[s->count++] = index;
}

static gx_err search_all(gx_flat *flat, bool initial, int32_t **order, int32_t *count,
                         gx_diags *ds)
{
    int32_t cells = flat->cells.count;
    search s = {.flat = flat,
                .ds = ds,
                .initial = initial,
                .marks = GX_ARRAY(flat->arena, mark, cells),
                .path = GX_ARRAY(flat->arena, int32_t, cells),
                .order = GX_ARRAY(flat->arena, int32_t, cells)};
    for (int32_t i = 0; i < cells && !s.err; i++)
        visit(&s, i);
    *order = s.order;
    *count = s.count;
    return s.err;
}

gx_err gx_flat_order(gx_flat *flat, gx_diags *ds)
{
    gx_err err = search_all(flat, false, &flat->active_order, &flat->active_count, ds);
    if (!err)
        err = search_all(flat, true, &flat->initial_order, &flat->initial_count, ds);
    return err;
}
