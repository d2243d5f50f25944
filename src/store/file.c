/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only place that touches the disk for writing: temporary name, write, sync the
 * file, rename, sync the folder. A seal is 16 bytes after the end: a mark and a hash of
 * all before it, in which each step is one to one, so that no single change is missed.
 * The table of formats is at the end. */
#include "store/store.h"

#include "base/process.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

static gx_err cannot_write(const char *path, const char *why, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %-s", path, why);
}

/** What a symbolic link points at in the end; a path that is none, as it is. */
static const char *through_links(gx_arena *arena, const char *path)
{
    enum { MOST_LINKS = 40, LONGEST = 4096 };
    char target[LONGEST + 1];
    for (int i = 0; i < MOST_LINKS; i++) {
        ssize_t length = readlink(path, target, LONGEST);
        if (length < 0)
            return path;
        target[length] = '\0';
        const char *slash = strrchr(path, '/');
        int folder = slash && *target != '/' ? (int)(slash + 1 - path) : 0;
        path = gx_arena_format(arena, "%.*s%s", folder, path, target);
    }
    return path; /* they go round: check_target says so */
}

char *gx_file_temporary(gx_arena *arena, const char *path)
{
    /* a shared folder sees the process numbers of many machines */
    return gx_arena_format(arena, "%s.%s.tmp", through_links(arena, path),
                           gx_process_name(arena));
}

/** Refuse to rename over a folder or a device (as root that would replace /dev/null). */
static gx_err check_target(const char *path, gx_diags *ds)
{
    struct stat status;
    if (stat(path, &status) != 0) /* not there yet; what else shows when opening */
        return errno == ELOOP ? cannot_write(path, gx_errno_text(errno), ds) : GX_OK;
    if (S_ISDIR(status.st_mode))
        return cannot_write(path, gx_errno_text(EISDIR), ds);
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

/* Is NAME `BASE.PROCESS.tmp` of a process of this machine which is no more? Or what that
 * is made under, with the same behind it once more? */
static bool is_left_behind(const char *name, const char *base, gx_arena *arena)
{
    size_t length = strlen(base);
    if (strncmp(name, base, length) != 0 || name[length] != '.')
        return false;
    const char *process = name + length + 1, *end = strstr(process, ".tmp");
    if (!end)
        return false;
    process = gx_arena_text(arena, process, (size_t)(end - process));
    const char *once = gx_arena_format(arena, "%s.%s.tmp", base, process);
    const char *twice = gx_arena_format(arena, "%s.%s.tmp", once, process);
    return (strcmp(name, once) == 0 || strcmp(name, twice) == 0) &&
           gx_process_is_gone(process);
}

void gx_file_tidy(const char *path, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    const char *target = through_links(arena, path), *slash = strrchr(target, '/');
    const char *folder = folder_of(arena, target);
    DIR *open = opendir(folder);
    for (struct dirent *entry; open && (entry = readdir(open));)
        if (is_left_behind(entry->d_name, slash ? slash + 1 : target, arena))
            unlink(gx_arena_format(arena, "%s/%s", folder, entry->d_name));
    if (open)
        closedir(open);
    gx_arena_free(arena);
}

gx_err gx_file_commit(const char *temporary, const char *path, gx_diags *ds)
{
    gx_err err = check_target(path, ds);
    int why = err ? 0 : sync_path(temporary, O_RDWR);
    const char *target = through_links(ds->arena, path);
    if (!err && !why && rename(temporary, target) != 0)
        why = errno;
    if (err || why) {
        unlink(temporary);
        return err ? err : cannot_write(path, gx_errno_text(why), ds);
    }
    why = sync_path(folder_of(ds->arena, target), O_RDONLY | O_DIRECTORY);
    bool cannot_sync_folders = why == EINVAL || why == ENOTSUP || why == EACCES;
    return why && !cannot_sync_folders ? cannot_write(path, gx_errno_text(why), ds)
                                       : GX_OK;
}

/** Write all bytes; gives errno, or 0. */
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
    return why;
}

