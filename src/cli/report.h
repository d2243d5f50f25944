/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What a run came to, as text in a language or for scripts (internal to cli/).
 */
#ifndef GX_CLI_REPORT_H
#define GX_CLI_REPORT_H

#include "cli/cli.h"
#include "study/outcome.h"

/** Append the summary of a run, saved at `path`: size, milestones, the indicators that a
 * single run has outside their ranges. What is wrong with those goes to `ds`. */
void gx_report_text(gx_buf *out, const gx_experiment *experiment, const gx_frame *frame,
                    const char *path, gx_language language, gx_diags *ds);

/** The same as members of an object. */
void gx_report_json(gx_json *json, const gx_experiment *experiment, const gx_frame *frame,
                    const char *path, gx_diags *ds);

/** Add a list of the milestones, or of strays. */
void gx_json_milestones(gx_json *json, const gx_experiment *experiment,
                        const gx_frame *frame);
void gx_json_strays(gx_json *json, const gx_experiment *experiment,
                    const gx_strays *strays);

/** ` 亿元/year`, the unit of what is outside its range; "" without a dimension. */
const char *gx_stray_units(const gx_experiment *experiment, const gx_stray *stray,
                           gx_language language);

#endif
