/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Honesty: which indicators of X-checks.yaml a run has outside their range, how far and
 * since when. */
#include "cli/cli.h"
#include "model/names.h"

#include <math.h>
#include <stdio.h>

/* The worst of one element of an indicator. */
typedef struct stray {
    double since, until; /* times */
    double value, at;    /* the farthest, and its time */
    double limit;        /* the one it is beyond */
    int32_t count;       /* save times outside */
} stray;

static void look(stray *s, double value, double time, double low, double high)
{
    double below = low - value, above = value - high;
    double off = below > 0.0 ? below : above;
    if (!(below > 0.0) && !(above > 0.0))
        return;
    s->since = s->count ? s->since : time;
    s->until = time;
    if (!s->count || off > fabs(s->value - s->limit)) {
        s->value = value;
        s->at = time;
        s->limit = below > 0.0 ? low : high;
    }
    s->count++;
}

static void print_stray(const gx_experiment *x, const gx_indicator *it, int32_t cell,
                        const stray *s, gx_oom oom)
{
    gx_buf name;
    gx_buf_init(&name, oom);
    gx_cell_print_name(x->flat, cell, &name);
    printf("  outside its range: %s is %.4g at %g, %.4g %s %.4g; from %g to %g (%s)\n",
           name.text, s->value, s->at, fabs(s->value - s->limit),
           s->value < s->limit ? "below" : "above", s->limit, s->since, s->until,
           gx_words_in(it->source, GX_LANG_EN, ""));
    gx_buf_clear(&name);
}

static void print_indicator(const gx_experiment *x, const gx_indicator *it,
                            const gx_frame *frame, gx_diags *ds)
{
    gx_cells cells = {0};
    double low = 1.0, high = 1.0;
    if (gx_cells_find(&cells, x->flat, it->variable, x->labels, x->arena, ds))
        return;
    int32_t variable = x->flat->cells.at[cells.at[0]].variable;
    if (gx_quantity_factor(&low, &it->low, x->flat, variable, x->arena, ds) ||
        gx_quantity_factor(&high, &it->high, x->flat, variable, x->arena, ds))
        return;
    low = gx_quantity_given(it->low) ? it->low.number * low : (double)-INFINITY;
    high = gx_quantity_given(it->high) ? it->high.number * high : (double)INFINITY;
    int32_t v = gx_frame_find_var(frame, x->model->variables.at[variable].name);
    int32_t t = gx_frame_find_dim(frame, "time");
    if (v < 0 || t < 0)
        return;
    const gx_dim *time = &frame->dims.at[t];
    double *series = GX_ARRAY(x->arena, double, time->length);
    for (int32_t i = 0; i < cells.count; i++) {
        stray s = {0};
        int32_t element = x->flat->cells.at[cells.at[i]].element;
        if (!gx_frame_series(frame, &frame->vars.at[v], 0, element, series))
            return;
        for (int32_t k = 0; k < time->length; k++)
            if (!(time->value[k] < it->from) && !(time->value[k] > it->to))
                look(&s, series[k], time->value[k], low, high);
        if (s.count)
            print_stray(x, it, cells.at[i], &s, ds->oom);
    }
}

void gx_print_ranges(const gx_experiment *x, const gx_frame *frame, gx_diags *ds)
{
    bool is_one = gx_frame_find_dim(frame, "run") < 0;
    for (int32_t i = 0; is_one && x->checks && i < x->checks->indicators.count; i++)
        print_indicator(x, &x->checks->indicators.at[i], frame, ds);
}
