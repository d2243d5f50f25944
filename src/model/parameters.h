/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * `X-parameters.csv` and `X-levers.yaml` as plain data: how sure each constant is, and
 * which constants a planner can move.
 *
 * Owned by the arena they were read into and const afterwards; names as written, with
 * their places.
 */
#ifndef GX_MODEL_PARAMETERS_H
#define GX_MODEL_PARAMETERS_H

#include "model/scenario.h"

/** One row: a constant (`name`, `name[element]`) with its range. */
typedef struct gx_parameter {
    gx_name constant;
    gx_quantity low, high; /* with the row's unit */
    gx_name distribution;  /* its name; parameters below, or none */
    GX_LIST(double) given; /* `normal(3, 0.5)`, in the variable's unit */
    gx_name source_class;  /* a row of gx_source_classes */
    gx_name source;
} gx_parameter;

typedef struct gx_parameters {
    GX_LIST(gx_parameter) list;
    int32_t file; /* its source */
} gx_parameters;

/** Where a number comes from; one row a class. */
typedef struct gx_source_class {
    const char *name;
    const char *doc;
} gx_source_class;

extern const gx_source_class gx_source_classes[];
extern const int32_t gx_source_class_count;

/** A constant with its value when a planner does not use it, and when he does. */
typedef struct gx_lever {
    gx_name constant;
    gx_quantity off, on;
    double cost; /* of going from off to on, 1 when not given */
} gx_lever;

/** A constant that multiplies a constraint. */
typedef struct gx_constraint {
    gx_name constant;
    double factor; /* that relaxes it, 1.1 when not given */
} gx_constraint;

typedef struct gx_levers {
    gx_name outcome; /* variable: more is better */
    double year_offset;
    double year;       /* labelled: Time is year + year_offset */
    double negligible; /* gain, relative to the outcome, below which nothing binds */
    GX_LIST(gx_lever) levers;
    GX_LIST(gx_constraint) constraints;
} gx_levers;

#endif
