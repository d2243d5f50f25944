/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks into one file, in their order. Rows are gathered until there are as many as the
 * file takes at once; sums of chunks are added in the same order, so that neither shows
 * who made which chunk. */
#include "sweep/statistics.h"

#include "base/elapsed.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- the frame ---- */

/* Variables over run come in this order: outputs, inputs, status. */
gx_frame *gx_sweep_frame(const gx_sweep *s, gx_oom oom)
{
    gx_frame *frame = gx_frame_new(oom);
    int32_t dims[2], runs = (int32_t)s->sample.count;
    dims[0] = gx_frame_add_dim(frame, "run", "", runs, NULL, NULL);
    frame->dims.at[dims[0]].is_counted = true;
    dims[1] =
        gx_frame_add_dim(frame, "time", s->time_units, s->time_count, s->time, NULL);
    for (int32_t o = 0; o < s->outputs.count && s->keeps_runs; o++) {
        const gx_sweep_output *output = &s->outputs.at[o];
        int32_t made =
            gx_frame_add_outside(frame, output->name, output->variable->units, 2, dims);
        frame->vars.at[made].title =
            gx_arena_format(frame->arena, "%s", output->variable->doc);
    }
    for (int32_t d = 0; d < s->inputs.count && s->keeps_runs; d++)
        gx_frame_add_outside(
            frame, gx_arena_format(frame->arena, "input %s", s->inputs.at[d].name),
            s->inputs.at[d].units, 1, dims);
    int32_t made = gx_frame_add_outside(frame, "run status", "", 1, dims);
    frame->vars.at[made].title = "0: came to FINAL TIME; else the exit code of this run "
                                 "alone";
    for (int32_t o = 0; o < s->outputs.count; o++) {
        const gx_sweep_output *output = &s->outputs.at[o];
        const char *name = gx_arena_format(frame->arena, "%s reference", output->name);
        made = gx_frame_add_var(frame, name, output->variable->units, 1, &dims[1]);
        gx_var *var = &frame->vars.at[made];
        var->title = "in the run with the model's own values";
        gx_attribute_set(frame->arena, &var->attributes, "gaoxin_output", output->name);
        memcpy(var->value, s->reference + o * s->time_count,
               (size_t)s->time_count * sizeof *var->value);
    }
    return frame;
}

/* ---- rows ---- */

/* Rows that wait until there are enough of them. */
typedef struct gathering {
    const gx_sweep *s;
    gx_rows *rows;
    int64_t first; /* run */
    int32_t count;
    double *value; /* [numbers of a row][GX_ROWS_AT_ONCE], a variable's rows together */
} gathering;

static size_t numbers_of_row(const gx_sweep *s)
{
    return 1 + (s->keeps_runs ? (size_t)s->cells + (size_t)s->inputs.count : 0);
}

static gx_err put_rows(gathering *g)
{
    const gx_sweep *s = g->s;
    int32_t outputs = s->keeps_runs ? s->outputs.count : 0;
    int32_t vars = outputs + (s->keeps_runs ? s->inputs.count : 0) + 1;
    const double *from = g->value;
    gx_err err = GX_OK;
    for (int32_t v = 0; v < vars && !err && g->count; v++) {
        err = gx_rows_put(g->rows, v, (int32_t)g->first, g->count, from);
        from += (size_t)GX_ROWS_AT_ONCE * (size_t)(v < outputs ? s->time_count : 1);
    }
    g->first += g->count;
    g->count = 0;
    return err;
}

/* Put one run beside the others. */
static void gather_run(gathering *g, const double *y, const double *x, double status)
{
    const gx_sweep *s = g->s;
    double *to = g->value;
    size_t at = (size_t)g->count, times = (size_t)s->time_count;
    for (int32_t o = 0; o < s->outputs.count && s->keeps_runs; o++) {
        memcpy(to + at * times, y + (size_t)o * times, times * sizeof *to);
        to += GX_ROWS_AT_ONCE * times;
    }
    for (int32_t d = 0; d < s->inputs.count && s->keeps_runs; d++) {
        to[at] = x[d];
        to += GX_ROWS_AT_ONCE;
    }
    to[at] = status;
    g->count++;
}

static gx_err gather(gathering *g, const gx_sweep_chunk *chunk, const double *x)
{
    gx_err err = GX_OK;
    const double *y = chunk->y;
    for (int64_t i = 0; i < chunk->part.rows && !err; i++) {
        gather_run(g, y, x, chunk->status[i]);
        x += x ? g->s->inputs.count : 0;
        y += y ? g->s->cells : 0;
        if (g->count == GX_ROWS_AT_ONCE)
            err = put_rows(g);
    }
    return err;
}

/* ---- merging ---- */

typedef struct merging {
    const gx_sweep *s;
    const char *folder;
    gx_sweep_outcome outcome;
    gathering rows;
    gx_sweep_sums sums;
    unsigned char *status; /* [runs], where stored estimators are asked; else NULL */
    GX_LIST(gx_sweep_failure) failures;
    gx_arena *arena;
} merging;

static void count_failures(merging *m, const gx_sweep_chunk *chunk)
{
    int64_t rows = m->s->sample.rows;
    for (int32_t i = 0; i < chunk->failures.count; i++) {
        gx_sweep_failure *failure = GX_ADD(m->arena, &m->failures);
        const char *reason = chunk->failures.at[i].reason;
        *failure = chunk->failures.at[i];
        failure->reason = gx_arena_text(m->arena, reason, strlen(reason));
        bool is_first = !i || chunk->failures.at[i - 1].run / rows != failure->run / rows;
        m->outcome.dropped += is_first;
    }
    m->outcome.failures += chunk->failures.count;
}

