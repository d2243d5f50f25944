/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin init: a scenario to fill in. Every constant stands in it as a comment with its
 * value, so that what is uncommented is what differs. */
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- paths ---- */

/* The folder of a path, absolute and without links; NULL when it is not there. */
static const char *folder_of(const char *path, gx_arena *arena)
{
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 1;
    const char *folder = slash ? path : ".";
    char *real = realpath(gx_arena_text(arena, folder, length ? length : 1), NULL);
    const char *kept = real ? gx_arena_text(arena, real, strlen(real)) : NULL;
    free(real);
    return kept;
}

/* `to` as seen from the folder of `from`. */
static const char *relative(const char *from, const char *to, gx_arena *arena)
{
    const char *here = folder_of(from, arena), *there = folder_of(to, arena);
    if (!here || !there)
        return to;
    size_t same = 0;
    for (size_t i = 0;; i++) {
        bool ends = (!here[i] || here[i] == '/') && (!there[i] || there[i] == '/');
        if (ends)
            same = i;
        if (!here[i] || here[i] != there[i])
            break;
    }
    const char *up = "";
    for (const char *c = here + same; *c; c++)
        if (*c == '/' && c[1])
            up = gx_arena_format(arena, "%s../", up);
    const char *down = there + same + (there[same] == '/');
    return gx_arena_format(arena, "%s%s%s%s", up, down, *down ? "/" : "",
                           gx_path_base(to));
}

/* ---- texts ---- */

/* A YAML key or value, in quotes unless it is plainly a name; quoted, what ends a line is
 * written as an escape. */
