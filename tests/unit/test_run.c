/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The machine and the run loop: lanes that do not know each other, the clock, delays, and
 * values that are not finite. Methods are in test_methods.c. */
#include "support.h"

#include <math.h>

/* ---- every builtin, by its row ---- */

static const struct {
    gx_builtin fn;
    double a, b, c, d, result;
} known[] = {
    {GX_FN_OR, 0, 3, 0, 0, 1},
    {GX_FN_AND, 2, 0, 0, 0, 0},
    {GX_FN_NOT, 0, 0, 0, 0, 1},
    {GX_FN_EQ, 2, 2, 0, 0, 1},
    {GX_FN_NE, 2, 2, 0, 0, 0},
    {GX_FN_LT, 1, 2, 0, 0, 1},
    {GX_FN_LE, 2, 2, 0, 0, 1},
    {GX_FN_GT, 1, 2, 0, 0, 0},
    {GX_FN_GE, 2, 2, 0, 0, 1},
    {GX_FN_ADD, 1, 2, 0, 0, 3},
    {GX_FN_SUB, 1, 2, 0, 0, -1},
    {GX_FN_MUL, 3, 2, 0, 0, 6},
    {GX_FN_DIV, 3, 2, 0, 0, 1.5},
    {GX_FN_NEG, 3, 0, 0, 0, -3},
    {GX_FN_POW, 2, 3, 0, 0, 8},
    {GX_FN_ABS, -2, 0, 0, 0, 2},
    {GX_FN_ALLOCP, 8, 3, 2, 2.5,
     6}, /* three quarters of its rectangle, 2 to 4, is above */
    {GX_FN_ALLOCP, 8, 3, 2, 9, 0},
    {GX_FN_ARCCOS, 1, 0, 0, 0, 0},
    {GX_FN_ARCSIN, 0, 0, 0, 0, 0},
    {GX_FN_ARCTAN, 0, 0, 0, 0, 0},
    {GX_FN_COS, 0, 0, 0, 0, 1},
    {GX_FN_COSH, 0, 0, 0, 0, 1},
    {GX_FN_DATEPART, 2016.5, 0, 0, 1, 2016}, /* years, from 1 BC */
    {GX_FN_DATEPART, 2016.5, 0, 0, 3, 7},    /* half a year is six months of 30 days */
    {GX_FN_DATEPART, 59, 4, 730485, 3, 2},   /* 59 days after 2000-01-01: 29 February */
    {GX_FN_DATEPART, 59, 4, 730485, 4, 29},
    {GX_FN_EXP, 0, 0, 0, 0, 1},
    {GX_FN_GAME, 7, 0, 0, 0, 7},
    {GX_FN_GAMMALN, 5, 0, 0, 0, 3.1780538303479458}, /* ln 24 */
    {GX_FN_IF, 0, 1, 2, 0, 2},
    {GX_FN_INTEGER, -2.7, 0, 0, 0, -2},
    {GX_FN_LN, 1, 0, 0, 0, 0},
    {GX_FN_LOG, 8, 2, 0, 0, 3},
    {GX_FN_LOG, 1000, 10, 0, 0, 3},
    {GX_FN_LOG, 536870912, 2, 0, 0, 29},
    {GX_FN_MAX, 1, 2, 0, 0, 2},
    {GX_FN_MIN, 1, 2, 0, 0, 1},
    {GX_FN_MODULO, 7, 4, 0, 0, 3},
    {GX_FN_MODULO, -1, 4, 0, 0, -1},
    {GX_FN_POWER, 3, 2, 0, 0, 9},
    {GX_FN_PROBIT, 0.975, 0, 0, 0, 1.959963984540054}, /* printed tables */
    {GX_FN_PROBIT, 0.5, 0, 0, 0, 0},
    {GX_FN_QUANTUM, 7.9, 2.5, 0, 0, 7.5},
    {GX_FN_SIN, 0, 0, 0, 0, 0},
    {GX_FN_SINH, 0, 0, 0, 0, 0},
    {GX_FN_SQRT, 9, 0, 0, 0, 3},
    {GX_FN_TAN, 0, 0, 0, 0, 0},
    {GX_FN_TANH, 0, 0, 0, 0, 0},
    {GX_FN_LAG, 2, 3, 0, 0, 2},
    {GX_FN_XIDZ, 1, 0, 5, 0, 5},
    {GX_FN_ZIDZ, 1, 0, 0, 0, 0},
    {GX_FN_ATTICK, 3, 0, 0, 0, 3},
    {GX_FN_PULSE, 0, 1, 0, 0, 1},
    {GX_FN_TRAIN, 0, 1, 2, 9, 1},
    {GX_FN_RAMP, 1, -2, 9, 0, 2},
    {GX_FN_STEP, 4, 0, 0, 0, 4},
};

/* A model with inputs a, b, c, d and x = the builtin of them. */
static test_model model_of(gx_builtin fn)
{
    static const char names[] = "abcdcdc"; /* more arguments repeat the last two */
    const gx_builtin_row *row = &gx_builtins[fn];
    gx_diags *ds = test_diags();
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    gx_buf_print(&text, "a = 1 ~~|b = 1 ~~|c = 1 ~~|d = 1 ~~|x = ");
    if (gx_builtin_precedence(fn)) {
        gx_buf_print(&text, row->least == 2 ? "a %s b" : "%s a", row->name);
    } else {
        gx_buf_print(&text, "%s(", row->name);
        for (int32_t i = 0; i < row->least; i++)
            gx_buf_print(&text, "%s%c", i ? "," : "", names[i]);
        gx_buf_print(&text, ")");
    }
    gx_buf_print(&text, "~~|" CONTROL("0", "1"));
    test_model t = test_model_read(text.text);
    test_no_errors(t.ds, text.text);
    gx_buf_clear(&text);
    gx_diags_free(ds);
    return t;
}

/* Run `lanes` lanes with x's arguments from `input` ([4][lanes]); x of each lane. */
static void run_builtin(const test_model *t, int32_t first, int32_t lanes,
                        double *const input[4], double *x)
{
    int32_t cells[4] = {0, 1, 2, 3};
    double y[1] = {0.0};
    gx_program *program = gx_compile(t->flat, NULL, cells, 4, t->ds->oom);
    gx_machine *machine = gx_machine_new(program, lanes, t->ds->oom);
    for (int32_t i = 0; i < 4; i++)
        gx_machine_set(machine, i, input[i]);
    int32_t *run = calloc((size_t)lanes, sizeof *run);
    for (int32_t k = 0; k < lanes; k++)
        run[k] = first + k;
    gx_machine_seed(machine, 42, run);
    free(run);
    gx_machine_start(machine, 0.0, 1.0, y);
    memcpy(x, gx_machine_cell(machine, 4), (size_t)lanes * sizeof *x);
    gx_machine_free(machine);
    gx_program_free(program);
}

static void builtins_give_known_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        double value[4] = {known[i].a, known[i].b, known[i].c, known[i].d}, x = 0.0;
        double *input[4] = {&value[0], &value[1], &value[2], &value[3]};
        test_model t = model_of(known[i].fn);
        run_builtin(&t, 0, 1, input, &x);
        if (!(fabs(x - known[i].result) < 1e-15 * (1.0 + fabs(x))))
            fail_msg("%s gave %.17g, not %.17g", gx_builtins[known[i].fn].name, x,
                     known[i].result);
        test_model_free(&t);
    }
}

/* The table of known values must not lag behind the table of builtins. */
static void every_builtin_has_a_known_value(void **state)
{
    (void)state;
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        bool found = gx_builtins[fn].kind == GX_KIND_FORM ||  /* test_language.c */
                     gx_builtins[fn].kind == GX_KIND_ARRAY || /* likewise */
                     gx_builtins[fn].kind == GX_KIND_DRAW; /* draws_have_their_moments */
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            found |= known[i].fn == fn;
        if (!found)
            fail_msg("'%s' has no row in known[]", gx_builtins[fn].name);
    }
}

static void lanes_do_not_change_a_bit_of_any_builtin(void **state)
{
    enum { LANES = 1000 };
    static const int32_t widths[] = {1, 64, LANES};
    double *input[4], x[LANES], y[LANES];
    uint32_t seed = 7;
    (void)state;
    for (int32_t i = 0; i < 4; i++) {
        input[i] = calloc(LANES, sizeof(double));
        for (int32_t k = 0; input[i] && k < LANES; k++) {
            seed = seed * 1664525U + 1013904223U;
            input[i][k] = ldexp((double)(int32_t)seed, (int)(seed >> 9) % 8 - 31);
        }
    }
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        if (gx_builtins[fn].kind == GX_KIND_FORM || gx_builtins[fn].kind == GX_KIND_ARRAY)
            continue;
        test_model t = model_of(fn);
        run_builtin(&t, 0, LANES, input, x);
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++)
            for (int32_t from = 0; from < LANES; from += widths[w]) {
                int32_t count = from + widths[w] < LANES ? widths[w] : LANES - from;
                double *part[4] = {input[0] + from, input[1] + from, input[2] + from,
                                   input[3] + from};
                run_builtin(&t, from, count, part, y + from);
                if (memcmp(x + from, y + from, (size_t)count * sizeof *x) != 0)
                    fail_msg("'%s' differs in batches of %d", gx_builtins[fn].name,
                             widths[w]);
            }
        test_model_free(&t);
    }
    for (int32_t i = 0; i < 4; i++)
        free(input[i]);
}

