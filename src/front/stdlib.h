/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * model/stdlib.mdl as text, put into the program by the build (internal to front/).
 */
#ifndef GX_FRONT_STDLIB_H
#define GX_FRONT_STDLIB_H

extern const char gx_stdlib[];

#endif
