/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a calibration: the fitted run among its data, and how the misfit rises along
 * each parameter. Both are small plots, which no figures file has to define. */
#include "cli/fit_report.h"
#include "show/show.h"

#include <math.h>
#include <string.h>

static const gx_words fitted_words = {"fitted", "拟合"};
static const gx_words data_words = {"data", "数据"};
static const gx_words light_words = {"data of little weight", "权重小的数据"};
static const gx_words rise_words = {"rise of the misfit", "失配上升"};
static const gx_words limit_words = {"95 %", "95%"};
static const gx_words profile_title = {"What is known of each parameter",
                                       "对各参数所知多少"};
static const gx_words profile_subtitle = {
    "Rise of the sum of squares, the other parameters fitted again; below the line: 95 %",
    "平方和的上升，其余参数重新拟合；线以下：95%"};
static const gx_words unit_words = {", ", "，"};
static const gx_words fit_title = {"The fit among its data", "拟合与数据"};

/* Below that a number is drawn hollow, as constructions are. */
#define LITTLE 0.5

typedef struct drawing {
    const gx_experiment *x;
    gx_fit_report *r;
    const gx_fit_figures *asked;
    gx_language language;
    gx_diags *ds;
} drawing;

static const char *say(const drawing *d, gx_words words)
{
    return gx_words_in(words, d->language, "");
}

/* `name, unit` of a cell; a pure number has none. */
static const char *called(const drawing *d, const char *name, int32_t cell)
{
    gx_arena *arena = d->r->arena;
    int32_t variable = d->x->flat->cells.at[cell].variable;
    const char *units =
        gx_units_drawn(d->x->labels, name, d->x->model->variables.at[variable].units,
                       d->language, arena);
    bool has_unit = *units && strcmp(units, "Dmnl") != 0 && strcmp(units, "1") != 0;
    return gx_arena_format(arena, "%s%s%s",
                           gx_called_whole(d->x->labels, name, d->language, arena),
                           has_unit ? say(d, unit_words) : "", has_unit ? units : "");
}

static gx_err draw(const drawing *d, const gx_chart *chart, const char *what)
{
    const gx_image *images[] = {gx_image_find("png"), gx_image_find("svg")};
    gx_arena *arena = d->r->arena;
    const gx_figure_files files = {
        .folder = d->asked->folder,
        .name = gx_arena_format(arena, "%s-%s-%s", d->r->name, what,
                                d->language == GX_LANG_ZH ? "zh" : "en"),
        .images = images,
        .image_count = 2,
        .gnuplot = "gnuplot"};
    gx_err err = gx_figure_draw(gx_plot_find("small-multiples"), chart, &files, d->ds);
    for (int32_t i = 0; i < 2 && !err; i++)
        *GX_ADD(arena, &d->r->drawn) =
            gx_arena_format(arena, "%s/%s.%s", files.folder, files.name, images[i]->name);
    return err;
}

/* ---- the fit ---- */

static void add_points(const drawing *d, gx_chart *panel, int32_t series, bool is_light)
{
    const gx_calibrator *of = d->r->calibrator;
    double *x = GX_ARRAY(d->r->arena, double, of->data.count);
    double *y = GX_ARRAY(d->r->arena, double, of->data.count);
    int32_t count = 0;
    for (int32_t i = 0; i < of->data.count; i++) {
        const gx_datum *datum = &of->data.at[i];
        if (datum->series != series || (datum->weight < LITTLE) != is_light)
            continue;
        x[count] = datum->time - of->asked->year_offset;
        y[count++] = datum->value;
    }
    if (count)
        *GX_ADD(d->r->arena, &panel->points) =
            (gx_points){.label = say(d, is_light ? light_words : data_words),
                        .length = count,
                        .x = x,
                        .y = y,
                        .hollow = is_light};
}

/* The fitted run up to the last of the data. */
static void add_run(const drawing *d, gx_chart *panel, const gx_ticks *ticks,
                    int32_t series, double last)
{
    double *x = GX_ARRAY(d->r->arena, double, ticks->time_count);
    double *y = GX_ARRAY(d->r->arena, double, ticks->time_count);
    int32_t count = 0;
    for (int32_t t = 0; t < ticks->time_count; t++)
        if (ticks->time[t] <= last + GX_SAME_TIME) {
            x[count] = ticks->time[t] - d->r->calibrator->asked->year_offset;
            y[count++] = gx_ticks_value(ticks, t, series, 0);
        }
    *GX_ADD(d->r->arena, &panel->series) =
        (gx_series){.label = say(d, fitted_words), .length = count, .x = x, .y = y};
}

