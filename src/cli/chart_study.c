/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of a study, from the statistics that its merged file has of an output
 * (docs/sweeps.md): a kind names the statistic it draws. */
#include "cli/chart.h"
#include "stats/design.h"
#include "stats/estimator.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Texts that no figures file gives. */
static const gx_words median_words = {"median", "中位数"};
static const gx_words share_words = {" % of runs", "%的运行"};
static const gx_words rest_words = {"together", "交互作用"};
static const gx_words others_words = {" others", "项其他"};
static const gx_words runs_words = {" runs, seed ", "次运行，种子"};
static const gx_words of_words = {" of ", " / "};
static const gx_words design_words = {", ", "，"};
static const gx_words between_words = {"; ", "；"};

/* One statistic of the output over the years shown. */
typedef struct statistic {
    const gx_var *var;
    const gx_dim *over; /* its dimension beside time, or NULL */
    const char *threshold;
    int32_t from, length; /* times shown */
    const double *x;      /* [length] labelled years */
} statistic;

typedef GX_LIST(statistic) statistics;

static const char *worded(const gx_chart_builder *b, gx_words words)
{
    return gx_words_in(words, b->language, "");
}

/* ---- finding ---- */

static bool is_wanted(const gx_chart_builder *b, const gx_var *var, const char *output)
{
    const gx_attributes *list = &var->attributes;
    const char *of = gx_attribute_find(list, "gaoxin_output");
    const char *name = gx_attribute_find(list, "gaoxin_statistic");
    return of && name && !gx_attribute_find(list, "gaoxin_half_width") &&
           strcmp(name, b->plot->statistic) == 0 && gx_chart_same(of, output, b->arena);
}

static statistic shown(const gx_chart_builder *b, const gx_frame *frame,
                       const gx_var *var)
{
    const gx_dim *time = &frame->dims.at[var->dim[0]];
    statistic s = {.var = var,
                   .over = var->dim_count > 1 ? &frame->dims.at[var->dim[1]] : NULL,
                   .threshold = gx_attribute_find(&var->attributes, "gaoxin_threshold")};
    double *x = GX_ARRAY(b->arena, double, time->length);
    for (int32_t i = 0; i < time->length; i++) {
        double year = time->value[i] - b->figure->year_offset;
        if (year < b->figure->from - 1e-9 || year > b->figure->to + 1e-9)
            continue; /* NaN bounds nothing */
        s.from = s.length ? s.from : i;
        x[s.length++] = year;
    }
    s.x = x;
    return s;
}

static gx_err find_statistics(const gx_chart_builder *b, statistics *found)
{
    const gx_result *result = &b->result[0];
    const gx_name *output = &b->figure->parts.at[0].variable;
    const gx_frame *frame = result->frame;
    if (b->result_count != 1)
        return gx_error(b->ds, GX_CODE_USAGE, GX_NOWHERE,
                        "the figure '%s' shows one study, not %d results",
                        b->figure->name.text, (int)b->result_count);
    if (b->figure->parts.count != 1)
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->parts.at[1].variable.loc,
                        "a figure '%s' shows one output", b->plot->name);
    int32_t time = gx_frame_find_dim(frame, "time");
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        if (is_wanted(b, var, output->text) && var->dim_count > 0 && var->dim[0] == time)
            *GX_ADD(b->arena, found) = shown(b, frame, var);
    }
    if (found->count)
        return GX_OK;
    gx_err err =
        gx_error(b->ds, GX_CODE_UNDEFINED_NAME, output->loc, "'%s' has no %s of '%s'",
                 result->path, b->plot->statistic, output->text);
    gx_note(b->ds, GX_NOWHERE,
            "a study has the statistics that its file asks for: "
            "see docs/sweeps.md");
    return err;
}

/* ---- parts ---- */

/* The values of an element over the years shown. */
static double *values(const gx_chart_builder *b, const statistic *s, int32_t element)
{
    int32_t width = s->over ? s->over->length : 1;
    double *y = GX_ARRAY(b->arena, double, s->length);
    for (int32_t i = 0; i < s->length; i++)
        y[i] = s->var->value[(size_t)(s->from + i) * width + element];
    return y;
}

