/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units of measure. What a name means is looked for in the model's settings, in the table
 * below, in the singular, as length with a power (`km2`) and behind a counting word
 * (`万元`, `million tonnes`); what is found nowhere is a base. */
#include "model/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct gx_unit_name {
    const char *text; /* as first written */
    const char *key;
    bool is_base;
    gx_unit meaning; /* in bases, when it is none itself */
};

typedef struct binding {
    const char *key;
    gx_unit meaning;
} binding;

struct gx_units {
    gx_arena *arena;
    gx_map *names;
    GX_LIST(gx_unit_name *) list;
    GX_LIST(binding) bound;
};

const gx_unit gx_unit_one = {.up = 1.0, .down = 1.0};
const gx_unit gx_unit_any = {.is_any = true, .up = 1.0, .down = 1.0};

/* ---- the table ---- */

/* A name is up / down of `of`, unit text, or a base. A year is a base; its parts divide
 * it exactly: 12 months, 365 days. Keys are lower case and singular. */
static const struct row {
    const char *name;
    double up, down;
    const char *of;
} rows[] = {
    {"dmnl", 1, 1, "1"},
    {"dimensionless", 1, 1, "1"},
    {"no unit", 1, 1, "1"},
    {"fraction", 1, 1, "1"},
    {"ratio", 1, 1, "1"},
    {"radian", 1, 1, "1"},
    {"无量纲", 1, 1, "1"},
    {"%", 1, 100, "1"},
    {"％", 1, 100, "1"},
    {"percent", 1, 100, "1"},
    {"百分比", 1, 100, "1"},
    {"百分点", 1, 100, "1"},
    {"百分数", 1, 100, "1"},
    {"百分率", 1, 100, "1"},
    {"百分之一", 1, 100, "1"},
    {"‰", 1, 1000, "1"},
    {"千分比", 1, 1000, "1"},
    {"千分率", 1, 1000, "1"},
    {"千分之一", 1, 1000, "1"},
    {"thousand", 1e3, 1, "1"},
    {"million", 1e6, 1, "1"},
    {"billion", 1e9, 1, "1"},
    {"十", 10, 1, "1"},
    {"百", 100, 1, "1"},
    {"千", 1e3, 1, "1"},
    {"万", 1e4, 1, "1"},
    {"亿", 1e8, 1, "1"},
    {"year", 1, 1, NULL},
    {"年", 1, 1, "year"},
    {"yr", 1, 1, "year"},
    {"quarter", 1, 4, "year"},
    {"季度", 1, 4, "year"},
    {"month", 1, 12, "year"},
    {"月", 1, 12, "year"},
    {"week", 7, 365, "year"},
    {"周", 7, 365, "year"},
    {"day", 1, 365, "year"},
    {"日", 1, 365, "year"},
    {"天", 1, 365, "year"},
    {"hour", 1, 24, "day"},
    {"hr", 1, 24, "day"},
    {"h", 1, 24, "day"},
    {"小时", 1, 24, "day"},
    {"minute", 1, 60, "hour"},
    {"min", 1, 60, "hour"},
    {"分钟", 1, 60, "hour"},
    {"second", 1, 3600, "hour"},
    {"sec", 1, 3600, "hour"},
    {"s", 1, 3600, "hour"},
    {"秒", 1, 3600, "hour"},
    {"m", 1, 1, NULL},
    {"meter", 1, 1, "m"},
    {"metre", 1, 1, "m"},
    {"米", 1, 1, "m"},
    {"km", 1000, 1, "m"},
    {"kilometer", 1000, 1, "m"},
    {"kilometre", 1000, 1, "m"},
    {"公里", 1000, 1, "m"},
    {"千米", 1000, 1, "m"},
    {"cm", 1, 100, "m"},
    {"mm", 1, 1000, "m"},
    {"m2", 1, 1, "m^2"},
    {"平方米", 1, 1, "m^2"},
    {"km2", 1e6, 1, "m^2"},
    {"平方公里", 1e6, 1, "m^2"},
    {"ha", 1e4, 1, "m^2"},
    {"hectare", 1e4, 1, "m^2"},
    {"公顷", 1e4, 1, "m^2"},
    {"mu", 2000, 3, "m^2"},
    {"亩", 2000, 3, "m^2"},
    {"m3", 1, 1, "m^3"},
    {"立方米", 1, 1, "m^3"},
    {"liter", 1, 1000, "m^3"},
    {"litre", 1, 1000, "m^3"},
    {"升", 1, 1000, "m^3"},
    {"kg", 1, 1, NULL},
    {"kilogram", 1, 1, "kg"},
    {"千克", 1, 1, "kg"},
    {"公斤", 1, 1, "kg"},
    {"g", 1, 1000, "kg"},
    {"gram", 1, 1000, "kg"},
    {"克", 1, 1000, "kg"},
    {"ton", 1000, 1, "kg"},
    {"tonne", 1000, 1, "kg"},
    {"吨", 1000, 1, "kg"},
    {"watt", 1, 1, NULL},
    {"w", 1, 1, "watt"},
    {"kw", 1e3, 1, "watt"},
    {"千瓦", 1e3, 1, "watt"},
    {"mw", 1e6, 1, "watt"},
    {"兆瓦", 1e6, 1, "watt"},
    {"gw", 1e9, 1, "watt"},
    {"kwh", 1e3, 1, "watt*hour"},
    {"千瓦时", 1e3, 1, "watt*hour"},
    {"mwh", 1e6, 1, "watt*hour"},
    {"gwh", 1e9, 1, "watt*hour"},
    {"yuan", 1, 1, NULL},
    {"元", 1, 1, "yuan"},
    {"rmb", 1, 1, "yuan"},
    {"cny", 1, 1, "yuan"},
    {"dollar", 1, 1, NULL},
    {"$", 1, 1, "dollar"},
    {"$s", 1, 1, "dollar"},
    {"usd", 1, 1, "dollar"},
    {"美元", 1, 1, "dollar"},
    {"person", 1, 1, NULL},
    {"people", 1, 1, "person"},
    {"capita", 1, 1, "person"},
    {"人", 1, 1, "person"},
    {"unit", 1, 1, NULL},
    {"piece", 1, 1, "unit"},
    {"个", 1, 1, "unit"},
};

