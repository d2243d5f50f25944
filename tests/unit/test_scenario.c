/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML, scenarios and sidecars: what is wrong is shown where it is, what is right is
 * read, and damaged files neither crash nor print. */
#include "support.h"

#include "front/yaml.h"

#include <math.h>
#include <unistd.h>

#ifndef ROUNDS
#define ROUNDS 3000
#endif

typedef enum format { YAML, SCENARIO, LABELS, FIGURES, SETTING } format;

/* All that one reading needs and makes. */
typedef struct reading {
    gx_diags *ds;
    gx_arena *arena;
    gx_err err;
    const gx_yaml *root;
    gx_scenario *scenario;
    gx_labels *labels;
    gx_figures *figures;
    gx_setting setting;
} reading;

static void write_file(const char *path, const char *text, size_t length)
{
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, length, out), length);
    assert_int_equal(fclose(out), 0);
}

static void put(const char *path, const char *text)
{
    write_file(path, text, strlen(text));
}

static reading read_bytes(format kind, const char *text, size_t length)
{
    static const char *const paths[] = {"y.yaml", "s.yaml", "l.yaml", "f.yaml", "--set"};
    reading r = {.ds = test_diags(),
                 .arena = gx_arena_new((gx_oom){.handler = test_oom})};
    int32_t file = 0;
    if (kind == SCENARIO)
        write_file(paths[kind], text, length);
    else
        file = gx_source_add(r.ds, paths[kind], text, length);
    switch (kind) {
    case YAML:
        r.err = gx_yaml_read(&r.root, file, r.arena, r.ds);
        break;
    case SCENARIO:
        r.err = gx_scenario_read(&r.scenario, paths[kind], r.arena, r.ds);
        break;
    case LABELS:
        r.err = gx_labels_read(&r.labels, file, r.arena, r.ds);
        break;
    case FIGURES:
        r.err = gx_figures_read(&r.figures, file, r.arena, r.ds);
        break;
    case SETTING:
        r.err = gx_setting_parse(&r.setting, file, r.arena, r.ds);
        break;
    }
    return r;
}

static reading read_text(format kind, const char *text)
{
    return read_bytes(kind, text, strlen(text));
}

static void reading_free(reading *r)
{
    gx_arena_free(r->arena);
    gx_diags_free(r->ds);
}

/* Does a text match a pattern in which '*' stands for anything? */
static bool matches(const char *text, const char *pattern)
{
    for (; *pattern != '*'; text++, pattern++)
        if (*text != *pattern || !*text)
            return *text == *pattern;
    for (; *text; text++)
        if (matches(text, pattern + 1))
            return true;
    return matches(text, pattern + 1);
}

/* ---- messages ---- */

