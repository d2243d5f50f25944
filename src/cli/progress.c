/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include "base/elapsed.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { MILLISECONDS = 200, TENTHS = 10 };

/* ---- signals ---- */

static volatile sig_atomic_t stopped;

static void stop(int number)
{
    (void)number;
    if (stopped)
        _exit(GX_AGAIN);
    stopped = 1;
}

/* SA_RESTART: what is not asked whether to stop, such as an MPI that begins, goes on. */
static void take(int number)
{
    struct sigaction action = {.sa_handler = stop, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

void gx_progress_heed(void)
{
    take(SIGUSR1);
}

const volatile sig_atomic_t *gx_progress_stop(void)
{
    take(SIGINT);
    take(SIGTERM);
    take(SIGUSR1);
    return &stopped;
}

/* ---- lines ---- */

void gx_progress_begin(gx_progress *p, int64_t before, bool is_quiet)
{
    *p = (gx_progress){.language = p->language,
                       .is_quiet = is_quiet,
                       .is_terminal = isatty(STDERR_FILENO),
                       .before = before,
                       .start = gx_seconds_now()};
    atomic_store(&p->next, p->is_terminal ? 0 : 1); /* a terminal sees the first */
}

void gx_progress_again(void *progress, int64_t before, int64_t count)
{
    gx_progress *p = progress;
    p->before = before;
    p->start = gx_seconds_now();
    atomic_store(&p->next, p->is_terminal || !count ? 0 : 1 + TENTHS * before / count);
}

void gx_progress_tell(void *progress, int64_t done, int64_t count)
{
    gx_progress *p = progress;
    double seconds = gx_seconds_now() - p->start;
    double rate = (double)(done - p->before) / (seconds > 0.0 ? seconds : 1e-9);
    int64_t due = atomic_load(&p->next);
    int64_t now = p->is_terminal ? (int64_t)(1000.0 * seconds) : TENTHS * done / count;
    int64_t later = p->is_terminal ? now + MILLISECONDS : now + 1;
    if (p->is_quiet || now < due || done <= p->before ||
        !atomic_compare_exchange_strong(&p->next, &due, later))
        return;
    fprintf(stderr,
            gx_say(p->language, "%s%" PRId64 " of %" PRId64
                                " runs (%.0f %%), %.0f runs/s, %.0f s left%s"),
            p->is_terminal ? "\r\033[K" : "", done, count,
            100.0 * (double)done / (double)count, rate, (double)(count - done) / rate,
            p->is_terminal ? "" : "\n");
    fflush(stderr);
}

void gx_progress_end(gx_progress *p)
{
    if (p->is_terminal && !p->is_quiet)
        fputs("\r\033[K", stderr);
}
