/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/values.h"

#include <math.h>
#include <string.h>

const char *gx_value_text(gx_arena *arena, double value)
{
    return isnan(value) ? "-" : gx_arena_format(arena, "%.6g", value);
}

/* ---- what was asked for ---- */

gx_wish gx_wish_split(const char *text, gx_arena *arena)
{
    const char *at = gx_text_elements(text);
    const char *end_of_text = at + strlen(at);
    gx_wish w = {.name = gx_arena_text(arena, text, (size_t)(at - text))};
    while (end_of_text > at && end_of_text[-1] == ' ')
        end_of_text--;
    w.is_open = *at && end_of_text[-1] != ']';
    at += *at == '[';
    while (*at && *at != ']' && w.count < GX_MAX_DIMS) {
        at += strspn(at, " ");
        size_t step = strcspn(at, ",]"), end = step;
        while (end && at[end - 1] == ' ')
            end--;
        w.sub[w.count++] = gx_arena_text(arena, at, end);
        at += step + (at[step] == ',');
    }
    return w;
}

/* The element of a dimension that was typed, or -1. */
static int32_t find_element(const gx_result *result, const gx_dim *dim, const char *sub)
{
    int32_t e = dim->length - 1;
    while (e >= 0 &&
           !gx_is_called(result->labels, dim->label[e], sub, result->frame->arena))
        e--;
    return e;
}

/* Which element of each dimension, -1 for all of them. */
static gx_err choose(int32_t *chosen, const gx_result *result, const gx_var *var,
                     const gx_wish *w, gx_diags *ds)
{
    int32_t used = 0, subscripts = 0;
    for (int32_t d = 0; d < var->dim_count; d++)
        subscripts += result->frame->dims.at[var->dim[d]].label != NULL;
    if (w->count != subscripts)
        return gx_error(ds, GX_CODE_SUBSCRIPT, GX_NOWHERE,
                        "'%s' has %d subscripts, not %d", w->name, (int)subscripts,
                        (int)w->count);
    for (int32_t d = 0; d < var->dim_count; d++) {
        const gx_dim *dim = &result->frame->dims.at[var->dim[d]];
        chosen[d] = -1;
        if (!dim->label || strcmp(w->sub[used++], "*") == 0)
            continue;
        chosen[d] = find_element(result, dim, w->sub[used - 1]);
        if (chosen[d] < 0)
            return gx_error(ds, GX_CODE_SUBSCRIPT, GX_NOWHERE, "'%s' has no element '%s'",
                            dim->name, w->sub[used - 1]);
    }
    return GX_OK;
}

/* Add one element of a variable to the frame, as a variable without subscripts. */
static int32_t add_element(gx_frame *frame, int32_t whole, const int32_t *element)
{
    const gx_var from = frame->vars.at[whole];
    const char *subs = "";
    int32_t dim[GX_MAX_DIMS], count = 0;
    for (int32_t d = 0; d < from.dim_count; d++) {
        const gx_dim *along = &frame->dims.at[from.dim[d]];
        if (!along->label)
            dim[count++] = from.dim[d];
        else
            subs = gx_arena_format(frame->arena, "%s%s%s", subs, *subs ? "," : "",
                                   along->label[element[d]]);
    }
    int32_t part =
        gx_frame_add_var(frame, gx_arena_format(frame->arena, "%s[%s]", from.name, subs),
                         from.units, count, dim);
    gx_var *to = &frame->vars.at[part];
    size_t size = gx_var_size(frame, &from), used = 0;
    for (size_t i = 0; i < size; i++) {
        bool is_it = true;
        size_t rest = i;
        for (int32_t d = from.dim_count - 1; d >= 0; d--) {
            const gx_dim *along = &frame->dims.at[from.dim[d]];
            is_it &= !along->label || rest % (size_t)along->length == (size_t)element[d];
            rest /= (size_t)along->length;
        }
        if (is_it)
            to->value[used++] = from.value[i];
    }
    return part;
}