/* What libfyaml words itself is '*' here: its versions differ. */
static const struct {
    format format;
    const char *text, *messages;
} wrong[] = {
    {YAML, "a: [1, 2\n",
     "y.yaml:2:1: error: * [syntax]\n"
     " \n"
     " ^\n"
     "y.yaml:1:1: note: it begins here\n"
     " a: [1, 2\n"
     " ^\n"},
    {YAML, "a: &x 1\n",
     "y.yaml:1:5: error: anchors ('&') are not supported in gaoxin's files "
     "[unsupported]\n"
     " a: &x 1\n"
     "     ^\n"},
    {YAML, "a: 1\nb: *x\n",
     "y.yaml:2:5: error: aliases ('*') are not supported in gaoxin's files "
     "[unsupported]\n"
     " b: *x\n"
     "     ^\n"},
    {YAML, "a: !!str 1\n",
     "y.yaml:1:4: error: tags ('!') are not supported in gaoxin's files [unsupported]\n"
     " a: !!str 1\n"
     "    ^~~~~\n"},
    {YAML, "<<: 1\n",
     "y.yaml:1:1: error: merge keys ('<<') are not supported in gaoxin's files "
     "[unsupported]\n"
     " <<: 1\n"
     " ^~\n"},
    {YAML, "a: 1\n---\nb: 2\n",
     "y.yaml:2:1: error: a second document ('---') is not supported in gaoxin's files "
     "[unsupported]\n"
     " ---\n"
     " ^~~\n"},
    {YAML, "%YAML 1.2\n---\na: 1\n",
     "y.yaml:2:1: error: directives ('%') are not supported in gaoxin's files "
     "[unsupported]\n"
     " ---\n"
     " ^~~\n"},
    {YAML, "%FOO 1\n---\na: 1\n",
     "y.yaml:1:2: error: * [syntax]\n"
     " %FOO 1\n"
     "  ^~~~~\n"},
    {YAML, "a: 1\nb: 2\na: 3\n",
     "y.yaml:3:1: error: 'a' is given twice [key]\n"
     " a: 3\n"
     " ^\n"
     "y.yaml:1:1: note: it was given here before\n"
     " a: 1\n"
     " ^\n"},
    {YAML, "? [a]\n: 1\n",
     "y.yaml:1:3: error: a key must be a text, not a list [syntax]\n"
     " ? [a]\n"
     "   ^\n"},
    {YAML, ": 1\n",
     "y.yaml:1:1: error: a key without a text [syntax]\n"
     " : 1\n"
     " ^\n"},
    {YAML, "增长: 1\n\t目标: 2\n",
     "y.yaml:1:5: error: * [syntax]\n"
     " 增长: 1\n"
     "       ^\n"
     "y.yaml:2:1: note: a tab begins this line: YAML takes blanks only\n"
     "  目标: 2\n"
     " ^\n"},
    {YAML, "增长目标: {土地: @1}\n",
     "y.yaml:1:12: error: * [syntax]\n"
     " 增长目标: {土地: @1}\n"
     "                  ^\n"},
    {YAML, "增长目标: 1\n土地: [1, {中: 2]\n",
     "y.yaml:2:14: error: * [syntax]\n"
     " 土地: [1, {中: 2]\n"
     "                 ^\n"},
    {YAML, "a: \"\\0\"\n",
     "y.yaml:1:5: error: an escape in this text is no character [encoding]\n"
     " a: \"\\0\"\n"
     "     ^~\n"},
    {YAML, "a: \"b\n",
     "y.yaml:1:5: error: * [syntax]\n"
     " a: \"b\n"
     "     ^\n"},
    {YAML, "a: b: c\n",
     "y.yaml:1:5: error: * [syntax]\n"
     " a: b: c\n"
     "     ^\n"},
    {YAML, "a:\n  b: 1\n c: 2\n",
     "y.yaml:3:2: error: * [syntax]\n"
     "  c: 2\n"
     "  ^\n"},
    {YAML, "a:\n  b: 1\n\tc: 2\n",
     "y.yaml:3:2: error: * [syntax]\n"
     "  c: 2\n"
     "  ^\n"},
    {YAML, "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
     "y.yaml:1:33: error: lists and mappings are nested more than 32 deep [syntax]\n"
     " [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n"
     "                                 ^\n"},
    {YAML,
     "a: \"x\xff"
     "\"\n",
     "y.yaml:1:6: error: not UTF-8 [encoding]\n"
     " a: \"x\xff"
     "\"\n"
     "      ^\n"},
    {SCENARIO, "model: m.mdl\nmehtod: rk4\n",
     "s.yaml:2:1: error: unknown key 'mehtod' [key]\n"
     " mehtod: rk4\n"
     " ^~~~~~\n"
     "note: the keys here are 'title', 'model', 'extends', 'set', 'run', 'data', "
     "'outputs', 'requirement'\n"},
    {SCENARIO, "model: m.mdl\nTime_Step: 1\nrun:\n  TIME_STEP: 1\n",
     "s.yaml:2:1: error: unknown key 'Time_Step' [key]\n"
     " Time_Step: 1\n"
     " ^~~~~~~~~\n"
     "note: the keys here are 'title', 'model', 'extends', 'set', 'run', 'data', "
     "'outputs', 'requirement'\n"
     "s.yaml:4:3: error: unknown key 'TIME_STEP' [key]\n"
     "   TIME_STEP: 1\n"
     "   ^~~~~~~~~\n"
     "note: did you mean 'time step'?\n"},
    {SCENARIO, "model: m.mdl\n模型: 2\n",
     "s.yaml:2:1: error: unknown key '模型' [key]\n"
     " 模型: 2\n"
     " ^~~~\n"
     "note: the keys here are 'title', 'model', 'extends', 'set', 'run', 'data', "
     "'outputs', 'requirement'\n"},
    {SCENARIO, "set:\n  a: 1\n",
     "s.yaml:1:1: error: neither 'model' nor 'extends' is given [key]\n"
     " set:\n"
     " ^\n"},
    {SCENARIO, "",
     "s.yaml:1:1: error: neither 'model' nor 'extends' is given [key]\n"
     " \n"
     " ^\n"},
    {SCENARIO, "- a\n",
     "s.yaml:1:1: error: expected a mapping, got a list [value]\n"
     " - a\n"
     " ^\n"},
    {SCENARIO, "model: [a]\n",
     "s.yaml:1:8: error: expected a single value, got a list [value]\n"
     " model: [a]\n"
     "        ^~~\n"},
    {SCENARIO, "model:\n",
     "s.yaml:1:1: error: expected a single value, got nothing [value]\n"
     " model:\n"
     " ^~~~~\n"},
    {SCENARIO, "model: \"\"\n",
     "s.yaml:1:9: error: an empty text [value]\n"
     " model: \"\"\n"
     "         ^\n"},
    {SCENARIO, "model: m.mdl\nset: [a]\n",
     "s.yaml:2:6: error: expected a mapping, got a list [value]\n"
     " set: [a]\n"
     "      ^~~\n"},
    {SCENARIO, "model: m.mdl\nset:\n  growth target: fast\n",
     "s.yaml:3:18: error: expected a number, got 'fast' [value]\n"
     "   growth target: fast\n"
     "                  ^~~~\n"},
    {SCENARIO, "model: m.mdl\nset: {工业用地价: 很高, 增长目标: \"1,000\"}\n",
     "s.yaml:2:14: error: expected a number, got '很高' [value]\n"
     " set: {工业用地价: 很高, 增长目标: \"1,000\"}\n"
     "                   ^~~~\n"
     "s.yaml:2:25: error: expected a number, got '1,000' [value]\n"
     " set: {工业用地价: 很高, 增长目标: \"1,000\"}\n"
     "                                    ^~~~~\n"},
    {SCENARIO, "model: m.mdl\nset: {a: [1]}\n",
     "s.yaml:2:10: error: expected a single value, got a list [value]\n"
     " set: {a: [1]}\n"
     "          ^~~\n"},
    {SCENARIO, "model: m.mdl\nset:\n  a:\n",
     "s.yaml:3:3: error: expected a single value, got nothing [value]\n"
     "   a:\n"
     "   ^\n"},
    {SCENARIO, "model: m.mdl\nset:\n  Growth Target: 1\n  growth_target: 2\n",
     "s.yaml:4:3: error: 'growth_target' is given twice [key]\n"
     "   growth_target: 2\n"
     "   ^~~~~~~~~~~~~\n"
     "s.yaml:3:3: note: it was given here before\n"
     "   Growth Target: 1\n"
     "   ^~~~~~~~~~~~~\n"},
    {SCENARIO, "model: m.mdl\nrun:\n  time step: 1/16\n  save: 1\n",
     "s.yaml:3:14: error: expected a number, got '1/16' [value]\n"
     "   time step: 1/16\n"
     "              ^~~~\n"
     "s.yaml:4:3: error: unknown key 'save' [key]\n"
     "   save: 1\n"
     "   ^~~~\n"
     "note: the keys here are 'method', 'time step', 'save every', 'initial time', "
     "'final time', 'tolerance'\n"},
    {SCENARIO, "model: m.mdl\nrun: rk4\n",
     "s.yaml:2:6: error: expected a mapping, got a single value [value]\n"
     " run: rk4\n"
     "      ^~~\n"},
    {SCENARIO, "model: m.mdl\noutputs: land\n",
     "s.yaml:2:10: error: expected a list, got a single value [value]\n"
     " outputs: land\n"
     "          ^~~~\n"},
    {SCENARIO, "model: m.mdl\noutputs: [land, a, Land]\n",
     "s.yaml:2:20: error: 'Land' is given twice [key]\n"
     " outputs: [land, a, Land]\n"
     "                    ^~~~\n"
     "s.yaml:2:11: note: it was given here before\n"
     " outputs: [land, a, Land]\n"
     "           ^~~~\n"},
    {SCENARIO, "model: m.mdl\ntitle: {en: a, cn: 中}\n",
     "s.yaml:2:16: error: unknown key 'cn' [key]\n"
     " title: {en: a, cn: 中}\n"
     "                ^~\n"
     "note: the keys here are 'en', 'zh'\n"},
    {SCENARIO, "model: m.mdl\ntitle: [a]\n",
     "s.yaml:2:8: error: expected a mapping, got a list [value]\n"
     " title: [a]\n"
     "        ^~~\n"},
    {SCENARIO, "extends: nowhere\n",
     "gaoxin: error: cannot open 'nowhere.yaml': No such file or directory [file]\n"
     "s.yaml:1:10: note: 's' extends it\n"
     " extends: nowhere\n"
     "          ^~~~~~~\n"},
    {SCENARIO, "extends: s\n",
     "s.yaml:1:10: error: 's' extends itself [value]\n"
     " extends: s\n"
     "          ^\n"
     "s.yaml:1:10: note: 's' extends 's'\n"
     " extends: s\n"
     "          ^\n"},
    {SCENARIO, "model: m.mdl\nset:\n  a: 1e999\n",
     "s.yaml:3:6: error: expected a number, got '1e999' [value]\n"
     "   a: 1e999\n"
     "      ^~~~~\n"},
    {LABELS, "a: {en: A, zg: 中}\n",
     "l.yaml:1:12: error: unknown key 'zg' [key]\n"
     " a: {en: A, zg: 中}\n"
     "            ^~\n"
     "note: the keys here are 'en', 'zh', 'units'\n"},
    {LABELS, "a: text\n",
     "l.yaml:1:4: error: expected a mapping, got a single value [value]\n"
     " a: text\n"
     "    ^~~~\n"},
    {LABELS, "Land Area: {en: A}\nland_area: {en: B}\n",
     "l.yaml:2:1: error: 'land_area' is given twice [key]\n"
     " land_area: {en: B}\n"
     " ^~~~~~~~~\n"
     "l.yaml:1:1: note: it was given here before\n"
     " Land Area: {en: A}\n"
     " ^~~~~~~~~\n"},
    {LABELS, "土地: {单位: 亩}\n",
     "l.yaml:1:6: error: unknown key '单位' [key]\n"
     " 土地: {单位: 亩}\n"
     "        ^~~~\n"
     "note: the keys here are 'en', 'zh', 'units'\n"},
    {LABELS, "a: {en: [b], units: 3}\n",
     "l.yaml:1:9: error: expected a single value, got a list [value]\n"
     " a: {en: [b], units: 3}\n"
     "         ^~~\n"},
    {LABELS, "a\n",
     "l.yaml:1:1: error: expected a mapping, got a single value [value]\n"
     " a\n"
     " ^\n"},
    {FIGURES, "figure:\n",
     "f.yaml:1:1: error: unknown key 'figure' [key]\n"
     " figure:\n"
     " ^~~~~~\n"
     "note: did you mean 'figures'?\n"},
    {FIGURES, "figures:\n  output: {variable: a}\n",
     "f.yaml:2:3: error: 'kind' is missing [key]\n"
     "   output: {variable: a}\n"
     "   ^~~~~~\n"},
    {FIGURES, "figures:\n  output:\n    title: a\n",
     "f.yaml:2:3: error: 'kind' is missing [key]\n"
     "   output:\n"
     "   ^~~~~~\n"
     "f.yaml:2:3: error: 'variable' is missing [key]\n"
     "   output:\n"
     "   ^~~~~~\n"},
    {FIGURES, "figures: {a/b: {kind: k, variable: v}, .x: {kind: k, variable: v}}\n",
     "f.yaml:1:11: error: a figure's name becomes a file name: no '/', '\\' or '.' first "
     "[value]\n"
     " figures: {a/b: {kind: k, variable: v}, .x: {kind: k, variable: v}}\n"
     "           ^~~\n"
     "f.yaml:1:40: error: a figure's name becomes a file name: no '/', '\\' or '.' first "
     "[value]\n"
     " figures: {a/b: {kind: k, variable: v}, .x: {kind: k, variable: v}}\n"
     "                                        ^~\n"},
    {FIGURES, "figures:\n  a: {kind: k, variable: v, from: 2030, to: 2030}\n",
     "f.yaml:2:3: error: 'from' is not before 'to' (2030, 2030) [value]\n"
     "   a: {kind: k, variable: v, from: 2030, to: 2030}\n"
     "   ^\n"},
    {FIGURES,
     "figures:\n  a:\n    kind: k\n    variable: v\n    target: {year: 2020, low: 500, "
     "high: 300}\n",
     "f.yaml:5:5: error: 'low' is above 'high' (500, 300) [value]\n"
     "     target: {year: 2020, low: 500, high: 300}\n"
     "     ^~~~~~\n"},
    {FIGURES,
     "figures:\n  a:\n    kind: k\n    variable: v\n    points:\n      - label: 实际\n   "
     "     hollow: yes\n        at: {2014: x, 二〇一五: 1}\n",
     "f.yaml:7:17: error: expected true or false, got 'yes' [value]\n"
     "         hollow: yes\n"
     "                 ^~~\n"
     "f.yaml:8:20: error: expected a number, got 'x' [value]\n"
     "         at: {2014: x, 二〇一五: 1}\n"
     "                    ^\n"
     "f.yaml:8:23: error: expected a year, got '二〇一五' [value]\n"
     "         at: {2014: x, 二〇一五: 1}\n"
     "                       ^~~~~~~~\n"},
    {FIGURES,
     "figures:\n  a:\n    kind: k\n    variable: v\n    points:\n      - {label: a, "
     "holow: true}\n",
     "f.yaml:6:20: error: unknown key 'holow' [key]\n"
     "       - {label: a, holow: true}\n"
     "                    ^~~~~\n"
     "note: did you mean 'hollow'?\n"
     "f.yaml:6:9: error: 'at' is missing [key]\n"
     "       - {label: a, holow: true}\n"
     "         ^~~~~~~~~~~~~~~~~~~~~~~\n"},
    {FIGURES, "figures:\n  a: {kind: k, variable: v, band: {low: b}}\n",
     "f.yaml:2:29: error: 'high' is missing [key]\n"
     "   a: {kind: k, variable: v, band: {low: b}}\n"
     "                             ^~~~\n"},
    {FIGURES, "figures:\n  a: {kind: k, variable: v, year offset: twenty, from: 1e999}\n",
     "f.yaml:2:42: error: expected a number, got 'twenty' [value]\n"
     "   a: {kind: k, variable: v, year offset: twenty, from: 1e999}\n"
     "                                          ^~~~~~\n"
     "f.yaml:2:56: error: expected a number, got '1e999' [value]\n"
     "   a: {kind: k, variable: v, year offset: twenty, from: 1e999}\n"
     "                                                        ^~~~~\n"},
    {FIGURES, "milestones:\n  - variable: a\n",
     "f.yaml:2:5: error: 'year' is missing [key]\n"
     "   - variable: a\n"
     "     ^~~~~~~~\n"},
    {FIGURES, "milestones: {a: 1}\n",
     "f.yaml:1:13: error: expected a list, got a mapping [value]\n"
     " milestones: {a: 1}\n"
     "             ^~~~~~\n"},
    {FIGURES,
     "milestones:\n  - {variable: 产值, year: 2015, growth from: 2015, target: {low: 3, "
     "high: 2, year: 1}}\n",
     "f.yaml:2:77: error: unknown key 'year' [key]\n"
     "   - {variable: 产值, year: 2015, growth from: 2015, target: {low: 3, high: 2, "
     "year: 1}}\n"
     "                                                                               "
     "^~~~\n"
     "note: the keys here are 'low', 'high', 'label'\n"
     "f.yaml:2:51: error: 'low' is above 'high' (3, 2) [value]\n"
     "   - {variable: 产值, year: 2015, growth from: 2015, target: {low: 3, high: 2, "
     "year: 1}}\n"
     "                                                     ^~~~~~\n"
     "f.yaml:2:5: error: 'growth from' is not before 'year' (2015, 2015) [value]\n"
     "   - {variable: 产值, year: 2015, growth from: 2015, target: {low: 3, high: 2, "
     "year: 1}}\n"
     "     "
     "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
     "\n"},
    {FIGURES, "milestones: [a]\n",
     "f.yaml:1:14: error: expected a mapping, got a single value [value]\n"
     " milestones: [a]\n"
     "              ^\n"},
    {FIGURES, "figures:\n  a: {kind: k, variable: v}\n  A: {kind: k, variable: v}\n",
     "f.yaml:3:3: error: 'A' is given twice [key]\n"
     "   A: {kind: k, variable: v}\n"
     "   ^\n"
     "f.yaml:2:3: note: it was given here before\n"
     "   a: {kind: k, variable: v}\n"
     "   ^\n"},
    {FIGURES, "figures:\n  a:\n",
     "f.yaml:2:3: error: 'kind' is missing [key]\n"
     "   a:\n"
     "   ^\n"
     "f.yaml:2:3: error: 'variable' is missing [key]\n"
     "   a:\n"
     "   ^\n"},
    {FIGURES, "figures: {\"a\\u0001\": {kind: k, variable: v}}\n",
     "f.yaml:1:12: error: a figure's name becomes a file name: no '/', '\\' or '.' first "
     "[value]\n"
     " figures: {\"a\\u0001\": {kind: k, variable: v}}\n"
     "            ^~~~~~~\n"},
    {SETTING, "growth target",
     "--set:1:1: error: expected NAME=VALUE [usage]\n"
     " growth target\n"
     " ^~~~~~~~~~~~~\n"},
    {SETTING, "a[b=1",
     "--set:1:1: error: a '[' is not closed [usage]\n"
     " a[b=1\n"
     " ^~~~~\n"},
    {SETTING, "\"a=1",
     "--set:1:1: error: a '\"' is not closed [usage]\n"
     " \"a=1\n"
     " ^~~~\n"},
    {SETTING, "=3",
     "--set:1:1: error: a value without a name [usage]\n"
     " =3\n"
     " ^\n"},
    {SETTING, "a=",
     "--set:1:3: error: expected a number, got '' [value]\n"
     " a=\n"
     "   ^\n"},
    {SETTING, "a=b",
     "--set:1:3: error: expected a number, got 'b' [value]\n"
     " a=b\n"
     "   ^\n"},
    {SETTING, "增长目标=很快",
     "--set:1:6: error: expected a number, got '很快' [value]\n"
     " 增长目标=很快\n"
     "          ^~~~\n"},
    {SETTING, "a=1=2",
     "--set:1:3: error: expected a number, got '1=2' [value]\n"
     " a=1=2\n"
     "   ^~~\n"},
    {SETTING, "a=1/16",
     "--set:1:3: error: expected a number, got '1/16' [value]\n"
     " a=1/16\n"
     "   ^~~~\n"},
    {SETTING,
     "a=\xff"
     "",
     "--set:1:3: error: byte 0xff is not UTF-8 [encoding]\n"
     " a=\xff"
     "\n"
     "   ^\n"},
    {SETTING, "a=2+3",
     "--set:1:3: error: expected a number, got '2+3' [value]\n"
     " a=2+3\n"
     "   ^~~\n"},
    {SETTING, "",
     "--set:1:1: error: expected NAME=VALUE [usage]\n"
     " \n"
     " ^\n"},
};

