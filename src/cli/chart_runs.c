/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of the runs of a study: an output against inputs, a panel for each. The mean is
 * that of up to ten parts of the runs by the input, at least ten runs each. Where a
 * figure names no inputs those are taken whose parts' means differ most. */
#include "cli/chart_study.h"
#include "stats/design.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARTS = 10, LEAST_RUNS = 10, POINTS = 400, PANELS = 6 };

static const gx_words run_words = {"a run", "一次运行"};
static const gx_words mean_words[] = {{"mean of up to ", "按参数至多"},
                                      {" equal parts of the runs", "等分的均值"}};
static const gx_words points_words[] = {
    {" points of ", "点，取自"},
    {" of ", "/"},
    {" inputs, whose means differ most", "项参数（均值差异最大者）"}};

/* One run as an input sees it. */
typedef struct point {
    double x, y;
    int32_t run;
} point;

typedef struct scattered {
    const gx_var *input;
    point *point; /* [count] by x */
    int32_t bins;
    double *x, *y; /* [bins] means */
    double spread; /* of y, weighted: how much the means differ */
} scattered;

/* The runs that are shown: those of the inputs' space that gave a number. */
typedef struct runs {
    const double *y; /* [length] */
    int32_t *run;    /* [count] */
    int32_t length, count;
} runs;

/* ---- means ---- */

static int by_x(const void *a, const void *b)
{
    const point *p = a, *q = b;
    return p->x != q->x ? (p->x > q->x ? 1 : -1) : p->run - q->run;
}

static void add_bin(scattered *s, int32_t from, int32_t to, double mean)
{
    double x = 0.0, y = 0.0, weight = to - from;
    for (int32_t i = from; i < to; i++) {
        x += s->point[i].x / weight;
        y += s->point[i].y / weight;
    }
    s->x[s->bins] = x;
    s->y[s->bins++] = y;
    s->spread += weight * (y - mean) * (y - mean);
}

static int32_t parts_of(const runs *r)
{
    return r->count / LEAST_RUNS < MOST_PARTS ? r->count / LEAST_RUNS : MOST_PARTS;
}

/* Equal values of the input stay in one part. */
static scattered scatter(const gx_chart_builder *b, const gx_var *input, const runs *r)
{
    scattered s = {.input = input,
                   .point = GX_ARRAY(b->arena, point, r->count),
                   .x = GX_ARRAY(b->arena, double, MOST_PARTS),
                   .y = GX_ARRAY(b->arena, double, MOST_PARTS)};
    double mean = 0.0;
    for (int32_t i = 0; i < r->count; i++) {
        int32_t run = r->run[i];
        s.point[i] = (point){input->value[run], r->y[run], run};
        mean += r->y[run] / r->count;
    }
    qsort(s.point, (size_t)r->count, sizeof *s.point, by_x);
    int32_t parts = parts_of(r), from = 0;
    for (int32_t k = 1; k <= parts && parts > 1; k++) {
        int32_t to = (int32_t)((int64_t)r->count * k / parts);
        while (to > 0 && to < r->count && s.point[to].x == s.point[to - 1].x)
            to++;
        if (to > from)
            add_bin(&s, from, to, mean);
        from = to > from ? to : from;
    }
    return s;
}

/* ---- finding ---- */

static bool is_input(const gx_frame *frame, const gx_var *var)
{
    return strncmp(var->name, "input ", 6) == 0 && var->dim_count == 1 && var->value &&
           strcmp(frame->dims.at[var->dim[0]].name, "run") == 0;
}

static gx_err find_output(const gx_var **output, const gx_chart_builder *b)
{
    const gx_result *result = &b->result[0];
    const gx_name *name = &b->figure->parts.at[0].variable;
    const gx_frame *frame = result->frame;
    if (b->result_count != 1)
        return gx_error(b->ds, GX_CODE_USAGE, GX_NOWHERE,
                        "the figure '%s' shows one study, not %d results",
                        b->figure->name.text, (int)b->result_count);
    int32_t v = gx_frame_find_var(frame, name->text);
    *output = v < 0 ? NULL : &frame->vars.at[v];
    if (*output && (*output)->dim_count == 2 && (*output)->value &&
        strcmp(frame->dims.at[(*output)->dim[0]].name, "run") == 0)
        return GX_OK;
    return gx_error(b->ds, GX_CODE_UNDEFINED_NAME, name->loc,
                    "'%s' has no runs of '%s' (a study keeps them unless it is run with "
                    "--keep statistics)",
                    result->path, name->text);
}

/* Rows of the design that are a sample of the inputs' space, and did not fail. */
static gx_err find_runs(runs *r, const gx_chart_builder *b, const gx_chart_statistic *s,
                        int32_t at)
{
    const gx_frame *frame = b->result[0].frame;
    const char *name = gx_attribute_find(&frame->attributes, "gaoxin_design");
    const gx_design *design = name ? gx_design_find(name) : NULL;
    int32_t times = frame->dims.at[s->var->dim[1]].length, sampled = 0;
    r->length = frame->dims.at[s->var->dim[0]].length;
    if (design && !design->plain)
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->kind.loc,
                        "the runs of the design '%s' are no sample of the inputs' space",
                        name);
    const int32_t *run = gx_runs_sampled(&sampled, frame);
    double *y = GX_ARRAY(b->arena, double, r->length);
    r->run = GX_ARRAY(b->arena, int32_t, r->length);
    for (int32_t i = 0; i < r->length; i++)
        y[i] = s->var->value[(size_t)i * (size_t)times + (size_t)(s->from + at)];
    for (int32_t i = 0; i < sampled; i++)
        if (isfinite(y[run[i]]))
            r->run[r->count++] = run[i];
    r->y = y;
    return GX_OK;
}

