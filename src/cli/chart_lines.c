/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a figure shows of results: which variables and elements, matched by their names,
 * and in which unit. */
#include "cli/chart_lines.h"
#include "cli/values.h"
#include "model/units.h"

#include <math.h>
#include <string.h>

/* ---- one result ---- */

/* The names of an element, or that it is not wished for. `*known` is set for each
 * subscript that is an element at all. */
static bool name_element(gx_line *line, const gx_chart_builder *b, const gx_var *var,
                         const gx_wish *w, int32_t element, bool *known)
{
    const gx_result *result = line->result;
    bool is_wished = true;
    line->label = line->element = "";
    for (int32_t i = var->dim_count - 1; i > 0; i--) {
        const gx_dim *dim = &result->frame->dims.at[var->dim[i]];
        const char *name = dim->label ? dim->label[element % dim->length] : "";
        const char *sub = w->count ? w->sub[i - 1] : "*";
        bool is_free = strcmp(sub, "*") == 0;
        bool is_it = is_free || gx_is_called(result->labels, name, sub, b->arena);
        known[i - 1] = known[i - 1] || is_it;
        is_wished = is_wished && is_it;
        line->label =
            gx_arena_format(b->arena, "%s%s%s", gx_chart_called(b, result, name),
                            *line->label ? ", " : "", line->label);
        if (is_free)
            line->element = gx_arena_format(b->arena, "%s%s%s", name,
                                            *line->element ? "," : "", line->element);
        element /= dim->length;
    }
    return is_wished;
}

static void fill(gx_line *line, const gx_chart_builder *b, const gx_var *var,
                 int32_t element)
{
    const gx_frame *frame = line->result->frame;
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    double *all = GX_ARRAY(b->arena, double, time->length);
    double offset = line->part < 0 ? b->figure->year_offset
                                   : b->figure->parts.at[line->part].year_offset;
    line->units = var->units;
    line->x = GX_ARRAY(b->arena, double, time->length + 1);
    line->y = GX_ARRAY(b->arena, double, time->length + 1);
    gx_frame_series(frame, var, 0, element, all);
    for (int32_t i = 0; i < time->length; i++) {
        double year = time->value[i] - offset;
        if (year < b->figure->from - 1e-9 || year > b->figure->to + 1e-9)
            continue; /* NaN bounds nothing */
        line->x[line->length] = year;
        line->y[line->length++] = all[i];
    }
}

/* Find the variable of a part; `w` gets its subscripts. */
static gx_err find_var(const gx_chart_builder *b, const gx_var **var, gx_wish *w,
                       const gx_result *result, const gx_name *name)
{
    const gx_frame *frame = result->frame;
    *w = (gx_wish){.name = name->text};
    int32_t v = gx_frame_find_var(frame, name->text);
    if (v < 0) {
        *w = gx_wish_split(name->text, b->arena);
        v = gx_frame_find_var(frame, w->name);
    }
    if (v < 0 || gx_frame_find_dim(frame, "time") < 0) {
        gx_err err = gx_error(b->ds, GX_CODE_UNDEFINED_NAME, name->loc,
                              "'%s' has no '%s'", result->path, w->name);
        gx_suggest_var(frame, w->name, b->ds);
        gx_note(b->ds, GX_NOWHERE, "'gaoxin %s %s' lists what it has",
                gx_is_result(result->path) ? "show" : "list", result->path);
        return err;
    }
    *var = &frame->vars.at[v];
    if ((*var)->dim_count < 1 || strcmp(frame->dims.at[(*var)->dim[0]].name, "time") != 0)
        return gx_error(b->ds, GX_CODE_UNSUPPORTED, name->loc,
                        "'%s' of '%s' is not over time", w->name, result->path);
    if (w->count && w->count != (*var)->dim_count - 1)
        return gx_error(b->ds, GX_CODE_SUBSCRIPT, name->loc,
                        "'%s' has %d subscripts, not %d", w->name,
                        (int)(*var)->dim_count - 1, (int)w->count);
    return GX_OK;
}

/* What a line of a part is called, whose label is that of its element or "". */
static const char *called(const gx_chart_builder *b, const gx_line *line,
                          const gx_wish *w)
{
    const gx_figure_part *p = &b->figure->parts.at[line->part];
    bool has_own = p->label.en || p->label.zh;
    const char *name =
        gx_words_in(p->label, b->language, gx_chart_called(b, line->result, w->name));
    if (!*line->label || (has_own && w->count))
        return name;
    return b->figure->parts.count == 1 && !has_own
               ? line->label
               : gx_arena_format(b->arena, "%s: %s", name, line->label);
}