static void mistakes_are_shown_where_they_are(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        reading r = read_text(wrong[i].format, wrong[i].text);
        gx_buf messages = test_messages(r.ds);
        if (!matches(messages.text, wrong[i].messages))
            fail_msg("%s\n-- expected\n%s-- got\n%s", wrong[i].text, wrong[i].messages,
                     messages.text);
        assert_int_equal(r.err, gx_diags_outcome(r.ds));
        assert_true(r.err != GX_OK);
        assert_true(!r.root && !r.labels && !r.figures);
        gx_buf_clear(&messages);
        reading_free(&r);
    }
}

/* ---- trees ---- */

/* A tree in one line: texts in quotes, a '~' for nothing. */
static void dump(const gx_yaml *node, gx_buf *out)
{
    static const char *const brackets[] = {"~", "\"\"", "[]", "{}"};
    if (node->key.text)
        gx_buf_print(out, "%s: ", node->key.text);
    if (node->kind == GX_YAML_NOTHING) {
        gx_buf_print(out, "~");
        return;
    }
    gx_buf_print(out, "%c%s", brackets[node->kind][0], node->text);
    for (int32_t i = 0; i < node->items.count; i++) {
        gx_buf_print(out, i ? ", " : "");
        dump(&node->items.at[i], out);
    }
    gx_buf_print(out, "%c", brackets[node->kind][1]);
}

