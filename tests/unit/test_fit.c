/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fitting without models: NIST's reference sets, priors, bounds, failures. */
#include "support.h"

#include <math.h>

#include "fit/fit.h"
#include "nist.h"

static gx_arena *test_arena(void)
{
    return gx_arena_new((gx_oom){.handler = test_oom});
}

static gx_err nist_residuals(double *r, const double *x, int32_t count, void *context,
                             gx_diags *ds)
{
    const nist *set = context;
    (void)ds;
    for (int32_t k = 0; k < count; k++)
        for (int32_t i = 0; i < set->data; i++)
            r[k * set->data + i] =
                set->model(x + k * set->parameters, set->x[i]) - set->y[i];
    return GX_OK;
}

static double digits(double got, double certified)
{
    double wrong = fabs(got - certified) / fabs(certified);
    return wrong > 1e-11 ? -log10(wrong) : 11.0;
}

static void nist_sets_have_their_certified_digits(void **state)
{
    (void)state;
    double fewest = 11.0, worst = 11.0;
    for (size_t k = 0; k < sizeof nist_sets / sizeof *nist_sets; k++) {
        const nist *set = &nist_sets[k];
        gx_arena *arena = test_arena();
        gx_diags *ds = test_diags();
        gx_coordinate coordinate[NIST_PARAMETERS];
        double r[NIST_DATA], sum = 0.0;
        for (int32_t i = 0; i < set->parameters; i++)
            coordinate[i] = (gx_coordinate){-INFINITY, INFINITY, NULL};
        gx_problem p = {.parameters = set->parameters,
                        .data = set->data,
                        .coordinate = coordinate,
                        .evaluate = nist_residuals,
                        .context = (void *)(uintptr_t)set};
        nist_residuals(r, set->value, 1, p.context, ds);
        for (int32_t i = 0; i < set->data; i++)
            sum += r[i] * r[i];
        if (digits(sum, set->sum) < 9.0)
            print_error("%s: the data are not NIST's\n", set->name);
        assert_true(digits(sum, set->sum) >= 9.0);
        for (int32_t start = 0; start < 2; start++) {
            gx_fit fit;
            gx_spectrum spectrum;
            gx_asked asked = {0};
            double value = 11.0, error = 11.0;
            assert_int_equal(
                gx_fit_descend(&fit, &p, set->start[start], NULL, &asked, arena, ds),
                GX_OK);
            gx_fit_spectrum(&spectrum, &p, &fit, true, arena, ds->oom);
            for (int32_t i = 0; i < set->parameters; i++) {
                value = fmin(value, digits(fit.value[i], set->value[i]));
                if (set->deviation[i] != 0.0)
                    error =
                        fmin(error, digits(spectrum.known[i].error, set->deviation[i]));
            }
            print_message("%-9s start %d: %4.1f digits, errors %4.1f, sum %4.1f, %d "
                          "iterations, %d points, %s\n",
                          set->name, start + 1, value, error, digits(fit.cost, set->sum),
                          (int)fit.iterations, (int)asked.points, fit.ended);
            fewest = fmin(fewest, value);
            worst = fmin(worst, error);
        }
        gx_diags_free(ds);
        gx_arena_free(arena);
    }
    assert_true(fewest >= 6.0);
    assert_true(worst >= 5.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nist_sets_have_their_certified_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
