/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The net present value as a polynomial in what one unit a period later is worth now is
 * looked through for a change of sign from the rate 0 outwards; bisection does the rest.
 */
#include "eval/returns.h"

#include "model/model.h"

#include <math.h>

enum { PIECES = 200, HALVINGS = 60 }; /* of each side of 0; of a piece */

typedef struct payments {
    const double *amount;
    size_t stride;
    int32_t count;
    double other, when;
} payments;

/* What all payments are worth at the start, at a rate. */
static double worth(const payments *p, double rate)
{
    double step = 1.0 / (1.0 + rate), sum = 0.0;
    for (int32_t i = p->count - 1; i >= 0; i--)
        sum = (sum + p->amount[(size_t)i * p->stride]) * step;
    return sum + p->other * pow(step, p->when);
}

static double bisect(const payments *p, double low, double high)
{
    double at_low = worth(p, low);
    if (at_low == 0.0)
        return low;
    for (int32_t i = 0; i < HALVINGS; i++) {
        double middle = low + (high - low) / 2.0, at = worth(p, middle);
        if (at == 0.0)
            return middle;
        if ((at > 0.0) == (at_low > 0.0))
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2.0;
}

static bool changes_sign(double a, double b)
{
    return isfinite(a) && isfinite(b) && (a == 0.0 || b == 0.0 || (a > 0.0) != (b > 0.0));
}

double gx_rate_of_return(const double *amount, size_t stride, int32_t count, double other,
                         double when)
{
    const payments p = {amount, stride, count, other, when};
    double at_zero = worth(&p, 0.0), above = at_zero, below = at_zero;
    bool is_any = other != 0.0;
    for (int32_t i = 0; i < count; i++)
        is_any |= amount[(size_t)i * stride] != 0.0;
    if (isnan(at_zero))
        return at_zero;
    if (!is_any)
        return GX_NA;
    if (at_zero == 0.0)
        return 0.0;
    for (int32_t i = 1; i <= PIECES; i++) {
        double near = (i - 1) / (double)PIECES, far = i / (double)PIECES;
        double up = worth(&p, far), down = i < PIECES ? worth(&p, -far) : (double)NAN;
        if (changes_sign(above, up))
            return bisect(&p, near, far);
        if (changes_sign(below, down))
            return bisect(&p, -near, -far);
        above = up;
        below = down;
    }
    return GX_NA;
}
