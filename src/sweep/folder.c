/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of a sweep. Nothing in it is ever changed in place: files are made under
 * other names and renamed, or made by O_EXCL (claims), or added to (the log). */
#include "sweep/share.h"

#include "base/process.h"

#include "store/store.h"

#include <dirent.h>
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

/* The line of a design that begins with a word, behind it; NULL when there is none. */
static const char *line_of(const char *design, const char *word)
{
    size_t length = strlen(word);
    while (design && strncmp(design, word, length) != 0) {
        design = strchr(design, '\n');
        design += design != NULL;
    }
    return design ? design + length : NULL;
}

/* Say whose a folder is, as far as its design does. */
static void tell_whose(const char *design, gx_diags *ds)
{
    const char *of = line_of(design, "scenario "), *how = line_of(design, "design ");
    const char *name = of ? strchr(of, ' ') : NULL; /* behind a hash */
    if (name && how)
        gx_note(ds, GX_NOWHERE, "it is of '%.*s' with the design %.*s",
                (int)strcspn(name + 1, "\n"), name + 1, (int)strcspn(how, "\n"), how);
}

/* Name the first line in which two texts differ. */
static gx_err tell_difference(const char *old, const char *new, const char *folder,
                              const char *what, gx_diags *ds)
{
    const char *whole = old;
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
    tell_whose(whole, ds);
    gx_note(ds, GX_NOWHERE, "there: %.*s", (int)strcspn(old, "\n"), old);
    gx_note(ds, GX_NOWHERE, "now: %.*s", (int)strcspn(new, "\n"), new);
    if (strncmp(new, "gaoxin ", 7) == 0)
        gx_note(ds, GX_NOWHERE,
                "another build of gaoxin, or one with another mathematical library, "
                "began it: all nodes need the same, as 'gaoxin --version' says");
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
        gx_arena_format(ds->arena, "%s.%s", path, gx_process_name(ds->arena));
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

/* Is there anything but a design in the making? */
static bool holds_something(const char *folder)
{
    bool does = false;
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && !does && (entry = readdir(open));)
        does = *entry->d_name != '.' && strncmp(entry->d_name, "design", 6) != 0;
    if (open)
        closedir(open);
    return does;
}

/* A design comes first of all: what has none but holds something is not ours. */
static gx_err begin(const char *identity, const char *folder, const char *design,
                    gx_diags *ds)
{
    struct stat info;
    gx_err err = make_folder(folder, ds);
    bool is_used =
        !err && holds_something(folder); /* asked before: others may begin now */
    if (err || stat(design, &info) == 0)
        return err;
    if (!is_used)
        return make_design(identity, design, ds);
    err = gx_error(ds, GX_CODE_EXISTS, GX_NOWHERE,
                   "'%s' is there already and holds something else", folder);
    gx_note(ds, GX_NOWHERE, "there is no 'design' in it: give another name with -o");
    return err;
}

gx_err gx_folder_open(const char *identity, const char *folder, const char *what,
                      gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    const char *design = gx_arena_format(arena, "%s/design", folder);
    gx_err err = begin(identity, folder, design, ds);
    if (!err)
        err = check_design(identity, folder, what, design, ds);
    gx_arena_free(arena);
    return err;
}

gx_err gx_sweep_folder_check(const gx_sweep *s, const char *folder, gx_diags *ds)
{
    struct stat info;
    const char *design = gx_arena_format(ds->arena, "%s/design", folder);
    if (stat(design, &info) == 0)
        return check_design(s->identity, folder, GX_TEXT("sweep"), design, ds);
    gx_err err = gx_error(ds, GX_CODE_INCOMPLETE, GX_NOWHERE,
                          "nothing was run yet: there is no '%s'", design);
    gx_note(ds, GX_NOWHERE, "'gaoxin sweep run' begins it");
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

const char *gx_sweep_log_name(const char *folder, gx_arena *arena)
{
    return gx_arena_format(arena, "%s/log/%s", folder, gx_process_name(arena));
}

void gx_sweep_log(const char *folder, const char *text, gx_arena *arena)
{
    char date[32] = "";
    time_t now = time(NULL);
    struct tm parts;
    if (gmtime_r(&now, &parts))
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &parts);
    FILE *out = fopen(gx_sweep_log_name(folder, arena), "a");
    if (!out)
        return;
    fprintf(out, "%s %s\n", date, text);
    fclose(out);
}
