/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Scenarios and sidecars as plain data: what a scenario file, `X-labels.yaml` and
 * `X-figures.yaml` say, after reading and before any model is compiled.
 *
 * Everything is owned by the arena it was read into and const afterwards. Names are kept as
 * written, with their places; whether a model has them is checked where both are at hand
 * (model/override.c for `set:`). Numbers of the zone stand in the model only; a scenario
 * overrides (decisions 13).
 */
#ifndef GX_MODEL_SCENARIO_H
#define GX_MODEL_SCENARIO_H

#include "base/diag.h"

/** A text in the languages of gaoxin; `en` is the fallback, "" when neither is given. */
typedef struct gx_words {
    const char *en;
    const char *zh;
} gx_words;

typedef enum gx_language { GX_LANG_EN, GX_LANG_ZH, GX_LANG_COUNT } gx_language;

/** A number with the unit it was written with ("" when none): `345 元/m²`, `20 %/year`. */
typedef struct gx_quantity {
    double number;
    const char *units;
    gx_loc loc; /* of the whole value */
} gx_quantity;

/** `name[element, ...]: value` of a scenario's `set:` or of --set. */
typedef struct gx_setting {
    const char *name; /* with subscripts if any, as written */
    gx_loc name_loc;
    gx_quantity value;
} gx_setting;

/** `run:` of a scenario; a number that is NaN and a text that is NULL were not given. */
typedef struct gx_run_settings {
    const char *method;
    gx_loc method_loc;
    gx_quantity time_step, save_every, initial_time, final_time;
} gx_run_settings;

/** A scenario with everything it extends folded in, the nearest file winning. */
typedef struct gx_scenario {
    const char *name;       /* file name without folder and extension */
    const char *path;       /* as opened */
    const char *model_path; /* relative paths are resolved against the scenario's folder */
    gx_loc model_loc;
    gx_words title;
    GX_LIST(gx_setting) settings; /* in order of first mention, one a name */
    gx_run_settings run;
    GX_LIST(const char *) outputs; /* variable names; none means all */
    GX_LIST(gx_loc) output_locs;
    GX_LIST(int32_t) files; /* source files it came from: itself first, then its parents */
} gx_scenario;

/** One row of `X-labels.yaml`: what a variable is called on figures and in tables. */
typedef struct gx_label {
    const char *variable; /* model name */
    gx_loc loc;
    gx_words name;
    gx_words units;
} gx_label;

typedef struct gx_labels {
    GX_LIST(gx_label) list;
} gx_labels;

/** Marks on a figure: year Y and value in the figure's unit. */
typedef struct gx_figure_points {
    gx_words label;
    bool hollow;           /* constructions rather than data */
    GX_LIST(double) year;  /* labelled year */
    GX_LIST(double) value;
} gx_figure_points;

/** One figure of `X-figures.yaml`. */
typedef struct gx_figure {
    const char *name; /* key; also the file name */
    gx_loc loc;
    const char *kind; /* a row of gx_plots */
    gx_loc kind_loc;
    gx_words title, subtitle, source;
    const char *variable; /* what the lines show, one line a result */
    gx_loc variable_loc;
    double year_offset; /* labelled year = Time - offset; 1 for "the year that just ended" */
    double from, to;    /* labelled years shown */
    const char *band_low, *band_high; /* variables, or NULL */
    gx_words band_label;
    double band_from; /* labelled year the band starts at */
    GX_LIST(gx_figure_points) points;
    bool has_target;
    double target_year, target_low, target_high;
    gx_words target_label;
} gx_figure;

/** One line of the summary after a run: a milestone of the plan. */
typedef struct gx_milestone {
    const char *variable;
    gx_loc variable_loc;
    double year_offset;
    double year;             /* labelled year reported */
    double growth_from;      /* labelled year growth is counted from; NaN: none */
    double target_low, target_high; /* NaN: none */
    gx_words target_label;
} gx_milestone;

typedef struct gx_figures {
    GX_LIST(gx_milestone) milestones;
    GX_LIST(gx_figure) list;
} gx_figures;

/** The text in a language, falling back to English, then to `otherwise`. */
const char *gx_words_in(gx_words words, gx_language language, const char *otherwise);

/** A settings' number was given. */
bool gx_quantity_given(gx_quantity q);

#endif
