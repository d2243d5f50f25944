/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * `X-checks.yaml` as plain data: what a model says must hold of it.
 *
 * Owned by the arena it was read into and const afterwards. Names are as written, with
 * their places (`name`, `name[element]`, `name[*]`, labels); a variable with subscripts
 * and no brackets stands for all its elements. Times are the model's Time.
 */
#ifndef GX_MODEL_CHECKS_H
#define GX_MODEL_CHECKS_H

#include "model/scenario.h"

/** A name in a sum: `land` or `-debt`. */
typedef struct gx_term {
    gx_name name; /* without the sign */
    double sign;  /* 1 or -1 */
} gx_term;

typedef GX_LIST(gx_term) gx_terms;

/** Stocks whose sum only changes by what crosses the boundary. */
typedef struct gx_balance {
    gx_name name;
    gx_name by; /* range whose elements balance apart; not given: one sum */
    gx_terms stocks, inflows, outflows;
} gx_balance;

typedef enum gx_relation {
    GX_RELATION_LESS,     /* value < limit */
    GX_RELATION_MOST,     /* value <= limit */
    GX_RELATION_MORE,     /* value > limit */
    GX_RELATION_LEAST,    /* value >= limit */
    GX_RELATION_EQUAL,    /* |value - limit| <= within * |limit| */
    GX_RELATION_NOT_DOWN, /* never falls */
    GX_RELATION_NOT_UP    /* stops growing */
} gx_relation;

/** One sentence of `expect:`, `output <= 300 亿元 at 2021`. */
typedef struct gx_expectation {
    const char *text; /* as written */
    gx_loc loc;
    gx_name variable;
    gx_relation relation;
    bool is_baseline;   /* the limit is `number` times the value without `given:` */
    gx_quantity limit;  /* a number with unit, or the factor of the baseline */
    double within;      /* GX_RELATION_EQUAL: relative */
    double from, to;    /* times; -INFINITY, INFINITY: always */
    bool after, before; /* `from`, `to` themselves are left out */
} gx_expectation;

/** Settings, and what must hold with them. */
typedef struct gx_condition {
    gx_name name;
    gx_settings given;
    GX_LIST(gx_expectation) expect;
} gx_condition;

/** Half the TIME STEP changes a variable at a time by less than a part of it. */
typedef struct gx_halving {
    gx_name variable;
    double at; /* time */
    gx_name method;
    double tolerance; /* relative */
} gx_halving;

/** A quantity with the range that the literature gives it. */
typedef struct gx_indicator {
    gx_name variable;
    gx_quantity low, high; /* not given: open */
    double from, to;       /* times it is looked at; NaN: all */
    gx_words source;
} gx_indicator;

typedef struct gx_checks {
    gx_name scenarios; /* folder of scenarios that are checked too, resolved against the
                          file's; not given: none */
    GX_LIST(gx_balance) balances;
    bool all_stocks;               /* `non-negative: all stocks` */
    GX_LIST(gx_name) non_negative; /* else these */
    GX_LIST(gx_condition) conditions;
    GX_LIST(gx_halving) halvings;
    GX_LIST(gx_indicator) indicators;
} gx_checks;

#endif
