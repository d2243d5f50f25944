/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of a study, from the statistics that its merged file has of an output
 * (docs/sweeps.md): a kind names the statistic it draws. */
#include "cli/chart_study.h"
#include "stats/design.h"
#include "stats/estimator.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Texts that no figures file gives. */
static const gx_words median_words = {"median", "中位数"};
static const gx_words share_words = {" % of runs", "%的运行"};
static const gx_words per_cent_words = {"% of runs", "占运行次数的%"};
static const gx_words variance_words = {"share of the variance", "方差占比"};
static const gx_words rest_words = {"together", "交互作用"};
static const gx_words others_words = {" others", "项其他"};
static const gx_words runs_words = {" runs", "次运行"};
static const gx_words seed_words = {", seed ", "，种子"};
static const gx_words of_words = {" of ", " / "};
static const gx_words design_words = {", ", "，"};
static const gx_words year_words = {"", "年"};
static const gx_words between_words = {"; ", "；"};

const char *gx_chart_worded(const gx_chart_builder *b, gx_words words)
{
    return gx_words_in(words, b->language, "");
}

void gx_chart_say(const gx_chart_builder *b, gx_chart *chart, const char *text)
{
    chart->subtitle =
        gx_arena_format(b->arena, "%s%s%s", chart->subtitle,
                        *chart->subtitle ? gx_chart_worded(b, between_words) : "", text);
}

const char *gx_chart_others(const gx_chart_builder *b, int32_t count)
{
    return gx_arena_format(b->arena, "%d%s", (int)count,
                           gx_chart_worded(b, others_words));
}

const char *gx_chart_input(const gx_chart_builder *b, const char *name)
{
    return gx_called_whole(b->result[0].labels, name, b->language, b->arena);
}

const char *gx_chart_with_unit(const gx_chart_builder *b, const char *called,
                               const char *name, const char *units)
{
    const char *unit =
        gx_units_drawn(b->result[0].labels, name, units, b->language, b->arena);
    bool has_unit = *unit && strcmp(unit, "1") != 0 && strcmp(unit, "Dmnl") != 0;
    return has_unit ? gx_arena_format(b->arena, "%s%s%s", called,
                                      gx_chart_worded(b, design_words), unit)
                    : called;
}

