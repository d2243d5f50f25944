/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin run: load, compile, run, save, say what came out. */
#include "cli/chart.h"
#include "cli/progress.h"
#include "cli/report.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- dumps ---- */

static void dump_model(const gx_experiment *x, gx_buf *out)
{
    gx_model_print(x->model, out);
}

static void dump_flat(const gx_experiment *x, gx_buf *out)
{
    gx_flat_print(x->flat, out);
}

static void dump_order(const gx_experiment *x, gx_buf *out)
{
    gx_flat_print_order(x->flat, out);
}

static void dump_program(const gx_experiment *x, gx_buf *out)
{
    gx_program *program = gx_compile(x->flat, &x->overrides, NULL, 0, out->oom);
    gx_program_print(program, out);
    gx_program_free(program);
}

static const struct {
    const char *name;
    void (*print)(const gx_experiment *x, gx_buf *out);
} dumps[] = {
    {"model", dump_model},
    {"flat", dump_flat},
    {"order", dump_order},
    {"program", dump_program},
};

static gx_err dump(const gx_experiment *x, const char *what, gx_diags *ds)
{
    for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) {
        if (strcmp(dumps[i].name, what) != 0)
            continue;
        gx_buf text;
        gx_buf_init(&text, ds->oom);
        dumps[i].print(x, &text);
        gx_print_buf(&text, ds);
        return GX_OK;
    }
    return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                    "'--dump=%s': there are model, flat, order and program", what);
}

/* ---- the command ---- */

typedef struct request {
    const char *output, *dump, *trace, *threads, *deflate; /* NULL when not given */
    gx_language language;
    bool force, quiet, float32, bom, is_json;
} request;

static gx_err trace(gx_experiment *x, const request *r, gx_diags *ds)
{
    if (x->inputs.count)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--trace is for one run: take --set instead of --vary");
    return gx_experiment_trace(x, r->trace, ds);
}

static gx_err choose_storage(gx_storage *how, const request *r, gx_diags *ds)
{
    double level = 0.0;
    if (r->deflate && (!gx_text_to_number(r->deflate, &level) || level < 0.0 ||
                       level > 9.0 || level != trunc(level)))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--deflate %s': expected a level from 0 to 9", r->deflate);
    *how = (gx_storage){
        .is_float32 = r->float32, .deflate = (int32_t)level, .has_bom = r->bom};
    return GX_OK;
}

/* ---- scenarios ---- */

/* A scenario and what came of it; its messages are its own, so that they stand together
 * and one that fails leaves the others as they are. */
typedef struct entry {
    gx_side side;
    gx_saving to;
    gx_err err;
} entry;

/* All of them, and those that are run at a time. */
typedef struct batch {
    const request *r;
    const gx_run_options *options;
    gx_texts taken;     /* results written */
    gx_workers workers; /* for scenarios, when there are several, else ... */
    gx_workers each;    /* ... for the runs of one */
    gx_progress progress;
    _Atomic int64_t done;
    int32_t count;
    entry *entry; /* [workers.thread_count], those at a time */
    gx_json json;
} batch;

