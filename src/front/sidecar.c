/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `X-labels.yaml` and `X-figures.yaml`: one table of keys for each mapping in them. */
#include "front/front.h"
#include "front/yaml.h"

#include <math.h>
#include <string.h>

/* ---- labels ---- */

static const gx_yaml_row label_rows[] = {
    {"en", false, gx_yaml_read_text, offsetof(gx_label, name.en)},
    {"zh", false, gx_yaml_read_text, offsetof(gx_label, name.zh)},
    {"units", false, gx_yaml_read_words, offsetof(gx_label, units)},
};

gx_err gx_labels_read(gx_labels **labels, int32_t file, gx_arena *arena, gx_diags *ds)
{
    *labels = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    const gx_yaml *root = NULL;
    gx_err err = gx_yaml_read(&root, file, arena, ds);
    if (err || !gx_yaml_is(root, GX_YAML_MAPPING, &reading))
        return gx_reading_outcome(&reading);
    gx_labels *read = GX_NEW(arena, gx_labels);
    gx_map *seen = gx_map_new(arena);
    for (int32_t i = 0; i < root->items.count; i++) {
        const gx_yaml *item = &root->items.at[i];
        gx_label *label = GX_ADD(arena, &read->list);
        label->variable = item->key;
        gx_reading_is_new(seen, item->key, &reading);
        gx_yaml_read_keys(item, label_rows, sizeof label_rows / sizeof *label_rows, label,
                          &reading);
    }
    err = gx_reading_outcome(&reading);
    *labels = err ? NULL : read;
    return err;
}

/* ---- parts of figures ---- */

/* A milestone's target is of its own year. */
static void read_target(const gx_yaml *value, gx_figure_target *target, bool has_year,
                        const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"year", true, gx_yaml_read_number, offsetof(gx_figure_target, year)},
        {"low", true, gx_yaml_read_number, offsetof(gx_figure_target, low)},
        {"high", true, gx_yaml_read_number, offsetof(gx_figure_target, high)},
        {"label", false, gx_yaml_read_words, offsetof(gx_figure_target, label)},
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    int32_t first = has_year ? 0 : 1;
    gx_yaml_read_keys(value, rows + first, ROWS - first, target, reading);
    if (target->low > target->high)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(value),
                 "'low' is above 'high' (%g, %g)", target->low, target->high);
}

static void read_milestone_target(const gx_yaml *value, void *field,
                                  const gx_reading *reading)
{
    read_target(value, field, false, reading);
}

static void read_figure_target(const gx_yaml *value, void *field,
                               const gx_reading *reading)
{
    read_target(value, field, true, reading);
}

static void read_band(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"low", true, gx_yaml_read_name, offsetof(gx_figure_band, low)},
        {"high", true, gx_yaml_read_name, offsetof(gx_figure_band, high)},
        {"from", false, gx_yaml_read_number, offsetof(gx_figure_band, from)},
        {"to", false, gx_yaml_read_number, offsetof(gx_figure_band, to)},
        {"label", false, gx_yaml_read_words, offsetof(gx_figure_band, label)},
    };
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, field, reading);
}

/* `{2014: 90.23, 2015: 120.97}` */
static void read_marks(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_figure_points *points = field;
    if (!gx_yaml_is(value, GX_YAML_MAPPING, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_figure_mark *mark = GX_ADD(reading->arena, &points->at);
        if (!gx_text_to_number(item->key.text, &mark->year) || !isfinite(mark->year))
            gx_error(reading->ds, GX_CODE_VALUE, item->key.loc,
                     "expected a year, got '%s'", item->key.text);
        gx_yaml_read_number(item, &mark->value, reading);
    }
}

static void read_points(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"label", false, gx_yaml_read_words, offsetof(gx_figure_points, label)},
        {"hollow", false, gx_yaml_read_flag, offsetof(gx_figure_points, hollow)},
        {"variable", false, gx_yaml_read_name, offsetof(gx_figure_points, variable)},
        {"at", true, read_marks, 0},
    };
    gx_figure *figure = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++)
        gx_yaml_read_keys(&value->items.at[i], rows, sizeof rows / sizeof *rows,
                          GX_ADD(reading->arena, &figure->points), reading);
}

