/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a study says of its inputs, held against the model. */
#include "sweep/resolve.h"

#include "study/study.h"

#include <math.h>
#include <string.h>

gx_err gx_sweep_unknown(gx_name given, const char *what, const char *const *name,
                        int32_t count, gx_diags *ds)
{
    gx_err err =
        gx_error(ds, GX_CODE_VALUE, given.loc, "there is no %-s '%s'", what, given.text);
    gx_near near = {.typed = given.text};
    for (int32_t i = 0; i < count; i++)
        gx_near_try(&near, name[i]);
    if (!gx_suggest(ds, near.word))
        gx_note(ds, GX_NOWHERE, "'gaoxin help %ss' lists them", what);
    return err;
}

/* ---- one input ---- */

static gx_err find_type(const gx_distribution_type **type, gx_name name, gx_diags *ds)
{
    enum { MOST = 32 };
    const char *known[MOST];
    int32_t count = 0;
    for (; count < gx_distribution_type_count && count + 1 < MOST; count++)
        known[count] = gx_distribution_types[count].name;
    known[count++] = "values";
    *type = gx_distribution_type_find(name.text);
    return *type ? GX_OK : gx_sweep_unknown(name, "distribution", known, count, ds);
}

/* Listed values, in the variable's unit. */
static gx_err take_values(gx_sweep_making *m, gx_sweep_input *made,
                          const gx_study_input *said)
{
    int32_t count = said->spread.given.count;
    double *value = GX_ARRAY(m->s->arena, double, count ? count : 1);
    if (!count || gx_quantity_given(said->low) || gx_quantity_given(said->high))
        return gx_error(m->ds, GX_CODE_VALUE, said->spread.name.loc,
                        "'values' needs values, as in values(1, 2, 4), and no limits");
    for (int32_t i = 0; i < count; i++)
        value[i] = said->spread.given.at[i] * made->scale;
    made->value = value;
    made->value_count = count;
    return GX_OK;
}

/* A limit in the unit of the distribution. */
static gx_err take_limit(gx_sweep_making *m, double *limit, const gx_quantity *q,
                         const gx_sweep_input *made)
{
    double factor = 1.0;
    if (!gx_quantity_given(*q))
        return GX_OK;
    gx_err err =
        gx_quantity_factor(&factor, q, m->s->flat, made->variable, m->s->arena, m->ds);
    *limit = q->number * factor / made->scale;
    return err;
}

static gx_err take_distribution(gx_sweep_making *m, gx_sweep_input *made,
                                const gx_study_input *said)
{
    const gx_call *spread = &said->spread;
    if (strcmp(spread->name.text, "values") == 0)
        return take_values(m, made, said);
    gx_distribution *d = &made->distribution;
    *d = (gx_distribution){.count = spread->given.count,
                           .parameter = spread->given.at,
                           .low = -(double)INFINITY,
                           .high = (double)INFINITY};
    gx_err err = find_type(&d->type, spread->name, m->ds);
    if (!err)
        err = take_limit(m, &d->low, &said->low, made);
    if (!err)
        err = take_limit(m, &d->high, &said->high, made);
    if (err)
        return err;
    if (d->low >= d->high)
        return gx_error(m->ds, GX_CODE_VALUE, said->low.loc,
                        "the limits of '%s' need 'low' below 'high'", made->name);
    const char *fault = gx_distribution_fault(d);
    if (!fault && !isfinite(gx_distribution_quantile(d, 0.5)))
        fault = GX_TEXT("has no finite values");
    if (!fault)
        return GX_OK;
    err = gx_error(m->ds, GX_CODE_VALUE, spread->name.loc, "'%s' %-s", d->type->name,
                   fault);
    gx_note(m->ds, GX_NOWHERE, "%s(%s): %-s", d->type->name, d->type->parameters,
            d->type->doc);
    return err;
}

/* ---- which constants ---- */

/* The input that a constant cell is or, when it is given, the point of a lookup. */
static gx_sweep_input input_of(const gx_sweep_making *m, int32_t cell,
                               const gx_table_override *point, gx_loc loc)
{
    const gx_flat *flat = m->s->flat;
    const gx_overrides *overrides = m->setup->c->overrides;
    gx_input found = gx_input_of(flat, overrides, cell, point, m->s->arena);
    return (gx_sweep_input){
        .cell = found.cell,
        .variable = point ? point->variable : flat->cells.at[cell].variable,
        .name = found.name,
        .units = found.units,
        .own =
            point
                ? gx_override_table(overrides, flat, point->table).point[point->changed].y
                : gx_override_value(overrides, flat, cell),
        .scale = 1.0,
        .loc = loc};
}