static void all_text_stays_text(void **state)
{
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"", "~"},
        {"# nothing\n", "~"},
        {"\xEF\xBB\xBFno: yes\r\nb: 012\r\n", "{no: \"yes\", b: \"012\"}"},
        {"---\na: 1.10\n", "{a: \"1.10\"}"},
        {"a:\nb: ''\nc: ~\n", "{a: ~, b: \"\", c: \"~\"}"},
        {"- 1\n-\n- - x\n- {}\n- []\n", "[\"1\", ~, [\"x\"], {}, []]"},
        {"产值: 120.97 亿元 # 2015\n", "{产值: \"120.97 亿元\"}"},
        {"a: 20 %/year\n'x[b, c]': 3\ny[d]: 4\n",
         "{a: \"20 %/year\", x[b, c]: \"3\", y[d]: \"4\"}"},
        {"{a: 'it''s', b: \"\\u4e2d\\n\"}", "{a: \"it's\", b: \"中\n\"}"},
        {"a: one\n  two\nb: |\n  x\n  y\n", "{a: \"one two\", b: \"x\ny\n\"}"},
        {"\"<<\": 1\n2014: 3\n", "{<<: \"1\", 2014: \"3\"}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_text(YAML, cases[i].text);
        test_no_errors(r.ds, cases[i].text);
        gx_buf out;
        gx_buf_init(&out, r.ds->oom);
        dump(r.root, &out);
        assert_string_equal(out.text, cases[i].tree);
        gx_buf_clear(&out);
        reading_free(&r);
    }
}

