/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Text into products: models, scenarios, sidecars.
 *
 * Readers keep the place of every token and report as many independent errors as they
 * find; what they do not understand is an error, never skipped. Products are owned by the
 * arena given or made (said below), texts by the gx_diags that read them. Errors: file,
 * encoding, syntax, unsupported, key, value and those of the model (duplicate-name ...).
 */
#ifndef GX_FRONT_FRONT_H
#define GX_FRONT_FRONT_H

#include "model/calibration.h"
#include "model/checks.h"
#include "model/model.h"
#include "model/parameters.h"
#include "model/scenario.h"
#include "model/study.h"

/** A model format: one row a format. */
typedef struct gx_reader {
    const char *extension; /* with the dot */
    const char *doc;
    gx_err (*read)(gx_model **model, int32_t file, gx_diags *ds);
} gx_reader;

extern const gx_reader gx_readers[];
extern const int32_t gx_reader_count;

/** The reader for a path by its extension (any case), or NULL: then it is no model. */
const gx_reader *gx_reader_find(const char *path);

/**
 * Read a model from a source; the caller frees it with gx_model_free. It is given after
 * errors too: what could not be read is marked, so that gx_flat_build and gx_units_check
 * can look for more of them.
 */
gx_err gx_mdl_read(gx_model **model, int32_t file, gx_diags *ds);

/**
 * Read a scenario and all it extends: `extends: NAME` is NAME.yaml beside the file,
 * cycles are refused. It is given after errors in single values too, which are then not
 * given (NaN, empty), so that its names and its model can be looked through; NULL when a
 * file of the chain cannot be read.
 */
gx_err gx_scenario_read(gx_scenario **scenario, const char *path, gx_arena *arena,
                        gx_diags *ds);

/** Read `X-labels.yaml` from a source; NULL on errors. */
gx_err gx_labels_read(gx_labels **labels, int32_t file, gx_arena *arena, gx_diags *ds);

/** Read `X-figures.yaml` from a source; NULL on errors. */
gx_err gx_figures_read(gx_figures **figures, int32_t file, gx_arena *arena, gx_diags *ds);

/** Read `X-levers.yaml` from a source; NULL on errors. */
gx_err gx_levers_read(gx_levers **levers, int32_t file, gx_arena *arena, gx_diags *ds);

/** Read `X-parameters.csv` from a source; NULL on errors (syntax, key, value ...). */
gx_err gx_parameters_read(gx_parameters **parameters, int32_t file, gx_arena *arena,
                          gx_diags *ds);

/** Read a study file; paths in it are resolved against its folder. NULL on errors. */
gx_err gx_study_read(gx_study **study, const char *path, gx_arena *arena, gx_diags *ds);

/**
 * Split `normal(3, 0.5) 亿元` into name, numbers and unit; the brackets may be missing.
 * False for anything else; says nothing.
 */
bool gx_call_parse(gx_call *call, const char *text, gx_loc loc, gx_arena *arena);

/** Read `X-checks.yaml` from a source; NULL on errors. */
gx_err gx_checks_read(gx_checks **checks, int32_t file, gx_arena *arena, gx_diags *ds);

/** Read a calibration file from a source; NULL on errors. */
gx_err gx_calibration_read(gx_calibration **calibration, int32_t file, gx_arena *arena,
                           gx_diags *ds);

/** Two paths lead to the same file. */
bool gx_path_is_same(const char *a, const char *b);

/**
 * Split `120.97 亿元`, `20 %/year`, `-3e-4` into number and units. False, and not given,
 * for what is no number or goes on like a sum (`1,000`, `1/16`); says nothing.
 */
bool gx_quantity_parse(gx_quantity *q, const char *text, gx_loc loc, gx_arena *arena);

/**
 * Read `NAME=VALUE` of --set; `file` is the source registered for the argument. The first
 * '=' outside quotes and brackets parts them. Errors: usage, value, encoding.
 */
gx_err gx_setting_parse(gx_setting *setting, int32_t file, gx_arena *arena, gx_diags *ds);

#endif
