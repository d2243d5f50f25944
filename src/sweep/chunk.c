/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunk files: a head that says which chunk of which sweep it is, one byte a run, the
 * reasons of failed runs, then doubles. All is little-endian, the whole is sealed, and
 * nothing in it depends on who made it. */
#include "sweep/sweep.h"

#include "store/store.h"

#include <math.h>
#include <string.h>

#define MARK "GXCHUNK1"

enum { WORDS = 6, HEAD = sizeof MARK - 1 + GX_SHA256_BYTES + 8 * WORDS };

/* Numbers in the head: what must agree with what is asked for. */
static void head_of(uint64_t word[WORDS], const gx_sweep *s, const gx_sweep_part *part)
{
    word[0] = (uint64_t)part->replicate;
    word[1] = (uint64_t)(part->first - part->replicate * s->each);
    word[2] = (uint64_t)part->rows;
    word[3] = s->keeps_runs ? (uint64_t)s->cells : (uint64_t)gx_sweep_sum_size(s);
    /* only models that draw random numbers know the number of a run */
    word[4] = s->flat->draw_count ? (uint64_t)part->run : 0;
    word[5] = 0; /* bytes of the reasons */
}

static size_t doubles_of(const gx_sweep *s, const gx_sweep_part *part)
{
    return s->keeps_runs ? (size_t)part->rows * (size_t)s->cells : gx_sweep_sum_size(s);
}

size_t gx_sweep_chunk_size(const gx_sweep *s, const gx_sweep_part *part)
{
    return HEAD + (size_t)part->rows + 8 * doubles_of(s, part) + GX_SEAL_BYTES;
}

static void put_word(gx_buf *out, uint64_t word)
{
    char bytes[8];
    for (int k = 0; k < 8; k++)
        bytes[k] = (char)(word >> 8 * k & 0xFFU);
    gx_buf_add(out, bytes, 8);
}

static uint64_t get_word(const char *bytes)
{
    uint64_t word = 0;
    for (int k = 0; k < 8; k++)
        word |= (uint64_t)(unsigned char)bytes[k] << 8 * k;
    return word;
}

static void put_doubles(gx_buf *out, const double *value, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, &value[i], sizeof word);
        put_word(out, word);
    }
}

gx_err gx_sweep_chunk_write(const gx_sweep *s, const gx_sweep_chunk *chunk,
                            const char *folder, gx_diags *ds)
{
    uint64_t word[WORDS];
    gx_buf out, reasons;
    gx_buf_init(&out, ds->oom);
    gx_buf_init(&reasons, ds->oom);
    for (int32_t i = 0; i < chunk->failures.count; i++) {
        put_word(&reasons, (uint64_t)(chunk->failures.at[i].run - chunk->part.run));
        gx_buf_add(&reasons, chunk->failures.at[i].reason,
                   strlen(chunk->failures.at[i].reason) + 1);
    }
    head_of(word, s, &chunk->part);
    word[5] = reasons.length;
    gx_buf_add(&out, MARK, sizeof MARK - 1);
    gx_buf_add(&out, (const char *)s->key, GX_SHA256_BYTES);
    for (int32_t i = 0; i < WORDS; i++)
        put_word(&out, word[i]);
    gx_buf_add(&out, (const char *)chunk->status, (size_t)chunk->part.rows);
    gx_buf_add(&out, reasons.text, reasons.length);
    put_doubles(&out, s->keeps_runs ? chunk->y : chunk->sum, doubles_of(s, &chunk->part));
    gx_arena *scratch = gx_arena_new(ds->oom);
    const char *path = gx_sweep_folder_chunk(s, folder, chunk->part.chunk, scratch);
    gx_err err = gx_file_write_sealed(path, out.text, out.length, ds);
    gx_arena_free(scratch);
    gx_buf_clear(&reasons);
    gx_buf_clear(&out);
    return err;
}

/* ---- reading ---- */

static void note_remedy(gx_diags *ds)
{
    gx_note(ds, GX_NOWHERE, "remove it and 'gaoxin sweep run' makes it again");
}

/* It may be good where it comes from. */
static gx_err foreign(const char *path, const char *why, gx_diags *ds)
{
    gx_err err =
        gx_error(ds, GX_CODE_RESULT, GX_NOWHERE, "cannot read '%s': %-s", path, why);
    gx_note(ds, GX_NOWHERE,
            "it was put here: move it away and 'gaoxin sweep run' makes "
            "the one of this sweep");
    return err;
}

