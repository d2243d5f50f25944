/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked for is found in the model; then it is tried whether everything in it has
 * an effect. */
#include "study/calibrate.h"
#include "model/names.h"
#include "model/units.h"
#include "study/parameters.h"

#include <math.h>
#include <string.h>

typedef struct builder {
    gx_calibrator *to;
    const gx_calibration *asked;
    const gx_case *c;
    gx_arena *arena;
    gx_diags *ds;
    gx_spreads table; /* of the parameter table */
    gx_coordinate *coordinate;
    int32_t *cell, *series_cell;
    const char **name, **units, **series_name, **series_units;
    double *before, *start;
} builder;

static const gx_variable *variable_of(const builder *b, int32_t cell)
{
    return &b->c->flat->model->variables.at[b->c->flat->cells.at[cell].variable];
}

static gx_err find_one(int32_t *cell, const builder *b, gx_name name)
{
    gx_cells cells = {0};
    gx_err err = gx_cells_find(&cells, b->c->flat, name, b->c->labels, b->arena, b->ds);
    if (!err && cells.count != 1)
        err = gx_error(b->ds, GX_CODE_SUBSCRIPT, name.loc,
                       "'%s' is %d numbers: name one, as in name[element]", name.text,
                       cells.count);
    *cell = err ? -1 : cells.at[0];
    return err;
}

/* ---- parameters ---- */

/* A number in the variable's unit, or what stands for none. */
static gx_err in_units(double *number, const builder *b, const gx_quantity *q,
                       int32_t cell, double otherwise)
{
    double factor = 1.0;
    *number = otherwise;
    if (!gx_quantity_given(*q))
        return GX_OK;
    gx_err err = gx_quantity_factor(&factor, q, b->c->flat,
                                    b->c->flat->cells.at[cell].variable, b->arena, b->ds);
    *number = q->number * factor;
    return err;
}

/* A prior that the file gives, as if it were a row of the table. */
static gx_err given_prior(gx_spread *spread, const builder *b, const gx_fitted *fitted,
                          int32_t cell, double low, double high)
{
    gx_parameter *row = GX_NEW(b->arena, gx_parameter);
    gx_spreads one = {0};
    gx_name distribution = fitted->prior;
    if (!fitted->given.count && (isinf(low) || isinf(high)))
        return gx_error(b->ds, GX_CODE_VALUE, distribution.loc,
                        "'%s' takes its parameters from 'low' and 'high', or in "
                        "parentheses",
                        distribution.text);
    *row = (gx_parameter){.constant = fitted->constant, .distribution = distribution};
    row->low = (gx_quantity){low, variable_of(b, cell)->units, fitted->constant.loc};
    row->high = (gx_quantity){high, variable_of(b, cell)->units, fitted->constant.loc};
    memcpy(&row->given, &fitted->given, sizeof row->given);
    gx_err err = gx_parameters_spread(&one, row, 1, b->c, b->arena, b->ds);
    if (!err)
        *spread = one.at[0];
    return err;
}

static gx_err table_prior(gx_spread *spread, const builder *b, const gx_fitted *fitted,
                          int32_t cell, double low, double high)
{
    for (int32_t i = 0; i < b->table.count; i++)
        if (b->table.at[i].cell == cell) {
            *spread = b->table.at[i];
            spread->distribution.low = fmax(spread->distribution.low, low);
            spread->distribution.high = fmin(spread->distribution.high, high);
            return GX_OK;
        }
    gx_err err = gx_error(b->ds, GX_CODE_VALUE, fitted->constant.loc,
                          "'%s' has no prior: no row of the parameter table has it",
                          fitted->constant.text);
    gx_note(b->ds, GX_NOWHERE, "say 'prior: normal(3, 0.5)', or 'prior: none'");
    return err;
}

