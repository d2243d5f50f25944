/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/allocate.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum curve { RECTANGLE = 1, TRIANGLE, NORMAL, EXPONENTIAL } curve;

/* Where the curve of one requester stands; requests are in `quantity`. */
typedef struct requests {
    const double *quantity;
    const double *profile;  /* [count][4] type, priority, width, extra; or NULL: */
    const double *priority; /* [count] of rectangles */
    double width;           /* of all of them */
    int32_t count;
} requests;

double gx_allocate_at(double request, double priority, double width, double price)
{
    double part = (priority + width / 2.0 - price) / width;
    part = part < 0.0 ? 0.0 : part > 1.0 ? 1.0 : part;
    return request * part;
}

/* The part of a density around 0 that lies above x; width 1. */
static double part_above(curve type, double x)
{
    switch (type) {
    case TRIANGLE:
        if (x <= -0.5 || x >= 0.5)
            return x < 0.0 ? 1.0 : 0.0;
        return x < 0.0 ? 1.0 - 2.0 * (x + 0.5) * (x + 0.5) : 2.0 * (0.5 - x) * (0.5 - x);
    case NORMAL:
        return 0.5 * erfc(x * 0.70710678118654752);
    case EXPONENTIAL:
        return x < 0.0 ? 1.0 - 0.5 * exp(x) : 0.5 * exp(-x);
    case RECTANGLE:
        break;
    }
    return x <= -0.5 ? 1.0 : x >= 0.5 ? 0.0 : 0.5 - x;
}

/* How far from its middle a curve still falls, in widths. */
static double reach(curve type)
{
    return type == NORMAL ? 39.0 : type == EXPONENTIAL ? 746.0 : 0.5;
}

static double quantity_at(const requests *r, int32_t i, double price)
{
    if (!r->profile)
        return gx_allocate_at(r->quantity[i], r->priority[i], r->width, price);
    const double *p = r->profile + 4 * i;
    return r->quantity[i] * part_above((curve)p[0], (price - p[1]) / p[2]);
}

static double total_at(const requests *r, double price)
{
    double total = 0.0;
    for (int32_t i = 0; i < r->count; i++)
        total += quantity_at(r, i, price);
    return total;
}

static bool is_good(const requests *r, double supply)
{
    bool good = supply >= 0.0;
    for (int32_t i = 0; i < r->count && good; i++) {
        const double *p = r->profile ? r->profile + 4 * i : NULL;
        double width = p ? p[2] : r->width, priority = p ? p[1] : r->priority[i];
        good = r->quantity[i] >= 0.0 && isfinite(r->quantity[i]) && width > 0.0 &&
               isfinite(width) && isfinite(priority);
        if (p)
            good =
                good && p[0] >= RECTANGLE && p[0] <= EXPONENTIAL && p[0] == floor(p[0]);
    }
    return good;
}

/* Halve the interval of prices until it has no number inside. */
static double clearing_price(const requests *r, double supply)
{
    double low = (double)INFINITY, high = -low;
    for (int32_t i = 0; i < r->count; i++) {
        const double *p = r->profile ? r->profile + 4 * i : NULL;
        double middle = p ? p[1] : r->priority[i];
        double far = p ? p[2] * reach((curve)p[0]) : r->width * reach(RECTANGLE);
        low = middle - far < low ? middle - far : low;
        high = middle + far > high ? middle + far : high;
    }
    for (;;) {
        double price = low + (high - low) / 2.0;
        if (!(price > low && price < high))
            return price;
        if (total_at(r, price) >= supply)
            low = price;
        else
            high = price;
    }
}

static void allocate(const requests *r, double supply, double *out)
{
    bool good = is_good(r, supply);
    double wanted = 0.0;
    for (int32_t i = 0; i < r->count; i++)
        wanted += r->quantity[i];
    double price = good && supply < wanted ? clearing_price(r, supply) : 0.0;
    for (int32_t i = 0; i < r->count; i++) {
        out[i] = !good              ? (double)NAN
                 : supply >= wanted ? r->quantity[i]
                                    : quantity_at(r, i, price);
        out[i] = good && supply == 0.0 ? 0.0 : out[i];
    }
}

static requests by_priority(const gx_array_call *call)
{
    int32_t count = call->count / 2;
    bool whole = call->extra[0] == count;
    return (requests){.quantity = call->in,
                      .priority = call->in + count,
                      .width = whole ? call->extra[1] : (double)NAN,
                      .count = count};
}

void gx_allocate_by_priority(const gx_array_call *call)
{
    requests r = by_priority(call);
    allocate(&r, call->extra[2], call->out);
}

void gx_allocate_price(const gx_array_call *call)
{
    requests r = by_priority(call);
    double supply = call->extra[2];
    *call->out = is_good(&r, supply) ? clearing_price(&r, supply) : (double)NAN;
}

void gx_allocate_available(const gx_array_call *call)
{
    requests r = {
        .quantity = call->in, .profile = call->in + call->outs, .count = call->outs};
    allocate(&r, call->extra[0], call->out);
}
