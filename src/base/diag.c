/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages are kept with byte offsets; rendering finds the line, shows it with tabs as
 * blanks, and puts the caret by display width, so that it stands right after Chinese
 * text. */
#include "base/diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const gx_code_row gx_codes[GX_CODE_COUNT] = {
#define GX_CODE(name, text, outcome, meaning) {text, GX_##outcome, meaning},
#include "base/diag.def"
};

const gx_outcome_row gx_outcomes[] = {
#define GX_OUTCOME(name, exit_code, meaning) {#name, GX_##name, meaning},
#include "base/diag.def"
};
const int32_t gx_outcome_count = sizeof gx_outcomes / sizeof *gx_outcomes;

gx_diags *gx_diags_new(gx_oom oom)
{
    gx_arena *arena = gx_arena_new(oom);
    gx_diags *ds = GX_NEW(arena, gx_diags);
    ds->arena = arena;
    ds->oom = oom;
    return ds;
}

gx_diags *gx_diags_like(const gx_diags *ds)
{
    gx_diags *made = gx_diags_new(ds->oom);
    made->catalogue = ds->catalogue;
    return made;
}

void gx_diags_free(gx_diags *ds)
{
    if (ds)
        gx_arena_free(ds->arena);
}

/* ---- reasons of the system ---- */

static const struct {
    int number;
    const char *text;
} reasons[] = {
    {ENOENT, GX_TEXT("No such file or directory")},
    {EACCES, GX_TEXT("Permission denied")},
    {EPERM, GX_TEXT("Operation not permitted")},
    {EISDIR, GX_TEXT("Is a directory")},
    {ENOTDIR, GX_TEXT("Not a directory")},
    {EEXIST, GX_TEXT("File exists")},
    {ENOSPC, GX_TEXT("No space left on device")},
    {EDQUOT, GX_TEXT("Disk quota exceeded")},
    {EFBIG, GX_TEXT("File too large")},
    {EROFS, GX_TEXT("Read-only file system")},
    {EIO, GX_TEXT("Input/output error")},
    {ELOOP, GX_TEXT("Too many levels of symbolic links")},
    {ENAMETOOLONG, GX_TEXT("File name too long")},
    {EMFILE, GX_TEXT("Too many open files")},
    {ENOEXEC, GX_TEXT("Exec format error")},
    {ENOMEM, GX_TEXT("Cannot allocate memory")},
};

const char *gx_errno_text(int number)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (reasons[i].number == number)
            return reasons[i].text;
    return strerror(number);
}

/* ---- sources ---- */

int32_t gx_source_add(gx_diags *ds, const char *path, const char *text, size_t length)
{
    gx_source *source = GX_ADD(ds->arena, &ds->sources);
    source->path = gx_arena_text(ds->arena, path, strlen(path));
    source->text = gx_arena_text(ds->arena, text, length);
    source->length = length;
    return ds->sources.count - 1;
}

static gx_err read_all(FILE *in, const char *path, size_t limit, gx_buf *into,
                       gx_diags *ds)
{
    char chunk[65536];
    size_t got = 0;
    while ((got = fread(chunk, 1, sizeof chunk, in)) > 0) {
        gx_buf_add(into, chunk, got);
        if (into->length > limit)
            return gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                            "'%s' is larger than the limit of %zu bytes", path, limit);
    }
    if (ferror(in))
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot read '%s': %-s", path,
                        gx_errno_text(errno));
    return GX_OK;
}

static gx_err check_source(int32_t file, gx_diags *ds)
{
    const gx_source *source = &ds->sources.at[file];
    size_t bad = 0;
    gx_loc loc = {.file = file, .length = 1};
    if (!gx_text_is_utf8(source->text, source->length, &bad)) {
        loc.offset = (int32_t)bad;
        gx_err err = gx_error(ds, GX_CODE_ENCODING, loc, "byte 0x%02x is not UTF-8",
                              (unsigned)(unsigned char)source->text[bad]);
        gx_note(ds, GX_NOWHERE, "save the file as UTF-8, or convert it with iconv");
        return err;
    }
    loc.offset = (int32_t)strlen(source->text);
    return memchr(source->text, '\0', source->length)
               ? gx_error(ds, GX_CODE_ENCODING, loc, "a NUL byte in a text file")
               : GX_OK;
}

