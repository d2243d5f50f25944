/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/allocate.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum curve { FIXED, RECTANGLE, TRIANGLE, NORMAL, EXPONENTIAL } curve;

/* Where the curve of one requester stands; requests are in `quantity`. */
typedef struct requests {
    const double *quantity;
    const double *profile;  /* [count][4] type, priority, width, extra; or NULL: */
    const double *priority; /* [count] of rectangles */
    double width;           /* of all of them */
    int32_t count;
    curve least; /* type that a profile may have */
    bool rises;  /* supplies */
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
    case FIXED:
        return 1.0;
    case RECTANGLE:
        break;
    }
    return x <= -0.5 ? 1.0 : x >= 0.5 ? 0.0 : 0.5 - x;
}

/* How far from its middle a curve still falls, in widths. */
static double reach(curve type)
{
    static const double widths[] = {0.0, 0.5, 0.5, 39.0, 746.0};
    return widths[type];
}

/* What is supplied rises with the price as what is demanded falls. */
static double profile_at(double quantity, const double *p, double price, bool rises)
{
    double x = (price - p[1]) / p[2];
    return quantity * part_above((curve)p[0], rises ? -x : x);
}

static double quantity_at(const requests *r, int32_t i, double price)
{
    if (!r->profile)
        return gx_allocate_at(r->quantity[i], r->priority[i], r->width, price);
    return profile_at(r->quantity[i], r->profile + 4 * i, price, r->rises);
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
            good = good && p[0] >= (double)r->least && p[0] <= (double)EXPONENTIAL &&
                   p[0] == floor(p[0]);
    }
    return good;
}

/* Widen low .. high to where the curves fall. */
static void span_of(const requests *r, double *low, double *high)
{
    for (int32_t i = 0; i < r->count; i++) {
        const double *p = r->profile ? r->profile + 4 * i : NULL;
        double middle = p ? p[1] : r->priority[i];
        double far = p ? p[2] * reach((curve)p[0]) : r->width * reach(RECTANGLE);
        *low = middle - far < *low ? middle - far : *low;
        *high = middle + far > *high ? middle + far : *high;
    }
}

/* Halve the interval of prices until it has no number inside; what is supplied is a
 * number, and more when `offers` are given. */
static double clearing_price(const requests *r, double supply, const requests *offers)
{
    double low = (double)INFINITY, high = -low;
    span_of(r, &low, &high);
    if (offers)
        span_of(offers, &low, &high);
    for (;;) {
        double price = low + (high - low) / 2.0;
        if (!(price > low && price < high))
            return low;
        if (total_at(r, price) >= supply + (offers ? total_at(offers, price) : 0.0))
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
    double price = good && supply < wanted ? clearing_price(r, supply, NULL) : 0.0;
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
                      .least = RECTANGLE,
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
    *call->out = is_good(&r, supply) ? clearing_price(&r, supply, NULL) : (double)NAN;
}

void gx_allocate_available(const gx_array_call *call)
{
    requests r = {
        .quantity = call->in, .profile = call->in + call->outs, .count = call->outs};
    allocate(&r, call->extra[0], call->out);
}

void gx_allocate_market(const gx_array_call *call)
{
    int32_t demands = (int32_t)call->extra[0], supplies = (int32_t)call->extra[1];
    const double *in = call->in;
    requests r = {.quantity = in, .profile = in + demands, .count = demands};
    in += 5 * demands;
    requests s = {
        .quantity = in, .profile = in + supplies, .count = supplies, .rises = true};
    *call->out = (double)NAN;
    if (call->count != 5 * (demands + supplies) || !is_good(&r, 0.0) || !is_good(&s, 0.0))
        return;
    double low = (double)INFINITY, high = -low;
    span_of(&r, &low, &high);
    span_of(&s, &low, &high);
    if (total_at(&r, low) >= total_at(&s, low) &&
        total_at(&r, high) <= total_at(&s, high))
        *call->out = clearing_price(&r, 0.0, &s);
}

static double one_at(const gx_array_call *call, bool rises)
{
    requests r = {.quantity = call->extra, .profile = call->in, .count = 1};
    return is_good(&r, 0.0) ? profile_at(call->extra[0], call->in, call->extra[1], rises)
                            : (double)NAN;
}

void gx_allocate_demand(const gx_array_call *call)
{
    *call->out = one_at(call, false);
}

void gx_allocate_supply(const gx_array_call *call)
{
    *call->out = one_at(call, true);
}
