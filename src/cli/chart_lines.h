/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The variables of a figure as lines over labelled years, and the same ones of several
 * results (internal to cli/).
 */
#ifndef GX_CLI_CHART_LINES_H
#define GX_CLI_CHART_LINES_H

#include "cli/chart.h"

/** A variable or an element of one over labelled years. */
typedef struct gx_line {
    const char *label; /* of the variable or element */
    const char
        *element;      /* as the model has it, where the figure did not choose; else "" */
    const char *key;   /* by which results have the same one */
    const char *units; /* of y, as its model spells them */
    const gx_result *result;
    int32_t part; /* of the figure's list; -1: its band */
    int32_t length;
    double *x, *y; /* NULL: its result does not have it */
} gx_line;

typedef GX_LIST(gx_line) gx_lines;

/** Find the one line of a band's edge. Errors: undefined-name, unsupported, subscript. */
gx_err gx_line_of_band(const gx_chart_builder *b, gx_line *line, const gx_result *result,
                       const gx_name *name);

/**
 * Read what the figure shows of each result of the builder, taken[i]. Elements are
 * matched by their names: `all` has each line once in the order found, as the first
 * result that has it says it, and the k-th line of every taken[i] is that one or absent.
 * A warning says what a result does not have. Lines are in the unit of the first result
 * that has them; that another one is converted is told. Errors: undefined-name,
 * subscript, unsupported, value (units of another kind).
 */
gx_err gx_lines_read(const gx_chart_builder *b, gx_lines *all, gx_lines *taken);

/** The unit of values of all lines in the reader's language; "" when they have several,
 * or none. */
const char *gx_lines_units(const gx_chart_builder *b, const gx_lines *all);

/** What is said of a unit of time that is no year; "" for years. */
const char *gx_lines_time(const gx_chart_builder *b);

/** Warn when lines that share an axis are in different units. */
void gx_lines_warn_units(const gx_chart_builder *b, const gx_lines *all);

#endif
