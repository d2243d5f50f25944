/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin check: goes through a table of checks; those that run a model also go through
 * the scenarios that its checks file names. */
#include "cli/cli.h"
#include "model/units.h"
#include "study/draws.h"
#include "study/parameters.h"

#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is checked: the model (or scenario) asked for, then the scenarios of its checks
 * file. */
typedef struct subjects {
    gx_experiment *own;
    GX_LIST(gx_experiment *) all; /* the first is own */
} subjects;

/* How many draws of a subject reached a goal. */
typedef struct share {
    const char *subject, *called; /* the variable, in the reader's language */
    const gx_milestone *milestone;
    double level;
    int32_t reached, draws;
} share;

typedef struct request {
    const char *draws_text, *seed, *threads; /* NULL when not given */
    int32_t draws;
    gx_workers workers;
    gx_language language;
    bool is_json, is_told; /* the inputs of an unsound draw were told */
    GX_LIST(share) shares; /* what came out of draws */
    gx_arena *arena;
} request;

enum { DRAWS = 64 }; /* of each subject, when not given: one batch of lanes */

typedef struct check {
    const char *name;
    const char *noun; /* what it counts */
    enum {
        OF_TEXT,
        OF_MODEL,
        OF_RUNS
    } of; /* of runs: in all scenarios; of the model:
             says nothing about a scenario */
    gx_err (*run)(const gx_experiment *x, request *r, gx_check_count *count,
                  gx_diags *ds);
    const char *doc;
} check;

/* ---- checks of the text ---- */

static gx_err check_units(const gx_experiment *x, request *r, gx_check_count *count,
                          gx_diags *ds)
{
    (void)r;
    gx_units_report report;
    gx_err err = gx_units_check(&report, x->model, ds);
    *count = (gx_check_count){report.variables, report.errors};
    return err;
}

static gx_err check_tables(const gx_experiment *x, request *r, gx_check_count *count,
                           gx_diags *ds)
{
    (void)r;
    gx_units_report report;
    gx_err err = gx_tables_check(&report, x->model, ds);
    *count = (gx_check_count){report.tables, report.errors};
    return err;
}

static bool is_element(const gx_model *model, const char *key)
{
    for (int32_t i = 0; i < model->ranges.count; i++)
        if (gx_map_find(model->ranges.at[i].places, key) >= 0)
            return true;
    return false;
}

static void check_name(const gx_experiment *x, gx_name name, gx_check_count *count,
                       gx_diags *ds)
{
    size_t length = /* without subscripts */
        name.text ? (size_t)(gx_text_elements(name.text) - name.text) : 0;
    const char *key = gx_text_key(x->arena, length ? name.text : "", length);
    if (!*key || gx_map_find(x->model->names, key) >= 0)
        return;
    count->failed++;
    gx_error(ds, GX_CODE_CHECK, name.loc, "the model has no '%s'", name.text);
    gx_suggest(ds, gx_model_nearest(x->model, key));
}

static bool is_group(const gx_model *model, const char *key, gx_arena *arena)
{
    for (int32_t i = 0; i < model->groups.count; i++) {
        const char *name = model->groups.at[i].name;
        if (strcmp(gx_text_key(arena, name, strlen(name)), key) == 0)
            return true;
    }
    return false;
}

/* Names in the files that show results; those of other files are found where used. */
static void check_shown(const gx_experiment *x, gx_check_count *count, gx_diags *ds)
{
    for (int32_t i = 0; x->labels && i < x->labels->list.count; i++) {
        gx_name name =
            x->labels->list.at[i].variable; /* elements and groups have labels too */
        const char *key = gx_text_key(x->arena, name.text, strlen(name.text));
        if (!is_element(x->model, key) && !is_group(x->model, key, x->arena))
            check_name(x, name, count, ds);
    }
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++)
        check_name(x, x->figures->milestones.at[i].variable, count, ds);
    if (x->figures)
        check_name(x, x->figures->crossings.variable, count, ds);
    for (int32_t i = 0; x->figures && i < x->figures->list.count; i++) {
        if (gx_figure_is_of_names(&x->figures->list.at[i]))
            continue; /* its variables are the command's */
        for (int32_t k = 0; k < x->figures->list.at[i].parts.count; k++)
            check_name(x, x->figures->list.at[i].parts.at[k].variable, count, ds);
        check_name(x, x->figures->list.at[i].band.low, count, ds);
        check_name(x, x->figures->list.at[i].band.high, count, ds);
    }
}

