/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin show: what a result file holds. */
#include "cli/cli.h"
#include "show/show.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *number(gx_arena *arena, double value)
{
    return isnan(value) ? "-" : gx_arena_format(arena, "%.6g", value);
}

/* `scope x zone` for subscripts, "" for a plain series. */
static const char *shape(const gx_frame *frame, const gx_var *var, gx_arena *arena)
{
    const char *text = "";
    for (int32_t i = 0; i < var->dim_count; i++) {
        const gx_dim *dim = &frame->dims.at[var->dim[i]];
        if (strcmp(dim->name, "time") != 0)
            text = gx_arena_format(arena, "%s%s%s", text, *text ? " x " : "", dim->name);
    }
    return text;
}

static void list_vars(const gx_frame *frame, gx_buf *out)
{
    static const gx_table_column columns[] = {{"variable", false},
                                              {"unit", false},
                                              {"over", false},
                                              {"first", true},
                                              {"last", true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    gx_arena *arena = frame->arena;
    const char **cell = GX_ARRAY(arena, const char *, frame->vars.count *COLUMNS);
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        size_t size = gx_var_size(frame, var);
        bool plain = var->dim_count == 1;
        cell[v * COLUMNS + 0] = var->name;
        cell[v * COLUMNS + 1] = var->units;
        cell[v * COLUMNS + 2] = shape(frame, var, arena);
        cell[v * COLUMNS + 3] = plain ? number(arena, var->value[0]) : "";
        cell[v * COLUMNS + 4] = plain ? number(arena, var->value[size - 1]) : "";
    }
    gx_table_print(columns, COLUMNS, cell, frame->vars.count, out);
}

static void list_attributes(const gx_frame *frame, gx_buf *out)
{
    for (int32_t i = 0; i < frame->attributes.count; i++)
        gx_buf_print(out, "%s: %s\n", frame->attributes.at[i].name,
                     frame->attributes.at[i].text);
    for (int32_t i = 0; i < frame->texts.count; i++)
        gx_buf_print(out, "embedded: %s (%zu bytes)\n", frame->texts.at[i].name,
                     strlen(frame->texts.at[i].text));
}

/* ---- values ---- */

static gx_err find_vars(const gx_frame *frame, const gx_texts *names, int32_t first,
                        int32_t *var, gx_diags *ds)
{
    gx_err err = GX_OK;
    for (int32_t i = first; i < names->count; i++) {
        var[i - first] =
            gx_frame_find_var(frame, gx_name_typed(frame, names->at[i], ds->arena));
        if (var[i - first] >= 0)
            continue;
        err = gx_error(ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE, "the result has no '%s'",
                       names->at[i]);
        gx_suggest_var(frame, names->at[i], ds);
    }
    return err;
}

/* The label of element `e` of a variable: `a,b`, or "" for a plain series. */
static const char *element_label(const gx_frame *frame, const gx_var *var, int32_t e)
{
    const char *text = "";
    for (int32_t i = var->dim_count - 1; i >= 0; i--) {
        const gx_dim *dim = &frame->dims.at[var->dim[i]];
        if (!dim->label)
            break;
        text = gx_arena_format(frame->arena, "%s%s%s", dim->label[e % dim->length],
                               *text ? "," : "", text);
        e /= dim->length;
    }
    return text;
}

/* A column of the table: one element of a variable, at every run and time. */
typedef struct column {
    const gx_var *var;
    int32_t element, elements; /* after run and time */
    bool has_run, has_time;
} column;

typedef GX_LIST(column) column_list;

static bool has_dim(const gx_frame *frame, const gx_var *var, const char *name)
{
    for (int32_t i = 0; i < var->dim_count; i++)
        if (strcmp(frame->dims.at[var->dim[i]].name, name) == 0)
            return true;
    return false;
}

static int32_t length_of(const gx_frame *frame, const char *name)
{
    int32_t dim = gx_frame_find_dim(frame, name);
    return dim < 0 ? 1 : frame->dims.at[dim].length;
}

static void add_columns(const gx_frame *frame, const gx_var *var, column_list *columns)
{
    column c = {.var = var,
                .has_run = has_dim(frame, var, "run"),
                .has_time = has_dim(frame, var, "time")};
    size_t elements = gx_var_size(frame, var);
    elements /= c.has_run ? (size_t)length_of(frame, "run") : 1;
    elements /= c.has_time ? (size_t)length_of(frame, "time") : 1;
    c.elements = (int32_t)elements;
    for (c.element = 0; c.element < c.elements; c.element++)
        *GX_ADD(frame->arena, columns) = c;
}

static double value_at(const column *c, int32_t run, int32_t time, int32_t times)
{
    size_t at = c->has_run ? (size_t)run : 0;
    at = c->has_time ? at * (size_t)times + (size_t)time : at;
    return c->var->value[at * (size_t)c->elements + (size_t)c->element];
}

/* One row a run and save time, one column a variable or element. */
static void print_values(const gx_frame *frame, const int32_t *var, int32_t count,
                         gx_buf *out)
{
    gx_arena *arena = frame->arena;
    column_list columns = {0};
    int32_t runs = length_of(frame, "run"), times = length_of(frame, "time");
    int32_t run_dim = gx_frame_find_dim(frame, "run");
    int32_t time_dim = gx_frame_find_dim(frame, "time");
    int32_t lead = (run_dim >= 0) + (time_dim >= 0);
    for (int32_t i = 0; i < count; i++)
        add_columns(frame, &frame->vars.at[var[i]], &columns);
    int32_t width = lead + columns.count;
    gx_table_column *head = GX_ARRAY(arena, gx_table_column, width);
    const char **cell =
        GX_ARRAY(arena, const char *, (size_t)runs *(size_t)times *(size_t)width);
    const char **at = cell;
    head[0] = (gx_table_column){"Run", true};
    if (time_dim >= 0)
        head[lead - 1] = (gx_table_column){"Time", true};
    for (int32_t c = 0; c < columns.count; c++) {
        const char *label =
            element_label(frame, columns.at[c].var, columns.at[c].element);
        head[lead + c] = (gx_table_column){
            gx_arena_format(arena, "%s%s%s%s", columns.at[c].var->name, *label ? "[" : "",
                            label, *label ? "]" : ""),
            true};
    }
    for (int32_t row = 0; row < runs * times; row++) {
        int32_t run = row / times, time = row % times;
        if (run_dim >= 0)
            *at++ = number(arena, frame->dims.at[run_dim].value[run]);
        if (time_dim >= 0)
            *at++ = number(arena, frame->dims.at[time_dim].value[time]);
        for (int32_t c = 0; c < columns.count; c++)
            *at++ = number(arena, value_at(&columns.at[c], run, time, times));
    }
    gx_table_print(head, width, cell, runs * times, out);
}

/* ---- embedded files ---- */

/* Find a text by its name, or by its kind (`model`) when there is one of that kind. */
static gx_err find_text(const gx_frame *frame, const char *name, const char **found,
                        gx_diags *ds)
{
    size_t length = strlen(name);
    int32_t count = 0;
    *found = gx_attribute_find(&frame->texts, name);
    for (int32_t i = 0; i < frame->texts.count && (!*found || count); i++) {
        const gx_attribute *text = &frame->texts.at[i];
        if (strncmp(text->name, name, length) != 0 || text->name[length] != '/')
            continue;
        *found = text->text;
        count++;
    }
    if (*found && count <= 1)
        return GX_OK;
    gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE,
                          count ? "the result has several embedded files '%s'"
                                : "the result has no embedded file '%s'",
                          name);
    for (int32_t i = 0; i < frame->texts.count; i++)
        gx_note(ds, GX_NOWHERE, "there is '%s'", frame->texts.at[i].name);
    return err;
}

