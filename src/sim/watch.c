/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value that is not finite is looked for where it is made: the first in the order of
 * evaluation whose inputs are finite, of those that a variable, a stock or a delay comes
 * from: what is hidden and not taken may be what it likes. A stock is made by the step
 * before, so its inputs are those of the tick before and, when only a stage of the step
 * failed, those of the stage. */
#include "sim/watch.h"

#include <math.h>
#include <string.h>

static void mark_bad(bool *is_bad, const double *value, int32_t lane_count)
{
    for (int32_t k = 0; k < lane_count; k++)
        is_bad[k] |= !isfinite(value[k]);
}

void gx_watch_lanes(bool *is_bad, const gx_machine *machine, const gx_program *program,
                    const int32_t *cell, int32_t count, int32_t lane_count)
{
    for (int32_t s = 0; s < program->stock_count; s++)
        mark_bad(is_bad, gx_machine_cell(machine, program->stock[s]), lane_count);
    for (int32_t c = 0; c < count; c++)
        mark_bad(is_bad, gx_machine_cell(machine, cell[c]), lane_count);
}

/* ---- delay times ---- */

static bool is_wrong(const gx_flat *flat, const gx_lag *lag, double time)
{
    return !(time >= 0.0) || (time == 0.0 && gx_lag_stages(flat, lag) > 0.0);
}

void gx_watch_waits(bool *is_bad, const gx_machine *machine, const gx_program *program)
{
    const gx_flat *flat = program->flat;
    for (int32_t i = 0; i < flat->lags.count; i++) {
        const double *time = gx_machine_cell(machine, program->lag[i]);
        for (int32_t k = 0; k < gx_machine_lanes(machine); k++)
            is_bad[k] |= is_wrong(flat, &flat->lags.at[i], time[k]);
    }
}

/* The first lane whose delay takes no longer than a step for some stage; -1 for none. */
static int32_t find_short(const gx_machine *machine, int32_t reg, double least,
                          const bool *is_out)
{
    const double *time = gx_machine_cell(machine, reg);
    for (int32_t k = 0; k < gx_machine_lanes(machine); k++)
        if (!is_out[k] && time[k] > 0.0 && time[k] < least * (1.0 - 1e-9))
            return k;
    return -1;
}

void gx_watch_lags(bool *is_settled, const gx_machine *machine, const gx_program *program,
                   const bool *is_out, const gx_clock *clock, gx_diags *ds)
{
    const gx_flat *flat = program->flat;
    bool steps_vary = flat->cells.at[flat->control[GX_CONTROL_TIME_STEP]].varies;
    for (int32_t i = 0; i < flat->lags.count; i++) {
        const gx_lag *lag = &flat->lags.at[i];
        bool varies =
            lag->time->kind == GX_NODE_CELL && flat->cells.at[lag->time->index].varies;
        double stages = gx_lag_stages(flat, lag);
        if (is_settled[i])
            continue;
        int32_t k = find_short(machine, program->lag[i], stages * clock->dt, is_out);
        is_settled[i] = k >= 0 || !(varies || steps_vary);
        if (k >= 0)
            gx_warning(
                ds, GX_CODE_CONTROL, lag->loc,
                "the delay time %g at time %g is shorter than %g time step%s of %g, one "
                "for each stage: the stages swing; lower the order or TIME STEP",
                gx_machine_cell(machine, program->lag[i])[k], gx_clock_now(clock), stages,
                stages == 1.0 ? "" : "s", clock->dt);
        if (k >= 0 && gx_machine_lanes(machine) > 1)
            gx_note(ds, GX_NOWHERE, "in run %d, perhaps in others too",
                    gx_machine_run(machine, k));
    }
}

/* ---- one lane ---- */

struct gx_watch {
    const gx_program *program;
    const gx_flat *flat;
    bool is_later;      /* there was a tick before */
    double time, then;  /* of this tick or stage; of the tick before */
    double *now, *past; /* [cells] */
    bool *counts;       /* [cells] what is bad there is so where it is used, too */
    bool *seen;         /* [cells] printed, and ... */
    bool seen_time;     /* ... Time, and ... */
    int32_t printed;    /* ... how many */
    gx_buf stage;       /* what a stage since the tick before came to, or ""; ... */
    double stage_time;  /* ... and when */
};

/* A value that is not finite though its inputs are. */
typedef struct finding {
    int32_t cell;     /* or a part of it: */
    const char *part; /* GX_TEXT("the net flow of "), or "" */
    double value;
    const gx_node *from; /* what it was made of */
    bool is_kept;        /* made by the step before */
} finding;

