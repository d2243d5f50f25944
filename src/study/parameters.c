/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parameter table held against the constants of the model. */
#include "study/parameters.h"

#include "model/names.h"

#include <string.h>

typedef struct resolver {
    gx_spreads *spreads;
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
    const gx_parameter **row; /* [cells] that covers a cell, or NULL */
} resolver;

/* A literal constant that may be set, and no control parameter. */
static bool is_parameter(const gx_flat *flat, int32_t cell)
{
    const gx_cell *c = &flat->cells.at[cell];
    for (int32_t k = 0; k < GX_CONTROL_COUNT; k++)
        if (flat->control[k] == cell)
            return false;
    return c->kind == GX_CELL_CONSTANT && c->element >= 0 && !c->why_fixed;
}

/* ---- distributions ---- */

static gx_err unknown_distribution(const gx_parameter *row, gx_diags *ds)
{
    gx_err err = gx_error(ds, GX_CODE_VALUE, row->distribution.loc,
                          "there is no distribution '%s'", row->distribution.text);
    for (int32_t i = 0; i < gx_distribution_type_count; i++)
        gx_note(ds, GX_NOWHERE, "%s(%s): %-s", gx_distribution_types[i].name,
                gx_distribution_types[i].parameters, gx_distribution_types[i].doc);
    return err;
}

/* Parameters that the row itself has: low, high, and the model's value as the mode. */
static bool row_parameters(double *p, int32_t *count, const gx_distribution_type *type,
                           const gx_spread *s, double value)
{
    bool is_pair = strcmp(type->parameters, "low, high") == 0;
    bool is_triple = strcmp(type->parameters, "low, mode, high") == 0;
    *count = 0;
    p[(*count)++] = s->low;
    if (is_triple)
        p[(*count)++] = value;
    p[(*count)++] = s->high;
    return is_pair || is_triple;
}

static gx_err find_distribution(gx_spread *s, const resolver *r, double factor,
                                double value)
{
    const gx_parameter *row = s->row;
    const gx_distribution_type *type = gx_distribution_type_find(row->distribution.text);
    if (!type)
        return unknown_distribution(row, r->ds);
    int32_t count = row->given.count;
    double *p = GX_ARRAY(r->arena, double, count + 3);
    if (count)
        memcpy(p, row->given.at, (size_t)count * sizeof *p);
    if (count && factor != 1.0)
        return gx_error(r->ds, GX_CODE_VALUE, row->distribution.loc,
                        "parameters of a distribution are in the variable's own unit: "
                        "give the row that unit");
    if (!count && !row_parameters(p, &count, type, s, value))
        return gx_error(r->ds, GX_CODE_VALUE, row->distribution.loc,
                        "'%s' needs parameters: %s(%s)", type->name, type->name,
                        type->parameters);
    if (s->low == s->high)
        return GX_OK; /* one value: nothing to draw */
    s->distribution = (gx_distribution){type, count, p, s->low, s->high};
    const char *fault = gx_distribution_fault(&s->distribution);
    return fault ? gx_error(r->ds, GX_CODE_VALUE, row->distribution.loc, "'%s' %-s",
                            row->distribution.text, fault)
                 : GX_OK;
}

/* ---- rows ---- */

static gx_err cover_cell(resolver *r, const gx_parameter *row, int32_t cell,
                         double factor)
{
    const gx_flat *flat = r->c->flat;
    const char *name = gx_cell_name(flat, cell, r->arena, r->ds->oom);
    if (!is_parameter(flat, cell))
        return gx_error(r->ds, GX_CODE_CHECK, row->constant.loc,
                        "'%s' is no constant that can be set", name);
    if (r->row[cell]) {
        gx_err err =
            gx_error(r->ds, GX_CODE_CHECK, row->constant.loc, "'%s' has two rows", name);
        gx_note(r->ds, r->row[cell]->constant.loc, "this is the other");
        return err;
    }
    r->row[cell] = row;
    double value = flat->cells.at[cell].active->number;
    gx_spread s = {.cell = cell,
                   .low = row->low.number * factor,
                   .high = row->high.number * factor,
                   .row = row};
    if (value < s.low || value > s.high) {
        gx_err err = gx_error(r->ds, GX_CODE_CHECK, row->low.loc,
                              "'%s' is %.6g, outside its range of %.6g to %.6g", name,
                              value, s.low, s.high);
        gx_note(r->ds, flat->cells.at[cell].loc, "the model has it here");
        return err;
    }
    gx_err err = find_distribution(&s, r, factor, value);
    if (!err)
        *GX_ADD(r->arena, r->spreads) = s;
    return err;
}

static gx_err cover(resolver *r, const gx_parameter *row)
{
    gx_cells cells = {0};
    double factor = 1.0;
    gx_err err =
        gx_cells_find(&cells, r->c->flat, row->constant, r->c->labels, r->arena, r->ds);
    if (err)
        return err;
    int32_t v = r->c->flat->cells.at[cells.at[0]].variable;
    const gx_variable *var = &r->c->flat->model->variables.at[v];
    if (!*row->low.units && *var->units)
        return gx_error(r->ds, GX_CODE_VALUE, row->constant.loc,
                        "the row of '%s' has no unit: the variable is in %s", var->name,
                        var->units);
    err = gx_quantity_factor(&factor, &row->low, r->c->flat, v, r->arena, r->ds);
    for (int32_t i = 0; i < cells.count && !err; i++)
        err = cover_cell(r, row, cells.at[i], factor);
    return err;
}

static gx_err report_missing(const resolver *r, gx_check_count *count,
                             const gx_parameters *parameters)
{
    const gx_flat *flat = r->c->flat;
    for (int32_t i = 0; i < flat->cells.count; i++) {
        if (!is_parameter(flat, i))
            continue;
        count->done++;
        if (r->row[i])
            continue;
        count->failed++;
        gx_error(r->ds, GX_CODE_CHECK, flat->cells.at[i].loc, "'%s' has no row in '%s'",
                 gx_cell_name(flat, i, r->arena, r->ds->oom),
                 r->ds->sources.at[parameters->file].path);
    }
    return count->failed ? GX_DIFFERENT : GX_OK;
}

gx_err gx_parameters_spread(gx_spreads *spreads, const gx_parameter *row,
                            int32_t row_count, const gx_case *c, gx_arena *arena,
                            gx_diags *ds)
{
    resolver r = {.spreads = spreads,
                  .c = c,
                  .arena = arena,
                  .ds = ds,
                  .row = GX_ARRAY(arena, const gx_parameter *, c->flat->cells.count)};
    gx_err first = GX_OK;
    for (int32_t i = 0; i < row_count; i++) {
        gx_err err = cover(&r, &row[i]);
        first = first ? first : err;
    }
    return first;
}

gx_err gx_parameters_resolve(gx_spreads *spreads, gx_check_count *count,
                             const gx_parameters *parameters, const gx_case *c,
                             gx_arena *arena, gx_diags *ds)
{
    resolver r = {.spreads = spreads,
                  .c = c,
                  .arena = arena,
                  .ds = ds,
                  .row = GX_ARRAY(arena, const gx_parameter *, c->flat->cells.count)};
    gx_err first = GX_OK;
    for (int32_t i = 0; i < parameters->list.count; i++) {
        gx_err err = cover(&r, &parameters->list.at[i]);
        count->failed += err != GX_OK;
        first = first ? first : err;
    }
    gx_err err = report_missing(&r, count, parameters);
    return first ? first : err;
}
