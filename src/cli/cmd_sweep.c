/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gaoxin sweep: the options, run. */
#include "base/process.h"
#include "cli/progress.h"
#include "cli/sweeping.h"
#include "farm/farm.h"
#include "store/store.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* ---- options ---- */

/* `4G`, `500 MB`: bytes. */
static gx_err read_bytes(double *bytes, const char *option, const char *text,
                         gx_diags *ds)
{
    static const char unit[] = "kMGTP";
    size_t length = text ? strcspn(text, "kMGTPB ") : 0;
    if (!text)
        return GX_OK;
    const char *rest = text + length + strspn(text + length, " ");
    const char *known = *rest && *rest != 'B' ? strchr(unit, *rest) : NULL;
    bool is_good =
        gx_text_to_number(gx_arena_text(ds->arena, text, length), bytes) && *bytes > 0.0;
    for (const char *u = unit; known && u <= known; u++)
        *bytes *= 1024.0;
    rest += known != NULL;
    rest += *rest == 'B';
    return is_good && !*rest
               ? GX_OK
               : gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                          "'--%s %s': expected bytes, as in 4G or 500M", option, text);
}

static gx_err read_shard(gx_sweeping *w, gx_diags *ds)
{
    int32_t read = 0;
    w->shards = 1;
    if (!w->r.shard)
        return GX_OK;
    if (sscanf(w->r.shard, "%" SCNd32 "/%" SCNd32 "%n", &w->shard, &w->shards, &read) ==
            2 &&
        !w->r.shard[read] && w->shard >= 0 && w->shard < w->shards)
        return GX_OK;
    return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                    "'--shard %s': expected I/N, with I from 0 to N - 1", w->r.shard);
}

gx_err gx_sweep_count(int64_t *count, const char *option, const char *text, gx_diags *ds)
{
    double number = -1.0;
    if (text && (!gx_text_to_number(text, &number) || number < 0.0 || number > 0x1p30 ||
                 number != trunc(number)))
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'--%s %s': expected a whole number up to %d", option, text,
                        1 << 30);
    *count = (int64_t)number;
    return GX_OK;
}

/* `--samples N`: in the place of the study's. */
static gx_err take_samples(gx_sweeping *w, gx_diags *ds)
{
    int64_t samples = 0;
    gx_err err = gx_sweep_count(&samples, "samples", w->r.samples, ds);
    if (!err && w->r.samples)
        w->study->design.samples = (double)samples;
    return err;
}

static gx_err read_chunk(gx_sweeping *w, gx_diags *ds)
{
    enum { MOST = 1 << 20 };
    gx_err err = gx_sweep_count(&w->chunk_runs, "chunk", w->r.chunk, ds);
    if (!err && w->r.chunk && (w->chunk_runs < 1 || w->chunk_runs > MOST))
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'--chunk %s': expected a number from 1 to %d", w->r.chunk, MOST);
    return err;
}

static gx_err read_options(gx_sweeping *w, gx_diags *ds)
{
    const char *keep = w->r.keep ? w->r.keep : "runs";
    gx_err err = gx_workers_choose(&w->workers, w->r.threads ? w->r.threads : "0", ds);
    if (!err)
        err = read_shard(w, ds);
    if (!err)
        err = read_bytes(&w->memory, "max-memory", w->r.memory, ds);
    if (!err)
        err = read_bytes(&w->disk, "max-disk", w->r.disk, ds);
    if (!err && strcmp(keep, "runs") != 0 && strcmp(keep, "statistics") != 0)
        err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                       "'--keep %s': there are runs and statistics", keep);
    return err ? err : read_chunk(w, ds);
}

/* Half of the memory of the machine, and the room on the disk, where nothing is said. */
static void choose_limits(gx_sweeping *w)
{
    struct statvfs room;
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    const char *slash = strrchr(w->folder, '/');
    const char *where =
        slash ? gx_arena_text(w->x->arena, w->folder, (size_t)(slash + 1 - w->folder))
              : ".";
    if (!w->r.memory)
        w->memory =
            pages > 0 && page > 0 ? 0.5 * (double)pages * (double)page : (double)INFINITY;
    if (!w->r.disk)
        w->disk = statvfs(where, &room) == 0
                      ? (double)room.f_bavail * (double)room.f_frsize
                      : (double)INFINITY;
}

/* ---- loading ---- */

/* The merged file is begun under names that have that of the process twice. */
static gx_err check_length(const char *result, gx_diags *ds)
{
    size_t more = 2 * strlen(gx_process_name(ds->arena)) + strlen("..tmp..tmp");
    size_t length = strlen(gx_path_base(result));
    if (length + more <= NAME_MAX)
        return GX_OK;
    gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                          "'%s': a name of %d bytes is too long for a result, which may "
                          "have %d",
                          result, (int)length, (int)(NAME_MAX - more));
    gx_note(ds, GX_NOWHERE, "give another name with -o");
    return err;
}