/* A constant or lookup that nothing reads is a leftover; so is a result without a label,
 * where there are labels. */
static gx_err check_names(const gx_experiment *x, request *r, gx_check_count *count,
                          gx_diags *ds)
{
    (void)r;
    const gx_model *model = x->model;
    const bool *is_read = gx_model_read(model, x->arena);
    bool *is_shown = GX_ARRAY(x->arena, bool, model->variables.count + 1);
    for (int32_t i = 0; x->labels && i < x->labels->list.count; i++) {
        const char *name = x->labels->list.at[i].variable.text;
        int32_t v = gx_map_find(model->names, gx_text_key(x->arena, name, strlen(name)));
        if (v >= 0)
            is_shown[v] = true;
    }
    check_shown(x, count, ds);
    for (int32_t v = 0; v < model->variables.count; v++) {
        const gx_variable *var = &model->variables.at[v];
        gx_expr_kind kind = var->equations.at[0].rhs->kind;
        bool is_fixed =
            kind == GX_EXPR_NUMBER || kind == GX_EXPR_LIST || kind == GX_EXPR_TABLE;
        count->done++;
        if (is_read[v] || (!is_fixed && (!x->labels || is_shown[v])))
            continue;
        count->failed++;
        gx_error(ds, GX_CODE_CHECK, var->loc,
                 is_fixed ? "nothing reads '%s'"
                          : "nothing reads '%s', and it has no label",
                 var->name);
    }
    return count->failed ? GX_DIFFERENT : GX_OK;
}

/* ---- checks that run ---- */

static gx_err check_parameters(const gx_experiment *x, request *r, gx_check_count *count,
                               gx_diags *ds)
{
    (void)r;
    gx_spreads spreads = {0};
    gx_case c = gx_experiment_case(x);
    return x->parameters
               ? gx_parameters_resolve(&spreads, count, x->parameters, &c, x->arena, ds)
               : GX_OK;
}

static gx_err check_conservation(const gx_experiment *x, request *r,
                                 gx_check_count *count, gx_diags *ds)
{
    (void)r;
    gx_case c = gx_experiment_case(x);
    return x->checks ? gx_check_conservation(count, x->checks, &c, ds) : GX_OK;
}

static gx_err check_non_negative(const gx_experiment *x, request *r,
                                 gx_check_count *count, gx_diags *ds)
{
    (void)r;
    gx_case c = gx_experiment_case(x);
    return x->checks ? gx_check_non_negative(count, x->checks, &c, ds) : GX_OK;
}

static gx_err check_conditions(const gx_experiment *x, request *r, gx_check_count *count,
                               gx_diags *ds)
{
    (void)r;
    gx_case c = gx_experiment_case(x);
    return x->checks ? gx_check_conditions(count, x->checks, &c, ds) : GX_OK;
}

static gx_err check_halving(const gx_experiment *x, request *r, gx_check_count *count,
                            gx_diags *ds)
{
    (void)r;
    gx_case c = gx_experiment_case(x);
    return x->checks ? gx_check_halving(count, x->checks, &c, ds) : GX_OK;
}

/* Milestones' targets are goals: both ends of each. */
static int32_t list_goals(gx_goal *goal, const gx_milestone **of, const gx_experiment *x)
{
    int32_t count = 0;
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++) {
        const gx_milestone *m = &x->figures->milestones.at[i];
        const double end[] = {m->target.low, m->target.high};
        for (int32_t k = 0; k < 2 && !isnan(m->target.low); k++) {
            of[count] = m;
            goal[count++] = (gx_goal){m->variable, m->year + m->year_offset, end[k]};
        }
    }
    return count;
}

static gx_err check_draws(const gx_experiment *x, request *r, gx_check_count *count,
                          gx_diags *ds)
{
    int32_t most = x->figures ? 2 * x->figures->milestones.count : 0;
    gx_goal *goal = GX_ARRAY(r->arena, gx_goal, most);
    const gx_milestone **of = GX_ARRAY(r->arena, const gx_milestone *, most);
    gx_case c = gx_experiment_case(x);
    gx_drawn drawn;
    const gx_draws draws = {.draw_count = r->draws,
                            .choices_too = !x->scenario,
                            .tell_inputs = !r->is_told,
                            .checks = x->checks,
                            .parameters = x->parameters,
                            .goal = goal,
                            .goal_count = list_goals(goal, of, x)};
    if (!x->parameters || !r->draws)
        return GX_OK;
    gx_err err = gx_check_draws(count, &drawn, &draws, &c, &r->workers, r->arena, ds);
    r->is_told = r->is_told || count->failed;
    for (int32_t g = 0; g < draws.goal_count && count->done; g++)
        *GX_ADD(r->arena, &r->shares) = (share){
            x->name,
            gx_called_typed(x->labels, of[g]->variable.text, r->language, x->arena),
            of[g],
            goal[g].level,
            drawn.reached[g],
            r->draws};
    return err;
}