static void assert_place(const char *text, gx_loc loc, const char *expected)
{
    char *got = strndup(text + loc.offset, (size_t)loc.length);
    assert_string_equal(got, expected);
    free(got);
}

static void nodes_know_their_places(void **state)
{
    const char *text = "中文: 1\n面积: {低: \"三 km2\", b: [x, y]}\nc:\n  d: 1\n  e: 2\n";
    reading r = read_text(YAML, text);
    (void)state;
    test_no_errors(r.ds, text);
    const gx_yaml *area = &r.root->items.at[1], *block = &r.root->items.at[2];
    assert_place(text, r.root->loc, "中文");
    assert_place(text, area->key.loc, "面积");
    assert_place(text, area->loc, "{低: \"三 km2\", b: [x, y]}");
    assert_place(text, area->items.at[0].loc, "三 km2");
    assert_place(text, area->items.at[1].loc, "[x, y]");
    assert_place(text, area->items.at[1].items.at[1].loc, "y");
    assert_place(text, gx_yaml_place(block), "c");
    assert_place(text, block->loc, "d");
    reading_free(&r);
}

static void size_has_a_limit(void **state)
{
    (void)state;
    char *text = malloc(GX_YAML_LIMIT + 1);
    assert_non_null(text);
    memset(text, '#', GX_YAML_LIMIT + 1);
    for (size_t over = 0; over < 2; over++) {
        reading r = read_bytes(YAML, text, GX_YAML_LIMIT + over);
        assert_int_equal(r.err, over ? GX_BAD_INPUT : GX_OK);
        reading_free(&r);
    }
    memset(text, '\n', 2000);
    reading r = read_bytes(YAML, text, 2000);
    assert_int_equal(r.err, GX_BAD_INPUT);
    reading_free(&r);
    free(text);
}

/* ---- quantities and settings ---- */