/* A name as gx_experiment_record gives it stays within the folder. */
static bool stays_inside(const char *name)
{
    const char *part = name;
    for (; *part; part += strcspn(part, "/"), part += *part == '/') {
        size_t length = strcspn(part, "/");
        if (length == 0 || (length <= 2 && strncmp(part, "..", length) == 0))
            return false;
    }
    return part > name;
}

static gx_err unpack(const gx_frame *frame, const char *folder, gx_diags *ds)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < frame->texts.count && !err; i++) {
        const gx_attribute *text = &frame->texts.at[i];
        char *path = gx_arena_format(ds->arena, "%s/%s", folder, text->name);
        struct stat status;
        if (!stays_inside(text->name))
            return gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                            "'%s' cannot be unpacked: it names no file in a folder",
                            text->name);
        if (lstat(path, &status) == 0)
            return gx_error(ds, GX_CODE_EXISTS, GX_NOWHERE, "'%s' is there already",
                            path);
        gx_make_folders(path);
        err = gx_file_write(path, text->text, strlen(text->text), ds);
    }
    return err;
}

/* ---- the command ---- */

/* What was asked for; NULL when not given. */
typedef struct request {
    const char *text, *folder, *output;
    bool force, bom;
} request;

/* Write the values of the variables named, or of all, as a table. */
static gx_err write_table(gx_frame *frame, const int32_t *var, int32_t count,
                          const request *r, gx_diags *ds)
{
    const gx_format *format = gx_format_find(r->output);
    gx_saving to = {
        .path = r->output, .command = "show", .force = r->force, .how.has_bom = r->bom};
    if (!format || !format->matches)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'%s' is no table ('gaoxin help formats' lists the endings)",
                        r->output);
    gx_err err = gx_saving_choose(&to, ds);
    if (err)
        return err;
    gx_frame only = *frame;
    memset(&only.vars, 0, sizeof only.vars);
    for (int32_t i = 0; i < count; i++)
        *GX_ADD(frame->arena, &only.vars) = frame->vars.at[var[i]];
    return gx_saving_write(&to, count ? &only : frame, ds);
}

