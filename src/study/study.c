/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches of lanes are the items of work; each leaves its runs, and one frame is made of
 * all of them in the order of runs. */
#include "study/study.h"

#include <string.h>

gx_input gx_input_of(const gx_flat *flat, const gx_overrides *overrides, int32_t cell,
                     const gx_table_override *point, gx_arena *arena)
{
    gx_input input = {.cell = cell};
    int32_t variable = point ? point->variable : flat->cells.at[cell].variable;
    gx_buf name;
    gx_buf_init(&name, gx_arena_oom(arena));
    if (point) {
        input.cell = gx_override_point(overrides, flat, point->table, point->changed);
        gx_buf_print(&name, "%s(", flat->tables.at[point->table].name);
        gx_buf_number(&name, point->point[point->changed].x);
        gx_buf_print(&name, ")");
    } else {
        gx_cell_print_name(flat, cell, &name);
    }
    input.name = gx_arena_text(arena, name.text, name.length);
    const char *units = flat->model->variables.at[variable].units;
    const char *arrow = point ? strstr(units, "->") : NULL; /* of a lookup */
    input.units = arrow ? arrow + 2 + strspn(arrow + 2, " ") : units;
    gx_buf_clear(&name);
    return input;
}

typedef struct batches {
    const gx_program *program;
    const gx_run_plan *plan;
    int32_t run_count, input_count;
    const double **value; /* [input_count] -> [run_count] */
    gx_runs **runs;       /* [batches] */
} batches;

static int32_t lanes_of(const batches *b, int32_t i)
{
    int32_t rest = b->run_count - i * GX_STUDY_LANES;
    return rest < GX_STUDY_LANES ? rest : GX_STUDY_LANES;
}

static gx_err run_batch(int32_t i, void *context, gx_diags *ds)
{
    batches *b = context;
    int32_t number[GX_STUDY_LANES];
    gx_arena *arena = gx_arena_new(ds->oom);
    const double **input = GX_ARRAY(arena, const double *, b->input_count);
    for (int32_t d = 0; d < b->input_count; d++)
        input[d] = b->value[d] + (size_t)i * GX_STUDY_LANES;
    for (int32_t k = 0; k < GX_STUDY_LANES; k++)
        number[k] = i * GX_STUDY_LANES + k;
    gx_run_plan plan = *b->plan;
    plan.lane_count = lanes_of(b, i);
    plan.run = number;
    plan.input = input;
    b->runs[i] = gx_runs_new(b->program, &plan, ds->oom);
    gx_arena_free(arena);
    return GX_OK;
}

/* ---- putting together ---- */

static void add_inputs(gx_frame *frame, const batches *b, const gx_input *input)
{
    int32_t run = gx_frame_find_dim(frame, "run");
    for (int32_t d = 0; d < b->input_count; d++) {
        const char *name = gx_arena_format(frame->arena, "input %s", input[d].name);
        int32_t made = gx_frame_add_var(frame, name, input[d].units, 1, &run);
        memcpy(frame->vars.at[made].value, b->value[d],
               (size_t)b->run_count * sizeof(double));
    }
}

/* The first message of a failed run and its notes, in one line. */
static const char *reason_of(const gx_trajectory *run, gx_arena *arena)
{
    const gx_diags *said = run->messages;
    const char *text = said->list.at[0].text;
    for (int32_t i = 1; i < said->list.count; i++)
        text = gx_arena_format(arena, "%s; %s", text, said->list.at[i].text);
    return text;
}

/* How each run ended: 0, or the exit code that it alone would have had; reasons are
 * attributes. */
static void add_status(gx_frame *frame, const gx_trajectory *const *run,
                       int32_t run_count)
{
    int32_t dim = gx_frame_find_dim(frame, "run");
    int32_t made = gx_frame_add_var(frame, GX_STUDY_STATUS, "", 1, &dim);
    gx_var *status = &frame->vars.at[made];
    status->title = "0: came to FINAL TIME; else the exit code of this run alone";
    for (int32_t k = 0; k < run_count; k++) {
        status->value[k] = run[k]->outcome;
        if (run[k]->outcome)
            gx_attribute_set(frame->arena, &status->attributes,
                             gx_arena_format(frame->arena, "run_%d", k),
                             reason_of(run[k], frame->arena));
    }
}

