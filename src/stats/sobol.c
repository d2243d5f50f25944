/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Column j of dimension d is the direction number V_j; the point of index i is the sum
 * (exclusive or) of the columns at the bits of i's Gray code. A scramble multiplies each
 * column by the same lower triangular matrix over the field of two elements, which keeps
 * every net property, and draws digits beyond the 32 of the columns. */
#include "stats/sobol.h"

#include "base/random.h"

enum { DIGITS = 52 };

static const uint16_t NUMBERS[] = {
#include "stats/sobol.def"
};

/* Columns of one dimension, 32 digits each, from its row of numbers. */
static void columns_of(uint32_t column[GX_SOBOL_BITS], const uint16_t *row,
                       int32_t degree)
{
    for (int32_t j = 0; j < GX_SOBOL_BITS; j++) {
        if (j < degree) {
            column[j] = (uint32_t)row[1 + j] << (31 - j);
            continue;
        }
        column[j] = column[j - degree] ^ (column[j - degree] >> degree);
        for (int32_t k = 1; k < degree; k++)
            if (row[0] >> (degree - k) & 1)
                column[j] ^= column[j - k];
    }
}

static int32_t degree_of(uint16_t polynomial)
{
    int32_t degree = 0;
    while (polynomial >> (degree + 1))
        degree++;
    return degree;
}

static uint32_t parity(uint32_t bits)
{
    for (int32_t half = 16; half; half /= 2)
        bits ^= bits >> half;
    return bits & 1;
}

/* The scramble's matrix of one dimension: row r has its diagonal, and random digits
 * before it. */
static void matrix_of(uint32_t matrix[DIGITS], uint64_t *shift, int32_t dimension,
                      uint64_t seed, uint32_t replicate)
{
    uint32_t bits[4];
    for (int32_t r = 0; r < DIGITS; r++) {
        uint32_t counter[4] = {(uint32_t)dimension, (uint32_t)r / 4, replicate, 'M'};
        if (r % 4 == 0)
            gx_random_bits(seed, counter, bits);
        uint32_t diagonal = r < 32 ? (uint32_t)1 << (31 - r) : 0;
        uint32_t before = r < 32 ? ~(diagonal | (diagonal - 1)) : UINT32_MAX;
        matrix[r] = (bits[r % 4] & before) | diagonal;
    }
    const uint32_t counter[4] = {(uint32_t)dimension, 0, replicate, 'S'};
    gx_random_bits(seed, counter, bits);
    *shift = ((uint64_t)bits[0] << 32 | bits[1]) >> (64 - DIGITS);
}

static uint64_t multiply(const uint32_t matrix[DIGITS], uint32_t column)
{
    uint64_t product = 0;
    for (int32_t r = 0; r < DIGITS; r++)
        product = product << 1 | parity(matrix[r] & column);
    return product;
}

static gx_sobol build(int32_t dimensions, const uint64_t *seed, uint32_t replicate,
                      gx_arena *arena)
{
    size_t count = (size_t)dimensions;
    uint64_t *column = gx_arena_array(arena, count, GX_SOBOL_BITS * sizeof *column);
    uint64_t *shift = GX_ARRAY(arena, uint64_t, count);
    const uint16_t *row = NUMBERS;
    for (int32_t d = 0; d < dimensions; d++) {
        uint32_t plain[GX_SOBOL_BITS], matrix[DIGITS];
        int32_t degree = d ? degree_of(row[0]) : 0;
        if (d)
            columns_of(plain, row, degree);
        for (int32_t j = 0; j < GX_SOBOL_BITS && !d; j++)
            plain[j] = (uint32_t)1 << (31 - j);
        row += d ? degree + 1 : 0;
        if (seed)
            matrix_of(matrix, &shift[d], d, *seed, replicate);
        for (int32_t j = 0; j < GX_SOBOL_BITS; j++)
            *column++ =
                seed ? multiply(matrix, plain[j]) : (uint64_t)plain[j] << (DIGITS - 32);
    }
    return (gx_sobol){dimensions, column - count * GX_SOBOL_BITS, shift};
}

gx_sobol gx_sobol_scrambled(int32_t dimensions, uint64_t seed, uint32_t replicate,
                            gx_arena *arena)
{
    return build(dimensions, &seed, replicate, arena);
}

gx_sobol gx_sobol_plain(int32_t dimensions, gx_arena *arena)
{
    return build(dimensions, NULL, 0, arena);
}

double gx_sobol_get(const gx_sobol *s, uint64_t index, int32_t dimension)
{
    const uint64_t *column = s->column + (size_t)dimension * GX_SOBOL_BITS;
    uint64_t digits = s->shift[dimension];
    for (uint64_t gray = index ^ index >> 1; gray; gray >>= 1, column++)
        if (gray & 1)
            digits ^= *column;
    return ((double)digits + 0.5) * 0x1p-52;
}