static gx_err show_values(gx_frame *frame, const gx_texts *args, const request *r,
                          gx_buf *out, gx_diags *ds)
{
    int32_t *var = GX_ARRAY(frame->arena, int32_t, args->count);
    int32_t count = args->count - 1;
    gx_err err = find_vars(frame, args, 1, var, ds);
    if (!err && r->output)
        err = write_table(frame, var, count, r, ds);
    else if (!err)
        print_values(frame, var, count, out);
    return err;
}

static gx_err show(gx_frame *frame, const gx_texts *args, const request *r, gx_diags *ds)
{
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_err err = GX_OK;
    if (r->folder) {
        err = unpack(frame, r->folder, ds);
    } else if (r->text) {
        const char *found = NULL;
        err = find_text(frame, r->text, &found, ds);
        if (!err)
            gx_buf_add(&out, found, strlen(found));
    } else if (args->count > 1 || r->output) {
        err = show_values(frame, args, r, &out, ds);
    } else {
        list_attributes(frame, &out);
        list_vars(frame, &out);
    }
    gx_print_buf(&out);
    return err;
}

gx_err gx_cmd_show(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    const gx_opt opts[] = {
        {"text", 't', GX_OPT_TEXT, &r.text, "NAME",
         "print an embedded file: model, resolved.yaml, data/x.csv ..."},
        {"unpack", 0, GX_OPT_TEXT, &r.folder, "FOLDER", "write all embedded files there"},
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE",
         "write the values to a table: .csv, .tab, .md"},
        {"bom", 0, GX_OPT_FLAG, &r.bom, NULL, "mark a table as UTF-8, for Excel"},
        {"force", 'f', GX_OPT_FLAG, &r.force, NULL, "replace what is not that table"},
    };
    const gx_usage usage = {
        .name = "show",
        .arguments = "RESULT [VARIABLE]...",
        .least = 1,
        .doc = "Print what a result file holds: what made it and its variables; or the "
               "values\n"
               "of the variables named, one row a run and save time.\n",
        .examples = "  gaoxin show output/baseline.h5\n"
                    "  gaoxin show output/baseline.h5 --text model\n"
                    "  gaoxin show output/baseline.h5 \"annual output\" talent -o t.md\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    const gx_format *format = gx_format_find(args.at[0]);
    if (!format || !format->read)
        return gx_error(
            ds, GX_CODE_USAGE, GX_NOWHERE,
            "'%s' is no result file ('gaoxin help formats' lists the endings)",
            args.at[0]);
    gx_frame *frame = NULL;
    gx_err err = format->read(&frame, args.at[0], ds);
    if (err && access(args.at[0], F_OK) != 0)
        gx_suggest_file(args.at[0], ds);
    if (!err)
        err = show(frame, &args, &r, ds);
    gx_frame_free(frame);
    return err;
}
