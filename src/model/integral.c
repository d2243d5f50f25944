/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hidden stocks that a check adds to a flat model: what went in and out so far,
 * integrated by the method of the run, so that a balance is exact with any of them (each
 * is linear in the flows). */
#include "model/resolve.h"

int32_t gx_flat_add_integral(gx_flat *flat, const gx_signed_cell *flow,
                             int32_t flow_count, gx_loc loc, gx_diags *ds)
{
    gx_expander x = {.flat = flat, .ds = ds, .cell = flow_count ? flow[0].cell : 0};
    const gx_node *sum = gx_node_number(&x, 0.0, loc);
    for (int32_t i = 0; i < flow_count; i++)
        sum = gx_node_pair(&x, flow[i].sign < 0.0 ? GX_FN_SUB : GX_FN_ADD, sum,
                           gx_node_cell(&x, flow[i].cell, loc), loc);
    const gx_node *zero = gx_node_number(&x, 0.0, loc);
    int32_t made = gx_hidden_new(&x, loc);
    flat->cells.at[made].kind = GX_CELL_STOCK;
    flat->cells.at[made].active = sum;
    flat->cells.at[made].initial = zero;
    return made;
}
