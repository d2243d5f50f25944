/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From sums and stored runs to variables of the merged file: one for each output,
 * estimator and statistic, over time and what the statistic is over. */
#include "sweep/statistics.h"

#include <math.h>
#include <string.h>

/* ---- dimensions ---- */

static int32_t add_factors(gx_frame *frame, const gx_sweep *s)
{
    int32_t count = s->sample.sampling.factors;
    return gx_frame_add_dim(frame, "factor", "", count, NULL, s->factor_name);
}

static int32_t add_pairs(gx_frame *frame, const gx_sweep *s)
{
    int32_t k = s->sample.sampling.factors, count = 0;
    const char **label = GX_ARRAY(frame->arena, const char *, k *(k - 1) / 2 + 1);
    for (int32_t i = 0; i < k; i++)
        for (int32_t j = i + 1; j < k; j++)
            label[count++] = gx_arena_format(frame->arena, "%s / %s", s->factor_name[i],
                                             s->factor_name[j]);
    return gx_frame_add_dim(frame, "pair", "", count, NULL, label);
}

static int32_t add_coverages(gx_frame *frame)
{
    double *share = GX_ARRAY(frame->arena, double, GX_COVERAGES);
    for (int32_t i = 0; i < GX_COVERAGES; i++)
        share[i] = (i + 1.0) / GX_COVERAGES;
    return gx_frame_add_dim(frame, "coverage", "", GX_COVERAGES, share, NULL);
}

/* The dimension that a statistic is over, made at its first use; -1: none. */
static int32_t dim_of(gx_frame *frame, const gx_sweep *s, const gx_sweep_statistic *of,
                      gx_over over)
{
    static const char *const name[] = {[GX_OVER_FACTOR] = "factor",
                                       [GX_OVER_PAIR] = "pair",
                                       [GX_OVER_LEVEL] = "level",
                                       [GX_OVER_COVERAGE] = "coverage"};
    if (over == GX_OVER_NOTHING)
        return -1;
    int32_t known = gx_frame_find_dim(frame, name[over]);
    if (known >= 0)
        return known;
    return over == GX_OVER_FACTOR ? add_factors(frame, s)
           : over == GX_OVER_PAIR ? add_pairs(frame, s)
           : over == GX_OVER_COVERAGE
               ? add_coverages(frame)
               : gx_frame_add_dim(frame, "level", "", of->levels, of->level, NULL);
}

/* ---- variables ---- */

/* Where the numbers of an estimator go, for one output. */
typedef struct target {
    int32_t value[GX_MOST_STATISTICS]; /* variables; -1: the statistic has no numbers */
    int32_t half[GX_MOST_STATISTICS];
} target;

