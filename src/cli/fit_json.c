/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report of a calibration for scripts. */
#include "cli/fit_report.h"

#include <math.h>

static void add_parameters(const gx_fit_report *r, gx_json *json)
{
    int32_t n = r->calibrator->problem.parameters;
    gx_json_open(json, "parameters", '[');
    for (int32_t i = 0; i < n; i++) {
        const gx_known *k = &r->spectrum.known[i];
        double low, high;
        gx_fit_interval(&low, &high, r, i);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "constant", r->calibrator->name[i]);
        gx_json_text(json, "units", r->calibrator->units[i]);
        gx_json_number(json, "before", r->calibrator->before[i]);
        gx_json_number(json, "value", r->fit.value[i]);
        bool is_told = gx_fit_is_told(r, i);
        gx_json_number(json, "standard_error", is_told ? k->error : (double)NAN);
        gx_json_number(json, "informed_by_data", is_told ? k->informed : (double)NAN);
        gx_json_number(json, "low", low);
        gx_json_number(json, "high", high);
        if (r->profile) {
            gx_json_number(json, "profile_low", r->profile[i].low);
            gx_json_number(json, "profile_high", r->profile[i].high);
        }
        gx_json_numbers(json, "correlation", &r->spectrum.correlation[i * n], n);
        gx_json_bool(json, "at_bound", k->is_bound);
        gx_json_bool(json, "held", k->is_held); /* there: it has no error */
        gx_json_bool(json, "determined", is_told);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

static void add_directions(const gx_fit_report *r, gx_json *json)
{
    int32_t n = r->calibrator->problem.parameters;
    gx_json_numbers(json, "singular_values", r->spectrum.singular, n);
    gx_json_open(json, "directions", '[');
    for (int32_t i = 0; i < n; i++)
        gx_json_numbers(json, NULL, &r->spectrum.direction[i * n], n);
    gx_json_close(json, ']');
}

static void add_series(const gx_fit_report *r, gx_json *json)
{
    gx_json_open(json, "series", '[');
    for (int32_t s = 0; s < r->calibrator->asked->observed.count; s++) {
        const gx_fit_series one = gx_fit_series_of(r, s);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable", r->calibrator->series_name[s]);
        gx_json_text(json, "units", r->calibrator->series_units[s]);
        gx_json_numbers(json, "times", one.time, one.pair.count);
        gx_json_numbers(json, "actual", one.pair.actual, one.pair.count);
        gx_json_numbers(json, "simulated", one.pair.simulated, one.pair.count);
        gx_json_numbers(json, "deviations", one.deviation, one.pair.count);
        gx_json_numbers(json, "weights", one.weight, one.pair.count);
        for (int32_t g = 0; g < gx_goodness_count; g++)
            gx_json_number(json, gx_goodnesses[g].key,
                           gx_fit_measure(r, &one, &gx_goodnesses[g]));
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

/* ---- the posterior ---- */

static void add_quantiles(const gx_marginal *m, gx_json *json)
{
    gx_json_number(json, "mean", m->mean);
    gx_json_number(json, "deviation", m->deviation);
    gx_json_number(json, "q05", m->low);
    gx_json_number(json, "median", m->median);
    gx_json_number(json, "q95", m->high);
}

static void add_forecast(const gx_fit_forecast *f, gx_json *json)
{
    gx_json_open(json, "forecast", '{');
    gx_json_text(json, "variable", f->variable);
    gx_json_text(json, "units", f->units);
    gx_json_number(json, "year", f->year);
    gx_json_number(json, "draws", f->draws);
    gx_json_number(json, "failed", f->failed);
    add_quantiles(&f->value, json);
    gx_json_open(json, "targets", '[');
    for (int32_t i = 0; i < f->targets.count; i++) {
        gx_json_open(json, NULL, '{');
        gx_json_number(json, "at_least", f->targets.at[i].target);
        gx_json_number(json, "probability", f->targets.at[i].probability);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
    gx_json_close(json, '}');
}

static void add_posterior(const gx_fit_report *r, gx_json *json)
{
    const gx_fit_draws *d = r->posterior;
    gx_json_open(json, "posterior", '{');
    gx_json_number(json, "walkers", d->walkers);
    gx_json_number(json, "draws", d->draws);
    gx_json_number(json, "thrown_away", d->warm);
    gx_json_number(json, "accepted", d->accepted);
    gx_json_number(json, "runs", (double)d->walkers * (d->draws + d->warm));
    gx_json_number(json, "r_hat", gx_fit_worst(r));
    gx_json_open(json, "parameters", '[');
    for (int32_t i = 0; i < r->calibrator->problem.parameters; i++) {
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "constant", r->calibrator->name[i]);
        add_quantiles(&d->marginal[i], json);
        gx_json_number(json, "r_hat", d->marginal[i].rhat);
        gx_json_number(json, "bulk_ess", d->marginal[i].bulk);
        gx_json_number(json, "tail_ess", d->marginal[i].tail);
        gx_json_number(json, "autocorrelation_time", d->marginal[i].time);
        gx_json_number(json, "gelman_rubin", d->marginal[i].gelman);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
    if (d->forecast.variable)
        add_forecast(&d->forecast, json);
    gx_json_close(json, '}');
}

void gx_fit_print_json(const gx_fit_report *r, gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "calibrate");
    gx_json_text(&json, "calibration", r->name);
    gx_json_number(&json, "sum_of_squares", r->fit.cost);
    gx_json_number(&json, "scale", r->spectrum.scale);
    gx_json_number(&json, "degrees_of_freedom", r->spectrum.freedom);
    gx_json_number(&json, "misfit_probability", r->spectrum.chance);
    gx_json_number(&json, "descents", r->search.starts);
    gx_json_number(&json, "ended_there", r->search.same);
    gx_json_number(&json, "points", (double)r->search.asked.points);
    gx_json_number(&json, "failed", (double)r->search.asked.failed);
    gx_json_bool(&json, "converged", r->fit.has_converged);
    add_directions(r, &json);
    add_parameters(r, &json);
    add_series(r, &json);
    if (r->posterior)
        add_posterior(r, &json);
    gx_json_open(&json, "figures", '[');
    for (int32_t i = 0; i < r->drawn.count; i++)
        gx_json_text(&json, NULL, r->drawn.at[i]);
    gx_json_close(&json, ']');
    gx_json_end(&json);
}
