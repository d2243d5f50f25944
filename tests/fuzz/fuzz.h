/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzz targets share: texts as sources, memory that ends the target, a short
 * run. */
#ifndef GX_TESTS_FUZZ_H
#define GX_TESTS_FUZZ_H

#include "front/front.h"
#include "model/units.h"
#include "sim/sim.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** libFuzzer's entry: 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void fuzz_oom(size_t wanted, void *context)
{
    (void)context;
    fprintf(stderr, "out of memory: %zu bytes\n", wanted);
    abort();
}

static inline gx_diags *fuzz_diags(void)
{
    return gx_diags_new((gx_oom){.handler = fuzz_oom});
}

/* What gx_source_read lets through: UTF-8 without NUL; and short, so that runs are. */
static inline bool fuzz_is_text(const uint8_t *data, size_t size, size_t most)
{
    size_t bad = 0;
    return size && size <= most && !memchr(data, '\0', size) &&
           gx_text_is_utf8((const char *)data, size, &bad);
}

/* Render every message: places must be inside their sources. */
static inline void fuzz_render(const gx_diags *ds)
{
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    for (int32_t i = 0; i < ds->list.count; i++)
        gx_diag_render(ds, i, &out);
    gx_buf_clear(&out);
}

/* Print every product, then run ten ticks of two lanes, whatever the model says of time.
 */
static inline void fuzz_run(const gx_flat *flat, gx_diags *ds)
{
    static const double controls[GX_CONTROL_COUNT] = {0.0, 10.0, 1.0, 5.0};
    enum { MOST_CELLS = 2000 };
    gx_overrides overrides = {.list = {.count = 0}};
    gx_buf out;
    gx_err err = GX_OK;
    if (flat->cells.count > MOST_CELLS)
        return;
    for (int32_t c = 0; !err && c < GX_CONTROL_COUNT; c++) {
        gx_quantity q = {.number = controls[c], .units = "", .loc = GX_NOWHERE};
        err = gx_override_control(&overrides, flat, c, &q, ds->arena, ds);
    }
    if (err)
        return;
    gx_buf_init(&out, ds->oom);
    gx_program *program = gx_compile(flat, &overrides, NULL, 0, ds->oom);
    gx_model_print(flat->model, &out);
    gx_flat_print(flat, &out);
    gx_flat_print_order(flat, &out);
    gx_program_print(program, &out);
    gx_run_plan plan = {.method = &gx_methods[0], .lane_count = 2};
    gx_frame *frame = NULL;
    if (!gx_run(&frame, program, &plan, ds))
        gx_frame_free(frame);
    gx_program_free(program);
    gx_buf_clear(&out);
}

/* Set every variable, and all its elements, of a model that may have errors. */
static inline void fuzz_set(const gx_flat *flat, gx_diags *ds)
{
    enum { MOST_VARIABLES = 50 };
    const gx_model *model = flat->model;
    for (int32_t v = 0; v < model->variables.count && v < MOST_VARIABLES; v++) {
        const char *name = model->variables.at[v].name;
        const char *const names[] = {name, gx_arena_format(ds->arena, "%s[*]", name),
                                     gx_arena_format(ds->arena, "%s(1)", name)};
        for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
            gx_overrides overrides = {.list = {.count = 0}};
            gx_setting setting = {.name = {names[i], GX_NOWHERE},
                                  .value = {.number = 1.0, .units = ""}};
            gx_override_resolve(&overrides, flat, &setting, 1, NULL, ds->arena, ds);
        }
    }
}

/* Read, flatten, order, set, compile and run a model. */
static inline void fuzz_model(const char *text, size_t length)
{
    gx_diags *ds = fuzz_diags();
    gx_model *model = NULL;
    gx_flat *flat = NULL;
    gx_units_report report;
    gx_mdl_read(&model, gx_source_add(ds, "m.mdl", text, length), ds);
    gx_units_check(&report, model, ds); /* a model with errors too */
    gx_err err = gx_flat_build(&flat, model, ds);
    if (!err)
        fuzz_run(flat, ds);
    if (flat)
        fuzz_set(flat, ds);
    fuzz_render(ds);
    gx_flat_free(flat);
    gx_model_free(model);
    gx_diags_free(ds);
}

#endif
