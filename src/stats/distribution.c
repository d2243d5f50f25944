/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantile and cumulative functions: GSL's where it has them, a line of algebra where it
 * has not. A limit cuts the distribution between its cumulative values there. */
#include "stats/distribution.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>

#define PARAMETERS const double *p, int32_t count

static double clamp(double x)
{
    return x < 0.0 ? 0.0 : x > 1.0 ? 1.0 : x;
}

/* ---- faults ---- */

static const char *fault_range(PARAMETERS)
{
    (void)count;
    return p[0] < p[1] ? NULL : GX_TEXT("needs a low end below its high end");
}

static const char *fault_log_range(PARAMETERS)
{
    return p[0] > 0.0 ? fault_range(p, count) : GX_TEXT("needs a low end above zero");
}

static const char *fault_second_positive(PARAMETERS)
{
    (void)count;
    return p[1] > 0.0 ? NULL : GX_TEXT("needs a second parameter above zero");
}

static const char *fault_positive(PARAMETERS)
{
    return p[0] > 0.0 ? fault_second_positive(p, count)
                      : GX_TEXT("needs parameters above zero");
}

static const char *fault_mode(PARAMETERS)
{
    const double ends[2] = {p[0], p[2]};
    (void)count;
    return fault_range(ends, 2) ? fault_range(ends, 2)
           : p[0] <= p[1] && p[1] <= p[2]
               ? NULL
               : GX_TEXT("needs its mode between low and high");
}

static const char *fault_beta(PARAMETERS)
{
    const char *fault = fault_positive(p, count);
    return fault || count == 2 ? fault
           : count == 3        ? GX_TEXT("needs both ends or none")
                               : fault_range(p + 2, 2);
}

static const char *fault_discrete(PARAMETERS)
{
    double sum = 0.0;
    if (count % 2)
        return GX_TEXT("needs a weight after each value");
    for (int32_t i = 1; i < count; i += 2) {
        if (!(p[i] >= 0.0))
            return GX_TEXT("needs weights that are not negative");
        sum += p[i];
    }
    for (int32_t i = 2; i < count; i += 2)
        if (!(p[i - 2] < p[i]))
            return GX_TEXT("needs rising values");
    return sum > 0.0 ? NULL : GX_TEXT("needs a weight above zero");
}

static const char *fault_empirical(PARAMETERS)
{
    for (int32_t i = 1; i < count; i++)
        if (!(p[i - 1] <= p[i]))
            return GX_TEXT("needs rising values");
    return p[0] < p[count - 1] ? NULL : GX_TEXT("needs values that differ");
}

/* ---- quantiles and cumulatives ---- */

static double uniform_quantile(double u, PARAMETERS)
{
    (void)count;
    return p[0] * (1.0 - u) + p[1] * u;
}

static double uniform_cumulative(double x, PARAMETERS)
{
    (void)count;
    return clamp((x - p[0]) / (p[1] - p[0]));
}

static double log_uniform_quantile(double u, PARAMETERS)
{
    (void)count;
    return u <= 0.0 ? p[0] : u >= 1.0 ? p[1] : exp(log(p[0]) * (1.0 - u) + log(p[1]) * u);
}

static double log_uniform_cumulative(double x, PARAMETERS)
{
    (void)count;
    return x <= p[0] ? 0.0 : clamp(log(x / p[0]) / log(p[1] / p[0]));
}

static double normal_quantile(double u, PARAMETERS)
{
    (void)count;
    return p[0] + gsl_cdf_gaussian_Pinv(u, p[1]);
}

static double normal_cumulative(double x, PARAMETERS)
{
    (void)count;
    return gsl_cdf_gaussian_P(x - p[0], p[1]);
}

static double normal_quantile_above(double share, PARAMETERS)
{
    (void)count;
    return p[0] + gsl_cdf_gaussian_Qinv(share, p[1]);
}

static double normal_cumulative_above(double x, PARAMETERS)
{
    (void)count;
    return gsl_cdf_gaussian_Q(x - p[0], p[1]);
}

static double lognormal_quantile(double u, PARAMETERS)
{
    (void)count;
    return p[0] * exp(gsl_cdf_gaussian_Pinv(u, p[1]));
}

static double lognormal_cumulative(double x, PARAMETERS)
{
    (void)count;
    return x <= 0.0 ? 0.0 : gsl_cdf_gaussian_P(log(x / p[0]), p[1]);
}

static double lognormal_quantile_above(double share, PARAMETERS)
{
    (void)count;
    return p[0] * exp(gsl_cdf_gaussian_Qinv(share, p[1]));
}

static double lognormal_cumulative_above(double x, PARAMETERS)
{
    (void)count;
    return x <= 0.0 ? 1.0 : gsl_cdf_gaussian_Q(log(x / p[0]), p[1]);
}

static double triangular_quantile(double u, PARAMETERS)
{
    double low = p[0], mode = p[1], high = p[2], at = (mode - low) / (high - low);
    (void)count;
    return u <= at ? low + sqrt(u * (high - low) * (mode - low))
                   : high - sqrt((1.0 - u) * (high - low) * (high - mode));
}

