/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of text (base/fields.h) into frames and back. */
#include "base/fields.h"
#include "store/grid.h"
#include "store/store.h"

#include <math.h>
#include <string.h>
#include <strings.h>

#define BOM "\xEF\xBB\xBF"

static char separator_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot, ".tab") == 0 ? '\t' : ',';
}

/* ---- writing ---- */

/** Add a field, in quotes when it needs them. */
static void add_field(const char *text, char separator, gx_buf *out)
{
    bool is_plain = !strpbrk(text, "\"\r\n") && !strchr(text, separator);
    gx_buf_add(out, "\"", !is_plain);
    for (; *text; text++)
        gx_buf_add(out, *text == '"' ? "\"\"" : text, *text == '"' ? 2 : 1);
    gx_buf_add(out, "\"", !is_plain);
}

static void add_header(const gx_grid *g, char separator, gx_buf *out)
{
    for (int32_t c = 0; c < g->columns.count; c++) {
        gx_buf_add(out, &separator, c > 0);
        add_field(g->columns.at[c].title, separator, out);
    }
    gx_buf_add(out, "\n", 1);
}

static void add_row(const gx_grid *g, int32_t run, int32_t time, char separator,
                    gx_buf *out)
{
    for (int32_t c = 0; c < g->columns.count; c++) {
        double value = 0.0;
        const char *label = gx_grid_cell(g, c, run, time, &value);
        gx_buf_add(out, &separator, c > 0);
        if (label)
            add_field(label, separator, out);
        else if (!isnan(value))
            gx_buf_number(out, value);
    }
    gx_buf_add(out, "\n", 1);
}

gx_err gx_csv_write(const gx_frame *frame, const char *path, const gx_storage *how,
                    gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_grid g = gx_grid_of(frame, arena, ds->oom);
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    gx_buf_add(&out, BOM, how->has_bom ? strlen(BOM) : 0);
    add_header(&g, separator_of(path), &out);
    for (int32_t run = 0; run < g.runs; run++)
        for (int32_t time = 0; time < g.times; time++)
            add_row(&g, run, time, separator_of(path), &out);
    gx_err err = gx_file_write(path, out.text, out.length, ds);
    gx_buf_clear(&out);
    gx_arena_free(arena);
    return err;
}

bool gx_csv_matches(const gx_frame *frame, const char *path, gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_grid g = gx_grid_of(frame, arena, oom);
    gx_buf header;
    gx_buf_init(&header, oom);
    add_header(&g, separator_of(path), &header);
    bool same = gx_file_begins_with(path, header.text, header.length);
    gx_buf_clear(&header);
    gx_arena_free(arena);
    return same;
}

/* ---- reading: fields into a frame ---- */

/** The number in a field, NaN when it is empty, or says so where that `may_be_nan`. */
static gx_err field_number(const gx_fields *r, const gx_field *f, bool may_be_nan,
                           double *value)
{
    enum { LONGEST = 400 };
    char text[LONGEST + 1] = "";
    *value = (double)NAN;
    if (f->loc.length == 0)
        return GX_OK;
    if (f->loc.length <= LONGEST)
        memcpy(text, r->text + f->loc.offset, (size_t)f->loc.length);
    if (gx_text_to_number(text, value) || (may_be_nan && strcasecmp(text, "nan") == 0))
        return GX_OK;
    const char *size = text + (*text == '-' || *text == '+');
    *value = *text == '-' ? -HUGE_VAL : HUGE_VAL;
    if (strcasecmp(size, "inf") == 0 || strcasecmp(size, "infinity") == 0)
        return GX_OK;
    return gx_error(r->ds, GX_CODE_SYNTAX, f->loc, "'%.*s' is not a number",
                    f->loc.length < 80 ? f->loc.length : 80, r->text + f->loc.offset);
}

/* What a table holds before its size is known. */
typedef struct cells {
    bool has_time;     /* its first column is Time */
    bool is_measured;  /* what is missing is an empty field, and no `nan` */
    const char **name; /* [columns] */
    int32_t columns;
    int32_t rows;
    const char *time_units;
    GX_LIST(double) values; /* [rows][columns] */
} cells;

/** Take `Time` or `Time (unit)`. */
static gx_err read_time_name(const gx_fields *r, const gx_field *f, cells *c)
{
    const char *name = gx_field_text(r, f);
    const char *open = strchr(name, '('), *close = strrchr(name, ')');
    const char *end = open ? open : name + strlen(name);
    const char *key = gx_text_key(r->arena, name, (size_t)(end - name));
    if (strcmp(key, "time") != 0 || (open && (!close || close[1])))
        return gx_error(r->ds, GX_CODE_SYNTAX, f->loc,
                        "the first column is '%s', not 'Time'", name);
    c->time_units =
        open ? gx_arena_text(r->arena, open + 1, (size_t)(close - open - 1)) : "";
    return GX_OK;
}