/* Tell of failed runs: the first few by their messages, with their inputs. */
static gx_err tell_failures(const batches *b, const gx_input *input,
                            const gx_trajectory *const *run, gx_diags *ds)
{
    enum { FEW = 5 };
    int32_t failed = 0;
    for (int32_t k = 0; k < b->run_count; k++)
        failed += run[k]->outcome != GX_OK;
    if (!failed)
        return GX_OK;
    gx_err err = gx_error(ds, GX_CODE_RUNS, GX_NOWHERE, "%d of %d runs failed", failed,
                          b->run_count);
    for (int32_t k = 0, told = 0; k < b->run_count && told < FEW; k++) {
        if (!run[k]->outcome)
            continue;
        gx_buf with;
        gx_buf_init(&with, ds->oom);
        for (int32_t d = 0; d < b->input_count; d++) {
            gx_buf_print(&with, d ? ", %s = " : "%s = ", input[d].name);
            gx_buf_number(&with, b->value[d][k]);
        }
        const gx_diags *said = run[k]->messages;
        gx_note(ds, said->list.at[0].loc, "run %d (%s): %-s", k, with.text,
                said->list.at[0].phrase);
        for (int32_t i = 1; i < said->list.count; i++)
            gx_note(ds, said->list.at[i].loc, "%-s", said->list.at[i].phrase);
        gx_buf_clear(&with);
        told++;
    }
    return err;
}

static gx_err join(gx_frame **frame, const batches *b, const gx_input *input,
                   gx_arena *arena, gx_diags *ds)
{
    const gx_trajectory **run = GX_ARRAY(arena, const gx_trajectory *, b->run_count);
    bool is_any = false;
    for (int32_t k = 0; k < b->run_count; k++) {
        const gx_runs *batch = b->runs[k / GX_STUDY_LANES];
        run[k] = &batch->at[k % GX_STUDY_LANES];
        is_any |= run[k]->count > 0;
        if (k % GX_STUDY_LANES == 0)
            gx_diags_merge_new(ds, batch->warnings);
    }
    if (is_any) {
        *frame = gx_runs_frame(b->runs[0], run, b->run_count, true, ds->oom);
        add_inputs(*frame, b, input);
        add_status(*frame, run, b->run_count);
    }
    return tell_failures(b, input, run, ds);
}

/* ---- running ---- */

static const double **values_of(const gx_sample *sample, const gx_input *input,
                                gx_arena *arena)
{
    int32_t inputs = sample->sampling.inputs, runs = (int32_t)sample->count;
    double *point = gx_arena_array(arena, (size_t)runs,
                                   (size_t)(inputs ? inputs : 1) * sizeof *point);
    const double **value = GX_ARRAY(arena, const double *, inputs);
    gx_sample_fill(point, sample, 0, runs);
    for (int32_t d = 0; d < inputs; d++) {
        double *column = GX_ARRAY(arena, double, runs);
        for (int32_t i = 0; i < runs; i++) {
            double u = point[(size_t)i * (size_t)inputs + (size_t)d];
            column[i] = input[d].level[(int32_t)(u * input[d].level_count)];
        }
        value[d] = column;
    }
    return value;
}

gx_err gx_study_run(gx_frame **frame, const gx_program *program, const gx_design *design,
                    const gx_input *input, int32_t input_count, const gx_run_plan *plan,
                    const gx_workers *workers, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t *level = GX_ARRAY(arena, int32_t, input_count);
    for (int32_t d = 0; d < input_count; d++)
        level[d] = input[d].level_count;
    batches b = {.program = program, .plan = plan, .input_count = input_count};
    const char *why = "";
    gx_sample sample;
    gx_sampling sampling = {.inputs = input_count, .level = level, .replicates = 1};
    gx_err err = GX_OK;
    *frame = NULL;
    if (!gx_sample_prepare(&sample, design, &sampling, arena, &why)) {
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "the design '%s' %-s", design->name,
                       why);
    } else {
        b.run_count = (int32_t)sample.count;
        int32_t count = (b.run_count + GX_STUDY_LANES - 1) / GX_STUDY_LANES;
        b.value = values_of(&sample, input, arena);
        b.runs = GX_ARRAY(arena, gx_runs *, count);
        err = workers->map(workers, count, run_batch, &b, ds);
        if (!err)
            err = join(frame, &b, input, arena, ds);
        for (int32_t i = 0; i < count; i++)
            gx_runs_free(b.runs[i]);
    }
    gx_arena_free(arena);
    return err;
}
