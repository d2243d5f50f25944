/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin plot: draw a figure that the results define, one line a result. */
#include "cli/chart.h"

#include <stdio.h>
#include <string.h>

typedef struct plot_request {
    const char *folder; /* NULL: the current folder */
    gx_texts figures;   /* none: the first */
    bool is_all;
    gx_texts languages, formats;
    double width_cm; /* 0: the width of a page's text */
    const char *run; /* NULL: as gx_runs_spread has them */
} plot_request;

/* What drawing needs. */
typedef struct job {
    const plot_request *request;
    const gx_result *result; /* as they are, for figures of a study */
    int32_t result_count;
    gx_results shown; /* what is shown of their runs, for the others */
    const gx_image **images;
    gx_arena *arena;
    gx_diags *ds;
} job;

/* The command that made a result. */
static const char *maker(const gx_result *result)
{
    const char *command = gx_attribute_find(&result->frame->attributes, "gaoxin_command");
    return command ? command : "run";
}

static bool is_of(const gx_figure *figure, const gx_result *result)
{
    return strcmp(gx_figure_maker(figure), maker(result)) == 0;
}

/* Asked for by name, a figure of a run also shows the runs of a study. */
static bool can_show(const gx_figure *figure, const gx_result *result)
{
    return is_of(figure, result) || (strcmp(gx_figure_maker(figure), "run") == 0 &&
                                     gx_runs_count(result->frame) > 0);
}

/* The figure of that name; with NULL the first that shows such a result. */
static gx_err find_figure(const gx_figure **figure, const gx_result *result,
                          const char *name, gx_diags *ds)
{
    const gx_figures *figures = result->figures;
    for (int32_t i = 0; figures && i < figures->list.count; i++) {
        const gx_figure *f = &figures->list.at[i];
        if (name ? strcmp(f->name.text, name) != 0 : !is_of(f, result))
            continue;
        *figure = f;
        return can_show(f, result)
                   ? GX_OK
                   : gx_error(
                         ds, GX_CODE_USAGE, f->name.loc,
                         "the figure '%s' shows results of '%s': '%s' is one of '%s'",
                         name, gx_figure_maker(f), result->path, maker(result));
    }
    gx_err err =
        gx_error(ds, GX_CODE_UNDEFINED_NAME, GX_NOWHERE, "'%s' defines no figure%s%s",
                 result->path, name ? " " : "", name ? name : "");
    gx_near near = {.typed = name ? name : ""};
    for (int32_t i = 0; name && figures && i < figures->list.count; i++)
        gx_near_try(&near, figures->list.at[i].name.text);
    if (gx_suggest(ds, near.word))
        return err;
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
            gx_note(ds, GX_NOWHERE, "%s: %-s", gx_images[k].name, gx_images[k].doc);
        return err;
    }
    return GX_OK;
}

static bool needs_font(const gx_image *const *images, int32_t count)
{
    for (int32_t i = 0; i < count; i++)
        if (images[i]->needs_font)
            return true;
    return false;
}

/* The language of the texts: English where no font has Chinese and one is needed. */
static gx_err choose_language(gx_language *language, const gx_figure_files *files,
                              const char *name, gx_diags *ds)
{
    gx_err err = gx_language_find(language, name, ds);
    if (err || *language != GX_LANG_ZH ||
        !needs_font(files->images, files->image_count) || gx_font_has_chinese())
        return err;
    *language = GX_LANG_EN;
    gx_warning(ds, GX_CODE_HELPER, GX_NOWHERE,
               "no font has Chinese characters: '%s' gets English texts", files->name);
    gx_note(ds, GX_NOWHERE, "install a font: apt install fonts-noto-cjk");
    return GX_OK;
}

/* A chart of what the kind draws: a study as it is, or what is shown of runs. */
static gx_err build_chart(gx_chart *chart, const gx_plot *plot, const gx_figure *figure,
                          const job *j, gx_language language, gx_diags *ds)
{
    bool is_whole = plot->statistic || plot->needs == GX_NAMED;
    return gx_chart_build(chart, plot, figure, is_whole ? j->result : j->shown.at,
                          is_whole ? j->result_count : j->shown.count, language, j->arena,
                          ds);
}

