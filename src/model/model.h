/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * The model and what is made of it before it can run.
 *
 * gx_model is faithful to the source, with arrays, groups, comments and places; const
 * after reading. gx_flat has a cell for every element of every variable, names resolved,
 * evaluation orders worked out.
 *
 * Each product owns its arena and is freed by one call; gx_flat borrows its gx_model.
 * Times and values are in the model's own units. Passes report errors with places and
 * give the product only when there were none. Nothing here runs or prints (dumps go to a
 * gx_buf).
 */
#ifndef GX_MODEL_MODEL_H
#define GX_MODEL_MODEL_H

#include "base/frame.h"
#include "model/scenario.h"

/* ---- builtins (builtins.def) ---- */

typedef enum gx_builtin {
#define GX_PURE(id, name, units, arguments, kernel, doc)          GX_FN_##id,
#define GX_HELD                                                   GX_PURE
#define GX_VECTOR(id, name, units, arguments, shape, kernel, doc) GX_FN_##id,
#define GX_FORM(id, name, units, least, most, doc)                GX_FN_##id,
#include "model/builtins.def"
    GX_FN_COUNT,
    GX_FN_NONE = -1 /* not a builtin: a lookup variable is called */
} gx_builtin;

typedef enum gx_builtin_kind {
    GX_KIND_PURE,  /* a kernel */
    GX_KIND_HELD,  /* a kernel, evaluated once a tick */
    GX_KIND_DRAW,  /* a held kernel that draws a random number */
    GX_KIND_ARRAY, /* a kernel over an array, with several results */
    GX_KIND_FORM   /* rewritten by expand */
} gx_builtin_kind;

typedef struct gx_builtin_row {
    const char *name;
    gx_builtin_kind kind;
    const char *units;   /* rule, as in builtins.def */
    int32_t least, most; /* arguments */
    const char *shape;   /* GX_KIND_ARRAY: of its arguments, as in builtins.def */
    const char *doc;     /* one line */
} gx_builtin_row;

extern const gx_builtin_row gx_builtins[GX_FN_COUNT];

/** The function of that key (not the operators), or GX_FN_NONE. */
gx_builtin gx_builtin_find(const char *key);

/** Is this a function that the field does not have? A lookup of the model hides it. */
bool gx_builtin_is_own(gx_builtin fn);

/** Why gaoxin does not have a function of the field; NULL when it is none of these. */
const char *gx_builtin_refusal(const char *key);

/** Something written by habit from another language: a row of slips.def. */
typedef struct gx_slip {
    const char *written;
    const char *instead; /* in words, for `for '...' write ...` */
} gx_slip;

/** The slip that `text` begins with, a sign; the one that a key is; the first one in a
 * key at or after byte `*from`, which is set to its place. NULL when there is none. */
const gx_slip *gx_slip_sign(const char *text);
const gx_slip *gx_slip_name(const char *key);
const gx_slip *gx_slip_inside(const char *key, size_t *from);

/** A full-width sign that a name has, or NULL; note it, if there is one. */
const gx_slip *gx_slip_wide(const char *name);
void gx_slip_note(gx_diags *ds, gx_loc loc, const char *name);

/** Warn of a name without quotes, or of units, with a full-width sign that stands between
 * names elsewhere. */
void gx_slip_warn(gx_diags *ds, gx_loc loc, const char *name);
void gx_slip_warn_units(gx_diags *ds, gx_loc loc, const char *units);

/** The function name most like `key` ("did you mean"), or NULL. */
const char *gx_builtin_nearest(const char *key);

/** How tightly an operator binds, 1 (loosest) to 8; 0 for functions. */
int32_t gx_builtin_precedence(gx_builtin fn);

/* ---- expressions as written ---- */

/** `scope`, `phase 1`, or `scope!` inside brackets. */
typedef struct gx_subscript {
    const char *name;
    const char *key;
    gx_loc loc;
    bool is_reduced; /* marked with ! */
} gx_subscript;

