/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps that stop when enough runs are there. */
#include "cli/sweeping.h"
#include "farm/farm.h"

#include <inttypes.h>
#include <stdio.h>

void gx_sweep_print_stop(const gx_sweeping *w)
{
    const gx_sweep *s = w->sweep;
    if (s->stop)
        printf(gx_say(w->language,
                      "%s: half-width of %s %.3g times what is asked after %" PRId64
                      " runs: %s\n"),
               w->name, s->stop->name, s->stop->widest, s->sample.count,
               s->stop->widest <= 1.0
                   ? gx_say(w->language, "enough")
                   : gx_say(w->language, "as many as the study allows"));
}

/* What the first rank finds all have: they must make the same chunks, and one that was
 * just made may not show to another node yet. */
static gx_err settle(bool *is_settled, gx_sweeping *w, const gx_sweep_job *job,
                     gx_diags *ds)
{
    gx_sweep *s = w->sweep;
    bool is_first = gx_ranks_here().rank == 0;
    gx_err err = GX_OK;
    *is_settled = false;
    if (is_first)
        err = gx_sweep_settle(is_settled, s, w->folder, job->stop, ds);
    *is_settled = gx_ranks_highest(*is_settled);
    int32_t each = gx_ranks_highest(is_first ? (int32_t)s->each : 0);
    gx_sweep_resize(s, each);
    return gx_sweep_agree(err);
}

/* A pass over chunks of `now`, which counts with those before. */
static gx_err make(gx_sweep_state *state, const gx_sweeping *w, gx_sweep_job *now,
                   gx_diags *ds)
{
    gx_err err = gx_sweep_agree(gx_sweep_run(state, w->sweep, now, ds));
    now->longest = state->longest;
    return err;
}

/* Whether it may stop is asked of the chunks of all shards. Those that are missing yet
 * this makes too, when it helps others; what others are at is waited for first. */
static gx_err complete(gx_sweep_state *state, const gx_sweeping *w, gx_sweep_job *now,
                       gx_diags *ds)
{
    gx_sweep_state all = {0};
    gx_sweep_job of_all = *now;
    bool is_first = gx_ranks_here().rank == 0;
    gx_err err = GX_OK;
    if (is_first)
        err = gx_sweep_look_at_all(&all, w->sweep, w->folder, now->stop, ds);
    err = gx_sweep_agree(err);
    if (err || !gx_ranks_highest(all.chunks_done < all.chunks))
        return err;
    if (w->r.steal || !w->r.shard) {
        of_all.shard = 0;
        of_all.shards = 1;
        err = make(state, w, &of_all, ds);
        now->longest = of_all.longest;
        return err;
    }
    if (is_first) {
        err = gx_error(ds, GX_CODE_INCOMPLETE, GX_NOWHERE,
                       all.chunks - all.chunks_done == 1
                           ? "%" PRId64 " chunk of other shards is missing in '%s'"
                           : "%" PRId64 " chunks of other shards are missing in '%s'",
                       all.chunks - all.chunks_done, w->folder);
        gx_note(ds, GX_NOWHERE,
                "whether it may stop is asked of all: run again when they are there, or "
                "with --steal");
    }
    return gx_sweep_agree(err);
}

gx_err gx_sweep_run_on(gx_sweep_state *state, gx_sweeping *w, const gx_sweep_job *job,
                       gx_diags *ds)
{
    if (!w->sweep->stop) /* nobody looks at chunks of others: thousands of tasks would */
        return gx_sweep_agree(gx_sweep_run(state, w->sweep, job, ds));
    gx_sweep_job now = *job;
    bool is_settled = false;
    gx_err err = settle(&is_settled, w, job, ds);
    while (!err && !is_settled) {
        err = make(state, w, &now, ds);
        if (!err)
            err = complete(state, w, &now, ds);
        if (!err)
            err = settle(&is_settled, w, job, ds);
    }
    int64_t helped = state->helped;
    if (!err && gx_ranks_here().rank == 0)
        err = gx_sweep_look_at_all(state, w->sweep, w->folder, job->stop, ds);
    state->helped = helped;
    return gx_sweep_agree(err);
}
