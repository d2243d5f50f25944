/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin COMMAND ...: finds the command in the table, runs it, prints what it found
 * wrong. */
#include "cli/man.h"
#include "cli/progress.h"
#include "farm/farm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

const gx_command gx_commands[] = {
#define GX_COMMAND(name, group, doc) {#name, group, doc, gx_cmd_##name},
#include "cli/commands.def"
};
const int32_t gx_command_count = sizeof gx_commands / sizeof *gx_commands;

const gx_command *gx_command_find(const char *name)
{
    for (int32_t i = 0; i < gx_command_count; i++)
        if (strcmp(gx_commands[i].name, name) == 0)
            return &gx_commands[i];
    return NULL;
}

static void out_of_memory(size_t wanted, void *context)
{
    (void)context;
    fprintf(stderr, "gaoxin: error: out of memory (%zu bytes wanted) [memory]\n", wanted);
    exit(GX_IO);
}

static gx_err unknown_command(int argc, char **argv, gx_diags *ds)
{
    const char *name = argv[1];
    gx_err err =
        gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "there is no command '%s'", name);
    gx_near near = {.typed = name};
    ds->document = gx_is_on_line("--json", argc, argv) ? name : NULL;
    if (*name == '-') {
        gx_note(ds, GX_NOWHERE,
                "the command comes first: gaoxin COMMAND [OPTION]... ARGUMENTS");
        return err;
    }
    for (int32_t i = 0; i < gx_command_count; i++)
        gx_near_try(&near, gx_commands[i].name);
    if (!gx_suggest(ds, near.word))
        gx_note(ds, GX_NOWHERE, "'gaoxin help' lists the commands");
    return err;
}

/* Where 0, 1 or 2 is closed, a result file could get its number and be written into. What
 * is printed to a closed 1 fails, as on a full disk, because that cannot be written. */
static void open_standard_files(void)
{
    for (int file = 0; file <= 2; file++)
        if (fcntl(file, F_GETFD) < 0)
            open("/dev/null", file == STDOUT_FILENO ? O_RDONLY : O_RDWR);
}

/* `gaoxin --complete WORD...`: what the last word may become (docs/completion). */
static gx_err complete(int argc, char **argv, gx_diags *ds)
{
    const gx_command *command = argc > 3 ? gx_command_find(argv[2]) : NULL;
    char *swapped = argv[1];
    if (argc <= 3)
        gx_complete_command(argc == 3 ? argv[2] : "");
    argv[1] = argv[2];
    argv[2] = swapped;
    return command ? command->run(argc - 1, argv + 1, ds) : GX_OK;
}

/* Ranks share the chunks of a sweep; anything else each would do as a whole. */
static gx_err run_command(const gx_command *command, int argc, char **argv, gx_diags *ds)
{
    if (gx_ranks_here().count > 1 && strcmp(command->name, "sweep") != 0)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "ranks do 'sweep run' alone: 'gaoxin %s' does this",
                        command->name);
    return command->run(argc, argv, ds);
}

static gx_err dispatch(int argc, char **argv, gx_diags *ds)
{
    char help_name[] = "help";
    gx_err err = GX_OK;
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("gaoxin %s\n%s\n", GAOXIN_VERSION, gx_build(ds->arena));
    } else if (argc >= 3 && strcmp(argv[1], "--complete") == 0) {
        err = complete(argc, argv, ds);
    } else if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        char *only[] = {help_name, NULL};
        err = gx_cmd_help(argc < 2 ? 1 : argc - 1, argc < 2 ? only : argv + 1, ds);
    } else {
        const gx_command *command = gx_command_find(argv[1]);
        err = command ? run_command(command, argc - 1, argv + 1, ds)
                      : unknown_command(argc, argv, ds);
    }
    return err;
}

/* A script that asked for JSON gets some of what went wrong too. */
static void print_failure(gx_err err, gx_diags *ds)
{
    gx_buf out;
    if (!ds->document || !err)
        return;
    gx_buf_init(&out, ds->oom);
    gx_json_failure(&out, err, ds);
    gx_print_buf(&out, ds);
}

/* Print what is to be said, by the first rank that has an error, and agree on the exit
 * code: the highest. */
static int finish(gx_err err, gx_diags *ds)
{
    gx_ranks here = gx_ranks_here();
    gx_err said = gx_diags_outcome(ds);
    int32_t first = here.count - gx_ranks_highest(said ? here.count - here.rank : 0);
    char host[65] = "";
    if (said && here.count > 1 && gethostname(host, sizeof host - 1) == 0)
        gx_note(ds, GX_NOWHERE, "on rank %d of %d, host '%s'", here.rank, here.count,
                host);
    if (here.rank == (first < here.count ? first : 0)) {
        print_failure(said ? said : err, ds);
        gx_print_diags(ds);
    }
    return gx_ranks_highest((int32_t)(said ? said : err));
}

int main(int argc, char **argv)
{
    gx_progress_heed();
    open_standard_files();
    signal(SIGXFSZ, SIG_IGN); /* a limit on the size of files fails the write instead */
    gx_diags *ds = gx_diags_new((gx_oom){.handler = out_of_memory});
    gx_language_guess(argc, argv, ds);
    gx_err err = gx_ranks_begin(ds);
    if (!err)
        err = dispatch(argc, argv, ds);
    int code = finish(err, ds);
    gx_ranks_end();
    gx_diags_free(ds);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fputs("gaoxin: error: cannot write to standard output [file]\n", stderr);
        return GX_IO;
    }
    return code;
}
