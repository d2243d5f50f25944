/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Inputs that are the columns of a table: a row is a run. An input's values are kept
 * sorted and a row's coordinate is the rank of its value, so that the very numbers of the
 * table come back and estimators that slice a coordinate slice equal shares. */
#include "sweep/resolve.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX "input " /* of the inputs in a merged sweep */

bool gx_sweep_wants_columns(const gx_sweep_making *m)
{
    const gx_study *study = m->setup->study;
    return study->columns.count || study->all_columns.text || m->setup->points;
}

/* ---- which columns ---- */

static bool is_called(const char *name, const char *wanted, gx_arena *arena)
{
    return strcmp(gx_text_key(arena, name, strlen(name)),
                  gx_text_key(arena, wanted, strlen(wanted))) == 0;
}

/* The column of that name, also behind the prefix; NULL after an error. */
static const gx_var *find_column(const gx_sweep_making *m, gx_name name)
{
    const gx_frame *points = m->setup->points;
    gx_arena *arena = m->s->arena;
    const char *prefixed = gx_arena_format(arena, PREFIX "%s", name.text);
    for (int32_t v = 0; v < points->vars.count; v++)
        if (is_called(points->vars.at[v].name, name.text, arena) ||
            is_called(points->vars.at[v].name, prefixed, arena))
            return &points->vars.at[v];
    gx_error(m->ds, GX_CODE_VALUE, name.loc, "'%s' has no column '%s'",
             m->setup->study->design.file.text, name.text);
    return NULL;
}

static bool has_prefix(const gx_var *column)
{
    return strncmp(column->name, PREFIX, strlen(PREFIX)) == 0;
}

/* `name (unit)`: take the unit off, unless the whole is a name or `name(x)` a point. */
static gx_name split_unit(const gx_sweep_making *m, gx_name name, const char **units)
{
    gx_arena *arena = m->s->arena;
    size_t length = strlen(name.text);
    const char *open = strrchr(name.text, '(');
    double x = 0.0;
    if (!open || name.text[length - 1] != ')' ||
        gx_map_find(m->s->flat->model->names, gx_text_key(arena, name.text, length)) >= 0)
        return name;
    const char *inside =
        gx_arena_text(arena, open + 1, length - 2 - (size_t)(open - name.text));
    if (gx_text_to_number(inside, &x))
        return name;
    *units = inside;
    return (gx_name){gx_arena_text(arena, name.text, (size_t)(open - name.text)),
                     name.loc};
}

/* ---- values ---- */

typedef struct place {
    double value;
    int32_t row;
} place;

static int by_value(const void *a, const void *b)
{
    const place *x = a, *y = b;
    return x->value != y->value ? (x->value > y->value) - (x->value < y->value)
                                : (x->row > y->row) - (x->row < y->row);
}

static gx_err take_column(gx_sweep_making *m, const gx_var *column, gx_loc loc)
{
    gx_sweep *s = m->s;
    const char *units = column->units;
    gx_name name = {column->name + (has_prefix(column) ? strlen(PREFIX) : 0), loc};
    gx_sweep_input made;
    int32_t rows = (int32_t)gx_var_size(m->setup->points, column);
    name = split_unit(m, name, &units);
    const gx_quantity one = {1.0, units, loc};
    gx_err err = gx_sweep_find_constant(&made, m, name, &one);
    if (err)
        gx_note(m->ds, GX_NOWHERE,
                "'%s' has this column: name those that are inputs, "
                "as in 'inputs: [a, b]'",
                m->setup->study->design.file.text);
    if (!err && m->rows && rows != m->rows)
        err = gx_error(m->ds, GX_CODE_VALUE, loc, "'%s' has %d values, others have %d",
                       column->name, rows, m->rows);
    double *value = GX_ARRAY(s->arena, double, rows);
    for (int32_t i = 0; i < rows && !err; i++) {
        value[i] = column->value[i] * made.scale;
        if (!isfinite(value[i]))
            err = gx_error(m->ds, GX_CODE_VALUE, loc, "row %d of '%s' has no number",
                           i + 1, column->name);
    }
    if (err)
        return err;
    m->rows = rows;
    made.scale = 1.0;
    made.value = value;
    made.value_count = rows;
    return gx_sweep_add_input(m, &made);
}

/* The table as points of the unit cube, [rows][inputs]; inputs get their values sorted.
 */
static void rank_rows(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    size_t inputs = (size_t)s->inputs.count, rows = (size_t)m->rows;
    double *given = gx_arena_array(s->arena, rows, inputs * sizeof *given);
    place *order = GX_ARRAY(s->arena, place, rows);
    for (size_t d = 0; d < inputs; d++) {
        double *sorted = GX_ARRAY(s->arena, double, rows);
        for (size_t i = 0; i < rows; i++)
            order[i] = (place){s->inputs.at[d].value[i], (int32_t)i};
        qsort(order, rows, sizeof *order, by_value);
        for (size_t i = 0; i < rows; i++) {
            sorted[i] = order[i].value;
            given[(size_t)order[i].row * inputs + d] = ((double)i + 0.5) / (double)rows;
        }
        s->inputs.at[d].value = sorted;
    }
    m->given = given;
}

/* What defines the table, for the identity of the sweep. */
static void hash_rows(gx_sweep_making *m)
{
    const gx_sweep *s = m->s;
    unsigned char hash[GX_SHA256_BYTES];
    size_t inputs = (size_t)s->inputs.count, rows = (size_t)m->rows;
    double *all = gx_arena_array(s->arena, rows, inputs * sizeof *all);
    for (size_t d = 0; d < inputs; d++)
        for (size_t i = 0; i < rows; i++)
            all[i * inputs + d] = s->inputs.at[d].value[i];
    gx_sha256(hash, (const char *)all, rows * inputs * sizeof *all);
    for (size_t k = 0; k < sizeof hash; k++)
        snprintf(m->table + 2 * k, 3, "%02x", hash[k]);
}

gx_err gx_sweep_columns(gx_sweep_making *m)
{
    const gx_study *study = m->setup->study;
    const gx_frame *points = m->setup->points;
    gx_loc all = study->all_columns.loc;
    bool has_inputs = false;
    int32_t errors = m->ds->error_count;
    if (!points)
        return gx_error(
            m->ds, GX_CODE_VALUE, study->columns.count ? study->columns.at[0].loc : all,
            "columns are those of the file of the design 'points': none is given");
    if (!study->columns.count && !study->all_columns.text)
        return gx_error(m->ds, GX_CODE_VALUE, study->design.file.loc,
                        "the inputs of a design with a file are its columns: write "
                        "'inputs: columns', or a list of them");
    for (int32_t v = 0; v < points->vars.count; v++)
        has_inputs |= has_prefix(&points->vars.at[v]);
    for (int32_t v = 0; v < points->vars.count && !study->columns.count; v++)
        if (!has_inputs || has_prefix(&points->vars.at[v]))
            take_column(m, &points->vars.at[v], all);
    for (int32_t i = 0; i < study->columns.count; i++) {
        const gx_var *column = find_column(m, study->columns.at[i]);
        if (column)
            take_column(m, column, study->columns.at[i].loc);
    }
    if (m->ds->error_count > errors)
        return gx_diags_outcome(m->ds);
    if (!m->rows)
        return gx_error(m->ds, GX_CODE_VALUE, study->design.file.loc, "'%s' has no row",
                        study->design.file.text);
    hash_rows(m);
    rank_rows(m);
    return GX_OK;
}
