/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a sweep. Nothing in it is ever changed in place: files are made under
 * other names and renamed, or made by O_EXCL (claims), or added to (the log). */
#include "sweep/share.h"

#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_DESIGN = 64 << 20 };

static gx_err cannot_make(const char *path, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot make the folder '%s': %-s",
                    path, gx_errno_text(errno));
}

/* ---- the design ---- */

/* Name the first line in which two texts differ. */
static gx_err tell_difference(const char *old, const char *new, const char *folder,
                              const char *what, gx_diags *ds)
{
    while (*old && *new) {
        size_t a = strcspn(old, "\n"), b = strcspn(new, "\n");
        if (a != b || memcmp(old, new, a) != 0)
            break;
        old += a + (old[a] == '\n');
        new += b + (new[b] == '\n');
    }
    gx_err err = gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                          "'%s' holds runs of another %-s: go on with that one, or "
                          "give another name with -o",
                          folder, what);
    gx_note(ds, GX_NOWHERE, "there: %.*s", (int)strcspn(old, "\n"), old);
    gx_note(ds, GX_NOWHERE, "now: %.*s", (int)strcspn(new, "\n"), new);
    if (strncmp(new, "gaoxin ", 7) == 0)
        gx_note(ds, GX_NOWHERE,
                "another version of gaoxin, or one with another mathematical library, "
                "began it: all nodes need the same");
    return err;
}

static gx_err check_design(const char *identity, const char *folder, const char *what,
                           const char *path, gx_diags *ds)
{
    int32_t file = -1;
    gx_err err = gx_source_read(&file, path, LARGEST_DESIGN, ds);
    if (err)
        return err;
    const char *old = ds->sources.at[file].text;
    return strcmp(old, identity) == 0 ? GX_OK
                                      : tell_difference(old, identity, folder, what, ds);
}

/* Two programs may begin at once: the design of one stays, whole, and both check it. */
static gx_err make_design(const char *identity, const char *path, gx_diags *ds)
{
    const char *mine =
        gx_arena_format(ds->arena, "%s.%s", path, gx_sweep_self(ds->arena));
    gx_err err = gx_file_write(mine, identity, strlen(identity), ds);
    bool is_made = !err && (link(mine, path) == 0 || errno == EEXIST);
    if (!err && !is_made && rename(mine, path) != 0) /* no hard links here */
        err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot make '%s': %-s", path,
                       gx_errno_text(errno));
    gx_file_remove(mine);
    return err;
}

static gx_err make_folder(const char *path, gx_diags *ds)
{
    struct stat info;
    if (mkdir(path, 0777) == 0 ||
        (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode)))
        return GX_OK;
    return cannot_make(path, ds);
}

gx_err gx_folder_open(const char *identity, const char *folder, const char *what,
                      gx_diags *ds)
{
    struct stat info;
    gx_arena *arena = gx_arena_new(ds->oom);
    const char *design = gx_arena_format(arena, "%s/design", folder);
    gx_err err = make_folder(folder, ds);
    if (!err && stat(design, &info) != 0)
        err = make_design(identity, design, ds);
    if (!err)
        err = check_design(identity, folder, what, design, ds);
    gx_arena_free(arena);
    return err;
}

gx_err gx_sweep_folder_open(const gx_sweep *s, const char *folder, gx_diags *ds)
{
    static const char *const inside[] = {"chunks", "claims", "log"};
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_err err = gx_folder_open(s->identity, folder, "sweep", ds);
    for (size_t i = 0; i < sizeof inside / sizeof *inside && !err; i++)
        err = make_folder(gx_arena_format(arena, "%s/%s", folder, inside[i]), ds);
    gx_arena_free(arena);
    return err;
}

/* ---- chunks ---- */

const char *gx_sweep_folder_place(const gx_sweep *s, const char *folder, const char *kind,
                                  int64_t chunk, gx_arena *arena)
{
    return gx_arena_format(arena, "%s/%s/%" PRId64 "-%06" PRId64, folder, kind,
                           chunk / s->chunks, chunk % s->chunks);
}

const char *gx_sweep_folder_chunk(const gx_sweep *s, const char *folder, int64_t chunk,
                                  gx_arena *arena)
{
    return gx_sweep_folder_place(s, folder, "chunks", chunk, arena);
}

/* ---- the log ---- */

void gx_sweep_log(const char *folder, const char *text, gx_arena *arena)
{
    char date[32] = "";
    time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &parts);
    FILE *out =
        fopen(gx_arena_format(arena, "%s/log/%s", folder, gx_sweep_self(arena)), "a");
    if (!out)
        return;
    fprintf(out, "%s %s\n", date, text);
    fclose(out);
}