/* ---- random numbers ---- */

/* Mean and standard deviation over lanes and ticks, for every function that draws. */
static void draws_have_their_moments(void **state)
{
    static const struct {
        const char *call;
        double mean, deviation;
    } cases[] = {
        {"RANDOM UNIFORM(2, 4, 0)", 3.0, 0.57735026918962584},
        {"RANDOM 0 1()", 0.5, 0.28867513459481292},
        {"RANDOM NORMAL(-100, 100, 5, 2, 0)", 5.0, 2.0},
        {"RANDOM NORMAL(0, 100, 0, 1, 7)", 0.79788456080286541, 0.60281027282345},
        {"RANDOM EXPONENTIAL(0, 1000, 1, 2, 0)", 3.0, 2.0},
        {"RANDOM POISSON(0, 1000, 4, 0, 1, 0)", 4.0, 2.0},
        {"RANDOM BETA(0, 9, 2, 3, 1, 5, 0)", 3.0, 1.0},
        {"RANDOM BINOMIAL(0, 1000, 0.2, 100, 0, 1, 0)", 20.0, 4.0},
        {"RANDOM GAMMA(0, 1000, 4, 1, 3, 0)", 13.0, 6.0},
        {"RANDOM NEGATIVE BINOMIAL(0, 1e6, 0.5, 8, 0, 1, 0)", 16.0, 4.0},
        {"RANDOM TRIANGULAR(-9, 9, 0, 3, 3, 0)", 2.0, 0.70710678118654752},
        {"RANDOM WEIBULL(0, 1000, 1, 2, 3, 0)", 5.0, 3.0},
        {"RANDOM LOOKUP(rise, -9, 99, 0, 1, 0)", 2.0, 0.70710678118654752},
        {"RANDOM LOOKUP(rise, 0, 99, 10, -2, 0)", 6.0, 1.4142135623730951},
        {"RANDOM LOOKUP(flat, 3, 99, 1, 2, 4)", 4.0, 0.57735026918962584},
        {"RANDOM LOOKUP(tent, -9, 9, 0, 1, 0)", 1.0, 0.40824829046386302},
    };
    enum { LANES = 500, TICKS = 201 };
    int32_t kinds = 0;
    (void)state;
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++)
        kinds += gx_builtins[fn].kind == GX_KIND_DRAW;
    assert_int_equal(kinds, 11); /* a new one wants a row here */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "x = %s ~~| rise((0,0),(3,7)) ~~| flat((0,2),(2,2)) ~~|"
                 "tent((0,0),(1,5),(2,0)) ~~|" CONTROL("200", "1"),
                 cases[i].call);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_program *program = gx_compile(t.flat, NULL, NULL, 0, t.ds->oom);
        gx_run_plan plan = {.method = &gx_methods[0], .lane_count = LANES, .seed = 1};
        gx_frame *frame = NULL;
        gx_run(&frame, program, &plan, t.ds);
        test_no_errors(t.ds, text);
        const double *x = frame->vars.at[gx_frame_find_var(frame, "x")].value;
        double sum = 0.0, squares = 0.0, n = LANES * TICKS;
        for (int32_t k = 0; k < LANES * TICKS; k++)
            sum += x[k];
        for (int32_t k = 0; k < LANES * TICKS; k++)
            squares += (x[k] - sum / n) * (x[k] - sum / n);
        double slack = 5.0 * cases[i].deviation / sqrt(n); /* five standard errors */
        if (fabs(sum / n - cases[i].mean) > slack ||
            fabs(sqrt(squares / n) - cases[i].deviation) > 2.0 * slack)
            fail_msg("%s: mean %.4f, deviation %.4f", cases[i].call, sum / n,
                     sqrt(squares / n));
        gx_frame_free(frame);
        gx_program_free(program);
        test_model_free(&t);
    }
}

/* A draw stays over the stages of a tick, and differs by seed, place, run, tick and
 * stream. */
static void draws_are_keyed(void **state)
{
    test_model t = test_model_read(
        "x = RANDOM UNIFORM(0, 1, 3) ~~| y = RANDOM UNIFORM(0, 1, 3) ~~|"
        "z = RANDOM UNIFORM(0, 1, 4) ~~| s = INTEG(x, 0) ~~|" CONTROL("4", "1"));
    (void)state;
    test_no_errors(t.ds, "model");
    gx_program *program = gx_compile(t.flat, NULL, NULL, 0, t.ds->oom);
    gx_frame *frame[4] = {NULL};
    for (int32_t i = 0; i < 4; i++) {
        const int32_t number = i == 2;
        gx_run_plan plan = {.method = gx_method_find(i == 3 ? "rk4" : "euler"),
                            .lane_count = 1,
                            .seed = i == 1 ? 2 : 1,
                            .run = &number};
        gx_run(&frame[i], program, &plan, t.ds);
        test_no_errors(t.ds, "run");
    }
    double x = test_value(frame[0], "x", 1);
    assert_true(x != test_value(frame[0], "y", 1) && x != test_value(frame[0], "z", 1));
    assert_true(x != test_value(frame[0], "x", 2));
    assert_true(x != test_value(frame[1], "x", 1) && x != test_value(frame[2], "x", 1));
    assert_true(x == test_value(frame[3], "x", 1));
    assert_true(fabs(test_value(frame[0], "s", -1) - test_value(frame[3], "s", -1)) <
                1e-15);
    for (int32_t i = 0; i < 4; i++)
        gx_frame_free(frame[i]);
    gx_program_free(program);
    test_model_free(&t);
}

/* ---- batches ---- */

static const char mixed_model[] =
    "rate = 0.1 ~~| limit = 100 ~~| lag = 1 ~~|\n"
    "effect((0,1),(0.5,0.8),(1,0),(2,-0.3)) ~~|\n"
    "growth = stock * rate * effect(stock / limit) + STEP(rate, 3) - RAMP(rate, 1, 4) "
    "~~|\n"
    "late = DELAY FIXED(stock, lag, 0) ~~|\n"
    "stock = INTEG(growth - 0.01 * late, 10) ~~|\n"
    "r: a, b ~~| q: c, d ~~| m[a,c] = stock ~~| m[a,d] = 1 ~~| m[b,c] = 2 ~~| m[b,d] = "
    "limit ~~|"
    "inverse[r,q] = INVERT MATRIX(m[r,q], 2) ~~|\n"
    "second = INTEG(SIN(stock) - second * EXP(-rate), LN(limit)) ~~|" CONTROL("8",
                                                                              "0.25");

/* 1,000 different lanes at once, and each alone: the same bits of every saved value. Some
 * are enough for methods that run them in turn. */
static void a_batch_equals_single_runs(void **state)
{
    enum { LANES = 1000 };
    static double value[3][LANES];
    (void)state;
    for (int32_t k = 0; k < LANES; k++) {
        value[0][k] = 0.05 + 0.0007 * k;
        value[1][k] = 50.0 + 0.3 * k;
        value[2][k] = 0.25 + 0.01 * (k % 300); /* delays of different length */
    }
    for (int32_t m = 0; m < gx_method_count; m++) {
        int32_t lanes = gx_methods[m].kind == GX_METHOD_FIXED ? LANES : 40;
        test_model t = test_model_read(mixed_model);
        test_no_errors(t.ds, "model");
        const int32_t cells[] = {t.flat->array[0].first, t.flat->array[1].first,
                                 t.flat->array[2].first};
        gx_program *program = gx_compile(t.flat, NULL, cells, 3, t.ds->oom);
        const double *input[] = {value[0], value[1], value[2]};
        gx_run_plan plan = {.method = &gx_methods[m],
                            .tolerance = 1e-4,
                            .lane_count = lanes,
                            .input = input};
        gx_frame *batch = NULL;
        gx_run(&batch, program, &plan, t.ds);
        test_no_errors(t.ds, "batch");
        for (int32_t k = 0; k < lanes; k++) {
            const double *one[] = {&value[0][k], &value[1][k], &value[2][k]};
            gx_run_plan alone = {.method = &gx_methods[m],
                                 .tolerance = 1e-4,
                                 .lane_count = 1,
                                 .input = one};
            gx_frame *single = NULL;
            gx_run(&single, program, &alone, t.ds);
            for (int32_t v = 0; v < single->vars.count; v++) {
                size_t size = gx_var_size(single, &single->vars.at[v]);
                const double *lane = batch->vars.at[v].value + (size_t)k * size;
                if (memcmp(lane, single->vars.at[v].value, size * sizeof *lane) != 0)
                    fail_msg("'%s' of lane %d differs (%s)", single->vars.at[v].name, k,
                             gx_methods[m].name);
            }
            gx_frame_free(single);
        }
        gx_frame_free(batch);
        gx_program_free(program);
        test_model_free(&t);
    }
}