/* ---- texts that stand for files ---- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

void gx_source_keep(gx_diags *ds, const char *path, const char *text)
{
    *GX_ADD(ds->arena, &ds->kept) =
        (gx_kept){.path = gx_arena_text(ds->arena, path, strlen(path)),
                  .text = gx_arena_text(ds->arena, text, strlen(text))};
}

static gx_kept *find_kept(const gx_diags *ds, const char *path)
{
    for (int32_t i = 0; i < ds->kept.count; i++)
        if (!ds->kept.at[i].is_taken &&
            strcmp(file_name(ds->kept.at[i].path), file_name(path)) == 0)
            return &ds->kept.at[i];
    return NULL;
}

bool gx_source_is_there(const gx_diags *ds, const char *path)
{
    struct stat status;
    return ds->kept.count ? find_kept(ds, path) != NULL : stat(path, &status) == 0;
}

static gx_err take_kept(int32_t *file, const char *path, gx_diags *ds)
{
    gx_kept *kept = find_kept(ds, path);
    if (!kept)
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                        "cannot open '%s': the result has no file of that name",
                        file_name(path));
    kept->is_taken = true;
    *file = gx_source_add(ds, kept->path, kept->text, strlen(kept->text));
    return check_source(*file, ds);
}

gx_err gx_source_read(int32_t *file, const char *path, size_t limit, gx_diags *ds)
{
    *file = -1;
    if (ds->kept.count)
        return take_kept(file, path, ds);
    FILE *in = fopen(path, "rb");
    if (!in)
        return gx_error(ds, GX_CODE_FILE, GX_NOWHERE, "cannot open '%s': %-s", path,
                        gx_errno_text(errno));
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    gx_err err = read_all(in, path, limit, &text, ds);
    fclose(in);
    if (!err) {
        *file = gx_source_add(ds, path, text.text, text.length);
        err = check_source(*file, ds);
    }
    gx_buf_clear(&text);
    return err;
}

/* Where the text begins: a byte order mark is no character of it. */
static int32_t text_start(const gx_source *source)
{
    static const char bom[] = "\xEF\xBB\xBF";
    return strncmp(source->text, bom, strlen(bom)) == 0 ? (int32_t)strlen(bom) : 0;
}

void gx_source_position(const gx_source *source, int32_t offset, int32_t *line,
                        int32_t *column)
{
    *line = 1;
    *column = 1;
    for (int32_t i = text_start(source); i < offset && (size_t)i < source->length; i++) {
        char c = source->text[i];
        bool crlf = c == '\r' && source->text[i + 1] == '\n';
        if (c == '\n' || (c == '\r' && !crlf)) {
            ++*line;
            *column = 1;
        } else if (((unsigned char)c & 0xC0U) != 0x80U) {
            ++*column;
        }
    }
}

/* ---- messages ---- */

__attribute__((format(printf, 5, 0))) static void add(gx_diags *ds, gx_severity severity,
                                                      gx_code code, gx_loc loc,
                                                      const char *format, va_list args)
{
    gx_buf text;
    gx_buf_init(&text, ds->oom);
    gx_diag *d = GX_ADD(ds->arena, &ds->list);
    *d = (gx_diag){.severity = severity,
                   .code = code,
                   .loc = loc,
                   .phrase = gx_phrase_of(ds->arena, format, args)};
    gx_phrase_print(d->phrase, NULL, &text);
    d->text = gx_arena_text(ds->arena, text.text, text.length);
    gx_buf_clear(&text);
    ds->error_count += severity == GX_ERROR;
}

gx_err gx_error(gx_diags *ds, gx_code code, gx_loc loc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(ds, GX_ERROR, code, loc, format, args);
    va_end(args);
    return gx_codes[code].outcome;
}

void gx_warning(gx_diags *ds, gx_code code, gx_loc loc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(ds, GX_WARNING, code, loc, format, args);
    va_end(args);
}

void gx_note(gx_diags *ds, gx_loc loc, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(ds, GX_NOTE, GX_CODE_USAGE, loc, format, args);
    va_end(args);
}

static bool is_within(gx_loc inner, gx_loc outer)
{
    return inner.file == outer.file && inner.offset >= outer.offset &&
           inner.offset + inner.length <= outer.offset + outer.length;
}

static bool is_said(const gx_diags *ds, int32_t first, const gx_diag *message)
{
    for (int32_t i = first; i < ds->list.count; i++)
        if (ds->list.at[i].severity == GX_ERROR &&
            ds->list.at[i].loc.offset == message->loc.offset &&
            strcmp(ds->list.at[i].text, message->text) == 0)
            return true;
    return false;
}