/* The elements that were chosen, the last subscript fastest. */
static void add_elements(gx_places *var, gx_frame *frame, int32_t whole,
                         const int32_t *chosen)
{
    const gx_var from = frame->vars.at[whole];
    int32_t element[GX_MAX_DIMS] = {0};
    for (int32_t d = 0; d >= 0;) {
        bool is_wished = true;
        for (int32_t k = 0; k < from.dim_count; k++)
            is_wished &= chosen[k] < 0 || element[k] == chosen[k];
        if (is_wished)
            *GX_ADD(frame->arena, var) = add_element(frame, whole, element);
        for (d = from.dim_count - 1; d >= 0; d--) {
            const gx_dim *along = &frame->dims.at[from.dim[d]];
            if (along->label && ++element[d] < along->length)
                break;
            element[d] = 0;
        }
    }
}

/* The variable that a name is of; `w` has no elements when it is all of it. */
static gx_err find_whole(int32_t *whole, gx_wish *w, const gx_frame *frame,
                         const char *typed, gx_diags *ds)
{
    const char *name = gx_name_typed(frame, typed, ds->arena);
    *w = (gx_wish){.name = name};
    *whole = gx_frame_find_var(frame, name);
    if (*whole >= 0)
        return GX_OK;
    *w = gx_wish_split(name, ds->arena);
    if (w->is_open)
        return gx_error(ds, GX_CODE_SUBSCRIPT, GX_NOWHERE, "'%s' does not end in ']'",
                        typed);
    *whole = w->count ? gx_frame_find_var(frame, w->name) : -1;
    if (*whole >= 0)
        return GX_OK;
    gx_err err =
        gx_error(ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE, "the result has no '%s'", typed);
    gx_suggest_var(frame, typed, ds);
    return err;
}

gx_err gx_values_known(gx_texts *known, const gx_frame *frame, const gx_texts *names,
                       int32_t from, gx_diags *ds)
{
    gx_err err = GX_OK;
    for (int32_t i = from; i < names->count && !err; i++) {
        int32_t whole = -1;
        gx_wish w;
        err = find_whole(&whole, &w, frame, names->at[i], ds);
        if (!err)
            *GX_ADD(ds->arena, known) = gx_arena_format(
                ds->arena, "%s", frame->vars.at[whole].name); /* outlives the frame */
    }
    return err;
}

static gx_err find(gx_places *var, const gx_result *result, const char *typed,
                   gx_diags *ds)
{
    gx_frame *frame = result->frame;
    int32_t chosen[GX_MAX_DIMS], whole = -1;
    gx_wish w;
    gx_err err = find_whole(&whole, &w, frame, typed, ds);
    if (!err && !w.count)
        *GX_ADD(frame->arena, var) = whole;
    if (err || !w.count)
        return err;
    err = choose(chosen, result, &frame->vars.at[whole], &w, ds);
    if (!err)
        add_elements(var, frame, whole, chosen);
    return err;
}

gx_err gx_values_find(gx_places *var, const gx_result *result, const gx_texts *names,
                      int32_t first, gx_diags *ds)
{
    gx_err err = GX_OK;
    for (int32_t i = first; i < names->count; i++) {
        gx_err bad = find(var, result, names->at[i], ds);
        err = err ? err : bad;
    }
    return err;
}

/* ---- table ---- */

/* `name[a,b]` of element `e` of a variable, a number of a dimension without names; its
 * name for a plain series. */
static const char *element_name(const gx_result *result, const gx_var *var, int32_t e,
                                gx_language language)
{
    const gx_frame *frame = result->frame;
    const char *text = "";
    for (int32_t i = var->dim_count - 1; i >= 0; i--) {
        const gx_dim *dim = &frame->dims.at[var->dim[i]];
        int32_t at = e % dim->length;
        if (strcmp(dim->name, "run") == 0 || strcmp(dim->name, "time") == 0)
            break;
        const char *one =
            dim->label
                ? gx_called_typed(result->labels, dim->label[at], language, frame->arena)
                : gx_arena_format(frame->arena, "%g", dim->value ? dim->value[at] : at);
        text = gx_arena_format(frame->arena, "%s%s%s", one, *text ? "," : "", text);
        e /= dim->length;
    }
    return gx_arena_format(
        frame->arena, "%s%s%s%s",
        gx_called_typed(result->labels, var->name, language, frame->arena),
        *text ? "[" : "", text, *text ? "]" : "");
}

