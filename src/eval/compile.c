/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nodes to instructions, one each, arguments first. Numbers become registers that are
 * filled once. Temporaries are reused between cells, except the outputs of held
 * instructions, which must last from a tick to the next. */
#include "eval/eval.h"

#include "eval/arrays.h"

#include <stdlib.h>
#include <string.h>

const gx_op_row gx_ops[GX_OP_COUNT] = {
#define GX_OP(id, name, arguments, kernel, doc)       {name, arguments, false, false},
#define GX_OP_HELD(id, name, arguments, kernel, doc)  {name, arguments, true, false},
#define GX_OP_BENDS(id, name, arguments, kernel, doc) {name, arguments, true, true},
#include "eval/ops.def"
#define GX_PURE(id, name, units, arguments, kernel, doc)  {name, arguments, false, false},
#define GX_HELD(id, name, units, arguments, kernel, doc)  {name, arguments, true, false},
#define GX_BENDS(id, name, units, arguments, kernel, doc) {name, arguments, true, true},
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc)                        \
    {name, arguments, false, false},
#include "model/builtins.def"
};

static const gx_op op_of_builtin[GX_FN_COUNT] = {
    [GX_FN_SUM] = GX_OP_SUM,
    [GX_FN_PROD] = GX_OP_PROD,
    [GX_FN_VMIN] = GX_OP_VMIN,
    [GX_FN_VMAX] = GX_OP_VMAX,
#define GX_PURE(id, name, units, arguments, kernel, doc) [GX_FN_##id] = GX_OP_##id,
#define GX_HELD                                          GX_PURE
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc)                        \
    [GX_FN_##id] = GX_OP_##id,
#include "model/builtins.def"
};

typedef struct compiler {
    gx_program *p;
    gx_code_list *code;     /* where instructions go now */
    gx_map *literals;       /* bits of a number -> register */
    bool *fixed;            /* [cells] */
    GX_LIST(int32_t) spare; /* temporaries not in use */
    GX_LIST(int32_t) busy;  /* temporaries of the cell being compiled */
} compiler;

static int32_t register_new(compiler *c)
{
    return c->p->register_count++;
}

static int32_t temporary(compiler *c, bool is_held)
{
    if (is_held)
        return register_new(c);
    int32_t reg = c->spare.count ? c->spare.at[--c->spare.count] : register_new(c);
    *GX_ADD(c->p->arena, &c->busy) = reg;
    return reg;
}

static void release_temporaries(compiler *c)
{
    while (c->busy.count)
        *GX_ADD(c->p->arena, &c->spare) = c->busy.at[--c->busy.count];
}

static int32_t literal(compiler *c, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    const char *key = gx_arena_format(c->p->arena, "%016llx", (unsigned long long)bits);
    int32_t reg = gx_map_find(c->literals, key);
    if (reg >= 0)
        return reg;
    reg = register_new(c);
    *GX_ADD(c->p->arena, &c->p->literals) = (gx_literal){.reg = reg, .value = value};
    gx_map_put(c->literals, key, reg);
    return reg;
}

static gx_instr *emit(compiler *c, gx_op op, int32_t out)
{
    gx_instr *instr = GX_ADD(c->p->arena, c->code);
    *instr = (gx_instr){.op = op, .out = out, .table = -1};
    return instr;
}