static gx_err find_coordinate(gx_coordinate *to, const builder *b,
                              const gx_fitted *fitted, int32_t cell)
{
    double low = 0.0, high = 0.0;
    gx_err err = in_units(&low, b, &fitted->low, cell, -(double)INFINITY);
    if (!err)
        err = in_units(&high, b, &fitted->high, cell, (double)INFINITY);
    if (!err && low >= high)
        err =
            gx_error(b->ds, GX_CODE_VALUE, fitted->low.loc, "'low' is not below 'high'");
    if (err)
        return err;
    *to = (gx_coordinate){.low = low, .high = high};
    if (fitted->prior.text && strcmp(fitted->prior.text, "none") == 0)
        return GX_OK;
    gx_name where = fitted->prior.text ? fitted->prior : fitted->constant;
    gx_spread *spread = GX_NEW(b->arena, gx_spread);
    err = (fitted->prior.text ? given_prior : table_prior)(spread, b, fitted, cell, low,
                                                           high);
    if (err)
        return err;
    gx_distribution *d = &spread->distribution;
    const char *fault = d->type ? gx_distribution_fault(d) : GX_TEXT("leaves one value");
    if (fault)
        return gx_error(b->ds, GX_CODE_VALUE, fitted->constant.loc,
                        "the prior of '%s' %-s", fitted->constant.text, fault);
    if (d->type->is_stepped)
        return gx_error(b->ds, GX_CODE_VALUE, where.loc,
                        "the prior of '%s' is %s: a fit needs values between those",
                        fitted->constant.text, d->type->name);
    *to = (gx_coordinate){d->low, d->high, d};
    return GX_OK;
}

/* Evolution begins all over the ranges. */
static gx_err check_range(const builder *b, int32_t i)
{
    const gx_fitted *fitted = &b->asked->fitted.at[i];
    if (!b->asked->is_global || !isnan(gx_coordinate_share(&b->coordinate[i], 0.5)))
        return GX_OK;
    return gx_error(b->ds, GX_CODE_VALUE, fitted->constant.loc,
                    "a global search needs bounds or a prior of '%s'",
                    fitted->constant.text);
}

static gx_err find_parameter(const builder *b, int32_t i)
{
    const gx_fitted *fitted = &b->asked->fitted.at[i];
    const gx_flat *flat = b->c->flat;
    gx_setting try = {.name = fitted->constant,
                      .value = {.number = 1.0, .units = "", .loc = fitted->constant.loc}};
    gx_overrides settable = {0};
    gx_err err = find_one(&b->cell[i], b, fitted->constant);
    if (!err) /* says why it is no constant */
        err =
            gx_override_resolve(&settable, flat, &try, 1, b->c->labels, b->arena, b->ds);
    for (int32_t k = 0; k < i && !err; k++)
        if (b->cell[k] == b->cell[i])
            err = gx_error(b->ds, GX_CODE_VALUE, fitted->constant.loc,
                           "'%s' is fitted twice", fitted->constant.text);
    if (!err)
        err = find_coordinate(&b->coordinate[i], b, fitted, b->cell[i]);
    if (!err)
        err = check_range(b, i);
    if (err)
        return err;
    double value = gx_override_value(b->c->overrides, flat, b->cell[i]);
    const gx_coordinate *c = &b->coordinate[i];
    b->name[i] = gx_cell_name(flat, b->cell[i], b->arena, b->ds->oom);
    b->units[i] = variable_of(b, b->cell[i])->units;
    b->before[i] = value;
    b->start[i] = gx_coordinate_inside(c, gx_coordinate_place(c, value));
    if (value < c->low || value > c->high)
        err = gx_error(b->ds, GX_CODE_VALUE, fitted->constant.loc,
                       "the model's '%s' is %g, outside its bounds of %g to %g",
                       b->name[i], value, c->low, c->high);
    return err;
}

/* ---- data ---- */

static gx_err add_datum(const builder *b, int32_t series, double time, double value,
                        double weight, double factor)
{
    const gx_observed *o = &b->asked->observed.at[series];
    gx_datum d = {series, time, value * factor, weight, 1.0};
    bool is_part = strcmp(o->error.units, "%") == 0;
    if (weight < 0.0 || !isfinite(weight))
        return gx_error(b->ds, GX_CODE_VALUE, o->variable.loc,
                        "the weight of '%s' at %g is %g", o->variable.text, time, weight);
    if (weight == 0.0)
        return GX_OK;
    if (!isfinite(value))
        return gx_error(b->ds, GX_CODE_VALUE, o->variable.loc,
                        "the data have no finite number for '%s' at %g", o->variable.text,
                        time);
    if (o->is_log && !(value > 0.0))
        return gx_error(b->ds, GX_CODE_VALUE, o->variable.loc,
                        "the logarithm of '%s' at %g is asked for, and it is %g",
                        o->variable.text, time, value);
    if (gx_quantity_given(o->error) && is_part)
        d.deviation = 0.01 * o->error.number * (o->is_log ? 1.0 : fabs(d.value));
    else if (gx_quantity_given(o->error)) {
        int32_t v = b->c->flat->cells.at[b->series_cell[series]].variable;
        double unit = 1.0;
        gx_err err = gx_quantity_factor(&unit, &o->error, b->c->flat, v, b->arena, b->ds);
        if (err)
            return err;
        d.deviation = o->error.number * unit;
    }
    if (!(d.deviation > 0.0))
        return gx_error(b->ds, GX_CODE_VALUE, o->error.loc,
                        "a part of 0 is no error: '%s' is 0 at %g", o->variable.text,
                        time);
    *GX_ADD(b->arena, &b->to->data) = d;
    return GX_OK;
}