static gx_err write_parts(const char *path, const char *text, size_t length,
                          const char *tail, size_t tail_length, gx_diags *ds)
{
    gx_err err = check_target(path, ds);
    if (err)
        return err;
    const char *temporary = gx_file_temporary(ds->arena, path);
    int file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0)
        return cannot_write(path, gx_errno_text(errno), ds);
    int why = write_all(file, text, length);
    if (!why)
        why = write_all(file, tail, tail_length);
    if (close(file) != 0 && !why)
        why = errno;
    if (why) {
        unlink(temporary);
        return cannot_write(path, gx_errno_text(why), ds);
    }
    return gx_file_commit(temporary, path, ds);
}

gx_err gx_file_write(const char *path, const char *text, size_t length, gx_diags *ds)
{
    return write_parts(path, text, length, "", 0, ds);
}

/* ---- seals ---- */

#define SEAL_MARK "GXSEAL1\n"
enum { SEAL_MARK_LENGTH = 8, SEAL_LENGTH = GX_SEAL_BYTES };

/** Continue a hash; all calls but the last take a multiple of eight bytes. */
static uint64_t hash_on(uint64_t hash, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        uint64_t word = 0;
        for (size_t k = 0; k < 8 && i + k < length; k++)
            word |= (uint64_t)(unsigned char)text[i + k] << 8 * k;
        hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32;
    }
    return hash;
}

static void make_seal(char *seal, uint64_t hash)
{
    memcpy(seal, SEAL_MARK, SEAL_MARK_LENGTH);
    for (int k = 0; k < 8; k++)
        seal[SEAL_MARK_LENGTH + k] = (char)(hash >> 8 * k & 0xFFU);
}

gx_err gx_file_write_sealed(const char *path, const char *text, size_t length,
                            gx_diags *ds)
{
    char seal[SEAL_LENGTH];
    make_seal(seal, hash_on(length, text, length));
    return write_parts(path, text, length, seal, SEAL_LENGTH, ds);
}

/** Hash the first `length` bytes of a file; false when it has fewer. */
static bool hash_file(FILE *in, size_t length, uint64_t *hash)
{
    char chunk[65536];
    rewind(in);
    *hash = length;
    for (size_t left = length; left > 0;) {
        size_t wanted = left < sizeof chunk ? left : sizeof chunk;
        if (fread(chunk, 1, wanted, in) != wanted)
            return false;
        *hash = hash_on(*hash, chunk, wanted);
        left -= wanted;
    }
    return true;
}

/** Read a file of `size` bytes up to its seal: true when the seal is missing or right. */
static bool is_unbroken(FILE *in, size_t size, size_t *length, bool *is_sealed)
{
    *length = size;
    *is_sealed = false;
    char seal[SEAL_LENGTH], right[SEAL_LENGTH];
    uint64_t hash = 0;
    if (size < SEAL_LENGTH || fseeko(in, (off_t)(size - SEAL_LENGTH), SEEK_SET) != 0 ||
        fread(seal, 1, SEAL_LENGTH, in) != SEAL_LENGTH ||
        memcmp(seal, SEAL_MARK, SEAL_MARK_LENGTH) != 0)
        return true;
    *length = size - SEAL_LENGTH;
    *is_sealed = true;
    if (!hash_file(in, *length, &hash))
        return false;
    make_seal(right, hash);
    return memcmp(seal, right, SEAL_LENGTH) == 0;
}

gx_err gx_file_seal(const char *path, gx_diags *ds)
{
    struct stat status;
    char seal[SEAL_LENGTH];
    uint64_t hash = 0;
    FILE *file = fopen(path, "r+b");
    bool ok = file && fstat(fileno(file), &status) == 0 &&
              hash_file(file, (size_t)status.st_size, &hash) &&
              fseeko(file, 0, SEEK_END) == 0;
    make_seal(seal, hash);
    ok = ok && fwrite(seal, 1, SEAL_LENGTH, file) == SEAL_LENGTH && fflush(file) == 0;
    gx_err err = ok ? GX_OK : cannot_write(path, gx_errno_text(errno), ds);
    if (file)
        fclose(file);
    return err;
}