static gx_op table_op(const gx_table *table, gx_builtin fn)
{
    static const gx_op readings[GX_FN_COUNT] = {
        [GX_FN_LOOKUPFORWARD] = GX_OP_FORWARD,
        [GX_FN_LOOKUPBACKWARD] = GX_OP_BACKWARD,
        [GX_FN_LOOKUPEXTRAPOLATE] = GX_OP_EXTRAPOLATE,
        [GX_FN_LOOKUPSLOPE] = GX_OP_SLOPE,
        [GX_FN_LOOKUPAREA] = GX_OP_AREA,
        [GX_FN_LOOKUPINVERT] = GX_OP_INVERSE,
        [GX_FN_RANDOMLOOKUP] = GX_OP_QUANTILE,
        [GX_FN_DATAAT] = GX_OP_DATAAT,
        [GX_FN_DATABETWEEN] = GX_OP_DATABETWEEN,
        [GX_FN_DATAFIRST] = GX_OP_DATAFIRST,
        [GX_FN_DATALAST] = GX_OP_DATALAST,
        [GX_FN_DATAPOINTS] = GX_OP_DATAPOINTS,
        [GX_FN_DATAMAX] = GX_OP_DATAMAX,
        [GX_FN_DATAMEAN] = GX_OP_DATAMEAN,
        [GX_FN_DATAMIN] = GX_OP_DATAMIN,
        [GX_FN_CUMULATE] = GX_OP_CUMULATE,
        [GX_FN_CUMULATEF] = GX_OP_CUMULATEF,
    };
    if (fn != GX_FN_NONE)
        return readings[fn];
    if (table->is_data)
        return table->between == GX_BETWEEN_LINE ? GX_OP_COURSE : GX_OP_DATA;
    return GX_OP_TABLE;
}

static int32_t compile_node(compiler *c, const gx_node *node, int32_t out);

/* Nodes in a row of registers: the cells themselves when they stand so. */
static int32_t compile_row(compiler *c, const gx_node *const *node, int32_t count)
{
    int32_t together = 0;
    while (together < count && node[together]->kind == GX_NODE_CELL &&
           node[together]->index == node[0]->index + together)
        together++;
    if (count && together == count)
        return node[0]->index;
    int32_t first = c->p->register_count;
    c->p->register_count += count;
    for (int32_t i = 0; i < count; i++)
        compile_node(c, node[i], first + i);
    return first;
}

/* Compile a node; `out` is the register to fill, or -1 to choose one. Gives the register.
 */
static int32_t compile_node(compiler *c, const gx_node *node, int32_t out)
{
    int32_t arg[GX_MAX_ARGUMENTS] = {0};
    gx_op op = GX_OP_COPY;
    switch (node->kind) {
    case GX_NODE_NUMBER:
    case GX_NODE_CELL:
        arg[0] = node->kind == GX_NODE_CELL ? node->index : literal(c, node->number);
        if (out < 0)
            return arg[0];
        break;
    case GX_NODE_TIME:
        op = GX_OP_TIME;
        break;
    case GX_NODE_TABLE:
        op = table_op(&c->p->flat->tables.at[node->index], node->fn);
        break;
    case GX_NODE_CALL:
        op = op_of_builtin[node->fn];
        break;
    }
    bool is_row =
        node->kind == GX_NODE_CALL && gx_builtins[node->fn].kind == GX_KIND_FORM;
    if (is_row)
        arg[0] = compile_row(c, node->arg, node->arg_count);
    for (int32_t i = 0; i < node->arg_count && !is_row; i++)
        arg[i] = compile_node(c, node->arg[i], -1);
    if (out < 0)
        out = temporary(c, gx_ops[op].is_held);
    gx_instr *instr = emit(c, op, out);
    memcpy(instr->arg, arg, sizeof arg);
    instr->count = is_row ? node->arg_count : 0;
    if (node->kind == GX_NODE_TABLE)
        instr->table = node->index;
    if (node->kind == GX_NODE_CALL)
        instr->stream = node->index;
    return out;
}

/* A value that is read after all cells are done: it must not be a temporary of a cell. */
static int32_t compile_last(compiler *c, const gx_node *node)
{
    return node->kind == GX_NODE_CELL || node->kind == GX_NODE_NUMBER
               ? compile_node(c, node, -1)
               : compile_node(c, node, register_new(c));
}

