/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/model.h"

#include <string.h>

typedef enum slip_kind { SIGN, WORD, NAME, WIDE, APART } slip_kind; /* wide last */

static const struct {
    slip_kind kind;
    gx_slip slip;
} slips[] = {
#define GX_SLIP(kind, written, instead) {kind, {written, instead}},
#include "model/slips.def"
};

enum { SLIPS = sizeof slips / sizeof *slips };

const gx_slip *gx_slip_sign(const char *text)
{
    for (size_t i = 0; i < SLIPS; i++)
        if (slips[i].kind == SIGN &&
            strncmp(text, slips[i].slip.written, strlen(slips[i].slip.written)) == 0)
            return &slips[i].slip;
    return NULL;
}

const gx_slip *gx_slip_name(const char *key)
{
    for (size_t i = 0; i < SLIPS; i++)
        if (slips[i].kind == NAME && strcmp(key, slips[i].slip.written) == 0)
            return &slips[i].slip;
    return NULL;
}

static const gx_slip *word_at(const char *key, size_t at)
{
    size_t length = strcspn(key + at, " ");
    for (size_t i = 0; i < SLIPS && (!at || key[at - 1] == ' '); i++)
        if (slips[i].kind == WORD && strlen(slips[i].slip.written) == length &&
            strncmp(key + at, slips[i].slip.written, length) == 0)
            return &slips[i].slip;
    return NULL;
}

const gx_slip *gx_slip_inside(const char *key, size_t *from)
{
    for (; key[*from]; ++*from) {
        const gx_slip *slip = gx_slip_sign(key + *from);
        slip = slip ? slip : word_at(key, *from);
        if (slip)
            return slip;
    }
    return NULL;
}

const gx_slip *gx_slip_wide(const char *name)
{
    for (size_t i = 0; i < SLIPS; i++)
        if (slips[i].kind >= WIDE && strstr(name, slips[i].slip.written))
            return &slips[i].slip;
    return NULL;
}

void gx_slip_note(gx_diags *ds, gx_loc loc, const char *name)
{
    const gx_slip *wide = gx_slip_wide(name);
    if (wide)
        gx_note(ds, loc, "the full-width '%s' is part of the name: write %-s",
                wide->written, wide->instead);
}

/* A full-width sign that stands between names elsewhere, or NULL. */
static const gx_slip *slip_apart(const char *text)
{
    for (size_t i = 0; i < SLIPS; i++)
        if (slips[i].kind == APART && strstr(text, slips[i].slip.written))
            return &slips[i].slip;
    return NULL;
}

void gx_slip_warn(gx_diags *ds, gx_loc loc, const char *name)
{
    const gx_slip *slip = *name == '"' ? NULL : slip_apart(name);
    if (slip)
        gx_warning(ds, GX_CODE_SYNTAX, loc,
                   "the full-width '%s' is part of the name '%s': write %-s, or the "
                   "name in quotes",
                   slip->written, name, slip->instead);
}

void gx_slip_warn_units(gx_diags *ds, gx_loc loc, const char *units)
{
    const gx_slip *slip = slip_apart(units);
    if (slip)
        gx_warning(ds, GX_CODE_SYNTAX, loc,
                   "the full-width '%s' is part of the units '%s': write %-s",
                   slip->written, units, slip->instead);
}
