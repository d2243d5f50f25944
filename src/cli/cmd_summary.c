/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin summary: what scenarios come to, one row each. */
#include "cli/chart.h"
#include "cli/report.h"
#include "study/levers.h"

#include <math.h>
#include <string.h>

/* A scenario and what it came to; one that fails leaves the others as they are. */
typedef struct entry {
    gx_side side;
    gx_err err;
    gx_strays strays;
    const gx_constraint *binds; /* in the year of the levers file; NULL: none */
    bool has_binding;           /* its model has a levers file with constraints */
} entry;

/* ---- running ---- */

static gx_err find_binding(entry *e, const gx_case *c)
{
    const gx_levers *levers = e->side.experiment->levers;
    gx_binding_years years;
    if (!levers || !levers->constraints.count)
        return GX_OK;
    gx_err err =
        gx_levers_binding(&years, levers, c, NULL, e->side.experiment->arena, e->side.ds);
    for (int32_t y = 0; y < years.count && !err; y++)
        if (years.year[y] == levers->year) {
            e->has_binding = true;
            if (years.constraint[y] >= 0)
                e->binds = &levers->constraints.at[years.constraint[y]];
        }
    return err;
}

/* All variables are looked at, whatever a scenario saves. */
static gx_err run_entry(int32_t i, void *context, gx_diags *ds)
{
    entry *e = (entry *)context + i;
    gx_experiment *x = e->side.experiment;
    (void)ds; /* an entry has messages of its own */
    if (e->err)
        return GX_OK;
    gx_case c = gx_experiment_case(x);
    gx_run_plan plan = {
        .method = c.method, .tolerance = c.tolerance, .lane_count = 1, .seed = c.seed};
    gx_program *program = gx_compile(c.flat, c.overrides, NULL, 0, e->side.ds->oom);
    e->err = gx_run(&e->side.result.frame, program, &plan, e->side.ds);
    gx_program_free(program);
    if (!e->err)
        e->err = gx_strays_find(&e->strays, x->checks, &c, e->side.result.frame, x->arena,
                                e->side.ds);
    if (!e->err)
        e->err = find_binding(e, &c);
    return GX_OK;
}

/* ---- the table ---- */

/* A column for each title; a row without one has an empty cell. */
typedef struct column {
    gx_table_column head;
    const char **cell; /* [row_count] */
} column;

typedef struct table {
    gx_arena *arena;
    gx_language language;
    int32_t row_count;
    GX_LIST(column) columns;
} table;

static const gx_words scenario_head = {"scenario", "情景"};
static const gx_words title_head = {"what it is", "说明"};
static const gx_words growth_head = {"growth", "年均增长"};
static const gx_words level_head = {"year of", "达到年份"};
static const gx_words binds_head = {"binds in", "约束"};
static const gx_words strays_head = {"out of range", "超出范围"};
static const gx_words below_word = {"below", "低于"};
static const gx_words above_word = {"above", "高于"};
static const gx_words from_word = {"from", "起于"};
static const gx_words none = {"none", "无"};

static const char *say(const table *t, gx_words words)
{
    return gx_words_in(words, t->language, "");
}

static void put(table *t, int32_t row, const char *title, bool is_number,
                const char *text)
{
    for (int32_t i = 0; i < t->columns.count; i++)
        if (strcmp(t->columns.at[i].head.title, title) == 0) {
            t->columns.at[i].cell[row] = text;
            return;
        }
    const char **cell = GX_ARRAY(t->arena, const char *, t->row_count);
    cell[row] = text;
    *GX_ADD(t->arena, &t->columns) = (column){{title, is_number}, cell};
}

static void put_milestone(table *t, int32_t row, const entry *e, const gx_milestone *m)
{
    gx_reached r;
    bool is_there = gx_milestone_reached(&r, m, e->side.result.frame);
    const char *name = gx_called_whole(e->side.experiment->labels, m->variable.text,
                                       t->language, t->arena);
    if (!r.units)
        return;
    put(t, row, gx_arena_format(t->arena, "%s %g, %s", name, m->year, r.units), true,
        is_there ? gx_arena_format(t->arena, "%.1f", r.value) : "");
    if (isnan(m->growth_from))
        return;
    put(t, row,
        gx_arena_format(t->arena, "%s %g–%g", say(t, growth_head), m->growth_from,
                        m->year),
        true,
        isnan(r.growth) ? "" : gx_arena_format(t->arena, "%.1f %%", 100.0 * r.growth));
}