static gx_err run_fitted(const drawing *d, gx_ticks **ticks)
{
    const gx_calibrator *of = d->r->calibrator;
    int32_t n = of->problem.parameters;
    const double **value = GX_ARRAY(d->r->arena, const double *, n);
    for (int32_t i = 0; i < n; i++)
        value[i] = &d->r->fit.value[i];
    const gx_case c = gx_experiment_case(d->x);
    const gx_lanes lanes = {1, n, of->cell, value};
    return gx_case_run(ticks, &c, &lanes, of->series_cell, of->asked->observed.count,
                       NULL, d->ds);
}

static gx_err draw_fit(const drawing *d)
{
    const gx_calibrator *of = d->r->calibrator;
    double first = (double)INFINITY, last = -(double)INFINITY;
    gx_ticks *ticks = NULL;
    gx_err err = run_fitted(d, &ticks);
    if (err)
        return err;
    for (int32_t i = 0; i < of->data.count; i++) {
        first = fmin(first, of->data.at[i].time);
        last = fmax(last, of->data.at[i].time);
    }
    double offset = of->asked->year_offset, begin = fmin(first, ticks->time[0]);
    const char *title = gx_words_in(of->asked->title, d->language, NULL);
    gx_chart chart = {.title = title ? title : say(d, fit_title),
                      .subtitle = title ? say(d, fit_title) : "",
                      .source = "",
                      .own_scales = true};
    chart.x.from = fmax(begin - offset, first - offset - (last - first));
    chart.x.to = last - offset;
    for (int32_t s = 0; s < of->asked->observed.count && s < GX_MOST_PANELS; s++) {
        gx_chart *panel = GX_ADD(d->r->arena, &chart.panels);
        *panel = (gx_chart){.title = called(d, of->series_name[s], of->series_cell[s]),
                            .x = chart.x};
        add_run(d, panel, ticks, s, last);
        add_points(d, panel, s, false);
        add_points(d, panel, s, true);
    }
    err = draw(d, &chart, "fit");
    gx_ticks_free(ticks);
    return err;
}

/* ---- profiles ---- */

static gx_err draw_profiles(const drawing *d)
{
    const gx_problem *p = &d->r->calibrator->problem;
    gx_chart chart = {.title = say(d, profile_title),
                      .subtitle = say(d, profile_subtitle),
                      .source = ""};
    for (int32_t i = 0; i < p->parameters && i < GX_MOST_PANELS; i++) {
        const gx_curve *curve = &d->r->curve[i];
        gx_chart *panel = GX_ADD(d->r->arena, &chart.panels);
        double *ends = GX_ARRAY(d->r->arena, double, 2);
        double *limit = GX_ARRAY(d->r->arena, double, 2);
        ends[0] = curve->value[0];
        ends[1] = curve->value[GX_CURVE_POINTS - 1];
        limit[0] = limit[1] = d->r->spectrum.rise;
        *panel = (gx_chart){
            .title = called(d, d->r->calibrator->name[i], d->r->calibrator->cell[i]),
            .x = {.from = ends[0], .to = ends[1], .scale = GX_SCALE_NUMBERS}};
        *GX_ADD(d->r->arena, &panel->series) = (gx_series){.label = say(d, rise_words),
                                                           .length = GX_CURVE_POINTS,
                                                           .x = curve->value,
                                                           .y = curve->rise};
        *GX_ADD(d->r->arena, &panel->series) =
            (gx_series){.label = say(d, limit_words), .length = 2, .x = ends, .y = limit};
    }
    chart.x = chart.panels.at[0].x;
    return draw(d, &chart, "profile");
}

gx_err gx_fit_draw(gx_fit_report *r, const gx_experiment *x, const gx_fit_figures *asked,
                   gx_diags *ds)
{
    drawing d = {.x = x, .r = r, .asked = asked, .ds = ds};
    gx_err err = gx_language_find(&d.language, asked->language, ds);
    if (!err)
        err = draw_fit(&d);
    if (!err && r->curve)
        err = draw_profiles(&d);
    return err;
}
