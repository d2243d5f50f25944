/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of a study at one time that have a row for an input: how far an output swings
 * between its ends, and which part of its range a box of PRIM keeps. */
#include "cli/chart_study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 12 };

static const gx_words low_words = {"where the input is low", "参数取低值"};
static const gx_words high_words = {"where it is high", "参数取高值"};
static const gx_words base_words = {"no input moved", "参数均未变动"};
static const gx_words of_words = {" of ", "/"};
static const gx_words swing_words = {" inputs, those of the largest swings",
                                     "项参数（摆幅最大者）"};
static const gx_words box_words[] = {{"at least ", "达到"},
                                     {": coverage ", "：覆盖率"},
                                     {" %, density ", "%，密度"},
                                     {" %, mass ", "%，占全部运行"},
                                     {" %", "%"}};
static const gx_words range_words = {"within the input's range, 0 to 1",
                                     "在参数取值范围内的位置，0至1"};
static const gx_words limit_words = {"the box; at the right its limits (and their "
                                     "quasi-p-value)",
                                     "箱内范围；右侧为界限值（及准p值）"};

static const gx_words coverage_words = {
    "coverage: share of the runs at the threshold that are in the box",
    "覆盖率：达到阈值的运行中落入箱内的比例"};
static const gx_words density_words = {
    "density: share of the box's runs that are at the threshold",
    "密度：箱内运行中达到阈值的比例"};
/* It may lie far below the line, whose boxes keep the limits that chance gave them. */
static const gx_words taken_words = {"the box taken, without limits by chance",
                                     "所取的箱（已去除偶然界限）"};

/* An input's row: what it is sorted by, and its two ends. */
typedef struct row {
    int32_t factor;
    double size, low, high;
    const char *low_text, *high_text;
} row;

/* ---- texts and rows ---- */

/* Three digits, as short as can be. */
static const char *three_digits(gx_arena *arena, double value)
{
    double size = fabs(value);
    if (!(size >= 1e-4 && size < 1e6))
        return gx_arena_format(arena, "%s%.3g", value < 0.0 ? "−" : "", size);
    int32_t decimals = (int32_t)fmax(0.0, 2.0 - floor(log10(size)));
    char *text =
        gx_arena_format(arena, "%s%.*f", value < 0.0 ? "−" : "", (int)decimals, size);
    size_t length = strlen(text);
    while (decimals > 0 && text[length - 1] == '0')
        text[--length] = '\0';
    if (decimals > 0 && text[length - 1] == '.')
        text[--length] = '\0';
    return text;
}

static int larger_first(const void *a, const void *b)
{
    const row *x = a, *y = b;
    return x->size != y->size ? (x->size < y->size ? 1 : -1) : x->factor - y->factor;
}

/* The variable of an input in the merged file, or NULL. */
static const gx_var *find_input(const gx_chart_builder *b, const char *name)
{
    const gx_frame *frame = b->result[0].frame;
    int32_t v = gx_frame_find_var(frame, gx_arena_format(b->arena, "input %s", name));
    return v < 0 ? NULL : &frame->vars.at[v];
}

static void add_end(const gx_chart_builder *b, gx_chart *chart, const row *from,
                    int32_t count, bool is_high)
{
    double *x = GX_ARRAY(b->arena, double, count), *y = GX_ARRAY(b->arena, double, count);
    const char **text = GX_ARRAY(b->arena, const char *, count);
    for (int32_t i = 0; i < count; i++) {
        x[i] = i + 1;
        y[i] = is_high ? from[i].high : from[i].low;
        text[i] = is_high ? from[i].high_text : from[i].low_text;
    }
    *GX_ADD(b->arena, &chart->series) =
        (gx_series){.length = count, .x = x, .y = y, .text = text};
}

/* The rows as two series over the names of their inputs. */
static void add_rows(const gx_chart_builder *b, gx_chart *chart, const row *from,
                     int32_t count, const char *const *factor)
{
    const char **name = GX_ARRAY(b->arena, const char *, count);
    for (int32_t i = 0; i < count; i++) {
        const char *own = factor[from[i].factor];
        const gx_var *input = find_input(b, own);
        name[i] =
            gx_chart_with_unit(b, gx_chart_input(b, own), own, input ? input->units : "");
    }
    chart->names = name;
    chart->name_count = count;
    chart->x.from = 0.5;
    chart->x.to = count + 0.5;
    add_end(b, chart, from, count, false);
    add_end(b, chart, from, count, true);
}

/* ---- statistics at the time shown ---- */

enum { BESIDE = 5 };

/* Other statistics of the same estimator, which are there when the first is, and the time
 * at which they are shown. */
