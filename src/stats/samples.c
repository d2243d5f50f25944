/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points that stand alone: Monte Carlo, Latin hypercube (McKay et al. 1979), scrambled
 * Sobol'. A Latin hypercube needs a random order of its strata for each input; it is a
 * Feistel cipher over the numbers, walked until it lands below the count (Black and
 * Rogaway 2002), so that no order is stored. */
#include "stats/samples.h"

#include "base/random.h"
#include "stats/sobol.h"

enum { ROUNDS = 6 };

static uint32_t mix(uint32_t half, uint32_t round, uint64_t key, uint32_t stream,
                    uint32_t replicate)
{
    const uint32_t counter[4] = {half, round << 24 | 'F', stream, replicate};
    uint32_t bits[4];
    gx_random_bits(key, counter, bits);
    return bits[0];
}

uint64_t gx_shuffled(uint64_t i, uint64_t count, uint64_t key, uint32_t stream,
                     uint32_t replicate)
{
    int32_t half = 1;
    while (count > 1 && (count - 1) >> (2 * half))
        half++;
    uint64_t mask = ((uint64_t)1 << half) - 1;
    do {
        uint64_t left = i >> half, right = i & mask;
        for (uint32_t r = 0; r < ROUNDS; r++) {
            uint64_t next =
                left ^ (mix((uint32_t)right, r, key, stream, replicate) & mask);
            left = right;
            right = next;
        }
        i = left << half | right;
    } while (i >= count);
    return i;
}

/* ---- numbers of points ---- */

int64_t gx_any_groups(const gx_sampling *s, const char **why)
{
    if (s->samples < 1) {
        *why = GX_TEXT("needs a number of samples");
        return -1;
    }
    if (s->samples % s->replicates) {
        *why = GX_TEXT("needs a number of samples that its replicates divide");
        return -1;
    }
    return s->samples;
}

int64_t gx_power_groups(const gx_sampling *s, const char **why)
{
    int64_t groups = gx_any_groups(s, why);
    if (groups < 0)
        return -1;
    int64_t each = groups / s->replicates;
    if (each & (each - 1)) {
        *why = GX_TEXT(
            "needs a power of two of samples in each replicate (64, 128, 256 ...)");
        return -1;
    }
    return groups;
}

int64_t gx_sobol_groups(const gx_sampling *s, const char **why)
{
    if (s->inputs > GX_SOBOL_DIMENSIONS) {
        *why = GX_TEXT("has 1111 dimensions, one for each input");
        return -1;
    }
    return gx_power_groups(s, why);
}

/* ---- points ---- */

void gx_monte_carlo_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    uint64_t key = gx_design_key(p->sampling.seed);
    uint32_t place = (uint32_t)(group % (p->sampling.samples / p->sampling.replicates));
    (void)row;
    for (int32_t d = 0; d < p->sampling.inputs; d++) {
        const uint32_t counter[4] = {place, (uint32_t)gx_sample_replicate(p, group),
                                     (uint32_t)d, 'R'};
        double u[2];
        gx_random_pair(key, counter, u);
        point[d] = u[0];
    }
}

void gx_latin_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    const gx_sampling *s = &p->sampling;
    uint64_t key = gx_design_key(s->seed);
    uint64_t strata = (uint64_t)(s->samples / s->replicates);
    uint64_t place = (uint64_t)group % strata;
    gx_monte_carlo_fill(point, p, group, row);
    for (int32_t d = 0; d < s->inputs; d++) {
        uint64_t stratum = gx_shuffled(place, strata, key, (uint32_t)d,
                                       (uint32_t)gx_sample_replicate(p, group));
        point[d] = ((double)stratum + point[d]) / (double)strata;
    }
}

const void *gx_sobol_prepare(const gx_sampling *s, gx_arena *arena)
{
    gx_sobol *made = GX_ARRAY(arena, gx_sobol, s->replicates);
    for (int32_t r = 0; r < s->replicates; r++)
        made[r] =
            gx_sobol_scrambled(s->inputs, gx_design_key(s->seed), (uint32_t)r, arena);
    return made;
}

void gx_sobol_fill(double *point, const gx_sample *p, int64_t group, int32_t row)
{
    const gx_sobol *made = p->made;
    int64_t each = p->sampling.samples / p->sampling.replicates;
    (void)row;
    for (int32_t d = 0; d < p->sampling.inputs; d++)
        point[d] = gx_sobol_get(&made[group / each], (uint64_t)(group % each), d);
}
