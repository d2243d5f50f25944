/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON for scripts: texts and numbers; keys and brackets are written where they are. */
#include "cli/cli.h"

#include <math.h>

void gx_json_text(gx_buf *out, const char *text)
{
    gx_buf_add(out, "\"", 1);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\')
            gx_buf_print(out, "\\%c", *c);
        else if (*c < ' ')
            gx_buf_print(out, "\\u%04x", *c);
        else
            gx_buf_add(out, (const char *)c, 1);
    }
    gx_buf_add(out, "\"", 1);
}

void gx_json_number(gx_buf *out, double value)
{
    if (isfinite(value))
        gx_buf_number(out, value);
    else
        gx_buf_print(out, "null");
}
