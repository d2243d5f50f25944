/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin check: reads and flattens a model, then goes through a table of checks. */
#include "cli/cli.h"
#include "model/units.h"

#include <stdio.h>

/* A check prints what it did after its name; what is wrong is in the diags. */
typedef struct check {
    const char *name;
    const char *doc;
    gx_err (*run)(const gx_experiment *x, gx_diags *ds);
} check;

static gx_err check_units(const gx_experiment *x, gx_diags *ds)
{
    gx_units_report report;
    gx_err err = gx_units_check(&report, x->model, ds);
    printf("%d variable%s, %d error%s, %d without units\n", report.variables,
           report.variables == 1 ? "" : "s", report.errors, report.errors == 1 ? "" : "s",
           report.without);
    return err;
}

static const check checks[] = {
    {"units", "the units of every equation agree, in kind and in scale", check_units},
};
enum { CHECK_COUNT = sizeof checks / sizeof *checks };

static const char *list_checks(gx_diags *ds)
{
    const char *doc = "Check a model (.mdl) or a scenario (.yaml) without running it, "
                      "one line a check:\n";
    for (int32_t i = 0; i < CHECK_COUNT; i++)
        doc = gx_arena_format(ds->arena, "%s  %-8s %s\n", doc, checks[i].name,
                              checks[i].doc);
    return gx_arena_format(
        ds->arena, "%sExit status 1 when one fails; warnings do not count.\n", doc);
}

gx_err gx_cmd_check(int argc, char **argv, gx_diags *ds)
{
    const gx_usage usage = {
        .name = "check",
        .arguments = "MODEL_OR_SCENARIO",
        .doc = list_checks(ds),
        .examples = "  gaoxin check model.mdl\n"
                    "  gaoxin check scenarios/baseline.yaml\n",
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    if (args.count != 1)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'check' takes one model or scenario, not %d", args.count);
    gx_run_options options = {.is_check = true};
    gx_experiment *x = NULL;
    gx_err err = gx_experiment_load(&x, args.at[0], &options, ds);
    if (err)
        return err;
    setvbuf(stdout, NULL, _IOFBF, BUFSIZ); /* messages come above the lines */
    for (int32_t i = 0; i < CHECK_COUNT; i++) {
        printf("%s: ", checks[i].name);
        gx_err failed = checks[i].run(x, ds);
        err = err ? err : failed;
    }
    gx_experiment_free(x);
    return err;
}
