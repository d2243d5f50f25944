/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making chunks. Each is an item of work; its lanes go in batches, and a stop is looked
 * for at every tick, so that a chunk is dropped rather than waited for. */
#include "sweep/share.h"

#include "base/elapsed.h"
#include "study/study.h"

#include <inttypes.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>

enum { PATIENCE_SECONDS = 1, FIRST_NAP = 20000000, LONGEST_NAP = 500000000 }; /* ns */

typedef struct work {
    const gx_sweep *s;
    const gx_sweep_job *job;
    int64_t *chunk;  /* [count] that are missing */
    int32_t *made;   /* [count] 0: not yet, else 1 + failures of those made now */
    int32_t from;    /* of the list: the first of those that are at work */
    int64_t runs;    /* of this job's chunks */
    double last;     /* is_last: when it began */
    bool is_last;    /* what others have claimed is waited for, then done too */
    bool is_helping; /* it is another shard's: not told of, and not read for it */
    _Atomic int64_t runs_done;
    _Atomic int64_t failures;
    _Atomic int64_t helped;                 /* chunks of other shards */
    _Atomic int64_t longest;                /* microseconds that a chunk took */
    _Atomic int64_t spent[GX_SWEEP_PHASES]; /* microseconds of all threads */
    atomic_bool is_over; /* an error, or too many failures: nothing more is begun */
} work;

static bool is_stopped(const work *w)
{
    return (w->job->stop && *w->job->stop) || atomic_load(&w->is_over);
}

/* Microseconds since a time. */
static int64_t since(double start)
{
    return (int64_t)(1e6 * (gx_seconds_now() - start));
}

/* ---- one chunk ---- */

static void fail(gx_sweep_chunk *chunk, const gx_sweep *s, int64_t row, gx_err status,
                 const double *x, const char *why, gx_arena *arena)
{
    gx_buf text;
    gx_oom oom = gx_arena_oom(arena);
    gx_buf_init(&text, oom);
    for (int32_t d = 0; d < s->inputs.count; d++) {
        gx_buf_print(&text, d ? ", %s = " : "%s = ", s->inputs.at[d].name);
        gx_buf_number(&text, x[d]);
    }
    gx_buf_print(&text, ": %s", why);
    chunk->status[row] = (unsigned char)status;
    *GX_ADD(arena, &chunk->failures) = (gx_sweep_failure){
        chunk->part.run + row, gx_arena_text(arena, text.text, text.length)};
    gx_buf_clear(&text);
    double *y = chunk->y + row * s->cells;
    for (int32_t c = 0; c < s->cells; c++)
        y[c] = (double)NAN;
}

static const char *reason_of(const gx_trajectory *run, gx_arena *arena)
{
    const gx_diags *said = run->messages;
    const char *text = said->list.at[0].text;
    for (int32_t i = 1; i < said->list.count; i++)
        text = gx_arena_format(arena, "%s; %s", text, said->list.at[i].text);
    return text;
}

/* Take what a run saved at the times of the sweep; the first that it lacks, or -1. */
static int32_t take_values(double *y, const gx_sweep *s, const gx_trajectory *run)
{
    int32_t at = 0;
    for (int32_t t = 0; t < s->time_count; t++) {
        while (at < run->count && run->time[at] < s->time[t] - GX_SAME_TIME)
            at++;
        if (at == run->count || run->time[at] > s->time[t] + GX_SAME_TIME)
            return t;
        for (int32_t o = 0; o < s->outputs.count; o++)
            y[o * s->time_count + t] =
                run->row[at][(size_t)o * (size_t)run->stride + (size_t)run->lane];
    }
    return -1;
}

static bool has_numbers(const double *x, int32_t count)
{
    for (int32_t d = 0; d < count; d++)
        if (!isfinite(x[d]))
            return false;
    return true;
}

static void take_run(gx_sweep_chunk *chunk, const gx_sweep *s, int64_t row,
                     const gx_trajectory *run, const double *x, gx_arena *arena)
{
    if (!has_numbers(x, s->inputs.count)) {
        fail(chunk, s, row, GX_BAD_INPUT, x, "an input is not a number", arena);
    } else if (run->outcome) {
        fail(chunk, s, row, run->outcome, x, reason_of(run, arena), arena);
    } else {
        int32_t lacking = take_values(chunk->y + row * s->cells, s, run);
        if (lacking >= 0)
            fail(chunk, s, row, GX_NUMERIC, x,
                 gx_arena_format(arena, "it saves nothing at time %g", s->time[lacking]),
                 arena);
    }
}

