/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layers that look different are few. Of more, the largest keep their places and the rest
 * is one layer on top of them, the same in every panel: layers are known by their names.
 */
#include "cli/chart_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct layer {
    const char *label;
    double sum; /* over the years shown, of all panels */
    int32_t order;
} layer;

typedef GX_LIST(layer) layers;

static layer *find(layers *list, const char *label)
{
    for (int32_t i = 0; i < list->count; i++)
        if (strcmp(list->at[i].label, label) == 0)
            return &list->at[i];
    return NULL;
}

static void add_plot(const gx_chart_builder *b, layers *list, const gx_chart *plot)
{
    for (int32_t i = 0; i < plot->series.count; i++) {
        const gx_series *s = &plot->series.at[i];
        layer *l = find(list, s->label);
        if (!l) {
            l = GX_ADD(b->arena, list);
            *l = (layer){.label = s->label, .order = list->count};
        }
        for (int32_t k = 0; k < s->length; k++)
            l->sum += isnan(s->y[k]) ? 0.0 : s->y[k];
    }
}

static int larger_first(const void *a, const void *b)
{
    const layer *x = a, *y = b;
    return x->sum != y->sum ? (x->sum < y->sum ? 1 : -1) : x->order - y->order;
}

/* Those of a plot that are not in the list become its first layer. */
static void fold(const gx_chart_builder *b, gx_chart *plot, layers *kept,
                 const char *label)
{
    const gx_chart whole = *plot;
    gx_series rest = {.label = label};
    double *y = NULL;
    plot->series.count = plot->series.room = 0;
    for (int32_t i = 0; i < whole.series.count; i++) {
        const gx_series *s = &whole.series.at[i];
        if (find(kept, s->label) || !s->x)
            continue;
        if (!y) {
            y = GX_ARRAY(b->arena, double, s->length);
            rest.length = s->length;
            rest.x = s->x;
        }
        for (int32_t k = 0; k < s->length && k < rest.length; k++)
            y[k] += s->y[k];
    }
    rest.y = y;
    if (y)
        *GX_ADD(b->arena, &plot->series) = rest;
    for (int32_t i = 0; i < whole.series.count; i++)
        if (find(kept, whole.series.at[i].label))
            *GX_ADD(b->arena, &plot->series) = whole.series.at[i];
}

void gx_chart_fold(const gx_chart_builder *b, gx_chart *chart)
{
    layers all = {0};
    add_plot(b, &all, chart);
    for (int32_t i = 0; i < chart->panels.count; i++)
        add_plot(b, &all, &chart->panels.at[i]);
    if (b->plot->needs != GX_STACKED || !b->plot->most || all.count <= b->plot->most)
        return;
    qsort(all.at, (size_t)all.count, sizeof *all.at, larger_first);
    int32_t others = all.count - (b->plot->most - 1);
    all.count -= others;
    const char *label = gx_chart_others(b, others);
    fold(b, chart, &all, label);
    for (int32_t i = 0; i < chart->panels.count; i++)
        fold(b, &chart->panels.at[i], &all, label);
}