/* One number for one time: a table that repeats another would count twice. */
static gx_err check_new(const builder *b, int32_t series, int32_t from, double time,
                        gx_loc loc)
{
    for (int32_t i = from; i < b->to->data.count; i++)
        if (fabs(b->to->data.at[i].time - time) < GX_SAME_TIME)
            return gx_error(b->ds, GX_CODE_VALUE, loc,
                            "the data have '%s' at Time %g twice", b->series_name[series],
                            time);
    return GX_OK;
}

/* The numbers of one table; `*is_there` when it has the column. */
static gx_err add_table(const builder *b, int32_t i, const gx_frame *data, double factor,
                        bool *is_there)
{
    const gx_observed *o = &b->asked->observed.at[i];
    gx_name column = o->column.text ? o->column : o->variable;
    int32_t time = gx_frame_find_dim(data, "time"), before = b->to->data.count;
    const gx_var *values = gx_data_column(data, column.text, b->arena);
    const gx_var *weights = gx_data_column(
        data, gx_arena_format(b->arena, "weight of %s", column.text), b->arena);
    gx_err err = GX_OK;
    *is_there |= values != NULL;
    while (before > 0 && b->to->data.at[before - 1].series == i)
        before--;
    for (int32_t t = 0; values && t < data->dims.at[time].length && !err; t++) {
        double when = data->dims.at[time].value[t] + b->asked->year_offset;
        if (isnan(values->value[t]))
            continue;
        err = check_new(b, i, before, when, column.loc);
        if (!err)
            err = add_datum(
                b, i, when, values->value[t],
                weights && !isnan(weights->value[t]) ? weights->value[t] : 1.0, factor);
    }
    return err;
}

/* A level that stays tells of no pace, whatever fits it. */
static void warn_of_constant(const builder *b, int32_t series, int32_t from, gx_loc loc)
{
    enum { LEAST = 3 }; /* two equal numbers may be chance */
    int32_t count = b->to->data.count;
    double first = count > from ? b->to->data.at[from].value : 0.0;
    for (int32_t i = from + 1; i < count; i++)
        if (b->to->data.at[i].value != first)
            return;
    if (count - from >= LEAST)
        gx_warning(b->ds, GX_CODE_VALUE, loc,
                   "all %d data of '%s' are %g: they tell of a level, and hardly of what "
                   "makes it change",
                   count - from, b->series_name[series], first);
}

/* The same numbers of a variable would count twice. */
static gx_err check_other(const builder *b, int32_t i, const gx_tables *data)
{
    const gx_observed *o = b->asked->observed.at;
    gx_name column = o[i].column.text ? o[i].column : o[i].variable;
    for (int32_t j = 0; j < i; j++)
        for (int32_t t = 0; t < data->count && b->series_cell[j] == b->series_cell[i];
             t++) {
            gx_name other = o[j].column.text ? o[j].column : o[j].variable;
            const gx_var *mine = gx_data_column(data->at[t], column.text, b->arena);
            if (mine && mine == gx_data_column(data->at[t], other.text, b->arena))
                return gx_error(b->ds, GX_CODE_VALUE, o[i].variable.loc,
                                "'%s' is fitted to the column '%s' twice",
                                b->series_name[i], mine->name);
        }
    return GX_OK;
}

