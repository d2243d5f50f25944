/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/frame.h"

#include <math.h>
#include <string.h>

gx_frame *gx_frame_new(gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_frame *frame = GX_NEW(arena, gx_frame);
    frame->arena = arena;
    return frame;
}

void gx_frame_free(gx_frame *frame)
{
    if (frame)
        gx_arena_free(frame->arena);
}

static const char *copy(gx_arena *arena, const char *text)
{
    return text ? gx_arena_text(arena, text, strlen(text)) : "";
}

int32_t gx_frame_add_dim(gx_frame *frame, const char *name, const char *units,
                         int32_t length, const double *value, const char *const *label)
{
    gx_arena *arena = frame->arena;
    gx_dim *dim = GX_ADD(arena, &frame->dims);
    *dim = (gx_dim){
        .name = copy(arena, name), .units = copy(arena, units), .length = length};
    if (value) {
        double *v = GX_ARRAY(arena, double, length);
        memcpy(v, value, (size_t)length * sizeof *v);
        dim->value = v;
    }
    if (label) {
        const char **l = GX_ARRAY(arena, const char *, length);
        for (int32_t i = 0; i < length; i++)
            l[i] = copy(arena, label[i]);
        dim->label = l;
    }
    return frame->dims.count - 1;
}

int32_t gx_frame_add_outside(gx_frame *frame, const char *name, const char *units,
                             int32_t dim_count, const int32_t *dim)
{
    gx_arena *arena = frame->arena;
    gx_var *var = GX_ADD(arena, &frame->vars);
    *var = (gx_var){.name = copy(arena, name),
                    .units = copy(arena, units),
                    .title = "",
                    .dim_count = dim_count};
    for (int32_t i = 0; i < dim_count; i++)
        var->dim[i] = dim[i];
    return frame->vars.count - 1;
}

int32_t gx_frame_add_var(gx_frame *frame, const char *name, const char *units,
                         int32_t dim_count, const int32_t *dim)
{
    int32_t made = gx_frame_add_outside(frame, name, units, dim_count, dim);
    gx_var *var = &frame->vars.at[made];
    size_t size = gx_var_size(frame, var);
    var->value = GX_ARRAY(frame->arena, double, size);
    for (size_t i = 0; i < size; i++)
        var->value[i] = (double)NAN;
    return made;
}

void gx_attribute_set(gx_arena *arena, gx_attributes *list, const char *name,
                      const char *text)
{
    gx_attribute *found = NULL;
    for (int32_t i = 0; i < list->count && !found; i++)
        if (strcmp(list->at[i].name, name) == 0)
            found = &list->at[i];
    if (!found) {
        found = GX_ADD(arena, list);
        found->name = copy(arena, name);
    }
    found->text = copy(arena, text);
}

const char *gx_attribute_find(const gx_attributes *list, const char *name)
{
    for (int32_t i = 0; i < list->count; i++)
        if (strcmp(list->at[i].name, name) == 0)
            return list->at[i].text;
    return NULL;
}

static bool same_name(gx_arena *scratch, const char *a, const char *b)
{
    return strcmp(gx_text_key(scratch, a, strlen(a)),
                  gx_text_key(scratch, b, strlen(b))) == 0;
}

int32_t gx_frame_find_dim(const gx_frame *frame, const char *name)
{
    for (int32_t i = 0; i < frame->dims.count; i++)
        if (same_name(frame->arena, frame->dims.at[i].name, name))
            return i;
    return -1;
}

int32_t gx_frame_find_var(const gx_frame *frame, const char *name)
{
    for (int32_t i = 0; i < frame->vars.count; i++)
        if (same_name(frame->arena, frame->vars.at[i].name, name))
            return i;
    return -1;
}

size_t gx_var_size(const gx_frame *frame, const gx_var *var)
{
    size_t size = 1;
    for (int32_t i = 0; i < var->dim_count; i++)
        size *= (size_t)frame->dims.at[var->dim[i]].length;
    return size;
}

bool gx_frame_series(const gx_frame *frame, const gx_var *var, int32_t run,
                     int32_t element, double *out)
{
    int32_t time = 0;
    while (time < var->dim_count &&
           strcmp(frame->dims.at[var->dim[time]].name, "time") != 0)
        time++;
    if (time == var->dim_count)
        return false;
    int32_t times = frame->dims.at[var->dim[time]].length;
    size_t elements = 1;
    for (int32_t i = time + 1; i < var->dim_count; i++)
        elements *= (size_t)frame->dims.at[var->dim[i]].length;
    const double *at = var->value + (size_t)run * (size_t)times * elements;
    for (int32_t t = 0; t < times; t++)
        out[t] = at[(size_t)t * elements + (size_t)element];
    return true;
}

/* ---- comparison ---- */

/* Tables print times with six digits: 12.03125 comes as 12.0312. */
static int32_t time_index(const gx_dim *time, double at)
{
    for (int32_t t = 0; t < time->length; t++)
        if (fabs(time->value[t] - at) <= 5.1e-6 * fabs(at))
            return t;
    return -1;
}

static void compare_var(const gx_frame *a, const gx_var *va, const gx_frame *b,
                        const gx_var *vb, double relative, double absolute, double digit,
                        gx_difference *worst)
{
    const gx_dim *ta = &a->dims.at[gx_frame_find_dim(a, "time")];
    const gx_dim *tb = &b->dims.at[gx_frame_find_dim(b, "time")];
    size_t elements = gx_var_size(a, va) / (size_t)ta->length;
    if (elements != gx_var_size(b, vb) / (size_t)tb->length) {
        worst->missing++;
        return;
    }
    double largest = 0.0;
    for (size_t i = 0; i < gx_var_size(a, va); i++)
        largest = fmax(largest, fabs(va->value[i]));
    for (int32_t t = 0; t < ta->length; t++) {
        int32_t u = time_index(tb, ta->value[t]);
        worst->missing += u < 0;
        for (size_t e = 0; e < elements && u >= 0; e++) {
            double x = va->value[(size_t)t * elements + e];
            double y = vb->value[(size_t)u * elements + e];
            if (isnan(x))
                continue; /* the reference says nothing here */
            double allowed =
                fmax(fmax(relative * fabs(x), digit), absolute * fmin(1.0, largest));
            double excess = x == y ? 0.0 : fabs(x - y) / allowed;
            if (!(excess <= worst->excess))
                *worst = (gx_difference){.var = va->name,
                                         .at = ta->value[t],
                                         .a = x,
                                         .b = y,
                                         .excess = isnan(excess) ? HUGE_VAL : excess,
                                         .missing = worst->missing};
        }
    }
}

gx_difference gx_frame_compare(const gx_frame *a, const gx_frame *b, double relative,
                               double absolute, const double *digit)
{
    gx_difference worst = {.var = NULL};
    for (int32_t i = 0; i < a->vars.count; i++) {
        int32_t j = gx_frame_find_var(b, a->vars.at[i].name);
        if (j < 0)
            worst.missing++;
        else
            compare_var(a, &a->vars.at[i], b, &b->vars.at[j], relative, absolute,
                        digit ? digit[i] : 0.0, &worst);
    }
    return worst;
}
