/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/process.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { LONGEST_NAME = 64 };

static void host_name(char host[])
{
    memset(host, 0, LONGEST_NAME + 1);
    if (gethostname(host, LONGEST_NAME) != 0)
        host[0] = '\0';
}

const char *gx_process_name(gx_arena *arena)
{
    char host[LONGEST_NAME + 1];
    host_name(host);
    return gx_arena_format(arena, "%s-%ld", host, (long)getpid());
}

bool gx_process_is_gone(const char *name)
{
    char host[LONGEST_NAME + 1];
    host_name(host);
    size_t named = strlen(host);
    long process = 0;
    int end = 0; /* another machine's name may begin as ours does: "node-1", "node-1-9" */
    if (strncmp(name, host, named) != 0 ||
        sscanf(name + named, "-%ld %n", &process, &end) != 1 || name[named + end] ||
        process <= 0)
        return false;
    return kill((pid_t)process, 0) != 0 && errno == ESRCH;
}
