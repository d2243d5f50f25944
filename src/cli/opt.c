/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to popt: our option rows become popt's, every option comes back by number,
 * and its argument goes where the row points. */
#include "cli/man.h"

#include <popt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void gx_texts_split(gx_texts *list, const char *text, gx_arena *arena)
{
    while (*text) {
        size_t length = strcspn(text, ",");
        if (length)
            *GX_ADD(arena, list) = gx_arena_text(arena, text, length);
        text += length + (text[length] == ',');
    }
}

static void print_option(const gx_opt *opt)
{
    char left[80];
    char letter[8] = "    ";
    if (opt->letter)
        snprintf(letter, sizeof letter, "-%c, ", opt->letter);
    snprintf(left, sizeof left, "%s--%s%s%s", letter, opt->name, opt->argument ? "=" : "",
             opt->argument ? opt->argument : "");
    printf("  %-28s %s\n", left, opt->doc);
}

static void print_usage(const gx_usage *usage)
{
    static const gx_opt help = {.name = "help", .letter = 'h', .doc = "print this"};
    printf("%s\nusage: gaoxin %s [OPTION]... %s\n\n%s\n", usage->examples, usage->name,
           usage->arguments, usage->doc);
    for (int32_t i = 0; i < usage->opt_count; i++)
        print_option(&usage->opt[i]);
    print_option(&help);
}

static void suggest(const gx_usage *usage, const char *wrong, gx_diags *ds)
{
    wrong += strspn(wrong, "-");
    gx_near near = {.typed = gx_arena_text(ds->arena, wrong, strcspn(wrong, "="))};
    for (int32_t i = 0; i < usage->opt_count; i++)
        gx_near_try(&near, usage->opt[i].name);
    if (!gx_near_tell(&near, "--", ds))
        gx_note(ds, GX_NOWHERE, "'gaoxin %s --help' lists the options", usage->name);
}

static void take(const gx_opt *opt, const char *argument, gx_arena *arena)
{
    const char *copy = argument ? gx_arena_text(arena, argument, strlen(argument)) : NULL;
    switch (opt->kind) {
    case GX_OPT_FLAG:
        *(bool *)opt->to = true;
        break;
    case GX_OPT_TEXT:
        *(const char **)opt->to = copy;
        break;
    case GX_OPT_LIST:
        *GX_ADD(arena, (gx_texts *)opt->to) = copy;
        break;
    }
}

/* As many arguments as the usage says? */
static gx_parsed check_count(const gx_usage *usage, int32_t count, gx_diags *ds)
{
    const char *plural = usage->least == 1 ? "" : "s";
    if (count >= usage->least && (!usage->most || count <= usage->most))
        return GX_PARSED;
    if (count < usage->least)
        gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' needs %s%d argument%s, not %d",
                 usage->name, usage->least == usage->most ? "" : "at least ",
                 usage->least, plural, count);
    else
        gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' takes %s%d argument%s, not %d",
                 usage->name, usage->least == usage->most ? "" : "at most ", usage->most,
                 usage->most == 1 ? "" : "s", count);
    gx_note(ds, GX_NOWHERE, "usage: gaoxin %s [OPTION]... %s", usage->name,
            usage->arguments);
    return GX_PARSED_WRONG;
}

/* What `help` and the shells' scripts ask of the table. */
static bool print_for_others(const gx_usage *usage, int argc, char **argv, gx_diags *ds)
{
    if (argc >= 2 && strcmp(argv[1], "--complete") == 0) {
        gx_complete(usage, argc - 2, argv + 2, ds->oom);
        return true;
    }
    if (argc != 2 || strcmp(argv[1], "--man") != 0)
        return false;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_man_command(usage, &out);
    gx_print_buf(&out);
    return true;
}

gx_parsed gx_opt_parse(const gx_usage *usage, int argc, char **argv, gx_texts *args,
                       gx_diags *ds)
{
    if (print_for_others(usage, argc, argv, ds))
        return GX_PARSED_HELP;
    struct poptOption *rows = GX_ARRAY(ds->arena, struct poptOption,
                                       usage->opt_count + 2); /* help, and zeros */
    for (int32_t i = 0; i < usage->opt_count; i++)
        rows[i] = (struct poptOption){.longName = usage->opt[i].name,
                                      .shortName = usage->opt[i].letter,
                                      .argInfo = usage->opt[i].kind == GX_OPT_FLAG
                                                     ? POPT_ARG_NONE
                                                     : POPT_ARG_STRING,
                                      .val = i + 1};
    int32_t help = usage->opt_count + 1;
    rows[help - 1] = (struct poptOption){
        .longName = "help", .shortName = 'h', .argInfo = POPT_ARG_NONE, .val = help};
    poptContext context =
        poptGetContext(NULL, argc, (const char **)(void *)argv, rows, 0);
    gx_parsed parsed = GX_PARSED;
    int which = 0;
    while (parsed == GX_PARSED && (which = poptGetNextOpt(context)) > 0) {
        char *argument = poptGetOptArg(context);
        if (which == help)
            parsed = GX_PARSED_HELP;
        else
            take(&usage->opt[which - 1], argument, ds->arena);
        free(argument);
    }
    if (which < -1) {
        const char *wrong = poptBadOption(context, POPT_BADOPTION_NOALIAS);
        gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s': %s", wrong, poptStrerror(which));
        suggest(usage, wrong, ds);
        parsed = GX_PARSED_WRONG;
    }
    for (const char *arg = NULL; parsed == GX_PARSED && (arg = poptGetArg(context));)
        *GX_ADD(ds->arena, args) = gx_arena_text(ds->arena, arg, strlen(arg));
    poptFreeContext(context);
    if (parsed == GX_PARSED_HELP)
        print_usage(usage);
    return parsed == GX_PARSED ? check_count(usage, args->count, ds) : parsed;
}