/* Inputs of an array opcode stand in a row of registers, results in its cells. */
static void compile_bulk(compiler *c, const gx_bulk *bulk)
{
    int32_t first = compile_row(c, bulk->in, bulk->in_count);
    int32_t extra = compile_row(c, bulk->extra, bulk->extra_count);
    gx_instr *instr = emit(c, op_of_builtin[bulk->fn], bulk->first_out);
    instr->arg[0] = first;
    instr->arg[1] = extra;
    instr->count = bulk->in_count;
    instr->extras = bulk->extra_count;
    instr->outs = bulk->out_count;
    int32_t scratch = (1 + GX_ARRAY_WORK) * instr->count + instr->extras + instr->outs;
    if (scratch > c->p->most_scratch)
        c->p->most_scratch = scratch;
}

/* The value of a cell, by `node` or, for a result of an array opcode, all of its results.
 */
static void compile_cell(compiler *c, int32_t index, const gx_node *node)
{
    const gx_cell *cell = &c->p->flat->cells.at[index];
    if (c->fixed[index])
        return;
    if (cell->kind == GX_CELL_ARRAY)
        compile_bulk(c, &c->p->flat->bulks.at[cell->bulk]);
    else
        compile_node(c, node, index);
    release_temporaries(c);
}

/* The y of tables are the registers after the cells (gx_override_point). */
static void compile_tables(compiler *c, const gx_overrides *overrides)
{
    const gx_flat *flat = c->p->flat;
    for (int32_t t = 0; t < flat->tables.count; t++) {
        const gx_table made_of = gx_override_table(overrides, flat, t), *table = &made_of;
        double *x = GX_ARRAY(c->p->arena, double, table->count);
        gx_program_table *made = GX_ADD(c->p->arena, &c->p->tables);
        made->count = table->count;
        made->between = table->between;
        made->x = x;
        made->first_y = c->p->register_count;
        for (int32_t i = 0; i < table->count; i++) {
            x[i] = table->point[i].x;
            *GX_ADD(c->p->arena, &c->p->literals) =
                (gx_literal){.reg = register_new(c), .value = table->point[i].y};
        }
    }
}

/* Cells that are literals: constants and what is overridden. */
static void fix_cells(compiler *c, const gx_overrides *overrides)
{
    const gx_flat *flat = c->p->flat;
    c->fixed = GX_ARRAY(c->p->arena, bool, flat->cells.count);
    for (int32_t i = 0; i < flat->cells.count; i++)
        c->fixed[i] = flat->cells.at[i].kind == GX_CELL_CONSTANT ||
                      flat->cells.at[i].kind == GX_CELL_NONE;
    for (int32_t i = 0; overrides && i < overrides->list.count; i++)
        c->fixed[overrides->list.at[i].cell] = true;
    for (int32_t i = 0; i < flat->cells.count; i++)
        if (c->fixed[i] && flat->cells.at[i].kind != GX_CELL_NONE)
            *GX_ADD(c->p->arena, &c->p->literals) =
                (gx_literal){.reg = i, .value = gx_override_value(overrides, flat, i)};
}

/* Every cell once: fixed ones are literals already, the rest in initial order. */
static void compile_start(compiler *c)
{
    const gx_flat *flat = c->p->flat;
    c->code = &c->p->start;
    for (int32_t i = 0; i < flat->initial_count; i++) {
        int32_t index = flat->initial_order[i];
        const gx_cell *cell = &flat->cells.at[index];
        compile_cell(c, index, cell->initial ? cell->initial : cell->active);
    }
}

/* What a delay remembers at each tick. */
static void compile_delay(compiler *c, gx_delay *delay)
{
    const gx_cell *cell = &c->p->flat->cells.at[delay->cell];
    delay->input = compile_last(c, cell->active);
    if (delay->kind != GX_DELAY_FIXED)
        delay->time = compile_last(c, cell->delay);
    if (cell->missing)
        delay->missing = compile_last(c, cell->missing);
    if (cell->when)
        delay->when = compile_last(c, cell->when);
    release_temporaries(c);
}

