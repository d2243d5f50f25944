/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The register program against the tree walker: one lane and several, the same bits. */
#ifndef GX_TESTS_DIFFER_H
#define GX_TESTS_DIFFER_H

#include "eval/eval.h"
#include "front/front.h"
#include "generate.h"
#include "walk.h"

#include <string.h>

enum { DIFFER_LANES = 5, DIFFER_TICKS = 24 };

/* Any NaN is as good as another: hardware keeps the sign of the operand it likes. */
static inline bool differ_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

typedef struct differ {
    const gx_flat *flat;
    const gx_program *program;
    gx_machine *machine;
    int32_t lanes;
    double *y, *dydt; /* [stocks][lanes] */
    walker walker[DIFFER_LANES];
} differ;

/* What lane `k` sets constant `i` to: its own value, moved a little. */
static inline double differ_input(const gx_flat *flat, int32_t cell, int32_t k)
{
    return flat->cells.at[cell].active->number + 0.125 * (double)k * (1 + cell % 3);
}

static inline void differ_start(differ *d, gx_arena *arena, gx_oom oom)
{
    static const double nothing[DIFFER_LANES] = {0.0};
    int32_t cells = d->flat->cells.count;
    size_t size = (size_t)d->program->stock_count * (size_t)d->lanes;
    double now =
        walk(&(walker){.flat = d->flat},
             d->flat->cells.at[d->flat->control[GX_CONTROL_INITIAL_TIME]].active);
    double dt = d->flat->cells.at[d->flat->control[GX_CONTROL_TIME_STEP]].active->number;
    d->y = GX_ARRAY(arena, double, size);
    d->dydt = GX_ARRAY(arena, double, size);
    d->machine = gx_machine_new(d->program, d->lanes, oom);
    for (int32_t k = 0; k < d->lanes; k++)
        d->walker[k] = (walker){.flat = d->flat,
                                .now = now,
                                .dt = dt,
                                .initial = true,
                                .value = GX_ARRAY(arena, double, cells),
                                .known = GX_ARRAY(arena, bool, cells),
                                .history = GX_ARRAY(arena, double, cells *WALK_TICKS),
                                .due = GX_ARRAY(arena, double, cells *WALK_TICKS),
                                .wait = GX_ARRAY(arena, double, cells),
                                .first = GX_ARRAY(arena, double, cells)};
    for (int32_t c = 0; c < cells; c++)
        for (int32_t k = 0; k < d->lanes && d->flat->cells.at[c].kind == GX_CELL_CONSTANT;
             k++)
            d->walker[k].value[c] = d->flat->cells.at[c].active->number;
    for (int32_t i = 0; i < d->program->input_count; i++) {
        double value[DIFFER_LANES];
        memcpy(value, nothing, sizeof value);
        for (int32_t k = 0; k < d->lanes; k++)
            value[k] = d->walker[k].value[d->program->input[i]] =
                differ_input(d->flat, d->program->input[i], k);
        gx_machine_set(d->machine, i, value);
    }
    gx_machine_start(d->machine, now, dt, d->y);
}

/* Compare every cell of every lane; false and a line in `out` for the first that differs.
 */
static inline bool differ_compare(const differ *d, int32_t tick, gx_buf *out)
{
    for (int32_t c = 0; c < d->flat->cells.count; c++)
        for (int32_t k = 0; k < d->lanes; k++) {
            double got = gx_machine_cell(d->machine, c)[k], want = d->walker[k].value[c];
            if (differ_same(got, want))
                continue;
            gx_buf_print(out, "lane %d of %d, tick %d: ", k, d->lanes, tick);
            gx_cell_print_name(d->flat, c, out);
            gx_buf_print(out, " is %.17g, by the tree %.17g\n", got, want);
            return false;
        }
    return true;
}