/* A column of the table: one element of a variable, at every run and time. */
typedef struct column {
    const char *title;
    const gx_var *var;
    int32_t element, elements; /* after run and time */
    bool has_run, has_time;
} column;

typedef struct columns {
    GX_LIST(column) list;
    const gx_frame *frame;
    bool have_run, have_time; /* some column */
} columns;

static bool has_dim(const gx_frame *frame, const gx_var *var, const char *name)
{
    for (int32_t i = 0; i < var->dim_count; i++)
        if (strcmp(frame->dims.at[var->dim[i]].name, name) == 0)
            return true;
    return false;
}

static int32_t length_of(const gx_frame *frame, const char *name)
{
    int32_t dim = gx_frame_find_dim(frame, name);
    return dim < 0 ? 1 : frame->dims.at[dim].length;
}

/* `part` is what the title says of the runs, "" for nothing. */
static void add_columns(columns *c, const gx_result *result, int32_t v, const char *part,
                        gx_language language)
{
    const gx_frame *frame = result->frame;
    const gx_var *var = &frame->vars.at[v];
    column one = {.var = var,
                  .has_run = has_dim(frame, var, "run"),
                  .has_time = has_dim(frame, var, "time")};
    size_t elements = gx_var_size(frame, var);
    elements /= one.has_run ? (size_t)length_of(frame, "run") : 1;
    elements /= one.has_time ? (size_t)length_of(frame, "time") : 1;
    one.elements = (int32_t)elements;
    c->have_run |= one.has_run;
    c->have_time |= one.has_time;
    for (one.element = 0; one.element < one.elements; one.element++) {
        one.title = element_name(result, var, one.element, language);
        if (*part)
            one.title = gx_arena_format(frame->arena, "%s, %s", one.title, part);
        *GX_ADD(frame->arena, &c->list) = one;
    }
}

static double value_at(const column *c, int32_t run, int32_t time, int32_t times)
{
    size_t at = c->has_run ? (size_t)run : 0;
    at = c->has_time ? at * (size_t)times + (size_t)time : at;
    return c->var->value[at * (size_t)c->elements + (size_t)c->element];
}

/* A row for each run and time that some column has. */
static void print_columns(const columns *c, gx_language language, gx_buf *out)
{
    const gx_frame *frame = c->frame;
    gx_arena *arena = frame->arena;
    int32_t runs = c->have_run ? length_of(frame, "run") : 1;
    int32_t times = c->have_time ? length_of(frame, "time") : 1;
    int32_t lead = c->have_run + c->have_time, width = lead + c->list.count;
    gx_table_column *head = GX_ARRAY(arena, gx_table_column, width);
    const char **cell =
        GX_ARRAY(arena, const char *, (size_t)runs *(size_t)times *(size_t)width);
    const char **at = cell;
    head[0] = (gx_table_column){gx_say(language, "Run"), true};
    if (c->have_time)
        head[lead - 1] = (gx_table_column){gx_say(language, "Time"), true};
    for (int32_t i = 0; i < c->list.count; i++)
        head[lead + i] = (gx_table_column){c->list.at[i].title, true};
    for (int32_t row = 0; row < runs * times; row++) {
        int32_t run = row / times, time = row % times;
        if (c->have_run)
            *at++ = gx_value_text(
                arena, frame->dims.at[gx_frame_find_dim(frame, "run")].value[run]);
        if (c->have_time)
            *at++ = gx_arena_format(
                arena, "%.10g",
                frame->dims.at[gx_frame_find_dim(frame, "time")].value[time]);
        for (int32_t i = 0; i < c->list.count; i++)
            *at++ = gx_value_text(arena, value_at(&c->list.at[i], run, time, times));
    }
    gx_table_print(head, width, cell, runs * times, out);
}

void gx_values_print(const gx_result *result, int32_t count, const gx_places *var,
                     gx_language language, gx_buf *out)
{
    columns c = {.frame = result[0].frame};
    for (int32_t i = 0; i < var->count; i++) {
        int32_t v = var->at[i];
        bool differs = count > 1 && result[1].frame->vars.at[v].value !=
                                        result[0].frame->vars.at[v].value;
        for (int32_t k = 0; k < (differs ? count : 1); k++)
            add_columns(&c, &result[k], v,
                        differs ? gx_words_in(result[k].part_name, language, "") : "",
                        language);
    }
    print_columns(&c, language, out);
}

