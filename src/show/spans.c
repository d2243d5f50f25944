/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bar or two beside each name, in the order given. Those of a tornado begin at its base
 * line, and what is written at their ends stands outside the plot's values, where nothing
 * else is; two bars on one side share the height. Those of a box lie within the whole
 * range, with what is written of each at the right. Panels stand below one another. */
#include "show/charts.h"
#include "show/panels.h"

#include <math.h>

static const double name_size = 8.5, end_size = 7.5; /* of fonts */
static const double row_air = 5.0, beside = 5.0;     /* points */
static const double thickest = 12.0;
static const char *const fills[GX_MOST_BARS] = {"#9ECAE1", "#0072B2", "#E69F00",
                                                "#009E73", "#CC79A7"};

/* One plot with its texts. */
typedef struct rows {
    gx_chart chart;
    gx_fit *name, *left, *right; /* [name_count] */
    double height;               /* of a row */
} rows;

/* All plots: columns are as wide in each. */
typedef struct spans {
    rows *plot;
    int32_t count;
    bool is_box;
    double names, left, right; /* widths */
} spans;

/* ---- texts ---- */

static const char *text_or_none(const char *text)
{
    return text ? text : "";
}

/* What is written at one side of a row's base: the texts of the bars that end there. */
static const char *end_text(gx_arena *arena, const gx_chart *c, int32_t row, bool is_left)
{
    const char *all = "";
    for (int32_t s = 0; s < c->series.count; s++) {
        const gx_series *one = &c->series.at[s];
        if (!one->text || isnan(one->y[row]) || (one->y[row] < c->base) != is_left)
            continue;
        all = gx_arena_format(arena, "%s%s%s", all, *all ? ", " : "", one->text[row]);
    }
    return all;
}

static const char *box_text(const gx_chart *c, int32_t row)
{
    return c->series.count && c->series.at[0].text ? c->series.at[0].text[row] : "";
}

static void fit_rows(const gx_sheet *sheet, rows *r, spans *all)
{
    const gx_chart *c = &r->chart;
    gx_arena *arena = sheet->arena;
    double before = 0.0;
    r->name = GX_ARRAY(arena, gx_fit, c->name_count);
    r->left = GX_ARRAY(arena, gx_fit, c->name_count);
    r->right = GX_ARRAY(arena, gx_fit, c->name_count);
    for (int32_t i = 0; i < c->name_count; i++) {
        const char *left = all->is_box ? "" : end_text(arena, c, i, true);
        const char *right = all->is_box ? box_text(c, i) : end_text(arena, c, i, false);
        r->name[i] = gx_layout_fit_within(arena, text_or_none(c->names[i]), name_size,
                                          0.27 * sheet->width, 0.3 * sheet->width);
        r->left[i] = gx_layout_fit(arena, left, end_size, 0.15 * sheet->width);
        r->right[i] = gx_layout_fit(arena, right, end_size, 0.2 * sheet->width);
        all->names = fmax(all->names, r->name[i].width);
        all->left = fmax(all->left, r->left[i].width);
        all->right = fmax(all->right, r->right[i].width);
        double own =
            fmax(gx_layout_height(&r->name[i]),
                 fmax(gx_layout_height(&r->left[i]), gx_layout_height(&r->right[i])));
        r->height = fmax(r->height, ((i ? before : own) + own) / 2 + row_air);
        before = own;
    }
}

static spans fit_spans(const gx_sheet *sheet, bool is_box)
{
    const gx_chart *page = sheet->page;
    spans all = {.count = page->panels.count ? page->panels.count : 1, .is_box = is_box};
    all.plot = GX_ARRAY(sheet->arena, rows, all.count);
    for (int32_t i = 0; i < all.count; i++) {
        gx_chart *c = &all.plot[i].chart;
        *c = *gx_panels_plot(page, i);
        c->y = gx_scale_of_y(c, page->own_scales ? NULL : page);
        if (!is_box) {
            c->y.from = fmin(c->y.from, c->base);
            c->y.to = fmax(c->y.to, c->base);
        }
        fit_rows(sheet, &all.plot[i], &all);
    }
    return all;
}

