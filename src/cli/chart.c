/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/chart_lines.h"
#include "cli/chart_study.h"
#include "cli/values.h"

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

static gx_err read_sidecars(gx_result *result, gx_arena *arena, gx_diags *ds)
{
    gx_err err = GX_OK;
    int32_t labels = embedded(result, "labels/", arena, ds);
    int32_t figures = embedded(result, "figures/", arena, ds);
    if (labels >= 0)
        err = gx_labels_read(&result->labels, labels, arena, ds);
    if (!err && figures >= 0)
        err = gx_figures_read(&result->figures, figures, arena, ds);
    return err;
}

gx_err gx_result_read(gx_result *result, const char *path, gx_arena *arena, gx_diags *ds)
{
    const gx_format *format = gx_format_find(path);
    *result = (gx_result){.path = path};
    if (!format || !format->read)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' is no result file", path);
    gx_err err = format->read(&result->frame, path, ds);
    return err ? err : read_sidecars(result, arena, ds);
}

gx_err gx_result_read_only(gx_result *result, const char *path, const gx_texts *names,
                           int32_t first, gx_arena *arena, gx_diags *ds)
{
    const gx_format *format = gx_format_find(path);
    gx_diags *quiet = gx_diags_new(ds->oom);
    gx_frame *look = NULL;
    gx_texts known = {0};
    bool is_plain = !format || format->read != gx_h5_read || first >= names->count ||
                    gx_h5_names(&look, path, quiet); /* reading all says why */
    gx_err err = is_plain ? GX_OK : gx_values_known(&known, look, names, first, ds);
    gx_frame_free(look);
    gx_diags_free(quiet);
    if (is_plain || err)
        return err ? err : gx_result_read(result, path, arena, ds);
    *result = (gx_result){.path = path};
    err = gx_h5_read_only(&result->frame, path, known.at, known.count, ds);
    return err ? err : read_sidecars(result, arena, ds);
}

/* ---- texts ---- */

/* What a variable or an element is called: by the labels file, or as the model does. */
const char *gx_chart_called(const gx_chart_builder *b, const gx_result *result,
                            const char *name)
{
    return gx_called(result->labels, name, b->language, b->arena);
}

bool gx_chart_same(const char *a, const char *b, gx_arena *arena)
{
    return strcmp(gx_text_key(arena, a, strlen(a)), gx_text_key(arena, b, strlen(b))) ==
           0;
}

/* The options of a result, in brackets behind the title that they make untrue; its file
 * when they are long. */
static const char *with_options(const gx_result *result, const char *title,
                                gx_arena *arena)
{
    enum { LONGEST = 40 };
    const char *options = gx_attribute_find(&result->frame->attributes, "gaoxin_options");
    const char *all = "";
    for (size_t length = 0; options && *options;
         options += length + (options[length] == '\n')) {
        size_t set =
            strncmp(options, "--set ", strlen("--set ")) == 0 ? strlen("--set ") : 0;
        length = strcspn(options, "\n");
        if (result->part && (strncmp(options, "--vary ", strlen("--vary ")) == 0 ||
                             strncmp(options, "--design ", strlen("--design ")) == 0))
            continue; /* the part says which */
        all = gx_arena_format(arena, "%s%s%.*s", all, *all ? ", " : "",
                              (int)(length - set), options + set);
    }
    if (!*all)
        return title;
    if (gx_text_width(all, strlen(all)) > LONGEST)
        all = gx_path_base(result->path);
    return gx_arena_format(arena, "%s (%s)", title, all);
}

/* A result's title in the language, or the run's name. */
static const char *title_of(const gx_result *result, gx_language language,
                            gx_arena *arena)
{
    const gx_attributes *list = &result->frame->attributes;
    const char *en = gx_attribute_find(list, "gaoxin_title_en");
    const char *zh = gx_attribute_find(list, "gaoxin_title_zh");
    const char *run = gx_attribute_find(list, "gaoxin_run");
    return with_options(result,
                        gx_words_in((gx_words){.en = en ? en : "", .zh = zh ? zh : ""},
                                    language, run ? run : gx_path_base(result->path)),
                        arena);
}

