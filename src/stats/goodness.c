/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Theil's shares with population moments, so that they add up to one; Barlas' tests of
 * trend, period, phase, mean, amplitude and discrepancy, in his order. */
#include "stats/goodness.h"

#include <math.h>

static double mean(const double *x, int32_t n)
{
    double sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += x[i];
    return sum / n;
}

static double deviation(const double *x, int32_t n)
{
    double m = mean(x, n), sum = 0.0;
    for (int32_t i = 0; i < n; i++)
        sum += (x[i] - m) * (x[i] - m);
    return sqrt(sum / n);
}

static double covariance(const gx_pair *p)
{
    double a = mean(p->simulated, p->count), b = mean(p->actual, p->count), sum = 0.0;
    for (int32_t i = 0; i < p->count; i++)
        sum += (p->simulated[i] - a) * (p->actual[i] - b);
    return sum / p->count;
}

static double square_error(const gx_pair *p)
{
    double sum = 0.0;
    for (int32_t i = 0; i < p->count; i++) {
        double d = p->simulated[i] - p->actual[i];
        sum += d * d;
    }
    return sum / p->count;
}

/* Where nothing is wrong there is nothing to share. */
static double share(double part, const gx_pair *p)
{
    double whole = square_error(p);
    return whole > 0.0 ? part / whole : (double)NAN;
}

/* ---- point by point ---- */

static double rmse(const gx_pair *p, gx_arena *arena)
{
    (void)arena;
    return sqrt(square_error(p));
}

static double rmspe(const gx_pair *p, gx_arena *arena)
{
    double sum = 0.0;
    (void)arena;
    for (int32_t i = 0; i < p->count; i++) {
        double d = (p->simulated[i] - p->actual[i]) / p->actual[i];
        sum += d * d;
    }
    return 100.0 * sqrt(sum / p->count);
}

static double mape(const gx_pair *p, gx_arena *arena)
{
    double sum = 0.0;
    (void)arena;
    for (int32_t i = 0; i < p->count; i++)
        sum += fabs((p->simulated[i] - p->actual[i]) / p->actual[i]);
    return 100.0 * sum / p->count;
}

static double r_squared(const gx_pair *p, gx_arena *arena)
{
    double s = deviation(p->actual, p->count);
    (void)arena;
    return s > 0.0 ? 1.0 - square_error(p) / (s * s) : (double)NAN;
}

static double theil_mean(const gx_pair *p, gx_arena *arena)
{
    double d = mean(p->simulated, p->count) - mean(p->actual, p->count);
    (void)arena;
    return share(d * d, p);
}

static double theil_variance(const gx_pair *p, gx_arena *arena)
{
    double d = deviation(p->simulated, p->count) - deviation(p->actual, p->count);
    (void)arena;
    return share(d * d, p);
}

static double theil_covariance(const gx_pair *p, gx_arena *arena)
{
    double product = deviation(p->simulated, p->count) * deviation(p->actual, p->count);
    (void)arena;
    return share(2.0 * fmax(0.0, product - covariance(p)), p); /* below 0: rounding */
}

/* ---- the pattern ---- */

static double slope(const double *x, int32_t n)
{
    double middle = 0.5 * (n - 1), m = mean(x, n), up = 0.0, down = 0.0;
    for (int32_t i = 0; i < n; i++) {
        up += (i - middle) * (x[i] - m);
        down += (i - middle) * (i - middle);
    }
    return up / down;
}

/* Slope against slope, relative to the actual one. */
static double trend(const gx_pair *p, gx_arena *arena)
{
    double actual = slope(p->actual, p->count);
    (void)arena;
    return (slope(p->simulated, p->count) - actual) / fabs(actual);
}

/* What is left of a series without its line. */
static double *without_trend(const double *x, int32_t n, gx_arena *arena)
{
    double *left = GX_ARRAY(arena, double, n);
    double b = slope(x, n), m = mean(x, n);
    for (int32_t i = 0; i < n; i++)
        left[i] = x[i] - m - b * (i - 0.5 * (n - 1));
    return left;
}

/* Correlation of a[i] and b[i + lag], both without their lines. */
static double lagged(const double *a, const double *b, int32_t n, int32_t lag)
{
    double sum = 0.0;
    for (int32_t i = lag < 0 ? -lag : 0; i < n && i + lag < n; i++)
        sum += a[i] * b[i + lag];
    return sum / n / (deviation(a, n) * deviation(b, n));
}

