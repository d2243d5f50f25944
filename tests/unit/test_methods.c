/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every method of the table against models whose solution is known: fixed ones are of the
 * order and the cost of their row, adaptive ones meet their tolerance whatever the tick,
 * implicit ones do what is stiff. */
#include "support.h"

#include "sim/stepper.h"

#include <math.h>

/* ---- models with a solution ---- */

static double decayed(double t)
{
    return exp(-t);
}

static double oscillated(double t)
{
    return cos(t);
}

static double grown(double t)
{
    return 1.0 / (1.0 + 9.0 * exp(-t));
}

static double driven(double t)
{
    return 1.0 / (1.0 + t * t);
}

static double forced(double t)
{
    return sin(t);
}

static const struct {
    const char *equations; /* of y and others */
    double (*solution)(double t);
    bool is_linear;
} analytic[] = {
    {"y = INTEG(-y, 1) ~~|", decayed, true},
    {"y = INTEG(v, 1) ~~| v = INTEG(-y, 0) ~~|", oscillated, true},
    {"y = INTEG(y * (1 - y), 0.1) ~~|", grown, false},
    {"y = INTEG(-2 * Time * y * y, 1) ~~|", driven, false},
    {"y = INTEG(COS(Time), 0) ~~|", forced, true},
};

enum { ANALYTIC = sizeof analytic / sizeof *analytic, UNTIL = 4 };

/* Run equations to time 4; the frame is the caller's. */
static gx_frame *run_to_4(const gx_method *method, double tolerance,
                          const char *equations, double dt)
{
    char text[600];
    snprintf(text, sizeof text,
             "%s INITIAL TIME = 0 ~~| FINAL TIME = 4 ~~| TIME STEP = %.17g ~~|",
             equations, dt);
    test_model t = test_model_read(text);
    test_no_errors(t.ds, text);
    gx_program *program = gx_compile(t.flat, NULL, NULL, 0, t.ds->oom);
    gx_run_plan plan = {.method = method, .tolerance = tolerance, .lane_count = 1};
    gx_frame *frame = NULL;
    gx_run(&frame, program, &plan, t.ds);
    test_no_errors(t.ds, method->name);
    gx_program_free(program);
    test_model_free(&t);
    return frame;
}

/* The largest error of y at a tick, for the size y had up to then. */
static double error_of(const gx_method *method, double tolerance, int32_t a, double dt)
{
    gx_frame *frame = run_to_4(method, tolerance, analytic[a].equations, dt);
    double error = 0.0, size = GX_TOLERANCE_FLOOR;
    for (int32_t i = 0; i * dt <= 4.0; i++) {
        double exact = analytic[a].solution(i * dt);
        size = fmax(size, fabs(exact));
        error = fmax(error, fabs(test_value(frame, "y", i) - exact) / size);
    }
    gx_frame_free(frame);
    return error;
}

/* ---- what each method is held to ---- */

static const struct {
    const char *method;
    double dt;   /* at which the order shows, between the curve and rounding; 0: never */
    double most; /* error of a run for the tolerance, at 1e-6 */
    int32_t stiff; /* evaluations, at most, of a stiff run by an implicit method */
    int32_t only;  /* the analytic model, from 1, that shows the order; 0: all */
} expected[] = {
    {"euler", 1.0 / 512, 0, 0, 0},
    {"rk2", 1.0 / 64, 0, 0, 0},
    {"rk4", 1.0 / 32, 0, 0, 0},
    {"rkf45", 1.0 / 8, 5, 0, 0},
    {"rkck", 1.0 / 8, 5, 0, 0},
    {"rk8pd", 1.0, 2, 0, 0},
    {"msadams", 0, 100, 0, 0}, /* starts at order 1 */
    {"rk1imp", 1.0 / 64, 1500, 14000, 0},
    {"rk2imp", 1.0 / 16, 30, 4000, 0},
    {"rk4imp", 1.0 / 8, 3, 1200, 0},
    {"bsimp", 4.0, 2, 5000, 2}, /* of others it is exact before its order shows */
    {"msbdf", 0, 200, 1000, 0}, /* starts at order 1 */
};

