/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study held against its model: the design prepared, outputs and times found, the
 * reference run made, and the sweep cut into chunks. */
#include "sweep/sweep.h"

#include "model/names.h"
#include "sweep/resolve.h"

#include <math.h>
#include <string.h>

/* ---- design ---- */

static gx_err wrong_design(const gx_sweep_making *m, const char *why)
{
    const gx_study_design *design = &m->setup->study->design;
    return gx_error(m->ds, GX_CODE_VALUE, design->name.loc, "the design '%s' %-s",
                    design->name.text, why);
}

static gx_err find_design(const gx_sweep_making *m, const gx_design **design)
{
    enum { MOST = 64 };
    const char *known[MOST];
    int32_t count = 0;
    for (; count < gx_design_count && count < MOST; count++)
        known[count] = gx_designs[count].name;
    gx_name name = m->setup->study->design.name;
    *design = gx_design_find(name.text);
    return *design ? GX_OK : gx_sweep_unknown(name, "design", known, count, m->ds);
}

/* What the design and the inputs rule out together. */
static gx_err check_design(const gx_sweep_making *m, const gx_design *design)
{
    const gx_sweep *s = m->s;
    const gx_study_design *said = &m->setup->study->design;
    bool takes_levels = design->ends || design->lists;
    if (s->copula && (design->independent || design->lists || !design->plain))
        return wrong_design(m, "means nothing for correlated inputs");
    if (said->file.text && !design->file)
        return wrong_design(m, "takes no file");
    if (s->copula && m->given)
        return wrong_design(m, "has the correlations of its points: leave 'correlation' "
                               "out");
    if (said->samples > 0.0 && !design->samples)
        return wrong_design(m, "has as many samples as its inputs have values: leave "
                               "'samples' out");
    if (said->levels > 0.0 && !takes_levels)
        return wrong_design(m, "has no levels");
    for (int32_t i = 0; i < s->inputs.count && design->ends; i++) {
        const gx_sweep_input *input = &s->inputs.at[i];
        if (!input->value && !gx_distribution_is_bounded(&input->distribution)) {
            gx_err err = gx_error(m->ds, GX_CODE_VALUE, input->loc,
                                  "the design '%s' goes to the ends of its inputs, and "
                                  "'%s' has none",
                                  design->name, input->name);
            gx_note(m->ds, GX_NOWHERE, "give it the limits 'low' and 'high'");
            return err;
        }
    }
    return GX_OK;
}

static gx_err take_design(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    const gx_study_design *said = &m->setup->study->design;
    const gx_design *design = NULL;
    const char *why = NULL;
    gx_err err = find_design(m, &design);
    if (!err)
        err = check_design(m, design);
    if (err)
        return err;
    int32_t *level = GX_ARRAY(s->arena, int32_t, s->inputs.count);
    for (int32_t i = 0; i < s->inputs.count; i++)
        level[i] = s->inputs.at[i].value ? s->inputs.at[i].value_count
                   : design->lists       ? (int32_t)said->levels
                                         : 0;
    s->seed = (uint64_t)said->seed;
    gx_sampling sampling = {.inputs = s->inputs.count,
                            .level = level,
                            .samples = m->given ? m->rows : (int64_t)said->samples,
                            .replicates =
                                said->replicates > 0.0 ? (int32_t)said->replicates : 1,
                            .seed = s->seed,
                            .factor = m->factor,
                            .factors = m->factors,
                            .grid = design->ends ? (int32_t)said->levels : 0,
                            .given = m->given};
    if (!gx_sample_prepare(&s->sample, design, &sampling, s->arena, &why))
        return wrong_design(m, why);
    return GX_OK;
}

/* ---- outputs and times ---- */

static gx_err take_outputs(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    const gx_study *study = m->setup->study;
    gx_err first = GX_OK;
    for (int32_t i = 0; i < study->outputs.count; i++) {
        gx_cells cells = {0};
        gx_err err = gx_cells_find(&cells, s->flat, study->outputs.at[i],
                                   m->setup->c->labels, s->arena, m->ds);
        for (int32_t k = 0; k < cells.count && !err; k++) {
            int32_t cell = cells.at[k];
            gx_sweep_output *output = GX_ADD(s->arena, &s->outputs);
            *output = (gx_sweep_output){
                .cell = cell,
                .name = gx_cell_name(s->flat, cell, s->arena, m->ds->oom),
                .variable =
                    &s->flat->model->variables.at[s->flat->cells.at[cell].variable]};
            for (int32_t o = 0; o + 1 < s->outputs.count && !err; o++)
                if (s->outputs.at[o].cell == cell)
                    err = gx_error(m->ds, GX_CODE_VALUE, study->outputs.at[i].loc,
                                   "'%s' is an output twice", output->name);
        }
        first = first ? first : err;
    }
    return first;
}

