/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench [GAOXIN NOTHING]: how fast things are. Every number is a median of rounds in
 * which all measurements take turns, so that ratios hold on a machine that others use
 * too. Nothing here is judged. */
#include "front/front.h"
#include "sim/sim.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { ROUNDS = 9, MOST_LANES = 256 };

static void out_of_memory(size_t wanted, void *context)
{
    (void)context;
    fprintf(stderr, "out of memory: %zu bytes\n", wanted);
    exit(5);
}
static const gx_oom oom = {.handler = out_of_memory};

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *value, int32_t count)
{
    qsort(value, (size_t)count, sizeof *value, by_size);
    return value[count / 2];
}

/* ---- workloads ---- */

typedef struct workload {
    const char *name;
    char *text;
    size_t length;
    gx_diags *ds;
    gx_model *model;
    gx_flat *flat;
    gx_program *program;
    double reading, flattening, compiling; /* seconds, of the last build */
} workload;

static void build(workload *w)
{
    w->ds = gx_diags_new(oom);
    int32_t file = gx_source_add(w->ds, w->name, w->text, w->length);
    double t0 = seconds();
    bool good = !gx_mdl_read(&w->model, file, w->ds);
    double t1 = seconds();
    good = good && !gx_flat_build(&w->flat, w->model, w->ds);
    double t2 = seconds();
    if (!good) {
        gx_buf out;
        gx_buf_init(&out, oom);
        for (int32_t i = 0; i < w->ds->list.count; i++)
            gx_diag_render(w->ds, i, &out);
        fprintf(stderr, "%s", out.text);
        exit(3);
    }
    w->program = gx_compile(w->flat, NULL, NULL, 0, oom);
    w->reading = t1 - t0;
    w->flattening = t2 - t1;
    w->compiling = seconds() - t2;
}

static void discard(workload *w)
{
    gx_program_free(w->program);
    gx_flat_free(w->flat);
    gx_model_free(w->model);
    gx_diags_free(w->ds);
}

static void read_file(workload *w, const char *path)
{
    gx_diags *ds = gx_diags_new(oom);
    int32_t file = -1;
    if (gx_source_read(&file, path, 1 << 26, ds))
        exit(5);
    w->length = ds->sources.at[file].length;
    w->text = malloc(w->length + 1);
    if (!w->text)
        exit(5);
    memcpy(w->text, ds->sources.at[file].text, w->length + 1);
    gx_diags_free(ds);
}

/* Stocks, four auxiliaries each, in the mix of a field model: sums and products, every
 * third a division, every fourth a lookup, a few limits and exponentials. */
static void generate(workload *w, int32_t stocks)
{
    gx_buf out;
    gx_buf_init(&out, oom);
    gx_buf_print(&out, "INITIAL TIME = 0 ~~|\nFINAL TIME = 50 ~~|\nTIME STEP = 0.25 ~~|\n"
                       "SAVEPER = 5 ~~|\nrate = 0.02 ~~|\n"
                       "f((0,1),(0.5,0.9),(1,0.7),(2,0.4),(4,0.2),(8,0.1)) ~~|\n");
    for (int32_t i = 0; i < stocks; i++) {
        int32_t other = (i * 7 + 3) % stocks;
        gx_buf_print(&out, "density %d = level %d / (level %d + 10) ~~|\n", i, i, other);
        gx_buf_print(&out, "effect %d = f(density %d * 4) ~~|\n", i, i);
        gx_buf_print(&out,
                     i % 8 ? "birth %d = level %d * rate * effect %d ~~|\n"
                           : "birth %d = level %d * rate * EXP(-effect %d) ~~|\n",
                     i, i, i);
        gx_buf_print(&out, "death %d = MIN(level %d / 60, birth %d * 0.9 + 0.1) ~~|\n", i,
                     i, i);
        gx_buf_print(&out, "level %d = INTEG(birth %d - death %d, %d) ~~|\n", i, i, i,
                     10 + i % 5);
    }
    w->text = out.text;
    w->length = out.length;
}

/* ---- running ---- */

/* The runs of `lanes`, that saved one variable. */
static gx_runs *runs_of(const workload *w, const char *method, int32_t lanes)
{
    int32_t keep = 0;
    gx_run_plan plan = {.method = gx_method_find(method),
                        .lane_count = lanes,
                        .keep = &keep,
                        .keep_count = 1};
    gx_runs *runs = gx_runs_new(w->program, &plan, oom);
    for (int32_t k = 0; k < lanes; k++)
        if (runs->at[k].outcome)
            exit(4);
    return runs;
}

/* Seconds that runs of `lanes` take. */
static double run(const workload *w, const char *method, int32_t lanes)
{
    int32_t times = 0;
    double start = seconds(), spent = 0.0;
    for (; spent < 0.02; times++) {
        gx_runs_free(runs_of(w, method, lanes));
        spent = seconds() - start;
    }
    return spent / times;
}

static int64_t evaluations(const workload *w, const char *method)
{
    gx_runs *runs = runs_of(w, method, 1);
    int64_t made = runs->at[0].evaluations;
    gx_runs_free(runs);
    return made;
}

static double control(const workload *w, gx_control which)
{
    gx_overrides none = {.list = {.count = 0}};
    return gx_override_value(&none, w->flat, w->flat->control[which]);
}

static double step_count(const workload *w)
{
    return (control(w, GX_CONTROL_FINAL_TIME) - control(w, GX_CONTROL_INITIAL_TIME)) /
           control(w, GX_CONTROL_TIME_STEP);
}

