/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean": the nearest of the names or files there are. */
#include "cli/cli.h"

#include <dirent.h>
#include <string.h>

/* Variables by their names and labels; the nearest is said as it is called. */
void gx_suggest_var(const gx_frame *frame, const char *name, gx_diags *ds)
{
    gx_map *known = gx_map_new(ds->arena);
    gx_texts words = {0};
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        const char *zh = gx_attribute_find(&var->attributes, "long_name_zh");
        const char *called[] = {var->name, var->title, zh ? zh : ""};
        for (size_t i = 0; i < sizeof called / sizeof *called; i++) {
            const char *key = gx_text_key(ds->arena, called[i], strlen(called[i]));
            if (!*key || gx_map_find(known, key) >= 0)
                continue;
            gx_map_put(known, key, words.count);
            *GX_ADD(ds->arena, &words) = called[i];
        }
    }
    const char *near = gx_map_nearest(
        known, gx_text_key(ds->arena, name, (size_t)(gx_text_elements(name) - name)));
    gx_suggest(ds, near ? words.at[gx_map_find(known, near)] : NULL);
}

void gx_suggest_file(const char *path, gx_diags *ds)
{
    enum { FARTHEST = 3 };
    const char *base = gx_path_base(path);
    int32_t folder = (int32_t)(base - path);
    DIR *open = opendir(folder ? gx_arena_text(ds->arena, path, (size_t)folder) : ".");
    int32_t best = (int32_t)strlen(base) / 3 + 1;
    const char *near = NULL;
    best = best > FARTHEST ? FARTHEST : best;
    for (const struct dirent *entry = NULL; open && (entry = readdir(open));) {
        const char *name = entry->d_name;
        size_t stem = strcspn(name, ".");
        bool is_ours =
            gx_reader_find(name) || gx_is_result(name) ||
            strcmp(name + strlen(name) - (strlen(name) > 5 ? 5 : 0), ".yaml") == 0;
        int32_t distance = gx_text_distance(base, name);
        if (stem == strlen(base) && strncmp(base, name, stem) == 0)
            distance = 1; /* without its ending */
        bool is_first = near && distance == best && strcmp(name, near) < 0;
        if (!is_ours || *name == '.' || (distance >= best && !is_first))
            continue;
        best = distance;
        near = gx_arena_text(ds->arena, name, strlen(name));
    }
    if (open)
        closedir(open);
    if (near)
        gx_suggest(ds, gx_arena_format(ds->arena, "%.*s%s", folder, path, near));
}
