/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What things are called in a language: by the labels file, else as the model does. */
#include "cli/cli.h"

#include <string.h>

const gx_label *gx_label_find(const gx_labels *labels, const char *name, gx_arena *arena)
{
    const char *key = gx_text_key(arena, name, strlen(name));
    for (int32_t i = 0; labels && i < labels->list.count; i++) {
        const char *text = labels->list.at[i].variable.text;
        if (strcmp(gx_text_key(arena, text, strlen(text)), key) == 0)
            return &labels->list.at[i];
    }
    return NULL;
}

/* A label is part of a line, whatever is in it. */
static const char *in_line(const char *label, gx_arena *arena)
{
    gx_buf line;
    gx_buf_init(&line, gx_arena_oom(arena));
    gx_buf_line(&line, label, strlen(label), " ");
    const char *kept = strcmp(line.text, label) == 0
                           ? label
                           : gx_arena_text(arena, line.text, line.length);
    gx_buf_clear(&line);
    return kept;
}

const char *gx_called(const gx_labels *labels, const char *name, gx_language language,
                      gx_arena *arena)
{
    const gx_label *label = gx_label_find(labels, name, arena);
    const char *says = label ? gx_words_in(label->name, language, name) : name;
    return says == name ? name : in_line(says, arena);
}

static bool is_same(const char *a, const char *b, gx_arena *arena)
{
    return a && strcmp(gx_text_key(arena, a, strlen(a)),
                       gx_text_key(arena, b, strlen(b))) == 0;
}

bool gx_is_called(const gx_labels *labels, const char *name, const char *typed,
                  gx_arena *arena)
{
    const gx_label *label = gx_label_find(labels, name, arena);
    return is_same(name, typed, arena) ||
           (label && (is_same(label->name.en, typed, arena) ||
                      is_same(label->name.zh, typed, arena)));
}

/* `name[element]` without its elements. */
static const char *variable_of(const char *name, gx_arena *arena)
{
    return gx_arena_text(arena, name, (size_t)(gx_text_elements(name) - name));
}

/* The elements of `name[element,element]`, "" without. */
static const char *called_elements(const gx_labels *labels, const char *name,
                                   gx_language language, gx_arena *arena)
{
    const char *at = gx_text_elements(name), *all = "";
    while (at && *at && *++at && *at != ']') {
        at += strspn(at, " ");
        size_t length = strcspn(at, ",]");
        const char *one =
            gx_called(labels, gx_arena_text(arena, at, length), language, arena);
        all = gx_arena_format(arena, "%s%s%s", all, *all ? ", " : "", one);
        at += length;
        at = *at == ',' ? at : NULL;
    }
    return all;
}

const char *gx_called_whole(const gx_labels *labels, const char *name,
                            gx_language language, gx_arena *arena)
{
    const char *own = gx_called(labels, name, language, arena);
    const char *elements = called_elements(labels, name, language, arena);
    if (own != name || !*elements)
        return own;
    const char *variable = variable_of(name, arena);
    return gx_arena_format(arena, gx_say(language, "%s: %s"),
                           gx_called(labels, variable, language, arena), elements);
}

const char *gx_called_typed(const gx_labels *labels, const char *name,
                            gx_language language, gx_arena *arena)
{
    return language == GX_LANG_EN ? name : gx_called_whole(labels, name, language, arena);
}

/* Without a dimension it is as the model spells it: `1` says that on figures alone. */
static const char *in_chinese(const char *zh, const char *units, gx_language language)
{
    return zh && language == GX_LANG_ZH && strcmp(zh, "1") != 0 ? zh : units;
}

const char *gx_units_in(const gx_experiment *x, int32_t variable, gx_language language)
{
    const gx_variable *v = &x->model->variables.at[variable];
    const gx_label *label =
        language == GX_LANG_EN ? NULL : gx_label_find(x->labels, v->name, x->arena);
    return in_chinese(label ? label->units.zh : NULL, v->units, language);
}

const char *gx_units_said(const gx_var *var, gx_language language)
{
    const char *zh = gx_attribute_find(&var->attributes, "units_zh");
    return in_chinese(zh, var->units, language);
}

const char *gx_units_drawn(const gx_labels *labels, const char *name, const char *units,
                           gx_language language, gx_arena *arena)
{
    const char *variable = variable_of(name, arena);
    const gx_label *label = gx_label_find(labels, variable, arena);
    return label ? gx_words_in(label->units, language, units) : units;
}

const char *gx_units_typed(const gx_labels *labels, const char *name, const char *units,
                           gx_language language, gx_arena *arena)
{
    return language == GX_LANG_EN ? units
                                  : gx_units_drawn(labels, name, units, language, arena);
}

const char *gx_called_among(const gx_labels *labels, const char *name, const char *first,
                            gx_language language, gx_arena *arena)
{
    const char *variable = variable_of(name, arena);
    const char *elements = called_elements(labels, name, language, arena);
    bool is_same = strcmp(variable, variable_of(first, arena)) == 0;
    return is_same && *elements && gx_called(labels, name, language, arena) == name
               ? elements
               : gx_called_whole(labels, name, language, arena);
}

const char *gx_name_typed(const gx_frame *frame, const char *typed, gx_arena *arena)
{
    const char *rest = gx_text_elements(typed);
    const char *name = gx_arena_text(arena, typed, (size_t)(rest - typed));
    const char *key = gx_text_key(arena, name, strlen(name)), *found = NULL;
    if (gx_frame_find_var(frame, typed) >= 0 || gx_frame_find_var(frame, name) >= 0)
        return typed;
    for (int32_t v = 0; v < frame->vars.count; v++) {
        const gx_var *var = &frame->vars.at[v];
        const char *zh = gx_attribute_find(&var->attributes, "long_name_zh");
        if (strcmp(gx_text_key(arena, var->title, strlen(var->title)), key) != 0 &&
            (!zh || strcmp(gx_text_key(arena, zh, strlen(zh)), key) != 0))
            continue;
        if (found)
            return typed; /* a label of two */
        found = var->name;
    }
    return found ? gx_arena_format(arena, "%s%s", found, rest) : typed;
}
