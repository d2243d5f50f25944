/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure's files: the script, the table of what is drawn, the images. gnuplot writes an
 * image to its standard output, which is a temporary file in the folder, so that no path
 * stands in a script. */
#include "show/drawable.h"
#include "show/fonts.h"
#include "show/gnuplot.h"
#include "show/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *const ticks = ",8.5"; /* size of the font of tick labels */

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
        err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %-s", path,
                       gx_errno_text(errno));
    if (err)
        unlink(temporary);
    return err;
}

static gx_err open_error(const char *folder, gx_diags *ds)
{
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot make a file in '%s': %-s",
                    folder, gx_errno_text(errno));
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
            err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %-s", path,
                           gx_errno_text(errno));
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

static void csv_cell(const double *column, int32_t row, gx_buf *out)
{
    gx_buf_add(out, ",", 1);
    if (column && !isnan(column[row]))
        gx_buf_number(out, column[row]);
}

/* A year, or the name that a value is of. */
static void csv_place(const gx_drawn *d, int32_t row, gx_buf *out)
{
    if (!d->name) {
        csv_cell(d->x, row, out);
        return;
    }
    gx_buf_add(out, ",", 1);
    csv_text(d->name[row], out);
}

/* One row a value: parts of a figure differ in their years, and none is left out. Gives
 * how many rows have one. */
static int32_t print_table(const gx_plot *plot, const gx_sheet *sheet, gx_buf *out)
{
    bool is_years = gx_drawable_first(sheet->page)->x.scale == GX_SCALE_PLAIN;
    int32_t shown = 0;
    gx_buf_print(out, "panel,kind,label,%s,until,value,low,high\n",
                 plot->needs == GX_NAMED ? "name"
                 : is_years              ? "year"
                                         : "x");
    for (int32_t i = 0; i < sheet->drawn.count; i++) {
        const gx_drawn *d = &sheet->drawn.at[i];
        const double *const column[] = {d->until, d->value, d->low, d->high};
        for (int32_t k = 0; k < d->length; k++) {
            if (d->x && !(d->x[k] >= d->axis.from && d->x[k] <= d->axis.to))
                continue;
            csv_text(d->panel, out);
            gx_buf_print(out, ",%s,", d->kind);
            csv_text(d->label, out);
            csv_place(d, k, out);
            bool has_all = true;
            for (size_t c = 0; c < sizeof column / sizeof *column; c++) {
                csv_cell(column[c], k, out);
                has_all = has_all && !(column[c] && isnan(column[c][k]));
            }
            gx_buf_add(out, "\n", 1);
            shown += has_all;
        }
    }
    return shown;
}

/* ---- the script ---- */

/* What is common to all images of a figure. */
typedef struct drawing {
    double width, height; /* of the page, cm */
    gx_buf data, page;    /* datablocks; what draws, again and again */
    gx_buf family;        /* a font that is installed */
    double font_scale;    /* at which it is as wide as measured */
    gx_buf script, table; /* of the files */
} drawing;

static void print_terminal(const gx_image *image, const drawing *d, gx_buf *out)
{
    gx_buf_print(out, "set terminal %s size ", image->terminal);
    for (int32_t i = 0; i < 2; i++) {
        double length = (i ? d->height : d->width) * image->per_cm;
        if (i)
            gx_buf_add(out, ",", 1);
        gx_buf_print(out, image->unit[0] ? "%.2f%s" : "%.0f%s", length, image->unit);
    }
    gx_buf_print(out, " %s fontscale %g font \"%s%s\"\n", image->options,
                 image->family ? image->font_scale : image->font_scale * d->font_scale,
                 image->family ? image->family : d->family.text, ticks);
}

/* A name that may stand in a script: see show.h. */
static const char *script_name(const char *name)
{
    bool plain = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                              "0123456789._-") == strlen(name);
    return plain && name[0] != '.' && name[0] != '-' ? name : "figure";
}