/* Add the time since `*start` to a phase; the next one starts now. */
static void spend(merging *m, gx_sweep_phase phase, double *start)
{
    double now = gx_seconds_now();
    m->outcome.times.of[phase] += now - *start;
    *start = now;
}

static gx_err merge_chunk(merging *m, int64_t number, gx_diags *ds)
{
    const gx_sweep *s = m->s;
    gx_sweep_chunk chunk;
    gx_arena *arena = gx_arena_new(ds->oom);
    double *x = NULL, start = gx_seconds_now();
    gx_err err = gx_sweep_chunk_load(&chunk, &x, s, number, m->folder, arena, ds);
    if (!err) {
        gx_sweep_sums_add(&m->sums, s, chunk.sum, chunk.part.replicate);
        if (m->status)
            memcpy(m->status + chunk.part.run, chunk.status, (size_t)chunk.part.rows);
        count_failures(m, &chunk);
        spend(m, GX_SWEEP_READING, &start);
        err = gather(&m->rows, &chunk, x);
        spend(m, GX_SWEEP_GATHERING, &start);
    }
    gx_arena_free(arena);
    return err;
}

static gx_err check_complete(const gx_sweep *s, const char *folder, gx_diags *ds)
{
    gx_sweep_state state;
    gx_err err = gx_sweep_look_at_all(&state, s, folder, NULL, ds);
    if (!err && state.chunks_done < state.chunks) {
        err = gx_error(ds, GX_CODE_INCOMPLETE, GX_NOWHERE,
                       "%" PRId64 " of %" PRId64 " chunks are missing in '%s'",
                       state.chunks - state.chunks_done, state.chunks, folder);
        gx_note(ds, GX_NOWHERE, "'gaoxin sweep run' makes them");
    }
    return err;
}

/* Runs that failed, with their inputs and reasons. */
static void add_failures(gx_frame *frame, const merging *m)
{
    int32_t count = m->failures.count;
    if (!count)
        return;
    const char **reason = GX_ARRAY(frame->arena, const char *, count);
    for (int32_t i = 0; i < count; i++)
        reason[i] = m->failures.at[i].reason;
    int32_t dim = gx_frame_add_dim(frame, "failure", "", count, NULL, reason);
    int32_t made = gx_frame_add_var(frame, "failed run", "", 1, &dim);
    for (int32_t i = 0; i < count; i++)
        frame->vars.at[made].value[i] = (double)m->failures.at[i].run;
}

gx_err gx_sweep_merge(gx_sweep_outcome *outcome, gx_frame *frame, gx_rows *rows,
                      const gx_sweep *s, const char *folder, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    merging m = {.s = s,
                 .folder = folder,
                 .rows = {.s = s, .rows = rows},
                 .sums = gx_sweep_sums_new(s, arena),
                 .arena = arena};
    if (gx_sweep_stored_size(s) > 0.0)
        m.status = gx_arena_array(arena, (size_t)s->sample.count, 1);
    m.rows.value =
        gx_arena_array(arena, numbers_of_row(s), GX_ROWS_AT_ONCE * sizeof(double));
    gx_err err = check_complete(s, folder, ds);
    for (int64_t c = 0; c < gx_sweep_chunks(s) && !err; c++)
        err = merge_chunk(&m, c, ds);
    if (!err)
        err = put_rows(&m.rows);
    double start = gx_seconds_now();
    if (!err) {
        gx_sweep_add_streaming(frame, s, &m.sums, ds->oom);
        err = gx_sweep_add_stored(frame, s, rows, m.status, ds);
    }
    spend(&m, GX_SWEEP_ESTIMATING, &start);
    if (!err)
        add_failures(frame, &m);
    *outcome = m.outcome;
    gx_arena_free(arena);
    return err;
}

/* ---- cost ---- */

/* The last part of many rows is stored as long as the others. */
static double rows_stored(double runs)
{
    return runs <= GX_ROWS_AT_ONCE ? runs
                                   : ceil(runs / GX_ROWS_AT_ONCE) * GX_ROWS_AT_ONCE;
}

gx_sweep_cost gx_sweep_cost_of(const gx_sweep *s, int32_t threads)
{
    enum {
        PROGRAM = 16 << 20, /* with its libraries and a small model */
        PROSE = 1 << 16,    /* bytes of a result's texts, names and scales */
        VARIABLE = 1 << 11  /* bytes of a variable's head and attributes */
    };
    double runs = (double)s->sample.count, cells = s->cells, inputs = s->inputs.count;
    double rows = (double)(s->block * s->sample.rows);
    double sums = 8.0 * (double)gx_sweep_sum_size(s);
    double chunk = rows * (8.0 * (cells + 2.0 * inputs) + 1.0) + sums;
    double gathered = 8.0 * GX_ROWS_AT_ONCE * (double)numbers_of_row(s);
    double chunks = (double)gx_sweep_chunks(s), stored = gx_sweep_stored_size(s);
    /* the values, the lanes, the file's bytes; which chunks are missing */
    double running = threads * 3.0 * chunk + 12.0 * chunks;
    double joining = 3.0 * chunk + 2.0 * gathered + stored +
                     2.0 * sums * s->sample.sampling.replicates; /* twice: HDF5's too */
    double kept = s->keeps_runs ? 8.0 * runs * cells : chunks * sums;
    double merged =
        8.0 * rows_stored(runs) * (s->keeps_runs ? 2.0 + cells + inputs : 2.0) + PROSE +
        (s->keeps_runs ? VARIABLE * (s->outputs.count + inputs) : 0.0);
    gx_sweep_part first = gx_sweep_part_of(s, 0);
    return (gx_sweep_cost){.memory = PROGRAM + fmax(running, joining),
                           .chunk = (double)gx_sweep_chunk_size(s, &first),
                           .disk = kept + runs + chunks * 128.0 + merged};
}