/* The largest difference of autocorrelations against its standard error under the
 * hypothesis that they are the same (Barlas 1989): below 2 they are. The variance of each
 * is Bartlett's with the small sample's N (N + 2), exact for noise. */
static double period(const gx_pair *p, gx_arena *arena)
{
    int32_t n = p->count, lags = n / 4;
    const double *s = without_trend(p->simulated, n, arena);
    const double *a = without_trend(p->actual, n, arena);
    double worst = 0.0;
    for (int32_t k = 1; k <= lags; k++) {
        double variance = 0.0;
        for (int32_t i = 1; i < n; i++) {
            double weight = (double)(n - i) / n / (n + 2);
            double rs = lagged(s, s, n, i - k < 0 ? k - i : i - k) +
                        (i + k < n ? lagged(s, s, n, i + k) : 0.0) -
                        2.0 * lagged(s, s, n, i) * lagged(s, s, n, k);
            double ra = lagged(a, a, n, i - k < 0 ? k - i : i - k) +
                        (i + k < n ? lagged(a, a, n, i + k) : 0.0) -
                        2.0 * lagged(a, a, n, i) * lagged(a, a, n, k);
            variance += weight * (rs * rs + ra * ra);
        }
        double d = lagged(s, s, n, k) - lagged(a, a, n, k);
        worst = fmax(worst, fabs(d) / sqrt(variance));
    }
    return worst;
}

/* The lag, in points, at which the two go together best: above 0 the simulated leads. */
static double phase(const gx_pair *p, gx_arena *arena)
{
    int32_t n = p->count, best = 0;
    const double *s = without_trend(p->simulated, n, arena);
    const double *a = without_trend(p->actual, n, arena);
    double most = lagged(s, a, n, 0);
    for (int32_t k = 1; k <= n / 2; k++)
        for (int32_t sign = -1; sign <= 1; sign += 2) {
            double r = lagged(s, a, n, sign * k);
            if (r > most) {
                most = r;
                best = sign * k;
            }
        }
    return isnan(most) ? (double)NAN : best;
}

static double means(const gx_pair *p, gx_arena *arena)
{
    double actual = mean(p->actual, p->count);
    (void)arena;
    return (mean(p->simulated, p->count) - actual) / fabs(actual);
}

static double amplitude(const gx_pair *p, gx_arena *arena)
{
    double s = deviation(without_trend(p->simulated, p->count, arena), p->count);
    double a = deviation(without_trend(p->actual, p->count, arena), p->count);
    return (s - a) / a;
}

static double discrepancy(const gx_pair *p, gx_arena *arena)
{
    int32_t n = p->count;
    double ms = mean(p->simulated, n), ma = mean(p->actual, n), d = 0.0;
    (void)arena;
    for (int32_t i = 0; i < n; i++) {
        double one = (p->simulated[i] - ms) - (p->actual[i] - ma);
        d += one * one;
    }
    return sqrt(d / n) / (deviation(p->simulated, n) + deviation(p->actual, n));
}

/* clang-format off */
const gx_goodness gx_goodnesses[] = {
    {"RMSE", "rmse", "root mean square error, in the variable's unit", 1, false, rmse},
    {"RMSPE %", "rmspe_percent", "root mean square of errors relative to the actual", 1, false, rmspe},
    {"MAPE %", "mape_percent", "mean of absolute errors relative to the actual", 1, false, mape},
    {"R2", "r2", "share of the actual variance that is explained", 2, false, r_squared},
    {"Um", "um", "share of the square error from unequal means (bias)", 1, false, theil_mean},
    {"Us", "us", "share from unequal variances", 1, false, theil_variance},
    {"Uc", "uc", "share from unequal covariation: point by point", 1, false, theil_covariance},
    {"trend", "trend", "slope against slope, relative", 4, true, trend},
    {"period", "period", "largest difference of autocorrelations, in its standard errors", 8, true,
     period},
    {"phase", "phase", "points that the simulated leads by", 8, true, phase},
    {"mean", "mean", "mean against mean, relative", 2, true, means},
    {"amplitude", "amplitude", "deviation from the trend against that, relative", 4, true, amplitude},
    {"discrepancy", "discrepancy", "0: the same pattern; 1: none in common", 2, true, discrepancy},
};
/* clang-format on */
const int32_t gx_goodness_count = sizeof gx_goodnesses / sizeof *gx_goodnesses;

double gx_goodness_of(const gx_goodness *g, const gx_pair *p, gx_arena *arena)
{
    return p->count < g->least ? (double)NAN : g->of(p, arena);
}
