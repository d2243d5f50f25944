/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines over the years. From back to front: bands, grid, lines, marks, brackets, texts.
 * Lines that reach the last year are named in the right margin, their names spread so
 * that none overlap; everything else is named inside, where there is room. */
#include "show/charts.h"
#include "show/sheet.h"

#include <math.h>
#include <string.h>

static const double name_size = 8.5; /* of texts in the right margin */

/* ---- where a line ends ---- */

/* The last place where the axes show a line: a point, or where it leaves the top. */
static bool series_end(const gx_sheet *sheet, const gx_series *s, double *x, double *y)
{
    bool found = false;
    for (int32_t i = 0; i < s->length; i++) {
        if (!gx_sheet_shows(sheet, s->x[i], s->y[i]))
            continue;
        found = true;
        *x = s->x[i];
        *y = s->y[i];
        if (i + 1 < s->length && s->y[i + 1] > sheet->y_to && s->x[i + 1] > s->x[i]) {
            double part = (sheet->y_to - s->y[i]) / (s->y[i + 1] - s->y[i]);
            double at = s->x[i] + part * (s->x[i + 1] - s->x[i]);
            if (at <= sheet->chart->x_to) {
                *x = at;
                *y = sheet->y_to;
            }
        }
    }
    return found;
}

/* A line's name in the right margin. */
typedef struct margin_name {
    int32_t series;
    double y; /* chart's unit, of the line's end */
    gx_fit fit;
} margin_name;

typedef GX_LIST(margin_name) margin_names;

static void collect_names(const gx_sheet *sheet, margin_names *names)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        double x = 0.0, y = 0.0;
        if (!series_end(sheet, &c->series.at[i], &x, &y) ||
            x < c->x_to - 0.02 * (c->x_to - c->x_from))
            continue;
        margin_name *name = GX_ADD(sheet->arena, names);
        name->series = i;
        name->y = y;
    }
}

/* Fit the names to the margin at the largest size at which all have room; gives the
 * margin's width. */
static double fit_names(gx_sheet *sheet, margin_names *names)
{
    double room = sheet->plot.top - sheet->plot.bottom + name_size;
    double height = HUGE_VAL, widest = 0.0;
    for (double size = name_size; height > room && size > 0.05; size *= 0.96) {
        height = widest = 0.0;
        for (int32_t i = 0; i < names->count; i++) {
            margin_name *n = &names->at[i];
            n->fit = gx_layout_fit(sheet->arena, sheet->chart->series.at[n->series].label,
                                   size, 0.29 * GX_PAGE_WIDTH);
            height += gx_layout_height(&n->fit);
            widest = fmax(widest, n->fit.width);
        }
    }
    return widest;
}

static void write_names(gx_sheet *sheet, const margin_names *names, double gap)
{
    double *at = GX_ARRAY(sheet->arena, double, names->count);
    double *height = GX_ARRAY(sheet->arena, double, names->count);
    for (int32_t i = 0; i < names->count; i++) {
        at[i] = gx_sheet_spot(sheet, sheet->chart->x_to, names->at[i].y).y;
        height[i] = gx_layout_height(&names->at[i].fit);
    }
    gx_layout_spread(sheet->arena, at, height, names->count,
                     sheet->plot.bottom - name_size / 2, sheet->plot.top + name_size / 2);
    for (int32_t i = 0; i < names->count; i++) {
        const margin_name *n = &names->at[i];
        gx_spot end = gx_sheet_spot(sheet, sheet->chart->x_to, n->y);
        double x = sheet->plot.right + gap;
        gx_sheet_text(sheet, &n->fit, x, at[i] + height[i] / 2,
                      gx_looks[n->series % GX_LOOKS].text);
        if (fabs(at[i] - end.y) > 2.5)
            gx_sheet_line(sheet, (gx_spot){end.x + 1.5, end.y}, (gx_spot){x - 1.5, at[i]},
                          0.5, gx_looks[n->series % GX_LOOKS].line);
    }
}