/* Draw one figure in one language. */
static gx_err draw(const job *j, const gx_figure *figure, const gx_plot *plot,
                   const char *language_name, const char *gnuplot)
{
    gx_language language = GX_LANG_EN;
    gx_chart chart;
    gx_figure_files files = {
        .folder = j->request->folder ? j->request->folder : ".",
        .name = gx_arena_format(j->arena, "%s-%s", figure->name.text, language_name),
        .images = j->images,
        .image_count = j->request->formats.count,
        .gnuplot = gnuplot,
        .width = j->request->width_cm};
    gx_make_folders(gx_arena_format(j->arena, "%s/", files.folder));
    gx_err err = choose_language(&language, &files, language_name, j->ds);
    if (!err)
        err = build_chart(&chart, plot, figure, j, language, j->ds);
    if (!err)
        err = gx_figure_draw(plot, &chart, &files, j->ds);
    for (int32_t f = 0; !err && gnuplot && f < files.image_count; f++)
        gx_print("%s/%s.%s\n", files.folder, files.name, j->images[f]->name);
    return err;
}

/* Draw a figure in each language. Without a helper the scripts and tables of all are
 * written still, and the helper is not asked again. */
static gx_err draw_figure(const job *j, const gx_figure *figure, const char **gnuplot)
{
    const gx_plot *plot = gx_plot_find(figure->kind.text);
    if (!plot) {
        gx_near near = {.typed = figure->kind.text};
        gx_err none = gx_error(j->ds, GX_CODE_VALUE, figure->kind.loc,
                               "there is no kind of figure '%s' ('gaoxin help plots')",
                               figure->kind.text);
        for (int32_t i = 0; i < gx_plot_count; i++)
            gx_near_try(&near, gx_plots[i].name);
        gx_suggest(j->ds, near.word);
        return none;
    }
    gx_err err = GX_OK;
    for (int32_t i = 0; i < j->request->languages.count; i++) {
        gx_err bad = draw(j, figure, plot, j->request->languages.at[i], *gnuplot);
        if (bad == GX_MISSING)
            *gnuplot = NULL;
        else if (bad)
            return bad;
        err = err ? err : bad;
    }
    return err;
}

/* Of --all: a study seldom has all statistics that figures draw, nor can each be made of
 * quantiles. A figure that cannot be made is left out, and that is said. */
static bool is_left_out(const gx_figure *figure, const gx_plot *plot, const job *j)
{
    gx_diags *own = gx_diags_new(j->ds->oom);
    gx_chart chart;
    gx_err err = build_chart(&chart, plot, figure, j, GX_LANG_EN, own);
    for (int32_t i = 0; err && i < own->list.count; i++)
        if (own->list.at[i].severity == GX_ERROR) {
            gx_warning(j->ds, own->list.at[i].code, GX_NOWHERE, "'%s' is left out: %-s",
                       figure->name.text, own->list.at[i].phrase);
            break;
        }
    gx_diags_free(own);
    return err != GX_OK;
}

/* Of --all: does a figure fit what was given? */
static bool fits(const gx_figure *figure, const job *j)
{
    const gx_plot *plot = gx_plot_find(figure->kind.text);
    bool may_lack = (plot && plot->statistic) || j->shown.at[0].part > GX_PART_RUN;
    bool is_lone = plot && plot->needs == GX_COMPARED && j->shown.count < 2;
    return is_of(figure, &j->result[0]) && !is_lone &&
           !(plot && may_lack && is_left_out(figure, plot, j));
}

/* A figure that is wrong leaves the others as they are. */
static bool goes_on(gx_err err)
{
    return !err || err == GX_MISSING || err == GX_BAD_INPUT || err == GX_USAGE;
}

static gx_err draw_one(const job *j, const char *name, int32_t count,
                       const char **gnuplot)
{
    const gx_figure *figure = NULL;
    gx_err err = find_figure(&figure, &j->result[0], name, j->ds);
    if (!err)
        err = draw_figure(j, figure, gnuplot);
    if (figure && count > 1 && err && err != GX_MISSING)
        gx_note(j->ds, GX_NOWHERE, "the figure '%s' is not made", figure->name.text);
    return err;
}

static gx_err draw_all(job *j)
{
    const gx_texts *names = &j->request->figures;
    const gx_figures *known = j->result[0].figures;
    const char *gnuplot = "gnuplot";
    int32_t count = names->count ? names->count : 1, drawn = 0;
    if (j->request->is_all && known)
        count = known->list.count;
    gx_language language = GX_LANG_EN;
    gx_err err = find_images(j->images, &j->request->formats, j->ds);
    for (int32_t i = 0; !err && i < j->request->languages.count; i++)
        err = gx_language_find(&language, j->request->languages.at[i], j->ds);
    bool is_asked = !err, is_missing = false;
    for (int32_t i = 0; i < count && is_asked && goes_on(err); i++) {
        const char *name = names->count ? names->at[i] : NULL;
        if (j->request->is_all && known && !fits(&known->list.at[i], j))
            continue;
        if (j->request->is_all && known)
            name = known->list.at[i].name.text;
        gx_err bad = draw_one(j, name, count, &gnuplot);
        is_missing = is_missing || bad == GX_MISSING;
        err = bad ? bad : err;
        drawn++;
    }
    if (is_missing)
        gx_note(j->ds, GX_NOWHERE,
                "scripts (.gp) and tables (.csv) are written: gnuplot "
                "draws the images from them");
    return err || drawn
               ? err
               : gx_error(j->ds, GX_CODE_USAGE, GX_NOWHERE,
                          "'%s' defines no figure that fits it", j->result[0].path);
}