/* Counting words that stand before another name. */
static const struct {
    const char *word;
    double number;
} counts[] = {{"十", 1e1},       {"百", 1e2},       {"千", 1e3},
              {"万", 1e4},       {"亿", 1e8},       {"thousand ", 1e3},
              {"million ", 1e6}, {"billion ", 1e9}, {"trillion ", 1e12}};

/* ---- arithmetic ---- */

gx_unit gx_unit_times(const gx_unit *a, const gx_unit *b, double power)
{
    gx_unit c = *a;
    if (a->is_any || b->is_any)
        return gx_unit_any;
    c.up *= pow(power > 0 ? b->up : b->down, fabs(power));
    c.down *= pow(power > 0 ? b->down : b->up, fabs(power));
    for (int32_t i = 0; i < b->count; i++) {
        int32_t k = 0;
        while (k < c.count && c.factor[k].name != b->factor[i].name)
            k++;
        if (k == GX_UNIT_FACTORS)
            return gx_unit_any;
        if (k == c.count)
            c.factor[c.count++] = (gx_unit_factor){.name = b->factor[i].name};
        c.factor[k].power += b->factor[i].power * power;
        if (fabs(c.factor[k].power) < 1e-9)
            memmove(&c.factor[k], &c.factor[k + 1],
                    (size_t)(--c.count - k) * sizeof *c.factor);
    }
    return c;
}

