/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/random.h"

#include "base/random.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { MOST_ATTEMPTS = 10000 };

void gx_draw_pair(const gx_draw *draw, uint32_t attempt, double u[2])
{
    uint64_t number = 0;
    memcpy(&number, &draw->number, sizeof number);
    uint64_t key =
        draw->seed ^ (number * 0x9E3779B97F4A7C15U); /* golden ratio: spreads */
    const uint32_t counter[4] = {draw->run, draw->place, draw->tick, attempt};
    gx_random_pair(key, counter, u);
}

static bool is_inside(double value, double low, double high)
{
    return value >= low && value <= high;
}

double gx_draw_uniform(gx_draw draw, double low, double high)
{
    double u[2];
    gx_draw_pair(&draw, 0, u);
    return low + (high - low) * u[0];
}

/* Box and Muller 1958. */
double gx_draw_normal(gx_draw draw, double low, double high, double mean,
                      double deviation)
{
    for (uint32_t attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        double u[2];
        gx_draw_pair(&draw, attempt, u);
        double z = sqrt(-2.0 * log(u[0])) * cos(6.283185307179586 * u[1]);
        double value = mean + deviation * z;
        if (is_inside(value, low, high))
            return value;
    }
    return (double)NAN;
}

double gx_draw_exponential(gx_draw draw, double low, double high, double shift,
                           double stretch)
{
    for (uint32_t attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
        double u[2];
        gx_draw_pair(&draw, attempt, u);
        double value = shift - stretch * log(u[0]);
        if (is_inside(value, low, high))
            return value;
    }
    return (double)NAN;
}

/* One Poisson number by counting exponential gaps (Knuth, TAOCP 2, 3.4.1.F): exact, and
 * slow only for means no model of people or plants draws at every tick. */
static double poisson(const gx_draw *draw, uint32_t *attempt, double mean)
{
    double left = mean, u[2];
    for (int32_t count = 0; count < MOST_ATTEMPTS; count++) {
        gx_draw_pair(draw, (*attempt)++, u);
        left += log(u[0]);
        if (left < 0.0)
            return count;
    }
    return (double)NAN;
}

double gx_draw_poisson(gx_draw draw, double low, double high, double mean, double shift,
                       double stretch)
{
    uint32_t attempt = 0;
    for (int32_t again = 0; again < 100; again++) {
        double value = shift + stretch * poisson(&draw, &attempt, mean);
        if (isnan(value)) /* or the mean is too large: again will not help */
            break;
        if (is_inside(value, low, high))
            return value;
    }
    return (double)NAN;
}
