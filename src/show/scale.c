/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps are 1, 2, 2.5 or 5 times a power of ten; on logarithms powers of ten, with 2 and
 * 5 of each where there are few, and less than one power of ten has even steps. */
#include "show/scale.h"

#include <math.h>
#include <string.h>

static const double air = 0.03; /* beside the values, of their range */

double gx_scale_part(const gx_axis *axis, double value)
{
    return axis->scale == GX_SCALE_LOG
               ? log(value / axis->from) / log(axis->to / axis->from)
               : (value - axis->from) / (axis->to - axis->from);
}

/* ---- ranges ---- */

static gx_axis empty_range(const gx_axis *like)
{
    gx_axis axis = *like;
    axis.from = like->scale == GX_SCALE_PLAIN ? 0.0 : HUGE_VAL;
    axis.to = like->scale == GX_SCALE_PLAIN ? 0.0 : -HUGE_VAL;
    return axis;
}

/* By the x of some points, or by the y of those whose x is shown. */
static void widen(gx_axis *axis, const gx_axis *shown, const double *x, const double *y,
                  int32_t length)
{
    for (int32_t i = 0; i < length; i++) {
        double value = shown ? y[i] : x[i];
        if (isnan(value) || (axis->scale == GX_SCALE_LOG && value <= 0.0) ||
            (shown && !(x[i] >= shown->from && x[i] <= shown->to)))
            continue;
        axis->from = fmin(axis->from, value);
        axis->to = fmax(axis->to, value);
    }
}

static void widen_by_all(gx_axis *axis, const gx_chart *c, const gx_axis *shown)
{
    for (int32_t i = 0; i < c->series.count; i++)
        widen(axis, shown, c->series.at[i].x, c->series.at[i].y, c->series.at[i].length);
    for (int32_t i = 0; i < c->points.count; i++)
        widen(axis, shown, c->points.at[i].x, c->points.at[i].y, c->points.at[i].length);
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        widen(axis, shown, b->x, b->low, b->length);
        widen(axis, shown, b->x, b->high, b->length);
    }
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        widen(axis, shown, &t->x, &t->low, 1);
        widen(axis, shown, &t->x, &t->high, 1);
    }
}

/* No value, or one alone, makes a range too. */
static void open(gx_axis *axis)
{
    bool is_log = axis->scale == GX_SCALE_LOG;
    if (axis->from > axis->to) {
        axis->from = is_log ? 1.0 : 0.0;
        axis->to = axis->from;
    }
    if (axis->from < axis->to)
        return;
    if (axis->scale == GX_SCALE_PLAIN) {
        axis->to = axis->from + 1.0;
    } else if (is_log) {
        axis->from /= 2.0;
        axis->to *= 2.0;
    } else {
        double half = axis->from == 0.0 ? 0.5 : fabs(axis->from) / 2.0;
        axis->from -= half;
        axis->to += half;
    }
}

static gx_axis of_x(const gx_chart *chart)
{
    gx_axis x = empty_range(&chart->x);
    if (chart->x.scale == GX_SCALE_PLAIN || chart->x.from < chart->x.to)
        return chart->x;
    widen_by_all(&x, chart, NULL);
    open(&x);
    if (x.scale == GX_SCALE_LOG) {
        double factor = pow(x.to / x.from, air);
        x.from /= factor;
        x.to *= factor;
    } else {
        double more = (x.to - x.from) * air;
        x.from -= more;
        x.to += more;
    }
    return x;
}

gx_chart gx_scale_settled(const gx_chart *chart, gx_arena *arena)
{
    gx_chart page = *chart;
    page.x = of_x(chart);
    page.panels.count = page.panels.room = 0;
    for (int32_t i = 0; i < chart->panels.count; i++) {
        gx_chart *panel = GX_ADD(arena, &page.panels);
        *panel = chart->panels.at[i];
        panel->x = of_x(panel);
    }
    return page;
}

gx_axis gx_scale_of_y(const gx_chart *chart, const gx_chart *page)
{
    gx_axis y = empty_range(&chart->y);
    if (chart->y.from < chart->y.to)
        return chart->y;
    widen_by_all(&y, chart, &chart->x);
    for (int32_t i = 0; page && i < page->panels.count; i++)
        widen_by_all(&y, &page->panels.at[i], &page->panels.at[i].x);
    open(&y);
    return y;
}

/* ---- numbers ---- */

/* The largest of 1, 2, 2.5, 5 times a power of ten that gives at least `least` steps. */
static double nice_step(double span, double least)
{
    static const double nice[] = {10.0, 5.0, 2.5, 2.0, 1.0};
    double power = pow(10.0, floor(log10(span / least)));
    for (size_t i = 0; i < sizeof nice / sizeof *nice; i++)
        if (span / (nice[i] * power) >= least)
            return nice[i] * power;
    return power;
}

