/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything is placed in points of the page and written in screen coordinates, so that
 * each terminal gives the same picture. */
#include "show/sheet.h"

#include <math.h>
#include <string.h>

static const double edge = 9.0; /* free rim of the page */
static const double tick_size = 8.5, label_size = 8.0;
static const double tall = 16.0, wide = 30.0; /* of a number with air */
static const double above = 15.0; /* room for names above the plot, when asked for */

/* Numbers along an axis as long as this: a few, and as many as have room. */
static void range_of_y(gx_sheet *sheet, double length, double apart)
{
    double least = length < 130.0 ? 2.0 : 4.0;
    const gx_chart *c = sheet->chart;
    sheet->y = gx_scale_of_y(c, sheet->page->own_scales ? NULL : sheet->page);
    sheet->ticks = c->y.from < c->y.to
                       ? gx_scale_ticks(&sheet->y, least, sheet->arena)
                       : gx_scale_round(&sheet->y, least, length / apart, sheet->arena);
}

/* ---- writing ---- */

static void write_lines(gx_sheet *sheet, const gx_fit *fit, double x, double top,
                        const char *colour, bool is_bold, const char *side)
{
    for (int32_t i = 0; i < fit->line_count; i++) {
        double y = top - (i + 0.5) * fit->size * GX_LINE_HEIGHT;
        gx_buf_print(sheet->out, "set label %d %s", ++sheet->texts,
                     is_bold ? "\"\\173/:Bold \" . " : "");
        gx_gnuplot_quote(fit->line[i], sheet->out);
        gx_buf_print(sheet->out,
                     "%s at screen %.5f,%.5f %s font \",%.3f\" textcolor rgb \"%s\" "
                     "front\n",
                     is_bold ? " . \"\\175\"" : "", x / sheet->width, y / sheet->height,
                     side, fit->size, colour);
    }
}

void gx_sheet_text(gx_sheet *sheet, const gx_fit *fit, double x, double top,
                   const char *colour)
{
    write_lines(sheet, fit, x, top, colour, false, "left");
}

void gx_sheet_text_before(gx_sheet *sheet, const gx_fit *fit, double x, double top,
                          const char *colour)
{
    write_lines(sheet, fit, x, top, colour, false, "right");
}

void gx_sheet_heading(gx_sheet *sheet, const gx_fit *fit, double x, double top)
{
    write_lines(sheet, fit, x, top, GX_INK, true, "left");
}

void gx_sheet_line(gx_sheet *sheet, gx_spot from, gx_spot to, double width,
                   const char *colour)
{
    gx_sheet_dashed(sheet, from, to, width, "solid", colour);
}

void gx_sheet_dashed(gx_sheet *sheet, gx_spot from, gx_spot to, double width,
                     const char *dash, const char *colour)
{
    gx_buf_print(sheet->out,
                 "set arrow %d from screen %.5f,%.5f to screen %.5f,%.5f nohead "
                 "linewidth %g dashtype %s linecolor rgb \"%s\" front\n",
                 ++sheet->lines, from.x / sheet->width, from.y / sheet->height,
                 to.x / sheet->width, to.y / sheet->height, width, dash, colour);
}

static void write_box(gx_sheet *sheet, gx_box box, const char *colour, const char *rim)
{
    gx_buf_print(sheet->out,
                 "set object %d rectangle from screen %.5f,%.5f to screen %.5f,%.5f "
                 "fillstyle solid 1 ",
                 ++sheet->fills, box.left / sheet->width, box.bottom / sheet->height,
                 box.right / sheet->width, box.top / sheet->height);
    if (rim)
        gx_buf_print(sheet->out, "border linecolor rgb \"%s\" linewidth 1 ", rim);
    else
        gx_buf_print(sheet->out, "noborder ");
    gx_buf_print(sheet->out, "fillcolor rgb \"%s\" front\n", colour);
}

void gx_sheet_fill(gx_sheet *sheet, gx_box box, const char *colour, gx_filling filling)
{
    double middle = (box.bottom + box.top) / 2,
           half = GX_STRIPE * (box.top - box.bottom) / 2;
    bool is_hollow = filling == GX_FILLING_HOLLOW;
    write_box(sheet, box, is_hollow ? "white" : colour, is_hollow ? colour : NULL);
    if (filling == GX_FILLING_SPLIT)
        write_box(sheet, (gx_box){box.left, middle - half, box.right, middle + half},
                  "white", NULL);
}

