/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/scenario.h"

const char *gx_words_in(gx_words words, gx_language language, const char *otherwise)
{
    if (language == GX_LANG_ZH && words.zh && *words.zh)
        return words.zh;
    return words.en && *words.en ? words.en : otherwise;
}

static const char *between(gx_words before, const char *text, gx_words after,
                           gx_language language, gx_arena *arena)
{
    return gx_arena_format(arena, "%s%s%s", gx_words_in(before, language, ""), text,
                           gx_words_in(after, language, ""));
}

const char *gx_scenario_requirement(const gx_scenario *scenario, gx_language language,
                                    gx_arena *arena)
{
    static const gx_words before = {"required for ", "为"};
    static const gx_words after = {", not a forecast", "所需，不是预测"};
    const char *what = scenario ? gx_words_in(scenario->requirement, language, "") : "";
    return *what ? between(before, what, after, language, arena) : "";
}

const char *gx_scenario_title(const gx_scenario *scenario, gx_language language,
                              const char *otherwise, gx_arena *arena)
{
    static const gx_words before = {" (", "（"}, after = {")", "）"};
    const char *title =
        scenario ? gx_words_in(scenario->title, language, otherwise) : otherwise;
    const char *why = gx_scenario_requirement(scenario, language, arena);
    if (!*why)
        return title;
    return gx_arena_format(arena, "%s%s", title,
                           between(before, why, after, language, arena));
}

bool gx_quantity_given(gx_quantity q)
{
    return !isnan(q.number);
}
