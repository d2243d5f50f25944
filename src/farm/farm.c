/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "farm/farm.h"

static gx_err map_in_turn(const gx_workers *workers, int32_t count, gx_item_fn *item,
                          void *context, gx_diags *ds)
{
    (void)workers;
    gx_err first = GX_OK;
    for (int32_t i = 0; i < count; i++) {
        gx_err err = item(i, context, ds);
        first = first ? first : err;
    }
    return first;
}

gx_workers gx_farm_serial(void)
{
    return (gx_workers){.map = map_in_turn, .thread_count = 1};
}