static gx_err choose_names(gx_sweeping *w, gx_diags *ds)
{
    w->name = gx_path_stem(ds->arena, w->study->path);
    w->result = w->r.output ? w->r.output : gx_arena_format(ds->arena, "%s.nc", w->name);
    const gx_format *format = gx_format_find(w->result);
    gx_err err = check_length(w->result, ds);
    if (err)
        return err;
    if (!format || format->write != gx_h5_write)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "'-o %s': the result of a sweep ends in .nc or .h5", w->result);
    size_t length = strlen(w->result) - strlen(format->extension);
    w->folder = gx_arena_format(ds->arena, "%.*s.d", (int)length, w->result);
    return GX_OK;
}

/* The file of a design: a table, or a result whose variables are its columns. */
static gx_err read_points(gx_frame **points, const gx_sweeping *w, gx_diags *ds)
{
    const gx_name *file = &w->study->design.file;
    if (!file->text)
        return GX_OK;
    const gx_format *format = gx_format_find(file->text);
    if (!format || !format->read)
        return gx_error(ds, GX_CODE_VALUE, file->loc,
                        "'%s': points are read from .csv, .tab, .h5 and .nc", file->text);
    bool is_table = format->read == gx_csv_read;
    return (is_table ? gx_csv_read_points : format->read)(points, file->text, ds);
}

static gx_err load(gx_sweeping *w, const char *path, gx_diags *ds)
{
    gx_frame *points = NULL;
    gx_err err = read_options(w, ds);
    if (!err)
        err = gx_study_read(&w->study, path, ds->arena, ds);
    if (!err)
        err = take_samples(w, ds);
    if (!err)
        err = choose_names(w, ds);
    if (!err)
        err = gx_experiment_load(&w->x,
                                 w->study->scenario.text ? w->study->scenario.text
                                                         : w->study->model.text,
                                 &w->r.options, ds);
    if (!err)
        err = read_points(&points, w, ds);
    if (err)
        return err;
    choose_limits(w);
    gx_buf origin;
    gx_buf_init(&origin, ds->oom);
    gx_experiment_origin(w->x, ds, &origin);
    gx_case c = gx_experiment_case(w->x);
    const gx_sweep_setup setup = {.study = w->study,
                                  .c = &c,
                                  .parameters = w->x->parameters,
                                  .levers = w->x->levers,
                                  .points = points,
                                  .origin = origin.text,
                                  .chunk_runs = w->chunk_runs,
                                  .keeps_runs =
                                      !w->r.keep || strcmp(w->r.keep, "runs") == 0};
    err = gx_sweep_new(&w->sweep, &setup, ds);
    gx_frame_free(points);
    gx_buf_clear(&origin);
    return err;
}

/* ---- run ---- */

/* What Slurm gives to this process, where no option says it. */
static gx_err take_place(gx_sweeping *w, gx_diags *ds)
{
    int32_t threads = gx_ranks_here().count > 1; /* each rank one, else all processors */
    gx_err err =
        w->r.shard ? GX_OK
                   : gx_slurm_shard(&w->shard, &w->shards, gx_ranks_here().count > 1, ds);
    if (!err && !w->r.threads)
        err = gx_slurm_threads(&threads, ds);
    if (!err && threads > 0)
        err =
            gx_workers_choose(&w->workers, gx_arena_format(ds->arena, "%d", threads), ds);
    return err;
}

static void write_log(const gx_sweeping *w, const char *what, const char *outcome,
                      gx_diags *ds)
{
    gx_sweep_log(w->folder,
                 gx_arena_format(ds->arena, "%s: ranks %d, threads %d, shard %d/%d%s",
                                 what, gx_ranks_here().count, w->workers.thread_count,
                                 w->shard, w->shards, outcome),
                 ds->arena);
}

static void write_end(const gx_sweeping *w, gx_err err, const gx_sweep_state *state,
                      const gx_sweep_times *times, gx_diags *ds)
{
    const char *outcome = gx_arena_format(
        ds->arena, ", %" PRId64 " of %" PRId64 " runs%s", state->runs_done, state->runs,
        gx_sweep_times_text(times, GX_LANG_EN, ds->arena));
    write_log(w, err ? "end" : "done", outcome, ds);
}

static void print_outcome(const gx_sweeping *w, const gx_sweep_state *state)
{
    gx_print(gx_say(w->language, "%s: %" PRId64 " runs"), w->name, state->runs_done);
    if (w->shards > 1 && !w->sweep->stop) /* one that stops has all that it needs */
        printf(gx_say(w->language, " of shard %d/%d"), w->shard, w->shards);
    gx_print(gx_say(w->language, " in %s, %" PRId64 " failed"), w->folder,
             state->failures);
    if (state->helped)
        printf(gx_say(w->language, ", %" PRId64 " chunk%s of other shards"),
               state->helped, state->helped == 1 ? "" : "s");
    printf("\n");
}

