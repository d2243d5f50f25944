/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Print a text without control characters but line breaks and tabs: titles and names are
 * other people's, and the terminal at the end of a pipe obeys them. */
static void put(const char *text, size_t length, FILE *out)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool is_c1 = c == 0xc2 && i + 1 < length && (unsigned char)text[i + 1] < 0xa0;
        bool is_control = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f || is_c1;
        putc(is_control ? '?' : c, out);
        i += is_c1;
    }
}

gx_err gx_print_diags(const gx_diags *ds)
{
    enum { MOST = 50 }; /* of a kind: a broken file should not fill the terminal */
    gx_language language = gx_language_of(ds);
    int32_t count = 0, said[2] = {0, 0};
    const int32_t *order = gx_diags_sort(&count, ds);
    bool shown = true;
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    for (int32_t i = 0; i < count; i++) {
        gx_severity severity = ds->list.at[order[i]].severity;
        if (severity != GX_NOTE)
            shown = ++said[severity] <= MOST;
        if (shown)
            gx_diag_render(ds, order[i], &text);
    }
    for (int32_t k = 0; k < 2; k++)
        if (said[k] > MOST)
            gx_buf_print(&text,
                         k == GX_ERROR ? gx_say(language, "and %d more error%s\n")
                                       : gx_say(language, "and %d more warning%s\n"),
                         said[k] - MOST, said[k] - MOST == 1 ? "" : "s");
    put(text.text, text.length, stderr);
    gx_buf_clear(&text);
    return gx_diags_outcome(ds);
}

void gx_print(const char *format, ...)
{
    char *text = NULL;
    size_t length = 0;
    va_list list;
    FILE *all = open_memstream(&text, &length);
    va_start(list, format);
    bool is_made = all && vfprintf(all, format, list) >= 0;
    va_end(list);
    is_made = (!all || fclose(all) == 0) && is_made;
    if (is_made)
        put(text, length, stdout);
    free(text);
}

void gx_print_file(gx_buf *buf, gx_diags *ds)
{
    if (isatty(STDOUT_FILENO)) {
        gx_print_buf(buf, ds);
        return;
    }
    if (buf->length)
        ds->document = NULL;
    fwrite(buf->text, 1, buf->length, stdout);
    gx_buf_clear(buf);
}

void gx_print_buf(gx_buf *buf, gx_diags *ds)
{
    if (buf->length)
        ds->document = NULL;
    put(buf->text, buf->length, stdout);
    gx_buf_clear(buf);
}
