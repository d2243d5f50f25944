/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One block holds all registers, `[register][lane]`; rows[] points into it, except that
 * the rows of stocks point into the stepper's y while it evaluates, so that no stock is
 * copied. */
#include "eval/kernels.h"
#include "eval/returns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A delay line: the inputs of past ticks, each with its time, tick t at t % room. Lanes
 * wait for the tick nearest to one delay time ago, so that a TIME STEP that changes does
 * not stretch the delay. There is room for the ticks that some lane has not passed, not
 * for a delay that outlasts the run. */
typedef struct line {
    int32_t room;
    double *time;  /* [room] */
    double *step;  /* [room] since the tick before */
    double *value; /* [room][lanes] */
    double *lag;   /* [lanes] delay time at the start; unless fixed [room][lanes], and NaN
                      for what came out */
    int32_t *at;   /* [lanes] the tick that is the output; -1 before the first; of
                      material the last before which all came out */
    double *first; /* [lanes] material: the output until the first comes out */
    double *missing; /* [lanes] material: the output when none does */
    bool *began;     /* [lanes] material: the first came out */
} line;

enum { MOST_PERIODS = 10000 }; /* of a rate of return; past them it is not a number */

/* The payments of a rate of return, a sum a fiscal period. */
typedef struct ledger {
    int32_t room;
    double *sum;    /* [room][lanes] */
    double start;   /* time of the first tick */
    double *period; /* [lanes] */
    int32_t *count; /* [lanes] periods that have begun */
    double *other;  /* [lanes] another payment, and ... */
    double *when;   /* [lanes] ... its time */
} ledger;

struct gx_machine {
    const gx_program *program;
    gx_arena *arena;
    gx_lanes lanes;
    double *block;        /* [register_count][lanes] */
    const double **input; /* [input_count] -> [lanes], NULL until set */
    line *delays;         /* [delays.count] */
    ledger *ledgers;      /* [delays.count] likewise, of rates of return */
    double first_step;    /* TIME STEP at the start */
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
    m->lanes.run = GX_ARRAY(arena, int32_t, lane_count);
    m->lanes.tables = program->tables.at;
    m->lanes.scratch = GX_ARRAY(arena, double, (size_t)program->most_scratch);
    m->input = GX_ARRAY(arena, const double *, program->input_count);
    m->delays = GX_ARRAY(arena, line, program->delays.count);
    m->ledgers = GX_ARRAY(arena, ledger, program->delays.count);
    return m;
}

void gx_machine_free(gx_machine *machine)
{
    if (machine)
        gx_arena_free(machine->arena);
}

