/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be run: the models, and the files about one, of a folder and the folders in
 * it. A file is of the kind whose reader finds fewest errors in it; those are named. */
#include "cli/listing.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file, as its reader found it. */
typedef struct found {
    const char *path, *model; /* model: what it is about, "" of a model itself */
    gx_words title;
    int32_t variable_count; /* of a model, which has no title */
    bool is_library;        /* macros and nothing else */
} found;

static gx_err read_model(found *f, gx_arena *arena, gx_diags *ds)
{
    enum { LARGEST = 64 << 20 };
    gx_model *model = NULL;
    int32_t file = -1;
    (void)arena;
    gx_err err = gx_source_read(&file, f->path, LARGEST, ds);
    if (!err)
        err = gx_reader_find(f->path)->read(&model, file, ds);
    f->is_library = model && model->macros.count && !model->variables.count;
    f->variable_count = model ? model->variables.count : 0;
    gx_model_free(model);
    return err;
}

static gx_err read_scenario(found *f, gx_arena *arena, gx_diags *ds)
{
    gx_scenario *scenario = NULL;
    gx_err err = gx_scenario_read(&scenario, f->path, arena, ds);
    if (scenario) {
        f->title = scenario->title;
        f->model = scenario->model.text;
    }
    return err;
}

static gx_err read_study(found *f, gx_arena *arena, gx_diags *ds)
{
    gx_study *study = NULL;
    gx_err err = gx_study_read(&study, f->path, arena, ds);
    if (study) {
        f->title = study->title;
        f->model = study->scenario.text ? study->scenario.text : study->model.text;
    }
    return err;
}

static gx_err read_calibration(found *f, gx_arena *arena, gx_diags *ds)
{
    enum { LARGEST = 1 << 20 };
    gx_calibration *calibration = NULL;
    int32_t file = -1;
    gx_err err = gx_source_read(&file, f->path, LARGEST, ds);
    if (!err)
        err = gx_calibration_read(&calibration, file, arena, ds);
    if (calibration) {
        f->title = calibration->title;
        f->model = calibration->experiment.text;
    }
    return err;
}

static const struct {
    const char *name; /* a text of the program */
    bool is_model;    /* else YAML */
    gx_err (*read)(found *f, gx_arena *arena, gx_diags *ds);
} kinds[] = {
    {GX_TEXT("model"), true, read_model},
    {GX_TEXT("scenario"), false, read_scenario},
    {GX_TEXT("study"), false, read_study},
    {GX_TEXT("calibration"), false, read_calibration},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

const gx_field gx_folder_fields[GX_FOLDER_FIELDS] = {
    {"file", GX_TEXT("file"), false},
    {"kind", GX_TEXT("kind"), false},
    {"model", GX_TEXT("model"), false},
    {"title", GX_TEXT("what it is"), false},
    {"error", NULL, false},
    {NULL, NULL, false},
};

static const char *said_in(gx_language language, const char *phrase, gx_arena *arena)
{
    gx_buf text;
    gx_buf_init(&text, gx_arena_oom(arena));
    gx_say_phrase(language, phrase, &text);
    const char *kept = gx_arena_text(arena, text.text, text.length);
    gx_buf_clear(&text);
    return kept;
}

static void add(gx_listing *l, const found *f, int32_t kind, const gx_diag *error,
                gx_language language)
{
    gx_language other = language == GX_LANG_EN ? GX_LANG_ZH : GX_LANG_EN;
    const char *title = gx_words_in(f->title, language, gx_words_in(f->title, other, ""));
    const char *shown = title;
    if (error)
        shown = gx_arena_format(l->arena, gx_say(language, "cannot be read: %s"),
                                said_in(language, error->phrase, l->arena));
    else if (f->variable_count)
        shown = gx_arena_format(l->arena,
                                f->variable_count == 1 ? gx_say(language, "%d variable")
                                                       : gx_say(language, "%d variables"),
                                (int)f->variable_count);
    const gx_value row[GX_FOLDER_FIELDS] = {
        {.text = f->path},
        {.text = kinds[kind].name, .shown = gx_say(language, kinds[kind].name)},
        {.text = f->model ? f->model : "",
         .shown = f->model ? gx_path_base(f->model) : NULL},
        {.text = title, .shown = shown},
        {.text = error ? error->text : NULL},
        {.text =
             gx_words_in(f->title, language == GX_LANG_EN ? GX_LANG_ZH : GX_LANG_EN, "")},
    };
    if (!f->is_library)
        gx_listing_add(l, row);
}

/* The first error after message `from`, or NULL. */
static const gx_diag *error_from(const gx_diags *ds, int32_t from)
{
    for (int32_t i = from; i < ds->list.count; i++)
        if (ds->list.at[i].severity == GX_ERROR)
            return &ds->list.at[i];
    return NULL;
}

static void add_file(gx_listing *l, const char *path, gx_language language,
                     gx_diags *quiet)
{
    int32_t kind = -1, least = 0;
    gx_diag error;
    bool is_wrong = false;
    found best = {0};
    for (int32_t k = 0; k < KINDS && (kind < 0 || is_wrong); k++) {
        found f = {.path = path};
        int32_t first = quiet->list.count, before = quiet->error_count;
        if (kinds[k].is_model != (gx_reader_find(path) != NULL))
            continue;
        kinds[k].read(&f, l->arena, quiet);
        if (kind >= 0 && quiet->error_count - before >= least)
            continue;
        kind = k;
        best = f;
        least = quiet->error_count - before;
        const gx_diag *one = error_from(quiet, first);
        is_wrong = one != NULL;
        if (is_wrong) /* the list of messages may move */
            error = *one;
    }
    add(l, &best, kind, is_wrong ? &error : NULL, language);
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), last = strlen(end);
    return length > last && strcmp(text + length - last, end) == 0;
}

/* A model, or YAML that is no sidecar. */
static bool is_wanted(const char *name)
{
    for (int32_t i = 0; i < GX_SIDECARS; i++)
        if (ends_with(name, gx_sidecars[i].ending))
            return false;
    return gx_reader_find(name) || ends_with(name, ".yaml") || ends_with(name, ".yml");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Add the paths of a folder, and of those in it; false when it cannot be opened. */
static bool add_paths(gx_texts *paths, const char *folder, int32_t depth, gx_arena *arena)
{
    DIR *open = opendir(*folder ? folder : ".");
    for (const struct dirent *entry = NULL; open && (entry = readdir(open));) {
        struct stat info;
        const char *path =
            gx_arena_format(arena, "%s%s%s", folder,
                            *folder && !ends_with(folder, "/") ? "/" : "", entry->d_name);
        if (*entry->d_name == '.' || stat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode) && depth > 0)
            add_paths(paths, path, depth - 1, arena);
        else if (S_ISREG(info.st_mode) && is_wanted(entry->d_name))
            *GX_ADD(arena, paths) = path;
    }
    if (open)
        closedir(open);
    return open != NULL;
}

bool gx_folder_list(gx_listing *l, const char *folder, gx_language language,
                    gx_diags *quiet)
{
    gx_texts paths = {0};
    bool is_there = add_paths(&paths, folder, 1, l->arena);
    if (paths.count)
        qsort(paths.at, (size_t)paths.count, sizeof *paths.at, by_name);
    for (int32_t i = 0; i < paths.count; i++)
        add_file(l, paths.at[i], language, quiet);
    return is_there;
}
