/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: files made by O_EXCL that say who is at which chunk. They save work and decide
 * nothing: a chunk made twice is the same chunk. So whoever doubts a claim may take it.
 */
#include "sweep/share.h"

#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CLAIM_SECONDS = 600, REFRESH_SECONDS = 60, LONGEST_CLAIM = 96 };

static const char *path_of(const gx_sweep *s, const char *folder, int64_t chunk,
                           gx_arena *arena)
{
    return gx_sweep_folder_place(s, folder, "claims", chunk, arena);
}

/* ---- who and when ---- */

/* Is the claim that of a process of this machine which is no more? */
static bool is_orphan(const char *path)
{
    char text[LONGEST_CLAIM] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file >= 0 ? read(file, text, sizeof text - 1) : -1;
    if (file >= 0)
        close(file);
    return length > 0 && gx_process_is_gone(text);
}

static double seconds_of(const struct stat *info)
{
    return (double)info->st_mtim.tv_sec + 1e-9 * (double)info->st_mtim.tv_nsec;
}

bool gx_sweep_stamp(double *seconds, const char *path)
{
    struct stat info;
    bool is_there = stat(path, &info) == 0;
    *seconds = is_there ? seconds_of(&info) : 0.0;
    return is_there;
}

double gx_sweep_clock(const char *folder, gx_arena *arena)
{
    struct stat info;
    const char *path =
        gx_arena_format(arena, "%s/log/%s.clock", folder, gx_process_name(arena));
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool is_read = file >= 0 && fstat(file, &info) == 0;
    if (file >= 0)
        close(file);
    unlink(path);
    return is_read ? seconds_of(&info) : (double)time(NULL);
}

bool gx_sweep_claim_is_held(const char *path, double now)
{
    double made;
    return gx_sweep_stamp(&made, path) && fabs(now - made) <= CLAIM_SECONDS &&
           !is_orphan(path);
}

/* ---- taking ---- */

/* Make the claim's file; false when somebody has. What is wrong with the folder shows
 * when the chunk is written. */
static bool take(const char *path, gx_arena *arena)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return errno != EEXIST;
    const char *self = gx_process_name(arena);
    ssize_t written = write(file, self, strlen(self));
    (void)written; /* without a name it is somebody's all the same */
    close(file);
    return true;
}

bool gx_sweep_claim(const gx_sweep *s, const char *folder, int64_t chunk, bool by_force,
                    gx_arena *arena)
{
    const char *path = path_of(s, folder, chunk, arena);
    if (take(path, arena))
        return true;
    if (!by_force && gx_sweep_claim_is_held(path, gx_sweep_clock(folder, arena)))
        return false;
    unlink(path); /* another user's cannot be: force does not need it */
    return take(path, arena) || by_force;
}

void gx_sweep_claim_keep(const gx_sweep *s, const char *folder, int64_t chunk,
                         struct timespec *since, gx_arena *arena)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (now.tv_sec - since->tv_sec < REFRESH_SECONDS)
        return;
    *since = now;
    utimensat(AT_FDCWD, path_of(s, folder, chunk, arena), NULL, 0);
}

void gx_sweep_unclaim(const gx_sweep *s, const char *folder, int64_t chunk,
                      gx_arena *arena)
{
    unlink(path_of(s, folder, chunk, arena));
}

/* ---- whom to help ---- */

int32_t gx_sweep_helped(int32_t shard, int32_t shards, int32_t k)
{
    int64_t step = k < 31 ? (int64_t)1 << k : shards;
    return step < shards ? (int32_t)((shard + step) % shards) : -1;
}

static int64_t common_divisor(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Steps of about the golden section spread the places wherever one stops. */
int64_t gx_sweep_looked_at(int64_t j, int64_t thief, int64_t count)
{
    int64_t step = (int64_t)(0.6180339887498949 * (double)count);
    step = step > 0 ? step : 1;
    while (common_divisor(step, count) != 1)
        step++;
    return (thief % count + j % count * step) % count;
}
