/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One expression inside a model that has one of everything: scalars, arrays, lookups,
 * mapped ranges, a macro, stocks. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char before[] =
        "r: a, b, c ~~|\np: b, c ~~|\ns: (n1-n4) ~~|\nq: d, e, f -> (r: c, b, a) ~~|\n"
        ":MACRO: twice(x)\ntwice = x * y ~~|\ny = 2 ~~|\n:END OF MACRO:\n"
        "k = 3 ~ km ~|\nv[r] = 1, 2, 3 ~~|\nm[r,q] = 4,7,1; 2,6,0; 1,1,9; ~~|\n"
        "w[s] = s + Time ~~|\nf((0,0),(1,10),(2,5)) ~~|\nstock = INTEG(k - stock, 1) "
        "~~|\n"
        "INITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\nTIME STEP = 1 ~~|\n";
    if (!fuzz_is_text(data, size, 4096))
        return 0;
    bool array = data[0] == '[';
    gx_diags *ds = fuzz_diags();
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    gx_buf_print(&text, "%sresult%s = ", before, array ? "[r,q]" : "");
    gx_buf_add(&text, (const char *)data + array, size - array);
    gx_buf_print(&text, " ~~|");
    fuzz_model(text.text, text.length);
    gx_buf_clear(&text);
    gx_diags_free(ds);
    return 0;
}
