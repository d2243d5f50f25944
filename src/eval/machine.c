/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One block holds all registers, `[register][lane]`; rows[] points into it, except that
 * the rows of stocks point into the stepper's y while it evaluates, so that no stock is
 * copied. */
#include "eval/kernels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A delay line: per lane a ring of the inputs of the last `steps` ticks. It has room for
 * the ticks that were, not for a delay that outlasts the run. */
typedef struct ring {
    double *value;  /* [room][lanes] */
    int32_t *steps; /* [lanes] at least 1 */
    int32_t room;   /* at most `most`, the longest of steps */
    int32_t most;
} ring;

struct gx_machine {
    const gx_program *program;
    gx_arena *arena;
    gx_lanes lanes;
    double *block;        /* [register_count][lanes] */
    const double **input; /* [input_count] -> [lanes], NULL until set */
    ring *rings;          /* [delays.count] */
    bool follows;         /* what bends, between ticks */
};

gx_machine *gx_machine_new(const gx_program *program, int32_t lane_count, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_machine *m = GX_NEW(arena, gx_machine);
    size_t lanes = (size_t)lane_count;
    m->program = program;
    m->arena = arena;
    m->block =
        gx_arena_array(arena, (size_t)program->register_count, lanes * sizeof(double));
    m->lanes.rows = GX_ARRAY(arena, double *, program->register_count);
    m->lanes.count = lane_count;
    m->lanes.tables = program->tables.at;
    m->lanes.scratch = GX_ARRAY(arena, double, 3 * (size_t)program->most_count);
    m->input = GX_ARRAY(arena, const double *, program->input_count);
    m->rings = GX_ARRAY(arena, ring, program->delays.count);
    return m;
}

void gx_machine_free(gx_machine *machine)
{
    if (machine)
        gx_arena_free(machine->arena);
}

void gx_machine_seed(gx_machine *m, uint64_t seed, int32_t first_run)
{
    m->lanes.seed = seed;
    m->lanes.first_run = first_run;
}

void gx_machine_set(gx_machine *m, int32_t i, const double *value)
{
    double *copy = GX_ARRAY(m->arena, double, m->lanes.count);
    memcpy(copy, value, (size_t)m->lanes.count * sizeof *copy);
    m->input[i] = copy;
}

void gx_machine_follow(gx_machine *m)
{
    m->follows = true;
}

static void run(gx_machine *m, const gx_code_list *code, bool at_tick)
{
    for (int32_t i = 0; i < code->count; i++) {
        const gx_instr *instr = &code->at[i];
        const gx_op_row *row = &gx_ops[instr->op];
        if (at_tick || !row->is_held || (row->bends && m->follows))
            gx_kernels[instr->op](&m->lanes, instr);
    }
}

static void fill(gx_machine *m)
{
    const gx_program *p = m->program;
    size_t lanes = (size_t)m->lanes.count;
    for (int32_t r = 0; r < p->register_count; r++)
        m->lanes.rows[r] = m->block + (size_t)r * lanes;
    for (int32_t i = 0; i < p->literals.count; i++)
        for (size_t k = 0; k < lanes; k++)
            m->lanes.rows[p->literals.at[i].reg][k] = p->literals.at[i].value;
    for (int32_t i = 0; i < p->input_count; i++)
        if (m->input[i])
            memcpy(m->lanes.rows[p->input[i]], m->input[i], lanes * sizeof(double));
}

/* ---- delays ---- */

/* Ticks in a delay: the nearest number, and never less than one. */
static int32_t ticks_in(double time, double dt)
{
    double ticks = floor(time / dt + 0.5);
    return ticks >= 1.0 ? (ticks < INT32_MAX ? (int32_t)ticks : INT32_MAX) : 1;
}

static void start_ring(gx_machine *m, int32_t d, double dt)
{
    ring *r = &m->rings[d];
    int32_t lanes = m->lanes.count;
    const double *time = m->lanes.rows[m->program->delays.at[d].time];
    *r = (ring){.steps = GX_ARRAY(m->arena, int32_t, lanes), .most = 1};
    for (int32_t k = 0; k < lanes; k++) {
        r->steps[k] = ticks_in(time[k], dt);
        r->most = r->steps[k] > r->most ? r->steps[k] : r->most;
    }
}

/* Room for one tick more: until the ring is full, tick t stands at t. */
static void widen_ring(gx_machine *m, ring *r)
{
    enum { FIRST = 16 };
    if (m->lanes.tick < r->room || r->room == r->most)
        return;
    int32_t room = r->most;
    if (r->room < r->most / 2)
        room = r->room ? 2 * r->room : FIRST < r->most ? FIRST : r->most;
    size_t row = (size_t)m->lanes.count * sizeof(double);
    double *wider = gx_arena_array(m->arena, (size_t)room, row);
    if (r->room)
        memcpy(wider, r->value, (size_t)r->room * row);
    r->value = wider;
    r->room = room;
}

void gx_machine_record(gx_machine *m)
{
    for (int32_t d = 0; d < m->program->delays.count; d++) {
        const double *input = m->lanes.rows[m->program->delays.at[d].input];
        ring *r = &m->rings[d];
        widen_ring(m, r);
        for (int32_t k = 0; k < m->lanes.count; k++)
            r->value[(size_t)(m->lanes.tick % r->steps[k]) * (size_t)m->lanes.count +
                     (size_t)k] = input[k];
    }
    m->lanes.tick++;
}

void gx_machine_advance(gx_machine *m)
{
    for (int32_t d = 0; d < m->program->delays.count; d++) {
        double *output = m->lanes.rows[m->program->delays.at[d].cell];
        const ring *r = &m->rings[d];
        for (int32_t k = 0; k < m->lanes.count; k++)
            if (m->lanes.tick >= r->steps[k])
                output[k] = r->value[(size_t)(m->lanes.tick % r->steps[k]) *
                                         (size_t)m->lanes.count +
                                     (size_t)k];
    }
}

/* ---- running ---- */

void gx_machine_start(gx_machine *m, double now, double dt, double *y)
{
    const gx_program *p = m->program;
    size_t lanes = (size_t)m->lanes.count;
    fill(m);
    m->lanes.now = now;
    m->lanes.dt = dt;
    m->lanes.tick = 0;
    run(m, &p->start, true);
    for (int32_t s = 0; s < p->stock_count; s++)
        memcpy(y + (size_t)s * lanes, m->lanes.rows[p->stock[s]], lanes * sizeof *y);
    for (int32_t d = 0; d < p->delays.count; d++)
        start_ring(m, d, dt);
}

void gx_machine_eval(gx_machine *m, double now, double dt, const double *y, bool at_tick)
{
    const gx_program *p = m->program;
    m->lanes.now = now;
    m->lanes.dt = dt;
    for (int32_t s = 0; s < p->stock_count; s++) {
        /* kernels write no stock row: `start` is over */
        double *row = (double *)(uintptr_t)(y + (size_t)s * (size_t)m->lanes.count);
        m->lanes.rows[p->stock[s]] = row;
    }
    run(m, &p->active, at_tick);
}

void gx_machine_flows(const gx_machine *m, double *dydt)
{
    const gx_program *p = m->program;
    size_t lanes = (size_t)m->lanes.count;
    for (int32_t s = 0; s < p->stock_count; s++)
        memcpy(dydt + (size_t)s * lanes, m->lanes.rows[p->flow[s]], lanes * sizeof *dydt);
}

const double *gx_machine_cell(const gx_machine *m, int32_t cell)
{
    return m->lanes.rows[cell];
}