static gx_key collect_key(const gx_sheet *sheet, const spans *all)
{
    gx_key key = {0};
    for (int32_t p = 0; p < all->count; p++) {
        const gx_chart *c = &all->plot[p].chart;
        for (int32_t s = 0; s < c->series.count; s++)
            gx_key_add_row(&key,
                           (gx_key_row){.sample = GX_SAMPLE_FILL,
                                        .text = c->series.at[s].label,
                                        .ink = GX_INK,
                                        .fill = fills[all->is_box ? 1 : s]},
                           sheet->arena);
        gx_key_add_row(&key,
                       (gx_key_row){.sample = GX_SAMPLE_TARGET,
                                    .text = c->base_label,
                                    .ink = GX_INK,
                                    .fill = GX_AXIS},
                       sheet->arena);
    }
    return key;
}

/* ---- bars ---- */

/* Does another bar of the row lie on the same side of the base? */
static bool is_shared(const gx_chart *c, int32_t row, int32_t s)
{
    double own = c->series.at[s].y[row] - c->base;
    for (int32_t k = 0; k < c->series.count; k++)
        if (k != s && (c->series.at[k].y[row] - c->base) * own > 0.0)
            return true;
    return false;
}

/* A bar in each row from one column of values to another; `s` is its series, whose slice
 * of the row it takes where bars share a side; -1: none. */
static void write_bars(gx_sheet *sheet, const rows *r, int32_t s,
                       const double *const ends[2], const char *colour)
{
    const gx_chart *c = &r->chart;
    double *column[4];
    double half = fmin(0.7, thickest / r->height) / 2;
    for (int32_t k = 0; k < 4; k++)
        column[k] = GX_ARRAY(sheet->arena, double, c->name_count);
    for (int32_t i = 0; i < c->name_count; i++) {
        double y = c->name_count - i, part = 2.0 * half / c->series.count;
        bool is_slice = s >= 0 && is_shared(c, i, s);
        column[0][i] = ends[0][i];
        column[1][i] = ends[1][i];
        column[3][i] = is_slice ? y + half - s * part : y + half;
        column[2][i] = is_slice ? column[3][i] - part : y - half;
    }
    const char *data = gx_sheet_data(sheet, "bars", s + 1, (const double *const *)column,
                                     4, c->name_count);
    gx_buf_print(gx_sheet_part(sheet),
                 "%s using (($1+$2)/2):(($3+$4)/2):1:2:3:4 with boxxyerror "
                 "fillstyle solid 1 noborder fillcolor rgb \"%s\"",
                 data, colour);
}

static double *constant(const gx_sheet *sheet, const gx_chart *c, double value)
{
    double *column = GX_ARRAY(sheet->arena, double, c->name_count);
    for (int32_t i = 0; i < c->name_count; i++)
        column[i] = value;
    return column;
}

static void record(gx_sheet *sheet, const gx_chart *c, const char *first,
                   const char *others)
{
    for (int32_t s = 0; s < c->series.count; s++)
        gx_sheet_record(sheet, (gx_drawn){.kind = s ? others : first,
                                          .label = c->series.at[s].label,
                                          .length = c->name_count,
                                          .name = c->names,
                                          .value = c->series.at[s].y});
}

static void write_tornado(gx_sheet *sheet, const rows *r)
{
    const gx_chart *c = &r->chart;
    gx_spot base = gx_sheet_spot(sheet, c->base, sheet->y.from);
    const double *ends[] = {constant(sheet, c, c->base), NULL};
    for (int32_t s = 0; s < c->series.count; s++) {
        ends[1] = c->series.at[s].y;
        write_bars(sheet, r, s, ends, fills[s]);
    }
    gx_sheet_line(sheet, base, (gx_spot){base.x, sheet->plot.top}, 1.0, GX_AXIS);
    record(sheet, c, "bar", "bar");
}

