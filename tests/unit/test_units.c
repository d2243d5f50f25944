/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Units: texts read, compared and printed; equations checked; overrides converted. */
#include "support.h"

#include "model/units.h"

#include <math.h>

/* ---- texts ---- */

static void units_are_read_and_compared(void **state)
{
    static const struct {
        const char *a, *b;
        double factor; /* of a in b; 0: other dimension */
    } cases[] = {
        {"year", "Years", 1},
        {"YEAR", "年", 1},
        {"1/year", "/ year", 1},
        {"Dmnl", "1", 1},
        {"fraction", "dimensionless", 1},
        {"fraction/Month", "1/month", 1},
        {"year", "month", 12},
        {"month", "year", 1.0 / 12},
        {"day", "year", 1.0 / 365},
        {"week", "day", 7},
        {"hour", "Minutes", 60},
        {"Seconds", "s", 1},
        {"km2", "km^2", 1},
        {"km²", "km2", 1},
        {"km**2", "square", 0},
        {"m2", "m*m", 1},
        {"km2", "ha", 100},
        {"km2", "mu", 1500},
        {"公顷", "亩", 15},
        {"平方公里", "km2", 1},
        {"m3", "liter", 1000},
        {"亿元", "万元", 1e4},
        {"百万元", "元", 1e6},
        {"千亿元", "亿元", 1e3},
        {"万亿元", "千万元", 1e5},
        {"十亿元/百人", "亿元/千人", 1e2},
        {"千克", "g", 1e3},
        {"百分点", "‰", 10},
        {"百分数", "%", 1},
        {"百分率", "百分比", 1},
        {"百分之一", "%", 1},
        {"千分之一", "‰", 1},
        {"千分率", "千分比", 1},
        {"千*元", "千元", 1},
        {"千", "1", 1e3},
        {"百", "十", 10},
        {"亿元", "元", 1e8},
        {"万亩", "mu", 1e4},
        {"亿 yuan", "元", 1e8},
        {"million yuan", "万元", 100},
        {"亿元/km2", "万元/mu", 1e4 / 1500},
        {"元/m2", "亿元/km2", 0.01},
        {"元/m²", "万元/亩", 1.0 / 15},
        {"亿元/year/year", "亿元/year^2", 1},
        {"亿元/(year*person)", "亿元/person/year", 1},
        {"a/b/c", "a/(b*c)", 1},
        {"a/(b/c)", "a*c/b", 1},
        {"km2*year/亿元", "year * km2 / 亿元", 1},
        {"person", "People", 1},
        {"persons", "人", 1},
        {"万人", "person", 1e4},
        {"person", "project", 0},
        {"$", "Dollars", 1},
        {"$/year", "$/month", 1.0 / 12},
        {"$", "yuan", 0},
        {"Hares", "hare", 1},
        {"Foxes/Fox/Year", "1/year", 1},
        {"companies", "company", 1},
        {"Degrees  Fahrenheit", "degrees_fahrenheit", 1},
        {"\"Rs\"", "rs", 1},
        {"%", "Dmnl", 0.01},
        {"% / year", "1/year", 0.01},
        {"5 %", "Dmnl", 0.05},
        {"% 亿元", "亿元", 0.01},
        {"percent", "%", 1},
        {"100 person", "person", 100},
        {"1000 * m", "km", 1},
        {"kWh", "MW*hour", 1e-3},
        {"吨", "kg", 1000},
        {"km2/km2", "Dmnl", 1},
        {"Day/Month", "Dmnl", 12.0 / 365},
        {"m^0.5*m^(0.5)", "m", 1},
        {"m^-1", "1/m", 1},
        {"co2", "co", 0},
        {"year", "Dmnl", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *ds = test_diags();
        gx_units *units = gx_units_new(ds->arena, NULL, ds);
        gx_unit a, b;
        double factor = 0.0;
        if (!gx_unit_parse(&a, cases[i].a, units) ||
            !gx_unit_parse(&b, cases[i].b, units))
            fail_msg("'%s' or '%s' is not read", cases[i].a, cases[i].b);
        gx_unit_match match = gx_unit_compare(&a, &b, &factor);
        gx_unit_match want = cases[i].factor == 0.0   ? GX_UNIT_OTHER
                             : cases[i].factor == 1.0 ? GX_UNIT_SAME
                                                      : GX_UNIT_SCALED;
        if (match != want ||
            (cases[i].factor != 0.0 && fabs(factor / cases[i].factor - 1.0) > 1e-14))
            fail_msg("'%s' in '%s' is %.17g", cases[i].a, cases[i].b, factor);
        gx_diags_free(ds);
    }
}

static void units_are_printed(void **state)
{
    static const struct {
        const char *text, *printed; /* NULL: cannot be read */
    } cases[] = {
        {"亿元/year/year", "亿元/year^2"},
        {"1/year", "1/year"},
        {"(km2*year)/亿元", "km2*year/亿元"},
        {"Dmnl", "Dmnl"},
        {"亿元*万元/亿元", "万元"},
        {"% / year", "%/year"},
        {"person Hours", "person Hours"},
        {"100 person", "100*person"},
        {"m^0.5", "m^0.5"},
        {"", NULL},
        {"km2/", NULL},
        {"(km2", NULL},
        {"km2)", NULL},
        {"a**", NULL},
        {"a^b", NULL},
        {"a//b", NULL},
        {"0 km", NULL},
        {"-3", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_diags *ds = test_diags();
        gx_unit unit;
        bool good =
            gx_unit_parse(&unit, cases[i].text, gx_units_new(ds->arena, NULL, ds));
        if (good != (cases[i].printed != NULL))
            fail_msg("'%s' is %sread", cases[i].text, good ? "" : "not ");
        if (good && strcmp(gx_unit_text(&unit, ds->arena), cases[i].printed) != 0)
            fail_msg("'%s' is printed '%s'", cases[i].text,
                     gx_unit_text(&unit, ds->arena));
        gx_diags_free(ds);
    }
}

static void settings_of_the_model_make_names_equal(void **state)
{
    static const char text[] = "x = 1 ~ Jahr ~|" CONTROL(
        "1", "1") "\\\\\\---/// Sketch\n"
                  "22:Euro,Euros,EUR\n22:Jahr,Year\n22:Stove,Herd,oven\n"
                  "22:Dog,s,\n22:\n";
    static const char *const pairs[][2] = {{"EUR", "euros"},
                                           {"Jahr", "year"},
                                           {"herds", "Stoves"},
                                           {"dog", "seconds"},
                                           {"oven", "herd"}};
    (void)state;
    test_model t = test_model_read(text);
    test_no_errors(t.ds, "settings");
    gx_units *units = gx_units_new(t.ds->arena, t.model, t.ds);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        gx_unit a, b;
        double factor;
        assert_true(gx_unit_parse(&a, pairs[i][0], units));
        assert_true(gx_unit_parse(&b, pairs[i][1], units));
        if (gx_unit_compare(&a, &b, &factor) != GX_UNIT_SAME)
            fail_msg("'%s' is not '%s'", pairs[i][0], pairs[i][1]);
    }
    test_model_free(&t);
}

/* ---- equations ---- */

/* Names for the equations below. */
#define NAMES                                                                            \
    "land = 4 ~ km2 ~|\npeople = 9 ~ person ~|\nmoney = 5 ~ 亿元 ~|\n"                 \
    "cash = 5 ~ 万元 ~|\nspan = 2 ~ year ~|\nrate = 0.1 ~ 1/year ~|\n"                 \
    "share = 0.5 ~ Dmnl ~|\nhalf((0,0),(1,1)) ~ km2 ~|\n"                                \
    "dated((0,0),(1,1)) ~ year -> 亿元 ~|\nbare = 3 ~~|\nside = 3 ~ m ~|\n"            \
    "zone: north, south ~~|\nplot[zone] = 1, 2 ~ km2 ~|\n"                               \
    ":MACRO: TWICE(a, b)\nTWICE = a + b ~ a ~|\n:END OF MACRO:\n"                        \
    ":MACRO: READ(t, at)\nREAD = t(at) ~ t ~|\n:END OF MACRO:\n"

static void equations_are_checked(void **state)
{
    static const struct {
        const char *units, *rhs;
        const char *message; /* the first, NULL for none */
    } cases[] = {
        {"km2", "land + land*share", NULL},
        {"km2", "land + people", "units of '+' differ: km2 and person"},
        {"亿元", "money - cash",
         "units of '-' differ: 亿元 and 万元 (a factor of 10000)"},
        {"km2", "people", "the equation of 'x' must be in km2, not person"},
        {"亿元/month", "money*rate",
         "the equation of 'x' must be in 亿元/month, not 亿元/year (a factor of 12)"},
        {"km2", "7", NULL},
        {"widget", "100 + STEP(10, 5)", NULL},
        {"widget", "-2 * 3.5", NULL},
        {"km2", "land + 0", NULL},
        {"km2", "land + 1", "units of '+' differ: km2 and Dmnl"},
        {"km2", "land + bare", NULL},
        {"km2", "MAX(0, land)", NULL},
        {"km2", "MAX(1, land)", "units of 'MAX' differ: Dmnl and km2"},
        {"Dmnl", "land > people", "units of '>' differ: km2 and person"},
        {"km2", "IF THEN ELSE(land > 0, land, land)", NULL},
        {"km2", "IF THEN ELSE(land, land, land)", "'IF THEN ELSE' takes Dmnl, not km2"},
        {"km2", "land*EXP(rate)", "'EXP' takes Dmnl, not 1/year"},
        {"km2", "land*EXP(rate*span)", NULL},
        {"m", "SQRT(side*side)", NULL},
        {"m", "SQRT(land)",
         "the equation of 'x' must be in m, not km2^0.5 (a factor of 1000)"},
        {"m^3", "side^3", NULL},
        {"m", "(side^4)^(1/4)", NULL},
        {"m", "side^share",
         "what has a unit (m) can only be raised to a number written out"},
        {"Dmnl", "share^(rate*span)", NULL},
        {"Dmnl", "share^rate", "'^' takes Dmnl, not 1/year"},
        {"km2/person", "ZIDZ(land, people)", NULL},
        {"Dmnl", "XIDZ(land, land, 1)", NULL},
        {"Dmnl", "XIDZ(land, people, 1)", "'XIDZ' takes km2/person, not Dmnl"},
        {"year", "Time - span", NULL},
        {"km2", "Time", "the equation of 'x' must be in km2, not year"},
        {"km2", "land*STEP(1, 5)", NULL},
        {"km2", "land*PULSE(span, land)", "'PULSE' takes year, not km2"},
        {"km2", "RAMP(land/span, 1, 9)", NULL},
        {"km2", "land + STEP(money, 5)", "units of '+' differ: km2 and 亿元"},
        {"km2", "INTEG(land, land)",
         "the flow of the stock 'x' must be in km2/year, not km2"},
        {"km2", "INTEG(land*rate, 5)", NULL},
        {"km2", "INTEG(0, people)", "the first value of 'x' must be in km2, not person"},
        {"km2", "INTEG(land/span, land*share)", NULL},
        {"km2", "half(share)", NULL},
        {"km2", "half(Time)", NULL},
        {"km2", "half(span)", "the lookup 'half' takes Dmnl, not year"},
        {"亿元", "dated(Time)", NULL},
        {"亿元", "dated(share)", "the lookup 'dated' takes year, not Dmnl"},
        {"km2", "dated(Time)", "the equation of 'x' must be in km2, not 亿元"},
        {"widget", "WITH LOOKUP(land, ((0,0),(1,1)))", NULL},
        {"km2", "SUM(plot[zone!]) + land", NULL},
        {"km2", "SUM(plot[zone!]) + people", "units of '+' differ: km2 and person"},
        {"Dmnl", "ELMCOUNT(zone)", NULL},
        {"km2", "DELAY FIXED(land, span, 3)", NULL},
        {"km2", "DELAY FIXED(land, share, 3)", "'DELAY FIXED' takes year, not Dmnl"},
        {"km2", "INITIAL(land)", NULL},
        {"km2", "SMOOTH(land, span)", NULL},
        {"km2", "SMOOTH3I(land, 5, 2)", NULL},
        {"km2", "SMOOTH(land, share)",
         "the flow of the stock 'SMOOTH' must be in km2/year, not km2"},
        {"person", "SMOOTH(land, span)",
         "the equation of 'x' must be in person, not km2"},
        {"1/year", "TREND(land, span, rate)", NULL},
        {"km2", "DELAY3(land, span)", NULL},
        {"亿元*year", "NPV(money, rate, 0, 1)", NULL},
        {"km2",
         "SMOOTHI(land, span, 1) + SMOOTH3(land, span) + SMOOTH3I(land, span, land) + "
         "DELAY1(land, span) + DELAY1I(land, span, 0) + DELAY3I(land, span, land) + "
         "DELAY INFORMATION(land, span, land) + FORECAST(land, span, span) + "
         "SAMPLE IF TRUE(land > 0, land, 0)",
         NULL},
        {"km2", "DELAY N(land, span, land, 3)", NULL},
        {"km2", "TWICE(land, land)", NULL},
        {"km2", "TWICE(land, people)", "units of '+' differ: km2 and person"},
        {"亿元", "READ(dated, Time)", NULL},
        {"亿元", "READ(dated, share)", "the lookup 't' takes year, not Dmnl"},
        {"km2", "READ(dated, Time)", "the equation of 'x' must be in km2, not 亿元"},
        {"km2",
         "DELAYP(land, span : w) ~ km2 ~|\ny = w + land*span ~ km2*year ~|\nz = land",
         NULL},
        {"km2", "DELAYP(land, span : w) ~ km2 ~|\ny = w + land ~ km2 ~|\nz = land",
         "units of '+' differ: km2*year and km2"},
        {"person", "DELAYP(land, span : w)",
         "the equation of 'x' must be in person, not km2"},
        {"km2", "RANDOM UNIFORM(0, land, 3)", NULL},
        {"km2", "land*(1 + share)*:NA:", NULL},
        {"", "land", "'x' has no units"},
        {"km2 (", "land", "the units of 'x' cannot be read: km2 ("},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        gx_buf text;
        gx_units_report report;
        gx_buf_init(&text, (gx_oom){.handler = test_oom});
        gx_buf_print(&text,
                     "{UTF-8}\n" NAMES "x = %s ~ %s ~|\nINITIAL TIME = 0 ~ year ~|\n"
                     "FINAL TIME = 1 ~ year ~|\nTIME STEP = 1 ~ year ~|\n",
                     cases[i].rhs, cases[i].units);
        test_model t = test_model_read(text.text);
        test_no_errors(t.ds, cases[i].rhs);
        gx_units_check(&report, t.model, t.ds);
        const char *got = NULL;
        for (int32_t d = 0; d < t.ds->list.count && !got; d++)
            if (t.ds->list.at[d].code == GX_CODE_UNITS &&
                strcmp(t.ds->list.at[d].text, "'bare' has no units") != 0)
                got = t.ds->list.at[d].text;
        const char *want = cases[i].message;
        if (got != want && (!got || !want || strcmp(got, want) != 0))
            fail_msg("%s: %s", cases[i].rhs, got ? got : "no message");
        gx_buf_clear(&text);
        test_model_free(&t);
    }
}

/* Every rule has a pattern for each argument and one for the result. */
static void rules_are_well_formed(void **state)
{
    (void)state;
    for (int32_t i = 0; i < GX_FN_COUNT; i++) {
        const char *at = gx_builtins[i].units;
        int32_t count = 0;
        for (; *at && *at != '>'; at += strcspn(at, " ") + 1, count++)
            if (!strchr("abcd1t?", *at))
                fail_msg("'%s': %s", gx_builtins[i].name, gx_builtins[i].units);
        if (count != gx_builtins[i].most || at[0] != '>' || at[1] != ' ' || !at[2])
            fail_msg("'%s': %s", gx_builtins[i].name, gx_builtins[i].units);
    }
}

/* ---- overrides ---- */

static void overrides_are_converted(void **state)
{
    static const struct {
        const char *setting;
        double value; /* NAN: refused */
    } cases[] = {
        {"price=3.45 亿元/km2", 23.0},
        {"price=345 元/m2", 23.0},
        {"price=23 万元/亩", 23.0},
        {"price=23", 23.0},
        {"price=10 % 万元/mu", 0.1},
        {"price=1 km2", (double)NAN},
        {"price=1 万元", (double)NAN},
        {"rate=12 %/year", 0.12},
        {"rate=1 %/month", 0.12},
        {"rate=0.12 /年", 0.12},
        {"wait=18 months", 1.5},
        {"wait=1 km", (double)NAN},
        {"share=50 %", 0.5},
        {"share=1 year", (double)NAN},
        {"bare=50 %", 0.5},
        {"bare=5 year", (double)NAN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        test_model t = test_model_read(
            "{UTF-8}\nprice = 1 ~ 万元/mu ~|\nrate = 1 ~ 1/year ~|\nwait = 1 ~ year ~|\n"
            "share = 1 ~ Dmnl ~|\nbare = 1 ~~|\n" CONTROL("1", "1"));
        gx_overrides overrides = {0};
        gx_setting setting;
        const char *text = cases[i].setting;
        int32_t file = gx_source_add(t.ds, "--set", text, strlen(text));
        assert_int_equal(gx_setting_parse(&setting, file, t.ds->arena, t.ds), GX_OK);
        gx_err err =
            gx_override_resolve(&overrides, t.flat, &setting, 1, NULL, t.ds->arena, t.ds);
        if (isnan(cases[i].value) ? !err
                                  : err || fabs(overrides.list.at[0].value -
                                                cases[i].value) > 1e-14 * cases[i].value)
            fail_msg(
                "%s: %s", text,
                err ? t.ds->list.at[0].text
                    : gx_arena_format(t.ds->arena, "%.17g", overrides.list.at[0].value));
        test_model_free(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_read_and_compared),
        cmocka_unit_test(units_are_printed),
        cmocka_unit_test(settings_of_the_model_make_names_equal),
        cmocka_unit_test(equations_are_checked),
        cmocka_unit_test(rules_are_well_formed),
        cmocka_unit_test(overrides_are_converted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
