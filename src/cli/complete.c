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

static bool is_yaml(const char *name)
{
    const char *dot = strrchr(name, '.');
    return dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0);
}

static bool is_result(const char *name)
{
    const gx_format *format = gx_format_find(name);
    return format && format->read;
}

static bool is_file(const char *name)
{
    return *name != '\0';
}

static bool is_no_file(const char *name)
{
    return *name == '\0';
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

static void offer_figures(const asked *a)
{
    gx_diags *quiet = gx_diags_new(a->oom);
    const gx_run_options options = {.is_check = true};
    gx_experiment *x = NULL;
    if (a->model)
        gx_experiment_load(&x, a->model, &options, quiet);
    for (int32_t i = 0; x && x->figures && i < x->figures->list.count; i++)
        offer(a, x->figures->list.at[i].name.text);
    gx_experiment_free(x);
    gx_diags_free(quiet);
}

static void offer_embedded(const asked *a)
{
    gx_diags *quiet = gx_diags_new(a->oom);
    gx_frame *frame = NULL;
    if (a->model && gx_is_result(a->model))
        gx_h5_read(&frame, a->model, quiet);
    for (int32_t i = 0; frame && i < frame->texts.count; i++)
        offer(a, frame->texts.at[i].name);
    gx_frame_free(frame);
    gx_diags_free(quiet);
}

static void offer_topics(const asked *a)
{
    for (int32_t i = 0; gx_help_topic(i); i++)
        offer(a, gx_help_topic(i));
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
    {"MODEL", is_model, NULL},
    {"SCENARIO", is_yaml, NULL},
    {"STUDY", is_yaml, NULL},
    {"CALIBRATION", is_yaml, NULL},
    {"RESULT", is_result, NULL},
    {"FILE", is_file, NULL},
    {"FOLDER", is_no_file, NULL},
    {"VARIABLE", NULL, offer_variables},
    {"NAME=VALUE", NULL, offer_constants},
    {"NAME=A,B", NULL, offer_constants},
    {"METHOD", NULL, offer_methods},
    {"DESIGN", NULL, offer_designs},
    {"FORMATS", NULL, offer_formats},
    {"LANGUAGE", NULL, offer_languages},
    {"FIGURE", NULL, offer_figures},
    {"EMBEDDED", NULL, offer_embedded},
    {"COMMAND", NULL, offer_commands},
    {"TOPIC", NULL, offer_topics},
};

/* The row of the first of the words in `A|B`, -1 when the table has none. */
static int32_t find_word(const char *text)
{
    size_t length = strcspn(text, "|");
    for (int32_t i = 0; i < (int32_t)(sizeof words / sizeof *words); i++)
        if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0)
            return i;
    return -1;
}

static const char *next_word(const char *text)
{
    size_t length = strcspn(text, "|");
    return text + length + (text[length] == '|');
}

static bool fits_any(const char *text, const char *name)
{
    for (; *text; text = next_word(text)) {
        int32_t row = find_word(text);
        if (row >= 0 && words[row].fits && words[row].fits(name))
            return true;
    }
    return false;
}

/* Files that are one of `A|B`, and folders, which may have some. */
static void offer_files(const asked *a, const char *text)
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
        else if (fits_any(text, entry->d_name))
            offer(a, path);
    }
    if (open)
        closedir(open);
}

/* Offer what `A|B` stands for: each a word of the table, or in small letters itself. */
static void offer_words(const asked *a, const char *text)
{
    bool has_files = false;
    for (const char *at = text; *at; at = next_word(at)) {
        int32_t row = find_word(at);
        if (*at >= 'a' && *at <= 'z')
            offer(a, gx_arena_text(a->arena, at, strcspn(at, "|")));
        else if (row >= 0 && words[row].offer)
            words[row].offer(a);
        has_files |= row >= 0 && words[row].fits;
    }
    if (has_files)
        offer_files(a, text);
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

static void offer_options(const asked *a, const gx_usage *usage)
{
    for (int32_t i = 0; i < usage->opt_count; i++)
        offer(a, gx_arena_format(a->arena, "--%s%s", usage->opt[i].name,
                                 usage->opt[i].argument ? "=" : ""));
}

/* The `place`-th word of what the arguments of a usage are; the last one goes on. */
static void offer_argument(const asked *a, const gx_usage *usage, int32_t place)
{
    static const char blanks[] = " [].";
    const char *at = usage->arguments + strspn(usage->arguments, blanks);
    size_t length = strcspn(at, blanks);
    for (; place > 0; place--) {
        const char *next = at + length + strspn(at + length, blanks);
        if (!*next)
            break;
        at = next;
        length = strcspn(at, blanks);
    }
    offer_words(a, gx_arena_text(a->arena, at, length));
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
        offer_words(&a, takes->argument);
    else if (*a.start == '-')
        offer_options(&a, usage);
    else
        offer_argument(&a, usage, place);
    gx_arena_free(a.arena);
}

void gx_complete_command(const char *word)
{
    const asked a = {.before = "", .start = word};
    offer_commands(&a);
}
