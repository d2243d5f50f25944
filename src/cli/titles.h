/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Tables whose titles are texts of the program (internal to cli/). */
#ifndef GX_CLI_TITLES_H
#define GX_CLI_TITLES_H

#include "cli/cli.h"
#include "show/show.h"

/** gx_table_print with titles in a language; a title that is no text of the program, such
 * as a number, stays. */
void gx_say_table(gx_language language, const gx_table_column *columns, int32_t count,
                  const char *const *cell, int32_t rows, gx_buf *out);

#endif