const char *gx_chart_made(const gx_chart_builder *b)
{
    const gx_attributes *list = &b->result[0].frame->attributes;
    const char *seed = gx_attribute_find(list, "gaoxin_seed");
    const char *name = gx_attribute_find(list, "gaoxin_design");
    const gx_design *design = name ? gx_design_find(name) : NULL;
    bool is_drawn = seed && (!design || design->samples);
    /* how runs that a study lists were made, it does not know */
    bool is_known = name && (!design || design->samples || design->grid);
    return gx_arena_format(
        b->arena, "%s%s%s%s%s", gx_chart_worded(b, runs_words),
        is_drawn ? gx_chart_worded(b, seed_words) : "", is_drawn ? seed : "",
        is_known ? gx_chart_worded(b, design_words) : "", is_known ? name : "");
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

gx_chart_statistic gx_chart_shown(const gx_chart_builder *b, const gx_var *var,
                                  int32_t dim)
{
    const gx_frame *frame = b->result[0].frame;
    const gx_dim *time = &frame->dims.at[var->dim[dim]];
    gx_chart_statistic s = {
        .var = var,
        .over = var->dim_count > dim + 1 ? &frame->dims.at[var->dim[dim + 1]] : NULL,
        .threshold = gx_attribute_find(&var->attributes, "gaoxin_threshold")};
    double *x = GX_ARRAY(b->arena, double, time->length);
    for (int32_t i = 0; i < time->length; i++) {
        double year = time->value[i] - b->figure->parts.at[0].year_offset;
        if (year < b->figure->from - 1e-9 || year > b->figure->to + 1e-9)
            continue; /* NaN bounds nothing */
        s.from = s.length ? s.from : i;
        x[s.length++] = year;
    }
    s.x = x;
    return s;
}

static gx_err find_statistics(const gx_chart_builder *b, gx_chart_statistics *found)
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
            *GX_ADD(b->arena, found) = gx_chart_shown(b, var, 0);
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

gx_err gx_chart_moment(int32_t *at, const gx_chart_builder *b, gx_chart *chart,
                       const gx_chart_statistic *s)
{
    double year = b->figure->year;
    *at = isnan(year) ? s->length - 1 : 0;
    while (!isnan(year) && *at < s->length && fabs(s->x[*at] - year) > 1e-6)
        ++*at;
    if (*at < 0 || *at >= s->length)
        return gx_error(b->ds, GX_CODE_VALUE, b->figure->name.loc,
                        "'%s' has no values of '%s' in %g", b->result[0].path,
                        b->figure->parts.at[0].variable.text, year);
    gx_chart_say(
        b, chart,
        gx_arena_format(b->arena, "%g%s", s->x[*at], gx_chart_worded(b, year_words)));
    return GX_OK;
}

const gx_var *gx_chart_beside(const gx_chart_builder *b, const gx_var *var,
                              const char *statistic)
{
    static const char *const same[] = {"gaoxin_output", "gaoxin_estimator",
                                       "gaoxin_threshold", "gaoxin_half_width"};
    const gx_frame *frame = b->result[0].frame;
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_attributes *list = &frame->vars.at[v].attributes;
        const char *name = gx_attribute_find(list, "gaoxin_statistic");
        bool is_it = name && strcmp(name, statistic) == 0;
        for (size_t i = 0; i < sizeof same / sizeof *same && is_it; i++) {
            const char *one = gx_attribute_find(list, same[i]);
            const char *other = gx_attribute_find(&var->attributes, same[i]);
            is_it = strcmp(one ? one : "", other ? other : "") == 0;
        }
        if (is_it)
            return &frame->vars.at[v];
    }
    return NULL;
}

/* ---- parts ---- */

/* The values of an element over the years shown. */
static double *values(const gx_chart_builder *b, const gx_chart_statistic *s,
                      int32_t element)
{
    int32_t width = s->over ? s->over->length : 1;
    double *y = GX_ARRAY(b->arena, double, s->length);
    for (int32_t i = 0; i < s->length; i++)
        y[i] = s->var->value[(size_t)(s->from + i) * width + element];
    return y;
}

static void add_series(const gx_chart_builder *b, gx_chart *chart,
                       const gx_chart_statistic *s, const char *label, const double *y)
{
    *GX_ADD(b->arena, &chart->series) =
        (gx_series){.label = label, .length = s->length, .x = s->x, .y = y};
}