/* ---- forms, arrays and the library ---- */

/* A use of every form and array builtin, in the inputs a and b and in Time. */
static const struct {
    gx_builtin fn;
    const char *equation;
} uses[] = {
    {GX_FN_TABBED, "x = t[r1] * a ~~| t[r] = TABBED ARRAY(3 5)"},
    {GX_FN_INTEG, "x = INTEG(a * SIN(x), b)"},
    {GX_FN_DELAYFIXED, "x = DELAY FIXED(a * Time, b, a)"},
    {GX_FN_DELAYINFO, "x = DELAY INFORMATION(a * Time, b * (2 - SIN(a * Time)), a)"},
    {GX_FN_DELAYMATERIAL, "x = DELAY MATERIAL(a * Time, b * (2 - SIN(a * Time)), a, b)"},
    {GX_FN_RATEOFRETURN, "x = INTERNAL RATE OF RETURN(Time, b, 0 - a, 0)"},
    {GX_FN_CUMULATE, "x := CUMULATE(d)"},
    {GX_FN_CUMULATEF, "x = a * CUMULATEF(d)"},
    {GX_FN_TIMESHIFT, "x = TIME SHIFT(d, a)"},
    {GX_FN_TIMEVALUE, "x = GET TIME VALUE(0, a, 2) + GET TIME VALUE(1, b, 0)"},
    {GX_FN_DELAYN, "x = DELAY N(a * Time, b, a, 3)"},
    {GX_FN_SMOOTHN, "x = SMOOTH N(a * Time, b, a, 2)"},
    {GX_FN_INITIAL, "x = INITIAL(a * b) + Time"},
    {GX_FN_ACTIVEINITIAL, "x = ACTIVE INITIAL(a * s, b) ~~| s = INTEG(b, x)"},
    {GX_FN_WITHLOOKUP, "x = WITH LOOKUP(a * Time, ((0,1),(1,3),(2,2)))"},
    {GX_FN_LOOKUPFORWARD, "x = LOOKUP FORWARD(f, a * Time)"},
    {GX_FN_LOOKUPBACKWARD, "x = LOOKUP BACKWARD(f, a * Time)"},
    {GX_FN_LOOKUPEXTRAPOLATE, "x = LOOKUP EXTRAPOLATE(f, a * Time)"},
    {GX_FN_LOOKUPSLOPE, "x = LOOKUP SLOPE(f, a * Time, b - 1)"},
    {GX_FN_LOOKUPAREA, "x = LOOKUP AREA(f, b, a * Time)"},
    {GX_FN_RANDOMLOOKUP, "x = RANDOM LOOKUP(f, 0, 2 + a, a / 9, b, 0)"},
    {GX_FN_LOOKUPINVERT, "x = LOOKUP INVERT(f, a * Time)"},
    {GX_FN_DATAAT, "x = GET DATA AT TIME(d, Time + INTEGER(a))"},
    {GX_FN_DATABETWEEN, "x = GET DATA BETWEEN TIMES(d, a * Time, b - 1)"},
    {GX_FN_DATAFIRST, "x = a * GET DATA FIRST TIME(d)"},
    {GX_FN_DATALAST, "x = a * GET DATA LAST TIME(d)"},
    {GX_FN_DATAPOINTS, "x = a * GET DATA TOTAL POINTS(d)"},
    {GX_FN_DATAMAX, "x = GET DATA MAX(d, a, Time)"},
    {GX_FN_DATAMEAN, "x = GET DATA MEAN(d, a, Time)"},
    {GX_FN_DATAMIN, "x = GET DATA MIN(d, a, Time)"},
    {GX_FN_SUM, "x = SUM(v[r!] * a)"},
    {GX_FN_PROD, "x = PROD(v[r!] + a)"},
    {GX_FN_VMIN, "x = VMIN(v[r!] * a)"},
    {GX_FN_VMAX, "x = VMAX(v[r!] * a)"},
    {GX_FN_ELMCOUNT, "x = ELMCOUNT(r) * a"},
    {GX_FN_INVERT, "i[r,q] = INVERT MATRIX(m[r,q], 2) ~~| x = i[r1,q2]"},
    {GX_FN_SORTORDER, "o[r] = VECTOR SORT ORDER(v[r], a) ~~| x = o[r1]"},
    {GX_FN_RANK, "o[r] = VECTOR RANK(v[r], a) ~~| x = o[r2]"},
    {GX_FN_REORDER,
     "o[r] = VECTOR REORDER(v[r], VECTOR RANK(v[r], 1) - 1) ~~| x = o[r1]"},
    {GX_FN_SELECT, "x = VECTOR SELECT(v[r!], v[r!] + a, b, 4, 0)"},
    {GX_FN_ELMMAP, "x = VECTOR ELM MAP(m[r2,q1], b - 1)"},
    {GX_FN_BYPRIORITY,
     "o[r] = ALLOCATE BY PRIORITY(v[r], m[r,q1], 2, b, a) ~~| x = o[r1]"},
    {GX_FN_AVAILABLE, "p: p1, p2, p3, p4 ~~| c[r,p1] = 1 + r ~~| c[r,p2] = a ~~| c[r,p3] "
                      "= b ~~| c[r,p4] = 0 ~~| o[r] = ALLOCATE AVAILABLE(v[r], c[r,p1], "
                      "a) ~~| x = o[r2]"},
    {GX_FN_FINDPRICE, "p: p1, p2, p3, p4 ~~| c[r,p1] = 1 + r ~~| c[r,p2] = a ~~| c[r,p3] "
                      "= b ~~| c[r,p4] = 0 ~~| x = FIND MARKET PRICE(v[r1], c[r1,p1], "
                      "m[r1,q1], c[r1,p1])"},
    {GX_FN_DEMANDAT, "p: p1, p2, p3, p4 ~~| c[p1] = 4 ~~| c[p2] = a ~~| c[p3] = b ~~| "
                     "c[p4] = 0 ~~| x = DEMAND AT PRICE(b, c[p1], Time)"},
    {GX_FN_SUPPLYAT, "p: p1, p2, p3, p4 ~~| c[p1] = 2 ~~| c[p2] = a ~~| c[p3] = b ~~| "
                     "c[p4] = 0 ~~| x = SUPPLY AT PRICE(b, c[p1], Time)"},
    {GX_FN_VLOOKUP, "x = VECTOR LOOKUP(v[r1], Time, a - 1, b + 1, INTEGER(7 * a))"},
    {GX_FN_MARKETP, "x = MARKETP(v[r1], i[r1], 2, b, a) ~~| i[r] = r"},
};

static test_model model_using(const char *equation)
{
    char text[1200];
    snprintf(text, sizeof text,
             "a = 1 ~~| b = 1 ~~| r: r1, r2 ~~| q: q1, q2 ~~| v[r1] = a * Time ~~| v[r2] "
             "= b ~~|"
             "m[r1,q1] = 2 + a ~~| m[r1,q2] = b ~~| m[r2,q1] = Time ~~| m[r2,q2] = 9 ~~|"
             "f((0,1),(1,3),(2,2)) ~~| d ~~| %s ~~|" CONTROL("3", "0.25"),
             equation);
    test_model t = test_model_read(text);
    test_no_errors(t.ds, text);
    static const double times[] = {0.0, 1.0, 2.5};
    gx_frame *table = gx_frame_new(t.ds->oom);
    const gx_frame *tables[] = {table};
    int32_t time = gx_frame_add_dim(table, "time", "", 3, times, NULL);
    int32_t made = gx_frame_add_var(table, "d", "", 1, &time);
    memcpy(table->vars.at[made].value, times, sizeof times);
    gx_flat_data(t.flat, tables, 1, false, t.ds);
    test_no_errors(t.ds, text);
    gx_frame_free(table);
    return t;
}

/* Every saved value of 1,000 lanes at once, in batches of 64 and alone: the same bits. */
static void check_lanes(const test_model *t, const char *what)
{
    enum { LANES = 1000 };
    static double value[2][LANES];
    static int32_t number[LANES];
    const int32_t cells[] = {0, 1};
    gx_program *program = gx_compile(t->flat, NULL, cells, 2, t->ds->oom);
    gx_frame *whole = NULL;
    for (int32_t k = 0; k < LANES; k++) {
        number[k] = k;
        value[0][k] = 0.3 + 0.01 * (k % 97);
        value[1][k] = 0.5 + 0.02 * (k % 89);
    }
    for (int32_t width = LANES; width; width = width == LANES ? 64 : width == 64 ? 1 : 0)
        for (int32_t from = 0; from < LANES; from += width) {
            const double *input[] = {value[0] + from, value[1] + from};
            gx_run_plan plan = {.method = gx_method_find("rk4"),
                                .lane_count = from + width < LANES ? width : LANES - from,
                                .input = input,
                                .run = number + from};
            gx_frame *part = NULL;
            gx_run(&part, program, &plan, t->ds);
            test_no_errors(t->ds, what);
            for (int32_t v = 0; whole && v < part->vars.count; v++) {
                size_t size = gx_var_size(whole, &whole->vars.at[v]) / LANES;
                if (memcmp(whole->vars.at[v].value + size * (size_t)from,
                           part->vars.at[v].value,
                           size * (size_t)plan.lane_count * sizeof(double)) != 0)
                    fail_msg("%s: '%s' differs in batches of %d", what,
                             part->vars.at[v].name, width);
            }
            if (whole)
                gx_frame_free(part);
            else
                whole = part;
        }
    gx_frame_free(whole);
    gx_program_free(program);
}