static const check checks[] = {
    {"units", "variable", OF_TEXT, check_units,
     "the units of every equation agree, in kind and in scale"},
    {"tables", "table read", OF_TEXT, check_tables,
     "what goes into a lookup is dimensionless or a time"},
    {"names", "variable", OF_TEXT, check_names,
     "every constant, lookup and unlabelled result is read; labels and figures fit"},
    {"parameters", "constant", OF_TEXT, check_parameters,
     "every constant has a row in X-parameters.csv and lies in its range"},
    {"conservation", "sum", OF_RUNS, check_conservation,
     "declared sums change by what crosses their boundary, at every time step"},
    {"non-negative", "stock", OF_RUNS, check_non_negative,
     "declared stocks are never negative"},
    {"extreme", "expectation", OF_MODEL, check_conditions,
     "under extreme conditions the model does what X-checks.yaml expects"},
    {"step", "variable", OF_TEXT, check_halving, "halving TIME STEP changes little"},
    {"draws", "draw", OF_RUNS, check_draws,
     "runs end, are conserved and not negative wherever constants are in their ranges"},
};
enum { CHECK_COUNT = sizeof checks / sizeof *checks };

/* ---- the scenarios ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The scenario files of the folder that the checks file names, by name. */
static gx_err list_scenarios(gx_texts *paths, const gx_experiment *x, gx_diags *ds)
{
    const gx_name *folder = &x->checks->scenarios;
    DIR *open = opendir(folder->text);
    if (!open)
        return gx_error(ds, GX_CODE_VALUE, folder->loc, "'%s' is no folder to read",
                        folder->text);
    for (const struct dirent *entry = NULL; (entry = readdir(open));) {
        const char *dot = strrchr(entry->d_name, '.');
        if (dot && (strcmp(dot, ".yaml") == 0 || strcmp(dot, ".yml") == 0))
            *GX_ADD(x->arena, paths) =
                gx_arena_format(x->arena, "%s/%s", folder->text, entry->d_name);
    }
    closedir(open);
    if (paths->count)
        qsort(paths->at, (size_t)paths->count, sizeof *paths->at, by_text);
    return GX_OK;
}

static gx_err add_scenario(subjects *s, const char *path, const gx_run_options *options,
                           gx_diags *ds)
{
    const gx_experiment *x = s->own;
    gx_scenario *scenario = NULL;
    gx_err err = gx_scenario_read(&scenario, path, x->arena, ds);
    if (err ||
        !gx_path_is_same(scenario->model.text, ds->sources.at[x->model->file].path))
        return err;
    gx_experiment *made = NULL;
    err = gx_experiment_load(&made, path, options, ds);
    if (!err)
        *GX_ADD(x->arena, &s->all) = made;
    return err;
}

/* A model is checked in all its scenarios, a scenario alone. */
static gx_err load_subjects(subjects *s, const char *path, const char *seed, gx_diags *ds)
{
    gx_run_options options = {.is_check = true, .seed = seed};
    gx_texts paths = {0};
    gx_err err = gx_experiment_load(&s->own, path, &options, ds);
    if (err)
        return err;
    *GX_ADD(s->own->arena, &s->all) = s->own;
    if (!s->own->scenario && s->own->checks && s->own->checks->scenarios.text)
        err = list_scenarios(&paths, s->own, ds);
    for (int32_t i = 0; i < paths.count && !err; i++)
        err = add_scenario(s, paths.at[i], &options, ds);
    return err;
}

static void free_subjects(subjects *s)
{
    for (int32_t i = s->all.count - 1; i >= 0; i--) /* the first has the list */
        gx_experiment_free(s->all.at[i]);
}

/* ---- going through them ---- */

static bool is_left_out(const check *c, const subjects *s)
{
    return c->of == OF_MODEL && s->own->scenario;
}