/* The same in bases. */
static gx_unit reduce(const gx_unit *unit)
{
    gx_unit out = *unit;
    out.count = 0;
    for (int32_t i = 0; i < unit->count; i++) {
        gx_unit one = gx_unit_one;
        const gx_unit_factor *f = &unit->factor[i];
        one.count = 1;
        one.factor[0] = (gx_unit_factor){.name = f->name, .power = 1.0};
        out = gx_unit_times(&out, f->name->is_base ? &one : &f->name->meaning, f->power);
    }
    return out;
}

gx_unit_match gx_unit_compare(const gx_unit *a, const gx_unit *b, double *factor)
{
    gx_unit quotient = gx_unit_times(a, b, -1.0);
    quotient = reduce(&quotient);
    *factor = quotient.up / quotient.down;
    if (quotient.is_any)
        return GX_UNIT_SAME;
    if (quotient.count)
        return GX_UNIT_OTHER;
    return fabs(*factor - 1.0) < 1e-9 ? GX_UNIT_SAME : GX_UNIT_SCALED;
}

const char *gx_unit_text(const gx_unit *unit, gx_arena *arena)
{
    const char *text = "";
    if (unit->is_any)
        return "any unit";
    if (unit->up != unit->down)
        text = gx_arena_format(arena, "%.15g", unit->up / unit->down);
    for (int32_t sign = 1; sign >= -1; sign -= 2)
        for (int32_t i = 0; i < unit->count; i++) {
            const gx_unit_factor *f = &unit->factor[i];
            if (f->power * sign < 0.0)
                continue;
            const char *mark = sign < 0 ? "/" : *text ? "*" : "";
            text = gx_arena_format(arena, "%s%s%s", *text || sign > 0 ? text : "1", mark,
                                   f->name->text);
            if (fabs(f->power) != 1.0)
                text = gx_arena_format(arena, "%s^%g", text, fabs(f->power));
        }
    return *text ? text : "Dmnl";
}

/* ---- names ---- */

static gx_unit_name *name_new(gx_units *units, const char *key, const char *text)
{
    gx_unit_name *name = GX_NEW(units->arena, gx_unit_name);
    *name = (gx_unit_name){.text = text, .key = key, .is_base = true};
    *GX_ADD(units->arena, &units->list) = name;
    gx_map_put(units->names, key, units->list.count - 1);
    return name;
}

/* A name that is up / down of another unit. */
static const gx_unit_name *name_of(gx_units *units, const char *key, const char *text,
                                   gx_unit of, double up, double down)
{
    gx_unit_name *name = name_new(units, key, text);
    name->is_base = false;
    name->meaning = reduce(&of);
    name->meaning.up *= up;
    name->meaning.down *= down;
    return name;
}

/* The name of exactly that key, when the model or the table has it. */
static const gx_unit_name *name_known(gx_units *units, const char *key, const char *text)
{
    int32_t known = gx_map_find(units->names, key);
    if (known >= 0)
        return units->list.at[known];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        gx_unit of;
        if (strcmp(rows[i].name, key) != 0)
            continue;
        if (!rows[i].of)
            return name_new(units, key, text);
        if (gx_unit_parse(&of, rows[i].of, units))
            return name_of(units, key, text, of, rows[i].up, rows[i].down);
    }
    return NULL;
}

static bool ends_in(const char *text, const char *ending)
{
    size_t length = strlen(text), size = strlen(ending);
    return length >= size && strcmp(text + length - size, ending) == 0;
}

/* `hares`, `foxes`, `companies` without their plural. */
static const char *singular(const char *key, gx_arena *arena)
{
    static const char *const hissing[] = {"xes", "sses", "ches", "shes"};
    int32_t length = (int32_t)strlen(key);
    if (length < 3 || !ends_in(key, "s") || ends_in(key, "ss"))
        return key;
    if (length > 4 && ends_in(key, "ies"))
        return gx_arena_format(arena, "%.*sy", length - 3, key);
    for (size_t i = 0; i < sizeof hissing / sizeof *hissing; i++)
        if (ends_in(key, hissing[i]))
            return gx_arena_format(arena, "%.*s", length - 2, key);
    return gx_arena_format(arena, "%.*s", length - 1, key);
}