void gx_machine_seed(gx_machine *m, uint64_t seed, const int32_t *run)
{
    m->lanes.seed = seed;
    memcpy(m->lanes.run, run, (size_t)m->lanes.count * sizeof *run);
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

static void start_line(gx_machine *m, int32_t d)
{
    size_t lanes = (size_t)m->lanes.count;
    const gx_delay *delay = &m->program->delays.at[d];
    line *l = &m->delays[d];
    *l = (line){.at = GX_ARRAY(m->arena, int32_t, lanes)};
    for (size_t k = 0; k < lanes; k++)
        l->at[k] = -1;
    if (delay->kind == GX_DELAY_MATERIAL) {
        l->first = GX_ARRAY(m->arena, double, lanes);
        l->missing = GX_ARRAY(m->arena, double, lanes);
        l->began = GX_ARRAY(m->arena, bool, lanes);
        memcpy(l->first, m->lanes.rows[delay->cell], lanes * sizeof *l->first);
    }
    if (delay->kind != GX_DELAY_FIXED)
        return;
    l->lag = GX_ARRAY(m->arena, double, lanes);
    memcpy(l->lag, m->lanes.rows[delay->time], lanes * sizeof *l->lag);
    for (size_t k = 0; k < lanes; k++)
        if (isnan(l->lag[k]))
            m->lanes.rows[delay->cell][k] = l->lag[k]; /* for the watch to find */
}

/* Room for one tick more: when all places hold ticks that a lane may still need, twice as
 * many. */
static void widen_line(gx_machine *m, line *l, bool is_fixed)
{
    enum { FIRST = 16 };
    int32_t tick = m->lanes.tick, oldest = tick;
    for (int32_t k = 0; k < m->lanes.count && tick >= l->room; k++)
        oldest = l->at[k] < oldest ? l->at[k] : oldest;
    if (tick - oldest < l->room)
        return;
    size_t lanes = (size_t)m->lanes.count;
    line wider = *l;
    wider.room = l->room ? 2 * l->room : FIRST;
    wider.time = GX_ARRAY(m->arena, double, wider.room);
    wider.step = GX_ARRAY(m->arena, double, wider.room);
    wider.value = gx_arena_array(m->arena, (size_t)wider.room, lanes * sizeof(double));
    if (!is_fixed)
        wider.lag = gx_arena_array(m->arena, (size_t)wider.room, lanes * sizeof(double));
    for (int32_t t = tick - l->room; t < tick; t++) {
        size_t from = (size_t)(t % l->room), to = (size_t)(t % wider.room);
        wider.time[to] = l->time[from];
        wider.step[to] = l->step[from];
        memcpy(wider.value + to * lanes, l->value + from * lanes, lanes * sizeof(double));
        if (!is_fixed)
            memcpy(wider.lag + to * lanes, l->lag + from * lanes, lanes * sizeof(double));
    }
    *l = wider;
}

/* What the input of this tick waits for; one that has no delay time is NaN at once. */
static void record_lag(gx_machine *m, const gx_delay *delay, line *l, size_t place)
{
    size_t lanes = (size_t)m->lanes.count;
    const double *lag = m->lanes.rows[delay->time];
    for (size_t k = 0; k < lanes; k++) {
        l->lag[place * lanes + k] = isnan(lag[k]) ? 0.0 : lag[k];
        if (isnan(lag[k]))
            l->value[place * lanes + k] = lag[k];
    }
    if (delay->kind == GX_DELAY_MATERIAL)
        memcpy(l->missing, m->lanes.rows[delay->missing], lanes * sizeof *l->missing);
}

/* What is paid in the coming tick goes to the fiscal period that the tick begins in. */
static void record_payments(gx_machine *m, const gx_delay *delay, ledger *l)
{
    size_t lanes = (size_t)m->lanes.count;
    int32_t most = 0;
    if (m->lanes.tick == 0) {
        *l = (ledger){.start = m->lanes.now,
                      .period = GX_ARRAY(m->arena, double, lanes),
                      .count = GX_ARRAY(m->arena, int32_t, lanes),
                      .other = GX_ARRAY(m->arena, double, lanes),
                      .when = GX_ARRAY(m->arena, double, lanes)};
        memcpy(l->period, m->lanes.rows[delay->time], lanes * sizeof *l->period);
        memcpy(l->other, m->lanes.rows[delay->missing], lanes * sizeof *l->other);
        memcpy(l->when, m->lanes.rows[delay->when], lanes * sizeof *l->when);
    }
    for (size_t k = 0; k < lanes; k++) {
        double period = fmax(l->period[k], m->first_step);
        double now = (m->lanes.now - l->start) / period;
        if (!(now < MOST_PERIODS)) { /* for the watch to find */
            l->other[k] = (double)NAN;
            now = 0.0;
        }
        l->count[k] = (int32_t)floor(now + 1e-6) + 1; /* a period has a tick at least */
        most = l->count[k] > most ? l->count[k] : most;
    }
    if (most > l->room) {
        int32_t room = 2 * most;
        double *sum = gx_arena_array(m->arena, (size_t)room, lanes * sizeof *sum);
        if (l->room)
            memcpy(sum, l->sum, (size_t)l->room * lanes * sizeof *sum);
        l->sum = sum;
        l->room = room;
    }
    for (size_t k = 0; k < lanes; k++)
        l->sum[(size_t)(l->count[k] - 1) * lanes + k] +=
            m->lanes.rows[delay->input][k] * m->lanes.dt;
}

static void advance_payments(const gx_machine *m, const ledger *l, double *output)
{
    size_t lanes = (size_t)m->lanes.count;
    for (size_t k = 0; k < lanes; k++) {
        double period = fmax(l->period[k], m->first_step);
        output[k] = isnan(l->period[k] + l->when[k])
                        ? (double)NAN
                        : gx_rate_of_return(l->sum + k, lanes, l->count[k], l->other[k],
                                            (l->when[k] - l->start) / period);
    }
}

void gx_machine_record(gx_machine *m)
{
    size_t lanes = (size_t)m->lanes.count;
    for (int32_t d = 0; d < m->program->delays.count; d++) {
        const gx_delay *delay = &m->program->delays.at[d];
        line *l = &m->delays[d];
        int32_t tick = m->lanes.tick;
        if (delay->kind == GX_DELAY_RETURN) {
            record_payments(m, delay, &m->ledgers[d]);
            continue;
        }
        widen_line(m, l, delay->kind == GX_DELAY_FIXED);
        size_t place = (size_t)(tick % l->room);
        l->time[place] = m->lanes.now;
        l->step[place] =
            tick ? m->lanes.now - l->time[(tick - 1) % l->room] : m->first_step;
        memcpy(l->value + place * lanes, m->lanes.rows[delay->input],
               lanes * sizeof(double));
        if (delay->kind != GX_DELAY_FIXED)
            record_lag(m, delay, l, place);
    }
    m->lanes.tick++;
}

/* Is `then` nearer to this tick than to the one before? In the middle it is not; before
 * the start ticks were as long as the first. */
static bool is_due(const line *l, int32_t tick, double then)
{
    double step = l->step[tick % l->room];
    return then > l->time[tick % l->room] - step / 2.0 + 1e-6 * step;
}

static void advance_fixed(const gx_machine *m, line *l, double now, double *output)
{
    size_t lanes = (size_t)m->lanes.count;
    for (size_t k = 0; k < lanes; k++) {
        double then = now - l->lag[k];
        while (l->at[k] + 1 < m->lanes.tick && is_due(l, l->at[k] + 1, then))
            l->at[k]++;
        if (l->at[k] >= 0)
            output[k] = l->value[(size_t)(l->at[k] % l->room) * lanes + k];
    }
}

/* The latest input that is due; earlier ones are forgotten. */
static void advance_information(const gx_machine *m, line *l, double now, double *output)
{
    size_t lanes = (size_t)m->lanes.count;
    for (size_t k = 0; k < lanes; k++)
        for (int32_t t = m->lanes.tick - 1; t > l->at[k]; t--) {
            size_t place = (size_t)(t % l->room) * lanes + k;
            if (!is_due(l, t, now - l->lag[place]))
                continue;
            l->at[k] = t;
            output[k] = l->value[place];
        }
}

/* The sum of the inputs that fall due. */
static void advance_material(const gx_machine *m, line *l, double now, double *output)
{
    size_t lanes = (size_t)m->lanes.count;
    for (size_t k = 0; k < lanes; k++) {
        double sum = 0.0;
        bool is_none = true;
        for (int32_t t = l->at[k] + 1; t < m->lanes.tick; t++) {
            size_t place = (size_t)(t % l->room) * lanes + k;
            if (isnan(l->lag[place]) || !is_due(l, t, now - l->lag[place]))
                continue;
            l->lag[place] = (double)NAN;
            l->began[k] |= t == 0;
            sum = is_none ? l->value[place] : sum + l->value[place];
            is_none = false;
        }
        while (l->at[k] + 1 < m->lanes.tick &&
               isnan(l->lag[(size_t)((l->at[k] + 1) % l->room) * lanes + k]))
            l->at[k]++;
        if (!l->began[k])
            output[k] = is_none ? l->first[k] : l->first[k] + sum;
        else
            output[k] = is_none ? l->missing[k] : sum;
    }
}

void gx_machine_advance(gx_machine *m, double now)
{
    static void (*const advance[])(const gx_machine *, line *, double, double *) = {
        advance_fixed, advance_information, advance_material};
    for (int32_t d = 0; d < m->program->delays.count; d++) {
        const gx_delay *delay = &m->program->delays.at[d];
        double *output = m->lanes.rows[delay->cell];
        if (delay->kind == GX_DELAY_RETURN)
            advance_payments(m, &m->ledgers[d], output);
        else
            advance[delay->kind](m, &m->delays[d], now, output);
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
    m->first_step = dt;
    run(m, &p->start, true);
    for (int32_t s = 0; s < p->stock_count; s++)
        memcpy(y + (size_t)s * lanes, m->lanes.rows[p->stock[s]], lanes * sizeof *y);
    for (int32_t d = 0; d < p->delays.count; d++)
        start_line(m, d);
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

int32_t gx_machine_lanes(const gx_machine *m)
{
    return m->lanes.count;
}

int32_t gx_machine_run(const gx_machine *m, int32_t lane)
{
    return m->lanes.run[lane];
}

const double *gx_machine_cell(const gx_machine *m, int32_t cell)
{
    return m->lanes.rows[cell];
}

gx_err gx_machine_orders(int32_t *order, const gx_machine *m, int32_t lane, gx_diags *ds)
{
    const gx_program *p = m->program;
    gx_err err = GX_OK;
    for (int32_t i = 0; i < p->flat->chains.count && !err; i++)
        err = gx_chain_order(&p->flat->chains.at[i], m->lanes.rows[p->order[i]][lane],
                             &order[i], ds);
    return err;
}
