/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `X-checks.yaml`: tables of keys, and the sentences of `expect:`. */
#include "front/front.h"
#include "front/yaml.h"

#include <string.h>

/* `[land, -debt]` */
static void read_terms(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_terms *terms = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_term term = {.sign = 1.0};
        gx_yaml_read_name(&value->items.at[i], &term.name, reading);
        const char *text = term.name.text;
        if (text && *text == '-') {
            int32_t skip = 1 + (int32_t)strspn(text + 1, " ");
            term = (gx_term){{text + skip, term.name.loc}, -1.0};
        }
        if (term.name.text && gx_reading_is_new(seen, term.name, reading))
            *GX_ADD(reading->arena, terms) = term;
    }
}

/* ---- conservation ---- */

static const gx_yaml_row balance_rows[] = {
    {"by", false, gx_yaml_read_name, offsetof(gx_balance, by)},
    {"stocks", true, read_terms, offsetof(gx_balance, stocks)},
    {"inflows", false, read_terms, offsetof(gx_balance, inflows)},
    {"outflows", false, read_terms, offsetof(gx_balance, outflows)},
};

static void read_balances(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_checks *checks = field;
    if (!gx_yaml_is(value, GX_YAML_MAPPING, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_balance *balance = GX_ADD(reading->arena, &checks->balances);
        balance->name = item->key;
        gx_reading_is_new(seen, item->key, reading);
        gx_yaml_read_keys(item, balance_rows, sizeof balance_rows / sizeof *balance_rows,
                          balance, reading);
    }
}

static void read_non_negative(const gx_yaml *value, void *field,
                              const gx_reading *reading)
{
    gx_checks *checks = field;
    if (value->kind != GX_YAML_SCALAR)
        gx_yaml_read_names(value, &checks->non_negative, reading);
    else if (strcmp(value->text, "all stocks") == 0)
        checks->all_stocks = true;
    else
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected a list of names or 'all stocks', got '%s'", value->text);
}

/* ---- sentences ---- */

/* A sentence being read from its end: what is left stands in `text`. */
typedef struct sentence {
    gx_expectation *to;
    char *text;
    const gx_reading *reading;
    bool is_wrong;
} sentence;

static void complain(sentence *s, const char *what)
{
    gx_error(s->reading->ds, GX_CODE_VALUE, s->to->loc, "%-s", what);
    gx_note(s->reading->ds, GX_NOWHERE,
            "as in 'output <= 300 km2 at 2021', 'output = baseline within 1 %%', "
            "'land never negative', 'land stops growing', 'land never falls'");
    s->is_wrong = true;
}

static void trim(char *text)
{
    size_t length = strlen(text);
    while (length && text[length - 1] == ' ')
        text[--length] = '\0';
}

/* Cut off the last ` word REST` outside quotes and give REST, or NULL. */
static char *cut(sentence *s, const char *word)
{
    size_t length = strlen(word);
    char *found = NULL;
    bool quoted = false;
    for (char *c = s->text; *c; c++) {
        quoted ^= *c == '"';
        if (!quoted && *c == ' ' && strncmp(c + 1, word, length) == 0 &&
            (c[1 + length] == ' ' || !c[1 + length]))
            found = c;
    }
    if (!found)
        return NULL;
    *found = '\0';
    trim(s->text);
    found += 1 + length;
    return found + strspn(found, " ");
}

/* `at`, `from`, `after`, `before`, `to` and a time; false when it is no number. */
static bool read_times(sentence *s)
{
    static const struct {
        const char *word;
        bool begins, ends, is_open; /* open: the time itself is left out */
    } whens[] = {
        {"to", false, true, false},   {"before", false, true, true},
        {"from", true, false, false}, {"after", true, false, true},
        {"at", true, true, false},
    };
    for (size_t i = 0; i < sizeof whens / sizeof *whens; i++) {
        double time = 0.0;
        char *before = gx_arena_text(s->reading->arena, s->text, strlen(s->text));
        char *rest = cut(s, whens[i].word);
        if (!rest)
            continue;
        if (!gx_text_to_number(rest, &time) || !isfinite(time)) {
            s->text = before; /* it is part of a name */
            continue;
        }
        if (whens[i].begins)
            s->to->from = time;
        if (whens[i].ends)
            s->to->to = time;
        s->to->after |= whens[i].begins && whens[i].is_open;
        s->to->before |= whens[i].ends && whens[i].is_open;
    }
    return s->to->from <= s->to->to;
}

/* `1 %` or `0.01` */
static bool read_part(const char *text, double *part, gx_loc loc, gx_arena *arena)
{
    gx_quantity q;
    if (!gx_quantity_parse(&q, text, loc, arena) || q.number < 0.0 ||
        (*q.units && strcmp(q.units, "%") != 0))
        return false;
    *part = *q.units ? q.number / 100.0 : q.number;
    return true;
}

static const struct {
    const char *words;
    gx_relation relation;
} phrases[] = {
    {"never negative", GX_RELATION_LEAST},
    {"stops growing", GX_RELATION_NOT_UP},
    {"never grows", GX_RELATION_NOT_UP},
    {"never falls", GX_RELATION_NOT_DOWN},
};

/* `land never falls`: true when the sentence ends so. */
static bool read_phrase(sentence *s)
{
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        char *rest = cut(s, phrases[i].words);
        if (!rest)
            continue;
        if (*rest)
            complain(s, "the sentence goes on after its end");
        s->to->relation = phrases[i].relation;
        s->to->limit = (gx_quantity){.number = 0.0, .units = "", .loc = s->to->loc};
        return true;
    }
    return false;
}

