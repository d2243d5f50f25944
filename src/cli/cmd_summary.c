/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin summary: what scenarios come to, one row each. */
#include "cli/chart.h"
#include "cli/report.h"
#include "study/levers.h"

#include <math.h>
#include <string.h>

/* What is shown of a scenario: its run, or what stands for several. */
typedef struct row {
    const gx_experiment *x;
    const gx_result *result;
    gx_strays strays;
    const gx_constraint *binds; /* in the year of the levers file; NULL: none */
    bool has_binding;           /* it was worked out */
    bool has_strays;            /* likewise */
} row;

/* A scenario and what it came to; one that fails leaves the others as they are. */
typedef struct entry {
    gx_side side;
    gx_err err;
    bool is_read; /* a study: its runs are those of the file */
    const char *run;
    gx_results shown;
    row *row; /* [shown.count] */
} entry;

/* ---- running ---- */

/* What is in a file of many runs that no scenario says how to make: a study's. */
static gx_err load_entry(entry *e, const char *path, const gx_diags *ds)
{
    const gx_run_options options = {0};
    gx_err err = gx_side_load(&e->side, path, &options, ds);
    gx_frame *frame = NULL;
    if (err)
        return err;
    e->side.experiment->keep = NULL; /* all are looked at, whatever a scenario saves */
    e->side.experiment->keep_count = 0;
    if (!gx_is_result(path) || e->side.experiment->inputs.count)
        return gx_result_check_maker(e->side.experiment, "summary", e->side.ds);
    err = gx_h5_read(&frame, path, e->side.ds);
    e->is_read = !err && gx_runs_count(frame) > 0;
    if (!e->is_read) {
        gx_frame_free(frame);
        return err ? err
                   : gx_result_check_maker(e->side.experiment, "summary", e->side.ds);
    }
    e->side.result = (gx_result){.path = path,
                                 .frame = frame,
                                 .labels = e->side.experiment->labels,
                                 .figures = e->side.experiment->figures};
    return GX_OK;
}

/* What one of several runs overrides; false when it is no constant. */
static bool set_inputs(gx_overrides *to, const gx_experiment *x, const gx_result *part)
{
    const gx_frame *frame = part->frame;
    gx_overrides_copy(to, &x->overrides, x->arena);
    for (int32_t i = 0; i < x->inputs.count; i++) {
        const gx_input *input = &x->inputs.at[i];
        int32_t v =
            gx_frame_find_var(frame, gx_arena_format(x->arena, "input %s", input->name));
        if (v < 0 || input->cell >= x->flat->cells.count)
            return false;
        gx_override_set(to, x->arena, input->cell, frame->vars.at[v].value[0]);
    }
    return true;
}

static gx_err find_binding(row *r, gx_diags *ds)
{
    const gx_levers *levers = r->x->levers;
    gx_case c = gx_experiment_case(r->x);
    gx_overrides overrides = {0};
    gx_binding_years years;
    if (!levers || !levers->constraints.count || !set_inputs(&overrides, r->x, r->result))
        return GX_OK;
    c.overrides = &overrides;
    gx_err err = gx_levers_binding(&years, levers, &c, NULL, r->x->arena, ds);
    for (int32_t y = 0; y < years.count && !err; y++)
        if (years.year[y] == levers->year) {
            r->has_binding = true;
            if (years.constraint[y] >= 0)
                r->binds = &levers->constraints.at[years.constraint[y]];
        }
    return err;
}

/* Of one run, and not of quantiles of many, it is known what binds and what is out of its
 * range; not of a study's either, which has some outputs alone. */
static gx_err look_at(row *r, const entry *e)
{
    const gx_experiment *x = r->x;
    gx_case c = gx_experiment_case(x);
    if (r->result->part > GX_PART_RUN || e->is_read)
        return GX_OK;
    gx_err err =
        gx_strays_find(&r->strays, x->checks, &c, r->result->frame, x->arena, e->side.ds);
    r->has_strays = !err && x->checks && x->checks->indicators.count;
    return err ? err : find_binding(r, e->side.ds);
}

