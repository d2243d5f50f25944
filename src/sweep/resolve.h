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
} gx_sweep_making;

/** Inputs with their distributions, correlation and groups. */
gx_err gx_sweep_inputs(gx_sweep_making *m);

/** Note the names of a table and the one most like `given`. */
gx_err gx_sweep_unknown(gx_name given, const char *what, const char *const *name,
                        int32_t count, gx_diags *ds);

/** The text by which a folder knows its sweep. */
const char *gx_sweep_identity(const gx_sweep_making *m);

#endif
