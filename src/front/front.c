/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "front/front.h"

#include <string.h>

const gx_reader gx_readers[] = {
    {".mdl", "Vensim's text format", gx_mdl_read},
};
const int32_t gx_reader_count = sizeof gx_readers / sizeof *gx_readers;

const gx_reader *gx_reader_find(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (int32_t i = 0; dot && i < gx_reader_count; i++) {
        const char *extension = gx_readers[i].extension;
        size_t k = 0;
        while (dot[k] && (dot[k] | 0x20) == (extension[k] | 0x20))
            k++;
        if (!dot[k] && !extension[k])
            return &gx_readers[i];
    }
    return NULL;
}
