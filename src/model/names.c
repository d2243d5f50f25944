/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in scenarios and sidecars, found in a flat model: `name`, `name[a,*]`, labels. */
#include "model/names.h"

#include <string.h>

/* The variable of a name or of a label, -1 when there is none; `*other` is another one
 * that has the label, or -1. */
static int32_t variable_named(int32_t *other, const gx_flat *flat,
                              const gx_labels *labels, const char *key, gx_arena *arena)
{
    int32_t found = gx_map_find(flat->model->names, key);
    *other = -1;
    if (found >= 0)
        return found;
    for (int32_t i = 0; labels && i < labels->list.count; i++) {
        const gx_label *label = &labels->list.at[i];
        const char *names[] = {label->name.en, label->name.zh};
        int32_t v =
            gx_map_find(flat->model->names, gx_text_key(arena, label->variable.text,
                                                        strlen(label->variable.text)));
        for (int32_t n = 0; n < 2; n++) {
            if (v < 0 || !names[n] ||
                strcmp(gx_text_key(arena, names[n], strlen(names[n])), key) != 0)
                continue;
            *other = found >= 0 && found != v ? v : *other;
            found = found >= 0 ? found : v;
        }
    }
    return found;
}

/* The element of a subscript range that has a name or a label, or NULL. */
static const char *element_called(const gx_model *model, const gx_labels *labels,
                                  const char *key, gx_arena *arena)
{
    const char *found = gx_map_find(model->element_names, key) >= 0 ? key : NULL;
    for (int32_t i = 0; labels && i < labels->list.count && !found; i++) {
        const gx_label *label = &labels->list.at[i];
        const char *names[] = {label->name.en, label->name.zh};
        const char *own =
            gx_text_key(arena, label->variable.text, strlen(label->variable.text));
        for (int32_t n = 0; n < 2 && gx_map_find(model->element_names, own) >= 0; n++)
            if (names[n] &&
                strcmp(gx_text_key(arena, names[n], strlen(names[n])), key) == 0)
                found = label->variable.text;
    }
    return found;
}

static gx_err unknown_name(const gx_flat *flat, gx_name name, const gx_labels *labels,
                           const char *key, gx_arena *arena, gx_diags *ds)
{
    const gx_model *model = flat->model;
    gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, name.loc, "the model has no '%s'",
                          name.text);
    if (!gx_diags_are_few(ds))
        return err;
    gx_map *names = gx_map_new(arena); /* variables, then labels */
    GX_LIST(const char *) text = {0};
    for (int32_t v = 0; v < model->variables.count; v++) {
        gx_map_put(names, model->variables.at[v].key, text.count);
        *GX_ADD(arena, &text) = model->variables.at[v].name;
    }
    for (int32_t i = 0; labels && i < labels->list.count; i++) {
        const char *label[] = {labels->list.at[i].name.en, labels->list.at[i].name.zh};
        const char *own = labels->list.at[i].variable.text;
        bool is_one =
            gx_map_find(model->names, gx_text_key(arena, own, strlen(own))) >= 0;
        for (int32_t n = 0; n < 2 && is_one; n++) {
            if (!label[n] || !*label[n])
                continue;
            const char *known = gx_text_key(arena, label[n], strlen(label[n]));
            if (gx_map_find(names, known) >= 0)
                continue;
            gx_map_put(names, known, text.count);
            *GX_ADD(arena, &text) = label[n];
        }
    }
    const char *near = gx_map_nearest(names, key);
    const char *element = element_called(model, labels, key, arena);
    if (element)
        gx_note(ds, GX_NOWHERE,
                "'%s' is an element: it stands behind a variable, as in 'x[%s]'",
                name.text, element);
    else
        gx_suggest(ds, near ? text.at[gx_map_find(names, near)] : NULL);
    return err;
}

/* The element of a range that has a name or, as a variable would, a label. */
static int32_t element_named(const gx_range *range, const gx_labels *labels,
                             const char *sub, gx_arena *arena)
{
    const char *key = gx_text_key(arena, sub, strlen(sub));
    int32_t found = strcmp(key, "*") == 0 ? GX_EVERY_ELEMENT : GX_NO_ELEMENT;
    if (found == GX_EVERY_ELEMENT || gx_map_find(range->places, key) >= 0)
        return found == GX_EVERY_ELEMENT ? found : gx_map_find(range->places, key);
    for (int32_t i = 0; labels && i < labels->list.count && found < 0; i++) {
        const gx_label *label = &labels->list.at[i];
        const char *own = label->variable.text;
        const char *names[] = {label->name.en, label->name.zh};
        int32_t place = gx_map_find(range->places, gx_text_key(arena, own, strlen(own)));
        for (int32_t n = 0; n < 2 && place >= 0; n++)
            if (names[n] &&
                strcmp(gx_text_key(arena, names[n], strlen(names[n])), key) == 0)
                found = place;
    }
    return found;
}

