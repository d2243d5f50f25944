/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin list: the variables of a model. */
#include "cli/cli.h"
#include "show/show.h"

#include <string.h>

static const char *kind_of(const gx_flat *flat, int32_t variable)
{
    const gx_array *array = &flat->array[variable];
    if (array->first < 0)
        return "lookup";
    int32_t e = 0; /* elements without an equation have no kind */
    while (e + 1 < array->count && flat->cells.at[array->first + e].kind == GX_CELL_NONE)
        e++;
    switch (flat->cells.at[array->first + e].kind) {
    case GX_CELL_CONSTANT:
        return "constant";
    case GX_CELL_STOCK:
        return "stock";
    case GX_CELL_INITIAL:
        return "initial";
    case GX_CELL_DELAY:
        return "delay";
    case GX_CELL_ARRAY:
    case GX_CELL_NONE:
    case GX_CELL_AUXILIARY:
        break;
    }
    return "auxiliary";
}

/* The value of a constant with this scenario, "" for what is computed. */
static const char *value_of(const gx_experiment *x, int32_t variable)
{
    const gx_array *array = &x->flat->array[variable];
    if (array->first < 0 || array->count != 1 ||
        x->flat->cells.at[array->first].kind != GX_CELL_CONSTANT)
        return "";
    return gx_arena_format(x->arena, "%.6g",
                           gx_override_value(&x->overrides, x->flat, array->first));
}

/* True when any of the texts has `word` in it, in any case. */
static bool has_word(const gx_experiment *x, const char *const *texts, int32_t count,
                     const char *word)
{
    const char *key = gx_text_key(x->arena, word, strlen(word));
    for (int32_t i = 0; i < count; i++)
        if (strstr(gx_text_key(x->arena, texts[i], strlen(texts[i])), key))
            return true;
    return false;
}

static void list(const gx_experiment *x, const char *word, gx_buf *out)
{
    static const gx_table_column columns[] = {{"variable", false},
                                              {"unit", false},
                                              {"kind", false},
                                              {"value", true},
                                              {"group", false}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const gx_model *model = x->model;
    const char **cell = GX_ARRAY(x->arena, const char *, model->variables.count *COLUMNS);
    int32_t rows = 0;
    for (int32_t v = 0; v < model->variables.count; v++) {
        const gx_variable *var = &model->variables.at[v];
        const char *row[] = {var->name, var->units, kind_of(x->flat, v), value_of(x, v),
                             var->group < 0 ? "" : model->groups.at[var->group].name};
        const char *const searched[] = {row[0], row[2], row[4], var->doc};
        if (!word || has_word(x, searched, 4, word))
            memcpy(&cell[rows++ * COLUMNS], row, sizeof row);
    }
    if (rows)
        gx_table_print(columns, COLUMNS, cell, rows, out);
}

gx_err gx_cmd_list(int argc, char **argv, gx_diags *ds)
{
    const char *word = NULL;
    const gx_opt opts[] = {
        {"word", 'w', GX_OPT_TEXT, &word, "WORD", "only those with WORD (in any case)"},
    };
    const gx_usage usage = {
        .name = "list",
        .arguments = "MODEL_OR_SCENARIO",
        .least = 1,
        .most = 1,
        .doc =
            "List the variables of a model with their units, kinds and groups, and the "
            "values\n"
            "of its constants (those of the scenario, when one is given). --word looks "
            "in names,\n"
            "kinds, groups and comments.\n",
        .examples = "  gaoxin list model/qinzhou.mdl\n"
                    "  gaoxin list model/qinzhou.mdl --word land\n"
                    "  gaoxin list scenarios/baseline.yaml --word constant\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    const gx_run_options options = {0};
    gx_experiment *x = NULL;
    gx_err err = gx_experiment_load(&x, args.at[0], &options, ds);
    if (err)
        return err;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    list(x, word, &out);
    gx_print_buf(&out);
    gx_experiment_free(x);
    return GX_OK;
}
