/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A name that had to move away from its place gets a thin line to it. */
#include "show/margin.h"

#include <math.h>

static const double name_size = 8.5;                   /* of the font */
static const double beside = 6.0, beside_lines = 12.0; /* gap without and with lines */
static const double far = 2.5;                         /* what needs a line */

/* True when some name has to move away from its place. */
static bool are_close(const gx_sheet *sheet, const gx_margin *names)
{
    for (int32_t i = 0; i < names->count; i++) {
        for (int32_t j = 0; j < i; j++) {
            double a = gx_sheet_spot(sheet, sheet->chart->x.to, names->at[i].y).y;
            double b = gx_sheet_spot(sheet, sheet->chart->x.to, names->at[j].y).y;
            if (fabs(a - b) < (gx_layout_height(&names->at[i].fit) +
                               gx_layout_height(&names->at[j].fit)) /
                                  2)
                return true;
        }
    }
    return false;
}

static double gap_of(const gx_sheet *sheet, const gx_margin *names)
{
    return are_close(sheet, names) ? beside_lines : beside;
}

void gx_margin_fit(gx_sheet *sheet, gx_margin *names)
{
    double room = sheet->plot.top - sheet->plot.bottom + name_size;
    double least = (sheet->width < 300.0 ? 0.33 : 0.29) * sheet->width;
    double height = HUGE_VAL, widest = 0.0;
    for (double size = name_size; height > room && size > 0.05; size *= 0.96) {
        height = widest = 0.0;
        for (int32_t i = 0; i < names->count; i++) {
            gx_margin_name *n = &names->at[i];
            n->fit = gx_layout_fit_within(sheet->arena, n->text, size, least,
                                          0.42 * sheet->width);
            height += gx_layout_height(&n->fit);
            widest = fmax(widest, n->fit.width);
        }
    }
    if (names->count)
        sheet->plot.right =
            fmin(sheet->plot.right, sheet->box.right - widest - gap_of(sheet, names));
}

void gx_margin_write(gx_sheet *sheet, const gx_margin *names)
{
    double *at = GX_ARRAY(sheet->arena, double, names->count);
    double *height = GX_ARRAY(sheet->arena, double, names->count);
    double gap = gap_of(sheet, names);
    for (int32_t i = 0; i < names->count; i++) {
        at[i] = gx_sheet_spot(sheet, sheet->chart->x.to, names->at[i].y).y;
        height[i] = gx_layout_height(&names->at[i].fit);
    }
    gx_layout_spread(sheet->arena, at, height, names->count,
                     sheet->plot.bottom - name_size / 2, sheet->plot.top + name_size / 2);
    for (int32_t i = 0; i < names->count; i++) {
        const gx_margin_name *n = &names->at[i];
        gx_spot end = gx_sheet_spot(sheet, sheet->chart->x.to, n->y);
        double x = sheet->plot.right + gap;
        gx_sheet_text(sheet, &n->fit, x, at[i] + height[i] / 2, n->ink);
        if (fabs(at[i] - end.y) > far)
            gx_sheet_line(sheet, (gx_spot){end.x + 1.5, end.y}, (gx_spot){x - 1.5, at[i]},
                          0.5, n->rim);
    }
}