static const struct {
    const char *sign;
    gx_relation relation;
} signs[] = {
    {"<=", GX_RELATION_MOST}, {">=", GX_RELATION_LEAST}, {"<", GX_RELATION_LESS},
    {">", GX_RELATION_MORE},  {"=", GX_RELATION_EQUAL},
};

/* `baseline`, `0.5 baseline`, or a number with its unit */
static void read_limit(sentence *s, char *text)
{
    gx_expectation *e = s->to;
    size_t length = strlen(text), word = strlen("baseline");
    e->is_baseline = length >= word && strcmp(text + length - word, "baseline") == 0;
    if (e->is_baseline)
        text[length - word] = '\0';
    e->limit = (gx_quantity){.number = 1.0, .units = "", .loc = e->loc};
    bool is_alone = e->is_baseline && !*text;
    if (!is_alone && (!gx_quantity_parse(&e->limit, text, e->loc, s->reading->arena) ||
                      (e->is_baseline && *e->limit.units)))
        complain(s, "expected a number with its unit, 'baseline' or '0.5 baseline'");
}

static void read_comparison(sentence *s)
{
    char *at = NULL;
    size_t row = 0;
    bool quoted = false;
    for (char *c = s->text; *c && !at; c++) {
        quoted ^= *c == '"';
        for (row = 0; !quoted && row < sizeof signs / sizeof *signs; row++)
            if (strncmp(c, signs[row].sign, strlen(signs[row].sign)) == 0) {
                at = c;
                break;
            }
    }
    if (!at) {
        complain(s, "this says nothing that can be checked");
        return;
    }
    char *within = cut(s, "within");
    s->to->relation = signs[row].relation;
    s->to->within = 1e-9;
    if (within && (s->to->relation != GX_RELATION_EQUAL ||
                   !read_part(within, &s->to->within, s->to->loc, s->reading->arena)))
        complain(s, "'within' is for '=' and takes a part, as in 'within 1 %'");
    char *limit = at + strlen(signs[row].sign);
    *at = '\0';
    trim(s->text);
    read_limit(s, limit + strspn(limit, " "));
}

static void read_sentence(const gx_yaml *value, gx_expectation *to,
                          const gx_reading *reading)
{
    *to = (gx_expectation){.text = value->text,
                           .loc = value->loc,
                           .from = (double)-INFINITY,
                           .to = (double)INFINITY};
    if (!gx_yaml_is(value, GX_YAML_SCALAR, reading))
        return;
    sentence s = {.to = to,
                  .text = gx_arena_text(reading->arena, value->text, strlen(value->text)),
                  .reading = reading};
    if (!read_times(&s))
        complain(&s, "the time it begins is after the time it ends");
    if (!read_phrase(&s))
        read_comparison(&s);
    to->variable = (gx_name){s.text, to->loc};
    if (!s.is_wrong && !*s.text)
        complain(&s, "the name of a variable is missing");
}

/* ---- extreme conditions ---- */