void gx_file_remove(const char *path)
{
    unlink(path);
}

gx_err gx_file_check_seal(const char *path, size_t *length, bool *is_sealed, gx_diags *ds)
{
    struct stat status;
    bool is_there = stat(path, &status) == 0;
    if (is_there && !S_ISREG(status.st_mode))
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                        "cannot open '%s': not a regular file", path);
    FILE *in = is_there ? fopen(path, "rb") : NULL;
    if (!in)
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot open '%s': %-s", path,
                        gx_errno_text(errno));
    bool is_good = is_unbroken(in, (size_t)status.st_size, length, is_sealed);
    fclose(in);
    return is_good ? GX_OK
                   : gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                              "cannot read '%s': damaged: its bytes changed after it was "
                              "written",
                              path);
}

static gx_err cannot_read(const char *path, const char *why, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot read '%s': %-s", path, why);
}

gx_err gx_file_read_sealed(const char **bytes, size_t *length, const char *path,
                           gx_arena *arena, gx_diags *ds)
{
    struct stat status;
    char right[SEAL_LENGTH];
    FILE *in = fopen(path, "rb");
    if (!in || fstat(fileno(in), &status) != 0) {
        gx_err err = cannot_read(path, gx_errno_text(errno), ds);
        if (in)
            fclose(in);
        return err;
    }
    size_t size = (size_t)status.st_size;
    char *all = gx_arena_array(arena, size + 1, 1);
    bool is_read = fread(all, 1, size, in) == size;
    fclose(in);
    *bytes = all;
    *length = size - SEAL_LENGTH;
    if (!is_read)
        return cannot_read(path, gx_errno_text(errno), ds);
    if (size >= SEAL_LENGTH)
        make_seal(right, hash_on(*length, all, *length));
    return size >= SEAL_LENGTH && memcmp(all + *length, right, SEAL_LENGTH) == 0
               ? GX_OK
               : gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                          "cannot read '%s': damaged: its bytes changed after it was "
                          "written",
                          path);
}

gx_err gx_file_read_head(char *head, size_t most, size_t *length, size_t *size,
                         const char *path, gx_diags *ds)
{
    struct stat status;
    *length = *size = 0;
    FILE *in = fopen(path, "rb");
    if (!in)
        return errno == ENOENT ? GX_OK : cannot_read(path, gx_errno_text(errno), ds);
    gx_err err = fstat(fileno(in), &status) == 0
                     ? GX_OK
                     : cannot_read(path, gx_errno_text(errno), ds);
    if (!err) {
        *size = status.st_size > 0 ? (size_t)status.st_size : 1; /* an empty one is one */
        *length = fread(head, 1, most, in);
    }
    fclose(in);
    return err;
}

bool gx_file_begins_with(const char *path, const char *text, size_t length)
{
    static const char bom[] = "\xEF\xBB\xBF";
    char mark[3] = "";
    FILE *in = fopen(path, "rb");
    if (!in)
        return false;
    if (fread(mark, 1, 3, in) != 3 || memcmp(mark, bom, 3) != 0)
        rewind(in);
    bool same = true;
    for (size_t i = 0; i < length && same; i++)
        same = getc(in) == (unsigned char)text[i];
    fclose(in);
    return same;
}

/* ---- formats ---- */

const gx_format gx_formats[] = {
    {".h5", "HDF5 that is also valid netCDF-4", GX_CHOICE_NUMBERS, gx_h5_write,
     gx_h5_read, NULL},
    {".nc", "the same as .h5, named as netCDF tools expect", GX_CHOICE_NUMBERS,
     gx_h5_write, gx_h5_read, NULL},
    {".csv", "table, comma separated", GX_CHOICE_BOM, gx_csv_write, gx_csv_read,
     gx_csv_matches},
    {".tab", "table, tab separated", GX_CHOICE_BOM, gx_csv_write, gx_csv_read,
     gx_csv_matches},
    {".md", "table in Markdown (written only)", GX_CHOICE_NONE, gx_markdown_write, NULL,
     gx_markdown_matches},
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
