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
void gx_array_invert(const double *in, int32_t count, double extra, double *out,
                     double *work)
{
    int32_t n = (int32_t)(sqrt((double)count) + 0.5);
    (void)extra; /* the size: the subscripts say it already */
    memcpy(work, in, (size_t)count * sizeof *work);
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
void gx_array_sort_order(const double *in, int32_t count, double extra, double *out,
                         double *work)
{
    (void)work;
    for (int32_t i = 0; i < count; i++) {
        int32_t at = i;
        for (; at > 0; at--) {
            double before = in[(int32_t)out[at - 1]];
            bool wrong = extra > 0.0 ? before > in[i] : before < in[i];
            if (!wrong)
                break;
            out[at] = out[at - 1];
        }
        out[at] = i;
    }
}

void gx_array_rank(const double *in, int32_t count, double extra, double *out,
                   double *work)
{
    gx_array_sort_order(in, count, extra, work, NULL);
    for (int32_t place = 0; place < count; place++)
        out[(int32_t)work[place]] = place + 1;
}
