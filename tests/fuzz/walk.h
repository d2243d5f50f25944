/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A flat model worked out the plain way, one lane, by walking its trees: what the
 * register program is compared with. It shares nothing with eval/ but libm, GSL and the
 * kernels of arrays that are long. Every cell is worked out anew at each tick (once, by
 * `known`); a cell asks for what it needs, so no order and no reuse of registers can be
 * wrong. */
#ifndef GX_TESTS_WALK_H
#define GX_TESTS_WALK_H

#include "eval/allocate.h"
#include "eval/arrays.h"
#include "eval/dates.h"
#include "model/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>

double lgamma_r(double x, int *sign); /* not in C11 */

enum { WALK_TICKS = 64 };

typedef struct walker {
    const gx_flat *flat;
    double now, dt;
    bool initial;    /* initial values are asked for */
    double *value;   /* [cells] constants and stocks are set, the rest is found */
    bool *known;     /* [cells] */
    double *history; /* [cells][WALK_TICKS] inputs of delays */
    double *wait;    /* [cells] ticks of fixed delays */
    double *due;     /* [cells][WALK_TICKS] when inputs of other delays come out */
    double *first;   /* [cells] what delays start with */
} walker;

static inline double walk_table(const gx_table *table, double x)
{
    const gx_point *p = table->point;
    int32_t i = 0, last = table->count - 1;
    if (isnan(x) || x <= p[0].x)
        return isnan(x) ? x : p[0].y;
    if (x >= p[last].x)
        return p[last].y;
    while (x >= p[i + 1].x)
        i++;
    double part = (x - p[i].x) / (p[i + 1].x - p[i].x);
    return p[i].y + part * (p[i + 1].y - p[i].y);
}

static const double WALK_MISSING = -0x1p109; /* :NA: */

/* A lookup held at its ends, from its first point on: the sum of its lines' areas. */
static inline double walk_area(const gx_table *table, double x)
{
    const gx_point *p = table->point;
    int32_t last = table->count - 1;
    double area = 0.0;
    if (!(x > p[0].x))
        return (x - p[0].x) * p[0].y;
    for (int32_t i = 0; i < last; i++)
        if (x >= p[i + 1].x)
            area += (p[i + 1].x - p[i].x) * (p[i].y + p[i + 1].y) / 2.0;
        else if (x > p[i].x)
            area += (x - p[i].x) * (p[i].y + walk_table(table, x)) / 2.0;
    return x > p[last].x ? area + (x - p[last].x) * p[last].y : area;
}

static inline double walk_line(const gx_point *p)
{
    return (p[1].y - p[0].y) / (p[1].x - p[0].x);
}

static inline double walk_slope(const gx_table *table, double x, double mode)
{
    const gx_point *p = table->point;
    int32_t last = table->count - 1;
    if (isnan(x) || isnan(mode))
        return (double)NAN;
    if (x < p[0].x || x > p[last].x)
        return mode < 0.0   ? WALK_MISSING
               : mode > 0.0 ? walk_line(x < p[0].x ? p : p + last - 1)
                            : 0.0;
    for (int32_t i = 1; i < last; i++)
        if (x == p[i].x)
            return (walk_line(p + i - 1) + walk_line(p + i)) / 2.0;
    for (int32_t i = 0; i < last; i++)
        if (x <= p[i + 1].x)
            return walk_line(p + i);
    return (double)NAN;
}

static inline double walk_inverse(const gx_table *table, double y)
{
    const gx_point *p = table->point;
    for (int32_t i = 0; i < table->count; i++) {
        if (p[i].y == y)
            return p[i].x;
        if (i + 1 < table->count && y > fmin(p[i].y, p[i + 1].y) &&
            y < fmax(p[i].y, p[i + 1].y))
            return p[i].x + (y - p[i].y) / walk_line(p + i);
    }
    return isnan(y) ? y : WALK_MISSING;
}

static inline bool walk_is_at(double point, double x)
{
    return isfinite(x) && fabs(point - x) <= 1e-9 * fabs(x) + 1e-12;
}