typedef GX_LIST(gx_subscript) gx_subscripts;

/** How data is used between its points (the field's keywords). */
typedef enum gx_between {
    GX_BETWEEN_LINE, /* :INTERPOLATE:, the default; held outside the points */
    GX_BETWEEN_HOLD, /* :HOLD BACKWARD:, the point before */
    GX_BETWEEN_LOOK, /* :LOOK FORWARD:, the point after */
    GX_BETWEEN_NONE  /* :RAW:, missing (:NA:) */
} gx_between;

typedef enum gx_expr_kind {
    GX_EXPR_NUMBER, /* number */
    GX_EXPR_NAME,   /* name, subs: a variable, one of its elements, a subscript, Time */
    GX_EXPR_CALL,   /* fn, args; when fn is GX_FN_NONE: name, subs of a lookup, args */
    GX_EXPR_TABLE,  /* points: a lookup written in place */
    GX_EXPR_DATA,   /* between: a data variable, which has no equation */
    GX_EXPR_LIST,   /* args (numbers), row_length: array constants `1,2;3,4;` */
    GX_EXPR_OUTPUT  /* args[0]: a macro called with outputs, of which this is `output` */
} gx_expr_kind;

typedef struct gx_expr gx_expr;
struct gx_expr {
    gx_expr_kind kind;
    gx_builtin fn;
    gx_between between;
    gx_loc loc; /* the whole expression */
    double number;
    const char *name; /* as written */
    const char *key;
    int32_t row_length; /* 0: one row */
    int32_t output;
    gx_subscripts subs;
    GX_LIST(gx_expr *) args;
    GX_LIST(gx_expr *) outputs; /* of a call: names of the variables that take them */
    GX_LIST(gx_point) points;
};

/** Append an expression in the form of the language. */
void gx_expr_print(const gx_expr *expr, gx_buf *out);

/* ---- the model ---- */

/** One `name[subscripts] = ...`; a variable may have several, for parts of its range. */
typedef struct gx_equation {
    gx_loc loc; /* from the name to the end of the right-hand side */
    gx_subscripts subs;
    GX_LIST(gx_subscripts) except; /* of :EXCEPT:, each as many as subs */
    bool is_unchangeable;          /* `==`: scenarios cannot set it */
    gx_expr *rhs;                  /* GX_EXPR_TABLE for a lookup definition */
} gx_equation;

typedef struct gx_variable {
    const char *name; /* as first defined */
    const char *key;
    gx_loc loc; /* of the name */
    GX_LIST(gx_equation) equations;
    const char *units;  /* text before any [range], "" when none */
    const char *limits; /* text of the [low, high] range, "" when none */
    const char *doc;    /* comment with line breaks folded, "" when none */
    int32_t group;      /* index, -1 for none */
    bool is_wrong;      /* an equation could not be read: no use of it is judged */
} gx_variable;

typedef GX_LIST(gx_variable) gx_variables;

typedef struct gx_element {
    const char *name;
    const char *key;
    gx_loc loc;
} gx_element;

/**
 * `A: a1, a2 -> B` or `-> (B: b2, b1)`: where A stands on the right and B on the left,
 * the i-th element of A goes with the i-th of `elements`, or of B when there are none.
 * One of `elements` may be a range: its elements all go with that of A.
 */
typedef struct gx_mapping {
    gx_element to;                /* the range B */
    GX_LIST(gx_element) elements; /* as many as the range has, or none */
} gx_mapping;

/** A subscript range and its elements in order. */
typedef struct gx_range {
    const char *name;
    const char *key;
    gx_loc loc;
    GX_LIST(gx_element) elements; /* ranges among them are replaced by their elements */
    GX_LIST(gx_mapping) mappings;
    gx_map *places; /* key -> index in elements; NULL until the ranges are settled */
    bool is_wrong;  /* it could not be read: it may lack elements */
} gx_range;

