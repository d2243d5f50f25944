/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Expansion of arrays into cells (internal to model/): which ranges a variable runs over,
 * which elements an equation defines, and the scalar expressions of each element.
 */
#ifndef GX_MODEL_EXPAND_H
#define GX_MODEL_EXPAND_H

#include "model/model.h"

/** A subscript range and the element it stands for while one element is expanded. */
typedef struct gx_binding {
    int32_t range;
    int32_t element; /* index within the range */
    bool is_reduced; /* bound by a SUM over `range!`, not by the left-hand side */
} gx_binding;

enum { GX_MAX_BINDINGS = 16 };

typedef struct gx_scope {
    gx_binding at[GX_MAX_BINDINGS];
    int32_t count;
} gx_scope;

/**
 * Find the ranges of a variable from its left-hand sides: at each position the smallest
 * range that has every subscript used there. Errors: subscript, undefined-name.
 */
gx_err gx_array_find(gx_array *array, const gx_model *model, const gx_variable *var,
                     gx_diags *ds);

/** How many elements the left-hand side of an equation defines. */
int32_t gx_equation_size(const gx_model *model, const gx_equation *eq);

/**
 * The `i`-th element that an equation defines (last subscript fastest): binds its ranges
 * in `scope` and gives the element's index within the variable.
 */
int32_t gx_equation_element(const gx_model *model, const gx_array *array,
                            const gx_equation *eq, int32_t i, gx_scope *scope);

/** The element is one that the equation's :EXCEPT: leaves to others. */
bool gx_equation_excepts(const gx_model *model, const gx_array *array,
                         const gx_equation *eq, int32_t element);

/** The first binding whose element has a counterpart in `range` by a mapping; or -1. */
int32_t gx_scope_mapped(const gx_model *model, int32_t range, const gx_scope *scope);

/**
 * The element of a bound range that stands in an expression as a number, as index into
 * the range; -1 when the range is not bound.
 */
int32_t gx_scope_element(const gx_scope *scope, int32_t range);

/**
 * The element that the subscripts of a reference name under a scope: row-major within
 * `array`, or -1 after an error.
 */
int32_t gx_reference_element(const gx_model *model, const gx_array *array,
                             const gx_expr *ref, const gx_scope *scope, gx_diags *ds);

/** Has the flat model grown past its limits? An error when so. */
gx_err gx_flat_check_size(const gx_flat *flat, gx_loc loc, gx_diags *ds);

/** Resolve the right-hand side of an equation's `list_index`-th element into a cell. */
gx_err gx_cell_expand(gx_flat *flat, int32_t cell, const gx_equation *eq,
                      int32_t list_index, const gx_scope *scope, gx_diags *ds);

/** Make a table of a lookup's points. Errors: table. Gives its index, -1 after an error.
 */
int32_t gx_table_check(gx_table *table, const gx_expr *points, const char *name,
                       gx_diags *ds);

#endif
