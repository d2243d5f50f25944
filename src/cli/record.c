/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a result says about itself, and how a run is made from it again: the files in it
 * are read in place of the disk's, in the order in which they are embedded. */
#include "cli/cli.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* ---- options ---- */

/* The options that define the numbers: written to a result and read from it. */
static const struct {
    const char *name;
    size_t offset;
    bool is_list, is_path;
} recorded[] = {
    {"set", offsetof(gx_run_options, set), true, false},
    {"data", offsetof(gx_run_options, data), true, true},
    {"method", offsetof(gx_run_options, method), false, false},
    {"tolerance", offsetof(gx_run_options, tolerance), false, false},
    {"dt", offsetof(gx_run_options, time_step), false, false},
    {"final-time", offsetof(gx_run_options, final_time), false, false},
    {"seed", offsetof(gx_run_options, seed), false, false},
    {"vary", offsetof(gx_run_options, vary), true, false},
    {"design", offsetof(gx_run_options, design), false, false},
};
enum { RECORDED = sizeof recorded / sizeof *recorded };

static void print_option(int32_t row, const char *value, gx_buf *out)
{
    const char *text = recorded[row].is_path ? gx_path_base(value) : value;
    gx_buf_print(out, "%s--%s ", out->length ? "\n" : "", recorded[row].name);
    for (; *text; text++) /* blanks of any kind are the same in names and values */
        gx_buf_add(out, *text == '\n' || *text == '\r' ? " " : text, 1);
}

void gx_options_print(const gx_run_options *options, gx_buf *out)
{
    for (int32_t row = 0; row < RECORDED; row++) {
        const char *field = (const char *)options + recorded[row].offset;
        const gx_texts *list = (const void *)field;
        const char *const *one = (const void *)field;
        for (int32_t i = 0; recorded[row].is_list && i < list->count; i++)
            print_option(row, list->at[i], out);
        if (!recorded[row].is_list && *one)
            print_option(row, *one, out);
    }
}

/* Take one line of a result's options; what is given now wins over it. */
static bool take_option(gx_run_options *into, const gx_run_options *given,
                        const char *line, size_t length, gx_arena *arena)
{
    for (int32_t row = 0; row < RECORDED; row++) {
        size_t name = strlen(recorded[row].name);
        if (length < name + 3 || strncmp(line, "--", 2) != 0 ||
            strncmp(line + 2, recorded[row].name, name) != 0 || line[name + 2] != ' ')
            continue;
        const char *value = gx_arena_text(arena, line + name + 3, length - name - 3);
        char *field = (char *)into + recorded[row].offset;
        const char *const *now =
            (const void *)((const char *)given + recorded[row].offset);
        if (recorded[row].is_list)
            *GX_ADD(arena, (gx_texts *)(void *)field) = value;
        else if (!*now)
            *(const char **)(void *)field = value;
        return true;
    }
    return length == 0;
}

/* Put a result's options before those given. */
static gx_err take_options(gx_run_options *options, const char *text, const char *path,
                           gx_arena *arena, gx_diags *ds)
{
    gx_run_options given = *options;
    *options = (gx_run_options){.is_check = given.is_check};
    gx_err err = GX_OK;
    while (*text && !err) {
        size_t length = strcspn(text, "\n");
        if (!take_option(options, &given, text, length, arena))
            err = gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                           "'%s' was made with '%.*s', which this version does not know",
                           path, (int)length, text);
        text += length + (text[length] == '\n');
    }
    for (int32_t row = 0; row < RECORDED; row++) {
        char *field = (char *)options + recorded[row].offset;
        const char *more = (const char *)&given + recorded[row].offset;
        const gx_texts *list = (const void *)more;
        const char *const *one = (const void *)more;
        for (int32_t i = 0; recorded[row].is_list && i < list->count; i++)
            *GX_ADD(arena, (gx_texts *)(void *)field) = list->at[i];
        if (!recorded[row].is_list && *one)
            *(const char **)(void *)field = *one;
    }
    return err;
}

/* ---- running a result again ---- */

bool gx_is_result(const char *path)
{
    const gx_format *format = gx_format_find(path);
    return format && format->read == gx_h5_read;
}