static gx_err find_beside(const gx_var **var, int32_t *at, const gx_chart_builder *b,
                          gx_chart *chart, const gx_chart_statistic *s,
                          const char *const name[BESIDE])
{
    for (int32_t i = 0; i < BESIDE; i++) {
        var[i] = gx_chart_beside(b, s->var, name[i]);
        if (!var[i] || !s->over || !s->over->label)
            return gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->kind.loc,
                            "'%s' has no %s beside '%s'", b->result[0].path, name[i],
                            s->var->name);
    }
    return gx_chart_moment(at, b, chart, s);
}

static double value_at(const gx_chart_statistic *s, const gx_var *var, int32_t at,
                       int32_t factor)
{
    int32_t width = var->dim_count > 1 ? s->over->length : 1;
    return var->value[(size_t)(s->from + at) * (size_t)width + (size_t)factor];
}

/* ---- swings ---- */

gx_err gx_chart_add_swings(const gx_chart_builder *b, gx_chart *chart,
                           const gx_chart_statistics *found)
{
    static const char *const names[BESIDE] = {"low output", "high output", "low value",
                                              "high value", "base output"};
    const gx_chart_statistic *s = &found->at[0];
    const gx_var *var[BESIDE];
    int32_t at = 0, count = 0;
    gx_err err = find_beside(var, &at, b, chart, s, names);
    if (err)
        return err;
    row *list = GX_ARRAY(b->arena, row, s->over->length);
    for (int32_t i = 0; i < s->over->length; i++) {
        row r = {.factor = i,
                 .size = value_at(s, s->var, at, i),
                 .low = value_at(s, var[0], at, i),
                 .high = value_at(s, var[1], at, i),
                 .low_text = three_digits(b->arena, value_at(s, var[2], at, i)),
                 .high_text = three_digits(b->arena, value_at(s, var[3], at, i))};
        if (isfinite(r.size))
            list[count++] = r;
    }
    if (!count || !isfinite(value_at(s, var[4], at, 0)))
        return gx_error(b->ds, GX_CODE_VALUE, b->figure->name.loc,
                        "'%s' has no numbers: its runs failed", s->var->name);
    qsort(list, (size_t)count, sizeof *list, larger_first);
    int32_t shown = count < MOST_ROWS ? count : MOST_ROWS;
    add_rows(b, chart, list, shown, s->over->label);
    chart->series.at[0].label = gx_chart_worded(b, low_words);
    chart->series.at[1].label = gx_chart_worded(b, high_words);
    chart->base = value_at(s, var[4], at, 0);
    chart->base_label = gx_chart_worded(b, base_words);
    const char *output = gx_attribute_find(&s->var->attributes, "gaoxin_output");
    chart->y.scale = GX_SCALE_NUMBERS;
    chart->y.title = gx_chart_with_unit(b, gx_chart_called(b, &b->result[0], output),
                                        output, s->var->units);
    if (shown < s->over->length)
        gx_chart_say(b, chart,
                     gx_arena_format(b->arena, "%d%s%d%s", (int)shown,
                                     gx_chart_worded(b, of_words), (int)s->over->length,
                                     gx_chart_worded(b, swing_words)));
    return GX_OK;
}

/* ---- boxes ---- */

/* A limit as a share of the range of the values that were drawn. */
static double scaled(double limit, double otherwise, const double range[2])
{
    return isnan(limit) ? otherwise : (limit - range[0]) / (range[1] - range[0]);
}

static void find_range(double range[2], const gx_chart_builder *b, const gx_var *input)
{
    const gx_frame *frame = b->result[0].frame;
    int32_t runs = frame->dims.at[input->dim[0]].length;
    range[0] = HUGE_VAL;
    range[1] = -HUGE_VAL;
    for (int32_t i = 0; i < runs; i++) {
        range[0] = fmin(range[0], input->value[i]);
        range[1] = fmax(range[1], input->value[i]);
    }
}

static const char *limits_text(const gx_chart_builder *b, double low, double high,
                               double p)
{
    const char *from = isnan(low) ? "≤ " : three_digits(b->arena, low);
    const char *to = isnan(high) ? "" : three_digits(b->arena, high);
    const char *text =
        isnan(high) ? gx_arena_format(b->arena, "≥ %s", from)
                    : gx_arena_format(b->arena, isnan(low) ? "%s%s" : "%s–%s", from, to);
    return p < 0.001 ? gx_arena_format(b->arena, "%s (<0.001)", text)
                     : gx_arena_format(b->arena, "%s (%.3f)", text, p);
}

