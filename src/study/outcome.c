/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "study/outcome.h"

#include "model/names.h"

#include <math.h>

/* ---- milestones ---- */

/* A variable over time alone, or NULL. */
static const gx_var *find_series(const gx_frame *frame, const char *name,
                                 const gx_dim **time)
{
    int32_t v = gx_frame_find_var(frame, name), t = gx_frame_find_dim(frame, "time");
    if (v < 0 || t < 0 || frame->vars.at[v].dim_count != 1 ||
        frame->vars.at[v].dim[0] != t)
        return NULL;
    *time = &frame->dims.at[t];
    return &frame->vars.at[v];
}

/* The place of a time, or -1. */
static int32_t find_time(const gx_dim *time, double when)
{
    int32_t i = time->length - 1;
    while (i >= 0 && !(fabs(time->value[i] - when) < GX_SAME_TIME))
        i--;
    return i;
}

/* What a series has at a time; NaN and why when it has nothing. A run that ended before
 * the others, or failed, has NaN from then on. */
static double value_at(gx_absence *lacks, const gx_var *var, const gx_dim *time,
                       double when)
{
    int32_t i = find_time(time, when);
    bool is_within = when > time->value[0] && when < time->value[time->length - 1];
    double value = i < 0 ? (double)NAN : var->value[i];
    *lacks = !isnan(value)        ? GX_ABSENT_NOT
             : i < 0 && is_within ? GX_ABSENT_SAVED
                                  : GX_ABSENT_RUN;
    return value;
}

static void find_growth(gx_reached *reached, const gx_milestone *m, const gx_var *var,
                        const gx_dim *time)
{
    if (isnan(m->growth_from))
        return;
    double from =
        value_at(&reached->lacks_growth, var, time, m->growth_from + m->year_offset);
    reached->missing = m->growth_from;
    if (reached->lacks) {
        reached->lacks_growth = reached->lacks;
        reached->missing = m->year;
    } else if (from > 0.0 && reached->value > 0.0) {
        reached->growth =
            pow(reached->value / from, 1.0 / (m->year - m->growth_from)) - 1.0;
    } else if (!reached->lacks_growth) {
        reached->lacks_growth = GX_ABSENT_GROWTH;
    }
}

bool gx_milestone_reached(gx_reached *reached, const gx_milestone *m,
                          const gx_frame *frame)
{
    const gx_dim *time = NULL;
    const gx_var *var = find_series(frame, m->variable.text, &time);
    *reached = (gx_reached){.growth = (double)NAN};
    if (!var)
        return false;
    reached->value = value_at(&reached->lacks, var, time, m->year + m->year_offset);
    reached->units = var->units;
    find_growth(reached, m, var, time);
    return !reached->lacks;
}

bool gx_milestone_spread(gx_reached_by *s, const gx_milestone *m, const gx_frame *frame)
{
    int32_t v = gx_frame_find_var(frame, m->variable.text);
    int32_t t = gx_frame_find_dim(frame, "time"), r = gx_frame_find_dim(frame, "run");
    const gx_var *var = v < 0 ? NULL : &frame->vars.at[v];
    *s = (gx_reached_by){.least = (double)NAN, .most = (double)NAN};
    if (!var || t < 0 || r < 0 || var->dim_count != 2 || var->dim[0] != r ||
        var->dim[1] != t)
        return false;
    const gx_dim *time = &frame->dims.at[t];
    int32_t at = find_time(time, m->year + m->year_offset);
    s->units = var->units;
    for (int32_t i = 0; i < frame->dims.at[r].length && at >= 0; i++) {
        double value = var->value[(size_t)i * (size_t)time->length + (size_t)at];
        s->known += !isnan(value);
        s->reaching += value >= m->target.low;
        s->least = fmin(s->least, value); /* of NaN and a number: the number */
        s->most = fmax(s->most, value);
    }
    return true;
}