/* The time nearest to one that was asked for, or -1. */
static int32_t find_time(const gx_trajectory *run, double time)
{
    for (int32_t t = 0; t < run->count; t++)
        if (fabs(run->time[t] - time) <= GX_SAME_TIME)
            return t;
    return -1;
}

static gx_err take_times(gx_sweep_making *m, const gx_trajectory *run, int32_t *at)
{
    gx_sweep *s = m->s;
    const gx_study *study = m->setup->study;
    int32_t step = s->flat->cells.at[s->flat->control[GX_CONTROL_TIME_STEP]].variable;
    double *time = GX_ARRAY(s->arena, double, run->count + study->times.count + 1);
    s->time = time;
    s->time_units = s->flat->model->variables.at[step].units;
    for (int32_t t = 0; t < run->count && !study->times.count; t++)
        if (fabs(run->time[t] - round(run->time[t])) <= GX_SAME_TIME) {
            time[s->time_count] = run->time[t];
            at[s->time_count++] = t;
        }
    for (int32_t i = 0; i < study->times.count; i++) {
        const gx_quantity *q = &study->times.at[i];
        double factor = 1.0;
        gx_err err = gx_quantity_factor(&factor, q, s->flat, step, s->arena, m->ds);
        int32_t t = find_time(run, q->number * factor);
        if (!err && t < 0)
            err = gx_error(m->ds, GX_CODE_VALUE, q->loc,
                           "%g is no time at which the model saves", q->number * factor);
        if (err)
            return err;
        time[s->time_count] = run->time[t];
        at[s->time_count++] = t;
    }
    return s->time_count ? GX_OK
                         : gx_error(m->ds, GX_CODE_VALUE, study->design.place,
                                    "the model saves at no whole time: give 'times'");
}

/* The run with the model's own values: what sums are taken from. */
static gx_err make_reference(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    int32_t inputs = s->inputs.count, outputs = s->outputs.count, number = -1;
    int32_t *cell = GX_ARRAY(s->arena, int32_t, inputs + outputs);
    double *own = GX_ARRAY(s->arena, double, inputs);
    const double **input = GX_ARRAY(s->arena, const double *, inputs);
    for (int32_t i = 0; i < inputs; i++) {
        cell[i] = s->inputs.at[i].cell;
        own[i] = s->inputs.at[i].own;
        input[i] = &own[i];
    }
    s->program = gx_compile(s->flat, m->setup->c->overrides, cell, inputs, m->ds->oom);
    for (int32_t o = 0; o < outputs; o++)
        cell[o] = s->outputs.at[o].cell;
    gx_run_plan plan = {.method = s->method,
                        .tolerance = s->tolerance,
                        .lane_count = 1,
                        .input = input,
                        .seed = s->seed,
                        .run = &number,
                        .cell = cell,
                        .cell_count = outputs};
    gx_runs *runs = gx_runs_new(s->program, &plan, m->ds->oom);
    const gx_trajectory *run = &runs->at[0];
    gx_err err = run->outcome;
    gx_diags_merge_new(m->ds, runs->warnings);
    if (err) {
        gx_diags_merge(m->ds, run->messages);
        gx_note(m->ds, GX_NOWHERE, "in the run with the model's own values");
    }
    int32_t *at =
        GX_ARRAY(s->arena, int32_t, run->count + m->setup->study->times.count + 1);
    if (!err)
        err = take_times(m, run, at);
    s->cells = outputs * s->time_count;
    double *reference = GX_ARRAY(s->arena, double, s->cells ? s->cells : 1);
    for (int32_t c = 0; c < s->cells && !err; c++)
        reference[c] = run->row[at[c % s->time_count]]
                               [(size_t)(c / s->time_count) * (size_t)run->stride +
                                (size_t)run->lane];
    s->reference = reference;
    gx_runs_free(runs);
    return err;
}

/* ---- statistics ---- */

static bool has_levels(const gx_estimator *e)
{
    for (int32_t i = 0; i < GX_MOST_STATISTICS && e->statistic[i].name; i++)
        if (e->statistic[i].over == GX_OVER_LEVEL)
            return true;
    return false;
}

