/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws of a posterior as a study file: 'gaoxin sweep' runs the model with each of them,
 * under whatever scenario, and has bands and shares over time. */
#include "cli/fit_report.h"

#include <math.h>
#include <string.h>

static void print_title(const gx_fit_report *r, gx_buf *out)
{
    const gx_words *title = &r->calibrator->asked->title;
    gx_buf_print(out, "title: {en: ");
    gx_print_quoted(gx_arena_format(r->arena, "Posterior: %s",
                                    gx_words_in(*title, GX_LANG_EN, r->name)),
                    out);
    gx_buf_print(out, ", zh: ");
    gx_print_quoted(
        gx_arena_format(r->arena, "后验：%s", gx_words_in(*title, GX_LANG_ZH, r->name)),
        out);
    gx_buf_print(out, "}\n");
}

static void print_inputs(const gx_fit_report *r, int32_t count, gx_buf *out)
{
    int32_t n = r->calibrator->problem.parameters;
    double *point = GX_ARRAY(r->arena, double, n);
    gx_buf_print(out, "inputs:\n");
    for (int32_t i = 0; i < n; i++) {
        gx_buf_print(out, "  ");
        gx_print_quoted(r->calibrator->name[i], out);
        gx_buf_print(out, ": \"values(");
        for (int32_t k = 0; k < count; k++) {
            gx_fit_take_draw(point, r, k, count);
            gx_buf_print(out, k ? ", " : "");
            gx_buf_number(out, point[i]);
        }
        gx_buf_print(out, ")\"\n");
    }
}

/* The outcome of X-levers.yaml, then what was fitted to. */
static void print_outputs(const gx_experiment *x, const gx_fit_report *r, gx_buf *out)
{
    gx_arena *arena = r->arena;
    gx_map *seen = gx_map_new(arena);
    const char *before = "outputs: [";
    int32_t first = x->levers ? -1 : 0;
    for (int32_t i = first; i < r->calibrator->asked->observed.count; i++) {
        const char *name =
            i < 0 ? x->levers->outcome.text : r->calibrator->series_name[i];
        if (!gx_map_put(seen, gx_text_key(arena, name, strlen(name)), 0))
            continue;
        gx_buf_print(out, "%s", before);
        gx_print_quoted(name, out);
        before = ", ";
    }
    gx_buf_print(out, "]\n");
}

/* The targets of the outcome's milestones, as shares that reach them. */
static void print_statistics(const gx_experiment *x, gx_buf *out)
{
    gx_buf_print(out, "statistics:\n  - moments\n"
                      "  - quantiles: {levels: [0.05, 0.25, 0.5, 0.75, 0.95]}\n");
    for (int32_t m = 0; x->levers && x->figures && m < x->figures->milestones.count;
         m++) {
        const gx_milestone *one = &x->figures->milestones.at[m];
        const double limits[] = {one->target.low, one->target.high};
        if (strcmp(one->variable.text, x->levers->outcome.text) != 0 ||
            one->year != x->levers->year)
            continue;
        for (int32_t l = 0; l < 2 && !isnan(limits[l]); l++) {
            gx_buf_print(out, "  - regional: {threshold: %g, outputs: [", limits[l]);
            gx_print_quoted(x->levers->outcome.text, out);
            gx_buf_print(out, "]}\n");
        }
    }
}

gx_err gx_fit_write_study(const gx_experiment *x, const gx_fit_report *r,
                          const char *path, bool force, gx_diags *ds)
{
    const gx_fit_draws *d = r->posterior;
    gx_err err = gx_fit_check_free(path, force, ds);
    if (err)
        return err;
    int64_t all = (int64_t)d->walkers * d->draws;
    int32_t count = all < GX_FIT_MOST_TAKEN ? (int32_t)all : GX_FIT_MOST_TAKEN;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_buf_print(&out,
                 "# %d draws of a posterior, by 'gaoxin calibrate' (%s): what is fitted "
                 "varies, and nothing else.\n",
                 count, r->name);
    print_title(r, &out);
    gx_buf_print(&out, "%s: ", x->scenario ? "scenario" : "model");
    gx_print_quoted(
        gx_path_from(r->arena, path, x->scenario ? x->scenario->path : x->model_path),
        &out);
    gx_buf_print(&out, "\n");
    print_inputs(r, count, &out);
    gx_buf_print(&out, "design: {name: together}\n");
    print_outputs(x, r, &out);
    print_statistics(x, &out);
    err = gx_file_write(path, out.text, out.length, ds);
    gx_buf_clear(&out);
    return err;
}
