/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin sensitivity: the statistics of a merged sweep, input by input and time by time.
 */
#include "cli/cli.h"
#include "store/store.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct request {
    const char *output, *time, *statistic;
    gx_language language;
    bool is_json;
} request;

/* A statistic with its half-width (NULL: there is none). */
typedef struct entry {
    const gx_var *value, *half;
    const char *output, *estimator, *statistic, *threshold;
} entry;

static const char *said(const gx_var *var, const char *name)
{
    const char *text = gx_attribute_find(&var->attributes, name);
    return text ? text : "";
}

static bool is_wanted(const char *wanted, const char *text, gx_arena *arena)
{
    return !wanted || strcmp(gx_text_key(arena, wanted, strlen(wanted)),
                             gx_text_key(arena, text, strlen(text))) == 0;
}

/* The times that are printed: [count] indices. */
static gx_err choose_times(const gx_frame *frame, const request *r, int32_t *at,
                           int32_t *count, gx_diags *ds)
{
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    double at_time = 0.0;
    if (r->time && !gx_text_to_number(r->time, &at_time))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'--time %s': expected a time",
                        r->time);
    *count = 0;
    for (int32_t t = 0; t < time->length; t++)
        if (!r->time || fabs(time->value[t] - at_time) < 1e-6)
            at[(*count)++] = t;
    return *count ? GX_OK
                  : gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                             "'--time %s': the result has no such time", r->time);
}

/* The dimension of a statistic beside time, or NULL. */
static const gx_dim *over(const gx_frame *frame, const gx_var *var)
{
    return var->dim_count == 2 ? &frame->dims.at[var->dim[1]] : NULL;
}

/* The name of an input in Chinese, of the list that describes the dimension, or NULL. */
static const char *chinese_name(const gx_dim *dim, int32_t i, gx_buf *buf)
{
    static const char between[] = "; ";
    const char *at = gx_attribute_find(&dim->attributes, "elements_zh");
    for (; at && i > 0; i--) {
        at = strstr(at, between);
        at = at ? at + strlen(between) : NULL;
    }
    if (!at)
        return NULL;
    const char *end = strstr(at, between);
    gx_buf_empty(buf);
    gx_buf_add(buf, at, end ? (size_t)(end - at) : strlen(at));
    return buf->text;
}

static const char *place_name(const gx_dim *dim, int32_t i, gx_language language,
                              gx_buf *buf)
{
    const char *zh = dim && language == GX_LANG_ZH ? chinese_name(dim, i, buf) : NULL;
    if (!dim || dim->label)
        return zh ? zh : dim ? dim->label[i] : "";
    gx_buf_empty(buf);
    gx_buf_number(buf, dim->value[i]);
    return buf->text;
}

static void print_number(gx_buf *out, double value)
{
    if (isnan(value))
        gx_buf_print(out, " %12s", "-");
    else
        gx_buf_print(out, " %12.5g", value);
}

static void print_entry(const gx_frame *frame, const entry *e, const int32_t *at,
                        int32_t count, gx_language language, gx_buf *out)
{
    const gx_dim *dim = over(frame, e->value);
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    int32_t length = dim ? dim->length : 1;
    gx_buf name;
    gx_buf_init(&name, out->oom);
    const char *called = said(e->value, "gaoxin_output_zh");
    gx_buf_print(out, gx_say(language, "%s: %s, %s"),
                 language == GX_LANG_ZH && *called ? called : e->output, e->estimator,
                 gx_say(language, e->statistic));
    if (*e->threshold)
        gx_buf_print(out, gx_say(language, " at %s"), e->threshold);
    gx_buf_print(out, "%s%s\n", *e->value->units ? gx_say(language, ", ") : "",
                 e->value->units);
    gx_buf_print(out, "%s", gx_say(language, "  Time            value\n"));
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < length; i++) {
            int32_t place = at[k] * length + i;
            gx_buf_print(out, "  %-8g", time->value[at[k]]);
            print_number(out, e->value->value[place]);
            if (e->half) {
                gx_buf_print(out, " +-");
                print_number(out, e->half->value[place]);
            }
            gx_buf_print(out, "  %s\n", place_name(dim, i, language, &name));
        }
    gx_buf_clear(&name);
}

static void json_entry(const gx_frame *frame, const entry *e, const int32_t *at,
                       int32_t count, gx_json *json)
{
    const gx_dim *dim = over(frame, e->value);
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    int32_t length = dim ? dim->length : 1;
    gx_buf name;
    gx_buf_init(&name, gx_arena_oom(frame->arena));
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < length; i++) {
            int32_t place = at[k] * length + i;
            gx_json_open(json, NULL, '{');
            gx_json_text(json, "output", e->output);
            gx_json_text(json, "estimator", e->estimator);
            gx_json_text(json, "statistic", e->statistic);
            if (*e->threshold)
                gx_json_text(json, "threshold", e->threshold);
            gx_json_number(json, "time", time->value[at[k]]);
            if (dim)
                gx_json_text(json, dim->name, place_name(dim, i, GX_LANG_EN, &name));
            gx_json_number(json, "value", e->value->value[place]);
            if (e->half)
                gx_json_number(json, "half_width", e->half->value[place]);
            gx_json_close(json, '}');
        }
    gx_buf_clear(&name);
}

