/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every list here is a loop over the table it documents. */
#include "cli/man.h"
#include "stats/distribution.h"
#include "stats/estimator.h"
#include "show/show.h"

#include <stdio.h>
#include <string.h>

static void list_commands(void)
{
    const char *group = "";
    printf("usage: gaoxin COMMAND [OPTION]... [ARGUMENT]...\n\n"
           "System-dynamics growth simulator: runs models and scenarios, saves results, "
           "draws "
           "figures.\n");
    for (int32_t i = 0; i < gx_command_count; i++) {
        if (strcmp(group, gx_commands[i].group) != 0)
            printf("\n%s\n", gx_commands[i].group);
        group = gx_commands[i].group;
        printf("  %-12s %s\n", gx_commands[i].name, gx_commands[i].doc);
    }
    printf("\n'gaoxin help COMMAND' explains a command; 'gaoxin help functions', "
           "'methods',\n"
           "'designs', 'distributions', 'estimators', 'plots', 'formats', 'errors' and "
           "'exit-codes'\nlist what there is.\n");
}

static void list_functions(void)
{
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        const gx_builtin_row *row = &gx_builtins[fn];
        printf("  %-14s %d  %s\n", row->name, row->least, row->doc);
    }
}

static void list_methods(void)
{
    for (int32_t i = 0; i < gx_method_count; i++)
        if (gx_methods[i].kind == GX_METHOD_FIXED)
            printf("  %-8s order %d, %d evaluation%s a step: %s\n", gx_methods[i].name,
                   gx_methods[i].order, gx_methods[i].evaluations,
                   gx_methods[i].evaluations == 1 ? "" : "s", gx_methods[i].doc);
        else
            printf("  %-8s order %d, adaptive%s: %s\n", gx_methods[i].name,
                   gx_methods[i].order,
                   gx_methods[i].kind == GX_METHOD_IMPLICIT ? ", implicit" : "",
                   gx_methods[i].doc);
}

static void list_designs(void)
{
    for (int32_t i = 0; i < gx_design_count; i++)
        printf("  %-14s %s\n", gx_designs[i].name, gx_designs[i].doc);
}

static void list_distributions(void)
{
    for (int32_t i = 0; i < gx_distribution_type_count; i++)
        printf("  %-12s %-20s %s\n", gx_distribution_types[i].name,
               gx_distribution_types[i].parameters, gx_distribution_types[i].doc);
}

static void list_estimators(void)
{
    for (int32_t i = 0; i < gx_estimator_count; i++) {
        const gx_estimator *e = &gx_estimators[i];
        printf("  %-15s %s%s%s\n", e->name, e->doc, e->design ? "; design " : "",
               e->design ? e->design : "");
    }
}

static void list_plots(void)
{
    for (int32_t i = 0; i < gx_plot_count; i++)
        printf("  %-15s %s\n", gx_plots[i].name, gx_plots[i].doc);
    printf("image formats:\n");
    for (int32_t i = 0; i < gx_image_count; i++)
        printf("  %-15s %s\n", gx_images[i].name, gx_images[i].doc);
}

static void list_formats(void)
{
    printf("models:\n");
    for (int32_t i = 0; i < gx_reader_count; i++)
        printf("  %-8s %s\n", gx_readers[i].extension, gx_readers[i].doc);
    printf("results:\n");
    for (int32_t i = 0; i < gx_format_count; i++)
        printf("  %-8s %s\n", gx_formats[i].extension, gx_formats[i].doc);
}

static void list_errors(void)
{
    for (int32_t i = 0; i < GX_CODE_COUNT; i++)
        printf("  %-16s %d  %s\n", gx_codes[i].name, (int)gx_codes[i].outcome,
               gx_codes[i].meaning);
}

static void list_exit_codes(void)
{
    for (int32_t i = 0; i < gx_outcome_count; i++)
        printf("  %2d  %s\n", (int)gx_outcomes[i].outcome, gx_outcomes[i].meaning);
}

static const struct {
    const char *name;
    void (*print)(void);
} topics[] = {
    {"functions", list_functions},   {"methods", list_methods},
    {"designs", list_designs},       {"distributions", list_distributions},
    {"estimators", list_estimators}, {"plots", list_plots},
    {"formats", list_formats},       {"errors", list_errors},
    {"exit-codes", list_exit_codes},
};

const char *gx_help_topic(int32_t i)
{
    enum { TOPICS = sizeof topics / sizeof *topics };
    return i < TOPICS ? topics[i].name : NULL;
}

static gx_err unknown(const char *name, gx_diags *ds)
{
    gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                          "there is no command or topic '%s'", name);
    gx_near near = {.typed = name};
    for (int32_t i = 0; i < gx_command_count; i++)
        gx_near_try(&near, gx_commands[i].name);
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        gx_near_try(&near, topics[i].name);
    if (!gx_near_tell(&near, "", ds))
        gx_note(ds, GX_NOWHERE, "'gaoxin help' lists them");
    return err;
}

gx_err gx_cmd_help(int argc, char **argv, gx_diags *ds)
{
    char help_option[] = "--help", man_option[] = "--man";
    bool is_man = false;
    const gx_opt opts[] = {
        {"man", 0, GX_OPT_FLAG, &is_man, NULL, "print the manual page of the command"},
    };
    const gx_usage usage = {
        .name = "help",
        .arguments = "[COMMAND|TOPIC]",
        .most = 1,
        .doc =
            "Explain a command, or list what there is of a kind: functions, methods, "
            "designs,\ndistributions, estimators, plots, formats, errors, exit-codes.\n",
        .examples = "  gaoxin help run\n  gaoxin help functions\n"
                    "  gaoxin help --man run | man -l -\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    gx_parsed parsed = gx_opt_parse(&usage, argc, argv, &args, ds);
    if (parsed != GX_PARSED)
        return gx_diags_outcome(ds);
    if (!args.count && is_man) {
        gx_buf out;
        gx_buf_init(&out, ds->oom);
        gx_man_program(&out);
        gx_print_buf(&out);
        return GX_OK;
    }
    if (!args.count) {
        list_commands();
        return GX_OK;
    }
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (strcmp(topics[i].name, args.at[0]) == 0) {
            topics[i].print();
            return GX_OK;
        }
    const gx_command *command = gx_command_find(args.at[0]);
    if (!command)
        return unknown(args.at[0], ds);
    char *again[] = {argv[0], is_man ? man_option : help_option, NULL};
    return command->run(2, again, ds);
}
