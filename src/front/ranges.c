/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "front/ranges.h"

#include <stdlib.h>
#include <string.h>

typedef GX_LIST(gx_element) element_list;

/* ---- parsing ---- */

static gx_element element_of(gx_lexer *lexer, const char *name, gx_loc loc)
{
    return (gx_element){
        .name = name, .key = gx_text_key(lexer->arena, name, strlen(name)), .loc = loc};
}

static gx_err parse_name(gx_lexer *lexer, const char *expected, gx_element *element)
{
    if (lexer->token.kind != GX_TOKEN_NAME)
        return gx_lexer_unexpected(lexer, expected);
    *element = element_of(lexer, lexer->token.text, lexer->token.loc);
    gx_slip_warn(lexer->ds, element->loc, element->name);
    gx_lexer_next(lexer);
    return GX_OK;
}

/* The digits at the end of a name; its length when there are none. */
static size_t digits_at(const char *name)
{
    size_t at = strlen(name);
    while (at && name[at - 1] >= '0' && name[at - 1] <= '9')
        at--;
    return at;
}

/* `(a1-a5)`: the `(` is taken. */
static gx_err parse_numbered(gx_lexer *lexer, element_list *into)
{
    gx_element first = {0}, last = {0};
    gx_err err = parse_name(lexer, "the first element of a numeric range", &first);
    if (!err)
        err = gx_lexer_expect(lexer, "-", "between the ends of a numeric range");
    if (!err)
        err = parse_name(lexer, "the last element of a numeric range", &last);
    if (!err)
        err = gx_lexer_expect(lexer, ")", "after a numeric range");
    if (err)
        return err;
    size_t stem = digits_at(first.name), other = digits_at(last.name);
    gx_loc loc = gx_lexer_since(lexer, first.loc);
    bool alike = stem == other && strncmp(first.name, last.name, stem) == 0 &&
                 first.name[stem] && last.name[other];
    long from = strtol(first.name + stem, NULL, 10),
         to = strtol(last.name + other, NULL, 10);
    if (!alike || from > to || to - from >= GX_MOST_ELEMENTS)
        return gx_error(
            lexer->ds, GX_CODE_SUBSCRIPT, loc,
            "a numeric range goes from a name with a number up to the same name "
            "with a larger number, at most %d elements",
            (int)GX_MOST_ELEMENTS);
    for (long i = from; i <= to; i++)
        *GX_ADD(lexer->arena, into) = element_of(
            lexer, gx_arena_format(lexer->arena, "%.*s%ld", (int)stem, first.name, i),
            loc);
    return GX_OK;
}

static gx_err parse_elements(gx_lexer *lexer, element_list *into)
{
    gx_err err = GX_OK;
    do {
        if (gx_lexer_accept(lexer, "(")) {
            err = parse_numbered(lexer, into);
        } else {
            gx_element element;
            err = parse_name(lexer, "a subscript element", &element);
            if (!err && gx_lexer_is(lexer, "("))
                err = gx_error(lexer->ds, GX_CODE_UNSUPPORTED, element.loc,
                               "subscripts from data files are not supported yet");
            if (!err)
                *GX_ADD(lexer->arena, into) = element;
        }
    } while (!err && gx_lexer_accept(lexer, ","));
    return err;
}

/* `-> B, (C: c2, c1)`: the `->` is taken. */
static gx_err parse_mappings(gx_lexer *lexer, gx_range *range)
{
    gx_err err = GX_OK;
    do {
        gx_mapping *mapping = GX_ADD(lexer->arena, &range->mappings);
        bool listed = gx_lexer_accept(lexer, "(");
        err = parse_name(lexer, "the range to map to", &mapping->to);
        if (!err && listed)
            err = gx_lexer_expect(lexer, ":", "before the elements to map to");
        if (!err && listed) {
            element_list elements = {0};
            err = parse_elements(lexer, &elements);
            mapping->elements.at = elements.at;
            mapping->elements.count = elements.count;
        }
        if (!err && listed)
            err = gx_lexer_expect(lexer, ")", "after the elements to map to");
    } while (!err && gx_lexer_accept(lexer, ","));
    return err;
}

