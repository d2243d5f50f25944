/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * A frame: variables over named dimensions, with coordinates, units and text beside them
 * (netCDF's own model). It is the one product right of sim/: runs, designs, indices and
 * data are all frames, and store/ and show/ know nothing else.
 *
 * The frame owns everything in it through its arena; gx_frame_free frees all. Values are
 * row-major over the variable's dimensions in the order given, missing values are NaN.
 */
#ifndef GX_BASE_FRAME_H
#define GX_BASE_FRAME_H

#include "base/diag.h"

enum { GX_MAX_DIMS = 8 };

typedef struct gx_attribute {
    const char *name;
    const char *text;
} gx_attribute;

typedef GX_LIST(gx_attribute) gx_attributes;

/** A dimension: numbers, labels or (none of them) just a length. */
typedef struct gx_dim {
    const char *name;
    const char *units; /* of the coordinate, "" when none */
    int32_t length;
    const double *value;      /* [length] rising coordinate, or NULL */
    const char *const *label; /* [length] names (subscript elements), or NULL */
    bool is_counted;          /* the coordinate is 0, 1, 2 ... and is not held */
    gx_attributes attributes;
} gx_dim;

typedef struct gx_var {
    const char *name;  /* as the model spells it */
    const char *units; /* as the model spells them, "" when none */
    const char *title; /* long name: documentation in one line, "" when none */
    int32_t dim_count;
    int32_t dim[GX_MAX_DIMS]; /* index into frame->dims, outermost first */
    double *value;            /* [product of dim lengths], variable's units; NULL when
                                 they are put into a file part by part (gx_rows) */
    bool is_steady;           /* a constant of the model: the same at all times */
    gx_attributes attributes;
} gx_var;

typedef struct gx_frame {
    gx_arena *arena;
    GX_LIST(gx_dim) dims;
    GX_LIST(gx_var) vars;
    gx_attributes attributes; /* what defines the numbers, in short (decisions 6) */
    gx_attributes texts;      /* whole embedded files: model, sidecars, scenario */
} gx_frame;

gx_frame *gx_frame_new(gx_oom oom);
void gx_frame_free(gx_frame *frame);

/** Add a dimension; copies name, units, and `value` or `label` ([length], either NULL).
 */
int32_t gx_frame_add_dim(gx_frame *frame, const char *name, const char *units,
                         int32_t length, const double *value, const char *const *label);

/** Add a variable over `dim_count` dimensions; its values start as NaN. */
int32_t gx_frame_add_var(gx_frame *frame, const char *name, const char *units,
                         int32_t dim_count, const int32_t *dim);

/** Add a variable whose values are too many to hold: they go into a file by gx_rows_put.
 */
int32_t gx_frame_add_outside(gx_frame *frame, const char *name, const char *units,
                             int32_t dim_count, const int32_t *dim);

/** Set an attribute of a list (copied); a second value for a name replaces the first. */
void gx_attribute_set(gx_arena *arena, gx_attributes *list, const char *name,
                      const char *text);

/** The text of an attribute, or NULL. */
const char *gx_attribute_find(const gx_attributes *list, const char *name);

/** Index of a dimension or variable by name (compared as names are), or -1. */
int32_t gx_frame_find_dim(const gx_frame *frame, const char *name);
int32_t gx_frame_find_var(const gx_frame *frame, const char *name);

/** Number of values of a variable. */
size_t gx_var_size(const gx_frame *frame, const gx_var *var);

/**
 * One series over time: the values of `var` at `run` and subscript element `element`
 * (index into the row-major product of the dimensions after time). Dimensions are [run,]
 * time, subscripts. `out` has room for the length of "time". False when the variable has
 * no time.
 */
bool gx_frame_series(const gx_frame *frame, const gx_var *var, int32_t run,
                     int32_t element, double *out);

/** How two frames differ; see gx_frame_compare. */
typedef struct gx_difference {
    const char *var; /* the worst variable (borrowed from the first frame) */
    double at;       /* its time */
    double a, b;     /* the two values */
    double excess;   /* |a - b| over the allowance; <= 1 is agreement */
    int32_t missing; /* variables or times of `a` that `b` lacks */
} gx_difference;

/**
 * Compare every variable over time of `a` (the reference) with the one of that name in
 * `b`, at the times of `a`. The allowance is the largest of relative * |a|, absolute *
 * min(1, max |a| of the variable) and `digit` ([a->vars.count]: half a unit of the last
 * digit the reference was printed with; NULL: none).
 */
gx_difference gx_frame_compare(const gx_frame *a, const gx_frame *b, double relative,
                               double absolute, const double *digit);

#endif
