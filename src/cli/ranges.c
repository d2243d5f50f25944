/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Honesty: a run's summary lists the indicators of X-checks.yaml outside their range. */
#include "study/outcome.h"
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>

void gx_print_ranges(const gx_experiment *x, const gx_frame *frame, gx_diags *ds)
{
    gx_strays strays = {0};
    gx_case c = gx_experiment_case(x);
    if (gx_frame_find_dim(frame, "run") >= 0)
        return;
    gx_strays_find(&strays, x->checks, &c, frame, x->arena, ds);
    for (int32_t i = 0; i < strays.count; i++) {
        const gx_stray *s = &strays.at[i];
        printf(
            "  outside its range: %s is %.4g at %g, %.4g %s %.4g; from %g to %g (%s)\n",
            gx_cell_name(x->flat, s->cell, x->arena, ds->oom), s->value, s->at,
            fabs(s->value - s->limit), s->value < s->limit ? "below" : "above", s->limit,
            s->since, s->until, gx_words_in(s->indicator->source, GX_LANG_EN, ""));
    }
}