static gx_err add(gx_model *model, const gx_range *range, gx_diags *ds)
{
    int32_t known = gx_map_find(model->range_names, range->key);
    if (known >= 0) {
        gx_err err = gx_error(ds, GX_CODE_DUPLICATE_NAME, range->loc,
                              "the subscript range '%s' is defined twice", range->name);
        gx_note(ds, model->ranges.at[known].loc, "it was defined here first");
        return err;
    }
    *GX_ADD(model->arena, &model->ranges) = *range;
    gx_map_put(model->range_names, range->key, model->ranges.count - 1);
    gx_slip_warn(ds, range->loc, range->name);
    return GX_OK;
}

/* A range with an error in it is known by name and by the elements before the error. */
static gx_err add_wrong(gx_model *model, gx_range *range)
{
    range->is_wrong = true;
    model->lacks_elements = true;
    if (gx_map_find(model->range_names, range->key) < 0) {
        *GX_ADD(model->arena, &model->ranges) = *range;
        gx_map_put(model->range_names, range->key, model->ranges.count - 1);
    }
    return GX_BAD_INPUT;
}

gx_err gx_range_parse(gx_model *model, gx_lexer *lexer, const gx_expr *lhs)
{
    gx_range range = {.name = lhs->name, .key = lhs->key, .loc = lhs->loc};
    element_list elements = {0};
    gx_err err = parse_elements(lexer, &elements);
    range.elements.at = elements.at;
    range.elements.count = elements.count;
    if (!err && gx_lexer_accept(lexer, "->"))
        err = parse_mappings(lexer, &range);
    return err ? add_wrong(model, &range) : add(model, &range, lexer->ds);
}

gx_err gx_range_parse_equal(gx_model *model, gx_lexer *lexer, const gx_expr *lhs)
{
    gx_range range = {.name = lhs->name, .key = lhs->key, .loc = lhs->loc};
    gx_element other;
    gx_err err = parse_name(lexer, "the range it equals", &other);
    if (!err)
        *GX_ADD(lexer->arena, &range.elements) = other; /* settled like a subrange */
    return err ? add_wrong(model, &range) : add(model, &range, lexer->ds);
}

/* ---- settling ---- */

enum { DEEPEST = 50 }; /* ranges inside ranges */

/* Append the elements an item stands for: itself, or those of the range it names. */
static gx_err settle_item(gx_model *model, const gx_element *item, int32_t depth,
                          element_list *into, gx_diags *ds)
{
    int32_t r = gx_map_find(model->range_names, item->key);
    if (into->count > GX_MOST_ELEMENTS)
        return gx_error(ds, GX_CODE_SUBSCRIPT, item->loc,
                        "a subscript range of more than %d elements",
                        (int)GX_MOST_ELEMENTS);
    if (r < 0) {
        *GX_ADD(model->arena, into) = *item;
        return GX_OK;
    }
    if (depth > model->ranges.count || depth > DEEPEST)
        return gx_error(ds, GX_CODE_CYCLE, item->loc,
                        "the subscript range '%s' has itself "
                        "as an element",
                        item->name);
    gx_err err = GX_OK;
    const gx_range *range = &model->ranges.at[r];
    for (int32_t i = 0; !err && i < range->elements.count; i++)
        err = settle_item(model, &range->elements.at[i], depth + 1, into, ds);
    return err;
}

/* Time alone is the clock's, so that an element of that name would have no number. */
static gx_err check_clock(const gx_range *range, gx_diags *ds)
{
    for (int32_t i = 0; i < range->elements.count; i++)
        if (strcmp(range->elements.at[i].key, "time") == 0)
            return gx_error(ds, GX_CODE_DUPLICATE_NAME, range->elements.at[i].loc,
                            "'%s' is the clock and cannot be defined",
                            range->elements.at[i].name);
    return GX_OK;
}

