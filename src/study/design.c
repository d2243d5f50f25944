/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/study.h"

#include <string.h>

enum { MOST_RUNS = 1 << 24 };

static int32_t limited(int64_t runs, const char **why)
{
    if (runs <= MOST_RUNS)
        return (int32_t)runs;
    *why = "has too many runs";
    return -1;
}

/* The middle of the cell of a level, so that the way back cannot round to its neighbour.
 */
static double coordinate(int32_t level, int32_t count)
{
    return (level + 0.5) / count;
}

/* ---- grid ---- */

static int32_t grid_size(const int32_t *level, int32_t input_count, const char **why)
{
    int64_t runs = 1;
    for (int32_t d = 0; d < input_count && runs <= MOST_RUNS; d++)
        runs *= level[d];
    return limited(runs, why);
}

static void grid_fill(double *point, const int32_t *level, int32_t input_count)
{
    const char *why = NULL;
    int32_t runs = grid_size(level, input_count, &why);
    for (int32_t i = 0; i < runs; i++) {
        int32_t rest = i;
        for (int32_t d = input_count - 1; d >= 0; d--) {
            point[(size_t)i * (size_t)input_count + (size_t)d] =
                coordinate(rest % level[d], level[d]);
            rest /= level[d];
        }
    }
}

/* ---- one at a time ---- */

static int32_t one_size(const int32_t *level, int32_t input_count, const char **why)
{
    int64_t runs = 1;
    for (int32_t d = 0; d < input_count; d++)
        runs += level[d] - 1;
    return limited(runs, why);
}

static void one_fill(double *point, const int32_t *level, int32_t input_count)
{
    const char *why = NULL;
    int32_t runs = one_size(level, input_count, &why);
    for (int32_t i = 0; i < runs; i++)
        for (int32_t d = 0; d < input_count; d++)
            *point++ = coordinate(0, level[d]);
    point -= (size_t)runs * (size_t)input_count;
    for (int32_t d = 0, i = 1; d < input_count; d++)
        for (int32_t l = 1; l < level[d]; l++, i++)
            point[(size_t)i * (size_t)input_count + (size_t)d] = coordinate(l, level[d]);
}

/* ---- together ---- */

static int32_t together_size(const int32_t *level, int32_t input_count, const char **why)
{
    for (int32_t d = 1; d < input_count; d++)
        if (level[d] != level[0]) {
            *why = "needs the same number of values for each input";
            return -1;
        }
    return limited(input_count ? level[0] : 1, why);
}

static void together_fill(double *point, const int32_t *level, int32_t input_count)
{
    const char *why = NULL;
    int32_t runs = together_size(level, input_count, &why);
    for (int32_t i = 0; i < runs; i++)
        for (int32_t d = 0; d < input_count; d++)
            *point++ = coordinate(i, level[d]);
}

/* ---- the table ---- */

const gx_design gx_designs[] = {
    {"grid", "every combination of the values, the last input fastest", grid_size,
     grid_fill},
    {"one-at-a-time", "all inputs at their first value, then each other value alone",
     one_size, one_fill},
    {"together", "the first values of all inputs, then their second values, and so on",
     together_size, together_fill},
};
const int32_t gx_design_count = sizeof gx_designs / sizeof *gx_designs;

const gx_design *gx_design_find(const char *name)
{
    for (int32_t i = 0; i < gx_design_count; i++)
        if (strcmp(gx_designs[i].name, name) == 0)
            return &gx_designs[i];
    return NULL;
}
