/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A study file: what is uncertain, which runs are made, what is worked out from them. */
#include "front/front.h"
#include "front/yaml.h"

#include <string.h>

/* ---- `normal(3, 0.5) 亿元` ---- */

bool gx_call_parse(gx_call *call, const char *text, gx_loc loc, gx_arena *arena)
{
    const char *open = strchr(text, '('), *from = open ? open + 1 : NULL;
    size_t length = open ? (size_t)(open - text) : strcspn(text, " ");
    while (length && text[length - 1] == ' ')
        length--;
    *call = (gx_call){.name = {gx_arena_text(arena, text, length), loc}, .units = ""};
    if (!length)
        return false;
    if (!open)
        return text[length] == '\0';
    for (char end = ','; end == ',';) {
        size_t size = strcspn(from, ",)");
        while (size && *from == ' ') {
            from++;
            size--;
        }
        size_t used = size;
        while (used && from[used - 1] == ' ')
            used--;
        double *value = GX_ADD(arena, &call->given);
        end = from[size];
        if (!end || !gx_text_to_number(gx_arena_text(arena, from, used), value) ||
            !isfinite(*value))
            return false;
        from += size + 1;
    }
    call->units = from + strspn(from, " ");
    return true;
}

static void read_call(const gx_yaml *value, void *field, const gx_reading *reading)
{
    if (gx_yaml_is(value, GX_YAML_SCALAR, reading) &&
        !gx_call_parse(field, value->text, value->loc, reading->arena))
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected a distribution as in triangular(1, 2, 4), got '%s'",
                 value->text);
}

/* ---- inputs ---- */

/* A list of names, at least one. */
static void read_some_names(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_yaml_read_names(value, field, reading);
    if (value->kind == GX_YAML_LIST && !value->items.count)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(value), "the list is empty");
}

static const gx_quantity not_given = {.number = GX_NOT_GIVEN, .units = "", .loc = {-1}};

static void read_input(const gx_yaml *item, gx_study_input *input,
                       const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"distribution", true, read_call, offsetof(gx_study_input, spread)},
        {"low", false, gx_yaml_read_quantity, offsetof(gx_study_input, low)},
        {"high", false, gx_yaml_read_quantity, offsetof(gx_study_input, high)},
    };
    *input = (gx_study_input){.name = item->key, .low = not_given, .high = not_given};
    if (item->kind == GX_YAML_MAPPING)
        gx_yaml_read_keys(item, rows, sizeof rows / sizeof *rows, input, reading);
    else
        read_call(item, &input->spread, reading);
}

/* Words that stand for inputs which another file lists: alone, or, but for columns, as
 * `parameters: all` among other inputs, for no distribution is called `all`. */
static const struct {
    const char *word;
    size_t offset; /* of the gx_name in gx_study */
    bool is_among;
} lists[] = {
    {"parameters", offsetof(gx_study, all_parameters), true},
    {"levers", offsetof(gx_study, all_levers), true},
    {"columns", offsetof(gx_study, all_columns), false},
};

/* Take such a word; false when `text` is none. */
static bool read_list(gx_study *study, const char *text, gx_loc loc, bool is_among)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (strcmp(lists[i].word, text) == 0 && (lists[i].is_among || !is_among)) {
            *(gx_name *)(void *)((char *)study + lists[i].offset) = (gx_name){text, loc};
            return true;
        }
    return false;
}

static bool is_all(const gx_yaml *item)
{
    return item->kind == GX_YAML_SCALAR && strcmp(item->text, "all") == 0;
}

static void read_inputs(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_study *study = field;
    if (value->kind == GX_YAML_SCALAR) {
        if (!read_list(study, value->text, value->loc, false))
            gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                     "expected 'parameters', 'levers', 'columns' or names with "
                     "distributions, got '%s'",
                     value->text);
    } else if (value->kind == GX_YAML_LIST) {
        read_some_names(value, &study->columns, reading);
    } else {
        gx_map *seen = gx_map_new(reading->arena);
        for (int32_t i = 0; i < value->items.count; i++) {
            const gx_yaml *item = &value->items.at[i];
            if (gx_reading_is_new(seen, item->key, reading) &&
                !(is_all(item) && read_list(study, item->key.text, item->key.loc, true)))
                read_input(item, GX_ADD(reading->arena, &study->inputs), reading);
        }
    }
}

static void read_pair(const gx_yaml *value, gx_study_pair *pair,
                      const gx_reading *reading)
{
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    if (value->items.count != 3) {
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected two inputs and their correlation, as in [a, b, 0.5]");
        return;
    }
    gx_yaml_read_name(&value->items.at[0], &pair->name[0], reading);
    gx_yaml_read_name(&value->items.at[1], &pair->name[1], reading);
    gx_yaml_read_number(&value->items.at[2], &pair->rho, reading);
    pair->loc = value->items.at[2].loc;
    if (!(fabs(pair->rho) < 1.0))
        gx_error(reading->ds, GX_CODE_VALUE, pair->loc,
                 "a correlation lies between -1 and 1, got '%s'",
                 value->items.at[2].text);
}

static void read_correlation(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_study *study = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++)
        read_pair(&value->items.at[i], GX_ADD(reading->arena, &study->correlation),
                  reading);
}