static void add_name(const char *name, gx_buf *out)
{
    bool plain = *name && *name != ' ' && *name != '-' && *name != '[';
    for (const unsigned char *c = (const unsigned char *)name; *c; c++)
        plain &= (*c >= 0x80 && *c != 0xc2 && *c != 0xe2) || (*c >= 'a' && *c <= 'z') ||
                 (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') ||
                 strchr(" _-.,[]()/", *c);
    if (plain)
        gx_buf_print(out, "%s", name);
    else
        gx_print_quoted(name, out);
}

/* Line breaks would end a comment. */
static void add_comment(const char *text, gx_buf *out)
{
    gx_buf_line(out, text, strlen(text), " ");
}

static const gx_parameter *find_range(const gx_experiment *x, const char *name)
{
    const char *key = gx_text_column_key(x->arena, name);
    for (int32_t i = 0; x->parameters && i < x->parameters->list.count; i++) {
        const gx_parameter *p = &x->parameters->list.at[i];
        if (strcmp(gx_text_column_key(x->arena, p->constant.text), key) == 0)
            return p;
    }
    return NULL;
}

/* ---- constants ---- */

/* What a variable is, above its values: its label in both languages, else its comment. */
static void add_heading(const gx_experiment *x, const gx_variable *v, gx_buf *out)
{
    enum { LONGEST = 90 };
    const gx_label *label = gx_label_find(x->labels, v->name, x->arena);
    gx_buf_print(out, "  ## ");
    if (label && label->name.zh) {
        add_comment(label->name.zh, out);
        gx_buf_print(out, label->name.en ? " / " : "");
        add_comment(label->name.en ? label->name.en : "", out);
    } else if (*v->doc) {
        size_t length = 0; /* whole characters */
        while (v->doc[length] && (length < LONGEST || (v->doc[length] & 0xC0) == 0x80))
            length++;
        add_comment(gx_arena_text(x->arena, v->doc, length), out);
        gx_buf_print(out, "%s", v->doc[length] ? "..." : "");
    } else {
        add_comment(v->name, out);
    }
    gx_buf_print(out, "\n");
}

/* ` 亿元/year` behind the value where it reads back as the variable's own unit; else a
 * comment. */
static void add_units(const gx_experiment *x, int32_t variable, double value, gx_buf *out)
{
    const char *units = x->model->variables.at[variable].units;
    gx_diags *quiet = gx_diags_new(out->oom);
    gx_buf text;
    gx_quantity q;
    double factor = 0.0;
    gx_buf_init(&text, out->oom);
    gx_buf_number(&text, value);
    gx_buf_print(&text, " %s", units);
    bool reads = *units && gx_quantity_parse(&q, text.text, GX_NOWHERE, x->arena) &&
                 q.number == value &&
                 !gx_quantity_factor(&factor, &q, x->flat, variable, x->arena, quiet) &&
                 factor == 1.0 && !strpbrk(text.text, "#:{}&*!|>'\"%@`");
    gx_buf_print(out, reads ? " " : *units ? "  # " : "");
    add_comment(units, out);
    gx_buf_clear(&text);
    gx_diags_free(quiet);
}

static void add_range(const gx_experiment *x, const char *name, gx_language language,
                      gx_buf *out)
{
    const gx_parameter *p = find_range(x, name);
    if (!p || !(p->low.number < p->high.number))
        return;
    gx_buf_print(out, gx_say(language, "  # %g to %g"), p->low.number, p->high.number);
    gx_buf_print(out, *p->low.units ? " " : "");
    add_comment(p->low.units, out);
    if (p->source_class.text && *p->source_class.text) {
        gx_buf_print(out, " (");
        add_comment(gx_say(language, p->source_class.text), out);
        gx_buf_print(out, ")");
    }
}

static bool is_control(const gx_flat *flat, int32_t cell)
{
    for (int32_t c = 0; c < GX_CONTROL_COUNT; c++)
        if (flat->control[c] == cell)
            return true;
    return false;
}

static void add_constant(const gx_experiment *x, int32_t cell, gx_language language,
                         gx_buf *out)
{
    gx_buf name;
    double value = gx_override_value(&x->overrides, x->flat, cell);
    gx_buf_init(&name, out->oom);
    gx_cell_print_name(x->flat, cell, &name);
    gx_buf_print(out, "  # ");
    add_name(name.text, out);
    gx_buf_print(out, ": ");
    gx_buf_number(out, value);
    add_units(x, x->flat->cells.at[cell].variable, value, out);
    add_range(x, name.text, language, out);
    gx_buf_print(out, "\n");
    gx_buf_clear(&name);
}

/* The constants of a variable, under one heading. */
static void add_variable(const gx_experiment *x, int32_t v, gx_language language,
                         gx_buf *out)
{
    const gx_array *array = &x->flat->array[v];
    bool headed = false;
    for (int32_t e = 0; array->first >= 0 && e < array->count; e++) {
        const gx_cell *cell = &x->flat->cells.at[array->first + e];
        if (cell->kind != GX_CELL_CONSTANT || cell->why_fixed ||
            is_control(x->flat, array->first + e))
            continue;
        if (!headed)
            add_heading(x, &x->model->variables.at[v], out);
        headed = true;
        add_constant(x, array->first + e, language, out);
    }
}

static void add_constants(const gx_experiment *x, gx_language language, gx_buf *out)
{
    for (int32_t g = -1; g < x->model->groups.count; g++) {
        gx_buf group;
        gx_buf_init(&group, out->oom);
        for (int32_t v = 0; v < x->model->variables.count; v++)
            if (x->model->variables.at[v].group == g)
                add_variable(x, v, language, &group);
        if (group.length && g >= 0) {
            gx_buf_print(out, "\n  ## ---- ");
            add_comment(gx_called_typed(x->labels, x->model->groups.at[g].name, language,
                                        x->arena),
                        out);
            gx_buf_print(out, " ----\n");
        }
        gx_buf_add(out, group.text, group.length);
        gx_buf_clear(&group);
    }
}

static void add_run(const gx_experiment *x, gx_buf *out)
{
    static const struct {
        const char *key;
        gx_control control;
    } rows[] = {{"time step", GX_CONTROL_TIME_STEP},
                {"final time", GX_CONTROL_FINAL_TIME}};
    gx_buf_print(out, "run:\n  # method: %s  # 'gaoxin help methods'\n", x->method->name);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int32_t cell = x->flat->control[rows[i].control];
        if (x->flat->cells.at[cell].kind != GX_CELL_CONSTANT)
            continue;
        gx_buf_print(out, "  # %s: ", rows[i].key);
        gx_buf_number(out, gx_override_value(&x->overrides, x->flat, cell));
        gx_buf_print(out, "\n");
    }
}

