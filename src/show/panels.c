/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Panels are gnuplot's multiplot: each sets its margins, axes and texts, plots, and takes
 * its texts away again. */
#include "show/panels.h"

#include <math.h>

static const double title_size = 8.5;                /* of a panel */
static const double gutter_x = 14.0, gutter_y = 9.0; /* between panels, points */
static const double points = 72.0 / 2.54;            /* of a centimetre */
static const double tallest = 620.0;                 /* area of a page of A4, points */
static const double below_title = 9.0, below_row = 3.0;

typedef struct shape {
    int32_t columns, rows;
} shape;

/* As many columns as leave a panel about four centimetres, without a lone last one. */
static shape shape_of(int32_t count, double width)
{
    int32_t most = (int32_t)fmax(1.0, floor(width / 3.8));
    shape g = {most < count ? most : count, 0};
    if (count == 4 && g.columns == 3)
        g.columns = 2;
    if (g.columns == 4 && (count == 5 || count == 6 || count == 9))
        g.columns = 3;
    g.rows = (count + g.columns - 1) / g.columns;
    return g;
}

gx_key gx_panels_key(const gx_sheet *sheet, gx_sample series)
{
    gx_key key = {0};
    gx_key_add(&key, sheet->page, series, sheet->arena);
    for (int32_t i = 0; i < sheet->page->panels.count; i++)
        gx_key_add(&key, &sheet->page->panels.at[i], series, sheet->arena);
    return key;
}

/* Panels in rows whose plots are equally high, under titles of one line or two. */
typedef struct rows {
    shape grid;
    double width;    /* of a panel */
    gx_fit *title;   /* [panel] */
    double *heading; /* [row] height of the row's titles, with air */
    double headings; /* their sum, and what lies between rows */
} rows;

static rows lay_rows(gx_sheet *sheet)
{
    const gx_chart *page = sheet->page;
    rows r = {.grid = shape_of(page->panels.count, sheet->width / points)};
    r.width =
        (sheet->area.right - sheet->area.left + gutter_x) / r.grid.columns - gutter_x;
    r.title = GX_ARRAY(sheet->arena, gx_fit, page->panels.count);
    r.heading = GX_ARRAY(sheet->arena, double, r.grid.rows);
    for (int32_t i = 0; i < page->panels.count; i++) {
        double *heading = &r.heading[i / r.grid.columns];
        r.title[i] = gx_layout_wrap(sheet->arena, page->panels.at[i].title, title_size,
                                    r.width, GX_MOST_LINES);
        double air = r.title[i].line_count ? below_title : 2.0;
        *heading = fmax(*heading, gx_layout_height(&r.title[i]) + air);
    }
    r.headings = (r.grid.rows - 1) * gutter_y;
    for (int32_t i = 0; i < r.grid.rows; i++)
        r.headings += r.heading[i];
    return r;
}

double gx_panels_area(gx_sheet *sheet, const gx_grid *grid)
{
    gx_key key = grid->key(sheet);
    double above = gx_key_height(sheet, &key);
    if (sheet->page->panels.count == 0)
        return above + 0.375 * grid->stretch * (sheet->area.right - sheet->area.left) +
               2.0 * points;
    rows r = lay_rows(sheet);
    above += r.headings;
    double one =
        0.3 * grid->stretch * r.width + 2.0 * points; /* with the years below it */
    one = fmax(fmin(one, (tallest - above) / r.grid.rows), 1.8 * points);
    return above + r.grid.rows * one;
}

void gx_panels_draw(gx_sheet *sheet, const gx_grid *grid)
{
    const gx_chart *page = sheet->page;
    gx_key key = grid->key(sheet);
    gx_key_write_rows(sheet, &key);
    if (page->panels.count == 0) {
        sheet->chart = page;
        grid->panel(sheet, sheet->area, true);
        return;
    }
    rows r = lay_rows(sheet);
    double high = (sheet->area.top - sheet->area.bottom - r.headings) / r.grid.rows;
    double top = sheet->area.top;
    gx_buf_print(sheet->out, "set multiplot\n");
    for (int32_t i = 0; i < page->panels.count; i++) {
        int32_t row = i / r.grid.columns, column = i % r.grid.columns;
        gx_box box = {.left = sheet->area.left + column * (r.width + gutter_x),
                      .top = top - r.heading[row]};
        box.right = box.left + r.width;
        box.bottom = box.top - high;
        sheet->panel = i + 1;
        sheet->chart = &page->panels.at[i];
        gx_sheet_heading(sheet, &r.title[i], box.left, top);
        grid->panel(sheet, box, false);
        if (column == r.grid.columns - 1)
            top = box.bottom - gutter_y;
    }
    gx_buf_print(sheet->out, "unset multiplot\n");
}

/* ---- below one another ---- */

const gx_chart *gx_panels_plot(const gx_chart *page, int32_t i)
{
    return page->panels.count ? &page->panels.at[i] : page;
}

static gx_fit title_of(const gx_sheet *sheet, int32_t i)
{
    const gx_chart *page = sheet->page;
    return gx_layout_fit(sheet->arena, page->panels.count ? page->panels.at[i].title : "",
                         title_size, sheet->area.right - sheet->area.left);
}

/* Height of a panel's title with the air around it. */
static double head_of(const gx_sheet *sheet, const gx_fit *title)
{
    return sheet->page->panels.count ? gx_layout_height(title) + below_title + below_row
                                     : 0.0;
}

double gx_column_area(gx_sheet *sheet, gx_column *column)
{
    double height = gx_key_height(sheet, &column->key);
    for (int32_t i = 0; i < column->count; i++) {
        gx_fit title = title_of(sheet, i);
        height += head_of(sheet, &title) + column->height[i];
    }
    return height;
}

void gx_column_draw(gx_sheet *sheet, gx_column *column, const void *all)
{
    bool has_panels = sheet->page->panels.count > 0;
    gx_key_write_rows(sheet, &column->key);
    gx_box box = sheet->area;
    if (has_panels)
        gx_buf_print(sheet->out, "set multiplot\n");
    for (int32_t i = 0; i < column->count; i++) {
        gx_fit title = title_of(sheet, i);
        sheet->panel = has_panels ? i + 1 : 0;
        gx_sheet_heading(sheet, &title, box.left, box.top - below_title);
        box.top -= head_of(sheet, &title);
        box.bottom = box.top - column->height[i];
        column->write(sheet, i, box, all);
        box.top = box.bottom;
    }
    if (has_panels)
        gx_buf_print(sheet->out, "unset multiplot\n");
}