static int32_t add_var(gx_frame *frame, const gx_sweep *s, int32_t o,
                       const gx_sweep_statistic *of, int32_t which, const char *more)
{
    const gx_statistic *statistic = &of->estimator->statistic[which];
    const gx_sweep_output *output = &s->outputs.at[o];
    int32_t dims[2] = {gx_frame_find_dim(frame, "time"),
                       dim_of(frame, s, of, statistic->over)};
    const char *name =
        gx_arena_format(frame->arena, "%s %s %s%s%s", output->name, of->estimator->name,
                        statistic->name, of->suffix, more);
    int32_t made =
        gx_frame_add_var(frame, name, statistic->is_output ? output->variable->units : "",
                         dims[1] < 0 ? 1 : 2, dims);
    gx_var *var = &frame->vars.at[made];
    const char *const pairs[][2] = {
        {"gaoxin_output", output->name},
        {"gaoxin_estimator", of->estimator->name},
        {"gaoxin_statistic", statistic->name},
        {"gaoxin_threshold", of->suffix + (*of->suffix ? 4 : 0)},
        {"gaoxin_half_width", *more ? "95 %" : ""}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (*pairs[i][1])
            gx_attribute_set(frame->arena, &var->attributes, pairs[i][0], pairs[i][1]);
    var->title = statistic->doc;
    return made;
}

static target add_vars(gx_frame *frame, const gx_sweep *s, int32_t o,
                       const gx_sweep_statistic *of)
{
    target t;
    bool has_half = s->sample.sampling.replicates > 1;
    for (int32_t i = 0; i < GX_MOST_STATISTICS; i++)
        t.value[i] = t.half[i] = -1;
    for (int32_t i = 0; i < GX_MOST_STATISTICS && of->estimator->statistic[i].name; i++) {
        if (!gx_statistic_size(&of->estimator->statistic[i], &s->sample, of->levels))
            continue; /* pairs of one factor */
        t.value[i] = add_var(frame, s, o, of, i, "");
        if (has_half)
            t.half[i] = add_var(frame, s, o, of, i, " half-width");
    }
    return t;
}

/* Spread what an estimator gave for a cell over its variables. */
static void put(gx_frame *frame, const gx_sweep *s, const gx_sweep_statistic *of,
                const target *to, int32_t time, const double *out, const double *half)
{
    for (int32_t i = 0; i < GX_MOST_STATISTICS && of->estimator->statistic[i].name; i++) {
        size_t size =
            gx_statistic_size(&of->estimator->statistic[i], &s->sample, of->levels);
        if (to->value[i] >= 0)
            memcpy(frame->vars.at[to->value[i]].value + size * (size_t)time, out,
                   size * sizeof *out);
        if (to->half[i] >= 0)
            memcpy(frame->vars.at[to->half[i]].value + size * (size_t)time, half,
                   size * sizeof *half);
        out += size;
        half += size;
    }
}

/* ---- streaming ---- */

gx_sweep_sums gx_sweep_sums_new(const gx_sweep *s, gx_arena *arena)
{
    gx_sweep_sums sums = {.at = GX_ARRAY(arena, gx_sums, s->statistics.count)};
    for (int32_t i = 0; i < s->statistics.count; i++)
        if (s->statistics.at[i].estimator->add)
            sums.at[i] =
                gx_sums_new(s->statistics.at[i].estimator, &s->sample, s->cells, arena);
    return sums;
}

void gx_sweep_sums_add(gx_sweep_sums *sums, const gx_sweep *s, const double *chunk,
                       int32_t replicate)
{
    for (int32_t i = 0; i < s->statistics.count; i++) {
        gx_sums *to = &sums->at[i];
        if (!to->value)
            continue;
        size_t size = to->size / (size_t)s->sample.sampling.replicates;
        double *own = to->value + size * (size_t)replicate;
        for (size_t k = 0; k < size; k++)
            own[k] += chunk[k];
        chunk += size;
    }
}

void gx_sweep_add_streaming(gx_frame *frame, const gx_sweep *s, const gx_sweep_sums *sums,
                            gx_oom oom)
{
    for (int32_t i = 0; i < s->statistics.count; i++) {
        const gx_sweep_statistic *of = &s->statistics.at[i];
        size_t size = gx_estimator_size(of->estimator, &s->sample, of->levels);
        for (int32_t o = 0; o < s->outputs.count && sums->at[i].value; o++) {
            if (!of->of[o])
                continue;
            target to = add_vars(frame, s, o, of);
            gx_arena *arena = gx_arena_new(oom);
            double *out = GX_ARRAY(arena, double, 2 * size), *half = out + size;
            for (int32_t t = 0; t < s->time_count; t++) {
                int32_t cell = o * s->time_count + t;
                gx_sums_finish(out, half, &sums->at[i], cell, s->reference[cell], arena);
                put(frame, s, of, &to, t, out, half);
            }
            gx_arena_free(arena);
        }
    }
}

/* ---- stored ---- */

/* The runs that stored estimators see: plain rows that did not fail. */
typedef struct stored {
    const gx_sweep *s;
    gx_arena *arena;
    int64_t count;
    int64_t *run;   /* [count] */
    int64_t *group; /* [count] */
    double *u, *x;  /* [count][inputs], NULL when none reads them */
    double *all;    /* [runs] one column of the file */
    double *y;      /* [count] */
} stored;

/* Is any stored statistic asked that reads coordinates, or values of inputs? */
static bool reads_u(const gx_sweep *s)
{
    bool reads = false;
    for (int32_t i = 0; i < s->statistics.count; i++)
        reads |= s->statistics.at[i].estimator->reads_u;
    return reads;
}

static bool reads_x(const gx_sweep *s)
{
    bool reads = false;
    for (int32_t i = 0; i < s->statistics.count; i++)
        reads |= s->statistics.at[i].estimator->reads_x;
    return reads;
}

double gx_sweep_stored_size(const gx_sweep *s)
{
    double runs = (double)s->sample.count;
    double kept = runs * s->sample.design->plain / s->sample.rows;
    double reads = (reads_u(s) ? 1.0 : 0.0) + (reads_x(s) ? 1.0 : 0.0);
    bool is_any = false;
    for (int32_t i = 0; i < s->statistics.count; i++)
        is_any |= s->statistics.at[i].estimator->estimate != NULL;
    if (reads > 0.0) /* ranks or orders of all runs, and of those of each replicate */
        reads += s->sample.sampling.replicates > 1 ? 2.0 : 1.0;
    return is_any ? 8.0 * (runs + kept * (5.0 + reads * s->inputs.count)) : 0.0;
}

static stored choose_runs(const gx_sweep *s, const unsigned char *status, gx_arena *arena)
{
    int64_t runs = s->sample.count;
    int32_t rows = s->sample.rows, plain = s->sample.design->plain;
    size_t inputs = (size_t)s->inputs.count, size = inputs * sizeof(double);
    stored d = {.s = s, .arena = arena};
    for (int64_t i = 0; i < runs; i++)
        d.count += i % rows < plain && !status[i];
    d.run = GX_ARRAY(arena, int64_t, d.count + 1);
    d.group = GX_ARRAY(arena, int64_t, d.count + 1);
    d.u = reads_u(s) ? gx_arena_array(arena, (size_t)d.count + 1, size) : NULL;
    d.x = reads_x(s) ? gx_arena_array(arena, (size_t)d.count + 1, size) : NULL;
    d.all = GX_ARRAY(arena, double, runs);
    d.y = GX_ARRAY(arena, double, d.count + 1);
    double *u = GX_ARRAY(arena, double, inputs), *x = GX_ARRAY(arena, double, inputs);
    d.count = 0;
    for (int64_t i = 0; i < runs; i++) {
        if (i % rows >= plain || status[i])
            continue;
        if (d.u || d.x)
            gx_sweep_points(s, i, 1, u, x);
        if (d.u)
            memcpy(d.u + (size_t)d.count * inputs, u, size);
        if (d.x)
            memcpy(d.x + (size_t)d.count * inputs, x, size);
        d.run[d.count] = i;
        d.group[d.count++] = i / rows;
    }
    return d;
}

static gx_err estimate(gx_frame *frame, const stored *d, const gx_sweep_statistic *of,
                       int32_t o, gx_rows *rows)
{
    const gx_sweep *s = d->s;
    const gx_column column = {.sample = &s->sample,
                              .u = d->u,
                              .x = d->x,
                              .count = d->count,
                              .level = of->level,
                              .levels = of->levels,
                              .threshold = of->threshold[o]};
    size_t size = gx_estimator_size(of->estimator, &s->sample, of->levels);
    gx_arena *arena = gx_arena_new(gx_arena_oom(d->arena));
    gx_studied studied = gx_column_study(of->estimator, &column, d->group, arena);
    target to = add_vars(frame, s, o, of);
    gx_err err = GX_OK;
    for (int32_t t = 0; t < s->time_count && !err; t++) {
        gx_arena *scratch = gx_arena_new(gx_arena_oom(d->arena));
        double *out = GX_ARRAY(scratch, double, 2 * size), *half = out + size;
        err = gx_rows_get(rows, o, t, d->all);
        for (int64_t i = 0; i < d->count && !err; i++)
            d->y[i] = d->all[d->run[i]];
        if (!err) {
            gx_column_finish(out, half, &studied, d->y, scratch);
            put(frame, s, of, &to, t, out, half);
        }
        gx_arena_free(scratch);
    }
    gx_arena_free(arena);
    return err;
}

gx_err gx_sweep_add_stored(gx_frame *frame, const gx_sweep *s, gx_rows *rows,
                           const unsigned char *status, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    stored d = {.count = -1};
    gx_err err = GX_OK;
    for (int32_t i = 0; i < s->statistics.count && !err; i++) {
        const gx_sweep_statistic *of = &s->statistics.at[i];
        if (!of->estimator->estimate)
            continue;
        if (d.count < 0)
            d = choose_runs(s, status, arena);
        for (int32_t o = 0; o < s->outputs.count && !err; o++)
            if (of->of[o])
                err = estimate(frame, &d, of, o, rows);
    }
    gx_arena_free(arena);
    return err;
}
