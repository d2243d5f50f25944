/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small models of the kinds that are written in Vensim, as its files have them, against
 * values worked out by hand (Euler's method unless said). */
#include "support.h"

#include <math.h>

#define TABS "\n\t~\t\n\t~\t\t|\n\n"
#define END(final, step)                                                                 \
    "********************************************************\n\t.Control\n"             \
    "********************************************************~\n"                        \
    "\t\tSimulation Control Parameters\n\t|\n\n"                                         \
    "FINAL TIME  = " final                                                               \
    "\n\t~\tYear\n\t~\tThe final time for the simulation.\n\t|\n\n"                      \
    "INITIAL TIME  = 0\n\t~\tYear\n\t~\tThe initial time for the simulation.\n\t|\n\n"   \
    "SAVEPER  = \n        TIME STEP\n\t~\tYear [0,?]\n\t~\tHow often output is "         \
    "stored.\n"                                                                          \
    "\t|\n\nTIME STEP  = " step "\n\t~\tYear [0,?]\n\t~\tThe time step.\n\t|\n\n"        \
    "\\\\\\---/// Sketch information - do not modify anything except names\n"            \
    "V300  Do not put anything below this section - it will be ignored\n*View 1\n"       \
    "$192-192-192,0,Times New "                                                          \
    "Roman|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0\n"                      \
    "10,1,x = y "                                                                        \
    "~~|,100,100,40,20,3,3,0,0,0,0,0,0\n///---\\\\\\\n:L\x7F<%^E!@\n1:x.vdf\n"           \
    "22:$,Dollar,Dollars,$s\n18:Time\n19:75,0\n24:0\n25:4\n26:4\n"

static const struct {
    const char *what, *text, *variable;
    int32_t count;
    double value[8];
} models[] = {
    {"a cup of tea",
     "{UTF-8}\nCharacteristic Time=\n\t10\n\t~\tYear\n\t~\tHow long it cools.\n\t|\n\n"
     "Heat Loss to Room=\n\t(Teacup Temperature - Room Temperature) / Characteristic "
     "Time\n"
     "\t~\tDegrees/Year\n\t~\tThe loss.\n\t|\n\nRoom "
     "Temperature=\n\t70\n\t~\t\n\t~\t\t|\n\n"
     "Teacup Temperature= INTEG (\n\t-Heat Loss to "
     "Room,\n\t\t180)\n\t~\tDegrees\n\t~\t\t|\n\n" END("2", "1"),
     "Teacup Temperature",
     3,
     {180, 169, 159.1}},
    {"logistic growth, lines that go on",
     "p = INTEG(r * p * \\\n\t\t(1 - p / \\\n\t\t\tk), 10)" TABS "r = 0.5" TABS
     "k = 100" TABS END("2", "1"),
     "p",
     3,
     {10, 14.5, 14.5 + 0.5 * 14.5 * 0.855}},
    {"an epidemic",
     "S = INTEG(-infection, 990) ~~|\nI = INTEG(infection - recovery, 10) ~~|\n"
     "R = INTEG(recovery, 0) ~~|\ninfection = beta * S * I / (S + I + R) ~~|\n"
     "recovery = I / duration ~~|\nbeta = 0.5 ~~|\nduration = 5 ~~|\n" END("2", "1"),
     "I",
     3,
     {10, 12.95, 12.95 + 0.5 * 985.05 * 12.95 / 1000 - 12.95 / 5}},
    {"predators and prey, half steps",
     "hares = INTEG(hares - 0.1 * hares * foxes, 20) ~~|\n"
     "foxes = INTEG(0.02 * hares * foxes - 0.5 * foxes, 8) ~~|\n" END("1", "0.5"),
     "foxes",
     3,
     {8, 7.6, 7.6 + 0.5 * (0.02 * 22 * 7.6 - 3.8)}},
    {"names: case, underscores, blanks, quotes, signs",
     "Birth_Rate = 3 ~~|\n\"R&D (new), %\" = 4 ~~|\nx'y.z$ = 5 ~~|\n"
     "x = birth  rate * 100 + \"r&d (new), %\" * 10 + X'Y.Z$ ~~|\n" END("0", "1"),
     "x",
     1,
     {345}},
    {"Chinese names and units",
     "产出 = INTEG(产出 * 增长率, 200)\n\t~\t亿元\n\t~\t工业总产值 | \n"
     "增长率 = 0.2\n\t~\t1/Year\n\t~\t每年|\n" END("2", "1"),
     "产出",
     3,
     {200, 240, 288}},
    {"numbers",
     "x = .5 + 1e-1 + 2E+1 + 3. - -1 + +4 ~~|\n" END("0", "1"),
     "x",
     1,
     {28.6}},
    {"remarks inside",
     "x = 2 {two} * {times\n} 3 ~ {unit} ~ y = 4 |\n" END("0", "1"),
     "x",
     1,
     {6}},
    {"a range and steps behind the units",
     "x = 7\n\t~\tkm*km/Year [0,10,0.5]\n\t~\t\n\t~\t:SUPPLEMENTARY\n\t|\n" END("0", "1"),
     "x",
     1,
     {7}},
    {"groups, and a comment of a group",
     "****\n\t.One\n****~\n\t\tthe first\n\t|\na = 2 ~~|\n***\n.Two\n***~ second |\n"
     "x = a * 5 ~~|\n" END("0", "1"),
     "x",
     1,
     {10}},
    {"a constant that stays", "k == 5 ~~|\nx = k * 2 ~~|\n" END("0", "1"), "x", 1, {10}},
    {"logic binds as the field's does",
     "x = IF THEN ELSE(1 > 2 :OR: :NOT: 3 < 2 :AND: 2 <> 3, 10, 20) ~~|\n" END("0", "1"),
     "x",
     1,
     {10}},
    {"powers and signs",
     "x = -2 ^ 2 + 2 ^ -1 + (-2) ^ 2 ~~|\n" END("0", "1"),
     "x",
     1,
     {0.5}},
    {"steps and ramps",
     "x = STEP(10, 2) + RAMP(3, 1, 3) ~~|\n" END("4", "1"),
     "x",
     5,
     {0, 0, 13, 16, 16}},
    {"pulses",
     "x = PULSE(1, 2) + 10 * PULSE TRAIN(0, 1, 3, 4) ~~|\n" END("4", "1"),
     "x",
     5,
     {10, 1, 1, 10, 0}},
    {"pulses from the middle of a step",
     "x = PULSE(1.5, 0) + 10 * PULSE TRAIN(0.5, 1, 2, 4) ~~|\n" END("4", "1"),
     "x",
     5,
     {10, 1, 10, 0, 10}},
    {"a pulse shorter than the step",
     "x = PULSE(1, 0) ~~|\n" END("3", "1"),
     "x",
     4,
     {0, 1, 0, 0}},
    {"quantities cut",
     "x = QUANTUM(7.9, 2.5) + MODULO(-7, 3) + INTEGER(-1.5) ~~|\n" END("0", "1"),
     "x",
     1,
     {5.5}},
    {"nothing divided",
     "x = ZIDZ(1, 0) + XIDZ(1, 0, 7) + ZIDZ(6, 3) ~~|\n" END("0", "1"),
     "x",
     1,
     {9}},
    {"a smooth",
     "x = SMOOTH(STEP(8, 1), 4) ~~|\n" END("4", "1"),
     "x",
     5,
     {0, 0, 2, 3.5, 4.625}},
    {"a smooth with a start",
     "x = SMOOTHI(8, 4, 0) ~~|\n" END("2", "1"),
     "x",
     3,
     {0, 2, 3.5}},
    {"a smooth of three",
     "x = SMOOTH3I(9, 3, 0) ~~|\n" END("4", "1"),
     "x",
     5,
     {0, 0, 0, 9, 9}},
    {"a material delay",
     "x = DELAY1(STEP(8, 1), 4) ~~|\n" END("3", "1"),
     "x",
     4,
     {0, 0, 2, 3.5}},
    {"a delay of three, each stage of a step",
     "x = DELAY3(9 * PULSE(0, 1), 3) ~~|\n" END("5", "1"),
     "x",
     6,
     {9, 9, 9, 9, 0, 0}},
    {"a delay of three that starts empty",
     "x = DELAY3I(9 * PULSE(0, 1), 3, 0) ~~|\n" END("5", "1"),
     "x",
     6,
     {0, 0, 0, 9, 0, 0}},
    {"a fixed delay",
     "x = DELAY FIXED(Time * 10, 2, -1) ~~|\n" END("4", "1"),
     "x",
     5,
     {-1, -1, 0, 10, 20}},
    {"a sample",
     "x = SAMPLE IF TRUE(MODULO(Time, 2) = 0, Time * 10, 5) ~~|\n" END("4", "1"),
     "x",
     5,
     {0, 0, 20, 20, 40}},
    {"a trend",
     "x = TREND(100, 2, 0.1) ~~|\n" END("1", "1"),
     "x",
     2,
     {(100 - 100 / 1.2) / (2 * 100 / 1.2),
      (100 - (100 / 1.2 + (100 - 100 / 1.2) / 2)) /
          (2 * (100 / 1.2 + (100 - 100 / 1.2) / 2))}},
    {"a forecast",
     "x = FORECAST(100 + STEP(20, 1), 2, 4) ~~|\n" END("1", "1"),
     "x",
     2,
     {100, 120 * (1 + 20.0 / 200 * 4)}},
    {"a lookup with its picture",
     "f(\n\t[(0,0)-(10,10),(2,3),(5,6)],(0,0),(2,4),(4,4),(10,10))\n\t~\tDmnl\n\t~\t\t|\n"
     "x = f(Time * 3) ~~|\n" END("4", "1"),
     "x",
     5,
     {0, 4, 6, 9, 10}},
    {"a lookup in place",
     "x = WITH LOOKUP (\n\tTime,\n\t\t([(0,0)-(4,8)],(0,8),(4,0) "
     "))\n\t~\t\n\t~\t\t|\n" END("2", "1"),
     "x",
     3,
     {8, 6, 4}},
    {"a lookup of two rows",
     "f(0,1,3,0,10,40) ~~|\nx = f(2) ~~|\n" END("0", "1"),
     "x",
     1,
     {25}},
    {"lookups by subscript",
     "r: a, b ~~|\nf[a]((0,1),(1,2)) ~~|\nf[b]((0,5),(1,9)) ~~|\ny[r] = f[r](0.5) ~~|\n"
     "x = y[a] * 10 + y[b] ~~|\n" END("0", "1"),
     "x",
     1,
     {22}},
    {"a macro with a stock",
     ":MACRO: LEAK(in, tau)\nLEAK = INTEG(in - LEAK / tau, 0)\n\t~\tin*tau\n\t~\t\t|\n"
     ":END OF MACRO:\nx = LEAK(10, 2) + LEAK(4, 4) ~~|\n" END("2", "1"),
     "x",
     3,
     {0, 14, 15 + 7}},
    {"a macro that calls a macro, with the model's time step",
     ":MACRO: TWICE(a)\nTWICE = a * 2 ~ a ~|\n:END OF MACRO:\n"
     ":MACRO: HELD(a)\nHELD = TWICE(a) / TIME STEP$ ~ a ~|\n:END OF MACRO:\n"
     "x = HELD(3) ~~|\n" END("0", "0.5"),
     "x",
     1,
     {12}},
    {"subscripts, subranges and numbers",
     "age: (A1-A4), old ~~|\nyoung: A1, A2 ~~|\nn[age] = 1, 2, 3, 4, 5 ~~|\n"
     "x = SUM(n[young!]) * 100 + SUM(n[age!]) + n[old] * 1000 + ELMCOUNT(age) * 10000 "
     "~~|\n" END("0", "1"),
     "x",
     1,
     {55315}},
    {"a chain of ages",
     "age: a1, a2, a3 ~~|\nlater: a2, a3 ~~|\nearlier: a1, a2 -> later ~~|\n"
     "n[a1] = INTEG(10 - n[a1] / 2, 20) ~~|\n"
     "n[later] = INTEG(n[earlier] / 2 - n[later] / 2, 8) ~~|\nx = n[a3] + 100 * n[a2] "
     "~~|\n" END("2", "1"),
     "x",
     3,
     {808, 1408, 1711}},
    {"a table by rows",
     "r: a, b ~~|\nc: d, e, f ~~|\nm[r,c] = 1,2,3;4,5,6; ~~|\n"
     "x = m[b,d] * 10 + SUM(m[r!,e]) + PROD(m[a,c!]) * 100 ~~|\n" END("0", "1"),
     "x",
     1,
     {647}},
    {"a table with tabs",
     "r: a, b ~~|\nc: d, e, f ~~|\nm[r,c] = TABBED ARRAY(\n\t1\t2\t3\n\t4\t5\t6\n) ~~|\n"
     "x = m[b,d] * 10 + m[a,f] ~~|\n" END("0", "1"),
     "x",
     1,
     {43}},
    {"all but some",
     "r: a, b, c ~~|\ns: b, c ~~|\ny[r] :EXCEPT: [s] = 1 ~~|\ny[b] = 20 ~~|\ny[c] = 300 "
     "~~|\n"
     "z[r] :EXCEPT: [a], [c] = 7 ~~|\nz[a] = 0 ~~|\nz[c] = 0 ~~|\n"
     "x = SUM(y[r!]) + SUM(z[r!]) * 1000 ~~|\n" END("0", "1"),
     "x",
     1,
     {7321}},
    {"ranges that are mapped",
     "site: s1, s2 ~~|\nowner: o1, o2 -> (site: s2, s1) ~~|\nv[owner] = 3, 5 ~~|\n"
     "w[site] = v[owner] ~~|\nx = w[s1] * 10 + w[s2] ~~|\n" END("0", "1"),
     "x",
     1,
     {53}},
    {"a range that is another",
     "r: a, b ~~|\nq <-> r ~~|\nv[r] = 2, 3 ~~|\n"
     "y[r] = v[r] / SUM(v[q!]) ~~|\nx = y[b] ~~|\n" END("0", "1"),
     "x",
     1,
     {0.6}},
    {"extremes of a range",
     "r: a, b, c ~~|\nv[r] = 4, -2, 9 ~~|\nx = VMAX(v[r!]) * 10 + VMIN(v[r!]) ~~|\n" END(
         "0", "1"),
     "x",
     1,
     {88}},
    {"an order",
     "r: a, b, c ~~|\nv[r] = 4, -2, 9 ~~|\no[r] = VECTOR SORT ORDER(v[r], 1) ~~|\n"
     "x = o[a] * 100 + o[b] * 10 + o[c] ~~|\n" END("0", "1"),
     "x",
     1,
     {102}},
    {"shares of a supply by priority",
     "r: a, b ~~|\nreq[r] = 6, 6 ~~|\nprio[r] = 1, 5 ~~|\n"
     "y[r] = ALLOCATE BY PRIORITY(req[r], prio[r], ELMCOUNT(r), 1, 8) ~~|\n"
     "x = y[a] * 10 + y[b] ~~|\n" END("0", "1"),
     "x",
     1,
     {26}},
    {"a start from another stock's start",
     "a = INTEG(1, b * 2) ~~|\nb = INTEG(0, c + 1) ~~|\nc = 4 ~~|\n"
     "x = INITIAL(a) + a ~~|\n" END("2", "1"),
     "x",
     3,
     {20, 21, 22}},
    {"a loop that is opened at the start",
     "s = INTEG(x - s, x) ~~|\nx = ACTIVE INITIAL(s + 1, 10) ~~|\n" END("2", "1"),
     "x",
     3,
     {11, 12, 13}},
    {"a time step that changes",
     "x = INTEG(1, 0) ~~|\nFINAL TIME = 3 ~ Year ~|\nINITIAL TIME = 0 ~ Year ~|\n"
     "TIME STEP = IF THEN ELSE(Time < 2, 1, 0.5) ~ Year ~|\nSAVEPER = TIME STEP ~ Year "
     "~|\n",
     "x",
     5,
     {0, 1, 2, 2.5, 3}},
    {"a final time that is worked out, saves now and then",
     "x = INTEG(Time, 0) ~~|\nFINAL TIME = n * 2 ~ Year ~|\nn = 2 ~~|\n"
     "INITIAL TIME = 0 ~ Year ~|\nTIME STEP = 0.5 ~ Year ~|\nSAVEPER = 2 ~ Year ~|\n",
     "x",
     3,
     {0, 1.5, 7}},
    {"lines that end as in Windows, after a mark of UTF-8",
     "\xef\xbb\xbf{UTF-8}\r\nx = INTEG (\r\n\ty,\r\n\t\t1)\r\n\t~\tkm\r\n\t~\t\t|\r\n\r\n"
     "y = 2\r\n\t~\tkm/Year\r\n\t~\t\t|\r\n" END("2", "1"),
     "x",
     3,
     {1, 3, 5}},
    {"a game and what is not there",
     "x = GAME(IF THEN ELSE(y = :NA:, 3, y)) ~~|\n"
     "y = :NA: ~~|\n" END("0", "1"),
     "x",
     1,
     {3}},
};

static void models_come_to_what_a_hand_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        test_model t = test_model_read(models[i].text);
        test_no_errors(t.ds, models[i].what);
        gx_frame *frame = test_run(&t, "euler");
        test_no_errors(t.ds, models[i].what);
        for (int32_t k = 0; k < models[i].count; k++) {
            double got = test_value(frame, models[i].variable, k);
            if (!(fabs(got - models[i].value[k]) <= 1e-12 * fmax(1.0, fabs(got))))
                fail_msg("%s: row %d is %.17g, not %.17g", models[i].what, k, got,
                         models[i].value[k]);
        }
        gx_frame_free(frame);
        test_model_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_come_to_what_a_hand_does),
    };
    return cmocka_run_group_tests_name("models", tests, NULL, NULL);
}
