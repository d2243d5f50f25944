/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a calibration: what was found, what the data knew, what is left. */
#include "cli/fit_report.h"
#include "cli/titles.h"
#include "stats/goodness.h"

#include <math.h>
#include <string.h>

enum { MOST_CORRELATED = 12 }; /* parameters that a matrix is printed for */

static const char *number(const gx_fit_report *r, double value)
{
    return isfinite(value) ? gx_arena_format(r->arena, "%.5g", value) : "";
}

/* ---- what it was, in words ---- */

static void print_head(const gx_fit_report *r, gx_buf *out)
{
    const gx_problem *p = &r->calibrator->problem;
    double data = 0.0;
    for (int32_t i = 0; i < p->data; i++)
        data += r->fit.residual[i] * r->fit.residual[i];
    int32_t priors = gx_problem_residuals(p) - p->data;
    gx_buf_print(out, gx_say(r->language, "%s: %d parameters, %d data, %d priors\n"),
                 r->name, p->parameters, p->data, priors);
    gx_buf_print(out, gx_say(r->language, "  sum of squares %.5g"), r->fit.cost);
    if (priors)
        gx_buf_print(out, gx_say(r->language, " (%.5g of data, %.5g of priors)"), data,
                     r->fit.cost - data);
    if (!r->calibrator->has_errors)
        gx_buf_print(
            out,
            gx_say(r->language,
                   "; errors not given, their deviation from the residuals: %.5g"),
            r->spectrum.scale);
    if (r->search.evolved)
        gx_buf_print(out, gx_say(r->language, "\n  %d points evolved for %d generations"),
                     r->search.drawn, r->search.evolved);
    gx_buf_print(out,
                 gx_say(r->language,
                        "\n  %d of %d descents ended there; %d points, %d failed; %s\n"),
                 r->search.same, r->search.starts, (int)r->search.asked.points,
                 (int)r->search.asked.failed, gx_say(r->language, r->fit.ended));
    const char *why = gx_probe_failure(r->calibrator->probe);
    if (why && r->search.asked.failed)
        gx_say_phrase(r->language,
                      gx_phrase(r->arena, "  the first run that failed: %-s\n", why),
                      out);
    if (!r->fit.has_converged)
        gx_buf_print(out, gx_say(r->language, "  NOT CONVERGED: %s\n"),
                     gx_say(r->language, r->fit.ended));
}

/* ---- tables ---- */

static const char *informed_by(const gx_fit_report *r, int32_t i)
{
    const gx_known *k = &r->spectrum.known[i];
    if (!isfinite(k->score))
        return gx_say(r->language, "nothing");
    if (!r->calibrator->problem.coordinate[i].prior)
        return gx_say(r->language, "data");
    return gx_arena_format(
        r->arena, "%s (%.0f %%)",
        k->informed >= 0.5 ? gx_say(r->language, "data") : gx_say(r->language, "prior"),
        100.0 * (k->informed >= 0.5 ? k->informed : 1.0 - k->informed));
}

