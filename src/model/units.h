/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Units of measure: the field's unit text read, multiplied, compared and printed, and the
 * check of a model's equations against it.
 *
 * A unit is a product of named units with powers, so that messages say what the model
 * says (`亿元/km2`); the names that src/model/units.c has in its table are multiples of
 * others, all other names are bases of their own. A gx_unit is a value; its names belong
 * to a gx_units, which lives in the arena it was made in.
 */
#ifndef GX_MODEL_UNITS_H
#define GX_MODEL_UNITS_H

#include "model/model.h"

enum { GX_UNIT_FACTORS = 12 };

typedef struct gx_unit_name gx_unit_name;

typedef struct gx_unit_factor {
    const gx_unit_name *name;
    double power;
} gx_unit_factor;

typedef struct gx_unit {
    bool is_any;     /* not known, or fits everywhere; the rest means nothing */
    double up, down; /* a number before it: up / down, 1 / 1 as a rule */
    int32_t count;
    gx_unit_factor factor[GX_UNIT_FACTORS];
} gx_unit;

extern const gx_unit gx_unit_one; /* dimensionless */
extern const gx_unit gx_unit_any;

typedef struct gx_units gx_units;

/** The known names; with those that the model's settings declare equal (`22:$,Dollar`)
 * when `model`, whose source is in `ds`, is not NULL. */
gx_units *gx_units_new(gx_arena *arena, const gx_model *model, const gx_diags *ds);

/** Let a key stand for a unit, hiding what it is else (inputs of a macro); forget all. */
void gx_units_bind(gx_units *units, const char *key, const gx_unit *meaning);
void gx_units_unbind(gx_units *units);

/** Read unit text: names, numbers, `* / ^ ** ( )`, `%`. False when it has not that form.
 */
bool gx_unit_parse(gx_unit *unit, const char *text, gx_units *units);

/** a times b to a power. */
gx_unit gx_unit_times(const gx_unit *a, const gx_unit *b, double power);

typedef enum gx_unit_match {
    GX_UNIT_SAME,
    GX_UNIT_SCALED, /* same dimension: 亿元 and 万元 */
    GX_UNIT_OTHER
} gx_unit_match;

/** Compare; `*factor` is what a number in `a` is multiplied by to be in `b`. What fits
 * everywhere is the same as all. */
gx_unit_match gx_unit_compare(const gx_unit *a, const gx_unit *b, double *factor);

/** As in the language, `Dmnl` for none. */
const char *gx_unit_text(const gx_unit *unit, gx_arena *arena);

/** What a check found. */
typedef struct gx_units_report {
    int32_t variables;
    int32_t errors;
    int32_t without; /* variables that state no units */
    int32_t tables;  /* places that read a lookup (gx_tables_check) */
} gx_units_report;

/**
 * Check the equations of a model that can be made flat. Errors: units; warnings
 * for variables without units.
 */
gx_err gx_units_check(gx_units_report *report, const gx_model *model, gx_diags *ds);

/**
 * What goes into lookups is dimensionless or a time; macros are left out. Errors: check.
 */
gx_err gx_tables_check(gx_units_report *report, const gx_model *model, gx_diags *ds);

#endif
