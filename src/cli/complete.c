/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completion: the shells' scripts hand over the words, the option tables say what the
 * last one may become, by what an option or argument takes. */
#include "cli/man.h"
#include "show/show.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* What is asked: the beginning of a word, and the words before it. */
typedef struct asked {
    const char *before; /* printed before each candidate: `--method=` or "" */
    const char *start;
    const char *model; /* first argument of the command, or NULL */
    gx_arena *arena;
    gx_oom oom;
} asked;

static void offer(const asked *a, const char *word)
{
    if (strncmp(word, a->start, strlen(a->start)) == 0)
        printf("%s%s\n", a->before, word);
}

/* ---- files ---- */

static bool is_model(const char *name)
{
    return gx_reader_find(name) != NULL;
}

static bool is_runnable(const char *name)
{
    const char *dot = strrchr(name, '.');
    return is_model(name) || (dot && strcmp(dot, ".yaml") == 0);
}

static bool is_any_run(const char *name)
{
    return is_runnable(name) || gx_is_result(name);
}

static bool is_result(const char *name)
{
    return gx_format_find(name) != NULL;
}

static bool is_file(const char *name)
{
    return *name != '\0';
}

static bool is_nothing(const char *name)
{
    return *name == '\0';
}

/* Files that fit, and folders, which may have some. */
static void offer_files(const asked *a, bool (*fits)(const char *name))
{
    const char *base = gx_path_base(a->start);
    int32_t folder = (int32_t)(base - a->start);
    DIR *open = opendir(folder ? gx_arena_text(a->arena, a->start, (size_t)folder) : ".");
    for (const struct dirent *entry = NULL; open && (entry = readdir(open));) {
        struct stat info;
        const char *path =
            gx_arena_format(a->arena, "%.*s%s", folder, a->start, entry->d_name);
        if (*entry->d_name == '.' || stat(path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode))
            offer(a, gx_arena_format(a->arena, "%s/", path));
        else if (fits(entry->d_name))
            offer(a, path);
    }
    if (open)
        closedir(open);
}

/* ---- names ---- */

static void offer_names(const asked *a, bool constants, const char *after)
{
    gx_diags *quiet = gx_diags_new(a->oom);
    const gx_run_options options = {.is_check = true};
    gx_experiment *x = NULL;
    gx_frame *frame = NULL;
    const gx_format *format = a->model ? gx_format_find(a->model) : NULL;
    if (format && format->read && !constants)
        format->read(&frame, a->model, quiet);
    else if (a->model)
        gx_experiment_load(&x, a->model, &options, quiet);
    for (int32_t v = 0; frame && v < frame->vars.count; v++)
        offer(a, frame->vars.at[v].name);
    for (int32_t v = 0; x && v < x->model->variables.count; v++) {
        int32_t first = x->flat->array[v].first;
        bool is_constant =
            first >= 0 && x->flat->cells.at[first].kind == GX_CELL_CONSTANT;
        if (!constants || is_constant)
            offer(a, gx_arena_format(a->arena, "%s%s", x->model->variables.at[v].name,
                                     after));
    }
    gx_frame_free(frame);
    gx_experiment_free(x);
    gx_diags_free(quiet);
}

static void offer_variables(const asked *a)
{
    offer_names(a, false, "");
}

static void offer_constants(const asked *a)
{
    offer_names(a, true, "=");
}

static void offer_methods(const asked *a)
{
    for (int32_t i = 0; i < gx_method_count; i++)
        offer(a, gx_methods[i].name);
}

static void offer_designs(const asked *a)
{
    for (int32_t i = 0; i < gx_design_count; i++)
        offer(a, gx_designs[i].name);
}

static void offer_formats(const asked *a)
{
    for (int32_t i = 0; i < gx_image_count; i++)
        offer(a, gx_images[i].name);
}

static void offer_languages(const asked *a)
{
    offer(a, "en");
    offer(a, "zh");
}

static void offer_commands(const asked *a)
{
    for (int32_t i = 0; i < gx_command_count; i++)
        offer(a, gx_commands[i].name);
}