static void measure_lanes(const workload *w)
{
    static const int32_t lanes[] = {1, 8, 32, 64, 128, MOST_LANES};
    enum { COUNT = sizeof lanes / sizeof *lanes };
    double spent[COUNT][ROUNDS], one = 0.0;
    double ticks = step_count(w);
    int32_t equations = w->flat->active_count + w->program->stock_count;
    for (int32_t r = 0; r < ROUNDS; r++)
        for (int32_t i = 0; i < COUNT; i++)
            spent[i][r] = run(w, "euler", lanes[i]);
    printf("\n%s: %d equations, %.0f steps, euler\n", w->name, equations, ticks);
    printf(
        "  lanes  ns per equation-step-lane  equation-steps a second  against 1 lane\n");
    for (int32_t i = 0; i < COUNT; i++) {
        double each = median(spent[i], ROUNDS) / (equations * ticks * lanes[i]);
        one = i ? one : each;
        printf("  %5d  %25.3f  %23.3g  %14.2f\n", lanes[i], 1e9 * each, 1.0 / each,
               one / each);
    }
}

/* One lane: adaptive methods run lane by lane anyway. */
static void measure_methods(const workload *w)
{
    enum { MOST_METHODS = 32 };
    double spent[MOST_METHODS][ROUNDS], first = 0.0, steps = step_count(w);
    for (int32_t r = 0; r < ROUNDS; r++)
        for (int32_t m = 0; m < gx_method_count && m < MOST_METHODS; m++)
            spent[m][r] = run(w, gx_methods[m].name, 1);
    printf("\n%s: %d stocks, %.0f steps, 1 lane\n  method   evaluations a step  time "
           "against %s\n",
           w->name, w->program->stock_count, steps, gx_methods[0].name);
    for (int32_t m = 0; m < gx_method_count && m < MOST_METHODS; m++) {
        double each = median(spent[m], ROUNDS);
        first = m ? first : each;
        printf("  %-7s  %18.2f  %12.2f\n", gx_methods[m].name,
               (double)evaluations(w, gx_methods[m].name) / steps, each / first);
    }
}

static void measure_building(workload *w, int32_t count)
{
    printf("\n  ms           reading  flattening  compiling\n");
    for (int32_t i = 0; i < count; i++) {
        double part[3][ROUNDS];
        for (int32_t r = 0; r < ROUNDS; r++) {
            discard(&w[i]);
            build(&w[i]);
            part[0][r] = w[i].reading;
            part[1][r] = w[i].flattening;
            part[2][r] = w[i].compiling;
        }
        printf("  %-11s  %7.2f  %10.2f  %9.2f\n", w[i].name,
               1e3 * median(part[0], ROUNDS), 1e3 * median(part[1], ROUNDS),
               1e3 * median(part[2], ROUNDS));
    }
}

/* ---- starting ---- */

/* Processor time of all programs that ended, s. */
static double processor(void)
{
    struct rusage used;
    getrusage(RUSAGE_CHILDREN, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           1e-6 * (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

/* Gives how long a program takes, and of that the processor. */
static double start(char *const *argv, double *worked)
{
    double worked_before = processor();
    char *program = argv[0];
    posix_spawn_file_actions_t quiet;
    pid_t child = 0;
    int status = 0;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    double before = seconds();
    if (posix_spawn(&child, program, &quiet, NULL, argv, environ) ||
        waitpid(child, &status, 0) < 0 || status)
        exit(1);
    double after = seconds();
    *worked = processor() - worked_before;
    posix_spawn_file_actions_destroy(&quiet);
    return after - before;
}

static void measure_start(char *gaoxin, char *nothing)
{
    enum { STARTS = 41, PROGRAMS = 3 };
    static char help[] = "help", run[] = "run", quiet[] = "-q", to[] = "-o";
    static char model[] = GAOXIN_SOURCE_DIR "/model/qinzhou.mdl",
                out[] = "bench-start.h5";
    char *const nothing_at_all[] = {nothing, NULL};
    char *const helping[] = {gaoxin, help, NULL};
    char *const running[] = {gaoxin, run, model, quiet, to, out, NULL};
    const struct {
        char *const *argv;
        const char *name;
    } programs[PROGRAMS] = {{nothing_at_all, "an empty program"},
                            {helping, "gaoxin help"},
                            {running, "gaoxin run qinzhou.mdl"}};
    double took[PROGRAMS][STARTS], worked[PROGRAMS][STARTS];
    for (int32_t r = 0; r < STARTS; r++)
        for (int32_t p = 0; p < PROGRAMS; p++)
            took[p][r] = start(programs[p].argv, &worked[p][r]);
    remove(out);
    /* a run waits for the disk to have its result */
    printf("\n  start to end                 ms  of the processor  times an empty "
           "program's\n");
    double least = median(worked[0], STARTS);
    for (int32_t p = 0; p < PROGRAMS; p++) {
        double ours = median(worked[p], STARTS);
        printf("  %-22s  %7.2f  %16.2f  %23.1f\n", programs[p].name,
               1e3 * median(took[p], STARTS), 1e3 * ours, ours / least);
    }
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    enum { COUNT = 3 };
    workload w[COUNT] = {
        {.name = "qinzhou.mdl"}, {.name = "generated"}, {.name = "small"}};
    read_file(&w[0], GAOXIN_SOURCE_DIR "/model/qinzhou.mdl");
    generate(&w[1], 400);
    generate(&w[2], 12);
    for (int32_t i = 0; i < COUNT; i++)
        build(&w[i]);
    for (int32_t i = 0; i < COUNT; i++)
        measure_lanes(&w[i]);
    measure_methods(&w[2]); /* implicit methods take minutes on the others */
    measure_building(w, COUNT);
    if (argc == 3)
        measure_start(argv[1], argv[2]);
    for (int32_t i = 0; i < COUNT; i++) {
        discard(&w[i]);
        free(w[i].text);
    }
    return 0;
}
