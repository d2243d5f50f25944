/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the file server of a cluster sees of a sweep: tasks that look at chunks, claim,
 * write and steal by the rules of sweep/share.h, simulated without a run being made. One
 * task in a hundred is four times as slow, and one in a thousand dies half way.
 *
 *   traffic [TASKS CHUNKS SECONDS]     SECONDS that a chunk takes
 *
 * Without arguments it prints the table of docs/cluster.md. */
#include "base/random.h"
#include "sweep/share.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Operations that reach the server, by 'strace -c' of 'sweep run'; reading and writing
 * apart: those are the bytes. */
enum {
    LOOK_ABSENT = 1, /* open */
    LOOK_THERE = 3,  /* open, fstat, close */
    CLAIM = 2,       /* open O_EXCL, close */
    HELD = 8,        /* open, open, close; the clock: open, fstat, close, unlink; stat */
    WRITE = 13,      /* stat, readlink, open, close, stat, open, fsync, close, readlink,
                        rename; the folder: open, fsync, close */
    UNCLAIM = 1      /* unlink */
};

enum { MISSING, CLAIMED, DONE };
enum { SPREAD_SECONDS = 30 }; /* in which the tasks begin */

typedef struct task {
    double time;        /* of its next step */
    double pace;        /* seconds of a chunk */
    double dies;        /* at this time, or never */
    int64_t own, count; /* own chunks: the next, and how many */
    int64_t chunk;      /* that it is at, or -1 */
    int32_t k, vain;    /* stealing: from whom, looks in vain */
    int64_t j;          /* and the place */
} task;

typedef struct world {
    int64_t tasks, chunks;
    bool steals;
    task *task;
    int64_t *heap; /* [tasks] by time, earliest first */
    int64_t size;
    unsigned char *state; /* [chunks] */
    double *ops;          /* [seconds] */
    int64_t seconds;
    double all, vain, held, stolen, end;
    int64_t done;
} world;

/* ---- the earliest task ---- */

static bool is_before(const world *w, int64_t a, int64_t b)
{
    return w->task[w->heap[a]].time < w->task[w->heap[b]].time;
}

static void swap(world *w, int64_t a, int64_t b)
{
    int64_t kept = w->heap[a];
    w->heap[a] = w->heap[b];
    w->heap[b] = kept;
}

static void sink(world *w, int64_t at)
{
    for (int64_t child; (child = 2 * at + 1) < w->size; at = child) {
        if (child + 1 < w->size && is_before(w, child + 1, child))
            child++;
        if (!is_before(w, child, at))
            return;
        swap(w, at, child);
    }
}

/* ---- tasks ---- */

static void count_ops(world *w, double time, int32_t ops)
{
    int64_t second = (int64_t)time;
    w->all += ops;
    if (second < w->seconds)
        w->ops[second] += ops;
}

static double uniform(uint32_t stream, uint64_t i)
{
    double u[2];
    gx_random_pair(7, (uint32_t[4]){(uint32_t)i, (uint32_t)(i >> 32), stream, 0}, u);
    return u[0];
}

static void begin(world *w, int64_t t, double seconds)
{
    task *k = &w->task[t];
    double pace = seconds * (uniform(1, (uint64_t)t) < 0.01 ? 4.0 : 1.0);
    int64_t count = (w->chunks - t + w->tasks - 1) / w->tasks;
    double length = pace * (double)count;
    *k = (task){.time = SPREAD_SECONDS * uniform(2, (uint64_t)t),
                .pace = pace,
                .dies = (double)INFINITY,
                .count = count,
                .chunk = -1};
    if (uniform(3, (uint64_t)t) < 0.001)
        k->dies = k->time + length / 2.0;
    count_ops(w, k->time, (int32_t)(2 * count * LOOK_ABSENT)); /* the list, twice */
    w->heap[t] = t;
}

/* Try a chunk: true when the task is at it now. */
static bool try(world *w, task *k, int64_t chunk)
{
    unsigned char *state = &w->state[chunk];
    if (*state == DONE) {
        count_ops(w, k->time, LOOK_THERE);
        w->vain++;
        return false;
    }
    if (*state == CLAIMED) {
        count_ops(w, k->time, LOOK_ABSENT + HELD);
        w->held++;
        return false;
    }
    count_ops(w, k->time, LOOK_ABSENT + CLAIM);
    *state = CLAIMED;
    k->chunk = chunk;
    k->time += k->pace * (0.8 + 0.4 * uniform(4, (uint64_t)chunk));
    return true;
}

