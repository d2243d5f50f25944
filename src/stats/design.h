/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Sampling designs: which points of the unit cube are run. A design knows nothing of
 * models or of distributions. Row `i` is a function of the design's settings and of `i`
 * alone, so that chunks of a study can be made anywhere, in any order.
 *
 * Rows come in groups of `rows` (a Saltelli block, a Morris trajectory; 1 elsewhere): an
 * estimator needs a group whole. Groups are shared evenly over replicates, the first
 * groups to the first one; replicates are independent, and an interval comes from them.
 */
#ifndef GX_STATS_DESIGN_H
#define GX_STATS_DESIGN_H

#include "base/diag.h"

#include <stdint.h>

/** What a design is asked for. */
typedef struct gx_sampling {
    int32_t inputs;
    const int32_t *level; /* [inputs] listed values of each; 0: a distribution */
    int64_t samples;      /* groups wanted, over all replicates; 0 where values say it */
    int32_t replicates;   /* at least 1; divides samples */
    uint64_t seed;
    const int32_t
        *factor;         /* [inputs] what moves together, 0 .. factors-1; NULL: nothing */
    int32_t factors;     /* worked out when factor is NULL */
    int32_t grid;        /* levels of a Morris grid, even; 0: 4 */
    const double *given; /* [samples][inputs] points from a file */
} gx_sampling;

/** A prepared design: its rows can be filled, by several threads at once. */
typedef struct gx_sample {
    const struct gx_design *design;
    gx_sampling sampling;
    int64_t count;    /* rows */
    int32_t rows;     /* of a group */
    const void *made; /* [replicates], what the design prepared */
} gx_sample;

typedef struct gx_design {
    const char *name;
    const char *doc;
    bool lists;       /* inputs need listed values */
    bool grid;        /* its values are chosen to span ranges: no sample of anything */
    bool samples;     /* needs a number of samples */
    bool replicates;  /* can be repeated independently */
    bool independent; /* means nothing for correlated inputs */
    bool grows;       /* row i of a replicate is the same for any number of samples */
    bool ends;        /* uses coordinates 0 and 1: inputs must be bounded */
    bool file;        /* its points come from a file */
    int32_t plain;    /* first rows of a group that are points of the inputs' space as
                         likely as any: what moments and regressions may use */
    /** Rows of a group. */
    int32_t (*rows)(const gx_sampling *s);
    /** Groups, or -1 with `*why` when it cannot: words after "the design 'x'". */
    int64_t (*groups)(const gx_sampling *s, const char **why);
    /** Work out what rows share; NULL when there is nothing. Kept in `arena`. */
    const void *(*prepare)(const gx_sampling *s, gx_arena *arena);
    /** Fill point [inputs] of row `row` of group `group` (of all): in [0, 1]; NaN means
     * the value that the model has. */
    void (*fill)(double *point, const gx_sample *p, int64_t group, int32_t row);
} gx_design;

extern const gx_design gx_designs[];
extern const int32_t gx_design_count;

/** The design of that name, or NULL. */
const gx_design *gx_design_find(const char *name);

enum { GX_MOST_RUNS = 1 << 30 }; /* of a study */

/**
 * Prepare a design. Refused, with words that go on after "the design 'x'", when it cannot
 * give what is asked. `p` borrows the arrays of `s` and keeps its own in `arena`.
 */
bool gx_sample_prepare(gx_sample *p, const gx_design *design, const gx_sampling *s,
                       gx_arena *arena, const char **why);

/** Fill point [count][inputs] with rows first .. first + count - 1. */
void gx_sample_fill(double *point, const gx_sample *p, int64_t first, int64_t count);

/** The replicate that a group belongs to. */
int32_t gx_sample_replicate(const gx_sample *p, int64_t group);

#endif