/* Bands between quantiles as far from the median, the widest first, and the median. */
static gx_err add_quantiles(const gx_chart_builder *b, gx_chart *chart,
                            const gx_chart_statistics *found)
{
    const gx_chart_statistic *s = &found->at[0];
    const double *level = s->over ? s->over->value : NULL;
    for (int32_t i = 0; level && i < s->over->length; i++) {
        int32_t other = s->over->length - 1 - i;
        if (level[i] == 0.5)
            add_series(b, chart, s, gx_chart_worded(b, median_words), values(b, s, i));
        if (i < other && fabs(level[i] + level[other] - 1.0) < 1e-9)
            *GX_ADD(b->arena, &chart->bands) =
                (gx_band){.label = gx_arena_format(b->arena, "%.4g%s",
                                                   100.0 * (level[other] - level[i]),
                                                   gx_chart_worded(b, share_words)),
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
static factor *read_factors(const gx_chart_builder *b, const gx_chart_statistic *s)
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
                          const gx_chart_statistics *found)
{
    const gx_chart_statistic *s = &found->at[0];
    enum { NAMED = 6 };
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
    add_series(b, chart, s, gx_chart_worded(b, rest_words), rest);
    if (named < count)
        add_series(b, chart, s, gx_chart_others(b, count - named), others);
    for (int32_t i = named - 1; i >= 0; i--)
        add_series(b, chart, s, gx_chart_input(b, s->over->label[list[i].index]),
                   list[i].y);
    chart->y.title = gx_chart_worded(b, variance_words);
    return GX_OK;
}

/* How many runs in a hundred reach each threshold. */
static gx_err add_shares(const gx_chart_builder *b, gx_chart *chart,
                         const gx_chart_statistics *all)
{
    for (int32_t i = 0; i < all->count; i++) {
        const gx_chart_statistic *s = &all->at[i];
        double *y = values(b, s, 0);
        for (int32_t k = 0; k < s->length; k++)
            y[k] *= 100.0;
        add_series(b, chart, s,
                   gx_arena_format(b->arena, "≥ %s", s->threshold ? s->threshold : ""),
                   y);
    }
    chart->y.title = gx_chart_worded(b, per_cent_words);
    return GX_OK;
}

/* ---- charts ---- */

/* What draws a statistic: one row a statistic. */
static const struct builder {
    const char *statistic;
    gx_err (*add)(const gx_chart_builder *b, gx_chart *chart,
                  const gx_chart_statistics *found);
    double y_to; /* top of the axis; 0: as high as the values */
} builders[] = {
    {"quantile", add_quantiles, 0.0},
    {"first-order index", add_indices, 0.0},
    {"share reached", add_shares, 100.0},
    {"mean absolute effect", gx_chart_add_effects, 0.0},
    {"swing", gx_chart_add_swings, 0.0},
    {"lower limit", gx_chart_add_box, 0.0},
    {"density by coverage", gx_chart_add_trade_off, 0.0},
};

static const struct builder *find_builder(const char *name)
{
    size_t last = sizeof builders / sizeof *builders - 1, i = 0;
    while (i < last && strcmp(builders[i].statistic, name) != 0)
        i++; /* each kind's statistic is there: charts.c */
    return &builders[i];
}

/* The subtitle also says how many runs there were, how they were made, and how many of
 * them are a sample of the inputs' space, which alone such statistics count. */
static void say_runs(const gx_chart_builder *b, gx_chart *chart,
                     const gx_chart_statistic *s)
{
    const gx_frame *frame = b->result[0].frame;
    int32_t run = gx_frame_find_dim(frame, "run");
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
        of = gx_arena_format(b->arena, "%s%s%" PRId64, of, gx_chart_worded(b, of_words),
                             all);
    gx_chart_say(b, chart, gx_arena_format(b->arena, "%s%s", of, gx_chart_made(b)));
}

/* The years of a chart that shows them. */
static void set_years(const gx_chart_builder *b, gx_chart *chart,
                      const gx_chart_statistic *s)
{
    if (chart->x.scale != GX_SCALE_PLAIN || chart->name_count)
        return;
    chart->x.from = isnan(b->figure->from) && s->length ? s->x[0] : b->figure->from;
    chart->x.to = isnan(b->figure->to) && s->length ? s->x[s->length - 1] : b->figure->to;
}

gx_err gx_chart_of_study(const gx_chart_builder *b, gx_chart *chart)
{
    gx_chart_statistics found = {0};
    if (strcmp(b->plot->statistic, GX_RUNS) == 0)
        return gx_chart_of_runs(b, chart);
    gx_err err = find_statistics(b, &found);
    if (err)
        return err;
    const struct builder *builder = find_builder(b->plot->statistic);
    err = builder->add(b, chart, &found);
    if (!err)
        err = gx_chart_marks(b, chart, &b->result[0]);
    say_runs(b, chart, &found.at[0]);
    if (builder->y_to > 0.0)
        chart->y.to = builder->y_to;
    set_years(b, chart, &found.at[0]);
    return err;
}
