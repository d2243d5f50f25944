/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Scenarios and sidecars as plain data: what a scenario file, `X-labels.yaml` and
 * `X-figures.yaml` say, after reading and before any model is compiled.
 *
 * Everything is owned by the arena it was read into and const afterwards. Names are kept
 * as written, with their places; whether a model has them is checked where both are at
 * hand (model/override.c for `set:`). Numbers of the zone stand in the model only; a
 * scenario overrides (decisions 13).
 */
#ifndef GX_MODEL_SCENARIO_H
#define GX_MODEL_SCENARIO_H

#include "base/diag.h"

#include <math.h>

/* A number that was not given (isnan). */
#define GX_NOT_GIVEN ((double)NAN)

/** A text in the languages of gaoxin; NULL or "" where it was not given (gx_words_in). */
typedef struct gx_words {
    const char *en;
    const char *zh;
} gx_words;

typedef enum gx_language { GX_LANG_EN, GX_LANG_ZH, GX_LANG_COUNT } gx_language;

/** Something named in a file, with its place; `text` is NULL when it was not given. */
typedef struct gx_name {
    const char *text; /* as written */
    gx_loc loc;
} gx_name;

typedef GX_LIST(gx_name) gx_names;

/** A number with the unit it was written with ("" when none): `345 元/m²`, `20 %/year`.
 */
typedef struct gx_quantity {
    double number; /* NaN when not given */
    const char *units;
    gx_loc loc; /* of the whole value */
} gx_quantity;

typedef struct gx_point {
    double x, y;
} gx_point;

/** `name[element, ...]: value` of a scenario's `set:` or of --set. */
typedef struct gx_setting {
    gx_name name; /* with subscripts if any */
    gx_quantity value;
    GX_LIST(gx_point) points; /* `(0,1),(1,2)` for a lookup: then there is no number */
} gx_setting;

typedef GX_LIST(gx_setting) gx_settings; /* one a name (compared as names are) */

/** `run:` of a scenario. */
typedef struct gx_run_settings {
    gx_name method;
    gx_quantity time_step, save_every, initial_time, final_time;
    gx_quantity tolerance; /* of adaptive methods */
} gx_run_settings;

/**
 * A scenario with everything it extends folded in, the nearest file winning.
 *
 * Settings come in the order in which they apply: those of the farthest ancestor first,
 * and a name that is set again stands where it was set last. So `x[a]: 1` of a child wins
 * over `x[*]: 2` of its parent, and the other way round.
 */
typedef struct gx_scenario {
    const char *name; /* file name without folder and extension */
    const char *path; /* as opened */
    gx_name model;    /* a path, resolved against the folder of the file that says it */
    gx_words title;   /* its own: an ancestor's would be of something else */
    gx_words requirement; /* what it was made to reach, its own or an ancestor's: then it
                             is no forecast; none: "" or NULL */
    gx_run_settings run;  /* each setting by the nearest file that gives it */
    gx_settings settings;
    GX_LIST(gx_name) data; /* tables for data variables: paths, resolved like the model */
    GX_LIST(gx_name) outputs; /* variables; none means all */
    GX_LIST(int32_t)
    files; /* source files it came from: itself first, then its ancestors */
} gx_scenario;

/** One row of `X-labels.yaml`: what a variable is called on figures and in tables. */
typedef struct gx_label {
    gx_name variable; /* one row a variable */
    gx_words name;
    gx_words units;
} gx_label;

typedef struct gx_labels {
    GX_LIST(gx_label) list;
} gx_labels;

/** A range to hit: `low <= high`, both NaN when there is none. */
typedef struct gx_figure_target {
    double year; /* labelled year (figures only; a milestone has its own) */
    double low, high;
    gx_words label;
} gx_figure_target;

/** A band between two variables. */
typedef struct gx_figure_band {
    gx_name low, high; /* variables; no band when not given */
    double from, to;   /* labelled years it is drawn for; NaN: all there are */
    gx_words label;
} gx_figure_band;

/** A mark on a figure. */
typedef struct gx_figure_mark {
    double year; /* labelled */
    double value;
} gx_figure_mark;

/** Marks on a figure that share a label. */
typedef struct gx_figure_points {
    gx_words label;
    gx_name variable; /* on whose panel, where each variable or element has one */
    bool hollow;      /* constructions rather than data */
    GX_LIST(gx_figure_mark) at; /* as written, in the figure's unit */
} gx_figure_points;

/** What a figure shows: all elements of a variable, or those that `[...]` names. */
typedef struct gx_figure_part {
    gx_name variable;
    gx_words label;     /* instead of the variable's own */
    double year_offset; /* its own or the figure's */
} gx_figure_part;

/** Which of the variables binds: of a strip. */
typedef struct gx_figure_rule {
    bool highest;   /* else the lowest */
    double free_at; /* at least that (`highest`: at most): none binds; NaN: one does */
    gx_words free;
} gx_figure_rule;

/** One figure of `X-figures.yaml`. */
typedef struct gx_figure {
    gx_name name; /* key; also the file name: no '/' or control character in it */
    gx_name kind; /* a row of gx_plots */
    gx_name of;   /* the command whose results it shows; not given: run */
    gx_words title, subtitle, source;
    GX_LIST(gx_figure_part) parts; /* at least one */
    gx_figure_rule rule;
    double year_offset; /* labelled year = Time - offset; 1: "the year that just ended" */
    double from, to;    /* labelled years shown, from < to; NaN: all there are */
    double year;        /* labelled, of a kind that shows one; NaN: the last there is */
    gx_figure_band band;
    GX_LIST(gx_figure_points) points;
    gx_figure_target target;
} gx_figure;

/** One line of the summary after a run: a milestone of the plan. */
typedef struct gx_milestone {
    gx_name variable;
    double year_offset;
    double year;        /* labelled year reported */
    double growth_from; /* labelled year growth is counted from; NaN: none */
    gx_figure_target target;
} gx_milestone;

/** Levels of a variable; a summary says in which year each is reached. */
typedef struct gx_crossings {
    gx_name variable; /* not given: none */
    double year_offset;
    GX_LIST(double) levels;
} gx_crossings;

typedef struct gx_figures {
    GX_LIST(gx_milestone) milestones;
    gx_crossings crossings;
    GX_LIST(gx_figure) list;
} gx_figures;

/** The text in a language, falling back to English, then to `otherwise`. */
const char *gx_words_in(gx_words words, gx_language language, const char *otherwise);

/** The title of a scenario, followed by what it was made to reach: all that show a title
 * show this one. `otherwise` when it has none; NULL scenario: `otherwise`. */
const char *gx_scenario_title(const gx_scenario *scenario, gx_language language,
                              const char *otherwise, gx_arena *arena);

/** "required for X, not a forecast" of a scenario that is a requirement, else "". */
const char *gx_scenario_requirement(const gx_scenario *scenario, gx_language language,
                                    gx_arena *arena);

/** The quantity was given. */
bool gx_quantity_given(gx_quantity q);

#endif