/* A folder, there or meant; never what is named like a result. */
static bool is_folder(const char *path)
{
    struct stat info;
    size_t length = strlen(path);
    return (length && path[length - 1] == '/') ||
           (!gx_format_find(path) && stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

static const char *target_of(const batch *b, const entry *e)
{
    const char *output = b->r->output;
    if (!output)
        return gx_arena_format(e->side.experiment->arena, "%s.h5",
                               e->side.experiment->name);
    if (b->count == 1 && !is_folder(output))
        return output;
    char *path = gx_arena_format(e->side.experiment->arena, "%s%s%s.h5", output,
                                 output[strlen(output) - 1] == '/' ? "" : "/",
                                 e->side.experiment->name);
    gx_make_folders(path);
    return path;
}

static gx_err choose_target(batch *b, entry *e, gx_arena *arena)
{
    e->to = (gx_saving){.path = target_of(b, e),
                        .command = "run",
                        .experiment = e->side.experiment,
                        .force = b->r->force};
    for (int32_t i = 0; i < b->taken.count; i++)
        if (strcmp(b->taken.at[i], e->to.path) == 0)
            return gx_error(e->side.ds, GX_CODE_USAGE, GX_NOWHERE,
                            "'%s' of '%s' would replace that of another one here",
                            e->to.path, e->side.path);
    *GX_ADD(arena, &b->taken) = gx_arena_text(arena, e->to.path, strlen(e->to.path));
    gx_err err = choose_storage(&e->to.how, b->r, e->side.ds);
    return err ? err : gx_saving_choose(&e->to, e->side.ds);
}

static gx_err run_entry(int32_t i, void *context, gx_diags *ds)
{
    batch *b = context;
    entry *e = &b->entry[i];
    (void)ds;
    if (!e->err)
        e->err = gx_experiment_run(&e->side.result.frame, e->side.experiment, &b->each,
                                   e->side.ds); /* saving records it */
    gx_progress_tell(&b->progress, atomic_fetch_add(&b->done, 1) + 1, b->count);
    return e->err;
}

static void save_entry(batch *b, entry *e)
{
    gx_buf out;
    gx_buf_init(&out, e->side.ds->oom);
    gx_err bad = e->side.result.frame
                     ? gx_saving_write(&e->to, e->side.result.frame, e->side.ds)
                     : GX_OK;
    bool is_saved = e->side.result.frame && !bad;
    e->err = e->err ? e->err : bad;
    if (e->err && b->count > 1)
        gx_note(e->side.ds, GX_NOWHERE, "in '%s'", e->side.path);
    if (b->r->is_json) {
        gx_json_open(&b->json, NULL, '{');
        gx_json_text(&b->json, "file", e->side.path);
        if (is_saved)
            gx_report_json(&b->json, e->side.experiment, e->side.result.frame, e->to.path,
                           e->side.ds);
    } else if (is_saved && !b->r->quiet) {
        gx_report_text(&out, e->side.experiment, e->side.result.frame, e->to.path,
                       b->r->language, e->side.ds);
    }
    gx_print_buf(&out, e->side.ds);
    fflush(stdout);
    gx_err told = gx_print_diags(e->side.ds);
    e->err = told ? told : e->err;
    if (b->r->is_json) {
        if (e->err)
            gx_json_errors(&b->json, e->side.ds);
        gx_json_number(&b->json, "exit_code", e->err);
        gx_json_close(&b->json, '}');
    }
    gx_side_free(&e->side, NULL);
}

/* Read, run, save as many at a time as there are threads, so that memory holds no more;
 * the outcome is the worst, which has the highest code. */
static gx_err run_all(batch *b, const gx_texts *args, gx_diags *ds)
{
    gx_err worst = GX_OK;
    int32_t most = b->workers.thread_count, at_once = 0;
    b->entry = GX_ARRAY(ds->arena, entry, most);
    for (int32_t first = 0; first < args->count; first += at_once) {
        at_once = args->count - first < most ? args->count - first : most;
        for (int32_t i = 0; i < at_once; i++) {
            entry *e = &b->entry[i];
            *e = (entry){.err = GX_OK};
            e->err = gx_side_load(&e->side, args->at[first + i], b->options, ds);
            if (!e->err)
                e->err = gx_result_check_maker(e->side.experiment, "run", e->side.ds);
            if (!e->err)
                e->err = choose_target(b, e, ds->arena);
        }
        b->workers.map(&b->workers, at_once, run_entry, b, ds);
        gx_progress_end(&b->progress);
        for (int32_t i = 0; i < at_once; i++) {
            save_entry(b, &b->entry[i]);
            worst = b->entry[i].err > worst ? b->entry[i].err : worst;
        }
    }
    return worst;
}

static gx_err run_and_save(const request *r, const gx_run_options *options,
                           const gx_texts *args, gx_diags *ds)
{
    batch b = {.r = r, .options = options, .count = args->count};
    gx_buf out;
    gx_err err = gx_workers_choose(&b.workers, r->threads, ds);
    if (!err && args->count > 1 && r->output && gx_format_find(r->output))
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'%s' is one file: for several scenarios give -o a folder",
                       r->output);
    if (err)
        return err;
    bool is_one = args->count == 1;
    gx_workers_choose(&b.each, is_one ? r->threads : NULL, ds);
    if (is_one)
        gx_workers_choose(&b.workers, NULL, ds);
    gx_buf_init(&out, ds->oom);
    if (r->is_json) {
        gx_json_begin(&b.json, &out, "run");
        gx_json_open(&b.json, "scenarios", '[');
    }
    b.progress.language = r->language;
    gx_progress_begin(&b.progress, 0, r->quiet || is_one || !isatty(STDERR_FILENO));
    err = run_all(&b, args, ds);
    if (r->is_json) {
        gx_json_close(&b.json, ']');
        gx_json_end(&b.json);
    }
    gx_print_buf(&out, ds);
    return err;
}

/* --dump and --trace are of one. */
static gx_err look_into(const request *r, const gx_run_options *options,
                        const gx_texts *args, gx_diags *ds)
{
    gx_experiment *x = NULL;
    if (args->count > 1)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--dump and --trace take one model or scenario, not %d",
                        args->count);
    gx_err err = gx_experiment_load(&x, args->at[0], options, ds);
    if (!err)
        err = gx_result_check_maker(x, "run", ds);
    if (!err)
        err = r->dump ? dump(x, r->dump, ds) : trace(x, r, ds);
    gx_experiment_free(x);
    return err;
}

