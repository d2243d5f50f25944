/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far results can stand side by side: the unit of their Time, and how each was made.
 */
#include "cli/chart.h"

#include <string.h>

static const char *said(const gx_attributes *list, const char *name)
{
    const char *text = gx_attribute_find(list, name);
    return text ? text : "";
}

static const char *time_units(const gx_result *result)
{
    int32_t time = gx_frame_find_dim(result->frame, "time");
    return time < 0 ? "" : result->frame->dims.at[time].units;
}

gx_err gx_results_check_times(const gx_result *result, int32_t count, gx_diags *ds)
{
    for (int32_t i = 1; i < count; i++)
        if (strcmp(time_units(&result[0]), time_units(&result[i])) != 0)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "Time is in '%s' in '%s', and in '%s' in '%s'",
                            time_units(&result[0]), result[0].path,
                            time_units(&result[i]), result[i].path);
    return GX_OK;
}

/* ---- how each was made ---- */

/* The value of a line of resolved.yaml; "" where the model's own holds. */
static const char *resolved(const gx_result *result, const char *key, gx_arena *arena)
{
    const char *text = said(&result->frame->texts, "resolved.yaml");
    const char *line = gx_arena_format(arena, "\n  %s: ", key), *at = strstr(text, line);
    at = at ? at + strlen(line) : "";
    return gx_arena_text(arena, at, strcspn(at, "\n"));
}

/* The number of a control parameter, if it is one number and was saved, else "". */
static const char *number(const gx_result *result, const char *name, gx_arena *arena)
{
    int32_t v = gx_frame_find_var(result->frame, name);
    const gx_var *var = v < 0 ? NULL : &result->frame->vars.at[v];
    size_t size = var && var->value ? gx_var_size(result->frame, var) : 0;
    for (size_t i = 1; i < size; i++)
        if (var->value[i] != var->value[0])
            return "";
    return size ? gx_arena_format(arena, "%.10g", var->value[0]) : "";
}

typedef const char *getter(const gx_result *result, const char *key, gx_arena *arena);

static const char *method(const gx_result *result, const char *key, gx_arena *arena)
{
    const char *name = said(&result->frame->attributes, key);
    const char *tolerance = said(&result->frame->attributes, "gaoxin_tolerance");
    return *tolerance ? gx_arena_format(arena, "%s (%s)", name, tolerance) : name;
}

/* What makes numbers of one model differ though nothing in it was set: how it is looked
 * up, and where that says nothing of one of two. */
static const struct {
    const char *what;
    const char *key, *second_key;
    getter *get, *second;
} ways[] = {
    {GX_TEXT("method"), "gaoxin_method", "method", method, resolved},
    {"TIME STEP", "TIME STEP", "time step", number, resolved},
    {"INITIAL TIME", "INITIAL TIME", "initial time", number, resolved},
};
enum { WAYS = sizeof ways / sizeof *ways };

static bool is_alike(const gx_result *a, const gx_result *b, int32_t way,
                     const char *value[2], gx_arena *arena)
{
    value[0] = ways[way].get(a, ways[way].key, arena);
    value[1] = ways[way].get(b, ways[way].key, arena);
    if (!*value[0] || !*value[1]) {
        value[0] = ways[way].second(a, ways[way].second_key, arena);
        value[1] = ways[way].second(b, ways[way].second_key, arena);
    }
    return strcmp(value[0], value[1]) == 0;
}

/* What resolved.yaml says beside `run:`, which stands at the end of what is set. */
static const char *settings(const gx_result *result, gx_arena *arena)
{
    const char *text = said(&result->frame->texts, "resolved.yaml");
    const char *from = strstr(text, "model: "), *to = strstr(text, "\nrun:\n");
    return from && to && from < to ? gx_arena_text(arena, from, (size_t)(to - from)) : "";
}

/* Made of the same files and settings, but for the ways above? */
static bool is_same_else(const gx_result *a, const gx_result *b, gx_arena *arena)
{
    const gx_attributes *texts[2] = {&a->frame->texts, &b->frame->texts};
    bool same = strcmp(settings(a, arena), settings(b, arena)) == 0 &&
                strcmp(said(&a->frame->attributes, "gaoxin_seed"),
                       said(&b->frame->attributes, "gaoxin_seed")) == 0;
    for (int32_t k = 0; k < 2; k++)
        for (int32_t i = 0; i < texts[k]->count; i++) {
            const char *name = texts[k]->at[i].name;
            bool defines =
                strncmp(name, "model/", 6) == 0 || strncmp(name, "data/", 5) == 0;
            same &= !defines || strcmp(said(texts[!k], name), texts[k]->at[i].text) == 0;
        }
    return same;
}

static void warn_of(const gx_result *a, const gx_result *b, gx_diags *ds)
{
    bool is_warned = false;
    for (int32_t w = 0; w < WAYS; w++) {
        const char *value[2];
        if (is_alike(a, b, w, value, ds->arena))
            continue;
        for (int32_t k = 0; k < 2; k++)
            value[k] = *value[k] ? value[k] : GX_TEXT("the model's own");
        gx_warning(ds, GX_CODE_VALUE, GX_NOWHERE, "%-s: %-s in '%s', %-s in '%s'",
                   ways[w].what, value[0], a->path, value[1], b->path);
        is_warned = true;
    }
    if (is_warned && is_same_else(a, b, ds->arena))
        gx_note(ds, GX_NOWHERE,
                "nothing else was set otherwise: what differs comes of this alone");
    else if (is_warned)
        gx_note(ds, GX_NOWHERE, "what differs comes of this too");
}

void gx_results_warn_unlike(const gx_result *result, int32_t count, gx_diags *ds)
{
    for (int32_t i = 1; i < count; i++)
        if (strcmp(said(&result[0].frame->attributes, "gaoxin_model"),
                   said(&result[i].frame->attributes, "gaoxin_model")) == 0)
            warn_of(&result[0], &result[i], ds);
}
