/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Estimators: what is worked out from the runs of a sample. One table; help, study files
 * and tests loop over it.
 *
 * A *streaming* estimator keeps sums for every cell (an output at a saved time) and
 * forgets the runs. Sums are of differences from a reference run (the model's own
 * values), which every worker knows, so the sums of chunks are put together by adding
 * them in the order of chunks, and the same bytes come out whoever did the chunks. A
 * *stored* estimator needs the values of all runs of one cell at once.
 *
 * Results are doubles in the order of the row's statistics: one for each factor (an
 * input, or inputs that move together), for each pair of factors i < j in the order of
 * rows, or one alone.
 */
#ifndef GX_STATS_ESTIMATOR_H
#define GX_STATS_ESTIMATOR_H

#include "stats/design.h"

typedef enum gx_over {
    GX_OVER_NOTHING, /* one number */
    GX_OVER_FACTOR,
    GX_OVER_PAIR,
    GX_OVER_LEVEL,   /* one for each share of gx_column.level */
    GX_OVER_COVERAGE /* one for each share i / GX_COVERAGES, i from 1 on */
} gx_over;

enum { GX_COVERAGES = 20 };

typedef struct gx_statistic {
    const char *name; /* as results and figures call it */
    gx_over over;
    const char *doc;
    bool is_output; /* in the unit of the output; else dimensionless, or as `doc` says */
} gx_statistic;

/** One group of runs. Values are differences from the reference run's. */
typedef struct gx_block {
    const gx_sample *sample;
    const double *u; /* [rows][inputs], points of the unit cube */
    const double *x; /* [rows][inputs], values of the inputs */
    const double *y; /* [rows][cells] */
    int32_t cells;
} gx_block;

/** All runs of one cell that did not fail; the plain rows only, in the order of runs. */
typedef struct gx_column {
    const gx_sample *sample;
    const double *u; /* [count][inputs], or NULL (gx_estimator.reads_u) */
    const double *x; /* [count][inputs], or NULL (gx_estimator.reads_x) */
    const double *y; /* [count] */
    int64_t count;
    const double *level; /* [levels] shares that quantiles are wanted of, rising */
    int32_t levels;
    double threshold; /* what outputs should reach, of the estimators that ask */
} gx_column;

/** The sums of one cell over some groups. */
typedef struct gx_totals {
    const gx_sample *sample;
    const double *shared; /* [shared] */
    const double *sum;    /* [sums] */
    int64_t groups;       /* at least 1 */
    double reference;     /* the value of the reference run */
} gx_totals;

enum { GX_MOST_STATISTICS = 9 };

typedef struct gx_estimator {
    const char *name;
    const char *doc;
    const char *design; /* the one it needs; NULL: any with plain rows */
    bool independent;   /* means nothing for correlated inputs */
    gx_statistic statistic[GX_MOST_STATISTICS]; /* ended by a NULL name */
    /** Streaming: sums shared by the cells, and sums of each cell. */
    size_t (*shared)(const gx_sample *s);
    size_t (*sums)(const gx_sample *s);
    /** Add a group: shared [shared], sum [sums][cells]. */
    void (*add)(double *shared, double *sum, const gx_block *g);
    /** The statistics of one cell. */
    void (*finish)(double *out, const gx_totals *t);
    /** Stored: the fewest runs that mean something; what all cells share, from u and x
     * alone (may be NULL); the statistics of one cell. NULL for streaming ones. */
    int64_t (*least)(const gx_sample *s);
    const void *(*study)(const gx_column *c, gx_arena *arena);
    void (*estimate)(double *out, const void *studied, const gx_column *c,
                     gx_arena *arena);
    bool wants_threshold;
    bool reads_u, reads_x; /* stored: of the inputs of all runs, which are large */
    bool by_input;         /* stored: what it says of an input hangs on no other, so that
                              it may be asked about some at a time */
} gx_estimator;

extern const gx_estimator gx_estimators[];
extern const int32_t gx_estimator_count;

/** The estimator of that name, or NULL. */
const gx_estimator *gx_estimator_find(const char *name);

/** Quantiles (definition 7 of Hyndman and Fan, 1996) at `level` [levels] of `value`
 * [count, at least 1], which is sorted. */
void gx_quantiles(double *out, const double *level, int32_t levels, double *value,
                  int64_t count);

/** Why an estimator cannot be used with a sample, in words that go on after its name;
 * NULL when it can. */
const char *gx_estimator_fault(const gx_estimator *e, const gx_sample *s,
                               bool is_correlated);

/** Numbers that a statistic has, and those of all statistics of an estimator. */
size_t gx_statistic_size(const gx_statistic *statistic, const gx_sample *s,
                         int32_t levels);
size_t gx_estimator_size(const gx_estimator *e, const gx_sample *s, int32_t levels);

/** The sums of an estimator over a part of a sample, apart for each replicate. */
typedef struct gx_sums {
    const gx_estimator *estimator;
    const gx_sample *sample;
    int32_t cells;
    size_t size;   /* of `value`, for who stores it */
    double *value; /* [replicates]: count, then shared, then sums */
} gx_sums;

/** Sums of nothing, in `arena`. */
gx_sums gx_sums_new(const gx_estimator *e, const gx_sample *s, int32_t cells,
                    gx_arena *arena);

/** Add group number `group`. */
void gx_sums_add(gx_sums *sums, int64_t group, const gx_block *g);

/** Add the sums of a later part. */
void gx_sums_join(gx_sums *sums, const double *value);

/**
 * The statistics of a cell whose reference run gave `reference`: out
 * [gx_estimator_size], NaN when no group is left, and the half-width of their 95 %
 * interval from the replicates (Student's t), NaN when there is one. `half` may be NULL.
 */
void gx_sums_finish(double *out, double *half, const gx_sums *sums, int32_t cell,
                    double reference, gx_arena *arena);

/**
 * A stored estimator over one replicate after the other, and over all of them: prepared
 * from a column whose y is not looked at.
 */
typedef struct gx_studied {
    const gx_estimator *estimator;
    const gx_column *column;   /* borrowed: u, x and what is asked stay */
    const int64_t *first;      /* [replicates + 1] rows of each */
    const void *const *shared; /* [replicates + 1], the last over all */
} gx_studied;

/** `group` is [count], the group of each row of the column. */
gx_studied gx_column_study(const gx_estimator *e, const gx_column *c,
                           const int64_t *group, gx_arena *arena);

/** The statistics of a cell with values y [count], and their half-widths as
 * gx_sums_finish has them. */
void gx_column_finish(double *out, double *half, const gx_studied *studied,
                      const double *y, gx_arena *arena);

#endif
