/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario is read file by file along `extends:`, from the one asked for to its
 * farthest ancestor; then the files are folded, the nearest winning. */
#include "front/front.h"
#include "front/yaml.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

/* What one file says. */
typedef struct page {
    gx_scenario said;
    gx_name extends;
    bool has_outputs;
} page;

typedef struct chain {
    GX_LIST(page *) pages; /* itself first, then its ancestors */
} chain;

/* ---- quantities and settings ---- */

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* Length of the decimal number that a text begins with, or 0. */
static size_t number_length(const char *text)
{
    size_t sign = strspn(text, "+-") == 1;
    size_t whole = digits(text + sign);
    size_t used = sign + whole, part = 0;
    if (text[used] == '.') {
        part = digits(text + used + 1);
        used += 1 + part;
    }
    if (!whole && !part)
        return 0;
    if (text[used] == 'e' || text[used] == 'E') {
        size_t mark = 1 + (text[used + 1] == '-' || text[used + 1] == '+');
        size_t power = digits(text + used + mark);
        used += power ? mark + power : 0;
    }
    return used;
}

/* Length of the blank that a text begins with, wide and no-break ones too, or 0. */
static size_t blank_length(const char *text)
{
    static const char *const blanks[] = {" ", "\t", "\xC2\xA0", "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (strncmp(text, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

/* `text[0 .. length - 1]` without blanks around it. */
static char *trimmed(gx_arena *arena, const char *text, size_t length)
{
    size_t from = 0, to = length, more = 0;
    while (from < length && (more = blank_length(text + from)) > 0)
        from += more;
    for (size_t i = from; i < length; i += more ? more : 1) {
        more = blank_length(text + i);
        if (!more)
            to = i + 1;
    }
    return gx_arena_text(arena, text + from, from < to ? to - from : 0);
}

bool gx_quantity_parse(gx_quantity *q, const char *text, gx_loc loc, gx_arena *arena)
{
    char *value = trimmed(arena, text, strlen(text));
    size_t length = number_length(value);
    char *number = gx_arena_text(arena, value, length);
    *q = (gx_quantity){.number = GX_NOT_GIVEN, .units = "", .loc = loc};
    if (!length || !gx_text_to_number(number, &q->number) || !isfinite(q->number)) {
        q->number = GX_NOT_GIVEN;
        return false;
    }
    const char *units = trimmed(arena, value + length, strlen(value + length));
    bool is_sum = *units && strchr("+-*^=.,:;_'\"", *units);
    if (is_sum || (*units == '/' && digits(units + 1))) {
        q->number = GX_NOT_GIVEN; /* `1,000`, `2+3` and `1/16` are no numbers */
        return false;
    }
    q->units = units;
    return true;
}

/* Where the points end and their unit begins: behind the last parenthesis before anything
 * that stands outside of them. */
static size_t points_length(const char *text)
{
    size_t end = 0;
    int32_t depth = 0;
    for (size_t i = 0; text[i] && (depth || strchr(" \t,()", text[i])); i++) {
        depth += (text[i] == '(') - (depth && text[i] == ')');
        end = text[i] == ')' && !depth ? i + 1 : end;
    }
    return end && !depth ? end : strlen(text);
}

/* `(x,y),(x,y) ... unit` with blanks anywhere; false when it is anything else. */
static bool parse_points(gx_setting *setting, const char *text, gx_arena *arena)
{
    size_t all = points_length(text);
    setting->value.units = trimmed(arena, text + all, strlen(text + all));
    char *plain = gx_arena_text(arena, text, all), *c = plain;
    size_t used = 0;
    for (size_t i = 0; plain[i]; i++)
        if (plain[i] != ' ' && plain[i] != '\t')
            plain[used++] = plain[i];
    plain[used] = '\0';
    for (;;) {
        gx_point point;
        double *const parts[] = {&point.x, &point.y};
        for (int32_t p = 0; p < 2; p++) {
            if (*c++ != (p ? ',' : '('))
                return false;
            size_t length = number_length(c);
            if (!gx_text_to_number(gx_arena_text(arena, c, length), parts[p]) ||
                !isfinite(*parts[p]))
                return false;
            c += length;
        }
        *GX_ADD(arena, &setting->points) = point;
        if (*c++ != ')')
            return false;
        if (!*c)
            return true;
        if (*c++ != ',')
            return false;
    }
}

/* A number with units, or points. */
static gx_err parse_value(gx_setting *setting, const char *text, gx_loc loc,
                          gx_arena *arena, gx_diags *ds)
{
    setting->value = (gx_quantity){.number = GX_NOT_GIVEN, .units = "", .loc = loc};
    if (*text == '(') {
        if (parse_points(setting, text, arena))
            return GX_OK;
        setting->points.count = 0;
        return gx_error(ds, GX_CODE_VALUE, loc,
                        "expected points as in (0,1),(1,2), perhaps with a unit");
    }
    if (gx_quantity_parse(&setting->value, text, loc, arena))
        return GX_OK;
    return gx_error(ds, GX_CODE_VALUE, loc, "expected a number, got '%s'", text);
}

/* The first '=' outside quotes and brackets, or NULL; `*open` is what is not closed. */
static const char *find_equals(const char *text, char *open)
{
    int32_t depth = 0;
    bool quoted = false;
    const char *c = text;
    for (; *c && (*c != '=' || quoted || depth > 0); c++) {
        if (*c == '\\' && quoted && c[1])
            c++;
        else if (*c == '"')
            quoted = !quoted;
        else if (!quoted)
            depth += (*c == '[') - (*c == ']');
    }
    *open = quoted ? '"' : depth > 0 ? '[' : '\0';
    return *c ? c : NULL;
}

gx_err gx_setting_parse(gx_setting *setting, int32_t file, gx_arena *arena, gx_diags *ds)
{
    const gx_source *source = &ds->sources.at[file];
    const char *text = source->text;
    gx_loc all = {file, 0, source->length ? (int32_t)source->length : 1};
    size_t bad = 0;
    char open = '\0';
    *setting = (gx_setting){.value = {.number = GX_NOT_GIVEN, .units = ""}};
    if (!gx_text_is_utf8(text, source->length, &bad))
        return gx_error(ds, GX_CODE_ENCODING, (gx_loc){file, (int32_t)bad, 1},
                        "byte 0x%02x is not UTF-8", (unsigned)(unsigned char)text[bad]);
    const char *equals = find_equals(text, &open);
    if (!equals && open)
        return gx_error(ds, GX_CODE_USAGE, all, "a '%c' is not closed", open);
    if (!equals)
        return gx_error(ds, GX_CODE_USAGE, all, "expected NAME=VALUE");
    int32_t at = (int32_t)(equals - text);
    setting->name = (gx_name){trimmed(arena, text, (size_t)at), {file, 0, at ? at : 1}};
    if (!*setting->name.text)
        return gx_error(ds, GX_CODE_USAGE, setting->name.loc, "a value without a name");
    const char *value = equals + 1;
    while (blank_length(value))
        value += blank_length(value);
    gx_loc loc = {file, (int32_t)(value - text), (int32_t)strlen(value)};
    loc.length = loc.length ? loc.length : 1;
    return parse_value(setting, value, loc, arena, ds);
}

/* ---- one file ---- */

void gx_yaml_read_quantity(const gx_yaml *value, void *field, const gx_reading *reading)
{
    if (gx_yaml_is(value, GX_YAML_SCALAR, reading) &&
        !gx_quantity_parse(field, value->text, value->loc, reading->arena))
        gx_error(reading->ds, GX_CODE_VALUE, value->loc, "expected a number, got '%s'",
                 value->text);
}

void gx_yaml_read_settings(const gx_yaml *value, void *field, const gx_reading *reading)
{
    gx_settings *settings = field;
    if (!gx_yaml_is(value, GX_YAML_MAPPING, reading))
        return;
    gx_map *seen = gx_map_new(reading->arena);
    for (int32_t i = 0; i < value->items.count; i++) {
        const gx_yaml *item = &value->items.at[i];
        gx_setting setting = {.name = item->key, .value.number = GX_NOT_GIVEN};
        if (gx_yaml_is(item, GX_YAML_SCALAR, reading))
            parse_value(&setting, item->text, item->loc, reading->arena, reading->ds);
        if (gx_reading_is_new(seen, item->key, reading))
            *GX_ADD(reading->arena, settings) = setting;
    }
}

static void read_run(const gx_yaml *value, void *field, const gx_reading *reading)
{
    static const gx_yaml_row rows[] = {
        {"method", false, gx_yaml_read_name, offsetof(gx_run_settings, method)},
        {"time step", false, gx_yaml_read_quantity, offsetof(gx_run_settings, time_step)},
        {"save every", false, gx_yaml_read_quantity,
         offsetof(gx_run_settings, save_every)},
        {"initial time", false, gx_yaml_read_quantity,
         offsetof(gx_run_settings, initial_time)},
        {"final time", false, gx_yaml_read_quantity,
         offsetof(gx_run_settings, final_time)},
        {"tolerance", false, gx_yaml_read_quantity, offsetof(gx_run_settings, tolerance)},
    };
    gx_yaml_read_keys(value, rows, sizeof rows / sizeof *rows, field, reading);
}

static void read_outputs(const gx_yaml *value, void *field, const gx_reading *reading)
{
    page *p = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    p->has_outputs = true;
    gx_yaml_read_names(value, &p->said.outputs, reading);
}

/* A path with `folder/..` taken out, as one reads it; with links it may be another. */
static const char *without_turns(gx_arena *arena, const char *path)
{
    char *text = gx_arena_text(arena, path, strlen(path)), *turn = text;
    while ((turn = strstr(turn, "/../"))) {
        char *from = turn;
        while (from > text && from[-1] != '/')
            from--;
        bool is_name = from < turn && strncmp(from, "..", (size_t)(turn - from)) != 0 &&
                       strncmp(from, ".", (size_t)(turn - from)) != 0;
        if (is_name) {
            memmove(from, turn + 4, strlen(turn + 4) + 1);
            turn = text;
        } else {
            turn += 3;
        }
    }
    return text;
}

const char *gx_path_beside(gx_arena *arena, const char *from, const char *path)
{
    const char *slash = strrchr(from, '/');
    if (!slash || *path == '/')
        return path;
    const char *whole =
        gx_arena_format(arena, "%.*s%s", (int)(slash + 1 - from), from, path);
    const char *shorter = without_turns(arena, whole);
    return gx_path_is_same(whole, shorter) ? shorter : whole;
}

static void read_data(const gx_yaml *value, void *field, const gx_reading *reading)
{
    page *p = field;
    if (!gx_yaml_is(value, GX_YAML_LIST, reading))
        return;
    for (int32_t i = 0; i < value->items.count; i++) {
        gx_name name = {0};
        gx_yaml_read_name(&value->items.at[i], &name, reading);
        if (!name.text)
            continue;
        name.text = gx_path_beside(reading->arena, p->said.path, name.text);
        *GX_ADD(reading->arena, &p->said.data) = name;
    }
}

/* Does a path end with this, and with something before it? */
static bool ends_with(const char *path, const char *end)
{
    size_t length = strlen(path), end_length = strlen(end);
    return length > end_length && strcmp(path + length - end_length, end) == 0;
}

static const char *base_name(gx_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    const char *dot = strrchr(name, '.');
    size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    return gx_arena_text(arena, name, length);
}

static const gx_yaml_row page_rows[] = {
    {"title", false, gx_yaml_read_words, offsetof(page, said.title)},
    {"model", false, gx_yaml_read_name, offsetof(page, said.model)},
    {"extends", false, gx_yaml_read_name, offsetof(page, extends)},
    {"set", false, gx_yaml_read_settings, offsetof(page, said.settings)},
    {"run", false, read_run, offsetof(page, said.run)},
    {"data", false, read_data, 0},
    {"outputs", false, read_outputs, 0},
    {"requirement", false, gx_yaml_read_words, offsetof(page, said.requirement)},
};

/* Read one file; NULL when there is no tree to read. */
static page *read_page(const char *path, const gx_reading *reading)
{
    gx_arena *arena = reading->arena;
    int32_t file = -1;
    const gx_yaml *root = NULL;
    if (gx_source_read(&file, path, GX_YAML_LIMIT, reading->ds) ||
        gx_yaml_read(&root, file, arena, reading->ds))
        return NULL;
    page *p = GX_NEW(arena, page);
    gx_quantity none = {.number = GX_NOT_GIVEN, .units = "", .loc = GX_NOWHERE};
    p->said.name = base_name(arena, path);
    p->said.path = gx_arena_text(arena, path, strlen(path));
    p->said.run.time_step = p->said.run.save_every = none;
    p->said.run.initial_time = p->said.run.final_time = none;
    p->said.run.tolerance = none;
    *GX_ADD(arena, &p->said.files) = file;
    gx_yaml_read_keys(root, page_rows, sizeof page_rows / sizeof *page_rows, p, reading);
    if (p->said.model.text && *p->said.model.text)
        p->said.model.text = gx_path_beside(arena, path, p->said.model.text);
    return p;
}

/* ---- the chain of files ---- */

bool gx_path_is_same(const char *a, const char *b)
{
    struct stat sa, sb;
    if (strcmp(a, b) == 0)
        return true;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev &&
           sa.st_ino == sb.st_ino;
}

static bool closes_cycle(const chain *c, const char *path, const gx_reading *reading)
{
    int32_t start = c->pages.count - 1;
    while (start >= 0 && !gx_path_is_same(c->pages.at[start]->said.path, path))
        start--;
    if (start < 0)
        return false;
    const page *last = c->pages.at[c->pages.count - 1];
    gx_error(reading->ds, GX_CODE_VALUE, last->extends.loc, "'%s' extends itself",
             c->pages.at[start]->said.name);
    for (int32_t i = start; i < c->pages.count; i++) {
        const page *p = c->pages.at[i];
        bool back = i + 1 == c->pages.count;
        gx_note(reading->ds, p->extends.loc, "'%s' extends '%s'", p->said.name,
                c->pages.at[back ? start : i + 1]->said.name);
    }
    return true;
}

/* Read a file and its ancestors; false when one of them is missing. */
static bool read_chain(chain *c, const char *path, const gx_reading *reading)
{
    for (;;) {
        page *p = read_page(path, reading);
        const page *child = c->pages.count ? c->pages.at[c->pages.count - 1] : NULL;
        if (!p && child)
            gx_note(reading->ds, child->extends.loc, "'%s' extends it", child->said.name);
        if (!p)
            return false;
        *GX_ADD(reading->arena, &c->pages) = p;
        const char *parent = p->extends.text;
        if (!parent || !*parent)
            return true;
        if (!ends_with(parent, ".yaml") && !ends_with(parent, ".yml"))
            parent = gx_arena_format(reading->arena, "%s.yaml", parent);
        path = gx_path_beside(reading->arena, path, parent);
        if (closes_cycle(c, path, reading))
            return false;
    }
}

/* ---- folding ---- */

static void inherit_quantity(gx_quantity *q, gx_quantity parent)
{
    if (!gx_quantity_given(*q))
        *q = parent;
}

static void inherit(gx_scenario *s, const gx_scenario *parent)
{
    if (!s->requirement.en && !s->requirement.zh)
        s->requirement = parent->requirement;
    if (!s->model.text)
        s->model = parent->model;
    if (!s->run.method.text)
        s->run.method = parent->run.method;
    inherit_quantity(&s->run.time_step, parent->run.time_step);
    inherit_quantity(&s->run.save_every, parent->run.save_every);
    inherit_quantity(&s->run.initial_time, parent->run.initial_time);
    inherit_quantity(&s->run.final_time, parent->run.final_time);
    inherit_quantity(&s->run.tolerance, parent->run.tolerance);
}

/* Settings from the last of the nearest file back to the first of the farthest, names
 * that were seen left out; then the other way round. */
static void fold_settings(gx_scenario *s, const chain *c, gx_arena *arena)
{
    gx_map *seen = gx_map_new(arena);
    for (int32_t i = 0; i < c->pages.count; i++) {
        const gx_scenario *said = &c->pages.at[i]->said;
        for (int32_t k = said->settings.count - 1; k >= 0; k--) {
            const char *name = said->settings.at[k].name.text;
            if (gx_map_put(seen, gx_text_key(arena, name, strlen(name)), 0))
                *GX_ADD(arena, &s->settings) = said->settings.at[k];
        }
    }
    for (int32_t i = 0, k = s->settings.count - 1; i < k; i++, k--) {
        gx_setting first = s->settings.at[i];
        s->settings.at[i] = s->settings.at[k];
        s->settings.at[k] = first;
    }
}

static gx_scenario *fold(const chain *c, gx_arena *arena)
{
    gx_scenario *s = GX_NEW(arena, gx_scenario);
    *s = c->pages.at[0]->said;
    memset(&s->settings, 0, sizeof s->settings);
    fold_settings(s, c, arena);
    bool has_outputs = c->pages.at[0]->has_outputs;
    for (int32_t i = 1; i < c->pages.count; i++) {
        const page *p = c->pages.at[i];
        inherit(s, &p->said);
        *GX_ADD(arena, &s->files) = p->said.files.at[0];
        for (int32_t k = 0; k < p->said.data.count; k++)
            *GX_ADD(arena, &s->data) = p->said.data.at[k]; /* nearest first: it wins */
        if (!has_outputs)
            memcpy(&s->outputs, &p->said.outputs, sizeof s->outputs);
        has_outputs = has_outputs || p->has_outputs;
    }
    return s;
}

gx_err gx_scenario_read(gx_scenario **scenario, const char *path, gx_arena *arena,
                        gx_diags *ds)
{
    *scenario = NULL;
    gx_reading reading = gx_reading_start(arena, ds);
    chain c = {.pages = {.count = 0}};
    if (!read_chain(&c, path, &reading))
        return gx_reading_outcome(&reading);
    gx_scenario *s = fold(&c, arena);
    gx_loc end = {.file = s->files.at[s->files.count - 1], .length = 1};
    if (!s->model.text && !gx_reading_outcome(&reading))
        gx_error(ds, GX_CODE_KEY, end, "neither 'model' nor 'extends' is given");
    *scenario = s;
    return gx_reading_outcome(&reading);
}