static gx_err damaged(const char *path, const char *how, gx_diags *ds)
{
    gx_err err =
        gx_error(ds, GX_CODE_RESULT, GX_NOWHERE, "cannot read '%s': %-s", path, how);
    note_remedy(ds);
    return err;
}

/* What a head says: that it is of this chunk, of this chunk when the sweep had another
 * number of samples, or neither, with the reason. */
typedef enum kin { SAME, OTHER_LENGTH, FOREIGN, CUT } kin;

/* Does it begin as a chunk of this sweep does, as far as it goes? */
static bool is_ours(const char *bytes, size_t length, const gx_sweep *s)
{
    char start[sizeof MARK - 1 + GX_SHA256_BYTES];
    memcpy(start, MARK, sizeof MARK - 1);
    memcpy(start + sizeof MARK - 1, s->key, GX_SHA256_BYTES);
    return memcmp(bytes, start, length < sizeof start ? length : sizeof start) == 0;
}

static kin kin_of(const char *bytes, size_t length, const gx_sweep *s,
                  const gx_sweep_part *part, const char **why)
{
    uint64_t word[WORDS], got[WORDS];
    *why = GX_TEXT("it was cut");
    if (length < HEAD && is_ours(bytes, length, s))
        return CUT;
    *why = GX_TEXT("it is no chunk of a sweep");
    if (length < HEAD || memcmp(bytes, MARK, sizeof MARK - 1) != 0)
        return FOREIGN;
    *why = GX_TEXT("it is a chunk of another sweep");
    if (memcmp(bytes + sizeof MARK - 1, s->key, GX_SHA256_BYTES) != 0)
        return FOREIGN;
    head_of(word, s, part);
    for (int32_t i = 0; i < WORDS; i++)
        got[i] = get_word(bytes + HEAD - 8 * (WORDS - i));
    *why = GX_TEXT("it is another chunk of this sweep");
    if (got[0] != word[0] || got[1] != word[1] || got[3] != word[3])
        return FOREIGN;
    *why = GX_TEXT("it is of this sweep with another number of samples");
    return got[2] == word[2] && got[4] == word[4] ? SAME : OTHER_LENGTH;
}

gx_err gx_sweep_chunk_look(bool *is_there, const gx_sweep *s, int64_t number,
                           const char *folder, gx_diags *ds)
{
    char head[HEAD] = "";
    size_t length = 0, size = 0;
    gx_arena *arena = gx_arena_new(ds->oom);
    gx_sweep_part part = gx_sweep_part_of(s, number);
    const char *path = gx_sweep_folder_chunk(s, folder, number, arena), *why = NULL;
    gx_err err = gx_file_read_head(head, HEAD, &length, &size, path, ds);
    *is_there = !err && size > 0;
    if (*is_there) {
        kin k = kin_of(head, length, s, &part, &why);
        size_t reasons = (size_t)get_word(head + HEAD - 8);
        if (k == FOREIGN)
            err = foreign(path, why, ds);
        else if (k == CUT ||
                 (k == SAME && size != gx_sweep_chunk_size(s, &part) + reasons))
            err = damaged(path, "it was cut", ds);
        *is_there = k == SAME;
    }
    gx_arena_free(arena);
    return err;
}

gx_err gx_sweep_chunk_failures(bool *is_there, int64_t *failures, const gx_sweep *s,
                               int64_t number, const char *folder, gx_diags *ds)
{
    size_t length = 0, size = 0, rows = (size_t)gx_sweep_part_of(s, number).rows;
    *failures = 0;
    gx_err err = gx_sweep_chunk_look(is_there, s, number, folder, ds);
    if (err || !*is_there)
        return err;
    gx_arena *arena = gx_arena_new(ds->oom);
    char *head = gx_arena_array(arena, HEAD + rows, 1);
    err = gx_file_read_head(head, HEAD + rows, &length, &size,
                            gx_sweep_folder_chunk(s, folder, number, arena), ds);
    for (size_t i = HEAD; i < length; i++)
        *failures += head[i] != 0;
    gx_arena_free(arena);
    return err;
}

static gx_err take_reasons(gx_sweep_chunk *chunk, const char *at, size_t length,
                           const char *path, gx_arena *arena, gx_diags *ds)
{
    const char *end = at + length;
    while (at < end) {
        if (end - at < 9 || end[-1] != '\0')
            return damaged(path, "its reasons are not texts", ds);
        gx_sweep_failure *failure = GX_ADD(arena, &chunk->failures);
        failure->run = chunk->part.run + (int64_t)get_word(at);
        failure->reason = gx_arena_text(arena, at + 8, strlen(at + 8));
        at += 8 + strlen(at + 8) + 1;
    }
    return GX_OK;
}

