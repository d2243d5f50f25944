/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdio.h>

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
    fputs(text.text, stderr);
    gx_buf_clear(&text);
    return gx_diags_outcome(ds);
}

void gx_print_buf(gx_buf *buf)
{
    fwrite(buf->text, 1, buf->length, stdout);
    gx_buf_clear(buf);
}
