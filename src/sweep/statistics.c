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

/* What an estimator gave for a cell: of all factors, or of some of them. */
typedef struct estimates {
    const gx_sample *sample; /* of those */
    int32_t first;           /* of them */
    double *out, *half;      /* [gx_estimator_size] */
} estimates;

static estimates estimates_new(const gx_sample *sample, int32_t first,
                               const gx_sweep_statistic *of, gx_arena *arena)
{
    size_t size = gx_estimator_size(of->estimator, sample, of->levels);
    double *out = GX_ARRAY(arena, double, 2 * size);
    return (estimates){sample, first, out, out + size};
}

static void put_some(gx_frame *frame, int32_t var, size_t at, const double *from,
                     size_t count)
{
    if (var >= 0)
        memcpy(frame->vars.at[var].value + at, from, count * sizeof *from);
}

/* Spread what an estimator gave for a cell over its variables. */
static void put(gx_frame *frame, const gx_sweep *s, const gx_sweep_statistic *of,
                const target *to, int32_t time, const estimates *got)
{
    size_t from = 0;
    for (int32_t i = 0; i < GX_MOST_STATISTICS && of->estimator->statistic[i].name; i++) {
        const gx_statistic *statistic = &of->estimator->statistic[i];
        size_t step = gx_statistic_size(statistic, &s->sample, of->levels);
        size_t size = gx_statistic_size(statistic, got->sample, of->levels);
        size_t at = step * (size_t)time;
        if (statistic->over == GX_OVER_FACTOR)
            at += (size_t)got->first;
        put_some(frame, to->value[i], at, got->out + from, size);
        put_some(frame, to->half[i], at, got->half + from, size);
        from += size;
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
        for (int32_t o = 0; o < s->outputs.count && sums->at[i].value; o++) {
            if (!of->of[o])
                continue;
            target to = add_vars(frame, s, o, of);
            gx_arena *arena = gx_arena_new(oom);
            estimates got = estimates_new(&s->sample, 0, of, arena);
            for (int32_t t = 0; t < s->time_count; t++) {
                int32_t cell = o * s->time_count + t;
                gx_sums_finish(got.out, got.half, &sums->at[i], cell, s->reference[cell],
                               arena);
                put(frame, s, of, &to, t, &got);
            }
            gx_arena_free(arena);
        }
    }
}

/* ---- stored ---- */

/* Bytes of inputs that are held at once where an estimator looks at each alone, and of
 * one input of one run: its value, and its place in orders of all runs and of those of
 * its replicate. */
enum { INPUTS_AT_ONCE = 64 << 20, INPUT_OF_A_RUN = 16 };

/* The runs that stored estimators see: plain rows that did not fail. */
typedef struct stored {
    const gx_sweep *s;
    gx_rows *rows;
    gx_arena *arena;
    int64_t count;
    int64_t *run;   /* [count] */
    int64_t *group; /* [count] */
    double *all;    /* [runs] one column of the file */
    double *y;      /* [count] */
    target *to;     /* [statistics][outputs] */
} stored;

/* Inputs that an estimator looks at together: all of them, or some. */
typedef struct some_inputs {
    gx_sample sample; /* as if there were no others */
    int32_t first;
    double *u, *x; /* [count][sample.sampling.inputs], NULL when it reads none */
} some_inputs;

static int32_t inputs_at_once(const gx_estimator *e, const gx_sweep *s, double runs)
{
    double fit = INPUTS_AT_ONCE / (INPUT_OF_A_RUN * fmax(1.0, runs));
    return !e->by_input || fit >= s->inputs.count ? s->inputs.count
           : fit < 1.0                            ? 1
                                                  : (int32_t)fit;
}

double gx_sweep_stored_size(const gx_sweep *s)
{
    double runs = (double)s->sample.count, most = -1.0;
    double kept = runs * s->sample.design->plain / s->sample.rows;
    for (int32_t i = 0; i < s->statistics.count; i++) {
        const gx_estimator *e = s->statistics.at[i].estimator;
        if (!e->estimate)
            continue;
        double each = !e->reads_u && !e->reads_x ? 0.0 : INPUT_OF_A_RUN;
        if (s->sample.sampling.replicates > 1 && !e->by_input)
            each *= 1.5; /* ranks, as orders but twice as large */
        most = fmax(most, each * inputs_at_once(e, s, kept));
    }
    return most < 0.0 ? 0.0 : 9.0 * runs + kept * (40.0 + most);
}

/* One input of all chosen runs, out of the file. */
static gx_err read_input(some_inputs *part, const stored *d, int32_t i)
{
    size_t inputs = (size_t)part->sample.sampling.inputs;
    int32_t var = d->s->outputs.count + part->first + i;
    gx_err err = gx_rows_get(d->rows, var, 0, d->all);
    for (int64_t r = 0; r < d->count && !err; r++)
        part->x[(size_t)r * inputs + (size_t)i] = d->all[d->run[r]];
    return err;
}

/* Coordinates are in no file: they are made again. */
static void make_coordinates(some_inputs *part, const stored *d)
{
    size_t all = (size_t)d->s->inputs.count,
           inputs = (size_t)part->sample.sampling.inputs;
    gx_arena *scratch = gx_arena_new(gx_arena_oom(d->arena));
    double *u = GX_ARRAY(scratch, double, all), *x = GX_ARRAY(scratch, double, all);
    for (int64_t r = 0; r < d->count; r++) {
        gx_sweep_points(d->s, d->run[r], 1, u, x);
        memcpy(part->u + (size_t)r * inputs, u + part->first, inputs * sizeof *u);
    }
    gx_arena_free(scratch);
}

