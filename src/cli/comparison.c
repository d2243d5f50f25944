/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is compared of several results: which variables, at which years. */
#include "cli/comparison.h"
#include "cli/chart_lines.h"
#include "cli/values.h"
#include "model/units.h"

#include <math.h>
#include <string.h>

/* The figures file that says how years are labelled: the first there is. */
const gx_figures *gx_comparison_figures(const gx_comparison *c)
{
    for (int32_t i = 0; i < c->count; i++)
        if (c->result[i].figures)
            return c->result[i].figures;
    return NULL;
}

static const gx_var *find_var(const gx_result *result, const char *name, gx_arena *arena)
{
    const gx_frame *frame = result->frame;
    int32_t v = gx_frame_find_var(frame, name);
    if (v < 0)
        v = gx_frame_find_var(frame, gx_wish_split(name, arena).name);
    return v < 0 ? NULL : &frame->vars.at[v];
}

/* Is a variable so much per unit of Time, at an instant? */
static bool is_rate(const gx_comparison *c, const gx_var *var, const gx_dim *time)
{
    gx_units *names = gx_units_new(c->arena, NULL, c->ds);
    gx_unit unit, of_time;
    double factor = 0.0;
    if (!gx_unit_parse(&unit, var->units, names) || unit.is_any || !*time->units ||
        !gx_unit_parse(&of_time, time->units, names))
        return false;
    for (int32_t i = 0; i < unit.count; i++) {
        gx_unit one = gx_unit_one;
        one.count = 1;
        one.factor[0] = (gx_unit_factor){unit.factor[i].name, 1.0};
        if (unit.factor[i].power < 0.0 &&
            gx_unit_compare(&one, &of_time, &factor) != GX_UNIT_OTHER)
            return true;
    }
    return false;
}

static bool has_middles(const gx_dim *time)
{
    for (int32_t i = 0; i < time->length; i++)
        if (fabs(time->value[i] - floor(time->value[i]) - 0.5) < 1e-6)
            return true;
    return false;
}

/* The offset of a variable that no figure shows. A plan counts years in one way, so that
 * a stock is taken as the first of the file is; where that is the end of the year, a rate
 * is taken in its middle, if that was saved. */
static double offset_by_kind(const gx_comparison *c, const char *variable, double first)
{
    const double middle = 0.5;
    const gx_frame *frame = c->result[0].frame;
    const gx_var *var = find_var(&c->result[0], variable, c->arena);
    int32_t time = gx_frame_find_dim(frame, "time");
    bool is_middle = first > middle && var && time >= 0 &&
                     is_rate(c, var, &frame->dims.at[time]) &&
                     has_middles(&frame->dims.at[time]);
    return is_middle ? middle : first;
}

/* The year's offset of a variable: that of what shows it, else by what it is. */
static double year_offset(const gx_comparison *c, const char *variable)
{
    const gx_figures *f = gx_comparison_figures(c);
    const char *key = gx_text_column_key(c->arena, variable);
    double first = 0.0;
    for (int32_t i = f ? f->list.count - 1 : -1; i >= 0; i--)
        first = f->list.at[i].year_offset;
    for (int32_t i = f ? f->milestones.count - 1 : -1; i >= 0; i--)
        first = f->milestones.at[i].year_offset;
    for (int32_t i = 0; f && i < f->milestones.count; i++)
        if (strcmp(gx_text_column_key(c->arena, f->milestones.at[i].variable.text),
                   key) == 0)
            return f->milestones.at[i].year_offset;
    for (int32_t i = 0; f && i < f->list.count; i++)
        for (int32_t p = 0; p < f->list.at[i].parts.count; p++)
            if (strcmp(
                    gx_text_column_key(c->arena, f->list.at[i].parts.at[p].variable.text),
                    key) == 0)
                return f->list.at[i].parts.at[p].year_offset;
    return offset_by_kind(c, variable, first);
}

/* What a figure of this variable alone is. */
gx_figure gx_comparison_figure(const gx_comparison *c, const char *variable)
{
    const double offset = year_offset(c, variable);
    gx_figure figure = {.from = GX_NOT_GIVEN,
                        .to = GX_NOT_GIVEN,
                        .band.from = GX_NOT_GIVEN,
                        .band.to = GX_NOT_GIVEN,
                        .rule.free_at = GX_NOT_GIVEN,
                        .year_offset = offset,
                        .target = {GX_NOT_GIVEN, GX_NOT_GIVEN, GX_NOT_GIVEN, {0}}};
    figure.name = (gx_name){variable, GX_NOWHERE};
    *GX_ADD(c->arena, &figure.parts) =
        (gx_figure_part){.variable = figure.name, .year_offset = offset};
    return figure;
}

