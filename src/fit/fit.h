/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Fitting without models: a problem is a function that turns many points of a few
 * parameters into residuals at once, so that whoever has lanes can use them.
 *
 * Methods work in coordinates without bounds (gx_coordinate). A parameter with a prior is
 * the quantile of its coordinate's normal score, so that every prior is a standard normal
 * and its residual is the coordinate itself; one with bounds alone is a sine between them
 * (James and Roos 1975, MINUIT); one with neither is itself. Most probable therefore
 * means most probable in normal scores: the same whether a rate or its logarithm is asked
 * for.
 *
 * Results are in the arena given. Nothing depends on how many points are asked at once.
 */
#ifndef GX_FIT_FIT_H
#define GX_FIT_FIT_H

#include "stats/distribution.h"

/** How a parameter is moved. */
typedef struct gx_coordinate {
    double low, high;             /* bounds; -INFINITY and INFINITY when it has none */
    const gx_distribution *prior; /* borrowed; NULL: none, nothing is known but bounds */
} gx_coordinate;

/** The value at a coordinate, and the other way round. Both rise. */
double gx_coordinate_value(const gx_coordinate *c, double z);
double gx_coordinate_place(const gx_coordinate *c, double value);

/** Change of the value with the coordinate. */
double gx_coordinate_slope(const gx_coordinate *c, double z);

/** The coordinate of a share `u` in (0, 1) of its range; NaN when it has none. */
double gx_coordinate_share(const gx_coordinate *c, double u);

/** How far from 0 a coordinate means something: beyond, a sine turns back. */
double gx_coordinate_limit(const gx_coordinate *c);

/**
 * The coordinate, or one a little inside where it is at a bound: there the value hardly
 * changes with the coordinate, and a descent would stay.
 */
double gx_coordinate_inside(const gx_coordinate *c, double z);

/** True when the value is at a bound, to a millionth of the range. */
bool gx_coordinate_is_bound(const gx_coordinate *c, double z);

/** What is fitted. */
typedef struct gx_problem {
    int32_t parameters;
    int32_t data;                    /* residuals of data */
    const gx_coordinate *coordinate; /* [parameters] */
    /**
     * Fill r [count][data] with residuals, each in its standard deviation, at the values
     * x [count][parameters]. A point that has none is NaN throughout. Errors end the fit.
     */
    gx_err (*evaluate)(double *r, const double *x, int32_t count, void *context,
                       gx_diags *ds);
    void *context;
    double size;      /* of residuals where they are in the data's unit, so that when a
                         descent ends does not depend on it; 0: 1 */
    double step;      /* relative, of differences; 0: that of exact arithmetic, 6e-6 */
    double precision; /* relative, of coordinates where a descent ends; 0: 1e-12 */
} gx_problem;

/** What was asked of a problem so far. */
typedef struct gx_asked {
    int64_t points, failed;
} gx_asked;

/** Residuals of data and then of each prior: what a fit makes small. */
int32_t gx_problem_residuals(const gx_problem *p);

/**
 * The residuals r [count][gx_problem_residuals] at coordinates z [count][parameters];
 * priors' residuals are there even where the data's are NaN.
 */
gx_err gx_problem_evaluate(double *r, const gx_problem *p, const double *z, int32_t count,
                           gx_asked *asked, gx_diags *ds);

/** Sum of squares of one point; infinite where it failed. */
double gx_problem_cost(const gx_problem *p, const double *r);

/** Where a search ended. */
typedef struct gx_fit {
    const double *z;        /* [parameters] */
    const double *value;    /* [parameters] */
    const double *residual; /* [residuals] */
    const double *jacobian; /* [residuals][parameters], by coordinate */
    double cost;            /* sum of squares */
    int32_t iterations;
    bool has_converged;
    const char *ended; /* in words */
} gx_fit;

/**
 * Least squares from the coordinates `start`, the free ones moved off their bounds
 * (gx_coordinate_inside): Levenberg-Marquardt with geodesic acceleration (Transtrum and
 * Sethna 2012), GSL's. Coordinates with `fixed` ([parameters], NULL: none) stay; when all
 * do, there are z, residuals and cost only.
 * Derivatives are central differences, all points at once. Where the start or the points
 * around it have no residuals the cost is infinite, and there is nothing else. Errors:
 * those of the problem.
 */