static void lanes_do_not_change_a_bit_of_any_form(void **state)
{
    (void)state;
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        size_t u = 0;
        if (gx_builtins[fn].kind != GX_KIND_FORM && gx_builtins[fn].kind != GX_KIND_ARRAY)
            continue;
        while (u < sizeof uses / sizeof *uses && uses[u].fn != fn)
            u++;
        if (u == sizeof uses / sizeof *uses)
            fail_msg("'%s' has no row in uses[]", gx_builtins[fn].name);
        test_model t = model_using(uses[u].equation);
        check_lanes(&t, uses[u].equation);
        test_model_free(&t);
    }
}

static void lanes_do_not_change_a_bit_of_the_library(void **state)
{
    static const char *const arguments[] = {"a * Time + 1", "b", "a", "b"};
    test_model names = model_using("x = 1");
    (void)state;
    for (int32_t i = 0; i < names.model->macros.count; i++) {
        const gx_macro *macro = &names.model->macros.at[i];
        char equation[200];
        int used = snprintf(equation, sizeof equation, "x = %s(", macro->name);
        for (int32_t k = 0; k < macro->inputs.count; k++)
            used += snprintf(equation + used, sizeof equation - (size_t)used, "%s%s",
                             k ? ", " : "", arguments[k]);
        for (int32_t k = 0; k < macro->outputs.count; k++)
            used += snprintf(equation + used, sizeof equation - (size_t)used, "%sout%d",
                             k ? ", " : " : ", k);
        snprintf(equation + used, sizeof equation - (size_t)used, ")");
        test_model t = model_using(equation);
        check_lanes(&t, equation);
        test_model_free(&t);
    }
    assert_true(names.model->macros.count >= 12);
    test_model_free(&names);
}

/* SUM and its kin over a row have the bits of the operators in a chain, however long. */
static void sums_are_chains(void **state)
{
    test_model t = test_model_read(
        "r: a, b, c, d ~~| v[r] = 1e16, 1, -1e16, 0.3 ~~| s: (e1-e300) ~~|"
        "w[s] = SQRT(s + Time) ~~| m[s,r] = v[r] ~~|"
        "sum = SUM(v[r!]) ~~| chain = v[a] + v[b] + v[c] + v[d] ~~|"
        "prod = PROD(v[r!] / 7) ~~| chain2 = v[a]/7 * (v[b]/7) * (v[c]/7) * (v[d]/7) ~~|"
        "low = VMIN(v[r!] * v[r!]) ~~| high = VMAX(v[r!]) ~~| one = SUM(m[e1,r!]) ~~|"
        "long = SUM(m[s!,r!] * 0 + 1) * SUM(w[s!] - w[s!]) + SUM(m[s!,r!] * 0 + 1) ~~|"
        "inner = SUM(v[r!] * SUM(w[s!])) ~~| part = SUM(w[s!]) ~~|"
        "chain3 = v[a]*part + v[b]*part + v[c]*part + v[d]*part ~~|"
        "step = SUM(STEP(v[r!], 1)) ~~|" CONTROL("2", "1"));
    gx_frame *frame = test_run(&t, "rk4");
    (void)state;
    test_no_errors(t.ds, "sums");
    for (int32_t row = 0; row < 3; row++) {
        assert_true(test_value(frame, "sum", row) == test_value(frame, "chain", row));
        assert_true(test_value(frame, "prod", row) == test_value(frame, "chain2", row));
        assert_true(test_value(frame, "inner", row) == test_value(frame, "chain3", row));
        assert_true(test_value(frame, "low", row) == 0.3 * 0.3);
        assert_true(test_value(frame, "high", row) == 1e16);
        assert_true(test_value(frame, "one", row) == test_value(frame, "chain", row));
        assert_true(test_value(frame, "long", row) == 1200.0);
        assert_true(test_value(frame, "step", row) ==
                    (row ? test_value(frame, "chain", row) : 0.0));
    }
    gx_frame_free(frame);
    test_model_free(&t);
    t = test_model_read("r: (a1-a200) ~~| q: (b1-b200) ~~| x[r,q] = Time ~~|"
                        "y = SUM(x[r!,q!]) ~~|" CONTROL("1", "1"));
    frame = test_run(&t, "euler");
    test_no_errors(t.ds, "a long sum");
    assert_true(test_value(frame, "y", 1) == 40000.0);
    gx_frame_free(frame);
    test_model_free(&t);
}

/* ---- jumps ---- */

/* RK4 holds a jump over the tick in which it happens, as the field does. */
static void jumps_happen_at_ticks(void **state)
{
    test_model t = test_model_read("y = INTEG(STEP(1, 1), 0) ~~|" CONTROL("2", "1"));
    gx_frame *frame = test_run(&t, "rk4");
    (void)state;
    test_no_errors(t.ds, "step");
    assert_true(test_value(frame, "y", 1) == 0.0);
    assert_true(test_value(frame, "y", 2) == 1.0);
    gx_frame_free(frame);
    test_model_free(&t);
}

/* ---- the clock ---- */

static void saves_come_when_due(void **state)
{
    static const struct {
        const char *control;
        int32_t count;
        double second, last;
    } cases[] = {
        {"FINAL TIME=10~~|TIME STEP=0.1~~|SAVEPER=1~~|", 11, 1.0, 10.0},
        {"FINAL TIME=10~~|TIME STEP=0.1~~|", 101, 0.1, 10.0},
        {"FINAL TIME=1000~~|TIME STEP=0.1~~|SAVEPER=0.7~~|", 1429, 0.7, 999.6},
        {"FINAL TIME=10~~|TIME STEP=1~~|SAVEPER=0.5~~|", 11, 1.0, 10.0},
        {"FINAL TIME=10.5~~|TIME STEP=1~~|", 11, 1.0, 10.0},
        {"FINAL TIME=8~~|TIME STEP=IF THEN ELSE(Time<4,1,0.5)~~|", 13, 1.0, 8.0},
        {"FINAL TIME=IF THEN ELSE(Time<3,9,5)~~|TIME STEP=1~~|", 6, 1.0, 5.0},
        {"FINAL TIME=9~~|TIME STEP=1~~|SAVEPER=IF THEN ELSE(Time<4,1,2)~~|", 7, 1.0, 8.0},
        {"FINAL TIME=0~~|TIME STEP=1~~|", 1, 0.0, 0.0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *scratch = test_diags();
        gx_buf text;
        gx_buf_init(&text, scratch->oom);
        gx_buf_print(&text, "x = Time ~~| INITIAL TIME = 0 ~~|%s", cases[i].control);
        test_model t = test_model_read(text.text);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, cases[i].control);
        const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
        if (time->length != cases[i].count ||
            fabs(time->value[time->length - 1] - cases[i].last) > 1e-9 ||
            (time->length > 1 && fabs(time->value[1] - cases[i].second) > 1e-9))
            fail_msg("%s: %d times, the last %.17g", cases[i].control, time->length,
                     time->value[time->length - 1]);
        gx_frame_free(frame);
        test_model_free(&t);
        gx_buf_clear(&text);
        gx_diags_free(scratch);
    }
}