gx_watch *gx_watch_new(const gx_program *program, gx_arena *arena, gx_oom oom)
{
    gx_watch *w = GX_NEW(arena, gx_watch);
    int32_t cells = program->flat->cells.count;
    *w = (gx_watch){.program = program,
                    .flat = program->flat,
                    .now = GX_ARRAY(arena, double, cells),
                    .past = GX_ARRAY(arena, double, cells),
                    .counts = GX_ARRAY(arena, bool, cells),
                    .seen = GX_ARRAY(arena, bool, cells)};
    gx_buf_init(&w->stage, oom);
    return w;
}

void gx_watch_free(gx_watch *w)
{
    if (w)
        gx_buf_clear(&w->stage);
}

static void keep(gx_watch *w)
{
    double *past = w->now;
    w->now = w->past;
    w->past = past;
    w->then = w->time;
    w->is_later = true;
    gx_buf_empty(&w->stage);
}

/* ---- finding ---- */

static bool reads_bad(const gx_watch *w, const gx_node *node)
{
    if (node->kind == GX_NODE_CELL && !isfinite(w->now[node->index]))
        return true;
    for (int32_t i = 0; i < node->arg_count; i++)
        if (reads_bad(w, node->arg[i]))
            return true;
    return false;
}

/* The cells a node reads count; true when one did not before. */
static bool count_inputs(gx_watch *w, const gx_node *node)
{
    bool is_new = node->kind == GX_NODE_CELL && !w->counts[node->index];
    if (is_new)
        w->counts[node->index] = true;
    for (int32_t i = 0; i < node->arg_count; i++)
        is_new |= count_inputs(w, node->arg[i]);
    return is_new;
}

static bool count_bulk(gx_watch *w, const gx_bulk *bulk)
{
    bool is_new = false;
    for (int32_t i = 0; i < bulk->in_count; i++)
        is_new |= count_inputs(w, bulk->in[i]);
    for (int32_t i = 0; i < bulk->extra_count; i++)
        is_new |= count_inputs(w, bulk->extra[i]);
    return is_new;
}

/* What stocks and delays take in at this tick. */
static void count_kept(gx_watch *w, const gx_machine *machine)
{
    const gx_program *p = w->program;
    for (int32_t s = 0; s < p->stock_count; s++)
        if (!isfinite(gx_machine_cell(machine, p->flow[s])[0]))
            count_inputs(w, w->flat->cells.at[p->stock[s]].active);
    for (int32_t d = 0; d < p->delays.count; d++) {
        const gx_cell *cell = &w->flat->cells.at[p->delays.at[d].cell];
        if (!isfinite(gx_machine_cell(machine, p->delays.at[d].input)[0]))
            count_inputs(w, cell->active);
        if (!isfinite(gx_machine_cell(machine, p->delays.at[d].time)[0]))
            count_inputs(w, cell->delay);
    }
    for (int32_t i = 0; i < w->flat->lags.count; i++)
        count_inputs(w, w->flat->lags.at[i].time);
}

/* What a cell is made of now; NULL for a result of an array builtin. */
static const gx_node *made_of(const gx_watch *w, const gx_cell *cell)
{
    bool is_kept = cell->kind == GX_CELL_STOCK || cell->kind == GX_CELL_DELAY;
    bool starts = cell->initial && (!cell->active || (is_kept && !w->is_later));
    return starts ? cell->initial : cell->active;
}

/* What a cell that counts reads counts too when the cell is bad. */
static bool count_read(gx_watch *w, int32_t index)
{
    const gx_cell *cell = &w->flat->cells.at[index];
    bool is_kept = cell->kind == GX_CELL_STOCK || cell->kind == GX_CELL_DELAY;
    if (!w->counts[index] || isfinite(w->now[index]) || (is_kept && w->is_later))
        return false;
    if (cell->kind == GX_CELL_ARRAY)
        return count_bulk(w, &w->flat->bulks.at[cell->bulk]);
    return made_of(w, cell) && count_inputs(w, made_of(w, cell));
}

/* Find the cells that count: those with a name, what is kept, and what they read; again
 * where the order at the start is not that of now. */
static void count_cells(gx_watch *w, const gx_machine *machine)
{
    const gx_flat *flat = w->flat;
    bool is_new = true;
    for (int32_t i = 0; i < flat->cells.count; i++) {
        gx_cell_kind kind = flat->cells.at[i].kind;
        w->counts[i] = flat->cells.at[i].element >= 0 || kind == GX_CELL_STOCK ||
                       kind == GX_CELL_DELAY;
    }
    count_kept(w, machine);
    while (is_new) {
        is_new = false;
        for (int32_t i = flat->initial_count - 1; i >= 0; i--)
            is_new |= count_read(w, flat->initial_order[i]);
    }
}