void gx_error_move(gx_diags *ds, int32_t first, gx_loc loc, const char *where)
{
    int32_t count = ds->list.count - first;
    gx_diag *tail = gx_arena_array(ds->arena, (size_t)count, sizeof *tail);
    for (int32_t i = 0; i < count; i++)
        tail[i] = ds->list.at[first + i];
    ds->list.count = first;
    for (int32_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && tail[next].severity == GX_NOTE;)
            next++; /* the notes of this message */
        gx_loc was = tail[i].loc;
        bool moves = tail[i].severity == GX_ERROR && !is_within(was, loc);
        tail[i].loc = moves ? loc : was;
        if (moves && is_said(ds, first, &tail[i])) {
            ds->error_count--;
            continue;
        }
        for (int32_t k = i; k < next; k++)
            *GX_ADD(ds->arena, &ds->list) = tail[k];
        if (moves)
            gx_note(ds, was, "%-s", where);
    }
}

static void copy(gx_diags *ds, const gx_diag *message)
{
    gx_diag *d = GX_ADD(ds->arena, &ds->list);
    *d = *message;
    d->phrase = gx_arena_text(ds->arena, d->phrase, strlen(d->phrase));
    d->text = gx_arena_text(ds->arena, d->text, strlen(d->text));
    ds->error_count += d->severity == GX_ERROR;
}

void gx_diags_merge(gx_diags *ds, const gx_diags *from)
{
    for (int32_t i = 0; i < from->list.count; i++)
        copy(ds, &from->list.at[i]);
}

void gx_diags_take(gx_diags *ds, const gx_diags *from)
{
    int32_t before = ds->sources.count, first = ds->list.count;
    for (int32_t i = 0; i < from->sources.count && from->list.count; i++)
        gx_source_add(ds, from->sources.at[i].path, from->sources.at[i].text,
                      from->sources.at[i].length);
    gx_diags_merge(ds, from);
    for (int32_t i = first; i < ds->list.count; i++)
        ds->list.at[i].loc.file += ds->list.at[i].loc.file < 0 ? 0 : before;
}

static bool is_known(const gx_diags *ds, const gx_diag *message)
{
    for (int32_t i = 0; i < ds->list.count; i++) {
        const gx_diag *d = &ds->list.at[i];
        if (d->severity == message->severity && d->code == message->code &&
            d->loc.file == message->loc.file && d->loc.offset == message->loc.offset)
            return true;
    }
    return false;
}

void gx_diags_merge_new(gx_diags *ds, const gx_diags *from)
{
    bool skips = false; /* a message's notes go with it */
    for (int32_t i = 0; i < from->list.count; i++) {
        const gx_diag *d = &from->list.at[i];
        if (d->severity != GX_NOTE)
            skips = is_known(ds, d);
        if (!skips)
            copy(ds, d);
    }
}

/* ---- did you mean ---- */

void gx_near_try(gx_near *near, const char *word)
{
    int32_t distance = gx_text_distance(near->typed, word);
    int32_t limit = near->word ? near->distance : (int32_t)strlen(near->typed) / 3 + 1;
    if (distance >= limit)
        return;
    near->word = word;
    near->distance = distance;
}

bool gx_suggest(gx_diags *ds, const char *word)
{
    if (word)
        gx_note(ds, GX_NOWHERE, "did you mean '%s'?", word);
    return word != NULL;
}

/* ---- order ---- */

/* A message with its notes: list[first .. first + count - 1]. */
typedef struct entry {
    const gx_diag *message;
    int32_t first, count;
} entry;

static int by_place(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    gx_loc p = x->message->loc, q = y->message->loc;
    if (p.file != q.file && (p.file < 0 || q.file < 0))
        return p.file < 0 ? 1 : -1;
    if (p.file != q.file)
        return p.file < q.file ? -1 : 1;
    if (p.file >= 0 && p.offset != q.offset)
        return p.offset < q.offset ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first); /* as they were found */
}

/* Told again: at one place, or a warning that has none. */
static bool is_same(const gx_diag *a, const gx_diag *b)
{
    return (a->loc.file >= 0 || a->severity == GX_WARNING) &&
           a->loc.file == b->loc.file && a->loc.offset == b->loc.offset &&
           a->loc.length == b->loc.length && a->severity == b->severity &&
           strcmp(a->text, b->text) == 0;
}