static void put_crossings(table *t, int32_t row, const entry *e)
{
    const gx_crossings *crossings = &e->side.experiment->figures->crossings;
    for (int32_t i = 0; crossings->variable.text && i < crossings->levels.count; i++) {
        double level = crossings->levels.at[i];
        double year = gx_crossing_year(crossings, level, e->side.result.frame);
        put(t, row, gx_arena_format(t->arena, "%s %g", say(t, level_head), level), true,
            isnan(year) ? "–" : gx_arena_format(t->arena, "%g", year));
    }
}

static void put_strays(table *t, int32_t row, const entry *e, gx_oom oom)
{
    const char *all = "";
    if (!e->side.experiment->checks || !e->side.experiment->checks->indicators.count)
        return;
    for (int32_t i = 0; i < e->strays.count; i++) {
        const gx_stray *s = &e->strays.at[i];
        const char *name = gx_cell_name(e->side.experiment->flat, s->cell, t->arena, oom);
        all = gx_arena_format(
            t->arena, "%s%s%s %.3g, %s %.3g %s %g", all, *all ? "; " : "",
            gx_called_whole(e->side.experiment->labels, name, t->language, t->arena),
            s->value, say(t, s->value < s->limit ? below_word : above_word), s->limit,
            say(t, from_word), s->since);
    }
    put(t, row, say(t, strays_head), false, *all ? all : say(t, none));
}

static void put_row(table *t, int32_t row, const entry *e, gx_oom oom)
{
    const gx_experiment *x = e->side.experiment;
    put(t, row, say(t, scenario_head), false, x->name);
    put(t, row, say(t, title_head), false,
        gx_scenario_title(x->scenario, t->language, "", t->arena));
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++)
        put_milestone(t, row, e, &x->figures->milestones.at[i]);
    if (x->figures)
        put_crossings(t, row, e);
    if (e->has_binding)
        put(t, row,
            gx_arena_format(t->arena, "%s %g", say(t, binds_head), x->levers->year),
            false,
            e->binds ? gx_called_among(x->labels, e->binds->constant.text,
                                       x->levers->constraints.at[0].constant.text,
                                       t->language, t->arena)
                     : say(t, none));
    put_strays(t, row, e, oom);
}

static void print_table(table *t, const entry *entries, int32_t entry_count,
                        bool is_markdown, gx_buf *out)
{
    for (int32_t i = 0; i < entry_count; i++)
        t->row_count += entries[i].err == GX_OK;
    for (int32_t i = 0, row = 0; i < entry_count; i++)
        if (!entries[i].err)
            put_row(t, row++, &entries[i], out->oom);
    int32_t count = t->columns.count;
    gx_table_column *head = GX_ARRAY(t->arena, gx_table_column, count);
    const char **cell = GX_ARRAY(t->arena, const char *, count * t->row_count);
    for (int32_t c = 0; c < count; c++) {
        head[c] = t->columns.at[c].head;
        for (int32_t i = 0; i < t->row_count; i++)
            cell[i * count + c] = t->columns.at[c].cell[i];
    }
    if (count)
        (is_markdown ? gx_table_markdown : gx_table_print)(head, count, cell,
                                                           t->row_count, out);
}

/* ---- JSON ---- */