/* An array builtin that made what is bad out of what is not. */
static bool find_array(const gx_watch *w, const gx_bulk *bulk, gx_arena *arena,
                       finding *found)
{
    gx_node *in = GX_ARRAY(arena, gx_node, 3);
    const gx_node **both = GX_ARRAY(arena, const gx_node *, 2);
    in[0] = (gx_node){.kind = GX_NODE_CALL, .arg = bulk->in, .arg_count = bulk->in_count};
    in[1] = (gx_node){
        .kind = GX_NODE_CALL, .arg = bulk->extra, .arg_count = bulk->extra_count};
    in[2] = (gx_node){.kind = GX_NODE_CALL, .arg = both, .arg_count = 2};
    both[0] = &in[0];
    both[1] = &in[1];
    for (int32_t i = 0; i < bulk->out_count; i++) {
        int32_t out = bulk->first_out + i;
        *found = (finding){.cell = out, .part = "", .value = w->now[out], .from = &in[2]};
        if (!isfinite(found->value) && w->counts[out])
            return !reads_bad(w, found->from);
    }
    return false;
}

static void look(gx_watch *w, const gx_machine *machine, double time)
{
    w->time = time;
    for (int32_t i = 0; i < w->flat->cells.count; i++)
        w->now[i] = gx_machine_cell(machine, i)[0];
    count_cells(w, machine);
}

static bool find_cell(const gx_watch *w, gx_arena *arena, finding *found)
{
    for (int32_t i = 0; i < w->flat->initial_count; i++) {
        int32_t index = w->flat->initial_order[i];
        const gx_cell *cell = &w->flat->cells.at[index];
        bool is_kept = cell->kind == GX_CELL_STOCK || cell->kind == GX_CELL_DELAY;
        if (cell->kind == GX_CELL_ARRAY) {
            if (find_array(w, &w->flat->bulks.at[cell->bulk], arena, found))
                return true;
            continue;
        }
        *found = (finding){.cell = index,
                           .part = "",
                           .value = w->now[index],
                           .from = made_of(w, cell),
                           .is_kept = is_kept && w->is_later};
        if (!w->counts[index])
            continue;
        if (!isfinite(found->value) && (found->is_kept || !reads_bad(w, found->from)))
            return true;
    }
    return false;
}

/* A number for what a stock or a delay takes in, when it is not finite. */
static bool find_part(const gx_watch *w, const gx_machine *machine, int32_t reg,
                      finding *found)
{
    found->value = gx_machine_cell(machine, reg)[0];
    return !isfinite(found->value) && !reads_bad(w, found->from);
}

static bool find_flow(const gx_watch *w, const gx_machine *machine, finding *found)
{
    const gx_program *p = w->program;
    for (int32_t s = 0; s < p->stock_count; s++) {
        *found = (finding){.cell = p->stock[s],
                           .part = GX_TEXT("the net flow of "),
                           .from = w->flat->cells.at[p->stock[s]].active};
        if (find_part(w, machine, p->flow[s], found))
            return true;
    }
    return false;
}

static bool find_delayed(const gx_watch *w, const gx_machine *machine, finding *found)
{
    for (int32_t d = 0; d < w->program->delays.count; d++) {
        const gx_delay *delay = &w->program->delays.at[d];
        const gx_cell *cell = &w->flat->cells.at[delay->cell];
        *found = (finding){.cell = delay->cell,
                           .part = GX_TEXT("what goes into "),
                           .from = cell->active};
        if (find_part(w, machine, delay->input, found))
            return true;
    }
    return false;
}

/* How long a delay waits: of some it counts at the start alone. */
static bool find_wait(const gx_watch *w, const gx_machine *machine, finding *found)
{
    for (int32_t d = 0; d < w->program->delays.count; d++) {
        const gx_delay *delay = &w->program->delays.at[d];
        bool is_return = delay->kind == GX_DELAY_RETURN;
        *found = (finding){.cell = delay->cell,
                           .part = is_return ? GX_TEXT("the fiscal period of ")
                                             : GX_TEXT("the delay time of "),
                           .from = w->flat->cells.at[delay->cell].delay};
        bool is_asked = (delay->kind != GX_DELAY_FIXED && !is_return) || !w->is_later;
        if (is_asked && find_part(w, machine, delay->time, found))
            return true;
    }
    return false;
}

/* ---- saying ---- */

static void print_inputs(gx_watch *w, const double *value, const gx_node *node,
                         gx_buf *out);

