/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to MPI, for the program gaoxin-mpi; in gaoxin farm_alone.c stands here.
 * Rank 0 hands out the numbers of items, one at a time to whoever asks, and works too: a
 * thread of it answers, its others take numbers as those of gx_farm_threads do. Nothing
 * is kept between calls, as MPI itself knows rank and count. */
#include "farm/farm.h"

#include <mpi.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { TAG_ASK = 1, TAG_ITEM = 2, NAP_NANOSECONDS = 200000, NO_ITEM = -1 };

/* ---- beginning ---- */

static int32_t number_in_environment(const char *name)
{
    const char *text = getenv(name);
    return text ? (int32_t)strtol(text, NULL, 10) : 0;
}

/* A launcher of another MPI starts each rank as a job of its own, in which all would do
 * everything. It tells by its environment how many it started. */
static gx_err check_launcher(gx_diags *ds)
{
    static const struct {
        const char *count, *rank, *launcher;
    } told[] = {
        {"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK",
         GX_TEXT("the mpirun of Open MPI")},
        {"PMI_SIZE", "PMI_RANK", GX_TEXT("the mpirun of MPICH")},
        {"SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "srun"},
    };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        int32_t count = number_in_environment(told[i].count);
        if (count <= 1)
            continue;
        if (number_in_environment(told[i].rank) > 0)
            return GX_USAGE; /* the first one says why */
        gx_err err = gx_error(ds, GX_CODE_USAGE, GX_NOWHERE,
                              "this program was built with %s, and %-s started it as %d "
                              "processes that do not know of each other",
                              GAOXIN_MPI, told[i].launcher, count);
        gx_note(ds, GX_NOWHERE,
                "start it by mpirun.%s or by srun --mpi=%s, or start gaoxin-mpi.%s",
                GAOXIN_MPI_SUFFIX, GAOXIN_MPI_PLUGIN, GAOXIN_MPI_OTHER);
        return err;
    }
    return GX_OK;
}

gx_err gx_ranks_begin(gx_diags *ds)
{
    int level = 0;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_MULTIPLE, &level);
    if (gx_ranks_here().count == 1)
        return check_launcher(ds);
    return level == MPI_THREAD_MULTIPLE
               ? GX_OK
               : gx_error(ds, GX_CODE_HELPER, GX_NOWHERE,
                          "this %s cannot be called by several threads "
                          "(MPI_THREAD_MULTIPLE)",
                          GAOXIN_MPI);
}

void gx_ranks_end(void)
{
    MPI_Finalize();
}

gx_ranks gx_ranks_here(void)
{
    int rank = 0, count = 1;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    return (gx_ranks){.rank = rank, .count = count};
}

int32_t gx_ranks_highest(int32_t value)
{
    int32_t highest = value;
    MPI_Allreduce(&value, &highest, 1, MPI_INT32_T, MPI_MAX, MPI_COMM_WORLD);
    return highest;
}

/* ---- working ---- */

/* What one process knows of a map. */
typedef struct job {
    gx_item_fn *item;
    void *context;
    int32_t count;
    gx_ranks ranks;
    int32_t threads, others; /* that work here, and on the other ranks */
    atomic_int next;         /* rank 0 */
} job;

static int32_t take(job *j)
{
    int32_t i = atomic_load(&j->next);
    while (i < j->count && !atomic_compare_exchange_weak(&j->next, &i, i + 1))
        continue;
    return i < j->count ? i : NO_ITEM;
}

/* Answer the threads of other ranks until each was told that there is no more, or left.
 */
static void serve(job *j)
{
    while (j->others > 0) {
        int has_come = 0, ask[2] = {0, 0}; /* which thread; does it want an item */
        MPI_Status status;
        MPI_Iprobe(MPI_ANY_SOURCE, TAG_ASK, MPI_COMM_WORLD, &has_come, &status);
        if (!has_come) { /* not by waiting in MPI, which takes a whole processor */
            nanosleep(&(struct timespec){.tv_nsec = NAP_NANOSECONDS}, NULL);
            continue;
        }
        MPI_Recv(ask, 2, MPI_INT, status.MPI_SOURCE, TAG_ASK, MPI_COMM_WORLD, &status);
        int item = ask[1] ? take(j) : NO_ITEM;
        if (ask[1])
            MPI_Send(&item, 1, MPI_INT, status.MPI_SOURCE, TAG_ITEM + ask[0],
                     MPI_COMM_WORLD);
        j->others -= item == NO_ITEM;
    }
}

/* The next item for a thread; `wants` false: it leaves. */
static int32_t ask_for(job *j, int32_t thread, bool wants)
{
    int item = NO_ITEM, ask[2] = {thread, wants};
    if (j->ranks.rank == 0)
        return wants ? take(j) : NO_ITEM;
    MPI_Send(ask, 2, MPI_INT, 0, TAG_ASK, MPI_COMM_WORLD);
    if (wants)
        MPI_Recv(&item, 1, MPI_INT, 0, TAG_ITEM + thread, MPI_COMM_WORLD,
                 MPI_STATUS_IGNORE);
    return item;
}

/* Thread `i` works until there is no more or something is wrong; after the last one comes
 * the thread that answers. */
static gx_err work(int32_t i, void *context, gx_diags *ds)
{
    job *j = context;
    gx_err err = GX_OK;
    if (i == j->threads) {
        serve(j);
        return GX_OK;
    }
    int32_t item = NO_ITEM;
    while (!err && (item = ask_for(j, i, true)) != NO_ITEM)
        err = j->item(item, j->context, ds);
    if (err)
        ask_for(j, i, false);
    return err;
}

static gx_err map_by_ranks(const gx_workers *workers, int32_t count, gx_item_fn *item,
                           void *context, gx_diags *ds)
{
    job j = {.item = item,
             .context = context,
             .count = count,
             .ranks = gx_ranks_here(),
             .threads = workers->thread_count};
    MPI_Allreduce(&j.threads, &j.others, 1, MPI_INT32_T, MPI_SUM, MPI_COMM_WORLD);
    j.others -= j.threads;
    int32_t here = j.threads + (j.ranks.rank == 0 && j.others > 0);
    gx_workers threads = gx_farm_threads(here);
    return (gx_err)gx_ranks_highest(threads.map(&threads, here, work, &j, ds));
}

static void join_by_ranks(void *bytes, size_t size)
{
    enum { AT_ONCE = 1 << 30 };
    for (char *at = bytes; size > 0;) {
        int now = size < AT_ONCE ? (int)size : AT_ONCE;
        MPI_Allreduce(MPI_IN_PLACE, at, now, MPI_BYTE, MPI_BOR, MPI_COMM_WORLD);
        at += now;
        size -= (size_t)now;
    }
}

gx_workers gx_farm_ranks(int32_t thread_count)
{
    gx_workers threads = gx_farm_threads(thread_count);
    if (gx_ranks_here().count == 1)
        return threads;
    return (gx_workers){.map = map_by_ranks,
                        .thread_count = threads.thread_count,
                        .rank = gx_ranks_here().rank,
                        .ranks = gx_ranks_here().count,
                        .join = join_by_ranks};
}
