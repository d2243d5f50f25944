/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One rule for results of several runs: a few are shown each, more by their median and
 * the quantiles of 5 and 95 per cent, or, where they were chosen and are no sample, by
 * the smallest, the middle and the largest number; and --run takes one. What comes of it
 * are results without runs, which summary, show, plot and compare take as they take any
 * other. */
#include "cli/chart.h"
#include "stats/design.h"
#include "stats/estimator.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The parts that stand for many runs: one row a part, of a sample and of a grid. */
enum { QUANTILES = 3 };
static const struct quantile {
    gx_part part;
    double level;
    const char *name;
} quantiles[][QUANTILES] = {
    {{GX_PART_MEDIAN, 0.5, GX_TEXT("median")},
     {GX_PART_LOW, 0.05, GX_TEXT("5th percentile")},
     {GX_PART_HIGH, 0.95, GX_TEXT("95th percentile")}},
    {{GX_PART_MEDIAN, 0.5, GX_TEXT("middle")},
     {GX_PART_LOW, 0.0, GX_TEXT("smallest")},
     {GX_PART_HIGH, 1.0, GX_TEXT("largest")}},
};

int32_t gx_runs_count(const gx_frame *frame)
{
    int32_t run = gx_frame_find_dim(frame, "run");
    return run < 0 ? 0 : frame->dims.at[run].length;
}

const int32_t *gx_runs_sampled(int32_t *count, const gx_frame *frame)
{
    const char *name = gx_attribute_find(&frame->attributes, "gaoxin_design");
    const char *samples = gx_attribute_find(&frame->attributes, "gaoxin_samples");
    const gx_design *design = name ? gx_design_find(name) : NULL;
    int64_t groups = samples ? strtoll(samples, NULL, 10) : 0;
    int32_t runs = gx_runs_count(frame);
    int32_t rows = groups > 0 && runs >= groups ? (int32_t)(runs / groups) : 1;
    int32_t plain = design && design->plain ? design->plain : rows;
    int32_t *run = GX_ARRAY(frame->arena, int32_t, runs);
    *count = 0;
    for (int32_t i = 0; i < runs; i++)
        if (i % rows < plain)
            run[(*count)++] = i;
    return run;
}

/* Values that somebody chose (--vary, a grid) say nothing of how likely they are: no
 * percentile is made of them. Lists of a study may be draws, as those of a posterior. */
static bool is_chosen(const gx_frame *frame)
{
    const char *name = gx_attribute_find(&frame->attributes, "gaoxin_design");
    const gx_design *design = name ? gx_design_find(name) : NULL;
    return !name || (design && design->grid);
}

/* ---- a frame without runs ---- */

/* What a part takes of the runs: one, or a quantile of each number. */
typedef struct taking {
    const gx_frame *whole;
    int32_t dim;           /* of the runs */
    int32_t run;           /* -1 for quantiles of ... */
    const int32_t *sample; /* ... these: [count] */
    int32_t count;
    double *sorted; /* [count] */
    double level;
} taking;

static double quantile(const taking *t, const double *value, size_t step, double level)
{
    double out = (double)NAN;
    int64_t count = 0;
    for (int32_t i = 0; i < t->count; i++) {
        double v = value[(size_t)t->sample[i] * step];
        if (isfinite(v))
            t->sorted[count++] = v;
    }
    if (count)
        gx_quantiles(&out, &level, 1, t->sorted, count);
    return out;
}

/* Dimensions are [run,] time, subscripts (base/frame.h). */
static gx_var take(const taking *t, const gx_var *from)
{
    gx_var to = *from;
    bool has_run = from->dim_count > 0 && from->dim[0] == t->dim;
    to.dim_count = 0;
    for (int32_t d = has_run; d < from->dim_count; d++)
        to.dim[to.dim_count++] = from->dim[d] - (from->dim[d] > t->dim);
    if (!has_run || !from->value)
        return to;
    size_t size = gx_var_size(t->whole, from) / (size_t)t->whole->dims.at[t->dim].length;
    to.value = from->value + (size_t)(t->run < 0 ? 0 : t->run) * size;
    if (t->run >= 0)
        return to;
    to.value = GX_ARRAY(t->whole->arena, double, size);
    for (size_t i = 0; i < size; i++)
        to.value[i] = quantile(t, from->value + i, size, t->level);
    return to;
}

/* Variables keep their places. */
static gx_frame *take_all(const taking *t)
{
    gx_arena *arena = t->whole->arena;
    gx_frame *frame = GX_NEW(arena, gx_frame);
    *frame = *t->whole;
    memset(&frame->dims, 0, sizeof frame->dims);
    memset(&frame->vars, 0, sizeof frame->vars);
    for (int32_t d = 0; d < t->whole->dims.count; d++)
        if (d != t->dim)
            *GX_ADD(arena, &frame->dims) = t->whole->dims.at[d];
    for (int32_t v = 0; v < t->whole->vars.count; v++)
        *GX_ADD(arena, &frame->vars) = take(t, &t->whole->vars.at[v]);
    return frame;
}

/* ---- what parts are called ---- */

/* The inputs in which runs differ, with the values of one unless `run` is -1; "" when
 * they are long. */