/* A part is called after what it is, when there are parts of one result alone. */
const char *gx_chart_result_name(const gx_chart_builder *b, const gx_result *result)
{
    const char *title = title_of(result, b->language, b->arena), *name = title;
    const char *part = gx_words_in(result->part_name, b->language, "");
    bool is_one = result->part != GX_PART_WHOLE;
    for (int32_t i = 0; i < b->result_count; i++) {
        const gx_result *other = &b->result[i];
        bool is_same = other->path == result->path;
        is_one &= is_same;
        if (!is_same && strcmp(title_of(other, b->language, b->arena), title) == 0)
            name = gx_path_base(result->path);
    }
    return is_one   ? part
           : !*part ? name
                    : gx_arena_format(b->arena, "%s: %s", name, part);
}

/* Lines of runs are called after what they are: what all are runs of stands above, with
 * what many of them differ in. */
static const char *runs_of(const gx_chart_builder *b)
{
    const gx_result *first = &b->result[0];
    bool is_one = b->result_count > 1;
    for (int32_t i = 0; i < b->result_count; i++)
        is_one &= b->result[i].part != GX_PART_WHOLE && b->result[i].path == first->path;
    if (!is_one)
        return "";
    const char *varied = gx_words_in(first->varied, b->language, "");
    if (*varied)
        varied = gx_arena_format(b->arena, gx_say(b->language, "varied: %s"), varied);
    return gx_chart_joined(b, title_of(first, b->language, b->arena), varied);
}

/* That a result was made to reach something. Several say it in their titles. */
static const char *requirement_of(const gx_result *result, int32_t result_count,
                                  gx_language language)
{
    const gx_attributes *list = &result->frame->attributes;
    const gx_words said = {.en = gx_attribute_find(list, "gaoxin_requirement_en"),
                           .zh = gx_attribute_find(list, "gaoxin_requirement_zh")};
    return result_count == 1 ? gx_words_in(said, language, "") : "";
}

/* Texts of figures that no figures file gives. */
static const gx_words difference_before = {"Difference from ", "与“"};
static const gx_words difference_after = {", %", "”相差，%"};
static const gx_words runs_words = {"90 % of runs", "90%的运行"};
static const gx_words grid_words = {"all runs of the grid", "网格的全部运行"};

/* ---- parts of a chart ---- */

static gx_err add_band(const gx_chart_builder *b, gx_chart *chart,
                       const gx_result *result)
{
    const gx_figure_band *band = &b->figure->band;
    const gx_name *const name[] = {&band->low, &band->high};
    gx_line edge[2];
    if (!band->low.text)
        return GX_OK;
    for (int32_t i = 0; i < 2; i++) {
        gx_line *line = &edge[i];
        gx_err err = gx_line_of_band(b, line, result, name[i]);
        if (err)
            return err;
        int32_t length = line->length;
        line->length = 0;
        for (int32_t k = 0; k < length; k++) {
            if (line->x[k] < band->from - 1e-9 || line->x[k] > band->to + 1e-9)
                continue;
            line->x[line->length] = line->x[k];
            line->y[line->length++] = line->y[k];
        }
    }
    *GX_ADD(b->arena, &chart->bands) =
        (gx_band){.label = gx_words_in(band->label, b->language, ""),
                  .length = edge[0].length,
                  .x = edge[0].x,
                  .low = edge[0].y,
                  .high = edge[1].y};
    return GX_OK;
}

