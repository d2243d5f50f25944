/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `X-parameters.csv`: columns by name, one row a constant; what is wrong with a row is
 * said and the next one read. */
#include "base/fields.h"
#include "front/front.h"

#include <math.h>
#include <string.h>

const gx_source_class gx_source_classes[] = {
    {GX_TEXT("data"), "observed or reported"},
    {GX_TEXT("plan"), "said by the plan that is modelled"},
    {GX_TEXT("literature"), "published elsewhere"},
    {GX_TEXT("assumption"), "assumed, with the reason in 'source'"},
    {GX_TEXT("choice"), "for a planner to choose: a lever, a switch"},
};
const int32_t gx_source_class_count =
    sizeof gx_source_classes / sizeof *gx_source_classes;

enum { CONSTANT, UNIT, LOW, HIGH, DISTRIBUTION, CLASS, SOURCE, COLUMNS };

static const char *const titles[COLUMNS] = {
    "constant", "unit", "low", "high", "distribution", "source class", "source"};

typedef struct table {
    gx_fields fields;
    int32_t column[COLUMNS]; /* of each title */
    gx_parameters *to;
    gx_map *seen;
} table;

/* ---- the header ---- */

static void note_titles(const table *t, const char *given)
{
    const char *key = gx_text_key(t->fields.arena, given, strlen(given));
    gx_near near = {.typed = key};
    for (int32_t c = 0; c < COLUMNS; c++)
        gx_near_try(&near, titles[c]);
    if (!gx_suggest(t->fields.ds, near.word))
        gx_note(t->fields.ds, GX_NOWHERE,
                "the columns are constant, unit, low, high, distribution, source class, "
                "source");
}

static gx_err read_header(table *t)
{
    gx_diags *ds = t->fields.ds;
    gx_err err = gx_fields_read(&t->fields);
    if (err)
        return err;
    for (int32_t c = 0; c < COLUMNS; c++)
        t->column[c] = -1;
    for (int32_t i = 0; i < t->fields.list.count; i++) {
        const gx_field *f = &t->fields.list.at[i];
        const char *title = gx_field_text(&t->fields, f);
        int32_t c = 0;
        while (c < COLUMNS && strcmp(titles[c], title) != 0)
            c++;
        if (c == COLUMNS) {
            err = gx_error(ds, GX_CODE_KEY, f->loc, "unknown column '%s'", title);
            note_titles(t, title);
        } else if (t->column[c] >= 0) {
            err = gx_error(ds, GX_CODE_KEY, f->loc, "two columns are '%s'", title);
        } else {
            t->column[c] = i;
        }
    }
    gx_loc start = {.file = t->fields.file, .length = 1};
    for (int32_t c = 0; c < COLUMNS && !err; c++)
        if (t->column[c] < 0)
            err =
                gx_error(ds, GX_CODE_KEY, start, "the column '%s' is missing", titles[c]);
    return err;
}

/* ---- a row ---- */

/* The field of a title; its place is never empty. */
static gx_name field_of(const table *t, int32_t title)
{
    const gx_field *f = &t->fields.list.at[t->column[title]];
    gx_name name = {gx_field_text(&t->fields, f), f->loc};
    name.loc.length = name.loc.length ? name.loc.length : 1;
    return name;
}

static void read_number(const table *t, int32_t title, gx_quantity *q)
{
    gx_name text = field_of(t, title);
    *q = (gx_quantity){.units = field_of(t, UNIT).text, .loc = text.loc};
    if (!gx_text_to_number(text.text, &q->number) || !isfinite(q->number))
        gx_error(t->fields.ds, GX_CODE_VALUE, text.loc, "'%s' is a number, got '%s'",
                 titles[title], text.text);
}

/* `normal(3, 0.5)` or `triangular` */
static void read_distribution(const table *t, gx_parameter *p)
{
    gx_name text = field_of(t, DISTRIBUTION);
    gx_call call;
    p->distribution = text;
    if (!*text.text) {
        gx_error(t->fields.ds, GX_CODE_VALUE, text.loc, "'distribution' is empty");
    } else if (!gx_call_parse(&call, text.text, text.loc, t->fields.arena) ||
               *call.units) {
        gx_error(t->fields.ds, GX_CODE_VALUE, text.loc,
                 "expected a name and its parameters, as in normal(3, 0.5)");
    } else {
        p->distribution = call.name;
        memcpy(&p->given, &call.given, sizeof p->given);
    }
}