/* ---- what figures show ---- */

static gx_figure_part *add_part(gx_figure *figure, const gx_reading *reading)
{
    gx_figure_part *part = GX_ADD(reading->arena, &figure->parts);
    part->year_offset = GX_NOT_GIVEN;
    return part;
}

static void read_variable(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_yaml_read_name(value, &add_part(field, reading)->variable, reading);
}

/* `[a, "b[north]", {variable: c, label: {en: C}, year offset: 0.5}]` */
static void read_variables(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_figure_part, variable)},
        {"label", false, gx_yaml_read_words, offsetof(gx_figure_part, label)},
        {"year offset", false, gx_yaml_read_number,
         offsetof(gx_figure_part, year_offset)},
    };
    gx_figure *figure = field;
    if (figure->parts.count)
        gx_error(reading->ds, GX_CODE_KEY, gx_yaml_place(value),
                 "'variable' and 'variables' exclude each other");
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_figure_part *part = add_part(figure, reading);
        if (item->kind == GX_YAML_MAPPING)
            gx_yaml_read_keys(item, rows, sizeof rows / sizeof *rows, part, reading);
        else
            gx_yaml_read_name(item, &part->variable, reading);
    }
}

static void read_order(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_name order = {0};
    gx_yaml_read_name(value, &order, reading);
    if (!order.text)
        return;
    *(bool *)field = strcmp(order.text, "highest") == 0;
    if (!*(bool *)field && strcmp(order.text, "lowest") != 0)
        gx_error(reading->ds, GX_CODE_VALUE, order.loc,
                 "expected 'lowest' or 'highest', got '%s'", order.text);
}

static void read_rule(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"which", true, read_order, offsetof(gx_figure_rule, highest)},
        {"free at", false, gx_yaml_read_number, offsetof(gx_figure_rule, free_at)},
        {"free", false, gx_yaml_read_words, offsetof(gx_figure_rule, free)},
    };
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, field, reading);
}

/* ---- figures and milestones ---- */

static const gx_figure_target no_target = {
    .year = GX_NOT_GIVEN, .low = GX_NOT_GIVEN, .high = GX_NOT_GIVEN};

static const gx_yaml_row figure_rows[] = {
    {"kind", true, gx_yaml_read_name, offsetof(gx_figure, kind)},
    {"of", false, gx_yaml_read_name, offsetof(gx_figure, of)},
    {"title", false, gx_yaml_read_words, offsetof(gx_figure, title)},
    {"subtitle", false, gx_yaml_read_words, offsetof(gx_figure, subtitle)},
    {"source", false, gx_yaml_read_words, offsetof(gx_figure, source)},
    {"variable", false, read_variable, 0},
    {"variables", false, read_variables, 0},
    {"binds", false, read_rule, offsetof(gx_figure, rule)},
    {"year offset", false, gx_yaml_read_number, offsetof(gx_figure, year_offset)},
    {"from", false, gx_yaml_read_number, offsetof(gx_figure, from)},
    {"to", false, gx_yaml_read_number, offsetof(gx_figure, to)},
    {"year", false, gx_yaml_read_number, offsetof(gx_figure, year)},
    {"band", false, read_band, offsetof(gx_figure, band)},
    {"points", false, read_points, 0},
    {"target", false, read_figure_target, offsetof(gx_figure, target)},
};

/* A figure's name is a file name: no folder, nothing hidden, nothing that is no letter.
 */
static bool is_file_name(const char *name)
{
    bool plain = *name != '.';
    for (const char *c = name; *c; c++)
        plain = plain && *c != '/' && *c != '\\' && (unsigned char)*c >= ' ' && *c != 127;
    return plain;
}