gx_err gx_cmd_run(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    gx_run_options options = {0};
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE",
         "result: .h5 or .csv (NAME.h5); a folder for several"},
        {"set", 's', GX_OPT_LIST, &options.set, "NAME=VALUE",
         "set a constant, with its unit"},
        {"data", 0, GX_OPT_LIST, &options.data, "FILE",
         "table (.csv, .tab) for data variables"},
        {"method", 'm', GX_OPT_TEXT, &options.method, "METHOD", "integration method"},
        {"tolerance", 0, GX_OPT_TEXT, &options.tolerance, "NUMBER",
         "of adaptive methods (1e-6)"},
        {"dt", 0, GX_OPT_TEXT, &options.time_step, "STEP", "TIME STEP"},
        {"final-time", 0, GX_OPT_TEXT, &options.final_time, "TIME", "FINAL TIME"},
        {"seed", 0, GX_OPT_TEXT, &options.seed, "N", "seed of random numbers (0)"},
        {"vary", 0, GX_OPT_LIST, &options.vary, "NAME=A,B", "one run for each value"},
        {"design", 0, GX_OPT_TEXT, &options.design, "DESIGN",
         "how several --vary combine"},
        {"jobs", 'j', GX_OPT_TEXT, &r.threads, "N",
         "threads for scenarios or --vary (0: all processors)"},
        {"dump", 0, GX_OPT_TEXT, &r.dump, "model|flat|order|program",
         "print what the text becomes, and do not run"},
        {"trace", 0, GX_OPT_TEXT, &r.trace, "VARIABLE",
         "print a variable and what it reads at each save time, and do not save"},
        {"float32", 0, GX_OPT_FLAG, &r.float32, NULL,
         "half the size and the digits (.h5)"},
        {"deflate", 0, GX_OPT_TEXT, &r.deflate, "LEVEL", "compress, 1 to 9 (.h5)"},
        {"bom", 0, GX_OPT_FLAG, &r.bom, NULL, "mark a table as UTF-8, for Excel"},
        {"force", 'f', GX_OPT_FLAG, &r.force, NULL, "replace another command's result"},
        {"json", 0, GX_OPT_FLAG, &r.is_json, NULL, "print for scripts"},
        {"quiet", 'q', GX_OPT_FLAG, &r.quiet, NULL, "say nothing when all went well"},
    };
    const gx_usage usage = {
        .name = "run",
        .arguments = "MODEL|SCENARIO|RESULT...",
        .least = 1,
        .doc =
            "Run a model (.mdl) or a scenario (.yaml) and save every variable at "
            "every save\n"
            "time. A scenario's settings come first, then those given here. A result "
            "(.h5) is\n"
            "run again from the files in it. Of several each is saved as NAME.h5, here "
            "or in the\n"
            "folder of -o; one that fails does not stop the others.\n",
        .examples = "  gaoxin run scenarios/base.yaml -o output/base.h5\n"
                    "  gaoxin run scenarios/*.yaml -j 0 -o output\n"
                    "  gaoxin run model.mdl --set \"growth rate=0.2\" -o table.csv\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    r.language = gx_language_of(ds);
    return r.dump || r.trace ? look_into(&r, &options, &args, ds)
                             : run_and_save(&r, &options, &args, ds);
}
