/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place that touches the disk for writing: temporary name, write, sync the
 * file, rename, sync the folder. The table of formats is at the end. */
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static gx_err cannot_write(const char *path, const char *why, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %s", path, why);
}

char *gx_file_temporary(gx_arena *arena, const char *path)
{
    char host[65] = ""; /* a shared folder sees the process numbers of many machines */
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    return gx_arena_format(arena, "%s.%s-%ld.tmp", path, host, (long)getpid());
}

/** Refuse to rename over a folder or a device (as root that would replace /dev/null). */
static gx_err check_target(const char *path, gx_diags *ds)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return GX_OK; /* not there yet; what else is wrong shows when opening */
    if (S_ISDIR(status.st_mode))
        return cannot_write(path, strerror(EISDIR), ds);
    return S_ISREG(status.st_mode) ? GX_OK : cannot_write(path, "not a regular file", ds);
}

/** Sync a file or folder by name; gives errno, or 0. */
static int sync_path(const char *path, int flags)
{
    int file = open(path, flags | O_CLOEXEC);
    if (file < 0)
        return errno;
    int why = fsync(file) == 0 ? 0 : errno;
    if (close(file) != 0 && !why)
        why = errno;
    return why;
}

static const char *folder_of(gx_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return gx_arena_text(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

gx_err gx_file_commit(const char *temporary, const char *path, gx_diags *ds)
{
    gx_err err = check_target(path, ds);
    int why = err ? 0 : sync_path(temporary, O_RDWR);
    if (!err && !why && rename(temporary, path) != 0)
        why = errno;
    if (err || why) {
        unlink(temporary);
        return err ? err : cannot_write(path, strerror(why), ds);
    }
    why = sync_path(folder_of(ds->arena, path), O_RDONLY | O_DIRECTORY);
    bool cannot_sync_folders = why == EINVAL || why == ENOTSUP || why == EACCES;
    return why && !cannot_sync_folders ? cannot_write(path, strerror(why), ds) : GX_OK;
}

/** Write all bytes and close; gives errno, or 0. */
static int write_all(int file, const char *text, size_t length)
{
    enum { AT_ONCE = 1 << 30 };
    int why = 0;
    while (length > 0 && !why) {
        ssize_t done = write(file, text, length < AT_ONCE ? length : AT_ONCE);
        if (done < 0 && errno != EINTR)
            why = errno;
        if (done > 0) {
            text += done;
            length -= (size_t)done;
        }
    }
    if (close(file) != 0 && !why)
        why = errno;
    return why;
}

gx_err gx_file_write(const char *path, const char *text, size_t length, gx_diags *ds)
{
    gx_err err = check_target(path, ds);
    if (err)
        return err;
    const char *temporary = gx_file_temporary(ds->arena, path);
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return cannot_write(path, strerror(errno), ds);
    int why = write_all(file, text, length);
    if (why) {
        unlink(temporary);
        return cannot_write(path, strerror(why), ds);
    }
    return gx_file_commit(temporary, path, ds);
}

/* ---- formats ---- */

const gx_format gx_formats[] = {
    {".h5", "HDF5 that is also valid netCDF-4", gx_h5_write, gx_h5_read},
    {".nc", "the same as .h5, named as netCDF tools expect", gx_h5_write, gx_h5_read},
    {".csv", "table, comma separated", gx_csv_write, gx_csv_read},
    {".tab", "table, tab separated", gx_csv_write, gx_csv_read},
};
const int32_t gx_format_count = sizeof gx_formats / sizeof *gx_formats;

const gx_format *gx_format_find(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    for (int32_t i = 0; dot && i < gx_format_count; i++)
        if (strcasecmp(dot, gx_formats[i].extension) == 0)
            return &gx_formats[i];
    return NULL;
}