static double triangular_cumulative(double x, PARAMETERS)
{
    double low = p[0], mode = p[1], high = p[2];
    (void)count;
    return x <= low    ? 0.0
           : x >= high ? 1.0
           : x <= mode ? (x - low) * (x - low) / ((high - low) * (mode - low))
                       : 1.0 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

/* PERT: a beta whose mean is (low + 4 mode + high) / 6 (Malcolm et al. 1959). */
static double pert_quantile(double u, PARAMETERS)
{
    double width = p[2] - p[0], a = 1.0 + 4.0 * (p[1] - p[0]) / width;
    (void)count;
    return p[0] + width * gsl_cdf_beta_Pinv(u, a, 6.0 - a);
}

static double pert_cumulative(double x, PARAMETERS)
{
    double width = p[2] - p[0], a = 1.0 + 4.0 * (p[1] - p[0]) / width;
    (void)count;
    return gsl_cdf_beta_P(clamp((x - p[0]) / width), a, 6.0 - a);
}

static double beta_quantile(double u, PARAMETERS)
{
    double x = gsl_cdf_beta_Pinv(u, p[0], p[1]);
    return count == 4 ? p[2] + (p[3] - p[2]) * x : x;
}

static double beta_cumulative(double x, PARAMETERS)
{
    double at = count == 4 ? (x - p[2]) / (p[3] - p[2]) : x;
    return gsl_cdf_beta_P(clamp(at), p[0], p[1]);
}

static double gamma_quantile(double u, PARAMETERS)
{
    (void)count;
    return u >= 1.0 ? (double)INFINITY : gsl_cdf_gamma_Pinv(u, p[0], p[1]);
}

static double gamma_cumulative(double x, PARAMETERS)
{
    (void)count;
    return x <= 0.0 ? 0.0 : gsl_cdf_gamma_P(x, p[0], p[1]);
}

static double gamma_quantile_above(double share, PARAMETERS)
{
    (void)count;
    return share <= 0.0 ? (double)INFINITY : gsl_cdf_gamma_Qinv(share, p[0], p[1]);
}

static double gamma_cumulative_above(double x, PARAMETERS)
{
    (void)count;
    return x <= 0.0 ? 1.0 : gsl_cdf_gamma_Q(x, p[0], p[1]);
}

static double weibull_quantile(double u, PARAMETERS)
{
    (void)count;
    return p[1] * pow(-log1p(-u), 1.0 / p[0]);
}

static double weibull_cumulative(double x, PARAMETERS)
{
    (void)count;
    return x <= 0.0 ? 0.0 : -expm1(-pow(x / p[1], p[0]));
}

static double weibull_quantile_above(double share, PARAMETERS)
{
    (void)count;
    return p[1] * pow(-log(share), 1.0 / p[0]);
}

static double weibull_cumulative_above(double x, PARAMETERS)
{
    (void)count;
    return x <= 0.0 ? 1.0 : exp(-pow(x / p[1], p[0]));
}

/* Pairs of value and weight. */
static double discrete_quantile(double u, PARAMETERS)
{
    double sum = 0.0, below = 0.0;
    int32_t last = 0;
    for (int32_t i = 0; i < count; i += 2)
        sum += p[i + 1];
    for (int32_t i = 0; i < count; i += 2) {
        below += p[i + 1];
        if (p[i + 1] > 0.0)
            last = i;
        if (u * sum < below)
            return p[i];
    }
    return p[last];
}

static double discrete_cumulative(double x, PARAMETERS)
{
    double sum = 0.0, below = 0.0;
    for (int32_t i = 0; i < count; i += 2) {
        sum += p[i + 1];
        below += p[i] <= x ? p[i + 1] : 0.0;
    }
    return below / sum;
}

/* Equal shares between neighbours of a sorted sample, a straight line within each. */
static double empirical_quantile(double u, PARAMETERS)
{
    double at = u * (count - 1);
    int32_t i = (int32_t)at < count - 2 ? (int32_t)at : count - 2;
    return p[i] + (at - i) * (p[i + 1] - p[i]);
}

static double empirical_cumulative(double x, PARAMETERS)
{
    int32_t i = 0;
    if (x <= p[0])
        return 0.0;
    while (i < count - 1 && p[i + 1] < x)
        i++;
    return i == count - 1 ? 1.0 : (i + (x - p[i]) / (p[i + 1] - p[i])) / (count - 1);
}

/* ---- the table ---- */

#define ENDED(name) name##_quantile, name##_cumulative, NULL, NULL
#define ENDLESS(name)                                                                    \
    name##_quantile, name##_cumulative, name##_quantile_above, name##_cumulative_above

const gx_distribution_type gx_distribution_types[] = {
    {"uniform", "low, high", 2, 2, true, false, fault_range, ENDED(uniform),
     "every value between low and high alike"},
    {"log-uniform", "low, high", 2, 2, true, false, fault_log_range, ENDED(log_uniform),
     "every factor between low and high alike"},
    {"normal", "mean, deviation", 2, 2, false, false, fault_second_positive,
     ENDLESS(normal), "the normal distribution"},
    {"lognormal", "median, deviation", 2, 2, false, false, fault_positive,
     ENDLESS(lognormal), "its logarithm is normal, with that deviation"},
    {"triangular", "low, mode, high", 3, 3, true, false, fault_mode, ENDED(triangular),
     "rises to the mode and falls, in straight lines"},
    {"pert", "low, mode, high", 3, 3, true, false, fault_mode, ENDED(pert),
     "a smooth triangular, with the mean (low + 4 mode + high) / 6"},
    {"beta", "a, b[, low, high]", 2, 4, true, false, fault_beta, ENDED(beta),
     "the beta distribution on [0, 1], or on [low, high]"},
    {"gamma", "shape, scale", 2, 2, false, false, fault_positive, ENDLESS(gamma),
     "the gamma distribution"},
    {"weibull", "shape, scale", 2, 2, false, false, fault_positive, ENDLESS(weibull),
     "the Weibull distribution"},
    {"discrete", "value, weight, ...", 2, -1, true, true, fault_discrete, ENDED(discrete),
     "listed values, each as likely as its weight"},
    {"empirical", "value, ...", 2, -1, true, false, fault_empirical, ENDED(empirical),
     "between the values of a sorted sample"},
};
const int32_t gx_distribution_type_count =
    sizeof gx_distribution_types / sizeof *gx_distribution_types;

const gx_distribution_type *gx_distribution_type_find(const char *name)
{
    for (int32_t i = 0; i < gx_distribution_type_count; i++)
        if (strcmp(gx_distribution_types[i].name, name) == 0)
            return &gx_distribution_types[i];
    return NULL;
}

/* ---- cut distributions ---- */

/* What a cut leaves, as shares below its limits or, where it begins above the median and
 * shares below are too near 1 to be told apart, as shares above them. */
typedef struct cut {
    bool is_above;
    double low, high; /* shares at the limits: of all that is below, or above */
} cut;

static double share_at(const gx_distribution *d, double limit, bool is_above)
{
    if (isinf(limit))
        return (limit < 0.0) == is_above ? 1.0 : 0.0;
    return (is_above ? d->type->cumulative_above
                     : d->type->cumulative)(limit, d->parameter, d->count);
}

static cut cut_of(const gx_distribution *d)
{
    /* a discrete value on the low limit stays */
    double low = isinf(d->low) ? d->low : nextafter(d->low, -(double)INFINITY);
    bool is_above = d->type->cumulative_above && share_at(d, low, false) > 0.5;
    return (cut){is_above, share_at(d, low, is_above), share_at(d, d->high, is_above)};
}

const char *gx_distribution_fault(const gx_distribution *d)
{
    const gx_distribution_type *type = d->type;
    gsl_set_error_handler_off();
    if (d->count < type->least || (type->most >= 0 && d->count > type->most))
        return GX_TEXT("has another number of parameters");
    for (int32_t i = 0; i < d->count; i++)
        if (!isfinite(d->parameter[i]))
            return GX_TEXT("needs parameters that are numbers");
    const char *fault = type->fault(d->parameter, d->count);
    if (fault)
        return fault;
    if (isnan(d->low) || isnan(d->high) || d->low > d->high)
        return GX_TEXT("needs a lower limit below its upper limit");
    cut limits = cut_of(d);
    return limits.low != limits.high ? NULL : GX_TEXT("has nothing between its limits");
}

double gx_distribution_quantile(const gx_distribution *d, double u)
{
    bool is_cut = !isinf(d->low) || !isinf(d->high);
    cut limits = is_cut ? cut_of(d) : (cut){false, 0.0, 1.0};
    if (is_cut)
        u = limits.low + u * (limits.high - limits.low);
    double x = (limits.is_above ? d->type->quantile_above
                                : d->type->quantile)(u, d->parameter, d->count);
    return x < d->low ? d->low : x > d->high ? d->high : x;
}

bool gx_distribution_is_bounded(const gx_distribution *d)
{
    return isfinite(gx_distribution_quantile(d, 0.0)) &&
           isfinite(gx_distribution_quantile(d, 1.0));
}

/* ---- the copula ---- */

bool gx_copula_factor(double *matrix, int32_t n)
{
    gsl_set_error_handler_off();
    gsl_matrix_view view = gsl_matrix_view_array(matrix, (size_t)n, (size_t)n);
    return gsl_linalg_cholesky_decomp1(&view.matrix) == GSL_SUCCESS;
}

void gx_copula_apply(const double *factor, int32_t n, double *u)
{
    for (int32_t i = 0; i < n; i++)
        u[i] = gsl_cdf_ugaussian_Pinv(u[i]);
    for (int32_t i = n - 1; i >= 0; i--) { /* rows above are still independent */
        double z = 0.0;
        for (int32_t j = 0; j <= i; j++)
            z += factor[(size_t)i * (size_t)n + (size_t)j] * u[j];
        u[i] = gsl_cdf_ugaussian_P(z);
    }
}
