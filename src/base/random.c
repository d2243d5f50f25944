/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to Random123. */
#include "base/random.h"

#include <Random123/philox.h>

void gx_random_bits(uint64_t key, const uint32_t counter[4], uint32_t bits[4])
{
    philox4x32_ctr_t count = {{counter[0], counter[1], counter[2], counter[3]}};
    philox4x32_key_t keys = {{(uint32_t)key, (uint32_t)(key >> 32)}};
    philox4x32_ctr_t made = philox4x32(count, keys);
    for (int i = 0; i < 4; i++)
        bits[i] = made.v[i];
}

void gx_random_pair(uint64_t key, const uint32_t counter[4], double u[2])
{
    uint32_t bits[4];
    gx_random_bits(key, counter, bits);
    for (int i = 0; i < 2; i++) {
        uint64_t wide = ((uint64_t)bits[2 * i] << 32 | bits[2 * i + 1]) >> 11;
        u[i] = ((double)wide + 0.5) * 0x1p-53;
    }
}