/* What an option or argument takes: files, or names. Other words stand for what is typed.
 */
static const struct {
    const char *word;
    bool (*fits)(const char *name);
    void (*offer)(const asked *a);
} words[] = {
    {"MODEL_OR_SCENARIO", is_runnable, NULL},
    {"RUNNABLE", is_any_run, NULL},
    {"RESULT", is_result, NULL},
    {"CALIBRATION", is_runnable, NULL},
    {"FILE", is_file, NULL},
    {"FOLDER", is_nothing, NULL},
    {"VARIABLE", NULL, offer_variables},
    {"NAME=VALUE", NULL, offer_constants},
    {"NAME=A,B", NULL, offer_constants},
    {"METHOD", NULL, offer_methods},
    {"DESIGN", NULL, offer_designs},
    {"FORMATS", NULL, offer_formats},
    {"LANGUAGE", NULL, offer_languages},
    {"COMMAND", NULL, offer_commands},
};

static void offer_word(const asked *a, const char *word, size_t length)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i].word) != length || memcmp(words[i].word, word, length) != 0)
            continue;
        if (words[i].fits)
            offer_files(a, words[i].fits);
        else
            words[i].offer(a);
    }
}

/* ---- the line ---- */

static const gx_opt *find_opt(const gx_usage *usage, const char *word, size_t length)
{
    for (int32_t i = 0; i < usage->opt_count; i++) {
        const gx_opt *opt = &usage->opt[i];
        if (length > 2 && strlen(opt->name) == length - 2 &&
            strncmp(word + 2, opt->name, length - 2) == 0 && word[1] == '-')
            return opt;
        if (length == 2 && opt->letter && word[1] == opt->letter)
            return opt;
    }
    return NULL;
}

/* The `place`-th word of what the arguments of a usage are; the last one goes on. */
static void offer_argument(const asked *a, const gx_usage *usage, int32_t place)
{
    static const char blanks[] = " []|.";
    const char *at = usage->arguments + strspn(usage->arguments, blanks);
    size_t length = strcspn(at, blanks);
    for (; place > 0; place--) {
        const char *next = at + length + strspn(at + length, blanks);
        if (!*next)
            break;
        at = next;
        length = strcspn(at, blanks);
    }
    offer_word(a, at, length);
}

void gx_complete(const gx_usage *usage, int32_t count, char *const *word, gx_oom oom)
{
    asked a = {.before = "", .start = count ? word[count - 1] : "", .oom = oom};
    const gx_opt *takes = NULL;
    int32_t place = 0;
    a.arena = gx_arena_new(oom);
    for (int32_t i = 0; i < count - 1; i++) {
        bool is_equals = strcmp(word[i], "=") == 0; /* bash parts words there */
        const gx_opt *opt = word[i][0] == '-' && !takes
                                ? find_opt(usage, word[i], strlen(word[i]))
                                : NULL;
        if (!takes && !is_equals && word[i][0] != '-' && place++ == 0)
            a.model = word[i];
        if (!is_equals)
            takes = opt && opt->argument ? opt : NULL;
    }
    const char *equals = strchr(a.start, '=');
    if (!takes && strncmp(a.start, "--", 2) == 0 && equals) {
        takes = find_opt(usage, a.start, (size_t)(equals - a.start));
        a.before = gx_arena_text(a.arena, a.start, (size_t)(equals + 1 - a.start));
        a.start = equals + 1;
    }
    a.start += takes && strcmp(a.start, "=") == 0;
    if (takes && takes->argument)
        offer_word(&a, takes->argument, strlen(takes->argument));
    else if (*a.start == '-')
        for (int32_t i = 0; i < usage->opt_count; i++)
            offer(&a, gx_arena_format(a.arena, "--%s%s", usage->opt[i].name,
                                      usage->opt[i].argument ? "=" : ""));
    else
        offer_argument(&a, usage, place);
    gx_arena_free(a.arena);
}

void gx_complete_command(const char *word)
{
    const asked a = {.before = "", .start = word};
    offer_commands(&a);
}
