/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/design.h"

#include <math.h>
#include <string.h>

#include "stats/samples.h"

static int32_t one_row(const gx_sampling *s)
{
    (void)s;
    return 1;
}

static const void *nothing(const gx_sampling *s, gx_arena *arena)
{
    (void)s;
    (void)arena;
    return NULL;
}

/* The middle of the cell of a level, so that the way back cannot round to its neighbour.
 */
static double coordinate(int64_t level, int32_t count)
{
    return ((double)level + 0.5) / count;
}

/* ---- grid ---- */

static int64_t grid_groups(const gx_sampling *s, const char **why)
{
    int64_t runs = 1;
    (void)why;
    for (int32_t d = 0; d < s->inputs && runs <= GX_MOST_RUNS; d++)
        runs *= s->level[d];
    return runs;
}

static void grid_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    (void)row;
    for (int32_t d = p->sampling.inputs - 1; d >= 0; d--) {
        int32_t levels = p->sampling.level[d];
        point[d] = coordinate(group % levels, levels);
        group /= levels;
    }
}

/* ---- one at a time ---- */

/* Listed values: the first, then each other one alone. Distributions: the model's value,
 * then the ends of the middle nine tenths. */
int32_t gx_one_rows(const gx_sampling *s, int32_t d)
{
    return s->level[d] ? s->level[d] - 1 : 2;
}

static int64_t one_groups(const gx_sampling *s, const char **why)
{
    int64_t runs = 1;
    (void)why;
    for (int32_t d = 0; d < s->inputs; d++)
        runs += gx_one_rows(s, d);
    return runs;
}

static void one_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    const gx_sampling *s = &p->sampling;
    int64_t left = group - 1; /* of the rows after the first */
    (void)row;
    for (int32_t d = 0; d < s->inputs; d++) {
        bool is_here = left >= 0 && left < gx_one_rows(s, d);
        if (s->level[d])
            point[d] = coordinate(is_here ? left + 1 : 0, s->level[d]);
        else
            point[d] = !is_here ? (double)NAN : left == 0 ? 0.05 : 0.95;
        left -= gx_one_rows(s, d);
    }
}

/* ---- together ---- */

static int64_t together_groups(const gx_sampling *s, const char **why)
{
    for (int32_t d = 1; d < s->inputs; d++)
        if (s->level[d] != s->level[0]) {
            *why = GX_TEXT("needs the same number of values for each input");
            return -1;
        }
    return s->inputs ? s->level[0] : 1;
}

static void together_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    (void)row;
    for (int32_t d = 0; d < p->sampling.inputs; d++)
        point[d] = coordinate(group, p->sampling.level[d]);
}

/* ---- points from a file ---- */

static int64_t given_groups(const gx_sampling *s, const char **why)
{
    if (s->given)
        return s->samples;
    *why = GX_TEXT("needs a file of points, as in {name: points, file: draws.csv}");
    return -1;
}

static void given_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    size_t inputs = (size_t)p->sampling.inputs;
    (void)row;
    memcpy(point, p->sampling.given + (size_t)group * inputs, inputs * sizeof *point);
}

/* ---- the table ---- */

