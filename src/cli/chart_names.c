/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Charts of variables over names instead of years, such as those of 'levers'. */
#include "cli/chart.h"

#include <math.h>
#include <string.h>

/* The variable of a part, which has names; the same ones as `*dim` unless that is -1. */
static gx_err find_var(const gx_var **var, int32_t *dim, const gx_chart_builder *b,
                       const gx_result *result, const gx_name *name)
{
    const gx_frame *frame = result->frame;
    int32_t v = gx_frame_find_var(frame, name->text);
    if (v < 0) {
        gx_err err = gx_error(b->ds, GX_CODE_UNDEFINED_NAME, name->loc,
                              "'%s' has no '%s'", result->path, name->text);
        gx_suggest_var(frame, name->text, b->ds);
        return err;
    }
    *var = &frame->vars.at[v];
    if ((*var)->dim_count != 1 || !frame->dims.at[(*var)->dim[0]].label)
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, name->loc,
                        "'%s' of '%s' has no value for each of some names", name->text,
                        result->path);
    if (*dim >= 0 && *dim != (*var)->dim[0])
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, name->loc,
                        "'%s' of '%s' is of other names than '%s'", name->text,
                        result->path, b->figure->parts.at[0].variable.text);
    *dim = (*var)->dim[0];
    return GX_OK;
}

/* What a result says of itself; "" for nothing. */
static const char *note_of(const gx_chart_builder *b, const gx_result *result)
{
    const gx_attributes *list = &result->frame->attributes;
    return gx_words_in((gx_words){.en = gx_attribute_find(list, "gaoxin_note_en"),
                                  .zh = gx_attribute_find(list, "gaoxin_note_zh")},
                       b->language, "");
}

const char *gx_chart_joined(const gx_chart_builder *b, const char *first,
                            const char *second)
{
    static const gx_words between = {"; ", "；"};
    bool has_both = *first && *second;
    return gx_arena_format(b->arena, "%s%s%s", first,
                           has_both ? gx_words_in(between, b->language, "") : "", second);
}

static gx_err add_result(const gx_chart_builder *b, gx_chart *chart,
                         const gx_result *result)
{
    int32_t dim = -1;
    for (int32_t p = 0; p < b->figure->parts.count; p++) {
        const gx_figure_part *part = &b->figure->parts.at[p];
        const gx_var *var = NULL;
        gx_err err = find_var(&var, &dim, b, result, &part->variable);
        if (err)
            return err;
        int32_t length = result->frame->dims.at[dim].length;
        double *x = GX_ARRAY(b->arena, double, length);
        for (int32_t i = 0; i < length; i++)
            x[i] = i + 1;
        *GX_ADD(b->arena, &chart->series) = (gx_series){
            .label = gx_words_in(part->label, b->language,
                                 gx_chart_called(b, result, part->variable.text)),
            .length = length,
            .x = x,
            .y = var->value};
        if (chart->name_count)
            continue;
        const char *const *label = result->frame->dims.at[dim].label;
        const char **name = GX_ARRAY(b->arena, const char *, length);
        for (int32_t i = 0; i < length; i++)
            name[i] = gx_called_among(result->labels, label[i], label[0], b->language,
                                      b->arena);
        chart->names = name;
        chart->name_count = length;
    }
    chart->x.from = 0.5;
    chart->x.to = chart->name_count + 0.5;
    return GX_OK;
}

static gx_err check_keys(const gx_chart_builder *b)
{
    const gx_figure *f = b->figure;
    if (f->band.low.text || f->points.count || !isnan(f->target.low) || !isnan(f->from) ||
        !isnan(f->to))
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, f->kind.loc,
                        "a figure '%s' has no years, band, points or target",
                        b->plot->name);
    return GX_OK;
}

gx_err gx_chart_of_names(const gx_chart_builder *b, gx_chart *chart)
{
    bool is_one = b->result_count == 1;
    gx_err err = check_keys(b);
    for (int32_t i = 0; !err && i < b->result_count; i++) {
        const gx_result *result = &b->result[i];
        gx_chart *into = is_one ? chart : GX_ADD(b->arena, &chart->panels);
        const char *note = note_of(b, result);
        if (is_one)
            chart->subtitle = gx_chart_joined(b, chart->subtitle, note);
        else
            into->title = gx_chart_joined(b, gx_chart_result_name(b, result), note);
        err = add_result(b, into, result);
        chart->x.from = 0.5;
        chart->x.to = into->x.to > chart->x.to ? into->x.to : chart->x.to;
    }
    return err;
}

bool gx_figure_is_of_names(const gx_figure *figure)
{
    const gx_plot *plot = gx_plot_find(figure->kind.text);
    return plot && plot->needs == GX_NAMED;
}

const char *gx_figure_maker(const gx_figure *figure)
{
    const gx_plot *plot = gx_plot_find(figure->kind.text);
    if (figure->of.text)
        return figure->of.text;
    return plot && plot->statistic ? "sweep" : "run";
}
