/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table, and sums that any streaming estimator keeps: for each replicate the number
 * of groups, the shared sums, and the sums of each cell ([sums][cells]). */
#include "stats/estimator.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "stats/estimators.h"

#define STREAMING(name)                                                                  \
    .shared = gx_##name##_shared, .sums = gx_##name##_sums, .add = gx_##name##_add,      \
    .finish = gx_##name##_finish

#define STORED(name)                                                                     \
    .least = gx_##name##_least, .study = gx_##name##_study,                              \
    .estimate = gx_##name##_estimate

const gx_estimator gx_estimators[] = {
    {"moments", "mean, deviation and shape of the outputs",
     .statistic = {{"mean", GX_OVER_NOTHING, "mean", true},
                   {"deviation", GX_OVER_NOTHING, "standard deviation", true},
                   {"skewness", GX_OVER_NOTHING, "third standardized moment"},
                   {"kurtosis", GX_OVER_NOTHING,
                    "fourth standardized moment; 3: normal"}},
     STREAMING(moments)},
    {"sobol", "Sobol' indices of first and total order (Saltelli 2010; Jansen 1999)",
     .design = "saltelli", .independent = true,
     .statistic = {{"first-order index", GX_OVER_FACTOR,
                    "share of the variance that the input alone makes"},
                   {"total-order index", GX_OVER_FACTOR,
                    "share that would be left were all others known"}},
     STREAMING(saltelli)},
    {"sobol-second",
     "Sobol' indices of first, total (Azzini 2021) and second order (Saltelli 2002)",
     .design = "saltelli-second", .independent = true,
     .statistic = {{"first-order index", GX_OVER_FACTOR,
                    "share of the variance that the input alone makes"},
                   {"total-order index", GX_OVER_FACTOR,
                    "share that would be left were all others known"},
                   {"second-order index", GX_OVER_PAIR,
                    "share that two inputs make together, beyond each alone"}},
     STREAMING(azzini)},
    {"morris",
     "elementary effects over the range of each input (Morris 1991, Campolongo 2007)",
     .design = "morris", .independent = true,
     .statistic = {{"mean effect", GX_OVER_FACTOR, "mean of the effects", true},
                   {"mean absolute effect", GX_OVER_FACTOR, "mean of their sizes", true},
                   {"effect deviation", GX_OVER_FACTOR,
                    "their spread: interaction or curvature", true}},
     STREAMING(morris)},
    {"swing", "the output at the ends of each input, all others at their first value",
     .design = "one-at-a-time", .independent = true,
     .statistic = {{"low output", GX_OVER_FACTOR, "where the input is lowest", true},
                   {"high output", GX_OVER_FACTOR, "where the input is highest", true},
                   {"low value", GX_OVER_FACTOR, "of the input, in its unit"},
                   {"high value", GX_OVER_FACTOR, "of the input, in its unit"},
                   {"swing", GX_OVER_FACTOR, "how far the two outputs are apart", true},
                   {"base output", GX_OVER_NOTHING, "where no input is moved", true}},
     STREAMING(swing)},
    {"derivatives", "derivative-based measures (Sobol' and Kucherenko 2009)",
     .design = "derivatives", .independent = true,
     .statistic = {{"mean squared slope", GX_OVER_FACTOR,
                    "mean of the squared derivative, in units of output by input"},
                   {"total-order bound", GX_OVER_FACTOR,
                    "what the total-order index cannot exceed"}},
     STREAMING(derivatives)},
    {"quantiles", "exact quantiles of the outputs",
     .statistic = {{"quantile", GX_OVER_LEVEL, "the value that a share of runs is below",
                    true}},
     STORED(quantiles)},
    {"prcc", "partial rank correlation (Marino et al. 2008)",
     .statistic = {{"partial rank correlation", GX_OVER_FACTOR,
                    "how surely the output rises with the input, others held"}},
     .reads_x = true, STORED(prcc)},
    {"pawn", "how the whole distribution moves with an input (Pianosi and Wagener 2018)",
     .statistic = {{"median distance", GX_OVER_FACTOR,
                    "median over ten slices of the input of the Kolmogorov distance"},
                   {"largest distance", GX_OVER_FACTOR, "the largest of them"}},
     .reads_u = true, .by_input = true, STORED(pawn)},
    {"regional", "which inputs part the runs that reach the threshold from the others",
     .statistic = {{"share reached", GX_OVER_NOTHING, "share of runs at the threshold"},
                   {"distance of inputs", GX_OVER_FACTOR,
                    "Kolmogorov distance of the input between the two"}},
     .wants_threshold = true, .reads_x = true, .by_input = true, STORED(regional)},
    {"prim",
     "the box of inputs in which runs reach the threshold (Friedman and Fisher 1999)",
     .statistic = {{"lower limit", GX_OVER_FACTOR, "of the box; none: missing"},
                   {"upper limit", GX_OVER_FACTOR, "of the box; none: missing"},
                   {"quasi-p-value", GX_OVER_FACTOR,
                    "chance of as few hits beyond its limits, were they meaningless"},
                   {"resampling share", GX_OVER_FACTOR,
                    "share of ten random halves of the runs whose box limits the input"},
                   {"coverage", GX_OVER_NOTHING,
                    "share of the runs at the threshold that are in the box"},
                   {"density", GX_OVER_NOTHING,
                    "share of the box's runs that are at the threshold"},
                   {"mass", GX_OVER_NOTHING, "share of all runs that are in the box"},
                   {"density by coverage", GX_OVER_COVERAGE,
                    "highest density met by a box that covers as much"}},
     .wants_threshold = true, .reads_x = true, STORED(prim)},
    {"chaos", "Sobol' indices from a polynomial fit (Sudret 2008), with its test",
     .independent = true,
     .statistic = {{"first-order index", GX_OVER_FACTOR,
                    "share of the variance that the input alone makes"},
                   {"total-order index", GX_OVER_FACTOR,
                    "share that would be left were all others known"},
                   {"second-order index", GX_OVER_PAIR,
                    "share that two inputs make together, beyond each alone"},
                   {"fit", GX_OVER_NOTHING,
                    "Q squared, leaving one out; below 0.95 there are no indices"}},
     .reads_u = true, STORED(chaos)},
    {"regression",
     "standardized regression coefficients and how much a straight line explains",
     .statistic = {{"regression coefficient", GX_OVER_FACTOR,
                    "deviations of the output for one deviation of the input"},
                   {"explained share", GX_OVER_NOTHING, "R squared"}},
     STREAMING(regression)},
};
const int32_t gx_estimator_count = sizeof gx_estimators / sizeof *gx_estimators;