gx_spot gx_sheet_spot(const gx_sheet *sheet, double x, double y)
{
    const gx_box *p = &sheet->plot;
    return (gx_spot){p->left + gx_scale_part(&sheet->chart->x, x) * (p->right - p->left),
                     p->bottom + gx_scale_part(&sheet->y, y) * (p->top - p->bottom)};
}

bool gx_sheet_shows(const gx_sheet *sheet, double x, double y)
{
    return x >= sheet->chart->x.from && x <= sheet->chart->x.to && y >= sheet->y.from &&
           y <= sheet->y.to;
}

void gx_sheet_label(gx_sheet *sheet, const char *text, const gx_spot *anchor,
                    int32_t anchor_count, const char *colour)
{
    double room = sheet->scene.room.right - sheet->scene.room.left;
    gx_fit fit =
        gx_layout_fit_within(sheet->arena, text, label_size, 0.4 * room, 0.97 * room);
    if (fit.line_count == 0 || anchor_count == 0)
        return;
    gx_spot nearest = anchor[0];
    gx_box box = gx_layout_place(&sheet->scene, fit.width, gx_layout_height(&fit), anchor,
                                 anchor_count, &nearest);
    gx_sheet_text(sheet, &fit, box.left, box.top, colour);
    gx_spot end = gx_layout_nearest(box, nearest);
    double way = hypot(end.x - nearest.x, end.y - nearest.y);
    if (way > GX_CLOSE) {
        double rest = 1.5 / way, gap = 3.5 / way; /* free of the text and of the mark */
        gx_spot from = {nearest.x + (end.x - nearest.x) * gap,
                        nearest.y + (end.y - nearest.y) * gap};
        gx_spot to = {end.x + (nearest.x - end.x) * rest,
                      end.y + (nearest.y - end.y) * rest};
        gx_sheet_line(sheet, from, to, 0.5, colour);
        gx_layout_avoid(&sheet->scene, from, to, 300.0);
    }
}

const char *gx_sheet_data(gx_sheet *sheet, const char *name, int32_t number,
                          const double *const *column, int32_t count, int32_t length)
{
    const char *block =
        sheet->panel
            ? gx_arena_format(sheet->arena, "$%s_%d_%d", name, sheet->panel, number)
            : gx_arena_format(sheet->arena, "$%s_%d", name, number);
    gx_buf_print(sheet->data, "%s << EOD\n", block);
    bool in_gap = true;
    for (int32_t i = 0; i < length; i++) {
        bool has_all = true;
        for (int32_t k = 0; k < count; k++)
            has_all = has_all && !isnan(column[k][i]);
        for (int32_t k = 0; k < count && has_all; k++) {
            gx_buf_number(sheet->data, column[k][i]);
            gx_buf_add(sheet->data, k + 1 < count ? " " : "\n", 1);
        }
        if (!has_all && !in_gap)
            gx_buf_add(sheet->data, "\n", 1);
        in_gap = !has_all;
    }
    gx_buf_print(sheet->data, "EOD\n");
    return block;
}

gx_buf *gx_sheet_part(gx_sheet *sheet)
{
    gx_buf_print(sheet->parts, sheet->parts->length ? ", \\\n     " : "plot ");
    return sheet->parts;
}

void gx_sheet_record(gx_sheet *sheet, gx_drawn drawn)
{
    const gx_chart *plot =
        sheet->panel ? &sheet->page->panels.at[sheet->panel - 1] : sheet->page;
    const char *title = plot->title && *plot->title ? plot->title : plot->x.title;
    drawn.panel = sheet->panel && title ? title : "";
    drawn.axis = plot->x;
    *GX_ADD(sheet->arena, &sheet->drawn) = drawn;
}