/* ---- the statistics of a file ---- */

static const gx_var *find_half(const gx_frame *frame, const gx_var *value)
{
    const char *name = gx_arena_format(frame->arena, "%s half-width", value->name);
    int32_t v = gx_frame_find_var(frame, name);
    return v < 0 ? NULL : &frame->vars.at[v];
}

static void print_all(const gx_frame *frame, const request *r, const int32_t *at,
                      int32_t count, int32_t *found, gx_buf *out)
{
    gx_json json;
    if (r->is_json) {
        gx_json_begin(&json, out, "sensitivity");
        gx_json_open(&json, "statistics", '[');
    }
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        entry e = {.value = var,
                   .half = find_half(frame, var),
                   .output = said(var, "gaoxin_output"),
                   .estimator = said(var, "gaoxin_estimator"),
                   .statistic = said(var, "gaoxin_statistic"),
                   .threshold = said(var, "gaoxin_threshold")};
        if (!*e.estimator || *said(var, "gaoxin_half_width") ||
            !is_wanted(r->output, e.output, frame->arena) ||
            !(is_wanted(r->statistic, e.statistic, frame->arena) ||
              is_wanted(r->statistic, e.estimator, frame->arena)))
            continue;
        ++*found;
        if (r->is_json)
            json_entry(frame, &e, at, count, &json);
        else
            print_entry(frame, &e, at, count, r->language, out);
    }
    if (r->is_json) {
        gx_json_close(&json, ']');
        gx_json_end(&json);
    }
}

/* The different values of an attribute of all statistics, and whether one is wanted. */
static bool list_said(gx_buf *list, const gx_frame *frame, const char *attribute,
                      const char *wanted)
{
    bool found = false;
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const char *name = said(&frame->vars.at[v], attribute);
        bool is_new = *name && !*said(&frame->vars.at[v], "gaoxin_half_width");
        for (int32_t u = 0; u < v && is_new; u++)
            is_new = strcmp(said(&frame->vars.at[u], attribute), name) != 0;
        if (is_new)
            gx_buf_print(list, "%s%s", list->length ? ", " : "", name);
        found = found || (*name && is_wanted(wanted, name, frame->arena));
    }
    return found;
}

static gx_err nothing_found(const gx_frame *frame, const char *path, const request *r,
                            gx_diags *ds)
{
    gx_buf outputs, estimators;
    gx_buf_init(&outputs, ds->oom);
    gx_buf_init(&estimators, ds->oom);
    bool has_output = list_said(&outputs, frame, "gaoxin_output", r->output);
    list_said(&estimators, frame, "gaoxin_estimator", NULL);
    gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                          has_output ? "'%s' has no such statistic"
                                     : "'%s' has no statistics of such an output",
                          path);
    if (estimators.length)
        gx_note(ds, GX_NOWHERE, "it has %s of %s", estimators.text, outputs.text);
    gx_buf_clear(&outputs);
    gx_buf_clear(&estimators);
    return err;
}

static gx_err print_frame(const gx_frame *frame, const char *path, const request *r,
                          gx_diags *ds)
{
    int32_t time = gx_frame_find_dim(frame, "time"), count = 0, found = 0;
    if (time < 0 || !gx_attribute_find(&frame->attributes, "gaoxin_study"))
        return gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                        "'%s' is no result of 'gaoxin sweep merge'", path);
    int32_t *at = GX_ARRAY(frame->arena, int32_t, frame->dims.at[time].length);
    gx_err err = choose_times(frame, r, at, &count, ds);
    if (err)
        return err;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    print_all(frame, r, at, count, &found, &out);
    if (!found) {
        gx_buf_clear(&out);
        return nothing_found(frame, path, r, ds);
    }
    gx_print_buf(&out, ds);
    return GX_OK;
}

gx_err gx_cmd_sensitivity(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &r.output, "NAME", "of this output only"},
        {"time", 't', GX_OPT_TEXT, &r.time, "TIME", "at this Time of the model only"},
        {"statistic", 0, GX_OPT_TEXT, &r.statistic, "NAME",
         "this statistic, or those of this estimator, only"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print JSON"},
    };
    const gx_usage usage = {
        .name = "sensitivity",
        .arguments = "RESULT",
        .least = 1,
        .most = 1,
        .doc = "Print the statistics of a merged sweep, by time and input, with half of "
               "their 95 %\n"
               "intervals where the study has replicates.\n",
        .examples = "  gaoxin sensitivity study.nc --time 2021 --statistic sobol\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    gx_frame *frame = NULL;
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    r.language = gx_language_of(ds);
    gx_err err = gx_h5_read_without(&frame, args.at[0], "run", ds);
    if (!err)
        err = print_frame(frame, args.at[0], &r, ds);
    gx_frame_free(frame);
    return err;
}