static bool steal(world *w, task *k, int64_t t)
{
    int32_t shards = (int32_t)w->tasks, helped;
    while (w->steals && (helped = gx_sweep_helped((int32_t)t, shards, k->k)) >= 0) {
        int64_t count = (w->chunks - helped + shards - 1) / shards;
        if (k->j >= count || k->vain >= GX_SWEEP_LOOKS) {
            k->k++;
            k->j = k->vain = 0;
            continue;
        }
        int64_t place = gx_sweep_looked_at(k->j++, t, count);
        if (try(w, k, helped + shards * place)) {
            k->vain = 0;
            w->stolen++;
            return true;
        }
        k->vain++;
    }
    return false;
}

/* The next step of a task: false when it has none. */
static bool step(world *w, int64_t t)
{
    task *k = &w->task[t];
    if (k->time > k->dies)
        return false; /* and leaves its claim */
    if (k->chunk >= 0) {
        count_ops(w, k->time, WRITE + UNCLAIM);
        w->state[k->chunk] = DONE;
        w->done++;
        w->end = k->time;
        k->chunk = -1;
    }
    while (k->own < k->count)
        if (try(w, k, t + w->tasks * k->own++))
            return true;
    return steal(w, k, t);
}

/* ---- the table ---- */

static void simulate(int64_t tasks, int64_t chunks, double seconds, bool steals)
{
    world w = {.tasks = tasks, .chunks = chunks, .steals = steals, .size = tasks};
    double mean = seconds * (double)chunks / (double)tasks;
    w.seconds = (int64_t)(8.0 * mean) + 100;
    w.task = calloc((size_t)tasks, sizeof *w.task);
    w.heap = calloc((size_t)tasks, sizeof *w.heap);
    w.state = calloc((size_t)chunks, 1);
    w.ops = calloc((size_t)w.seconds, sizeof *w.ops);
    if (!w.task || !w.heap || !w.state || !w.ops)
        exit(5);
    for (int64_t t = 0; t < tasks; t++)
        begin(&w, t, seconds);
    for (int64_t i = tasks / 2; i >= 0; i--)
        sink(&w, i);
    while (w.size > 0) {
        if (!step(&w, w.heap[0]))
            w.heap[0] = w.heap[--w.size];
        sink(&w, 0);
    }
    double peak = 0.0;
    for (int64_t i = 0; i < w.seconds; i++)
        peak = fmax(peak, w.ops[i]);
    printf("| %lld | %lld | %g | %s | %.0f | %lld | %.1f | %.0f | %.0f | %.0f | %.0f | "
           "%.0f |\n",
           (long long)tasks, (long long)chunks, seconds, steals ? "yes" : "no", w.end,
           (long long)(chunks - w.done), w.all / (double)chunks, w.all / w.end, peak,
           w.stolen, w.vain, w.held);
    free(w.task);
    free(w.heap);
    free(w.state);
    free(w.ops);
}

int main(int argc, char **argv)
{
    static const struct {
        int64_t tasks, chunks;
        double seconds;
    } rows[] = {{100, 20000, 1.0},
                {1000, 200000, 1.0},
                {10000, 1953125, 1.0},
                {10000, 1953125, 0.1},
                {10000, 122071, 16.0}};
    puts("| tasks | chunks | seconds of a chunk | steal | last chunk done, s | not done "
         "| operations a chunk "
         "| operations/s | peak/s | stolen | looks in vain | claims met |\n"
         "| ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | "
         "---: |");
    for (int32_t steals = 0; steals < 2; steals++) {
        if (argc == 4)
            simulate(atoll(argv[1]), atoll(argv[2]), atof(argv[3]), steals);
        for (size_t i = 0; argc != 4 && i < sizeof rows / sizeof *rows; i++)
            simulate(rows[i].tasks, rows[i].chunks, rows[i].seconds, steals);
    }
    return 0;
}