static int32_t expected_of(const gx_method *method)
{
    size_t i = 0;
    while (i < sizeof expected / sizeof *expected &&
           strcmp(expected[i].method, method->name) != 0)
        i++;
    if (i == sizeof expected / sizeof *expected)
        fail_msg("'%s' has no row in expected[]", method->name);
    return (int32_t)i;
}

/* A tolerance that every step meets, so that steps go with ticks. It also ends Newton's
 * iteration at once: implicit methods show their order on what is linear. */
static const double ANY = 1e9;

static void methods_have_the_order_of_their_row(void **state)
{
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        const gx_method *method = &gx_methods[m];
        double dt = expected[expected_of(method)].dt;
        for (int32_t a = 0; dt > 0.0 && a < ANALYTIC; a++) {
            int32_t only = expected[expected_of(method)].only;
            if ((method->kind == GX_METHOD_IMPLICIT && !analytic[a].is_linear) ||
                (only && a != only - 1))
                continue;
            double order =
                log2(error_of(method, ANY, a, dt) / error_of(method, ANY, a, dt / 2.0));
            bool is_fixed = method->kind == GX_METHOD_FIXED;
            print_message("%-8s %2d  %6.3f  %s\n", method->name, method->order, order,
                          analytic[a].equations);
            if (order < method->order - (is_fixed ? 0.1 : 0.5) ||
                (is_fixed && order > method->order + 0.1))
                fail_msg("%s: order %.3f, not %d, for %s", method->name, order,
                         method->order, analytic[a].equations);
        }
    }
}

/* ---- tolerance ---- */

/* The errors of steps add up, and their number grows as tolerance^(-1 / (order + 1)). */
static double allowed(const gx_method *method, double tolerance)
{
    return expected[expected_of(method)].most * tolerance *
           pow(1e-6 / tolerance, 1.0 / (method->order + 1.0));
}

static const double tolerances[] = {1e-4, 1e-6, 1e-8};
enum { TOLERANCES = sizeof tolerances / sizeof *tolerances };

static void adaptive_methods_meet_their_tolerance(void **state)
{
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        const gx_method *method = &gx_methods[m];
        if (method->kind == GX_METHOD_FIXED)
            continue;
        for (int32_t i = 0; i < ANALYTIC * TOLERANCES; i++)
            for (double dt = 2.0; dt >= 0.25; dt /= 2.0) {
                double tolerance = tolerances[i % TOLERANCES];
                double error = error_of(method, tolerance, i / TOLERANCES, dt);
                if (!(error <= allowed(method, tolerance)))
                    fail_msg("%s: error %.3g for tolerance %g, dt %g, of %s",
                             method->name, error, tolerance, dt,
                             analytic[i / TOLERANCES].equations);
            }
    }
}

/* What jumps does so at ticks and stays in between; what varies with time does so within
 * the tick. */
static void adaptive_methods_meet_their_tolerance_across_jumps(void **state)
{
    static const struct {
        const char *equations;
        double last; /* y at time 4 */
    } cases[] = {
        {"y = INTEG(STEP(2, 1) - y, 1) ~~|", 1.9187415021530063},
        {"y = INTEG(3 * PULSE(2, 1) - y, 1) ~~|", 0.7159481126932231},
        {"y = INTEG(DELAY FIXED(STEP(1, 1), 1, 0) - y, 0) ~~|", 0.8646647167633873},
        {"y = INTEG(STEP(2, 1) * COS(Time), 0) ~~|", -3.1965469602316494},
        {"y = INTEG(RAMP(1, 1, 3), 0) ~~|", 4.0},
        {"y = INTEG(PULSE TRAIN(0, 1, 2, 9), 0) ~~|", 2.0},
    };
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        const gx_method *method = &gx_methods[m];
        if (method->kind == GX_METHOD_FIXED)
            continue;
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
            for (double dt = 1.0; dt >= 0.25; dt /= 2.0) {
                gx_frame *frame = run_to_4(method, 1e-6, cases[i].equations, dt);
                double error = fabs(test_value(frame, "y", -1) - cases[i].last);
                if (!(error <= allowed(method, 1e-6) * (1.0 + fabs(cases[i].last))))
                    fail_msg("%s: error %.3g, dt %g, of %s", method->name, error, dt,
                             cases[i].equations);
                gx_frame_free(frame);
            }
    }
}

