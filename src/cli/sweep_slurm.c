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

/* ---- the script ---- */

/* A task is Slurm's copy of it, which has the name slurm_script; another shell within a
 * task of some array is told so, as it can neither be the task nor submit unseen. */
static const char script[] =
    "#!/bin/sh\n"
    "# The study @NAME@ as a Slurm array. Tasks: @TASKS@; chunks: @CHUNKS@, at most "
    "@PART@ a task.\n"
    "# Submit it in the folder in which it was printed:\n"
    "#   sh FILE       the array, and the merge after it\n"
    "#   sbatch FILE   the array alone; with --array=2,5 those tasks, which help the "
    "others when theirs is done\n"
    "# When tasks were stopped (exit code 75), killed or failed, submit it again: it "
    "goes on.\n"
    "# MaxArraySize of 'scontrol show config' must be @TASKS@ or more.\n"
    "#SBATCH --job-name=@NAME@\n"
    "#SBATCH --array=0-@LAST@@AT-ONCE@\n"
    "#SBATCH --ntasks=1\n"
    "#SBATCH --cpus-per-task=@THREADS@\n"
    "#SBATCH --time=@MINUTES@\n"
    "#SBATCH --signal=B:USR1@120\n"
    "#SBATCH --requeue\n"
    "#SBATCH --open-mode=append\n"
    "#SBATCH --output=@ARRAY-LOG@\n"
    "set -eu\n"
    "gaoxin=@GAOXIN@\n"
    "export gaoxin\n"
    "if [ -z \"${SLURM_ARRAY_TASK_ID:-}\" ]; then\n"
    "    logs=@LOGS@\n"
    "    [ -d \"$logs\" ] || {\n"
    "        echo \"$0: there is no '$logs' here: submit it in the folder in which it "
    "was printed\" >&2\n"
    "        exit 2\n"
    "    }\n"
    "    array=$(sbatch --parsable \"$0\")\n"
    "    array=${array%%;*}\n"
    "    merge=$(sbatch --parsable --dependency=\"afterany:$array\" <<'END'\n"
    "#!/bin/sh\n"
    "#SBATCH --job-name=@MERGE-NAME@\n"
    "#SBATCH --ntasks=1\n"
    "#SBATCH --time=@MERGE-MINUTES@\n"
    "#SBATCH --output=@MERGE-LOG@\n"
    "export HDF5_USE_FILE_LOCKING=FALSE\n"
    "exec \"$gaoxin\" sweep merge @STUDY@\n"
    "END\n"
    "    )\n"
    "    echo \"array $array merge ${merge%%;*}\"\n"
    "    exit\n"
    "fi\n"
    "[ \"${0##*/}\" = slurm_script ] || {\n"
    "    echo \"$0: this shell is in a task of an array: submit it by 'env -u "
    "SLURM_ARRAY_TASK_ID sh $0'\" >&2\n"
    "    exit 2\n"
    "}\n"
    "exec \"$gaoxin\" sweep run @STUDY@ -j @THREADS@ --steal --shard "
    "\"$SLURM_ARRAY_TASK_ID/@TASKS@\"\n";

/* What stands in a hole of it. */
typedef struct hole {
    const char *mark, *text;
    bool is_slurms; /* Slurm reads it, which takes a backslash for its own */
} hole;

/* A word of the shell, and of Slurm: in quotes unless it is plain. */
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
            gx_buf_print(out, "'\"'\"'");
        else
            gx_buf_add(out, word, 1);
    gx_buf_print(out, "'");
}

/* What was put, in the arena; the next begins anew. */
static const char *taken(gx_buf *out, gx_arena *arena)
{
    const char *text = gx_arena_text(arena, out->text, out->length);
    gx_buf_empty(out);
    return text;
}

static const char *word_of(gx_buf *out, const char *word, gx_arena *arena)
{
    put_word(out, word);
    return taken(out, arena);
}