/* `1.25×10¹³`; a power of three digits would be too wide. */
static const char *power_text(gx_arena *arena, const char *sign, double magnitude)
{
    static const char *const digit[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    const char *number = gx_arena_format(arena, "%.3e", magnitude);
    const char *e = strchr(number, 'e'), *power = e[1] == '-' ? "⁻" : "";
    int32_t length = (int32_t)(e - number);
    if (strlen(e) > strlen("e+99"))
        return gx_arena_format(arena, "%s%.4g", sign, magnitude);
    while (number[length - 1] == '0')
        length--;
    length -= number[length - 1] == '.';
    for (e += 2 + (e[2] == '0'); *e; e++)
        power = gx_arena_format(arena, "%s%s", power, digit[*e - '0']);
    return gx_arena_format(arena, "%s%.*s×10%s", sign, (int)length, number, power);
}

/* As many decimals as the step needs, thousands apart from 10,000 on. */
static const char *tick_text(gx_arena *arena, double value, double step)
{
    double magnitude = fabs(value) < step * 1e-6 ? 0.0 : fabs(value);
    const char *sign = value < 0.0 && magnitude > 0.0 ? "−" : "";
    if (magnitude >= 1e9 || step < 1e-5)
        return magnitude > 0.0 ? power_text(arena, sign, magnitude) : "0";
    int32_t decimals = 0;
    for (double s = step; decimals < 6 && fabs(s - round(s)) > 1e-6 * s; s *= 10.0)
        decimals++;
    double whole = magnitude > 0.0 ? floor(magnitude + 1e-9 * step) : 0.0;
    if (decimals > 0 || whole < 1e4)
        return gx_arena_format(arena, "%s%.*f", sign, (int)decimals, magnitude);
    int32_t millions = (int32_t)(whole / 1e6), rest = (int32_t)fmod(whole, 1e6);
    if (millions == 0)
        return gx_arena_format(arena, "%s%d,%03d", sign, (int)(rest / 1000),
                               (int)(rest % 1000));
    return gx_arena_format(arena, "%s%d,%03d,%03d", sign, (int)millions,
                           (int)(rest / 1000), (int)(rest % 1000));
}

/* Multiples of a step. */
static gx_ticks even_ticks(const gx_axis *axis, double step, gx_arena *arena)
{
    gx_ticks ticks = {0};
    double from = ceil(axis->from / step - 1e-9) * step;
    int32_t count = (int32_t)floor((axis->to - from) / step + 1e-9) + 1;
    for (int32_t i = 0; i < count; i++) {
        double at = from + i * step;
        at = fabs(at) < step * 1e-6 ? 0.0 : at;
        *GX_ADD(arena, &ticks) = (gx_tick){at, tick_text(arena, at, step)};
    }
    return ticks;
}

/* Powers of ten, and 2 and 5 times each when `is_fine`. */
static gx_ticks power_ticks(const gx_axis *axis, bool is_fine, gx_arena *arena)
{
    static const double factor[] = {1.0, 2.0, 5.0};
    gx_ticks ticks = {0};
    for (double power = floor(log10(axis->from)); power <= log10(axis->to); power++)
        for (size_t i = 0; i < (is_fine ? sizeof factor / sizeof *factor : 1); i++) {
            double at = factor[i] * pow(10.0, power);
            if (at >= axis->from * (1.0 - 1e-9) && at <= axis->to * (1.0 + 1e-9))
                *GX_ADD(arena, &ticks) = (gx_tick){at, tick_text(arena, at, at)};
        }
    return ticks;
}

gx_ticks gx_scale_ticks(const gx_axis *axis, double least, gx_arena *arena)
{
    double decades = axis->scale == GX_SCALE_LOG ? log10(axis->to / axis->from) : 0.0;
    return decades >= 1.0
               ? power_ticks(axis, 3.0 * decades <= 2.0 * least, arena)
               : even_ticks(axis, nice_step(axis->to - axis->from, least), arena);
}

/* The range of even steps around the values of an axis. */
static gx_axis rounded(const gx_axis *axis, double step)
{
    gx_axis round = *axis;
    round.from = floor(axis->from / step + 1e-9) * step;
    round.to = ceil(axis->to / step - 1e-9) * step;
    return round;
}

gx_ticks gx_scale_round(gx_axis *axis, double least, double most, gx_arena *arena)
{
    const double enough = 0.75; /* of an axis that values take */
    if (axis->scale == GX_SCALE_LOG) {
        axis->from = pow(10.0, floor(log10(axis->from) + 1e-9));
        axis->to = pow(10.0, ceil(log10(axis->to) - 1e-9));
        return gx_scale_ticks(axis, least, arena);
    }
    double span = axis->to - axis->from, step = nice_step(span, least);
    gx_axis round = rounded(axis, step);
    double finer = nice_step(span, span / step * 1.001 + 0.001);
    gx_axis fine = rounded(axis, finer);
    if (span < enough * (round.to - round.from) &&
        (fine.to - fine.from) / finer <= most) {
        round = fine;
        step = finer;
    }
    *axis = round;
    return even_ticks(axis, step, arena);
}
