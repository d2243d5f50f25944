/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A manual page of a command: its option table, and what docs/commands.md says of it. */
#include "cli/man.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Bytes of the character at `text`, which is UTF-8. */
static size_t character_length(const char *text)
{
    size_t length = 1;
    while (((unsigned char)text[length] & 0xC0U) == 0x80U)
        length++;
    return length;
}

/* A character that is not ASCII by its number, as roff has it in any locale. */
static size_t add_code_point(gx_buf *out, const char *text)
{
    size_t length = character_length(text);
    unsigned code = (unsigned char)text[0] & (0xFFU >> (length + 1));
    for (size_t i = 1; i < length; i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3FU);
    gx_buf_print(out, "\\[u%04X]", code);
    return length;
}

/* A text that roff takes as it is. */
static void add_plain(gx_buf *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool starts_line = i == 0 ? out->length && out->text[out->length - 1] == '\n'
                                  : text[i - 1] == '\n';
        if (starts_line && (text[i] == '.' || text[i] == '\''))
            gx_buf_print(out, "\\&");
        if (text[i] == '\\')
            gx_buf_print(out, "\\e");
        else if (text[i] == '-')
            gx_buf_print(out, "\\-");
        else if ((unsigned char)text[i] < 0x80)
            gx_buf_add(out, &text[i], 1);
        else
            i += add_code_point(out, text + i) - 1;
    }
}

static void add(gx_buf *out, const char *text)
{
    add_plain(out, text, strlen(text));
}

/* Markdown of one line: `code` and **words** become bold, [text](link) its text. */
static void add_markdown(gx_buf *out, const char *text, size_t length)
{
    bool is_bold = false, is_code = false;
    for (size_t i = 0; i < length; i++) {
        bool is_mark = !is_code && i + 1 < length && text[i] == '*' && text[i + 1] == '*';
        const char *link = !is_code && text[i] == ']' && text[i + 1] == '('
                               ? memchr(text + i, ')', length - i)
                               : NULL;
        if (text[i] == '`' || is_mark) {
            is_code = text[i] == '`' ? !is_code : is_code;
            is_bold = !is_bold;
            i += is_mark;
            gx_buf_print(out, is_bold ? "\\fB" : "\\fR");
        } else if (link) {
            i = (size_t)(link - text);
        } else if (is_code || text[i] != '[') {
            size_t whole = character_length(text + i);
            add_plain(out, text + i, whole);
            i += whole - 1;
        }
    }
}

/* The section `## NAME` of docs/commands.md, or NULL. */
static const char *find_section(const char *name)
{
    size_t length = strlen(name);
    for (const char *at = gx_commands_md; (at = strstr(at, "\n## ")); at++)
        if (strncmp(at + 4, name, length) == 0 && at[4 + length] == '\n')
            return at + 5 + length;
    return NULL;
}

static void add_section(gx_buf *out, const char *name)
{
    const char *at = find_section(name);
    gx_buf_print(out, ".SH NOTES\n");
    while (at && *at && strncmp(at, "## ", 3) != 0) {
        size_t length = strcspn(at, "\n");
        bool is_item = strncmp(at, "- ", 2) == 0;
        size_t lead = is_item ? 2 : strspn(at, " ");
        if (is_item)
            gx_buf_print(out, ".IP \\(bu 2\n");
        else if (!length)
            gx_buf_print(out, ".PP\n");
        if (length) {
            add_markdown(out, at + lead, length - lead);
            gx_buf_print(out, "\n");
        }
        at += length + (at[length] == '\n');
    }
    while (out->length > 4 && strcmp(out->text + out->length - 4, ".PP\n") == 0)
        out->text[out->length -= 4] = '\0'; /* which would be empty */
}

static void add_options(gx_buf *out, const gx_usage *usage)
{
    gx_buf_print(out, ".SH OPTIONS\n");
    for (int32_t i = 0; i < usage->opt_count; i++) {
        const gx_opt *opt = &usage->opt[i];
        gx_buf_print(out, ".TP\n");
        if (opt->letter)
            gx_buf_print(out, "\\fB\\-%c\\fR, ", opt->letter);
        gx_buf_print(out, "\\fB\\-\\-");
        add(out, opt->name);
        gx_buf_print(out, opt->argument ? "\\fR=\\fI" : "");
        add(out, opt->argument ? opt->argument : "");
        gx_buf_print(out, "\\fR\n");
        add(out, opt->doc);
        gx_buf_print(out, "\n");
    }
}

static void add_head(gx_buf *out, const char *name, const char *doc)
{
    char upper[64];
    snprintf(upper, sizeof upper, "GAOXIN%s%s", *name ? "-" : "", name);
    for (char *c = upper; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    gx_buf_print(out, ".TH \"%s\" 1 \"\" \"gaoxin %s\" \"gaoxin\"\n.SH NAME\n", upper,
                 GAOXIN_VERSION);
    gx_buf_print(out, *name ? "gaoxin\\-%s \\- " : "gaoxin%s \\- ", name);
    add(out, doc);
    gx_buf_print(out, "\n.SH SYNOPSIS\n");
}

static void add_exit_codes(gx_buf *out)
{
    gx_buf_print(out, ".SH EXIT STATUS\n");
    for (int32_t i = 0; i < gx_outcome_count; i++) {
        gx_buf_print(out, ".TP\n\\fB%d\\fR\n", (int)gx_outcomes[i].outcome);
        add(out, gx_outcomes[i].meaning);
        gx_buf_print(out, "\n");
    }
}

void gx_man_command(const gx_usage *usage, gx_buf *out)
{
    const gx_command *command = gx_command_find(usage->name);
    add_head(out, usage->name, command ? command->doc : "");
    gx_buf_print(out, "\\fBgaoxin %s\\fR [\\fIOPTION\\fR]... ", usage->name);
    add(out, usage->arguments);
    gx_buf_print(out, "\n.SH DESCRIPTION\n");
    add(out, usage->doc);
    add_options(out, usage);
    gx_buf_print(out, ".SH EXAMPLES\n.nf\n");
    add(out, usage->examples);
    gx_buf_print(out, ".fi\n");
    if (find_section(usage->name))
        add_section(out, usage->name);
    add_exit_codes(out);
    gx_buf_print(out, ".SH SEE ALSO\n\\fBgaoxin\\fR(1)\n");
}

void gx_man_program(gx_buf *out)
{
    add_head(out, "", "a simulator of system-dynamics models");
    gx_buf_print(out, "\\fBgaoxin\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]... "
                      "[\\fIARGUMENT\\fR]...\n.SH COMMANDS\n");
    for (int32_t i = 0; i < gx_command_count; i++) {
        gx_buf_print(out, ".TP\n\\fBgaoxin\\-%s\\fR(1)\n", gx_commands[i].name);
        add(out, gx_commands[i].doc);
        gx_buf_print(out, "\n");
    }
    gx_buf_print(
        out, ".SH ENVIRONMENT\n.TP\n\\fBGAOXIN_LANG\\fR\n"
             "language of what is printed, en or zh, where \\-\\-lang is not given\n");
    add_exit_codes(out);
}
