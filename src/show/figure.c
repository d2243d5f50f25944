/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A figure's files: the script, the table of what is drawn, the images. gnuplot writes an
 * image to its standard output, which is a temporary file in the folder, so that no path
 * stands in a script. */
#include "show/fonts.h"
#include "show/gnuplot.h"
#include "show/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const double largest = 1e300;     /* of a value */
static const double last_year = 1e6;     /* of either sign */
static const char *const ticks = ",8.5"; /* size of the font of tick labels */

/* ---- what can be drawn ---- */

/* The numbers of one part of a chart. */
typedef struct part {
    const gx_chart *chart; /* its plot */
    const char *label;
    int32_t length;
    const double *x;
    const double *column[2]; /* the second may be NULL */
} part;

typedef GX_LIST(part) parts;

static void add_parts(parts *list, const gx_chart *c, gx_arena *arena)
{
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        *GX_ADD(arena, list) = (part){c, s->label, s->length, s->x, {s->y, NULL}};
    }
    for (int32_t i = 0; i < c->points.count; i++) {
        const gx_points *p = &c->points.at[i];
        *GX_ADD(arena, list) = (part){c, p->label, p->length, p->x, {p->y, NULL}};
    }
    for (int32_t i = 0; i < c->bands.count; i++) {
        const gx_band *b = &c->bands.at[i];
        *GX_ADD(arena, list) = (part){c, b->label, b->length, b->x, {b->low, b->high}};
    }
    for (int32_t i = 0; i < c->targets.count; i++) {
        const gx_target *t = &c->targets.at[i];
        *GX_ADD(arena, list) = (part){c, t->label, 1, &t->x, {&t->low, &t->high}};
    }
    for (int32_t i = 0; i < c->panels.count; i++)
        add_parts(list, &c->panels.at[i], arena);
}

/* Check that the series of one plot of names have a number for each. */
static gx_err check_names(const gx_plot *plot, const gx_chart *c, gx_diags *ds)
{
    if (c->name_count > GX_MOST_NAMES || c->series.count > GX_MOST_BARS)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure '%s' has at most %d names and %d variables, not %d and "
                        "%d",
                        plot->name, (int)GX_MOST_NAMES, (int)GX_MOST_BARS,
                        (int)c->name_count, (int)c->series.count);
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i];
        if (s->length != c->name_count)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': it has %d values for %d names", s->label,
                            (int)s->length, (int)c->name_count);
        for (int32_t k = 0; k < s->length; k++)
            if (fabs(s->y[k]) > largest)
                return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                                "cannot draw '%s': its value is %g for '%s'", s->label,
                                s->y[k], c->names[k]);
    }
    return GX_OK;
}

/* Check what a kind needs of the series of one plot. */
static gx_err check_needs(const gx_plot *plot, const gx_chart *c, gx_diags *ds)
{
    if (plot->needs == GX_STACKED && c->bands.count)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "a figure '%s' has no band",
                        plot->name);
    bool is_plain = plot->needs == GX_ALIGNED || plot->needs == GX_NAMED;
    if (is_plain && c->bands.count + c->points.count + c->targets.count)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure '%s' has no band, points or target", plot->name);
    if (plot->needs == GX_NAMED)
        return check_names(plot, c, ds);
    if (plot->needs != GX_STACKED && plot->needs != GX_ALIGNED)
        return GX_OK;
    for (int32_t i = 0; i < c->series.count; i++) {
        const gx_series *s = &c->series.at[i], *first = &c->series.at[0];
        if (s->length != first->length ||
            memcmp(s->x, first->x, (size_t)s->length * sizeof *s->x) != 0)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': its years are not those of '%s'", s->label,
                            first->label);
        for (int32_t k = 0; k < s->length && plot->needs == GX_STACKED; k++)
            if (s->y[k] < 0.0)
                return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                                "cannot stack '%s': its value is %g in %g", s->label,
                                s->y[k], s->x[k]);
    }
    return GX_OK;
}

/* What the axes show, in a message; nothing of names. */
static const char *shown_text(const gx_plot *plot, const gx_chart *c, gx_arena *arena)
{
    return plot->needs == GX_NAMED
               ? ""
               : gx_phrase(arena, " between %g and %g", c->x.from, c->x.to);
}

/* Check a number that one of the axes should show; `at` says where it stands. */
static gx_err check_number(const gx_axis *axis, double value, const char *label,
                           const char *at, gx_diags *ds)
{
    if (fabs(value) > largest)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "cannot draw '%s': its value is %g%-s", label, value, at);
    if (axis->scale == GX_SCALE_LOG && value <= 0.0)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "cannot draw '%s' on a logarithmic axis: its value is %g%-s",
                        label, value, at);
    return GX_OK;
}

