/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Distributions of inputs, by their quantile functions, and the Gaussian copula between
 * them. One table: study files, parameter tables, help and tests loop over it.
 */
#ifndef GX_STATS_DISTRIBUTION_H
#define GX_STATS_DISTRIBUTION_H

#include "base/diag.h"

enum { GX_DISTRIBUTION_PARAMETERS = 4 }; /* the most that a row with fixed ones has */

typedef struct gx_distribution_type {
    const char *name;
    const char *parameters; /* "low, high"; "value, ..." for any number */
    int32_t least, most;    /* number of parameters; most -1: any */
    bool is_bounded;        /* quantiles of 0 and 1 are finite without limits */
    bool is_stepped;        /* listed values and none between them */
    /** What is wrong with the parameters, in words that go on after the name, or NULL. */
    const char *(*fault)(const double *p, int32_t count);
    double (*quantile)(double u, const double *p, int32_t count); /* u in [0, 1] */
    double (*cumulative)(double x, const double *p, int32_t count);
    /* The same seen from above, exact where cumulative is near 1, for what is cut in its
     * upper tail: the value above which a share lies, and the share above a value. NULL
     * where the end is finite and near. */
    double (*quantile_above)(double share, const double *p, int32_t count);
    double (*cumulative_above)(double x, const double *p, int32_t count);
    const char *doc;
} gx_distribution_type;

extern const gx_distribution_type gx_distribution_types[];
extern const int32_t gx_distribution_type_count;

/** The row of that name, or NULL. */
const gx_distribution_type *gx_distribution_type_find(const char *name);

/** A distribution with its parameters, cut to [low, high]. */
typedef struct gx_distribution {
    const gx_distribution_type *type;
    int32_t count;
    const double *parameter; /* [count], borrowed */
    double low, high;        /* limits; -INFINITY and INFINITY when it has none */
} gx_distribution;

/**
 * What is wrong with a distribution, in words that go on after its name ("needs low below
 * high"), or NULL: number and values of parameters, limits that leave nothing.
 */
const char *gx_distribution_fault(const gx_distribution *d);

/** The value below which a share `u` in [0, 1] of the (cut) distribution lies. */
double gx_distribution_quantile(const gx_distribution *d, double u);

/** True when the quantiles of 0 and 1 are finite. */
bool gx_distribution_is_bounded(const gx_distribution *d);

/**
 * The lower triangle of a Gaussian copula: `matrix` is [n][n] correlations of the normal
 * scores, replaced by its Cholesky factor. False when it is not positive definite.
 */
bool gx_copula_factor(double *matrix, int32_t n);

/** Correlate independent coordinates u [n], each in (0, 1), in place. */
void gx_copula_apply(const double *factor, int32_t n, double *u);

#endif