/* What is hidden is told by what it reads. */
static void print_hidden(gx_watch *w, const double *value, const gx_cell *cell,
                         gx_buf *out)
{
    const gx_bulk *bulk =
        cell->kind == GX_CELL_ARRAY ? &w->flat->bulks.at[cell->bulk] : NULL;
    if (cell->active)
        print_inputs(w, value, cell->active, out);
    for (int32_t i = 0; bulk && i < bulk->in_count; i++)
        print_inputs(w, value, bulk->in[i], out);
    for (int32_t i = 0; bulk && i < bulk->extra_count; i++)
        print_inputs(w, value, bulk->extra[i], out);
}

/* Append `a = 1, b = 0` for the cells a node reads, each once; not more than MOST. */
static void print_inputs(gx_watch *w, const double *value, const gx_node *node,
                         gx_buf *out)
{
    enum { MOST = 16 };
    for (int32_t i = 0; i < node->arg_count; i++)
        print_inputs(w, value, node->arg[i], out);
    if (node->kind == GX_NODE_TIME && !w->seen_time) {
        w->seen_time = true;
        gx_buf_print(out, out->length ? ", Time = " : "Time = ");
        gx_buf_number(out, value == w->past ? w->then : w->time);
    }
    if (node->kind != GX_NODE_CELL || w->seen[node->index])
        return;
    const gx_cell *cell = &w->flat->cells.at[node->index];
    w->seen[node->index] = true;
    if (cell->element < 0) {
        print_hidden(w, value, cell, out);
        return;
    }
    if (w->printed++ >= MOST) {
        gx_buf_print(out, w->printed == MOST + 1 ? ", ..." : "");
        return;
    }
    gx_buf_print(out, out->length ? ", " : "");
    gx_cell_print_name(w->flat, node->index, out);
    gx_buf_print(out, " = ");
    gx_buf_number(out, value[node->index]);
}

/* Append the inputs: those of now or, of what was kept, those of the tick before, the
 * value itself among them. */
static void print_made_from(gx_watch *w, const finding *found, gx_buf *out)
{
    const double *value = found->is_kept ? w->past : w->now;
    const gx_node itself = {.kind = GX_NODE_CELL, .index = found->cell};
    memset(w->seen, 0, (size_t)w->flat->cells.count * sizeof *w->seen);
    w->seen_time = false;
    w->printed = 0;
    if (found->is_kept && w->flat->cells.at[found->cell].kind == GX_CELL_STOCK)
        print_inputs(w, value, &itself, out);
    print_inputs(w, value, found->from, out);
}

/* The name of a cell or, when it is hidden, of the one it is for; the results of an array
 * builtin are for all elements. */
static void print_shown(const gx_watch *w, int32_t index, gx_buf *out)
{
    const gx_cell *cell = &w->flat->cells.at[index];
    if (cell->kind == GX_CELL_ARRAY)
        gx_buf_print(out, "%s", w->flat->model->variables.at[cell->variable].name);
    else
        gx_cell_print_name(w->flat, cell->owner, out);
}

/* The phrase `'x' became inf at time 3`. */
static const char *found_phrase(const gx_watch *w, const finding *found, gx_arena *arena)
{
    const gx_cell *cell = &w->flat->cells.at[found->cell];
    bool is_hidden = cell->element < 0;
    gx_buf name, value, time;
    gx_buf_init(&name, gx_arena_oom(arena));
    gx_buf_init(&value, name.oom);
    gx_buf_init(&time, name.oom);
    print_shown(w, found->cell, &name);
    gx_buf_number(&value, found->value);
    gx_buf_number(&time, w->time);
    const char *phrase =
        gx_phrase(arena, "%-s%-s'%s' became %s at time %s", found->part,
                  !is_hidden                    ? ""
                  : cell->kind == GX_CELL_ARRAY ? GX_TEXT("what this gives for ")
                                                : GX_TEXT("what this keeps for "),
                  name.text, value.text, time.text);
    gx_buf_clear(&name);
    gx_buf_clear(&value);
    gx_buf_clear(&time);
    return phrase;
}

/* The cell of a negative time that a node asks for, or -1. */
static int32_t negative_time(const double *value, const gx_node *node)
{
    bool is_lag = node->kind == GX_NODE_CALL && node->fn == GX_FN_LAG &&
                  node->arg[0]->kind == GX_NODE_CELL;
    int32_t found = is_lag && value[node->arg[0]->index] < 0.0 ? node->arg[0]->index : -1;
    for (int32_t i = 0; i < node->arg_count && found < 0; i++)
        found = negative_time(value, node->arg[i]);
    return found;
}