static gx_err plot(const gx_texts *paths, const plot_request *request, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_result *result = GX_ARRAY(arena, gx_result, paths->count);
    gx_err err = GX_OK;
    for (int32_t i = 0; !err && i < paths->count; i++)
        err = gx_result_read(&result[i], paths->at[i], arena, ds);
    job all = {.request = request,
               .result = result,
               .result_count = paths->count,
               .images = GX_ARRAY(arena, const gx_image *, request->formats.count),
               .arena = arena,
               .ds = ds};
    if (!err)
        err = gx_results_check_times(result, paths->count, ds);
    if (!err) {
        gx_results_warn_unlike(result, paths->count, ds);
        err = gx_runs_spread(&all.shown, result, paths->count, request->run, ds);
    }
    if (!err)
        err = draw_all(&all);
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

gx_err gx_plot_draw(const gx_figure *figure, const gx_result *result,
                    int32_t result_count, const char *folder, const char *formats,
                    gx_language language, gx_arena *arena, gx_diags *ds)
{
    plot_request request = {.folder = folder};
    const char *gnuplot = "gnuplot";
    *GX_ADD(arena, &request.languages) = gx_language_name(language);
    gx_err err = split_once(&request.formats, "--format", formats, ds);
    job one = {.request = &request,
               .result = result,
               .result_count = result_count,
               .images = GX_ARRAY(arena, const gx_image *, request.formats.count + 1),
               .arena = arena,
               .ds = ds};
    for (int32_t i = 0; i < result_count; i++)
        *GX_ADD(arena, &one.shown) = result[i];
    if (!err)
        err = find_images(one.images, &request.formats, ds);
    return err ? err : draw_figure(&one, figure, &gnuplot);
}

gx_err gx_cmd_plot(int argc, char **argv, gx_diags *ds)
{
    plot_request request = {0};
    const char *languages = NULL, *formats = "png", *width = NULL;
    const gx_opt opts[] = {
        {"figure", 0, GX_OPT_LIST, &request.figures, "FIGURE",
         "which figure (the first); may be repeated"},
        {"all", 0, GX_OPT_FLAG, &request.is_all, NULL, "every figure"},
        {"run", 0, GX_OPT_TEXT, &request.run, "N",
         "run N alone of a result that has several"},
        {"lang", 'l', GX_OPT_TEXT, &languages, "LANGUAGE",
         "languages: en, zh (GAOXIN_LANG, else en)"},
        {"format", 0, GX_OPT_TEXT, &formats, "FORMATS",
         "images: png, svg, pdf, emf (png)"},
        {"width", 'w', GX_OPT_TEXT, &width, "CM",
         "of a figure: 16, or 7.8 for half a page (16)"},
        {"output", 'o', GX_OPT_TEXT, &request.folder, "FOLDER", "where to write (.)"},
    };
    const gx_usage usage = {
        .name = "plot",
        .arguments = "RESULT...",
        .least = 1,
        .doc = "Draw figures of the model's figures file from one result or several. "
               "Each figure\n"
               "is a gnuplot script with its data (.gp), a table of what is drawn "
               "(.csv) and the\n"
               "images. Of a result of several runs each is drawn, of more than 9 their "
               "median and\nwhat lies between the percentiles 5 and 95.\n",
        .examples =
            "  gaoxin plot output/base.h5 output/plan.h5 -o output\n"
            "  gaoxin plot output/*.h5 --lang en,zh --format png,svg -o output\n"
            "  gaoxin plot output/*.h5 --all --width 7.8 --format emf -o output\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    if (!languages)
        languages = gx_language_name(gx_language_of(ds));
    if (split_once(&request.languages, "--lang", languages, ds) ||
        split_once(&request.formats, "--format", formats, ds))
        return gx_diags_outcome(ds);
    if (width && !(gx_text_to_number(width, &request.width_cm) &&
                   request.width_cm >= 5.0 && request.width_cm <= 100.0))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "a figure is 5 to 100 cm wide, not '%s'", width);
    return plot(&args, &request, ds);
}