static void ticks_that_miss_are_told(void **state)
{
    static const struct {
        const char *control, *told;
    } cases[] = {
        {"FINAL TIME=2~~|TIME STEP=0.5~~|SAVEPER=1~~|", ""},
        {"FINAL TIME=3~~|TIME STEP=0.1~~|SAVEPER=0.3~~|", ""},
        {"FINAL TIME=2~~|TIME STEP=0.5~~|SAVEPER=0.1~~|",
         "SAVEPER 0.1 is less than TIME STEP 0.5: values are saved at every tick"},
        {"FINAL TIME=2~~|TIME STEP=0.1~~|SAVEPER=0.25~~|",
         "SAVEPER 0.25 is no multiple of TIME STEP 0.1: values are saved at the next "
         "tick"},
        {"FINAL TIME=2~~|TIME STEP=0.3~~|",
         "FINAL TIME 2 is not reached by steps of 0.3 from 0"},
        {"FINAL TIME=2~~|TIME STEP=1~~|y=DELAY N(x,3,0,3)~~|", ""},
        {"FINAL TIME=2~~|TIME STEP=1~~|y=DELAY N(x,2,0,3)~~|",
         "the delay time 2 at time 0 is shorter than 3 time steps of 1, one for each "
         "stage: the stages swing; lower the order or TIME STEP"},
        {"FINAL TIME=2~~|TIME STEP=1~~|y=SMOOTH N(x,x+0.5,0,n)~~|n=1+STEP(1,0)~~|",
         "the delay time 0.5 at time 0 is shorter than 2 time steps of 1, one for each "
         "stage: the stages swing; lower the order or TIME STEP"},
        {"FINAL TIME=9~~|TIME STEP=1~~|y=SMOOTH(x,1)~~|", ""},
        {"FINAL TIME=9~~|TIME STEP=1~~|y=SMOOTH3I(x,3-x/4,x)~~|",
         "the delay time 2.75 at time 1 is shorter than 3 time steps of 1, one for each "
         "stage: the stages swing; lower the order or TIME STEP"},
        {"FINAL TIME=9~~|TIME STEP=1~~|y[r]=DELAY1(x,d[r])~~|r:a,b~~|d[r]=0.5,0.25~~|",
         "the delay time 0.5 at time 0 is shorter than 1 time step of 1, one for each "
         "stage: the stages swing; lower the order or TIME STEP"},
        {"FINAL TIME=9~~|TIME STEP=IF THEN ELSE(x<2,1,2)~~|y=TREND(x,1.5,0)~~|",
         "the delay time 1.5 at time 2 is shorter than 1 time step of 2, one for each "
         "stage: the stages swing; lower the order or TIME STEP"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *scratch = test_diags();
        gx_buf text;
        gx_buf_init(&text, scratch->oom);
        gx_buf_print(&text, "x = Time ~~| INITIAL TIME = 0 ~~|%s", cases[i].control);
        test_model t = test_model_read(text.text);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, cases[i].control);
        const char *told = t.ds->list.count ? t.ds->list.at[0].text : "";
        assert_string_equal(told, cases[i].told);
        assert_int_equal(t.ds->list.count, *cases[i].told ? 1 : 0);
        gx_frame_free(frame);
        test_model_free(&t);
        gx_buf_clear(&text);
        gx_diags_free(scratch);
    }
}

static void times_do_not_drift(void **state)
{
    test_model t = test_model_read("x = Time ~~|" CONTROL("1000", "0.1"));
    gx_frame *frame = test_run(&t, "euler");
    (void)state;
    test_no_errors(t.ds, "clock");
    for (int32_t i = 0; i <= 10000; i++)
        assert_true(test_value(frame, "x", i) == (double)i * 0.1);
    gx_frame_free(frame);
    test_model_free(&t);
}

/* A delay waits for its time, whatever the ticks: it gives the input of the tick nearest
 * to then, of the earlier in the middle between two. Its time is that of the start. */
static void delays_keep_their_time(void **state)
{
    static const struct {
        const char *lag, *step;
        double x[9]; /* at the first ticks; 9 is the input until the delay is over */
    } cases[] = {
        {"2", "1", {9, 9, 0, 1, 2, 3, 4, 5, 6}},
        {"2", "IF THEN ELSE(Time < 3, 1, 0.5)", {9, 9, 0, 1, 1, 2, 2, 3, 3.5}},
        {"2", "IF THEN ELSE(Time < 2, 0.5, 1)", {9, 9, 9, 9, 0, 1, 2, 3, 4}},
        {"0.6", "IF THEN ELSE(Time < 1, 0.25, 1)", {9, 9, 0, 0.25, 0.5, 1, 2, 3, 4}},
        {"1.5", "1", {9, 9, 0, 1, 2, 3, 4, 5, 6}},
        {"0", "IF THEN ELSE(Time < 3, 1, 0.5)", {9, 0, 1, 2, 3, 3.5, 4, 4.5, 5}},
        {"2 + STEP(5, 1)", "1", {9, 9, 0, 1, 2, 3, 4, 5, 6}},
        {"99", "1", {9, 9, 9, 9, 9, 9, 9, 9, 9}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "x = DELAY FIXED(Time, %s, 9) ~~| INITIAL TIME = 0 ~~|"
                 "FINAL TIME = 9 ~~| TIME STEP = %s ~~|",
                 cases[i].lag, cases[i].step);
        test_model t = test_model_read(text);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, text);
        for (int32_t row = 0; row < 9; row++)
            if (test_value(frame, "x", row) != cases[i].x[row])
                fail_msg("%s: %g, not %g, at tick %d", text, test_value(frame, "x", row),
                         cases[i].x[row], row);
        gx_frame_free(frame);
        test_model_free(&t);
    }
}

/* Where the delay time changes, each input keeps the time it met. Information is the
 * latest that is due; material comes out together, and is missing (-1) where none does.
 */
static void delays_go_by_the_time_inputs_met(void **state)
{
    static const struct {
        const char *call, *lag;
        double x[9]; /* 9 is the first output */
    } cases[] = {
        {"INFORMATION(Time, lag, 9)", "3 - STEP(2, 2)", {9, 9, 9, 2, 3, 4, 5, 6, 7}},
        {"MATERIAL(Time, lag, 9, -1)", "3 - STEP(2, 2)", {9, 9, 9, 2, 4, 4, 5, 6, 7}},
        {"INFORMATION(Time, lag, 9)", "1 + STEP(2, 3)", {9, 0, 1, 2, 2, 2, 3, 4, 5}},
        {"MATERIAL(Time, lag, 9, -1)", "1 + STEP(2, 3)", {9, 0, 1, 2, -1, -1, 3, 4, 5}},
        {"INFORMATION(Time, lag, 9)", "4 - STEP(3, 1)", {9, 9, 1, 2, 3, 4, 5, 6, 7}},
        {"MATERIAL(Time, lag, 9, -1)", "4 - STEP(3, 1)", {9, 9, 10, 11, 3, 4, 5, 6, 7}},
        {"MATERIAL(Time, lag, 9, -Time)",
         "99 - STEP(98, 1)",
         {9, 9, 10, 11, 12, 13, 14, 15, 16}},
        {"MATERIAL(Time, lag, 9, -Time)",
         "1 + STEP(99, 3)",
         {9, 0, 1, 2, -3, -4, -5, -6, -7}},
        {"INFORMATION(Time, lag, 9)", "0", {9, 0, 1, 2, 3, 4, 5, 6, 7}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text, "x = DELAY %s ~~| lag = %s ~~|" CONTROL("40", "1"),
                 cases[i].call, cases[i].lag);
        test_model t = test_model_read(text);
        gx_frame *frame = test_run(&t, "rk4");
        test_no_errors(t.ds, text);
        for (int32_t row = 0; row < 9; row++)
            if (test_value(frame, "x", row) != cases[i].x[row])
                fail_msg("%s: %g, not %g, at tick %d", text, test_value(frame, "x", row),
                         cases[i].x[row], row);
        gx_frame_free(frame);
        test_model_free(&t);
    }
}

/* By a delay time that stays, all pure delays are the same, whatever the ticks. */
static void delays_of_one_time_are_the_same(void **state)
{
    test_model t = test_model_read(
        "x = DELAY FIXED(Time, lag, 9) ~~| lag = 2.3 ~~|"
        "y = DELAY INFORMATION(Time, lag, 9) ~~| z = DELAY MATERIAL(Time, lag, 9, 77) "
        "~~| INITIAL TIME = -1 ~~| FINAL TIME = 30 ~~|"
        "TIME STEP = IF THEN ELSE(Time < 7, 0.25, IF THEN ELSE(Time < 8, 0.5, 0.125)) ~~|"
        "SAVEPER = 0.125 ~~|");
    gx_frame *frame = test_run(&t, "euler");
    (void)state;
    test_no_errors(t.ds, "model");
    const gx_dim *time = &frame->dims.at[gx_frame_find_dim(frame, "time")];
    assert_true(time->length > 100);
    for (int32_t row = 0; row < time->length && time->value[row] < 7.0; row++) {
        assert_true(test_value(frame, "x", row) == test_value(frame, "y", row));
        assert_true(test_value(frame, "x", row) == test_value(frame, "z", row));
    }
    for (int32_t row = 0; row < time->length; row++)
        assert_true(test_value(frame, "x", row) == test_value(frame, "y", row));
    gx_frame_free(frame);
    test_model_free(&t);
}

/* ---- orders of delays ---- */

#define CHAINS                                                                           \
    "in = STEP(1, 2012) ~~| x = DELAY N(in * 3, 5, 1, %s) ~~|"                           \
    "y = SMOOTH N(x, 2 + STEP(1, 2013), 0, %s) ~~| INITIAL TIME = 2011 ~~|"              \
    "FINAL TIME = 2020 ~~| TIME STEP = 0.25 ~~|"

/* An order is what its expression comes to at the start, bit by bit as if it were written
 * there, in every lane of a batch. */