/* Run rows first .. first + count - 1 of a chunk as lanes. False when stopped. */
static bool run_lanes(gx_sweep_chunk *chunk, const gx_sweep *s, int64_t first,
                      int32_t count, const double *x, const volatile sig_atomic_t *stop,
                      gx_arena *arena)
{
    int32_t inputs = s->inputs.count, number[GX_STUDY_LANES];
    gx_arena *scratch = gx_arena_new(gx_arena_oom(arena));
    int32_t *cell = GX_ARRAY(scratch, int32_t, s->outputs.count);
    const double **input = GX_ARRAY(scratch, const double *, inputs);
    for (int32_t o = 0; o < s->outputs.count; o++)
        cell[o] = s->outputs.at[o].cell;
    for (int32_t d = 0; d < inputs; d++) {
        double *value = GX_ARRAY(scratch, double, count);
        for (int32_t k = 0; k < count; k++)
            value[k] = x[(first + k) * inputs + d];
        input[d] = value;
    }
    for (int32_t k = 0; k < count; k++)
        number[k] = (int32_t)(chunk->part.run + first + k);
    gx_run_plan plan = {.method = s->method,
                        .tolerance = s->tolerance,
                        .lane_count = count,
                        .input = input,
                        .seed = s->seed,
                        .run = number,
                        .cell = cell,
                        .cell_count = s->outputs.count,
                        .stop = stop};
    gx_runs *runs = gx_runs_new(s->program, &plan, gx_arena_oom(arena));
    bool is_done = !(stop && *stop);
    for (int32_t k = 0; k < count && is_done; k++)
        take_run(chunk, s, first + k, &runs->at[k], x + (first + k) * inputs, arena);
    gx_runs_free(runs);
    gx_arena_free(scratch);
    return is_done;
}

/* Tell that more runs are there. */
static void tell(work *w, int64_t more)
{
    if (w->is_helping || !w->job->tell)
        return;
    int64_t done = more + atomic_fetch_add(&w->runs_done, more);
    w->job->tell(w->job->context, done, w->runs);
}

/* Fill a chunk; `w` (or NULL) is told and asked whether to stop. False when it was. */
static bool make_chunk(gx_sweep_chunk *chunk, const gx_sweep *s, work *w, gx_arena *arena)
{
    const volatile sig_atomic_t *stop = w ? w->job->stop : NULL;
    struct timespec kept;
    clock_gettime(CLOCK_MONOTONIC, &kept);
    int64_t rows = chunk->part.rows;
    size_t inputs = (size_t)s->inputs.count;
    double *u = gx_arena_array(arena, (size_t)rows, inputs * sizeof *u);
    double *x = gx_arena_array(arena, (size_t)rows, inputs * sizeof *x);
    chunk->status = gx_arena_array(arena, (size_t)rows, 1);
    chunk->y = gx_arena_array(arena, (size_t)rows, (size_t)s->cells * sizeof *chunk->y);
    gx_sweep_points(s, chunk->part.run, rows, u, x);
    for (int64_t i = 0; i < rows; i += GX_STUDY_LANES) {
        int32_t count = rows - i < GX_STUDY_LANES ? (int32_t)(rows - i) : GX_STUDY_LANES;
        if (!run_lanes(chunk, s, i, count, x, stop, arena))
            return false;
        if (!w)
            continue;
        tell(w, count);
        gx_sweep_claim_keep(s, w->job->folder, chunk->part.chunk, &kept, arena);
    }
    if (!s->keeps_runs) {
        chunk->sum = GX_ARRAY(arena, double, gx_sweep_sum_size(s) + 1);
        gx_sweep_chunk_sum(s, chunk, u, x, chunk->sum, arena);
    }
    return true;
}