static void write_box(gx_sheet *sheet, const rows *r)
{
    const gx_chart *c = &r->chart;
    const double *whole[] = {constant(sheet, c, c->y.from), constant(sheet, c, c->y.to)};
    write_bars(sheet, r, -1, whole, GX_HAIRLINE);
    if (c->series.count > 1) {
        const double *ends[] = {c->series.at[0].y, c->series.at[1].y};
        gx_chart one = *c;
        one.series.count = 1; /* the two are one bar */
        rows own = *r;
        own.chart = one;
        write_bars(sheet, &own, 0, ends, fills[1]);
    }
    record(sheet, c, "lower", "upper");
}

/* ---- rows ---- */

/* Names left of the plot; texts at the ends of the bars, or right of the plot. */
static void write_texts(gx_sheet *sheet, const rows *r, const spans *all)
{
    const gx_chart *c = &r->chart;
    for (int32_t i = 0; i < c->name_count; i++) {
        double middle = gx_sheet_spot(sheet, c->y.from, c->name_count - i).y;
        double low = c->base, high = all->is_box ? c->y.to : c->base;
        for (int32_t s = 0; s < c->series.count && !all->is_box; s++) {
            low = fmin(low, c->series.at[s].y[i]); /* passes over NaN */
            high = fmax(high, c->series.at[s].y[i]);
        }
        const gx_fit *name = &r->name[i], *left = &r->left[i], *right = &r->right[i];
        gx_sheet_text_before(sheet, name, sheet->plot.left - all->left - 2 * beside,
                             middle + gx_layout_height(name) / 2, GX_INK);
        gx_sheet_text_before(sheet, left, gx_sheet_spot(sheet, low, 1.0).x - 3.0,
                             middle + gx_layout_height(left) / 2, GX_GREY);
        gx_sheet_text(sheet, right, gx_sheet_spot(sheet, high, 1.0).x + 3.0,
                      middle + gx_layout_height(right) / 2, GX_GREY);
    }
}

/* Width of what stands beside the plot. */
static double around(const spans *all)
{
    return all->names + all->left + all->right + 3 * beside;
}

static void draw_rows(gx_sheet *sheet, int32_t i, gx_box box, const void *kind)
{
    const spans *all = kind;
    const rows *r = &all->plot[i];
    box.left += all->names + all->left + 2 * beside;
    box.right -= all->right + beside;
    gx_sheet_across(sheet, &r->chart, box);
    write_texts(sheet, r, all);
    if (all->is_box)
        write_box(sheet, r);
    else
        write_tornado(sheet, r);
    gx_sheet_end(sheet);
}

static gx_column column_of(const gx_sheet *sheet, const spans *all)
{
    gx_column column = {.key = collect_key(sheet, all),
                        .count = all->count,
                        .height = GX_ARRAY(sheet->arena, double, all->count),
                        .write = draw_rows};
    double width = sheet->area.right - sheet->area.left - around(all);
    for (int32_t i = 0; i < all->count; i++) {
        const rows *r = &all->plot[i];
        column.height[i] = r->height * r->chart.name_count +
                           gx_sheet_across_height(sheet, &r->chart, width);
    }
    return column;
}

static double area_of(gx_sheet *sheet, bool is_box)
{
    spans all = fit_spans(sheet, is_box);
    gx_column column = column_of(sheet, &all);
    return gx_column_area(sheet, &column);
}

static void draw_page(gx_sheet *sheet, bool is_box)
{
    spans all = fit_spans(sheet, is_box);
    gx_column column = column_of(sheet, &all);
    gx_column_draw(sheet, &column, &all);
}

double gx_area_tornado(gx_sheet *sheet)
{
    return area_of(sheet, false);
}

void gx_plot_tornado(gx_sheet *sheet)
{
    draw_page(sheet, false);
}

double gx_area_box(gx_sheet *sheet)
{
    return area_of(sheet, true);
}

void gx_plot_box(gx_sheet *sheet)
{
    draw_page(sheet, true);
}