static gx_err run_entry(int32_t i, void *context, gx_diags *ds)
{
    entry *e = (entry *)context + i;
    gx_workers alone = {0};
    if (e->err)
        return GX_OK; /* an entry has messages of its own */
    e->err = gx_workers_choose(&alone, NULL, ds);
    if (!e->err && !e->is_read)
        e->err = gx_side_run(&e->side, &alone);
    if (!e->side.result.frame)
        return GX_OK;
    gx_err bad = gx_runs_spread(&e->shown, &e->side.result, 1, e->run, e->side.ds);
    e->row = GX_ARRAY(e->side.ds->arena, row, e->shown.count);
    for (int32_t k = 0; k < e->shown.count && !bad; k++) {
        e->row[k] = (row){.x = e->side.experiment, .result = &e->shown.at[k]};
        bad = look_at(&e->row[k], e);
    }
    e->err = e->err ? e->err : bad;
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

static const char *say(const table *t, const char *text) __attribute__((format_arg(2)));
static const char *say(const table *t, const char *text)
{
    return gx_say(t->language, text);
}

static void put(table *t, int32_t at, const char *title, bool is_number, const char *text)
{
    for (int32_t i = 0; i < t->columns.count; i++)
        if (strcmp(t->columns.at[i].head.title, title) == 0) {
            t->columns.at[i].cell[at] = text;
            return;
        }
    const char **cell = GX_ARRAY(t->arena, const char *, t->row_count);
    cell[at] = text;
    *GX_ADD(t->arena, &t->columns) = (column){{title, is_number}, cell};
}

/* A number, or why there is none: `–` for what the run does not have. */
static const char *cell_of(const table *t, double value, const char *unit,
                           gx_absence lacks)
{
    return lacks == GX_ABSENT_NOT     ? gx_arena_format(t->arena, "%.1f%s", value, unit)
           : lacks == GX_ABSENT_SAVED ? say(t, "not saved")
                                      : "–";
}

/* Growth is that of one run: quantiles of many are those of other runs in each year. */
static void put_milestone(table *t, int32_t at, const row *r, const gx_milestone *m)
{
    gx_reached reached;
    const char *name =
        gx_called_whole(r->x->labels, m->variable.text, t->language, t->arena);
    gx_milestone_reached(&reached, m, r->result->frame);
    if (!reached.units)
        return;
    put(t, at, gx_arena_format(t->arena, "%s %g, %s", name, m->year, reached.units), true,
        cell_of(t, reached.value, "", reached.lacks));
    if (isnan(m->growth_from) || r->result->part > GX_PART_RUN)
        return;
    put(t, at,
        gx_arena_format(t->arena, "%s %g–%g", say(t, "growth"), m->growth_from, m->year),
        true, cell_of(t, 100.0 * reached.growth, " %", reached.lacks_growth));
}

/* Where an earlier year was not saved, it may have been that one. */
static const char *year_of(const table *t, gx_crossing crossing)
{
    const char *year = gx_arena_format(t->arena, "%g", crossing.year);
    if (isnan(crossing.year))
        return crossing.is_exact ? "–" : say(t, "not known");
    return crossing.is_exact ? year : gx_arena_format(t->arena, say(t, "by %s"), year);
}

static void put_crossings(table *t, int32_t at, const row *r)
{
    const gx_crossings *crossings = &r->x->figures->crossings;
    for (int32_t i = 0; crossings->variable.text && i < crossings->levels.count; i++) {
        double level = crossings->levels.at[i];
        put(t, at, gx_arena_format(t->arena, "%s %g", say(t, "year of"), level), true,
            year_of(t, gx_crossing_find(crossings, level, r->result->frame)));
    }
}

static void put_strays(table *t, int32_t at, const row *r, gx_oom oom)
{
    const char *all = "";
    for (int32_t i = 0; i < r->strays.count; i++) {
        const gx_stray *s = &r->strays.at[i];
        const char *name = gx_cell_name(r->x->flat, s->cell, t->arena, oom);
        all = gx_arena_format(
            t->arena,
            s->value < s->limit ? say(t, "%s%s%s %.3g%s, below %.3g from Time %g")
                                : say(t, "%s%s%s %.3g%s, above %.3g from Time %g"),
            all, *all ? say(t, "; ") : "",
            gx_called_whole(r->x->labels, name, t->language, t->arena), s->value,
            gx_stray_units(r->x, s, t->language), s->limit, s->since);
    }
    put(t, at, say(t, "out of range"), false, *all ? all : say(t, "none"));
}

/* A scenario's name; its path when another of that name is there. */
static const char *name_of(const entry *e, const entry *entries, int32_t count)
{
    const char *name = e->side.experiment->name;
    for (int32_t i = 0; i < count; i++)
        if (&entries[i] != e && entries[i].side.experiment &&
            strcmp(entries[i].side.experiment->name, name) == 0)
            return e->side.path;
    return name;
}

static void put_row(table *t, int32_t at, const row *r, const char *name, gx_oom oom)
{
    const gx_experiment *x = r->x;
    const char *part = gx_words_in(r->result->part_name, t->language, "");
    put(t, at, say(t, "scenario"), false,
        *part ? gx_arena_format(t->arena, "%s: %s",
                                gx_path_stem(t->arena, r->result->path), part)
              : name);
    put(t, at, say(t, "what it is"), false,
        gx_scenario_title(x->scenario, t->language, "", t->arena));
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++)
        put_milestone(t, at, r, &x->figures->milestones.at[i]);
    if (x->figures)
        put_crossings(t, at, r);
    if (r->has_binding)
        put(t, at,
            gx_arena_format(t->arena, "%s %g", say(t, "binds in"), x->levers->year),
            false,
            r->binds ? gx_called_among(x->labels, r->binds->constant.text,
                                       x->levers->constraints.at[0].constant.text,
                                       t->language, t->arena)
                     : say(t, "none"));
    if (r->has_strays)
        put_strays(t, at, r, oom);
}

