/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <stdio.h>

gx_err gx_print_diags(const gx_diags *ds)
{
    enum { MOST = 100 }; /* a broken file should not fill the terminal */
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    for (int32_t i = 0; i < ds->list.count && i < MOST; i++)
        gx_diag_render(ds, i, &text);
    if (ds->list.count > MOST)
        gx_buf_print(&text, "and %d more messages\n", ds->list.count - MOST);
    fputs(text.text, stderr);
    gx_buf_clear(&text);
    return gx_diags_outcome(ds);
}

void gx_print_buf(gx_buf *buf)
{
    fwrite(buf->text, 1, buf->length, stdout);
    gx_buf_clear(buf);
}