typedef struct gx_group {
    const char *name;
    const char *doc;
    gx_loc loc;
} gx_group;

/**
 * `:MACRO: NAME(a, b : c, d)`: a function that is a model. Its value is its variable
 * NAME; a call `NAME(x, y : u, v)` also defines the variables u and v, as its c and d.
 */
typedef struct gx_macro {
    const char *name;
    const char *key;
    gx_loc loc;
    GX_LIST(gx_element) inputs;
    GX_LIST(gx_element) outputs;
    gx_variables variables; /* one equation each, without subscripts */
    gx_map *names;          /* key -> variable of the macro */
    int32_t hides;          /* the library's macro of the same name, -1 for none */
    bool is_wrong;          /* it could not be read: calls of it are not judged */
} gx_macro;

typedef struct gx_model {
    gx_arena *arena;
    int32_t file;        /* its source */
    int32_t stdlib_file; /* source of the standard library's macros, -1 for none */
    GX_LIST(gx_group) groups;
    GX_LIST(gx_range) ranges;
    GX_LIST(gx_macro) macros;
    gx_variables variables; /* in the order of the source */
    gx_map *names;          /* key -> variable */
    gx_map *macro_names;    /* key -> macro; the model's hide the library's */
    gx_map *range_names;    /* key -> range */
    gx_map *element_names;  /* key -> largest range that has the element */
    gx_map *rivals;         /* key -> range, not part of that, where its number differs */
    gx_loc sketch;          /* everything after the equations, kept as it is */
    bool has_errors;        /* only good for finding more of them */
    bool lacks_names;       /* an entry has no name to be known by */
    bool lacks_elements;    /* a range could not be read */
} gx_model;

gx_model *gx_model_new(int32_t file, gx_oom oom);
void gx_model_free(gx_model *model);

/** The variable whose name is most like `key`, as it is spelled, or NULL. */
const char *gx_model_nearest(const gx_model *model, const char *key);

/**
 * The macro that a call of `key` (NULL: none) means inside `inside` (NULL: in the model),
 * or NULL. What is defined there as a lookup is called rather than a macro of its name.
 */
const gx_macro *gx_macro_find(const gx_model *model, const gx_macro *inside,
                              const char *key);

void gx_model_print(const gx_model *model, gx_buf *out);

/** Index of an element in a range by key, or -1. */
int32_t gx_range_find(const gx_range *range, const char *key);

/**
 * Which variables an equation or the run reads: [variables.count], in the arena. An
 * equation that reads its own variable counts.
 */
bool *gx_model_read(const gx_model *model, gx_arena *arena);

/* ---- the flat model ---- */

/* What a model may come to when it is expanded; errors name the limit. A build may set
 * smaller ones (the fuzz targets do). */
#ifndef GX_MOST_CELLS
#define GX_MOST_CELLS 1000000 /* elements and hidden cells */
#endif
#ifndef GX_MOST_NODES
#define GX_MOST_NODES 4000000 /* numbers, names and calls in all expressions */
#endif
enum { GX_MOST_ELEMENTS = 10000 }; /* of a subscript range */

/**
 * A lookup: y over a rising x; linear between points, held at the ends. Or data over
 * time: then its points come from a table of data (gx_flat_data).
 */
typedef struct gx_table {
    const char *name; /* lookup variable and element, or the variable that holds it */
    gx_loc loc;
    int32_t count;
    const gx_point *point; /* [count] */
    bool is_own; /* of one cell's equation (WITH LOOKUP, data), no lookup variable's */
    bool is_data;
    gx_between between; /* data only */
} gx_table;

#define GX_NA (-0x1p109) /* Vensim's :NA: is a number, not a NaN */

enum { GX_MAX_ARGUMENTS = 7 }; /* of a builtin with a kernel */

