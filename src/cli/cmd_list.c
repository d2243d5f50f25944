/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin list: what there is to run, or the variables or figures of a model. */
#include "cli/listing.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct request {
    const char *path, *word; /* word: NULL when not given */
    gx_language language;
    bool figures, is_json;
} request;

/* ---- variables ---- */

static const char *const kind_names[] = {
    [GX_CELL_NONE] = GX_TEXT("auxiliary"),      [GX_CELL_ARRAY] = GX_TEXT("auxiliary"),
    [GX_CELL_AUXILIARY] = GX_TEXT("auxiliary"), [GX_CELL_CONSTANT] = GX_TEXT("constant"),
    [GX_CELL_STOCK] = GX_TEXT("stock"),         [GX_CELL_INITIAL] = GX_TEXT("initial"),
    [GX_CELL_DELAY] = GX_TEXT("delay"),
};

static const char *kind_of(const gx_flat *flat, int32_t variable)
{
    const gx_array *array = &flat->array[variable];
    if (array->first < 0)
        return GX_TEXT("lookup");
    int32_t e = 0; /* elements without an equation have no kind */
    while (e + 1 < array->count && flat->cells.at[array->first + e].kind == GX_CELL_NONE)
        e++;
    return kind_names[flat->cells.at[array->first + e].kind];
}

/* The value of a constant with this scenario; NaN for what is computed or has several. */
static double value_of(const gx_experiment *x, int32_t variable)
{
    const gx_array *array = &x->flat->array[variable];
    if (array->first < 0 || array->count != 1 ||
        x->flat->cells.at[array->first].kind != GX_CELL_CONSTANT)
        return (double)NAN;
    return gx_override_value(&x->overrides, x->flat, array->first);
}

static const gx_field variable_fields[] = {
    {"variable", GX_TEXT("variable"), false},
    {"label", NULL, false},
    {"units", GX_TEXT("unit"), false},
    {"kind", GX_TEXT("kind"), false},
    {"value", GX_TEXT("value"), true},
    {"group", GX_TEXT("group"), false},
    {"comment", NULL, false},
    {NULL, NULL, false},
};
enum { VARIABLE_FIELDS = sizeof variable_fields / sizeof *variable_fields };

static void list_variables(gx_listing *l, const gx_experiment *x, gx_language language)
{
    for (int32_t v = 0; v < x->model->variables.count; v++) {
        const gx_variable *var = &x->model->variables.at[v];
        const gx_label *label = gx_label_find(x->labels, var->name, l->arena);
        const char *kind = kind_of(x->flat, v);
        double value = value_of(x, v);
        const char *group = var->group < 0 ? "" : x->model->groups.at[var->group].name;
        const gx_value row[VARIABLE_FIELDS] = {
            {.text = var->name,
             .shown = gx_called_typed(x->labels, var->name, language, l->arena)},
            {.text = gx_called(x->labels, var->name, language, l->arena)},
            {.text = var->units, .shown = gx_units_in(x, v, language)},
            {.text = kind, .shown = gx_say(language, kind)},
            {.text = isnan(value) ? "" : gx_arena_format(l->arena, "%.6g", value),
             .number = value},
            {.text = group,
             .shown = gx_called_typed(x->labels, group, language, l->arena)},
            {.text = var->doc},
            {.text = label ? gx_words_in(label->name, GX_LANG_EN, "") : "",
             .shown = label ? label->name.zh : NULL}, /* to be found by any of them */
        };
        gx_listing_add(l, row);
    }
}

/* ---- figures ---- */

static const gx_field figure_fields[] = {
    {"figure", GX_TEXT("figure"), false},
    {"kind", GX_TEXT("kind"), false},
    {"of", GX_TEXT("of results of"), false},
    {"title", GX_TEXT("title"), false},
    {NULL, NULL, false},
};
enum { FIGURE_FIELDS = sizeof figure_fields / sizeof *figure_fields };

static void list_figures(gx_listing *l, const gx_experiment *x, gx_language language)
{
    for (int32_t i = 0; x->figures && i < x->figures->list.count; i++) {
        const gx_figure *f = &x->figures->list.at[i];
        const gx_value row[FIGURE_FIELDS] = {
            {.text = f->name.text},
            {.text = f->kind.text},
            {.text = gx_figure_maker(f)},
            {.text = gx_words_in(f->title, language, "")},
            {.text = gx_words_in(f->title, GX_LANG_EN, ""), .shown = f->title.zh},
        };
        gx_listing_add(l, row);
    }
}

/* ---- the command ---- */

static void print(gx_listing *l, const char *name, const request *r, gx_diags *ds)
{
    gx_buf out;
    gx_json json;
    gx_buf_init(&out, ds->oom);
    if (r->word)
        gx_listing_keep(l, r->word);
    if (r->is_json) {
        gx_json_begin(&json, &out, "list");
        gx_listing_json(l, name, &json);
        gx_json_end(&json);
    } else {
        gx_listing_print(l, r->language, &out);
    }
    gx_print_buf(&out, ds);
}

static gx_err list_folder(const request *r, gx_diags *ds)
{
    gx_diags *quiet = gx_diags_new(ds->oom);
    gx_listing l = {
        .field = gx_folder_fields, .field_count = GX_FOLDER_FIELDS, .arena = ds->arena};
    gx_err err = GX_OK;
    if (r->figures)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "--figures are those of a model, scenario or result");
    else if (!gx_folder_list(&l, r->path, r->language, quiet))
        err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot open the folder '%s'",
                       r->path);
    else
        print(&l, "files", r, ds);
    if (!err && !l.values.count && !r->is_json)
        printf("%s\n",
               gx_say(r->language, "no model or scenario here, nor in the folders here"));
    gx_diags_free(quiet);
    return err;
}

static gx_err list_model(const request *r, gx_diags *ds)
{
    const gx_run_options options = {0};
    gx_experiment *x = NULL;
    gx_err err = gx_experiment_load(&x, r->path, &options, ds);
    if (err)
        return err;
    gx_listing l = {
        .field = variable_fields, .field_count = VARIABLE_FIELDS, .arena = x->arena};
    if (r->figures) {
        l.field = figure_fields;
        l.field_count = FIGURE_FIELDS;
    }
    (r->figures ? list_figures : list_variables)(&l, x, r->language);
    print(&l, r->figures ? "figures" : "variables", r, ds);
    gx_experiment_free(x);
    return GX_OK;
}

static bool is_folder(const char *path)
{
    struct stat info;
    size_t length = strlen(path);
    return !length || path[length - 1] == '/' ||
           (stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

gx_err gx_cmd_list(int argc, char **argv, gx_diags *ds)
{
    request r = {.path = ""};
    const gx_opt opts[] = {
        {"word", 'w', GX_OPT_TEXT, &r.word, "WORD", "only what has WORD (in any case)"},
        {"figures", 0, GX_OPT_FLAG, &r.figures, NULL, "the figures instead"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
    };
    const gx_usage usage = {
        .name = "list",
        .arguments = "[FOLDER|MODEL|SCENARIO|RESULT]",
        .most = 1,
        .doc = "List the models, scenarios, studies and calibrations of a folder (this "
               "one) and of\nthe folders in it; or, of a model, scenario or result, the "
               "variables with units,\nkinds and the values of constants, or the "
               "figures.\n",
        .examples = "  gaoxin list\n"
                    "  gaoxin list scenarios/plan.yaml --word land\n"
                    "  gaoxin list model.mdl --figures\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    if (args.count)
        r.path = args.at[0];
    r.language = gx_language_of(ds);
    return is_folder(r.path) ? list_folder(&r, ds) : list_model(&r, ds);
}