const gx_estimator *gx_estimator_find(const char *name)
{
    for (int32_t i = 0; i < gx_estimator_count; i++)
        if (strcmp(gx_estimators[i].name, name) == 0)
            return &gx_estimators[i];
    return NULL;
}

/* Does it say something of each factor? */
static bool tells_factors(const gx_estimator *e)
{
    bool tells = false;
    for (int32_t i = 0; i < GX_MOST_STATISTICS && e->statistic[i].name; i++)
        tells |= e->statistic[i].over == GX_OVER_FACTOR ||
                 e->statistic[i].over == GX_OVER_PAIR;
    return tells;
}

const char *gx_estimator_fault(const gx_estimator *e, const gx_sample *s,
                               bool is_correlated)
{
    bool is_grouped = s->sampling.factor != NULL;
    bool is_of_inputs =
        !e->design || e->finish == gx_derivatives_finish || e->finish == gx_swing_finish;
    if (e->design && strcmp(e->design, s->design->name) != 0)
        return GX_TEXT("needs another design");
    if (!e->design && !s->design->plain)
        return GX_TEXT("needs a design whose runs are a sample of the inputs' space");
    if (e->least &&
        s->count / s->rows * s->design->plain / s->sampling.replicates < e->least(s))
        return GX_TEXT("needs more runs in each replicate");
    if (e->independent && is_correlated)
        return GX_TEXT("means nothing for correlated inputs");
    if (is_grouped && is_of_inputs && tells_factors(e))
        return GX_TEXT("cannot tell inputs apart that move together");
    return NULL;
}