typedef enum gx_node_kind {
    GX_NODE_NUMBER, /* number */
    GX_NODE_CELL,   /* index: a cell */
    GX_NODE_TIME,   /* Time */
    GX_NODE_CALL,   /* fn (with a kernel, or SUM and its kin), arg[0 .. arg_count - 1];
                       index: its stream, if any */
    GX_NODE_TABLE   /* index: a table, at arg[0] */
} gx_node_kind;

/** A resolved scalar expression. */
typedef struct gx_node gx_node;
struct gx_node {
    gx_node_kind kind;
    gx_builtin fn;
    gx_loc loc;
    int32_t index;
    int32_t arg_count;
    double number;
    const gx_node **arg; /* [arg_count] */
};

typedef enum gx_cell_kind {
    GX_CELL_CONSTANT,  /* active: one literal number; the only kind a scenario can set */
    GX_CELL_AUXILIARY, /* active; initial when it differs (ACTIVE INITIAL) */
    GX_CELL_STOCK,     /* active: net flow; initial: first value */
    GX_CELL_INITIAL,   /* initial: a value taken at the start and kept */
    GX_CELL_DELAY,     /* active: input; delay: how long; initial: output until then;
                          missing: output where nothing comes out (material only); of
                          a rate of return active: payments, delay: fiscal period,
                          missing: another payment, when: its time */
    GX_CELL_ARRAY,     /* a result of flat->bulks[bulk] */
    GX_CELL_NONE       /* an element without an equation: nothing may read it */
} gx_cell_kind;

/** What comes out of a pure delay. */
typedef enum gx_delay_kind {
    GX_DELAY_FIXED,       /* by the delay time at the start */
    GX_DELAY_INFORMATION, /* by the one each input met: the latest input that is due */
    GX_DELAY_MATERIAL,    /* likewise: all that fall due at the tick, together */
    GX_DELAY_RETURN       /* the rate of return of all that came in */
} gx_delay_kind;

/** One element of one variable, or a hidden state a form inside an expression needs. */
typedef struct gx_cell {
    gx_cell_kind kind;
    int32_t variable;  /* index into model->variables */
    int32_t element;   /* row-major within the variable; -1 for a hidden cell */
    int32_t owner;     /* of a hidden cell the one with a name it is for, else itself */
    const char *inner; /* its name inside a macro, or NULL */
    gx_loc loc;
    const gx_node *active;
    const gx_node *initial; /* NULL: the active one */
    const gx_node *delay;   /* GX_CELL_DELAY only, as the next three */
    const gx_node *missing, *when;
    gx_delay_kind delay_kind;
    int32_t bulk;          /* GX_CELL_ARRAY only */
    const char *why_fixed; /* why a scenario cannot set this constant, or NULL */
    bool varies;           /* changes after the start (found by order) */
} gx_cell;

/** A call of an array builtin: all numbers of its arrays in a row, then cells out. */
typedef struct gx_bulk {
    gx_builtin fn;
    const gx_expr *call; /* the source, and ... */
    int32_t outer[16];   /* ... the elements of the subscripts left alone ... */
    int32_t outer_count; /* ... tell which call this is */
    int32_t in_count, extra_count, out_count;
    const gx_node **in;    /* [in_count] arrays one after the other, each row-major */
    const gx_node **extra; /* [extra_count] arguments that are one number */
    int32_t first_out;     /* cells first_out .. first_out + out_count - 1 */
} gx_bulk;

/** DELAY N or SMOOTH N: `stages` stocks in a row. */
typedef struct gx_chain {
    bool is_delay;
    gx_loc loc;
    int32_t cell; /* what comes out */
    const gx_node *input, *time, *initial;
    const gx_node *order; /* how many stages there should be, at the start of a run */
    int32_t stages;       /* how many there are: the order when it is a literal, else 1
                             until gx_flat_reorder */
} gx_chain;

/** A delay time that counts at every tick. It cannot be negative; where stocks pass
 * something on, each takes its part, which is above 0 and should not be shorter than a
 * fixed step. */
