/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Random numbers without state: Philox 4x32-10 of Salmon et al., "Parallel random
 * numbers: as easy as 1, 2, 3" (SC11). A number is a function of a key and a counter, so
 * lanes, threads and shards cannot change it.
 */
#ifndef GX_BASE_RANDOM_H
#define GX_BASE_RANDOM_H

#include <stdint.h>

/** The 128 random bits of a key and a counter. */
void gx_random_bits(uint64_t key, const uint32_t counter[4], uint32_t bits[4]);

/** Two uniform numbers in (0, 1), of 53 bits each, from the same bits. */
void gx_random_pair(uint64_t key, const uint32_t counter[4], double u[2]);

#endif
