/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random models out of bytes: every choice takes one byte, no bytes means the first
 * choice. Constants, lookups, auxiliaries that read what stands before them, stocks that
 * read anything; scalars and arrays over r and (r, s). Builtins come from the table, so a
 * new row takes part by itself. A model may still be refused (a cycle among initial
 * values). */
#ifndef GX_TESTS_GENERATE_H
#define GX_TESTS_GENERATE_H

#include "model/model.h"

typedef struct generator {
    const uint8_t *bytes;
    size_t left;
    gx_buf *out;
    int32_t auxiliaries; /* that may be read: a0, a1 ...; odd ones are arrays over r */
    bool stocks;         /* may be read: s0 .. s3, odd ones arrays */
    int32_t shape;       /* subscripts at hand: 0 none, 1 r, 2 also s */
} generator;

static inline int32_t generate_choice(generator *g, int32_t count)
{
    uint8_t byte = 0;
    if (g->left) {
        byte = *g->bytes++;
        g->left--;
    }
    return byte % count;
}

static inline void generate_number(generator *g)
{
    static const char *const numbers[] = {"1",   "0",   "2",   "0.5",   "3",
                                          "10",  "0.1", "-1",  "1e-7",  "-0.25",
                                          "7.3", "100", "1e6", "0.3333"};
    gx_buf_print(g->out, "%s",
                 numbers[generate_choice(g, sizeof numbers / sizeof *numbers)]);
}

/* `[r]`, or one element when no subscript is at hand. */
static inline void generate_subscript(generator *g)
{
    static const char *const elements[] = {"a", "b", "c"};
    if (g->shape && generate_choice(g, 4))
        gx_buf_print(g->out, "[r]");
    else
        gx_buf_print(g->out, "[%s]", elements[generate_choice(g, 3)]);
}

static inline void generate_name(generator *g)
{
    int32_t i = generate_choice(g, 4);
    switch (generate_choice(g, 5)) {
    case 0:
        gx_buf_print(g->out, "k%d", i);
        break;
    case 1:
        gx_buf_print(g->out, "v");
        generate_subscript(g);
        break;
    case 2:
        gx_buf_print(g->out, "%s", i ? "Time" : g->shape == 2 ? "m[r,s]" : "m[b,e]");
        break;
    case 3:
        i = g->auxiliaries ? generate_choice(g, g->auxiliaries) : -1;
        gx_buf_print(g->out, i < 0 ? "k0" : "a%d", i);
        if (i >= 0 && i % 2)
            generate_subscript(g);
        break;
    default:
        gx_buf_print(g->out, g->stocks ? "s%d" : "k%d", i);
        if (g->stocks && i % 2)
            generate_subscript(g);
        break;
    }
}

static inline void generate_expr(generator *g, int32_t depth);

/* Forms and library macros, with what they may stand around. */
static inline void generate_form(generator *g, int32_t depth)
{
    static const struct {
        const char *before, *after;
    } forms[] = {
        {"f(", ")"},
        {"LOOKUP FORWARD(f,", ")"},
        {"LOOKUP BACKWARD(f,", ")"},
        {"LOOKUP EXTRAPOLATE(f,", ")"},
        {"LOOKUP SLOPE(f,", ",k0)"},
        {"LOOKUP AREA(f,k1,", ")"},
        {"LOOKUP INVERT(f,", ")"},
        {"u*(", ")"},
        {"GET DATA AT TIME(u,", ")"},
        {"GET DATA BETWEEN TIMES(u,", ",k0)"},
        {"GET DATA MAX(u,k0,", ")"},
        {"GET DATA MEAN(u,k0,", ")"},
        {"GET DATA MIN(u,k0,", ")"},
        {"GET DATA FIRST TIME(u)+GET DATA LAST TIME(u)-GET DATA TOTAL POINTS(u)*(", ")"},
        {"CUMULATE(u)-CUMULATEF(u)*(", ")"},
        {"TIME SHIFT(u,", ")"},
        {"GET TIME VALUE(1,", ",0)-GET TIME VALUE(0,k1,3)"},
        {"DELAY INFORMATION(", ",k1+SIN(Time),k2)"},
        {"DELAY MATERIAL(", ",k1+SIN(Time*k0),k2,k3)"},
        {"VECTOR SELECT(v[r!],m[r!,d]*(", "),k0,4,0)"},
        {"VECTOR SELECT(m[a,s!]-1,w[a,s!]+", ",9,7,0)"},
        {"VECTOR ELM MAP(v[b],", ")"},
        {"VECTOR LOOKUP(v[a],", ",0,4,k3)"},
        {"MARKETP(v[a],z[a],3,2,", ")"},
        {"DEMAND AT PRICE(", ",g[b,p1],k1)"},
        {"SUPPLY AT PRICE(", ",g[a,p1],k1)"},
        {"FIND MARKET PRICE(v[a],g[a,p1],z[a],g[a,p1])+(", ")"},
        {"WITH LOOKUP(", ",((-1,3),(0,1),(0.5,-2),(4,8)))"},
        {"DELAY FIXED(", ",k1,k2)"},
        {"DELAY FIXED(", ",1,0)"},
        {"DELAY N(", ",2,k0,3)"},
        {"SMOOTH N(", ",k3,k1,2)"},
        {"INITIAL(", ")"},
        {"ACTIVE INITIAL(", ",k2)"},
        {"SUM(v[r!]*", ")"},
        {"PROD(m[a,s!]+", ")"},
        {"VMIN(v[p!]-", ")"},
        {"VMAX(m[r!,s!]/", ")"},
        {"ELMCOUNT(r)*(", ")"},
        {"SMOOTH(", ",2)"},
        {"DELAY3(", ",2)"},
        {"SAMPLE IF TRUE(Time<2,", ",k0)"},
        {"TREND(", ",3,0.1)"},
    };
    int32_t i = generate_choice(g, sizeof forms / sizeof *forms), shape = g->shape;
    gx_buf_print(g->out, "%s", forms[i].before);
    generate_expr(g, depth + 1);
    gx_buf_print(g->out, "%s", forms[i].after);
    g->shape = shape;
}

