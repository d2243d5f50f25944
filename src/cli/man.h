/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * What is made from the option tables for other programs: manual pages and completion
 * (internal to cli/). gx_opt_parse calls both when asked by an option that only `help`
 * and the shells' scripts know.
 */
#ifndef GX_CLI_MAN_H
#define GX_CLI_MAN_H

#include "cli/cli.h"

/** docs/commands.md, whose section `## NAME` is the prose of a page. */
extern const char gx_commands_md[];

/** Append the manual page of a command, or of the program, in roff's `man` macros. */
void gx_man_command(const gx_usage *usage, gx_buf *out);
void gx_man_program(gx_buf *out);

/** The name of topic `i` of help, NULL behind the last. */
const char *gx_help_topic(int32_t i);

/** Print what the last of the words after a command may become, one a line. */
void gx_complete(const gx_usage *usage, int32_t count, char *const *word, gx_oom oom);

/** Print the commands that begin with a word. */
void gx_complete_command(const char *word);

#endif