static void print_table(table *t, const entry *entries, int32_t entry_count,
                        bool is_markdown, gx_buf *out)
{
    for (int32_t i = 0; i < entry_count; i++)
        t->row_count += entries[i].shown.count;
    for (int32_t i = 0, at = 0; i < entry_count; i++)
        for (int32_t k = 0; k < entries[i].shown.count; k++)
            put_row(t, at++, &entries[i].row[k],
                    name_of(&entries[i], entries, entry_count), out->oom);
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

static void add_crossings(const row *r, gx_json *json)
{
    const gx_figures *figures = r->x->figures;
    gx_json_open(json, "crossings", '[');
    for (int32_t i = 0; figures && i < figures->crossings.levels.count; i++) {
        double level = figures->crossings.levels.at[i];
        gx_crossing c = gx_crossing_find(&figures->crossings, level, r->result->frame);
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "variable", figures->crossings.variable.text);
        gx_json_number(json, "level", level);
        gx_json_number(json, "year", c.is_exact ? c.year : (double)NAN);
        gx_json_number(json, "by", c.year);
        gx_json_bool(json, "exact", c.is_exact);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

/* What came of a run, or of several. */
static void add_outcome(const row *r, gx_json *json)
{
    const gx_experiment *x = r->x;
    gx_json_text(json, "name", x->name);
    if (r->result->part)
        gx_json_text(json, "part", r->result->part_name.en);
    gx_json_milestones(json, x, r->result->frame);
    add_crossings(r, json);
    if (r->has_binding) {
        gx_json_open(json, "binds", '{');
        gx_json_text(json, "constant", r->binds ? r->binds->constant.text : NULL);
        gx_json_number(json, "year", x->levers->year);
        gx_json_close(json, '}');
    }
    gx_json_strays(json, x, &r->strays);
}

static void add_entry(const entry *e, const row *r, gx_json *json)
{
    gx_json_open(json, NULL, '{');
    gx_json_text(json, "file", e->side.path);
    if (r)
        add_outcome(r, json);
    if (e->err)
        gx_json_errors(json, e->side.ds);
    gx_json_number(json, "exit_code", e->err);
    gx_json_close(json, '}');
}

static void print_json(const entry *entries, int32_t count, gx_buf *out)
{
    gx_json json;
    gx_json_begin(&json, out, "summary");
    gx_json_open(&json, "scenarios", '[');
    for (int32_t i = 0; i < count; i++) {
        for (int32_t k = 0; k < entries[i].shown.count; k++)
            add_entry(&entries[i], &entries[i].row[k], &json);
        if (!entries[i].shown.count)
            add_entry(&entries[i], NULL, &json);
    }
    gx_json_close(&json, ']');
    gx_json_end(&json);
}

/* ---- the command ---- */

typedef struct request {
    const char *output, *threads, *run; /* NULL when not given */
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
        gx_print_buf(&out, ds);
        return GX_OK;
    }
    bool is_whole = true; /* a table on disk lacks no row */
    for (int32_t i = 0; i < count; i++)
        is_whole &= !entries[i].err;
    if (is_whole)
        err = gx_saving_write_table(r->output, r->force, &out, ds);
    gx_buf_clear(&out);
    return err;
}

/* The rows are beside each other: say what makes them differ, a scenario's settings
 * apart. */
static void warn_unlike(const entry *entries, int32_t count, gx_diags *ds)
{
    gx_results all = {0};
    for (int32_t i = 0; i < count; i++)
        if (entries[i].side.result.frame)
            *GX_ADD(ds->arena, &all) = entries[i].side.result;
    gx_results_warn_unlike(all.at, all.count, ds);
}

/* Run all and print what came of them; the outcome is the worst, as of 'run'. */
static gx_err summarise(const request *r, const gx_texts *paths, gx_diags *ds)
{
    entry *entries = GX_ARRAY(ds->arena, entry, paths->count);
    for (int32_t i = 0; i < paths->count; i++) {
        entries[i].run = r->run;
        entries[i].err = load_entry(&entries[i], paths->at[i], ds);
    }
    gx_err worst = r->workers.map(&r->workers, paths->count, run_entry, entries, ds);
    warn_unlike(entries, paths->count, ds);
    if (!worst)
        worst = print(r, entries, paths->count, ds);
    for (int32_t i = 0; i < paths->count; i++) {
        if (entries[i].err && paths->count > 1)
            gx_note(entries[i].side.ds, GX_NOWHERE, "in '%s'", paths->at[i]);
        gx_err told = gx_side_free(&entries[i].side, ds);
        worst = told > worst ? told : worst;
    }
    return worst;
}

gx_err gx_cmd_summary(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE", "save the table instead: .md"},
        {"run", 0, GX_OPT_TEXT, &r.run, "N", "run N alone of a result that has several"},
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
               "of their range. A result\n"
               "of several runs has a row for each, of more than 9 for their median and "
               "the percentiles\n5 and 95.\n",
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