/* Without errors all residuals have one deviation, which has a unit. */
static gx_err check_unit(const builder *b, int32_t i)
{
    const int32_t series[] = {0, i};
    const char *text[2];
    gx_unit unit[2];
    double factor = 1.0;
    gx_units *units = gx_units_new(b->arena, b->c->flat->model, b->ds);
    bool is_known = !b->to->has_errors;
    for (int32_t k = 0; k < 2 && is_known; k++) {
        int32_t cell = b->series_cell[series[k]]; /* -1: wrong, and said */
        text[k] = cell < 0 ? "" : variable_of(b, cell)->units;
        is_known = *text[k] && gx_unit_parse(&unit[k], text[k], units);
    }
    if (!is_known || gx_unit_compare(&unit[1], &unit[0], &factor) == GX_UNIT_SAME)
        return GX_OK;
    gx_err err = gx_error(b->ds, GX_CODE_VALUE, b->asked->observed.at[i].variable.loc,
                          "without errors all residuals have one deviation, and those of "
                          "'%s' are in '%s', of '%s' in '%s'",
                          b->series_name[i], text[1], b->series_name[0], text[0]);
    gx_note(b->ds, GX_NOWHERE, "say 'error: 5 %%' for each series");
    return err;
}

static gx_err find_series(const builder *b, int32_t i, const gx_tables *data)
{
    const gx_observed *o = &b->asked->observed.at[i];
    gx_err err = find_one(&b->series_cell[i], b, o->variable);
    if (err)
        return err;
    int32_t cell = b->series_cell[i], before = b->to->data.count;
    double factor = 1.0;
    bool is_there = false;
    gx_name column = o->column.text ? o->column : o->variable;
    b->series_name[i] = gx_cell_name(b->c->flat, cell, b->arena, b->ds->oom);
    b->series_units[i] = variable_of(b, cell)->units;
    err = check_other(b, i, data);
    if (!err)
        err = check_unit(b, i);
    if (!err && o->units) {
        gx_quantity one = {1.0, o->units, o->variable.loc};
        err = gx_quantity_factor(&factor, &one, b->c->flat,
                                 b->c->flat->cells.at[cell].variable, b->arena, b->ds);
    }
    for (int32_t t = 0; t < data->count && !err; t++)
        err = add_table(b, i, data->at[t], factor, &is_there);
    if (!err && !is_there) {
        err = gx_error(b->ds, GX_CODE_UNDEFINED_NAME, column.loc,
                       "the data have no column '%s'", column.text);
        gx_data_suggest(data, column.text, b->arena, b->ds);
        return err;
    }
    if (!err && b->to->data.count == before)
        err = gx_error(b->ds, GX_CODE_VALUE, column.loc,
                       "the data have no number for '%s'", column.text);
    if (!err)
        warn_of_constant(b, i, before, column.loc);
    return err;
}

static gx_err check_count(const builder *b)
{
    int32_t unknown = 0, known = b->to->data.count;
    for (int32_t i = 0; i < b->asked->fitted.count; i++)
        unknown += !b->coordinate[i].prior;
    bool is_scaled = !b->to->has_errors;
    if (known < unknown + is_scaled)
        return gx_error(b->ds, GX_CODE_VALUE, b->asked->loc,
                        "%d number%s cannot tell %d parameter%s without a prior%-s",
                        known, known == 1 ? "" : "s", unknown, unknown == 1 ? "" : "s",
                        is_scaled ? GX_TEXT(" and the size of errors") : "");
    if (is_scaled && unknown < b->asked->fitted.count)
        return gx_error(
            b->ds, GX_CODE_VALUE, b->asked->loc,
            "priors need data with errors: say 'error: 5 %%' for each series");
    return GX_OK;
}

/* Residuals without errors are in the data's unit: about the largest, a power of 2. */
static double size_of(const gx_calibrator *of)
{
    double largest = 0.0;
    for (int32_t i = 0; i < of->data.count && !of->has_errors; i++) {
        const gx_datum *d = &of->data.at[i];
        largest = fmax(largest, sqrt(d->weight) * fabs(d->value));
    }
    return largest > 0.0 ? exp2(floor(log2(largest))) : 1.0;
}

/* ---- runs ---- */

