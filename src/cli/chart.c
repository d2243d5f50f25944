/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/chart.h"

#include "store/store.h"

#include <math.h>
#include <string.h>

/* ---- reading ---- */

/* Register the embedded text whose name starts with `role/`; -1 when there is none. */
static int32_t embedded(const gx_result *result, const char *role, gx_arena *arena,
                        gx_diags *ds)
{
    const gx_attributes *texts = &result->frame->texts;
    for (int32_t i = 0; i < texts->count; i++)
        if (strncmp(texts->at[i].name, role, strlen(role)) == 0)
            return gx_source_add(
                ds, gx_arena_format(arena, "%s:%s", result->path, texts->at[i].name),
                texts->at[i].text, strlen(texts->at[i].text));
    return -1;
}

gx_err gx_result_read(gx_result *result, const char *path, gx_arena *arena, gx_diags *ds)
{
    const gx_format *format = gx_format_find(path);
    *result = (gx_result){.path = path};
    if (!format || !format->read)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' is no result file", path);
    gx_err err = format->read(&result->frame, path, ds);
    if (err)
        return err;
    int32_t labels = embedded(result, "labels/", arena, ds);
    int32_t figures = embedded(result, "figures/", arena, ds);
    if (labels >= 0)
        err = gx_labels_read(&result->labels, labels, arena, ds);
    if (!err && figures >= 0)
        err = gx_figures_read(&result->figures, figures, arena, ds);
    return err;
}

/* ---- series ---- */

typedef struct series {
    int32_t length;
    double *x, *y;
} series;

/* A plain variable over labelled years, those of the figure that are in from..to (NaN: no
 * bound). */
static gx_err take_series(series *s, const gx_result *result, const gx_name *name,
                          const gx_figure *figure, double from, double to,
                          gx_arena *arena, gx_diags *ds)
{
    const gx_frame *frame = result->frame;
    int32_t v = gx_frame_find_var(frame, name->text),
            t = gx_frame_find_dim(frame, "time");
    if (v < 0 || t < 0) {
        gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, name->loc, "'%s' has no '%s'",
                              result->path, name->text);
        gx_note(ds, GX_NOWHERE, "'gaoxin show %s' lists what it has", result->path);
        return err;
    }
    if (frame->vars.at[v].dim_count != 1)
        return gx_error(ds, GX_CODE_UNSUPPORTED, name->loc,
                        "'%s' of '%s' is not one line over time", name->text,
                        result->path);
    const gx_dim *time = &frame->dims.at[t];
    *s = (series){.x = GX_ARRAY(arena, double, time->length),
                  .y = GX_ARRAY(arena, double, time->length)};
    double first = fmax(from, figure->from), last = fmin(to, figure->to);
    for (int32_t i = 0; i < time->length; i++) {
        double year = time->value[i] - figure->year_offset;
        if (year < first - 1e-9 || year > last + 1e-9)
            continue; /* fmax and fmin pass over NaN, and NaN bounds nothing */
        s->x[s->length] = year;
        s->y[s->length++] = frame->vars.at[v].value[i];
    }
    return GX_OK;
}

/* What a result is called: its title in the language, or the run's name. */
static const char *result_name(const gx_result *result, gx_language language)
{
    const gx_attributes *list = &result->frame->attributes;
    const char *en = gx_attribute_find(list, "gaoxin_title_en");
    const char *zh = gx_attribute_find(list, "gaoxin_title_zh");
    const char *run = gx_attribute_find(list, "gaoxin_run");
    return gx_words_in((gx_words){.en = en ? en : "", .zh = zh ? zh : ""}, language,
                       run ? run : gx_path_base(result->path));
}

/* ---- parts of a chart ---- */

static gx_err add_band(gx_chart *chart, const gx_figure *figure, const gx_result *result,
                       gx_language language, gx_arena *arena, gx_diags *ds)
{
    series low, high;
    if (!figure->band.low.text)
        return GX_OK;
    gx_err err = take_series(&low, result, &figure->band.low, figure, figure->band.from,
                             figure->band.to, arena, ds);
    if (!err)
        err = take_series(&high, result, &figure->band.high, figure, figure->band.from,
                          figure->band.to, arena, ds);
    if (!err)
        *GX_ADD(arena, &chart->bands) =
            (gx_band){.label = gx_words_in(figure->band.label, language, ""),
                      .length = low.length,
                      .x = low.x,
                      .low = low.y,
                      .high = high.y};
    return err;
}

static void add_points(gx_chart *chart, const gx_figure *figure, gx_language language,
                       gx_arena *arena)
{
    for (int32_t p = 0; p < figure->points.count; p++) {
        const gx_figure_points *from = &figure->points.at[p];
        double *x = GX_ARRAY(arena, double, from->at.count);
        double *y = GX_ARRAY(arena, double, from->at.count);
        for (int32_t i = 0; i < from->at.count; i++) {
            x[i] = from->at.at[i].year;
            y[i] = from->at.at[i].value;
        }
        *GX_ADD(arena, &chart->points) =
            (gx_points){.label = gx_words_in(from->label, language, ""),
                        .length = from->at.count,
                        .x = x,
                        .y = y,
                        .hollow = from->hollow};
    }
}

gx_err gx_chart_build(gx_chart *chart, const gx_figure *figure, const gx_result *result,
                      int32_t result_count, gx_language language, gx_arena *arena,
                      gx_diags *ds)
{
    *chart = (gx_chart){.title = gx_words_in(figure->title, language, figure->name.text),
                        .subtitle = gx_words_in(figure->subtitle, language, ""),
                        .source = gx_words_in(figure->source, language, ""),
                        .x_from = figure->from,
                        .x_to = figure->to};
    gx_err err = add_band(chart, figure, &result[0], language, arena, ds);
    for (int32_t i = 0; !err && i < result_count; i++) {
        series line;
        err = take_series(&line, &result[i], &figure->variable, figure, (double)NAN,
                          (double)NAN, arena, ds);
        if (err)
            break;
        *GX_ADD(arena, &chart->series) =
            (gx_series){.label = result_name(&result[i], language),
                        .length = line.length,
                        .x = line.x,
                        .y = line.y};
        if (line.length && isnan(figure->from))
            chart->x_from =
                fmin(isnan(chart->x_from) ? line.x[0] : chart->x_from, line.x[0]);
        if (line.length && isnan(figure->to))
            chart->x_to = fmax(isnan(chart->x_to) ? line.x[0] : chart->x_to,
                               line.x[line.length - 1]);
    }
    if (err)
        return err;
    add_points(chart, figure, language, arena);
    if (!isnan(figure->target.low))
        *GX_ADD(arena, &chart->targets) =
            (gx_target){.label = gx_words_in(figure->target.label, language, ""),
                        .x = figure->target.year,
                        .low = figure->target.low,
                        .high = figure->target.high};
    return GX_OK;
}
