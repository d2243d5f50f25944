/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the unit tests share: cmocka with its headers, memory that fails a test, and
 * models written in place. */
#ifndef GX_TESTS_SUPPORT_H
#define GX_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "front/front.h"
#include "sim/sim.h"

/* Control parameters of a test model: 0 to `final` by `dt`. */
#define CONTROL(final, dt)                                                               \
    "\nINITIAL TIME = 0 ~~|\nFINAL TIME = " final " ~~|\nTIME STEP = " dt " ~ year ~|\n" \
    "SAVEPER = TIME STEP ~~|\n"

static inline void test_oom(size_t wanted, void *context)
{
    (void)context;
    fail_msg("out of memory: %zu bytes", wanted);
    abort();
}

static inline gx_diags *test_diags(void)
{
    return gx_diags_new((gx_oom){.handler = test_oom});
}

/* All messages, as the program would print them; the caller frees the buffer. */
static inline gx_buf test_messages(const gx_diags *ds)
{
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    for (int32_t i = 0; i < ds->list.count; i++)
        gx_diag_render(ds, i, &out);
    return out;
}

typedef struct test_model {
    gx_diags *ds;
    gx_model *model;
    gx_flat *flat;
    gx_err err;
} test_model;

/* Read and flatten a model written in place; failures are in err and ds. */
static inline test_model test_model_read(const char *text)
{
    test_model t = {.ds = test_diags()};
    int32_t file = gx_source_add(t.ds, "m.mdl", text, strlen(text));
    t.err = gx_mdl_read(&t.model, file, t.ds);
    gx_err flat = gx_flat_build(&t.flat, t.model, t.ds);
    t.err = t.err ? t.err : flat;
    return t;
}

static inline void test_model_free(test_model *t)
{
    gx_flat_free(t->flat);
    gx_model_free(t->model);
    gx_diags_free(t->ds);
}

/* Fail with the messages when there are any. */
static inline void test_no_errors(const gx_diags *ds, const char *what)
{
    if (!ds->error_count)
        return;
    gx_buf messages = test_messages(ds);
    print_error("%s:\n%s", what, messages.text);
    gx_buf_clear(&messages);
    fail();
}

/* Run one lane; the frame is the caller's, NULL on error. */
static inline gx_frame *test_run(const test_model *t, const char *method)
{
    gx_program *program = gx_compile(t->flat, NULL, NULL, 0, t->ds->oom);
    gx_run_plan plan = {.method = gx_method_find(method), .lane_count = 1};
    gx_frame *frame = NULL;
    gx_run(&frame, program, &plan, t->ds);
    gx_program_free(program);
    return frame;
}

/* The value of a series at save time `row` (-1: the last). */
static inline double test_value(const gx_frame *frame, const char *name, int32_t row)
{
    int32_t v = gx_frame_find_var(frame, name);
    if (v < 0)
        fail_msg("no variable '%s'", name);
    size_t size = gx_var_size(frame, &frame->vars.at[v]);
    return frame->vars.at[v].value[row < 0 ? size - 1 : (size_t)row];
}

#endif