/* Make a chunk that is claimed, and note how long that took. */
static gx_err make_mine(gx_sweep_chunk *chunk, work *w, gx_arena *arena, gx_diags *ds)
{
    double start = gx_seconds_now();
    if (!make_chunk(chunk, w->s, w, arena))
        return GX_AGAIN;
    int64_t made = since(start), longest = atomic_load(&w->longest);
    gx_err err = gx_sweep_chunk_write(w->s, chunk, w->job->folder, ds);
    int64_t took = since(start);
    atomic_fetch_add(&w->spent[GX_SWEEP_RUNNING], made);
    atomic_fetch_add(&w->spent[GX_SWEEP_SAVING], took - made);
    while (took > longest && !atomic_compare_exchange_weak(&w->longest, &longest, took))
        continue;
    return err;
}

/* What came of going at a chunk; neither: somebody else is at it. */
typedef struct trial {
    bool is_there, is_mine;
    int32_t failures; /* of the runs made now */
} trial;

static bool is_too_many(int64_t failures, const gx_sweep_job *job)
{
    return job->most_failures >= 0 && failures > job->most_failures;
}

/* Is a chunk there? One of another shard that cannot be read is: its own say so. */
static gx_err look_for(bool *is_there, const work *w, int64_t number, gx_diags *ds)
{
    const char *folder = w->job->folder;
    if (!w->is_helping)
        return gx_sweep_chunk_look(is_there, w->s, number, folder, ds);
    gx_diags *unsaid = gx_diags_new(ds->oom);
    if (gx_sweep_chunk_look(is_there, w->s, number, folder, unsaid))
        *is_there = true;
    gx_diags_free(unsaid);
    return GX_OK;
}

static gx_err try_chunk(trial *tried, work *w, int64_t number, bool by_force,
                        gx_diags *ds)
{
    const gx_sweep *s = w->s;
    const char *folder = w->job->folder;
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_sweep_chunk chunk = {.part = gx_sweep_part_of(s, number)};
    *tried = (trial){.is_there = false};
    gx_err err = look_for(&tried->is_there, w, number, ds);
    if (!err && tried->is_there) {
        tell(w, chunk.part.rows);
    } else if (!err && gx_sweep_claim(s, folder, number, by_force, arena)) {
        err = make_mine(&chunk, w, arena, ds);
        gx_sweep_unclaim(s, folder, number, arena);
        tried->is_there = tried->is_mine = !err;
        tried->failures = chunk.failures.count;
    }
    int64_t failures = tried->failures + atomic_fetch_add(&w->failures, tried->failures);
    if ((err && err != GX_AGAIN) || is_too_many(failures, w->job))
        atomic_store(&w->is_over, true);
    gx_arena_free(arena);
    return err;
}

static gx_err do_chunk(int32_t i, void *context, gx_diags *ds)
{
    work *w = context;
    int32_t at = w->from + i;
    trial tried = {.is_there = false};
    long nap = FIRST_NAP;
    gx_err err = GX_OK;
    while (!err && !tried.is_there && !is_stopped(w)) {
        int64_t patience = 1000000 * PATIENCE_SECONDS + 2 * atomic_load(&w->longest);
        bool by_force = w->is_last && since(w->last) > patience;
        err = try_chunk(&tried, w, w->chunk[at], by_force, ds);
        if (!w->is_last)
            break;
        if (!err && !tried.is_there)
            nanosleep(&(struct timespec){.tv_nsec = nap}, NULL);
        nap = 2 * nap < LONGEST_NAP ? 2 * nap : LONGEST_NAP;
    }
    w->made[at] = tried.is_there ? 1 + tried.failures : 0;
    return !err && !tried.is_there && is_stopped(w) ? GX_AGAIN : err;
}

/* One thread goes round the shards that its own helps, and stays where there is work. */
static gx_err help(int32_t i, void *context, gx_diags *ds)
{
    work *w = context;
    const gx_sweep_job *job = w->job;
    int64_t thief = (int64_t)job->shard * job->workers->thread_count + i;
    gx_err err = GX_OK;
    int32_t helped = 0;
    for (int32_t k = 0;
         !err && (helped = gx_sweep_helped(job->shard, job->shards, k)) >= 0; k++) {
        int64_t count = (gx_sweep_chunks(w->s) - helped + job->shards - 1) / job->shards;
        int32_t vain = 0;
        for (int64_t j = 0; j < count && vain < GX_SWEEP_LOOKS && !err; j++) {
            int64_t place = gx_sweep_looked_at(j, thief, count);
            trial tried;
            err = is_stopped(w)
                      ? GX_AGAIN
                      : try_chunk(&tried, w, helped + job->shards * place, false, ds);
            vain = !err && tried.is_mine ? 0 : vain + 1;
            atomic_fetch_add(&w->helped, !err && tried.is_mine);
        }
    }
    return err;
}