static gx_err run_check(const check *c, const subjects *s, request *r,
                        gx_check_count *count, gx_diags *ds)
{
    gx_err first = GX_OK;
    int32_t subject_count = c->of == OF_RUNS ? s->all.count : 1;
    for (int32_t i = 0; i < subject_count && !is_left_out(c, s); i++) {
        gx_check_count own = {0};
        gx_err err = c->run(s->all.at[i], r, &own, ds);
        if (err && subject_count > 1)
            gx_note(ds, GX_NOWHERE, "in '%s'", s->all.at[i]->name);
        count->done += own.done;
        count->failed += own.failed;
        first = first ? first : err;
    }
    return first;
}

static void print_check(const check *c, const subjects *s, const gx_check_count *count,
                        gx_err err, gx_language language, gx_buf *out)
{
    gx_buf_print(out, gx_say(language, "%s: "), gx_say(language, c->name));
    if (!err && !count->done) {
        gx_buf_print(out, "%s\n",
                     is_left_out(c, s) ? gx_say(language, "not asked of a scenario")
                                       : gx_say(language, "none declared"));
        return;
    }
    gx_buf_print(out, "%s", err ? gx_say(language, "bad, ") : gx_say(language, "good, "));
    if (err && !count->failed) {
        gx_buf_print(out, "%s\n", gx_say(language, "it could not be done"));
        return;
    }
    if (err)
        gx_buf_print(out, gx_say(language, "%d error%s, "), count->failed,
                     count->failed == 1 ? "" : "s");
    gx_buf_print(out, gx_say(language, "%d %s%s"), count->done, gx_say(language, c->noun),
                 count->done == 1 ? "" : "s");
    if (c->of == OF_RUNS && s->all.count > 1)
        gx_buf_print(out, gx_say(language, " in %d runs"), s->all.count);
    gx_buf_print(out, "\n");
}

static void add_json(const check *c, const gx_check_count *count, gx_err err,
                     gx_json *json)
{
    gx_json_open(json, NULL, '{');
    gx_json_text(json, "name", c->name);
    gx_json_bool(json, "good", !err);
    gx_json_number(json, "count", count->done);
    gx_json_number(json, "failed", count->failed);
    gx_json_close(json, '}');
}

/* How large the model is; its hidden cells count as equations. */
static void print_size(const subjects *s, gx_language language, gx_json *json,
                       gx_buf *out)
{
    const gx_flat *flat = s->own->flat;
    int32_t variables = 0, of[3] = {0}, equations = 0;
    for (int32_t v = 0; v < flat->model->variables.count; v++) {
        const gx_array *array = &flat->array[v];
        gx_cell_kind kind =
            array->first < 0 ? GX_CELL_NONE : flat->cells.at[array->first].kind;
        variables++;
        of[0] += kind == GX_CELL_STOCK;
        of[1] += kind == GX_CELL_CONSTANT;
        of[2] += array->first < 0;
    }
    for (int32_t i = 0; i < flat->cells.count; i++)
        equations += flat->cells.at[i].kind != GX_CELL_NONE;
    const struct {
        const char *name;
        int32_t count;
    } sizes[] = {{"variables", variables}, {"stocks", of[0]},
                 {"constants", of[1]},     {"tables", of[2]},
                 {"equations", equations}, {"runs", s->all.count}};
    for (size_t i = 0; json && i < sizeof sizes / sizeof *sizes; i++)
        gx_json_number(json, sizes[i].name, sizes[i].count);
    if (!json)
        gx_buf_print(out,
                     gx_say(language, "model: variables %d (stocks %d, constants %d, "
                                      "tables %d), equations %d after expansion, runs "
                                      "%d\n"),
                     variables, of[0], of[1], of[2], equations, s->all.count);
}

/* Whether the targets are likely is no check: it comes out as it does. */
static void print_shares(const request *r, gx_language language, gx_buf *out)
{
    for (int32_t i = 0; i < r->shares.count; i++) {
        const share *s = &r->shares.at[i], *before = i ? s - 1 : NULL;
        bool is_same = before && before->milestone == s->milestone;
        if (is_same)
            gx_buf_print(out, gx_say(language, ", %g in"), s->level);
        else
            gx_buf_print(out,
                         gx_say(language, "%s  %s, %d draws: %s %g is at least %g in"),
                         i ? "\n" : "", s->subject, s->draws, s->called,
                         s->milestone->year, s->level);
        gx_buf_print(out, " %.3g %%", 100.0 * s->reached / s->draws);
    }
    if (r->shares.count)
        gx_buf_print(out, "\n");
}