static double value_in(const gx_line *line, double year)
{
    for (int32_t i = 0; i < line->length; i++)
        if (fabs(line->x[i] - year) < 1e-6)
            return line->y[i];
    return (double)NAN;
}

/* Those of the line; whole years that there are when none were given, else all times. */
static void choose_years(gx_years *list, const gx_comparison *c, const gx_line *line)
{
    for (int32_t i = 0; c->years && i < c->years->count; i++)
        *GX_ADD(c->arena, list) = c->years->at[i];
    for (int32_t i = 0; !c->years && i < line->length; i++)
        if (fabs(line->x[i] - round(line->x[i])) < 1e-6)
            *GX_ADD(c->arena, list) = round(line->x[i]);
    for (int32_t i = 0; !c->years && !list->count && i < line->length; i++)
        *GX_ADD(c->arena, list) = line->x[i];
    if (c->is_end && !c->years && line->length) {
        list->count = 0;
        *GX_ADD(c->arena, list) = line->x[line->length - 1];
    }
}

/* Does some result have a value in year `t` of the rows? */
static bool is_known(const gx_comparison *c, const gx_compared *set, int32_t t)
{
    for (int32_t i = 0; i < c->count; i++)
        if (!isnan(set->value[i][t]))
            return true;
    return false;
}

/* Years that no result has are rows of dashes: say which they are, and which there are.
 */
static void warn_of_years(const gx_comparison *c, const gx_compared *set,
                          const gx_lines *taken)
{
    enum { MOST = 8 };
    double first = HUGE_VAL, last = -HUGE_VAL;
    const char *absent = "";
    int32_t count = 0;
    for (int32_t i = 0; i < c->count; i++)
        for (int32_t k = 0; k < taken[i].count; k++) {
            const gx_line *line = &taken[i].at[k];
            first = line->length ? fmin(first, line->x[0]) : first;
            last = line->length ? fmax(last, line->x[line->length - 1]) : last;
        }
    for (int32_t t = 0; t < set->at.count; t++)
        if (!is_known(c, set, t) && ++count <= MOST)
            absent = gx_arena_format(c->arena, "%s%s%g", absent, *absent ? ", " : "",
                                     set->at.at[t]);
    if (count > MOST)
        absent = gx_arena_format(c->arena, "%s ...", absent);
    if (count && first <= last)
        gx_warning(c->ds, GX_CODE_VALUE, GX_NOWHERE,
                   "no result has '%s' in %s: it is there from %g to %g", set->name,
                   absent, first, last);
}

static bool has_year(const gx_line *line, double year)
{
    for (int32_t i = 0; i < line->length; i++)
        if (fabs(line->x[i] - year) < 1e-6)
            return true;
    return false;
}

/* A year between save times of one result is a dash among numbers: say why, once of each
 * result. */
static void warn_of_times(const gx_comparison *c, const gx_compared *set,
                          const gx_lines *taken)
{
    for (int32_t i = 0; i < c->count; i++) {
        const gx_line *s = taken[i].count ? &taken[i].at[0] : NULL;
        for (int32_t t = 0; s && s->length > 2 && t < set->at.count; t++) {
            double year = set->at.at[t];
            if (year < s->x[0] || year > s->x[s->length - 1] || has_year(s, year) ||
                !is_known(c, set, t))
                continue;
            gx_warning(c->ds, GX_CODE_VALUE, GX_NOWHERE,
                       "'%s' has no '%s' in %g: it is saved at %g, %g, %g ... %g",
                       c->result[i].path, set->name, year, s->x[0], s->x[1], s->x[2],
                       s->x[s->length - 1]);
            break;
        }
    }
}

/* Add the values of the `k`-th of the lines in all results. */
static gx_compared *add_set(gx_comparison *c, const char *variable, const gx_lines *all,
                            const gx_lines *taken, int32_t k)
{
    const gx_line *line = &all->at[k];
    gx_compared *set = GX_ADD(c->arena, &c->sets);
    bool is_several = all->count > 1;
    const char *called =
        gx_called_typed(line->result->labels,
                        is_several ? gx_wish_split(variable, c->arena).name : variable,
                        c->language, c->arena);
    set->name = variable;
    set->label = is_several ? gx_arena_format(c->arena, gx_say(c->language, "%s: %s"),
                                              called, line->label)
                            : called;
    set->units = gx_units_said(find_var(line->result, variable, c->arena), c->language);
    choose_years(&set->at, c, line);
    set->value = GX_ARRAY(c->arena, const double *, c->count);
    for (int32_t i = 0; i < c->count; i++) {
        double *value = GX_ARRAY(c->arena, double, set->at.count + 1);
        for (int32_t t = 0; t < set->at.count; t++)
            value[t] = value_in(&taken[i].at[k], set->at.at[t]);
        set->value[i] = value;
    }
    return set;
}

