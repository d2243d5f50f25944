/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the time of a sweep went. */
#include "cli/sweeping.h"

#include <stdio.h>
#include <sys/resource.h>

static const char *const phases[GX_SWEEP_PHASES] = {
    [GX_SWEEP_RUNNING] = GX_TEXT("runs"),
    [GX_SWEEP_SAVING] = GX_TEXT("chunk files"),
    [GX_SWEEP_READING] = GX_TEXT("reading and summing"),
    [GX_SWEEP_GATHERING] = GX_TEXT("merged file"),
    [GX_SWEEP_ESTIMATING] = GX_TEXT("statistics")};

const char *gx_sweep_times_text(const gx_sweep_times *times, gx_language language,
                                gx_arena *arena)
{
    const char *text = "";
    for (int32_t i = 0; i < GX_SWEEP_PHASES; i++) {
        const char *phase = gx_say(language, phases[i]);
        double seconds = times->of[i];
        if (seconds > 0.0 && !*text)
            text = gx_arena_format(arena, gx_say(language, "; time: %s %.2f s"), phase,
                                   seconds);
        else if (seconds > 0.0)
            text = gx_arena_format(arena, gx_say(language, "%s, %s %.2f s"), text, phase,
                                   seconds);
    }
    return text;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

void gx_sweep_print_times(const gx_sweeping *w, const gx_sweep_times *times,
                          const gx_diags *ds)
{
    struct rusage used;
    const char *text = gx_sweep_times_text(times, w->language, ds->arena);
    if (getrusage(RUSAGE_SELF, &used) != 0)
        return;
    gx_print(gx_say(w->language, "%s%s; processor %.2f s, at most %s of memory\n"),
             w->name, text, seconds_of(used.ru_utime) + seconds_of(used.ru_stime),
             gx_sweep_bytes(1024.0 * (double)used.ru_maxrss, ds->arena));
}
