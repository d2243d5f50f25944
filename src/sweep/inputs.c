/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a study says of its inputs, held against the model. */
#include "sweep/resolve.h"

#include "model/names.h"

#include <math.h>
#include <string.h>

gx_err gx_sweep_unknown(gx_name given, const char *what, const char *const *name,
                        int32_t count, gx_diags *ds)
{
    gx_err err =
        gx_error(ds, GX_CODE_VALUE, given.loc, "there is no %s '%s'", what, given.text);
    int32_t best = (int32_t)strlen(given.text) / 3 + 1, found = -1;
    for (int32_t i = 0; i < count; i++) {
        int32_t distance = gx_text_distance(given.text, name[i]);
        if (distance < best) {
            best = distance;
            found = i;
        }
    }
    if (found >= 0)
        gx_note(ds, GX_NOWHERE, "did you mean '%s'?", name[found]);
    else
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
    const gx_flat *flat = m->s->flat;
    double factor = 1.0;
    if (!gx_quantity_given(*q))
        return GX_OK;
    gx_err err = gx_quantity_factor(&factor, q, flat, flat->cells.at[made->cell].variable,
                                    m->s->arena, m->ds);
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
        fault = "has no finite values";
    if (!fault)
        return GX_OK;
    err =
        gx_error(m->ds, GX_CODE_VALUE, spread->name.loc, "'%s' %s", d->type->name, fault);
    gx_note(m->ds, GX_NOWHERE, "%s(%s): %s", d->type->name, d->type->parameters,
            d->type->doc);
    return err;
}

static bool has_input(const gx_sweep *s, int32_t cell)
{
    int32_t i = 0;
    while (i < s->inputs.count && s->inputs.at[i].cell != cell)
        i++;
    return i < s->inputs.count;
}

static gx_err add_input(gx_sweep_making *m, int32_t cell, gx_loc loc,
                        gx_sweep_input **added)
{
    gx_sweep *s = m->s;
    const char *name = gx_cell_name(s->flat, cell, s->arena, m->ds->oom);
    if (has_input(s, cell))
        return gx_error(m->ds, GX_CODE_VALUE, loc, "'%s' is an input twice", name);
    *added = GX_ADD(s->arena, &s->inputs);
    **added = (gx_sweep_input){
        .cell = cell,
        .name = name,
        .units = s->flat->model->variables.at[s->flat->cells.at[cell].variable].units,
        .own = gx_override_value(m->setup->c->overrides, s->flat, cell),
        .scale = 1.0,
        .loc = loc};
    return GX_OK;
}

static gx_err take_input(gx_sweep_making *m, const gx_study_input *said)
{
    gx_overrides found = {0}; /* of the number 1: the factor to the variable's unit */
    gx_setting setting = {
        .name = said->name,
        .value = {1.0, said->spread.units, said->spread.name.loc},
    };
    gx_sweep_input *made = NULL;
    gx_err err = gx_override_resolve(&found, m->s->flat, &setting, 1, m->setup->c->labels,
                                     m->s->arena, m->ds);
    if (!err && found.list.count != 1)
        err = gx_error(m->ds, GX_CODE_SUBSCRIPT, said->name.loc,
                       "'%s' are %d constants: each is an input of its own",
                       said->name.text, found.list.count);
    if (!err)
        err = add_input(m, found.list.at[0].cell, said->name.loc, &made);
    if (err)
        return err;
    made->scale = found.list.at[0].value;
    return take_distribution(m, made, said);
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
        gx_sweep_input *made = NULL;
        if (!spread->distribution.type ||
            strcmp(spread->row->source_class.text, "choice") == 0 ||
            has_input(m->s, spread->cell))
            continue;
        err = add_input(m, spread->cell, spread->row->constant.loc, &made);
        if (!err)
            made->distribution = spread->distribution;
    }
    return err;
}

/* ---- what ties inputs together ---- */

/* The input that a name means, or -1 after an error. */
static int32_t find_input(gx_sweep_making *m, gx_name name)
{
    const gx_sweep *s = m->s;
    gx_cells cells = {0};
    if (gx_cells_find(&cells, s->flat, name, m->setup->c->labels, s->arena, m->ds))
        return -1;
    for (int32_t i = 0; i < s->inputs.count && cells.count == 1; i++)
        if (s->inputs.at[i].cell == cells.at[0])
            return i;
    gx_error(m->ds, GX_CODE_VALUE, name.loc, "'%s' is no input of this study", name.text);
    return -1;
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
            gx_error(m->ds, GX_CODE_VALUE, pair->name[0].loc, "'%s' and '%s' are %s",
                     pair->name[0].text, pair->name[1].text,
                     a == b ? "the same input" : "correlated twice");
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
    if (m->ds->error_count == errors && !m->s->inputs.count)
        gx_error(m->ds, GX_CODE_VALUE, study->design.place,
                 "the study has no input that is uncertain");
    if (m->ds->error_count > errors)
        return gx_diags_outcome(m->ds);
    gx_err err = take_groups(m);
    gx_err bad = study->correlation.count ? take_correlation(m) : GX_OK;
    return err ? err : bad;
}