typedef struct gx_lag {
    gx_loc loc;
    int32_t owner;       /* the cell with a name that it is for */
    const gx_node *time; /* a cell or a number */
    double stages;       /* 0 for a delay without stocks */
    int32_t chain;       /* whose stages they are; -1: none's */
} gx_lag;

/** A variable's place among the cells. */
typedef struct gx_array {
    int32_t first; /* first cell; -1 for a lookup variable */
    int32_t count; /* elements, 1 for a scalar */
    int32_t dim_count;
    int32_t range[8];    /* model->ranges, outermost first */
    int32_t first_table; /* lookup variables: table of element 0; else -1 */
    bool is_wrong;       /* its equation or shape is: it has no cells, uses are passed */
} gx_array;

typedef enum gx_control {
    GX_CONTROL_INITIAL_TIME,
    GX_CONTROL_FINAL_TIME,
    GX_CONTROL_TIME_STEP,
    GX_CONTROL_SAVEPER,
    GX_CONTROL_COUNT
} gx_control;

typedef struct gx_flat {
    gx_arena *arena;
    const gx_model *model;  /* borrowed */
    gx_array *array;        /* [model->variables.count] */
    GX_LIST(gx_cell) cells; /* elements of a variable stand together */
    GX_LIST(gx_table) tables;
    gx_map *series; /* tables of data, by their use between points and name; or NULL */
    GX_LIST(gx_bulk) bulks;
    GX_LIST(gx_chain) chains;
    GX_LIST(gx_lag) lags;
    int32_t plain_count; /* cells before those of the chains' stages */
    GX_LIST(struct gx_macro_frame *) copies; /* of macros called with outputs */
    GX_LIST(const gx_expr *) apart;          /* comparisons that were warned of */
    int32_t node_count;                      /* made so far, against GX_MOST_NODES */
    int32_t draw_count;                      /* places that draw random numbers */
    int32_t control[GX_CONTROL_COUNT];       /* cells */
    int32_t *initial_order; /* [initial_count] cells, each after what it needs */
    int32_t initial_count;  /* = cells.count */
    int32_t *active_order;  /* [active_count] auxiliaries that vary, in order */
    int32_t active_count;
} gx_flat;

/**
 * Expand a model: resolve names, subscripts and forms into cells, then order them. Cycles
 * are errors that print the path that closes them. What is wrong is left out and the rest
 * looked through, a model that was read with errors too. `*flat` is given after errors as
 * well, but only for gx_override_resolve, which looks for more of them.
 */
gx_err gx_flat_build(gx_flat **flat, const gx_model *model, gx_diags *ds);
void gx_flat_free(gx_flat *flat);

/** How many stages a lag has. */
double gx_lag_stages(const gx_flat *flat, const gx_lag *lag);

/** The order that a value is, a whole number from 1 to 1000. Errors: arguments. */
gx_err gx_chain_order(const gx_chain *chain, double value, int32_t *order, gx_diags *ds);

/**
 * The same model with `order` ([chains.count]) stages in its chains. Named cells and
 * tables keep their numbers. Borrows `flat`, which must outlive it. Errors: subscript
 * (too many cells).
 */
gx_err gx_flat_reorder(gx_flat **made, const gx_flat *flat, const int32_t *order,
                       gx_diags *ds);

/**
 * Give the data variables their points: the first table that has a series of the name
 * (`name` or `name[sub1,sub2]`) wins; missing values are left out. Tables are frames over
 * time. Errors: table; undefined-name for data that no table has, unless it `may_lack`.
 */
gx_err gx_flat_data(gx_flat *flat, const gx_frame *const *tables, int32_t table_count,
                    bool may_lack, gx_diags *ds);

/** Append the cells and tables, or the orders. */
void gx_flat_print(const gx_flat *flat, gx_buf *out);
void gx_flat_print_order(const gx_flat *flat, gx_buf *out);
void gx_node_print(const gx_flat *flat, const gx_node *node, gx_buf *out);