static const char *arithmetic(gx_arena *arena)
{
    return gx_arena_format(arena, "%016" PRIx64, gx_arithmetic());
}

static const char *attribute(const gx_frame *frame, const char *name)
{
    const char *text = gx_attribute_find(&frame->attributes, name);
    return text ? text : "";
}

static void warn_of_differences(const gx_frame *frame, const char *path, gx_diags *ds)
{
    const char *version = attribute(frame, "gaoxin_version");
    if (strcmp(version, GAOXIN_VERSION) != 0)
        gx_warning(ds, GX_CODE_RESULT, GX_NOWHERE,
                   "'%s' was made by gaoxin %-s, this is %s: numbers may differ", path,
                   *version ? version : GX_TEXT("of unknown version"), GAOXIN_VERSION);
    if (strcmp(attribute(frame, "gaoxin_arithmetic"), arithmetic(ds->arena)) != 0)
        gx_warning(ds, GX_CODE_RESULT, GX_NOWHERE,
                   "'%s' was made with another instruction set or mathematical library: "
                   "numbers may differ in the last digits",
                   path);
}

static gx_err open_frame(const char **path, const gx_frame *frame,
                         gx_run_options *options, gx_arena *arena, gx_diags *ds)
{
    const char *main_file = NULL, *result = *path;
    if (options->data.count)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "--data: '%s' has its data in it",
                        result);
    for (int32_t i = 0; i < frame->texts.count; i++) {
        const gx_attribute *text = &frame->texts.at[i];
        const char *kept = gx_arena_format(arena, "%s:%s", result, text->name);
        gx_source_keep(ds, kept, text->text);
        bool is_main = strncmp(text->name, "scenario/", 9) == 0 ||
                       strncmp(text->name, "model/", 6) == 0;
        bool is_first = !main_file || strstr(main_file, ":model/");
        if (is_main && is_first)
            main_file = kept;
    }
    if (!main_file)
        return gx_error(ds, GX_CODE_RESULT, GX_NOWHERE, "'%s' has no model in it",
                        result);
    *path = main_file;
    warn_of_differences(frame, result, ds);
    return take_options(options, attribute(frame, "gaoxin_options"), result, arena, ds);
}

/* ---- what made a result ---- */

static const char *kept_attribute(const gx_frame *frame, const char *name,
                                  const char *otherwise, gx_arena *arena)
{
    const char *text = gx_attribute_find(&frame->attributes, name);
    return text ? gx_arena_text(arena, text, strlen(text)) : otherwise;
}

static gx_maker maker_of(const gx_frame *frame, const char *path, gx_arena *arena)
{
    static const char study[] = "study/";
    gx_maker maker = {.path = path,
                      .command = kept_attribute(frame, "gaoxin_command", "run", arena),
                      .year = kept_attribute(frame, "gaoxin_year", NULL, arena)};
    for (int32_t i = 0; i < frame->texts.count; i++)
        if (strncmp(frame->texts.at[i].name, study, strlen(study)) == 0)
            maker.study = gx_arena_format(arena, "%s", frame->texts.at[i].name);
    return maker;
}

gx_err gx_result_open(const char **path, gx_maker *maker, gx_run_options *options,
                      gx_arena *arena, gx_diags *ds)
{
    gx_frame *frame = NULL;
    gx_err err = gx_h5_read(&frame, *path, ds);
    if (!err) {
        *maker = maker_of(frame, *path, arena);
        err = open_frame(path, frame, options, arena, ds);
    }
    gx_frame_free(frame);
    return err;
}

gx_err gx_result_check_maker(const gx_experiment *x, const char *command, gx_diags *ds)
{
    static const char *const again[] = {"levers", "binding"};
    const gx_maker *maker = &x->maker;
    if (!maker->path || strcmp(maker->command, "run") == 0 ||
        strcmp(maker->command, command) == 0)
        return GX_OK;
    gx_err err =
        gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                 "'%s' is a result of '%s': '%s' takes models, scenarios and what 'run' "
                 "made",
                 maker->path, maker->command, command);
    for (size_t i = 0; i < sizeof again / sizeof *again; i++)
        if (strcmp(maker->command, again[i]) == 0)
            gx_note(ds, GX_NOWHERE, "'gaoxin %s %s' makes it again", maker->command,
                    maker->path);
    if (maker->study)
        gx_note(ds, GX_NOWHERE,
                "its study is in it (gaoxin show FILE --text %-s), for 'gaoxin sweep "
                "run'",
                maker->study);
    gx_note(ds, GX_NOWHERE,
            "to run its scenario: gaoxin show %s --unpack FOLDER, then gaoxin run "
            "FOLDER/resolved.yaml",
            maker->path);
    return err;
}