const gx_design gx_designs[] = {
    {"grid", "every combination of the values, the last input fastest", .lists = true,
     .grid = true, .plain = 1, .rows = one_row, .groups = grid_groups, .prepare = nothing,
     .fill = grid_fill},
    {"one-at-a-time", "all inputs at their first value, then each other value alone",
     .grid = true, .rows = one_row, .groups = one_groups, .prepare = nothing,
     .fill = one_fill},
    {"together", "the first values of all inputs, then their second values, and so on",
     .lists = true, .plain = 1, .rows = one_row, .groups = together_groups,
     .prepare = nothing, .fill = together_fill},
    {"points", "points of a file, a row a run", .file = true, .plain = 1, .rows = one_row,
     .groups = given_groups, .prepare = nothing, .fill = given_fill},
    {"monte-carlo", "independent random points", .samples = true, .replicates = true,
     .grows = true, .plain = 1, .rows = one_row, .groups = gx_any_groups,
     .prepare = nothing, .fill = gx_monte_carlo_fill},
    {"latin-hypercube", "random points, one in each of N strata of each input",
     .samples = true, .replicates = true, .plain = 1, .rows = one_row,
     .groups = gx_any_groups, .prepare = nothing, .fill = gx_latin_fill},
    {"sobol", "scrambled Sobol' points, which fill space evenly", .samples = true,
     .replicates = true, .grows = true, .plain = 1, .rows = one_row,
     .groups = gx_sobol_groups, .prepare = gx_sobol_prepare, .fill = gx_sobol_fill},
    {"saltelli", "for Sobol' indices: N blocks of d + 2 runs", .samples = true,
     .replicates = true, .grows = true, .independent = true, .plain = 2,
     .rows = gx_saltelli_rows, .groups = gx_saltelli_groups,
     .prepare = gx_saltelli_prepare, .fill = gx_saltelli_fill},
    {"saltelli-second", "for Sobol' indices of second order: N blocks of 2d + 2 runs",
     .samples = true, .replicates = true, .grows = true, .independent = true, .plain = 2,
     .rows = gx_saltelli_second_rows, .groups = gx_saltelli_groups,
     .prepare = gx_saltelli_prepare, .fill = gx_saltelli_fill},
    {"morris", "for screening: N walks over a grid, each input moved once (d + 1 runs)",
     .samples = true, .replicates = true, .grows = true, .independent = true,
     .ends = true, .rows = gx_morris_rows, .groups = gx_morris_groups, .prepare = nothing,
     .fill = gx_morris_fill},
    {"derivatives",
     "for measures of slope: N points, a small step along each (d + 1 runs)",
     .samples = true, .replicates = true, .grows = true, .independent = true, .plain = 1,
     .rows = gx_morris_rows, .groups = gx_sobol_groups, .prepare = gx_sobol_prepare,
     .fill = gx_derivative_fill},
};
const int32_t gx_design_count = sizeof gx_designs / sizeof *gx_designs;

const gx_design *gx_design_find(const char *name)
{
    for (int32_t i = 0; i < gx_design_count; i++)
        if (strcmp(gx_designs[i].name, name) == 0)
            return &gx_designs[i];
    return NULL;
}

/* ---- points ---- */

static int64_t groups_of(const gx_design *design, const gx_sampling *s, const char **why)
{
    for (int32_t d = 0; d < s->inputs && design->lists; d++)
        if (!s->level[d]) {
            *why = GX_TEXT("needs listed values, or a number of levels, for each input");
            return -1;
        }
    if (s->replicates > 1 && !design->replicates) {
        *why = GX_TEXT("has no replicates");
        return -1;
    }
    int64_t groups = design->groups(s, why);
    if (groups >= 0 && groups > GX_MOST_RUNS / design->rows(s)) {
        *why = GX_TEXT("has too many runs");
        return -1;
    }
    return groups;
}

bool gx_sample_prepare(gx_sample *p, const gx_design *design, const gx_sampling *s,
                       gx_arena *arena, const char **why)
{
    *p = (gx_sample){.design = design, .sampling = *s};
    if (!s->factor)
        p->sampling.factors = s->inputs;
    int64_t groups = groups_of(design, &p->sampling, why);
    if (groups < 0)
        return false;
    p->sampling.samples = groups;
    p->rows = design->rows(&p->sampling);
    p->count = groups * p->rows;
    p->made = design->prepare(&p->sampling, arena);
    return true;
}

void gx_sample_fill(double *point, const gx_sample *p, int64_t first, int64_t count)
{
    for (int64_t i = first; i < first + count; i++, point += p->sampling.inputs)
        p->design->fill(point, p, i / p->rows, (int32_t)(i % p->rows));
}

int32_t gx_sample_replicate(const gx_sample *p, int64_t group)
{
    return (int32_t)(group / (p->sampling.samples / p->sampling.replicates));
}