static const gx_unit_name *name_find(gx_units *units, const char *text)
{
    const char *key = gx_text_key(units->arena, text, strlen(text));
    const char *one = singular(key, units->arena);
    const gx_unit_name *name = name_known(units, key, text);
    if (!name)
        name = name_known(units, one, text);
    for (size_t i = 0; !name && i < sizeof counts / sizeof *counts; i++) {
        size_t size = strlen(counts[i].word);
        gx_unit of;
        if (strncmp(key, counts[i].word, size) == 0 &&
            gx_unit_parse(&of, key + size, units))
            name = name_of(units, one, text, of, counts[i].number, 1.0);
    }
    return name ? name : name_new(units, one, text);
}

/* `km2`: the length to that power, when `km` is known and `km2` is not. */
static const gx_unit_name *name_raised(gx_units *units, const char *text, double *power)
{
    size_t length = strlen(text);
    char last = length > 1 ? text[length - 1] : '\0';
    *power = 1.0;
    if (last != '2' && last != '3')
        return NULL;
    const char *key = gx_text_key(units->arena, text, length);
    const char *stem = gx_text_key(units->arena, text, length - 1);
    if (name_known(units, key, text))
        return NULL;
    *power = last - '0';
    return name_known(units, stem, gx_arena_text(units->arena, text, length - 1));
}

void gx_units_bind(gx_units *units, const char *key, const gx_unit *meaning)
{
    *GX_ADD(units->arena, &units->bound) = (binding){.key = key, .meaning = *meaning};
}

void gx_units_unbind(gx_units *units)
{
    units->bound.count = 0;
}

static gx_unit unit_named(gx_units *units, const char *text)
{
    const char *key = gx_text_key(units->arena, text, strlen(text));
    for (int32_t i = 0; i < units->bound.count; i++)
        if (strcmp(units->bound.at[i].key, key) == 0)
            return units->bound.at[i].meaning;
    double power = 1.0;
    const gx_unit_name *name = name_raised(units, text, &power);
    if (!name)
        name = name_find(units, text);
    gx_unit unit = gx_unit_one;
    if (!name->is_base && !name->meaning.count && name->meaning.up == name->meaning.down)
        return unit;
    unit.count = 1;
    unit.factor[0] = (gx_unit_factor){.name = name, .power = power};
    return unit;
}

/* ---- reading ---- */

typedef struct reader {
    gx_units *units;
    const char *at;
    int32_t depth;
} reader;