/* Data at a time; `mode` as in GET DATA BETWEEN TIMES, and 2 only at its points. */
static inline double walk_data(const gx_table *table, double x, double mode, bool is_held)
{
    const gx_point *p = table->point;
    int32_t last = table->count - 1, before = 0;
    if (isnan(x) || isnan(mode))
        return (double)NAN;
    for (int32_t i = 0; i <= last; i++)
        if (walk_is_at(p[i].x, x))
            return p[i].y;
    if (x < p[0].x || x > p[last].x)
        return !is_held ? WALK_MISSING : x < p[0].x ? p[0].y : p[last].y;
    while (p[before + 1].x < x)
        before++;
    return mode == 2.0  ? WALK_MISSING
           : mode > 0.0 ? p[before + 1].y
           : mode < 0.0 ? p[before].y
                        : walk_table(table, x);
}

static inline double walk_span(const gx_table *table, gx_builtin fn, const double *v)
{
    double so_far = 0.0;
    int32_t count = 0;
    if (isnan(v[0]) || isnan(v[1]))
        return (double)NAN;
    for (int32_t i = 0; i < table->count; i++) {
        double x = table->point[i].x, y = table->point[i].y;
        if ((x < v[0] && !walk_is_at(x, v[0])) || (x > v[1] && !walk_is_at(x, v[1])))
            continue;
        so_far = !count++               ? y
                 : fn == GX_FN_DATAMEAN ? so_far + y
                 : fn == GX_FN_DATAMAX  ? fmax(so_far, y)
                                        : fmin(so_far, y);
    }
    return !count ? WALK_MISSING : fn == GX_FN_DATAMEAN ? so_far / count : so_far;
}

/* The series of sums written out, then read as data are. */
static inline double walk_cumulated(const gx_table *table, double x)
{
    gx_point *sum = malloc(((size_t)table->count + 1) * sizeof *sum);
    gx_table sums = *table;
    for (int32_t i = 0; i < table->count; i++) {
        sum[i] = table->point[i];
        sum[i].y += i ? sum[i - 1].y : 0.0;
    }
    sums.point = sum;
    double value =
        walk_data(&sums, x, table->between == GX_BETWEEN_LINE ? 0.0 : -1.0, true);
    free(sum);
    return value;
}

/* A lookup or data, read as `fn` says. */
static inline double walk_reading(const gx_table *t, gx_builtin fn, const double *v)
{
    const gx_point *p = t->point, *last = p + t->count - 1;
    double x = v[0];
    switch ((int)fn) {
    case GX_FN_NONE:
        return !t->is_data
                   ? walk_table(t, x)
                   : walk_data(t, x, t->between == GX_BETWEEN_LINE ? 0.0 : -1.0, true);
    case GX_FN_LOOKUPFORWARD:
        while (p < last && p->x < x)
            p++;
        return isnan(x) ? x : p->y;
    case GX_FN_LOOKUPBACKWARD:
        while (last > p && last->x > x)
            last--;
        return isnan(x) ? x : last->y;
    case GX_FN_LOOKUPEXTRAPOLATE:
        if (x < p->x)
            return p->y + walk_line(p) * (x - p->x);
        return x > last->x ? last[-1].y + walk_line(last - 1) * (x - last[-1].x)
                           : walk_table(t, x);
    case GX_FN_LOOKUPSLOPE:
        return walk_slope(t, x, v[1]);
    case GX_FN_LOOKUPAREA:
        return walk_area(t, v[1]) - walk_area(t, x);
    case GX_FN_LOOKUPINVERT:
        return walk_inverse(t, x);
    case GX_FN_DATAAT:
        return walk_data(t, x, 2.0, false);
    case GX_FN_DATABETWEEN:
        return walk_data(t, x, v[1] > 0.0 ? 1.0 : v[1], false);
    case GX_FN_DATAFIRST:
        return p->x;
    case GX_FN_DATALAST:
        return last->x;
    case GX_FN_DATAPOINTS:
        return t->count;
    case GX_FN_CUMULATE:
        return walk_cumulated(t, x);
    case GX_FN_CUMULATEF:
        return walk_cumulated(t, last->x);
    default:
        return walk_span(t, fn, v);
    }
}

