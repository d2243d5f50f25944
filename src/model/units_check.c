/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the units of each equation agree? Every equation is walked as written, arrays once.
 *
 * A number written out is dimensionless, but 0 and :NA: fit anything, and so do numbers
 * alone: as a whole equation, a starting value, a time (`STEP(1, 5)`), an argument of a
 * macro. What has no units, or was wrong before, fits anything too: one error a cause. */
#include "model/units.h"

#include <stdlib.h>
#include <string.h>

/* A macro being checked: its inputs and variables have units for one call. */
typedef struct frame {
    const gx_macro *macro;
    const gx_unit *input;
    const int32_t *lookup; /* the model's variable that the input is, or -1 */
    const gx_unit *inner;
    gx_loc call;
    int32_t depth;
} frame;

typedef struct checker {
    const gx_model *model;
    gx_units *units;
    gx_arena *arena;
    gx_diags *ds;
    gx_unit *unit;  /* [variables]; of a lookup: what it gives */
    gx_unit *input; /* [variables] what a lookup takes, any when not stated */
    gx_unit time;
    const frame *frame; /* NULL outside macros */
    bool is_lost;       /* macros call themselves: said elsewhere */
    gx_diags *tables;   /* gx_tables_check: where it complains, else NULL */
    int32_t table_count;
} checker;

static gx_unit unit_of(checker *c, const gx_expr *expr);

/* ---- messages ---- */

/* Where a message about an expression stands: inside a macro, at its call. */
static gx_loc place(const checker *c, const gx_expr *expr)
{
    return c->frame ? c->frame->call : expr->loc;
}

static void note_macro(checker *c, const gx_expr *expr)
{
    if (c->frame)
        gx_note(c->ds, expr->loc, "inside the macro '%s'", c->frame->macro->name);
}

/* " (a factor of 10000)" when only the scale differs, else "". */
static const char *scale_text(checker *c, gx_unit_match match, double factor)
{
    if (match != GX_UNIT_SCALED)
        return "";
    return gx_phrase(c->arena, " (a factor of %.6g)",
                     factor < 1.0 ? 1.0 / factor : factor);
}

/* The operand `expr` is in `got`, but must be in `want`; `what` asks for it. */
static bool fits(checker *c, const gx_expr *expr, const gx_unit *got, const gx_unit *want,
                 const char *what)
{
    double factor = 1.0;
    gx_unit_match match = gx_unit_compare(got, want, &factor);
    if (match == GX_UNIT_SAME)
        return true;
    gx_error(c->ds, GX_CODE_UNITS, place(c, expr), "%-s %s, not %s%-s", what,
             gx_unit_text(want, c->arena), gx_unit_text(got, c->arena),
             scale_text(c, match, factor));
    note_macro(c, expr);
    return false;
}

/* ---- numbers ---- */

/* Nothing but numbers and functions of them. */
static bool is_number(const gx_expr *expr)
{
    if (expr->kind == GX_EXPR_NAME ||
        (expr->kind == GX_EXPR_CALL && expr->fn == GX_FN_NONE))
        return false;
    for (int32_t i = 0; i < expr->args.count; i++)
        if (!is_number(expr->args.at[i]))
            return false;
    return true;
}

/* The value of `2`, `-2`, `1/2`. */
static bool literal(const gx_expr *expr, double *value)
{
    double a = 0.0, b = 0.0;
    *value = expr->number;
    if (expr->kind == GX_EXPR_NUMBER)
        return true;
    if (expr->kind != GX_EXPR_CALL || !is_number(expr))
        return false;
    if (expr->fn == GX_FN_NEG && literal(expr->args.at[0], &a))
        *value = -a;
    else if (expr->fn == GX_FN_DIV && literal(expr->args.at[0], &a) &&
             literal(expr->args.at[1], &b) && b != 0.0)
        *value = a / b;
    else
        return false;
    return true;
}

/* ---- rules of builtins ---- */

/* One call: what the letters of its rule stand for. */
typedef struct rule {
    const gx_expr *call;
    gx_unit letter['z' - 'a' + 1];
    const gx_expr *from['z' - 'a' + 1]; /* the argument that says so, or NULL */
    bool is_wrong;
} rule;

/* `a^b`: to the power that the second argument has. */
static gx_unit raised(checker *c, rule *r, const gx_unit *base)
{
    double power = 0.0, factor = 1.0;
    const gx_expr *exponent = r->call->args.at[1];
    if (gx_unit_compare(base, &gx_unit_one, &factor) == GX_UNIT_SAME)
        return *base;
    if (literal(exponent, &power))
        return gx_unit_times(&gx_unit_one, base, power);
    gx_error(c->ds, GX_CODE_UNITS, place(c, exponent),
             "what has a unit (%s) can only be raised to a number written out",
             gx_unit_text(base, c->arena));
    note_macro(c, exponent);
    r->is_wrong = true;
    return gx_unit_any;
}