void gx_sheet_end(gx_sheet *sheet)
{
    if (sheet->parts->length == 0) /* gnuplot wants something to plot */
        gx_buf_print(gx_sheet_part(sheet), "%.17g",
                     sheet->y.from - (sheet->y.to - sheet->y.from));
    gx_buf_add(sheet->out, sheet->parts->text, sheet->parts->length);
    gx_buf_print(sheet->out, "\n");
    gx_buf_empty(sheet->parts);
    if (sheet->panel) /* what is written once does not come back with the next plot */
        gx_buf_print(sheet->out, "unset label\nunset arrow\nunset object\n");
    if (sheet->panel &&
        (sheet->chart->x.scale == GX_SCALE_LOG || sheet->y.scale == GX_SCALE_LOG))
        gx_buf_print(sheet->out, "unset logscale\n");
}

/* ---- title and foot ---- */

/* A text over the width of the page. */
static gx_fit fit_page(gx_sheet *sheet, const char *text, double size, int32_t lines)
{
    return gx_layout_wrap(sheet->arena, text, size, sheet->width - 2.0 * edge, lines);
}

void gx_sheet_begin(gx_sheet *sheet, double (*area)(gx_sheet *sheet))
{
    const gx_chart *c = sheet->page;
    gx_fit title = fit_page(sheet, c->title, 12.0, 2);
    gx_fit subtitle =
        fit_page(sheet, c->subtitle, fmin(9.0, 0.9 * title.size), GX_MOST_LINES);
    gx_fit source = fit_page(sheet, c->source, 7.5, GX_MOST_LINES);
    double foot = edge - 2.0 + gx_layout_height(&source);
    sheet->area.left = edge;
    sheet->area.right = sheet->width - edge;
    sheet->area.bottom = foot + (foot > edge ? 4.0 : 0.0);
    sheet->area.top = sheet->area.bottom + area(sheet);
    double under = sheet->area.top + 9.0; /* the texts at the top */
    double middle = under + gx_layout_height(&subtitle);
    double top = middle + 1.0 + gx_layout_height(&title);
    sheet->height = top + edge - 2.0;
    write_lines(sheet, &title, edge, top, GX_INK, true, "left");
    write_lines(sheet, &subtitle, edge, middle, GX_GREY, false, "left");
    write_lines(sheet, &source, edge, foot, GX_FAINT, false, "left");
}

/* Do values pass the top of an axis that is given? */
static bool leaves_top(const gx_chart *chart)
{
    gx_chart whole = *chart;
    whole.y.from = whole.y.to = 0.0;
    return chart->y.from < chart->y.to && gx_scale_of_y(&whole, NULL).to > chart->y.to;
}

/* An axis' title over the width of its plot's box; it stays within it. */
static gx_fit fit_axis(gx_sheet *sheet, const gx_axis *axis)
{
    return gx_layout_fit(sheet->arena, axis->title, label_size,
                         sheet->box.right - sheet->box.left);
}

static double widest_tick(const gx_ticks *ticks)
{
    double widest = 0.0;
    for (int32_t i = 0; i < ticks->count; i++) {
        const char *text = ticks->at[i].text;
        widest = fmax(widest, gx_layout_ems(text, strlen(text)) * tick_size);
    }
    return widest;
}

/* What the last number along x, in the middle under its tick, takes right of the plot. */
static double overhang(const gx_sheet *sheet)
{
    const gx_axis *x = &sheet->chart->x;
    const gx_ticks years = {0};
    gx_ticks ticks =
        x->scale == GX_SCALE_PLAIN ? years : gx_scale_ticks(x, 4.0, sheet->arena);
    double widest = ticks.count ? widest_tick(&ticks) : 4 * 0.6 * tick_size;
    return fmax(3.0, widest / 2);
}

void gx_sheet_panel(gx_sheet *sheet, const gx_chart *chart, gx_box box)
{
    sheet->chart = chart;
    sheet->box = box;
    range_of_y(sheet, box.top - box.bottom, tall);
    sheet->x_title = fit_axis(sheet, &chart->x);
    sheet->y_title = fit_axis(sheet, &chart->y);
    sheet->plot = (gx_box){box.left + widest_tick(&sheet->ticks) + 6.0,
                           box.bottom + 17.0 + gx_layout_height(&sheet->x_title),
                           box.right - overhang(sheet), box.top};
    if (sheet->y_title.line_count)
        sheet->plot.top -= gx_layout_height(&sheet->y_title) + 5.0;
    if (leaves_top(chart)) /* names of such lines stand above it */
        sheet->plot.top -= above;
}