gx_err gx_sweep_find_constant(gx_sweep_input *made, const gx_sweep_making *m,
                              gx_name name, const gx_quantity *one)
{
    const gx_case *c = m->setup->c;
    int32_t tables = c->overrides ? c->overrides->tables.count : 0;
    gx_overrides found = {0}; /* of the number 1: the factor to the variable's unit */
    gx_setting setting = {.name = name, .value = *one};
    for (int32_t i = 0; i < tables; i++) /* a point is one of those by now */
        *GX_ADD(m->s->arena, &found.tables) = c->overrides->tables.at[i];
    gx_err err = gx_override_resolve(&found, m->s->flat, &setting, 1, c->labels,
                                     m->s->arena, m->ds);
    int32_t constants = found.list.count, points = found.tables.count - tables;
    if (!err && constants + points != 1)
        err = gx_error(m->ds, GX_CODE_SUBSCRIPT, name.loc,
                       points ? "'%s' are %d points: each is an input of its own"
                              : "'%s' are %d constants: each is an input of its own",
                       name.text, constants + points);
    if (err)
        return err;
    const gx_table_override *point = points ? &found.tables.at[tables] : NULL;
    *made = input_of(m, constants ? found.list.at[0].cell : -1, point, name.loc);
    made->scale = constants ? found.list.at[0].value : point->point[point->changed].y;
    return GX_OK;
}

static int32_t index_of(const gx_sweep *s, int32_t cell)
{
    int32_t i = s->inputs.count - 1;
    while (i >= 0 && s->inputs.at[i].cell != cell)
        i--;
    return i;
}

gx_err gx_sweep_add_input(gx_sweep_making *m, const gx_sweep_input *made)
{
    if (index_of(m->s, made->cell) >= 0)
        return gx_error(m->ds, GX_CODE_VALUE, made->loc, "'%s' is an input twice",
                        made->name);
    *GX_ADD(m->s->arena, &m->s->inputs) = *made;
    return GX_OK;
}

/* ---- inputs of the study, and those that other files list ---- */

static gx_err take_input(gx_sweep_making *m, const gx_study_input *said)
{
    const gx_quantity one = {1.0, said->spread.units, said->spread.name.loc};
    gx_sweep_input made;
    gx_err err = gx_sweep_find_constant(&made, m, said->name, &one);
    if (!err)
        err = take_distribution(m, &made, said);
    return err ? err : gx_sweep_add_input(m, &made);
}

/* All rows of the parameter table that are uncertain, not for a planner to choose, and
 * not said otherwise by the study. */
static gx_err take_parameters(gx_sweep_making *m)
{
    gx_name asked = m->setup->study->all_parameters;
    gx_spreads spreads = {0};
    gx_check_count count = {0};
    if (!m->setup->parameters)
        return gx_error(m->ds, GX_CODE_VALUE, asked.loc,
                        "the model has no parameter table beside it");
    gx_err err = gx_parameters_resolve(&spreads, &count, m->setup->parameters,
                                       m->setup->c, m->s->arena, m->ds);
    for (int32_t i = 0; i < spreads.count && !err; i++) {
        const gx_spread *spread = &spreads.at[i];
        if (!spread->distribution.type ||
            strcmp(spread->row->source_class.text, "choice") == 0 ||
            index_of(m->s, spread->cell) >= 0)
            continue;
        gx_sweep_input made = input_of(m, spread->cell, NULL, spread->row->constant.loc);
        made.distribution = spread->distribution;
        err = gx_sweep_add_input(m, &made);
    }
    return err;
}

/* All levers, off and on, that the study does not say otherwise. */
static gx_err take_levers(gx_sweep_making *m)
{
    const gx_levers *levers = m->setup->levers;
    gx_err err = GX_OK;
    if (!levers || !levers->levers.count)
        return gx_error(m->ds, GX_CODE_VALUE, m->setup->study->all_levers.loc,
                        "the model has no levers beside it");
    for (int32_t i = 0; i < levers->levers.count && !err; i++) {
        const gx_lever *lever = &levers->levers.at[i];
        double *value = GX_ARRAY(m->s->arena, double, 2);
        gx_sweep_input made;
        for (int32_t on = 0; on < 2 && !err; on++) {
            const gx_quantity *given = on ? &lever->on : &lever->off;
            const gx_quantity one = {1.0, given->units, given->loc};
            err = gx_sweep_find_constant(&made, m, lever->constant, &one);
            value[on] = given->number * made.scale;
        }
        made.scale = 1.0;
        made.value = value;
        made.value_count = 2;
        if (!err && index_of(m->s, made.cell) < 0)
            err = gx_sweep_add_input(m, &made);
    }
    return err;
}