/* Add the lines of one part of the figure. */
static gx_err add_lines(const gx_chart_builder *b, gx_lines *list,
                        const gx_result *result, int32_t part)
{
    const gx_figure_part *p = &b->figure->parts.at[part];
    const gx_var *var = NULL;
    gx_wish w;
    gx_err err = find_var(b, &var, &w, result, &p->variable);
    if (err)
        return err;
    int32_t times = result->frame->dims.at[var->dim[0]].length;
    int32_t elements =
        times > 0 ? (int32_t)(gx_var_size(result->frame, var) / (size_t)times) : 0;
    bool known[GX_MAX_DIMS] = {false};
    for (int32_t e = 0; e < elements; e++) {
        gx_line line = {.result = result, .part = part};
        if (!name_element(&line, b, var, &w, e, known))
            continue;
        line.label = called(b, &line, &w);
        line.key =
            gx_arena_format(b->arena, "%d %s", (int)part,
                            gx_text_key(b->arena, line.element, strlen(line.element)));
        for (int32_t i = 0; w.count && i < list->count; i++) /* one label of two */
            if (strcmp(list->at[i].key, line.key) == 0)
                line.key = gx_arena_format(b->arena, "%s.", line.key);
        fill(&line, b, var, e);
        *GX_ADD(b->arena, list) = line;
    }
    for (int32_t i = 0; i < w.count; i++)
        if (!known[i])
            return gx_error(b->ds, GX_CODE_SUBSCRIPT, p->variable.loc,
                            "'%s' has no element '%s'", w.name, w.sub[i]);
    return GX_OK;
}

/* ---- units ---- */

/* How the units of two lines compare. What is not stated is its own kind. */
static gx_unit_match compare_units(const gx_chart_builder *b, const gx_line *from,
                                   const gx_line *to, double *factor)
{
    gx_unit unit[2];
    *factor = 1.0;
    if (strcmp(from->units, to->units) == 0)
        return GX_UNIT_SAME;
    gx_units *names = gx_units_new(b->arena, NULL, b->ds);
    if (!gx_unit_parse(&unit[0], from->units, names) ||
        !gx_unit_parse(&unit[1], to->units, names) || unit[0].is_any || unit[1].is_any)
        return GX_UNIT_OTHER;
    return gx_unit_compare(&unit[0], &unit[1], factor);
}

/* Give a line the unit of the same one of another result. */
static gx_err convert(const gx_chart_builder *b, gx_line *line, const gx_line *first)
{
    const gx_name *name = &b->figure->parts.at[line->part].variable;
    double factor = 1.0;
    switch (compare_units(b, line, first, &factor)) {
    case GX_UNIT_SAME:
        return GX_OK;
    case GX_UNIT_OTHER:
        return gx_error(b->ds, GX_CODE_VALUE, name->loc,
                        "'%s' is in '%s' in '%s', and in '%s' in '%s'", name->text,
                        first->units, first->result->path, line->units,
                        line->result->path);
    case GX_UNIT_SCALED:
        break;
    }
    gx_warning(b->ds, GX_CODE_VALUE, name->loc,
               "'%s' is in '%s' in '%s': it is converted to '%s', as in '%s'", name->text,
               line->units, line->result->path, first->units, first->result->path);
    for (int32_t i = 0; i < line->length; i++)
        line->y[i] *= factor;
    line->units = first->units;
    return GX_OK;
}

/* Two lines on one axis. */
static void warn_of_axis(const gx_chart_builder *b, const gx_line *first,
                         const gx_line *line, const gx_name *name)
{
    double factor = 1.0;
    if (*line->units && *first->units &&
        compare_units(b, line, first, &factor) != GX_UNIT_SAME)
        gx_warning(b->ds, GX_CODE_VALUE, name->loc,
                   "'%s' is in '%s' and '%s' in '%s', on one axis",
                   b->figure->parts.at[first->part].variable.text, first->units,
                   name->text, line->units);
}

gx_err gx_line_of_band(const gx_chart_builder *b, gx_line *line, const gx_result *result,
                       const gx_name *name)
{
    const gx_var *var = NULL;
    gx_wish w;
    *line = (gx_line){.label = "", .element = "", .result = result, .part = -1};
    gx_err err = find_var(b, &var, &w, result, name);
    if (!err && var->dim_count != 1)
        err = gx_error(b->ds, GX_CODE_UNSUPPORTED, name->loc,
                       "'%s' is not one line over time", name->text);
    if (err)
        return err;
    fill(line, b, var, 0);
    gx_diags *quiet = gx_diags_new(b->ds->oom); /* its lines say what is wrong */
    gx_chart_builder look = *b;
    gx_line first = {.part = 0};
    look.ds = quiet;
    if (!find_var(&look, &var, &w, result, &b->figure->parts.at[0].variable)) {
        first.units = var->units;
        warn_of_axis(b, &first, line, name);
    }
    gx_diags_free(quiet);
    return err;
}