/* The script that users run: every image, each to its file. */
static void print_script(const gx_plot *plot, const gx_figure_files *files, drawing *d)
{
    const char *name = script_name(files->name);
    gx_buf *out = &d->script;
    gx_buf_print(out,
                 "# A figure of gaoxin, kind '%s'. Change what you like, then run\n"
                 "#   gnuplot %s.gp\n"
                 "# in this folder to draw it again.\n"
                 "set encoding utf8\n",
                 plot->name, name);
    gx_buf_add(out, d->data.text, d->data.length);
    gx_buf_print(out, "do for [format in \"");
    for (int32_t i = 0; i < files->image_count; i++)
        gx_buf_print(out, "%s%s", i ? " " : "", files->images[i]->name);
    gx_buf_print(out, "\"] {\n");
    for (int32_t i = 0; i < files->image_count; i++) {
        gx_buf_print(out, "if (format eq \"%s\") {\n", files->images[i]->name);
        print_terminal(files->images[i], d, out);
        gx_buf_print(out, "}\n");
    }
    gx_buf_print(out, "set output \"%s.\" . format\n", name);
    gx_buf_add(out, d->page.text, d->page.length);
    gx_buf_print(out, "}\nunset output\n");
}

/* ---- images ---- */

/* cairo writes when it drew into a PDF: the same figure would have other bytes. Another
 * date of the same length changes nothing else in the file. */
static gx_err fix_date(int fd, const char *path, gx_diags *ds)
{
    static const char mark[] = "/CreationDate (D:", date[] = "20000101000000";
    enum { MARK = sizeof mark - 1, DATE = sizeof date - 1, CHUNK = 65536 };
    char chunk[CHUNK + MARK];
    off_t at = 0;
    for (ssize_t got; (got = pread(fd, chunk, sizeof chunk, at)) > 0; at += CHUNK)
        for (ssize_t i = 0; i + MARK <= got && i < CHUNK; i++)
            if (memcmp(chunk + i, mark, MARK) == 0 &&
                pwrite(fd, date, DATE, at + i + MARK) != DATE)
                return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot write '%s': %-s",
                                path, gx_errno_text(errno));
    return GX_OK;
}

/* gnuplot does not notice that a disk is full: the picture lacks its end. */
static gx_err check_end(int fd, const gx_image *image, const char *path,
                        const char *program, gx_diags *ds)
{
    char last[64];
    off_t size = lseek(fd, 0, SEEK_END), most = sizeof last;
    if (size == 0)
        return gx_error(ds, GX_CODE_HELPER, GX_NOWHERE, "'%s' drew nothing", program);
    ssize_t got = pread(fd, last, sizeof last, size > most ? size - most : 0);
    for (ssize_t i = 0; i + image->end_length <= got; i++)
        if (memcmp(last + i, image->end, (size_t)image->end_length) == 0)
            return GX_OK;
    return gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                    "cannot write '%s': it has no end, as when a disk is full", path);
}

static gx_err draw_image(const gx_helper *helper, const gx_image *image,
                         const gx_figure_files *files, const drawing *d, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_buf script;
    gx_buf_init(&script, ds->oom);
    gx_buf_print(&script, "set encoding utf8\n");
    print_terminal(image, d, &script);
    gx_buf_add(&script, d->data.text, d->data.length);
    gx_buf_add(&script, d->page.text, d->page.length);
    gx_buf_print(&script, "unset output\n");
    const char *temporary = NULL;
    gx_err err = GX_OK;
    int fd = open_temporary(files->folder, &temporary, arena);
    if (fd < 0) {
        err = open_error(files->folder, ds);
    } else {
        const char *path =
            gx_arena_format(arena, "%s/%s.%s", files->folder, files->name, image->name);
        err = gx_gnuplot_run(helper, &script, fd, ds);
        if (!err)
            err = check_end(fd, image, path, helper->program, ds);
        if (!err && image->has_date)
            err = fix_date(fd, path, ds);
        err = commit(fd, temporary, path, err, ds);
    }
    gx_buf_clear(&script);
    gx_arena_free(arena);
    return err;
}

/* True when a text needs a font that not every system has. */
static bool has_wide_text(const gx_buf *page)
{
    for (const char *c = page->text; *c;) {
        int32_t length = gx_layout_step(c);
        if (length > 2 && gx_text_width(c, (size_t)length) > 1)
            return true;
        c += length > 0 ? length : 1;
    }
    return false;
}

