/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every list here is a loop over the table it documents. */
#include "cli/man.h"
#include "stats/distribution.h"
#include "stats/estimator.h"
#include "show/show.h"

#include <stdio.h>
#include <string.h>

static void list_commands(gx_language language)
{
    const char *group = "";
    printf(
        "%s\n\n%s\n", gx_say(language, "usage: gaoxin COMMAND [OPTION]... [ARGUMENT]..."),
        gx_say(language, "System-dynamics growth simulator: runs models and scenarios, "
                         "saves results, draws figures."));
    for (int32_t i = 0; i < gx_command_count; i++) {
        if (strcmp(group, gx_commands[i].group) != 0)
            printf("\n%s\n", gx_say(language, gx_commands[i].group));
        group = gx_commands[i].group;
        gx_print_row(gx_commands[i].name, 12, gx_say(language, gx_commands[i].doc));
    }
    printf("\n%s\n",
           gx_say(language,
                  "'gaoxin help COMMAND' explains a command; 'gaoxin help functions', "
                  "'methods',\n"
                  "'designs', 'distributions', 'estimators', 'plots', 'formats', "
                  "'errors' and 'exit-codes'\nlist what there is."));
}

static void list_functions(gx_language language)
{
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        const gx_builtin_row *row = &gx_builtins[fn];
        printf("  %-14s %d  %s\n", row->name, row->least, gx_say(language, row->doc));
    }
}

static void list_methods(gx_language language)
{
    for (int32_t i = 0; i < gx_method_count; i++) {
        const gx_method *m = &gx_methods[i];
        printf("  %-8s ", m->name);
        if (m->kind == GX_METHOD_FIXED)
            printf(gx_say(language, "order %d, %d evaluation%s a step: "), m->order,
                   m->evaluations, m->evaluations == 1 ? "" : "s");
        else
            printf(m->kind == GX_METHOD_IMPLICIT
                       ? gx_say(language, "order %d, adaptive, implicit: ")
                       : gx_say(language, "order %d, adaptive: "),
                   m->order);
        printf("%s\n", gx_say(language, m->doc));
    }
}

static void list_designs(gx_language language)
{
    for (int32_t i = 0; i < gx_design_count; i++)
        gx_print_row(gx_designs[i].name, 14, gx_say(language, gx_designs[i].doc));
}

static void list_distributions(gx_language language)
{
    for (int32_t i = 0; i < gx_distribution_type_count; i++) {
        const gx_distribution_type *type = &gx_distribution_types[i];
        printf("  %-12s %-20s %s\n", type->name, type->parameters,
               gx_say(language, type->doc));
    }
}

static void list_estimators(gx_language language)
{
    for (int32_t i = 0; i < gx_estimator_count; i++) {
        const gx_estimator *e = &gx_estimators[i];
        printf("  %-15s %s", e->name, gx_say(language, e->doc));
        if (e->design)
            printf(gx_say(language, "; design %s"), e->design);
        printf("\n");
    }
}

static void list_plots(gx_language language)
{
    for (int32_t i = 0; i < gx_plot_count; i++)
        gx_print_row(gx_plots[i].name, 15, gx_say(language, gx_plots[i].doc));
    printf("%s\n", gx_say(language, "image formats:"));
    for (int32_t i = 0; i < gx_image_count; i++)
        gx_print_row(gx_images[i].name, 15, gx_say(language, gx_images[i].doc));
}

static void list_formats(gx_language language)
{
    printf("%s\n", gx_say(language, "models:"));
    for (int32_t i = 0; i < gx_reader_count; i++)
        gx_print_row(gx_readers[i].extension, 8, gx_say(language, gx_readers[i].doc));
    printf("%s\n", gx_say(language, "results:"));
    for (int32_t i = 0; i < gx_format_count; i++)
        gx_print_row(gx_formats[i].extension, 8, gx_say(language, gx_formats[i].doc));
}

static void list_errors(gx_language language)
{
    for (int32_t i = 0; i < GX_CODE_COUNT; i++)
        printf("  %-16s %d  %s\n", gx_codes[i].name, (int)gx_codes[i].outcome,
               gx_say(language, gx_codes[i].meaning));
}

static void list_exit_codes(gx_language language)
{
    for (int32_t i = 0; i < gx_outcome_count; i++)
        printf("  %2d  %s\n", (int)gx_outcomes[i].outcome,
               gx_say(language, gx_outcomes[i].meaning));
}

static const struct {
    const char *name;
    void (*print)(gx_language language);
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
    if (!gx_suggest(ds, near.word))
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
        gx_print_buf(&out, ds);
        return GX_OK;
    }
    if (!args.count) {
        list_commands(gx_language_of(ds));
        return GX_OK;
    }
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (strcmp(topics[i].name, args.at[0]) == 0) {
            topics[i].print(gx_language_of(ds));
            return GX_OK;
        }
    const gx_command *command = gx_command_find(args.at[0]);
    if (!command)
        return unknown(args.at[0], ds);
    char *again[] = {argv[0], is_man ? man_option : help_option, NULL};
    return command->run(2, again, ds);
}