/* Add the points of a part's panel; with `part` -1 those of the whole figure. */
static void add_points(const gx_chart_builder *b, gx_chart *chart, int32_t part)
{
    for (int32_t p = 0; p < b->figure->points.count; p++) {
        const gx_figure_points *from = &b->figure->points.at[p];
        if (part >= 0 &&
            !gx_chart_same(from->variable.text, b->figure->parts.at[part].variable.text,
                           b->arena))
            continue;
        double *x = GX_ARRAY(b->arena, double, from->at.count);
        double *y = GX_ARRAY(b->arena, double, from->at.count);
        for (int32_t i = 0; i < from->at.count; i++) {
            x[i] = from->at.at[i].year;
            y[i] = from->at.at[i].value;
        }
        *GX_ADD(b->arena, &chart->points) =
            (gx_points){.label = gx_words_in(from->label, b->language, ""),
                        .length = from->at.count,
                        .x = x,
                        .y = y,
                        .hollow = from->hollow};
    }
}

gx_err gx_chart_marks(const gx_chart_builder *b, gx_chart *chart, const gx_result *result)
{
    const gx_figure_target *target = &b->figure->target;
    gx_err err = add_band(b, chart, result);
    add_points(b, chart, -1);
    if (!isnan(target->low))
        *GX_ADD(b->arena, &chart->targets) =
            (gx_target){.label = gx_words_in(target->label, b->language, ""),
                        .x = target->year,
                        .low = target->low,
                        .high = target->high};
    return err;
}

/* The results are what stands for many runs of one, and are not compared. */
static bool is_distribution(const gx_chart_builder *b)
{
    return b->result_count == 3 && b->result[0].part == GX_PART_MEDIAN &&
           b->plot->needs != GX_COMPARED;
}

/* Between the quantiles of a line of many runs; the median is a line in it. */
static void add_runs_band(const gx_chart_builder *b, gx_chart *chart, const gx_line *low,
                          const gx_line *high)
{
    *GX_ADD(b->arena, &chart->bands) =
        (gx_band){.label = gx_words_in(b->result[0].is_grid ? grid_words : runs_words,
                                       b->language, ""),
                  .length = low->length,
                  .x = low->x,
                  .low = low->y,
                  .high = high->y,
                  .is_share = true};
}

static void add_series(const gx_chart_builder *b, gx_chart *chart, const gx_line *l,
                       const char *label)
{
    *GX_ADD(b->arena, &chart->series) =
        (gx_series){.label = label, .length = l->length, .x = l->x, .y = l->y};
}

/* ---- charts ---- */

/* All in one plot. */
static gx_err build_one(const gx_chart_builder *b, gx_chart *chart,
                        const gx_result *result, const gx_lines *taken,
                        int32_t result_count)
{
    bool has_band = is_distribution(b) && taken[0].count == 1;
    if (has_band)
        add_runs_band(b, chart, &taken[1].at[0], &taken[2].at[0]);
    for (int32_t i = 0; i < (has_band ? 1 : result_count); i++) {
        const char *name = gx_chart_result_name(b, &result[i]);
        for (int32_t k = 0; k < taken[i].count; k++) {
            const gx_line *l = &taken[i].at[k];
            const char *label = taken[i].count == 1 ? name : l->label;
            if (taken[i].count > 1 && result_count > 1)
                label = gx_arena_format(b->arena, "%s, %s", l->label, name);
            if (l->x)
                add_series(b, chart, l, label);
        }
    }
    return gx_chart_marks(b, chart, &result[0]);
}

/* A panel says its unit where the figure says none that is of all. */
static const char *panel_title(const gx_chart_builder *b, const gx_lines *taken,
                               int32_t k)
{
    const gx_line *line = &taken[0].at[k];
    const gx_lines one = {.at = &taken[0].at[k], .count = 1};
    const gx_words *said = &b->figure->subtitle;
    const char *units = gx_lines_units(b, &one);
    bool is_told = said->en || said->zh || *gx_lines_units(b, &taken[0]);
    return is_told || !*units ? line->label
                              : gx_arena_format(b->arena, "%s, %s", line->label, units);
}

