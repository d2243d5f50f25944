/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one door to threads. Workers take the next item from a shared counter; each item
 * has its own messages, which are put together in the order of items at the end. Of an
 * item that says nothing no more is held than its outcome: there may be millions. */
#include "farm/farm.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct job {
    gx_item_fn *item;
    void *context;
    int32_t count;
    atomic_int next;
    gx_diags **messages; /* [count], NULL: none */
    gx_err *outcome;     /* [count] */
    const gx_diags *reader;
} job;

static void *work(void *argument)
{
    job *j = argument;
    for (int32_t i = 0; (i = atomic_fetch_add(&j->next, 1)) < j->count;) {
        gx_diags *said = gx_diags_like(j->reader);
        j->outcome[i] = j->item(i, j->context, said);
        if (said->list.count)
            j->messages[i] = said;
        else
            gx_diags_free(said);
    }
    return NULL;
}

static gx_err map_by_threads(const gx_workers *workers, int32_t count, gx_item_fn *item,
                             void *context, gx_diags *ds)
{
    gx_arena *arena = gx_arena_new(ds->oom);
    job j = {.item = item,
             .context = context,
             .count = count,
             .messages = GX_ARRAY(arena, gx_diags *, count),
             .outcome = GX_ARRAY(arena, gx_err, count),
             .reader = ds};
    int32_t wanted = workers->thread_count < count ? workers->thread_count : count;
    pthread_t *thread = GX_ARRAY(arena, pthread_t, wanted);
    int32_t started = 0;
    while (started + 1 < wanted && !pthread_create(&thread[started], NULL, work, &j))
        started++;
    work(&j); /* this thread works too, so the job is done even when none could start */
    for (int32_t t = 0; t < started; t++)
        pthread_join(thread[t], NULL);
    gx_err first = GX_OK;
    for (int32_t i = 0; i < count; i++) {
        if (j.messages[i]) {
            gx_diags_merge(ds, j.messages[i]);
            gx_diags_free(j.messages[i]);
        }
        first = first ? first : j.outcome[i];
    }
    gx_arena_free(arena);
    return first;
}

gx_workers gx_farm_threads(int32_t thread_count)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (thread_count <= 0)
        thread_count = processors > 0 ? (int32_t)processors : 1;
    return (gx_workers){.map = map_by_threads, .thread_count = thread_count};
}
