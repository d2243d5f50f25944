/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * Resolving expressions to nodes (internal to model/): expand.c does names and
 * calls, lookups.c lookups, macros.c macros, vectors.c array builtins, and forms.c what
 * else is more than one number out of numbers: sums, memory, chains.
 *
 * Nodes and cells belong to the flat model. A function that gives a node gives NULL after
 * an error, which is in x->ds.
 */
#ifndef GX_MODEL_RESOLVE_H
#define GX_MODEL_RESOLVE_H

#include "model/expand.h"

/* What a name inside a macro stands for. */
typedef struct gx_meaning {
    const gx_node *node; /* NULL: a lookup */
    int32_t table;       /* of a lookup, else -1 */
} gx_meaning;

/* A copy of a macro for one call: what its names mean. */
typedef struct gx_macro_frame {
    const gx_macro *macro;
    gx_meaning *input;    /* [macro->inputs.count] */
    gx_meaning *variable; /* [macro->variables.count]: hidden cells and tables */
    const struct gx_macro_frame *caller; /* NULL: the model */
    const gx_expr *call;
    gx_scope scope; /* of the call */
    bool is_wrong;  /* an error was reported */
} gx_macro_frame;

typedef struct gx_expander {
    gx_flat *flat;
    gx_diags *ds;
    int32_t cell; /* being expanded: hidden cells belong to its variable */
    gx_scope scope;
    const gx_macro_frame *frame; /* NULL outside macros */
    bool is_lost;                /* a macro calls itself: give up the equation */
} gx_expander;

/** A node with room for its arguments, to be filled in. */
gx_node *gx_node_new(gx_expander *x, gx_node_kind kind, int32_t arg_count, gx_loc loc);
const gx_node *gx_node_number(gx_expander *x, double value, gx_loc loc);
const gx_node *gx_node_cell(gx_expander *x, int32_t cell, gx_loc loc);
const gx_node *gx_node_pair(gx_expander *x, gx_builtin fn, const gx_node *a,
                            const gx_node *b, gx_loc loc);

/** Resolve any expression. */
const gx_node *gx_resolve(gx_expander *x, const gx_expr *expr);

/** Resolve all arguments of a call, past errors too; false when one has an error. */
bool gx_resolve_args(gx_expander *x, const gx_expr *call, const gx_node **arg);

/** What is wrong elsewhere stands for not a number here; its arguments are looked at. */
const gx_node *gx_resolve_wrong(gx_expander *x, const gx_expr *ref);

/** Fill a cell from the right-hand side of an equation. */
gx_err gx_fill_cell(gx_expander *x, int32_t cell, const gx_equation *eq,
                    int32_t list_index);

/** A builtin has the arguments it takes; an error when not. */
bool gx_has_arity(gx_expander *x, const gx_expr *call);

/** Where what goes wrong in a run is shown: of what is inside macros at the call. */
gx_loc gx_shown_loc(const gx_expander *x, gx_loc loc);

/** A cell for what an expression keeps to itself. */
int32_t gx_hidden_new(gx_expander *x, gx_loc loc);

/** An expression worked out once: itself when it is a name or number, else a hidden cell.
 */
const gx_node *gx_hidden_share(gx_expander *x, const gx_node *node);

/** The time of a delay: not a number when it is negative. */
const gx_node *gx_node_lag(gx_expander *x, const gx_node *time, double stages,
                           gx_loc loc);

/** INTEG, DELAY FIXED, INITIAL, ACTIVE INITIAL: is it one, fill a cell with it. */
bool gx_has_memory(gx_builtin fn);
bool gx_fill_memory(gx_expander *x, int32_t index, const gx_expr *call);

/** Rewrites a call of a form to a node. */
typedef const gx_node *(*gx_form)(gx_expander *x, const gx_expr *call);

/** The function that rewrites a builtin, or NULL: it has a kernel. */
gx_form gx_form_find(gx_builtin fn);

/**
 * Add the ranges marked with ! in an expression to the scope, once each from `outer` on;
 * not those of a sum inside, which binds its own.
 */
bool gx_bind_reduced(gx_expander *x, const gx_expr *expr, int32_t outer);

/** Is there a `!` in an expression at all, if of a range that nobody knows? */
bool gx_has_mark(const gx_expr *expr);

/** Step the bindings from `first` on to the next combination, last one fastest. */
bool gx_next_combination(gx_expander *x, int32_t first);

/** ALLOCATE AVAILABLE, INVERT MATRIX and other array builtins: a result's cell. */
const gx_node *gx_resolve_array(gx_expander *x, const gx_expr *call);

/** A lookup called; WITH LOOKUP; LOOKUP FORWARD and its kin. */
const gx_node *gx_resolve_lookup(gx_expander *x, const gx_expr *call);
const gx_node *gx_resolve_with_lookup(gx_expander *x, const gx_expr *call);
const gx_node *gx_resolve_lookup_form(gx_expander *x, const gx_expr *call);

/** RANDOM LOOKUP: a uniform number through the inverse of the lookup's area. */
const gx_node *gx_resolve_random_lookup(gx_expander *x, const gx_expr *call);

/** What a data variable's cell is: its series at Time, with points that come later. */
const gx_node *gx_node_data(gx_expander *x, int32_t cell, const gx_expr *expr);

/** GET DATA AT TIME and its kin. */
const gx_node *gx_resolve_data_form(gx_expander *x, const gx_expr *call);

/** CUMULATE and its kin, data made of data. */
const gx_node *gx_resolve_data_made(gx_expander *x, const gx_expr *call);

/** GET TIME VALUE. */
const gx_node *gx_resolve_time_value(gx_expander *x, const gx_expr *call);

/** Report a name that nothing defines; gives NULL. */
const gx_node *gx_undefined(gx_expander *x, const gx_expr *ref);

/** The key of a name in the model: macros reach it by `NAME$`. */
const char *gx_model_key(const gx_expander *x, const gx_expr *ref);

/** Is the expression the name of a lookup; its table, or -1 after an error. */
bool gx_names_lookup(gx_expander *x, const gx_expr *ref);
int32_t gx_table_find(gx_expander *x, const gx_expr *ref);

/** A macro called, and an output of such a call (GX_EXPR_OUTPUT). */
const gx_node *gx_resolve_macro(gx_expander *x, const gx_macro *macro,
                                const gx_expr *call);
const gx_node *gx_resolve_output(gx_expander *x, const gx_expr *output);

/** What a name means inside a macro; false when the macro does not have it. */
bool gx_macro_meaning(gx_meaning *meaning, const gx_macro_frame *frame, const char *key);

/** Add the stages of all chains to the cells. Errors: subscript (too many). */
gx_err gx_chain_expand(gx_flat *flat, gx_diags *ds);

#endif
