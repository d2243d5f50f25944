/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Workers: the ways to do independent items (base/work.h). All give the same result.
 */
#ifndef GX_FARM_FARM_H
#define GX_FARM_FARM_H

#include "base/work.h"

/** In turn, in this thread. */
gx_workers gx_farm_serial(void);

/** By `thread_count` threads of this process (0: one a processor). */
gx_workers gx_farm_threads(int32_t thread_count);

#endif