/* How good the box is. */
static void say_box(const gx_chart_builder *b, gx_chart *chart,
                    const gx_chart_statistic *s, const double share[3])
{
    const char *word[5];
    for (int32_t i = 0; i < 5; i++)
        word[i] = gx_chart_worded(b, box_words[i]);
    gx_chart_say(b, chart,
                 gx_arena_format(b->arena, "%s%s%s%.0f%s%.0f%s%.0f%s", word[0],
                                 s->threshold ? s->threshold : "", word[1],
                                 100.0 * share[0], word[2], 100.0 * share[1], word[3],
                                 100.0 * share[2], word[4]));
}

gx_err gx_chart_add_box(const gx_chart_builder *b, gx_chart *chart,
                        const gx_chart_statistics *found)
{
    static const char *const names[BESIDE] = {"upper limit", "quasi-p-value", "coverage",
                                              "density", "mass"};
    const gx_chart_statistic *s = &found->at[0];
    const gx_var *var[BESIDE];
    int32_t at = 0, count = 0;
    gx_err err = find_beside(var, &at, b, chart, s, names);
    if (err)
        return err;
    row *list = GX_ARRAY(b->arena, row, s->over->length);
    for (int32_t i = 0; i < s->over->length; i++) {
        double low = value_at(s, s->var, at, i), high = value_at(s, var[0], at, i);
        double p = value_at(s, var[1], at, i), range[2];
        const gx_var *input = find_input(b, s->over->label[i]);
        if ((isnan(low) && isnan(high)) || !input || !input->value)
            continue;
        find_range(range, b, input);
        list[count++] = (row){i,
                              -p,
                              scaled(low, 0.0, range),
                              scaled(high, 1.0, range),
                              limits_text(b, low, high, p),
                              ""};
    }
    if (!count)
        return gx_error(b->ds, GX_CODE_VALUE, b->figure->name.loc,
                        "the box of '%s' restricts no input: it is the whole space",
                        s->var->name);
    qsort(list, (size_t)count, sizeof *list, larger_first);
    add_rows(b, chart, list, count < MOST_ROWS ? count : MOST_ROWS, s->over->label);
    chart->series.at[0].label = gx_chart_worded(b, limit_words);
    chart->series.at[1].label = "";
    chart->y = (gx_axis){.from = 0.0, .to = 1.0, .scale = GX_SCALE_NUMBERS};
    chart->y.title = gx_chart_worded(b, range_words);
    const double share[] = {value_at(s, var[2], at, 0), value_at(s, var[3], at, 0),
                            value_at(s, var[4], at, 0)};
    say_box(b, chart, s, share);
    return GX_OK;
}

/* Density against coverage of the boxes on the way, a line for each threshold, and the
 * box that was taken. */
gx_err gx_chart_add_trade_off(const gx_chart_builder *b, gx_chart *chart,
                              const gx_chart_statistics *found)
{
    static const char *const names[] = {"coverage", "density"};
    int32_t at = 0;
    gx_err err = gx_chart_moment(&at, b, chart, &found->at[0]);
    for (int32_t i = 0; i < found->count && !err; i++) {
        const gx_chart_statistic *s = &found->at[i];
        const gx_var *var[2] = {gx_chart_beside(b, s->var, names[0]),
                                gx_chart_beside(b, s->var, names[1])};
        if (!s->over || !s->over->value || !var[0] || !var[1])
            return gx_error(b->ds, GX_CODE_UNSUPPORTED, b->figure->kind.loc,
                            "'%s' is not over coverage", s->var->name);
        double *y = GX_ARRAY(b->arena, double, s->over->length);
        double *box = GX_ARRAY(b->arena, double, 2);
        for (int32_t k = 0; k < s->over->length; k++)
            y[k] = value_at(s, s->var, at, k);
        for (int32_t k = 0; k < 2; k++)
            box[k] = value_at(s, var[k], at, 0);
        *GX_ADD(b->arena, &chart->series) = (gx_series){
            .label = gx_arena_format(b->arena, "≥ %s", s->threshold ? s->threshold : ""),
            .length = s->over->length,
            .x = s->over->value,
            .y = y};
        *GX_ADD(b->arena, &chart->points) =
            (gx_points){.label = gx_chart_worded(b, taken_words),
                        .length = 1,
                        .x = box,
                        .y = box + 1};
    }
    chart->x = (gx_axis){0.0, 1.0, GX_SCALE_NUMBERS, gx_chart_worded(b, coverage_words)};
    chart->y = (gx_axis){0.0, 1.0, GX_SCALE_NUMBERS, gx_chart_worded(b, density_words)};
    return err;
}
