/* SPDX-License-Identifier: GPL-3.0-or-later */
/** How long something takes. */
#ifndef GX_BASE_ELAPSED_H
#define GX_BASE_ELAPSED_H

/** Seconds of a clock that only goes forward, since some time in the past. */
double gx_seconds_now(void);

/** Seconds of a processor that this program took until now. */
double gx_processor_seconds(void);

#endif