/* ---- all chunks ---- */

/* The chunks of the job that are missing, in [at] (or NULL), and what is there of it. One
 * that cannot be read is neither. */
static gx_err find_missing(int64_t *at, int64_t *count, gx_sweep_state *state,
                           const gx_sweep *s, const gx_sweep_job *job, gx_diags *ds)
{
    gx_err first = GX_OK;
    *count = 0;
    *state = (gx_sweep_state){0};
    for (int64_t c = job->shard; c < gx_sweep_chunks(s); c += job->shards) {
        if (job->stop && *job->stop)
            return GX_AGAIN;
        int64_t rows = gx_sweep_part_of(s, c).rows;
        int64_t failures = 0;
        bool is_there = false;
        gx_err err = gx_sweep_chunk_failures(&is_there, &failures, s, c, job->folder, ds);
        first = first ? first : err;
        state->chunks++;
        state->runs += rows;
        state->failures += failures;
        state->chunks_done += is_there;
        state->runs_done += is_there ? rows : 0;
        if (!err && !is_there && at)
            at[(*count)++] = c;
    }
    return first;
}

gx_err gx_sweep_look(gx_sweep_state *state, const gx_sweep *s, const gx_sweep_job *job,
                     gx_diags *ds)
{
    int64_t count = 0;
    return find_missing(NULL, &count, state, s, job, ds);
}

gx_err gx_sweep_look_at_all(gx_sweep_state *state, const gx_sweep *s, const char *folder,
                            const volatile sig_atomic_t *stop, gx_diags *ds)
{
    const gx_sweep_job all = {.folder = folder, .stop = stop, .shards = 1};
    return gx_sweep_look(state, s, &all, ds);
}

static gx_err too_many(int64_t failures, int64_t most, gx_diags *ds)
{
    gx_err err = gx_error(ds, GX_CODE_RUNS, GX_NOWHERE,
                          "%" PRId64 " runs failed, more than the %" PRId64 " allowed",
                          failures, most);
    gx_note(ds, GX_NOWHERE,
            "what was done is kept: look into it, or allow more with "
            "--max-failures");
    return err;
}

/* How many chunks are made until failures are added up: threads do so at each, ranks
 * meet for it, when there is a limit. */
static int32_t step_of(const work *w, int32_t count)
{
    enum { CHUNKS_A_THREAD = 4 };
    const gx_workers *workers = w->job->workers;
    if (!workers->join || w->job->most_failures < 0)
        return count;
    int32_t step =
        workers->rank ? 0 : CHUNKS_A_THREAD * workers->thread_count * workers->ranks;
    workers->join(&step, sizeof step);
    return step < count ? step : count;
}

/* Make the next `count` of the listed chunks by all workers. */
static gx_err make_some(work *w, int32_t count, gx_sweep_state *state, gx_diags *ds)
{
    const gx_workers *workers = w->job->workers;
    int32_t *made = w->made + w->from;
    gx_err err = workers->map(workers, count, do_chunk, w, ds);
    if (workers->join)
        workers->join(made, (size_t)count * sizeof *made);
    for (int32_t i = 0; i < count; i++)
        state->failures += made[i] ? made[i] - 1 : 0;
    if (workers->join)
        atomic_store(&w->failures, state->failures);
    w->from += count;
    return err;
}

