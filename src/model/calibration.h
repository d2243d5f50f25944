/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A calibration file as plain data: which constants are fitted to which series.
 *
 * Owned by the arena it was read into and const afterwards; names as written, with their
 * places.
 */
#ifndef GX_MODEL_CALIBRATION_H
#define GX_MODEL_CALIBRATION_H

#include "model/parameters.h"

/** A constant that is fitted. */
typedef struct gx_fitted {
    gx_name constant;      /* one number: `name`, `name[element]` */
    gx_quantity low, high; /* bounds; not given: those of the parameter table */
    gx_name prior;         /* a distribution's name; "none"; not given: the table's */
    GX_LIST(double) given; /* its parameters, in the variable's unit */
} gx_fitted;

/** A series of the data. */
typedef struct gx_observed {
    gx_name variable;  /* one number of the model */
    gx_name column;    /* of the data; not given: the variable's name */
    const char *units; /* of the column; NULL: the variable's own */
    gx_quantity error; /* standard deviation: `5 %` of the value, or an amount */
    bool is_log;       /* errors are of logarithms: `5 %` */
} gx_observed;

typedef struct gx_calibration {
    gx_words title;
    gx_name experiment; /* a model or scenario: a path, beside the file that says it */
    gx_names data;      /* tables, likewise: later actuals beside the history */
    double year_offset; /* Time is the table's first column + this */
    GX_LIST(gx_fitted) fitted;
    GX_LIST(gx_observed) observed;
    double starts;  /* descents, whole; 8 when not given */
    bool is_global; /* `search: global` */
    gx_loc loc;     /* the file, for complaints about all of it */
} gx_calibration;

#endif