gx_err gx_sweep_agree(gx_err err)
{
    int32_t highest = gx_ranks_highest((int32_t)err);
    return err ? err : (gx_err)highest;
}

/* The others hold their study and version against the folder that the first rank made.
 * One with another working folder, or of a disk of its own, would make its chunks
 * elsewhere: it does not see the first rank's log. */
static gx_err see_folder(const gx_sweeping *w, bool is_first, gx_diags *ds)
{
    enum { LONGEST = 1024 };
    char log[LONGEST] = "";
    if (is_first)
        snprintf(log, LONGEST, "%s", gx_sweep_log_name(w->folder, ds->arena));
    if (w->workers.join)
        w->workers.join(log, LONGEST);
    if (is_first)
        return GX_OK;
    if (access(log, F_OK) == 0)
        return gx_sweep_folder_check(w->sweep, w->folder, ds);
    gx_err err = gx_error(ds, GX_CODE_FILE, GX_NOWHERE,
                          "'%s' is not the folder of the first rank: there is no '%s'",
                          w->folder, log);
    gx_note(ds, GX_NOWHERE, "ranks need one working folder, on one file system");
    return err;
}

/* Limits, place, and the folder, which the first rank makes. */
static gx_err prepare(gx_sweeping *w, gx_diags *ds)
{
    bool is_first = gx_ranks_here().rank == 0;
    gx_err err = take_place(w, ds);
    if (!err && is_first)
        err = gx_sweep_check_limits(w, ds);
    if (!err && is_first)
        err = gx_sweep_folder_open(w->sweep, w->folder, ds);
    if (!err && is_first)
        write_log(w, "start", "", ds);
    err = gx_sweep_agree(err);
    if (!err)
        err = see_folder(w, is_first, ds);
    return gx_sweep_agree(err);
}

static gx_err run(gx_sweeping *w, gx_diags *ds)
{
    gx_progress progress;
    gx_sweep_state state = {0};
    gx_sweep_times times = {{0}};
    gx_ranks here = gx_ranks_here();
    gx_sweep_job job = {.folder = w->folder,
                        .workers = &w->workers,
                        .stop = gx_progress_stop(),
                        .times = &times};
    gx_err err =
        gx_sweep_count(&job.most_failures, "max-failures", w->r.max_failures, ds);
    if (!err)
        err = prepare(w, ds);
    if (err)
        return err;
    job.shard = w->shard;
    job.shards = w->shards;
    job.steals = here.count == 1 && (w->r.steal || !w->r.shard);
    progress.language = w->language;
    gx_progress_begin(&progress, 0, w->r.quiet || here.count > 1);
    job.begin = gx_progress_again;
    job.tell = gx_progress_tell;
    job.context = &progress;
    err = gx_sweep_run_on(&state, w, &job, ds);
    gx_progress_end(&progress);
    if (here.rank == 0)
        write_end(w, err, &state, &times, ds);
    if (err == GX_AGAIN) {
        err = gx_error(ds, GX_CODE_INTERRUPTED, GX_NOWHERE,
                       "stopped: what was done is kept in '%s'", w->folder);
        gx_note(ds, GX_NOWHERE, "run it again to go on");
    }
    if (!err && !w->r.quiet && here.rank == 0) {
        print_outcome(w, &state);
        gx_sweep_print_stop(w);
    }
    if (w->r.timings && here.rank == 0)
        gx_sweep_print_times(w, &times, ds);
    if (!err && here.rank == 0)
        err = gx_sweep_tell_failures(w, state.failures, w->sweep->stop != NULL, ds);
    return gx_sweep_agree(err);
}

/* ---- the command ---- */

static const struct {
    const char *name;
    gx_err (*act)(gx_sweeping *w, gx_diags *ds);
    bool is_by_ranks;
} actions[] = {{"plan", gx_sweep_plan, false},
               {"run", run, true},
               {"status", gx_sweep_status, false},
               {"merge", gx_sweep_join, false},
               {"slurm", gx_sweep_slurm, false}};

