/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of a study at one time, input by input: elementary effects. */
#include "cli/chart_study.h"

#include <math.h>
#include <stdlib.h>

enum { NAMED = 10 }; /* points that have a name */

static const gx_words effect_words = {"mean absolute effect μ*", "平均绝对效应μ*"};
static const gx_words spread_words = {"effect deviation σ", "效应标准差σ"};

typedef struct effect {
    int32_t factor;
    double mean, deviation;
} effect;

static int larger_first(const void *a, const void *b)
{
    const effect *x = a, *y = b;
    return x->mean != y->mean ? (x->mean < y->mean ? 1 : -1) : x->factor - y->factor;
}

static void add_points(const gx_chart_builder *b, gx_chart *chart, const effect *from,
                       int32_t count, const char *const *names)
{
    double *x = GX_ARRAY(b->arena, double, count), *y = GX_ARRAY(b->arena, double, count);
    const char **text = GX_ARRAY(b->arena, const char *, count);
    for (int32_t i = 0; i < count; i++) {
        x[i] = from[i].mean;
        y[i] = from[i].deviation;
        text[i] = names ? gx_chart_input(b, names[from[i].factor]) : NULL;
    }
    *GX_ADD(b->arena, &chart->points) = (gx_points){
        .label = "", .length = count, .x = x, .y = y, .text = names ? text : NULL};
}

/* How the field reads the plane: below a tenth nearly linear, below one half monotonic,
 * below one nearly so (Garcia Sanchez et al. 2014). */
static void add_lines(const gx_chart_builder *b, gx_chart *chart, double x_to,
                      double y_to)
{
    static const struct {
        double slope;
        const char *label;
    } lines[] = {{1.0, "σ = μ*"}, {0.5, "σ = μ*/2"}, {0.1, "σ = μ*/10"}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        double *x = GX_ARRAY(b->arena, double, 2), *y = GX_ARRAY(b->arena, double, 2);
        x[1] = fmin(x_to, y_to / lines[i].slope);
        y[1] = x[1] * lines[i].slope;
        *GX_ADD(b->arena, &chart->series) =
            (gx_series){.label = lines[i].label, .length = 2, .x = x, .y = y};
    }
}

gx_err gx_chart_add_effects(const gx_chart_builder *b, gx_chart *chart,
                            const gx_chart_statistics *found)
{
    const gx_chart_statistic *s = &found->at[0];
    const gx_var *deviation = gx_chart_beside(b, s->var, "effect deviation");
    int32_t at = 0, count = 0;
    gx_err err = gx_chart_moment(&at, b, chart, s);
    if (!err && (!deviation || !s->over || !s->over->label))
        err = gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->kind.loc,
                       "'%s' is not over inputs", s->var->name);
    if (err)
        return err;
    effect *list = GX_ARRAY(b->arena, effect, s->over->length);
    double x_to = 0.0, y_to = 0.0;
    for (int32_t i = 0; i < s->over->length; i++) {
        size_t place = (size_t)(s->from + at) * (size_t)s->over->length + (size_t)i;
        effect e = {i, s->var->value[place], deviation->value[place]};
        if (isnan(e.mean) || isnan(e.deviation))
            continue;
        x_to = fmax(x_to, 1.05 * e.mean);
        y_to = fmax(y_to, 1.05 * e.deviation);
        list[count++] = e;
    }
    qsort(list, (size_t)count, sizeof *list, larger_first);
    int32_t named = count < NAMED ? count : NAMED;
    add_lines(b, chart, x_to, y_to > 0.0 ? y_to : x_to);
    add_points(b, chart, list, named, s->over->label);
    if (named < count)
        add_points(b, chart, list + named, count - named, NULL);
    const char *output = gx_attribute_find(&s->var->attributes, "gaoxin_output");
    chart->x = (gx_axis){.from = 0.0, .to = x_to, .scale = GX_SCALE_NUMBERS};
    chart->x.title =
        gx_chart_with_unit(b, gx_chart_worded(b, effect_words), output, s->var->units);
    chart->y.title =
        gx_chart_with_unit(b, gx_chart_worded(b, spread_words), output, s->var->units);
    return GX_OK;
}