static inline void generate_call(generator *g, int32_t depth)
{
    gx_builtin fn = generate_choice(g, GX_FN_COUNT);
    const gx_builtin_row *row = &gx_builtins[fn];
    bool binary = gx_builtin_precedence(fn) && row->least == 2;
    if (row->kind != GX_KIND_PURE && row->kind != GX_KIND_HELD) {
        generate_form(g, depth);
        return;
    }
    gx_buf_print(g->out, binary ? "(" : "%s(", fn == GX_FN_NEG ? "-" : row->name);
    for (int32_t i = 0; i < row->least; i++) {
        if (i)
            gx_buf_print(g->out, binary ? " %s " : ",", row->name);
        generate_expr(g, depth + 1);
    }
    gx_buf_print(g->out, ")");
}

static inline void generate_expr(generator *g, int32_t depth)
{
    enum { DEEPEST = 5 };
    int32_t what = generate_choice(g, 8);
    if (depth > DEEPEST || what < 3)
        generate_name(g);
    else if (what == 3)
        generate_number(g);
    else
        generate_call(g, depth);
}

static inline void generate_auxiliary(generator *g, int32_t i)
{
    static const char *const vectors[] = {"VECTOR SORT ORDER(v[r],k0)",
                                          "VECTOR RANK(v[r],-1)",
                                          "VECTOR REORDER(w[r,d],VECTOR RANK(z[r],k0)-1)",
                                          "ALLOCATE BY PRIORITY(v[r],z[r],3,2,k1+Time)",
                                          "ALLOCATE AVAILABLE(v[r],g[r,p1],k1+Time)"};
    bool array = i % 2;
    g->shape = array;
    gx_buf_print(g->out, array ? "a%d[r] = " : "a%d = ", i);
    if (array && !generate_choice(g, 8))
        gx_buf_print(g->out, "%s",
                     vectors[generate_choice(g, sizeof vectors / sizeof *vectors)]);
    else
        generate_expr(g, 0);
    gx_buf_print(g->out, " ~~|\n");
    g->auxiliaries = i + 1;
}

/* Append a model: 0 to `ticks` by a step the bytes choose. */
static inline void generate_model(const uint8_t *bytes, size_t count, gx_buf *out)
{
    static const char *const steps[] = {"1", "0.5", "0.25", "0.1"};
    generator g = {.bytes = bytes, .left = count, .out = out, .stocks = true};
    int32_t auxiliaries = 1 + generate_choice(&g, 8);
    gx_buf_print(out,
                 "TIME STEP = %s ~~|\nINITIAL TIME = %s ~~|\nFINAL TIME = 4 ~~|\n"
                 "r: a, b, c ~~|\np: b, c ~~|\ns: d, e ~~|\nt <-> r ~~|\n",
                 steps[generate_choice(&g, 4)], generate_choice(&g, 2) ? "-1.5" : "0");
    for (int32_t i = 0; i < 4; i++) {
        gx_buf_print(out, "k%d = ", i);
        generate_number(&g);
        gx_buf_print(out, " ~~|\n");
    }
    gx_buf_print(out, "v[r] = 3, 1, 2 ~~|\nm[r,s] = 1,-2;0.5,4;3,0; ~~|\n"
                      "f((-2,5),(0,1),(1,0.25),(3,-1),(9,9)) ~~|\n"
                      "u ~~|\n pr: p1,p2,p3,p4 ~~|\nz[r] = v[r] + Time * k0 ~~|\n"
                      "g[r,pr] = 1,3,1,0;3,2,2,0;4,1,0.5,0; ~~|\n"
                      "w[r,s] = m[r,s] * v[r] + Time ~~|\n"
                      "q[r,t] = IF THEN ELSE(r = t, 2 + k0, v[r] + Time) ~~|\n"
                      "qi[r,t] = INVERT MATRIX(q[r,t], 3) ~~|\n");
    for (int32_t i = 0; i < auxiliaries; i++)
        generate_auxiliary(&g, i);
    for (int32_t i = 0; i < 4; i++) {
        g.shape = i % 2;
        gx_buf_print(out, "s%d%s = INTEG(", i, i % 2 ? "[r]" : "");
        generate_expr(&g, 0);
        gx_buf_print(out, ",%s) ~~|\n", i % 2 ? "v[r]" : "k1");
    }
}

#endif
