/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sweep takes, before it is run. */
#include "base/elapsed.h"
#include "cli/sweeping.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

const char *gx_sweep_bytes(double bytes, gx_arena *arena)
{
    static const char *const unit[] = {"B", "kB", "MB", "GB", "TB", "PB"};
    int32_t u = 0;
    for (; bytes >= 1000.0 && u < 5; u++)
        bytes /= 1000.0;
    return gx_arena_format(arena, u ? "%.3g %s" : "%.0f %s", bytes, unit[u]);
}

/* What is on the disk already of what the sweep, or this shard of it, takes: it is not to
 * be free as well. */
static double bytes_there(const gx_sweeping *w, double chunk, const gx_diags *ds)
{
    gx_sweep_state state;
    gx_diags *quiet = gx_diags_new(ds->oom);
    const gx_sweep_job own = {
        .folder = w->folder, .shard = w->shard, .shards = w->shards};
    gx_err err = gx_sweep_look(&state, w->sweep, &own, quiet);
    gx_diags_free(quiet);
    return err ? 0.0 : chunk * (double)state.chunks_done;
}

gx_err gx_sweep_check_limits(const gx_sweeping *w, gx_diags *ds)
{
    gx_sweep_cost cost = gx_sweep_cost_of(w->sweep, w->workers.thread_count);
    double disk = w->disk, takes = cost.disk;
    if (cost.memory > w->memory)
        return gx_error(ds, GX_CODE_VALUE, w->study->design.place,
                        "the sweep takes up to %s of memory, more than the %s allowed "
                        "(--max-memory)",
                        gx_sweep_bytes(cost.memory, ds->arena),
                        gx_sweep_bytes(w->memory, ds->arena));
    if (!w->r.disk) /* of thousands of tasks each looks at its own chunks */
        takes /= w->shards;
    if (takes > disk && !w->r.disk)
        disk += bytes_there(w, cost.chunk, ds);
    if (takes > disk)
        return gx_error(
            ds, GX_CODE_VALUE, w->study->design.place,
            "the sweep takes %s on the disk, more than the %s allowed or free "
            "(--max-disk)",
            gx_sweep_bytes(takes, ds->arena), gx_sweep_bytes(disk, ds->arena));
    return GX_OK;
}

/* What fails in the first runs is likely to fail in many. */
static void warn_of(const gx_sweep_trial *trial, gx_diags *ds)
{
    if (!trial->failures)
        return;
    gx_warning(ds, GX_CODE_RUNS, GX_NOWHERE,
               "%" PRId64 " of the first %" PRId64 " runs fail", trial->failures,
               trial->runs);
    gx_note(ds, GX_NOWHERE, "the first: %s", trial->reason);
}

double gx_sweep_seconds(const gx_sweep *s, gx_diags *ds)
{
    enum { FIRST_RUNS = 64, MOST_RUNS = 16384 };
    gx_sweep_trial last = {0};
    double seconds = 0.0;
    int64_t runs = 0;
    while (seconds < 0.05 && runs < MOST_RUNS) {
        double start = gx_processor_seconds();
        last = gx_sweep_probe(s, FIRST_RUNS + runs, ds);
        runs += last.runs;
        seconds += gx_processor_seconds() - start;
    }
    warn_of(&last, ds);
    return seconds / (double)runs;
}

/* What the chunks are to the file server, and to each task of a cluster. */
static void print_chunks(const gx_sweeping *w, double bytes, int64_t tasks,
                         gx_arena *arena)
{
    int64_t chunks = gx_sweep_chunks(w->sweep);
    double operations = (double)chunks * GX_SWEEP_OPERATIONS;
    printf(gx_say(w->language, "chunks   %" PRId64 " of at most %" PRId64 " runs\n"),
           chunks, gx_sweep_part_of(w->sweep, 0).rows);
    printf(gx_say(w->language, "files    %" PRId64 " of %s, %.3g operations on names\n"),
           chunks, gx_sweep_bytes(bytes, arena), operations);
    if (tasks > 0)
        printf(
            gx_say(w->language, "tasks    %" PRId64 " of at most %" PRId64 " chunks\n"),
            tasks, (chunks + tasks - 1) / tasks);
}

gx_err gx_sweep_plan(gx_sweeping *w, gx_diags *ds)
{
    const gx_sweep *s = w->sweep;
    int32_t threads = w->workers.thread_count;
    gx_sweep_cost cost = gx_sweep_cost_of(s, threads);
    int64_t tasks = 0;
    gx_err err = gx_sweep_tasks(&tasks, w, ds);
    if (err)
        return err;
    err = gx_sweep_check_limits(w, ds);
    printf(gx_say(w->language, "design   %s, %" PRId64 " groups of %d\n"),
           s->sample.design->name, s->sample.sampling.samples, s->sample.rows);
    printf(gx_say(w->language, "inputs   %d\n"), s->inputs.count);
    printf(gx_say(w->language, "outputs  %d at %d times\n"), s->outputs.count,
           s->time_count);
    printf(gx_say(w->language, "runs     %" PRId64 "%s\n"), s->sample.count,
           s->stop ? gx_say(w->language, " at most") : "");
    if (s->stop)
        printf(gx_say(w->language, "stop     asked from %" PRId64
                                   " runs on, each time they have doubled\n"),
               gx_sweep_part_of(s, 0).rows * s->sample.sampling.replicates);
    print_chunks(w, cost.chunk, tasks, ds->arena);
    printf(gx_say(w->language, "memory   %s\n"), gx_sweep_bytes(cost.memory, ds->arena));
    printf(gx_say(w->language, "disk     %s\n"), gx_sweep_bytes(cost.disk, ds->arena));
    if (err)
        return err;
    double seconds = gx_sweep_seconds(s, ds) * (double)s->sample.count / threads;
    printf(gx_say(w->language, "time     about %.0f s on %d thread%s\n"),
           fmax(1.0, seconds), threads, threads == 1 ? "" : "s");
    return err;
}