const char *gx_lines_units(const gx_chart_builder *b, const gx_lines *all)
{
    const gx_line *first = all->count ? &all->at[0] : NULL;
    double factor = 1.0;
    for (int32_t k = 1; k < all->count; k++)
        if (compare_units(b, &all->at[k], first, &factor) != GX_UNIT_SAME)
            return "";
    const gx_line plain = {.units = "Dmnl"};
    if (!first || compare_units(b, first, &plain, &factor) == GX_UNIT_SAME)
        return "";
    const char *name = b->figure->parts.at[first->part].variable.text;
    return gx_units_drawn(first->result->labels, name, first->units, b->language,
                          b->arena);
}

const char *gx_lines_time(const gx_chart_builder *b)
{
    const gx_frame *frame = b->result[0].frame;
    int32_t time = gx_frame_find_dim(frame, "time");
    const gx_line of = {.units = time < 0 ? "" : frame->dims.at[time].units};
    const gx_line year = {.units = "year"};
    double factor = 1.0;
    if (!*of.units || compare_units(b, &of, &year, &factor) == GX_UNIT_SAME)
        return "";
    return gx_arena_format(
        b->arena, gx_say(b->language, "unit of time: %s"),
        gx_units_drawn(b->result[0].labels, "Time", of.units, b->language, b->arena));
}

void gx_lines_warn_units(const gx_chart_builder *b, const gx_lines *all)
{
    for (int32_t k = 1; k < all->count; k++) {
        const gx_line *line = &all->at[k];
        if (line->part != all->at[k - 1].part)
            warn_of_axis(b, &all->at[0], line, &b->figure->parts.at[line->part].variable);
    }
}

/* ---- several results ---- */

/* Say which elements of a part a result does not have. */
static void warn_of_missing(const gx_chart_builder *b, const gx_lines *taken,
                            const gx_result *result, int32_t part)
{
    const gx_name *name = &b->figure->parts.at[part].variable;
    const char *first = NULL;
    int32_t count = 0;
    for (int32_t k = 0; k < taken->count; k++) {
        if (taken->at[k].x || taken->at[k].part != part)
            continue;
        first = first ? first : taken->at[k].element;
        count++;
    }
    if (count > 1)
        gx_warning(b->ds, GX_CODE_SUBSCRIPT, name->loc,
                   "'%s' lacks %d elements of '%s', '%s' the first", result->path,
                   (int)count, name->text, first);
    else if (count && *first)
        gx_warning(b->ds, GX_CODE_SUBSCRIPT, name->loc,
                   "'%s' has no element '%s' of '%s'", result->path, first, name->text);
    else if (count)
        gx_warning(b->ds, GX_CODE_SUBSCRIPT, name->loc,
                   "'%s' has no '%s' without elements", result->path, name->text);
}

/* Bring the lines of a result into the order of `all`, in its units. */
static gx_err match(const gx_chart_builder *b, const gx_lines *all, gx_lines *taken)
{
    gx_lines own = *taken;
    gx_map *known = gx_map_new(b->arena);
    gx_err err = GX_OK;
    *taken = (gx_lines){0};
    for (int32_t k = 0; k < own.count; k++)
        gx_map_put(known, own.at[k].key, k);
    for (int32_t k = 0; k < all->count && !err; k++) {
        int32_t at = gx_map_find(known, all->at[k].key);
        gx_line *line = GX_ADD(b->arena, taken);
        *line = at < 0 ? all->at[k] : own.at[at];
        line->label = all->at[k].label;
        if (at >= 0) {
            err = convert(b, line, &all->at[k]);
            continue;
        }
        line->length = 0;
        line->x = line->y = NULL;
    }
    return err;
}

gx_err gx_lines_read(const gx_chart_builder *b, gx_lines *all, gx_lines *taken)
{
    gx_map *known = gx_map_new(b->arena);
    gx_err err = GX_OK;
    for (int32_t i = 0; !err && i < b->result_count; i++) {
        for (int32_t p = 0; !err && p < b->figure->parts.count; p++)
            err = add_lines(b, &taken[i], &b->result[i], p);
        for (int32_t k = 0; !err && k < taken[i].count; k++)
            if (gx_map_put(known, taken[i].at[k].key, all->count))
                *GX_ADD(b->arena, all) = taken[i].at[k];
    }
    for (int32_t i = 0; !err && i < b->result_count; i++) {
        err = match(b, all, &taken[i]);
        for (int32_t p = 0; !err && p < b->figure->parts.count; p++)
            warn_of_missing(b, &taken[i], &b->result[i], p);
    }
    return err;
}
