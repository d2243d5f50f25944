/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One loop over lanes an opcode, made from the rows of ops.def and builtins.def. The
 * compiler may vectorise a loop: every operation in it is the exact IEEE one, contraction
 * is off and no reduction crosses lanes, so the width of the vectors never shows in the
 * bits. Functions of libm are called lane by lane.
 *
 * Jumps are decided at now + dt/2, so that a step time that falls on a tick is not lost
 * to rounding (the field's rule). */
#define _DEFAULT_SOURCE /* lgamma_r */
#include "eval/kernels.h"

#include "eval/allocate.h"
#include "eval/arrays.h"
#include "eval/dates.h"
#include "eval/distributions.h"
#include "eval/random.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static const double missing = GX_NA;

static double log_gamma(double x)
{
    int sign = 0; /* lgamma would write the global signgam */
    return lgamma_r(x, &sign);
}

static double pulse(double now, double dt, double start, double width)
{
    double at = now + dt / 2.0;
    double end = start + (width > dt ? width : dt);
    return at >= start && at < end ? 1.0 : 0.0;
}

static double pulse_train(double now, double dt, double start, double width, double every,
                          double end)
{
    double at = now + dt / 2.0;
    if (at < start || now > end + 1e-6 * dt) /* the tick at the end is one of it */
        return 0.0;
    double since = every > 0.0 ? fmod(at - start, every) : 0.0;
    return since < (width > dt ? width : dt) ? 1.0 : 0.0;
}

/* The quotient alone rounds log 1000 to the base 10 to less than 3. */
static double logarithm(double x, double base)
{
    return base == 10.0 ? log10(x) : base == 2.0 ? log2(x) : log(x) / log(base);
}

static double ramp(double now, double slope, double start, double end)
{
    if (now <= start)
        return 0.0;
    return slope * ((now < end || end <= start ? now : end) - start);
}

/* Linear between points, held at the ends; NaN stays NaN. */
static double table_value(const gx_program_table *table, double x, double **rows,
                          int32_t k)
{
    double *const *y = rows + table->first_y;
    int32_t low = 0, high = table->count - 1;
    if (!(x > table->x[low]))
        return isnan(x) ? x : y[low][k];
    if (x >= table->x[high])
        return y[high][k];
    while (high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        if (x < table->x[middle])
            high = middle;
        else
            low = middle;
    }
    double part = (x - table->x[low]) / (table->x[high] - table->x[low]);
    return y[low][k] + part * (y[high][k] - y[low][k]);
}

static double table_forward(const gx_program_table *table, double x, double **rows,
                            int32_t k)
{
    int32_t i = 0;
    while (i < table->count - 1 && table->x[i] < x)
        i++;
    return isnan(x) ? x : rows[table->first_y + i][k];
}

static double table_backward(const gx_program_table *table, double x, double **rows,
                             int32_t k)
{
    int32_t i = table->count - 1;
    while (i > 0 && table->x[i] > x)
        i--;
    return isnan(x) ? x : rows[table->first_y + i][k];
}

static double table_extrapolate(const gx_program_table *table, double x, double **rows,
                                int32_t k)
{
    int32_t last = table->count - 1, i = x < table->x[0] ? 0 : last - 1;
    if (last == 0 || (x >= table->x[0] && x <= table->x[last]))
        return table_value(table, x, rows, k);
    double *const *y = rows + table->first_y;
    double slope = (y[i + 1][k] - y[i][k]) / (table->x[i + 1] - table->x[i]);
    return y[i][k] + slope * (x - table->x[i]);
}

/* Of the line from point i to the next. */
static double line_slope(const gx_program_table *table, int32_t i, double **rows,
                         int32_t k)
{
    double *const *y = rows + table->first_y;
    return (y[i + 1][k] - y[i][k]) / (table->x[i + 1] - table->x[i]);
}

/* At a point between two lines their mean. Outside the points: 0 when mode is 0, the
 * nearest line's when it is positive, missing when it is negative. */
static double table_slope(const gx_program_table *table, double x, double mode,
                          double **rows, int32_t k)
{
    int32_t last = table->count - 1, i = 0;
    if (isnan(x) || isnan(mode))
        return x + mode;
    if (last == 0 || x < table->x[0] || x > table->x[last]) {
        if (mode < 0.0)
            return missing;
        return mode > 0.0 && last
                   ? line_slope(table, x < table->x[0] ? 0 : last - 1, rows, k)
                   : 0.0;
    }
    while (i < last - 1 && x >= table->x[i + 1])
        i++;
    double slope = line_slope(table, i, rows, k);
    if (i > 0 && x == table->x[i])
        slope = (line_slope(table, i - 1, rows, k) + slope) / 2.0;
    return slope;
}

/* From the first point to x, the lookup held at its ends as when it is read. */
static double table_area(const gx_program_table *table, double x, double **rows,
                         int32_t k)
{
    double *const *y = rows + table->first_y;
    int32_t last = table->count - 1;
    double area = 0.0;
    if (!(x > table->x[0]))
        return (x - table->x[0]) * y[0][k];
    for (int32_t i = 0; i < last && x > table->x[i]; i++) {
        bool whole = x >= table->x[i + 1];
        double width = (whole ? table->x[i + 1] : x) - table->x[i];
        double end = whole ? y[i + 1][k] : table_value(table, x, rows, k);
        area += width * (y[i][k] + end) / 2.0;
    }
    return x > table->x[last] ? area + (x - table->x[last]) * y[last][k] : area;
}

/* Missing when no line of the lookup comes to y. */
static double table_inverse(const gx_program_table *table, double value, double **rows,
                            int32_t k)
{
    double *const *y = rows + table->first_y;
    for (int32_t i = 0; i < table->count; i++) {
        if (y[i][k] == value)
            return table->x[i];
        if (i + 1 < table->count && (value > y[i][k]) == (value < y[i + 1][k]) &&
            value != y[i + 1][k])
            return table->x[i] + (value - y[i][k]) / line_slope(table, i, rows, k);
    }
    return isnan(value) ? value : missing;
}

/* Where `part` of the area between two x is passed. NaN where the lookup, a density, is
 * negative or has no area there. */
static double table_quantile(const gx_program_table *table, double part, double from,
                             double to, double **rows, int32_t k)
{
    double *const *y = rows + table->first_y;
    const double *x = table->x;
    int32_t last = table->count - 1;
    double low = fmax(fmin(from, to), x[0]), high = fmin(fmax(from, to), x[last]);
    for (int32_t i = 0; i <= last; i++)
        if (!(y[i][k] >= 0.0))
            return (double)NAN;
    if (isnan(part + from + to) || !(low < high))
        return (double)NAN;
    double before = table_area(table, low, rows, k);
    double wanted = before + part * (table_area(table, high, rows, k) - before);
    if (!(table_area(table, high, rows, k) > before))
        return (double)NAN;
    for (int32_t i = 0; i < last; i++) {
        double width = x[i + 1] - x[i], slope = line_slope(table, i, rows, k);
        double area = width * (y[i][k] + y[i + 1][k]) / 2.0;
        if (wanted <= area && area > 0.0) {
            double root = sqrt(fmax(0.0, y[i][k] * y[i][k] + 2.0 * slope * wanted));
            double into = wanted > 0.0 ? 2.0 * wanted / (y[i][k] + root) : 0.0;
            return fmin(fmax(x[i] + into, low), high);
        }
        wanted -= area;
    }
    return high; /* rounding */
}

/* How near two times are the same: they are sums of ticks. */
static double same_time(double x)
{
    return isinf(x) ? 0.0 : 1e-9 * fabs(x) + 1e-12;
}

/* The first point of data at or after a time; count when there is none. */
static int32_t data_next(const gx_program_table *table, double x)
{
    int32_t next = 0;
    while (next < table->count && table->x[next] < x - same_time(x))
        next++;
    return next;
}

static bool is_point(const gx_program_table *table, int32_t i, double x)
{
    return i < table->count && table->x[i] <= x + same_time(x);
}

/* Data at a tick: by the points before and after, held outside them. */
static double data_value(const gx_program_table *table, double x, double **rows,
                         int32_t k)
{
    double *const *y = rows + table->first_y;
    int32_t next = data_next(table, x);
    if (!table->count || isnan(x))
        return isnan(x) ? x : missing;
    if (is_point(table, next, x))
        return y[next][k];
    switch (table->between) {
    case GX_BETWEEN_LINE:
        return table_value(table, x, rows, k);
    case GX_BETWEEN_HOLD:
        return y[next ? next - 1 : 0][k];
    case GX_BETWEEN_LOOK:
        return y[next < table->count ? next : table->count - 1][k];
    case GX_BETWEEN_NONE:
        break;
    }
    return missing;
}

static double data_at(const gx_program_table *table, double x, double **rows, int32_t k)
{
    int32_t next = data_next(table, x);
    if (isnan(x))
        return x;
    return is_point(table, next, x) ? rows[table->first_y + next][k] : missing;
}

/* Missing before the first and after the last point. */
static double data_between(const gx_program_table *table, double x, double mode,
                           double **rows, int32_t k)
{
    double *const *y = rows + table->first_y;
    int32_t next = data_next(table, x);
    if (isnan(x) || isnan(mode))
        return x + mode;
    if (is_point(table, next, x))
        return y[next][k];
    if (next == 0 || next == table->count)
        return missing;
    return mode > 0.0   ? y[next][k]
           : mode < 0.0 ? y[next - 1][k]
                        : table_value(table, x, rows, k);
}

/* The sum of the first `count` points. */
static double data_sum(const gx_program_table *table, int32_t count, double **rows,
                       int32_t k)
{
    double sum = table->count ? rows[table->first_y][k] : missing;
    for (int32_t i = 1; i < count; i++)
        sum += rows[table->first_y + i][k];
    return sum;
}

/* As data_value, of a series of sums. */
static double data_cumulated(const gx_program_table *table, double x, double **rows,
                             int32_t k)
{
    int32_t next = data_next(table, x), last = table->count - 1;
    if (isnan(x))
        return x;
    if (is_point(table, next, x))
        return data_sum(table, next + 1, rows, k);
    if (table->between == GX_BETWEEN_NONE)
        return missing;
    if (next == 0 || next > last)
        return data_sum(table, next ? table->count : 1, rows, k);
    double before = data_sum(table, next, rows, k);
    double step = rows[table->first_y + next][k];
    double from = table->x[next - 1], to = table->x[next];
    return table->between == GX_BETWEEN_LINE   ? before + step * (x - from) / (to - from)
           : table->between == GX_BETWEEN_LOOK ? before + step
                                               : before;
}

typedef struct data_summary {
    double least, most, mean;
} data_summary;

/* Of the points from one time to another; missing when there is none. */
static data_summary data_span(const gx_program_table *table, double from, double to,
                              double **rows, int32_t k)
{
    data_summary s = {missing, missing, missing};
    double sum = 0.0;
    int32_t first = data_next(table, from), i = first;
    if (isnan(from) || isnan(to))
        return (data_summary){from + to, from + to, from + to};
    for (; is_point(table, i, to); i++) {
        double y = rows[table->first_y + i][k];
        s.least = i == first || y < s.least ? y : s.least;
        s.most = i == first || y > s.most ? y : s.most;
        sum += y;
    }
    if (i > first)
        s.mean = sum / (i - first);
    return s;
}

/* Arguments a row does not have read register 0, and the compiler drops the load. */
#define KERNEL(id, kernel)                                                               \
    static void run_##id(const gx_lanes *lanes, const gx_instr *instr)                   \
    {                                                                                    \
        double **rows = lanes->rows;                                                     \
        double *out = rows[instr->out];                                                  \
        const double *as = rows[instr->arg[0]], *bs = rows[instr->arg[1]];               \
        const double *cs = rows[instr->arg[2]], *ds = rows[instr->arg[3]];               \
        const double *es = rows[instr->arg[4]], *fs = rows[instr->arg[5]];               \
        const double *gs = rows[instr->arg[6]];                                          \
        const double now = lanes->now, dt = lanes->dt;                                   \
        const gx_program_table *table =                                                  \
            instr->table < 0 ? NULL : &lanes->tables[instr->table];                      \
        (void)now, (void)dt, (void)table;                                                \
        for (int32_t k = 0; k < lanes->count; k++) {                                     \
            double a = as[k], b = bs[k], c = cs[k], d = ds[k], e = es[k], f = fs[k];     \
            double g = gs[k];                                                            \
            (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g;               \
            out[k] = kernel;                                                             \
        }                                                                                \
    }

/* The stream of a lane at this tick; `number` is the model's own choice of a stream. */
static gx_draw draw_of(const gx_lanes *lanes, const gx_instr *instr, int32_t k,
                       double number)
{
    return (gx_draw){.seed = lanes->seed,
                     .run = (uint32_t)lanes->run[k],
                     .place = (uint32_t)instr->stream,
                     .tick = (uint32_t)lanes->tick,
                     .number = number};
}
#define draw(number) draw_of(lanes, instr, k, number)
#define cut(least, most, move, factor)                                                   \
    ((gx_cut){.low = (least), .high = (most), .shift = (move), .stretch = (factor)})

/* One lane of all inputs together, then all results back. */
static void run_array(const gx_lanes *lanes, const gx_instr *instr,
                      gx_array_kernel *kernel)
{
    double *in = lanes->scratch, *extra = in + instr->count;
    double *out = extra + instr->extras;
    const gx_array_call call = {.in = in,
                                .count = instr->count,
                                .extra = extra,
                                .out = out,
                                .outs = instr->outs,
                                .work = out + instr->outs};
    for (int32_t k = 0; k < lanes->count; k++) {
        for (int32_t i = 0; i < instr->count; i++)
            in[i] = lanes->rows[instr->arg[0] + i][k];
        for (int32_t i = 0; i < instr->extras; i++)
            extra[i] = lanes->rows[instr->arg[1] + i][k];
        kernel(&call);
        for (int32_t i = 0; i < instr->outs; i++)
            lanes->rows[instr->out + i][k] = out[i];
    }
}

#define ARRAY_KERNEL(id, kernel)                                                         \
    static void run_##id(const gx_lanes *lanes, const gx_instr *instr)                   \
    {                                                                                    \
        run_array(lanes, instr, kernel);                                                 \
    }

/* A row of registers joined from the left, as a chain of operators would. */
#define ROW_KERNEL(id, kernel)                                                           \
    static void run_##id(const gx_lanes *lanes, const gx_instr *instr)                   \
    {                                                                                    \
        double *out = lanes->rows[instr->out];                                           \
        double *const *row = lanes->rows + instr->arg[0];                                \
        memcpy(out, row[0], (size_t)lanes->count * sizeof *out);                         \
        for (int32_t i = 1; i < instr->count; i++)                                       \
            for (int32_t k = 0; k < lanes->count; k++) {                                 \
                double a = out[k], b = row[i][k];                                        \
                out[k] = kernel;                                                         \
            }                                                                            \
    }

#define GX_OP_ROW(id, name, kernel, doc)        ROW_KERNEL(id, (kernel))
#define GX_OP(id, name, arguments, kernel, doc) KERNEL(id, kernel)
#include "eval/ops.def"
#define GX_PURE(id, name, units, arguments, kernel, doc)          KERNEL(id, (kernel))
#define GX_HELD                                                   GX_PURE
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc) ARRAY_KERNEL(id, kernel)
#include "model/builtins.def"

gx_kernel *const gx_kernels[GX_OP_COUNT] = {
#define GX_OP(id, name, arguments, kernel, doc) run_##id,
#include "eval/ops.def"
#define GX_PURE(id, name, units, arguments, kernel, doc)          run_##id,
#define GX_HELD                                                   GX_PURE
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc) run_##id,
#include "model/builtins.def"
};