static gx_unit letter_unit(const checker *c, const rule *r, char letter)
{
    if (letter == '1')
        return gx_unit_one;
    if (letter == 't')
        return c->time;
    return letter >= 'a' && letter <= 'z' && r->from[letter - 'a']
               ? r->letter[letter - 'a']
               : gx_unit_any;
}

/* The unit that a pattern of a rule (`a*t`, `a^0.5`, `1`) stands for. */
static gx_unit pattern_unit(checker *c, rule *r, const char *at, size_t length)
{
    gx_unit unit = gx_unit_one;
    double sign = 1.0;
    for (const char *end = at + length; at < end; at++) {
        gx_unit one = letter_unit(c, r, *at);
        double power = 1.0;
        if (at + 2 < end && at[1] == '^' && at[2] == 'b') {
            one = raised(c, r, &one);
            at += 2;
        } else if (at + 2 < end && at[1] == '^') {
            char *behind = NULL;
            power = strtod(at + 2, &behind);
            at = behind - 1;
        }
        unit = gx_unit_times(&unit, &one, sign * power);
        if (at + 1 < end)
            sign = *++at == '/' ? -1.0 : 1.0;
    }
    return unit;
}

static const char *function_name(const gx_expr *call)
{
    return call->fn == GX_FN_NEG ? "-" : gx_builtins[call->fn].name;
}

/* Two arguments that the rule wants alike. */
static void compare(checker *c, rule *r, char letter, const gx_expr *arg,
                    const gx_unit *unit)
{
    double factor = 1.0;
    const gx_unit *first = &r->letter[letter - 'a'];
    gx_unit_match match = gx_unit_compare(first, unit, &factor);
    if (match == GX_UNIT_SAME)
        return;
    r->is_wrong = true;
    gx_error(c->ds, GX_CODE_UNITS, place(c, arg), "units of '%s' differ: %s and %s%-s",
             function_name(r->call), gx_unit_text(first, c->arena),
             gx_unit_text(unit, c->arena), scale_text(c, match, factor));
    note_macro(c, arg);
    if (!c->frame)
        gx_note(c->ds, r->from[letter - 'a']->loc, "this is in %s",
                gx_unit_text(first, c->arena));
}

static void check_argument(checker *c, rule *r, const gx_expr *arg, const gx_unit *unit,
                           const char *pattern, size_t length)
{
    char letter = *pattern;
    if (letter == '?' || unit->is_any)
        return;
    if (length > 1 || letter == 't' || letter == '1') {
        gx_unit want = pattern_unit(c, r, pattern, length);
        const char *what = gx_phrase(c->arena, "'%s' takes", function_name(r->call));
        r->is_wrong |= !fits(c, arg, unit, &want, what);
    } else if (r->from[letter - 'a']) {
        compare(c, r, letter, arg, unit);
    } else {
        r->letter[letter - 'a'] = *unit;
        r->from[letter - 'a'] = arg;
    }
}

/* What goes into a table is a ratio to a reference, or a time. */
static void check_table(checker *c, const gx_expr *at, const char *name)
{
    double factor = 1.0;
    if (!c->tables || c->frame)
        return;
    gx_unit got = unit_of(c, at);
    c->table_count++;
    if (gx_unit_compare(&got, &gx_unit_one, &factor) != GX_UNIT_SAME &&
        gx_unit_compare(&got, &c->time, &factor) != GX_UNIT_SAME)
        gx_error(c->tables, GX_CODE_CHECK, at->loc,
                 "the table '%s' takes %s: divide it by a reference", name,
                 gx_unit_text(&got, c->arena));
}

