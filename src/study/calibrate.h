/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A model held against data: what a calibration file asks for as a gx_problem, each point
 * of which is a lane of one program.
 */
#ifndef GX_STUDY_CALIBRATE_H
#define GX_STUDY_CALIBRATE_H

#include "fit/fit.h"
#include "model/calibration.h"
#include "model/parameters.h"
#include "study/data.h"
#include "study/probe.h"

/** One number of the data. */
typedef struct gx_datum {
    int32_t series;   /* of the calibration's observed ones */
    double time;      /* the model's */
    double value;     /* in the variable's unit */
    double weight;    /* of its square error; 1 when none is given */
    double deviation; /* standard, of the value or of its logarithm; 1 when not known */
} gx_datum;

/** A problem with the names of what is in it. Owned by the arena it was made in. */
typedef struct gx_calibrator {
    gx_problem problem;
    const gx_calibration *asked; /* borrowed */
    const int32_t *cell;         /* [problem.parameters] */
    const char *const *name;     /* [problem.parameters] `constant[element]` */
    const char *const *units;    /* [problem.parameters] */
    const double *before;        /* [problem.parameters] values of the model ... */
    const double *start;         /* [problem.parameters] ... as coordinates, off bounds */
    const int32_t *series_cell;  /* [asked->observed.count] */
    const char *const *series_name;
    const char *const *series_units;
    GX_LIST(gx_datum) data; /* by series, then table and time */
    bool has_errors;        /* deviations are known */
    gx_probe *probe;
    gx_spot *spot; /* [data.count] */
} gx_calibrator;

/**
 * Find what is asked for in the model, the parameter table (or NULL) and the data. Runs
 * the model to see that the data lie within the run, that each series answers to some
 * parameter, and that each parameter changes some of the data. Errors: undefined-name,
 * subscript, value, not-constant, those of the first run.
 */
gx_err gx_calibrator_build(gx_calibrator **made, const gx_calibration *asked,
                           const gx_parameters *parameters, const gx_tables *data,
                           const gx_case *c, const gx_workers *workers, gx_arena *arena,
                           gx_diags *ds);

/** Free what the arena does not. */
void gx_calibrator_end(gx_calibrator *calibrator);

/** What simulated numbers [data.count] leave, each in its deviation: r [data.count],
 * which may be the same array. */
void gx_calibrator_residuals(double *r, const gx_calibrator *calibrator,
                             const double *simulated);

/** The simulated numbers sim [data.count] at values x [parameters]. */
gx_err gx_calibrator_simulate(double *sim, const gx_calibrator *calibrator,
                              const double *x, gx_diags *ds);

#endif
