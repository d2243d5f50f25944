/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Slurm tells a process by its environment. A batch script sees the variables of a
 * task 0 too, so only those that srun sets for a step count for ranks. */
#include "cli/sweeping.h"

#include <math.h>
#include <stdlib.h>

/* A whole number in the environment; `*value` stays when there is none. */
static gx_err read_number(int32_t *value, const char *name, int32_t least, int32_t most,
                          gx_diags *ds)
{
    double number = 0.0;
    const char *text = getenv(name);
    if (!text || !*text)
        return GX_OK;
    if (!gx_text_to_number(text, &number) || number < least || number > most ||
        number != trunc(number))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "the environment has %s=%s: expected a whole number from %d to "
                        "%d",
                        name, text, least, most);
    *value = (int32_t)number;
    return GX_OK;
}

gx_err gx_slurm_threads(int32_t *threads, gx_diags *ds)
{
    return read_number(threads, "SLURM_CPUS_PER_TASK", 1, GX_MOST_THREADS, ds);
}

/* What the environment says of an array and of a step. */
typedef struct place {
    int32_t task, first, last, step, tasks; /* of the array */
    int32_t rank, ranks;                    /* of the step */
} place;

static gx_err read_place(place *p, gx_diags *ds)
{
    enum { MOST = 1000000000 };
    *p = (place){.last = -1, .step = 1, .tasks = 1, .ranks = 1};
    const struct {
        const char *name;
        int32_t *value, least;
    } variables[] = {
        {"SLURM_ARRAY_TASK_ID", &p->task, 0},     {"SLURM_ARRAY_TASK_MIN", &p->first, 0},
        {"SLURM_ARRAY_TASK_MAX", &p->last, 0},    {"SLURM_ARRAY_TASK_STEP", &p->step, 0},
        {"SLURM_ARRAY_TASK_COUNT", &p->tasks, 1}, {"SLURM_PROCID", &p->rank, 0},
        {"SLURM_STEP_NUM_TASKS", &p->ranks, 1},
    };
    gx_err err = GX_OK;
    for (size_t i = 0; i < sizeof variables / sizeof *variables && !err; i++)
        err = read_number(variables[i].value, variables[i].name, variables[i].least, MOST,
                          ds);
    if (!getenv("SLURM_ARRAY_TASK_COUNT"))
        p->task = p->first = p->last = 0;
    if (p->step == 0)
        p->step = 1;
    if (p->last < 0)
        p->last = p->first + (p->tasks - 1) * p->step;
    return err;
}

/* The place of this task in its array; -1 in one with gaps, such as 0,2,5, whose list no
 * task is told. */
static int32_t find_place(const place *p)
{
    int64_t span = (int64_t)p->last - p->first, gone = (int64_t)p->task - p->first;
    bool is_whole = span % p->step == 0 && span / p->step + 1 == p->tasks;
    return is_whole && gone >= 0 && gone <= span && gone % p->step == 0
               ? (int32_t)(gone / p->step)
               : -1;
}

/* A shell that `srun --pty` started is no part of anything: it is where somebody types.
 */
static bool is_shell(void)
{
    return getenv("SLURM_PTY_PORT") || getenv("SLURM_PTY_WIN_COL");
}

static gx_err cannot_tell(const place *p, int32_t at, gx_diags *ds)
{
    gx_err err =
        at < 0 ? gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                          "which part of the study this is cannot be told from "
                          "SLURM_ARRAY_TASK_ID=%d of %d tasks from %d to %d in steps of "
                          "%d",
                          p->task, p->tasks, p->first, p->last, p->step)
               : gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                          "which part of the study this is cannot be told from "
                          "SLURM_PROCID=%d of SLURM_STEP_NUM_TASKS=%d",
                          p->rank, p->ranks);
    gx_note(ds, GX_NOWHERE, "give it with --shard I/N");
    return err;
}

gx_err gx_slurm_shard(int32_t *shard, int32_t *shards, bool are_one, gx_diags *ds)
{
    place p;
    gx_err err = read_place(&p, ds);
    if (err)
        return err;
    if (are_one || is_shell() || p.ranks == 1) {
        p.rank = 0;
        p.ranks = 1;
    }
    int32_t at = find_place(&p);
    if (at < 0 || p.rank >= p.ranks || (int64_t)p.tasks * p.ranks > INT32_MAX)
        return cannot_tell(&p, at, ds);
    *shard = at * p.ranks + p.rank;
    *shards = p.tasks * p.ranks;
    return GX_OK;
}