/* True when some name has to move away from its line's end, and a thin line is needed. */
static bool are_close(const gx_sheet *sheet, const margin_names *names)
{
    for (int32_t i = 0; i < names->count; i++) {
        for (int32_t j = 0; j < i; j++) {
            double a = gx_sheet_spot(sheet, sheet->chart->x_to, names->at[i].y).y;
            double b = gx_sheet_spot(sheet, sheet->chart->x_to, names->at[j].y).y;
            if (fabs(a - b) < (gx_layout_height(&names->at[i].fit) +
                               gx_layout_height(&names->at[j].fit)) /
                                  2)
                return true;
        }
    }
    return false;
}

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

static void add_strokes(gx_sheet *sheet, const double *x, const double *y, int32_t length,
                        double weight)
{
    for (int32_t i = 0; i + 1 < length; i++) {
        if (isnan(x[i]) || isnan(y[i]) || isnan(x[i + 1]) || isnan(y[i + 1]) ||
            (y[i] > sheet->y_to && y[i + 1] > sheet->y_to))
            continue;
        gx_spot from = gx_sheet_spot(sheet, x[i], y[i]);
        gx_spot to = gx_sheet_spot(sheet, x[i + 1], y[i + 1]);
        *GX_ADD(sheet->arena, &sheet->scene.strokes) =
            (gx_stroke){below_top(sheet, to, from), below_top(sheet, from, to), weight};
    }
}

static void add_marks(gx_sheet *sheet, const double *x, const double *y, int32_t length)
{
    const double half = 3.0;
    for (int32_t i = 0; i < length; i++) {
        if (!gx_sheet_shows(sheet, x[i], y[i]))
            continue;
        gx_spot at = gx_sheet_spot(sheet, x[i], y[i]);
        *GX_ADD(sheet->arena, &sheet->scene.boxes) =
            (gx_box){at.x - half, at.y - half, at.x + half, at.y + half};
    }
}

static void fill_scene(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        add_strokes(sheet, s->x, s->y, s->length, 200.0);
    }
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        add_strokes(sheet, b->x, b->low, b->length, 60.0);
        add_strokes(sheet, b->x, b->high, b->length, 60.0);
    }
    for (int32_t i = 0; i < c->points.count; i++)
        add_marks(sheet, c->points.at[i].x, c->points.at[i].y, c->points.at[i].length);
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        double x[] = {t->x, t->x}, y[] = {t->low, t->high};
        add_strokes(sheet, x, y, 2, 300.0);
        add_marks(sheet, x, y, 2);
    }
}

/* ---- texts inside ---- */

typedef GX_LIST(gx_spot) gx_spots;

static void add_spot(const gx_sheet *sheet, gx_spots *spots, double x, double y)
{
    if (gx_sheet_shows(sheet, x, y))
        *GX_ADD(sheet->arena, spots) = gx_sheet_spot(sheet, x, y);
}

static void label_targets(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    const double arm = 3.5, width = 1.4;
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        if (!(t->x >= c->x_from && t->x <= c->x_to) || !(t->low <= sheet->y_to) ||
            isnan(t->high))
            continue;
        gx_spot low = gx_sheet_spot(sheet, t->x, fmin(t->low, sheet->y_to));
        gx_spot high = gx_sheet_spot(sheet, t->x, fmin(t->high, sheet->y_to));
        double side = low.x - arm < sheet->plot.left ? arm : -arm;
        gx_sheet_line(sheet, low, high, width, GX_TARGET);
        gx_sheet_line(sheet, (gx_spot){low.x + side, low.y}, low, width, GX_TARGET);
        if (t->high <= sheet->y_to)
            gx_sheet_line(sheet, (gx_spot){high.x + side, high.y}, high, width,
                          GX_TARGET);
        gx_spots spots = {0};
        for (int32_t k = 0; k <= 8; k++)
            add_spot(sheet, &spots, t->x, t->low + (t->high - t->low) * k / 8.0);
        gx_sheet_label(sheet, t->label, spots.at, spots.count, GX_TARGET);
    }
}

