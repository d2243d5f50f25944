/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random models: the register program and the tree walker give the same bits. */
#include "differ.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gx_buf out;
    bool ran = false;
    gx_buf_init(&out, (gx_oom){.handler = fuzz_oom});
    if (size > 1024)
        size = 1024;
    if (!differ_bytes(data, size, &out, &ran)) {
        fprintf(stderr, "%s", out.text);
        abort();
    }
    gx_buf_clear(&out);
    return 0;
}
