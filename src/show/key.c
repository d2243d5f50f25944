/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are filled from the left like words of a paragraph. */
#include "show/key.h"

#include <math.h>
#include <string.h>

static const double name_size = 8.5; /* of the font */
static const double square = 7.0;    /* of a fill, wide and high */
static const double stroke = 18.0;   /* of a line, wide */
static const double between = 3.0;   /* names of a column */
static const double apart = 14.0;    /* names of a row */
static const double below = 7.0;     /* rows and what they are the key of */
static const double highest = 220.0; /* of all rows, points */

/* ---- collecting ---- */

void gx_key_add_row(gx_key *key, gx_key_row row, gx_arena *arena)
{
    if (!row.text || !*row.text)
        return;
    for (int32_t i = 0; i < key->count; i++)
        if (key->at[i].sample == row.sample && strcmp(key->at[i].text, row.text) == 0)
            return;
    *GX_ADD(arena, key) = row;
}

void gx_key_add(gx_key *key, const gx_chart *chart, gx_sample series, gx_arena *arena)
{
    int32_t used[2] = {0}; /* marks of filled and of hollow points */
    for (int32_t i = 0; i < chart->series.count; i++)
        gx_key_add_row(key,
                       (gx_key_row){.sample = series,
                                    .text = chart->series.at[i].label,
                                    .ink = gx_look_of(i).text,
                                    .fill = gx_look_of(i).line,
                                    .dash = gx_look_of(i).dash,
                                    .mark = gx_look_of(i).mark,
                                    .filling = gx_look_of(i).filling},
                       arena);
    for (int32_t i = 0; i < chart->points.count; i++) {
        bool hollow = chart->points.at[i].hollow;
        const struct gx_mark *mark = &gx_marks[used[hollow]++ % GX_MARKS];
        const char *ink = hollow ? GX_GREY : GX_INK;
        gx_key_add_row(key,
                       (gx_key_row){.sample = GX_SAMPLE_MARK,
                                    .text = chart->points.at[i].label,
                                    .ink = ink,
                                    .fill = ink,
                                    .mark = hollow ? mark->hollow : mark->filled},
                       arena);
    }
    for (int32_t i = 0; i < chart->bands.count; i++)
        gx_key_add_row(
            key,
            (gx_key_row){.sample = GX_SAMPLE_FILL,
                         .text = chart->bands.at[i].label,
                         .ink = gx_look_of_band(&chart->bands.at[i], i)->text,
                         .fill = gx_look_of_band(&chart->bands.at[i], i)->fill},
            arena);
    for (int32_t i = 0; i < chart->targets.count; i++)
        gx_key_add_row(key,
                       (gx_key_row){.sample = GX_SAMPLE_TARGET,
                                    .text = chart->targets.at[i].label,
                                    .ink = GX_TARGET,
                                    .fill = GX_TARGET},
                       arena);
}

/* ---- writing ---- */

static double sample_width(const gx_key_row *row)
{
    return (row->sample == GX_SAMPLE_LINE ? stroke : square) * row->fit.size / name_size;
}

static void write_mark(gx_sheet *sheet, const gx_key_row *row, gx_spot at, double size)
{
    gx_buf_print(sheet->out,
                 "set label %d \"\" at screen %.5f,%.5f point pointtype %d "
                 "pointsize %g linewidth 1.2 linecolor rgb \"%s\" front\n",
                 ++sheet->texts, at.x / sheet->width, at.y / sheet->height, row->mark,
                 size * row->fit.size / name_size, row->fill);
}

/* Write a row whose first line of text has its upper edge at `top`. */
static void write_row(gx_sheet *sheet, const gx_key_row *row, double left, double top)
{
    double size = row->fit.size, side = square * size / name_size;
    double wide = sample_width(row), y = top - size * GX_LINE_HEIGHT / 2;
    gx_spot from = {left, y}, to = {left + wide, y}, middle = {left + wide / 2, y};
    switch (row->sample) {
    case GX_SAMPLE_LINE:
        gx_sheet_dashed(sheet, from, to, 1.6, row->dash, row->fill);
        if (row->mark)
            write_mark(sheet, row, middle, GX_LINE_MARK);
        break;
    case GX_SAMPLE_FILL:
        gx_sheet_fill(sheet, (gx_box){left, y - side / 2, left + wide, y + side / 2},
                      row->fill, row->filling);
        break;
    case GX_SAMPLE_MARK:
        write_mark(sheet, row, middle, 0.85);
        break;
    case GX_SAMPLE_TARGET:
        gx_sheet_line(sheet, (gx_spot){middle.x, y - side / 2},
                      (gx_spot){middle.x, y + side / 2}, 1.4, row->fill);
        break;
    }
    gx_sheet_text(sheet, &row->fit, left + wide + 4.0, top, row->ink);
}

double gx_key_fit(gx_sheet *sheet, gx_key *key, double height)
{
    double needed = HUGE_VAL, widest = 0.0;
    for (double size = name_size; needed > height && size > 0.05; size *= 0.96) {
        needed = widest = 0.0;
        for (int32_t i = 0; i < key->count; i++) {
            gx_key_row *row = &key->at[i];
            row->fit = gx_layout_fit_within(sheet->arena, row->text, size,
                                            0.26 * sheet->width, 0.36 * sheet->width);
            needed += gx_layout_height(&row->fit) + between * size / name_size;
            widest = fmax(widest, sample_width(row) + 4.0 + row->fit.width);
        }
    }
    return widest;
}

void gx_key_write_column(gx_sheet *sheet, const gx_key *key, double left, double top)
{
    for (int32_t i = 0; i < key->count; i++) {
        const gx_key_row *row = &key->at[i];
        write_row(sheet, row, left, top);
        top -= gx_layout_height(&row->fit) + between * row->fit.size / name_size;
    }
}

/* Lay rows out, and write them when asked to; gives the height they take. */
static double lay_rows(gx_sheet *sheet, gx_key *key, double size, bool is_written)
{
    double left = sheet->area.left, top = sheet->area.top, tallest = 0.0;
    double whole = sheet->area.right - sheet->area.left;
    for (int32_t i = 0; i < key->count; i++) {
        gx_key_row *row = &key->at[i];
        row->fit = gx_layout_fit(sheet->arena, row->text, size, whole - stroke - 4.0);
        double wide = sample_width(row) + 4.0 + row->fit.width;
        if (left > sheet->area.left && left + wide > sheet->area.right) {
            left = sheet->area.left;
            top -= tallest;
            tallest = 0.0;
        }
        if (is_written)
            write_row(sheet, row, left, top);
        left += wide + apart;
        tallest = fmax(tallest, gx_layout_height(&row->fit) + 1.0);
    }
    return sheet->area.top - top + tallest;
}

/* The largest size at which the rows are no higher than `highest`. */
static double rows_size(gx_sheet *sheet, gx_key *key)
{
    double size = name_size;
    while (size > 0.05 && lay_rows(sheet, key, size, false) > highest)
        size *= 0.96;
    return size;
}

double gx_key_height(gx_sheet *sheet, gx_key *key)
{
    if (!key->count)
        return 0.0;
    return lay_rows(sheet, key, rows_size(sheet, key), false) + below;
}

void gx_key_write_rows(gx_sheet *sheet, gx_key *key)
{
    if (key->count)
        sheet->area.top -= lay_rows(sheet, key, rows_size(sheet, key), true) + below;
}