static gx_unit builtin_unit(checker *c, const gx_expr *call)
{
    rule r = {.call = call};
    const gx_builtin_row *row = &gx_builtins[call->fn];
    const char *pattern = row->units, *gives = strchr(pattern, '>') + 2;
    gx_unit stated = gx_unit_any;
    if (call->fn == GX_FN_WITHLOOKUP)
        check_table(c, call->args.at[0], row->name);
    for (int32_t i = 0; i < call->args.count && *pattern != '>'; i++) {
        const gx_expr *arg = call->args.at[i];
        size_t length = strcspn(pattern, " ");
        gx_unit unit = unit_of(c, arg);
        bool free = (row->kind == GX_KIND_FORM && i > 0) || *pattern == 't';
        if (free && is_number(arg))
            unit = gx_unit_any;
        check_argument(c, &r, arg, &unit, pattern, length);
        if (length == strlen(gives) && strncmp(pattern, gives, length) == 0 &&
            !unit.is_any)
            stated = unit;
        pattern += length + 1;
    }
    if (r.is_wrong || *gives == '?')
        return gx_unit_any;
    gx_unit unit = pattern_unit(c, &r, gives, strlen(gives));
    return unit.is_any ? stated : unit;
}

/* ---- names, lookups and macros ---- */

static gx_unit name_unit(const checker *c, const gx_expr *ref)
{
    const char *key = ref->key;
    size_t length = strlen(key);
    if (c->frame) {
        const gx_macro *macro = c->frame->macro;
        for (int32_t i = 0; i < macro->inputs.count; i++)
            if (strcmp(macro->inputs.at[i].key, key) == 0)
                return c->frame->input[i];
        int32_t inner = gx_map_find(macro->names, key);
        if (inner >= 0)
            return c->frame->inner[inner];
        if (length && key[length - 1] == '$')
            key = gx_arena_text(c->arena, key, length - 1);
    }
    int32_t v = gx_map_find(c->model->names, key);
    if (v >= 0)
        return c->unit[v];
    if (strcmp(key, "time") == 0)
        return c->time;
    bool is_subscript = gx_map_find(c->model->range_names, key) >= 0 ||
                        gx_map_find(c->model->element_names, key) >= 0;
    return is_subscript ? gx_unit_one : gx_unit_any; /* not defined: said elsewhere */
}

/* The model's lookup that an argument of a macro is, or -1. */
static int32_t lookup_named(const checker *c, const gx_expr *ref)
{
    const gx_macro *macro = c->frame ? c->frame->macro : NULL;
    const char *key = ref->key ? ref->key : "";
    size_t length = strlen(key);
    for (int32_t i = 0; macro && i < macro->inputs.count; i++)
        if (strcmp(macro->inputs.at[i].key, key) == 0)
            return c->frame->lookup[i];
    if (macro && gx_map_find(macro->names, key) >= 0)
        return -1;
    if (macro && length && key[length - 1] == '$')
        key = gx_arena_text(c->arena, key, length - 1);
    int32_t v = gx_map_find(c->model->names, key);
    const gx_variable *var = v >= 0 ? &c->model->variables.at[v] : NULL;
    return var && !var->is_wrong && var->equations.at[0].rhs->kind == GX_EXPR_TABLE ? v
                                                                                    : -1;
}

/* A lookup takes what it states, else what is dimensionless or plain Time. */
static gx_unit lookup_unit(checker *c, const gx_expr *call)
{
    if (call->args.count != 1)
        return gx_unit_any;
    const gx_expr *at = call->args.at[0];
    int32_t v = lookup_named(c, call);
    check_table(c, at, call->name);
    if (v < 0) {
        unit_of(c, at);
        return name_unit(c, call); /* a lookup of the macro */
    }
    gx_unit got = unit_of(c, at), want = c->input[v];
    bool is_time = at->kind == GX_EXPR_NAME && strcmp(at->key, "time") == 0;
    if (want.is_any && !is_time)
        want = gx_unit_one;
    fits(c, at, &got, &want, gx_phrase(c->arena, "the lookup '%s' takes", call->name));
    return c->unit[v];
}

static void check_equation(checker *c, const gx_variable *var, const gx_unit *unit,
                           const gx_expr *rhs);

/* The unit fields of a macro are in terms of its inputs. */
static gx_unit *inner_units(checker *c, const gx_macro *macro, const gx_unit *input)
{
    gx_unit *inner = GX_ARRAY(c->arena, gx_unit, macro->variables.count + 1);
    for (int32_t i = 0; i < macro->inputs.count; i++)
        gx_units_bind(c->units, macro->inputs.at[i].key, &input[i]);
    for (int32_t v = 0; v < macro->variables.count; v++) {
        const gx_variable *var = &macro->variables.at[v];
        if (!*var->units || !gx_unit_parse(&inner[v], var->units, c->units))
            inner[v] = gx_unit_any;
    }
    gx_units_unbind(c->units);
    return inner;
}