static void quantities_have_units(void **state)
{
    static const struct {
        const char *text;
        double number; /* NaN: refused */
        const char *units;
    } cases[] = {
        {"0.25", 0.25, ""},
        {"20 %/year", 20, "%/year"},
        {"20%", 20, "%"},
        {"345 元/m²", 345, "元/m²"},
        {"120.97　亿元 ", 120.97, "亿元"},
        {"  -3e-4\t", -3e-4, ""},
        {"+.5 1/year", 0.5, "1/year"},
        {"3.", 3, ""},
        {"1e3kg", 1000, "kg"},
        {"3euro", 3, "euro"},
        {"2 e", 2, "e"},
        {"5\xC2\xA0km2", 5, "km2"},
        {"20/year", 20, "/year"},
        {"1/16", (double)NAN, ""},
        {"", (double)NAN, ""},
        {"%", (double)NAN, ""},
        {".", (double)NAN, ""},
        {"-", (double)NAN, ""},
        {"--1", (double)NAN, ""},
        {"1,000", (double)NAN, ""},
        {"1.2.3", (double)NAN, ""},
        {"2*3", (double)NAN, ""},
        {"1e999", (double)NAN, ""},
        {"inf", (double)NAN, ""},
        {"nan", (double)NAN, ""},
        {"三", (double)NAN, ""},
    };
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_quantity q;
        bool good = gx_quantity_parse(&q, cases[i].text, GX_NOWHERE, arena);
        if (good != !isnan(cases[i].number) || good != gx_quantity_given(q) ||
            (good && q.number != cases[i].number) || strcmp(q.units, cases[i].units) != 0)
            fail_msg("'%s' read as %g '%s'", cases[i].text, q.number, q.units);
    }
    gx_arena_free(arena);
}

