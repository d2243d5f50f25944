/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to fontconfig. One family draws Chinese and English, so that both figures
 * of a pair look alike. */
#include "show/fonts.h"
#include "show/show.h"

#include <fontconfig/fontconfig.h>
#include <string.h>

/* In the order of preference; all have Latin letters and Chinese. */
static const char *const families[] = {
    "Noto Sans CJK SC", "Source Han Sans SC",  "Source Han Sans CN", "PingFang SC",
    "Microsoft YaHei",  "WenQuanYi Micro Hei", "WenQuanYi Zen Hei"};

/* A pattern for fonts that have some characters of a figure's texts. */
static FcPattern *chinese_pattern(void)
{
    static const FcChar32 wanted[] = {0x4E2D, 0x4EBF, 0x5143, 0x5E74, 0x4EA7};
    FcPattern *pattern = FcPatternCreate();
    FcCharSet *characters = FcCharSetCreate();
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        FcCharSetAddChar(characters, wanted[i]);
    FcPatternAddCharSet(pattern, FC_CHARSET, characters);
    FcCharSetDestroy(characters);
    return pattern;
}

/* The fonts that fit a pattern, with their families. */
static FcFontSet *list_fonts(FcConfig *config, FcPattern *pattern)
{
    FcObjectSet *objects = FcObjectSetBuild(FC_FAMILY, (char *)NULL);
    FcFontSet *fonts = FcFontList(config, pattern, objects);
    FcObjectSetDestroy(objects);
    return fonts;
}

static bool has_font(FcPattern *(*wanted)(void))
{
    FcConfig *config = FcInitLoadConfigAndFonts();
    if (!config)
        return false;
    FcPattern *pattern = wanted();
    FcFontSet *fonts = list_fonts(config, pattern);
    bool has = fonts && fonts->nfont > 0;
    if (fonts)
        FcFontSetDestroy(fonts);
    FcPatternDestroy(pattern);
    FcConfigDestroy(config);
    return has;
}

bool gx_font_has_chinese(void)
{
    return has_font(chinese_pattern);
}

bool gx_font_is_there(void)
{
    return has_font(FcPatternCreate);
}

static bool is_installed(FcConfig *config, const char *family)
{
    FcPattern *pattern = chinese_pattern();
    FcPatternAddString(pattern, FC_FAMILY, (const FcChar8 *)family);
    FcFontSet *fonts = list_fonts(config, pattern);
    bool is = fonts && fonts->nfont > 0;
    if (fonts)
        FcFontSetDestroy(fonts);
    FcPatternDestroy(pattern);
    return is;
}

static bool is_safe(const char *family)
{
    return *family &&
           strspn(family, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                          "0123456789 -") == strlen(family);
}

/* Append what fontconfig would take for Chinese text without serifs, when safe. */
static bool add_matched(FcConfig *config, gx_buf *out)
{
    FcPattern *pattern = FcNameParse((const FcChar8 *)"sans-serif:lang=zh-cn");
    FcConfigSubstitute(config, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result = FcResultNoMatch;
    FcPattern *match = FcFontMatch(config, pattern, &result);
    FcChar8 *family = NULL;
    bool added = false;
    if (match && FcPatternGetString(match, FC_FAMILY, 0, &family) == FcResultMatch &&
        is_safe((const char *)family)) {
        gx_buf_add(out, (const char *)family, strlen((const char *)family));
        added = true;
    }
    if (match)
        FcPatternDestroy(match);
    FcPatternDestroy(pattern);
    return added;
}

double gx_font_family(gx_buf *out)
{
    const double others = 0.85; /* the bold DejaVu Sans is a sixth wider */
    FcConfig *config = FcInitLoadConfigAndFonts();
    const char *found = NULL;
    for (size_t i = 0; config && !found && i < sizeof families / sizeof *families; i++)
        if (is_installed(config, families[i]))
            found = families[i];
    bool is_matched = !found && config && add_matched(config, out);
    if (!found && !is_matched)
        found = families[0];
    if (found)
        gx_buf_add(out, found, strlen(found));
    if (config)
        FcConfigDestroy(config);
    return is_matched ? others : 1.0;
}
