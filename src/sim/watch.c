/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void mark_bad(bool *is_bad, const double *value, int32_t lane_count)
{
    for (int32_t k = 0; k < lane_count; k++)
        is_bad[k] |= !isfinite(value[k]);
}

void gx_watch_lanes(bool *is_bad, const gx_machine *machine, const gx_program *program,
                    const int32_t *cell, int32_t count, int32_t lane_count)
{
    memset(is_bad, 0, (size_t)lane_count * sizeof *is_bad);
    for (int32_t s = 0; s < program->stock_count; s++)
        mark_bad(is_bad, gx_machine_cell(machine, program->stock[s]), lane_count);
    for (int32_t c = 0; c < count; c++)
        mark_bad(is_bad, gx_machine_cell(machine, cell[c]), lane_count);
}

static bool reads_bad(const gx_machine *machine, const gx_node *node)
{
    if (node->kind == GX_NODE_CELL && !isfinite(gx_machine_cell(machine, node->index)[0]))
        return true;
    for (int32_t i = 0; i < node->arg_count; i++)
        if (reads_bad(machine, node->arg[i]))
            return true;
    return false;
}

/* Print `a = 1, b = 0` for the cells a node reads, each once. */
static void print_inputs(const gx_machine *machine, const gx_flat *flat,
                         const gx_node *node, bool *seen, gx_buf *out)
{
    bool is_named =
        node->kind == GX_NODE_CELL && flat->cells.at[node->index].element >= 0;
    if (is_named && !seen[node->index]) {
        seen[node->index] = true;
        gx_buf_print(out, out->length ? ", " : "");
        gx_cell_print_name(flat, node->index, out);
        gx_buf_print(out, " = ");
        gx_buf_number(out, gx_machine_cell(machine, node->index)[0]);
    }
    for (int32_t i = 0; i < node->arg_count; i++)
        print_inputs(machine, flat, node->arg[i], seen, out);
}

static gx_err report(const gx_machine *machine, const gx_flat *flat, int32_t cell,
                     const gx_node *from, double now, gx_diags *ds)
{
    gx_buf name, inputs, value, time;
    gx_buf_init(&name, ds->oom);
    gx_buf_init(&inputs, ds->oom);
    gx_buf_init(&value, ds->oom);
    gx_buf_init(&time, ds->oom);
    bool is_hidden = flat->cells.at[cell].element < 0;
    const char *owner = flat->model->variables.at[flat->cells.at[cell].variable].name;
    gx_cell_print_name(flat, cell, &name);
    if (is_hidden) {
        gx_buf_empty(&name);
        gx_buf_print(&name, "what this %s for '%s'",
                     flat->cells.at[cell].kind == GX_CELL_ARRAY ? "gives" : "keeps",
                     owner);
    }
    gx_buf_number(&value, gx_machine_cell(machine, cell)[0]);
    gx_buf_number(&time, now);
    gx_err err = gx_error(ds, GX_CODE_NOT_FINITE, flat->cells.at[cell].loc,
                          "%s%s%s became %s at time %s", is_hidden ? "" : "'", name.text,
                          is_hidden ? "" : "'", value.text, time.text);
    bool *seen = calloc((size_t)flat->cells.count, sizeof *seen);
    if (seen && from)
        print_inputs(machine, flat, from, seen, &inputs);
    if (inputs.length)
        gx_note(ds, GX_NOWHERE, "it was made from %s", inputs.text);
    free(seen);
    gx_buf_clear(&name);
    gx_buf_clear(&inputs);
    gx_buf_clear(&value);
    gx_buf_clear(&time);
    return err;
}

/* The first bad result of an array builtin, or -1. */
static int32_t bad_result(const gx_machine *machine, const gx_bulk *bulk)
{
    for (int32_t i = 0; i < bulk->out_count; i++)
        if (!isfinite(gx_machine_cell(machine, bulk->first_out + i)[0]))
            return bulk->first_out + i;
    return -1;
}

/* An array builtin that made what is bad out of what is not; GX_OK when it did not. */
static gx_err report_array(const gx_machine *machine, const gx_flat *flat,
                           const gx_bulk *bulk, double now, gx_diags *ds)
{
    const gx_node in = {
        .kind = GX_NODE_CALL, .arg = bulk->in, .arg_count = bulk->in_count};
    const gx_node extra = {
        .kind = GX_NODE_CALL, .arg = bulk->extra, .arg_count = bulk->extra_count};
    const gx_node *both[] = {&in, &extra};
    const gx_node all = {.kind = GX_NODE_CALL, .arg = both, .arg_count = 2};
    int32_t bad = bad_result(machine, bulk);
    if (bad < 0 || reads_bad(machine, &all))
        return GX_OK;
    return report(machine, flat, bad, &all, now, ds);
}

gx_err gx_watch_report(const gx_machine *machine, const gx_program *program, double now,
                       gx_diags *ds)
{
    const gx_flat *flat = program->flat;
    for (int32_t i = 0; i < flat->initial_count; i++) {
        int32_t index = flat->initial_order[i];
        const gx_cell *cell = &flat->cells.at[index];
        const gx_node *from = cell->active ? cell->active : cell->initial;
        if (cell->kind == GX_CELL_ARRAY) {
            gx_err err =
                report_array(machine, flat, &flat->bulks.at[cell->bulk], now, ds);
            if (err)
                return err;
            continue;
        }
        bool keeps = cell->kind == GX_CELL_STOCK || cell->kind == GX_CELL_DELAY;
        if (isfinite(gx_machine_cell(machine, index)[0]))
            continue;
        if (keeps || !reads_bad(machine, from))
            return report(machine, flat, index, from, now, ds);
    }
    return GX_OK;
}
