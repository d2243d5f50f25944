/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/arrays.h"

#include "model/model.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

static void swap_rows(double *matrix, int32_t n, int32_t a, int32_t b)
{
    for (int32_t c = 0; c < n && a != b; c++) {
        double keep = matrix[a * n + c];
        matrix[a * n + c] = matrix[b * n + c];
        matrix[b * n + c] = keep;
    }
}

/* Gauss and Jordan with partial pivoting (Golub and Van Loan, 3.4). */
void gx_array_invert(const gx_array_call *call)
{
    double *work = call->work, *out = call->out;
    int32_t count = call->count, n = (int32_t)(sqrt((double)count) + 0.5);
    memcpy(work, call->in, (size_t)count * sizeof *work);
    for (int32_t i = 0; i < count; i++)
        out[i] = i / n == i % n ? 1.0 : 0.0;
    for (int32_t c = 0; c < n; c++) {
        int32_t pivot = c;
        for (int32_t r = c + 1; r < n; r++)
            if (fabs(work[r * n + c]) > fabs(work[pivot * n + c]))
                pivot = r;
        swap_rows(work, n, c, pivot);
        swap_rows(out, n, c, pivot);
        double scale = work[c * n + c];
        for (int32_t k = 0; k < n; k++) {
            work[c * n + k] /= scale; /* by zero: NaN from here on, which the run names */
            out[c * n + k] /= scale;
        }
        for (int32_t r = 0; r < n; r++) {
            double factor = work[r * n + c];
            for (int32_t k = 0; k < n && r != c; k++) {
                work[r * n + k] -= factor * work[c * n + k];
                out[r * n + k] -= factor * out[c * n + k];
            }
        }
    }
}

/* Insertion sort of element numbers: stable, and vectors of a model are short. */
static void sort_order(const gx_array_call *call, double *order)
{
    const double *in = call->in;
    bool rises = call->extra[0] > 0.0;
    for (int32_t i = 0; i < call->count; i++) {
        int32_t at = i;
        for (; at > 0; at--) {
            double before = in[(int32_t)order[at - 1]];
            bool wrong = rises ? before > in[i] : before < in[i];
            if (!wrong)
                break;
            order[at] = order[at - 1];
        }
        order[at] = i;
    }
}

void gx_array_sort_order(const gx_array_call *call)
{
    sort_order(call, call->out);
}

void gx_array_rank(const gx_array_call *call)
{
    sort_order(call, call->work);
    for (int32_t place = 0; place < call->count; place++)
        call->out[(int32_t)call->work[place]] = place + 1;
}

void gx_array_reorder(const gx_array_call *call)
{
    const double *order = call->in + call->outs;
    for (int32_t i = 0; i < call->outs; i++) {
        bool is_there = order[i] >= 0.0 && order[i] < call->outs;
        call->out[i] = is_there ? call->in[(int32_t)order[i]] : (double)NAN;
    }
}

/* ---- VECTOR SELECT ---- */

/* The actions of the reference, by their number: what is done with the weight and a
 * value, how values are joined ('<' the smaller), and whether their number divides. */
static const struct action {
    char weight, joins; /* '1': the weight only selects */
    bool is_mean;
} actions[] = {
    {'*', '+', false}, {'*', '*', false}, {'*', '<', false}, {'*', '>', false},
    {'*', '+', true},  {'^', '*', false}, {'1', '+', false}, {'1', '*', false},
    {'1', '<', false}, {'1', '>', false}, {'1', '+', true},
};

static double selected(char how, double weight, double value)
{
    return how == '*' ? weight * value : how == '^' ? pow(weight, value) : value;
}

static double joined(char how, double a, double b)
{
    switch (how) {
    case '+':
        return a + b;
    case '*':
        return a * b;
    case '<':
        return a < b ? a : b;
    default:
        return a > b ? a : b;
    }
}

void gx_array_select(const gx_array_call *call)
{
    enum { NONE_IS_WRONG = 1, SEVERAL_ARE_WRONG = 2 };
    double number = call->extra[1], wrong = call->extra[2], result = call->extra[0];
    const double *weight = call->in, *value = call->in + call->count / 2;
    int32_t found = 0, count = sizeof actions / sizeof *actions;
    *call->out = (double)NAN;
    if (!(number >= 0.0 && number < count) || !(wrong >= 0.0 && wrong < 4.0))
        return;
    const struct action *action = &actions[(int32_t)number];
    for (int32_t i = 0; i < call->count / 2; i++) {
        if (weight[i] == 0.0)
            continue;
        double one = selected(action->weight, weight[i], value[i]);
        result = found++ ? joined(action->joins, result, one) : one;
    }
    if (((int32_t)wrong & NONE_IS_WRONG && !found) ||
        ((int32_t)wrong & SEVERAL_ARE_WRONG && found > 1))
        return;
    *call->out = action->is_mean && found ? result / found : result;
}

