/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points have a mark of their own each; those that are constructions are hollow, and
 * hide what is beneath. */
#include "show/marks.h"

#include <math.h>

/* ---- what labels keep clear of ---- */

/* The part of a line below the top of the axes; what is above is not drawn. */
static gx_spot below_top(const gx_sheet *sheet, gx_spot inside, gx_spot outside)
{
    double top = sheet->plot.top;
    if (outside.y <= top)
        return outside;
    double part = (top - inside.y) / (outside.y - inside.y);
    return (gx_spot){inside.x + part * (outside.x - inside.x), top};
}

void gx_marks_avoid_line(gx_sheet *sheet, const double *x, const double *y,
                         int32_t length, double weight)
{
    for (int32_t i = 0; i + 1 < length; i++) {
        if (isnan(x[i]) || isnan(y[i]) || isnan(x[i + 1]) || isnan(y[i + 1]) ||
            (y[i] > sheet->y.to && y[i + 1] > sheet->y.to))
            continue;
        gx_spot from = gx_sheet_spot(sheet, x[i], y[i]);
        gx_spot to = gx_sheet_spot(sheet, x[i + 1], y[i + 1]);
        *GX_ADD(sheet->arena, &sheet->scene.strokes) =
            (gx_stroke){below_top(sheet, to, from), below_top(sheet, from, to), weight,
                        sheet->scene.lines};
    }
    sheet->scene.lines++;
}

static void add_marks(gx_sheet *sheet, const double *x, const double *y, int32_t length)
{
    const double half = 3.0;
    for (int32_t i = 0; i < length; i++) {
        if (!gx_sheet_shows(sheet, x[i], y[i]))
            continue;
        gx_spot at = gx_sheet_spot(sheet, x[i], y[i]);
        *GX_ADD(sheet->arena, &sheet->scene.marks) = at;
        *GX_ADD(sheet->arena, &sheet->scene.boxes) =
            (gx_box){at.x - half, at.y - half, at.x + half, at.y + half};
    }
}

void gx_marks_avoid(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->points.count; i++)
        add_marks(sheet, c->points.at[i].x, c->points.at[i].y, c->points.at[i].length);
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        double x[] = {t->x, t->x}, y[] = {t->low, t->high};
        gx_marks_avoid_line(sheet, x, y, 2, 700.0);
        add_marks(sheet, x, y, 2);
    }
}

/* ---- targets and labels ---- */

void gx_spots_add(const gx_sheet *sheet, gx_spots *spots, double x, double y)
{
    if (gx_sheet_shows(sheet, x, y))
        *GX_ADD(sheet->arena, spots) = gx_sheet_spot(sheet, x, y);
}

void gx_marks_targets(gx_sheet *sheet, bool is_labelled)
{
    const gx_chart *c = sheet->chart;
    const double arm = 3.5, width = 1.4;
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        if (!(t->x >= c->x.from && t->x <= c->x.to) || !(t->low <= sheet->y.to) ||
            isnan(t->high))
            continue;
        gx_spot low = gx_sheet_spot(sheet, t->x, fmin(t->low, sheet->y.to));
        gx_spot high = gx_sheet_spot(sheet, t->x, fmin(t->high, sheet->y.to));
        double side = low.x - arm < sheet->plot.left ? arm : -arm;
        gx_sheet_line(sheet, low, high, width, GX_TARGET);
        gx_sheet_line(sheet, (gx_spot){low.x + side, low.y}, low, width, GX_TARGET);
        if (t->high <= sheet->y.to)
            gx_sheet_line(sheet, (gx_spot){high.x + side, high.y}, high, width,
                          GX_TARGET);
        gx_spots spots = {0};
        for (int32_t k = 0; k <= 8; k++)
            gx_spots_add(sheet, &spots, t->x, t->low + (t->high - t->low) * k / 8.0);
        if (is_labelled)
            gx_sheet_label(sheet, t->label, spots.at, spots.count, GX_TARGET);
    }
}

