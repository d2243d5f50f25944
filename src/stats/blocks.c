/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in groups, for estimators that compare runs which differ in some inputs only.
 *
 * Saltelli (2002, 2010): two independent points A and B, then for each factor A with that
 * factor from B; the second form also has B with that factor from A. A and B are the
 * halves of one scrambled Sobol' point of twice the dimensions: consecutive points of one
 * sequence would give wrong indices without a warning.
 *
 * Morris (1991): a walk over a grid, a step for each factor in random order. The step is
 * levels / (2 (levels - 1)), so that a level is reached as often as any other.
 *
 * Derivatives (Kucherenko et al. 2009): a Sobol' point, and a small step from it along
 * each factor. */
#include "stats/samples.h"

#include "base/random.h"
#include "stats/sobol.h"

static int32_t factor_of(const gx_sampling *s, int32_t input)
{
    return s->factor ? s->factor[input] : input;
}

/* ---- Saltelli ---- */

int32_t gx_saltelli_rows(const gx_sampling *s)
{
    return s->factors + 2;
}

int32_t gx_saltelli_second_rows(const gx_sampling *s)
{
    return 2 * s->factors + 2;
}

int64_t gx_saltelli_groups(const gx_sampling *s, const char **why)
{
    if (2 * (int64_t)s->inputs > GX_SOBOL_DIMENSIONS) {
        *why = GX_TEXT("has 1111 dimensions, two for each input");
        return -1;
    }
    return gx_power_groups(s, why);
}

const void *gx_saltelli_prepare(const gx_sampling *s, gx_arena *arena)
{
    gx_sampling twice = *s;
    twice.inputs *= 2;
    return gx_sobol_prepare(&twice, arena);
}

/* Row 0 is A, 1 is B, 2 .. A with a factor of B, then B with a factor of A. */
void gx_saltelli_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    const gx_sampling *s = &p->sampling;
    const gx_sobol *made = p->made;
    int64_t each = s->samples / s->replicates;
    int32_t swapped = row < 2 ? -1 : (row - 2) % s->factors;
    bool from_b = row == 1 || row >= 2 + s->factors;
    for (int32_t d = 0; d < s->inputs; d++) {
        bool is_b = from_b != (factor_of(s, d) == swapped);
        point[d] = gx_sobol_get(&made[group / each], (uint64_t)(group % each),
                                is_b ? s->inputs + d : d);
    }
}

/* ---- Morris ---- */

static int32_t grid_of(const gx_sampling *s)
{
    return s->grid ? s->grid : 4;
}

int32_t gx_morris_rows(const gx_sampling *s)
{
    return s->factors + 1;
}

int64_t gx_morris_groups(const gx_sampling *s, const char **why)
{
    if (grid_of(s) < 2 || grid_of(s) % 2) {
        *why = GX_TEXT("needs an even number of levels");
        return -1;
    }
    return gx_any_groups(s, why);
}

/* A factor has moved in the rows after its place in the random order of this walk. */
void gx_morris_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    const gx_sampling *s = &p->sampling;
    uint64_t key = gx_design_key(s->seed);
    int32_t levels = grid_of(s);
    uint32_t walk = (uint32_t)(group % (s->samples / s->replicates));
    uint32_t replicate = (uint32_t)gx_sample_replicate(p, group);
    for (int32_t d = 0; d < s->inputs; d++) {
        int32_t f = factor_of(s, d);
        const uint32_t counter[4] = {walk, replicate, (uint32_t)d, 'W'};
        double u[2];
        gx_random_pair(key, counter, u);
        int32_t level = (int32_t)(u[0] * levels);
        uint64_t place =
            gx_shuffled((uint64_t)f, (uint64_t)s->factors, key, walk, replicate + 1);
        if (row > (int32_t)place)
            level += level < levels / 2 ? levels / 2 : -levels / 2;
        point[d] = (double)level / (levels - 1);
    }
}

/* ---- derivatives ---- */

#define STEP                                                                             \
    1e-4 /* of the unit interval: truncation and rounding both stay below 1e-4           \
          */

void gx_derivative_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    const gx_sampling *s = &p->sampling;
    gx_sobol_fill(point, p, group, 0);
    for (int32_t d = 0; d < s->inputs; d++)
        if (row && factor_of(s, d) == row - 1)
            point[d] += point[d] < 0.5 ? STEP : -STEP;
}