/* Add a variable, or each of its elements. */
static gx_err add_variable(gx_comparison *c, const char *variable)
{
    const gx_figure figure = gx_comparison_figure(c, variable);
    const gx_chart_builder b = {.figure = &figure,
                                .result = c->result,
                                .result_count = c->count,
                                .language = c->language,
                                .arena = c->arena,
                                .ds = c->ds};
    gx_lines all = {0}, *taken = GX_ARRAY(c->arena, gx_lines, c->count);
    gx_err err = gx_lines_read(&b, &all, taken);
    for (int32_t k = 0; !err && k < all.count; k++) {
        const gx_compared *set = add_set(c, variable, &all, taken, k);
        if (c->years && k == 0)
            warn_of_years(c, set, taken);
        if (c->sets.count == 1)
            warn_of_times(c, set, taken);
    }
    return err;
}

static bool is_constant(const gx_var *var, size_t size, double value)
{
    for (size_t t = 0; t < size; t++)
        if (var->value[t] != value)
            return false;
    return true;
}

/* What only some results have differs too. */
static void warn_of_missing(const gx_comparison *c)
{
    for (int32_t i = 0; i < c->count; i++) {
        const gx_frame *frame = c->result[i].frame;
        int32_t count = 0;
        const char *first = NULL;
        for (int32_t v = 0; v < frame->vars.count; v++)
            for (int32_t k = 0; k < c->count; k++)
                if (!find_var(&c->result[k], frame->vars.at[v].name, c->arena)) {
                    first = first ? first : frame->vars.at[v].name;
                    count++;
                    break;
                }
        if (count)
            gx_warning(
                c->ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE,
                "%d of the variables of '%s', '%s' the first, are not in all of them",
                count, c->result[i].path, first);
    }
}

/* Does a series without subscripts differ between results at any time, or in its times?
 */
static bool differs(const gx_comparison *c, const gx_var *var)
{
    const gx_frame *first = c->result[0].frame;
    size_t size = gx_var_size(first, var);
    for (int32_t i = 1; i < c->count; i++) {
        const gx_var *other = find_var(&c->result[i], var->name, c->arena);
        if (!other || other->dim_count != 1)
            continue;
        size_t other_size = gx_var_size(c->result[i].frame, other);
        if (other_size != size) { /* other times: the same only when it is one number */
            if (!is_constant(var, size, var->value[0]) ||
                !is_constant(other, other_size, var->value[0]))
                return true;
            continue;
        }
        for (size_t t = 0; t < size; t++)
            if (var->value[t] != other->value[t] &&
                !(isnan(var->value[t]) && isnan(other->value[t])))
                return true;
    }
    return false;
}

/* What was asked for; else the milestones; else all that differs, at the end. */
gx_err gx_comparison_fill(gx_comparison *c)
{
    const gx_figures *figures = gx_comparison_figures(c);
    const gx_frame *frame = c->result[0].frame;
    gx_map *seen = gx_map_new(c->arena);
    gx_err err = gx_results_check_times(c->result, c->count, c->ds);
    for (int32_t i = 0; i < c->variables->count && !err; i++)
        err = add_variable(c, gx_name_typed(frame, c->variables->at[i], c->arena));
    if (c->variables->count || err)
        return err;
    for (int32_t i = 0; figures && i < figures->milestones.count && !err; i++) {
        const char *name = figures->milestones.at[i].variable.text;
        if (gx_map_put(seen, gx_text_key(c->arena, name, strlen(name)), i))
            err = add_variable(c, name);
    }
    c->is_end = !c->sets.count;
    for (int32_t v = 0; c->is_end && v < frame->vars.count && !err; v++)
        if (frame->vars.at[v].dim_count == 1 && differs(c, &frame->vars.at[v]))
            err = add_variable(c, frame->vars.at[v].name);
    if (c->is_end && !err)
        warn_of_missing(c);
    return err;
}