/* Signs that end a name; some take two bytes. */
static size_t sign_at(const char *at)
{
    static const char *const wide[] = {"²", "³", "·", "×"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (strncmp(at, wide[i], 2) == 0)
            return 2;
    return *at && strchr("*/^()%", *at) ? 1 : 0;
}

static bool read_product(reader *r, gx_unit *unit);

/* A number in the text; not what strtod knows beside digits. */
static bool read_number(reader *r, double *number)
{
    const char *digit = r->at + (*r->at == '-' || *r->at == '+');
    digit += *digit == '.';
    if (*digit < '0' || *digit > '9')
        return false;
    char *end = NULL;
    *number = strtod(r->at, &end);
    r->at = end;
    return true;
}

static bool read_power(reader *r, double *power)
{
    bool wrapped = false;
    *power = 1.0;
    r->at += strspn(r->at, " \t");
    if (strncmp(r->at, "²", 2) == 0 || strncmp(r->at, "³", 2) == 0) {
        *power = strncmp(r->at, "²", 2) == 0 ? 2.0 : 3.0;
        r->at += 2;
        return true;
    }
    if (*r->at == '^')
        r->at++;
    else if (strncmp(r->at, "**", 2) == 0)
        r->at += 2;
    else
        return true;
    r->at += strspn(r->at, " \t");
    wrapped = *r->at == '(';
    r->at += wrapped;
    if (!read_number(r, power) || fabs(*power) > 100.0)
        return false;
    if (wrapped && *r->at != ')')
        return false;
    r->at += wrapped;
    return true;
}

static bool read_base(reader *r, gx_unit *unit)
{
    enum { DEEPEST = 40 };
    *unit = gx_unit_one;
    if (*r->at == '(') {
        r->at++;
        if (++r->depth > DEEPEST || !read_product(r, unit) || *r->at != ')')
            return false;
        r->at++;
        r->depth--;
        return true;
    }
    if (read_number(r, &unit->up))
        return unit->up > 0.0 && unit->up < 1e300;
    const char *from = r->at;
    if (*from == '%')
        r->at++;
    while (*from != '%' && *r->at && !sign_at(r->at))
        r->at++;
    size_t length = (size_t)(r->at - from);
    while (length && strchr(" \t", from[length - 1]))
        length--;
    if (length)
        *unit = unit_named(r->units, gx_arena_text(r->units->arena, from, length));
    return length > 0;
}

/* Factors with `*`, `/` or nothing (behind numbers) between them. */
static bool read_product(reader *r, gx_unit *unit)
{
    double sign = 1.0;
    *unit = gx_unit_one;
    r->at += strspn(r->at, " \t");
    if (*r->at == '/') { /* `/year` */
        sign = -1.0;
        r->at++;
    }
    for (;;) {
        gx_unit base;
        double power = 1.0;
        r->at += strspn(r->at, " \t");
        if (!read_base(r, &base) || !read_power(r, &power))
            return false;
        *unit = gx_unit_times(unit, &base, sign * power);
        r->at += strspn(r->at, " \t");
        if (!*r->at || *r->at == ')')
            return true;
        size_t size = sign_at(r->at);
        sign = *r->at == '/' ? -1.0 : 1.0;
        bool joins = *r->at == '*' || *r->at == '/' || size == 2;
        r->at += joins ? size : 0;
    }
}

bool gx_unit_parse(gx_unit *unit, const char *text, gx_units *units)
{
    reader r = {.units = units, .at = text};
    return read_product(&r, unit) && !*r.at;
}

/* ---- settings of the model ---- */

/* One line `22:$,Dollar,Dollars`: all are the one that is known, else the first. */
static void declare_equal(gx_units *units, const char *line, size_t length)
{
    const char *text = gx_arena_text(units->arena, line, length);
    const gx_unit_name *same = NULL;
    GX_LIST(const char *) keys = {0};
    while (*text) {
        size_t size = strcspn(text, ",");
        const char *key = gx_text_key(units->arena, text, size);
        text += size + (text[size] == ',');
        if (*key)
            *GX_ADD(units->arena, &keys) = singular(key, units->arena);
    }
    for (int32_t i = 0; i < keys.count && !same; i++)
        same = name_known(units, keys.at[i], keys.at[i]);
    if (!same && keys.count)
        same = name_new(units, keys.at[0], keys.at[0]);
    for (int32_t i = 0; i < keys.count; i++) {
        gx_unit of = gx_unit_one;
        of.count = 1;
        of.factor[0] = (gx_unit_factor){.name = same, .power = 1.0};
        if (!name_known(units, keys.at[i], keys.at[i]))
            name_of(units, keys.at[i], keys.at[i], of, 1.0, 1.0);
    }
}

gx_units *gx_units_new(gx_arena *arena, const gx_model *model, const gx_diags *ds)
{
    gx_units *units = GX_NEW(arena, gx_units);
    units->arena = arena;
    units->names = gx_map_new(arena);
    if (!model || model->sketch.file < 0 || model->sketch.file >= ds->sources.count)
        return units;
    const char *at = ds->sources.at[model->sketch.file].text + model->sketch.offset;
    while (*at) {
        size_t length = strcspn(at, "\r\n");
        if (strncmp(at, "22:", 3) == 0)
            declare_equal(units, at + 3, length - 3);
        at += length + strspn(at + length, "\r\n");
    }
    return units;
}