static void compile_active(compiler *c, int32_t *flow)
{
    const gx_flat *flat = c->p->flat;
    gx_program *p = c->p;
    c->code = &p->active;
    for (int32_t i = 0; i < flat->active_count; i++) {
        int32_t index = flat->active_order[i];
        compile_cell(c, index, flat->cells.at[index].active);
    }
    for (int32_t s = 0; s < p->stock_count; s++) {
        flow[s] = compile_last(c, flat->cells.at[p->stock[s]].active);
        release_temporaries(c);
    }
    for (int32_t d = 0; d < p->delays.count; d++) {
        compile_delay(c, &p->delays.at[d]);
    }
}

static void find_state(compiler *c, int32_t *stock)
{
    const gx_flat *flat = c->p->flat;
    for (int32_t i = 0; i < flat->cells.count; i++) {
        const gx_cell *cell = &flat->cells.at[i];
        if (cell->kind == GX_CELL_STOCK)
            stock[c->p->stock_count++] = i;
        if (cell->kind == GX_CELL_DELAY)
            *GX_ADD(c->p->arena, &c->p->delays) =
                (gx_delay){.cell = i, .kind = cell->delay_kind};
    }
}

static void copy_overrides(gx_program *p, const gx_overrides *overrides)
{
    for (int32_t i = 0; overrides && i < overrides->list.count; i++)
        *GX_ADD(p->arena, &p->overrides.list) = overrides->list.at[i];
    for (int32_t i = 0; overrides && i < overrides->tables.count; i++)
        *GX_ADD(p->arena, &p->overrides.tables) = overrides->tables.at[i];
}

static void compile_orders(compiler *c)
{
    const gx_flat *flat = c->p->flat;
    int32_t *order = GX_ARRAY(c->p->arena, int32_t, flat->chains.count);
    int32_t *lag = GX_ARRAY(c->p->arena, int32_t, flat->lags.count);
    for (int32_t i = 0; i < flat->chains.count; i++)
        order[i] = compile_last(c, flat->chains.at[i].order);
    for (int32_t i = 0; i < flat->lags.count; i++)
        lag[i] = compile_last(c, flat->lags.at[i].time); /* cells and numbers: no code */
    c->p->order = order;
    c->p->lag = lag;
}

static gx_program *compile(const gx_flat *flat, const gx_overrides *overrides,
                           const int32_t *input, int32_t input_count, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_program *p = GX_NEW(arena, gx_program);
    compiler c = {.p = p, .literals = gx_map_new(arena)};
    int32_t *stock = GX_ARRAY(arena, int32_t, flat->cells.count);
    int32_t *flow = GX_ARRAY(arena, int32_t, flat->cells.count);
    int32_t *inputs = GX_ARRAY(arena, int32_t, input_count);
    p->arena = arena;
    p->flat = flat;
    copy_overrides(p, overrides);
    p->register_count = flat->cells.count;
    p->stock = stock;
    p->flow = flow;
    p->input = inputs;
    p->input_count = input_count;
    for (int32_t i = 0; i < input_count; i++)
        inputs[i] = input[i];
    fix_cells(&c, overrides);
    compile_tables(&c, overrides);
    find_state(&c, stock);
    compile_start(&c);
    c.code = &p->start;
    for (int32_t d = 0; d < p->delays.count; d++)
        if (p->delays.at[d].kind == GX_DELAY_FIXED)
            p->delays.at[d].time =
                compile_last(&c, flat->cells.at[p->delays.at[d].cell].delay);
    compile_orders(&c);
    compile_active(&c, flow);
    return p;
}

gx_err gx_program_reorder(gx_program **made, const gx_program *program,
                          const int32_t *order, gx_diags *ds)
{
    gx_flat *flat = NULL;
    gx_err err = gx_flat_reorder(&flat, program->flat, order, ds);
    *made = err ? NULL
                : compile(flat, &program->overrides, program->input, program->input_count,
                          ds->oom);
    if (!err)
        (*made)->own_flat = flat;
    return err;
}

