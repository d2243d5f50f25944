/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A study file as plain data: what is uncertain, which runs are made, what is worked out
 * from them. Names as written, with their places; the model is held against them in
 * sweep/. Owned by the arena it was read into and const afterwards.
 */
#ifndef GX_MODEL_STUDY_H
#define GX_MODEL_STUDY_H

#include "model/scenario.h"

/** `normal(3, 0.5) 亿元`: a name, numbers in brackets, a unit. */
typedef struct gx_call {
    gx_name name;
    GX_LIST(double) given;
    const char *units; /* "" when none */
} gx_call;

/** A constant that is not known, and how. */
typedef struct gx_study_input {
    gx_name name; /* as for `set:` */
    gx_call spread;
    gx_quantity low, high; /* limits that the distribution is cut to, or not given */
} gx_study_input;

/** Correlation of the normal scores of two inputs. */
typedef struct gx_study_pair {
    gx_name name[2];
    double rho;
    gx_loc loc; /* of rho */
} gx_study_pair;

/** Inputs that move together. */
typedef struct gx_study_group {
    gx_name name;
    gx_names inputs;
} gx_study_group;

typedef struct gx_study_design {
    gx_name name;
    double samples, seed, replicates, levels; /* whole numbers; 0: not given */
    gx_name file;                             /* of points, a path; or not given */
    gx_loc place;                             /* of the design */
} gx_study_design;

typedef struct gx_study_statistic {
    gx_name estimator;
    gx_quantity threshold;
    GX_LIST(double) levels; /* shares of quantiles */
    gx_names outputs;       /* none: all */
} gx_study_statistic;

/** When enough runs are there: the 95 % intervals of a statistic are narrow enough. */
typedef struct gx_study_stop {
    gx_name statistic; /* `sobol`, `moments mean`; or not given */
    gx_quantity half_width;
} gx_study_stop;

typedef struct gx_study {
    const char *path;
    int32_t file;
    gx_words title;
    gx_name model, scenario; /* paths; one of them is given */
    gx_name all_parameters;  /* `inputs: parameters` or `parameters: all`, or not given */
    gx_name all_levers;      /* `inputs: levers` or `levers: all`, or not given */
    gx_name all_columns;     /* `inputs: columns`, or not given */
    gx_names columns;        /* `inputs: [a, b]`: of the design's file */
    GX_LIST(gx_study_input) inputs;
    GX_LIST(gx_study_pair) correlation;
    GX_LIST(gx_study_group) groups;
    gx_study_design design;
    gx_names outputs;           /* at least one */
    GX_LIST(gx_quantity) times; /* none: every whole one */
    GX_LIST(gx_study_statistic) statistics;
    gx_study_stop stop;
} gx_study;

#endif
