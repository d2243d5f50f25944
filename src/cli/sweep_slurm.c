/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin sweep slurm: prints the batch script that runs a study as a Slurm array. Slurm
 * is the scheduler: the script only says how many tasks there are and which is which. */
#include "cli/sweeping.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* MaxArraySize is 1001 where the cluster says nothing, and indices are below it. */
enum { USUAL_TASKS = 1000, MOST_TASKS = 4000000, TASK_SECONDS = 600 };

/* A merge of 1.65 GB of chunks into 3.15 GB took 100 s of processor, twice that on a busy
 * disk (docs/sweeps.md). */
enum { MERGED_BYTES_A_SECOND = 20000000 };

/* What is worked out for the script. */
typedef struct array {
    int64_t tasks, at_once; /* at_once 0: no limit */
    int64_t chunks;         /* of a task, at most */
    int64_t minutes;        /* that a task may take */
    int64_t merge_minutes;  /* that the merge may */
    int32_t threads;
} array;

/* ---- working out ---- */

gx_err gx_sweep_tasks(int64_t *tasks, const gx_sweeping *w, gx_diags *ds)
{
    int64_t chunks = gx_sweep_chunks(w->sweep);
    int64_t most = chunks < MOST_TASKS ? chunks : (int64_t)MOST_TASKS;
    gx_err err = gx_sweep_count(tasks, "tasks", w->r.tasks, ds);
    if (err || !w->r.tasks || (*tasks >= 1 && *tasks <= most))
        return err;
    return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                    "'--tasks %s': expected a number from 1 to %" PRId64
                    ", as there are chunks",
                    w->r.tasks, most);
}

/* Three times what it takes here, as a cluster may be slower, and ten minutes. */
static int64_t minutes_for(double seconds)
{
    return 10 + (int64_t)ceil(3.0 * seconds / 60.0);
}

static void choose_tasks(array *a, const gx_sweeping *w, double seconds)
{
    int64_t chunks = gx_sweep_chunks(w->sweep), most = chunks;
    most = most < USUAL_TASKS ? most : USUAL_TASKS;
    if (a->tasks < 0) {
        double wanted = ceil(seconds / a->threads / TASK_SECONDS);
        a->tasks = wanted < (double)most ? (int64_t)fmax(1.0, wanted) : most;
    }
    a->chunks = (chunks + a->tasks - 1) / a->tasks;
    a->minutes = minutes_for(seconds / (double)a->tasks / a->threads);
    a->merge_minutes =
        minutes_for(gx_sweep_cost_of(w->sweep, 1).disk / MERGED_BYTES_A_SECOND);
}

static gx_err choose(array *a, const gx_sweeping *w, gx_diags *ds)
{
    gx_err err = gx_sweep_tasks(&a->tasks, w, ds);
    if (!err)
        err = gx_sweep_count(&a->at_once, "at-once", w->r.at_once, ds);
    if (!err && w->r.at_once && a->at_once < 1)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'--at-once %s': expected a number of at least 1", w->r.at_once);
    if (err)
        return err;
    a->threads = w->r.threads ? w->workers.thread_count : 1;
    double seconds = (double)w->sweep->sample.count * gx_sweep_seconds(w->sweep, ds);
    choose_tasks(a, w, seconds);
    return GX_OK;
}

/* ---- printing ---- */

/* A word of the shell: in quotes unless it is plain. */
static void put_word(gx_buf *out, const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-_./=,:%+@";
    if (*word && !word[strspn(word, plain)]) {
        gx_buf_print(out, "%s", word);
        return;
    }
    gx_buf_print(out, "'");
    for (; *word; word++)
        if (*word == '\'')
            gx_buf_print(out, "'\\''");
        else
            gx_buf_add(out, word, 1);
    gx_buf_print(out, "'");
}

static void put_option(gx_buf *out, const char *name, const char *value, gx_arena *arena)
{
    gx_buf_print(out, " ");
    put_word(out, gx_arena_format(arena, value ? "--%s=%s" : "--%s", name, value));
}

/* The script says these itself. */
static bool is_own(const gx_opt *opt)
{
    static const char *const own[] = {"jobs", "shard", "steal", "tasks", "at-once"};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(opt->name, own[i]) == 0)
            return true;
    return false;
}

/* `PROGRAM sweep ACTION STUDY` with the options that were given. */
static void put_command(gx_buf *out, const gx_sweeping *w, const char *action,
                        gx_arena *arena)
{
    gx_buf_print(out, "\"$gaoxin\" sweep %s ", action);
    put_word(out, w->study->path);
    for (int32_t i = 0; i < w->opt_count; i++) {
        const gx_opt *opt = &w->opt[i];
        const gx_texts *list = opt->to;
        if (is_own(opt))
            continue;
        if (opt->kind == GX_OPT_FLAG && *(const bool *)opt->to)
            put_option(out, opt->name, NULL, arena);
        if (opt->kind == GX_OPT_TEXT && *(const char *const *)opt->to)
            put_option(out, opt->name, *(const char *const *)opt->to, arena);
        for (int32_t k = 0; opt->kind == GX_OPT_LIST && k < list->count; k++)
            put_option(out, opt->name, list->at[k], arena);
    }
}

