/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep as seen from outside while others run it: chunk files with the times at which
 * they were made, and claims. All times are by the clock of the folder. */
#include "sweep/share.h"

#include <dirent.h>
#include <sys/stat.h>

enum { WINDOW_SECONDS = 60 };

/* Chunks of the last minute. */
typedef struct recent {
    double now, first; /* seconds */
    int64_t runs, first_runs;
} recent;

static void note_time(recent *r, const char *path, int64_t rows)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return;
    double made = (double)info.st_mtim.tv_sec + 1e-9 * (double)info.st_mtim.tv_nsec;
    if (made < r->now - WINDOW_SECONDS || made > r->now + 1.0)
        return;
    if (!r->runs || made < r->first) {
        r->first = made;
        r->first_runs = rows;
    }
    r->runs += rows;
}

/* Claims behind which there may be somebody. */
static int64_t count_claims(const char *folder, double now, gx_arena *arena)
{
    int64_t count = 0;
    DIR *claims = opendir(gx_arena_format(arena, "%s/claims", folder));
    for (struct dirent *entry; claims && (entry = readdir(claims));) {
        const char *path = gx_arena_format(arena, "%s/claims/%s", folder, entry->d_name);
        count += *entry->d_name != '.' && gx_sweep_claim_is_held(path, (int64_t)now);
    }
    if (claims)
        closedir(claims);
    return count;
}

gx_err gx_sweep_watch(gx_sweep_view *view, const gx_sweep *s, const char *folder,
                      int32_t shard, int32_t shards, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    recent r = {.now = (double)gx_sweep_clock(folder, arena)};
    gx_err first = GX_OK;
    *view = (gx_sweep_view){.running = count_claims(folder, r.now, arena)};
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
            note_time(&r, gx_sweep_folder_chunk(s, folder, c, scratch), rows);
        }
        gx_arena_free(scratch);
    }
    if (r.now > r.first && r.runs > r.first_runs)
        view->rate = (double)(r.runs - r.first_runs) / (r.now - r.first);
    gx_arena_free(arena);
    return first;
}