static void add_all(const gx_experiment *x, const char *path, const char *title,
                    gx_language language, gx_buf *out)
{
    const char *stem = gx_path_stem(x->arena, path);
    const char *parent = x->scenario ? x->scenario->path : x->model_path;
    const char *where = relative(path, parent, x->arena);
    gx_buf name;
    gx_buf_init(&name, out->oom);
    add_comment(gx_path_base(parent), &name);
    gx_buf_print(
        out,
        x->scenario
            ? gx_say(language,
                     "# A scenario of %s: take the '# ' from a line and change "
                     "its value. What stays\n# a comment is as in the scenario it "
                     "extends; the range behind a value is that of its table of "
                     "parameters.\n")
            : gx_say(language,
                     "# A scenario of %s: take the '# ' from a line and change "
                     "its value. What stays\n# a comment is as in the model; the "
                     "range behind a value is that of its table of parameters.\n"),
        name.text);
    gx_buf_clear(&name);
    gx_buf_print(out, "title: ");
    add_name(title ? title : stem, out);
    gx_buf_print(out, x->scenario ? "\nextends: " : "\nmodel: ");
    add_name(x->scenario ? gx_path_stem(x->arena, where) : where, out);
    gx_buf_print(out, "\n");
    add_run(x, out);
    gx_buf_print(out, "set:\n");
    add_constants(x, language, out);
}

/* ---- the command ---- */

static gx_err choose_path(const char **path, const gx_experiment *x, gx_diags *ds)
{
    struct stat info;
    if (!*path && x->scenario)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "name the new scenario: -o FOLDER/NAME.yaml");
    if (!*path)
        *path = gx_arena_format(x->arena, "%s.yaml", x->name);
    const char *dot = strrchr(*path, '.');
    if (!dot || strcmp(dot, ".yaml") != 0)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'%s': the name of a scenario ends in .yaml", *path);
    if (lstat(*path, &info) == 0)
        return gx_error(ds, GX_CODE_EXISTS, GX_NOWHERE,
                        "'%s' is there already: init replaces nothing", *path);
    if (x->scenario && strchr(relative(*path, x->scenario->path, x->arena), '/'))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "a scenario extends one of its own folder: '%s' is not in that "
                        "of '%s'",
                        *path, x->scenario->path);
    return GX_OK;
}

gx_err gx_cmd_init(int argc, char **argv, gx_diags *ds)
{
    const char *path = NULL, *title = NULL;
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &path, "FILE", "the new scenario (MODEL.yaml here)"},
        {"title", 't', GX_OPT_TEXT, &title, "TEXT", "its title (its name)"},
    };
    const gx_usage usage = {
        .name = "init",
        .arguments = "MODEL|SCENARIO",
        .least = 1,
        .most = 1,
        .doc = "Write a scenario to fill in, of a model or extending a scenario of the "
               "same folder.\n"
               "Every constant stands in it as a comment, by group, with its value, "
               "unit, label and\n"
               "range: what you uncomment is what differs. Never replaces a file.\n",
        .examples = "  gaoxin init scenarios/plan.yaml -o scenarios/mine.yaml\n"
                    "  gaoxin init model.mdl -o scenarios/mine.yaml\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    const gx_run_options options = {0};
    gx_experiment *x = NULL;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_err err = GX_OK;
    if (gx_is_result(args.at[0]))
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'%s' is a result: 'gaoxin show --unpack' gives its scenario",
                       args.at[0]);
    if (!err)
        err = gx_experiment_load(&x, args.at[0], &options, ds);
    size_t bad = 0;
    if (!err && title && !gx_text_is_utf8(title, strlen(title), &bad))
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "the title is not UTF-8");
    if (!err)
        err = choose_path(&path, x, ds);
    if (!err) {
        add_all(x, path, title, gx_language_of(ds), &out);
        err = gx_file_write(path, out.text, out.length, ds);
    }
    if (!err)
        gx_print("%s\n", path);
    gx_buf_clear(&out);
    gx_experiment_free(x);
    return err;
}