static gx_err report_time(gx_loc loc, const char *of, const char *name, double value,
                          double now, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_DELAY_TIME, loc,
                    value < 0.0
                        ? GX_TEXT("%-s'%s' is %g at time %g: it cannot be negative")
                        : GX_TEXT("%-s'%s' is %g at time %g: it must be above zero"),
                    of, name, value, now);
}

/* A delay time of this tick that is a number, but none for a delay. */
static gx_err report_lag(gx_watch *w, const gx_machine *machine, gx_diags *ds)
{
    gx_err err = GX_OK;
    for (int32_t i = 0; i < w->flat->lags.count && !err; i++) {
        const gx_lag *lag = &w->flat->lags.at[i];
        double time = gx_machine_cell(machine, w->program->lag[i])[0];
        gx_buf name;
        if (!isfinite(time) || !is_wrong(w->flat, lag, time))
            continue;
        gx_buf_init(&name, ds->oom);
        print_shown(w, lag->owner, &name);
        err = report_time(lag->loc, GX_TEXT("the delay time of "), name.text, time,
                          w->time, ds);
        gx_buf_clear(&name);
    }
    return err;
}

/* Is it a negative time of something else that made the value? Then say so. */
static bool report_negative(gx_watch *w, const finding *found, gx_diags *ds)
{
    const gx_cell *cell = &w->flat->cells.at[found->cell];
    const double *value = found->is_kept ? w->past : w->now;
    int32_t time = negative_time(value, found->from);
    gx_buf name;
    if (time < 0)
        return false;
    gx_buf_init(&name, ds->oom);
    print_shown(w, found->cell, &name);
    report_time(cell->loc, *found->part ? found->part : GX_TEXT("a time taken by "),
                name.text, value[time], found->is_kept ? w->then : w->time, ds);
    gx_buf_clear(&name);
    return true;
}

static gx_err report(gx_watch *w, const finding *found, gx_diags *ds)
{
    gx_buf inputs, then;
    if (report_negative(w, found, ds))
        return gx_diags_outcome(ds);
    gx_buf_init(&inputs, ds->oom);
    gx_buf_init(&then, ds->oom);
    print_made_from(w, found, &inputs);
    gx_buf_number(&then, w->then);
    gx_err err = gx_error(ds, GX_CODE_NOT_FINITE, w->flat->cells.at[found->cell].loc,
                          "%-s", found_phrase(w, found, ds->arena));
    if (found->is_kept && inputs.length)
        gx_note(ds, GX_NOWHERE, "it was made at time %s from %s", then.text, inputs.text);
    else if (found->is_kept)
        gx_note(ds, GX_NOWHERE, "it was made at time %s", then.text);
    else if (inputs.length)
        gx_note(ds, GX_NOWHERE, "it was made from %s", inputs.text);
    if (found->is_kept && w->stage_time != w->then)
        gx_watch_note_stage(w, ds);
    gx_buf_clear(&inputs);
    gx_buf_clear(&then);
    return err;
}

gx_err gx_watch_tick(gx_watch *w, const gx_machine *machine, double now, gx_diags *ds)
{
    finding found;
    look(w, machine, now);
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_err err = report_lag(w, machine, ds);
    bool is_bad =
        !err &&
        ((!w->is_later && find_wait(w, machine, &found)) || find_cell(w, arena, &found) ||
         find_delayed(w, machine, &found) || find_wait(w, machine, &found));
    err = is_bad ? report(w, &found, ds) : err;
    gx_arena_free(arena);
    keep(w);
    return err;
}

void gx_watch_stage(gx_watch *w, const gx_machine *machine, double now)
{
    finding found;
    look(w, machine, now);
    gx_arena *arena = gx_arena_new(w->stage.oom);
    bool is_bad = find_cell(w, arena, &found) || find_flow(w, machine, &found);
    if (is_bad && !found.is_kept) { /* a stage's stocks follow from an earlier stage */
        const char *phrase = found_phrase(w, &found, arena);
        gx_buf inputs;
        gx_buf_init(&inputs, w->stage.oom);
        print_made_from(w, &found, &inputs);
        if (inputs.length)
            phrase = gx_phrase(arena, "%-s from %s", phrase, inputs.text);
        gx_buf_clear(&inputs);
        gx_buf_empty(&w->stage);
        gx_buf_print(&w->stage, "%s", phrase);
        w->stage_time = now;
    }
    gx_arena_free(arena);
}

void gx_watch_note_stage(const gx_watch *w, gx_diags *ds)
{
    if (w->stage.length)
        gx_note(ds, GX_NOWHERE, "within the step %-s", w->stage.text);
}