gx_crossing gx_crossing_find(const gx_crossings *crossings, double level,
                             const gx_frame *frame)
{
    gx_crossing found = {.year = (double)NAN, .is_exact = true};
    const gx_dim *time = NULL;
    const gx_var *var = find_series(frame, crossings->variable.text, &time);
    double due = (double)NAN, last = (double)NAN; /* the next whole year; the last time */
    for (int32_t i = 0; var && i < time->length; i++) {
        double year = time->value[i] - crossings->year_offset, whole = floor(year + 0.5);
        if (isnan(var->value[i]))
            continue;
        due = isnan(due) ? ceil(year - GX_SAME_TIME) : due;
        last = year;
        if (!(fabs(year - whole) < GX_SAME_TIME))
            continue;
        found.is_exact &= !(whole > due);
        due = whole + 1.0;
        if (var->value[i] >= level) {
            found.year = whole;
            return found;
        }
    }
    found.is_exact &= !(last + GX_SAME_TIME > due);
    return found;
}

/* ---- indicators ---- */

/* Keep in mind what is beyond a limit; true when it is. */
static bool look(gx_stray *s, bool is_first, double value, double time, double low,
                 double high)
{
    double below = low - value, above = value - high;
    double off = below > 0.0 ? below : above;
    if (!(below > 0.0) && !(above > 0.0))
        return false;
    s->since = is_first ? time : s->since;
    s->until = time;
    if (is_first || off > fabs(s->value - s->limit)) {
        s->value = value;
        s->at = time;
        s->limit = below > 0.0 ? low : high;
    }
    return true;
}

static gx_err find_limits(double *low, double *high, const gx_indicator *it,
                          const gx_flat *flat, int32_t variable, gx_arena *arena,
                          gx_diags *ds)
{
    gx_err err = gx_quantity_factor(low, &it->low, flat, variable, arena, ds);
    if (!err)
        err = gx_quantity_factor(high, &it->high, flat, variable, arena, ds);
    *low = gx_quantity_given(it->low) ? it->low.number * *low : (double)-INFINITY;
    *high = gx_quantity_given(it->high) ? it->high.number * *high : (double)INFINITY;
    return err;
}

static gx_err look_at(gx_strays *strays, const gx_indicator *it, const gx_case *c,
                      const gx_frame *frame, gx_arena *arena, gx_diags *ds)
{
    gx_cells cells = {0};
    double low = 1.0, high = 1.0;
    gx_err err = gx_cells_find(&cells, c->flat, it->variable, c->labels, arena, ds);
    if (err)
        return err;
    int32_t variable = c->flat->cells.at[cells.at[0]].variable;
    err = find_limits(&low, &high, it, c->flat, variable, arena, ds);
    int32_t v = gx_frame_find_var(frame, c->flat->model->variables.at[variable].name);
    int32_t t = gx_frame_find_dim(frame, "time");
    if (err || v < 0 || t < 0)
        return err;
    const gx_dim *time = &frame->dims.at[t];
    double *series = GX_ARRAY(arena, double, time->length);
    for (int32_t i = 0; i < cells.count; i++) {
        gx_stray s = {.indicator = it, .cell = cells.at[i]};
        bool is_stray = false;
        int32_t element = c->flat->cells.at[cells.at[i]].element;
        if (!gx_frame_series(frame, &frame->vars.at[v], 0, element, series))
            return GX_OK;
        for (int32_t k = 0; k < time->length; k++)
            if (!(time->value[k] < it->from) && !(time->value[k] > it->to))
                is_stray |= look(&s, !is_stray, series[k], time->value[k], low, high);
        if (is_stray)
            *GX_ADD(arena, strays) = s;
    }
    return GX_OK;
}

gx_err gx_strays_find(gx_strays *strays, const gx_checks *checks, const gx_case *c,
                      const gx_frame *frame, gx_arena *arena, gx_diags *ds)
{
    gx_err first = GX_OK;
    for (int32_t i = 0; checks && i < checks->indicators.count; i++) {
        gx_err err = look_at(strays, &checks->indicators.at[i], c, frame, arena, ds);
        first = first ? first : err;
    }
    return first;
}
