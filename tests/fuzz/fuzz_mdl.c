/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole model: any text. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (fuzz_is_text(data, size, 1 << 16))
        fuzz_model((const char *)data, size);
    return 0;
}
