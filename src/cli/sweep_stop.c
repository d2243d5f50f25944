/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps that stop when enough runs are there. */
#include "cli/sweeping.h"

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

gx_err gx_sweep_run_on(gx_sweep_state *state, gx_sweeping *w, const gx_sweep_job *job,
                       gx_diags *ds)
{
    bool is_settled = false;
    int64_t failures = 0;
    gx_err err = gx_sweep_settle(&is_settled, w->sweep, w->folder, job->stop, ds);
    do {
        gx_sweep_state all;
        if (!err)
            err = gx_sweep_run(state, w->sweep, job, ds);
        failures += state->failures;
        if (!err && w->sweep->stop && !is_settled)
            err = gx_sweep_look(&all, w->sweep, w->folder, 0, 1, ds);
        if (!err && w->sweep->stop && !is_settled && all.chunks_done < all.chunks) {
            err = gx_error(ds, GX_CODE_INCOMPLETE, GX_NOWHERE,
                           "%" PRId64 " chunks of other shards are missing in '%s'",
                           all.chunks - all.chunks_done, w->folder);
            gx_note(ds, GX_NOWHERE,
                    "when they are there, run again: whether it may stop "
                    "is asked of all");
        }
        if (!err && !is_settled)
            err = gx_sweep_settle(&is_settled, w->sweep, w->folder, job->stop, ds);
    } while (!err && !is_settled && w->sweep->stop);
    state->failures = failures;
    return err;
}