static gx_err settle_range(gx_model *model, gx_range *range, gx_diags *ds)
{
    element_list all = {0};
    gx_err err = GX_OK;
    for (int32_t i = 0; !err && i < range->elements.count; i++)
        err = settle_item(model, &range->elements.at[i], 1, &all, ds);
    range->elements.at = all.at;
    range->elements.count = all.count;
    range->places = gx_map_new(model->arena);
    for (int32_t i = 0; i < all.count; i++) /* all have places, also after an error */
        if (!gx_map_put(range->places, all.at[i].key, i))
            err = gx_error(ds, GX_CODE_DUPLICATE_NAME, all.at[i].loc,
                           "'%s' stands twice in the range '%s'", all.at[i].name,
                           range->name);
    return err ? err : check_clock(range, ds);
}

static gx_err check_mapping(const gx_model *model, const gx_range *range,
                            const gx_mapping *mapping, gx_diags *ds)
{
    int32_t to = gx_map_find(model->range_names, mapping->to.key);
    if (to < 0)
        return gx_error(ds, GX_CODE_UNDEFINED_NAME, mapping->to.loc,
                        "there is no subscript range '%s'", mapping->to.name);
    int32_t given = mapping->elements.count ? mapping->elements.count
                                            : model->ranges.at[to].elements.count;
    if (given != range->elements.count)
        return gx_error(ds, GX_CODE_SUBSCRIPT, mapping->to.loc,
                        "'%s' has %d elements and maps to %d", range->name,
                        range->elements.count, given);
    gx_map *seen = gx_map_new(model->arena);
    for (int32_t i = 0; i < mapping->elements.count; i++)
        if (!gx_map_put(seen, mapping->elements.at[i].key, i))
            return gx_error(ds, GX_CODE_SUBSCRIPT, mapping->elements.at[i].loc,
                            "two elements of '%s' map to '%s': which one is meant?",
                            range->name, mapping->elements.at[i].name);
    return GX_OK;
}

/* Its elements are at home in the largest range that has them. */
static void house_elements(gx_model *model, int32_t r)
{
    const gx_range *range = &model->ranges.at[r];
    for (int32_t i = 0; i < range->elements.count; i++) {
        const char *key = range->elements.at[i].key;
        int32_t home = gx_map_find(model->element_names, key);
        if (home < 0 || model->ranges.at[home].elements.count < range->elements.count)
            gx_map_put(model->element_names, key, r);
    }
}

/* Are all elements of one range in another? */
static bool is_part(const gx_range *range, const gx_range *whole)
{
    bool is_in = range->elements.count <= whole->elements.count;
    for (int32_t i = 0; is_in && i < range->elements.count; i++)
        is_in = gx_range_find(whole, range->elements.at[i].key) >= 0;
    return is_in;
}

/* An element has one number when the range it is at home in has the others that have it.
 */
static void find_rivals(gx_model *model, int32_t r)
{
    const gx_range *range = &model->ranges.at[r];
    int32_t last = r;
    bool is_within = true; /* range `last` */
    for (int32_t i = 0; i < range->elements.count; i++) {
        const char *key = range->elements.at[i].key;
        int32_t home = gx_map_find(model->element_names, key);
        if (home != last)
            is_within = home == r || is_part(range, &model->ranges.at[home]);
        last = home;
        if (!is_within && gx_range_find(&model->ranges.at[home], key) != i)
            gx_map_put(model->rivals, key, r);
    }
}

void gx_ranges_settle(gx_model *model, gx_diags *ds)
{
    for (int32_t r = 0; r < model->ranges.count; r++) {
        gx_range *range = &model->ranges.at[r];
        range->is_wrong |= settle_range(model, range, ds) != GX_OK;
        model->lacks_elements |= range->is_wrong;
        house_elements(model, r);
    }
    bool judged = !model->lacks_elements;
    for (int32_t r = 0; judged && r < model->ranges.count; r++)
        find_rivals(model, r);
    for (int32_t r = 0; r < model->ranges.count; r++)
        for (int32_t m = 0; judged && m < model->ranges.at[r].mappings.count; m++)
            if (check_mapping(model, &model->ranges.at[r],
                              &model->ranges.at[r].mappings.at[m], ds))
                model->ranges.at[r].is_wrong = model->lacks_elements = true;
    for (int32_t r = 0; model->lacks_elements && r < model->ranges.count; r++)
        model->ranges.at[r].mappings.count = 0; /* they may not fit */
}