static void add_shares(const request *r, gx_json *json)
{
    gx_json_open(json, "shares", '[');
    for (int32_t i = 0; i < r->shares.count; i++) {
        const share *s = &r->shares.at[i];
        gx_json_open(json, NULL, '{');
        gx_json_text(json, "name", s->subject);
        gx_json_text(json, "variable", s->milestone->variable.text);
        gx_json_number(json, "year", s->milestone->year);
        gx_json_number(json, "level", s->level);
        gx_json_number(json, "reached", s->reached);
        gx_json_number(json, "draws", s->draws);
        gx_json_close(json, '}');
    }
    gx_json_close(json, ']');
}

static gx_err check_all(const subjects *s, request *r, gx_diags *ds)
{
    bool is_json = r->is_json;
    gx_err first = GX_OK;
    gx_buf out;
    gx_json json;
    gx_buf_init(&out, ds->oom);
    if (is_json)
        gx_json_begin(&json, &out, "check");
    print_size(s, r->language, is_json ? &json : NULL, &out);
    if (is_json)
        gx_json_open(&json, "checks", '[');
    for (int32_t i = 0; i < CHECK_COUNT; i++) {
        gx_check_count count = {0};
        gx_err err = run_check(&checks[i], s, r, &count, ds);
        if (is_json)
            add_json(&checks[i], &count, err, &json);
        else
            print_check(&checks[i], s, &count, err, r->language, &out);
        first = first ? first : err;
    }
    if (is_json) {
        gx_json_close(&json, ']');
        add_shares(r, &json);
        gx_json_bool(&json, "good", !first);
        gx_json_end(&json);
    } else {
        print_shares(r, r->language, &out);
    }
    setvbuf(stdout, NULL, _IOFBF, BUFSIZ); /* messages come above the lines */
    gx_print_buf(&out, ds);
    return first;
}

/* ---- the command ---- */

static const char *list_checks(gx_diags *ds)
{
    gx_language language = gx_language_of(ds);
    const char *doc =
        gx_say(language, "Check a model (.mdl) in all its scenarios, or one scenario "
                         "(.yaml), one line a check:\n");
    for (int32_t i = 0; i < CHECK_COUNT; i++) {
        enum { WIDTH = 12 };
        const char *called = gx_say(language, checks[i].name);
        doc = gx_arena_format(ds->arena, "%s  %s%*s %s\n", doc, called,
                              WIDTH - gx_text_width(called, strlen(called)), "",
                              gx_say(language, checks[i].doc));
    }
    return gx_arena_format(
        ds->arena, "%s%s", doc,
        gx_say(language, "Exit status 1 when one fails; warnings do not count.\n"));
}

static gx_err choose_draws(request *r, gx_diags *ds)
{
    double count = DRAWS;
    if (r->draws_text && (!gx_text_to_number(r->draws_text, &count) || count < 0.0 ||
                          count > 1e6 || count != trunc(count)))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--draws %s': expected a whole number up to 1000000",
                        r->draws_text);
    r->draws = (int32_t)count;
    return gx_workers_choose(&r->workers, r->threads, ds);
}

gx_err gx_cmd_check(int argc, char **argv, gx_diags *ds)
{
    request r = {.arena = ds->arena};
    const gx_opt opts[] = {
        {"draws", 0, GX_OPT_TEXT, &r.draws_text, "N",
         "random draws of each model and scenario (64)"},
        {"seed", 0, GX_OPT_TEXT, &r.seed, "N", "seed of draws and random numbers (0)"},
        {"jobs", 'j', GX_OPT_TEXT, &r.threads, "N",
         "threads for draws (0: all processors)"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
    };
    const gx_usage usage = {
        .name = "check",
        .arguments = "MODEL|SCENARIO",
        .least = 1,
        .most = 1,
        .doc = list_checks(ds),
        .examples = "  gaoxin check model.mdl\n"
                    "  gaoxin check scenarios/base.yaml\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    subjects s = {0};
    r.language = gx_language_of(ds);
    gx_err err = choose_draws(&r, ds);
    if (!err)
        err = load_subjects(&s, args.at[0], r.seed, ds);
    if (!err)
        err = check_all(&s, &r, ds);
    free_subjects(&s);
    return err;
}