void gx_calibrator_residuals(double *r, const gx_calibrator *of, const double *simulated)
{
    for (int32_t i = 0; i < of->data.count; i++) {
        const gx_datum *d = &of->data.at[i];
        bool is_log = of->asked->observed.at[d->series].is_log;
        double off = is_log ? log(simulated[i] / d->value) : simulated[i] - d->value;
        r[i] = sqrt(d->weight) * off / d->deviation;
    }
}

static gx_err evaluate(double *r, const double *x, int32_t count, void *context,
                       gx_diags *ds)
{
    const gx_calibrator *of = context;
    size_t m = (size_t)of->data.count;
    gx_err err = gx_probe_run(r, of->probe, of->spot, of->data.count, x, count, NULL, ds);
    for (size_t k = 0; k < (size_t)count && !err; k++)
        gx_calibrator_residuals(r + k * m, of, r + k * m);
    return err;
}

gx_err gx_calibrator_simulate(double *sim, const gx_calibrator *calibrator,
                              const double *x, gx_diags *ds)
{
    return gx_probe_run(sim, calibrator->probe, calibrator->spot, calibrator->data.count,
                        x, 1, ds, ds);
}

/* The model as it is comes to an end and has a value wherever the data have one. */
static gx_err check_first(const builder *b)
{
    const gx_calibrator *to = b->to;
    int32_t n = to->problem.parameters, errors = b->ds->error_count;
    double *x = GX_ARRAY(b->arena, double, n);
    double *sim = GX_ARRAY(b->arena, double, to->data.count);
    for (int32_t i = 0; i < n; i++)
        x[i] = gx_coordinate_value(&b->coordinate[i], b->start[i]);
    gx_err err = gx_calibrator_simulate(sim, to, x, b->ds);
    if (err || b->ds->error_count > errors)
        return err ? err : gx_diags_outcome(b->ds);
    for (int32_t d = 0; d < to->data.count; d++) {
        const gx_datum *datum = &to->data.at[d];
        if (!isnan(sim[d]))
            continue;
        err = gx_error(b->ds, GX_CODE_VALUE,
                       b->asked->observed.at[datum->series].variable.loc,
                       "the data have '%s' at Time %g, at which no time step of the run "
                       "ends",
                       to->series_name[datum->series], datum->time);
        gx_case_note_times(b->c, to->series_cell[datum->series], b->ds);
        return err;
    }
    return GX_OK;
}

static gx_err start_runs(const builder *b, const gx_workers *workers)
{
    gx_calibrator *to = b->to;
    to->spot = GX_ARRAY(b->arena, gx_spot, to->data.count);
    for (int32_t d = 0; d < to->data.count; d++)
        to->spot[d] =
            (gx_spot){to->series_cell[to->data.at[d].series], to->data.at[d].time};
    to->probe = gx_probe_new(b->c, to->cell, to->problem.parameters, workers, b->ds->oom);
    to->problem.data = to->data.count;
    to->problem.size = size_of(to);
    to->problem.evaluate = evaluate;
    to->problem.context = to;
    if (b->c->method->kind != GX_METHOD_FIXED) /* runs are as exact as their steps */
        to->problem.step = cbrt(b->c->tolerance > 0.0 ? b->c->tolerance : GX_TOLERANCE);
    return check_first(b);
}

/* ---- does everything have an effect? ---- */

/* A place on a side: well within a range, else a tenth nearer or farther. */
static double place_beside(const gx_coordinate *c, double z, int32_t side)
{
    double place = gx_coordinate_share(c, side ? 0.85 : 0.15);
    bool is_bare = isinf(c->low) && isinf(c->high);
    double part = is_bare && z != 0.0 ? 0.1 * fabs(z) : 0.1;
    return !isnan(place) ? place : z + (side ? part : -part);
}

