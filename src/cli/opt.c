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

bool gx_is_on_line(const char *option, int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], option) == 0)
            return true;
    return false;
}

static void print_option(const gx_opt *opt, gx_language language)
{
    char left[120];
    char letter[8] = "    ";
    if (opt->letter)
        snprintf(letter, sizeof letter, "-%c, ", opt->letter);
    snprintf(left, sizeof left, "%s--%s%s%s", letter, opt->name, opt->argument ? "=" : "",
             opt->argument ? gx_say(language, opt->argument) : "");
    gx_print_row(left, 28, gx_say(language, opt->doc));
}

static void print_usage(const gx_usage *usage, gx_language language)
{
    printf("%s\n", usage->examples);
    printf(gx_say(language, "usage: gaoxin %s [OPTION]... %s"), usage->name,
           gx_say(language, usage->arguments));
    printf("\n\n%s\n", gx_say(language, usage->doc));
    for (int32_t i = 0; i < usage->opt_count; i++)
        print_option(&usage->opt[i], language);
}

static void suggest(const gx_usage *usage, const char *wrong, gx_diags *ds)
{
    wrong += strspn(wrong, "-");
    gx_near near = {.typed = gx_arena_text(ds->arena, wrong, strcspn(wrong, "="))};
    for (int32_t i = 0; i < usage->opt_count; i++)
        gx_near_try(&near, usage->opt[i].name);
    if (!gx_suggest(ds, near.word ? gx_arena_format(ds->arena, "--%s", near.word) : NULL))
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
        gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                 usage->least == usage->most
                     ? "'%s' needs %d argument%s, not %d"
                     : "'%s' needs at least %d argument%s, not %d",
                 usage->name, usage->least, plural, count);
    else
        gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                 usage->least == usage->most ? "'%s' takes %d argument%s, not %d"
                                             : "'%s' takes at most %d argument%s, not %d",
                 usage->name, usage->most, usage->most == 1 ? "" : "s", count);
    gx_note(ds, GX_NOWHERE, "usage: gaoxin %s [OPTION]... %-s", usage->name,
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
    gx_print_buf(&out, ds);
    return true;
}

/* What popt found wrong. */
static const char *reason(int error)
{
    return error == POPT_ERROR_BADOPT  ? GX_TEXT("unknown option")
           : error == POPT_ERROR_NOARG ? GX_TEXT("missing argument")
                                       : poptStrerror(error);
}

/* The usage with the options that all commands have behind its own. */
static gx_usage with_common(const gx_usage *usage, bool *help, const char **language,
                            gx_arena *arena)
{
    const gx_opt common[] = {
        {"lang", 'l', GX_OPT_TEXT, language, "LANGUAGE",
         "of what is printed: en, zh (GAOXIN_LANG, else en)"},
        {"help", 'h', GX_OPT_FLAG, help, NULL, "print this"},
    };
    enum { COMMON = sizeof common / sizeof *common };
    gx_usage full = *usage;
    gx_opt *opt = GX_ARRAY(arena, gx_opt, usage->opt_count + COMMON);
    bool has_language = false;
    for (int32_t i = 0; i < usage->opt_count; i++) {
        opt[i] = usage->opt[i];
        has_language |= strcmp(opt[i].name, common[0].name) == 0;
    }
    for (int32_t i = has_language; i < COMMON; i++)
        opt[full.opt_count++] = common[i];
    full.opt = opt;
    return full;
}

static gx_parsed read_options(const gx_usage *usage, poptContext context,
                              const bool *help, gx_diags *ds)
{
    int which = 0;
    while (!*help && (which = poptGetNextOpt(context)) > 0) {
        char *argument = poptGetOptArg(context);
        take(&usage->opt[which - 1], argument, ds->arena);
        free(argument);
    }
    if (which >= -1)
        return *help ? GX_PARSED_HELP : GX_PARSED;
    const char *wrong = poptBadOption(context, POPT_BADOPTION_NOALIAS);
    gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s': %-s", wrong, reason(which));
    if (which == POPT_ERROR_BADOPT)
        suggest(usage, wrong, ds);
    return GX_PARSED_WRONG;
}

gx_parsed gx_opt_parse(const gx_usage *usage, int argc, char **argv, gx_texts *args,
                       gx_diags *ds)
{
    bool help = false;
    const char *language = NULL;
    const gx_usage full = with_common(usage, &help, &language, ds->arena);
    if (print_for_others(&full, argc, argv, ds))
        return GX_PARSED_HELP;
    struct poptOption *rows =
        GX_ARRAY(ds->arena, struct poptOption, full.opt_count + 1); /* zeros end it */
    for (int32_t i = 0; i < full.opt_count; i++)
        rows[i] = (struct poptOption){
            .longName = full.opt[i].name,
            .shortName = full.opt[i].letter,
            .argInfo = full.opt[i].kind == GX_OPT_FLAG ? POPT_ARG_NONE : POPT_ARG_STRING,
            .val = i + 1};
    poptContext context =
        poptGetContext(NULL, argc, (const char **)(void *)argv, rows, 0);
    ds->document = gx_is_on_line("--json", argc, argv) ? usage->name : NULL;
    gx_parsed parsed = read_options(&full, context, &help, ds);
    for (const char *arg = NULL; parsed == GX_PARSED && (arg = poptGetArg(context));)
        *GX_ADD(ds->arena, args) = gx_arena_text(ds->arena, arg, strlen(arg));
    poptFreeContext(context);
    if (parsed == GX_PARSED_HELP)
        print_usage(&full, gx_language_of(ds));
    if (parsed == GX_PARSED && gx_language_choose(language, ds))
        return GX_PARSED_WRONG;
    return parsed == GX_PARSED ? check_count(usage, args->count, ds) : parsed;
}
