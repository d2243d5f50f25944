/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks into the result of a study. */
#include "base/elapsed.h"
#include "cli/sweeping.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A result may replace one of the same study. */
static gx_err check_result(const gx_sweeping *w, gx_diags *ds)
{
    struct stat info;
    gx_frame *old = NULL;
    const char *who = NULL;
    if (w->r.force || stat(w->result, &info) != 0)
        return GX_OK;
    gx_diags *quiet = gx_diags_new(ds->oom);
    if (S_ISREG(info.st_mode) && !gx_h5_look(&old, w->result, quiet))
        who = gx_attribute_find(&old->attributes, "gaoxin_study");
    gx_err err = GX_OK;
    if (!who || strcmp(who, w->name) != 0) {
        err = gx_error(ds, GX_CODE_EXISTS, GX_NOWHERE,
                       "'%s' is there already and holds something else", w->result);
        gx_note(ds, GX_NOWHERE, "give another name with -o, or --force to replace it");
    }
    gx_frame_free(old);
    gx_diags_free(quiet);
    return err;
}

static void record(const gx_sweeping *w, gx_frame *frame, const gx_diags *ds)
{
    const gx_sweep *s = w->sweep;
    const gx_source *study = &ds->sources.at[w->study->file];
    gx_arena *arena = frame->arena;
    gx_experiment_record(w->x, frame, ds);
    const char *const pairs[][2] = {
        {"title", gx_words_in(w->study->title, GX_LANG_EN, w->name)},
        {"gaoxin_command", "sweep"},
        {"gaoxin_study", w->name},
        {"gaoxin_design", s->sample.design->name},
        {"gaoxin_samples",
         gx_arena_format(arena, "%" PRId64, s->sample.sampling.samples)},
        {"gaoxin_replicates",
         gx_arena_format(arena, "%d", s->sample.sampling.replicates)},
        {"gaoxin_seed", gx_arena_format(arena, "%" PRIu64, s->seed)},
        {"gaoxin_stop",
         s->stop ? gx_arena_format(arena, "%s %.3g", s->stop->name, s->stop->widest)
                 : ""},
        {"gaoxin_keep", s->keeps_runs ? "runs" : "statistics"},
        {"gaoxin_title_en", gx_words_in(w->study->title, GX_LANG_EN, "")},
        {"gaoxin_title_zh", gx_words_in(w->study->title, GX_LANG_ZH, "")},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (*pairs[i][1])
            gx_attribute_set(arena, &frame->attributes, pairs[i][0], pairs[i][1]);
    gx_attribute_set(arena, &frame->texts,
                     gx_arena_format(arena, "study/%s", gx_path_base(study->path)),
                     study->text);
    gx_attribute_set(arena, &frame->texts, "design", s->identity);
}

static gx_err choose_storage(gx_storage *how, const gx_sweep_request *r, gx_diags *ds)
{
    int64_t level = 0;
    gx_err err = gx_sweep_count(&level, "deflate", r->deflate ? r->deflate : "0", ds);
    if (!err && level > 9)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'--deflate %s': expected a level from 0 to 9", r->deflate);
    *how = (gx_storage){.is_float32 = r->float32, .deflate = (int32_t)level};
    return err;
}

static void print_merged(const gx_sweeping *w, const gx_sweep_outcome *outcome)
{
    gx_print(gx_say(w->language, "%s: %" PRId64 " runs, %" PRId64 " failed -> %s\n"),
             w->name, w->sweep->sample.count, outcome->failures, w->result);
    gx_sweep_print_stop(w);
    if (outcome->failures)
        printf(gx_say(w->language, "  %" PRId64 " of %" PRId64
                                   " groups have a failed run and are left out of "
                                   "sums; quantiles take every run that ended well\n"),
               outcome->dropped, w->sweep->sample.sampling.samples);
}

/* The chunks, which are all there, into the result. */
static gx_err write_result(gx_sweep_outcome *outcome, const gx_sweeping *w,
                           const gx_storage *how, gx_diags *ds)
{
    gx_rows *rows = NULL;
    gx_frame *frame = gx_sweep_frame(w->sweep, ds->oom);
    record(w, frame, ds);
    gx_err err = gx_rows_begin(&rows, frame, w->result, how, ds);
    if (!err) {
        err = gx_sweep_merge(outcome, frame, rows, w->sweep, w->folder, ds);
        gx_experiment_describe(w->x, frame);
        double start = gx_seconds_now();
        if (err)
            gx_rows_drop(rows);
        else
            err = gx_rows_end(rows);
        outcome->times.of[GX_SWEEP_GATHERING] += gx_seconds_now() - start;
    }
    gx_frame_free(frame);
    return err;
}

gx_err gx_sweep_join(gx_sweeping *w, gx_diags *ds)
{
    gx_storage how;
    gx_sweep_outcome outcome;
    bool is_settled = false;
    gx_err err = choose_storage(&how, &w->r, ds);
    if (!err)
        err = gx_sweep_check_limits(w, ds);
    if (!err)
        err = check_result(w, ds);
    if (!err)
        err = gx_sweep_folder_check(w->sweep, w->folder, ds);
    if (!err && w->sweep->stop)
        err = gx_sweep_settle(&is_settled, w->sweep, w->folder, NULL, ds);
    if (!err)
        err = write_result(&outcome, w, &how, ds);
    if (!err && !w->r.quiet)
        print_merged(w, &outcome);
    if (!err && w->r.timings)
        gx_sweep_print_times(w, &outcome.times, ds);
    return err ? err : gx_sweep_tell_failures(w, outcome.failures, true, ds);
}