static void orders_are_values_at_the_start(void **state)
{
    enum { LANES = 7 };
    static const double m[LANES] = {2, 3, 2, 1, 0.5, 3, 1001};
    const double *input[] = {m};
    const int32_t cell = 0;
    char text[600];
    snprintf(text, sizeof text, "m = 2 ~~| n = m + STEP(1, 2015) ~~|" CHAINS, "n",
             "IF THEN ELSE(Time > 2000, m, 9)");
    test_model t = test_model_read(text);
    (void)state;
    test_no_errors(t.ds, text);
    for (int32_t alone = 0; alone < 3; alone++) { /* as it is, overridden, in lanes */
        gx_overrides set = {0};
        gx_arena *arena = gx_arena_new(t.ds->oom);
        gx_override_set(&set, arena, cell, 3.0);
        gx_program *program =
            gx_compile(t.flat, alone == 1 ? &set : NULL, &cell, alone == 2, t.ds->oom);
        gx_run_plan plan = {.method = gx_method_find("rk4"),
                            .lane_count = alone == 2 ? LANES : 1,
                            .input = input};
        gx_runs *runs = gx_runs_new(program, &plan, t.ds->oom);
        for (int32_t k = 0; k < plan.lane_count; k++) {
            const gx_trajectory *run = &runs->at[k], *at_all = run;
            double order = alone == 2 ? m[k] : alone == 1 ? 3.0 : 2.0;
            bool good = order >= 1.0 && order <= 1000.0;
            assert_int_equal(at_all->outcome, good ? GX_OK : GX_BAD_INPUT);
            if (!good)
                continue;
            char number[20];
            snprintf(number, sizeof number, "%g", order);
            snprintf(text, sizeof text, "m = %g ~~| n = m + STEP(1, 2015) ~~|" CHAINS,
                     order, number, number);
            test_model written = test_model_read(text);
            gx_frame *frame = test_run(&written, "rk4");
            test_no_errors(written.ds, text);
            for (int32_t c = 0; c < runs->column_count; c++) {
                const gx_cell *saved = &t.flat->cells.at[runs->column[c]];
                const char *name = t.model->variables.at[saved->variable].name;
                for (int32_t row = 0; row < run->count; row++)
                    assert_true(run->row[row][c * run->stride + run->lane] ==
                                test_value(frame, name, row));
            }
            gx_frame_free(frame);
            test_model_free(&written);
        }
        gx_runs_free(runs);
        gx_program_free(program);
        gx_arena_free(arena);
    }
    test_model_free(&t);
}

/* A changing delay time goes along with what DELAY N delays, a stage a tick, and the
 * output knows it a tick later at the earliest. What goes in comes out. */
static void delay_times_go_along(void **state)
{
    (void)state;
    for (int32_t order = 1; order <= 4; order++) {
        char text[400];
        snprintf(
            text, sizeof text,
            "x = DELAY N(in, lag, 1, %d) ~~| in = 1 + STEP(9, 7) - STEP(10, 20) ~~|"
            "lag = 8 + STEP(8, 5) - STEP(8, 15) ~~| total = INTEG(x - in, 0) ~~|" CONTROL(
                "400", "0.5"),
            order);
        test_model t = test_model_read(text);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, text);
        int32_t from = 10 + (order > 1 ? order - 1 : 1); /* the lag changes in row 10 */
        assert_true(fabs(test_value(frame, "x", from - 1) - 1.0) < 1e-12);
        assert_true(test_value(frame, "x", from) < 0.9);
        assert_true(fabs(test_value(frame, "total", -1) - 8.0) < 1e-9);
        gx_frame_free(frame);
        test_model_free(&t);
    }
}

/* What is held for a tick is worked out with the length of the tick that comes. */
static void held_functions_know_the_coming_tick(void **state)
{
    test_model t = test_model_read("x = PULSE(2.3, 0) ~~| y = INTEG(x, 0) ~~|" CONTROL(
        "4", "IF THEN ELSE(Time < 2, 1, 0.5)"));
    gx_frame *frame = test_run(&t, "rk4");
    (void)state;
    test_no_errors(t.ds, "model");
    assert_true(test_value(frame, "x", 2) == 0.0); /* at 2: the tick ends at 2.5 */
    assert_true(test_value(frame, "x", 3) == 1.0);
    assert_true(test_value(frame, "y", -1) == 0.5);
    gx_frame_free(frame);
    test_model_free(&t);
}

/* A range may have the name of one of the frame's own dimensions. */
static void ranges_named_time_or_run_have_their_place(void **state)
{
    test_model t = test_model_read("time: p, q ~~| run: a, b, c ~~| x[time] = time ~~|"
                                   "y[run,time] = run * 10 + time ~~|" CONTROL("2", "1"));
    gx_program *program = gx_compile(t.flat, NULL, NULL, 0, t.ds->oom);
    gx_run_plan plan = {.method = &gx_methods[0], .lane_count = 2};
    gx_frame *frame = NULL;
    (void)state;
    test_no_errors(t.ds, "model");
    gx_run(&frame, program, &plan, t.ds);
    test_no_errors(t.ds, "run");
    const gx_var *x = &frame->vars.at[gx_frame_find_var(frame, "x")];
    const gx_var *y = &frame->vars.at[gx_frame_find_var(frame, "y")];
    assert_int_equal(gx_var_size(frame, x), 2 * 3 * 2);
    assert_int_equal(gx_var_size(frame, y), 2 * 3 * 3 * 2);
    assert_string_equal(frame->dims.at[x->dim[2]].name, "time subscript");
    assert_string_equal(frame->dims.at[y->dim[2]].name, "run subscript");
    gx_frame_free(frame);
    gx_program_free(program);
    test_model_free(&t);
}

/* An element without an equation is missing, not zero. */
static void elements_without_equations_are_missing(void **state)
{
    test_model t = test_model_read("r: a, b, c ~~| x[a] = 5 ~~| x[c] = Time ~~|"
                                   "y = 3 ~~|" CONTROL("2", "1"));
    gx_frame *frame = test_run(&t, "euler");
    (void)state;
    test_no_errors(t.ds, "model");
    for (int32_t row = 0; row < 3; row++) {
        assert_true(test_value(frame, "x", 3 * row) == 5.0);
        assert_true(isnan(test_value(frame, "x", 3 * row + 1)));
        assert_true(test_value(frame, "x", 3 * row + 2) == row);
        assert_true(test_value(frame, "y", row) == 3.0);
    }
    gx_frame_free(frame);
    test_model_free(&t);
}

/* ---- what is refused at run time ---- */