int32_t *gx_diags_sort(int32_t *count, const gx_diags *ds)
{
    entry *entries = GX_ARRAY(ds->arena, entry, ds->list.count + 1);
    int32_t *order = GX_ARRAY(ds->arena, int32_t, ds->list.count + 1);
    int32_t found = 0;
    for (int32_t i = 0; i < ds->list.count; i++) {
        if (ds->list.at[i].severity != GX_NOTE || !found)
            entries[found++] = (entry){.message = &ds->list.at[i], .first = i};
        entries[found - 1].count++;
    }
    qsort(entries, (size_t)found, sizeof *entries, by_place);
    *count = 0;
    for (int32_t e = 0; e < found; e++) {
        bool again = false; /* among those of this place */
        for (int32_t b = e - 1; b >= 0 && !again; b--) {
            if (entries[b].message->loc.offset != entries[e].message->loc.offset)
                break;
            again = is_same(entries[b].message, entries[e].message);
        }
        for (int32_t i = 0; i < entries[e].count && !again; i++)
            order[(*count)++] = entries[e].first + i;
    }
    return order;
}

bool gx_diags_are_few(const gx_diags *ds)
{
    enum { FEW = 100 };
    return ds->error_count <= FEW;
}

gx_err gx_diags_outcome(const gx_diags *ds)
{
    for (int32_t i = 0; i < ds->list.count; i++)
        if (ds->list.at[i].severity == GX_ERROR)
            return gx_codes[ds->list.at[i].code].outcome;
    return GX_OK;
}

/* ---- rendering ---- */

static bool ends_line(char c)
{
    return c == '\n' || c == '\r' || c == '\0';
}

/* Of a very long line only what is near the place is shown; never half a character. */
enum { BEFORE = 200, AFTER = 200 };

static int32_t window_start(const char *text, int32_t start, int32_t offset)
{
    if (offset - start <= BEFORE)
        return start;
    for (start = offset - BEFORE; ((unsigned char)text[start] & 0xC0U) == 0x80U; start++)
        ;
    return start;
}

static int32_t window_end(const char *text, int32_t end, int32_t offset)
{
    if (end - offset <= AFTER)
        return end;
    for (end = offset + AFTER; ((unsigned char)text[end] & 0xC0U) == 0x80U; end--)
        ;
    return end;
}

/* Add bytes of a source's line, tabs as blanks; gives their width. */
static int32_t add_shown(gx_buf *out, const char *text, int32_t from, int32_t to)
{
    const size_t before = out->length;
    for (int32_t next = from; from < to; from = ++next) {
        while (next < to && text[next] != '\t')
            next++;
        gx_buf_line(out, text + from, (size_t)(next - from), "?");
        gx_buf_add(out, " ", next < to);
    }
    return gx_text_width(out->text + before, out->length - before);
}

static void render_caret(const gx_source *source, gx_loc loc, gx_buf *out)
{
    const char *text = source->text;
    int32_t offset =
        (size_t)loc.offset < source->length ? loc.offset : (int32_t)source->length;
    int32_t first = text_start(source);
    offset = offset < first ? first : offset;
    int32_t start = offset, end = offset;
    while (start > first && !ends_line(text[start - 1]))
        start--;
    while (!ends_line(text[end]))
        end++;
    start = window_start(text, start, offset);
    end = window_end(text, end, offset);
    gx_buf_add(out, " ", 1);
    int32_t stop = offset + loc.length < end ? offset + loc.length : end;
    stop = stop < offset ? offset : stop;
    int32_t before = 1 + add_shown(out, text, start, offset);
    int32_t under = add_shown(out, text, offset, stop);
    add_shown(out, text, stop, end);
    gx_buf_print(out, "\n%*s^", before, "");
    for (int32_t i = 1; i < under; i++)
        gx_buf_add(out, "~", 1);
    gx_buf_add(out, "\n", 1);
}

void gx_diag_render(const gx_diags *ds, int32_t i, gx_buf *out)
{
    static const char *const words[] = {GX_TEXT("error: "), GX_TEXT("warning: "),
                                        GX_TEXT("note: ")};
    const gx_diag *d = &ds->list.at[i];
    if (d->loc.file >= 0) {
        const gx_source *source = &ds->sources.at[d->loc.file];
        int32_t line = 0, column = 0;
        gx_source_position(source, d->loc.offset, &line, &column);
        gx_buf_line(out, source->path, strlen(source->path), "?");
        gx_buf_print(out, ":%d:%d: ", line, column);
    } else if (d->severity != GX_NOTE) {
        gx_buf_print(out, "gaoxin: ");
    }
    gx_buf_print(out, "%s", gx_translate(ds->catalogue, words[d->severity]));
    gx_phrase_print(d->phrase, ds->catalogue, out);
    if (d->severity != GX_NOTE)
        gx_buf_print(out, " [%s]", gx_codes[d->code].name);
    gx_buf_add(out, "\n", 1);
    if (d->loc.file >= 0)
        render_caret(&ds->sources.at[d->loc.file], d->loc, out);
}