/* What the functions of the language are, read from the reference manual. */
static inline double walk_call(const walker *w, gx_builtin fn, const double *v)
{
    double a = v[0], b = v[1], c = v[2], middle = w->now + w->dt / 2.0, width;
    int sign = 0;
    switch ((int)fn) {
    /* clang-format off */
    case GX_FN_OR: return a != 0.0 || b != 0.0;
    case GX_FN_AND: return a != 0.0 && b != 0.0;
    case GX_FN_NOT: return a == 0.0;
    case GX_FN_EQ: return a == b;
    case GX_FN_NE: return a != b;
    case GX_FN_LT: return a < b;
    case GX_FN_LE: return a <= b;
    case GX_FN_GT: return a > b;
    case GX_FN_GE: return a >= b;
    case GX_FN_ADD: return a + b;
    case GX_FN_SUB: return a - b;
    case GX_FN_MUL: return a * b;
    case GX_FN_DIV: return a / b;
    case GX_FN_NEG: return -a;
    case GX_FN_DATEPART: return gx_date_part(a, b, c, v[3]); /* has tests of its own */
    case GX_FN_POW:
    case GX_FN_POWER: return pow(a, b);
    case GX_FN_ABS: return fabs(a);
    case GX_FN_ALLOCP:
        middle = (b + c / 2.0 - v[3]) / c;
        return a * (middle < 0.0 ? 0.0 : middle > 1.0 ? 1.0 : middle);
    case GX_FN_ARCCOS: return acos(a);
    case GX_FN_ARCSIN: return asin(a);
    case GX_FN_ARCTAN: return atan(a);
    case GX_FN_COS: return cos(a);
    case GX_FN_COSH: return cosh(a);
    case GX_FN_EXP: return exp(a);
    case GX_FN_ATTICK:
    case GX_FN_GAME: return a;
    case GX_FN_GAMMALN: return lgamma_r(a, &sign);
    case GX_FN_IF: return a != 0.0 ? b : c;
    case GX_FN_INTEGER: return trunc(a);
    case GX_FN_LN: return log(a);
    case GX_FN_LOG: return b == 10.0 ? log10(a) : b == 2.0 ? log2(a) : log(a) / log(b);
    case GX_FN_MAX: return a > b ? a : b;
    case GX_FN_MIN: return a < b ? a : b;
    case GX_FN_MODULO: return fmod(a, b);
    case GX_FN_PROBIT: return a >= 0.0 && a <= 1.0 ? gsl_cdf_ugaussian_Pinv(a) : (double)NAN;
    case GX_FN_QUANTUM: return b <= 0.0 ? a : b * trunc(a / b);
    case GX_FN_SIN: return sin(a);
    case GX_FN_SINH: return sinh(a);
    case GX_FN_SQRT: return sqrt(a);
    case GX_FN_TAN: return tan(a);
    case GX_FN_TANH: return tanh(a);
    case GX_FN_LAG: return a >= 0.0 ? a : (double)NAN;
    case GX_FN_XIDZ: return fabs(b) < 1e-6 ? c : a / b;
    case GX_FN_ZIDZ: return fabs(b) < 1e-6 ? 0.0 : a / b;
    case GX_FN_PULSE:
        width = b > w->dt ? b : w->dt;
        return middle >= a && middle < a + width;
    case GX_FN_TRAIN:
        width = b > w->dt ? b : w->dt;
        if (middle < a || w->now > v[3] + 1e-6 * w->dt)
            return 0.0;
        return (c > 0.0 ? fmod(middle - a, c) : 0.0) < width;
    case GX_FN_RAMP:
        return w->now <= b ? 0.0 : a * ((c <= b || w->now < c ? w->now : c) - b);
    case GX_FN_STEP: return middle > b ? a : 0.0;
    /* clang-format on */
    default: /* a form in a flat model, or a new row: give it a case here */
        fprintf(stderr, "the tree walker does not know '%s'\n", gx_builtins[fn].name);
        abort();
    }
}

static inline double walk_cell(walker *w, int32_t index);

static inline double walk(walker *w, const gx_node *node);

/* SUM and its kin, from the left. */
static inline double walk_sum(walker *w, const gx_node *node)
{
    double so_far = walk(w, node->arg[0]);
    for (int32_t i = 1; i < node->arg_count; i++) {
        double next = walk(w, node->arg[i]);
        switch ((int)node->fn) {
        case GX_FN_SUM:
            so_far += next;
            break;
        case GX_FN_PROD:
            so_far *= next;
            break;
        case GX_FN_VMIN:
            so_far = so_far < next ? so_far : next;
            break;
        default:
            so_far = so_far > next ? so_far : next;
            break;
        }
    }
    return so_far;
}

