/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/scenario.h"

const char *gx_words_in(gx_words words, gx_language language, const char *otherwise)
{
    if (language == GX_LANG_ZH && words.zh && *words.zh)
        return words.zh;
    return words.en && *words.en ? words.en : otherwise;
}

bool gx_quantity_given(gx_quantity q)
{
    return !isnan(q.number);
}