static void read_class(const table *t, gx_parameter *p)
{
    gx_name name = field_of(t, CLASS);
    p->source_class = name;
    for (int32_t i = 0; i < gx_source_class_count; i++)
        if (strcmp(gx_source_classes[i].name, name.text) == 0)
            return;
    gx_error(t->fields.ds, GX_CODE_VALUE, name.loc, "'%s' is no source class", name.text);
    for (int32_t i = 0; i < gx_source_class_count; i++)
        gx_note(t->fields.ds, GX_NOWHERE, "%s: %-s", gx_source_classes[i].name,
                gx_source_classes[i].doc);
}

static void read_row(table *t)
{
    gx_diags *ds = t->fields.ds;
    gx_arena *arena = t->fields.arena;
    const gx_field *last = &t->fields.list.at[t->fields.list.count - 1];
    for (int32_t c = 0; c < COLUMNS; c++)
        if (t->column[c] >= t->fields.list.count) {
            gx_loc loc = last->loc;
            loc.length = loc.length ? loc.length : 1;
            gx_error(ds, GX_CODE_SYNTAX, loc, "the line ends here, before column '%s'",
                     titles[c]);
            return;
        }
    if (t->fields.list.count > COLUMNS) {
        gx_error(ds, GX_CODE_SYNTAX, t->fields.list.at[COLUMNS].loc,
                 "more fields than the header has names");
        return;
    }
    gx_parameter *p = GX_ADD(arena, &t->to->list);
    *p = (gx_parameter){.constant = field_of(t, CONSTANT), .source = field_of(t, SOURCE)};
    if (!*p->constant.text)
        gx_error(ds, GX_CODE_VALUE, p->constant.loc, "the name of the constant is empty");
    if (!*p->source.text)
        gx_error(ds, GX_CODE_VALUE, p->source.loc, "'source' is empty");
    read_number(t, LOW, &p->low);
    read_number(t, HIGH, &p->high);
    if (p->low.number > p->high.number)
        gx_error(ds, GX_CODE_VALUE, p->low.loc, "'low' is above 'high' (%g, %g)",
                 p->low.number, p->high.number);
    read_distribution(t, p);
    read_class(t, p);
    const char *key = gx_text_key(arena, p->constant.text, strlen(p->constant.text));
    int32_t before = gx_map_find(t->seen, key);
    if (before >= 0) {
        gx_error(ds, GX_CODE_DUPLICATE_NAME, p->constant.loc, "'%s' has two rows",
                 p->constant.text);
        gx_note(ds, t->to->list.at[before].constant.loc, "it was given here before");
    }
    gx_map_put(t->seen, key, t->to->list.count - 1);
}

gx_err gx_parameters_read(gx_parameters **parameters, int32_t file, gx_arena *arena,
                          gx_diags *ds)
{
    const gx_source *source = &ds->sources.at[file];
    int32_t errors = ds->error_count, first = ds->list.count;
    size_t bad = 0;
    *parameters = NULL;
    if (!gx_text_is_utf8(source->text, source->length, &bad))
        return gx_error(ds, GX_CODE_ENCODING, (gx_loc){file, (int32_t)bad, 1},
                        "not UTF-8");
    gx_parameters *read = GX_NEW(arena, gx_parameters);
    read->file = file;
    table t = {.fields = gx_fields_start(file, ',', arena, ds),
               .to = read,
               .seen = gx_map_new(arena)};
    gx_err err = read_header(&t);
    if (!err)
        err = gx_fields_read(&t.fields);
    while (!err && t.fields.list.count) {
        read_row(&t);
        err = gx_fields_read(&t.fields);
    }
    for (int32_t i = first; !err && ds->error_count > errors && i < ds->list.count; i++)
        if (ds->list.at[i].severity == GX_ERROR)
            err = gx_codes[ds->list.at[i].code].outcome;
    *parameters = err ? NULL : read;
    return err;
}