/* ---- axes ---- */

static void write_years(gx_sheet *sheet)
{
    static const int32_t steps[] = {1, 2, 5, 10, 20, 25, 50, 100};
    const gx_chart *c = sheet->chart;
    double years = c->x.to - c->x.from;
    double width = sheet->plot.right - sheet->plot.left;
    size_t s = 0;
    while (s + 1 < sizeof steps / sizeof *steps && width / years * steps[s] < 30.0)
        s++;
    double step = steps[s];
    while (width / years * step < 30.0)
        step *= 2.0;
    double minor = width / years >= 4.0 ? 1.0 : step; /* a small tick every year */
    const char *comma = "";
    gx_buf_print(sheet->out, "set xtics out nomirror scale 0.6,0.3 (");
    for (double x = ceil(c->x.from / minor) * minor; x <= c->x.to; x += minor) {
        bool is_major = fmod(x, step) == 0.0;
        if (is_major)
            gx_buf_print(sheet->out, "%s\"%.0f\" %.0f", comma, x, x);
        else
            gx_buf_print(sheet->out, "%s\"\" %.0f 1", comma, x);
        comma = ", ";
    }
    if (!*comma) /* less than a year */
        gx_buf_print(sheet->out, "\"%.2f\" %.17g, \"%.2f\" %.17g", c->x.from, c->x.from,
                     c->x.to, c->x.to);
    gx_buf_print(sheet->out, ") offset 0,0.4 textcolor rgb \"" GX_GREY "\"\n");
}

static void write_values(gx_sheet *sheet)
{
    gx_buf_print(sheet->out, "set ytics scale 0 nomirror (");
    for (int32_t i = 0; i < sheet->ticks.count; i++) {
        const gx_tick *tick = &sheet->ticks.at[i];
        gx_buf_print(sheet->out, "%s\"%s\" ", i ? ", " : "", tick->text);
        gx_buf_number(sheet->out, tick->at);
        gx_spot at = gx_sheet_spot(sheet, sheet->chart->x.from, tick->at);
        gx_layout_avoid(&sheet->scene, at, (gx_spot){sheet->plot.right, at.y}, 1.5);
    }
    gx_buf_print(sheet->out, ") textcolor rgb \"" GX_GREY "\"\n");
    if (sheet->y.from < 0.0 && sheet->y.to >= 0.0) {
        gx_spot zero = gx_sheet_spot(sheet, sheet->chart->x.from, 0.0);
        gx_sheet_line(sheet, zero, (gx_spot){sheet->plot.right, zero.y}, 0.6, GX_AXIS);
    }
}

/* Margins, ranges and what all axes have in common. */
static void write_frame(gx_sheet *sheet)
{
    const gx_box *p = &sheet->plot;
    gx_buf *out = sheet->out;
    sheet->scene = (gx_scene){.arena = sheet->arena};
    sheet->scene.room = (gx_box){p->left + 3.0, p->bottom + 3.0, p->right - 1.0, p->top};
    if (leaves_top(sheet->chart))
        sheet->scene.room.top += above;
    gx_buf_print(out, "set lmargin at screen %.5f\nset rmargin at screen %.5f\n",
                 p->left / sheet->width, p->right / sheet->width);
    gx_buf_print(out, "set tmargin at screen %.5f\nset bmargin at screen %.5f\n",
                 p->top / sheet->height, p->bottom / sheet->height);
    if (sheet->chart->x.scale == GX_SCALE_LOG)
        gx_buf_print(out, "set logscale x\n");
    if (sheet->y.scale == GX_SCALE_LOG)
        gx_buf_print(out, "set logscale y\n");
    gx_buf_print(out, "set xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\n",
                 sheet->chart->x.from, sheet->chart->x.to, sheet->y.from, sheet->y.to);
    gx_buf_print(out, "set border 1 linewidth 0.75 linecolor rgb \"" GX_AXIS "\"\n");
    gx_buf_print(out, "set clip two\nunset key\n");
}

static void write_grid(gx_sheet *sheet, const char *of)
{
    gx_buf_print(sheet->out,
                 "set grid %s back linetype 1 linewidth 0.5 "
                 "linecolor rgb \"" GX_HAIRLINE "\"\n",
                 of);
}

