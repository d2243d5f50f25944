/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that a calibration reads and writes: itself, its data, scenarios. */
#include "cli/fit_report.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static gx_err read_table(gx_frame **data, const gx_name *path, gx_diags *ds)
{
    const gx_format *format = gx_format_find(path->text);
    if (!format || format->read != gx_csv_read)
        return gx_error(ds, GX_CODE_VALUE, path->loc,
                        "'%s' is no table of data (.csv or .tab)", path->text);
    return gx_csv_read_measured(data, path->text, ds);
}

gx_err gx_fit_read(gx_calibration **calibration, gx_tables *data, const char *path,
                   gx_arena *arena, gx_diags *ds)
{
    int32_t file = -1;
    gx_err err = gx_source_read(&file, path, 1 << 20, ds);
    if (!err)
        err = gx_calibration_read(calibration, file, arena, ds);
    for (int32_t i = 0; !err && i < (*calibration)->data.count; i++)
        err = read_table(GX_ADD(arena, data), &(*calibration)->data.at[i], ds);
    return err;
}

void gx_fit_free(gx_tables *data)
{
    for (int32_t i = 0; i < data->count; i++)
        gx_frame_free(data->at[i]);
}

gx_err gx_fit_check_folder(const char *folder, gx_diags *ds)
{
    if (access(*folder ? folder : ".", W_OK | X_OK) == 0)
        return GX_OK;
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot make a file in '%s': %-s",
                    folder, gx_errno_text(errno));
}

gx_err gx_fit_check_free(const char *path, bool force, gx_diags *ds)
{
    struct stat info;
    size_t folder = (size_t)(gx_path_base(path) - path);
    if (force || stat(path, &info) != 0)
        return gx_fit_check_folder(gx_arena_text(ds->arena, path, folder), ds);
    return gx_error(ds, GX_CODE_EXISTS, GX_NOWHERE,
                    "'%s' is there already: --force replaces it", path);
}

gx_err gx_fit_write_scenario(gx_experiment *x, const char *path, const char *comment,
                             bool force, gx_diags *ds)
{
    gx_texts data = {0};
    gx_err err = gx_fit_check_free(path, force, ds);
    if (err)
        return err;
    for (int32_t i = 0; i < x->data_files.count; i++)
        *GX_ADD(x->arena, &data) =
            gx_path_from(x->arena, path, ds->sources.at[x->data_files.at[i]].path);
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    gx_buf_print(&text, "# %s\n", comment);
    gx_experiment_resolve(
        x, gx_path_from(x->arena, path, ds->sources.at[x->model->file].path), &data,
        &text);
    err = gx_file_write(path, text.text, text.length, ds);
    gx_buf_clear(&text);
    return err;
}