static gx_err no_input(const gx_chart_builder *b, const gx_name *name)
{
    const gx_frame *frame = b->result[0].frame;
    gx_near near = {.typed = name->text};
    gx_err err = gx_error(b->ds, GX_CODE_UNDEFINED_NAME, name->loc,
                          "'%s' has no input '%s'", b->result[0].path, name->text);
    for (int32_t v = 0; v < frame->vars.count; v++)
        if (is_input(frame, &frame->vars.at[v]))
            gx_near_try(&near, frame->vars.at[v].name + strlen("input "));
    gx_suggest(b->ds, near.word);
    return err;
}

/* The inputs that the figure names behind the output. */
static gx_err find_named(scattered *list, int32_t *count, const gx_chart_builder *b,
                         const runs *r)
{
    const gx_frame *frame = b->result[0].frame;
    for (int32_t p = 1; p < b->figure->parts.count; p++) {
        const gx_name *name = &b->figure->parts.at[p].variable;
        int32_t v =
            gx_frame_find_var(frame, gx_arena_format(b->arena, "input %s", name->text));
        if (v < 0 || !is_input(frame, &frame->vars.at[v]))
            return no_input(b, name);
        list[(*count)++] = scatter(b, &frame->vars.at[v], r);
    }
    return GX_OK;
}

/* The inputs whose means differ most, and how many there are in all. */
static int32_t find_most(scattered *list, int32_t *count, const gx_chart_builder *b,
                         const runs *r)
{
    const gx_frame *frame = b->result[0].frame;
    int32_t all = 0;
    for (int32_t v = 0; v < frame->vars.count; v++) {
        if (!is_input(frame, &frame->vars.at[v]))
            continue;
        scattered s = scatter(b, &frame->vars.at[v], r);
        int32_t at = *count < PANELS ? (*count)++ : PANELS;
        for (; at > 0 && list[at - 1].spread < s.spread; at--)
            if (at < PANELS)
                list[at] = list[at - 1];
        if (at < PANELS)
            list[at] = s;
        all++;
    }
    return all;
}

/* ---- the chart ---- */

/* Every n-th run: as many as can be told apart. */
static gx_points thinned(const gx_chart_builder *b, const scattered *s, const runs *r,
                         int32_t step)
{
    gx_points p = {.label = gx_chart_worded(b, run_words)};
    double *x = GX_ARRAY(b->arena, double, r->count / step + 1);
    double *y = GX_ARRAY(b->arena, double, r->count / step + 1);
    for (int32_t i = 0; i < r->count; i += step) {
        x[p.length] = s->input->value[r->run[i]];
        y[p.length++] = r->y[r->run[i]];
    }
    p.x = x;
    p.y = y;
    return p;
}

static void add_panel(const gx_chart_builder *b, gx_chart *panel, const scattered *s,
                      const runs *r, const gx_points *points)
{
    const char *name = s->input->name + strlen("input ");
    const char *called = gx_chart_input(b, name);
    panel->x.scale = panel->y.scale = GX_SCALE_NUMBERS;
    panel->x.title = gx_chart_with_unit(b, called, name, s->input->units);
    *GX_ADD(b->arena, &panel->points) = *points;
    if (s->bins)
        *GX_ADD(b->arena, &panel->series) =
            (gx_series){.label = gx_arena_format(
                            b->arena, "%s%d%s", gx_chart_worded(b, mean_words[0]),
                            (int)parts_of(r), gx_chart_worded(b, mean_words[1])),
                        .length = s->bins,
                        .x = s->x,
                        .y = s->y};
}

/* How many runs are shown and how the inputs were chosen. */
static void say(const gx_chart_builder *b, gx_chart *chart, const runs *r, int32_t shown,
                int32_t panels, int32_t all)
{
    const char *word[sizeof points_words / sizeof *points_words];
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        word[i] = gx_chart_worded(b, points_words[i]);
    gx_chart_say(b, chart,
                 gx_arena_format(b->arena, "%d%s%d%s", (int)shown, word[0],
                                 (int)r->length, gx_chart_made(b)));
    if (panels < all)
        gx_chart_say(b, chart,
                     gx_arena_format(b->arena, "%d%s%d%s", (int)panels, word[1], (int)all,
                                     word[2]));
}

gx_err gx_chart_of_runs(const gx_chart_builder *b, gx_chart *chart)
{
    int32_t named = b->figure->parts.count - 1, count = 0, all = named, at = 0;
    scattered *list = GX_ARRAY(b->arena, scattered, named > PANELS ? named : PANELS);
    const gx_var *output = NULL;
    runs r = {0};
    gx_err err = find_output(&output, b);
    if (err)
        return err;
    gx_chart_statistic s = gx_chart_shown(b, output, 1);
    err = gx_chart_moment(&at, b, chart, &s);
    if (!err)
        err = find_runs(&r, b, &s, at);
    if (!err && named)
        err = find_named(list, &count, b, &r);
    else if (!err)
        all = find_most(list, &count, b, &r);
    int32_t step = (r.count + POINTS - 1) / POINTS, shown = 0;
    for (int32_t i = 0; !err && i < count; i++) {
        gx_points points = thinned(b, &list[i], &r, step > 0 ? step : 1);
        gx_chart *panel = count > 1 ? GX_ADD(b->arena, &chart->panels) : chart;
        add_panel(b, panel, &list[i], &r, &points);
        panel->y.title =
            gx_chart_with_unit(b, gx_chart_called(b, &b->result[0], output->name),
                               output->name, output->units);
        shown = points.length;
    }
    if (!err)
        say(b, chart, &r, shown, count, all);
    return err;
}