/* An order of NaN is not defined; a run that has one fails when it saves. */
static inline bool differ_orders_nan(const differ *d)
{
    for (int32_t b = 0; b < d->flat->bulks.count; b++)
        for (int32_t k = 0; k < d->lanes; k++)
            for (int32_t i = 0; i < d->flat->bulks.at[b].in_count; i++) {
                gx_builtin fn = d->flat->bulks.at[b].fn;
                if (fn != GX_FN_SORTORDER && fn != GX_FN_RANK)
                    break;
                walker w = d->walker[k];
                if (isnan(walk(&w, d->flat->bulks.at[b].in[i])))
                    return true;
            }
    return false;
}

static inline bool differ_run(differ *d, gx_buf *out)
{
    int32_t stocks = d->program->stock_count;
    bool same = true;
    for (int32_t k = 0; k < d->lanes; k++)
        walk_all(&d->walker[k]);
    if (!differ_orders_nan(d))
        same = differ_compare(d, -1, out);
    double start = d->walker[0].now, dt = d->walker[0].dt;
    for (int32_t tick = 0; same && tick < DIFFER_TICKS; tick++) {
        double now = start + tick * dt;
        gx_machine_eval(d->machine, now, dt, d->y, true);
        for (int32_t k = 0; k < d->lanes; k++) {
            d->walker[k].now = now;
            d->walker[k].initial = false;
            walk_all(&d->walker[k]);
        }
        if (differ_orders_nan(d))
            break;
        same = differ_compare(d, tick, out);
        gx_machine_flows(d->machine, d->dydt);
        gx_machine_record(d->machine);
        for (int32_t i = 0; i < stocks * d->lanes; i++)
            d->y[i] += dt * d->dydt[i];
        gx_machine_advance(d->machine, start + (tick + 1) * dt);
        for (int32_t k = 0; k < d->lanes; k++)
            walk_step(&d->walker[k], tick);
    }
    return same;
}

/* Points for the data `d`. */
static inline gx_err differ_data(gx_flat *flat, gx_diags *ds)
{
    static const double times[] = {-1.0, 0.0, 0.7, 2.0, 3.5},
                        d[] = {4.0, 1.0, -2.0, 0.5, 3.0};
    gx_frame *table = gx_frame_new(ds->oom);
    const gx_frame *tables[] = {table};
    int32_t time = gx_frame_add_dim(table, "time", "", 5, times, NULL);
    int32_t made = gx_frame_add_var(table, "u", "", 1, &time);
    memcpy(table->vars.at[made].value, d, sizeof d);
    gx_err err = gx_flat_data(flat, tables, 1, false, ds);
    gx_frame_free(table);
    return err;
}

/* Generate a model from bytes and compare; what differs is in `out` behind the model.
 * `*ran` says whether it was a model at all. */
static inline bool differ_bytes(const uint8_t *bytes, size_t count, gx_buf *out,
                                bool *ran)
{
    gx_diags *ds = gx_diags_new(out->oom);
    gx_model *model = NULL;
    gx_flat *flat = NULL;
    bool same = true;
    generate_model(bytes, count, out);
    int32_t file = gx_source_add(ds, "m.mdl", out->text, out->length);
    *ran = !gx_mdl_read(&model, file, ds) && !gx_flat_build(&flat, model, ds) &&
           !differ_data(flat, ds);
    for (int32_t i = 0; i < ds->list.count && !*ran; i++)
        gx_diag_render(ds, i, out);
    for (int32_t lanes = 1; *ran && same && lanes <= DIFFER_LANES; lanes += 4) {
        differ d = {.flat = flat, .lanes = lanes};
        GX_LIST(int32_t) inputs = {0};
        for (int32_t c = 0; c < flat->cells.count; c++)
            if (flat->cells.at[c].kind == GX_CELL_CONSTANT && c > 2 &&
                flat->cells.at[c].element >= 0 && !flat->cells.at[c].why_fixed)
                *GX_ADD(ds->arena, &inputs) = c;
        gx_program *program = gx_compile(flat, NULL, inputs.at, inputs.count, out->oom);
        d.program = program;
        differ_start(&d, ds->arena, out->oom);
        same = differ_run(&d, out);
        gx_machine_free(d.machine);
        gx_program_free(program);
    }
    gx_flat_free(flat);
    gx_model_free(model);
    gx_diags_free(ds);
    return same;
}

#endif
