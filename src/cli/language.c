/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader's language: what --lang says, else GAOXIN_LANG, else English. The
 * diagnostics have its catalogue, so that it is known wherever they are. */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    const gx_catalogue *catalogue;
} languages[GX_LANG_COUNT] = {{"en", NULL}, {"zh", &gx_chinese}};

static int32_t find(const char *name)
{
    int32_t i = 0;
    while (i < GX_LANG_COUNT && strcmp(name, languages[i].name) != 0)
        i++;
    return i;
}

const char *gx_language_name(gx_language language)
{
    return languages[language].name;
}

gx_err gx_language_find(gx_language *language, const char *name, gx_diags *ds)
{
    const char *usual = getenv("GAOXIN_LANG");
    const char *wanted = name ? name : usual && *usual ? usual : "en";
    int32_t found = find(wanted);
    if (found == GX_LANG_COUNT && name && strchr(name, ','))
        return gx_error(
            ds, GX_CODE_USAGE, GX_NOWHERE,
            "'--lang %s': one language, en or zh; 'gaoxin plot' alone draws in "
            "several",
            name);
    if (found == GX_LANG_COUNT)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        name ? "there is no language '%s' (en, zh)"
                             : "GAOXIN_LANG: there is no language '%s' (en, zh)",
                        wanted);
    *language = (gx_language)found;
    return GX_OK;
}

gx_err gx_language_choose(const char *name, gx_diags *ds)
{
    gx_language language = GX_LANG_EN;
    gx_err err = gx_language_find(&language, name, ds);
    if (!err)
        ds->catalogue = languages[language].catalogue;
    return err;
}

/* What an argument says of the language; `next` is the one after it. */
static const char *said_by(const char *argument, const char *next)
{
    static const char *const ways[] = {"--lang", "-l"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        size_t length = strlen(ways[i]);
        if (strncmp(argument, ways[i], length) != 0)
            continue;
        if (!argument[length])
            return next;
        if (i == 1 || argument[length] == '=')
            return argument + length + (argument[length] == '=');
    }
    return NULL;
}

void gx_language_guess(int argc, char **argv, gx_diags *ds)
{
    const char *usual = getenv("GAOXIN_LANG");
    int32_t found = usual ? find(usual) : GX_LANG_COUNT;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *said = said_by(argv[i], argv[i + 1]);
        int32_t other = said ? find(said) : GX_LANG_COUNT;
        found = other < GX_LANG_COUNT ? other : found;
    }
    ds->catalogue = found < GX_LANG_COUNT ? languages[found].catalogue : NULL;
}

gx_language gx_language_of(const gx_diags *ds)
{
    int32_t i = 0;
    while (i + 1 < GX_LANG_COUNT && languages[i].catalogue != ds->catalogue)
        i++;
    return (gx_language)i;
}

const char *gx_say(gx_language language, const char *text)
{
    return gx_translate(languages[language].catalogue, text);
}

void gx_say_phrase(gx_language language, const char *phrase, gx_buf *out)
{
    gx_phrase_print(phrase, languages[language].catalogue, out);
}

void gx_print_row(const char *left, int32_t width, const char *right)
{
    int32_t blanks = width - gx_text_width(left, strlen(left));
    printf("  %s%*s %s\n", left, blanks > 0 ? (int)blanks : 0, "", right);
}
