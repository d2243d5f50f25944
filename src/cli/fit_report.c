/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a calibration: what was found, what the data knew, what is left. */
#include "cli/fit_report.h"
#include "cli/titles.h"

#include <math.h>
#include <string.h>

enum { MOST_CORRELATED = 12 }; /* parameters that a matrix is printed for */

#define RARE 1e-3 /* a misfit less probable is said */

static const char *number(const gx_fit_report *r, double value)
{
    return isfinite(value) ? gx_arena_format(r->arena, "%.5g", value) : "";
}

static const char *called(const gx_fit_report *r, const char *name)
{
    return gx_called_typed(r->labels, name, r->language, r->arena);
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
                   "; errors not given, their deviation from the residuals: %.5g "
                   "(degrees of freedom: %.0f)"),
            r->spectrum.scale, r->spectrum.freedom);
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
    if (r->spectrum.chance < RARE)
        gx_buf_print(
            out,
            gx_say(r->language,
                   "  MISFIT: with a right model the probability of data this far off is "
                   "%.1g: the model is wrong\n"
                   "  or errors of data are too small; those of parameters are "
                   "too small in any case\n"),
            r->spectrum.chance);
    if (!r->fit.has_converged)
        gx_buf_print(out, gx_say(r->language, "  NOT CONVERGED: %s\n"),
                     gx_say(r->language, r->fit.ended));
}

/* ---- tables ---- */

bool gx_fit_is_told(const gx_fit_report *r, int32_t i)
{
    const gx_known *k = &r->spectrum.known[i];
    const gx_coordinate *c = &r->calibrator->problem.coordinate[i];
    double wide = r->spectrum.wide * k->score;
    return c->prior || k->is_held ||
           (isfinite(k->score) && wide < gx_coordinate_limit(c) + fabs(r->fit.z[i]));
}

static const char *informed_by(const gx_fit_report *r, int32_t i)
{
    const gx_known *k = &r->spectrum.known[i];
    if (!gx_fit_is_told(r, i))
        return gx_say(r->language, "neither");
    if (!r->calibrator->problem.coordinate[i].prior)
        return gx_say(r->language, "data");
    return gx_arena_format(
        r->arena, "%s (%.0f %%)",
        k->informed >= 0.5 ? gx_say(r->language, "data") : gx_say(r->language, "prior"),
        100.0 * (k->informed >= 0.5 ? k->informed : 1.0 - k->informed));
}

void gx_fit_interval(double *low, double *high, const gx_fit_report *r, int32_t i)
{
    const gx_known *k = &r->spectrum.known[i];
    const gx_coordinate *c = &r->calibrator->problem.coordinate[i];
    double z = r->fit.z[i], limit = gx_coordinate_limit(c),
           wide = r->spectrum.wide * k->score;
    *low = gx_coordinate_value(c, fmax(-limit, z - wide));
    *high = gx_coordinate_value(c, fmin(limit, z + wide));
    if (k->is_bound)
        *low = *high = (double)NAN;
}

/* Those of which only the descent says what they are. */
static void print_untold(const gx_fit_report *r, gx_buf *out)
{
    const char *names = "";
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++)
        if (!gx_fit_is_told(r, i))
            names = gx_arena_format(r->arena, "%s%s%s", names, *names ? ", " : "",
                                    called(r, r->calibrator->name[i]));
    if (*names)
        gx_buf_print(out,
                     gx_say(r->language,
                            "  NOT DETERMINED by the data: %s; such a value is "
                            "where a descent ended, others do as well\n"),
                     names);
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
        double low, high;
        gx_fit_interval(&low, &high, r, i);
        if (r->profile) {
            low = r->profile[i].low;
            high = r->profile[i].high;
        }
        const char *name = r->calibrator->name[i];
        const char *row[] = {
            called(r, name),
            gx_units_typed(r->labels, name, r->calibrator->units[i], r->language,
                           r->arena),
            number(r, r->calibrator->before[i]),
            number(r, r->fit.value[i]),
            number(r, k->is_bound || !gx_fit_is_told(r, i) ? (double)NAN : k->error),
            number(r, low),
            number(r, high),
            informed_by(r, i),
            k->is_bound ? gx_say(r->language, "at its bound") : ""};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, COLUMNS, cell, p->parameters, out);
    print_untold(r, out);
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
            gx_arena_format(r->arena, "%d %s", i + 1, called(r, r->calibrator->name[i]));
        for (int32_t j = 0; j < n; j++)
            cell[i * (n + 1) + j + 1] =
                j <= i ? gx_arena_format(r->arena, "%.2f",
                                         r->spectrum.correlation[i * n + j])
                       : "";
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, n + 1, cell, n, out);
}