/* The orders a program comes to by itself: start one lane. A wrong one is left for the
 * run to tell. */
static gx_program *settle_orders(gx_program *p, gx_oom oom)
{
    const gx_flat *flat = p->flat;
    gx_arena *arena = gx_arena_new(oom);
    int32_t *order = GX_ARRAY(arena, int32_t, flat->chains.count);
    double *y = GX_ARRAY(arena, double, p->stock_count);
    gx_diags *quiet = gx_diags_new(oom);
    gx_machine *machine = gx_machine_new(p, 1, oom);
    gx_program *made = NULL;
    gx_machine_start(machine, 0.0, 1.0, y);
    gx_machine_start(machine,
                     gx_machine_cell(machine, flat->control[GX_CONTROL_INITIAL_TIME])[0],
                     gx_machine_cell(machine, flat->control[GX_CONTROL_TIME_STEP])[0], y);
    bool is_other = false, good = !gx_machine_orders(order, machine, 0, quiet);
    for (int32_t i = 0; i < flat->chains.count && good; i++)
        is_other |= order[i] != flat->chains.at[i].stages;
    if (is_other)
        gx_program_reorder(&made, p, order, quiet);
    gx_machine_free(machine);
    gx_diags_free(quiet);
    gx_arena_free(arena);
    if (made)
        gx_program_free(p);
    return made ? made : p;
}

gx_program *gx_compile(const gx_flat *flat, const gx_overrides *overrides,
                       const int32_t *input, int32_t input_count, gx_oom oom)
{
    gx_program *p = compile(flat, overrides, input, input_count, oom);
    bool is_known = true;
    for (int32_t i = 0; i < flat->chains.count; i++)
        is_known &= flat->chains.at[i].order->kind == GX_NODE_NUMBER;
    return is_known ? p : settle_orders(p, oom);
}

void gx_program_free(gx_program *program)
{
    if (!program)
        return;
    gx_flat_free(program->own_flat);
    gx_arena_free(program->arena);
}

/* ---- dump ---- */

static void print_register(const gx_program *p, int32_t reg, gx_buf *out)
{
    if (reg < p->flat->cells.count) {
        gx_cell_print_name(p->flat, reg, out);
        return;
    }
    for (int32_t i = 0; i < p->literals.count; i++)
        if (p->literals.at[i].reg == reg) {
            gx_buf_number(out, p->literals.at[i].value);
            return;
        }
    gx_buf_print(out, "r%d", reg);
}

static void print_code(const gx_program *p, const gx_code_list *code, gx_buf *out)
{
    for (int32_t i = 0; i < code->count; i++) {
        const gx_instr *instr = &code->at[i];
        gx_buf_print(out, "%4d  ", i);
        print_register(p, instr->out, out);
        gx_buf_print(out, " := %s", gx_ops[instr->op].name);
        if (instr->table >= 0)
            gx_buf_print(out, " %d", instr->table);
        for (int32_t a = 0; a < gx_ops[instr->op].arguments; a++) {
            gx_buf_print(out, a ? ", " : " ");
            print_register(p, instr->arg[a], out);
        }
        gx_buf_print(out, "%s\n",
                     gx_ops[instr->op].is_held ? "   (held over a tick)" : "");
    }
}

void gx_program_print(const gx_program *p, gx_buf *out)
{
    gx_buf_print(out, "registers %d, stocks %d, delays %d, inputs %d\nstart:\n",
                 p->register_count, p->stock_count, p->delays.count, p->input_count);
    print_code(p, &p->start, out);
    gx_buf_print(out, "active:\n");
    print_code(p, &p->active, out);
    for (int32_t s = 0; s < p->stock_count; s++) {
        gx_buf_print(out, s ? "" : "flows:\n");
        gx_buf_print(out, "      d/dt ");
        print_register(p, p->stock[s], out);
        gx_buf_print(out, " = ");
        print_register(p, p->flow[s], out);
        gx_buf_print(out, "\n");
    }
}