/* Steps end where their tick does, with no sliver left over, at calendar times too. */
static void ticks_of_any_length_end(void **state)
{
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++)
        for (int32_t n = 1; n <= 60; n++) {
            char text[200];
            snprintf(text, sizeof text,
                     "start = %d ~~| y = INTEG(-y, 1) ~~| INITIAL TIME = start ~~|"
                     "FINAL TIME = start + 4 ~~| TIME STEP = %.17g ~~|",
                     n % 2 ? 2011 : 0, 4.0 / n);
            test_model t = test_model_read(text);
            gx_frame *frame = test_run(&t, gx_methods[m].name);
            test_no_errors(t.ds, gx_methods[m].name);
            double error = fabs(test_value(frame, "y", -1) - exp(-4.0));
            if (gx_methods[m].kind != GX_METHOD_FIXED &&
                error > allowed(&gx_methods[m], 1e-6))
                fail_msg("%s: error %.3g in %d ticks", gx_methods[m].name, error, n);
            gx_frame_free(frame);
            test_model_free(&t);
        }
}

/* A step that leaves where the equations are defined is taken back. */
static void adaptive_methods_stay_where_equations_are_defined(void **state)
{
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        if (gx_methods[m].kind == GX_METHOD_FIXED)
            continue;
        gx_frame *frame =
            run_to_4(&gx_methods[m], 1e-6, "y = INTEG(-100 * LN(y), 3) ~~|", 1.0);
        double error = fabs(test_value(frame, "y", -1) - 1.0);
        if (!(error <= allowed(&gx_methods[m], 1e-6)))
            fail_msg("%s: error %.3g", gx_methods[m].name, error);
        gx_frame_free(frame);
    }
}

/* ---- right-hand sides, counted ---- */

typedef struct counter {
    int64_t count;
    bool is_start; /* the next is the first of a step */
    double t, y;   /* where the step starts */
} counter;

/* dy/dt = cos t - 1e4 (y - sin t), dz/dt = y - z: y = sin t, z' tamely after it. */
static void stiff(double t, const double *y, double *dydt, void *context)
{
    counter *c = context;
    if (c->is_start && (t != c->t || y[0] != c->y))
        fail_msg("the first evaluation of a step is not at its start");
    c->is_start = false;
    c->count++;
    dydt[0] = cos(t) - 1e4 * (y[0] - sin(t));
    dydt[1] = y[0] - y[1];
}

/* Go to time 4 by ticks of `dt`; false when a step failed. */
static bool go(const gx_method *method, double dt, double *y, counter *c)
{
    gx_diags *ds = test_diags();
    gx_stepper *stepper = gx_stepper_new(method, 1e-4, 2, stiff, c, ds->oom);
    gx_step_failure failure;
    bool ok = true;
    y[0] = y[1] = 0.0;
    for (int32_t i = 0; ok && i < 4.0 / dt; i++) {
        c->is_start = true;
        c->t = i * dt;
        c->y = y[0];
        ok = gx_stepper_step(stepper, i * dt, dt, y, &failure);
    }
    gx_stepper_free(stepper);
    gx_diags_free(ds);
    return ok;
}