static void add_series(const gx_chart_builder *b, gx_chart *chart, const statistic *s,
                       const char *label, const double *y)
{
    *GX_ADD(b->arena, &chart->series) =
        (gx_series){.label = label, .length = s->length, .x = s->x, .y = y};
}

/* Bands between quantiles as far from the median, the widest first, and the median. */
static gx_err add_quantiles(const gx_chart_builder *b, gx_chart *chart,
                            const statistics *found)
{
    const statistic *s = &found->at[0];
    const double *level = s->over ? s->over->value : NULL;
    for (int32_t i = 0; level && i < s->over->length; i++) {
        int32_t other = s->over->length - 1 - i;
        if (level[i] == 0.5)
            add_series(b, chart, s, worded(b, median_words), values(b, s, i));
        if (i < other && fabs(level[i] + level[other] - 1.0) < 1e-9)
            *GX_ADD(b->arena, &chart->bands) =
                (gx_band){.label = gx_arena_format(b->arena, "%.4g%s",
                                                   100.0 * (level[other] - level[i]),
                                                   worded(b, share_words)),
                          .length = s->length,
                          .x = s->x,
                          .low = values(b, s, i),
                          .high = values(b, s, other),
                          .is_share = true};
    }
    if (chart->bands.count)
        return GX_OK;
    return gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->kind.loc,
                    "a figure '%s' needs quantiles in pairs, such as 0.05 and 0.95",
                    b->plot->name);
}

typedef struct factor {
    int32_t index;
    double mean, *y; /* over the years shown; [length] */
} factor;

static int larger_first(const void *a, const void *b)
{
    const factor *x = a, *y = b;
    return x->mean != y->mean ? (x->mean < y->mean ? 1 : -1) : x->index - y->index;
}

/* Estimates may lie below zero by chance: they are drawn as zero, and that is said. */
static factor *read_factors(const gx_chart_builder *b, const statistic *s)
{
    factor *list = GX_ARRAY(b->arena, factor, s->over->length);
    for (int32_t i = 0; i < s->over->length; i++) {
        double least = 0.0;
        list[i] = (factor){.index = i, .y = values(b, s, i)};
        for (int32_t k = 0; k < s->length; k++) {
            least = fmin(least, list[i].y[k]);
            list[i].y[k] = list[i].y[k] < 0.0 ? 0.0 : list[i].y[k];
            list[i].mean += isnan(list[i].y[k]) ? 0.0 : list[i].y[k] / s->length;
        }
        if (least < 0.0)
            gx_warning(b->ds, GX_CODE_VALUE, GX_NOWHERE,
                       "the index of '%s' is as low as %.2g by chance and drawn as 0",
                       s->over->label[i], least);
    }
    qsort(list, (size_t)s->over->length, sizeof *list, larger_first);
    return list;
}

/* Shares of the variance: what inputs make together, the least ones, the largest lowest.
 */
static gx_err add_indices(const gx_chart_builder *b, gx_chart *chart,
                          const statistics *found)
{
    const statistic *s = &found->at[0];
    enum { NAMED = 6 };
    const gx_result *result = &b->result[0];
    if (!s->over || !s->over->label)
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->kind.loc,
                        "'%s' is not over inputs", s->var->name);
    factor *list = read_factors(b, s);
    int32_t count = s->over->length, named = count <= NAMED + 1 ? count : NAMED;
    double *rest = GX_ARRAY(b->arena, double, s->length);
    double *others = GX_ARRAY(b->arena, double, s->length);
    for (int32_t k = 0; k < s->length; k++) {
        double sum = 0.0;
        for (int32_t i = 0; i < count; i++) {
            sum += list[i].y[k];
            others[k] += i >= named ? list[i].y[k] : 0.0;
        }
        rest[k] = sum > 1.0 ? 0.0 : 1.0 - sum;
    }
    add_series(b, chart, s, worded(b, rest_words), rest);
    if (named < count)
        add_series(b, chart, s,
                   gx_arena_format(b->arena, "%d%s", (int)(count - named),
                                   worded(b, others_words)),
                   others);
    for (int32_t i = named - 1; i >= 0; i--)
        add_series(b, chart, s, gx_chart_called(b, result, s->over->label[list[i].index]),
                   list[i].y);
    return GX_OK;
}