gx_err gx_sweep_chunk_read(gx_sweep_chunk *chunk, const gx_sweep *s, int64_t number,
                           const char *folder, gx_arena *arena, gx_diags *ds)
{
    *chunk = (gx_sweep_chunk){.part = gx_sweep_part_of(s, number)};
    const char *path = gx_sweep_folder_chunk(s, folder, number, arena), *bytes = NULL;
    size_t length = 0;
    gx_err err = gx_file_read_sealed(&bytes, &length, path, arena, ds);
    if (err == GX_BAD_INPUT)
        note_remedy(ds);
    if (err)
        return err;
    const char *why = NULL;
    if (kin_of(bytes, length, s, &chunk->part, &why) != SAME)
        return foreign(path, why, ds);
    size_t reasons = (size_t)get_word(bytes + HEAD - 8), rows = (size_t)chunk->part.rows;
    if (length + GX_SEAL_BYTES - reasons != gx_sweep_chunk_size(s, &chunk->part))
        return damaged(path, "it was cut", ds);
    const char *at = bytes + HEAD;
    chunk->status = gx_arena_array(arena, rows, 1);
    memcpy(chunk->status, at, rows);
    err = take_reasons(chunk, at + rows, reasons, path, arena, ds);
    at += rows + reasons;
    size_t count = doubles_of(s, &chunk->part);
    double *value = gx_arena_array(arena, count, sizeof *value);
    for (size_t i = 0; i < count; i++) {
        uint64_t word = get_word(at + 8 * i);
        memcpy(&value[i], &word, sizeof word);
    }
    *(s->keeps_runs ? &chunk->y : &chunk->sum) = value;
    return err;
}

/* ---- sums ---- */

/* Doubles of one replicate of a streaming statistic. */
static size_t sum_size(const gx_sweep *s, const gx_estimator *e)
{
    return e->add ? 1 + e->shared(&s->sample) + e->sums(&s->sample) * (size_t)s->cells
                  : 0;
}

size_t gx_sweep_sum_size(const gx_sweep *s)
{
    size_t size = 0;
    for (int32_t i = 0; i < s->statistics.count; i++)
        size += sum_size(s, s->statistics.at[i].estimator);
    return size;
}

void gx_sweep_chunk_sum(const gx_sweep *s, const gx_sweep_chunk *chunk, const double *u,
                        const double *x, double *sum, gx_arena *arena)
{
    size_t rows = (size_t)s->sample.rows, cells = (size_t)s->cells;
    size_t inputs = (size_t)s->inputs.count;
    double *y = gx_arena_array(arena, rows, cells * sizeof *y);
    for (int64_t g = 0; g < chunk->part.groups; g++) {
        size_t first = (size_t)g * rows;
        bool is_whole = true;
        for (size_t i = 0; i < rows; i++)
            is_whole = is_whole && !chunk->status[first + i];
        for (size_t i = 0; i < rows * cells && is_whole; i++)
            y[i] = chunk->y[first * cells + i] - s->reference[i % cells];
        const gx_block block = {.sample = &s->sample,
                                .u = u + first * inputs,
                                .x = x + first * inputs,
                                .y = y,
                                .cells = s->cells};
        double *to = sum;
        for (int32_t i = 0; i < s->statistics.count && is_whole; i++) {
            const gx_estimator *e = s->statistics.at[i].estimator;
            if (!e->add)
                continue;
            to[0] += 1.0;
            e->add(to + 1, to + 1 + e->shared(&s->sample), &block);
            to += sum_size(s, e);
        }
    }
}

gx_err gx_sweep_chunk_load(gx_sweep_chunk *chunk, double **x, const gx_sweep *s,
                           int64_t number, const char *folder, gx_arena *arena,
                           gx_diags *ds)
{
    gx_err err = gx_sweep_chunk_read(chunk, s, number, folder, arena, ds);
    size_t rows = (size_t)chunk->part.rows, inputs = (size_t)s->inputs.count;
    *x = NULL;
    if (err || !s->keeps_runs)
        return err;
    double *u = gx_arena_array(arena, rows, inputs * sizeof *u);
    *x = gx_arena_array(arena, rows, inputs * sizeof **x);
    gx_sweep_points(s, chunk->part.run, (int64_t)rows, u, *x);
    chunk->sum = GX_ARRAY(arena, double, gx_sweep_sum_size(s) + 1);
    gx_sweep_chunk_sum(s, chunk, u, *x, chunk->sum, arena);
    return GX_OK;
}
