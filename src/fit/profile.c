/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile likelihood (Venzon and Moolgavkar 1988): one coordinate is held, the others are
 * fitted again, and the place is sought where the cost has risen by 3.84, the 95 % point
 * of chi-squared with one degree of freedom. */
#include "fit/fit.h"

#include <math.h>
#include <string.h>

#define RISE 3.841458820694124

typedef struct side {
    const gx_problem *problem;
    gx_asked *asked;
    gx_arena *arena;
    gx_diags *ds;
    double *z;   /* [parameters] from which the next descent begins */
    bool *fixed; /* [parameters] */
    int32_t which;
    double floor; /* cost of the fit */
    double rise;
} side;

/* Cost above what is allowed with the coordinate held at `z`; runs that fail allow none.
 */
static double excess(side *s, double z, gx_err *err)
{
    gx_fit fit;
    s->z[s->which] = z;
    *err = gx_fit_descend(&fit, s->problem, s->z, s->fixed, s->asked, s->arena, s->ds);
    if (*err || isinf(fit.cost))
        return (double)INFINITY;
    memcpy(s->z, fit.z, (size_t)s->problem->parameters * sizeof *s->z);
    return fit.cost - s->floor - s->rise;
}

/* Outwards in steps that grow until the cost is too high, then between. */
static gx_err edge(double *found, side *s, double from, double step)
{
    enum { MOST_STEPS = 12, HALVINGS = 30 };
    const double limit = gx_coordinate_limit(&s->problem->coordinate[s->which]);
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

gx_err gx_fit_profile(gx_profile *profile, const gx_problem *p, const gx_fit *fit,
                      const gx_spectrum *spectrum, gx_asked *asked, gx_diags *ds)
{
    gx_arena *own = gx_arena_new(ds->oom);
    side s = {.problem = p,
              .asked = asked,
              .arena = own,
              .ds = ds,
              .floor = fit->cost,
              .rise = RISE * spectrum->scale * spectrum->scale};
    s.z = GX_ARRAY(own, double, p->parameters);
    s.fixed = GX_ARRAY(own, bool, p->parameters);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < p->parameters && !err; i++) {
        double step = spectrum->known[i].score, low = 0.0, high = 0.0;
        step = isfinite(step) && step > 0.0 ? 1.5 * step : 1.0;
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
    gx_arena_free(own);
    return err;
}