/* A panel for each variable or element. */
static gx_err build_parts(const gx_chart_builder *b, gx_chart *chart,
                          const gx_result *result, const gx_lines *taken,
                          int32_t result_count)
{
    const gx_figure *f = b->figure;
    if (f->band.low.text || !isnan(f->target.low))
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, f->kind.loc,
                        "a figure '%s' has no band and no target", b->plot->name);
    for (int32_t p = 0; p < f->points.count; p++)
        if (!f->points.at[p].variable.text)
            return gx_error(b->ds, GX_CODE_KEY, f->kind.loc,
                            "points of a figure '%s' need 'variable'", b->plot->name);
    for (int32_t k = 0; k < taken[0].count; k++) {
        gx_chart *panel = GX_ADD(b->arena, &chart->panels);
        panel->title = panel_title(b, taken, k);
        for (int32_t i = 0; i < result_count; i++)
            add_series(b, panel, &taken[i].at[k], gx_chart_result_name(b, &result[i]));
        add_points(b, panel, taken[0].at[k].part);
    }
    return GX_OK;
}

/* A panel for each result. */
static gx_err build_results(const gx_chart_builder *b, gx_chart *chart,
                            const gx_result *result, const gx_lines *taken,
                            int32_t result_count)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < result_count; i++)
        if (result[i].part > GX_PART_RUN)
            return gx_error(b->ds, GX_CODE_USAGE, GX_NOWHERE,
                            "a figure '%s' shows runs, not quantiles of them: '--run N' "
                            "takes one of '%s'",
                            b->plot->name, result[i].path);
    for (int32_t i = 0; !err && i < result_count; i++) {
        gx_chart *panel = result_count > 1 ? GX_ADD(b->arena, &chart->panels) : chart;
        if (result_count > 1)
            panel->title = gx_chart_result_name(b, &result[i]);
        for (int32_t k = 0; k < taken[i].count; k++)
            add_series(b, panel, &taken[i].at[k], taken[i].at[k].label);
        err = gx_chart_marks(b, panel, &result[i]);
    }
    return err;
}

/* The value in a year, or NaN. */
static double value_in(const gx_line *l, double year)
{
    for (int32_t i = 0; i < l->length; i++)
        if (fabs(l->x[i] - year) < 1e-6)
            return l->y[i];
    return (double)NAN;
}

/* How far a line is from that of the first result, in per cent; absent where that one is.
 */
static gx_line difference_of(const gx_chart_builder *b, const gx_line *of,
                             const gx_line *first)
{
    gx_line difference = *of;
    difference.y = GX_ARRAY(b->arena, double, of->length + 1);
    for (int32_t t = 0; first->x && t < of->length; t++) {
        double base = value_in(first, of->x[t]);
        difference.y[t] =
            base != 0.0 ? 100.0 * (of->y[t] - base) / fabs(base) : (double)NAN;
    }
    if (!first->x) {
        difference.length = 0;
        difference.x = difference.y = NULL;
    }
    return difference;
}

/* The lines, and beside them how far they are from those of the first result. */
static gx_err build_comparison(const gx_chart_builder *b, gx_chart *chart,
                               const gx_result *result, const gx_lines *taken,
                               int32_t result_count)
{
    if (result_count < 2)
        return gx_error(b->ds, GX_CODE_USAGE, GX_NOWHERE,
                        "the figure '%s' compares results: name two or more",
                        b->figure->name.text);
    gx_chart *level = GX_ADD(b->arena, &chart->panels);
    gx_err err = build_one(b, level, result, taken, result_count);
    gx_chart difference = {
        .title = gx_arena_format(b->arena, "%s%s%s",
                                 gx_words_in(difference_before, b->language, ""),
                                 gx_chart_result_name(b, &result[0]),
                                 gx_words_in(difference_after, b->language, ""))};
    level->title = taken[0].count == 1 ? taken[0].at[0].label : "";
    for (int32_t i = 0, s = 0; i < result_count; i++)
        for (int32_t k = 0; k < taken[i].count; k++)
            if (taken[i].at[k].x) {
                gx_line other = difference_of(b, &taken[i].at[k], &taken[0].at[k]);
                add_series(b, &difference, &other, level->series.at[s++].label);
            }
    *GX_ADD(b->arena, &chart->panels) = difference;
    chart->own_scales = true;
    return err;
}