/* ---- JSON ---- */

static void add_texts(gx_json *json, const char *name, const gx_attributes *list)
{
    gx_json_open(json, name, '{');
    for (int32_t i = 0; i < list->count; i++)
        gx_json_text(json, list->at[i].name, list->at[i].text);
    gx_json_close(json, '}');
}

static void add_embedded(gx_json *json, const gx_frame *frame)
{
    gx_json_open(json, "embedded", '[');
    for (int32_t i = 0; i < frame->texts.count; i++) {
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "name", frame->texts.at[i].name);
        gx_json_number(json, "bytes", (double)strlen(frame->texts.at[i].text));
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

static bool is_over(const gx_frame *frame, const gx_places *var, int32_t dim)
{
    for (int32_t i = 0; i < var->count; i++)
        for (int32_t d = 0; d < frame->vars.at[var->at[i]].dim_count; d++)
            if (frame->vars.at[var->at[i]].dim[d] == dim)
                return true;
    return false;
}

/* Each dimension with its length; those of some variables with their numbers or names. */
static void add_dims(gx_json *json, const gx_frame *frame, const gx_places *var)
{
    bool whole = var->count > 0;
    gx_json_open(json, "dimensions", '[');
    for (int32_t d = 0; d < frame->dims.count; d++) {
        const gx_dim *dim = &frame->dims.at[d];
        if (whole && !is_over(frame, var, d))
            continue;
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "dimension", dim->name);
        gx_json_text(json, "units", dim->units);
        gx_json_number(json, "length", dim->length);
        if (whole)
            gx_json_open(json, "values", '[');
        for (int32_t i = 0; i < dim->length && whole; i++)
            if (dim->label)
                gx_json_text(json, NULL, dim->label[i]);
            else
                gx_json_number(json, NULL, dim->value ? dim->value[i] : i);
        if (whole)
            gx_json_close(json, ']');
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

/* The values from `*at` on, a list in lists, the outermost of dimension `d`. */
static void add_numbers(gx_json *json, const char *name, const gx_frame *frame,
                        const gx_var *var, int32_t d, const double **at)
{
    if (d == var->dim_count) {
        gx_json_number(json, name, *(*at)++);
        return;
    }
    gx_json_open(json, name, '[');
    for (int32_t i = 0; i < frame->dims.at[var->dim[d]].length; i++)
        add_numbers(json, NULL, frame, var, d + 1, at);
    gx_json_close(json, ']');
}

static void add_var(gx_json *json, const gx_result *result, const gx_var *var,
                    gx_language language, bool whole)
{
    const gx_frame *frame = result->frame;
    const double *at = var->value;
    gx_json_open(json, NULL, '{');
    gx_json_text(json, "variable", var->name);
    gx_json_text(json, "label",
                 gx_called_whole(result->labels, var->name, language, frame->arena));
    gx_json_text(json, "units", var->units);
    gx_json_open(json, "over", '[');
    for (int32_t d = 0; d < var->dim_count; d++)
        gx_json_text(json, NULL, frame->dims.at[var->dim[d]].name);
    gx_json_close(json, ']');
    if (whole)
        add_numbers(json, "values", frame, var, 0, &at);
    gx_json_close(json, '}');
}

/* What the result is and has, or the values of `count` variables. */
void gx_values_json(const gx_result *result, const gx_places *var, gx_language language,
                    gx_buf *out)
{
    const gx_frame *frame = result->frame;
    gx_json json;
    bool whole = var->count > 0;
    gx_json_begin(&json, out, "show");
    gx_json_text(&json, "file", result->path);
    if (!var->count) {
        add_texts(&json, "attributes", &frame->attributes);
        add_embedded(&json, frame);
    }
    add_dims(&json, frame, var);
    gx_json_open(&json, "variables", '[');
    for (int32_t i = 0; i < (whole ? var->count : frame->vars.count); i++)
        add_var(&json, result, &frame->vars.at[whole ? var->at[i] : i], language, whole);
    gx_json_close(&json, ']');
    gx_json_end(&json);
}
