/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "eval/arrays.h"

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

void gx_array_map(const gx_array_call *call)
{
    static const double missing = -0x1p109; /* :NA:, as the reference says */
    double at = call->extra[0] + trunc(call->extra[1]);
    if (isnan(at))
        *call->out = at;
    else
        *call->out = at >= 0.0 && at < call->count ? call->in[(int32_t)at] : missing;
}
