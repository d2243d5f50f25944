/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibrate --reach: what it would take. */
#include "cli/fit_report.h"
#include "model/names.h"
#include "show/show.h"
#include "study/reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARAMETERS = 15 }; /* that are printed, the farthest moved first */

typedef struct wish {
    gx_spot spot;
    const char *name, *units;
    double target, year;
} wish;

/* `VARIABLE>=NUMBER@YEAR` */
static gx_err read_wish(wish *w, const gx_experiment *x, const char *asked, gx_diags *ds)
{
    int32_t file = gx_source_add(ds, "--reach", asked, strlen(asked));
    gx_loc all = {file, 0, (int32_t)strlen(asked)};
    const char *more = strstr(asked, ">="), *at = strrchr(asked, '@');
    if (!*asked || !more || more == asked || !at || at < more)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--reach %s': expected VARIABLE>=NUMBER@YEAR", asked);
    gx_name name = {gx_arena_text(x->arena, asked, (size_t)(more - asked)), all};
    const char *number = gx_arena_text(x->arena, more + 2, (size_t)(at - more - 2));
    gx_cells cells = {0};
    if (!gx_text_to_number(number, &w->target) || !gx_text_to_number(at + 1, &w->year))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--reach %s': expected numbers behind '>=' and '@'", asked);
    gx_err err = gx_cells_find(&cells, x->flat, name, x->labels, x->arena, ds);
    if (!err && cells.count != 1)
        err = gx_error(ds, GX_CODE_SUBSCRIPT, all, "'%s' is %d numbers: name one",
                       name.text, cells.count);
    if (err)
        return err;
    gx_cells outcome = {0};
    double offset = 0.0; /* that of the outcome holds for the outcome */
    if (x->levers &&
        !gx_cells_find(&outcome, x->flat, x->levers->outcome, x->labels, x->arena, ds))
        offset = outcome.at[0] == cells.at[0] ? x->levers->year_offset : 0.0;
    w->spot = (gx_spot){cells.at[0], w->year + offset};
    w->name = gx_cell_name(x->flat, cells.at[0], x->arena, ds->oom);
    w->units = x->model->variables.at[x->flat->cells.at[cells.at[0]].variable].units;
    return GX_OK;
}

static int farther(const void *a, const void *b)
{
    double x = fabs(((const gx_movable *)a)->moved);
    double y = fabs(((const gx_movable *)b)->moved);
    return (x < y) - (x > y);
}

static void print_moved(const gx_experiment *x, const gx_way *way, bool by_levers,
                        gx_buf *out)
{
    const gx_table_column columns[] = {{by_levers ? "lever" : "parameter", false},
                                       {"unit", false},
                                       {"from", true},
                                       {"to", true},
                                       {by_levers ? "part" : "deviations", true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    gx_movable *order = GX_ARRAY(x->arena, gx_movable, way->count);
    int32_t count = way->count;
    memcpy(order, way->movable, (size_t)count * sizeof *order);
    if (!by_levers) {
        qsort(order, (size_t)count, sizeof *order, farther);
        count = count < MOST_PARAMETERS ? count : MOST_PARAMETERS;
    }
    const char **cell = GX_ARRAY(x->arena, const char *, count *COLUMNS);
    for (int32_t i = 0; i < count; i++) {
        const gx_movable *m = &order[i];
        const char *row[] = {m->name, m->units,
                             gx_arena_format(x->arena, "%.4g", m->before),
                             gx_arena_format(x->arena, "%.4g", m->after),
                             gx_arena_format(x->arena, "%.2f", m->moved)};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_table_print(columns, COLUMNS, cell, count, out);
    if (count < way->count)
        gx_buf_print(out, "  and %d that moved less\n", way->count - count);
}

static void print_way(const gx_experiment *x, const wish *w, const gx_way *way,
                      bool by_levers, gx_buf *out)
{
    const gx_reached *r = &way->reached;
    gx_buf_print(out, "%s: %s >= %g %s in %g, by %s\n", x->name, w->name, w->target,
                 w->units, w->year, by_levers ? "levers" : "parameters");
    if (r->is_reached)
        gx_buf_print(out, "  reached: %.5g", r->value);
    else
        gx_buf_print(out, "  not reachable%s: it gets as far as %.5g",
                     by_levers ? "" : " within 3 deviations of each", r->value);
    gx_buf_print(out, ", from %.5g %s; ", way->before,
                 by_levers ? "with all levers off" : "with the model's parameters");
    if (by_levers)
        gx_buf_print(out, "cost %.4g", r->cost);
    else /* the probability of the half-space behind the nearest point */
        gx_buf_print(out, "%.3g prior deviations away, prior probability about %.2g",
                     r->cost, 0.5 * erfc(r->cost / sqrt(2.0)));
    gx_buf_print(out, "; %d runs\n\n", (int)r->points);
    print_moved(x, way, by_levers, out);
}

gx_err gx_reach_print(gx_experiment *x, const char *asked, const char *by,
                      const gx_workers *workers, gx_buf *out, gx_diags *ds)
{
    wish w;
    gx_way way = {0};
    gx_case c = gx_experiment_case(x);
    bool by_levers = !by || strcmp(by, "levers") == 0;
    gx_err err = GX_OK;
    if (!by_levers && strcmp(by, "parameters") != 0)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'--by %s': there are levers and parameters", by);
    else if (by_levers ? !x->levers : !x->parameters)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "the model of '%s' has no %s",
                       x->name, by_levers ? "levers file" : "parameter table");
    if (!err)
        err = read_wish(&w, x, asked, ds);
    if (!err && by_levers)
        err = gx_reach_levers(&way, x->levers, &w.spot, w.target, &c, workers, x->arena,
                              ds);
    else if (!err)
        err = gx_reach_parameters(&way, x->parameters, &w.spot, w.target, &c, workers,
                                  x->arena, ds);
    if (!err)
        print_way(x, &w, &way, by_levers, out);
    return err;
}