static void label_points(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        gx_spots spots = {0};
        for (int32_t k = 0; k < p->length; k++)
            add_spot(sheet, &spots, p->x[k], p->y[k]);
        gx_sheet_label(sheet, p->label, spots.at, spots.count,
                       p->hollow ? GX_GREY : GX_INK);
    }
}

static void label_bands(gx_sheet *sheet)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        gx_spots spots = {0};
        int32_t rim = b->length / 4; /* away from where it begins and ends */
        for (int32_t k = rim; k < b->length - rim; k++) {
            add_spot(sheet, &spots, b->x[k], (b->low[k] + b->high[k]) / 2);
            add_spot(sheet, &spots, b->x[k], b->low[k] + (b->high[k] - b->low[k]) * 0.9);
        }
        gx_sheet_label(sheet, b->label, spots.at, spots.count,
                       gx_band_looks[i % GX_BAND_LOOKS].text);
    }
}

/* Lines that end before the last year. */
static void label_series(gx_sheet *sheet, const margin_names *names)
{
    const gx_chart *c = sheet->chart;
    int32_t next = 0;
    for (int32_t i = 0; i < c->series.count; i++) {
        double x = 0.0, y = 0.0;
        if (next < names->count && names->at[next].series == i) {
            next++;
        } else if (series_end(sheet, &c->series.at[i], &x, &y)) {
            gx_spot spot = gx_sheet_spot(sheet, x, y);
            gx_sheet_label(sheet, c->series.at[i].label, &spot, 1,
                           gx_looks[i % GX_LOOKS].text);
        }
    }
}

/* ---- data and the plot ---- */

/* Points of a line without a neighbour, which a line alone would not show. */
static gx_spots lone_points(gx_sheet *sheet, const gx_series *s)
{
    gx_spots lone = {0};
    for (int32_t i = 0; i < s->length; i++) {
        bool has_before = i > 0 && !isnan(s->x[i - 1]) && !isnan(s->y[i - 1]);
        bool has_after = i + 1 < s->length && !isnan(s->x[i + 1]) && !isnan(s->y[i + 1]);
        if (!has_before && !has_after && gx_sheet_shows(sheet, s->x[i], s->y[i]))
            *GX_ADD(sheet->arena, &lone) = (gx_spot){s->x[i], s->y[i]};
    }
    return lone;
}

static bool has_any(const double *x, const double *y, int32_t length)
{
    for (int32_t i = 0; i < length; i++)
        if (!isnan(x[i]) && !isnan(y[i]))
            return true;
    return false;
}

/* Begin a part of the plot command. */
static void begin_part(gx_buf *plot)
{
    gx_buf_print(plot, plot->length ? ", \\\n     " : "plot ");
}

static void write_bands(gx_sheet *sheet, gx_buf *plot)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        int32_t k = i + 1, look = i % GX_BAND_LOOKS;
        if (!has_any(b->x, b->low, b->length) || !has_any(b->x, b->high, b->length))
            continue;
        gx_sheet_data(sheet, "band", k, (const double *const[]){b->x, b->low, b->high}, 3,
                      b->length);
        begin_part(plot);
        gx_buf_print(plot, "$band_%d using 1:2:3 with filledcurves fillcolor rgb \"%s\"",
                     k, gx_band_looks[look].fill);
        for (int32_t column = 2; column <= 3; column++) {
            begin_part(plot);
            gx_buf_print(plot,
                         "$band_%d using 1:%d with lines linetype 1 linewidth 0.5 "
                         "linecolor rgb \"%s\"",
                         k, column, gx_band_looks[look].rim);
        }
    }
}

