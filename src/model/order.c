/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation orders by depth-first search with a stack of its own, because chains of
 * variables can be longer than the machine's. Two graphs: for initial values a stock
 * needs what its initial value reads; later, stocks and delays are known and end the
 * search. A step is a cell, or all results of an array builtin together (its first cell
 * stands for them). A step that is met while it is still open closes a cycle: the open
 * steps since then are the path. */
#include "model/model.h"

#include <string.h>

enum { DEEPEST = 20000 }; /* calls and cells inside each other: the search recurses */

typedef enum mark { UNSEEN, OPEN, DONE } mark;

/* A step being visited: its dependencies are deps[first .. end of list], next one at
 * `next`. */
typedef struct visit {
    int32_t cell;
    int32_t first, next;
    bool varies;
} visit;

typedef struct search {
    gx_flat *flat;
    gx_diags *ds;
    bool initial; /* which graph */
    mark *marks;  /* [cells] */
    GX_LIST(visit) stack;
    GX_LIST(int32_t) deps;
    int32_t *order; /* [cells] result */
    int32_t count;
    bool *told; /* [variables] stand in a cycle that was reported */
} search;

/* The cell that stands for a cell's step. */
static int32_t step_of(const gx_flat *flat, int32_t cell)
{
    const gx_cell *c = &flat->cells.at[cell];
    return c->kind == GX_CELL_ARRAY ? flat->bulks.at[c->bulk].first_out : cell;
}

/* What is evaluated for a cell in this graph. */
static const gx_node *value_of(const search *s, const gx_cell *cell)
{
    if (s->initial)
        return cell->initial ? cell->initial : cell->active;
    return cell->kind == GX_CELL_AUXILIARY ? cell->active : NULL;
}

/* Add the cells a node reads to the dependencies; note what varies by itself. */
static void collect(search *s, const gx_node *node, bool *varies)
{
    if (!node)
        return;
    if (node->kind == GX_NODE_CELL)
        *GX_ADD(s->flat->arena, &s->deps) = node->index;
    gx_builtin_kind kind =
        node->kind == GX_NODE_CALL ? gx_builtins[node->fn].kind : GX_KIND_PURE;
    *varies |= node->kind == GX_NODE_TIME || kind == GX_KIND_HELD || kind == GX_KIND_DRAW;
    for (int32_t i = 0; i < node->arg_count; i++)
        collect(s, node->arg[i], varies);
}

static void open_step(search *s, int32_t index)
{
    const gx_cell *cell = &s->flat->cells.at[index];
    visit *v = GX_ADD(s->flat->arena, &s->stack);
    *v = (visit){.cell = index, .first = s->deps.count, .next = s->deps.count};
    v->varies = cell->kind == GX_CELL_STOCK || cell->kind == GX_CELL_DELAY ||
                (cell->kind == GX_CELL_AUXILIARY && cell->initial);
    s->marks[index] = OPEN;
    bool varies = v->varies, ignored = false;
    if (cell->kind == GX_CELL_ARRAY) {
        const gx_bulk *bulk = &s->flat->bulks.at[cell->bulk];
        for (int32_t i = 0; i < bulk->in_count; i++)
            collect(s, bulk->in[i], &varies);
        for (int32_t i = 0; i < bulk->extra_count; i++)
            collect(s, bulk->extra[i], &varies);
    } else {
        collect(s, value_of(s, cell), &varies);
    }
    v->varies = varies;
    if (s->initial)
        collect(s, cell->delay, &ignored);
}

/* All that the last open step needs is known: order it. */
static void close_step(search *s)
{
    const visit *v = &s->stack.at[--s->stack.count];
    gx_cell *cell = &s->flat->cells.at[v->cell];
    bool can_vary = cell->kind != GX_CELL_CONSTANT && cell->kind != GX_CELL_INITIAL;
    int32_t together = 1;
    if (cell->kind == GX_CELL_ARRAY)
        together = s->flat->bulks.at[cell->bulk].out_count;
    s->deps.count = v->first;
    s->marks[v->cell] = DONE;
    for (int32_t i = 0; i < together && !s->initial; i++)
        cell[i].varies = v->varies && can_vary;
    bool computed = cell->kind == GX_CELL_AUXILIARY || cell->kind == GX_CELL_ARRAY;
    if (s->initial || (computed && cell->varies))
        s->order[s->count++] = v->cell;
}

typedef GX_LIST(int32_t) path;