gx_err gx_fit_descend(gx_fit *fit, const gx_problem *p, const double *start,
                      const bool *fixed, gx_asked *asked, gx_arena *arena, gx_diags *ds);

/** How all of the space is searched. */
typedef struct gx_searching {
    int32_t starts; /* descents */
    bool is_global; /* the points that they begin at were first evolved, for functions
                       with many valleys: every parameter needs a range */
    uint64_t seed;
} gx_searching;

/** How a search went. */
typedef struct gx_search {
    int32_t starts;  /* descents */
    int32_t same;    /* of them ended at the best cost, to a millionth */
    int32_t drawn;   /* points that starts were chosen from */
    int32_t evolved; /* generations of them */
    gx_asked asked;
} gx_search;

/**
 * The best of descents from `start` and from the `starts` - 1 best of 16 times as many
 * Sobol' points over the ranges; a parameter without range keeps its start in them.
 * `is_global`: from the best of those points after differential evolution (evolve.h).
 * Errors: those of the problem; fit (nothing to start from).
 */
gx_err gx_fit_search(gx_fit *fit, gx_search *search, const gx_problem *p,
                     const double *start, const gx_searching *how, gx_arena *arena,
                     gx_diags *ds);

/** What the data knew of a parameter. */
typedef struct gx_known {
    double error;    /* standard error of the value; infinite where it has none */
    double score;    /* ... of the coordinate; likewise */
    double informed; /* share of what is known that is not the prior's: 0 to 1; 0 where
                        nothing is */
    bool is_bound;   /* the fit ended at its bound ... */
    bool is_held;    /* ... and no prior says how far inside it may be: it is not free */
} gx_known;

/** The neighbourhood of a fit. */
typedef struct gx_spectrum {
    const gx_known *known;     /* [parameters] */
    const double *correlation; /* [parameters][parameters] of coordinates */
    const double *singular;    /* [parameters] of the data's Jacobian, falling: how far a
                                  direction moves the data, in their deviations, for one
                                  standard deviation of the prior */
    const double *direction;   /* [parameters][parameters]: row i goes with singular i */
    double scale;   /* standard deviation of a residual: 1 where errors are known */
    double chance;  /* that data are as far from a model that is right, by their errors
                       alone: chi-squared; NaN where errors are not known */
    double wide;    /* of a 95 % interval, on either side, in standard errors: normal, or
                       Student's where the scale was estimated */
    double rise;    /* of the cost, in its scale, at the ends of one: chi-squared, or F */
    double freedom; /* degrees of: data less what they told of parameters */
} gx_spectrum;

/**
 * Work out the covariance from the Jacobian. `is_scaled`: errors of data are only known
 * up to a factor, which the residuals tell. Directions that nothing informs have infinite
 * errors. What is at a bound and has no prior is held there: the errors of the others are
 * those with it held, its column of the Jacobian counts as zeros, and it takes no degree
 * of freedom: given that a linear fit ends there, its sum of squares is chi-squared with
 * the data less the parameters that are free (Shapiro 1988).
 */
void gx_fit_spectrum(gx_spectrum *s, const gx_problem *p, const gx_fit *fit,
                     bool is_scaled, gx_arena *arena, gx_oom oom);

/** Rise of the cost at the ends: chi-squared with one degree of freedom, 95 %. */
#define GX_PROFILE_RISE 3.841458820694124

/** Where the likelihood, the others fitted again, falls to that of a 95 % interval. */
typedef struct gx_profile {
    double low, high; /* values; bounds or infinite where it never falls so far */
} gx_profile;

/** Profile [parameters] around a fit; `scale` is the spectrum's. */
gx_err gx_fit_profile(gx_profile *profile, const gx_problem *p, const gx_fit *fit,
                      const gx_spectrum *spectrum, gx_asked *asked, gx_diags *ds);

enum { GX_CURVE_POINTS = 21 };

/** The profile of a parameter as a curve, a little beyond the ends of its interval. */
typedef struct gx_curve {
    double value[GX_CURVE_POINTS]; /* rising */
    double rise[GX_CURVE_POINTS];  /* of the cost, in its scale; NaN where runs fail */
} gx_curve;

/** The curve [parameters] of each profile, the others fitted again at every point. */
gx_err gx_fit_curves(gx_curve *curve, const gx_profile *profile, const gx_problem *p,
                     const gx_fit *fit, const gx_spectrum *spectrum, gx_asked *asked,
                     gx_diags *ds);

#endif
