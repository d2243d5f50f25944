/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Fonts for figures; private to show/ (gx_font_has_chinese is in show.h). */
#ifndef GX_SHOW_FONTS_H
#define GX_SHOW_FONTS_H

#include "base/text.h"

/**
 * Append the name of the font family for figures: the first known one that is installed,
 * else what fontconfig takes for Chinese, else "Noto Sans CJK SC". Only letters, digits,
 * blanks and '-' occur in it, so it is safe inside a script. Gives the scale at which its
 * texts are no wider than measured (layout.h): others than the known ones are wider.
 */
double gx_font_family(gx_buf *out);

/** True when fontconfig finds any font. */
bool gx_font_is_there(void);

#endif
