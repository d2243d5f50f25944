/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who does the runs: what -j says. */
#include "cli/cli.h"
#include "farm/farm.h"

#include <math.h>

gx_err gx_workers_choose(gx_workers *workers, const char *threads, gx_diags *ds)
{
    double count = 1.0;
    if (threads && (!gx_text_to_number(threads, &count) || count < 0.0 ||
                    count > GX_MOST_THREADS || count != trunc(count)))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'-j %s': expected a number of threads, or 0 for one a processor",
                        threads);
    *workers = threads ? gx_farm_ranks((int32_t)count) : gx_farm_serial();
    return GX_OK;
}