static void trouble_is_named(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"x = 1 / (3 - Time) ~~|" CONTROL("9", "1"),
         "m.mdl:1:5: error: 'x' became inf at time 3 [not-finite]\n"
         " x = 1 / (3 - Time) ~~|\n     ^~~~~~~~~~~~~~\n"
         "note: it was made from Time = 3\n"},
        {"x = LN(a - Time) ~~| a = 2 ~~| y = INTEG(x, 0) ~~| z = y * 2 ~~|"
         "INITIAL TIME=0~~|FINAL TIME=8~~|TIME STEP=1~~|SAVEPER=4~~|",
         "m.mdl:1:5: error: 'x' became -inf at time 2 [not-finite]\n"
         " x = LN(a - Time) ~~| a = 2 ~~| y = INTEG(x, 0) ~~| z = y * 2 ~~|INITIAL "
         "TIME=0~~|FINAL TIME=8~~|TIME STEP=1~~|SAVEPER=4~~|\n     ^~~~~~~~~~~~\n"
         "note: it was made from a = 2, Time = 2\n"},
        {"x = SMOOTH N(1, 2, 3, n) ~~| n = Time + 1.5 ~~|" CONTROL("9", "1"),
         "m.mdl:1:23: error: the order of a delay must be a whole number from 1 to 1000, "
         "not 1.5 [arguments]\n x = SMOOTH N(1, 2, 3, n) ~~| n = Time + 1.5 ~~|\n"
         "                       ^\n"},
        {"x = DELAY N(1, 9, 0.1, IF THEN ELSE(x = 0.1, 3, 1)) ~~|" CONTROL("9", "1"),
         "m.mdl:1:5: error: the order of this delay depends on the delay [cycle]\n"
         " x = DELAY N(1, 9, 0.1, IF THEN ELSE(x = 0.1, 3, 1)) ~~|\n"
         "     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"},
        {"r: a, b ~~| w[r] = 0 ~~| x = VECTOR SELECT(w[r!], w[r!], 5, 0, 1) ~~|" CONTROL(
             "9", "1"),
         "m.mdl:1:30: error: what this gives for 'x' became nan at time 0 [not-finite]\n"
         " r: a, b ~~| w[r] = 0 ~~| x = VECTOR SELECT(w[r!], w[r!], 5, 0, 1) ~~|\n"
         "                              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made from w[a] = 0, w[b] = 0\n"},
        {"r: a, b ~~| w[r] = 3 ~~| x = VECTOR SELECT(w[r!], w[r!], 5, 0, 2) ~~|" CONTROL(
             "9", "1"),
         "m.mdl:1:30: error: what this gives for 'x' became nan at time 0 [not-finite]\n"
         " r: a, b ~~| w[r] = 3 ~~| x = VECTOR SELECT(w[r!], w[r!], 5, 0, 2) ~~|\n"
         "                              ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made from w[a] = 3, w[b] = 3\n"},
        {"r: a, b ~~| w[r] = 3 ~~| x[r] = ALLOCATE BY PRIORITY(w[r], w[r], 3, 2, 1) "
         "~~|" CONTROL("9", "1"),
         "m.mdl:1:33: error: what this gives for 'x' became nan at time 0 [not-finite]\n"
         " r: a, b ~~| w[r] = 3 ~~| x[r] = ALLOCATE BY PRIORITY(w[r], w[r], 3, 2, 1) "
         "~~|\n"
         "                                 ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made from w[a] = 3, w[b] = 3\n"},
        {"x = DELAY MATERIAL(1, LN(2 - Time), 0, 0) ~~|" CONTROL("9", "1"),
         "m.mdl:1:23: error: what this keeps for 'x' became -inf at time 2 [not-finite]\n"
         " x = DELAY MATERIAL(1, LN(2 - Time), 0, 0) ~~|\n"
         "                       ^~~~~~~~~~~~\n"
         "note: it was made from Time = 2\n"},
        {"x = DELAY FIXED(a / (3 - Time), 4, 0) ~~| a = 2 ~~|" CONTROL("9", "1"),
         "m.mdl:1:5: error: what goes into 'x' became inf at time 3 [not-finite]\n"
         " x = DELAY FIXED(a / (3 - Time), 4, 0) ~~| a = 2 ~~|\n"
         "     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made from a = 2, Time = 3\n"},
        {"y = INTEG(y * y * g, 1) ~~| g = 4 ~~|" CONTROL("20", "1"),
         "m.mdl:1:5: error: 'y' became inf at time 9 [not-finite]\n"
         " y = INTEG(y * y * g, 1) ~~| g = 4 ~~|\n     ^~~~~~~~~~~~~~~~~~~\n"
         "note: it was made at time 8 from y = 2.0844124877537307e+167, g = 4\n"},
        {"r: a, b ~~| v[r] = 2, 3 ~~|"
         "y = INTEG(VECTOR SELECT(v[r!], v[r!], 0, 0, 0) / (1 - Time), 0) ~~|" CONTROL(
             "9", "1"),
         "m.mdl:1:32: error: 'y' became inf at time 2 [not-finite]\n"
         " r: a, b ~~| v[r] = 2, 3 ~~|y = INTEG(VECTOR SELECT(v[r!], v[r!], 0, 0, 0) / "
         "(1 "
         "- Time), 0) ~~|\n"
         "                                "
         "^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made at time 1 from y = 13, v[a] = 2, v[b] = 3, Time = 1\n"},
        {"s: (s1-s20) ~~| v[s] = 3 ~~| y = INTEG(SUM(v[s!]) / (1 - Time), 0) ~~|" CONTROL(
             "9", "1"),
         "m.mdl:1:34: error: 'y' became inf at time 2 [not-finite]\n"
         " s: (s1-s20) ~~| v[s] = 3 ~~| y = INTEG(SUM(v[s!]) / (1 - Time), 0) ~~|\n"
         "                                  ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made at time 1 from y = 60, v[s1] = 3, v[s2] = 3, v[s3] = 3, "
         "v[s4] "
         "= 3, v[s5] = 3, v[s6] = 3, v[s7] = 3, v[s8] = 3, v[s9] = 3, v[s10] = 3, v[s11] "
         "= 3, v[s12] = 3, v[s13] = 3, v[s14] = 3, v[s15] = 3, ..., Time = 1\n"},
        {"y = INTEG(1, 1 / d) ~~| d = 0 ~~|" CONTROL("9", "1"),
         "m.mdl:1:5: error: 'y' became inf at time 0 [not-finite]\n"
         " y = INTEG(1, 1 / d) ~~| d = 0 ~~|\n     ^~~~~~~~~~~~~~~\n"
         "note: it was made from d = 0\n"},
        {"y = INTEG(SMOOTH(a, d) / (2 - Time), 0) ~~| a = 6 ~~| d = 3 ~~|" CONTROL("9",
                                                                                   "1"),
         "m.mdl:1:5: error: 'y' became inf at time 3 [not-finite]\n"
         " y = INTEG(SMOOTH(a, d) / (2 - Time), 0) ~~| a = 6 ~~| d = 3 ~~|\n"
         "     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made at time 2 from y = 9, a = 6, d = 3, Time = 2\n"},
        {"x=1~~|" CONTROL("-1", "1"),
         "m.mdl:3:1: error: FINAL TIME -1 is before INITIAL TIME 0 [control]\n"
         " FINAL TIME = -1 ~~|\n ^~~~~~~~~~\n"},
        {"y = DELAY3(x, d)~~| x = Time~~| d = 0~~|" CONTROL("2", "1"),
         "m.mdl:1:5: error: the delay time of 'y' is 0 at time 0: it must be above zero "
         "[delay-time]\n"
         " y = DELAY3(x, d)~~| x = Time~~| d = 0~~|\n     ^~~~~~~~~~~~\n"},
        {"x = SAMPLE IF TRUE(Time >= 3, LN(Time - 3), 0) ~~|" CONTROL("9", "1"),
         "m.mdl:1:31: error: what this keeps for 'x' became -inf at time 3 [not-finite]\n"
         " x = SAMPLE IF TRUE(Time >= 3, LN(Time - 3), 0) ~~|\n"
         "                               ^~~~~~~~~~~~\n"
         "note: it was made from Time = 3\n"},
        {"y = INTEG(1 / (Time - 1), 1) ~~|" CONTROL("9", "1"),
         "m.mdl:1:5: error: 'y' became inf at time 2 [not-finite]\n"
         " y = INTEG(1 / (Time - 1), 1) ~~|\n     ^~~~~~~~~~~~~~~~~~~~~~~~\n"
         "note: it was made at time 1 from y = 0, Time = 1\n"},
        {"y = 1 + SMOOTH(1, x) ~~| x = 3 - 2 * Time ~~|" CONTROL("9", "1"),
         "m.mdl:1:9: error: the delay time of 'y' is -1 at time 2: it cannot be negative "
         "[delay-time]\n"
         " y = 1 + SMOOTH(1, x) ~~| x = 3 - 2 * Time ~~|\n         ^~~~~~~~~~~~\n"},
        {"y = DELAY FIXED(Time, 0 * x / x, 0) ~~| x = 0 ~~|" CONTROL("9", "1"),
         "m.mdl:1:23: error: what this keeps for 'y' became nan at time 0 [not-finite]\n"
         " y = DELAY FIXED(Time, 0 * x / x, 0) ~~| x = 0 ~~|\n"
         "                       ^~~~~~~~~\n"
         "note: it was made from x = 0\n"},
        {"x=1~~|" CONTROL("9", "0"),
         "m.mdl:4:1: error: 'TIME STEP' is 0: it must be above "
         "zero [control]\n TIME STEP = 0 ~ year ~|\n ^~~~~~~~~\n"},
        {"x=1~~|" CONTROL("9e99", "1"),
         "m.mdl:4:1: error: from 0 to 9e+99 by 1 are more than 1000000000 time steps "
         "[control]\n TIME STEP = 1 ~ year ~|\n ^~~~~~~~~\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_model t = test_model_read(cases[i].text);
        test_no_errors(t.ds, cases[i].text);
        gx_frame *frame = test_run(&t, "euler");
        assert_null(frame);
        gx_buf messages = test_messages(t.ds);
        assert_string_equal(messages.text, cases[i].message);
        gx_buf_clear(&messages);
        test_model_free(&t);
    }
}

