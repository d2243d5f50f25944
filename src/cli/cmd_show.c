/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin show: what a result file holds. */
#include "cli/values.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was asked for; NULL when not given. */
typedef struct request {
    const char *text, *folder, *output, *run;
    gx_language language;
    bool force, bom, is_json;
} request;

/* `region x trade` for subscripts, "" for a plain series. */
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

static void list_vars(const gx_result *result, gx_language language, gx_buf *out)
{
    const gx_frame *frame = result->frame;
    const gx_table_column columns[] = {{gx_say(language, "variable"), false},
                                       {gx_say(language, "unit"), false},
                                       {gx_say(language, "over"), false},
                                       {gx_say(language, "first"), true},
                                       {gx_say(language, "last"), true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    gx_arena *arena = frame->arena;
    const char **cell = GX_ARRAY(arena, const char *, frame->vars.count *COLUMNS);
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        size_t size = gx_var_size(frame, var);
        bool plain = var->dim_count == 1;
        cell[v * COLUMNS + 0] =
            gx_called_typed(result->labels, var->name, language, arena);
        cell[v * COLUMNS + 1] = gx_units_said(var, language);
        cell[v * COLUMNS + 2] = shape(frame, var, arena);
        cell[v * COLUMNS + 3] = plain ? gx_value_text(arena, var->value[0]) : "";
        cell[v * COLUMNS + 4] = plain ? gx_value_text(arena, var->value[size - 1]) : "";
    }
    gx_table_print(columns, COLUMNS, cell, frame->vars.count, out);
}

/* The lines of a text after the first are moved in: none seems to be an attribute. */
static const char *indented(const char *text, gx_arena *arena)
{
    const char *all = "";
    for (size_t length = 0; *text; text += length) {
        length = strcspn(text, "\n");
        length += text[length] == '\n' && text[length + 1];
        all =
            gx_arena_format(arena, "%s%s%.*s", all, *all ? "  " : "", (int)length, text);
        length += text[length] == '\n' && !text[length + 1];
    }
    return all;
}

static void list_attributes(const gx_frame *frame, gx_language language, gx_buf *out)
{
    const char *title = language == GX_LANG_ZH
                            ? gx_attribute_find(&frame->attributes, "gaoxin_title_zh")
                            : NULL;
    for (int32_t i = 0; i < frame->attributes.count; i++) {
        const gx_attribute *a = &frame->attributes.at[i];
        bool is_title = title && strcmp(a->name, "title") == 0;
        gx_buf_print(out, "%s: %s\n", a->name,
                     indented(is_title ? title : a->text, frame->arena));
    }
    for (int32_t i = 0; i < frame->dims.count; i++)
        gx_buf_print(out, gx_say(language, "dimension: %s (%d)\n"),
                     frame->dims.at[i].name, (int)frame->dims.at[i].length);
    for (int32_t i = 0; i < frame->texts.count; i++)
        gx_buf_print(out, gx_say(language, "embedded: %s (%zu bytes)\n"),
                     frame->texts.at[i].name, strlen(frame->texts.at[i].text));
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

/* Write the values of the variables named, or of all, as a table. */
static gx_err write_table(gx_frame *frame, const gx_places *var, const request *r,
                          gx_diags *ds)
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
    for (int32_t i = 0; i < var->count; i++)
        *GX_ADD(frame->arena, &only.vars) = frame->vars.at[var->at[i]];
    return gx_saving_write(&to, var->count ? &only : frame, ds);
}

/* Quantiles are worked out of the variables named alone; how runs ended is told. */
static gx_frame *leave(const gx_frame *frame, gx_places *var)
{
    gx_frame *left = GX_NEW(frame->arena, gx_frame);
    int32_t status = gx_frame_find_var(frame, GX_STUDY_STATUS);
    *left = *frame;
    memset(&left->vars, 0, sizeof left->vars);
    for (int32_t i = 0; i < var->count; i++) {
        *GX_ADD(frame->arena, &left->vars) = frame->vars.at[var->at[i]];
        var->at[i] = i;
    }
    if (status >= 0)
        *GX_ADD(frame->arena, &left->vars) = frame->vars.at[status];
    return left;
}

/* All runs are shown, one after the other, where they are few; else what stands for them.
 * Tables for other programs have them all. */
static gx_err show_values(const gx_result *result, gx_places *var, const request *r,
                          gx_buf *out, gx_diags *ds)
{
    gx_results shown = {0};
    gx_result wanted = *result;
    bool is_table = r->output || r->is_json;
    gx_err err = GX_OK;
    wanted.frame = leave(result->frame, var);
    if (r->run || (!is_table && gx_runs_count(wanted.frame) > GX_RUNS_EACH))
        err = gx_runs_spread(&shown, &wanted, 1, r->run, ds);
    else
        *GX_ADD(ds->arena, &shown) = wanted;
    if (!err && r->output)
        err = write_table(shown.at[0].frame, var, r, ds);
    else if (!err && r->is_json)
        gx_values_json(&shown.at[0], var, r->language, out);
    else if (!err)
        gx_values_print(shown.at, shown.count, var, r->language, out);
    return err;
}

/* What the result is and has; with --output all its values. */
static gx_err show_whole(const gx_result *result, const request *r, gx_buf *out,
                         gx_diags *ds)
{
    gx_places none = {0};
    gx_results shown = {0};
    gx_err err = GX_OK;
    if (r->run)
        err = gx_runs_spread(&shown, result, 1, r->run, ds);
    else
        *GX_ADD(ds->arena, &shown) = *result;
    if (!err && r->output)
        err = write_table(shown.at[0].frame, &none, r, ds);
    else if (!err && r->is_json)
        gx_values_json(&shown.at[0], &none, r->language, out);
    else if (!err) {
        list_attributes(shown.at[0].frame, r->language, out);
        list_vars(&shown.at[0], r->language, out);
    }
    return err;
}

static gx_err show(const gx_result *result, const gx_texts *args, const request *r,
                   gx_diags *ds)
{
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_err err = GX_OK;
    if (r->folder) {
        err = unpack(result->frame, r->folder, ds);
    } else if (r->text) {
        const char *found = NULL;
        err = find_text(result->frame, r->text, &found, ds);
        if (!err)
            gx_buf_add(&out, found, strlen(found));
    } else {
        gx_places var = {0};
        err = gx_values_find(&var, result, args, 1, ds);
        if (!err && var.count)
            err = show_values(result, &var, r, &out, ds);
        else if (!err)
            err = show_whole(result, r, &out, ds);
    }
    (r->text ? gx_print_file : gx_print_buf)(&out, ds);
    return err;
}

static gx_err check_request(request *r, const char *path, gx_diags *ds)
{
    const gx_format *format = gx_format_find(path);
    if (!format || !format->read)
        return gx_error(
            ds, GX_CODE_USAGE, GX_NOWHERE,
            "'%s' is no result file ('gaoxin help formats' lists the endings)", path);
    if (r->is_json && (r->text || r->folder || r->output))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--json goes without --text, --unpack and --output");
    r->language = gx_language_of(ds);
    return GX_OK;
}

gx_err gx_cmd_show(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    const gx_opt opts[] = {
        {"run", 0, GX_OPT_TEXT, &r.run, "N", "run N alone of a result that has several"},
        {"text", 't', GX_OPT_TEXT, &r.text, "EMBEDDED",
         "print an embedded file: model, resolved.yaml, data/x.csv ..."},
        {"unpack", 0, GX_OPT_TEXT, &r.folder, "FOLDER", "write all embedded files there"},
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE",
         "write the values to a table: .csv, .tab, .md"},
        {"bom", 0, GX_OPT_FLAG, &r.bom, NULL, "mark a table as UTF-8, for Excel"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
        {"force", 'f', GX_OPT_FLAG, &r.force, NULL, "replace what is not that table"},
    };
    const gx_usage usage = {
        .name = "show",
        .arguments = "RESULT [VARIABLE]...",
        .least = 1,
        .doc = "Print what a result file holds: what made it and its variables; or the "
               "values\n"
               "of the variables named, one row a run and save time; of more than 9 runs "
               "the median\nand the percentiles 5 and 95.\n",
        .examples = "  gaoxin show output/base.h5\n"
                    "  gaoxin show output/base.h5 --text model\n"
                    "  gaoxin show output/base.h5 output \"people[north]\" -o t.md\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    gx_result result = {0};
    gx_err err = check_request(&r, args.at[0], ds);
    if (!err)
        err = r.text || r.folder
                  ? gx_result_read(&result, args.at[0], ds->arena, ds)
                  : gx_result_read_only(&result, args.at[0], &args, 1, ds->arena, ds);
    if (err && access(args.at[0], F_OK) != 0)
        gx_suggest_file(args.at[0], ds);
    if (!err)
        err = show(&result, &args, &r, ds);
    gx_frame_free(result.frame);
    return err;
}