/* What told of a direction: below 1 it is priors, where most of it has them. */
static const char *told_by(const gx_fit_report *r, int32_t i)
{
    const gx_problem *p = &r->calibrator->problem;
    const double *v = &r->spectrum.direction[(size_t)i * (size_t)p->parameters];
    double s = r->spectrum.singular[i], of_priors = 0.0, of_held = 0.0;
    bool is_nothing = s <= 1e-10 * r->spectrum.singular[0];
    for (int32_t j = 0; j < p->parameters; j++) {
        of_priors += p->coordinate[j].prior ? v[j] * v[j] : 0.0;
        of_held += r->spectrum.known[j].is_held ? v[j] * v[j] : 0.0;
    }
    if (is_nothing && of_held >= 0.5)
        return gx_say(r->language, "at its bound");
    if (of_priors >= 0.5 && (is_nothing || s < 1.0))
        return gx_say(r->language, "prior");
    return is_nothing ? gx_say(r->language, "neither") : gx_say(r->language, "data");
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
                                   v[j], called(r, r->calibrator->name[j]));
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
        const char *row[] = {number(r, r->spectrum.singular[i]), told_by(r, i),
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
        const char *row[] = {called(r, of->series_name[d->series]),
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

gx_fit_series gx_fit_series_of(const gx_fit_report *r, int32_t series)
{
    enum { TIME, DEVIATION, WEIGHT, SIMULATED, ACTUAL, COLUMNS };
    const gx_calibrator *of = r->calibrator;
    double *column[COLUMNS];
    int32_t count = 0;
    for (int32_t c = 0; c < COLUMNS; c++)
        column[c] = GX_ARRAY(r->arena, double, of->data.count);
    for (int32_t i = 0; i < of->data.count; i++) {
        const gx_datum *d = &of->data.at[i];
        if (d->series != series)
            continue;
        column[TIME][count] = d->time;
        column[DEVIATION][count] = r->fit.residual[i];
        column[WEIGHT][count] = d->weight;
        column[SIMULATED][count] = r->simulated[i];
        column[ACTUAL][count++] = d->value;
    }
    return (gx_fit_series){.time = column[TIME],
                           .deviation = column[DEVIATION],
                           .weight = column[WEIGHT],
                           .pair = {column[SIMULATED], column[ACTUAL], count}};
}

/* One of the pattern wants evenly spaced points. */
double gx_fit_measure(const gx_fit_report *r, const gx_fit_series *series,
                      const gx_goodness *g)
{
    bool is_even = true;
    const double *time = series->time;
    for (int32_t i = 2; i < series->pair.count; i++)
        is_even &= fabs(time[i] - 2.0 * time[i - 1] + time[i - 2]) < GX_SAME_TIME;
    return g->is_pattern && !is_even ? (double)NAN
                                     : gx_goodness_of(g, &series->pair, r->arena);
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
        const gx_fit_series one = gx_fit_series_of(r, s);
        cell[s * count] = called(r, r->calibrator->series_name[s]);
        cell[s * count + 1] = gx_arena_format(r->arena, "%d", one.pair.count);
        for (int32_t c = 2; c < count; c++) {
            double value = gx_fit_measure(r, &one, &gx_goodnesses[rows[c]]);
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

/* ---- the posterior ---- */

static void print_forecast(const gx_fit_report *r, gx_buf *out)
{
    const gx_fit_forecast *f = &r->posterior->forecast;
    if (!f->variable)
        return;
    gx_buf_print(
        out, gx_say(r->language, "  %s %g: median %.5g, 5 to 95 %% %.5g to %.5g"),
        called(r, f->variable), f->year, f->value.median, f->value.low, f->value.high);
    for (int32_t i = 0; i < f->targets.count; i++)
        gx_buf_print(out, gx_say(r->language, "; P(at least %g) %.3f"),
                     f->targets.at[i].target, f->targets.at[i].probability);
    gx_buf_print(out, gx_say(r->language, " (%d draws; of what is fitted only)\n"),
                 f->draws);
    if (f->failed)
        gx_buf_print(out, gx_say(r->language, "  %d of these draws have no value\n"),
                     f->failed);
}

static void print_posterior(const gx_fit_report *r, gx_buf *out)
{
    static const gx_table_column columns[] = {
        {"posterior", false}, {"mean", true}, {"sd", true},    {"5 %", true},
        {"median", true},     {"95 %", true}, {"R-hat", true}, {"bulk ESS", true},
        {"tail ESS", true},   {"tau", true}};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    const gx_fit_draws *d = r->posterior;
    int32_t n = r->calibrator->problem.parameters;
    const char **cell = GX_ARRAY(r->arena, const char *, n *COLUMNS);
    for (int32_t i = 0; i < n; i++) {
        const gx_marginal *m = &d->marginal[i];
        const char *row[] = {called(r, r->calibrator->name[i]),
                             number(r, m->mean),
                             number(r, m->deviation),
                             number(r, m->low),
                             number(r, m->median),
                             number(r, m->high),
                             gx_arena_format(r->arena, "%.3f", m->rhat),
                             gx_arena_format(r->arena, "%.0f", m->bulk),
                             gx_arena_format(r->arena, "%.0f", m->tail),
                             number(r, m->time)};
        memcpy(&cell[i * COLUMNS], row, sizeof row);
    }
    gx_buf_print(out, "\n");
    gx_say_table(r->language, columns, COLUMNS, cell, n, out);
    gx_buf_print(
        out,
        gx_say(r->language,
               "  %d walkers, %d draws each after %d, %.0f %% of moves taken; %d runs\n"),
        d->walkers, d->draws, d->warm, 100.0 * d->accepted,
        d->walkers * (d->draws + d->warm));
    if (gx_fit_worst(r) > 1.01)
        gx_buf_print(out,
                     gx_say(r->language,
                            "  R-hat above 1.01: the walkers do not agree yet, ask for "
                            "more draws\n"));
    print_forecast(r, out);
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
    if (r->posterior)
        print_posterior(r, out);
    for (int32_t i = 0; i < r->drawn.count; i++)
        gx_buf_print(out, "%s\n", r->drawn.at[i]);
}
