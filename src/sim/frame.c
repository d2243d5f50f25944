/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs as a frame. The time axis is the union of the runs' save times, taken in the order
 * of runs, so that it does not depend on how they were batched; times that only rounding
 * keeps apart are one. */
#include "sim/sim.h"

#include <math.h>

/* ---- the time axis ---- */

typedef struct axis {
    gx_arena *arena; /* of this call */
    int32_t count;
    double *time;          /* [count] rising */
    double gap;            /* smallest from save to save of any run */
    const int32_t **place; /* [run_count] -> [run's count] index into time */
} axis;

/* The place on the axis next to a time, searched upwards from `from`. */
static int32_t nearest(const axis *x, double time, int32_t from)
{
    int32_t i = from;
    while (i + 1 < x->count && fabs(x->time[i + 1] - time) <= fabs(x->time[i] - time))
        i++;
    return i;
}

static bool covers(const axis *x, const gx_trajectory *run)
{
    int32_t i = 0;
    for (int32_t t = 0; t < run->count; t++) {
        i = nearest(x, run->time[t], i);
        if (i >= x->count || x->time[i] != run->time[t])
            return false;
    }
    return true;
}

/* Add the times of a run. Of two that are a rounding error apart the earlier stands,
 * whichever run had it. */
static void unite(axis *x, const gx_trajectory *run)
{
    double *both = GX_ARRAY(x->arena, double, x->count + run->count);
    int32_t i = 0, t = 0, count = 0;
    for (t = 1; t < run->count; t++)
        x->gap = fmin(x->gap, run->time[t] - run->time[t - 1]);
    for (t = 0; i < x->count || t < run->count;) {
        double old = i < x->count ? x->time[i] : HUGE_VAL;
        double own = t < run->count ? run->time[t] : HUGE_VAL;
        bool is_one = fabs(old - own) <= 1e-6 * fmin(x->gap, 1.0);
        both[count++] = fmin(old, own);
        i += is_one || old < own;
        t += is_one || own < old;
    }
    x->time = both;
    x->count = count;
}

static bool goes_along(const gx_trajectory *run, const gx_trajectory *with)
{
    return with && run->time == with->time && run->count <= with->count;
}

static axis axis_of(const gx_trajectory *const *run, int32_t run_count, gx_oom oom)
{
    axis x = {.arena = gx_arena_new(oom), .gap = HUGE_VAL};
    const gx_trajectory *last = NULL;
    x.place = GX_ARRAY(x.arena, const int32_t *, run_count);
    for (int32_t k = 0; k < run_count; k++) {
        if (!goes_along(run[k], last) && !covers(&x, run[k]))
            unite(&x, run[k]);
        last = run[k];
    }
    last = NULL;
    for (int32_t k = 0; k < run_count; k++) {
        bool again = goes_along(run[k], last);
        int32_t *place = again ? NULL : GX_ARRAY(x.arena, int32_t, run[k]->count);
        for (int32_t t = 0; t < run[k]->count && !again; t++)
            place[t] = nearest(&x, run[k]->time[t], t ? place[t - 1] : 0);
        x.place[k] = again ? x.place[k - 1] : place;
        last = again ? last : run[k];
    }
    return x;
}

/* ---- the variables ---- */

typedef struct builder {
    const gx_runs *shape;
    const gx_trajectory *const *run; /* [run_count] */
    int32_t run_count;
    axis axis;
    gx_frame *frame;
    int32_t leading[2]; /* dimensions before the subscripts */
    int32_t leading_count;
} builder;

/* Dimension of a subscript range, made at its first use; a range named `time` or `run`
 * makes way for the frame's own. */
static int32_t range_dim(gx_frame *frame, const gx_range *range)
{
    int32_t leading = gx_frame_find_dim(frame, "time");
    int32_t known = gx_frame_find_dim(frame, range->name);
    const char *name = range->name;
    if (known >= 0 && known <= leading) {
        name = gx_arena_format(frame->arena, "%s subscript", range->name);
        known = gx_frame_find_dim(frame, name);
    }
    if (known >= 0)
        return known;
    const char **labels = GX_ARRAY(frame->arena, const char *, range->elements.count);
    for (int32_t i = 0; i < range->elements.count; i++)
        labels[i] = range->elements.at[i].name;
    return gx_frame_add_dim(frame, name, "", range->elements.count, NULL, labels);
}

/* Turn [time][column][lane] into the variable's [run][time][element]; elements without an
 * equation, and times that a run does not have, stay missing. */
static void fill_column(const builder *b, int32_t column, int32_t elements, double *value)
{
    const gx_runs *shape = b->shape;
    size_t element = (size_t)shape->flat->cells.at[shape->column[column]].element;
    for (int32_t k = 0; k < b->run_count; k++) {
        const gx_trajectory *run = b->run[k];
        size_t at = (size_t)column * (size_t)run->stride + (size_t)run->lane;
        for (int32_t t = 0; t < run->count; t++) {
            size_t row = (size_t)k * (size_t)b->axis.count + (size_t)b->axis.place[k][t];
            value[row * (size_t)elements + element] = run->row[t][at];
        }
    }
}

/* Add the variable whose columns start at `c`; gives the column after its last. */
static int32_t add_var(builder *b, int32_t c)
{
    const gx_runs *shape = b->shape;
    const gx_flat *flat = shape->flat;
    int32_t v = flat->cells.at[shape->column[c]].variable;
    const gx_variable *var = &flat->model->variables.at[v];
    const gx_array *array = &flat->array[v];
    int32_t dims[GX_MAX_DIMS], count = 0;
    for (int32_t i = 0; i < b->leading_count; i++)
        dims[count++] = b->leading[i];
    for (int32_t i = 0; i < array->dim_count; i++)
        dims[count++] = range_dim(b->frame, &flat->model->ranges.at[array->range[i]]);
    int32_t made = gx_frame_add_var(b->frame, var->name, var->units, count, dims);
    gx_var *to = &b->frame->vars.at[made];
    to->title = gx_arena_format(b->frame->arena, "%s", var->doc);
    to->is_steady = true;
    for (; c < shape->column_count && flat->cells.at[shape->column[c]].variable == v;
         c++) {
        fill_column(b, c, array->count, to->value);
        if (flat->cells.at[shape->column[c]].kind != GX_CELL_CONSTANT)
            to->is_steady = false;
    }
    return c;
}

gx_frame *gx_runs_frame(const gx_runs *shape, const gx_trajectory *const *run,
                        int32_t run_count, bool is_study, gx_oom oom)
{
    const gx_flat *flat = shape->flat;
    gx_frame *frame = gx_frame_new(oom);
    builder b = {.shape = shape,
                 .run = run,
                 .run_count = run_count,
                 .axis = axis_of(run, run_count, oom),
                 .frame = frame};
    int32_t step_cell = flat->control[GX_CONTROL_TIME_STEP];
    const char *time_units =
        flat->model->variables.at[flat->cells.at[step_cell].variable].units;
    if (is_study) {
        double *number = GX_ARRAY(frame->arena, double, run_count);
        for (int32_t k = 0; k < run_count; k++)
            number[k] = k;
        b.leading[b.leading_count++] =
            gx_frame_add_dim(frame, "run", "", run_count, number, NULL);
    }
    b.leading[b.leading_count++] =
        gx_frame_add_dim(frame, "time", time_units, b.axis.count, b.axis.time, NULL);
    for (int32_t c = 0; c < shape->column_count;)
        c = add_var(&b, c);
    gx_arena_free(b.axis.arena);
    return frame;
}
