/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Running gnuplot; private to show/. */
#ifndef GX_SHOW_GNUPLOT_H
#define GX_SHOW_GNUPLOT_H

#include "base/diag.h"

/** A program to start and how long to wait for it. */
typedef struct gx_helper {
    const char *program;
    int32_t timeout_seconds;
} gx_helper;

/** Check that the program is a gnuplot that is new enough. Errors: helper, file. */
gx_err gx_gnuplot_check(const gx_helper *helper, gx_diags *ds);

/**
 * Run a script that draws one image; gnuplot writes it to the open file `image` (its
 * standard output), so that no path is in the script. Warnings of gnuplot become
 * warnings. Errors: helper (cannot start, failed, took too long), file.
 */
gx_err gx_gnuplot_run(const gx_helper *helper, const gx_buf *script, int image,
                      gx_diags *ds);

#endif
