/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin compare: results side by side, with their differences from the first. */
#include "cli/comparison.h"

#include <string.h>

typedef struct request {
    const char *output, *formats, *threads, *run;
    gx_texts variables;
    gx_years years; /* none: all */
    bool is_json;
} request;

/* ---- figures ---- */

/* Draw the comparison of each variable, as the figures file defines it or plainly. */
static gx_err draw(const gx_comparison *c, const char *folder, const char *formats)
{
    const char *last = "";
    gx_err err = GX_OK;
    for (int32_t i = 0; i < c->sets.count && !err; i++) {
        const gx_compared *set = &c->sets.at[i];
        if (strcmp(set->name, last) == 0)
            continue; /* the next element of the same variable */
        last = set->name;
        gx_figure figure = gx_comparison_figure(c, set->name);
        figure.title.en =
            gx_called_whole(c->result[0].labels, set->name, c->language, c->arena);
        figure.subtitle.en = gx_units_drawn(c->result[0].labels, set->name, set->units,
                                            c->language, c->arena);
        if (figure.year_offset == 0.5)
            figure.subtitle.en =
                gx_arena_format(c->arena, gx_say(c->language, "%s, middle of the year"),
                                figure.subtitle.en);
        char *file =
            gx_arena_format(c->arena, "compare-%s", gx_text_dataset(c->arena, set->name));
        figure.name.text = file;
        bool is_several =
            i + 1 < c->sets.count && strcmp(c->sets.at[i + 1].name, set->name) == 0;
        const char *kind = is_several ? "small-multiples" : "comparison";
        figure.kind = (gx_name){kind, GX_NOWHERE};
        err = gx_plot_draw(&figure, c->result, c->count, folder, formats, c->language,
                           c->arena, c->ds);
    }
    return err;
}

/* ---- the command ---- */

static gx_err run_side(int32_t i, void *context, gx_diags *ds)
{
    gx_workers alone = {0};
    (void)ds; /* a side has messages of its own */
    return gx_workers_choose(&alone, NULL, ds)
               ? GX_USAGE
               : gx_side_run((gx_side *)context + i, &alone);
}

/* A result is called after its run, or its file when another is of the same run; a part
 * of one also after what it is, which does when there are parts of one alone. */
static void name_results(gx_comparison *c)
{
    const char **run = GX_ARRAY(c->arena, const char *, c->count);
    bool is_one = true;
    c->head = GX_ARRAY(c->arena, const char *, c->count);
    for (int32_t i = 0; i < c->count; i++) {
        const gx_result *result = &c->result[i];
        run[i] = gx_attribute_find(&result->frame->attributes, "gaoxin_run");
        run[i] = run[i] ? run[i] : gx_path_stem(c->arena, result->path);
        is_one &= result->part && strcmp(result->path, c->result[0].path) == 0;
    }
    for (int32_t i = 0; i < c->count; i++) {
        const gx_result *result = &c->result[i];
        const char *part = gx_words_in(result->part_name, c->language, "");
        c->head[i] = run[i];
        for (int32_t k = 0; k < c->count; k++)
            if (k != i && strcmp(run[k], run[i]) == 0 &&
                !(result->part && strcmp(c->result[k].path, result->path) == 0))
                c->head[i] = result->path;
        if (is_one)
            c->head[i] = part;
        else if (result->part)
            c->head[i] = gx_arena_format(c->arena, "%s: %s", c->head[i], part);
    }
}

/* What can be done where there is nothing beside one run. */
static gx_err say_one_run(const gx_result *whole, const char *run, gx_diags *ds)
{
    if (run)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--run %s' is one run of '%s': name another result to compare "
                        "it with",
                        run, whole->path);
    return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                    "'%s' is one run: name two results or more, or one of several "
                    "runs",
                    whole->path);
}

static gx_err compare(const request *r, const gx_side *side, int32_t count, gx_diags *ds)
{
    gx_results shown = {0};
    gx_result *whole = GX_ARRAY(ds->arena, gx_result, count);
    for (int32_t i = 0; i < count; i++)
        whole[i] = side[i].result;
    gx_err err = gx_runs_spread(&shown, whole, count, r->run, ds);
    if (!err && shown.count < 2)
        err = say_one_run(&whole[0], r->run, ds);
    if (err)
        return err;
    gx_comparison c = {.result = shown.at,
                       .count = shown.count,
                       .variables = &r->variables,
                       .years = r->years.count ? &r->years : NULL,
                       .language = gx_language_of(ds),
                       .arena = ds->arena,
                       .ds = ds};
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    name_results(&c);
    gx_results_warn_unlike(whole, count, ds);
    err = gx_comparison_fill(&c);
    if (!err)
        (r->is_json ? gx_comparison_json : gx_comparison_print)(&c, &out);
    gx_print_buf(&out, ds);
    if (!err && r->output)
        err = draw(&c, r->output, r->formats);
    return err;
}

gx_err gx_cmd_compare(int argc, char **argv, gx_diags *ds)
{
    request r = {.formats = "png"};
    const char *years = NULL;
    const gx_opt opts[] = {
        {"variable", 'v', GX_OPT_LIST, &r.variables, "VARIABLE",
         "which (the milestones'); may be repeated, may have elements"},
        {"years", 'y', GX_OPT_TEXT, &years, "YEARS",
         "which, as in 2015,2018-2020 (every whole year)"},
        {"run", 0, GX_OPT_TEXT, &r.run, "N", "run N alone of a result that has several"},
        {"output", 'o', GX_OPT_TEXT, &r.output, "FOLDER",
         "also draw a comparison of each variable there"},
        {"format", 0, GX_OPT_TEXT, &r.formats, "FORMATS",
         "images: png, svg, pdf, emf (png)"},
        {"jobs", 'j', GX_OPT_TEXT, &r.threads, "N", "threads (0: all processors)"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
    };
    const gx_usage usage = {
        .name = "compare",
        .arguments = "MODEL|SCENARIO|RESULT...",
        .least = 1,
        .doc = "Print results side by side, one row a year, with their differences from "
               "the first,\n"
               "absolute and in per cent. Scenarios and models are run first, and not "
               "saved. Years\n"
               "are labelled as the figures file says. A result of several runs gives a "
               "column for\n"
               "each, of more than 9 their median and the percentiles 5 and 95.\n",
        .examples = "  gaoxin compare scenarios/base.yaml scenarios/plan.yaml\n"
                    "  gaoxin compare output/*.h5 -v output -y 2015,2020,2030 "
                    "-o output\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    gx_workers workers;
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED ||
        gx_workers_choose(&workers, r.threads, ds) ||
        (years && gx_years_read(&r.years, "--years", years, ds)))
        return gx_diags_outcome(ds);
    const gx_run_options options = {0};
    gx_side *side = GX_ARRAY(ds->arena, gx_side, args.count);
    gx_err err = GX_OK;
    for (int32_t i = 0; i < args.count; i++) {
        gx_err bad = gx_side_read(&side[i], args.at[i], &options, ds);
        err = err ? err : bad;
    }
    if (!err)
        err = workers.map(&workers, args.count, run_side, side, ds);
    if (!err)
        err = compare(&r, side, args.count, ds);
    for (int32_t i = 0; i < args.count; i++) {
        gx_err told = gx_side_free(&side[i], ds);
        err = told ? told : err;
    }
    return err;
}
