/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When enough runs are there. It is asked at one chunk of each replicate, at two, at four
 * and so on, and what is answered follows from the sums of those chunks in their order:
 * whoever made them, and whatever was made beyond, the sweep ends at the same run. */
#include "sweep/statistics.h"

#include "sweep/resolve.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

/* ---- what the study says ---- */

/* `sobol` or `sobol total-order index`: a statistic of the study, and which of its
 * numbers (-1: all). */
static gx_err find_statistic(gx_sweep_stop *stop, const gx_sweep_making *m, gx_name name)
{
    const gx_sweep *s = m->s;
    for (int32_t i = 0; i < s->statistics.count; i++) {
        const gx_estimator *e = s->statistics.at[i].estimator;
        size_t length = strlen(e->name);
        if (strncmp(name.text, e->name, length) != 0)
            continue;
        stop->statistic = i;
        stop->which = -1;
        if (!name.text[length])
            return GX_OK;
        for (int32_t w = 0; w < GX_MOST_STATISTICS && e->statistic[w].name; w++)
            if (name.text[length] == ' ' &&
                strcmp(e->statistic[w].name, name.text + length + 1) == 0) {
                stop->which = w;
                return GX_OK;
            }
    }
    gx_err err = gx_error(m->ds, GX_CODE_VALUE, name.loc,
                          "'%s' is no statistic of this study", name.text);
    gx_note(m->ds, GX_NOWHERE,
            "give one of 'statistics', or one of its numbers, as in "
            "'moments mean'");
    return err;
}

/* Numbers in the unit of the output and shares have no half-width in common. */
static const char *fault_of(const gx_sweep *s, const gx_sweep_stop *stop)
{
    const gx_estimator *e = s->statistics.at[stop->statistic].estimator;
    if (!e->add)
        return GX_TEXT("is worked out from stored runs: a sweep stops by sums");
    for (int32_t w = 1; w < GX_MOST_STATISTICS && e->statistic[w].name; w++)
        if (stop->which < 0 && e->statistic[w].is_output != e->statistic[0].is_output)
            return GX_TEXT(
                "has numbers of several units: name one, as in 'moments mean'");
    if (s->sample.sampling.replicates < 2)
        return GX_TEXT(
            "has no intervals without replicates: give 'replicates' in the design");
    return s->grows ? NULL
                    : GX_TEXT("can stop nothing here: more samples would change the runs "
                              "there are");
}

gx_err gx_sweep_take_stop(gx_sweep_making *m)
{
    gx_sweep *s = m->s;
    const gx_study_stop *said = &m->setup->study->stop;
    if (!said->statistic.text)
        return GX_OK;
    gx_sweep_stop *stop = GX_NEW(s->arena, gx_sweep_stop);
    gx_err err = find_statistic(stop, m, said->statistic);
    if (err)
        return err;
    const char *fault = fault_of(s, stop);
    if (fault)
        return gx_error(m->ds, GX_CODE_VALUE, said->statistic.loc, "'%s' %-s",
                        said->statistic.text, fault);
    const gx_sweep_statistic *of = &s->statistics.at[stop->statistic];
    const gx_statistic *one =
        &of->estimator->statistic[stop->which < 0 ? 0 : stop->which];
    double *half = GX_ARRAY(s->arena, double, s->outputs.count);
    for (int32_t o = 0; o < s->outputs.count && !err; o++) {
        int32_t variable = s->flat->cells.at[s->outputs.at[o].cell].variable;
        double factor = 1.0;
        if (of->of[o] && one->is_output)
            err = gx_quantity_factor(&factor, &said->half_width, s->flat, variable,
                                     s->arena, m->ds);
        half[o] = said->half_width.number * factor;
    }
    if (!err && !one->is_output && *said->half_width.units)
        err = gx_error(m->ds, GX_CODE_VALUE, said->half_width.loc,
                       "'%s' is not in the unit of the output: its half-width has none",
                       said->statistic.text);
    if (!err && !(said->half_width.number > 0.0))
        err = gx_error(m->ds, GX_CODE_VALUE, said->half_width.loc,
                       "a half-width is above 0");
    stop->name = said->statistic.text;
    stop->half = half;
    stop->most = s->each;
    s->stop = err ? NULL : stop;
    return err;
}

/* ---- looking ---- */

/* The widest interval of what is asked, as a share of the half-width wanted. */
static double widest(const gx_sweep *s, const gx_sweep_sums *sums, gx_arena *arena)
{
    const gx_sweep_stop *stop = s->stop;
    const gx_sweep_statistic *of = &s->statistics.at[stop->statistic];
    size_t size = gx_estimator_size(of->estimator, &s->sample, of->levels);
    double *out = GX_ARRAY(arena, double, size), *half = GX_ARRAY(arena, double, size);
    double most = 0.0;
    for (int32_t cell = 0; cell < s->cells; cell++) {
        int32_t o = cell / s->time_count;
        if (!of->of[o])
            continue;
        gx_sums_finish(out, half, &sums->at[stop->statistic], cell, s->reference[cell],
                       arena);
        const double *at = half;
        for (int32_t w = 0; w < GX_MOST_STATISTICS && of->estimator->statistic[w].name;
             w++) {
            size_t count =
                gx_statistic_size(&of->estimator->statistic[w], &s->sample, of->levels);
            for (size_t i = 0; i < count && (stop->which < 0 || stop->which == w); i++)
                if (!(at[i] / stop->half[o] <= most)) /* true beside NaN */
                    most = isnan(at[i]) ? (double)INFINITY : at[i] / stop->half[o];
            at += count;
        }
    }
    return most;
}

/* Look at all chunks of the sweep as long as it is now. */
static gx_err look(gx_sweep *s, const char *folder, const volatile sig_atomic_t *stop,
                   gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_sweep_sums sums = gx_sweep_sums_new(s, arena);
    gx_err err = GX_OK;
    for (int64_t c = 0; c < gx_sweep_chunks(s) && !err; c++) {
        gx_arena *scratch = gx_arena_new(ds->oom);
        gx_sweep_chunk chunk;
        double *x = NULL;
        err = gx_sweep_chunk_load(&chunk, &x, s, c, folder, scratch, ds);
        if (!err)
            gx_sweep_sums_add(&sums, s, chunk.sum, chunk.part.replicate);
        if (!err && stop && *stop)
            err = GX_AGAIN;
        gx_arena_free(scratch);
    }
    if (!err)
        s->stop->widest = widest(s, &sums, arena);
    gx_arena_free(arena);
    return err;
}

gx_err gx_sweep_settle(bool *is_settled, gx_sweep *s, const char *folder,
                       const volatile sig_atomic_t *interrupt, gx_diags *ds)
{
    gx_sweep_state state;
    gx_sweep_stop *stop = s->stop;
    gx_err err = GX_OK;
    *is_settled = false;
    if (stop && !stop->looked) {
        stop->looked = true;
        gx_sweep_resize(s, s->block < stop->most ? s->block : stop->most);
    }
    while (!err && !*is_settled) {
        err = gx_sweep_look_at_all(&state, s, folder, interrupt, ds);
        if (err || state.chunks_done < state.chunks)
            return err;
        if (stop)
            err = look(s, folder, interrupt, ds);
        *is_settled = !stop || stop->widest <= 1.0 || s->each == stop->most;
        if (!err && !*is_settled)
            gx_sweep_resize(s, 2 * s->each < stop->most ? 2 * s->each : stop->most);
    }
    return err;
}