static const char *number_of(int64_t number, gx_arena *arena)
{
    return gx_arena_format(arena, "%" PRId64, number);
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

/* The study with the options that were given. */
static const char *study_of(gx_buf *out, const gx_sweeping *w, gx_arena *arena)
{
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
    return taken(out, arena);
}

/* Where gaoxin is, so that a task finds the same; the programs for ranks are beside it.
 */
static const char *gaoxin_of(gx_buf *out, gx_arena *arena)
{
    enum { LONGEST = 4096 };
    static const char ranks[] = "gaoxin-mpi.";
    char path[LONGEST + 1] = "gaoxin";
    ssize_t length = readlink("/proc/self/exe", path, LONGEST);
    if (length > 0)
        path[length] = '\0';
    char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (strncmp(name, ranks, sizeof ranks - 1) == 0)
        name[sizeof "gaoxin" - 1] = '\0';
    return word_of(out, path, arena);
}

/* Where Slurm writes: in the name of the log, a pattern, a % of the folder is two. */
static const char *log_of(gx_buf *out, const gx_sweeping *w, const char *log,
                          gx_arena *arena)
{
    for (const char *at = w->folder; *at; at++)
        gx_buf_add(out, *at == '%' ? "%%" : at, *at == '%' ? 2 : 1);
    gx_buf_print(out, "/log/%s", log);
    return word_of(out, taken(out, arena), arena);
}

/* A line in the place of a word would be one of the script. */
static gx_err check_holes(const hole *holes, gx_diags *ds)
{
    for (const hole *h = holes; h->mark; h++) {
        for (const char *at = h->text; *at; at++)
            if ((unsigned char)*at < ' ')
                return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                                "%s: a control character cannot stand in a batch script",
                                h->text);
        if (h->is_slurms && strchr(h->text, '\\'))
            return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                            "%s: Slurm takes the backslash in a name for its own: give "
                            "another name with -o",
                            h->text);
    }
    return GX_OK;
}

static void fill(gx_buf *out, const hole *holes)
{
    for (const char *at = script; *at;) {
        const hole *h = holes;
        while (h->mark && strncmp(at, h->mark, strlen(h->mark)) != 0)
            h++;
        gx_buf_add(out, h->mark ? h->text : at, h->mark ? strlen(h->text) : 1);
        at += h->mark ? strlen(h->mark) : 1;
    }
}

static gx_err print_script(const gx_sweeping *w, const array *a, gx_diags *ds)
{
    gx_arena *arena = ds->arena;
    gx_buf out;
    gx_buf_init(&out, ds->oom);
    const char *merge = gx_arena_format(arena, "%s-merge", w->name);
    const char *logs = gx_arena_format(arena, "%s/log", w->folder);
    const char *at_once = a->at_once > 0 ? number_of(a->at_once, arena) : NULL;
    const hole holes[] = {
        {"@NAME@", word_of(&out, w->name, arena), true},
        {"@MERGE-NAME@", word_of(&out, merge, arena), true},
        {"@TASKS@", number_of(a->tasks, arena), false},
        {"@LAST@", number_of(a->tasks - 1, arena), false},
        {"@AT-ONCE@", at_once ? gx_arena_format(arena, "%%%s", at_once) : "", false},
        {"@CHUNKS@", number_of(gx_sweep_chunks(w->sweep), arena), false},
        {"@PART@", number_of(a->chunks, arena), false},
        {"@THREADS@", number_of(a->threads, arena), false},
        {"@MINUTES@", number_of(a->minutes, arena), false},
        {"@MERGE-MINUTES@", number_of(a->merge_minutes, arena), false},
        {"@LOGS@", word_of(&out, logs, arena), false},
        {"@ARRAY-LOG@", log_of(&out, w, "slurm-%A_%a.out", arena), true},
        {"@MERGE-LOG@", log_of(&out, w, "slurm-merge-%j.out", arena), true},
        {"@GAOXIN@", gaoxin_of(&out, arena), false},
        {"@STUDY@", study_of(&out, w, arena), false},
        {NULL, NULL, false}};
    gx_err err = check_holes(holes, ds);
    if (!err) /* the logs have a place, and another study there is refused now */
        err = gx_sweep_folder_open(w->sweep, w->folder, ds);
    if (!err) {
        fill(&out, holes);
        gx_print_file(&out, ds);
    } else {
        gx_buf_clear(&out);
    }
    return err;
}

gx_err gx_sweep_slurm(gx_sweeping *w, gx_diags *ds)
{
    array a;
    gx_err err = choose(&a, w, ds);
    return err ? err : print_script(w, &a, ds);
}
