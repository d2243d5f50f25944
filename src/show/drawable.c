/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "show/drawable.h"

#include <math.h>
#include <string.h>

static const double largest = 1e300; /* of a value */
static const double last_year = 1e6; /* of either sign */

/* ---- parts ---- */

/* The numbers of one part of a chart. */
typedef struct part {
    const gx_chart *chart; /* its plot */
    const char *label;
    int32_t length;
    const double *x;
    const double *column[2]; /* the second may be NULL */
} part;

typedef GX_LIST(part) parts;

static void add_parts(parts *list, const gx_chart *c, gx_arena *arena)
{
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        *GX_ADD(arena, list) = (part){c, s->label, s->length, s->x, {s->y, NULL}};
    }
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        *GX_ADD(arena, list) = (part){c, p->label, p->length, p->x, {p->y, NULL}};
    }
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        *GX_ADD(arena, list) = (part){c, b->label, b->length, b->x, {b->low, b->high}};
    }
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        *GX_ADD(arena, list) = (part){c, t->label, 1, &t->x, {&t->low, &t->high}};
    }
    for (int32_t i = 0; i < c->panels.count; i++)
        add_parts(list, &c->panels.at[i], arena);
}

/* Check that the series of one plot of names have a number for each. */
static gx_err check_names(const gx_plot *plot, const gx_chart *c, gx_diags *ds)
{
    if (c->name_count > GX_MOST_NAMES)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure '%s' has at most %d names, not %d", plot->name,
                        (int)GX_MOST_NAMES, (int)c->name_count);
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        if (s->length != c->name_count)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': it has %d values for %d names", s->label,
                            (int)s->length, (int)c->name_count);
        for (int32_t k = 0; k < s->length; k++)
            if (fabs(s->y[k]) > largest)
                return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                                "cannot draw '%s': its value is %g for '%s'", s->label,
                                s->y[k], c->names[k]);
    }
    return GX_OK;
}

/* More would look alike. */
static gx_err too_many(const gx_plot *plot, int32_t count, gx_diags *ds)
{
    bool is_lines = plot->needs == GX_FREE || plot->needs == GX_COMPARED;
    gx_err err = gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                          "a plot of a figure '%s' tells %d series apart, not %d",
                          plot->name, (int)plot->most, (int)count);
    if (is_lines)
        gx_note(ds, GX_NOWHERE,
                "give it fewer results, or choose elements ('output[north]'); "
                "'small-multiples' has a panel for each element");
    return err;
}

const gx_series *gx_drawable_series(const gx_chart *c)
{
    for (int32_t i = 0; i < c->series.count; i++)
        if (c->series.at[i].x)
            return &c->series.at[i];
    return NULL;
}

/* Check what a kind needs of the series of one plot. */
static gx_err check_needs(const gx_plot *plot, const gx_chart *c, gx_diags *ds)
{
    if (plot->needs == GX_STACKED && c->bands.count)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "a figure '%s' has no band",
                        plot->name);
    bool is_plain = plot->needs == GX_ALIGNED || plot->needs == GX_NAMED;
    if (is_plain && c->bands.count + c->points.count + c->targets.count)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure '%s' has no band, points or target", plot->name);
    if (plot->most && c->series.count > plot->most)
        return too_many(plot, c->series.count, ds);
    if (plot->needs == GX_NAMED)
        return check_names(plot, c, ds);
    if (plot->needs != GX_STACKED && plot->needs != GX_ALIGNED)
        return GX_OK;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i], *first = gx_drawable_series(c);
        if (!s->x)
            continue;
        if (s->length != first->length ||
            memcmp(s->x, first->x, (size_t)s->length * sizeof *s->x) != 0)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': its years are not those of '%s'", s->label,
                            first->label);
        for (int32_t k = 0; k < s->length && plot->needs == GX_STACKED; k++)
            if (s->y[k] < 0.0)
                return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                                "cannot stack '%s': its value is %g in %g", s->label,
                                s->y[k], s->x[k]);
    }
    return GX_OK;
}

const char *gx_drawable_shown(const gx_plot *plot, const gx_chart *c, gx_arena *arena)
{
    return plot->needs == GX_NAMED
               ? ""
               : gx_phrase(arena, " between %g and %g", c->x.from, c->x.to);
}

/* Check a number that one of the axes should show; `at` says where it stands. */
static gx_err check_number(const gx_axis *axis, double value, const char *label,
                           const char *at, gx_diags *ds)
{
    if (fabs(value) > largest)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "cannot draw '%s': its value is %g%-s", label, value, at);
    if (axis->scale == GX_SCALE_LOG && value <= 0.0)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "cannot draw '%s' on a logarithmic axis: its value is %g%-s",
                        label, value, at);
    return GX_OK;
}