static void write_series(gx_sheet *sheet, gx_buf *plot)
{
    const gx_chart *c = sheet->chart;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        int32_t k = i + 1, look = i % GX_LOOKS;
        if (!has_any(s->x, s->y, s->length))
            continue;
        gx_sheet_data(sheet, "series", k, (const double *const[]){s->x, s->y}, 2,
                      s->length);
        begin_part(plot);
        gx_buf_print(plot,
                     "$series_%d using 1:2 with lines linewidth 1.6 dashtype %s "
                     "linecolor rgb \"%s\"",
                     k, gx_looks[(look + 3 * (i / GX_LOOKS)) % GX_LOOKS].dash,
                     gx_looks[look].line);
        gx_spots lone = lone_points(sheet, s);
        if (lone.count == 0)
            continue;
        gx_buf_print(sheet->out, "$lone_%d << EOD\n", k);
        for (int32_t j = 0; j < lone.count; j++)
            gx_buf_print(sheet->out, "%.17g %.17g\n", lone.at[j].x, lone.at[j].y);
        gx_buf_print(sheet->out, "EOD\n");
        begin_part(plot);
        gx_buf_print(plot,
                     "$lone_%d using 1:2 with points pointtype 7 pointsize 0.5 "
                     "linecolor rgb \"%s\"",
                     k, gx_looks[look].line);
    }
}

static void write_points(gx_sheet *sheet, gx_buf *plot)
{
    const gx_chart *c = sheet->chart;
    int32_t used[2] = {0}; /* marks of filled and of hollow points */
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        int32_t k = i + 1, look = used[p->hollow]++ % GX_MARKS;
        if (!has_any(p->x, p->y, p->length))
            continue;
        gx_sheet_data(sheet, "points", k, (const double *const[]){p->x, p->y}, 2,
                      p->length);
        const char *colour = p->hollow ? GX_GREY : GX_INK;
        const char *inside = p->hollow ? "white" : colour; /* hides the line beneath */
        begin_part(plot);
        gx_buf_print(plot,
                     "$points_%d using 1:2 with points pointtype %d pointsize 0.85 "
                     "linecolor rgb \"%s\"",
                     k, gx_marks[look].filled, inside);
        begin_part(plot);
        gx_buf_print(plot,
                     "$points_%d using 1:2 with points pointtype %d pointsize 0.85 "
                     "linewidth 1.2 linecolor rgb \"%s\"",
                     k, gx_marks[look].hollow, colour);
    }
}

void gx_plot_time_series(const gx_chart *chart, gx_buf *out)
{
    gx_arena *arena = gx_arena_new(out->oom);
    gx_sheet sheet = {.chart = chart, .arena = arena, .out = out};
    gx_sheet_begin(&sheet);
    margin_names names = {0};
    collect_names(&sheet, &names);
    double widest = fit_names(&sheet, &names);
    double gap = are_close(&sheet, &names) ? 12.0 : 6.0;
    sheet.plot.right = GX_PAGE_WIDTH - 9.0 - (names.count ? widest + gap : 3.0);
    gx_sheet_axes(&sheet);
    write_names(&sheet, &names, gap);
    fill_scene(&sheet);
    label_targets(&sheet);
    label_points(&sheet);
    label_series(&sheet, &names);
    label_bands(&sheet);
    gx_buf plot;
    gx_buf_init(&plot, out->oom);
    write_bands(&sheet, &plot);
    write_series(&sheet, &plot);
    write_points(&sheet, &plot);
    if (plot.length == 0) /* only targets: gnuplot wants something to plot */
        gx_buf_print(&plot, "plot %.17g", sheet.y_from - (sheet.y_to - sheet.y_from));
    gx_buf_add(out, plot.text, plot.length);
    gx_buf_add(out, "\n", 1);
    gx_buf_clear(&plot);
    gx_arena_free(arena);
}