static void settings_split_at_the_first_equals_sign(void **state)
{
    static const struct {
        const char *text, *name;
        double number;
        const char *units;
    } cases[] = {
        {"growth target=0.25", "growth target", 0.25, ""},
        {"x[a,b]=3 km2", "x[a,b]", 3, "km2"},
        {" 工业用地价 = 345 元/m² ", "工业用地价", 345, "元/m²"},
        {"\"a = b\"[c=d] = 1", "\"a = b\"[c=d]", 1, ""},
        {"\"say \\\"=\\\"\"=2", "\"say \\\"=\\\"\"", 2, ""},
        {"a]=4", "a]", 4, ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_text(SETTING, cases[i].text);
        test_no_errors(r.ds, cases[i].text);
        assert_string_equal(r.setting.name.text, cases[i].name);
        assert_true(r.setting.value.number == cases[i].number);
        assert_string_equal(r.setting.value.units, cases[i].units);
        reading_free(&r);
    }
}

static void words_fall_back(void **state)
{
    gx_words both = {"land", "土地"}, one = {.en = "land"}, empty = {"", ""};
    (void)state;
    assert_string_equal(gx_words_in(both, GX_LANG_ZH, "x"), "土地");
    assert_string_equal(gx_words_in(both, GX_LANG_EN, "x"), "land");
    assert_string_equal(gx_words_in(one, GX_LANG_ZH, "x"), "land");
    assert_string_equal(gx_words_in(empty, GX_LANG_ZH, "x"), "x");
    assert_string_equal(gx_words_in((gx_words){.zh = "土地"}, GX_LANG_EN, "x"), "x");
}

/* ---- scenarios ---- */

static const char whole_scenario[] = "title: {en: \"Fast\", zh: \"快速\"}\n"
                                     "model: ../model/zone.mdl\n"
                                     "set:\n"
                                     "  growth target: 20 %/year\n"
                                     "  工业用地价: 345 元/m²\n"
                                     "  \"x[phases 1 and 2]\": 3 km2\n"
                                     "run:\n"
                                     "  method: rk4\n"
                                     "  time step: 0.0625 year\n"
                                     "  final time: 2031\n"
                                     "outputs: [annual output, 建成区]\n";

static void a_scenario_is_read(void **state)
{
    reading r = read_text(SCENARIO, whole_scenario);
    const gx_scenario *s = r.scenario;
    (void)state;
    test_no_errors(r.ds, whole_scenario);
    assert_string_equal(s->name, "s");
    assert_string_equal(s->path, "s.yaml");
    assert_string_equal(s->model.text, "../model/zone.mdl");
    assert_string_equal(s->title.zh, "快速");
    assert_int_equal(s->settings.count, 3);
    assert_string_equal(s->settings.at[0].name.text, "growth target");
    assert_true(s->settings.at[0].value.number == 20);
    assert_string_equal(s->settings.at[0].value.units, "%/year");
    assert_place(whole_scenario, s->settings.at[1].name.loc, "工业用地价");
    assert_place(whole_scenario, s->settings.at[1].value.loc, "345 元/m²");
    assert_string_equal(s->settings.at[2].name.text, "x[phases 1 and 2]");
    assert_string_equal(s->run.method.text, "rk4");
    assert_true(s->run.time_step.number == 0.0625);
    assert_string_equal(s->run.time_step.units, "year");
    assert_true(s->run.final_time.number == 2031);
    assert_false(gx_quantity_given(s->run.save_every));
    assert_false(gx_quantity_given(s->run.initial_time));
    assert_int_equal(s->outputs.count, 2);
    assert_string_equal(s->outputs.at[1].text, "建成区");
    assert_int_equal(s->files.count, 1);
    reading_free(&r);
}

/* The settings in order, `a=1 b=2`, and what else a scenario says. */
static char *summary(const gx_scenario *s, gx_arena *arena)
{
    char *text = gx_arena_format(arena, "%s", s->model.text);
    for (int32_t i = 0; i < s->settings.count; i++)
        text = gx_arena_format(arena, "%s %s=%g", text, s->settings.at[i].name.text,
                               s->settings.at[i].value.number);
    for (int32_t i = 0; i < s->outputs.count; i++)
        text = gx_arena_format(arena, "%s >%s", text, s->outputs.at[i].text);
    if (s->run.method.text)
        text = gx_arena_format(arena, "%s %s", text, s->run.method.text);
    if (gx_quantity_given(s->run.time_step))
        text = gx_arena_format(arena, "%s dt=%g", text, s->run.time_step.number);
    return gx_arena_format(arena, "%s '%s' %d", text,
                           gx_words_in(s->title, GX_LANG_EN, ""), s->files.count);
}

static void a_child_wins_over_what_it_extends(void **state)
{
    static const struct {
        const char *text, *summary;
    } cases[] = {
        {"model: m.mdl\nset:\n", "m.mdl '' 1"},
        {"model: /m.mdl\ntitle: T\n", "/m.mdl 'T' 1"},
        {"extends: base\n", "m.mdl a=1 x[*]=2 >p >q euler dt=0.5 '' 2"},
        {"extends: base.yaml\nmodel: n.mdl\ntitle: Own\n",
         "n.mdl a=1 x[*]=2 >p >q euler dt=0.5 'Own' 2"},
        {"extends: base\nset: {A: 3, \"x[b]\": 4}\n",
         "m.mdl x[*]=2 A=3 x[b]=4 >p >q euler dt=0.5 '' 2"},
        {"extends: base\nrun: {method: rk4}\noutputs: [r]\n",
         "m.mdl a=1 x[*]=2 >r rk4 dt=0.5 '' 2"},
        {"extends: base\noutputs: []\n", "m.mdl a=1 x[*]=2 euler dt=0.5 '' 2"},
        {"extends: sub/middle\nset: {a: 9}\n",
         "m.mdl x[*]=2 c=5 a=9 >p >q euler dt=0.25 '' 3"},
    };
    (void)state;
    put("base.yaml", "title: Base\nmodel: m.mdl\nset: {a: 1, \"x[*]\": 2}\n"
                     "run: {method: euler, time step: 0.5 year}\noutputs: [p, q]\n");
    assert_true(system("mkdir -p sub") == 0);
    put("sub/middle.yaml", "extends: ../base\nset: {c: 5}\nrun: {time step: 0.25}\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reading r = read_text(SCENARIO, cases[i].text);
        test_no_errors(r.ds, cases[i].text);
        assert_string_equal(summary(r.scenario, r.arena), cases[i].summary);
        reading_free(&r);
    }
}

static void a_cycle_of_extends_is_shown(void **state)
{
    (void)state;
    put("b.yaml", "# b\nextends: ./中.yaml\n");
    put("中.yaml", "model: m.mdl\nextends: b\n");
    reading r = read_text(SCENARIO, "extends: b\n");
    gx_buf messages = test_messages(r.ds);
    assert_string_equal(messages.text,
                        "./中.yaml:2:10: error: 'b' extends itself [value]\n"
                        " extends: b\n"
                        "          ^\n"
                        "b.yaml:2:10: note: 'b' extends '中'\n"
                        " extends: ./中.yaml\n"
                        "          ^~~~~~~~~\n"
                        "./中.yaml:2:10: note: '中' extends 'b'\n"
                        " extends: b\n"
                        "          ^\n");
    gx_buf_clear(&messages);
    reading_free(&r);
}

static void mistakes_of_an_ancestor_are_its_own(void **state)
{
    (void)state;
    put("base.yaml", "set: {a: b}\n");
    reading r = read_text(SCENARIO, "extends: base\nruns: {}\n");
    gx_buf messages = test_messages(r.ds);
    assert_string_equal(messages.text,
                        "s.yaml:2:1: error: unknown key 'runs' [key]\n"
                        " runs: {}\n"
                        " ^~~~\n"
                        "note: did you mean 'run'?\n"
                        "base.yaml:1:10: error: expected a number, got 'b' [value]\n"
                        " set: {a: b}\n"
                        "          ^\n");
    gx_buf_clear(&messages);
    reading_free(&r);
}

/* ---- sidecars ---- */

static const char whole_labels[] =
    "gross output: {en: \"Gross output\", zh: \"工业总产值\",\n"
    "  units: {en: \"100 million yuan/year\", zh: \"亿元/年\"}}\n"
    "land: {zh: 土地}\n";

static void labels_are_read(void **state)
{
    reading r = read_text(LABELS, whole_labels);
    (void)state;
    test_no_errors(r.ds, whole_labels);
    assert_int_equal(r.labels->list.count, 2);
    const gx_label *label = r.labels->list.at;
    assert_place(whole_labels, label[0].variable.loc, "gross output");
    assert_string_equal(label[0].name.zh, "工业总产值");
    assert_string_equal(label[0].units.zh, "亿元/年");
    assert_string_equal(gx_words_in(label[1].name, GX_LANG_ZH, ""), "土地");
    assert_string_equal(gx_words_in(label[1].name, GX_LANG_EN, "land"), "land");
    reading_free(&r);
    r = read_text(LABELS, "# none yet\n");
    test_no_errors(r.ds, "no labels");
    assert_int_equal(r.labels->list.count, 0);
    reading_free(&r);
}

static const char whole_figures[] =
    "milestones:\n"
    "  - variable: annual output\n"
    "    year offset: 1\n"
    "    year: 2020\n"
    "    growth from: 2015\n"
    "    target: {low: 300, high: 500, label: {en: \"plan 300-500\", zh: 规划300-500}}\n"
    "  - {variable: 土地, year: 2030}\n"
    "figures:\n"
    "  output-path:\n"
    "    kind: time-series\n"
    "    title: {en: Output, zh: 产值}\n"
    "    subtitle: {en: , zh: }\n"
    "    source: made up\n"
    "    variable: annual output\n"
    "    year offset: 1\n"
    "    from: 2011\n"
    "    to: 2030\n"
    "    band: {low: path low, high: path high, from: 2015, label: {en: plan}}\n"
    "    points:\n"
    "      - label: {en: reported, zh: 实际}\n"
    "        hollow: false\n"
    "        at: {2014: 90.23, 2015: 120.97}\n"
    "      - {hollow: true, at: {2013.5: -1}}\n"
    "    target: {year: 2020, low: 300, high: 300, label: {en: target}}\n"
    "  plain: {kind: time-series, variable: land, year: 2020}\n"
    "  mixed: {kind: k, variables: [fund, {variable: tax, year offset: 0.5}], year "
    "offset: "
    "1}\n";

static void figures_are_read(void **state)
{
    reading r = read_text(FIGURES, whole_figures);
    (void)state;
    test_no_errors(r.ds, whole_figures);
    assert_int_equal(r.figures->milestones.count, 2);
    const gx_milestone *m = r.figures->milestones.at;
    assert_string_equal(m[0].variable.text, "annual output");
    assert_true(m[0].year_offset == 1 && m[0].year == 2020 && m[0].growth_from == 2015);
    assert_true(m[0].target.low == 300 && m[0].target.high == 500);
    assert_string_equal(m[0].target.label.zh, "规划300-500");
    assert_true(m[1].year_offset == 0 && isnan(m[1].growth_from) &&
                isnan(m[1].target.low));
    assert_int_equal(r.figures->list.count, 3);
    const gx_figure *f = r.figures->list.at;
    assert_string_equal(f[0].name.text, "output-path");
    assert_place(whole_figures, f[0].kind.loc, "time-series");
    assert_string_equal(f[0].title.zh, "产值");
    assert_string_equal(gx_words_in(f[0].subtitle, GX_LANG_ZH, "-"), "-");
    assert_string_equal(f[0].source.en, "made up");
    assert_true(f[0].year_offset == 1 && f[0].from == 2011 && f[0].to == 2030);
    assert_true(isnan(f[0].year) && f[1].year == 2020);
    assert_string_equal(f[0].band.high.text, "path high");
    assert_true(f[0].band.from == 2015);
    assert_int_equal(f[0].points.count, 2);
    assert_false(f[0].points.at[0].hollow);
    assert_true(f[0].points.at[0].at.at[1].year == 2015);
    assert_true(f[0].points.at[0].at.at[1].value == 120.97);
    assert_true(f[0].points.at[1].hollow && f[0].points.at[1].at.at[0].value == -1);
    assert_true(f[0].target.year == 2020 && f[0].target.high == 300);
    assert_true(isnan(f[1].from) && isnan(f[1].to) && isnan(f[1].target.low));
    assert_true(!f[1].band.low.text && isnan(f[1].band.from));
    assert_true(f[0].parts.at[0].year_offset == 1 && f[1].parts.at[0].year_offset == 0);
    assert_true(f[2].parts.at[0].year_offset == 1 && f[2].parts.at[1].year_offset == 0.5);
    reading_free(&r);
}

/* ---- damage ---- */

static uint32_t next_random(uint32_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 17;
    *random ^= *random << 5;
    return *random;
}

/* Change a text of at most `room` bytes in a few places: bytes, cuts, copies, tokens. */
static size_t damage(char *text, size_t length, size_t room, uint32_t *random)
{
    static const char *const tokens[] = {
        "\n",   "\t", ": ",  "- ",  "[",    "}",   "\"",          "'",  "#",
        "&a ",  "*a", "!t ", "|\n", "? ",   "---", "<<:",         "中", "\\ud8",
        "\r\n", ",",  "  ",  "%",   "\xFF", "e9",  "extends: s\n"};
    for (uint32_t n = 1 + next_random(random) % 4; n > 0; n--) {
        size_t at = next_random(random) % (length + 1);
        size_t size = next_random(random) % 24;
        const char *token =
            tokens[next_random(random) % (sizeof tokens / sizeof *tokens)];
        size_t from = next_random(random) % (length + 1);
        char copy[24];
        bool cut = next_random(random) % 3 == 0;
        if (cut) {
            size = size < length - at ? size : length - at;
            memmove(text + at, text + at + size, length - at - size);
            length -= size;
            continue;
        }
        bool repeat = next_random(random) % 3 == 0;
        size = !repeat ? strlen(token) : size < length - from ? size : length - from;
        if (length + size > room)
            continue;
        memcpy(copy, repeat ? text + from : token, size);
        memmove(text + at + size, text + at, length - at);
        memcpy(text + at, copy, size);
        length += size;
    }
    return length;
}

/* Standard output and error go to a file meanwhile, which must stay empty. */
static void damaged_files_neither_crash_nor_print(void **state)
{
    static const struct {
        format format;
        const char *text;
    } seeds[] = {{SCENARIO, whole_scenario},
                 {LABELS, whole_labels},
                 {FIGURES, whole_figures},
                 {SETTING, "\"a = b\"[c=d] = 1 元/m²"}};
    enum { SEEDS = sizeof seeds / sizeof *seeds };
    uint32_t random = 20160101;
    size_t bad = 0;
    FILE *printed = tmpfile();
    (void)state;
    assert_non_null(printed);
    fflush(NULL);
    int out = dup(1), err = dup(2);
    dup2(fileno(printed), 1);
    dup2(fileno(printed), 2);
    for (int round = 0; round < ROUNDS; round++) {
        char text[4096];
        size_t length = strlen(seeds[round % SEEDS].text);
        memcpy(text, seeds[round % SEEDS].text, length);
        length = damage(text, length, sizeof text, &random);
        reading r = read_bytes(seeds[round % SEEDS].format, text, length);
        gx_buf messages = test_messages(r.ds);
        bad += (r.err != GX_OK) != (r.ds->error_count > 0);
        gx_buf_clear(&messages);
        reading_free(&r);
    }
    fflush(NULL);
    dup2(out, 1);
    dup2(err, 2);
    close(out);
    close(err);
    fseek(printed, 0, SEEK_END);
    assert_int_equal(ftell(printed), 0);
    fclose(printed);
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_shown_where_they_are),
        cmocka_unit_test(all_text_stays_text),
        cmocka_unit_test(nodes_know_their_places),
        cmocka_unit_test(size_has_a_limit),
        cmocka_unit_test(quantities_have_units),
        cmocka_unit_test(settings_split_at_the_first_equals_sign),
        cmocka_unit_test(words_fall_back),
        cmocka_unit_test(a_scenario_is_read),
        cmocka_unit_test(a_child_wins_over_what_it_extends),
        cmocka_unit_test(a_cycle_of_extends_is_shown),
        cmocka_unit_test(mistakes_of_an_ancestor_are_its_own),
        cmocka_unit_test(labels_are_read),
        cmocka_unit_test(figures_are_read),
        cmocka_unit_test(damaged_files_neither_crash_nor_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