/* Numbers along x: as many as have room, that of zero among them. */
static void write_numbers(gx_sheet *sheet, const gx_ticks *ticks, const char *scale)
{
    double apart = sheet->width;
    int32_t zero = 0;
    for (int32_t i = 0; i < ticks->count; i++) {
        double here = gx_sheet_spot(sheet, ticks->at[i].at, sheet->y.from).x;
        zero = ticks->at[i].at == 0.0 ? i : zero;
        if (i)
            apart = fmin(
                apart, here - gx_sheet_spot(sheet, ticks->at[i - 1].at, sheet->y.from).x);
    }
    double room = fmax(apart, 1e-3 * sheet->width); /* 0 where digits end */
    int32_t every =
        (int32_t)fmin(ceil((widest_tick(ticks) + 5.0) / room), ticks->count + 1.0);
    gx_buf_print(sheet->out, "set xtics %s nomirror (", scale);
    for (int32_t i = 0; i < ticks->count; i++) {
        bool is_told = (i - zero) % every == 0;
        gx_buf_print(sheet->out, "%s\"%s\" ", i ? ", " : "",
                     is_told ? ticks->at[i].text : "");
        gx_buf_number(sheet->out, ticks->at[i].at);
    }
    gx_buf_print(sheet->out, ") offset 0,0.4 textcolor rgb \"" GX_GREY "\"\n");
}

/* The title of y above its numbers, that of x in the middle below its own. */
static void write_titles(gx_sheet *sheet)
{
    const gx_box *box = &sheet->box, *p = &sheet->plot;
    double half = sheet->x_title.width / 2, middle = (p->left + p->right) / 2;
    middle = fmax(fmin(middle, box->right - half), box->left + half);
    write_lines(sheet, &sheet->x_title, middle,
                box->bottom + gx_layout_height(&sheet->x_title), GX_GREY, false,
                "center");
    write_lines(sheet, &sheet->y_title, box->left, box->top, GX_GREY, false, "left");
}

void gx_sheet_axes(gx_sheet *sheet)
{
    const gx_axis *x = &sheet->chart->x;
    bool is_years = x->scale == GX_SCALE_PLAIN;
    write_frame(sheet);
    write_grid(sheet, is_years ? "noxtics ytics" : "xtics ytics");
    if (is_years) {
        write_years(sheet);
    } else {
        double least = fmax(2.0, floor((sheet->plot.right - sheet->plot.left) / 40.0));
        gx_ticks ticks = gx_scale_ticks(x, least, sheet->arena);
        write_numbers(sheet, &ticks, "out scale 0.6");
    }
    write_values(sheet);
    write_titles(sheet);
}

double gx_sheet_across_height(const gx_sheet *sheet, const gx_chart *chart, double width)
{
    gx_fit title = gx_layout_fit(sheet->arena, chart->y.title, label_size, width);
    return 17.0 + gx_layout_height(&title);
}

void gx_sheet_across(gx_sheet *sheet, const gx_chart *chart, gx_box box)
{
    gx_chart *axes = GX_NEW(sheet->arena, gx_chart);
    sheet->chart = chart;
    range_of_y(sheet, box.right - box.left, wide);
    gx_ticks ticks = sheet->ticks;
    *axes = (gx_chart){.x = sheet->y};
    sheet->chart = axes;
    sheet->y = (gx_axis){.from = 0.5, .to = chart->name_count + 0.5};
    sheet->box = sheet->plot = box;
    sheet->plot.bottom += gx_sheet_across_height(sheet, chart, box.right - box.left);
    sheet->x_title = fit_axis(sheet, &chart->y);
    sheet->y_title = (gx_fit){0};
    write_frame(sheet);
    write_grid(sheet, "xtics noytics");
    gx_buf_print(sheet->out, "unset ytics\n");
    write_numbers(sheet, &ticks, "scale 0");
    write_titles(sheet);
    if (axes->x.from > 0.0 || axes->x.to < 0.0)
        return;
    gx_spot zero = gx_sheet_spot(sheet, 0.0, sheet->y.from);
    gx_sheet_line(sheet, zero, (gx_spot){zero.x, sheet->plot.top}, 0.75, GX_AXIS);
}