/* How many runs in a hundred reach each threshold. */
static gx_err add_shares(const gx_chart_builder *b, gx_chart *chart,
                         const statistics *all)
{
    for (int32_t i = 0; i < all->count; i++) {
        const statistic *s = &all->at[i];
        double *y = values(b, s, 0);
        for (int32_t k = 0; k < s->length; k++)
            y[k] *= 100.0;
        add_series(b, chart, s,
                   gx_arena_format(b->arena, "≥ %s", s->threshold ? s->threshold : ""),
                   y);
    }
    return GX_OK;
}

/* ---- charts ---- */

/* What draws a statistic: one row a statistic. */
static const struct builder {
    const char *statistic;
    gx_err (*add)(const gx_chart_builder *b, gx_chart *chart, const statistics *found);
    double y_to; /* top of the axis; 0: as high as the values */
} builders[] = {
    {"quantile", add_quantiles, 0.0},
    {"first-order index", add_indices, 0.0},
    {"share reached", add_shares, 100.0},
};

static const struct builder *find_builder(const char *name)
{
    size_t last = sizeof builders / sizeof *builders - 1, i = 0;
    while (i < last && strcmp(builders[i].statistic, name) != 0)
        i++; /* each kind's statistic is there: charts.c */
    return &builders[i];
}

/* The subtitle also says how many runs there were, of which seed and design, and how many
 * of them are a sample of the inputs' space, which alone such statistics count. */
static void say_runs(const gx_chart_builder *b, gx_chart *chart, const statistic *s)
{
    const gx_frame *frame = b->result[0].frame;
    int32_t run = gx_frame_find_dim(frame, "run");
    const char *seed = gx_attribute_find(&frame->attributes, "gaoxin_seed");
    const char *name = gx_attribute_find(&frame->attributes, "gaoxin_design");
    const char *samples = gx_attribute_find(&frame->attributes, "gaoxin_samples");
    const char *by = gx_attribute_find(&s->var->attributes, "gaoxin_estimator");
    if (run < 0)
        return;
    const gx_design *design = name ? gx_design_find(name) : NULL;
    const gx_estimator *estimator = by ? gx_estimator_find(by) : NULL;
    int64_t all = frame->dims.at[run].length, counted = all;
    if (design && design->samples && samples && estimator && !estimator->design)
        counted = strtoll(samples, NULL, 10) * design->plain;
    const char *of = gx_arena_format(b->arena, "%" PRId64, counted);
    if (counted < all)
        of = gx_arena_format(b->arena, "%s%s%" PRId64, of, worded(b, of_words), all);
    chart->subtitle = gx_arena_format(
        b->arena, "%s%s%s%s%s%s%s", chart->subtitle,
        *chart->subtitle ? worded(b, between_words) : "", of, worded(b, runs_words),
        seed ? seed : "0", name ? worded(b, design_words) : "", name ? name : "");
}

gx_err gx_chart_of_study(const gx_chart_builder *b, gx_chart *chart)
{
    statistics found = {0};
    gx_err err = find_statistics(b, &found);
    if (err)
        return err;
    const statistic *first = &found.at[0];
    const struct builder *builder = find_builder(b->plot->statistic);
    err = builder->add(b, chart, &found);
    if (!err)
        err = gx_chart_marks(b, chart, &b->result[0]);
    say_runs(b, chart, first);
    chart->y.to = builder->y_to;
    chart->x.from =
        isnan(b->figure->from) && first->length ? first->x[0] : b->figure->from;
    chart->x.to = isnan(b->figure->to) && first->length ? first->x[first->length - 1]
                                                        : b->figure->to;
    return err;
}