static gx_err build_body(const gx_chart_builder *b, gx_chart *chart,
                         const gx_result *result, const gx_lines *taken,
                         int32_t result_count)
{
    if (b->plot->needs == GX_COMPARED)
        return build_comparison(b, chart, result, taken, result_count);
    if (b->plot->parts == GX_SPREAD_PANELS)
        return build_parts(b, chart, result, taken, result_count);
    if (b->plot->results == GX_SPREAD_PANELS)
        return build_results(b, chart, result, taken, result_count);
    return build_one(b, chart, result, taken, result_count);
}

/* The years shown: the figure's, else all there are; the same in every panel. */
static void set_years(const gx_chart_builder *b, gx_chart *chart, const gx_lines *taken,
                      int32_t result_count)
{
    chart->x.from = b->figure->from;
    chart->x.to = b->figure->to;
    for (int32_t i = 0; i < result_count; i++)
        for (int32_t k = 0; k < taken[i].count; k++) {
            const gx_line *l = &taken[i].at[k];
            if (!l->length)
                continue;
            if (isnan(b->figure->from))
                chart->x.from = fmin(chart->x.from, l->x[0]); /* passes over NaN */
            if (isnan(b->figure->to))
                chart->x.to = fmax(chart->x.to, l->x[l->length - 1]);
        }
    if (chart->x.from == chart->x.to) { /* one saved time: in the middle */
        chart->x.from -= 0.5;
        chart->x.to += 0.5;
    }
    for (int32_t i = 0; i < chart->panels.count; i++) {
        chart->panels.at[i].x.from = chart->x.from;
        chart->panels.at[i].x.to = chart->x.to;
        chart->panels.at[i].rule = chart->rule;
    }
}

gx_err gx_chart_build(gx_chart *chart, const gx_plot *plot, const gx_figure *figure,
                      const gx_result *result, int32_t result_count, gx_language language,
                      gx_arena *arena, gx_diags *ds)
{
    const gx_chart_builder b = {plot, figure, result, result_count, language, arena, ds};
    gx_lines all = {0}, *taken = GX_ARRAY(arena, gx_lines, result_count);
    *chart = (gx_chart){.title = gx_words_in(figure->title, language, figure->name.text),
                        .subtitle = gx_words_in(figure->subtitle, language, ""),
                        .source = gx_words_in(figure->source, language, ""),
                        .rule = {.highest = figure->rule.highest,
                                 .free_at = figure->rule.free_at,
                                 .free = gx_words_in(figure->rule.free, language, "")}};
    gx_err err = GX_OK;
    chart->subtitle = gx_chart_joined(&b, chart->subtitle,
                                      requirement_of(result, result_count, language));
    chart->subtitle = gx_chart_joined(&b, runs_of(&b), chart->subtitle);
    if (plot->statistic)
        return gx_chart_of_study(&b, chart);
    if (plot->needs == GX_NAMED)
        return gx_chart_of_names(&b, chart);
    err = gx_lines_read(&b, &all, taken);
    if (!err && !figure->subtitle.en && !figure->subtitle.zh && plot->needs != GX_ALIGNED)
        chart->subtitle = gx_chart_joined(&b, chart->subtitle, gx_lines_units(&b, &all));
    if (!err) {
        chart->subtitle = gx_chart_joined(&b, chart->subtitle, gx_lines_time(&b));
        if (plot->parts != GX_SPREAD_PANELS) /* else each has an own panel */
            gx_lines_warn_units(&b, &all);
        err = build_body(&b, chart, result, taken, result_count);
    }
    if (err)
        return err;
    set_years(&b, chart, taken, result_count);
    gx_chart_fold(&b, chart);
    return GX_OK;
}