gx_err gx_named_find(gx_named *found, const gx_flat *flat, gx_name name,
                     const gx_labels *labels, gx_arena *arena, gx_diags *ds)
{
    const char *bracket = strchr(name.text, '[');
    size_t length = bracket ? (size_t)(bracket - name.text) : strlen(name.text);
    const char *key = gx_text_key(arena, name.text, length);
    int32_t other = -1;
    *found = (gx_named){.variable = variable_named(&other, flat, labels, key, arena)};
    while (bracket && *bracket != ']' && *bracket && found->sub_count < GX_MAX_BINDINGS) {
        const char *from = bracket + 1 + strspn(bracket + 1, " ");
        size_t size = strcspn(from, ",]");
        bracket = from + size;
        while (size && from[size - 1] == ' ')
            size--;
        found->sub[found->sub_count++] = gx_arena_text(arena, from, size);
    }
    if (found->variable < 0)
        return flat->model->lacks_names
                   ? GX_BAD_INPUT
                   : unknown_name(flat, name, labels, key, arena, ds);
    const gx_array *array = &flat->array[found->variable];
    for (int32_t p = 0; p < array->dim_count && p < found->sub_count; p++)
        found->element[p] = element_named(&flat->model->ranges.at[array->range[p]],
                                          labels, found->sub[p], arena);
    return other < 0 ? GX_OK
                     : gx_error(ds, GX_CODE_UNDEFINED_NAME, name.loc,
                                "'%s' is the label of '%s' and of '%s'", name.text,
                                flat->model->variables.at[found->variable].name,
                                flat->model->variables.at[other].name);
}

bool gx_named_has(const gx_named *named, const gx_flat *flat, int32_t e)
{
    const gx_array *array = &flat->array[named->variable];
    for (int32_t p = array->dim_count - 1; p >= 0; p--) {
        const gx_range *range = &flat->model->ranges.at[array->range[p]];
        if (named->element[p] != GX_EVERY_ELEMENT &&
            named->element[p] != e % range->elements.count)
            return false;
        e /= range->elements.count;
    }
    return true;
}

static gx_err unknown_element(const gx_range *range, const char *sub, gx_name name,
                              gx_diags *ds)
{
    enum { MOST = 8 };
    gx_err err = gx_error(ds, GX_CODE_SUBSCRIPT, name.loc, "'%s' has no element '%s'",
                          range->name, sub);
    const char *near =
        gx_map_nearest(range->places, gx_text_key(ds->arena, sub, strlen(sub)));
    const char *all = "";
    if (gx_suggest(ds, near ? range->elements.at[gx_map_find(range->places, near)].name
                            : NULL))
        return err;
    for (int32_t e = 0; e < range->elements.count && e < MOST; e++)
        all = gx_arena_format(ds->arena, "%s%s'%s'", all, e ? ", " : "",
                              range->elements.at[e].name);
    gx_note(ds, GX_NOWHERE, "it has %s%s", all,
            range->elements.count > MOST ? ", ..." : "");
    return err;
}

gx_err gx_named_check(const gx_named *named, const gx_flat *flat, gx_name name,
                      gx_diags *ds)
{
    const gx_array *array = &flat->array[named->variable];
    if (array->is_wrong)
        return GX_BAD_INPUT; /* its equation's error was reported */
    for (int32_t p = 0; p < array->dim_count && p < named->sub_count; p++)
        if (named->element[p] == GX_NO_ELEMENT)
            return unknown_element(&flat->model->ranges.at[array->range[p]],
                                   named->sub[p], name, ds);
    if (named->sub_count == array->dim_count)
        return GX_OK;
    return gx_error(ds, GX_CODE_SUBSCRIPT, name.loc,
                    "'%s' needs %d subscript%s (an element or *), not %d",
                    flat->model->variables.at[named->variable].name, array->dim_count,
                    array->dim_count == 1 ? "" : "s", named->sub_count);
}

gx_err gx_cells_find(gx_cells *cells, const gx_flat *flat, gx_name name,
                     const gx_labels *labels, gx_arena *arena, gx_diags *ds)
{
    gx_named named;
    int32_t before = cells->count;
    gx_err err = gx_named_find(&named, flat, name, labels, arena, ds);
    if (err)
        return err;
    const gx_array *array = &flat->array[named.variable];
    if (array->first < 0)
        return gx_error(ds, GX_CODE_VALUE, name.loc, "'%s' is a lookup: it has no value",
                        name.text);
    bool all = named.sub_count == 0;
    if (!all)
        err = gx_named_check(&named, flat, name, ds);
    for (int32_t e = 0; !err && e < array->count; e++)
        if (flat->cells.at[array->first + e].kind != GX_CELL_NONE &&
            (all || gx_named_has(&named, flat, e)))
            *GX_ADD(arena, cells) = array->first + e;
    if (!err && cells->count == before)
        err = gx_error(ds, GX_CODE_SUBSCRIPT, name.loc, "'%s' has no such element",
                       name.text);
    return err;
}