/* ---- VECTOR LOOKUP ---- */

/* x is counted in intervals from the first point, `last` of them. */
typedef struct points {
    const double *y;
    int32_t last;
} points;

/* The line that x is on; outside the points the nearest. */
static int32_t line_at(points p, double x)
{
    return x < 1.0 ? 0 : x >= p.last ? p.last - 1 : (int32_t)x;
}

static double slope_at(points p, double x)
{
    int32_t i = line_at(p, x);
    double slope = p.y[i + 1] - p.y[i];
    if (x > 0.0 && x < p.last && x == i)
        slope = (slope + p.y[i] - p.y[i - 1]) / 2.0;
    return slope;
}

static double value_at(points p, double x, bool is_held)
{
    double at = !is_held ? x : x < 0.0 ? 0.0 : x > p.last ? p.last : x;
    int32_t i = line_at(p, at);
    return p.y[i] + (at - i) * (p.y[i + 1] - p.y[i]);
}

static double area_to(points p, double x, bool is_held)
{
    double area = 0.0, end = value_at(p, x, is_held);
    if (x < 0.0)
        return x * (p.y[0] + end) / 2.0;
    for (int32_t i = 0; i < p.last && x > i; i++)
        area += x >= i + 1 ? (p.y[i] + p.y[i + 1]) / 2.0 : (x - i) * (p.y[i] + end) / 2.0;
    return x > p.last ? area + (x - p.last) * (p.y[p.last] + end) / 2.0 : area;
}

/* Where the lines come to y, the first of the points before the lines that go on; NaN
 * where they do not. */
static double inverse_at(points p, double y, bool is_held)
{
    for (int32_t i = 0; i <= p.last; i++) {
        if (p.y[i] == y)
            return i;
        if (i < p.last && p.y[i + 1] != y && (y > p.y[i]) == (y < p.y[i + 1]))
            return i + (y - p.y[i]) / (p.y[i + 1] - p.y[i]);
    }
    double below = (y - p.y[0]) / (p.y[1] - p.y[0]);
    double above = p.last + (y - p.y[p.last]) / (p.y[p.last] - p.y[p.last - 1]);
    if (!is_held && isfinite(below) && below < 0.0)
        return below;
    return !is_held && isfinite(above) && above > p.last ? above : (double)NAN;
}

void gx_array_lookup(const gx_array_call *call)
{
    static const double missing = GX_NA;
    points p = {.y = call->in, .last = call->count - 1};
    double x = call->extra[0], first = call->extra[1], end = call->extra[2];
    double wide = (end - first) / p.last, at = (x - first) / wide, mode = call->extra[3];
    bool is_inside = at >= 0.0 && at <= p.last;
    *call->out = (double)NAN;
    if (p.last < 1 || !(wide > 0.0) || !isfinite(wide) || isnan(x) || !(mode >= 0.0) ||
        !(mode < 10.0))
        return;
    switch ((int32_t)mode) {
    case 1:
    case 7:
        *call->out = wide * area_to(p, at, mode < 7.0);
        break;
    case 2:
        *call->out = p.y[at < 0.0 ? 0 : at >= p.last ? p.last : (int32_t)at];
        break;
    case 4:
        *call->out = p.y[at < 0.0 ? 0 : at >= p.last ? p.last : (int32_t)ceil(at)];
        break;
    case 5:
    case 8:
        at = inverse_at(p, x, mode < 8.0);
        *call->out = isnan(at) ? missing : first + wide * at;
        break;
    case 6:
    case 9:
        *call->out = is_inside || mode >= 9.0 ? slope_at(p, at) / wide : 0.0;
        break;
    default:
        *call->out = value_at(p, at, mode < 3.0);
        break;
    }
}

void gx_array_map(const gx_array_call *call)
{
    static const double missing = GX_NA; /* as the reference says */
    double at = call->extra[0] + trunc(call->extra[1]);
    if (isnan(at))
        *call->out = at;
    else
        *call->out = at >= 0.0 && at < call->count ? call->in[(int32_t)at] : missing;
}
