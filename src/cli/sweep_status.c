/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin sweep status: what is there of a study, also while others run it. */
#include "cli/sweeping.h"

#include <inttypes.h>
#include <stdio.h>

static void print_view(const gx_sweeping *w, const gx_sweep_view *view)
{
    const gx_sweep_state *state = &view->state;
    if (state->failures)
        printf(gx_say(w->language, "failed   %" PRId64 " run%s\n"), state->failures,
               state->failures == 1 ? "" : "s");
    if (state->chunks_done == state->chunks)
        return;
    printf(gx_say(w->language, "running  %" PRId64 " chunk%s\n"), view->running,
           view->running == 1 ? "" : "s");
    if (!view->running || view->rate <= 0.0)
        return;
    printf(gx_say(w->language, view->minutes == 1
                                   ? "rate     %.*f runs/s in the last minute\n"
                                   : "rate     %.*f runs/s in the last ten minutes\n"),
           view->rate < 10.0 ? 2 : 0, view->rate);
    printf(gx_say(w->language, "left     %.0f s\n"),
           (double)(state->runs - state->runs_done) / view->rate);
}

gx_err gx_sweep_status(gx_sweeping *w, gx_diags *ds)
{
    gx_sweep_view view;
    bool is_settled = false;
    gx_err err = gx_sweep_folder_check(w->sweep, w->folder, ds);
    if (!err && w->sweep->stop)
        err = gx_sweep_settle(&is_settled, w->sweep, w->folder, NULL, ds);
    if (!err)
        err = gx_sweep_watch(&view, w->sweep, w->folder, w->shard, w->shards, ds);
    if (err)
        return err;
    const gx_sweep_state *state = &view.state;
    gx_print(gx_say(w->language, "%s: %" PRId64 " of %" PRId64 " chunks, %" PRId64
                                 " of %" PRId64 " runs\n"),
             w->folder, state->chunks_done, state->chunks, state->runs_done, state->runs);
    print_view(w, &view);
    if (is_settled)
        gx_sweep_print_stop(w);
    if (state->chunks_done == state->chunks)
        return GX_OK;
    return gx_error(ds, GX_CODE_INCOMPLETE, GX_NOWHERE,
                    state->chunks - state->chunks_done == 1
                        ? "%" PRId64 " chunk is missing in '%s'"
                        : "%" PRId64 " chunks are missing in '%s'",
                    state->chunks - state->chunks_done, w->folder);
}

gx_err gx_sweep_tell_failures(const gx_sweeping *w, int64_t failures, bool is_of_all,
                              gx_diags *ds)
{
    const gx_sweep_failure *first = NULL;
    if (!failures)
        return GX_OK;
    gx_err err = gx_error(ds, GX_CODE_RUNS, GX_NOWHERE,
                          "%" PRId64 " run%s failed; the others are kept", failures,
                          failures == 1 ? "" : "s");
    gx_sweep_first_failure(&first, w->sweep, w->folder, is_of_all ? 0 : w->shard,
                           is_of_all ? 1 : w->shards, ds->arena, ds);
    if (first)
        gx_note(ds, GX_NOWHERE, "the first is run %" PRId64 ": %s", first->run,
                first->reason);
    return err;
}