static void read_groups(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_study *study = field;
    if (!gx_yaml_is(value, GX_YAML_MAPPING, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_study_group *group = GX_ADD(reading->arena, &study->groups);
        group->name = item->key;
        gx_reading_is_new(seen, item->key, reading);
        read_some_names(item, &group->inputs, reading);
    }
}

/* ---- design, outputs, statistics ---- */

static void read_count(const gx_yaml *value, void *field, const gx_reading *reading)
{
    double *count = field;
    if (!gx_yaml_is(value, GX_YAML_SCALAR, reading))
        return;
    if (gx_text_to_number(value->text, count) && *count >= 0.0 && *count <= 0x1p30 &&
        *count == floor(*count))
        return;
    *count = 0.0;
    gx_error(reading->ds, GX_CODE_VALUE, value->loc,
             "expected a whole number from 0 to 2^30, got '%s'", value->text);
}

static void read_design(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"name", true, gx_yaml_read_name, offsetof(gx_study_design, name)},
        {"samples", false, read_count, offsetof(gx_study_design, samples)},
        {"seed", false, read_count, offsetof(gx_study_design, seed)},
        {"replicates", false, read_count, offsetof(gx_study_design, replicates)},
        {"levels", false, read_count, offsetof(gx_study_design, levels)},
        {"file", false, gx_yaml_read_name, offsetof(gx_study_design, file)},
    };
    gx_study_design *design = field;
    design->place = gx_yaml_place(value);
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, design, reading);
}

static void read_times(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_study *study = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_quantity *time = GX_ADD(reading->arena, &study->times);
        *time = not_given;
        gx_yaml_read_quantity(&value->items.at[i], time, reading);
        if (i && !(time->number > time[-1].number))
            gx_error(reading->ds, GX_CODE_VALUE, value->items.at[i].loc,
                     "times rise, got '%s' after '%s'", value->items.at[i].text,
                     value->items.at[i - 1].text);
    }
}

static void read_levels(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_study_statistic *s = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        double *level = GX_ADD(reading->arena, &s->levels);
        gx_yaml_read_number(&value->items.at[i], level, reading);
        if (!(*level >= 0.0 && *level <= 1.0) || (i && !(*level > level[-1])))
            gx_error(reading->ds, GX_CODE_VALUE, value->items.at[i].loc,
                     "levels are shares from 0 to 1 that rise, got '%s'",
                     value->items.at[i].text);
    }
}

static void read_statistic(const gx_yaml *value, gx_study_statistic *s,
                           const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"threshold", false, gx_yaml_read_quantity,
         offsetof(gx_study_statistic, threshold)},
        {"levels", false, read_levels, 0},
        {"outputs", false, read_some_names, offsetof(gx_study_statistic, outputs)},
    };
    *s = (gx_study_statistic){.threshold = not_given};
    if (value->kind == GX_YAML_SCALAR) {
        gx_yaml_read_name(value, &s->estimator, reading);
    } else if (gx_yaml_is(value, GX_YAML_MAPPING, reading)) {
        s->estimator = value->items.at[0].key;
        gx_yaml_read_keys(&value->items.at[0], rows, sizeof rows / sizeof *rows, s,
                          reading);
        if (value->items.count > 1)
            gx_error(reading->ds, GX_CODE_KEY, value->items.at[1].key.loc,
                     "a statistic has one name: begin the next with '-'");
    }
}

static void read_statistics(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_study *study = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++)
        read_statistic(&value->items.at[i], GX_ADD(reading->arena, &study->statistics),
                       reading);
}

static void read_stop(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"statistic", true, gx_yaml_read_name, offsetof(gx_study_stop, statistic)},
        {"half-width", true, gx_yaml_read_quantity, offsetof(gx_study_stop, half_width)},
    };
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, field, reading);
}

/* ---- the file ---- */

static const gx_yaml_row rows_of_study[] = {
    {"title", false, gx_yaml_read_words, offsetof(gx_study, title)},
    {"model", false, gx_yaml_read_name, offsetof(gx_study, model)},
    {"scenario", false, gx_yaml_read_name, offsetof(gx_study, scenario)},
    {"inputs", true, read_inputs, 0},
    {"correlation", false, read_correlation, 0},
    {"groups", false, read_groups, 0},
    {"design", true, read_design, offsetof(gx_study, design)},
    {"outputs", true, read_some_names, offsetof(gx_study, outputs)},
    {"times", false, read_times, 0},
    {"statistics", false, read_statistics, 0},
    {"stop", false, read_stop, offsetof(gx_study, stop)},
};

gx_err gx_study_read(gx_study **study, const char *path, gx_arena *arena, gx_diags *ds)
{
    gx_reading reading = gx_reading_start(arena, ds);
    const gx_yaml *root = NULL;
    gx_study *s = GX_NEW(arena, gx_study);
    *study = NULL;
    s->path = path;
    gx_err err = gx_source_read(&s->file, path, GX_YAML_LIMIT, ds);
    if (!err)
        err = gx_yaml_read(&root, s->file, arena, ds);
    if (err)
        return err;
    gx_yaml_read_keys(root, rows_of_study, sizeof rows_of_study / sizeof *rows_of_study,
                      s, &reading);
    if (!s->model.text == !s->scenario.text)
        gx_error(ds, GX_CODE_KEY, gx_yaml_place(root),
                 "one of 'model' and 'scenario' is given");
    gx_name *const paths[] = {&s->model, &s->scenario, &s->design.file};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (paths[i]->text)
            paths[i]->text = gx_path_beside(arena, path, paths[i]->text);
    err = gx_reading_outcome(&reading);
    *study = err ? NULL : s;
    return err;
}