static void print_parameters(const gx_fit_report *r, gx_buf *out)
{
    static const gx_table_column columns[] = {
        {"parameter", false}, {"unit", false},        {"before", true},
        {"value", true},      {"error", true},        {"95 % from", true},
        {"to", true},         {"informed by", false}, {"", false}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const gx_problem *p = &r->calibrator->problem;
    const char **cell = GX_ARRAY(r->arena, const char *, p->parameters *COLUMNS);
    for (int32_t i = 0; i < p->parameters; i++) {
        const gx_known *k = &r->spectrum.known[i];
        const gx_coordinate *c = &p->coordinate[i];
        double z = r->fit.z[i];
        double limit = gx_coordinate_limit(c), wide = 1.96 * k->score;
        double low = gx_coordinate_value(c, fmax(-limit, z - wide));
        double high = gx_coordinate_value(c, fmin(limit, z + wide));
        if (k->is_bound) /* nothing is as straight as at other places */
            low = high = (double)NAN;
        if (r->profile) {
            low = r->profile[i].low;
            high = r->profile[i].high;
        }
        double before = gx_coordinate_value(c, r->calibrator->start[i]);
        const char *row[] = {r->calibrator->name[i],
                             r->calibrator->units[i],
                             number(r, before),
                             number(r, r->fit.value[i]),
                             number(r, k->is_bound ? (double)NAN : k->error),
                             number(r, low),
                             number(r, high),
                             informed_by(r, i),
                             k->is_bound ? gx_say(r->language, "at its bound") : ""};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, COLUMNS, cell, p->parameters, out);
}

static void print_correlation(const gx_fit_report *r, gx_buf *out)
{
    int32_t n = r->calibrator->problem.parameters;
    gx_table_column columns[MOST_CORRELATED + 1] = {{GX_TEXT("correlation"), false}};
    if (n < 2 || n > MOST_CORRELATED)
        return;
    const char **cell = GX_ARRAY(r->arena, const char *, n *(n + 1));
    for (int32_t i = 0; i < n; i++) {
        columns[i + 1] = (gx_table_column){gx_arena_format(r->arena, "%d", i + 1), true};
        cell[i * (n + 1)] =
            gx_arena_format(r->arena, "%d %s", i + 1, r->calibrator->name[i]);
        for (int32_t j = 0; j < n; j++)
            cell[i * (n + 1) + j + 1] =
                j <= i ? gx_arena_format(r->arena, "%.2f",
                                         r->spectrum.correlation[i * n + j])
                       : "";
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, n + 1, cell, n, out);
}

/* The parts of a direction that matter, the largest first in size. */
static const char *direction(const gx_fit_report *r, int32_t i)
{
    int32_t n = r->calibrator->problem.parameters;
    const double *v = &r->spectrum.direction[(size_t)i * (size_t)n];
    const char *text = "";
    for (int32_t j = 0; j < n; j++)
        if (fabs(v[j]) >= 0.3)
            text = gx_arena_format(r->arena, "%s%s%+.2f %s", text, *text ? ", " : "",
                                   v[j], r->calibrator->name[j]);
    return text;
}

static void print_singular(const gx_fit_report *r, gx_buf *out)
{
    static const gx_table_column columns[] = {
        {"singular value", true}, {"informed by", false}, {"direction", false}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    int32_t n = r->calibrator->problem.parameters;
    const char **cell = GX_ARRAY(r->arena, const char *, n *COLUMNS);
    for (int32_t i = 0; i < n; i++) {
        double s = r->spectrum.singular[i];
        bool is_nothing = s < 1e-10 * r->spectrum.singular[0];
        const char *row[] = {number(r, s),
                             is_nothing || s < 1.0 ? gx_say(r->language, "prior")
                                                   : gx_say(r->language, "data"),
                             direction(r, i)};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, COLUMNS, cell, n, out);
}

/* ---- residuals ---- */

static void print_data(const gx_fit_report *r, gx_buf *out)
{
    static const gx_table_column columns[] = {{"data", false},      {"Time", true},
                                              {"actual", true},     {"simulated", true},
                                              {"deviations", true}, {"weight", true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const gx_calibrator *of = r->calibrator;
    const char **cell = GX_ARRAY(r->arena, const char *, of->data.count *COLUMNS);
    for (int32_t i = 0; i < of->data.count; i++) {
        const gx_datum *d = &of->data.at[i];
        const char *row[] = {of->series_name[d->series],
                             number(r, d->time),
                             number(r, d->value),
                             number(r, r->simulated[i]),
                             gx_arena_format(r->arena, "%.2f", r->fit.residual[i]),
                             number(r, d->weight)};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, COLUMNS, cell, of->data.count, out);
}

/* The pair of one series. */
static gx_pair pair_of(const gx_fit_report *r, int32_t series)
{
    const gx_calibrator *of = r->calibrator;
    double *simulated = GX_ARRAY(r->arena, double, of->data.count);
    double *actual = GX_ARRAY(r->arena, double, of->data.count);
    gx_pair pair = {simulated, actual, 0};
    for (int32_t i = 0; i < of->data.count; i++)
        if (of->data.at[i].series == series) {
            simulated[pair.count] = r->simulated[i];
            actual[pair.count++] = of->data.at[i].value;
        }
    return pair;
}

/* A measure of one series; one of the pattern wants evenly spaced points. */
static double measure(const gx_fit_report *r, const gx_goodness *g, int32_t series)
{
    const gx_calibrator *of = r->calibrator;
    gx_pair pair = pair_of(r, series);
    double first = 0.0, step = 0.0, last = 0.0;
    int32_t count = 0;
    bool is_even = true;
    for (int32_t i = 0; i < of->data.count; i++) {
        if (of->data.at[i].series != series)
            continue;
        double time = of->data.at[i].time;
        first = count ? first : time;
        step = count == 1 ? time - first : step;
        is_even &= count < 2 || fabs(time - last - step) < GX_SAME_TIME;
        last = time;
        count++;
    }
    return g->is_pattern && !is_even ? (double)NAN : gx_goodness_of(g, &pair, r->arena);
}

static void print_goodness(const gx_fit_report *r, bool is_pattern, gx_buf *out)
{
    enum { MOST_COLUMNS = 16 };
    gx_table_column columns[MOST_COLUMNS] = {
        {is_pattern ? GX_TEXT("pattern") : GX_TEXT("fit"), false},
        {GX_TEXT("points"), true}};
    int32_t rows[MOST_COLUMNS], count = 2, series = r->calibrator->asked->observed.count;
    bool has_any = false;
    for (int32_t g = 0; g < gx_goodness_count && count < MOST_COLUMNS; g++)
        if (gx_goodnesses[g].is_pattern == is_pattern) {
            rows[count] = g;
            columns[count++] = (gx_table_column){gx_goodnesses[g].name, true};
        }
    const char **cell = GX_ARRAY(r->arena, const char *, series *count);
    for (int32_t s = 0; s < series; s++) {
        gx_pair pair = pair_of(r, s);
        cell[s * count] = r->calibrator->series_name[s];
        cell[s * count + 1] = gx_arena_format(r->arena, "%d", pair.count);
        for (int32_t c = 2; c < count; c++) {
            double value = measure(r, &gx_goodnesses[rows[c]], s);
            cell[s * count + c] =
                isfinite(value) ? gx_arena_format(r->arena, "%.4g", value) : "";
            has_any |= isfinite(value);
        }
    }
    if (!has_any)
        return;
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, count, cell, series, out);
}

void gx_fit_print(const gx_fit_report *r, gx_buf *out)
{
    print_head(r, out);
    print_parameters(r, out);
    print_correlation(r, out);
    print_singular(r, out);
    print_data(r, out);
    print_goodness(r, false, out);
    print_goodness(r, true, out);
}

/* ---- JSON ---- */

static void numbers(gx_json *json, const char *name, const double *value, int32_t count)
{
    gx_json_open(json, name, '[');
    for (int32_t i = 0; i < count; i++)
        gx_json_number(json, NULL, value[i]);
    gx_json_close(json, ']');
}

static void json_parameters(const gx_fit_report *r, gx_json *json)
{
    const gx_problem *p = &r->calibrator->problem;
    int32_t n = p->parameters;
    gx_json_open(json, "parameters", '[');
    for (int32_t i = 0; i < n; i++) {
        const gx_known *k = &r->spectrum.known[i];
        double before = gx_coordinate_value(&p->coordinate[i], r->calibrator->start[i]);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "constant", r->calibrator->name[i]);
        gx_json_text(json, "units", r->calibrator->units[i]);
        gx_json_number(json, "before", before);
        gx_json_number(json, "value", r->fit.value[i]);
        gx_json_number(json, "standard_error", k->error);
        gx_json_number(json, "informed_by_data", k->informed);
        if (r->profile) {
            gx_json_number(json, "profile_low", r->profile[i].low);
            gx_json_number(json, "profile_high", r->profile[i].high);
        }
        numbers(json, "correlation", &r->spectrum.correlation[(size_t)i * (size_t)n], n);
        gx_json_bool(json, "at_bound", k->is_bound);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

static void json_series(const gx_fit_report *r, gx_json *json)
{
    gx_json_open(json, "series", '[');
    for (int32_t s = 0; s < r->calibrator->asked->observed.count; s++) {
        gx_pair pair = pair_of(r, s);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable", r->calibrator->series_name[s]);
        gx_json_text(json, "units", r->calibrator->series_units[s]);
        numbers(json, "actual", pair.actual, pair.count);
        numbers(json, "simulated", pair.simulated, pair.count);
        for (int32_t g = 0; g < gx_goodness_count; g++)
            gx_json_number(json, gx_goodnesses[g].name, measure(r, &gx_goodnesses[g], s));
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

void gx_fit_print_json(const gx_fit_report *r, gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "calibrate");
    gx_json_text(&json, "calibration", r->name);
    gx_json_number(&json, "sum_of_squares", r->fit.cost);
    gx_json_number(&json, "scale", r->spectrum.scale);
    gx_json_number(&json, "points", (double)r->search.asked.points);
    gx_json_number(&json, "failed", (double)r->search.asked.failed);
    gx_json_bool(&json, "converged", r->fit.has_converged);
    numbers(&json, "singular_values", r->spectrum.singular,
            r->calibrator->problem.parameters);
    json_parameters(r, &json);
    json_series(r, &json);
    gx_json_end(&json);
}