static void fixed_methods_evaluate_as_often_as_their_row(void **state)
{
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        counter c = {0};
        double y[2];
        go(&gx_methods[m], 0.25, y, &c);
        if (gx_methods[m].kind != GX_METHOD_FIXED)
            assert_int_equal(gx_methods[m].evaluations, -1);
        else if (c.count != 16 * gx_methods[m].evaluations)
            fail_msg("%s: %d evaluations in 16 steps", gx_methods[m].name, (int)c.count);
    }
}

/* At ticks of 0.25 explicit fixed methods blow up, adaptive ones creep, implicit ones
 * stroll. */
static void implicit_methods_do_what_is_stiff(void **state)
{
    (void)state;
    double y[2], z = 0.5 * (sin(4.0) - cos(4.0) + exp(-4.0));
    for (int32_t m = 0; m < gx_method_count; m++) {
        const gx_method *method = &gx_methods[m];
        counter c = {0};
        bool ok = go(method, 0.25, y, &c);
        bool is_right = ok && fabs(y[0] - sin(4.0)) < 1e-3 && fabs(y[1] - z) < 1e-2;
        if (is_right == (method->kind == GX_METHOD_FIXED))
            fail_msg("%s: %g, %g", method->name, y[0], y[1]);
        if (method->kind == GX_METHOD_IMPLICIT &&
            c.count > expected[expected_of(method)].stiff)
            fail_msg("%s: %d evaluations", method->name, (int)c.count);
        if (method->kind == GX_METHOD_ADAPTIVE)
            assert_true(c.count > 50000);
    }
}

/* ---- orders that show in the work ---- */

/* dy/dt = y (1 - y), as in grown(). */
static void logistic(double t, const double *y, double *dydt, void *context)
{
    counter *c = context;
    (void)t;
    c->count++;
    dydt[0] = y[0] * (1.0 - y[0]);
}

/* The error of one tick to time 4, and what it took. */
static double error_of_tick(const gx_method *method, double tolerance, int64_t *work)
{
    gx_diags *ds = test_diags();
    counter c = {0};
    gx_stepper *stepper = gx_stepper_new(method, tolerance, 1, logistic, &c, ds->oom);
    gx_step_failure failure;
    double y = 0.1;
    assert_true(gx_stepper_step(stepper, 0.0, 4.0, &y, &failure));
    gx_stepper_free(stepper);
    gx_diags_free(ds);
    *work = c.count;
    return fabs(y - grown(4.0));
}

/* Where a method chooses its order itself, no step shows it: n times the evaluations
 * divide the error by n^order, to the 5th at least. A method stuck at its first order
 * would show that. */
static void methods_that_choose_their_order_reach_it(void **state)
{
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        const gx_method *method = &gx_methods[m];
        if (method->kind == GX_METHOD_FIXED)
            continue;
        int64_t few = 0, many = 0;
        double coarse = error_of_tick(method, 1e-4, &few);
        double fine = error_of_tick(method, 1e-9, &many);
        double order = log(coarse / fine) / log((double)many / (double)few);
        bool is_exact = coarse < 1e-10; /* before an order shows: bsimp */
        if (!is_exact && !(order > fmin(method->order, 5) - 0.3))
            fail_msg("%s: error %.3g by %d evaluations, %.3g by %d", method->name, coarse,
                     (int)few, fine, (int)many);
    }
}

/* One step by hand of dy/dt = t - y^2 from 1 at dt = 0.5, where Heun's method (0.8125)
 * and other variants differ. */