static gx_err check_fonts(const gx_figure_files *files, const drawing *d, gx_diags *ds)
{
    bool is_needed = false;
    for (int32_t i = 0; i < files->image_count; i++)
        is_needed = is_needed || files->images[i]->needs_font;
    bool is_there = !is_needed || gx_font_is_there();
    if (is_there && (!is_needed || !has_wide_text(&d->page) || gx_font_has_chinese()))
        return GX_OK;
    gx_err err =
        is_there
            ? gx_error(ds, GX_CODE_HELPER, GX_NOWHERE,
                       "no font with Chinese characters for the figure '%s'", files->name)
            : gx_error(ds, GX_CODE_HELPER, GX_NOWHERE,
                       "no font at all for the figure '%s'", files->name);
    gx_note(ds, GX_NOWHERE, "install a font: apt install fonts-noto-cjk");
    return err;
}

static gx_err draw_images(const gx_figure_files *files, const drawing *d, gx_diags *ds)
{
    if (files->image_count == 0 || !files->gnuplot)
        return GX_OK;
    gx_helper helper = {files->gnuplot,
                        files->timeout_seconds > 0 ? files->timeout_seconds : 60};
    gx_err err = check_fonts(files, d, ds);
    if (!err)
        err = gx_gnuplot_check(&helper, ds);
    for (int32_t i = 0; i < files->image_count && !err; i++)
        err = draw_image(&helper, files->images[i], files, d, ds);
    return err;
}

/* Write what draws and what is drawn; gives how many values that are. */
static int32_t print_page(const gx_plot *plot, const gx_chart *chart, drawing *d,
                          gx_arena *arena)
{
    const double points = 72.0 / 2.54; /* of a centimetre */
    gx_buf parts_of_plot;
    gx_buf_init(&parts_of_plot, d->page.oom);
    gx_sheet sheet = {.page = chart,
                      .arena = arena,
                      .data = &d->data,
                      .out = &d->page,
                      .parts = &parts_of_plot,
                      .width = d->width * points};
    gx_buf_print(&d->page, "reset\n");
    gx_sheet_begin(&sheet, plot->area);
    plot->draw(&sheet);
    d->height = sheet.height / points;
    int32_t shown = print_table(plot, &sheet, &d->table);
    gx_buf_clear(&parts_of_plot);
    return shown;
}

static gx_err write_files(const gx_plot *plot, const gx_figure_files *files, drawing *d,
                          gx_arena *arena, gx_diags *ds)
{
    d->font_scale = gx_font_family(&d->family);
    print_script(plot, files, d);
    const char *path = gx_arena_format(arena, "%s/%s.gp", files->folder, files->name);
    gx_err err = write_text(&d->script, files->folder, path, arena, ds);
    path = gx_arena_format(arena, "%s/%s.csv", files->folder, files->name);
    return err ? err : write_text(&d->table, files->folder, path, arena, ds);
}

/* Write script and table, then draw. */
static gx_err write_figure(const gx_plot *plot, const gx_chart *chart,
                           const gx_figure_files *files, gx_arena *arena, gx_diags *ds)
{
    drawing d = {.width = files->width > 0.0 ? files->width : GX_PAGE_WIDE};
    gx_buf *const all[] = {&d.data, &d.page, &d.family, &d.script, &d.table};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        gx_buf_init(all[i], ds->oom);
    gx_err err = GX_OK;
    if (print_page(plot, chart, &d, arena) == 0)
        err = gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "the figure has nothing to draw%-s",
                       gx_drawable_shown(plot, gx_drawable_first(chart), arena));
    if (!err)
        err = write_files(plot, files, &d, arena, ds);
    if (!err)
        err = draw_images(files, &d, ds);
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
    if (files->width != 0.0 && !(files->width >= 5.0 && files->width <= 100.0))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure is 5 to 100 cm wide, not %g", files->width);
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_chart page = gx_scale_settled(chart, arena);
    gx_err err = gx_drawable_check(plot, &page, arena, ds);
    if (!err)
        err = write_figure(plot, &page, files, arena, ds);
    gx_arena_free(arena);
    return err;
}