/* Check the numbers of a part, and say so when the axes show none of it. */
static gx_err check_part(const gx_plot *plot, const part *p, gx_diags *ds)
{
    const gx_axis *x = &p->chart->x, *y = &p->chart->y;
    const char *label = p->label ? p->label : "";
    bool is_cut = y->from < y->to;
    int32_t seen = 0;
    for (int32_t i = 0; i < p->length; i++) {
        const char *at = gx_phrase(ds->arena, " in %g", p->x[i]);
        bool inside = p->x[i] >= x->from && p->x[i] <= x->to;
        if (x->scale == GX_SCALE_PLAIN && fabs(p->x[i]) > last_year)
            return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                            "cannot draw '%s': year %g is out of range", label, p->x[i]);
        gx_err err = x->scale == GX_SCALE_PLAIN
                         ? GX_OK
                         : check_number(x, p->x[i], label, GX_TEXT(" along x"), ds);
        for (int32_t k = 0; !err && k < 2 && p->column[k]; k++) {
            double value = p->column[k][i];
            err = check_number(y, value, label, at, ds);
            inside = inside && !isnan(value) && !(is_cut && value > y->to && !k);
        }
        if (err)
            return err;
        seen += inside;
    }
    if (seen == 0)
        gx_warning(ds, GX_CODE_VALUE, GX_NOWHERE, "'%s' has no value%-s and is not drawn",
                   label, shown_text(plot, p->chart, ds->arena));
    return GX_OK;
}

/* Say in how many years a plot is empty because a part of it is missing. */
static void tell_gaps(const gx_chart *page, const gx_chart *c, gx_diags *ds)
{
    const gx_series *missing = NULL;
    int32_t years = 0, length = c->series.count ? c->series.at[0].length : 0;
    for (int32_t k = 0; k < length; k++) {
        double year = c->series.at[0].x[k];
        bool is_gap = false;
        for (int32_t i = 0; i < c->series.count; i++)
            if (isnan(c->series.at[i].y[k]) && year >= page->x.from &&
                year <= page->x.to) {
                missing = missing ? missing : &c->series.at[i];
                is_gap = true;
            }
        years += is_gap;
    }
    if (missing)
        gx_warning(ds, GX_CODE_VALUE, GX_NOWHERE,
                   "nothing is drawn at %d of %d times: '%s' has no value there",
                   (int)years, (int)length, missing->label ? missing->label : "");
}

/* The plot whose x axis says what those of the page show: years are shared. */
static const gx_chart *first_plot(const gx_chart *page)
{
    bool has_own = page->panels.count && page->panels.at[0].x.scale != GX_SCALE_PLAIN;
    return has_own ? &page->panels.at[0] : page;
}

/* Check what the axes of one plot show. */
static gx_err check_axes(const gx_chart *c, gx_diags *ds)
{
    const gx_axis *x = &c->x, *y = &c->y;
    bool is_years = x->scale == GX_SCALE_PLAIN;
    double most = is_years ? last_year : largest;
    if (!(fabs(x->from) <= most && fabs(x->to) <= most && x->from < x->to) ||
        (x->scale == GX_SCALE_LOG && x->from <= 0.0))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        is_years ? "a figure cannot show the years %g to %g"
                                 : "a figure cannot show the values %g to %g",
                        x->from, x->to);
    if (!(y->from <= y->to && fabs(y->from) <= largest && fabs(y->to) <= largest) ||
        (y->scale == GX_SCALE_LOG && y->from < y->to && y->from <= 0.0))
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE, "a y axis cannot go from %g to %g",
                        y->from, y->to);
    return GX_OK;
}

static gx_err check_chart(const gx_plot *plot, const gx_chart *c, const parts *list,
                          gx_diags *ds)
{
    if (c->panels.count > GX_MOST_PANELS)
        return gx_error(ds, GX_CODE_VALUE, GX_NOWHERE,
                        "a figure has at most %d panels, not %d", (int)GX_MOST_PANELS,
                        (int)c->panels.count);
    gx_err axes = check_axes(first_plot(c), ds);
    for (int32_t i = 0; !axes && i < c->panels.count; i++)
        axes = check_axes(&c->panels.at[i], ds);
    if (axes)
        return axes;
    gx_err err = check_needs(plot, c, ds);
    for (int32_t i = 0; !err && i < c->panels.count; i++)
        err = check_needs(plot, &c->panels.at[i], ds);
    for (int32_t i = 0; !err && i < list->count; i++)
        err = check_part(plot, &list->at[i], ds);
    bool is_whole = plot->needs == GX_STACKED || plot->needs == GX_ALIGNED;
    for (int32_t i = -1; !err && is_whole && i < c->panels.count; i++)
        tell_gaps(c, i < 0 ? c : &c->panels.at[i], ds);
    return err;
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
    bool is_years = first_plot(sheet->page)->x.scale == GX_SCALE_PLAIN;
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
                       shown_text(plot, first_plot(chart), arena));
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
    parts list = {0};
    add_parts(&list, &page, arena);
    gx_err err = check_chart(plot, &page, &list, ds);
    if (!err)
        err = write_figure(plot, &page, files, arena, ds);
    gx_arena_free(arena);
    return err;
}
