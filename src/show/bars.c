/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names from top to bottom with a bar each, the longest upwards first, marks for what
 * further series have there, and all values in columns. Panels, if any, stand below one
 * another, on one scale. */
#include "show/charts.h"
#include "show/panels.h"

#include <math.h>
#include <string.h>

static const double name_size = 8.5, value_size = 7.5, head_size = 7.5; /* of fonts */
static const double row_air = 4.0, beside = 6.0, axis_height = 17.0;    /* points */
static const double thickest = 11.0;
static const double head_width = 44.0; /* of a column: more is two lines */
static const char *const bar_fill = "#56B4E9";

/* One plot: its rows in the order in which they are drawn, with their texts. */
typedef struct rows {
    const gx_chart *chart;
    int32_t *order; /* [name_count] */
    gx_fit *name;   /* [name_count], in the chart's order */
    gx_fit *value;  /* [series][name_count] */
    gx_fit *head;   /* [series] */
    double above;   /* height of the heads, with air */
    double row_height;
} rows;

/* All plots: columns of names and values are as wide in each. */
typedef struct bars {
    rows *plot;
    int32_t count;
    double names;   /* width */
    double *column; /* [most series] width */
    int32_t column_count;
} bars;

/* ---- texts ---- */

static const char *text_or_none(const char *text)
{
    return text ? text : "";
}

/* As many decimals for all as the largest needs to have three digits; always a sign. */
static int32_t decimals_of(const gx_chart *c)
{
    double largest = 0.0;
    for (int32_t s = 0; s < c->series.count; s++)
        for (int32_t i = 0; i < c->name_count; i++)
            largest = fmax(largest, fabs(c->series.at[s].y[i])); /* passes over NaN */
    if (!(largest >= 1e-4 && largest < 1e6))
        return largest > 0.0 ? -1 : 0;
    return (int32_t)fmax(0.0, 2.0 - floor(log10(largest)));
}

static const char *value_text(gx_arena *arena, double value, int32_t decimals)
{
    if (isnan(value))
        return "–";
    const char *text = decimals < 0
                           ? gx_arena_format(arena, "%.3g", fabs(value))
                           : gx_arena_format(arena, "%.*f", (int)decimals, fabs(value));
    bool is_zero = strspn(text, "0.") == strlen(text);
    return gx_arena_format(arena, "%s%s", is_zero ? "" : value < 0.0 ? "−" : "+", text);
}

/* The first series decides, largest value first; equal ones stay as they are and missing
 * ones come last. */
static int32_t *sorted(const gx_chart *c, gx_arena *arena)
{
    int32_t *order = GX_ARRAY(arena, int32_t, c->name_count);
    for (int32_t i = 0; i < c->name_count; i++) {
        double value = c->series.count ? c->series.at[0].y[i] : 0.0;
        int32_t at = i;
        for (; at > 0; at--) {
            double before = c->series.count ? c->series.at[0].y[order[at - 1]] : 0.0;
            if (!(before < value || (isnan(before) && !isnan(value))))
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
    return order;
}

static void fit_values(const gx_sheet *sheet, rows *r, bars *all)
{
    const gx_chart *c = r->chart;
    int32_t decimals = decimals_of(c);
    double highest = 0.0;
    for (int32_t s = 0; s < c->series.count; s++) {
        r->head[s] =
            gx_layout_fit_within(sheet->arena, text_or_none(c->series.at[s].label),
                                 head_size, head_width, head_width);
        highest = fmax(highest, gx_layout_height(&r->head[s]));
        all->column[s] = fmax(all->column[s], r->head[s].width);
        for (int32_t i = 0; i < c->name_count; i++) {
            gx_fit *fit = &r->value[s * c->name_count + i];
            *fit = gx_layout_fit(sheet->arena,
                                 value_text(sheet->arena, c->series.at[s].y[i], decimals),
                                 value_size, HUGE_VAL);
            all->column[s] = fmax(all->column[s], fit->width);
        }
    }
    r->above = highest + 3.0;
}

/* So that names beside each other, of one line or two, do not touch. */
static double row_height(const rows *r)
{
    double height = 0.0, before = 0.0;
    for (int32_t i = 0; i < r->chart->name_count; i++) {
        double own = gx_layout_height(&r->name[r->order[i]]);
        before = i ? before : own;
        height = fmax(height, (before + own) / 2 + row_air);
        before = own;
    }
    return height;
}

static void fit_rows(const gx_sheet *sheet, rows *r, bars *all)
{
    const gx_chart *c = r->chart;
    gx_arena *arena = sheet->arena;
    r->order = sorted(c, arena);
    r->name = GX_ARRAY(arena, gx_fit, c->name_count);
    r->value = GX_ARRAY(arena, gx_fit, (size_t)c->series.count * (size_t)c->name_count);
    r->head = GX_ARRAY(arena, gx_fit, c->series.count);
    fit_values(sheet, r, all);
    for (int32_t i = 0; i < c->name_count; i++) {
        r->name[i] = gx_layout_fit_within(arena, text_or_none(c->names[i]), name_size,
                                          0.27 * sheet->width, 0.3 * sheet->width);
        all->names = fmax(all->names, r->name[i].width);
    }
    r->row_height = row_height(r);
}

static bars fit_bars(const gx_sheet *sheet)
{
    const gx_chart *page = sheet->page;
    bars all = {.count = page->panels.count ? page->panels.count : 1};
    all.plot = GX_ARRAY(sheet->arena, rows, all.count);
    for (int32_t i = 0; i < all.count; i++) {
        all.plot[i].chart = gx_panels_plot(page, i);
        if (all.plot[i].chart->series.count > all.column_count)
            all.column_count = all.plot[i].chart->series.count;
    }
    all.column = GX_ARRAY(sheet->arena, double, all.column_count);
    for (int32_t i = 0; i < all.count; i++)
        fit_rows(sheet, &all.plot[i], &all);
    return all;
}

/* ---- looks ---- */

/* Marks of the series after the first: small filled ones and large hollow ones in turn,
 * which are seen on top of each other. */
static int32_t mark_of(int32_t series)
{
    const struct gx_mark *mark = &gx_marks[(series - 1) % GX_MARKS];
    return series % 2 ? mark->filled : mark->hollow;
}

static gx_key collect_key(const gx_sheet *sheet, const bars *all)
{
    gx_key key = {0};
    for (int32_t p = 0; p < all->count; p++)
        for (int32_t s = 0; s < all->plot[p].chart->series.count; s++)
            gx_key_add_row(&key,
                           (gx_key_row){.sample = s ? GX_SAMPLE_MARK : GX_SAMPLE_FILL,
                                        .text = all->plot[p].chart->series.at[s].label,
                                        .ink = GX_INK,
                                        .fill = s ? GX_INK : bar_fill,
                                        .mark = s ? mark_of(s) : 0},
                           sheet->arena);
    return key;
}

/* ---- writing ---- */

static void write_series(gx_sheet *sheet, const rows *r, int32_t s)
{
    const gx_chart *c = r->chart;
    double *column[2];
    const char **name = GX_ARRAY(sheet->arena, const char *, c->name_count);
    for (size_t k = 0; k < sizeof column / sizeof *column; k++)
        column[k] = GX_ARRAY(sheet->arena, double, c->name_count);
    for (int32_t i = 0; i < c->name_count; i++) {
        column[0][i] = c->series.at[s].y[r->order[i]];
        column[1][i] = c->name_count - i;
        name[i] = text_or_none(c->names[r->order[i]]);
    }
    gx_sheet_record(sheet, (gx_drawn){.kind = s ? "mark" : "bar",
                                      .label = c->series.at[s].label,
                                      .length = c->name_count,
                                      .name = name,
                                      .value = column[0]});
    const char *data = gx_sheet_data(sheet, s ? "marks" : "bars", s + 1,
                                     (const double *const *)column, 2, c->name_count);
    double half = fmin(0.68, thickest / r->row_height) / 2; /* of a bar */
    if (s == 0)
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using ($1/2):2:(0):1:($2-%.3f):($2+%.3f) with boxxyerror "
                     "fillstyle solid 1 noborder fillcolor rgb \"%s\"",
                     data, half, half, bar_fill);
    else
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2 with points pointtype %d pointsize %g linewidth 1.2 "
                     "linecolor rgb \"" GX_INK "\"",
                     data, (int)mark_of(s), s % 2 ? 0.6 : 1.0);
}

