/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Kernels: what each opcode does to its registers (internal to eval/).
 */
#ifndef GX_EVAL_KERNELS_H
#define GX_EVAL_KERNELS_H

#include "eval/eval.h"

/** Registers of a batch, at one time. */
typedef struct gx_lanes {
    double **rows; /* [register_count] -> [count] */
    int32_t count;
    double now, dt;
    uint64_t seed;
    int32_t *run; /* [count] numbers in the study */
    int32_t tick; /* since the start */
    const gx_program_table *tables;
    double *scratch; /* [program's most_scratch], for array opcodes */
} gx_lanes;

typedef void gx_kernel(const gx_lanes *lanes, const gx_instr *instr);

extern gx_kernel *const gx_kernels[GX_OP_COUNT];

#endif
