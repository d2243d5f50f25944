/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before anything is run: can an HDF5 result tell all that it would hold by their names?
 */
#include "cli/cli.h"

#include <string.h>

/* A name that a result would have, and the variable whose it is. */
typedef struct holder {
    const char *name;
    int32_t variable; /* -1: the result's own, or a subscript range's */
} holder;

typedef struct names {
    const gx_experiment *x;
    const char *path;
    gx_map *taken; /* dataset -> index into list */
    GX_LIST(holder) list;
    gx_diags *ds;
    gx_err err;
} names;

static void refuse(names *n, const holder *one, const holder *other, const char *dataset)
{
    const gx_model *model = n->x->model;
    const gx_variable *var = &model->variables.at[one->variable];
    gx_diags *ds = n->ds;
    if (other && other->variable < 0)
        n->err = gx_error(ds, GX_CODE_DUPLICATE_NAME, var->loc,
                          "'%s' cannot be saved in '%s', which has a '%s' of its own",
                          one->name, n->path, dataset);
    else if (!other)
        n->err = gx_error(ds, GX_CODE_DUPLICATE_NAME, var->loc,
                          "'%s' cannot be saved in '%s': no dataset can have that name",
                          one->name, n->path);
    else
        n->err = gx_error(ds, GX_CODE_DUPLICATE_NAME, var->loc,
                          "'%s' cannot be saved in '%s' beside '%s': both are '%s' there",
                          one->name, n->path, other->name, dataset);
    if (other && other->variable >= 0)
        gx_note(ds, model->variables.at[other->variable].loc, "it is defined here");
    gx_note(ds, GX_NOWHERE, "give it another name, or save a table, as with -o %s.csv",
            n->x->name);
}

/* The name of a dimension may come again; that of a variable may not. */
static void claim(names *n, const char *name, int32_t variable)
{
    holder one = {name, variable};
    const char *dataset = gx_text_dataset(n->x->arena, name);
    int32_t other = gx_map_find(n->taken, dataset);
    if (other < 0 && *dataset && strcmp(dataset, ".") != 0) {
        gx_map_put(n->taken, dataset, n->list.count);
        *GX_ADD(n->x->arena, &n->list) = one;
    } else if (variable >= 0) {
        refuse(n, &one, other < 0 ? NULL : &n->list.at[other], dataset);
    }
}

static bool is_saved(const gx_experiment *x, int32_t variable)
{
    for (int32_t i = 0; i < x->keep_count; i++)
        if (x->keep[i] == variable)
            return true;
    return !x->keep;
}

/* The next saved variable at or after a cell; gives its first cell that has an equation,
 * or the number of cells. */
static int32_t next_saved(const gx_experiment *x, int32_t cell, int32_t before)
{
    const gx_flat *flat = x->flat;
    while (cell < flat->cells.count && (flat->cells.at[cell].element < 0 ||
                                        flat->cells.at[cell].kind == GX_CELL_NONE ||
                                        flat->cells.at[cell].variable == before ||
                                        !is_saved(x, flat->cells.at[cell].variable)))
        cell++;
    return cell;
}

gx_err gx_datasets_check(const gx_experiment *x, const char *path, gx_diags *ds)
{
    static const char *const own[] = {"gaoxin", "time", "run", GX_STUDY_STATUS};
    const gx_flat *flat = x->flat;
    names n = {.x = x, .path = path, .taken = gx_map_new(x->arena), .ds = ds};
    int32_t own_count = x->inputs.count ? 4 : 2, count = flat->cells.count;
    for (int32_t i = 0; i < own_count; i++)
        claim(&n, own[i], -1);
    for (int32_t i = 0; i < x->inputs.count; i++)
        claim(&n, gx_arena_format(x->arena, "input %s", x->inputs.at[i].name), -1);
    for (int32_t pass = 0; pass < 2; pass++)
        for (int32_t c = next_saved(x, 0, -1); c < count;) {
            int32_t v = flat->cells.at[c].variable;
            for (int32_t d = 0; d < flat->array[v].dim_count && !pass; d++)
                claim(&n, x->model->ranges.at[flat->array[v].range[d]].name, -1);
            if (pass)
                claim(&n, x->model->variables.at[v].name, v);
            c = next_saved(x, c, v);
        }
    return n.err;
}
