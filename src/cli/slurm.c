/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Slurm tells a process by its environment. A batch script sees the variables of a
 * task 0 too, so only those that srun sets for a step count for ranks. */
#include "cli/sweeping.h"

#include <math.h>
#include <stdlib.h>

/* A whole number in the environment; `*value` stays when there is none. */
static gx_err read_number(int32_t *value, const char *name, gx_diags *ds)
{
    double number = 0.0;
    const char *text = getenv(name);
    if (!text || !*text)
        return GX_OK;
    if (!gx_text_to_number(text, &number) || number < 0.0 || number > 1e9 ||
        number != trunc(number))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "the environment has %s=%s: expected a whole number", name, text);
    *value = (int32_t)number;
    return GX_OK;
}

gx_err gx_slurm_threads(int32_t *threads, gx_diags *ds)
{
    return read_number(threads, "SLURM_CPUS_PER_TASK", ds);
}

gx_err gx_slurm_shard(int32_t *shard, int32_t *shards, bool are_one, gx_diags *ds)
{
    int32_t task = 0, first = 0, step = 1, tasks = 1, rank = 0, ranks = 1;
    const struct {
        const char *name;
        int32_t *value;
    } variables[] = {
        {"SLURM_ARRAY_TASK_ID", &task},   {"SLURM_ARRAY_TASK_MIN", &first},
        {"SLURM_ARRAY_TASK_STEP", &step}, {"SLURM_ARRAY_TASK_COUNT", &tasks},
        {"SLURM_PROCID", &rank},          {"SLURM_STEP_NUM_TASKS", &ranks},
    };
    gx_err err = GX_OK;
    for (size_t i = 0; i < sizeof variables / sizeof *variables && !err; i++)
        err = read_number(variables[i].value, variables[i].name, ds);
    if (err)
        return err;
    if (!getenv("SLURM_ARRAY_TASK_COUNT"))
        task = first = 0;
    if (are_one)
        ranks = 1;
    if (ranks == 1)
        rank = 0;
    int64_t place = step > 0 ? (task - first) / step : -1, count = (int64_t)tasks * ranks;
    if (place < 0 || place >= tasks || rank >= ranks || count > INT32_MAX ||
        first + (int64_t)step * place != task) {
        /* an array such as 1,2,5 has no place for a number of its own */
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "which part of the study this is cannot be told from "
                       "SLURM_ARRAY_TASK_ID=%d of %d tasks from %d in steps of %d",
                       task, tasks, first, step);
        gx_note(ds, GX_NOWHERE, "give it with --shard I/N");
        return err;
    }
    *shard = (int32_t)(place * ranks + rank);
    *shards = (int32_t)count;
    return GX_OK;
}
