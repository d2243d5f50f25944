/* SPDX-License-Identifier: GPL-3.0-or-later */
/** Processes as files in shared folders name them: `HOST-PROCESS`. */
#ifndef GX_BASE_PROCESS_H
#define GX_BASE_PROCESS_H

#include "base/arena.h"

#include <stdbool.h>

/** The name of this one, in the arena. */
const char *gx_process_name(gx_arena *arena);

/** Is that the name of a process of this machine which is no more? */
bool gx_process_is_gone(const char *name);

#endif