static gx_err read_header(gx_fields *r, cells *c)
{
    gx_err err = gx_fields_read(r);
    if (err)
        return err;
    if (r->list.count == 0)
        return gx_error(r->ds, GX_CODE_SYNTAX, (gx_loc){.file = r->file, .length = 1},
                        "a table without a line");
    gx_map *names = gx_map_new(r->arena);
    c->columns = r->list.count;
    c->name = GX_ARRAY(r->arena, const char *, c->columns);
    if (c->has_time)
        err = read_time_name(r, &r->list.at[0], c);
    for (int32_t i = c->has_time; i < c->columns && !err; i++) {
        const gx_field *f = &r->list.at[i];
        c->name[i] = gx_field_text(r, f);
        const char *key = gx_text_key(r->arena, c->name[i], strlen(c->name[i]));
        if (*key && !gx_map_put(names, key, i))
            err = gx_error(r->ds, GX_CODE_DUPLICATE_NAME, f->loc,
                           "'%s' is the name of two columns", c->name[i]);
    }
    return err;
}

/** Take one line of numbers; its errors are independent of other lines. */
static void read_row(gx_fields *r, cells *c)
{
    int32_t count = r->list.count;
    double before =
        c->rows ? c->values.at[(c->rows - 1) * (size_t)c->columns] : -HUGE_VAL;
    for (int32_t i = 0; i < c->columns; i++) {
        const gx_field *f = &r->list.at[i < count ? i : count - 1];
        double *value = GX_ADD(r->arena, &c->values);
        *value = (double)NAN;
        bool is_time = c->has_time && i == 0;
        if (i >= count && !is_time && *c->name[i] && r->separator == ',') {
            gx_error(r->ds, GX_CODE_SYNTAX, f->loc,
                     "the line ends here, before column '%s'", c->name[i]);
            count = c->columns; /* said once a line */
        } else if (i < r->list.count) {
            gx_err err = field_number(r, f, !c->is_measured, value);
            if (!err && is_time && !(*value > before))
                gx_error(r->ds, GX_CODE_SYNTAX, f->loc, "time does not rise");
            if (!is_time && !*c->name[i] && f->loc.length)
                gx_error(r->ds, GX_CODE_SYNTAX, f->loc, "this column has no name");
        }
    }
    for (int32_t i = c->columns; i < r->list.count; i++)
        if (r->list.at[i].loc.length)
            gx_error(r->ds, GX_CODE_SYNTAX, r->list.at[i].loc,
                     "more fields than the header has names");
    c->rows++;
}

static gx_frame *build(const gx_fields *r, const cells *c)
{
    gx_frame *frame = gx_frame_new(r->ds->oom);
    double *time = GX_ARRAY(r->arena, double, c->rows);
    for (int32_t t = 0; t < c->rows; t++)
        time[t] = c->has_time ? c->values.at[(size_t)t * (size_t)c->columns] : t;
    int32_t dim =
        c->has_time ? gx_frame_add_dim(frame, "time", c->time_units, c->rows, time, NULL)
                    : gx_frame_add_dim(frame, "run", "", c->rows, time, NULL);
    for (int32_t i = c->has_time; i < c->columns; i++) {
        if (!*c->name[i])
            continue; /* an empty column, as after a separator at the end */
        int32_t v = gx_frame_add_var(frame, c->name[i], "", 1, &dim);
        for (int32_t t = 0; t < c->rows; t++)
            frame->vars.at[v].value[t] =
                c->values.at[(size_t)t * (size_t)c->columns + (size_t)i];
    }
    return frame;
}

static gx_err read_table(gx_frame **frame, const char *path, cells c, gx_diags *ds)
{
    enum { LARGEST = 1 << 30, MOST_ERRORS = 20 };
    int32_t file = -1;
    *frame = NULL;
    gx_err err = gx_source_read(&file, path, LARGEST, ds);
    if (err)
        return err;
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_fields r = gx_fields_start(file, separator_of(path), arena, ds);
    int32_t errors_before = ds->error_count;
    err = read_header(&r, &c);
    if (!err)
        err = gx_fields_read(&r);
    while (!err && r.list.count && ds->error_count < errors_before + MOST_ERRORS) {
        read_row(&r, &c);
        err = gx_fields_read(&r);
    }
    if (!err && ds->error_count > errors_before)
        err = gx_codes[GX_CODE_SYNTAX].outcome;
    if (!err)
        *frame = build(&r, &c);
    gx_arena_free(arena);
    return err;
}

gx_err gx_csv_read(gx_frame **frame, const char *path, gx_diags *ds)
{
    return read_table(frame, path, (cells){.has_time = true}, ds);
}

gx_err gx_csv_read_points(gx_frame **frame, const char *path, gx_diags *ds)
{
    return read_table(frame, path, (cells){.has_time = false}, ds);
}

gx_err gx_csv_read_measured(gx_frame **frame, const char *path, gx_diags *ds)
{
    return read_table(frame, path, (cells){.has_time = true, .is_measured = true}, ds);
}
