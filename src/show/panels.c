/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels are gnuplot's multiplot: each sets its margins, axes and texts, plots, and takes
 * its texts away again. */
#include "show/panels.h"

#include <math.h>

static const double title_size = 8.5;                /* of a panel */
static const double gutter_x = 14.0, gutter_y = 9.0; /* between panels, points */

typedef struct grid {
    int32_t columns, rows;
} grid;

/* As many columns as leave a panel about four centimetres, without a lone last one. */
static grid grid_of(int32_t count, double width)
{
    int32_t most = (int32_t)fmax(1.0, floor(width / 3.8));
    grid g = {most < count ? most : count, 0};
    if (count == 4 && g.columns == 3)
        g.columns = 2;
    if (g.columns == 4 && (count == 5 || count == 6 || count == 9))
        g.columns = 3;
    g.rows = (count + g.columns - 1) / g.columns;
    return g;
}

double gx_panels_height(const gx_chart *chart, double width)
{
    bool is_narrow = width < 11.0;
    double one = is_narrow ? 0.85 * width : 0.625 * width;
    if (chart->panels.count < 2)
        return one;
    grid g = grid_of(chart->panels.count, width);
    double rows = g.rows * (g.columns < 3 && !is_narrow ? 4.6 : 3.7);
    if (g.rows == 1)
        rows = is_narrow ? 4.4 : 5.4;
    return fmax((is_narrow ? 3.4 : 2.6) + rows, 0.5 * width);
}

gx_key gx_panels_key(const gx_sheet *sheet, gx_sample series)
{
    gx_key key = {0};
    for (int32_t i = 0; i < sheet->page->panels.count; i++)
        gx_key_add(&key, &sheet->page->panels.at[i], series, sheet->arena);
    return key;
}

void gx_panels_draw(gx_sheet *sheet, gx_key *key, gx_panel_fn *panel)
{
    const gx_chart *page = sheet->page;
    if (page->panels.count == 0) {
        sheet->chart = page;
        panel(sheet, sheet->area, true);
        return;
    }
    gx_key_write_rows(sheet, key);
    grid g = grid_of(page->panels.count, sheet->width * 2.54 / 72.0);
    double wide = (sheet->area.right - sheet->area.left + gutter_x) / g.columns;
    double high = (sheet->area.top - sheet->area.bottom + gutter_y) / g.rows;
    gx_buf_print(sheet->out, "set multiplot\n");
    for (int32_t i = 0; i < page->panels.count; i++) {
        sheet->panel = i + 1;
        sheet->chart = &page->panels.at[i];
        gx_box box = {.left = sheet->area.left + wide * (i % g.columns),
                      .top = sheet->area.top - high * (i / g.columns)};
        box.right = box.left + wide - gutter_x;
        box.bottom = box.top - high + gutter_y;
        gx_fit title = gx_layout_fit(sheet->arena, sheet->chart->title, title_size,
                                     box.right - box.left);
        gx_sheet_heading(sheet, &title, box.left, box.top);
        box.top -= gx_layout_height(&title) + 9.0;
        panel(sheet, box, false);
    }
    gx_buf_print(sheet->out, "unset multiplot\n");
}
