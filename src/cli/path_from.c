/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths seen from other files, by their texts alone: links are not followed. */
#include "cli/cli.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

/* The folders and the name of an absolute path without `.` and `..`. */
static gx_texts parts_of(gx_arena *arena, const char *path)
{
    gx_texts parts = {0};
    char here[PATH_MAX];
    if (*path != '/' && getcwd(here, sizeof here))
        path = gx_arena_format(arena, "%s/%s", here, path);
    while (*path) {
        path += strspn(path, "/");
        size_t length = strcspn(path, "/");
        const char *part = gx_arena_text(arena, path, length);
        if (strcmp(part, "..") == 0)
            parts.count -= parts.count > 0;
        else if (length && strcmp(part, ".") != 0)
            *GX_ADD(arena, &parts) = part;
        path += length;
    }
    return parts;
}

const char *gx_path_from(gx_arena *arena, const char *from, const char *to)
{
    gx_texts a = parts_of(arena, from), b = parts_of(arena, to);
    const char *path = "";
    int32_t same = 0;
    while (same < a.count - 1 && same < b.count - 1 &&
           strcmp(a.at[same], b.at[same]) == 0)
        same++;
    for (int32_t i = same; i < a.count - 1; i++)
        path = gx_arena_format(arena, "%s../", path);
    for (int32_t i = same; i < b.count; i++)
        path =
            gx_arena_format(arena, "%s%s%s", path, b.at[i], i + 1 < b.count ? "/" : "");
    return path;
}
