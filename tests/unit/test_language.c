/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the .mdl reader makes of text: expressions by their printed form, values by a run,
 * errors by their whole message. */
#include "model/resolve.h"
#include "model/units.h"
#include "support.h"

#include <math.h>

static void expressions_keep_their_meaning(void **state)
{
    static const struct {
        const char *text, *printed;
    } cases[] = {
        {"1 + 2 * 3", "1 + 2 * 3"},
        {"(1 + 2) * 3", "(1 + 2) * 3"},
        {"a - (b - c)", "a - (b - c)"},
        {"a - b - c", "a - b - c"},
        {"-a ^ 2", "-a ^ 2"},
        {"(-a) ^ 2", "(-a) ^ 2"},
        {"a ^ b ^ c", "a ^ b ^ c"},
        {"(a ^ b) ^ c", "(a ^ b) ^ c"},
        {"a / b / c", "a / b / c"},
        {"a :AND: b :or: :NOT: c", "a :AND: b :OR: :NOT:c"},
        {"a + 1 <= b * 2", "a + 1 <= b * 2"},
        {"if then  else(a>b, 1e-3, .5)", "IF THEN ELSE(a > b, 0.001, 0.5)"},
        {"max ( a , min(b,c) )", "MAX(a, MIN(b, c))"},
        {"a {a comment} + \\\n\t\tb", "a + b"},
        {"\"a\" + b", "\"a\" + b"},
        {"+a", "a"},
        {":NA:", "-6.490371073168535e+32"},
        {"a * -b", "a * -b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *ds = test_diags();
        gx_buf text, printed;
        gx_buf_init(&text, ds->oom);
        gx_buf_init(&printed, ds->oom);
        gx_buf_print(&text, "x = %s ~~|", cases[i].text);
        gx_model *model = NULL;
        gx_mdl_read(&model, gx_source_add(ds, "m", text.text, text.length), ds);
        test_no_errors(ds, cases[i].text);
        gx_expr_print(model->variables.at[0].equations.at[0].rhs, &printed);
        if (strcmp(printed.text, cases[i].printed) != 0)
            fail_msg("'%s' became '%s', not '%s'", cases[i].text, printed.text,
                     cases[i].printed);
        gx_buf_clear(&text);
        gx_buf_clear(&printed);
        gx_model_free(model);
        gx_diags_free(ds);
    }
}

static void models_keep_units_groups_and_comments(void **state)
{
    test_model t =
        test_model_read("{UTF-8}\n"
                        "********\n\t.Land\n********~\n\t\twhat the land does\n\t|\n"
                        "built land = INTEG(1,\n\t4)\n\t~\tkm2 [0,42.2]\n\t~\tall uses, "
                        "\\\n\t\t4.0 in 2015 |\n"
                        "x = 1 ~ Dmnl ~ ~ :SUPPLEMENTARY |" CONTROL(
                            "1", "1") "\\\\\\---///\nsketch = ~|[");
    const gx_variable *var = &t.model->variables.at[0];
    (void)state;
    test_no_errors(t.ds, "model");
    assert_string_equal(var->units, "km2");
    assert_string_equal(var->limits, "[0,42.2]");
    assert_string_equal(var->doc, "all uses, 4.0 in 2015");
    assert_string_equal(t.model->groups.at[var->group].name, "Land");
    assert_string_equal(t.model->groups.at[var->group].doc, "what the land does");
    test_model_free(&t);
}

/* Every case is a model that gives `result`. */
static void values_are_right(void **state)
{
    static const struct {
        const char *text;
        double result;
    } cases[] = {
        {"result = 2 ^ 3 ^ 2 ~~|", 512.0},
        {"result = -2 ^ 2 ~~|", -4.0},
        {"result = 7 - 3 - 2 ~~|", 2.0},
        {"result = IF THEN ELSE(LOG(1000, 10) = 3, 1, 0) ~~|", 1.0},
        {"result = IF THEN ELSE(LOG(2 ^ 29, 2) = 29, 1, 0) ~~|", 1.0},
        {"result = 1 < 2 = 1 ~~|", 1.0},
        {"r: a, b, c ~~| x[r] = 1, 2, 3 ~~| result = SUM(x[r!] * 2) ~~|", 12.0},
        {"r: a, b, c ~~| x[r] = 3, 1, 2 ~~| result = VMIN(x[r!]) + VMAX(x[r!]) ~~|", 4.0},
        {"r: a, b ~~| s: c, d ~~| x[r,s] = 1,2;3,4; ~~| result = x[b,c] * 10 + x[a,d] "
         "~~|",
         32.0},
        {"r: a, b ~~| s: c, d ~~| x[r,s] = 1,2;3,4; ~~| result = SUM(x[r!,s!]) ~~|",
         10.0},
        {"r: a, b ~~| x[r] = 1, 2 ~~| y[r] = SUM(x[r!]) * x[r] ~~| result = y[b] ~~|",
         6.0},
        {"r: a, b, c ~~| p: b, c ~~| x[a] = 5 ~~| x[p] = 6, 7 ~~| result = PROD(x[r!]) "
         "~~|",
         210.0},
        {"r: a, b, c ~~| result = ELMCOUNT(r) ~~|", 3.0},
        {"r: a, b, c ~~| s: c, b, a ~~| x[r] = r ~~| y[s] = s ~~| "
         "result = x[a] * 10 + x[c] + y[a] * 1000 + y[c] * 100 ~~|",
         1313.0},
        {"r: a, b ~~| s: c, b ~~| x[r,s] = IF THEN ELSE(r = s, 1, 0) ~~| "
         "result = x[b,b] * 10 + x[a,b] + x[a,c] ~~|",
         10.0},
        {"r: a, b ~~| x[r] = 3, 4 ~~| result = SUM(x[r!] * r) ~~|", 11.0},
        {"probit((0,0),(1,5)) ~~| result = probit(0.5) ~~|", 2.5},
        {"time for stages((0,0),(1,5)) ~~| s = SMOOTH(Time, 2) ~~| "
         "result = time for stages(1) + s ~~|",
         7.125},
        {"at tick((0,0),(1,5)) ~~| :MACRO: M(a)\nM = AT TICK(a) ~~|\n:END OF MACRO:\n"
         "result = at tick(1) * 10 + M(3) ~~|",
         53.0},
        {"r: (n1-n3), m ~~| x[r] = r ~~| result = x[n2] * 10 + x[m] ~~|", 24.0},
        {"r: a, b, c ~~| s: c, a ~~| x[r] = r ~~| result = SUM(x[s!]) ~~|", 4.0},
        {"r: a, b ~~| s: b, c ~~| u: s, a ~~| x[r] = r ~~| result = x[a] * 10 + x[b] ~~|",
         31.0},
        {"r: a, b ~~| s: a, b, c ~~| u: a, d ~~| x[r] = r ~~| result = x[a] + x[b] ~~|",
         3.0},
        {"r: a, b ~~| s: b, a ~~| x[r,s] = IF THEN ELSE(r = s, 1, 0) ~~|"
         "y[s] = IF THEN ELSE(s <> b, 1, 0) ~~|"
         "result = x[a,a] + 2 * x[b,b] + 4 * x[a,b] + 8 * y[a] + 16 * y[b] ~~|",
         11.0},
        {"r: a, s ~~| s: b, c ~~| x[r] = r ~~| result = SUM(x[s!]) + ELMCOUNT(r) ~~|",
         8.0},
        {"r: a, b ~~| q: c, d -> r ~~| x[q] = 1, 2 ~~| y[r] = x[q] ~~| result = y[b] ~~|",
         2.0},
        {"r: a, b ~~| q: c, d -> (r: b, a) ~~| x[q] = 1, 2 ~~| y[r] = x[q] ~~|"
         "result = y[b] ~~|",
         1.0},
        {"r: a, b, c ~~| p: b, c ~~| q: d, e -> (r: a, p) ~~| x[q] = 1, 2 ~~|"
         "y[r] = x[q] ~~| result = SUM(y[r!]) ~~|",
         5.0},
        {"r: a, b ~~| q <-> r ~~| x[r] = 1, 2 ~~| y[r] = SUM(x[q!]) - x[r] ~~|"
         "result = y[a] ~~|",
         2.0},
        {"r: a, b, c ~~| x[r] :EXCEPT: [b] = 1 ~~| x[b] = 5 ~~| result = SUM(x[r!]) ~~|",
         7.0},
        {"r: a, b ~~| x[r] = IF THEN ELSE(r = b, 3, 0) ~~| result = SUM(x[r!]) ~~|", 3.0},
        {"k == 5 ~~| result = k ~~|", 5.0},
        {"r: a, b ~~| s: c, d ~~| m[r,s] = 4,7;2,6; ~~| i[r,s] = INVERT MATRIX(m[r,s], "
         "2) ~~|"
         "result = i[a,c] * 100 + i[a,d] * 10 + i[b,d] ~~|",
         60.0 - 7.0 + 0.4},
        {"r: a, b, c ~~| v[a] = 5 ~~| v[b] = Time ~~| v[c] = 6 ~~| o[r] = VECTOR SORT "
         "ORDER("
         "v[r], 1) ~~| result = o[a] * 100 + o[b] * 10 + o[c] ~~|",
         102.0},
        {"s: (s1-s3) ~~| r: a, b, c -> s ~~| v[r] = 30, 10, 20 ~~| o[s] = VECTOR SORT "
         "ORDER(v[r], 1) ~~| w[s] = VECTOR REORDER(v[r], o[s]) ~~| result = o[s1] * 1e4 "
         "+ "
         "o[s2] * 1e3 + o[s3] * 100 + w[s1] + w[s3] / 10 ~~|",
         12013.0},
        {"r: a, b, c ~~| q: d, e ~~| v[d,r] = 3, 1, 2 ~~| v[e,r] = 1, 2, 3 ~~|"
         "o[q,r] = VECTOR RANK(v[q,r], -1) ~~| result = o[d,a] * 100 + o[d,b] * 10 + "
         "o[e,a] ~~|",
         133.0},
        {"r: a, b, c ~~| v[r] = 30, 10, 20 ~~| o[r] = VECTOR REORDER(v[r], VECTOR SORT "
         "ORDER(v[r], 1)) ~~| result = o[a] * 100 + o[b] * 10 + o[c] ~~|",
         1230.0},
        {"r: a, b, c ~~| w[r] = 2, 0, 3 ~~| v[r] = 5, 7, 2 ~~| result = VECTOR "
         "SELECT(w[r!], "
         "v[r!], 9, 0, 0) * 100 + VECTOR SELECT(w[r!], v[r!] * 2, 9, 8, 0) ~~|",
         1604.0},
        {"r: a, b, c ~~| w[r] = 2, 0, 3 ~~| v[r] = 5, 7, 2 ~~| result = VECTOR "
         "SELECT(w[r!], "
         "v[r!], 9, 1, 0) * 1e4 + VECTOR SELECT(w[r!], v[r!], 9, 3, 0) * 100 + VECTOR "
         "SELECT(w[r!], v[r!], 9, 4, 0) ~~|",
         601008.0},
        {"r: a, b, c ~~| w[r] = 2, 0, 3 ~~| v[r] = 5, 7, 2 ~~| result = VECTOR "
         "SELECT(w[r!], "
         "v[r!], 9, 5, 0) + VECTOR SELECT(w[r!], v[r!], 9, 7, 0) * 1e4 + VECTOR "
         "SELECT(w[r!] - w[r!], v[r!], 9, 7, 0) * 1e6 ~~|",
         9100288.0},
        {"r: a, b, c ~~| q: d, e ~~| w[q,r] = 1,0,1;0,1,1; ~~| v[r] = 5, 7, 2 ~~| y[q] = "
         "VECTOR SELECT(w[q,r!], v[r!], 0, 10, 0) ~~| result = y[d] * 10 + y[e] ~~|",
         39.5},
        {"r: a, b, c ~~| v[r] = 5, 7, 2 ~~| y[r] = VECTOR ELM MAP(v[a], r - 1) ~~| "
         "result "
         "= y[a] * 100 + y[b] * 10 + VECTOR ELM MAP(v[b], Time - 3) ~~|",
         572.0},
        {"r: a, b ~~| q: c, d ~~| v[r,q] = 1,2;3,4; ~~| result = VECTOR ELM MAP(v[b,c], "
         "-1) * 10 + (VECTOR ELM MAP(v[b,d], 1) = :NA:) ~~|",
         21.0},
        /* points (10,1), (12,3), (14,2), (16,6); what the reference calls mode */
        {"r: (a1-a4) ~~| y[r] = 1, 3, 2, 6 ~~| q: (b1-b8) ~~| at[q] = 9, 10, 11, 12, 13, "
         "15, 16, 18 ~~|"
         "k[q] = 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7 ~~|"
         "result = SUM(k[q!] * VECTOR LOOKUP(y[a1], at[q!], 10, 16, 0)) ~~|",
         1 + 10 + 200 + 3e3 + 2.5e4 + 4e5 + 6e6 + 6e7},
        {"r: (a1-a4) ~~| y[r] = 1, 3, 2, 6 ~~| q: (b1-b5) ~~| at[q] = 9, 10, 13, 16, 17 "
         "~~| k[q] = 1, 100, 1e4, 1e6, 1e8 ~~|"
         "result = SUM(k[q!] * VECTOR LOOKUP(y[a1], at[q!], 10, 16, 1)) ~~|",
         -1 + 0 + 6.75e4 + 17e6 + 23e8},
        {"r: (a1-a4) ~~| y[r] = 1, 3, 2, 6 ~~| q: (b1-b5) ~~| at[q] = 9, 11, 12, 15, 17 "
         "~~| k[q] = 1, 100, 1e4, 1e6, 1e8 ~~|"
         "result = SUM(k[q!] * (VECTOR LOOKUP(y[a1], at[q!], 10, 16, 2) + 10 * VECTOR "
         "LOOKUP(y[a1], at[q!], 10, 16, 4))) ~~|",
         11 + 31e2 + 33e4 + 62e6 + 66e8},
        {"r: (a1-a4) ~~| y[r] = 1, 3, 2, 6 ~~| q: (b1-b3) ~~| at[q] = 8, 11, 17 ~~| k[q] "
         "= 1, 1e3, 1e6 ~~|"
         "result = SUM(k[q!] * (VECTOR LOOKUP(y[a1], at[q!], 10, 16, 3) + VECTOR "
         "LOOKUP(y[a1], at[q!], 10, 16, 7))) ~~|",
         -1 + 0 + (2 + 1.5) * 1e3 + (8 + 24) * 1e6},
        {"r: (a1-a4) ~~| y[r] = 1, 3, 2, 6 ~~| q: (b1-b4) ~~| at[q] = 0, 2.5, 4, 8 ~~| "
         "k[q] = 1, 1e3, 1e6, 1e9 ~~|"
         "result = SUM(k[q!] * (VECTOR LOOKUP(y[a1], at[q!], 10, 16, 8) + IF THEN "
         "ELSE(VECTOR LOOKUP(y[a1], at[q!], 10, 16, 5) = :NA:, 100, 0))) ~~|",
         (9 + 100) + 11.5e3 + 15e6 + (17 + 100) * 1e9},
        {"r: (a1-a4) ~~| y[r] = 1, 3, 2, 6 ~~| q: (b1-b4) ~~| at[q] = 9, 11, 14, 18 ~~| "
         "k[q] = 1, 1e2, 1e4, 1e6 ~~|"
         "result = SUM(k[q!] * (VECTOR LOOKUP(y[a1], at[q!], 10, 16, 6) + 4 * VECTOR "
         "LOOKUP(y[a1], at[q!], 10, 16, 9))) ~~|",
         4 + 5e2 + 3.75e4 + 8e6},
        /* by hand: the middle falls from 6 .. 4, 4 .. 2; at the price 4.5 the first has
           3/4 */
        {"r: a, b ~~| d[r] = 8, 10 ~~| p[r] = 5, 3 ~~| s[r] = ALLOCATE BY PRIORITY(d[r], "
         "p[r], ELMCOUNT(r), 2, 6) ~~| result = s[a] * 10 + s[b] + MARKETP(d[a], p[a], "
         "2, 2, "
         "6) * 100 + ALLOC P(d[a], p[a], 2, 4.5) ~~|",
         516.0},
        {"r: a, b ~~| d[r] = 8, 10 ~~| p[r] = 5, 4 ~~| s[r] = ALLOCATE BY PRIORITY(d[r], "
         "p[r], 2, 2, 8.5) ~~| result = s[a] * 10 + s[b] ~~|", /* the price is 4.5 */
         62.5},
        /* by hand: 15 (6 - P) = 5 (P - 4) at 5.5, where both are 7.5 */
        {"b: b1, b2 ~~| s: s1 ~~| p: p1, p2, p3, p4 ~~| d[b] = 30, 0 ~~| o[s] = 10 ~~|"
         "dp[b,p] = 1,5,2,0;3,9,1,0; ~~| op[s,p] = 1,5,2,0; ~~| price = FIND MARKET "
         "PRICE(d[b1], dp[b1,p1], o[s1], op[s1,p1]) ~~| result = price * 3 + DEMAND AT "
         "PRICE(d[b1], dp[b1,p1], price) * 30 + SUPPLY AT PRICE(o[s1], op[s1,p1], price) "
         "* 300 ~~|",
         16.5 + 225.0 + 2250.0},
        /* curves of the reference one width above their middle: 0, 0, normal, exponential
         */
        {"t: t1, t2, t3, t4 ~~| p: p1, p2, p3, p4 ~~| c[t,p] = "
         "1,5,2,0;2,5,2,0;3,5,2,0;4,5,"
         "2,0; ~~| q[t] = DEMAND AT PRICE(1, c[t,p1], 7) ~~| result = SUM(q[t!]) + "
         "SUPPLY "
         "AT PRICE(1, c[t2,p1], 5.5) * 8 ~~|",
         0.15865525393145707 + 0.18393972058572117 + 7.0},
        {":MACRO: f(x, y)\nf = x * z ~~|\nz = y + 1 ~~|\n:END OF MACRO:\n"
         "result = f(2, 3) + f(1, 1) ~~|",
         10.0},
        {":MACRO: f(x)\nf = INTEG(x, 1) ~~|\n:END OF MACRO:\n"
         "r: a, b ~~| s[r] = f(r) ~~| result = SUM(s[r!]) ~~|",
         14.0},
        {"result = f(3) ~~|:MACRO: f(x)\nf = x + Time$ ~~|\n:END OF MACRO:\n", 7.0},
        {":MACRO: SMOOTH(x, y)\nSMOOTH = x ~~|\n:END OF MACRO:\n"
         "result = SMOOTH(Time, 9) ~~|",
         4.0},
        {"result = SMOOTHI(1, 2, 0) ~~|", 1.0 - 0.0625},
        {"result = DELAY1(Time, 1) ~~|", 3.0},
        {"result = DELAY3I(8, 3, 0) ~~|", 8.0},
        {"result = SMOOTH N(1, 4, 0, 2) - SMOOTH N(1, 4, 0, order) ~~| order = 2 ~~|",
         0.0},
        {"result = SAMPLE IF TRUE(Time < 2.5, Time, -1) ~~|", 2.0},
        {"result = SAMPLE IF TRUE(Time > 9, Time, -1) ~~|", -1.0},
        {"f((0,0),(1,10),(2,5)) ~~| result = f(0.5) + f(1.5) + f(-9) + f(9) ~~|", 17.5},
        {"f([(0,0)-(9,9),(1,1)],(0,0),(1,10)) ~~| result = f(0.25) ~~|", 2.5},
        /* the examples of the reference; its SLOPE ones are of the lookup of its INVERT
         */
        {"f((0,1),(1,1),(2,2)) ~~| result = LOOKUP AREA(f, 0, 1) * 100 + LOOKUP AREA(f, "
         "2, "
         "4) * 10 + LOOKUP AREA(f, 0.5, 2.5) ~~|",
         143.0},
        {"f((0,1),(1,1),(2,2)) ~~| result = LOOKUP AREA(f, -2, -1) * 10 + LOOKUP AREA(f, "
         "1.5, 1) ~~|",
         10.0 - 0.625},
        {"f((0,0),(1,1),(3,2)) ~~| result = LOOKUP INVERT(f, 0.5) * 100 + LOOKUP "
         "INVERT(f, 1.5) * 10 + (LOOKUP INVERT(f, -1) = :NA:) ~~|",
         71.0},
        {"f((0,5),(1,5),(2,1),(3,4)) ~~| result = LOOKUP INVERT(f, 5) * 100 + LOOKUP "
         "INVERT(f, 3) * 10 + LOOKUP INVERT(f, 1) ~~|",
         17.0},
        {"f((0,0),(1,1),(3,2)) ~~| result = (LOOKUP SLOPE(f, -1, -1) = :NA:) * 1000 + "
         "LOOKUP SLOPE(f, -1, 0) + LOOKUP SLOPE(f, -1, 1) * 100 + LOOKUP SLOPE(f, 1, 0) "
         "* "
         "10 + LOOKUP SLOPE(f, 0.5, 0) + LOOKUP SLOPE(f, 1.5, 0) ~~|",
         1109.0},
        {"f((0,0),(1,1),(3,2)) ~~| result = LOOKUP SLOPE(f, 3, 0) + LOOKUP SLOPE(f, 4, "
         "1) "
         "* 10 + LOOKUP SLOPE(f, 0, 0) * 100 ~~|",
         105.5},
        {"result = TIME BASE(1970, 0.25) ~~|", 1971.0},
        {"result = REINITIAL(Time + 7) ~~|", 7.0},
        {"f((0,0),(1,10),(2,5)) ~~| result = LOOKUP FORWARD(f, 0.5) + LOOKUP FORWARD(f, "
         "9)"
         "+ LOOKUP BACKWARD(f, 1.5) + LOOKUP BACKWARD(f, -1) + LOOKUP EXTRAPOLATE(f, 3)"
         "+ LOOKUP EXTRAPOLATE(f, -1) + LOOKUP EXTRAPOLATE(f, 0.5) ~~|",
         10.0 + 5.0 + 10.0 + 0.0 + 0.0 - 10.0 + 5.0},
        {"k = 2 ~~| result := k * 3 ~~|", 6.0},
        {"r: a, b ~~| s: c, d, e ~~| x[r,s] = TABBED "
         "ARRAY(\n\t1\t2\t3\n\t-4\t5e1\t.6\t\n) "
         "~~|"
         "result = x[a,d] * 1000 + x[b,d] * 10 + x[b,c] + x[b,e] ~~|",
         2000.0 + 500.0 - 4.0 + 0.6},
        {"r: a, b, c ~~| x[r] = TABBED ARRAY(1 2\\\n 3) ~~| result = x[c] * 10 + x[a] "
         "~~|",
         31.0},
        {"r: a, b, c ~~| x[r] = TABBED ARRAY(1\n2\n3) ~~| result = x[c] * 10 + x[a] ~~|",
         31.0},
        {"q: k, l ~~| r: a, b ~~| s: c, d ~~| x[k,r,s] = TABBED ARRAY(1 2\r\n3 4) ~~|"
         "x[l,r,s] = 5,6;\n7,8;\n ~~| result = x[k,b,c] * 10 + x[l,a,d] ~~|",
         36.0},
        {"\"a|b~c [\\\"d\\\"]\" = 2 ~~| result = \"a|b~c [\\\"d\\\"]\" * \\\n 3 ~~|",
         6.0},
        {"r: a, b, c ~~| p: a, b ~~| x[r] :EXCEPT: [p] = 1 ~~| x[p] :EXCEPT: [a] = 10 ~~|"
         "x[a] = 100 ~~| result = SUM(x[r!]) ~~|",
         111.0},
        {"f(0, 1, 2, 10, 20, 40) ~~| result = f(1.5) ~~|", 30.0},
        {"result = WITH LOOKUP(0.5, ([(0,0)-(1,1)],(0,1),(1,3))) ~~|", 2.0},
        {"r: a, b ~~| f[a]((0,1),(1,2)) ~~| f[b]((0,3),(1,4)) ~~| result = f[b](0.5) ~~|",
         3.5},
        {"x = 5 ~~| y = INITIAL(x + Time) ~~| result = y ~~|", 5.0},
        {"result = Time ~~|", 4.0},
        {"result = INTEG(2, 1) ~~|", 9.0},
        {"r: a, b ~~| s[r] = INTEG(k[r], 1) ~~| k[r] = 1, 2 ~~| result = s[b] ~~|", 9.0},
        {"result = DELAY FIXED(Time, 2, -1) ~~|", 2.0},
        {"result = DELAY FIXED(Time, 9, -1) ~~|", -1.0},
        {"result = Time - DELAY FIXED(Time, 1, 0) ~~|", 1.0},
        {"result = STEP(3, 2) + STEP(5, 4.6) ~~|", 3.0},
        {"result = RAMP(2, 1, 3) ~~|", 4.0},
        {"s = INTEG(PULSE(1, 0), 0) ~~| result = s ~~|", 1.0},
        {"s = INTEG(PULSE TRAIN(0, 1, 2, 4), 0) ~~| result = s ~~|", 2.0},
        {"s = INTEG(PULSE TRAIN(0, 1, 3, 3), 0) ~~| result = s ~~|", 2.0},
        {"s = INTEG(PULSE TRAIN(1, 1, 0, 2), 0) ~~| result = s ~~|", 2.0},
        {"a = ACTIVE INITIAL(b * 2, 7) ~~| b = INTEG(0, a) ~~| result = a ~~|", 14.0},
        {"r: a, b ~~| s: c, d ~~| v[r] = 1, 2 ~~| u[s] = 3, 4 ~~|"
         "result = SUM(v[r!] * SUM(u[s!])) ~~|",
         21.0},
        {"r: a, b ~~| v[r] = 1, 2 ~~| result = SUM(v[r!] * SUM(v[r!])) ~~|", 9.0},
        {":MACRO: INTEG(a, b, c, d)\nINTEG = a + b + c + d ~~|\n:END OF MACRO:\n"
         "result = INTEG(1, 2, 3, 4) ~~|",
         10.0},
        {":MACRO: f(x, y : lo, hi)\nf = x + y ~~| lo = MIN(x, y) ~~| hi = MAX(x, y) ~~|\n"
         ":END OF MACRO:\nsum = 10 * f(2, 3 : low, high) ~~|"
         "result = sum + 100 * low + 1000 * high ~~|",
         50.0 + 200.0 + 3000.0},
        {":MACRO: f(x : y)\nf = RANDOM 0 1() + x ~~| y = f ~~|\n:END OF MACRO:\n"
         "result = a - b ~~| a = f(1 : b) ~~|",
         0.0},
        {":MACRO: f(x : y)\nf = x ~~| y = x * 10 ~~|\n:END OF MACRO:\n"
         "r: a, b ~~| k[r] = 1, 2 ~~| z[r] = f(k[r] : u[r]) ~~| result = SUM(u[r!]) ~~|",
         30.0},
        {":MACRO: f(x : y)\nf = x ~~| y = x * 10 ~~|\n:END OF MACRO:\n"
         ":MACRO: g(x)\ng = f(x : v) + v ~~|\n:END OF MACRO:\n"
         "result = g(1) + g(2) ~~|",
         33.0},
        {":MACRO: f(x : y)\nf = x ~~| y = x * 10 ~~|\n:END OF MACRO:\nresult = f(3) ~~|",
         3.0},
        {":MACRO: f(x)\nf = x * TIME STEP$ + TIME STEP ~~| TIME STEP = 100 ~~|\n"
         ":END OF MACRO:\nresult = f(7) ~~|",
         107.0},
        {"made = DELAYP(8, 3 : result) ~~|", 24.0},
        {":MACRO: f(t, x)\nf = t(x) + g(t, x) ~~|\n:END OF MACRO:\n"
         ":MACRO: g(u, x)\ng = LOOKUP FORWARD(u, x) + v(x) ~~| v((0,0),(1,5)) ~~|\n"
         ":END OF MACRO:\nt((0,0),(1,10)) ~~| result = f(t, 0.5) ~~|",
         5.0 + 10.0 + 2.5},
        {":MACRO: f(t, x)\nf = t(x) ~~|\n:END OF MACRO:\nr: a, b ~~|"
         "t[a]((0,0),(1,1)) ~~| t[b]((0,0),(1,2)) ~~|"
         "z[r] = f(t[r], 1) ~~| result = z[a] + 10 * z[b] ~~|",
         21.0},
        {":MACRO: f(x)\nf = t$(x) ~~|\n:END OF MACRO:\nt((0,0),(1,10)) ~~|"
         "result = f(1) ~~|",
         10.0},
        {":MACRO: INTEG(a, b, c, d)\nINTEG = a + b + c + d ~~|\n:END OF MACRO:\n"
         "result = SMOOTHI(1, 2, 0) ~~|",
         1.0 - 0.0625},
        {"result = DELAY FIXED(Time, 1e12, -1) ~~|", -1.0},
        {"result = IF THEN ELSE(0, RANDOM POISSON(0, 1, 1e9, 0, 1, 0), 3) ~~|", 3.0},
        {"f((3,1),(2,5),(1,9)) ~~| result = f(1.5) ~~|", 7.0},
        {"result = XIDZ(1, 0, 9) + ZIDZ(1, 0) + XIDZ(6, 2, 9) ~~|", 12.0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *scratch = test_diags();
        gx_buf text;
        gx_buf_init(&text, scratch->oom);
        gx_buf_print(&text, "%s%s", cases[i].text, CONTROL("4", "1"));
        test_model t = test_model_read(text.text);
        test_no_errors(t.ds, cases[i].text);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, cases[i].text);
        double got = test_value(frame, "result", -1);
        if (fabs(got - cases[i].result) > 1e-12)
            fail_msg("%s gave %.17g, not %.17g", cases[i].text, got, cases[i].result);
        gx_frame_free(frame);
        test_model_free(&t);
        gx_buf_clear(&text);
        gx_diags_free(scratch);
    }
}

/* The first message of each, whole. */
static void errors_point_at_their_place(void **state)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"x = 1 + ~~|",
         "m.mdl:1:9: error: expected a number, a name or '(', found '~' [syntax]\n"
         " x = 1 + ~~|\n         ^\n"},
        {"x = (1 + 2 ~~|",
         "m.mdl:1:12: error: expected ')' to close the parenthesis, found '~' [syntax]\n"
         " x = (1 + 2 ~~|\n            ^\n"},
        {"x = 1 ? 2 ~~|", "m.mdl:1:7: error: expected an operator, '~' or '|', found "
                          "'?' [syntax]\n x = 1 ? 2 ~~|\n       ^\n"},
        {"x = 1 ~ km2", "m.mdl:1:7: error: this entry has no '|' at its end [syntax]\n"
                        " x = 1 ~ km2\n       ^\n"},
        {"x = { 1 ~~|", "m.mdl:1:5: error: a comment without its '}' [syntax]\n"
                        " x = { 1 ~~|\n     ^\n"},
        {"x = \"a ~~|", "m.mdl:1:5: error: a quoted name without its end [syntax]\n"
                        " x = \"a ~~|\n     ^\n"},
        {"x = 1 ~~|\nx = 2 ~~|",
         "m.mdl:2:1: error: 'x' is defined twice [duplicate-name]\n x = 2 ~~|\n ^\n"
         "m.mdl:1:1: note: it was defined here first\n x = 1 ~~|\n ^\n"},
        {"增长率 = 增长 * 2 ~~|\n增长目标 = 1 ~~|",
         "m.mdl:1:7: error: '增长' is not defined [undefined-name]\n"
         " 增长率 = 增长 * 2 ~~|\n          ^~~~\n"},
        {"x = MAX(1, 2, 3) ~~|",
         "m.mdl:1:5: error: 'MAX' takes 2 arguments, not 3 [arguments]\n"
         " x = MAX(1, 2, 3) ~~|\n     ^~~~~~~~~~~~\nnote: MAX: the larger of a and b\n"},
        {"x = SQRTT(4) ~~|",
         "m.mdl:1:5: error: the function or lookup 'SQRTT' is not defined "
         "[undefined-name]\n x = SQRTT(4) ~~|\n     ^~~~~~~~\nnote: did you mean "
         "'SQRT'?\n"},
        {"x = 2 * INTEG(1, 0) ~~|",
         "m.mdl:1:9: error: INTEG must be the whole right-hand side [arguments]\n"
         " x = 2 * INTEG(1, 0) ~~|\n         ^~~~~~~~~~~\n"},
        {"r: a, b ~~| x[r] = 1, 2, 3 ~~|",
         "m.mdl:1:20: error: 3 numbers for the 2 elements of 'x' [subscript]\n"
         " r: a, b ~~| x[r] = 1, 2, 3 ~~|\n                    ^~~~~~~\n"},
        {"r: a, b ~~| x[a] = 1 ~~| y = x[b] ~~|",
         "m.mdl:1:13: warning: 'x[b]' has no equation and is left out [subscript]\n"
         " r: a, b ~~| x[a] = 1 ~~| y = x[b] ~~|\n             ^\n"
         "m.mdl:1:30: error: this element of 'x' has no equation [subscript]\n"
         " r: a, b ~~| x[a] = 1 ~~| y = x[b] ~~|\n                              ^~~~\n"},
        {"r: a, b ~~| x[r] = 1 ~~| y = x ~~|",
         "m.mdl:1:30: error: 'x' needs 1 subscript, not 0 [subscript]\n"
         " r: a, b ~~| x[r] = 1 ~~| y = x ~~|\n                              ^\n"},
        {"r: a, b ~~| x[r] = 1 ~~| y = x[r] ~~|",
         "m.mdl:1:32: error: 'r' is not a subscript of the left-hand side [subscript]\n"
         " r: a, b ~~| x[r] = 1 ~~| y = x[r] ~~|\n                                ^\n"},
        {"r: a, b ~~| x[r] = 1 ~~| y = x[c] ~~|",
         "m.mdl:1:32: error: 'c' is neither a subscript range nor an element "
         "[undefined-name]\n r: a, b ~~| x[r] = 1 ~~| y = x[c] ~~|\n"
         "                                ^\n"},
        {"f((0,0),(0,1)) ~~|",
         "m.mdl:1:2: error: x values of the lookup 'f' do not rise: 0 after 0 [table]\n"
         " f((0,0),(0,1)) ~~|\n  ^~~~~~~~~~~~~\n"},
        {"f((0,0),(1,1)) ~~|\nx = f ~~|",
         "m.mdl:2:5: error: 'f' is a lookup: give it an argument [arguments]\n"
         " x = f ~~|\n     ^\n"},
        {"a = b ~~|\nb = a ~~|",
         "m.mdl:1:5: error: a cycle without a stock: a <- b <- a [cycle]\n a = b ~~|\n"
         "     ^\nm.mdl:2:5: note: it goes through here\n b = a ~~|\n     ^\n"},
        {"s = INTEG(1, t) ~~|\nt = INTEG(1, s) ~~|",
         "m.mdl:1:5: error: a cycle without a stock among initial values: s <- t <- s "
         "[cycle]\n s = INTEG(1, t) ~~|\n     ^~~~~~~~~~~\n"
         "m.mdl:2:5: note: it goes through here\n t = INTEG(1, s) ~~|\n"
         "     ^~~~~~~~~~~\n"},
        {":MACRO: f(x)\nf = 2 * half ~~| half = x / 2 ~~|\n:END OF MACRO:\n"
         "y = f(z) ~~|\nz = 1 + f(y) ~~|",
         "m.mdl:4:5: error: a cycle without a stock: y <- z <- y [cycle]\n"
         " y = f(z) ~~|\n     ^~~~\n"
         "m.mdl:5:5: note: it goes through here\n"
         " z = 1 + f(y) ~~|\n     ^~~~~~~~\n"},
        {":MACRO: f(x)\nf = b ~~| b = f + x ~~|\n:END OF MACRO:\nz = 2 * f(1) ~~|",
         "m.mdl:4:9: error: a cycle without a stock: f <- b <- f [cycle]\n"
         " z = 2 * f(1) ~~|\n         ^~~~\n"},
        {":MACRO: f(x)\nf = x + y ~~|\n:END OF MACRO:\nz = 2 + f(1) ~~|",
         "m.mdl:4:9: error: 'y' is not defined [undefined-name]\n z = 2 + f(1) ~~|\n"
         "         ^~~~\nm.mdl:2:9: note: inside the macro 'f'\n f = x + y ~~|\n"
         "         ^\n"},
        {":MACRO: f(x)\nf = x + k ~~|\n:END OF MACRO:\nz = f(1) ~~| k = 1 ~~|",
         "m.mdl:4:5: error: 'k' is not defined [undefined-name]\n z = f(1) ~~| k = 1 "
         "~~|\n     ^~~~\nnote: a macro reaches the variable of the model as 'k$'\n"
         "m.mdl:2:9: note: inside the macro 'f'\n"},
        {":MACRO: g(x)\ng = x + y ~~|\n:END OF MACRO:\n"
         ":MACRO: f(x)\nf = g(x) ~~|\n:END OF MACRO:\nz = f(1) ~~|",
         "m.mdl:7:5: error: 'y' is not defined [undefined-name]\n z = f(1) ~~|\n"
         "     ^~~~\nm.mdl:2:9: note: inside the macro 'g'\n g = x + y ~~|\n"
         "         ^\nm.mdl:5:5: note: inside the macro 'f'\n f = g(x) ~~|\n"
         "     ^~~~\n"},
        {":MACRO: f(x)\nf = f(x) ~~|\n:END OF MACRO:\nz = f(1) ~~|",
         "m.mdl:4:5: error: the macro 'f' calls itself [cycle]\n z = f(1) ~~|\n     "
         "^~~~\nm.mdl:2:5: note: inside the macro 'f'\n f = f(x) ~~|\n     ^~~~\n"},
        {":MACRO: f(x : y)\nf = x ~~| y = 2 * x ~~|\n:END OF MACRO:\n"
         "z = f(1 : u, v) ~~|",
         "m.mdl:4:5: error: 'f' has 1 output, not 2 [arguments]\n"},
        {":MACRO: f(x : y)\nf = x ~~|\n:END OF MACRO:\nz = 1 ~~|",
         "m.mdl:1:15: error: the macro 'f' has no equation for its value 'y' "
         "[undefined-name]\n"},
        {":MACRO: f(x : y)\nf = x ~~| y = x ~~|\n:END OF MACRO:\n"
         "z = f(1 : u) ~~| u = 3 ~~|",
         "m.mdl:4:18: error: 'u' is defined twice [duplicate-name]\n"},
        {":MACRO: f(x : y)\nf = x ~~| y = x ~~|\n:END OF MACRO:\n"
         "r: a, b ~~| z[r] = f(1 : u) ~~|",
         "m.mdl:4:26: error: the output 'u' needs the subscripts of 'z' [subscript]\n"},
        {":MACRO: f(x : y)\nf = x ~~| y = x ~~|\n:END OF MACRO:\n"
         "r: a, b ~~| k[r] = 1 ~~| z = SUM(f(k[r!] : u)) ~~|",
         "m.mdl:4:34: error: a macro called with outputs cannot stand in a SUM over '!' "
         "[subscript]\n"},
        {"x = MAX(1, 2 : u) ~~|",
         "m.mdl:1:5: error: 'MAX' is no macro: it has no outputs [arguments]\n"},
        {":MACRO: f(x)\nf = y[a] ~~| y[r] = x ~~|\n:END OF MACRO:\nr: a, b ~~|",
         "m.mdl:2:16: error: no subscripts inside a macro: call it with subscripted "
         "arguments [subscript]\n"},
        {":MACRO: f(x)\nf = x[a] ~~|\n:END OF MACRO:\nr: a, b ~~| z = f(1) ~~|",
         "m.mdl:4:17: error: 'x' is one number inside the macro: it has no subscripts "
         "[subscript]\n"},
        {":MACRO: f(x)\nf = 1, 2 ~~|\n:END OF MACRO:\nz = f(1) ~~|",
         "m.mdl:2:5: error: 2 numbers for one variable of a macro [subscript]\n"},
        {":MACRO: f(x)\nf = x ~~| x = 2 ~~|\n:END OF MACRO:\nz = f(1) ~~|",
         "m.mdl:2:11: error: the input 'x' of a macro cannot have an equation "
         "[duplicate-name]\n"},
        {":MACRO: f(x, x)\nf = x ~~|\n:END OF MACRO:\nz = f(1, 2) ~~|",
         "m.mdl:1:14: error: 'x' is an input twice [duplicate-name]\n"},
        {":MACRO: f(x)\nf = x + y ~~| y ~~|\n:END OF MACRO:\nz = f(1) ~~|",
         "m.mdl:2:15: error: 'y' has no equation, and a macro has no data of its own "
         "[undefined-name]\n"},
        {":MACRO: f(x)\nf = x(1) ~~|\n:END OF MACRO:\nz = f(1) ~~|",
         "m.mdl:4:5: error: 'x' is not a lookup: it cannot be called [arguments]\n"},
        {":MACRO: f(x)\nf = x + 1 ~~|\n:END OF MACRO:\nt((0,0),(1,1)) ~~| z = f(t) "
         "~~|",
         "m.mdl:4:24: error: 'x' is a lookup: give it an argument [arguments]\n"},
        {":MACRO: f(x)\nf = t(x) ~~|\n:END OF MACRO:\nt((0,0),(1,1)) ~~| z = f(1) "
         "~~|",
         "m.mdl:4:24: error: the function or lookup 't' is not defined "
         "[undefined-name]\n"},
        {":MACRO: f(x)\nf = x ~~|\n:END OF MACRO:\nz = f(1, 2) ~~|",
         "m.mdl:4:5: error: 'f' takes 1 argument, not 2 [arguments]\n z = f(1, 2) ~~|\n"
         "     ^~~~~~~\n"},
        {":MACRO: f(x)\ng = x ~~|\n:END OF MACRO:",
         "m.mdl:1:9: error: the macro 'f' has no equation for its value 'f' "
         "[undefined-name]\n :MACRO: f(x)\n         ^\n"},
        {":MACRO: f(x)\nf = x ~~|\n",
         "m.mdl:1:1: error: a macro without its ':END OF MACRO:' [syntax]\n"
         " :MACRO: f(x)\n ^~~~~~~\n"},
        {"x = SMOOTH N(1, 2, 3, 2.5) ~~|",
         "m.mdl:1:23: error: the order of a delay must be a whole number from 1 to 1000, "
         "not 2.5 [arguments]\n x = SMOOTH N(1, 2, 3, 2.5) ~~|\n"
         "                       ^~~\n"},
        {"r: a, a, b ~~| b = 1 ~~|",
         "m.mdl:1:7: error: 'a' stands twice in the range 'r' [duplicate-name]\n"
         " r: a, a, b ~~| b = 1 ~~|\n"
         "       ^\n"
         "m.mdl:1:16: error: 'b' is an element of 'r' and cannot be a variable too "
         "[duplicate-name]\n"
         " r: a, a, b ~~| b = 1 ~~|\n"
         "                ^\n"
         "m.mdl:1:10: note: it is an element here\n"
         " r: a, a, b ~~| b = 1 ~~|\n"
         "          ^\n"},
        {"r: a, b ~~| s: (a3-a1) ~~| x[r] = 1 ~~| y = SUM(x[s!]) ~~|",
         "m.mdl:1:17: error: a numeric range goes from a name with a number up to the "
         "same "
         "name with a larger number, at most 10000 elements [subscript]\n"
         " r: a, b ~~| s: (a3-a1) ~~| x[r] = 1 ~~| y = SUM(x[s!]) ~~|\n"
         "                 ^~~~~~\n"},
        {"r: a, b ~~| q: c, d -> (r: a, a) ~~| x = 1 ~~|",
         "m.mdl:1:31: error: two elements of 'q' map to 'a': which one is meant? "
         "[subscript]\n"},
        {"x[r] :EXCEPT: [s] = 1 ~~| r: a, b ~~|",
         "m.mdl:1:16: error: 's' is neither a subscript range nor an element "
         "[undefined-name]\n x[r] :EXCEPT: [s] = 1 ~~| r: a, b ~~|\n"
         "                ^\n"},
        {"x[r] :EXCEPT: [c] = 1 ~~| r: a, b ~~| q: c, d ~~|",
         "m.mdl:1:16: error: 'r' has nothing of 'c' that could be left out "
         "[subscript]\n"},
        {"x[r] :EXCEPT: [q] = 1 ~~| r: a, b ~~| q: c, d ~~|",
         "m.mdl:1:16: error: 'r' has nothing of 'q' that could be left out "
         "[subscript]\n"},
        {"r: a, b, c ~~| s: d, e ~~| x[r,s] = 1,2,3;4,5,6; ~~|",
         "m.mdl:1:37: error: rows of 3 numbers for the 2 elements of the last subscript "
         "of 'x' [subscript]\n"},
        {"r: a, b, c ~~| s: d, e ~~| x[r,s] = 1,2;3,4,5,6 ~~|",
         "m.mdl:1:37: error: rows of different lengths: 2 and 4 [subscript]\n"},
        {"r: a, b ~~| s: d, e ~~| x[r,s] = TABBED ARRAY(1 2\n3 4 5) ~~|",
         "m.mdl:1:34: error: rows of different lengths: 2 and 3 [subscript]\n"},
        {"r: a, b ~~| s: d, e ~~| x[r,s] = TABBED ARRAY(1 2 3 4) ~~|",
         "m.mdl:1:34: error: rows of 4 numbers for the 2 elements of the last subscript "
         "of 'x' [subscript]\n"},
        {"r: a, b ~~| x[r] = TABBED ARRAY(1, 2) ~~|",
         "m.mdl:1:34: error: expected a blank between numbers, found ',' [syntax]\n"},
        {"r: a, b ~~| x[r] = TABBED ARRAY(1 two) ~~|",
         "m.mdl:1:35: error: expected a number, found 'two' [syntax]\n"},
        {"r: a, b ~~| x[r] = 2 * TABBED ARRAY(1 2) ~~|",
         "m.mdl:1:24: error: 'TABBED ARRAY' must be the whole right-hand side "
         "[arguments]\n"},
        {"births = A FUNCTION OF(rate, -people) ~~|\nrate = 1 ~~|\npeople = 2 ~~|",
         "m.mdl:1:10: error: 'births' has no equation yet: 'A FUNCTION OF' only lists "
         "its "
         "causes [undefined-name]\n births = A FUNCTION OF(rate, -people) ~~|\n"
         "          ^~~~~~~~~~~~~\n"},
        {"people = INTEG(A FUNCTION OF(rate), 1) ~~|\nrate = 1 ~~|",
         "m.mdl:1:16: error: 'people' has no equation yet: 'A FUNCTION OF' only lists "
         "its "
         "causes [undefined-name]\n"},
        {"x = y :IGNORE: z ~~| y = 1 ~~| z = 1 ~~|",
         "m.mdl:1:7: error: the equation of 'x' is not complete: ':IGNORE:' lists causes "
         "that it does not use yet [undefined-name]\n"},
        {"file :IS: 'a.xls' ~~|",
         "m.mdl:1:1: error: 'file' is a text: string variables are not supported "
         "[unsupported]\n"},
        {"x = 'a text' ~~|",
         "m.mdl:1:5: error: a text cannot stand in an equation [unsupported]\n"},
        {"l2( l ) ~~| l((0,0),(1,1)) ~~|",
         "m.mdl:1:5: error: expected '(' before a point, found 'l' [syntax]\n"},
        {"check :TEST INPUT: x = \"1 ~~|\nx = 1 ~~|",
         "m.mdl:1:24: error: a quoted name without its end [syntax]\n"},
        {"r: a, b ~~| x[r] := 1, 2, 3 ~~|",
         "m.mdl:1:21: error: 3 numbers for the 2 elements of 'x' [subscript]\n"},
        {"x = 1e999 ~~|",
         "m.mdl:1:5: error: '1e999' is no number: it is too large [syntax]\n"
         " x = 1e999 ~~|\n     ^~~~~\n"},
        {"x = 1.2.3 ~~|", "m.mdl:1:5: error: '1.2.3' is no number [syntax]\n"
                          " x = 1.2.3 ~~|\n     ^~~~~\n"},
        {"x = GET XLS DATA('a', 'b', 'c', 'd') ~~|",
         "m.mdl:1:5: error: 'GET XLS DATA' is not supported [unsupported]\n"},
        {"x = GET DIRECT DATA(y, 2, 3, 4) ~~|\ny((0,0),(1,1)) ~~|",
         "m.mdl:1:5: error: 'GET DIRECT DATA' is not supported [unsupported]\n"},
        {"r: a, b ~~| v[r] = 1, 2 ~~| w[r] = ALLOCATE BY PRIORITY(v[r], v[r], 2, v[r], "
         "1) ~~|",
         "m.mdl:1:74: error: 'r' is not a subscript of the left-hand side [subscript]\n"},
        {"r: a, b ~~| q: c, d, e ~~| v[r] = 1, 2 ~~| p[r,q] = 1 ~~|\n"
         "w[r] = ALLOCATE AVAILABLE(v[r], p[r,c], 1) ~~|",
         "m.mdl:2:33: error: 'ALLOCATE AVAILABLE' needs a last subscript of 4 elements "
         "here, "
         "not 3 [subscript]\n"},
        {"r: a, b ~~| v[r] = 1, 2 ~~| x = VECTOR SELECT(v[a], v[a], 0, 0, 0) ~~|",
         "m.mdl:1:33: error: 'VECTOR SELECT' needs a subscript marked with '!' "
         "[subscript]\n"},
        {"x = 3 ~~| y = GET DATA MAX(x, 0, 1) ~~|",
         "m.mdl:1:28: error: 'GET DATA MAX' needs the name of a data variable "
         "[arguments]\n"},
        {"x = VECTOR ELM MAP(3, 1) ~~|",
         "m.mdl:1:20: error: 'VECTOR ELM MAP' needs an element of a variable here "
         "[arguments]\n x = VECTOR ELM MAP(3, 1) ~~|\n                    ^\n"},
        {"x = LOOKUP FORWARD(y, 2) ~~|\ny = 3 ~~|",
         "m.mdl:1:20: error: 'y' is not a lookup [arguments]\n"},
        {"人口 = MIN(1, \\\n\t增长率 *) ~~|",
         "m.mdl:2:7: error: expected a number, a name or '(', found ')' [syntax]\n"
         "  增长率 *) ~~|\n          ^\n"},
        {"r: (a1-a9000) ~~| s: (b1-b9000) ~~| x[r,s] = 1 ~~|",
         "m.mdl:1:37: error: 'x' has more than 1000000 elements [unsupported]\n"},
        {"x = 1 ~ km ~ half\ny = 2 ~~|",
         "m.mdl:2:7: error: expected '|' at the end of the entry, found another '~' "
         "[syntax]\n y = 2 ~~|\n       ^\n"},
        {"x = 1 ~ km\ny = 2 ~~|",
         "m.mdl:2:3: error: expected '~' or '|' at the end of the units, found '=' "
         "[syntax]\n y = 2 ~~|\n   ^\n"},
        {"x = MAX（y，2） ~~| y = 1 ~~|",
         "m.mdl:1:5: error: 'MAX（y，2）' is not defined [undefined-name]\n"
         " x = MAX（y，2） ~~| y = 1 ~~|\n     ^~~~~~~~~~~\n"
         "note: the full-width '（' is part of the name: write '('\n"},
        {"x = MAX(y，2) ~~| y = 1 ~~|",
         "m.mdl:1:5: error: 'MAX' takes 2 arguments, not 1 [arguments]\n"
         " x = MAX(y，2) ~~| y = 1 ~~|\n     ^~~~~~~~~\n"
         "note: MAX: the larger of a and b\n"
         "m.mdl:1:9: note: the full-width '，' is part of the name: write ','\n"},
        {"x = IF THEN ELSE(a == 1, 1, 2) ~~| a = 1 ~~|",
         "m.mdl:1:20: error: expected ')' after the arguments, found '==' [syntax]\n"
         " x = IF THEN ELSE(a == 1, 1, 2) ~~| a = 1 ~~|\n                    ^~\n"
         "note: for '==' write '=' to compare; '==' defines a constant that cannot be "
         "set\n"},
        {"x = IF THEN ELSE(a != 1, 1, 2) ~~| a = 1 ~~|",
         "m.mdl:1:20: error: expected ')' after the arguments, found '!' [syntax]\n"
         " x = IF THEN ELSE(a != 1, 1, 2) ~~| a = 1 ~~|\n                    ^\n"
         "note: for '!=' write '<>'\n"},
        {"x = a && b ~~| a = 1 ~~| b = 1 ~~|",
         "m.mdl:1:5: error: 'a && b' is not defined [undefined-name]\n"
         " x = a && b ~~| a = 1 ~~| b = 1 ~~|\n     ^~~~~~\n"
         "note: for '&&' write ':AND:'\n"},
        {"x = 2 * (a || b) ~~| a = 1 ~~| b = c ~~|",
         "m.mdl:1:12: error: expected ')' to close the parenthesis, found '||' "
         "[syntax]\n"
         " x = 2 * (a || b) ~~| a = 1 ~~| b = c ~~|\n            ^~\n"
         "note: for '||' write ':OR:'\n"
         "m.mdl:1:36: error: 'c' is not defined [undefined-name]\n"},
        {"x = !a ~~| a = 1 ~~|",
         "m.mdl:1:5: error: expected a number, a name or '(', found '!' [syntax]\n"
         " x = !a ~~| a = 1 ~~|\n     ^\nnote: for '!' write ':NOT:'\n"},
        {"x = a ** 2 ~~| a = 1 ~~|",
         "m.mdl:1:8: error: expected a number, a name or '(', found '*' [syntax]\n"
         " x = a ** 2 ~~| a = 1 ~~|\n        ^\nnote: for '**' write '^'\n"},
        {"x = a % 2 ~~| a = 1 ~~|",
         "m.mdl:1:5: error: 'a % 2' is not defined [undefined-name]\n"
         " x = a % 2 ~~| a = 1 ~~|\n     ^~~~~\n"
         "note: for '%' write 'MODULO(a, b)' for a remainder, '0.05' for 5 %\n"},
        {"f(GET XLS LOOKUPS('a.xls', 's', 'A', 'B2')) ~~| x = f(1) ~~|",
         "m.mdl:1:3: error: 'GET XLS LOOKUPS' is not supported [unsupported]\n"
         " f(GET XLS LOOKUPS('a.xls', 's', 'A', 'B2')) ~~| x = f(1) ~~|\n"
         "   ^~~~~~~~~~~~~~~\n"
         "note: data come from tables by --data or 'data:', constants stand in the "
         "model\n"},
        {"x = bread and butter ~~| a = 1 ~~|",
         "m.mdl:1:5: error: 'bread and butter' is not defined [undefined-name]\n"
         " x = bread and butter ~~| a = 1 ~~|\n     ^~~~~~~~~~~~~~~~\n"},
        {"r: a, b ~~| s: c, d ~~| q: u, v -> r, s ~~| w[q] = 1, 2 ~~| z[r,s] = w[q] ~~|",
         "m.mdl:1:72: error: 'q' is mapped to 's' and to 'r', which disagree here: 'v' "
         "or 'u' [subscript]\n"
         " r: a, b ~~| s: c, d ~~| q: u, v -> r, s ~~| w[q] = 1, 2 ~~| z[r,s] = w[q] "
         "~~|\n"
         "                                                                        ^\n"},
        {"p: a, b -> q ~~| q: c, d ~~| x[q] = 1 ~~| y[p] = x[q] ~~|",
         "m.mdl:1:52: error: 'q' is not a subscript of the left-hand side [subscript]\n"
         " p: a, b -> q ~~| q: c, d ~~| x[q] = 1 ~~| y[p] = x[q] ~~|\n"
         "                                                    ^\n"
         "note: 'p' is mapped to 'q'; here 'q' must be mapped to 'p'\n"},
        {":MACRO: M(a)\nM = a + y + z ~~|\n:END OF MACRO:\nx = M(1) ~~|",
         "m.mdl:4:5: error: 'y' is not defined [undefined-name]\n"
         " x = M(1) ~~|\n     ^~~~\n"
         "m.mdl:2:9: note: inside the macro 'M'\n M = a + y + z ~~|\n         ^\n"
         "m.mdl:4:5: error: 'z' is not defined [undefined-name]\n"
         " x = M(1) ~~|\n     ^~~~\n"
         "m.mdl:2:13: note: inside the macro 'M'\n M = a + y + z ~~|\n             ^\n"},
        {"f((0,0),(1,1)) ~~| x = SMOOTH(f, 2) ~~| z = y ~~|",
         "m.mdl:1:24: error: 'input' is a lookup: give it an argument [arguments]\n"
         " f((0,0),(1,1)) ~~| x = SMOOTH(f, 2) ~~| z = y ~~|\n"
         "                        ^~~~~~~~~~~~\n"
         "stdlib.mdl:6:17: note: inside the macro 'SMOOTH'\n"
         " SMOOTH = INTEG((input - SMOOTH) / TIME FOR STAGES(smooth time, 1), input)\n"
         "                 ^~~~~\n"
         "m.mdl:1:45: error: 'y' is not defined [undefined-name]\n"},
        {"r: a, b, c ~~| s: c, d ~~| x[s] = s ~~|",
         "m.mdl:1:35: error: the element 'c' is number 3 of 'r' and 1 of 's' "
         "[subscript]\n"
         " r: a, b, c ~~| s: c, d ~~| x[s] = s ~~|\n"
         "                                   ^\n"
         "m.mdl:1:16: note: a range that has all elements of both gives them one\n"
         " r: a, b, c ~~| s: c, d ~~| x[s] = s ~~|\n"
         "                ^\n"},
        {"r: a, b ~~| s: b, a, c ~~| u: a, d ~~| x[u] = u ~~|",
         "m.mdl:1:47: error: the element 'a' is number 2 of 's' and 1 of 'u' "
         "[subscript]\n"},
        {"r: time, money ~~| x[r] = IF THEN ELSE(r = time, 1, 0) ~~|",
         "m.mdl:1:4: error: 'time' is the clock and cannot be defined "
         "[duplicate-name]\n"},
        {"r: a, b ~~| x[r] = 1 ~~| y = SUM(x[r!] * r!) ~~|",
         "m.mdl:1:43: error: expected ')' after the arguments, found '!' [syntax]\n"
         " r: a, b ~~| x[r] = 1 ~~| y = SUM(x[r!] * r!) ~~|\n"
         "                                           ^\n"
         "note: 'r!' marks a subscript between '[' and ']'; its number is 'r'\n"},
        {"r: a, b ~~| x[r] = IF THEN ELSE(r!=a, 1, 0) ~~|",
         "m.mdl:1:34: error: expected ')' after the arguments, found '!' [syntax]\n"
         " r: a, b ~~| x[r] = IF THEN ELSE(r!=a, 1, 0) ~~|\n"
         "                                  ^\n"
         "note: 'r!' marks a subscript between '[' and ']'; its number is 'r'\n"
         "note: for '!=' write '<>'\n"},
        {"x = 1 ~~ ｜\ny = 2 ~~|",
         "m.mdl:2:7: error: expected '|' at the end of the entry, found another '~' "
         "[syntax]\n"},
        {"x = 1 ~ m ~ c ｜\ny = 2 ~ m ~|",
         "m.mdl:2:7: error: expected '|' at the end of the entry, found another '~' "
         "[syntax]\n y = 2 ~ m ~|\n       ^\n"
         "m.mdl:1:15: note: the full-width '｜' ends no entry: write '|'\n"},
        {"x = 1 ~ m ｜\ny = 2 ~ m ~|",
         "m.mdl:2:3: error: expected '~' or '|' at the end of the units, found '=' "
         "[syntax]\n y = 2 ~ m ~|\n   ^\n"
         "m.mdl:1:11: note: the full-width '｜' ends no entry: write '|'\n"},
        {"r: a, b ~~| r = 3 ~~| x[r] = r ~~|",
         "m.mdl:1:30: error: 'r' may be the variable or the number of the element of "
         "that range [subscript]\n"},
        {"r: a, b ~~| x[r] = b ~~| B = 3 ~~|",
         "m.mdl:1:26: error: 'B' is an element of 'r' and cannot be a variable too "
         "[duplicate-name]\n"
         " r: a, b ~~| x[r] = b ~~| B = 3 ~~|\n"
         "                          ^\n"
         "m.mdl:1:7: note: it is an element here\n"},
        {"SQRT((0,0),(9,9)) ~~| x = SQRT(4) ~~|",
         "m.mdl:1:1: error: 'SQRT' is a function and cannot be a lookup too "
         "[duplicate-name]\n"},
        {"r: a, b ~~| x[r!] = 3 ~~|",
         "m.mdl:1:15: error: 'r!' stands on the left: '!' marks what SUM, PROD, VMIN or "
         "VMAX run over [subscript]\n"},
        {"r: a, b ~~| x[r] :EXCEPT: [a!] = 3 ~~|",
         "m.mdl:1:28: error: 'a!' stands on the left: '!' marks what SUM, PROD, VMIN or "
         "VMAX run over [subscript]\n"},
        {"x＝1 ~~| y = x + 1 ~~|",
         "m.mdl:1:1: warning: the full-width '＝' is part of the name 'x＝1': write '=', "
         "or the name in quotes [syntax]\n"},
        {"r：a ~~| y = 1 + 2； ~~|",
         "m.mdl:1:1: warning: the full-width '：' is part of the name 'r：a': write ':', "
         "or the name in quotes [syntax]\n"
         " r：a ~~| y = 1 + 2； ~~|\n ^~~~\n"
         "m.mdl:1:18: error: expected an operator, '~' or '|', found '；' [syntax]\n"},
        {"r: a, b ~~| s: c, d ~~| x[r,s] = 1,2；3,4; ~~|",
         "m.mdl:1:37: error: expected an operator, '~' or '|', found '；3' [syntax]\n"
         " r: a, b ~~| s: c, d ~~| x[r,s] = 1,2；3,4; ~~|\n"
         "                                     ^~~\n"
         "note: the full-width '；' is part of the name: write ';'\n"},
        {"x = (1 + 2） ~~|",
         "m.mdl:1:11: error: expected ')' to close the parenthesis, found '）' [syntax]\n"
         " x = (1 + 2） ~~|\n           ^~\n"
         "note: the full-width '）' is part of the name: write ')'\n"},
        {"r: a, b ~~| y[r] = 1 ~~| x = SUM(y[r！]) ~~|",
         "m.mdl:1:30: error: 'SUM' needs a subscript marked with '!' [subscript]\n"
         " r: a, b ~~| y[r] = 1 ~~| x = SUM(y[r！]) ~~|\n"
         "                              ^~~~~~~~~~~\n"
         "m.mdl:1:36: note: the full-width '！' is part of the name: write '!'\n"},
        {"f[a]((0,0),(1,1)) ~~| r: a, b ~~| x = f[b](0) ~~|",
         "m.mdl:1:1: warning: 'f[b]' has no equation and is left out [subscript]\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *scratch = test_diags();
        gx_buf text;
        gx_buf_init(&text, scratch->oom);
        gx_buf_print(&text, "%s\nINITIAL TIME=0~~|FINAL TIME=1~~|TIME STEP=1~~|",
                     cases[i].text);
        test_model t =
            test_model_read(strstr(cases[i].text, "~ km2") ? cases[i].text : text.text);
        gx_buf messages = test_messages(t.ds);
        if (strncmp(messages.text, cases[i].message, strlen(cases[i].message)) != 0)
            fail_msg("'%s' gave:\n%snot:\n%s", cases[i].text, messages.text,
                     cases[i].message);
        assert_int_equal(t.err, GX_BAD_INPUT);
        gx_buf_clear(&messages);
        test_model_free(&t);
        gx_buf_clear(&text);
        gx_diags_free(scratch);
    }
}

