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

/* Whether it may stop is asked of the chunks of all shards. */
static gx_err check_others(const gx_sweeping *w, gx_diags *ds)
{
    gx_sweep_state all;
    if (gx_ranks_here().rank > 0)
        return gx_sweep_agree(GX_OK);
    gx_err err = gx_sweep_look(&all, w->sweep, w->folder, 0, 1, ds);
    if (!err && all.chunks_done < all.chunks) {
        err = gx_error(ds, GX_CODE_INCOMPLETE, GX_NOWHERE,
                       "%" PRId64 " chunks of other shards are missing in '%s'",
                       all.chunks - all.chunks_done, w->folder);
        gx_note(ds, GX_NOWHERE,
                "when they are there, run again: whether it may stop is asked of all");
    }
    return gx_sweep_agree(err);
}

gx_err gx_sweep_run_on(gx_sweep_state *state, gx_sweeping *w, const gx_sweep_job *job,
                       gx_diags *ds)
{
    /* else nobody looks at chunks of others: thousands of tasks would be felt */
    bool is_settled = !w->sweep->stop;
    int64_t failures = 0;
    gx_err err = is_settled ? GX_OK : settle(&is_settled, w, job, ds);
    do {
        if (!err)
            err = gx_sweep_agree(gx_sweep_run(state, w->sweep, job, ds));
        failures += state->failures;
        if (!err && !is_settled)
            err = check_others(w, ds);
        if (!err && !is_settled)
            err = settle(&is_settled, w, job, ds);
    } while (!err && !is_settled);
    state->failures = failures;
    return err;
}