static void read_figure(const gx_yaml *item, gx_figures *figures,
                        const gx_reading *reading)
{
    gx_figure *figure = GX_ADD(reading->arena, &figures->list);
    *figure = (gx_figure){.name = item->key,
                          .from = GX_NOT_GIVEN,
                          .to = GX_NOT_GIVEN,
                          .year = GX_NOT_GIVEN,
                          .band.from = GX_NOT_GIVEN,
                          .band.to = GX_NOT_GIVEN,
                          .rule.free_at = GX_NOT_GIVEN,
                          .target = no_target};
    if (!is_file_name(item->key.text))
        gx_error(reading->ds, GX_CODE_VALUE, item->key.loc,
                 "a figure's name becomes a file name: no '/', '\\' or '.' first");
    gx_yaml_read_keys(item, figure_rows, sizeof figure_rows / sizeof *figure_rows, figure,
                      reading);
    for (int32_t i = 0; i < figure->parts.count; i++)
        if (isnan(figure->parts.at[i].year_offset))
            figure->parts.at[i].year_offset = figure->year_offset;
    if (!figure->parts.count &&
        (item->kind == GX_YAML_MAPPING || item->kind == GX_YAML_NOTHING))
        gx_error(reading->ds, GX_CODE_KEY, gx_yaml_place(item), "'variable' is missing");
    if (figure->from >= figure->to)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(item),
                 "'from' is not before 'to' (%g, %g)", figure->from, figure->to);
}

static void read_figures(const gx_yaml *value, void *field, const gx_reading *reading)
{
    if (!gx_yaml_is(value, GX_YAML_MAPPING, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_reading_is_new(seen, value->items.at[i].key, reading);
        read_figure(&value->items.at[i], field, reading);
    }
}

static void read_milestones(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_milestone, variable)},
        {"year offset", false, gx_yaml_read_number, offsetof(gx_milestone, year_offset)},
        {"year", true, gx_yaml_read_number, offsetof(gx_milestone, year)},
        {"growth from", false, gx_yaml_read_number, offsetof(gx_milestone, growth_from)},
        {"target", false, read_milestone_target, offsetof(gx_milestone, target)},
    };
    gx_figures *figures = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_milestone *milestone = GX_ADD(reading->arena, &figures->milestones);
        *milestone = (gx_milestone){.growth_from = GX_NOT_GIVEN, .target = no_target};
        gx_yaml_read_keys(item, rows, sizeof rows / sizeof *rows, milestone, reading);
        if (milestone->growth_from >= milestone->year)
            gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(item),
                     "'growth from' is not before 'year' (%g, %g)",
                     milestone->growth_from, milestone->year);
    }
}

/* `[300, 400]` */
static void read_numbers(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_crossings *crossings = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++)
        gx_yaml_read_number(&value->items.at[i],
                            GX_ADD(reading->arena, &crossings->levels), reading);
}

static void read_crossings(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_crossings, variable)},
        {"year offset", false, gx_yaml_read_number, offsetof(gx_crossings, year_offset)},
        {"levels", true, read_numbers, 0},
    };
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, field, reading);
}

gx_err gx_figures_read(gx_figures **figures, int32_t file, gx_arena *arena, gx_diags *ds)
{
    static const gx_yaml_row rows[] = {
        {"milestones", false, read_milestones, 0},
        {"crossings", false, read_crossings, offsetof(gx_figures, crossings)},
        {"figures", false, read_figures, 0},
    };
    *figures = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    const gx_yaml *root = NULL;
    gx_err err = gx_yaml_read(&root, file, arena, ds);
    if (err)
        return err;
    gx_figures *read = GX_NEW(arena, gx_figures);
    gx_yaml_read_keys(root, rows, sizeof rows / sizeof *rows, read, &reading);
    err = gx_reading_outcome(&reading);
    *figures = err ? NULL : read;
    return err;
}
