/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile likelihood (Venzon and Moolgavkar 1988): one coordinate is held, the others are
 * fitted again, and the place is sought where the cost has risen by 3.84, the 95 % point
 * of chi-squared with one degree of freedom, or that of F where errors are estimated. */
#include "fit/fit.h"

#include <math.h>
#include <string.h>

typedef struct side {
    gx_problem problem; /* with descents as precise as an interval is */
    gx_asked *asked;
    gx_arena *arena;
    gx_diags *ds;
    double *z;            /* [parameters] from which the next descent begins ... */
    const double *origin; /* [parameters] and where another does: the fit */
    bool *fixed;          /* [parameters] */
    int32_t which;
    double floor; /* cost of the fit */
    double scale; /* of costs */
    double rise;
} side;

/* Cost above what is allowed with the coordinate held at `z`; runs that fail allow none.
 * Two descents: one alone may stay in a valley that is no longer the lowest. */
static double excess(side *s, double z, gx_err *err)
{
    size_t size = (size_t)s->problem.parameters * sizeof *s->z;
    double *other = GX_ARRAY(s->arena, double, s->problem.parameters);
    gx_fit fit, again;
    memcpy(other, s->origin, size);
    s->z[s->which] = other[s->which] = z;
    *err = gx_fit_descend(&fit, &s->problem, s->z, s->fixed, s->asked, s->arena, s->ds);
    if (!*err)
        *err = gx_fit_descend(&again, &s->problem, other, s->fixed, s->asked, s->arena,
                              s->ds);
    if (!*err && again.cost < fit.cost)
        fit = again;
    if (*err || isinf(fit.cost))
        return (double)INFINITY;
    memcpy(s->z, fit.z, size);
    return fit.cost - s->floor - s->rise;
}

/* Outwards in steps that grow until the cost is too high, then between. */
static gx_err edge(double *found, side *s, double from, double step)
{
    enum { MOST_STEPS = 12, HALVINGS = 30 };
    const double limit = gx_coordinate_limit(&s->problem.coordinate[s->which]);
    double inside = from, outside = from, below = -s->rise, above = -1.0;
    gx_err err = GX_OK;
    for (int32_t k = 0; k < MOST_STEPS && !err && above < 0.0; k++) {
        outside = fmax(-limit, fmin(limit, inside + step));
        above = excess(s, outside, &err);
        if (above < 0.0) {
            inside = outside;
            below = above;
            step *= 1.6;
        }
        if (fabs(outside) >= limit)
            break;
    }
    *found = above < 0.0 ? copysign((double)INFINITY, step) : outside;
    for (int32_t k = 0; k < HALVINGS && !err && above >= 0.0; k++) {
        double part = isfinite(above) ? -below / (above - below) : 0.5;
        part = fmin(0.9, fmax(0.1, part));
        double middle = inside + part * (outside - inside);
        double here = excess(s, middle, &err);
        if (here < 0.0) {
            inside = middle;
            below = here;
        } else {
            outside = middle;
            above = here;
        }
        *found = middle;
        if (fabs(here) < 1e-4 * s->rise || fabs(outside - inside) < 1e-9 * fabs(step))
            break;
    }
    return err;
}

static double bound_of(const gx_coordinate *c, double z)
{
    if (isinf(z))
        return z > 0.0 ? c->high : c->low;
    return gx_coordinate_value(c, z);
}

static side side_of(const gx_problem *p, const gx_fit *fit, const gx_spectrum *spectrum,
                    gx_asked *asked, gx_diags *ds)
{
    side s = {.problem = *p,
              .asked = asked,
              .arena = gx_arena_new(ds->oom),
              .ds = ds,
              .origin = fit->z,
              .floor = fit->cost,
              .scale = spectrum->scale * spectrum->scale,
              .rise = spectrum->rise * spectrum->scale * spectrum->scale};
    s.problem.precision = 1e-5; /* costs rise by its square */
    s.z = GX_ARRAY(s.arena, double, p->parameters);
    s.fixed = GX_ARRAY(s.arena, bool, p->parameters);
    return s;
}

gx_err gx_fit_profile(gx_profile *profile, const gx_problem *p, const gx_fit *fit,
                      const gx_spectrum *spectrum, gx_asked *asked, gx_diags *ds)
{
    side s = side_of(p, fit, spectrum, asked, ds);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < p->parameters && !err; i++) {
        double step = spectrum->known[i].score, low = 0.0, high = 0.0;
        step = isfinite(step) && step > 0.0 ? 1.5 * step : 1.0;
        step = fmin(step, gx_coordinate_limit(&p->coordinate[i]));
        s.which = i;
        s.fixed[i] = true;
        memcpy(s.z, fit->z, (size_t)p->parameters * sizeof *s.z);
        err = edge(&low, &s, fit->z[i], -step);
        memcpy(s.z, fit->z, (size_t)p->parameters * sizeof *s.z);
        if (!err)
            err = edge(&high, &s, fit->z[i], step);
        s.fixed[i] = false;
        profile[i] = (gx_profile){bound_of(&p->coordinate[i], low),
                                  bound_of(&p->coordinate[i], high)};
    }
    gx_arena_free(s.arena);
    return err;
}

/* ---- curves ---- */

/* An end of the curve: beyond that of the interval, within what means something. */
static double end_of(const gx_coordinate *c, double fitted, double value, double score)
{
    const double beyond = 1.2, widest = 4.0;
    double far = isfinite(score) && score > 0.0 ? widest * score : widest;
    double place = isfinite(value) ? gx_coordinate_place(c, value) : (double)INFINITY;
    double wide = fmin(far, beyond * fabs(place - fitted));
    return wide > 0.0 ? wide : far;
}

/* From the fit outwards on one side, each descent from the one before. */
static gx_err trace(gx_curve *curve, side *s, const gx_fit *fit, double wide, int32_t way)
{
    const int32_t middle = GX_CURVE_POINTS / 2;
    const gx_coordinate *c = &s->problem.coordinate[s->which];
    const double limit = gx_coordinate_limit(c);
    gx_err err = GX_OK;
    memcpy(s->z, fit->z, (size_t)s->problem.parameters * sizeof *s->z);
    for (int32_t k = 1; k <= middle && !err; k++) {
        double z = fit->z[s->which] + way * wide * k / middle;
        z = fmax(-limit, fmin(limit, z));
        double above = excess(s, z, &err) + s->rise;
        curve->value[middle + way * k] = gx_coordinate_value(c, z);
        curve->rise[middle + way * k] = isfinite(above) ? above / s->scale : (double)NAN;
    }
    return err;
}

gx_err gx_fit_curves(gx_curve *curve, const gx_profile *profile, const gx_problem *p,
                     const gx_fit *fit, const gx_spectrum *spectrum, gx_asked *asked,
                     gx_diags *ds)
{
    side s = side_of(p, fit, spectrum, asked, ds);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < p->parameters && !err; i++) {
        double z = fit->z[i], score = spectrum->known[i].score;
        const gx_coordinate *c = &p->coordinate[i];
        s.which = i;
        s.fixed[i] = true;
        curve[i].value[GX_CURVE_POINTS / 2] = fit->value[i];
        curve[i].rise[GX_CURVE_POINTS / 2] = 0.0;
        err = trace(&curve[i], &s, fit, end_of(c, z, profile[i].low, score), -1);
        if (!err)
            err = trace(&curve[i], &s, fit, end_of(c, z, profile[i].high, score), 1);
        s.fixed[i] = false;
    }
    gx_arena_free(s.arena);
    return err;
}
