/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches of lanes are the items of work; each leaves its own frame, and the frames are
 * put together in the order of runs. */
#include "study/study.h"

#include <string.h>

typedef struct batches {
    const gx_program *program;
    const gx_run_plan *plan;
    int32_t run_count, input_count;
    const double **value; /* [input_count] -> [run_count] */
    gx_frame **frame;     /* [batches] */
} batches;

static int32_t lanes_of(const batches *b, int32_t i)
{
    int32_t rest = b->run_count - i * GX_STUDY_LANES;
    return rest < GX_STUDY_LANES ? rest : GX_STUDY_LANES;
}

static gx_err run_batch(int32_t i, void *context, gx_diags *ds)
{
    batches *b = context;
    gx_arena *arena = gx_arena_new(ds->oom);
    const double **input = GX_ARRAY(arena, const double *, b->input_count);
    for (int32_t d = 0; d < b->input_count; d++)
        input[d] = b->value[d] + (size_t)i * GX_STUDY_LANES;
    gx_run_plan plan = *b->plan;
    plan.lane_count = lanes_of(b, i);
    plan.first_run = i * GX_STUDY_LANES;
    plan.input = input;
    gx_err err = gx_run(&b->frame[i], b->program, &plan, ds);
    if (err)
        gx_note(ds, GX_NOWHERE, "runs are numbered from %d here", i * GX_STUDY_LANES);
    gx_arena_free(arena);
    return err;
}

/* ---- putting together ---- */

static bool has_run(const gx_frame *frame, const gx_var *var)
{
    return var->dim_count && strcmp(frame->dims.at[var->dim[0]].name, "run") == 0;
}

/* Add a variable of the batches: the runs of one batch after those of another. */
static void join_var(gx_frame *out, const batches *b, int32_t batch_count, int32_t v)
{
    const gx_frame *first = b->frame[0];
    const gx_var *var = &first->vars.at[v];
    int32_t skip = has_run(first, var), dims[GX_MAX_DIMS], count = 0;
    dims[count++] = gx_frame_find_dim(out, "run");
    for (int32_t i = skip; i < var->dim_count; i++) {
        const gx_dim *dim = &first->dims.at[var->dim[i]];
        int32_t known = gx_frame_find_dim(out, dim->name);
        dims[count++] = known >= 0
                            ? known
                            : gx_frame_add_dim(out, dim->name, dim->units, dim->length,
                                               dim->value, dim->label);
    }
    int32_t made = gx_frame_add_var(out, var->name, var->units, count, dims);
    out->vars.at[made].title = gx_arena_text(out->arena, var->title, strlen(var->title));
    double *to = out->vars.at[made].value;
    for (int32_t i = 0; i < batch_count; i++) {
        size_t size = gx_var_size(b->frame[i], &b->frame[i]->vars.at[v]);
        memcpy(to, b->frame[i]->vars.at[v].value, size * sizeof *to);
        to += size;
    }
}

static gx_frame *join(const batches *b, int32_t batch_count, const gx_input *input,
                      gx_oom oom)
{
    gx_frame *out = gx_frame_new(oom);
    double *number = GX_ARRAY(out->arena, double, b->run_count);
    for (int32_t i = 0; i < b->run_count; i++)
        number[i] = i;
    int32_t run = gx_frame_add_dim(out, "run", "", b->run_count, number, NULL);
    for (int32_t v = 0; v < b->frame[0]->vars.count; v++)
        join_var(out, b, batch_count, v);
    for (int32_t d = 0; d < b->input_count; d++) {
        const char *name = gx_arena_format(out->arena, "input %s", input[d].name);
        int32_t made = gx_frame_add_var(out, name, input[d].units, 1, &run);
        memcpy(out->vars.at[made].value, b->value[d],
               (size_t)b->run_count * sizeof(double));
    }
    return out;
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
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "the design '%s' %s", design->name,
                       why);
    } else {
        b.run_count = (int32_t)sample.count;
        int32_t count = (b.run_count + GX_STUDY_LANES - 1) / GX_STUDY_LANES;
        b.value = values_of(&sample, input, arena);
        b.frame = GX_ARRAY(arena, gx_frame *, count);
        err = workers->map(workers, count, run_batch, &b, ds);
        if (!err)
            *frame = join(&b, count, input, ds->oom);
        for (int32_t i = 0; i < count; i++)
            gx_frame_free(b.frame[i]);
    }
    gx_arena_free(arena);
    return err;
}