/* Names left of the plot, values and their heads right of it, both right-aligned. */
static void write_texts(gx_sheet *sheet, const rows *r, const bars *all)
{
    const gx_chart *c = r->chart;
    for (int32_t i = 0; i < c->name_count; i++) {
        const gx_fit *name = &r->name[r->order[i]];
        double middle = gx_sheet_spot(sheet, 0.0, c->name_count - i).y;
        double right = sheet->plot.right;
        gx_sheet_text_before(sheet, name, sheet->plot.left - beside,
                             middle + gx_layout_height(name) / 2, GX_INK);
        for (int32_t s = 0; s < c->series.count; s++) {
            const gx_fit *value = &r->value[s * c->name_count + r->order[i]];
            right += beside + all->column[s];
            gx_sheet_text_before(sheet, value, right,
                                 middle + gx_layout_height(value) / 2, GX_INK);
        }
    }
    double right = sheet->plot.right;
    for (int32_t s = 0; s < c->series.count; s++) {
        right += beside + all->column[s];
        gx_sheet_text_before(sheet, &r->head[s], right,
                             sheet->plot.top + gx_layout_height(&r->head[s]) + 1.0,
                             GX_GREY);
    }
}

static void write_rows(gx_sheet *sheet, int32_t i, gx_box box, const void *kind)
{
    const bars *all = kind;
    const rows *r = &all->plot[i];
    const gx_chart *c = r->chart;
    box.top -= r->above;
    box.left += all->names + beside;
    for (int32_t s = 0; s < all->column_count; s++)
        box.right -= all->column[s] + beside;
    gx_sheet_across(sheet, c, box);
    write_texts(sheet, r, all);
    for (int32_t s = 0; s < c->series.count; s++)
        write_series(sheet, r, s);
    gx_sheet_end(sheet);
}

static gx_column column_of(const gx_sheet *sheet, const bars *all)
{
    gx_column column = {.key = collect_key(sheet, all),
                        .count = all->count,
                        .height = GX_ARRAY(sheet->arena, double, all->count),
                        .write = write_rows};
    for (int32_t i = 0; i < all->count; i++) {
        const rows *r = &all->plot[i];
        column.height[i] = r->above + r->row_height * r->chart->name_count + axis_height;
    }
    return column;
}

double gx_area_bars(gx_sheet *sheet)
{
    bars all = fit_bars(sheet);
    gx_column column = column_of(sheet, &all);
    return gx_column_area(sheet, &column);
}

void gx_plot_bars(gx_sheet *sheet)
{
    bars all = fit_bars(sheet);
    gx_column column = column_of(sheet, &all);
    gx_column_draw(sheet, &column, &all);
}
