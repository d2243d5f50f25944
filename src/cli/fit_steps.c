/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of a posterior in a folder beside its result, so that sampling goes on where
 * it was stopped: NAME.steps/design says what defines them, NAME.steps/NNNNNN is a block.
 */
#include "cli/fit_report.h"
#include "sweep/sweep.h"

#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

typedef struct gx_fit_folder {
    gx_trail trail;
    const char *path;
} gx_fit_folder;

/* ---- what defines the steps ---- */

static void print_numbers(gx_buf *out, const double *number, int32_t count)
{
    for (int32_t i = 0; i < count; i++) {
        gx_buf_print(out, " ");
        gx_buf_number(out, number[i]);
    }
    gx_buf_print(out, "\n");
}

static void print_identity(const gx_experiment *x, const gx_fit_report *r,
                           const gx_sampler *how, gx_buf *out, const gx_diags *ds)
{
    const gx_calibrator *of = r->calibrator;
    gx_experiment_origin(x, ds, out);
    for (int32_t i = 0; i < of->problem.parameters; i++) {
        const gx_coordinate *c = &of->problem.coordinate[i];
        const double numbers[] = {c->low, c->high, of->start[i]};
        gx_buf_print(out, "fitted %s %s", of->name[i],
                     c->prior ? c->prior->type->name : "none");
        for (int32_t k = 0; c->prior && k < c->prior->count; k++) {
            gx_buf_print(out, " ");
            gx_buf_number(out, c->prior->parameter[k]);
        }
        print_numbers(out, numbers, 3);
    }
    for (int32_t i = 0; i < of->data.count; i++) {
        const gx_datum *d = &of->data.at[i];
        const double numbers[] = {d->time, d->value, d->weight, d->deviation};
        gx_buf_print(out, "datum %s%s", of->series_name[d->series],
                     of->asked->observed.at[d->series].is_log ? " log" : "");
        print_numbers(out, numbers, 4);
    }
    gx_buf_print(out, "starts %g%s\n", of->asked->starts,
                 of->asked->is_global ? " global" : "");
    gx_buf_print(out, "walkers %d seed %" PRIu64 "\n", how->walkers, how->seed);
}

/* ---- blocks ---- */

static const char *path_of(const gx_fit_folder *f, int32_t number, gx_arena *arena)
{
    return gx_arena_format(arena, "%s/%06d", f->path, number);
}

static gx_err get(bool *is_there, double *block, size_t count, int32_t number,
                  void *context, gx_diags *ds)
{
    struct stat info;
    gx_arena *arena = gx_arena_new(ds->oom);
    const char *path = path_of(context, number, arena), *bytes = NULL;
    size_t length = 0;
    gx_err err = GX_OK;
    *is_there = stat(path, &info) == 0;
    if (*is_there)
        err = gx_file_read_sealed(&bytes, &length, path, arena, ds);
    if (!err && *is_there && length != count * sizeof *block)
        err = gx_error(ds, GX_CODE_RESULT, GX_NOWHERE,
                       "cannot read '%s': it is of another length", path);
    if (err)
        gx_note(ds, GX_NOWHERE, "remove it and the posterior is sampled from there on");
    else if (*is_there)
        memcpy(block, bytes, length);
    gx_arena_free(arena);
    return err;
}

static gx_err put(const double *block, size_t count, int32_t number, void *context,
                  gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_err err = gx_file_write_sealed(path_of(context, number, arena),
                                      (const char *)block, count * sizeof *block, ds);
    gx_arena_free(arena);
    return err;
}

/* ---- the folder ---- */

const char *gx_fit_folder_path(const char *result, gx_arena *arena)
{
    const gx_format *format = gx_format_find(result);
    size_t length = strlen(result) - (format ? strlen(format->extension) : 0);
    return gx_arena_format(arena, "%.*s.steps", (int)length, result);
}

gx_err gx_fit_folder_open(gx_sampler *how, const char *result, const gx_experiment *x,
                          const gx_fit_report *r, gx_diags *ds)
{
    gx_fit_folder *f = GX_NEW(r->arena, gx_fit_folder);
    gx_buf identity;
    gx_buf_init(&identity, ds->oom);
    print_identity(x, r, how, &identity, ds);
    *f = (gx_fit_folder){{get, put, f}, gx_fit_folder_path(result, r->arena)};
    gx_err err = gx_folder_open(identity.text, f->path, "posterior", ds);
    gx_buf_clear(&identity);
    how->trail = err ? NULL : &f->trail;
    return err;
}
