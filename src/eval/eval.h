/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A flat model compiled to a register program, and the machine that runs it over lanes.
 *
 * A lane is one run: the same program with other input values. A register holds one
 * number a lane, so an instruction is one loop over lanes, and a lane's result does not
 * depend on its neighbours: one lane and a thousand give the same bits. A program is
 * const and may be shared by machines; a machine belongs to one thread. Registers 0 ..
 * cells-1 are the cells of the flat model, in order.
 */
#ifndef GX_EVAL_EVAL_H
#define GX_EVAL_EVAL_H

#include "model/model.h"

typedef enum gx_op {
#define GX_OP(id, name, arguments, kernel, doc) GX_OP_##id,
#include "eval/ops.def"
#define GX_PURE(id, name, units, arguments, kernel, doc)          GX_OP_##id,
#define GX_HELD                                                   GX_PURE
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc) GX_OP_##id,
#include "model/builtins.def"
    GX_OP_COUNT
} gx_op;

typedef struct gx_op_row {
    const char *name;
    int32_t arguments;
    bool is_held; /* evaluated once a tick, then kept */
    bool bends;   /* held, but not when the machine follows */
} gx_op_row;

extern const gx_op_row gx_ops[GX_OP_COUNT];

/**
 * R[out] := op(R[arg[0]], ...); unused arguments are 0. Array opcodes take R[arg[0] ..
 * arg[0] + count - 1] and R[arg[1] .. arg[1] + extras - 1], and fill R[out .. out + outs
 * - 1].
 */
typedef struct gx_instr {
    gx_op op;
    int32_t out;
    int32_t arg[GX_MAX_ARGUMENTS];
    int32_t table;               /* GX_OP_TABLE only, else -1 */
    int32_t stream;              /* of a draw */
    int32_t count, extras, outs; /* of an array opcode, else 0 */
} gx_instr;

typedef GX_LIST(gx_instr) gx_code_list;

/** A lookup: x is shared by all lanes, y stands in registers so that lanes can differ. */
typedef struct gx_program_table {
    int32_t count;
    const double *x;    /* [count] rising */
    gx_between between; /* data only */
    int32_t first_y;    /* registers first_y .. first_y + count - 1 */
} gx_program_table;

/** A register with the same number in every lane. */
typedef struct gx_literal {
    int32_t reg;
    double value;
} gx_literal;

/** An element of discrete state (DELAY FIXED and its kin). */
typedef struct gx_delay {
    int32_t cell;  /* its output */
    int32_t input; /* register */
    int32_t
        time; /* register: how long, read at the start, or at each tick unless fixed */
    int32_t missing; /* register: the output where no material comes out */
    int32_t when;    /* register: of a rate of return, the time of its first payment */
    gx_delay_kind kind;
} gx_delay;

typedef struct gx_program {
    gx_arena *arena;
    const gx_flat *flat; /* borrowed, but for ... */
    gx_flat *own_flat;   /* ... this one, of other orders; or NULL */
    gx_overrides overrides;
    int32_t register_count;
    GX_LIST(gx_literal) literals;
    gx_code_list start;  /* initial values of all cells */
    gx_code_list active; /* cells that vary, then flows and delay inputs */
    GX_LIST(gx_program_table) tables;
    int32_t stock_count;
    const int32_t *stock; /* [stock_count] cells */
    const int32_t *flow;  /* [stock_count] registers: net flow of each stock */
    GX_LIST(gx_delay) delays;
    const int32_t *order; /* [flat->chains.count] registers, read at the start */
    const int32_t *lag;   /* [flat->lags.count] registers of their times */
    int32_t most_scratch; /* numbers that an array opcode needs beside registers */
    int32_t input_count;
    const int32_t *input; /* [input_count] constant cells that lanes set */
} gx_program;

/**
 * Compile. `overrides` replace cells by numbers in every lane (constants; control
 * parameters even when they are computed; never stocks or delays); `input` ([input_count]
 * constant cells or gx_override_point) are set lane by lane with gx_machine_set. The
 * program is for the orders of delays that the model comes to when no input is set; lanes
 * that come to others need another (gx_program_reorder). Borrows `flat` and the points of
 * overrides. No errors.
 */
gx_program *gx_compile(const gx_flat *flat, const gx_overrides *overrides,
                       const int32_t *input, int32_t input_count, gx_oom oom);
void gx_program_free(gx_program *program);

/** The same program for delays of `order` ([flat->chains.count]). Borrows `program`.
 * Errors: subscript (too many cells). */
gx_err gx_program_reorder(gx_program **made, const gx_program *program,
                          const int32_t *order, gx_diags *ds);

/** Append the program: one instruction a line. */
void gx_program_print(const gx_program *program, gx_buf *out);

/** The state of a batch of lanes. */
typedef struct gx_machine gx_machine;

gx_machine *gx_machine_new(const gx_program *program, int32_t lane_count, gx_oom oom);
void gx_machine_free(gx_machine *machine);

/**
 * Say which random numbers the lanes draw: lane k is run `run[k]` of the study. A draw
 * depends on the seed, the run, the place in the model and the tick, and on nothing else.
 */
void gx_machine_seed(gx_machine *machine, uint64_t seed, const int32_t *run);

/** Between ticks evaluate what bends too, as adaptive methods ask. */
void gx_machine_follow(gx_machine *machine);

/** Set input `i` of the program; `value` is [lane_count] in the variable's units. */
void gx_machine_set(gx_machine *machine, int32_t i, const double *value);

/**
 * Work out initial values at time `now` with tick `dt`; then stocks are in `y`
 * ([stock_count][lane_count]). Forgets delays.
 */
void gx_machine_start(gx_machine *machine, double now, double dt, double *y);

/**
 * Evaluate at time `now` with stocks `y` ([stock_count][lane_count], borrowed until the
 * next call). At a tick everything is; between ticks held values stay.
 */
void gx_machine_eval(gx_machine *machine, double now, double dt, const double *y,
                     bool at_tick);

/** Copy the net flows of the last evaluation; dydt is [stock_count][lane_count]. */
void gx_machine_flows(const gx_machine *machine, double *dydt);

/** At a tick, after eval: remember the inputs of discrete state (makes room for them). */
void gx_machine_record(gx_machine *machine);

/** After the step to the next tick, at time `now`: let discrete state change. */
void gx_machine_advance(gx_machine *machine, double now);

/** The orders that a lane's delays came to at its start; `order` is [flat->chains.count].
 * Errors: arguments. */
gx_err gx_machine_orders(int32_t *order, const gx_machine *machine, int32_t lane,
                         gx_diags *ds);

/** How many lanes there are. */
int32_t gx_machine_lanes(const gx_machine *machine);

/** The number in the study of the run that a lane is. */
int32_t gx_machine_run(const gx_machine *machine, int32_t lane);

/** The values of a cell: [lane_count], borrowed, of the last evaluation. */
const double *gx_machine_cell(const gx_machine *machine, int32_t cell);

/**
 * A hash of what exp, log, pow and the like, and GSL's distributions, give for many
 * arguments here. Where it is the
 * same, so are a model's numbers; another mathematical library, or the same one on
 * another instruction set, rounds otherwise in the last digit.
 */
uint64_t gx_arithmetic(void);

/** The version of GSL that this process has, not of the one it was built with. */
const char *gx_gsl_version(void);

#endif