/** The cell's name as a table column has it: `name` or `name[sub1,sub2]`. */
void gx_cell_print_name(const gx_flat *flat, int32_t cell, gx_buf *out);

/** The same, owned by the arena. */
const char *gx_cell_name(const gx_flat *flat, int32_t cell, gx_arena *arena, gx_oom oom);

/** Fill the evaluation orders of a flat model whose cells are complete (part of build).
 */
gx_err gx_flat_order(gx_flat *flat, gx_diags *ds);

/** A cell in a sum. */
typedef struct gx_signed_cell {
    int32_t cell;
    double sign; /* 1 or -1 */
} gx_signed_cell;

/**
 * Add a hidden stock that starts at 0 and integrates a signed sum of cells; gives its
 * cell. gx_flat_order must follow. A gx_program made before does not have it.
 */
int32_t gx_flat_add_integral(gx_flat *flat, const gx_signed_cell *flow,
                             int32_t flow_count, gx_loc loc, gx_diags *ds);

/* ---- overrides ---- */

/** A number that replaces a cell's equation. */
typedef struct gx_override {
    int32_t cell;
    double value; /* in the variable's units */
} gx_override;

/** Points that replace a lookup's or data's; the last of a table holds. */
typedef struct gx_table_override {
    int32_t table;
    int32_t count;
    const gx_point *point; /* [count] rising x */
    int32_t changed;       /* the one point that was set, -1 for all */
    int32_t variable;
} gx_table_override;

typedef struct gx_overrides {
    GX_LIST(gx_override) list;
    GX_LIST(gx_table_override) tables;
} gx_overrides;

/**
 * Resolve settings (`name`, `name[element]`, `name[*]`, labels as names) against a flat
 * model and add them to `overrides`; a later setting of a cell replaces an earlier one.
 * Values are converted from their units to the variable's (model/units.h). A lookup, a
 * WITH LOOKUP and data take points; `name(x)` is the one they have at x. What is none of
 * these and no literal constant is refused, naming what it depends on.
 */
gx_err gx_override_resolve(gx_overrides *overrides, const gx_flat *flat,
                           const gx_setting *setting, int32_t setting_count,
                           const gx_labels *labels, gx_arena *arena, gx_diags *ds);

/**
 * The factor from the units of a quantity to those of a variable; no units written are
 * the variable's own, no units of the variable dimensionless. Errors: value.
 */
gx_err gx_quantity_factor(double *factor, const gx_quantity *q, const gx_flat *flat,
                          int32_t variable, gx_arena *arena, gx_diags *ds);

/** Has all data points, if only by overrides? Errors: undefined-name. */
gx_err gx_override_check_data(const gx_overrides *overrides, const gx_flat *flat,
                              gx_diags *ds);

/** The points a table has with overrides: those of the flat model or set ones. */
gx_table gx_override_table(const gx_overrides *overrides, const gx_flat *flat,
                           int32_t table);

/**
 * A point of a table as an input of gx_compile: the cells come first, then the points of
 * all tables with these overrides.
 */
int32_t gx_override_point(const gx_overrides *overrides, const gx_flat *flat,
                          int32_t table, int32_t point);

/** The number a constant or overridden cell has. */
double gx_override_value(const gx_overrides *overrides, const gx_flat *flat,
                         int32_t cell);

/** Add all overrides of `from` (or none, when NULL) to an empty `to`. */
void gx_overrides_copy(gx_overrides *to, const gx_overrides *from, gx_arena *arena);

/** Override a cell, replacing an earlier override of it. */
void gx_override_set(gx_overrides *overrides, gx_arena *arena, int32_t cell,
                     double value);

/**
 * Override a control parameter by a quantity of `run:` or of an option, when it is given.
 * Its units are converted to those of the parameter. Errors: value.
 */
gx_err gx_override_control(gx_overrides *overrides, const gx_flat *flat,
                           gx_control control, const gx_quantity *quantity,
                           gx_arena *arena, gx_diags *ds);

#endif