/* Make the listed chunks; those that are not made stay in the list. */
static gx_err make_listed(work *w, int32_t *count, gx_sweep_state *state, gx_diags *ds)
{
    int32_t left = 0, step = step_of(w, *count);
    gx_err err = GX_OK;
    w->last = gx_seconds_now();
    w->from = 0;
    while (!err && w->from < *count && !is_too_many(state->failures, w->job))
        err = make_some(w, *count - w->from < step ? *count - w->from : step, state, ds);
    for (int32_t i = 0; i < *count; i++) {
        if (w->made[i]) {
            state->chunks_done++;
            state->runs_done += gx_sweep_part_of(w->s, w->chunk[i]).rows;
        } else {
            w->chunk[left++] = w->chunk[i];
        }
        w->made[i] = 0;
    }
    *count = left;
    return err;
}

/* Own chunks that nobody is at, chunks of others, own chunks that others were at. */
static gx_err make_missing(work *w, int32_t count, gx_sweep_state *state, gx_diags *ds)
{
    const gx_sweep_job *job = w->job;
    w->runs = state->runs;
    atomic_store(&w->runs_done, state->runs_done);
    if (job->begin)
        job->begin(job->context, state->runs_done, state->runs);
    gx_err err = make_listed(w, &count, state, ds);
    w->is_helping = true;
    if (!err && job->steals && job->shards > 1)
        err = job->workers->map(job->workers, job->workers->thread_count, help, w, ds);
    w->is_helping = false;
    w->is_last = true;
    return err || !count ? err : make_listed(w, &count, state, ds);
}

/* What the first process finds missing is what all work on. */
static gx_err list_missing(int64_t *at, int64_t *count, gx_sweep_state *state,
                           const gx_sweep *s, const gx_sweep_job *job, gx_diags *ds)
{
    const gx_workers *workers = job->workers;
    gx_err err = GX_OK;
    *count = 0;
    *state = (gx_sweep_state){0};
    if (workers->rank == 0)
        err = find_missing(at, count, state, s, job, ds);
    if (!workers->join)
        return err;
    int32_t outcome = err;
    workers->join(&outcome, sizeof outcome);
    workers->join(count, sizeof *count);
    workers->join(state, sizeof *state);
    workers->join(at, (size_t)*count * sizeof *at);
    return (gx_err)outcome;
}

gx_err gx_sweep_run(gx_sweep_state *state, const gx_sweep *s, const gx_sweep_job *job,
                    gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    int64_t *chunk = GX_ARRAY(arena, int64_t, gx_sweep_chunks(s)), missing = 0;
    gx_err found = list_missing(chunk, &missing, state, s, job, ds);
    gx_err err = found == GX_AGAIN ? found : GX_OK; /* else the others are made */
    work w = {.s = s,
              .job = job,
              .chunk = chunk,
              .made = GX_ARRAY(arena, int32_t, missing + 1)};
    atomic_store(&w.failures, state->failures);
    atomic_store(&w.longest, job->longest);
    if (!err && !is_too_many(state->failures, job))
        err = make_missing(&w, (int32_t)missing, state, ds);
    state->helped = atomic_load(&w.helped);
    state->longest = atomic_load(&w.longest);
    for (int32_t i = 0; i < GX_SWEEP_PHASES && job->times; i++)
        job->times->of[i] += 1e-6 * (double)atomic_load(&w.spent[i]);
    gx_arena_free(arena);
    if (job->stop && *job->stop)
        return err ? err : GX_AGAIN;
    /* ranks give up by what all of them made, so that all do */
    int64_t failures = job->workers->join ? state->failures : atomic_load(&w.failures);
    if ((!err || err == GX_AGAIN) && is_too_many(failures, job))
        return too_many(failures, job->most_failures, ds);
    gx_err said = gx_diags_outcome(ds); /* an error of one thread ends the others */
    if (!err)
        return found;
    return err == GX_AGAIN && said ? said : err;
}

gx_sweep_trial gx_sweep_probe(const gx_sweep *s, int64_t count, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_sweep_chunk chunk = {.part = gx_sweep_part_of(s, 0)};
    chunk.part.rows = chunk.part.rows < count ? chunk.part.rows : count;
    gx_sweep one = *s;
    one.keeps_runs = true; /* no sums: they need whole groups */
    make_chunk(&chunk, &one, NULL, arena);
    gx_sweep_trial tried = {chunk.part.rows, chunk.failures.count, NULL};
    if (tried.failures)
        tried.reason = gx_arena_format(ds->arena, "%s", chunk.failures.at[0].reason);
    gx_arena_free(arena);
    return tried;
}