static void methods_are_the_fields(void **state)
{
    static const struct {
        const char *method;
        double slopes; /* what dt is multiplied by */
    } cases[] = {
        {"euler", -1.0},
        {"rk2", -0.3125},
        {"rk4", (-1.0 - 2.0 * 0.3125 - 2.0 * 0.599853515625 + 0.00989745557308197) / 6.0},
    };
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        size_t i = 0;
        if (gx_methods[m].kind != GX_METHOD_FIXED)
            continue;
        while (i < sizeof cases / sizeof *cases &&
               strcmp(cases[i].method, gx_methods[m].name) != 0)
            i++;
        if (i == sizeof cases / sizeof *cases)
            fail_msg("'%s' has no row in cases[]", gx_methods[m].name);
        gx_frame *frame =
            run_to_4(&gx_methods[m], 0.0, "y = INTEG(Time - y * y, 1) ~~|", 0.5);
        double y = test_value(frame, "y", 1);
        if (!(fabs(y - (1.0 + 0.5 * cases[i].slopes)) < 1e-15))
            fail_msg("%s: %.17g", cases[i].method, y);
        gx_frame_free(frame);
    }
}

/* ---- trouble ---- */

/* What only a stage of a Runge-Kutta step came to is told with the stage's inputs. */
static void stages_are_named(void **state)
{
    static const char *const text =
        "y = INTEG(-SQRT(y) * g, 3) ~~| g = 1.5 ~~|" CONTROL("9", "1");
    test_model t = test_model_read(text);
    (void)state;
    test_no_errors(t.ds, text);
    assert_null(test_run(&t, "rk4"));
    gx_buf messages = test_messages(t.ds);
    assert_non_null(
        strstr(messages.text, "error: 'y' became nan at time 2 [not-finite]"));
    assert_non_null(
        strstr(messages.text, "note: it was made at time 1 from y = 0.97112586651"));
    assert_non_null(strstr(messages.text, "note: within the step the net flow of 'y' "
                                          "became nan at time 2 from y = -0.20026979"));
    gx_buf_clear(&messages);
    test_model_free(&t);
}

static void trouble_is_named(void **state)
{
    static const struct {
        const char *text;
        const char *message[3];
    } cases[] = {
        {"y = INTEG(y * y, 1) ~~|" CONTROL("3", "0.75"),
         {"m.mdl:1:5: error: the method '", "' cannot go on from time ",
          "note: the error is largest in 'y'\nnote: try a larger tolerance"}},
        {"y = INTEG(-out, 3) ~~| out = SQRT(y) * g + 1 ~~| g = 1.5 ~~|" CONTROL("3", "1"),
         {"m.mdl:1:5: error: the method '",
          "note: within the step 'out' became nan at time 1.17", " from y = -"}},
        {"y = INTEG(-SQRT(y) - g, 3) ~~| g = 1.5 ~~|" CONTROL("3", "1"),
         {"m.mdl:1:5: error: the method '",
          "note: within the step the net flow of 'y' became nan at time 1.1",
          ", g = 1.5"}},
        {"y = INTEG(x, 0) ~~| x = LN(1 - STEP(1, 2)) ~~|" CONTROL("3", "1"),
         {"error: 'x' became -inf at time 2 [not-finite]", "", ""}},
    };
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++)
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            if (gx_methods[m].kind == GX_METHOD_FIXED)
                continue;
            test_model t = test_model_read(cases[i].text);
            test_no_errors(t.ds, cases[i].text);
            assert_null(test_run(&t, gx_methods[m].name));
            gx_buf messages = test_messages(t.ds);
            for (int32_t k = 0; k < 3; k++)
                if (!strstr(messages.text, cases[i].message[k]))
                    fail_msg("%s: %s", gx_methods[m].name, messages.text);
            assert_int_equal(gx_diags_outcome(t.ds), GX_NUMERIC);
            gx_buf_clear(&messages);
            test_model_free(&t);
        }
}

/* Lanes of one plan that end, save, step and start at their own times, and one that
 * fails: each as if it were alone, by every method. */