size_t gx_statistic_size(const gx_statistic *statistic, const gx_sample *s,
                         int32_t levels)
{
    size_t k = (size_t)s->sampling.factors;
    return statistic->over == GX_OVER_NOTHING  ? 1
           : statistic->over == GX_OVER_FACTOR ? k
           : statistic->over == GX_OVER_PAIR   ? k * (k - 1) / 2
           : statistic->over == GX_OVER_LEVEL  ? (size_t)levels
                                               : GX_COVERAGES;
}

size_t gx_estimator_size(const gx_estimator *e, const gx_sample *s, int32_t levels)
{
    size_t size = 0;
    for (int32_t i = 0; i < GX_MOST_STATISTICS && e->statistic[i].name; i++)
        size += gx_statistic_size(&e->statistic[i], s, levels);
    return size;
}

/* ---- sums ---- */

/* Doubles of one replicate. */
static size_t replicate_size(const gx_sums *sums)
{
    const gx_estimator *e = sums->estimator;
    return 1 + e->shared(sums->sample) + e->sums(sums->sample) * (size_t)sums->cells;
}

gx_sums gx_sums_new(const gx_estimator *e, const gx_sample *s, int32_t cells,
                    gx_arena *arena)
{
    gx_sums sums = {.estimator = e, .sample = s, .cells = cells};
    sums.size = replicate_size(&sums) * (size_t)s->sampling.replicates;
    sums.value = GX_ARRAY(arena, double, sums.size);
    return sums;
}

void gx_sums_add(gx_sums *sums, int64_t group, const gx_block *g)
{
    const gx_estimator *e = sums->estimator;
    double *own = sums->value +
                  replicate_size(sums) * (size_t)gx_sample_replicate(sums->sample, group);
    own[0] += 1.0;
    e->add(own + 1, own + 1 + e->shared(sums->sample), g);
}

void gx_sums_join(gx_sums *sums, const double *value)
{
    for (size_t i = 0; i < sums->size; i++)
        sums->value[i] += value[i];
}

/* The statistics of a cell from `count` replicates, the first of which is `first`. */
static void finish_some(double *out, const gx_sums *sums, int32_t cell, double reference,
                        int32_t first, int32_t count, gx_arena *arena)
{
    const gx_estimator *e = sums->estimator;
    size_t step = replicate_size(sums), shared = e->shared(sums->sample),
           size = e->sums(sums->sample);
    double *own = GX_ARRAY(arena, double, 1 + shared + size);
    for (int32_t r = first; r < first + count; r++) {
        const double *from = sums->value + step * (size_t)r;
        for (size_t i = 0; i < 1 + shared; i++)
            own[i] += from[i];
        from += 1 + shared + (size_t)cell;
        for (size_t i = 0; i < size; i++)
            own[1 + shared + i] += from[i * (size_t)sums->cells];
    }
    gx_totals totals = {.sample = sums->sample,
                        .shared = own + 1,
                        .sum = own + 1 + shared,
                        .groups = (int64_t)own[0],
                        .reference = reference};
    if (totals.groups > 0)
        e->finish(out, &totals);
    for (size_t i = 0; totals.groups == 0 && i < gx_estimator_size(e, sums->sample, 0);
         i++)
        out[i] = (double)NAN;
}

