/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin plot: draw a figure that the results define, one line a result. */
#include "cli/chart.h"

#include <stdio.h>
#include <string.h>

typedef struct plot_request {
    const char *figure, *folder; /* NULL: the first figure; the current folder */
    gx_texts languages, formats;
} plot_request;

static const char *const language_names[GX_LANG_COUNT] = {"en", "zh"};

static gx_err find_language(gx_language *language, const char *name, gx_diags *ds)
{
    for (int32_t i = 0; i < GX_LANG_COUNT; i++)
        if (strcmp(name, language_names[i]) == 0) {
            *language = (gx_language)i;
            return GX_OK;
        }
    return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "there is no language '%s' (en, zh)",
                    name);
}

static gx_err find_figure(const gx_figure **figure, const gx_result *result,
                          const char *name, gx_diags *ds)
{
    const gx_figures *figures = result->figures;
    for (int32_t i = 0; figures && i < figures->list.count; i++)
        if (!name || strcmp(figures->list.at[i].name.text, name) == 0) {
            *figure = &figures->list.at[i];
            return GX_OK;
        }
    gx_err err =
        gx_error(ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE, "'%s' defines no figure%s%s",
                 result->path, name ? " " : "", name ? name : "");
    for (int32_t i = 0; figures && i < figures->list.count; i++)
        gx_note(ds, GX_NOWHERE, "it defines '%s'", figures->list.at[i].name.text);
    if (!figures)
        gx_note(ds, GX_NOWHERE, "figures are defined in X-figures.yaml beside X.mdl");
    return err;
}

static gx_err find_images(const gx_image **images, const gx_texts *formats, gx_diags *ds)
{
    for (int32_t i = 0; i < formats->count; i++) {
        images[i] = gx_image_find(formats->at[i]);
        if (images[i])
            continue;
        gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                              "there is no image format '%s'", formats->at[i]);
        for (int32_t k = 0; k < gx_image_count; k++)
            gx_note(ds, GX_NOWHERE, "%s: %s", gx_images[k].name, gx_images[k].doc);
        return err;
    }
    return GX_OK;
}

static gx_err draw(const gx_figure *figure, const gx_result *result, int32_t result_count,
                   const plot_request *request, gx_arena *arena, gx_diags *ds)
{
    const gx_plot *plot = gx_plot_find(figure->kind.text);
    if (!plot)
        return gx_error(ds, GX_CODE_VALUE, figure->kind.loc,
                        "there is no kind of figure '%s' ('gaoxin help plots')",
                        figure->kind.text);
    const gx_image **images = GX_ARRAY(arena, const gx_image *, request->formats.count);
    gx_err err = find_images(images, &request->formats, ds);
    for (int32_t i = 0; !err && i < request->languages.count; i++) {
        gx_language language = GX_LANG_EN;
        gx_chart chart;
        gx_figure_files files = {.folder = request->folder ? request->folder : ".",
                                 .name =
                                     gx_arena_format(arena, "%s-%s", figure->name.text,
                                                     request->languages.at[i]),
                                 .images = images,
                                 .image_count = request->formats.count,
                                 .gnuplot = "gnuplot"};
        err = find_language(&language, request->languages.at[i], ds);
        files.needs_chinese = language == GX_LANG_ZH;
        if (!err)
            err =
                gx_chart_build(&chart, figure, result, result_count, language, arena, ds);
        if (!err)
            err = gx_figure_draw(plot, &chart, &files, ds);
        for (int32_t f = 0; !err && f < files.image_count; f++)
            printf("%s/%s.%s\n", files.folder, files.name, images[f]->name);
    }
    return err;
}

static gx_err plot(const gx_texts *paths, const plot_request *request, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_result *result = GX_ARRAY(arena, gx_result, paths->count);
    const gx_figure *figure = NULL;
    gx_err err = GX_OK;
    for (int32_t i = 0; !err && i < paths->count; i++)
        err = gx_result_read(&result[i], paths->at[i], arena, ds);
    if (!err)
        err = find_figure(&figure, &result[0], request->figure, ds);
    if (!err)
        err = draw(figure, result, paths->count, request, arena, ds);
    for (int32_t i = 0; i < paths->count; i++)
        gx_frame_free(result[i].frame);
    gx_arena_free(arena);
    return err;
}

/* The parts of a list, each once; an empty list is an error. */
static gx_err split_once(gx_texts *list, const char *option, const char *text,
                         gx_diags *ds)
{
    gx_texts all = {0};
    gx_texts_split(&all, text, ds->arena);
    for (int32_t i = 0; i < all.count; i++) {
        bool known = false;
        for (int32_t k = 0; k < list->count; k++)
            known |= strcmp(list->at[k], all.at[i]) == 0;
        if (!known)
            *GX_ADD(ds->arena, list) = all.at[i];
    }
    return list->count
               ? GX_OK
               : gx_error(ds, GX_CODE_USAGE, GX_NOWHERE, "'%s' names nothing", option);
}

gx_err gx_cmd_plot(int argc, char **argv, gx_diags *ds)
{
    plot_request request = {0};
    const char *languages = "en", *formats = "png";
    const gx_opt opts[] = {
        {"figure", 0, GX_OPT_TEXT, &request.figure, "NAME", "which figure (the first)"},
        {"lang", 'l', GX_OPT_TEXT, &languages, "LIST", "languages: en, zh (en)"},
        {"format", 0, GX_OPT_TEXT, &formats, "LIST", "images: png, svg (png)"},
        {"output", 'o', GX_OPT_TEXT, &request.folder, "FOLDER", "where to write (.)"},
    };
    const gx_usage usage = {
        .name = "plot",
        .arguments = "RESULT...",
        .doc = "Draw a figure of the model's figures file, one line a result. Each "
               "figure is a\n"
               "gnuplot script with its data (.gp), a table of what is drawn (.csv) and "
               "the\n"
               "images.\n",
        .examples = "  gaoxin plot output/baseline.h5 output/plan-20.h5 -o output\n"
                    "  gaoxin plot output/*.h5 --lang en,zh --format png,svg -o output\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    if (!args.count)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'plot' needs at least one result");
    if (split_once(&request.languages, "--lang", languages, ds) ||
        split_once(&request.formats, "--format", formats, ds))
        return gx_diags_outcome(ds);
    return plot(&args, &request, ds);
}