static void lanes_have_their_own_times(void **state)
{
    enum { LANES = 9 };
    static const double value[6][LANES] = {
        {3.0, 3.0, 2.0, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0}, /* end */
        {1.0, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0, 0.0, 1.0}, /* step */
        {1.0, 1.0, 1.0, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0}, /* every */
        {0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0}, /* start */
        {9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 2.0, 9.0, 9.0}, /* d: fails at that time */
        {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5,
         0.25}, /* half: the step from time 2 on */
    };
    static const int32_t cells[] = {0, 1, 2, 3, 4, 5};
    static const int32_t saves[LANES] = {4, 4, 3, 4, 2, 3, 2, 0, 4};
    static const int32_t steps[LANES] = {4, 4, 2, 8, 4, 3, -1, -1, 6}; /* -1: fails */
    (void)state;
    for (int32_t m = 0; m < gx_method_count; m++) {
        test_model t = test_model_read(
            "end = 3 ~~| step = 1 ~~| every = 1 ~~| start = 0 ~~| d = 9 ~~| half = 0.5 "
            "~~|"
            "x = 1 / (d - INTEGER(Time + 1e-9)) ~~| late = DELAY FIXED(y, 1, 0) ~~|"
            "u = RANDOM 0 1() ~~|"
            "y = INTEG(late + COS(Time) + u, 1) ~~| INITIAL TIME = start ~~|"
            "FINAL TIME = end ~~| TIME STEP = step * IF THEN ELSE(Time < 2, 1, half) ~~|"
            "SAVEPER = every ~~|");
        test_no_errors(t.ds, "model");
        gx_program *program = gx_compile(t.flat, NULL, cells, 6, t.ds->oom);
        const double *all[6], *own[6];
        for (int32_t i = 0; i < 6; i++)
            all[i] = value[i];
        gx_run_plan plan = {.method = &gx_methods[m], .lane_count = LANES, .input = all};
        gx_runs *runs = gx_runs_new(program, &plan, t.ds->oom);
        for (int32_t k = 0; k < LANES; k++) {
            for (int32_t i = 0; i < 6; i++)
                own[i] = &value[i][k];
            gx_run_plan one = {
                .method = plan.method, .lane_count = 1, .input = own, .run = &k};
            gx_runs *alone = gx_runs_new(program, &one, t.ds->oom);
            const gx_trajectory *a = &runs->at[k], *b = &alone->at[0];
            gx_err outcome = k == 6 ? GX_NUMERIC : k == 7 ? GX_BAD_INPUT : GX_OK;
            assert_int_equal(a->outcome, outcome);
            assert_int_equal(b->outcome, outcome);
            assert_int_equal(a->messages != NULL, outcome != GX_OK);
            assert_int_equal(a->count, saves[k]);
            assert_int_equal(b->count, saves[k]);
            assert_int_equal(a->evaluations, b->evaluations);
            if (plan.method->kind == GX_METHOD_FIXED && steps[k] >= 0)
                assert_int_equal(a->evaluations, steps[k] * plan.method->evaluations);
            for (int32_t s = 0; s < a->count; s++) {
                assert_true(a->time[s] == b->time[s]);
                for (int32_t c = 0; c < runs->column_count; c++)
                    assert_true(a->row[s][c * a->stride + a->lane] ==
                                b->row[s][c * b->stride + b->lane]);
            }
            gx_runs_free(alone);
        }
        gx_runs_free(runs);
        gx_program_free(program);
        test_model_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(methods_have_the_order_of_their_row),
        cmocka_unit_test(adaptive_methods_meet_their_tolerance),
        cmocka_unit_test(adaptive_methods_meet_their_tolerance_across_jumps),
        cmocka_unit_test(ticks_of_any_length_end),
        cmocka_unit_test(adaptive_methods_stay_where_equations_are_defined),
        cmocka_unit_test(fixed_methods_evaluate_as_often_as_their_row),
        cmocka_unit_test(implicit_methods_do_what_is_stiff),
        cmocka_unit_test(methods_that_choose_their_order_reach_it),
        cmocka_unit_test(methods_are_the_fields),
        cmocka_unit_test(stages_are_named),
        cmocka_unit_test(trouble_is_named),
        cmocka_unit_test(lanes_have_their_own_times),
    };
    return cmocka_run_group_tests_name("methods", tests, NULL, NULL);
}