/* Which outputs a statistic is of, and the threshold in the unit of each. */
static gx_err take_asked(gx_sweep_making *m, gx_sweep_statistic *made,
                         const gx_study_statistic *said)
{
    gx_sweep *s = m->s;
    int32_t outputs = s->outputs.count;
    bool *of = GX_ARRAY(s->arena, bool, outputs);
    double *threshold = GX_ARRAY(s->arena, double, outputs);
    gx_err err = GX_OK;
    for (int32_t o = 0; o < outputs; o++)
        of[o] = !said->outputs.count;
    for (int32_t i = 0; i < said->outputs.count && !err; i++) {
        gx_cells cells = {0};
        err = gx_cells_find(&cells, s->flat, said->outputs.at[i], m->setup->c->labels,
                            s->arena, m->ds);
        for (int32_t k = 0; k < cells.count && !err; k++) {
            int32_t o = 0;
            while (o < outputs && s->outputs.at[o].cell != cells.at[k])
                o++;
            if (o < outputs)
                of[o] = true;
            else
                err =
                    gx_error(m->ds, GX_CODE_VALUE, said->outputs.at[i].loc,
                             "'%s' is no output of this study", said->outputs.at[i].text);
        }
    }
    for (int32_t o = 0; o < outputs && !err; o++) {
        double factor = 1.0;
        if (of[o] && gx_quantity_given(said->threshold))
            err = gx_quantity_factor(&factor, &said->threshold, s->flat,
                                     s->flat->cells.at[s->outputs.at[o].cell].variable,
                                     s->arena, m->ds);
        threshold[o] = said->threshold.number * factor;
    }
    made->of = of;
    made->threshold = threshold;
    return err;
}

static gx_err check_statistic(gx_sweep_making *m, const gx_estimator *e,
                              const gx_study_statistic *said)
{
    bool has_threshold = gx_quantity_given(said->threshold);
    bool is_correlated = m->s->copula || m->given; /* a table's may be */
    const char *fault = gx_estimator_fault(e, &m->s->sample, is_correlated);
    if (!fault && e->wants_threshold != has_threshold)
        fault = has_threshold ? GX_TEXT("has no threshold")
                              : GX_TEXT("needs a threshold, as in {threshold: 300}");
    if (!fault && said->levels.count && !has_levels(e))
        fault = GX_TEXT("has no levels");
    if (!fault && !m->s->keeps_runs && e->estimate)
        fault = GX_TEXT("needs all runs: it cannot be had with '--keep statistics'");
    if (!fault)
        return GX_OK;
    gx_err err =
        gx_error(m->ds, GX_CODE_VALUE, said->estimator.loc, "'%s' %-s", e->name, fault);
    if (e->design && strcmp(e->design, m->s->sample.design->name) != 0)
        gx_note(m->ds, GX_NOWHERE, "it needs the design '%s'", e->design);
    return err;
}

static gx_err find_estimator(gx_sweep_making *m, const gx_estimator **e, gx_name name)
{
    enum { MOST = 64 };
    const char *known[MOST];
    int32_t count = 0;
    for (; count < gx_estimator_count && count < MOST; count++)
        known[count] = gx_estimators[count].name;
    *e = gx_estimator_find(name.text);
    return *e ? GX_OK : gx_sweep_unknown(name, "estimator", known, count, m->ds);
}

static const char *suffix_of(gx_sweep_making *m, const gx_quantity *threshold)
{
    gx_buf text;
    if (!gx_quantity_given(*threshold))
        return "";
    gx_buf_init(&text, m->ds->oom);
    gx_buf_print(&text, " at ");
    gx_buf_number(&text, threshold->number);
    const char *suffix = gx_arena_text(m->s->arena, text.text, text.length);
    gx_buf_clear(&text);
    return suffix;
}