/* The names inside a macro for one call; false when the call is wrong or too deep. */
static bool enter_macro(checker *c, frame *inner, const gx_macro *macro,
                        const gx_expr *call)
{
    enum { DEEPEST = 30 };
    gx_unit *input = GX_ARRAY(c->arena, gx_unit, macro->inputs.count + 1);
    int32_t *lookup = GX_ARRAY(c->arena, int32_t, macro->inputs.count + 1);
    for (int32_t i = 0; i < call->args.count; i++) {
        const gx_expr *arg = call->args.at[i];
        gx_unit unit = unit_of(c, arg);
        if (i >= macro->inputs.count)
            continue;
        input[i] = is_number(arg) ? gx_unit_any : unit;
        lookup[i] = arg->kind == GX_EXPR_NAME ? lookup_named(c, arg) : -1;
    }
    *inner = (frame){.macro = macro,
                     .input = input,
                     .lookup = lookup,
                     .inner = inner_units(c, macro, input),
                     .call = c->frame ? c->frame->call : call->loc,
                     .depth = c->frame ? c->frame->depth + 1 : 1};
    c->is_lost |= inner->depth > DEEPEST;
    return !c->is_lost && !macro->is_wrong && call->args.count == macro->inputs.count;
}

static gx_unit macro_unit(checker *c, const gx_macro *macro, const gx_expr *call)
{
    frame inner;
    if (!enter_macro(c, &inner, macro, call))
        return gx_unit_any;
    const frame *outer = c->frame;
    int32_t errors = c->ds->error_count;
    c->frame = &inner;
    for (int32_t v = 0; v < macro->variables.count; v++)
        if (macro->variables.at[v].equations.count && c->ds->error_count == errors)
            check_equation(c, &macro->variables.at[v], &inner.inner[v],
                           macro->variables.at[v].equations.at[0].rhs);
    c->frame = outer;
    return inner.inner[gx_map_find(macro->names, macro->key)];
}

static const gx_macro *macro_of(const checker *c, const gx_expr *call)
{
    return gx_macro_find(c->model, c->frame ? c->frame->macro : NULL, call->key);
}

/* What is wrong in the call itself is said where the call is checked. */
static gx_unit output_unit(checker *c, const gx_expr *output)
{
    const gx_expr *call = output->args.at[0];
    const gx_macro *macro = macro_of(c, call);
    gx_diags *heard = c->ds;
    frame inner;
    if (!macro || output->output >= macro->outputs.count)
        return gx_unit_any;
    c->ds = gx_diags_new(heard->oom);
    bool good = enter_macro(c, &inner, macro, call);
    gx_diags_free(c->ds);
    c->ds = heard;
    int32_t v = gx_map_find(macro->names, macro->outputs.at[output->output].key);
    return good ? inner.inner[v] : gx_unit_any;
}

static gx_unit unit_of(checker *c, const gx_expr *expr)
{
    const double not_available = GX_NA;
    switch (expr->kind) {
    case GX_EXPR_NUMBER:
        return expr->number == 0.0 || expr->number == not_available ? gx_unit_any
                                                                    : gx_unit_one;
    case GX_EXPR_NAME:
        return name_unit(c, expr);
    case GX_EXPR_CALL:
        break;
    case GX_EXPR_OUTPUT:
        return output_unit(c, expr);
    case GX_EXPR_TABLE:
    case GX_EXPR_DATA:
    case GX_EXPR_LIST:
        return gx_unit_any;
    }
    const gx_macro *macro = macro_of(c, expr);
    if (macro)
        return macro_unit(c, macro, expr);
    return expr->fn == GX_FN_NONE ? lookup_unit(c, expr) : builtin_unit(c, expr);
}

/* ---- variables ---- */

/* A stock: its flow and its first value, each on its own. */
static void check_stock(checker *c, const gx_variable *var, const gx_unit *unit,
                        const gx_expr *integ)
{
    const gx_expr *flow = integ->args.at[0], *first = integ->args.at[1];
    gx_unit rate = gx_unit_times(unit, &c->time, -1.0);
    gx_unit got = unit_of(c, flow), start = unit_of(c, first);
    if (!is_number(flow))
        fits(c, flow, &got, &rate,
             gx_phrase(c->arena, "the flow of the stock '%s' must be in", var->name));
    if (!is_number(first))
        fits(c, first, &start, unit,
             gx_phrase(c->arena, "the first value of '%s' must be in", var->name));
}

static void check_equation(checker *c, const gx_variable *var, const gx_unit *unit,
                           const gx_expr *rhs)
{
    if (rhs->kind == GX_EXPR_CALL && rhs->fn == GX_FN_INTEG && rhs->args.count == 2) {
        check_stock(c, var, unit, rhs);
        return;
    }
    gx_unit got = unit_of(c, rhs);
    if (!is_number(rhs))
        fits(c, rhs, &got, unit,
             gx_phrase(c->arena, "the equation of '%s' must be in", var->name));
}