void gx_marks_label(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        gx_spots spots = {0};
        for (int32_t k = 0; k < p->length; k++)
            gx_spots_add(sheet, &spots, p->x[k], p->y[k]);
        gx_sheet_label(sheet, p->label, spots.at, spots.count,
                       p->hollow ? GX_GREY : GX_INK);
    }
}

/* ---- bands ---- */

static bool has_row(const gx_band *b, int32_t i)
{
    return i >= 0 && i < b->length && !isnan(b->x[i]) && !isnan(b->low[i]) &&
           !isnan(b->high[i]);
}

gx_band gx_marks_widen(const gx_sheet *sheet, const gx_band *band)
{
    double half = 0.01 * (sheet->chart->x.to - sheet->chart->x.from);
    double *column[3];
    for (int32_t k = 0; k < 3; k++)
        column[k] = GX_ARRAY(sheet->arena, double, 2 * (size_t)band->length);
    gx_band wide = {.label = band->label,
                    .x = column[0],
                    .low = column[1],
                    .high = column[2],
                    .is_share = band->is_share};
    for (int32_t i = 0; i < band->length; i++) {
        bool is_lone = has_row(band, i) && !has_row(band, i - 1) && !has_row(band, i + 1);
        for (int32_t side = is_lone ? -1 : 0; side <= is_lone; side += 2) {
            column[0][wide.length] = band->x[i] + side * half;
            column[1][wide.length] = band->low[i];
            column[2][wide.length++] = band->high[i];
        }
    }
    return wide;
}

/* ---- the table ---- */

void gx_marks_record(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        gx_sheet_record(sheet, (gx_drawn){.kind = "series",
                                          .label = s->label,
                                          .length = s->length,
                                          .x = s->x,
                                          .value = s->y});
    }
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        int32_t step = p->text ? 1 : p->length; /* a name is of one point */
        for (int32_t k = 0; k < p->length; k += step)
            gx_sheet_record(sheet,
                            (gx_drawn){.kind = p->hollow ? "constructions" : "data",
                                       .label = p->text ? p->text[k] : p->label,
                                       .length = step,
                                       .x = p->x + k,
                                       .value = p->y + k});
    }
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        gx_sheet_record(sheet, (gx_drawn){.kind = "band",
                                          .label = b->label,
                                          .length = b->length,
                                          .x = b->x,
                                          .low = b->low,
                                          .high = b->high});
    }
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        gx_sheet_record(sheet, (gx_drawn){.kind = "target",
                                          .label = t->label,
                                          .length = 1,
                                          .x = &t->x,
                                          .low = &t->low,
                                          .high = &t->high});
    }
}

/* ---- points ---- */

bool gx_marks_any(const double *x, const double *y, int32_t length)
{
    for (int32_t i = 0; i < length; i++)
        if (!isnan(x[i]) && !isnan(y[i]))
            return true;
    return false;
}

void gx_marks_points(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    int32_t used[2] = {0}; /* marks of filled and of hollow points */
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        int32_t look = used[p->hollow]++ % GX_MARKS;
        if (!gx_marks_any(p->x, p->y, p->length))
            continue;
        const double *const column[] = {p->x, p->y};
        const char *data = gx_sheet_data(sheet, "points", i + 1, column, 2, p->length);
        const char *colour = p->hollow ? GX_GREY : GX_INK;
        const char *inside = p->hollow ? "white" : colour; /* hides the line beneath */
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2 with points pointtype %d pointsize 0.85 "
                     "linecolor rgb \"%s\"",
                     data, gx_marks[look].filled, inside);
        gx_buf_print(gx_sheet_part(sheet),
                     "%s using 1:2 with points pointtype %d pointsize 0.85 "
                     "linewidth 1.2 linecolor rgb \"%s\"",
                     data, gx_marks[look].hollow, colour);
    }
}
