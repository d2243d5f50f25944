/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Fonts for figures; private to show/ (gx_font_has_chinese is in show.h). */
#ifndef GX_SHOW_FONTS_H
#define GX_SHOW_FONTS_H

#include "base/text.h"

/**
 * Append the name of the font family for figures: the first known one that is installed,
 * else what fontconfig takes for Chinese, else "Noto Sans CJK SC". Only letters, digits,
 * blanks and '-' occur in it, so it is safe inside a script.
 */
void gx_font_family(gx_buf *out);

#endif