/* Where this program is, so that a task finds the same. */
static const char *own_path(gx_arena *arena)
{
    enum { LONGEST = 4096 };
    char path[LONGEST];
    ssize_t length = readlink("/proc/self/exe", path, LONGEST);
    return length > 0 && length < LONGEST ? gx_arena_text(arena, path, (size_t)length)
                                          : "gaoxin";
}

/* `#SBATCH --NAME=VALUE`, which Slurm reads as the shell would. */
static void put_directive(gx_buf *out, const char *name, const char *value)
{
    gx_buf_print(out, "#SBATCH --%s=", name);
    put_word(out, value);
    gx_buf_print(out, "\n");
}

/* Where Slurm writes: in the name of the log, a pattern, a % of the folder is two. */
static void put_output(gx_buf *out, const gx_sweeping *w, const char *log,
                       gx_arena *arena)
{
    gx_buf path;
    gx_buf_init(&path, gx_arena_oom(arena));
    for (const char *at = w->folder; *at; at++)
        gx_buf_add(&path, *at == '%' ? "%%" : at, *at == '%' ? 2 : 1);
    gx_buf_print(&path, "/log/%s", log);
    put_directive(out, "output", path.text);
    gx_buf_clear(&path);
}

static void put_head(gx_buf *out, const gx_sweeping *w, const array *a, gx_arena *arena)
{
    gx_buf_print(out,
                 "#!/bin/sh\n"
                 "# The study '%s' as a Slurm array: %" PRId64 " tasks, each %" PRId64
                 " of its %" PRId64 " chunks at most.\n"
                 "# Submit it in the folder in which it was printed:\n"
                 "#   sh FILE       the array, and the merge after it\n"
                 "#   sbatch FILE   the array alone; with --array=2,5 a part of it\n"
                 "# When tasks were stopped (exit code 75), killed or failed, submit it "
                 "again: it goes on.\n",
                 w->name, a->tasks, a->chunks, gx_sweep_chunks(w->sweep));
    if (a->tasks > USUAL_TASKS)
        gx_buf_print(out,
                     "# MaxArraySize of 'scontrol show config' must be %" PRId64
                     " or more.\n",
                     a->tasks);
    put_directive(out, "job-name", w->name);
    gx_buf_print(out, "#SBATCH --array=0-%" PRId64, a->tasks - 1);
    if (a->at_once > 0)
        gx_buf_print(out, "%%%" PRId64, a->at_once);
    gx_buf_print(out,
                 "\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task=%d\n"
                 "#SBATCH --time=%" PRId64 "\n#SBATCH --signal=B:USR1@120\n"
                 "#SBATCH --requeue\n#SBATCH --open-mode=append\n",
                 a->threads, a->minutes);
    put_output(out, w, "slurm-%A_%a.out", arena);
}

/* What 'sh FILE' does: submit both. */
static void put_submission(gx_buf *out, const gx_sweeping *w, const array *a,
                           gx_arena *arena)
{
    gx_buf_print(
        out, "if [ -z \"${SLURM_ARRAY_TASK_ID:-}\" ]; then\n"
             "    array=$(sbatch --parsable \"$0\")\n"
             "    array=${array%%%%;*}\n"
             "    merge=$(sbatch --parsable --dependency=\"afterany:$array\" <<'END'\n"
             "#!/bin/sh\n");
    put_directive(out, "job-name", gx_arena_format(arena, "%s-merge", w->name));
    gx_buf_print(out, "#SBATCH --ntasks=1\n#SBATCH --time=%" PRId64 "\n",
                 a->merge_minutes);
    put_output(out, w, "slurm-merge-%j.out", arena);
    gx_buf_print(out, "export HDF5_USE_FILE_LOCKING=FALSE\nexec ");
    put_command(out, w, "merge", arena);
    gx_buf_print(
        out,
        "\nEND\n    )\n    echo \"array $array merge ${merge%%%%;*}\"\n    exit\nfi\n");
}

static void put_body(gx_buf *out, const gx_sweeping *w, const array *a, gx_arena *arena)
{
    gx_buf_print(out, "set -eu\ngaoxin=");
    put_word(out, own_path(arena));
    gx_buf_print(out, "\nexport gaoxin\n");
    put_submission(out, w, a, arena);
    gx_buf_print(out, "exec ");
    put_command(out, w, "run", arena);
    gx_buf_print(out, " -j %d --steal --shard \"$SLURM_ARRAY_TASK_ID/%" PRId64 "\"\n",
                 a->threads, a->tasks);
}

gx_err gx_sweep_slurm(gx_sweeping *w, gx_diags *ds)
{
    array a;
    gx_err err = choose(&a, w, ds);
    if (!err) /* the logs have a place, and another study there is refused now */
        err = gx_sweep_folder_open(w->sweep, w->folder, ds);
    if (err)
        return err;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    put_head(&out, w, &a, ds->arena);
    put_body(&out, w, &a, ds->arena);
    gx_print_buf(&out, ds);
    return GX_OK;
}