static bool is_output(const gx_variable *var)
{
    return !var->is_wrong && var->equations.at[0].rhs->kind == GX_EXPR_OUTPUT;
}

/* `units`, or `units of the input -> units` of a lookup. */
static void read_units(checker *c, int32_t v, gx_units_report *report)
{
    const gx_variable *var = &c->model->variables.at[v];
    const char *arrow = strstr(var->units, "->"), *gives = arrow ? arrow + 2 : var->units;
    c->unit[v] = gx_unit_any;
    c->input[v] = gx_unit_any;
    bool is_good = !arrow || gx_unit_parse(&c->input[v],
                                           gx_arena_text(c->arena, var->units,
                                                         (size_t)(arrow - var->units)),
                                           c->units);
    if (var->is_wrong) {
        return; /* its units may not have been read */
    } else if (!*var->units && is_output(var)) {
        return; /* it has those of the macro's output */
    } else if (!*var->units) {
        report->without++;
        gx_warning(c->ds, GX_CODE_UNITS, var->loc, "'%s' has no units", var->name);
    } else if (!is_good || !gx_unit_parse(&c->unit[v], gives, c->units)) {
        c->unit[v] = gx_unit_any;
        gx_error(c->ds, GX_CODE_UNITS, var->loc, "the units of '%s' cannot be read: %s",
                 var->name, var->units);
    }
}

/* The unit of TIME STEP is that of Time: the other control parameters share it. */
static void check_controls(checker *c)
{
    static const char *const keys[] = {"initial time", "final time", "saveper"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        int32_t v = gx_map_find(c->model->names, keys[i]);
        double factor = 1.0;
        gx_unit_match match =
            v < 0 ? GX_UNIT_SAME : gx_unit_compare(&c->unit[v], &c->time, &factor);
        if (match != GX_UNIT_SAME)
            gx_error(c->ds, GX_CODE_UNITS, c->model->variables.at[v].loc,
                     "'%s' is in %s, but TIME STEP in %s%-s",
                     c->model->variables.at[v].name, gx_unit_text(&c->unit[v], c->arena),
                     gx_unit_text(&c->time, c->arena), scale_text(c, match, factor));
    }
}

/* Read all units, then walk all equations. */
static void walk(checker *c, gx_units_report *report)
{
    int32_t count = c->model->variables.count;
    *report = (gx_units_report){.variables = count};
    for (int32_t v = 0; v < count; v++)
        read_units(c, v, report);
    int32_t step = gx_map_find(c->model->names, "time step");
    c->time = step >= 0 ? c->unit[step] : gx_unit_any;
    for (int32_t v = 0; v < count; v++)
        if (is_output(&c->model->variables.at[v]) && !*c->model->variables.at[v].units)
            c->unit[v] = unit_of(c, c->model->variables.at[v].equations.at[0].rhs);
    check_controls(c);
    for (int32_t v = 0; v < count; v++) {
        const gx_variable *var = &c->model->variables.at[v];
        for (int32_t e = 0; e < var->equations.count && !var->is_wrong; e++)
            check_equation(c, var, &c->unit[v], var->equations.at[e].rhs);
    }
}

static checker checker_new(const gx_model *model, gx_arena *arena, gx_diags *ds)
{
    return (checker){.model = model,
                     .units = gx_units_new(arena, model, ds),
                     .arena = arena,
                     .ds = ds,
                     .unit = GX_ARRAY(arena, gx_unit, model->variables.count + 1),
                     .input = GX_ARRAY(arena, gx_unit, model->variables.count + 1)};
}

gx_err gx_units_check(gx_units_report *report, const gx_model *model, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t errors = ds->error_count;
    checker c = checker_new(model, arena, ds);
    walk(&c, report);
    report->errors = ds->error_count - errors;
    gx_arena_free(arena);
    return report->errors ? GX_DIFFERENT : GX_OK;
}

gx_err gx_tables_check(gx_units_report *report, const gx_model *model, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    int32_t errors = ds->error_count;
    checker c = checker_new(model, arena, ds);
    c.tables = ds;
    c.ds = gx_diags_new(ds->oom); /* what gx_units_check says is not said again */
    walk(&c, report);
    gx_diags_free(c.ds);
    report->tables = c.table_count;
    report->errors = ds->error_count - errors;
    gx_arena_free(arena);
    return report->errors ? GX_DIFFERENT : GX_OK;
}