static gx_err take_statistic(gx_sweep_making *m, const gx_study_statistic *said)
{
    static const double usual[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    gx_sweep *s = m->s;
    gx_sweep_statistic made = {.suffix = suffix_of(m, &said->threshold)};
    gx_err err = find_estimator(m, &made.estimator, said->estimator);
    if (!err)
        err = check_statistic(m, made.estimator, said);
    if (!err)
        err = take_asked(m, &made, said);
    if (err)
        return err;
    if (has_levels(made.estimator)) {
        made.level = said->levels.count ? said->levels.at : usual;
        made.levels = said->levels.count ? said->levels.count
                                         : (int32_t)(sizeof usual / sizeof *usual);
    }
    for (int32_t i = 0; i < s->statistics.count; i++)
        if (s->statistics.at[i].estimator == made.estimator &&
            strcmp(s->statistics.at[i].suffix, made.suffix) == 0)
            return gx_error(m->ds, GX_CODE_VALUE, said->estimator.loc,
                            "'%s' is given twice", said->estimator.text);
    *GX_ADD(s->arena, &s->statistics) = made;
    return GX_OK;
}

/* ---- chunks ---- */

/* The design fills row i of a replicate alike whatever number of samples there are. */
static bool design_grows(const gx_sweep *s)
{
    return s->sample.design->samples &&
           (s->sample.sampling.replicates == 1 || s->flat->draw_count == 0) &&
           s->sample.design->grows;
}

/* A power of two of groups, so that a sweep of more samples has the same chunks. */
static void cut_chunks(gx_sweep *s, int64_t wanted)
{
    enum { ROWS = 512, LARGEST = 16 << 20 };
    int64_t fit = LARGEST / (8 * (int64_t)s->cells), rows = fit < ROWS ? fit : ROWS;
    if (wanted > 0)
        rows = wanted;
    s->block = 1;
    while (2 * s->block * s->sample.rows <= rows)
        s->block *= 2;
    s->each = s->sample.sampling.samples / s->sample.sampling.replicates;
    s->chunks = (s->each + s->block - 1) / s->block;
}

void gx_sweep_resize(gx_sweep *s, int64_t each)
{
    gx_sampling sampling = s->sample.sampling;
    const char *why = NULL;
    sampling.samples = each * sampling.replicates;
    gx_sample_prepare(&s->sample, s->sample.design, &sampling, s->arena, &why);
    s->each = each;
    s->chunks = (each + s->block - 1) / s->block;
}

int64_t gx_sweep_chunks(const gx_sweep *s)
{
    return s->chunks * s->sample.sampling.replicates;
}

gx_sweep_part gx_sweep_part_of(const gx_sweep *s, int64_t chunk)
{
    gx_sweep_part part = {.chunk = chunk, .replicate = (int32_t)(chunk / s->chunks)};
    int64_t within = chunk % s->chunks * s->block;
    part.first = part.replicate * s->each + within;
    part.groups = s->each - within < s->block ? s->each - within : s->block;
    part.run = part.first * s->sample.rows;
    part.rows = part.groups * s->sample.rows;
    return part;
}

/* ---- points ---- */

static double value_at(const gx_sweep_input *input, double u)
{
    if (isnan(u))
        return input->own;
    if (input->value) {
        int32_t i = (int32_t)(u * input->value_count);
        return input->value[i < input->value_count ? i : input->value_count - 1];
    }
    return input->scale * gx_distribution_quantile(&input->distribution, u);
}

void gx_sweep_points(const gx_sweep *s, int64_t first, int64_t count, double *u,
                     double *x)
{
    int32_t inputs = s->inputs.count;
    gx_sample_fill(u, &s->sample, first, count);
    for (int64_t i = 0; i < count; i++) {
        double *row = u + i * inputs;
        if (s->copula)
            gx_copula_apply(s->copula, inputs, row);
        for (int32_t d = 0; d < inputs; d++)
            x[i * inputs + d] = value_at(&s->inputs.at[d], row[d]);
    }
}

/* ---- making ---- */

static gx_err make(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    const gx_study *study = m->setup->study;
    int32_t errors = m->ds->error_count;
    gx_err inputs = gx_sweep_inputs(m), outputs = take_outputs(m);
    gx_err err = inputs ? inputs : take_design(m);
    if (!err && !outputs)
        for (int32_t i = 0; i < study->statistics.count; i++)
            take_statistic(m, &study->statistics.at[i]);
    if (m->ds->error_count > errors)
        return gx_diags_outcome(m->ds);
    err = make_reference(m);
    if (err)
        return err;
    s->grows = design_grows(s);
    cut_chunks(s, m->setup->chunk_runs);
    err = gx_sweep_take_stop(m);
    if (err)
        return err;
    s->identity = gx_sweep_identity(m);
    gx_sha256(s->key, s->identity, strlen(s->identity));
    return GX_OK;
}

gx_err gx_sweep_new(gx_sweep **sweep, const gx_sweep_setup *setup, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_sweep *s = GX_NEW(arena, gx_sweep);
    gx_sweep_making m = {.s = s, .setup = setup, .ds = ds};
    s->arena = arena;
    s->flat = setup->c->flat;
    s->method = setup->c->method;
    s->tolerance = setup->c->tolerance;
    s->keeps_runs = setup->keeps_runs;
    gx_err err = make(&m);
    *sweep = err ? NULL : s;
    if (err)
        gx_sweep_free(s);
    return err;
}

void gx_sweep_free(gx_sweep *s)
{
    if (!s)
        return;
    if (s->program)
        gx_program_free(s->program);
    gx_arena_free(s->arena);
}
