/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure's files: the script, the table of what is drawn, the images. gnuplot writes an
 * image to its standard output, which is a temporary file in the folder, so that no path
 * stands in a script. */
#include "show/fonts.h"
#include "show/gnuplot.h"
#include "show/show.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const double largest = 1e300;     /* of a value */
static const double last_year = 1e6;     /* of either sign */
static const char *const ticks = ",8.5"; /* size of the font of tick labels */

/* ---- what can be drawn ---- */

/* The numbers of one part of a chart. */
typedef struct part {
    const char *kind, *label;
    int32_t length;
    const double *x;
    const double *column[2]; /* the second may be NULL */
} part;

typedef GX_LIST(part) parts;

static parts list_parts(const gx_chart *c, gx_arena *arena)
{
    parts list = {0};
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        *GX_ADD(arena, &list) = (part){"series", s->label, s->length, s->x, {s->y, NULL}};
    }
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        *GX_ADD(arena, &list) = (part){p->hollow ? "constructions" : "data",
                                       p->label,
                                       p->length,
                                       p->x,
                                       {p->y, NULL}};
    }
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        *GX_ADD(arena, &list) =
            (part){"band", b->label, b->length, b->x, {b->low, b->high}};
    }
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        *GX_ADD(arena, &list) = (part){"target", t->label, 1, &t->x, {&t->low, &t->high}};
    }
    return list;
}

/* Check the numbers of a part; `*shown` counts the rows that the axes show. */
static gx_err check_part(const gx_chart *c, const part *p, int32_t *shown, gx_diags *ds)
{
    const char *label = p->label ? p->label : "";
    int32_t seen = 0;
    for (int32_t i = 0; i < p->length; i++) {
        bool inside = p->x[i] >= c->x_from && p->x[i] <= c->x_to;
        if (fabs(p->x[i]) > last_year)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': year %g is out of range", label, p->x[i]);
        for (int32_t k = 0; k < 2 && p->column[k]; k++) {
            double value = p->column[k][i];
            if (fabs(value) > largest)
                return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                                "cannot draw '%s': its value is %g in %g", label, value,
                                p->x[i]);
            inside = inside && !isnan(value) && !(c->y_to > 0.0 && value > c->y_to && !k);
        }
        seen += inside;
    }
    if (seen == 0)
        gx_warning(ds, GX_CODE_VALUE, GX_NOWHERE,
                   "'%s' has no value between %g and %g and is not drawn", label,
                   c->x_from, c->x_to);
    *shown += seen;
    return GX_OK;
}

static gx_err check_chart(const gx_chart *c, const parts *list, gx_diags *ds)
{
    if (!(fabs(c->x_from) <= last_year && fabs(c->x_to) <= last_year &&
          c->x_from < c->x_to))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure cannot show the years %g to %g", c->x_from, c->x_to);
    if (!(c->y_to >= 0.0 && c->y_to <= largest))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "a y axis cannot go up to %g",
                        c->y_to);
    int32_t shown = 0;
    for (int32_t i = 0; i < list->count; i++) {
        gx_err err = check_part(c, &list->at[i], &shown, ds);
        if (err)
            return err;
    }
    if (shown == 0)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "the figure has nothing to draw between %g and %g", c->x_from,
                        c->x_to);
    return GX_OK;
}

/* ---- files ---- */

/* Open a new file of ours in the folder; its path is in the arena. -1 on error. */
static int open_temporary(const char *folder, const char **path, gx_arena *arena)
{
    int fd = -1;
    for (int32_t i = 0; i < 1000 && fd < 0; i++) {
        *path = gx_arena_format(arena, "%s/.gaoxin-%ld-%d.tmp", folder, (long)getpid(),
                                (int)i);
        fd = open(*path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            break;
    }
    return fd;
}

/* Close the temporary file and give it its name; on error it is gone. */
static gx_err commit(int fd, const char *temporary, const char *path, gx_err err,
                     gx_diags *ds)
{
    bool failed = fsync(fd) != 0 && errno != EINVAL;
    failed = close(fd) != 0 || failed;
    if (!err && (failed || rename(temporary, path) != 0))
        err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %s", path,
                       strerror(errno));
    if (err)
        unlink(temporary);
    return err;
}

static gx_err open_error(const char *folder, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot make a file in '%s': %s",
                    folder, strerror(errno));
}

static gx_err write_text(const gx_buf *text, const char *folder, const char *path,
                         gx_arena *arena, gx_diags *ds)
{
    const char *temporary = NULL;
    int fd = open_temporary(folder, &temporary, arena);
    if (fd < 0)
        return open_error(folder, ds);
    gx_err err = GX_OK;
    for (size_t done = 0; done < text->length && !err;) {
        ssize_t wrote = write(fd, text->text + done, text->length - done);
        if (wrote >= 0)
            done += (size_t)wrote;
        else if (errno != EINTR)
            err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %s", path,
                           strerror(errno));
    }
    return commit(fd, temporary, path, err, ds);
}

/* ---- the table ---- */

static void csv_text(const char *text, gx_buf *out)
{
    if (!text)
        return;
    size_t length = strlen(text);
    bool plain = !strpbrk(text, "\",\r\n") &&
                 (length == 0 || (text[0] != ' ' && text[length - 1] != ' '));
    if (plain) {
        gx_buf_add(out, text, length);
        return;
    }
    gx_buf_add(out, "\"", 1);
    for (; *text; text++)
        gx_buf_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    gx_buf_add(out, "\"", 1);
}

static void csv_number(double value, gx_buf *out)
{
    gx_buf_add(out, ",", 1);
    if (!isnan(value))
        gx_buf_number(out, value);
}

