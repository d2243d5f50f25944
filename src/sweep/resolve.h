/* SPDX-License-Identifier: GPL-3.0-or-later */
/** What gx_sweep_new is made of (internal to sweep/). */
#ifndef GX_SWEEP_RESOLVE_H
#define GX_SWEEP_RESOLVE_H

#include "sweep/sweep.h"

/** A sweep being made. */
typedef struct gx_sweep_making {
    gx_sweep *s;
    const gx_sweep_setup *setup;
    gx_diags *ds;
    const int32_t *factor; /* [inputs] or NULL */
    int32_t factors;
    int32_t rows;                        /* of a table of points */
    const double *given;                 /* [rows][inputs] its points, or NULL */
    char table[2 * GX_SHA256_BYTES + 1]; /* what defines it */
} gx_sweep_making;

/** Inputs with their distributions, correlation and groups. */
gx_err gx_sweep_inputs(gx_sweep_making *m);

/** The one constant or point of a lookup that a name means, without a distribution;
 * `one` is the number 1 in the unit that values have, and becomes the scale. */
gx_err gx_sweep_find_constant(gx_sweep_input *made, const gx_sweep_making *m,
                              gx_name name, const gx_quantity *one);

/** Add an input; a second one of a constant is refused. */
gx_err gx_sweep_add_input(gx_sweep_making *m, const gx_sweep_input *made);

/** Does the study take inputs from a table of points, or is there one? */
bool gx_sweep_wants_columns(const gx_sweep_making *m);

/** Inputs that are columns of a table of points (points.c). */
gx_err gx_sweep_columns(gx_sweep_making *m);

/** When the sweep is to stop, if it is (stop.c). */
gx_err gx_sweep_take_stop(gx_sweep_making *m);

/** Note the names of a table and the one most like `given`. */
gx_err gx_sweep_unknown(gx_name given, const char *what, const char *const *name,
                        int32_t count, gx_diags *ds);

/** The text by which a folder knows its sweep. */
const char *gx_sweep_identity(const gx_sweep_making *m);

#endif
