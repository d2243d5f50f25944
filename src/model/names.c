/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names in scenarios and sidecars, found in a flat model: `name`, `name[a,*]`, labels. */
#include "model/names.h"

#include <string.h>

static int32_t variable_named(const gx_flat *flat, const gx_labels *labels,
                              const char *key, gx_arena *arena)
{
    const gx_model *model = flat->model;
    int32_t v = gx_map_find(model->names, key);
    for (int32_t i = 0; v < 0 && labels && i < labels->list.count; i++) {
        const gx_label *label = &labels->list.at[i];
        const char *names[] = {label->name.en, label->name.zh};
        for (int32_t n = 0; n < 2; n++)
            if (names[n] &&
                strcmp(gx_text_key(arena, names[n], strlen(names[n])), key) == 0)
                v = gx_map_find(model->names, gx_text_key(arena, label->variable.text,
                                                          strlen(label->variable.text)));
    }
    return v;
}

static gx_err unknown_name(const gx_flat *flat, gx_name name, const char *key,
                           gx_diags *ds)
{
    gx_err err = gx_error(ds, GX_CODE_UNDEFINED_NAME, name.loc, "the model has no '%s'",
                          name.text);
    const char *near =
        gx_diags_are_few(ds) ? gx_map_nearest(flat->model->names, key) : NULL;
    if (near)
        gx_note(ds, GX_NOWHERE, "did you mean '%s'?",
                flat->model->variables.at[gx_map_find(flat->model->names, near)].name);
    return err;
}

gx_err gx_named_find(gx_named *found, const gx_flat *flat, gx_name name,
                     const gx_labels *labels, gx_arena *arena, gx_diags *ds)
{
    const char *bracket = strchr(name.text, '[');
    size_t length = bracket ? (size_t)(bracket - name.text) : strlen(name.text);
    const char *key = gx_text_key(arena, name.text, length);
    *found = (gx_named){.variable = variable_named(flat, labels, key, arena)};
    while (bracket && *bracket != ']' && *bracket && found->sub_count < GX_MAX_BINDINGS) {
        const char *from = bracket + 1;
        size_t size = strcspn(from, ",]");
        found->sub[found->sub_count++] = gx_text_key(arena, from, size);
        bracket = from + size;
    }
    return found->variable < 0 ? unknown_name(flat, name, key, ds) : GX_OK;
}

bool gx_named_has(const gx_named *named, const gx_flat *flat, int32_t e)
{
    const gx_array *array = &flat->array[named->variable];
    for (int32_t p = array->dim_count - 1; p >= 0; p--) {
        const gx_range *range = &flat->model->ranges.at[array->range[p]];
        const char *element = range->elements.at[e % range->elements.count].key;
        if (strcmp(named->sub[p], "*") != 0 && strcmp(named->sub[p], element) != 0)
            return false;
        e /= range->elements.count;
    }
    return true;
}

gx_err gx_named_check(const gx_named *named, const gx_flat *flat, gx_name name,
                      gx_diags *ds)
{
    const gx_array *array = &flat->array[named->variable];
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
