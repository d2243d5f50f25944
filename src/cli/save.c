/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where results go, and what may be replaced there: a result of the same command, run and
 * model, or a table with the same columns; anything else only by --force. */
#include "cli/cli.h"

#include <string.h>
#include <sys/stat.h>

static gx_err in_the_way(const gx_saving *to, const char *who, gx_diags *ds)
{
    gx_err err = gx_error(ds, GX_CODE_EXISTS, GX_NOWHERE,
                          who ? "'%s' is there already and holds the result of %s"
                              : "'%s' is there already and holds something else",
                          to->path, who);
    gx_note(ds, GX_NOWHERE, "give another name with -o, or --force to replace it");
    return err;
}

static bool is_said(const gx_frame *frame, const char *name, const char *text)
{
    const char *said = gx_attribute_find(&frame->attributes, name);
    return said && strcmp(said, text) == 0;
}

static gx_err check_result(const gx_saving *to, gx_diags *ds)
{
    const gx_experiment *x = to->experiment;
    gx_diags *quiet = gx_diags_new(ds->oom);
    gx_frame *old = NULL;
    const char *who = NULL;
    bool same = false;
    if (!to->format->read(&old, to->path, quiet)) {
        const char *command = gx_attribute_find(&old->attributes, "gaoxin_command");
        who = gx_attribute_find(&old->attributes, "gaoxin_run");
        const char *model = gx_attribute_find(&old->attributes, "gaoxin_model");
        if (who && command)
            who = gx_arena_format(ds->arena, "'%s %s'", command, who);
        if (who && model) /* one of this name may be of another model */
            who = gx_arena_format(ds->arena, "%s (%s)", who, model);
        same = x && is_said(old, "gaoxin_run", x->name) &&
               is_said(old, "gaoxin_model", gx_path_base(x->model_path)) &&
               strcmp(command ? command : "run", to->command) == 0;
    }
    gx_err err = same ? GX_OK : in_the_way(to, who, ds);
    gx_frame_free(old);
    gx_diags_free(quiet);
    return err;
}

static gx_err check_storage(const gx_format *format, const gx_storage *how, gx_diags *ds)
{
    bool has_numbers = format->choices & GX_CHOICE_NUMBERS;
    if (!has_numbers && (how->is_float32 || how->deflate))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--float32 and --deflate are for .h5 and .nc, not for '%s'",
                        format->extension);
    if (how->has_bom && !(format->choices & GX_CHOICE_BOM))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--bom is for .csv and .tab, not for '%s'", format->extension);
    return GX_OK;
}

gx_err gx_saving_choose(gx_saving *to, gx_diags *ds)
{
    struct stat info;
    to->format = gx_format_find(to->path);
    if (!to->format) {
        gx_err err =
            gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                     "the name '%s' does not say which format to write", to->path);
        for (int32_t i = 0; i < gx_format_count; i++)
            gx_note(ds, GX_NOWHERE, "%s: %-s", gx_formats[i].extension,
                    gx_formats[i].doc);
        return err;
    }
    gx_err err = check_storage(to->format, &to->how, ds);
    bool is_run = to->experiment && strcmp(to->command, "run") == 0;
    if (!err && is_run && !to->format->matches)
        err = gx_datasets_check(to->experiment, to->path, ds);
    to->is_there = !err && !to->force && stat(to->path, &info) == 0;
    if (!to->is_there)
        return err;
    if (!S_ISREG(info.st_mode))
        return in_the_way(to, NULL, ds);
    return to->format->matches ? GX_OK : check_result(to, ds);
}

void gx_make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(path, 0777);
        *slash = '/';
    }
}

gx_err gx_saving_write(const gx_saving *to, gx_frame *frame, gx_diags *ds)
{
    const gx_format *format = to->format;
    if (to->is_there && format->matches && !format->matches(frame, to->path, ds->oom))
        return in_the_way(to, NULL, ds);
    if (to->experiment)
        gx_experiment_record(to->experiment, frame, ds);
    if (strcmp(to->command, "run") != 0)
        gx_attribute_set(frame->arena, &frame->attributes, "gaoxin_command", to->command);
    return format->write(frame, to->path, &to->how, ds);
}

gx_err gx_saving_write_table(const char *path, bool force, const gx_buf *table,
                             gx_diags *ds)
{
    const gx_saving to = {.path = path};
    struct stat info;
    size_t header = strcspn(table->text, "\n");
    if (!force && stat(path, &info) == 0 &&
        !gx_file_begins_with(path, table->text, header))
        return in_the_way(&to, NULL, ds);
    return gx_file_write(path, table->text, table->length, ds);
}