/* ---- recording ---- */

/* Embed a file as ROLE/NAME, or as ROLE/2/NAME when that is taken; gives the name. */
static const char *embed(gx_frame *frame, const gx_diags *ds, const char *role,
                         int32_t file)
{
    if (file < 0)
        return "";
    const gx_source *source = &ds->sources.at[file];
    const char *base = gx_path_base(source->path);
    const char *name = gx_arena_format(frame->arena, "%s/%s", role, base);
    for (int32_t i = 2; gx_attribute_find(&frame->texts, name); i++)
        name = gx_arena_format(frame->arena, "%s/%d/%s", role, i, base);
    gx_attribute_set(frame->arena, &frame->texts, name, source->text);
    return name;
}

/* In the order in which gx_experiment_load reads files of one name. */
static void embed_all(const gx_experiment *x, gx_frame *frame, const gx_diags *ds)
{
    gx_buf resolved;
    gx_texts data = {0};
    gx_buf_init(&resolved, ds->oom);
    for (int32_t i = 0; x->scenario && i < x->scenario->files.count; i++)
        embed(frame, ds, "scenario", x->scenario->files.at[i]);
    const char *model = embed(frame, ds, "model", x->model->file);
    embed(frame, ds, "stdlib", x->model->stdlib_file);
    for (int32_t i = 0; i < GX_SIDECARS; i++)
        embed(frame, ds, gx_sidecars[i].role, x->sidecar[i]);
    for (int32_t i = 0; i < x->data_files.count; i++)
        *GX_ADD(frame->arena, &data) = embed(frame, ds, "data", x->data_files.at[i]);
    gx_experiment_resolve(x, model, &data, &resolved);
    gx_attribute_set(frame->arena, &frame->texts, "resolved.yaml", resolved.text);
    gx_buf_clear(&resolved);
}

void gx_experiment_record(const gx_experiment *x, gx_frame *frame, const gx_diags *ds)
{
    const gx_source *model = &ds->sources.at[x->model->file];
    gx_arena *arena = frame->arena;
    const char *title_en = gx_scenario_title(x->scenario, GX_LANG_EN, "", arena);
    const char *title_zh = gx_scenario_title(x->scenario, GX_LANG_ZH, "", arena);
    gx_buf tolerance;
    gx_buf_init(&tolerance, ds->oom);
    if (x->tolerance > 0.0)
        gx_buf_number(&tolerance, x->tolerance);
    const char *const pairs[][2] = {
        {"title", *title_en ? title_en : x->name},
        {"source", "gaoxin " GAOXIN_VERSION},
        {"gaoxin_version", GAOXIN_VERSION},
        {"gaoxin_arithmetic", arithmetic(frame->arena)},
        {"gaoxin_run", x->name},
        {"gaoxin_model", gx_path_base(model->path)},
        {"gaoxin_method", x->method->name},
        {"gaoxin_tolerance", tolerance.text},
        {"gaoxin_seed", gx_arena_format(frame->arena, "%" PRIu64, x->seed)},
        {"gaoxin_options", x->settings.text},
        {"gaoxin_title_en", title_en},
        {"gaoxin_title_zh", title_zh},
        {"gaoxin_requirement_en",
         gx_scenario_requirement(x->scenario, GX_LANG_EN, arena)},
        {"gaoxin_requirement_zh",
         gx_scenario_requirement(x->scenario, GX_LANG_ZH, arena)},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (*pairs[i][1])
            gx_attribute_set(frame->arena, &frame->attributes, pairs[i][0], pairs[i][1]);
    gx_buf_clear(&tolerance);
    gx_experiment_describe(x, frame);
    embed_all(x, frame, ds);
}