/* Check the numbers of a part, and say so when the axes show none of it. */
static gx_err check_part(const gx_plot *plot, const part *p, gx_diags *ds)
{
    const gx_axis *x = &p->chart->x, *y = &p->chart->y;
    const char *label = p->label ? p->label : "";
    bool is_cut = y->from < y->to;
    int32_t seen = 0;
    for (int32_t i = 0; i < p->length; i++) {
        const char *at = gx_phrase(ds->arena, " in %g", p->x[i]);
        bool inside = p->x[i] >= x->from && p->x[i] <= x->to;
        if (x->scale == GX_SCALE_PLAIN && fabs(p->x[i]) > last_year)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': year %g is out of range", label, p->x[i]);
        gx_err err = x->scale == GX_SCALE_PLAIN
                         ? GX_OK
                         : check_number(x, p->x[i], label, GX_TEXT(" along x"), ds);
        for (int32_t k = 0; !err && k < 2 && p->column[k]; k++) {
            double value = p->column[k][i];
            err = check_number(y, value, label, at, ds);
            inside = inside && !isnan(value) && !(is_cut && value > y->to && !k);
        }
        if (err)
            return err;
        seen += inside;
    }
    if (seen == 0 && p->x)
        gx_warning(ds, GX_CODE_VALUE, GX_NOWHERE, "'%s' has no value%-s and is not drawn",
                   label, gx_drawable_shown(plot, p->chart, ds->arena));
    return GX_OK;
}

/* Say in how many years a plot is empty because a part of it is missing. */
static void tell_gaps(const gx_chart *page, const gx_chart *c, gx_diags *ds)
{
    const gx_series *missing = NULL, *first = gx_drawable_series(c);
    int32_t years = 0, length = first ? first->length : 0;
    for (int32_t k = 0; k < length; k++) {
        double year = first->x[k];
        bool is_gap = false;
        for (int32_t i = 0; i < c->series.count; i++)
            if (c->series.at[i].x && isnan(c->series.at[i].y[k]) &&
                year >= page->x.from && year <= page->x.to) {
                missing = missing ? missing : &c->series.at[i];
                is_gap = true;
            }
        years += is_gap;
    }
    if (missing)
        gx_warning(ds, GX_CODE_VALUE, GX_NOWHERE,
                   "nothing is drawn at %d of %d times: '%s' has no value there",
                   (int)years, (int)length, missing->label ? missing->label : "");
}

const gx_chart *gx_drawable_first(const gx_chart *page)
{
    bool has_own = page->panels.count && page->panels.at[0].x.scale != GX_SCALE_PLAIN;
    return has_own ? &page->panels.at[0] : page;
}

/* Check what the axes of one plot show. */
static gx_err check_axes(const gx_chart *c, gx_diags *ds)
{
    const gx_axis *x = &c->x, *y = &c->y;
    bool is_years = x->scale == GX_SCALE_PLAIN;
    double most = is_years ? last_year : largest;
    if (!(fabs(x->from) <= most && fabs(x->to) <= most && x->from < x->to) ||
        (x->scale == GX_SCALE_LOG && x->from <= 0.0))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        is_years ? "a figure cannot show the years %g to %g"
                                 : "a figure cannot show the values %g to %g",
                        x->from, x->to);
    if (!(y->from <= y->to && fabs(y->from) <= largest && fabs(y->to) <= largest) ||
        (y->scale == GX_SCALE_LOG && y->from < y->to && y->from <= 0.0))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "a y axis cannot go from %g to %g",
                        y->from, y->to);
    return GX_OK;
}

gx_err gx_drawable_check(const gx_plot *plot, const gx_chart *c, gx_arena *arena,
                         gx_diags *ds)
{
    parts list = {0};
    add_parts(&list, c, arena);
    if (c->panels.count > GX_MOST_PANELS)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure has at most %d panels, not %d", (int)GX_MOST_PANELS,
                        (int)c->panels.count);
    gx_err axes = check_axes(gx_drawable_first(c), ds);
    for (int32_t i = 0; !axes && i < c->panels.count; i++)
        axes = check_axes(&c->panels.at[i], ds);
    if (axes)
        return axes;
    gx_err err = check_needs(plot, c, ds);
    for (int32_t i = 0; !err && i < c->panels.count; i++)
        err = check_needs(plot, &c->panels.at[i], ds);
    for (int32_t i = 0; !err && i < list.count; i++)
        err = check_part(plot, &list.at[i], ds);
    bool is_whole = plot->needs == GX_STACKED || plot->needs == GX_ALIGNED;
    for (int32_t i = -1; !err && is_whole && i < c->panels.count; i++)
        tell_gaps(c, i < 0 ? c : &c->panels.at[i], ds);
    return err;
}