static inline double walk(walker *w, const gx_node *node)
{
    double arg[GX_MAX_ARGUMENTS] = {0};
    if (node->kind == GX_NODE_CALL && gx_builtins[node->fn].kind == GX_KIND_FORM)
        return walk_sum(w, node);
    for (int32_t i = 0; i < node->arg_count; i++)
        arg[i] = walk(w, node->arg[i]);
    switch (node->kind) {
    case GX_NODE_NUMBER:
        return node->number;
    case GX_NODE_CELL:
        return walk_cell(w, node->index);
    case GX_NODE_TIME:
        return w->now;
    case GX_NODE_TABLE:
        return walk_reading(&w->flat->tables.at[node->index], node->fn, arg);
    case GX_NODE_CALL:
    default:
        return walk_call(w, node->fn, arg);
    }
}

/* Cramer's rule's answer differs in the last bits, so elimination as docs say: partial
 * pivoting, the pivot row divided first, then every other row. */
static inline void walk_invert(double *m, int32_t n, double *out)
{
    for (int32_t i = 0; i < n * n; i++)
        out[i] = i % (n + 1) == 0;
    for (int32_t c = 0; c < n; c++) {
        int32_t best = c;
        for (int32_t r = c; r < n; r++)
            best = fabs(m[r * n + c]) > fabs(m[best * n + c]) ? r : best;
        for (int32_t k = 0; k < n; k++) {
            double x = m[c * n + k], y = out[c * n + k];
            m[c * n + k] = m[best * n + k], m[best * n + k] = x;
            out[c * n + k] = out[best * n + k], out[best * n + k] = y;
        }
        double pivot = m[c * n + c];
        for (int32_t k = 0; k < n; k++)
            m[c * n + k] /= pivot, out[c * n + k] /= pivot;
        for (int32_t r = 0; r < n; r++) {
            double factor = m[r * n + c];
            for (int32_t k = 0; k < n && r != c; k++)
                m[r * n + k] -= factor * m[c * n + k],
                    out[r * n + k] -= factor * out[c * n + k];
        }
    }
}

/* Places of elements; of equals the first stands first. */
static inline void walk_order(const double *in, int32_t count, bool rises, bool is_rank,
                              double *out)
{
    for (int32_t i = 0; i < count; i++) {
        int32_t place = 0; /* of element i */
        for (int32_t k = 0; k < count; k++)
            place += (rises ? in[k] < in[i] : in[k] > in[i]) || (in[k] == in[i] && k < i);
        if (is_rank)
            out[i] = place + 1;
        else
            out[place] = i;
    }
}

/* The other arrays by their kernels, which have tests of their own: what is compared is
 * how they are called. */
static inline void walk_array(gx_array_call *call, gx_builtin fn)
{
    static gx_array_kernel *const kernels[GX_FN_COUNT] = {
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc) [GX_FN_##id] = kernel,
#include "model/builtins.def"
    };
    kernels[fn](call);
}

static inline void walk_bulk(walker *w, const gx_bulk *bulk)
{
    int32_t count = bulk->in_count, n = 1;
    double *in = malloc(((size_t)count * 4 + 8 + (size_t)bulk->out_count) * sizeof *in);
    double *extra = in + count, *out = extra + 8;
    while (n * n < count)
        n++;
    for (int32_t i = 0; i < count; i++)
        in[i] = walk(w, bulk->in[i]);
    for (int32_t i = 0; i < bulk->extra_count; i++)
        extra[i] = walk(w, bulk->extra[i]);
    if (bulk->fn == GX_FN_INVERT)
        walk_invert(in, n, out);
    else if (bulk->fn == GX_FN_RANK || bulk->fn == GX_FN_SORTORDER)
        walk_order(in, count, extra[0] > 0.0, bulk->fn == GX_FN_RANK, out);
    else
        walk_array(&(gx_array_call){.in = in,
                                    .extra = extra,
                                    .out = out,
                                    .work = out + bulk->out_count,
                                    .count = count,
                                    .outs = bulk->out_count},
                   bulk->fn);
    for (int32_t i = 0; i < bulk->out_count; i++) {
        w->value[bulk->first_out + i] = out[i];
        w->known[bulk->first_out + i] = true;
    }
    free(in);
}