static const char *inputs_of(const gx_result *whole, int32_t run, gx_language language)
{
    enum { LONGEST = 48 };
    static const char prefix[] = "input ";
    const gx_frame *frame = whole->frame;
    const char *all = "";
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        bool varies = false;
        if (strncmp(var->name, prefix, strlen(prefix)) != 0 || var->dim_count != 1 ||
            !var->value)
            continue;
        for (int32_t i = 1; i < frame->dims.at[var->dim[0]].length; i++)
            varies |= var->value[i] != var->value[0];
        if (!varies)
            continue;
        const char *called = gx_called_typed(whole->labels, var->name + strlen(prefix),
                                             language, frame->arena);
        all = gx_arena_format(frame->arena, "%s%s%s", all, *all ? ", " : "", called);
        if (run >= 0)
            all = gx_arena_format(frame->arena, "%s = %.6g", all, var->value[run]);
    }
    return gx_text_width(all, strlen(all)) > LONGEST ? "" : all;
}

static const char *run_name(const gx_result *whole, int32_t run, gx_language language)
{
    const char *inputs = inputs_of(whole, run, language);
    const gx_dim *dim = &whole->frame->dims.at[gx_frame_find_dim(whole->frame, "run")];
    return *inputs ? inputs
                   : gx_arena_format(whole->frame->arena, gx_say(language, "run %g"),
                                     dim->value ? dim->value[run] : run);
}

static void add_run(gx_results *list, const gx_result *whole, taking t, int32_t run,
                    gx_arena *arena)
{
    gx_result *part = GX_ADD(arena, list);
    *part = *whole;
    t.run = run;
    part->frame = take_all(&t);
    part->part = GX_PART_RUN;
    part->run = run;
    part->part_name = (gx_words){.en = run_name(whole, run, GX_LANG_EN),
                                 .zh = run_name(whole, run, GX_LANG_ZH)};
}

static void add_quantiles(gx_results *list, const gx_result *whole, taking t,
                          int32_t runs, gx_arena *arena)
{
    t.run = -1;
    t.sorted = GX_ARRAY(arena, double, t.count);
    bool is_grid = is_chosen(whole->frame);
    for (int32_t i = 0; i < QUANTILES; i++) {
        const struct quantile *q = &quantiles[is_grid][i];
        gx_result *part = GX_ADD(arena, list);
        const char *name[GX_LANG_COUNT];
        t.level = q->level;
        *part = *whole;
        part->part = q->part;
        part->is_grid = is_grid;
        part->frame = take_all(&t);
        for (gx_language l = 0; l < GX_LANG_COUNT; l++) {
            name[l] = gx_say(l, q->name);
            if (part->part == GX_PART_MEDIAN)
                name[l] = gx_arena_format(arena,
                                          is_grid ? gx_say(l, "%s of a grid of %d runs")
                                                  : gx_say(l, "%s of %d runs"),
                                          name[l], (int)runs);
        }
        part->part_name = (gx_words){.en = name[GX_LANG_EN], .zh = name[GX_LANG_ZH]};
        part->varied = (gx_words){.en = inputs_of(whole, -1, GX_LANG_EN),
                                  .zh = inputs_of(whole, -1, GX_LANG_ZH)};
    }
}

/* ---- the rule ---- */

/* The place of a run with the number that was typed, or -1. */
static int32_t find_run(const gx_dim *dim, const char *typed)
{
    double number = 0.0;
    if (!gx_text_to_number(typed, &number))
        return -1;
    for (int32_t i = 0; i < dim->length; i++)
        if ((dim->value ? dim->value[i] : i) == number)
            return i;
    return -1;
}

/* How many of some runs failed; that is told. */
static int32_t count_failed(const gx_result *whole, const int32_t *run, int32_t count,
                            gx_diags *ds)
{
    int32_t status = gx_frame_find_var(whole->frame, GX_STUDY_STATUS), failed = 0;
    const gx_var *var = status < 0 ? NULL : &whole->frame->vars.at[status];
    for (int32_t i = 0; i < count && var && var->value; i++)
        failed += var->value[run[i]] != 0.0;
    if (failed)
        gx_warning(ds, GX_CODE_RUNS, GX_NOWHERE, "%d of %d runs of '%s' failed", failed,
                   count, whole->path);
    return failed;
}

static gx_err spread(gx_results *list, const gx_result *whole, const char *run,
                     gx_arena *arena, gx_diags *ds)
{
    const gx_frame *frame = whole->frame;
    taking t = {.whole = frame, .dim = gx_frame_find_dim(frame, "run")};
    const gx_dim *dim = &frame->dims.at[t.dim];
    int32_t last = dim->length - 1, one = run ? find_run(dim, run) : -1;
    if (run && one < 0)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--run %s': the runs of '%s' are %g to %g", run, whole->path,
                        dim->value ? dim->value[0] : 0.0,
                        dim->value ? dim->value[last] : last);
    t.sample = gx_runs_sampled(&t.count, frame);
    if (run) {
        count_failed(whole, &one, 1, ds);
        add_run(list, whole, t, one, arena);
        return GX_OK;
    }
    int32_t failed = count_failed(whole, t.sample, t.count, ds);
    if (dim->length > GX_RUNS_EACH)
        add_quantiles(list, whole, t, t.count - failed, arena);
    else
        for (int32_t i = 0; i < dim->length; i++)
            add_run(list, whole, t, i, arena);
    return GX_OK;
}

gx_err gx_runs_spread(gx_results *list, const gx_result *whole, int32_t count,
                      const char *run, gx_diags *ds)
{
    gx_err err = GX_OK;
    int32_t several = 0;
    for (int32_t i = 0; i < count && !err; i++) {
        several += gx_runs_count(whole[i].frame) > 0;
        if (gx_runs_count(whole[i].frame) > 0)
            err = spread(list, &whole[i], run, ds->arena, ds);
        else
            *GX_ADD(ds->arena, list) = whole[i];
    }
    if (run && !several)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'--run %s': '%s' is one run", run,
                       whole[0].path);
    return err;
}