/* Half the 95 % interval of the mean of replicates, [replicates][size]. */
static void half_widths(double *half, const double *each, size_t size, int32_t replicates)
{
    for (size_t i = 0; i < size; i++) {
        double mean = 0.0, squares = 0.0;
        for (int32_t r = 0; r < replicates; r++)
            mean += each[size * (size_t)r + i] / replicates;
        for (int32_t r = 0; r < replicates; r++)
            squares += pow(each[size * (size_t)r + i] - mean, 2.0);
        half[i] = replicates < 2 ? (double)NAN
                                 : gsl_cdf_tdist_Pinv(0.975, replicates - 1.0) *
                                       sqrt(squares / (replicates - 1.0) / replicates);
    }
}

void gx_sums_finish(double *out, double *half, const gx_sums *sums, int32_t cell,
                    double reference, gx_arena *arena)
{
    size_t size = gx_estimator_size(sums->estimator, sums->sample, 0);
    int32_t replicates = sums->sample->sampling.replicates;
    finish_some(out, sums, cell, reference, 0, replicates, arena);
    if (!half)
        return;
    double *each = gx_arena_array(arena, (size_t)replicates, size * sizeof *each);
    for (int32_t r = 0; r < replicates; r++)
        finish_some(each + size * (size_t)r, sums, cell, reference, r, 1, arena);
    half_widths(half, each, size, replicates);
}

/* ---- columns ---- */

/* The rows of one replicate, or (replicate = replicates) all of them. */
static gx_column rows_of(const gx_studied *studied, int32_t replicate)
{
    gx_column c = *studied->column;
    int32_t replicates = c.sample->sampling.replicates;
    if (replicate < replicates) {
        int64_t first = studied->first[replicate];
        size_t skipped = (size_t)first * (size_t)c.sample->sampling.inputs;
        c.u += c.u ? skipped : 0;
        c.x += c.x ? skipped : 0;
        c.y += c.y ? first : 0;
        c.count = studied->first[replicate + 1] - first;
    }
    return c;
}

gx_studied gx_column_study(const gx_estimator *e, const gx_column *c,
                           const int64_t *group, gx_arena *arena)
{
    int32_t replicates = c->sample->sampling.replicates;
    int64_t *first = GX_ARRAY(arena, int64_t, replicates + 1);
    const void **shared = GX_ARRAY(arena, const void *, replicates + 1);
    for (int64_t i = 0; i < c->count; i++)
        first[gx_sample_replicate(c->sample, group[i]) + 1] = i + 1;
    for (int32_t r = 0; r < replicates; r++) /* one without runs ends where it starts */
        first[r + 1] = first[r + 1] > first[r] ? first[r + 1] : first[r];
    gx_studied studied = {e, c, first, shared};
    for (int32_t r = replicates > 1 ? 0 : replicates; r <= replicates; r++) {
        gx_column part = rows_of(&studied, r);
        shared[r] = e->study && part.count ? e->study(&part, arena) : NULL;
    }
    return studied;
}

static void estimate_part(double *out, const gx_studied *studied, int32_t replicate,
                          const double *y, size_t size, gx_arena *arena)
{
    const gx_estimator *e = studied->estimator;
    gx_column part = rows_of(studied, replicate);
    bool is_all = replicate == part.sample->sampling.replicates;
    part.y = y + (is_all ? 0 : studied->first[replicate]);
    if (part.count >= e->least(part.sample))
        e->estimate(out, studied->shared[replicate], &part, arena);
    for (size_t i = 0; part.count < e->least(part.sample) && i < size; i++)
        out[i] = (double)NAN;
}

void gx_column_finish(double *out, double *half, const gx_studied *studied,
                      const double *y, gx_arena *arena)
{
    const gx_sample *s = studied->column->sample;
    int32_t replicates = s->sampling.replicates;
    size_t size = gx_estimator_size(studied->estimator, s, studied->column->levels);
    estimate_part(out, studied, replicates, y, size, arena);
    if (!half)
        return;
    double *each = gx_arena_array(arena, (size_t)replicates, size * sizeof *each);
    for (int32_t r = 0; r < replicates && replicates > 1; r++)
        estimate_part(each + size * (size_t)r, studied, r, y, size, arena);
    half_widths(half, each, size, replicates);
}
