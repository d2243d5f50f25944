/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Results side by side at years, for `compare` (internal to cli/). All is in the arena
 * of the comparison, or borrowed from the results.
 */
#ifndef GX_CLI_COMPARISON_H
#define GX_CLI_COMPARISON_H

#include "cli/chart.h"

/** A variable or element in all results, at years. */
typedef struct gx_compared {
    const char *name, *label, *units;
    gx_years at;
    const double **value; /* [count of results] of [at.count]; NaN: there is none */
} gx_compared;

typedef struct gx_comparison {
    const gx_result *result; /* runs of one are results here (gx_runs_spread) */
    int32_t count;
    const char **head;         /* [count] what each is called */
    const gx_texts *variables; /* as typed; none: the milestones', else what differs */
    const gx_years *years;     /* as typed; NULL: whole years, else all times */
    gx_language language;
    gx_arena *arena;
    gx_diags *ds;
    bool is_end; /* nothing was asked for: what differs, at the end */
    GX_LIST(gx_compared) sets;
} gx_comparison;

/**
 * Fill `sets` of a comparison whose other fields are set. The lines are those of a
 * figure, so that table and figure show the same. Errors: undefined-name, subscript,
 * value (other units).
 */
gx_err gx_comparison_fill(gx_comparison *c);

/** The figures file that says how years are labelled: the first there is, or NULL. */
const gx_figures *gx_comparison_figures(const gx_comparison *c);

/** What a figure of this variable alone is. */
gx_figure gx_comparison_figure(const gx_comparison *c, const char *variable);

/** Append the tables, or the document for scripts (comparison_print.c). */
void gx_comparison_print(const gx_comparison *c, gx_buf *out);
void gx_comparison_json(const gx_comparison *c, gx_buf *out);

#endif