static void read_expect(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_condition *condition = field;
    if (value->kind == GX_YAML_SCALAR) {
        read_sentence(value, GX_ADD(reading->arena, &condition->expect), reading);
        return;
    }
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++)
        read_sentence(&value->items.at[i], GX_ADD(reading->arena, &condition->expect),
                      reading);
    if (!value->items.count)
        gx_error(reading->ds, GX_CODE_VALUE, gx_yaml_place(value), "expects nothing");
}

static void read_conditions(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"given", false, gx_yaml_read_settings, offsetof(gx_condition, given)},
        {"expect", true, read_expect, 0},
    };
    gx_checks *checks = field;
    if (!gx_yaml_is(value, GX_YAML_MAPPING, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_condition *condition = GX_ADD(reading->arena, &checks->conditions);
        condition->name = item->key;
        gx_reading_is_new(seen, item->key, reading);
        gx_yaml_read_keys(item, rows, sizeof rows / sizeof *rows, condition, reading);
    }
}

/* ---- step halving and indicators ---- */

void gx_yaml_read_part(const gx_yaml *value, void *field, const gx_reading *reading)
{
    if (gx_yaml_is(value, GX_YAML_SCALAR, reading) &&
        !read_part(value->text, field, value->loc, reading->arena))
        gx_error(reading->ds, GX_CODE_VALUE, value->loc,
                 "expected a part as in '0.1 %%' or 0.001, got '%s'", value->text);
}

static void read_halvings(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_halving, variable)},
        {"at", true, gx_yaml_read_number, offsetof(gx_halving, at)},
        {"method", true, gx_yaml_read_name, offsetof(gx_halving, method)},
        {"tolerance", true, gx_yaml_read_part, offsetof(gx_halving, tolerance)},
    };
    gx_checks *checks = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++)
        gx_yaml_read_keys(&value->items.at[i], rows, sizeof rows / sizeof *rows,
                          GX_ADD(reading->arena, &checks->halvings), reading);
}

static void read_indicators(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"variable", true, gx_yaml_read_name, offsetof(gx_indicator, variable)},
        {"low", false, gx_yaml_read_quantity, offsetof(gx_indicator, low)},
        {"high", false, gx_yaml_read_quantity, offsetof(gx_indicator, high)},
        {"from", false, gx_yaml_read_number, offsetof(gx_indicator, from)},
        {"to", false, gx_yaml_read_number, offsetof(gx_indicator, to)},
        {"source", true, gx_yaml_read_words, offsetof(gx_indicator, source)},
    };
    static const gx_quantity none = {.number = GX_NOT_GIVEN, .units = ""};
    gx_checks *checks = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_indicator *made = GX_ADD(reading->arena, &checks->indicators);
        *made = (gx_indicator){
            .low = none, .high = none, .from = GX_NOT_GIVEN, .to = GX_NOT_GIVEN};
        gx_yaml_read_keys(item, rows, sizeof rows / sizeof *rows, made, reading);
        if (!gx_quantity_given(made->low) && !gx_quantity_given(made->high))
            gx_error(reading->ds, GX_CODE_KEY, gx_yaml_place(item),
                     "neither 'low' nor 'high' is given");
    }
}

/* ---- the file ---- */

gx_err gx_checks_read(gx_checks **checks, int32_t file, gx_arena *arena, gx_diags *ds)
{
    static const gx_yaml_row rows[] = {
        {"scenarios", false, gx_yaml_read_name, offsetof(gx_checks, scenarios)},
        {"conservation", false, read_balances, 0},
        {"non-negative", false, read_non_negative, 0},
        {"extreme conditions", false, read_conditions, 0},
        {"step halving", false, read_halvings, 0},
        {"indicators", false, read_indicators, 0},
    };
    *checks = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    const gx_yaml *root = NULL;
    gx_err err = gx_yaml_read(&root, file, arena, ds);
    if (err)
        return err;
    gx_checks *read = GX_NEW(arena, gx_checks);
    gx_yaml_read_keys(root, rows, sizeof rows / sizeof *rows, read, &reading);
    if (read->scenarios.text)
        read->scenarios.text =
            gx_path_beside(arena, ds->sources.at[file].path, read->scenarios.text);
    err = gx_reading_outcome(&reading);
    *checks = err ? NULL : read;
    return err;
}