/* One row a value: tables of charts differ in their years, and none is left out. */
static void print_table(const parts *list, gx_buf *out)
{
    gx_buf_print(out, "kind,label,year,value,low,high\n");
    for (int32_t i = 0; i < list->count; i++) {
        const part *p = &list->at[i];
        for (int32_t k = 0; k < p->length; k++) {
            gx_buf_print(out, "%s,", p->kind);
            csv_text(p->label, out);
            csv_number(p->x[k], out);
            gx_buf_print(out, p->column[1] ? "," : "");
            csv_number(p->column[0][k], out);
            if (p->column[1])
                csv_number(p->column[1][k], out);
            gx_buf_print(out, p->column[1] ? "" : ",,");
            gx_buf_add(out, "\n", 1);
        }
    }
}

/* ---- the script ---- */

static void print_terminal(const gx_image *image, const char *family, gx_buf *out)
{
    gx_buf_print(out, "set terminal %s font \"%s%s\"\n", image->terminal, family, ticks);
}

/* A name that may stand in a script: see show.h. */
static const char *script_name(const char *name)
{
    bool plain = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "0123456789._-") == strlen(name);
    return plain && name[0] != '.' && name[0] != '-' ? name : "figure";
}

/* The script that users run: every image, each to its file. */
static void print_script(const gx_plot *plot, const gx_figure_files *files,
                         const char *body, const char *family, gx_buf *out)
{
    const char *name = script_name(files->name);
    gx_buf_print(out,
                 "# A figure of gaoxin, kind '%s'. Change what you like, then run\n"
                 "#   gnuplot %s.gp\n"
                 "# in this folder to draw it again.\n"
                 "set encoding utf8\n",
                 plot->name, name);
    for (int32_t i = 0; i < files->image_count; i++) {
        const gx_image *image = files->images[i];
        print_terminal(image, family, out);
        gx_buf_print(out, "set output \"%s.%s\"\n%s", name, image->name,
                     i == 0 ? body : "replot\n");
    }
    if (files->image_count == 0)
        gx_buf_add(out, body, strlen(body));
    else
        gx_buf_print(out, "unset output\n");
}

/* ---- images ---- */

static gx_err draw_image(const gx_helper *helper, const gx_image *image,
                         const gx_figure_files *files, const char *body,
                         const char *family, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_buf script;
    gx_buf_init(&script, ds->oom);
    gx_buf_print(&script, "set encoding utf8\n");
    print_terminal(image, family, &script);
    gx_buf_add(&script, body, strlen(body));
    gx_buf_print(&script, "unset output\n");
    const char *temporary = NULL;
    gx_err err = GX_OK;
    int fd = open_temporary(files->folder, &temporary, arena);
    if (fd < 0) {
        err = open_error(files->folder, ds);
    } else {
        struct stat state;
        err = gx_gnuplot_run(helper, &script, fd, ds);
        if (!err && (fstat(fd, &state) != 0 || state.st_size == 0))
            err = gx_error(ds, GX_CODE_HELPER, GX_NOWHERE, "'%s' drew nothing",
                           helper->program);
        const char *path =
            gx_arena_format(arena, "%s/%s.%s", files->folder, files->name, image->name);
        err = commit(fd, temporary, path, err, ds);
    }
    gx_buf_clear(&script);
    gx_arena_free(arena);
    return err;
}

static gx_err draw_images(const gx_figure_files *files, const char *body,
                          const char *family, gx_diags *ds)
{
    if (files->image_count == 0)
        return GX_OK;
    if (files->needs_chinese && !gx_font_has_chinese()) {
        gx_err err =
            gx_error(ds, GX_CODE_HELPER, GX_NOWHERE,
                     "no font with Chinese characters for the figure '%s'", files->name);
        gx_note(ds, GX_NOWHERE, "install a font: apt install fonts-noto-cjk");
        return err;
    }
    gx_helper helper = {files->gnuplot,
                        files->timeout_seconds > 0 ? files->timeout_seconds : 60};
    gx_err err = gx_gnuplot_check(&helper, ds);
    for (int32_t i = 0; i < files->image_count && !err; i++)
        err = draw_image(&helper, files->images[i], files, body, family, ds);
    return err;
}

/* Write script and table, then draw. */
static gx_err write_figure(const gx_plot *plot, const gx_chart *chart, const parts *list,
                           const gx_figure_files *files, gx_arena *arena, gx_diags *ds)
{
    gx_buf body, script, table, family;
    gx_buf *const all[] = {&body, &script, &table, &family};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        gx_buf_init(all[i], ds->oom);
    plot->script(chart, &body);
    gx_font_family(&family);
    print_script(plot, files, body.text, family.text, &script);
    print_table(list, &table);
    const char *path = gx_arena_format(arena, "%s/%s.gp", files->folder, files->name);
    gx_err err = write_text(&script, files->folder, path, arena, ds);
    if (!err) {
        path = gx_arena_format(arena, "%s/%s.csv", files->folder, files->name);
        err = write_text(&table, files->folder, path, arena, ds);
    }
    if (!err)
        err = draw_images(files, body.text, family.text, ds);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        gx_buf_clear(all[i]);
    return err;
}

gx_err gx_figure_draw(const gx_plot *plot, const gx_chart *chart,
                      const gx_figure_files *files, gx_diags *ds)
{
    const char *name = files->name;
    if (!*name || strchr(name, '/') || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "'%s' cannot be the name of a figure", name);
    gx_arena *arena = gx_arena_new(ds->oom);
    parts list = list_parts(chart, arena);
    gx_err err = check_chart(chart, &list, ds);
    if (!err)
        err = write_figure(plot, chart, &list, files, arena, ds);
    gx_arena_free(arena);
    return err;
}
