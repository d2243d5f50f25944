/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep as seen from outside while others run it: chunk files with the times at which
 * they were made, and claims. All times are by the clock of the folder. */
#include "sweep/share.h"

#include <dirent.h>

/* Where a minute has seen few chunks it says little, and ten are asked. */
enum { WINDOWS = 2, FEW_CHUNKS = 10 };
static const double window_seconds[WINDOWS] = {60.0, 600.0};

/* Chunks made within so many seconds. */
typedef struct recent {
    double first; /* seconds */
    int64_t chunks, runs, first_runs;
} recent;

static void note_time(recent window[], double now, const char *path, int64_t rows)
{
    double made;
    if (!gx_sweep_stamp(&made, path))
        return;
    for (int32_t i = 0; i < WINDOWS; i++) {
        recent *r = &window[i];
        if (made < now - window_seconds[i] || made > now)
            continue;
        if (!r->chunks || made < r->first) {
            r->first = made;
            r->first_runs = rows;
        }
        r->chunks++;
        r->runs += rows;
    }
}

/* From the first chunk of a window to now: that one was begun before. */
static void choose_rate(gx_sweep_view *view, const recent window[], double now)
{
    int32_t i = window[0].chunks < FEW_CHUNKS && window[1].chunks > window[0].chunks;
    const recent *r = &window[i];
    if (now > r->first && r->runs > r->first_runs)
        view->rate = (double)(r->runs - r->first_runs) / (now - r->first);
    view->minutes = (int32_t)(window_seconds[i] / 60.0);
}

/* Claims behind which there may be somebody. */
static int64_t count_claims(const char *folder, double now, gx_arena *arena)
{
    int64_t count = 0;
    DIR *claims = opendir(gx_arena_format(arena, "%s/claims", folder));
    for (struct dirent *entry; claims && (entry = readdir(claims));) {
        const char *path = gx_arena_format(arena, "%s/claims/%s", folder, entry->d_name);
        count += *entry->d_name != '.' && gx_sweep_claim_is_held(path, now);
    }
    if (claims)
        closedir(claims);
    return count;
}

gx_err gx_sweep_watch(gx_sweep_view *view, const gx_sweep *s, const char *folder,
                      int32_t shard, int32_t shards, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    recent window[WINDOWS] = {{0}};
    double now = gx_sweep_clock(folder, arena);
    gx_err first = GX_OK;
    *view = (gx_sweep_view){.running = count_claims(folder, now, arena)};
    for (int64_t c = shard; c < gx_sweep_chunks(s); c += shards) {
        gx_arena *scratch = gx_arena_new(ds->oom);
        int64_t rows = gx_sweep_part_of(s, c).rows, failures = 0;
        bool is_there = false;
        gx_err err = gx_sweep_chunk_failures(&is_there, &failures, s, c, folder, ds);
        first = first ? first : err;
        view->state.chunks++;
        view->state.runs += rows;
        if (!err && is_there) {
            view->state.chunks_done++;
            view->state.runs_done += rows;
            view->state.failures += failures;
            note_time(window, now, gx_sweep_folder_chunk(s, folder, c, scratch), rows);
        }
        gx_arena_free(scratch);
    }
    choose_rate(view, window, now);
    gx_arena_free(arena);
    return first;
}

gx_err gx_sweep_first_failure(const gx_sweep_failure **first, const gx_sweep *s,
                              const char *folder, int32_t shard, int32_t shards,
                              gx_arena *arena, gx_diags *ds)
{
    gx_err err = GX_OK;
    *first = NULL;
    for (int64_t c = shard; c < gx_sweep_chunks(s) && !*first && !err; c += shards) {
        gx_sweep_chunk chunk = {.status = NULL};
        int64_t failures = 0;
        bool is_there = false;
        err = gx_sweep_chunk_failures(&is_there, &failures, s, c, folder, ds);
        if (!err && failures)
            err = gx_sweep_chunk_read(&chunk, s, c, folder, arena, ds);
        if (!err && chunk.failures.count)
            *first = chunk.failures.at;
    }
    return err;
}