/* A delay that waits a time below 0 would have to know what is to come. */
static void negative_delay_times_are_refused(void **state)
{
    static const struct {
        const char *call, *lag, *message;
    } cases[] = {
        {"SMOOTH(x, d)", "-1", "of 'y' is -1 at time 0"},
        {"SMOOTHI(x, d, 3)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"SMOOTH3(x, d)", "-1", "of 'y' is -1 at time 0"},
        {"SMOOTH3I(x, d, 3)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"SMOOTH N(x, d, 3, 2)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"DELAY1(x, d)", "-1", "of 'y' is -1 at time 0"},
        {"DELAY1I(x, d, 3)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"DELAY3(x, d)", "-1", "of 'y' is -1 at time 0"},
        {"DELAY3I(x, d, 3)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"DELAYP(x, d : inside)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"DELAY N(x, d, 3, 2)", "-1", "of 'y' is -1 at time 0"},
        {"DELAY FIXED(x, d, 0)", "-1", "of 'y' is -1 at time 0"},
        {"DELAY INFORMATION(x, d, 0)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"DELAY MATERIAL(x, d, 0, 0)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"DELAY FIXED(x, -1, 0)", "1", "of 'y' is -1 at time 0"},
        {"SMOOTH(x, -2)", "1", "of 'y' is -2 at time 0"},
        {"TREND(x, d, 0)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"FORECAST(x, d, 1)", "1.5 - x", "of 'y' is -0.5 at time 2"},
        {"RANDOM PINK NOISE(x, 1, d, 1)", "1.5 - x",
         "a time taken by 'y' is -0.5 at time 2: it cannot be negative [delay-time]"},
        {"DEPRECIATE STRAIGHTLINE(x, d, 1, 0)", "-1",
         "a time taken by 'y' is -1 at time 0"},
        {"INTERNAL RATE OF RETURN(x, d, 1, 9)", "-1",
         "the fiscal period of 'y' is -1 at time 0: it cannot be negative [delay-time]"},
        {"SMOOTH(x, 0)", "1",
         "of 'y' is 0 at time 0: it must be above zero [delay-time]"},
        {"SMOOTH(x, 2 - x)", "1", "of 'y' is 0 at time 2: it must be above zero"},
        {"DELAY N(x, d, 3, 2)", "2 - x", "of 'y' is 0 at time 2: it must be above zero"},
        {"FORECAST(x, 0, 1)", "1", "of 'y' is 0 at time 0: it must be above zero"},
        {"IF THEN ELSE(x > 2, SMOOTH(x, d), 5)", "x - 2", "of 'y' is -2 at time 0"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "y = %s ~~| d = %s ~~| x = Time ~~|" CONTROL("9", "1"), cases[i].call,
                 cases[i].lag);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_frame *frame = test_run(&t, "euler");
        gx_buf messages = test_messages(t.ds);
        if (frame || !strstr(messages.text, cases[i].message))
            fail_msg("%s: %s", text, messages.text);
        gx_buf_clear(&messages);
        test_model_free(&t);
    }
}

/* Whether the tick is saved or not, and at FINAL TIME; of an element by its name. */
static void no_delay_time_passes_between_saves(void **state)
{
    static const struct {
        const char *call, *lag, *message; /* NULL: it is allowed */
    } cases[] = {
        {"DELAY INFORMATION(x, d[r], 0)", "IF THEN ELSE(x = 2, -1, 1)",
         "the delay time of 'y[b]' is -1 at time 2"},
        {"DELAY MATERIAL(x, d[r], 0, 0)", "IF THEN ELSE(x = 2, -1, 1)",
         "the delay time of 'y[b]' is -1 at time 2"},
        {"DELAY INFORMATION(x, d[r], 0)", "IF THEN ELSE(x = 8, -1, 1)",
         "the delay time of 'y[b]' is -1 at time 8"},
        {"DELAY MATERIAL(x, d[r], 0, 0)", "IF THEN ELSE(x = 8, -1, 1)",
         "the delay time of 'y[b]' is -1 at time 8"},
        {"SMOOTH(x, d[r])", "IF THEN ELSE(x = 8, -1, 1)",
         "the delay time of 'y[b]' is -1 at time 8"},
        {"SMOOTH3(x, d[r])", "IF THEN ELSE(x = 6, 0, 3)",
         "the delay time of 'y[b]' is 0 at time 6"},
        {"DELAY INFORMATION(x, d[r], 0)", "IF THEN ELSE(x = 2, SQRT(-1), 1)",
         "'d[b]' became nan at time 2"},
        {"DELAY MATERIAL(x, SQRT(d[r]), 0, 0)", "IF THEN ELSE(x = 2, -1, 1)",
         "what this keeps for 'y[b]' became nan at time 2"},
        {"DELAY INFORMATION(x, d[r], 0)", "IF THEN ELSE(x = 2, 0, 1)", NULL},
        {"DELAY MATERIAL(x, d[r], 0, 0)", "IF THEN ELSE(x = 2, 0, 1)", NULL},
        {"DELAY FIXED(x, d[r], 0)", "IF THEN ELSE(x = 2, -1, 1)", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text,
                 "r: a, b ~~| y[r] = %s ~~| d[a] = 3 ~~| d[b] = %s ~~| x = Time ~~|"
                 "INITIAL TIME=0~~|FINAL TIME=8~~|TIME STEP=1~~|SAVEPER=4~~|",
                 cases[i].call, cases[i].lag);
        test_model t = test_model_read(text);
        test_no_errors(t.ds, text);
        gx_frame *frame = test_run(&t, "euler");
        gx_buf messages = test_messages(t.ds);
        bool is_good = cases[i].message
                           ? !frame && strstr(messages.text, cases[i].message)
                           : frame && !messages.length;
        if (!is_good)
            fail_msg("%s: %s", text, messages.text);
        gx_frame_free(frame);
        gx_buf_clear(&messages);
        test_model_free(&t);
    }
}

/* Messages (the caller's) of runs of a model whose constant d has a value in each lane.
 */
static gx_buf messages_of_lanes(const char *text, const double *d, int32_t lanes,
                                gx_err expected)
{
    test_model t = test_model_read(text);
    const double *input[] = {d};
    const int32_t cell = 0;
    gx_frame *frame = NULL;
    test_no_errors(t.ds, "model");
    gx_program *program = gx_compile(t.flat, NULL, &cell, 1, t.ds->oom);
    gx_run_plan plan = {.method = &gx_methods[0], .lane_count = lanes, .input = input};
    assert_int_equal(gx_run(&frame, program, &plan, t.ds), expected);
    gx_buf messages = test_messages(t.ds);
    gx_frame_free(frame);
    gx_program_free(program);
    test_model_free(&t);
    return messages;
}

static void the_bad_lane_is_named(void **state)
{
    static const double divisor[] = {1.0, 2.0, 0.0, 3.0};
    (void)state;
    gx_buf messages = messages_of_lanes("d = 1 ~~| x = 1 / d ~~|" CONTROL("2", "1"),
                                        divisor, 4, GX_NUMERIC);
    assert_non_null(strstr(messages.text, "'x' became inf at time 0"));
    assert_non_null(strstr(messages.text, "it was made from d = 0"));
    assert_non_null(strstr(messages.text, "in run 2 of 4"));
    gx_buf_clear(&messages);
}

static void the_lane_of_a_short_delay_is_named(void **state)
{
    static const double lag[] = {2.0, 0.5, 0.3};
    (void)state;
    gx_buf messages = messages_of_lanes(
        "d = 1 ~~| x = SMOOTH(Time, d) ~~|" CONTROL("2", "1"), lag, 3, GX_OK);
    const char *first = strstr(messages.text, "the delay time 0.5 at time 0 is");
    assert_non_null(first);
    assert_non_null(strstr(first, "note: in run 1, perhaps in others too"));
    assert_null(strstr(first + 1, "the delay time")); /* once a place */
    gx_buf_clear(&messages);
}

/* A stock that fails in one lane names the inputs of the tick before, that lane's own. */
static void the_inputs_of_a_bad_lane_are_its_own(void **state)
{
    static const double growth[] = {0.5, 2.0, 1.0, 4.0};
    const double *input[] = {growth};
    test_model t =
        test_model_read("g = 1 ~~| y = INTEG(y * y * g, 1) ~~|" CONTROL("10", "1"));
    const int32_t cell = 0;
    (void)state;
    test_no_errors(t.ds, "model");
    gx_program *program = gx_compile(t.flat, NULL, &cell, 1, t.ds->oom);
    gx_run_plan plan = {.method = &gx_methods[0], .lane_count = 4, .input = input};
    gx_runs *runs = gx_runs_new(program, &plan, t.ds->oom);
    assert_int_equal(runs->at[0].outcome, GX_OK);
    assert_int_equal(runs->at[3].outcome, GX_NUMERIC);
    gx_diags_merge(t.ds, runs->at[3].messages);
    gx_buf messages = test_messages(t.ds);
    assert_non_null(strstr(messages.text, "'y' became inf at time 9"));
    assert_non_null(strstr(messages.text,
                           "made at time 8 from y = 2.0844124877537307e+167, g = 4\n"));
    gx_buf_clear(&messages);
    gx_runs_free(runs);
    gx_program_free(program);
    test_model_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builtins_give_known_values),
        cmocka_unit_test(every_builtin_has_a_known_value),
        cmocka_unit_test(lanes_do_not_change_a_bit_of_any_builtin),
        cmocka_unit_test(draws_have_their_moments),
        cmocka_unit_test(draws_are_keyed),
        cmocka_unit_test(a_batch_equals_single_runs),
        cmocka_unit_test(lanes_do_not_change_a_bit_of_any_form),
        cmocka_unit_test(lanes_do_not_change_a_bit_of_the_library),
        cmocka_unit_test(sums_are_chains),
        cmocka_unit_test(jumps_happen_at_ticks),
        cmocka_unit_test(saves_come_when_due),
        cmocka_unit_test(ticks_that_miss_are_told),
        cmocka_unit_test(times_do_not_drift),
        cmocka_unit_test(delays_keep_their_time),
        cmocka_unit_test(delays_go_by_the_time_inputs_met),
        cmocka_unit_test(delays_of_one_time_are_the_same),
        cmocka_unit_test(orders_are_values_at_the_start),
        cmocka_unit_test(delay_times_go_along),
        cmocka_unit_test(held_functions_know_the_coming_tick),
        cmocka_unit_test(ranges_named_time_or_run_have_their_place),
        cmocka_unit_test(elements_without_equations_are_missing),
        cmocka_unit_test(trouble_is_named),
        cmocka_unit_test(negative_delay_times_are_refused),
        cmocka_unit_test(no_delay_time_passes_between_saves),
        cmocka_unit_test(the_bad_lane_is_named),
        cmocka_unit_test(the_lane_of_a_short_delay_is_named),
        cmocka_unit_test(the_inputs_of_a_bad_lane_are_its_own),
    };
    return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
