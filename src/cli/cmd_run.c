/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin run: load, compile, run, save, say what came out. */
#include "study/outcome.h"
#include "cli/cli.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

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
        gx_print_buf(&text);
        return GX_OK;
    }
    return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                    "'--dump=%s': there are model, flat, order and program", what);
}

/* ---- saying what came out ---- */

static void print_target(const gx_figure_target *target, double value)
{
    const char *label = gx_words_in(target->label, GX_LANG_EN, "target");
    if (isnan(target->low))
        return;
    printf("; %s: ", label);
    if (value < target->low)
        printf("%.1f short of %g", target->low - value, target->low);
    else if (value > target->high)
        printf("%.1f above %g", value - target->high, target->high);
    else
        printf("reached (%g to %g)", target->low, target->high);
}

static void print_milestone(const gx_milestone *m, const gx_frame *frame)
{
    gx_reached r;
    if (!gx_milestone_reached(&r, m, frame))
        return;
    printf("  %s %g: %.1f %s", m->variable.text, m->year, r.value, r.units);
    if (!isnan(r.growth))
        printf(", growth %g-%g %.1f %%/year", m->growth_from, m->year, 100.0 * r.growth);
    print_target(&m->target, r.value);
    printf("\n");
}

static void print_count(int32_t count, const char *noun)
{
    printf("%d %s%s, ", count, noun, count == 1 ? "" : "s");
}

static void print_summary(const gx_experiment *x, const gx_frame *frame, const char *path,
                          gx_diags *ds)
{
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    int32_t run = gx_frame_find_dim(frame, "run");
    printf("%s: ", x->name);
    print_count(frame->vars.count, "variable");
    print_count(time->length, "time");
    if (run >= 0)
        print_count(frame->dims.at[run].length, "run");
    printf("%g to %g, %s -> %s\n", time->value[0], time->value[time->length - 1],
           x->method->name, path);
    for (int32_t i = 0; x->figures && i < x->figures->milestones.count; i++)
        print_milestone(&x->figures->milestones.at[i], frame);
    gx_print_ranges(x, frame, ds);
}

/* ---- the command ---- */

typedef struct request {
    const char *output, *dump, *trace, *threads, *deflate; /* NULL when not given */
    bool force, quiet, float32, bom;
} request;

static gx_err trace(gx_experiment *x, const request *r, gx_diags *ds)
{
    if (x->inputs.count)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "--trace is for one run: take --set instead of --vary");
    gx_workers workers;
    gx_err err = gx_workers_choose(&workers, r->threads, ds);
    return err ? err : gx_experiment_trace(x, r->trace, &workers, ds);
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

static gx_err run_and_save(const gx_experiment *x, const request *r, gx_diags *ds)
{
    gx_workers workers;
    gx_frame *frame = NULL;
    gx_saving to = {
        .path = r->output, .command = "run", .experiment = x, .force = r->force};
    if (!to.path)
        to.path = gx_arena_format(x->arena, "%s.h5", x->name);
    gx_err err = gx_workers_choose(&workers, r->threads, ds);
    if (!err)
        err = choose_storage(&to.how, r, ds);
    if (!err)
        err = gx_saving_choose(&to, ds);
    if (!err)
        err = gx_experiment_run(&frame, x, &workers, ds);
    if (!frame)
        return err;
    gx_err bad = gx_saving_write(&to, frame, ds);
    if (!bad && !r->quiet)
        print_summary(x, frame, to.path, ds);
    gx_frame_free(frame);
    return err ? err : bad;
}

gx_err gx_cmd_run(int argc, char **argv, gx_diags *ds)
{
    request r = {0};
    gx_run_options options = {0};
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &r.output, "FILE", "result: .h5 or .csv (NAME.h5)"},
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
         "threads for --vary (0: all processors)"},
        {"dump", 0, GX_OPT_TEXT, &r.dump, "PRODUCT",
         "print model, flat, order or program, and do not run"},
        {"trace", 0, GX_OPT_TEXT, &r.trace, "VARIABLE",
         "print a variable and what it reads at each save time, and do not save"},
        {"float32", 0, GX_OPT_FLAG, &r.float32, NULL,
         "half the size and the digits (.h5)"},
        {"deflate", 0, GX_OPT_TEXT, &r.deflate, "LEVEL", "compress, 1 to 9 (.h5)"},
        {"bom", 0, GX_OPT_FLAG, &r.bom, NULL, "mark a table as UTF-8, for Excel"},
        {"force", 'f', GX_OPT_FLAG, &r.force, NULL, "replace another command's result"},
        {"quiet", 'q', GX_OPT_FLAG, &r.quiet, NULL, "say nothing when all went well"},
    };
    const gx_usage usage = {
        .name = "run",
        .arguments = "RUNNABLE",
        .least = 1,
        .most = 1,
        .doc = "Run a model (.mdl) or a scenario (.yaml) and save every variable at "
               "every save\n"
               "time. A scenario's settings come first, then those given here. A result "
               "(.h5) is\n"
               "run again from the files in it.\n",
        .examples = "  gaoxin run scenarios/baseline.yaml -o output/baseline.h5\n"
                    "  gaoxin run model.mdl --set \"growth rate=0.2\" -o table.csv\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    gx_experiment *x = NULL;
    gx_err err = gx_experiment_load(&x, args.at[0], &options, ds);
    if (!err)
        err = r.dump    ? dump(x, r.dump, ds)
              : r.trace ? trace(x, &r, ds)
                        : run_and_save(x, &r, ds);
    gx_experiment_free(x);
    return err;
}