/* Each row of slips.def, where it is written by habit. */
static void slips_are_told(void **state)
{
    enum { SIGN, WORD, NAME, WIDE, APART };
    static const char *const model[] = {[SIGN] = "x = a %s b ~~|",
                                        [WORD] = "x = a %s b ~~|",
                                        [NAME] = "x = %s(a) ~~|",
                                        [WIDE] = "x = MAX(a%sb) ~~|",
                                        [APART] = "x = MAX(a%sb) ~~|"};
    static const struct {
        int kind;
        const char *written, *instead;
    } cases[] = {
#define GX_SLIP(kind, written, instead) {kind, written, instead},
#include "model/slips.def"
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf text, note;
        gx_diags *scratch = test_diags();
        gx_buf_init(&text, scratch->oom);
        gx_buf_init(&note, scratch->oom);
        const char *line = model[cases[i].kind], *at = strstr(line, "%s");
        gx_buf_print(&text, "%.*s%s%s a = 1 ~~| b = 2 ~~|" CONTROL("1", "1"),
                     (int)(at - line), line, cases[i].written, at + 2);
        if (cases[i].kind >= WIDE)
            gx_buf_print(&note, "the full-width '%s' is part of the name: write %s\n",
                         cases[i].written, cases[i].instead);
        else
            gx_buf_print(&note, "note: for '%s' write %s\n", cases[i].written,
                         cases[i].instead);
        test_model t = test_model_read(text.text);
        gx_buf messages = test_messages(t.ds);
        if (!strstr(messages.text, note.text))
            fail_msg("'%s' gave:\n%snot:\n%s", text.text, messages.text, note.text);
        gx_buf_clear(&messages);
        test_model_free(&t);
        gx_buf_clear(&text);
        gx_buf_clear(&note);
        gx_diags_free(scratch);
    }
}