static inline double walk_cell(walker *w, int32_t index)
{
    const gx_cell *cell = &w->flat->cells.at[index];
    if (w->known[index])
        return w->value[index];
    if (cell->kind == GX_CELL_ARRAY)
        walk_bulk(w, &w->flat->bulks.at[cell->bulk]);
    else
        w->value[index] =
            walk(w, w->initial && cell->initial ? cell->initial : cell->active);
    w->known[index] = true;
    return w->value[index];
}

/* How many ticks a delay time takes. */
static inline double walk_ticks(const walker *w, double lag)
{
    return fmax(1.0, floor(lag / w->dt + 0.5 + 1e-6));
}

/* What comes out at the next tick of a delay whose inputs wait for their own times. */
static inline double walk_moving(walker *w, int32_t index, int32_t tick)
{
    const gx_cell *cell = &w->flat->cells.at[index];
    double *history = &w->history[index * WALK_TICKS], *due = &w->due[index * WALK_TICKS];
    double lag = walk(w, cell->delay), sum = 0.0;
    bool is_material = cell->delay_kind == GX_DELAY_MATERIAL, is_none = true;
    history[tick] = isnan(lag) ? lag : walk(w, cell->active);
    due[tick] = isnan(lag) ? tick + 1 : tick + walk_ticks(w, lag);
    for (int32_t t = tick; t >= 0 && !is_material; t--)
        if (due[t] <= tick + 1)
            return history[t];
    if (!is_material)
        return w->first[index];
    for (int32_t t = 0; t <= tick; t++)
        if (due[t] == tick + 1) {
            sum = is_none ? history[t] : sum + history[t];
            is_none = false;
        }
    if (due[0] > tick + 1)
        return is_none ? w->first[index] : w->first[index] + sum;
    return is_none ? walk(w, cell->missing) : sum;
}

/* Forget all but what has a memory, then find every cell. */
static inline void walk_all(walker *w)
{
    for (int32_t i = 0; i < w->flat->cells.count; i++) {
        gx_cell_kind kind = w->flat->cells.at[i].kind;
        w->known[i] = kind == GX_CELL_CONSTANT || kind == GX_CELL_NONE;
        if (!w->initial)
            w->known[i] = w->known[i] || kind == GX_CELL_STOCK || kind == GX_CELL_DELAY ||
                          kind == GX_CELL_INITIAL;
    }
    for (int32_t i = 0; i < w->flat->cells.count; i++)
        walk_cell(w, i);
    for (int32_t i = 0; w->initial && i < w->flat->cells.count; i++)
        if (w->flat->cells.at[i].kind == GX_CELL_DELAY) {
            w->first[i] = w->value[i];
            if (w->flat->cells.at[i].delay_kind != GX_DELAY_FIXED)
                continue;
            double lag = walk(w, w->flat->cells.at[i].delay);
            w->wait[i] = walk_ticks(w, lag);
            if (isnan(lag)) {
                w->value[i] = lag;
                w->wait[i] = HUGE_VAL;
            }
        }
}

/* Euler's step to the next tick; `tick` is the one just worked out. */
static inline void walk_step(walker *w, int32_t tick)
{
    int32_t cells = w->flat->cells.count;
    double *next = malloc((size_t)cells * sizeof *next);
    for (int32_t i = 0; i < cells; i++) {
        const gx_cell *cell = &w->flat->cells.at[i];
        double *history = &w->history[i * WALK_TICKS];
        next[i] = w->value[i];
        if (cell->kind == GX_CELL_STOCK)
            next[i] += w->dt * walk(w, cell->active);
        if (cell->kind != GX_CELL_DELAY)
            continue;
        if (cell->delay_kind != GX_DELAY_FIXED) {
            next[i] = walk_moving(w, i, tick);
            continue;
        }
        history[tick] = walk(w, cell->active);
        if (tick + 1 >= w->wait[i])
            next[i] = history[tick + 1 - (int32_t)w->wait[i]];
    }
    for (int32_t i = 0; i < cells; i++)
        w->value[i] = next[i];
    free(next);
}

#endif