/* The open steps from `cell` on, as the model names them: what is hidden stands in the
 * equation of another. Inside one macro call there is nothing else: then its own. */
static path path_of(const search *s, int32_t cell)
{
    path visible = {0}, all = {0};
    int32_t start = s->stack.count;
    do
        start--;
    while (s->stack.at[start].cell != cell);
    for (int32_t i = start; i < s->stack.count; i++) {
        int32_t index = s->stack.at[i].cell;
        *GX_ADD(s->flat->arena, &all) = index;
        if (s->flat->cells.at[index].element >= 0)
            *GX_ADD(s->flat->arena, &visible) = index;
    }
    return visible.count ? visible : all;
}

static void print_step(const search *s, int32_t index, gx_buf *out)
{
    const char *inner = s->flat->cells.at[index].inner;
    if (inner)
        gx_buf_print(out, "%s", inner);
    else
        gx_cell_print_name(s->flat, index, out);
}

static void print_path(const search *s, const path *steps, gx_buf *out)
{
    enum { HEAD = 8, TAIL = 3 };
    for (int32_t i = 0; i < steps->count; i++) {
        if (steps->count > HEAD + TAIL && i == HEAD) {
            gx_buf_print(out, "... %d more ... <- ", steps->count - HEAD - TAIL);
            i = steps->count - TAIL;
        }
        print_step(s, steps->at[i], out);
        gx_buf_print(out, " <- ");
    }
    print_step(s, steps->at[0], out);
}

/* Report the cycle that the open steps from `cell` on close, unless one of its variables
 * stands in a cycle that was. */
static void report_cycle(search *s, int32_t cell)
{
    enum { MOST_NOTES = 10 };
    const path steps = path_of(s, cell);
    bool was_told = false;
    for (int32_t i = 0; i < steps.count; i++)
        was_told |= s->told[s->flat->cells.at[steps.at[i]].variable];
    if (was_told)
        return;
    for (int32_t i = 0; i < steps.count; i++)
        s->told[s->flat->cells.at[steps.at[i]].variable] = true;
    gx_buf text;
    gx_buf_init(&text, s->ds->oom);
    print_path(s, &steps, &text);
    gx_error(s->ds, GX_CODE_CYCLE, s->flat->cells.at[steps.at[0]].loc,
             s->initial ? "a cycle without a stock among initial values: %s"
                        : "a cycle without a stock: %s",
             text.text);
    for (int32_t i = 1; i < steps.count && i <= MOST_NOTES; i++)
        if (s->flat->cells.at[steps.at[i]].element >= 0)
            gx_note(s->ds, s->flat->cells.at[steps.at[i]].loc, "it goes through here");
    gx_buf_clear(&text);
}

static void search_from(search *s, int32_t root)
{
    if (s->marks[root] == DONE)
        return;
    open_step(s, root);
    while (s->stack.count) {
        visit *v = &s->stack.at[s->stack.count - 1];
        if (v->next == s->deps.count) {
            close_step(s);
            continue;
        }
        int32_t dep = step_of(s->flat, s->deps.at[v->next]);
        if (s->marks[dep] == OPEN)
            report_cycle(s, dep); /* and go on as if it did not close */
        if (s->marks[dep] == UNSEEN) {
            open_step(s, dep);
            continue; /* and look at it again when it is known */
        }
        v->varies |= s->flat->cells.at[dep].varies;
        v->next++;
    }
}

static void search_all(gx_flat *flat, bool initial, bool *told, int32_t **order,
                       int32_t *count, gx_diags *ds)
{
    int32_t cells = flat->cells.count;
    search s = {.flat = flat,
                .ds = ds,
                .initial = initial,
                .marks = GX_ARRAY(flat->arena, mark, cells),
                .order = GX_ARRAY(flat->arena, int32_t, cells),
                .told = told};
    for (int32_t i = 0; i < cells; i++)
        search_from(&s, step_of(flat, i));
    *order = s.order;
    *count = s.count;
}

gx_err gx_flat_order(gx_flat *flat, gx_diags *ds)
{
    int32_t errors = ds->error_count;
    bool *told = GX_ARRAY(flat->arena, bool, flat->model->variables.count);
    search_all(flat, false, told, &flat->active_order, &flat->active_count, ds);
    search_all(flat, true, told, &flat->initial_order, &flat->initial_count, ds);
    return ds->error_count > errors ? GX_BAD_INPUT : GX_OK;
}
