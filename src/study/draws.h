/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Random draws within the ranges of the parameter table: whatever constants are drawn, a
 * run ends, is conserved and has no negative stock; and how many reach the targets.
 */
#ifndef GX_STUDY_DRAWS_H
#define GX_STUDY_DRAWS_H

#include "study/parameters.h"

/** A target that a draw may reach: a variable at a time is at least a level. */
typedef struct gx_goal {
    gx_name variable; /* one cell */
    double time, level;
} gx_goal;

typedef struct gx_draws {
    int32_t draw_count;
    bool choices_too;        /* else rows of class `choice` stay as the case has them */
    bool tell_inputs;        /* of the first unsound draw, in notes */
    const gx_checks *checks; /* borrowed, as all below; or NULL */
    const gx_parameters *parameters;
    const gx_goal *goal; /* [goal_count] */
    int32_t goal_count;
} gx_draws;

/** What came out. */
typedef struct gx_drawn {
    int32_t input_count;
    int32_t *reached; /* [goal_count] draws that reached it, of those that are sound; in
                         the arena given */
} gx_drawn;

/**
 * Monte Carlo: draw `i` is independent of all others and a function of the case's seed
 * and `i` alone, so the first N are the same however many are asked for. Each constant
 * with a range is drawn by its distribution, independently; what the case overrides (a
 * scenario's settings) stays. Every tick of every draw is looked at as
 * gx_check_conservation and gx_check_non_negative do. The first unsound draws are errors
 * `check`.
 */
gx_err gx_check_draws(gx_check_count *count, gx_drawn *drawn, const gx_draws *draws,
                      const gx_case *c, const gx_workers *workers, gx_arena *arena,
                      gx_diags *ds);

#endif
