/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What one run came to: milestones, years in which levels are reached, indicators outside
 * their range. All are read from the saved values of a frame without runs, but for the
 * spread of a milestone.
 */
#ifndef GX_STUDY_OUTCOME_H
#define GX_STUDY_OUTCOME_H

#include "model/checks.h"
#include "study/case.h"

/** Why there is no number of a year. */
typedef enum gx_absence {
    GX_ABSENT_NOT,    /* there is one */
    GX_ABSENT_SAVED,  /* the run has that time, but it was not saved */
    GX_ABSENT_RUN,    /* the run does not have it */
    GX_ABSENT_GROWTH, /* growth from or to what is not above 0 */
} gx_absence;

/** What a run reached at a milestone. */
typedef struct gx_reached {
    double value;     /* NaN: there is none, and why ... */
    gx_absence lacks; /* ... not */
    double growth; /* mean rate a year, 0.2 for 20 %; NaN: not asked for, or none ... */
    gx_absence lacks_growth; /* ... and why, when it was asked for */
    double missing;          /* the year that growth lacks */
    const char *units; /* of the variable, borrowed from the frame; NULL without it */
} gx_reached;

/** False when the frame does not have the variable (without subscripts) at that time. */
bool gx_milestone_reached(gx_reached *reached, const gx_milestone *milestone,
                          const gx_frame *frame);

/** A milestone in several runs. */
typedef struct gx_reached_by {
    int32_t known,
        reaching;       /* runs with a value then; with one that is not below target */
    double least, most; /* NaN when none is known */
    const char *units;  /* borrowed from the frame */
} gx_reached_by;

/** False when the frame does not have the variable over runs and times alone. */
bool gx_milestone_spread(gx_reached_by *spread, const gx_milestone *milestone,
                         const gx_frame *frame);

/** When a level is reached. */
typedef struct gx_crossing {
    double year;   /* the first whole labelled year saved that has it, or NaN */
    bool is_exact; /* all years of the run before it (without it: all) are saved */
} gx_crossing;

/** The first whole labelled year in which the variable is at least `level`. */
gx_crossing gx_crossing_find(const gx_crossings *crossings, double level,
                             const gx_frame *frame);

/** An element of an indicator that leaves its range: how far, and since when. */
typedef struct gx_stray {
    const gx_indicator *indicator; /* borrowed */
    int32_t cell;
    double since, until; /* times outside, the first and the last */
    double value, at;    /* the farthest, and its time */
    double limit;        /* the end of the range it is beyond, in the variable's unit */
} gx_stray;

typedef GX_LIST(gx_stray) gx_strays;

/**
 * Add the strays of a run, in the order of indicators and elements. Variables that the
 * frame does not have are passed over. Errors (the first; the others are looked at all
 * the same): undefined-name, subscript, value.
 */
gx_err gx_strays_find(gx_strays *strays, const gx_checks *checks, const gx_case *c,
                      const gx_frame *frame, gx_arena *arena, gx_diags *ds);

#endif