/* ---- what ties inputs together ---- */

/* The input that a name means, or -1 after an error. */
static int32_t find_input(const gx_sweep_making *m, gx_name name)
{
    const gx_quantity one = {1.0, "", name.loc};
    gx_sweep_input meant;
    if (gx_sweep_find_constant(&meant, m, name, &one))
        return -1;
    int32_t i = index_of(m->s, meant.cell);
    if (i < 0)
        gx_error(m->ds, GX_CODE_VALUE, name.loc, "'%s' is no input of this study",
                 name.text);
    return i;
}

static gx_err take_correlation(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    const gx_study *study = m->setup->study;
    int32_t n = s->inputs.count, errors = m->ds->error_count;
    double *matrix = gx_arena_array(s->arena, (size_t)n, (size_t)n * sizeof *matrix);
    for (int32_t i = 0; i < n; i++)
        matrix[(size_t)i * (size_t)n + (size_t)i] = 1.0;
    for (int32_t p = 0; p < study->correlation.count; p++) {
        const gx_study_pair *pair = &study->correlation.at[p];
        int32_t a = find_input(m, pair->name[0]), b = find_input(m, pair->name[1]);
        if (a < 0 || b < 0)
            continue;
        double *above = &matrix[(size_t)a * (size_t)n + (size_t)b];
        if (*above != 0.0)
            gx_error(m->ds, GX_CODE_VALUE, pair->name[0].loc,
                     a == b ? "'%s' and '%s' are the same input"
                            : "'%s' and '%s' are correlated twice",
                     pair->name[0].text, pair->name[1].text);
        *above = matrix[(size_t)b * (size_t)n + (size_t)a] = pair->rho;
    }
    if (m->ds->error_count > errors)
        return gx_diags_outcome(m->ds);
    if (!gx_copula_factor(matrix, n))
        return gx_error(m->ds, GX_CODE_VALUE, study->correlation.at[0].loc,
                        "the correlations contradict one another: their matrix is not "
                        "positive definite");
    s->copula = matrix;
    return GX_OK;
}

/* Groups first get the factor of their first input; then factors are numbered. */
static gx_err take_groups(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    const gx_study *study = m->setup->study;
    int32_t n = s->inputs.count, errors = m->ds->error_count;
    int32_t *group = GX_ARRAY(s->arena, int32_t, n);
    int32_t *factor = GX_ARRAY(s->arena, int32_t, n);
    const char **name = GX_ARRAY(s->arena, const char *, n);
    for (int32_t g = 0; g < study->groups.count; g++)
        for (int32_t k = 0; k < study->groups.at[g].inputs.count; k++) {
            gx_name said = study->groups.at[g].inputs.at[k];
            int32_t i = find_input(m, said);
            if (i >= 0 && group[i])
                gx_error(m->ds, GX_CODE_VALUE, said.loc, "'%s' is in two groups",
                         said.text);
            if (i >= 0)
                group[i] = g + 1;
        }
    for (int32_t i = 0; i < n; i++) {
        int32_t first = 0;
        while (first < i && !(group[i] && group[first] == group[i]))
            first++;
        factor[i] = first < i ? factor[first] : m->factors++;
        name[factor[i]] =
            group[i] ? study->groups.at[group[i] - 1].name.text : s->inputs.at[i].name;
    }
    s->factor_name = name;
    m->factor = study->groups.count ? factor : NULL;
    return m->ds->error_count > errors ? gx_diags_outcome(m->ds) : GX_OK;
}

gx_err gx_sweep_inputs(gx_sweep_making *m)
{
    const gx_study *study = m->setup->study;
    int32_t errors = m->ds->error_count;
    for (int32_t i = 0; i < study->inputs.count; i++)
        take_input(m, &study->inputs.at[i]);
    if (study->all_parameters.text)
        take_parameters(m);
    if (study->all_levers.text)
        take_levers(m);
    if (gx_sweep_wants_columns(m))
        gx_sweep_columns(m);
    if (m->ds->error_count == errors && !m->s->inputs.count)
        gx_error(m->ds, GX_CODE_VALUE, study->design.place,
                 "the study has no input that is uncertain");
    if (m->ds->error_count > errors)
        return gx_diags_outcome(m->ds);
    gx_err err = take_groups(m);
    gx_err bad = study->correlation.count ? take_correlation(m) : GX_OK;
    return err ? err : bad;
}