static void add_crossings(const entry *e, gx_json *json)
{
    const gx_figures *figures = e->side.experiment->figures;
    gx_json_open(json, "crossings", '[');
    for (int32_t i = 0; figures && i < figures->crossings.levels.count; i++) {
        double level = figures->crossings.levels.at[i];
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable", figures->crossings.variable.text);
        gx_json_number(json, "level", level);
        gx_json_number(
            json, "year",
            gx_crossing_year(&figures->crossings, level, e->side.result.frame));
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

/* What came of a scenario that did not fail. */
static void add_outcome(const entry *e, gx_json *json)
{
    const gx_experiment *x = e->side.experiment;
    gx_json_text(json, "name", x->name);
    gx_json_milestones(json, x, e->side.result.frame);
    add_crossings(e, json);
    if (e->has_binding) {
        gx_json_open(json, "binds", '{');
        gx_json_text(json, "constant", e->binds ? e->binds->constant.text : NULL);
        gx_json_number(json, "year", x->levers->year);
        gx_json_close(json, '}');
    }
    gx_json_strays(json, x, &e->strays);
}

static void print_json(const entry *entries, int32_t count, gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "summary");
    gx_json_open(&json, "scenarios", '[');
    for (int32_t i = 0; i < count; i++) {
        const entry *e = &entries[i];
        gx_json_open(&json, NULL, '{');
        gx_json_text(&json, "file", e->side.path);
        if (!e->err)
            add_outcome(e, &json);
        gx_json_number(&json, "exit_code", e->err);
        gx_json_close(&json, '}');
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}

/* ---- the command ---- */

typedef struct request {
    const char *output, *threads; /* NULL when not given */
    gx_language language;
    gx_workers workers;
    bool is_json, force;
} request;

static gx_err check_request(request *r, gx_diags *ds)
{
    const char *dot = r->output ? strrchr(r->output, '.') : NULL;
    if (r->output && r->is_json)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--json prints: it goes without --output");
    if (r->output && (!dot || strcmp(dot, ".md") != 0))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "a summary is saved as Markdown: '%s' does not end in .md",
                        r->output);
    r->language = gx_language_of(ds);
    return gx_workers_choose(&r->workers, r->threads, ds);
}

static gx_err print(const request *r, const entry *entries, int32_t count, gx_diags *ds)
{
    gx_buf out;
    gx_err err = GX_OK;
    gx_buf_init(&out, ds->oom);
    table t = {.arena = ds->arena, .language = r->language};
    if (r->is_json)
        print_json(entries, count, &out);
    else
        print_table(&t, entries, count, r->output != NULL, &out);
    if (!r->output) {
        gx_print_buf(&out);
        return GX_OK;
    }
    if (t.row_count == count) /* a table on disk lacks no row */
        err = gx_saving_write_table(r->output, r->force, &out, ds);
    gx_buf_clear(&out);
    return err;
}

/* Run all and print what came of them; the outcome is the worst, as of 'run'. */
static gx_err summarise(const request *r, const gx_texts *paths, gx_diags *ds)
{
    const gx_run_options options = {0};
    entry *entries = GX_ARRAY(ds->arena, entry, paths->count);
    for (int32_t i = 0; i < paths->count; i++)
        entries[i].err = gx_side_load(&entries[i].side, paths->at[i], &options, ds);
    gx_err worst = r->workers.map(&r->workers, paths->count, run_entry, entries, ds);
    if (!worst)
        worst = print(r, entries, paths->count, ds);
    for (int32_t i = 0; i < paths->count; i++) {
        if (entries[i].err && paths->count > 1)
            gx_note(entries[i].side.ds, GX_NOWHERE, "in '%s'", paths->at[i]);
        gx_err told = gx_side_free(&entries[i].side);
        worst = told > worst ? told : worst;
    }
    return worst;
}

gx_err gx_cmd_summary(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE", "save the table instead: .md"},
        {"jobs", 'j', GX_OPT_TEXT, &r.threads, "N", "threads (0: all processors)"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
        {"force", 'f', GX_OPT_FLAG, &r.force, NULL, "replace FILE"},
    };
    const gx_usage usage = {
        .name = "summary",
        .arguments = "MODEL|SCENARIO|RESULT...",
        .least = 1,
        .doc = "Run scenarios and print one row each: milestones with growth, the years "
               "in which\nlevels are reached, the constraint that binds, indicators out "
               "of their range.\n",
        .examples = "  gaoxin summary scenarios/*.yaml -j 0\n"
                    "  gaoxin summary scenarios/*.yaml --lang zh -o table.md\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    gx_err err = check_request(&r, ds);
    return err ? err : summarise(&r, &args, ds);
}