/* Whole messages of models that run all the same. */
static void what_runs_may_have_a_remark(void **state)
{
    static const struct {
        const char *text, *messages;
    } cases[] = {
        {"x = 1 ~~|", ""},
        {":MACRO: MAX(a, b)\nMAX = a ~~|\n:END OF MACRO:\n",
         "m.mdl:1:9: note: the macro 'MAX' stands for the function of that name\n"
         " :MACRO: MAX(a, b)\n         ^~~\n"},
        {":MACRO: SMOOTH(a, b)\nSMOOTH = a ~~|\n:END OF MACRO:\n",
         "m.mdl:1:9: note: the macro 'SMOOTH' stands for the function of that name\n"
         " :MACRO: SMOOTH(a, b)\n         ^~~~~~\n"},
        {":MACRO: f(a, b)\nf = a ~~|\n:END OF MACRO:\n", ""},
        {"full :TEST INPUT: x = 3 * y{ twice }\n~~|x = 1 ~~|",
         "m.mdl:1:1: warning: the reality check 'full' is not evaluated [unsupported]\n"
         " full :TEST INPUT: x = 3 * y{ twice }\n ^~~~\n"},
        {"r: a, b ~~|\nfull[r] :THE CONDITION: x = 0 :IMPLIES: \"a|b~\" < 1 :AND:\n y > "
         "0 "
         "~ ~ none |",
         "m.mdl:2:1: warning: the reality check 'full' is not evaluated [unsupported]\n"
         " full[r] :THE CONDITION: x = 0 :IMPLIES: \"a|b~\" < 1 :AND:\n ^~~~\n"},
        {"x = 1 ~ m ~ a comment ~ :SUPPLEMENTARY:\n|", ""},
        {"产值（现价） = 1 ~~| \"甲，乙\" = 2 ~~|", ""},
        {"r: a，b ~~| x[r] = 1 ~~|",
         "m.mdl:1:4: warning: the full-width '，' is part of the name 'a，b': write ',', "
         "or the name in quotes [syntax]\n r: a，b ~~| x[r] = 1 ~~|\n    ^~~~\n"},
        {"Max = MAX(1, 2) ~~|",
         "m.mdl:1:1: warning: 'Max' is the name of a function too: 'Max(' calls it "
         "[duplicate-name]\n Max = MAX(1, 2) ~~|\n ^~~\n"},
        {"trend((0,0),(9,9)) ~~| x = trend(2) ~~|",
         "m.mdl:1:1: note: the lookup 'trend' stands for the function of that name\n"
         " trend((0,0),(9,9)) ~~| x = trend(2) ~~|\n ^~~~~\n"},
        {"probit((0,0),(9,9)) ~~| x = probit(2) ~~|",
         "m.mdl:1:1: note: the lookup 'probit' stands for the function of that name\n"
         " probit((0,0),(9,9)) ~~| x = probit(2) ~~|\n ^~~~~~\n"},
        {"r: a, b ~~| s: c, d ~~| x[r,s] = IF THEN ELSE(r = s, 1, 0) ~~|",
         "m.mdl:1:47: warning: no range has both 'a' and 'c': their places are compared "
         "[subscript]\n"
         " r: a, b ~~| s: c, d ~~| x[r,s] = IF THEN ELSE(r = s, 1, 0) ~~|\n"
         "                                               ^~~~~\n"},
        {"x = 1 ~ 元～注释 |",
         "m.mdl:1:9: warning: the full-width '～' is part of the units '元～注释': write "
         "'~' [syntax]\n x = 1 ~ 元～注释 |\n         ^~~~~~~~~\n"},
        {"x = 1 ~ m ~~|", ""},
        {"x = 1 ~~~ :SUPPLEMENTARY:\n|", ""},
        {"\xef\xbb\xbf{UTF-8}\nx = 1 ~~|", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf text;
        gx_buf_init(&text, (gx_oom){.handler = test_oom});
        gx_buf_print(&text, "%s%s", cases[i].text, CONTROL("4", "1"));
        test_model t = test_model_read(text.text);
        gx_buf messages = test_messages(t.ds);
        assert_int_equal(t.err, GX_OK);
        assert_string_equal(messages.text, cases[i].messages);
        gx_buf_clear(&messages);
        gx_buf_clear(&text);
        test_model_free(&t);
    }
}

static void a_dump_shows_calls_as_written(void **state)
{
    test_model t =
        test_model_read("x = RANDOM 0 1() + MAX(Time, 2) ~~|" CONTROL("4", "1"));
    gx_buf out;
    gx_buf_init(&out, t.ds->oom);
    (void)state;
    gx_node_print(t.flat, t.flat->cells.at[0].active, &out);
    assert_string_equal(out.text, "RANDOM 0 1() + MAX(Time, 2)");
    gx_buf_clear(&out);
    test_model_free(&t);
}

/* The functions of the field's Personal Learning Edition (docs/language.md): rows of
 * builtins.def or macros of the library, none of them refused. */
static void the_common_functions_are_all_there(void **state)
{
    static const char *const names[] = {"abs",
                                        "active initial",
                                        "arccos",
                                        "arcsin",
                                        "arctan",
                                        "cos",
                                        "cosh",
                                        "delay fixed",
                                        "delay1",
                                        "delay1i",
                                        "delay3",
                                        "delay3i",
                                        "exp",
                                        "forecast",
                                        "game",
                                        "gamma ln",
                                        "if then else",
                                        "initial",
                                        "integ",
                                        "integer",
                                        "ln",
                                        "log",
                                        "lookup backward",
                                        "lookup extrapolate",
                                        "lookup forward",
                                        "max",
                                        "min",
                                        "modulo",
                                        "npv",
                                        "power",
                                        "pulse",
                                        "pulse train",
                                        "quantum",
                                        "ramp",
                                        "random 0 1",
                                        "random exponential",
                                        "random normal",
                                        "random poisson",
                                        "random uniform",
                                        "sample if true",
                                        "sin",
                                        "sinh",
                                        "smooth",
                                        "smoothi",
                                        "smooth3",
                                        "smooth3i",
                                        "sqrt",
                                        "step",
                                        "tan",
                                        "tanh",
                                        "trend",
                                        "with lookup",
                                        "xidz",
                                        "zidz"};
    test_model t = test_model_read("x = 1 ~~|" CONTROL("4", "1"));
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (gx_builtin_refusal(names[i]) || (gx_builtin_find(names[i]) == GX_FN_NONE &&
                                             !gx_macro_find(t.model, NULL, names[i])))
            fail_msg("'%s' is not there", names[i]);
    test_model_free(&t);
}

/* Every form but TABBED ARRAY, of which the parser makes a list, has a row in forms.c. */
static void every_form_is_rewritten(void **state)
{
    (void)state;
    for (gx_builtin fn = 0; fn < GX_FN_COUNT; fn++) {
        gx_builtin_kind kind = gx_builtins[fn].kind;
        bool is_form = kind == GX_KIND_FORM || kind == GX_KIND_ARRAY || fn == GX_FN_LAG;
        if (fn != GX_FN_TABBED && (gx_form_find(fn) != NULL) != is_form)
            fail_msg("'%s'", gx_builtins[fn].name);
    }
}

static void independent_errors_are_all_reported(void **state)
{
    static const struct {
        const char *text;
        int32_t errors;
    } cases[] = {
        {"a = 1 + ~~|\nb = (2 ~~|\nc = 3 ~~|\nd = MAX(1) ~~|", 3},
        {"a = 1 + ~~|\nb = a + MAX(a, x) ~~|\nc = b[z] + d(a) ~~|", 4},
        {"a = INTEG(x, y) ~~|\nc = SMOOTH N(b, 1, 0, b) ~~|\nb = ) ~~|", 3}, /* x, y, b */
        {"= 3 ~~|\na = x ~~|\nb = a[q] ~~|", 2}, /* x may be the first */
        {"s: A, B, (C ~~|\nv[s] = 1 ~~|\nw = v[D] + SUM(v[s!]) ~~|", 1},
        {"s: A, B ~~|\nt: C, D, E -> s ~~|\nv[s] = 1 ~~|\nw[t] = v[t] ~~|", 1},
        {"a[s = 1 ~~|\nb = a[D] + a ~~|\nf((0,0),(0,1)) ~~|\nc = f(x) + f[x](1) ~~|", 3},
        {"a = b ~~|\nb = a + c ~~|\nc = b ~~|\nd = e ~~|\ne = INITIAL(d) ~~|", 2},
        {"a = 1 ~ km ~ its bar is missing\nb = 2 ~ km ~ |\nc = a + b ~~|", 1},
        {":MACRO: M(a, 3)\nM = a ~~|\n:END OF MACRO:\nb = M(1, x) ~~|", 2},
        {":MACRO: M(a)\n:MACRO: N(a)\nN = a ~~|\n:END OF MACRO:\nM = a ~~|\n"
         ":END OF MACRO:\nb = M(1) ~~|",
         1},
        {":MACRO: M(a)\nM = M(a) + M(a) ~~|\n:END OF MACRO:\nb = M(1) ~~|\nc = x ~~|", 2},
        {"TIME STEP = 1 + ~~|", 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf text;
        gx_units_report report;
        gx_buf_init(&text, (gx_oom){.handler = test_oom});
        gx_buf_print(&text, "%s%s", cases[i].text,
                     strstr(cases[i].text, "TIME") ? "\nINITIAL TIME=0~~|FINAL TIME=1~~|"
                                                   : CONTROL("1", "1"));
        test_model t = test_model_read(text.text);
        int32_t found = t.ds->error_count;
        gx_units_check(&report, t.model, t.ds); /* nothing has units: no more */
        gx_buf messages = test_messages(t.ds);
        if (found != cases[i].errors || t.ds->error_count != found || !t.err)
            fail_msg("%d errors, not %d:\n%s\n%s", t.ds->error_count, cases[i].errors,
                     text.text, messages.text);
        gx_buf_clear(&messages);
        gx_buf_clear(&text);
        test_model_free(&t);
    }
}

/* Append `text` with %d replaced, for i in from .. to - 1. */
static void repeat(gx_buf *out, const char *before, const char *after, int32_t from,
                   int32_t to)
{
    for (int32_t i = from; i < to; i++)
        gx_buf_print(out, "%s%d%s%d ~~|\n", before, i, after, i + 1);
}

/* 300 among requests of 500, 300 and 750 at the priorities 7, 5 and 3, by their curves'
 * densities integrated and the price sought apart, with 30 digits. Normal curves are the
 * conformance model allocate_available's at time 20, whose 0.100059 for the third belongs
 * to a price at which 300.25 are given. */
static void allocations_meet_the_supply(void **state)
{
    static const struct {
        const char *curves;
        double given[3];
    } cases[] = {
        {"1,7,6,0; 1,5,5,0; 1,3,4,0;", {261.62790697674419, 38.372093023255814, 0.0}},
        {"2,7,6,0; 2,5,5,0; 2,3,4,0;", {287.14605066434256, 12.853949335657441, 0.0}},
        {"3,7,2,0; 3,5,1,0; 3,3,1,0;",
         {284.98076491601865, 14.919913201865107, 0.099321882116241791}},
        {"4,7,2,0; 4,5,1,0; 4,3,1,0;",
         {268.35515861886761, 23.644876302424245, 7.9999650787081414}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(
            text, sizeof text,
            "r: a, b, c ~~| p: p1, p2, p3, p4 ~~| d[r] = 500, 300, 750 ~~|"
            "k[r,p] = %s ~~| x[r] = ALLOCATE AVAILABLE(d[r], k[r,p1], 300) ~~|" CONTROL(
                "1", "1"),
            cases[i].curves);
        test_model t = test_model_read(text);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, text);
        for (int32_t r = 0; r < 3; r++)
            if (fabs(test_value(frame, "x", r) - cases[i].given[r]) > 1e-11)
                fail_msg("%s: %.17g", cases[i].curves, test_value(frame, "x", r));
        gx_frame_free(frame);
        test_model_free(&t);
    }
}

/* What is long is done or refused, and never overflows the stack. */
static void long_models_are_done_or_refused(void **state)
{
    static const struct {
        const char *what, *message; /* NULL: it runs */
    } cases[] = {
        {"chain", NULL},
        {"cycle", "a cycle without a stock: v0 <- v1 <- "},
        {"sum", "more than 10000 operators in a row"},
        {"macros", "the model comes to more than 1000000 elements and hidden variables"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf text;
        gx_buf_init(&text, (gx_oom){.handler = test_oom});
        if (i < 2) {
            repeat(&text, "v", " = 1 + v", 0, 100000);
            gx_buf_print(&text, "v100000 = %s ~~|", i ? "v0" : "1");
        } else if (i == 2) {
            gx_buf_print(&text, "x = 1");
            for (int32_t k = 0; k < 20000; k++)
                gx_buf_print(&text, "+1");
            gx_buf_print(&text, "~~|");
        } else {
            for (int32_t k = 0; k < 26; k++)
                gx_buf_print(
                    &text,
                    ":MACRO: m%d(x)\nm%d = m%d(x) + m%d(x + 1) ~~|\n:END OF MACRO:\n", k,
                    k, k + 1, k + 1);
            gx_buf_print(&text,
                         ":MACRO: m26(x)\nm26 = x ~~|\n:END OF MACRO:\nz = m0(1) ~~|");
        }
        gx_buf_print(&text, CONTROL("1", "1"));
        test_model t = test_model_read(text.text);
        gx_buf messages = test_messages(t.ds);
        if (!cases[i].message != !t.err ||
            (cases[i].message && !strstr(messages.text, cases[i].message)))
            fail_msg("%s: %.300s", cases[i].what, messages.text);
        gx_buf_clear(&messages);
        gx_buf_clear(&text);
        test_model_free(&t);
    }
}

/* Cut and stir valid text: readers must refuse or accept, never crash (run under ASan).
 */
static void mutilated_models_do_no_harm(void **state)
{
    static const char whole[] =
        "{UTF-8}\n***\n\t.G\n***~\n|\nr: a, b ~~|\nx[r] = 1, 2 ~ km2 [0,?] ~ 中文 |\n"
        "y[r] = INTEG(x[r] * SUM(x[r!]), -1e-3) ~~|\nf([(0,0)-(1,1)],(0,0),(1,1)) ~~|\n"
        "z = IF THEN ELSE(Time > 1 :AND: f(0.5) < 1, \"q n\" ^ 2, :NA:) ~~|\n"
        "\"q n\" = DELAY FIXED(y[a], 1, 0) ~~|" CONTROL("4", "1");
    uint32_t seed = 12345;
    (void)state;
    for (int32_t round = 0; round < 4000; round++) {
        char text[sizeof whole];
        memcpy(text, whole, sizeof whole);
        for (int32_t hit = 0; hit < 1 + round % 4; hit++) {
            seed = seed * 1664525U + 1013904223U;
            size_t at = (seed >> 8) % (sizeof whole - 1);
            seed = seed * 1664525U + 1013904223U;
            text[at] = "|~=[](){}\"',;:!\\*+-^0a \n"[(seed >> 8) % 24];
        }
        seed = seed * 1664525U + 1013904223U;
        if (round % 3 == 0)
            text[(seed >> 8) % (sizeof whole - 1)] = '\0';
        test_model t = test_model_read(text);
        assert_true(t.err ? t.ds->error_count > 0 : t.ds->error_count == 0);
        test_model_free(&t);
    }
}

/* Repeat a piece, `#` being its number and `@` the next one. */
static void repeat_numbered(gx_buf *out, const char *piece, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        for (const char *c = piece; *c; c++)
            if (*c == '#' || *c == '@')
                gx_buf_print(out, "%d", i + (*c == '@'));
            else
                gx_buf_add(out, c, 1);
}

/* What would take the stack, the memory or the day is refused by a limit that is named.
 */
static void models_past_a_limit_are_refused(void **state)
{
    static const struct {
        const char *before, *piece;
        int32_t count;
        const char *after, *message;
    } cases[] = {
        {"x = ", "(", 300, "1 ~~|", "expressions nest deeper than 200"},
        {"r: (a1-a20000) ~~|", "", 0, "x[r] = 1 ~~|", "at most 10000 elements"},
        {"r: (a1-a9000), (b1-b9000) ~~|", "", 0, "x[r] = 1 ~~|",
         "of more than 10000 elem"},
        {"r0: a, b ~~|", "r@: r#, r# ~~|", 40, "x[r40] = 1 ~~|",
         "more than 10000 elements"},
        {"r: (a1-a9999) ~~|", "", 0, "x[r,r] = 1 ~~|",
         "'x' has more than 1000000 elements"},
        {"r: (a1-a900) ~~|", "x#[r,r] = 1 ~~|", 2, "", "the model has more than 1000000"},
        {"", ":MACRO: m#(x)\nm# = m@(x) + m@(x) ~~|\n:END OF MACRO:\n", 20,
         ":MACRO: m20(x)\nm20 = x ~~|\n:END OF MACRO:\ny = m0(1) ~~|",
         "the model comes to more than 1000000"},
        {":MACRO: MAX(a, b)\nMAX = a ~~|\n:END OF MACRO:\n", "", 0,
         "MAX = 1 ~~| x = MAX(1, 2, 3, 4, 5, 6, 7, 8) ~~|", "takes 2 arguments, not 8"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf text;
        gx_buf_init(&text, (gx_oom){.handler = test_oom});
        gx_buf_print(&text, "%s", cases[i].before);
        repeat_numbered(&text, cases[i].piece, cases[i].count);
        gx_buf_print(&text, "%s%s", cases[i].after, CONTROL("4", "1"));
        test_model t = test_model_read(text.text);
        gx_buf messages = test_messages(t.ds);
        if (!t.err || !strstr(messages.text, cases[i].message))
            fail_msg("'%s%s': no '%s' in %.300s", cases[i].before, cases[i].piece,
                     cases[i].message, messages.text);
        gx_buf_clear(&messages);
        gx_buf_clear(&text);
        test_model_free(&t);
    }
}

/* Looking for what was meant takes the square of the names: only the first errors do. */
static void only_the_first_errors_get_suggestions(void **state)
{
    gx_buf text;
    gx_buf_init(&text, (gx_oom){.handler = test_oom});
    (void)state;
    repeat_numbered(&text, "name number # = nam number # * 2 ~~|\n", 300);
    gx_buf_print(&text, "%s", CONTROL("1", "1"));
    test_model t = test_model_read(text.text);
    int32_t notes = 0;
    for (int32_t i = 0; i < t.ds->list.count; i++)
        notes += t.ds->list.at[i].severity == GX_NOTE;
    assert_int_equal(t.ds->error_count, 300);
    assert_int_equal(notes, 100);
    test_model_free(&t);
    gx_buf_clear(&text);
}

static void controls_with_a_memory_cannot_be_set(void **state)
{
    test_model t = test_model_read("INITIAL TIME = 0 ~~| FINAL TIME = 4 ~~|"
                                   "TIME STEP = INTEG(0, 1) ~~|");
    gx_overrides overrides = {.list = {.count = 0}};
    gx_quantity half = {.number = 0.5, .units = "", .loc = GX_NOWHERE};
    (void)state;
    assert_int_equal(gx_override_control(&overrides, t.flat, GX_CONTROL_TIME_STEP, &half,
                                         t.ds->arena, t.ds),
                     GX_BAD_INPUT);
    assert_int_equal(overrides.list.count, 0);
    test_model_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_keep_their_meaning),
        cmocka_unit_test(models_keep_units_groups_and_comments),
        cmocka_unit_test(values_are_right),
        cmocka_unit_test(errors_point_at_their_place),
        cmocka_unit_test(slips_are_told),
        cmocka_unit_test(what_runs_may_have_a_remark),
        cmocka_unit_test(the_common_functions_are_all_there),
        cmocka_unit_test(every_form_is_rewritten),
        cmocka_unit_test(a_dump_shows_calls_as_written),
        cmocka_unit_test(allocations_meet_the_supply),
        cmocka_unit_test(models_past_a_limit_are_refused),
        cmocka_unit_test(only_the_first_errors_get_suggestions),
        cmocka_unit_test(controls_with_a_memory_cannot_be_set),
        cmocka_unit_test(independent_errors_are_all_reported),
        cmocka_unit_test(long_models_are_done_or_refused),
        cmocka_unit_test(mutilated_models_do_no_harm),
    };
    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