static gx_err act(gx_sweeping *w, const gx_texts *args, gx_diags *ds)
{
    enum { COUNT = sizeof actions / sizeof *actions };
    int32_t a = 0;
    while (a < COUNT && strcmp(actions[a].name, args->at[0]) != 0)
        a++;
    if (a == COUNT) {
        gx_near near = {.typed = args->at[0]};
        gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                              "'sweep %s': there are plan, run, status, merge and slurm",
                              args->at[0]);
        for (a = 0; a < COUNT; a++)
            gx_near_try(&near, actions[a].name);
        gx_suggest(ds, near.word);
        return err;
    }
    if (gx_ranks_here().count > 1 && !actions[a].is_by_ranks)
        return gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                        "ranks do 'sweep run' alone: 'gaoxin sweep %s' does this",
                        actions[a].name);
    w->language = gx_language_of(ds);
    gx_err err = gx_sweep_agree(load(w, args->at[1], ds));
    if (!err)
        err = actions[a].act(w, ds);
    gx_sweep_free(w->sweep);
    gx_experiment_free(w->x);
    return err;
}

gx_err gx_cmd_sweep(int argc, char **argv, gx_diags *ds)
{
    gx_sweeping w = {.shards = 1};
    gx_sweep_request *r = &w.r;
    gx_run_options *o = &r->options;
    const gx_opt opts[] = {
        {"output", 'o', GX_OPT_TEXT, &r->output, "FILE",
         "result (NAME.nc); its folder is beside it (NAME.d)"},
        {"jobs", 'j', GX_OPT_TEXT, &r->threads, "N", "threads (0: all processors)"},
        {"samples", 0, GX_OPT_TEXT, &r->samples, "N",
         "groups of runs, in place of the study's"},
        {"keep", 0, GX_OPT_TEXT, &r->keep, "runs|statistics",
         "what is kept: statistics are sums alone, for a small disk (runs)"},
        {"chunk", 0, GX_OPT_TEXT, &r->chunk, "RUNS", "of a chunk, at most (512)"},
        {"shard", 0, GX_OPT_TEXT, &r->shard, "I/N", "part I of N, from 0, of the chunks"},
        {"steal", 0, GX_OPT_FLAG, &r->steal, NULL,
         "with --shard: then chunks of others, too"},
        {"tasks", 0, GX_OPT_TEXT, &r->tasks, "N", "plan, slurm: tasks of the array"},
        {"at-once", 0, GX_OPT_TEXT, &r->at_once, "M", "slurm: tasks that run at a time"},
        {"max-failures", 0, GX_OPT_TEXT, &r->max_failures, "N",
         "give up after more failed runs"},
        {"max-memory", 0, GX_OPT_TEXT, &r->memory, "BYTES",
         "refuse to take more (half of what there is)"},
        {"max-disk", 0, GX_OPT_TEXT, &r->disk, "BYTES",
         "refuse to take more (what is free)"},
        {"set", 's', GX_OPT_LIST, &o->set, "NAME=VALUE", "set a constant in all runs"},
        {"data", 0, GX_OPT_LIST, &o->data, "FILE", "table for data variables"},
        {"method", 'm', GX_OPT_TEXT, &o->method, "METHOD", "integration method"},
        {"tolerance", 0, GX_OPT_TEXT, &o->tolerance, "NUMBER", "of adaptive methods"},
        {"dt", 0, GX_OPT_TEXT, &o->time_step, "STEP", "TIME STEP"},
        {"final-time", 0, GX_OPT_TEXT, &o->final_time, "TIME", "FINAL TIME"},
        {"float32", 0, GX_OPT_FLAG, &r->float32, NULL, "half the size and the digits"},
        {"deflate", 0, GX_OPT_TEXT, &r->deflate, "LEVEL", "compress, 1 to 9"},
        {"force", 'f', GX_OPT_FLAG, &r->force, NULL, "replace another result"},
        {"timings", 0, GX_OPT_FLAG, &r->timings, NULL, "say where the time went"},
        {"quiet", 'q', GX_OPT_FLAG, &r->quiet, NULL, "say nothing when all went well"},
    };
    const gx_usage usage = {
        .name = "sweep",
        .arguments = "plan|run|status|merge|slurm STUDY",
        .least = 2,
        .most = 2,
        .doc =
            "Run a study (.yaml): plan says what it takes, run makes its runs and goes "
            "on where\n"
            "it was stopped, status says how many are there, merge puts them into one "
            "file with\n"
            "the study's statistics, slurm prints a batch script that does all this on a "
            "cluster.\n",
        .examples = "  gaoxin sweep plan study.yaml\n"
                    "  gaoxin sweep run study.yaml -o output/study.nc\n"
                    "  gaoxin sweep merge study.yaml -o output/study.nc\n"
                    "  gaoxin sweep slurm study.yaml --tasks 100 -j 8 > study.sh\n",
        .opt = opts,
        .opt_count = sizeof opts / sizeof *opts,
    };
    gx_texts args = {0};
    if (gx_opt_parse(&usage, argc, argv, &args, ds) != GX_PARSED)
        return gx_diags_outcome(ds);
    w.opt = opts;
    w.opt_count = usage.opt_count;
    return act(&w, &args, ds);
}