/* Each parameter at two other places, the others where they start. */
static gx_err check_effects(const builder *b)
{
    const gx_problem *p = &b->to->problem;
    int32_t n = p->parameters, count = 2 * n + 1;
    size_t m = (size_t)gx_problem_residuals(p);
    double *z = GX_ARRAY(b->arena, double, count *n);
    double *r = GX_ARRAY(b->arena, double, (size_t)count *m);
    gx_asked asked = {0};
    for (int32_t k = 0; k < count; k++)
        memcpy(z + k * n, b->start, (size_t)n * sizeof *z);
    for (int32_t i = 0; i < n; i++)
        for (int32_t side = 0; side < 2; side++)
            z[(2 * i + 1 + side) * n + i] =
                place_beside(&p->coordinate[i], b->start[i], side);
    gx_err err = gx_problem_evaluate(r, p, z, count, &asked, b->ds);
    if (err)
        return err;
    bool *moves = GX_ARRAY(b->arena, bool, b->asked->observed.count);
    for (int32_t i = 0; i < n; i++) {
        bool is_idle = true;
        for (int32_t side = 1; side <= 2; side++)
            for (int32_t d = 0; d < p->data; d++) {
                double there = r[(size_t)(2 * i + side) * m + (size_t)d];
                if (fabs(there - r[d]) > 1e-12 * (p->size + fabs(r[d])) || isnan(there)) {
                    is_idle = false;
                    moves[b->to->data.at[d].series] = true;
                }
            }
        if (is_idle)
            err = gx_error(b->ds, GX_CODE_VALUE, b->asked->fitted.at[i].constant.loc,
                           "'%s' does nothing to the data", b->name[i]);
    }
    for (int32_t s = 0; s < b->asked->observed.count && !err; s++)
        if (!moves[s])
            err = gx_error(b->ds, GX_CODE_VALUE, b->asked->observed.at[s].variable.loc,
                           "nothing that is fitted changes '%s' where there are data",
                           b->series_name[s]);
    return err;
}

/* ---- all of it ---- */

static void make_room(builder *b)
{
    int32_t n = b->asked->fitted.count, s = b->asked->observed.count;
    gx_calibrator *to = b->to;
    b->coordinate = GX_ARRAY(b->arena, gx_coordinate, n);
    b->cell = GX_ARRAY(b->arena, int32_t, n);
    b->name = GX_ARRAY(b->arena, const char *, n);
    b->units = GX_ARRAY(b->arena, const char *, n);
    b->before = GX_ARRAY(b->arena, double, n);
    b->start = GX_ARRAY(b->arena, double, n);
    b->series_cell = GX_ARRAY(b->arena, int32_t, s);
    b->series_name = GX_ARRAY(b->arena, const char *, s);
    b->series_units = GX_ARRAY(b->arena, const char *, s);
    *to = (gx_calibrator){.asked = b->asked,
                          .cell = b->cell,
                          .name = b->name,
                          .units = b->units,
                          .before = b->before,
                          .start = b->start,
                          .series_cell = b->series_cell,
                          .series_name = b->series_name,
                          .series_units = b->series_units};
    to->has_errors = s && gx_quantity_given(b->asked->observed.at[0].error);
    to->problem = (gx_problem){.parameters = n, .coordinate = b->coordinate};
}

static bool wants_table(const gx_calibration *asked)
{
    bool wants = false;
    for (int32_t i = 0; i < asked->fitted.count; i++)
        wants |= !asked->fitted.at[i].prior.text;
    return wants;
}

void gx_calibrator_end(gx_calibrator *calibrator)
{
    if (calibrator)
        gx_probe_free(calibrator->probe);
}

gx_err gx_calibrator_build(gx_calibrator **made, const gx_calibration *asked,
                           const gx_parameters *parameters, const gx_tables *data,
                           const gx_case *c, const gx_workers *workers, gx_arena *arena,
                           gx_diags *ds)
{
    gx_calibrator *to = GX_NEW(arena, gx_calibrator);
    builder b = {.to = to, .asked = asked, .c = c, .arena = arena, .ds = ds};
    gx_err err = GX_OK;
    *made = NULL;
    make_room(&b);
    if (parameters && wants_table(asked))
        err = gx_parameters_spread(&b.table, parameters->list.at, parameters->list.count,
                                   c, arena, ds);
    for (int32_t i = 0; i < asked->fitted.count; i++) {
        gx_err bad = find_parameter(&b, i);
        err = err ? err : bad;
    }
    if (!err)
        err = gx_data_check(data, asked, c->flat, arena, ds);
    for (int32_t i = 0; i < asked->observed.count; i++) {
        gx_err bad = find_series(&b, i, data);
        err = err ? err : bad;
    }
    if (!err)
        err = check_count(&b);
    if (!err)
        err = start_runs(&b, workers);
    if (!err)
        err = check_effects(&b);
    if (err)
        gx_calibrator_end(to);
    else
        *made = to;
    return err;
}