static gx_err take_inputs(some_inputs *part, const stored *d, const gx_estimator *e,
                          int32_t first, gx_arena *arena)
{
    int32_t all = d->s->inputs.count, fit = inputs_at_once(e, d->s, (double)d->count);
    int32_t inputs = all - first < fit ? all - first : fit;
    size_t size = (size_t)inputs * sizeof(double), runs = (size_t)d->count + 1;
    gx_err err = GX_OK;
    *part = (some_inputs){.sample = d->s->sample, .first = first};
    if (e->by_input)
        part->sample.sampling.factors = inputs;
    part->sample.sampling.inputs = inputs;
    part->u = e->reads_u ? gx_arena_array(arena, runs, size) : NULL;
    part->x = e->reads_x ? gx_arena_array(arena, runs, size) : NULL;
    if (part->u)
        make_coordinates(part, d);
    for (int32_t i = 0; i < inputs && part->x && !err; i++)
        err = read_input(part, d, i);
    return err;
}

static stored choose_runs(gx_frame *frame, const gx_sweep *s, gx_rows *rows,
                          const unsigned char *status, gx_arena *arena)
{
    int64_t runs = s->sample.count, count = 0;
    int32_t in_group = s->sample.rows, plain = s->sample.design->plain;
    int32_t outputs = s->outputs.count;
    for (int64_t i = 0; i < runs; i++)
        count += i % in_group < plain && !status[i];
    stored d = {.s = s,
                .rows = rows,
                .arena = arena,
                .run = GX_ARRAY(arena, int64_t, count + 1),
                .group = GX_ARRAY(arena, int64_t, count + 1),
                .all = GX_ARRAY(arena, double, runs),
                .y = GX_ARRAY(arena, double, count + 1),
                .to = GX_ARRAY(arena, target, s->statistics.count * outputs + 1)};
    for (int64_t i = 0; i < runs; i++)
        if (i % in_group < plain && !status[i]) {
            d.run[d.count] = i;
            d.group[d.count++] = i / in_group;
        }
    for (int32_t i = 0; i < s->statistics.count; i++)
        for (int32_t o = 0; o < outputs; o++)
            if (s->statistics.at[i].estimator->estimate && s->statistics.at[i].of[o])
                d.to[i * outputs + o] = add_vars(frame, s, o, &s->statistics.at[i]);
    return d;
}

/* One output at every time; `studied` of the inputs of `part`. */
static gx_err estimate_output(gx_frame *frame, const stored *d, int32_t statistic,
                              int32_t o, const some_inputs *part,
                              const gx_studied *studied)
{
    const gx_sweep_statistic *of = &d->s->statistics.at[statistic];
    const target *to = &d->to[statistic * d->s->outputs.count + o];
    gx_err err = GX_OK;
    for (int32_t t = 0; t < d->s->time_count && !err; t++) {
        gx_arena *scratch = gx_arena_new(gx_arena_oom(d->arena));
        estimates got = estimates_new(&part->sample, part->first, of, scratch);
        err = gx_rows_get(d->rows, o, t, d->all);
        for (int64_t i = 0; i < d->count && !err; i++)
            d->y[i] = d->all[d->run[i]];
        if (!err) {
            gx_column_finish(got.out, got.half, studied, d->y, scratch);
            put(frame, d->s, of, to, t, &got);
        }
        gx_arena_free(scratch);
    }
    return err;
}

/* All that is asked of an estimator, which studies these inputs once. */
static gx_err estimate_part(gx_frame *frame, const stored *d, const gx_estimator *e,
                            const some_inputs *part, gx_arena *arena)
{
    const gx_sweep *s = d->s;
    gx_column column = {
        .sample = &part->sample, .u = part->u, .x = part->x, .count = d->count};
    gx_studied studied = gx_column_study(e, &column, d->group, arena);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < s->statistics.count && !err; i++) {
        const gx_sweep_statistic *of = &s->statistics.at[i];
        column.level = of->level;
        column.levels = of->levels;
        for (int32_t o = 0; o < s->outputs.count && of->estimator == e && !err; o++) {
            column.threshold = of->threshold[o];
            if (of->of[o])
                err = estimate_output(frame, d, i, o, part, &studied);
        }
    }
    return err;
}

static gx_err estimate(gx_frame *frame, const stored *d, const gx_estimator *e)
{
    gx_err err = GX_OK;
    for (int32_t first = 0; first < d->s->inputs.count && !err;) {
        gx_arena *arena = gx_arena_new(gx_arena_oom(d->arena));
        some_inputs part;
        err = take_inputs(&part, d, e, first, arena);
        if (!err)
            err = estimate_part(frame, d, e, &part, arena);
        first += part.sample.sampling.inputs;
        gx_arena_free(arena);
    }
    return err;
}

/* Is an estimator among the first `count` statistics? */
static bool is_among(const gx_sweep *s, int32_t count, const gx_estimator *e)
{
    for (int32_t i = 0; i < count; i++)
        if (s->statistics.at[i].estimator == e)
            return true;
    return false;
}

gx_err gx_sweep_add_stored(gx_frame *frame, const gx_sweep *s, gx_rows *rows,
                           const unsigned char *status, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    stored d = {.count = -1};
    gx_err err = GX_OK;
    for (int32_t i = 0; i < s->statistics.count && !err; i++) {
        const gx_estimator *e = s->statistics.at[i].estimator;
        if (!e->estimate || is_among(s, i, e))
            continue;
        if (d.count < 0)
            d = choose_runs(frame, s, rows, status, arena);
        err = estimate(frame, &d, e);
    }
    gx_arena_free(arena);
    return err;
}
