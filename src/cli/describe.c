/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What readers of netCDF show beside numbers (CF-1.10), in both languages: names and
 * units from the labels, the model's own words as comment. */
#include "cli/cli.h"

#include <string.h>

/* Dimensions that every model has. */
static const struct {
    const char *dim, *attribute, *text;
} known_dims[] = {
    {"time", "axis", "T"},
    {"time", "long_name_zh", "时间"},
    {"run", "standard_name", "realization"},
    {"run", "long_name_zh", "运行"},
};

static void set(gx_frame *frame, gx_attributes *list, const char *name, const char *text)
{
    if (text && *text)
        gx_attribute_set(frame->arena, list, name, text);
}

/* A statistic keeps its own words and gets those of its output beside them. */
static void describe_statistic(gx_frame *frame, gx_var *var, const gx_label *label)
{
    set(frame, &var->attributes, "gaoxin_output_en", label ? label->name.en : NULL);
    set(frame, &var->attributes, "gaoxin_output_zh", label ? label->name.zh : NULL);
    if (!*var->units || !label)
        return;
    set(frame, &var->attributes, "units_en", label->units.en);
    set(frame, &var->attributes, "units_zh", label->units.zh);
}

static void describe_var(gx_frame *frame, gx_var *var, const gx_label *label)
{
    set(frame, &var->attributes, "comment", var->title);
    var->title = "";
    if (!label)
        return;
    if (label->name.en)
        var->title = gx_arena_text(frame->arena, label->name.en, strlen(label->name.en));
    set(frame, &var->attributes, "long_name_zh", label->name.zh);
    set(frame, &var->attributes, "units_en", label->units.en);
    set(frame, &var->attributes, "units_zh", label->units.zh);
}

/* What the elements of a range are called, in their order, when any has a label. */
static void describe_elements(const gx_experiment *x, gx_frame *frame, gx_dim *dim)
{
    enum { MOST = 500, LARGEST = 60000 }; /* an attribute is small */
    static const char *const names[GX_LANG_COUNT] = {"elements_en", "elements_zh"};
    for (gx_language l = 0; l < GX_LANG_COUNT && dim->length <= MOST; l++) {
        bool has_label = false;
        gx_buf all;
        gx_buf_init(&all, gx_arena_oom(frame->arena));
        for (int32_t e = 0; e < dim->length; e++) {
            const char *name = dim->label[e];
            const char *called = gx_called_whole(x->labels, name, l, frame->arena);
            has_label |= called != name;
            gx_buf_print(&all, "%s%s", e ? "; " : "", called);
        }
        bool fits = has_label && all.length < LARGEST;
        set(frame, &dim->attributes, names[l], fits ? all.text : NULL);
        gx_buf_clear(&all);
    }
}

void gx_experiment_describe(const gx_experiment *x, gx_frame *frame)
{
    gx_map *labels = gx_map_new(frame->arena);
    for (int32_t i = 0; x->labels && i < x->labels->list.count; i++) {
        const char *name = x->labels->list.at[i].variable.text;
        gx_map_put(labels, gx_text_key(frame->arena, name, strlen(name)), i);
    }
    for (int32_t v = 0; v < frame->vars.count; v++) {
        gx_var *var = &frame->vars.at[v];
        const char *of = gx_attribute_find(&var->attributes, "gaoxin_output");
        const char *name = of ? of : var->name; /* a statistic is named as its output */
        const char *key =
            gx_text_key(frame->arena, name, (size_t)(gx_text_elements(name) - name));
        int32_t label = gx_map_find(labels, key);
        const gx_label *found = label < 0 ? NULL : &x->labels->list.at[label];
        if (of)
            describe_statistic(frame, var, found);
        else
            describe_var(frame, var, found);
    }
    for (int32_t d = 0; d < frame->dims.count; d++)
        if (frame->dims.at[d].label)
            describe_elements(x, frame, &frame->dims.at[d]);
    for (size_t i = 0; i < sizeof known_dims / sizeof *known_dims; i++) {
        int32_t dim = gx_frame_find_dim(frame, known_dims[i].dim);
        if (dim >= 0)
            set(frame, &frame->dims.at[dim].attributes, known_dims[i].attribute,
                known_dims[i].text);
    }
}
