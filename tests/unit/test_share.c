/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How programs share a sweep: claims, on a machine whose clock runs a day ahead of the
 * folder's, and whom a shard helps. */
#include "support.h"
#include "sweep/share.h"

#include "base/process.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Stands before the C library's: this machine is a day ahead. */
time_t time(time_t *out)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    time_t ahead = now.tv_sec + 86400;
    if (out)
        *out = ahead;
    return ahead;
}

static const gx_sweep sweep = {.chunks = 10};

static void write_claim(const char *text, int64_t seconds_ago)
{
    FILE *out = fopen("s.d/claims/0-000003", "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    struct timespec now, stamp[2];
    clock_gettime(CLOCK_REALTIME, &now);
    stamp[0] = stamp[1] = (struct timespec){.tv_sec = now.tv_sec - seconds_ago};
    assert_int_equal(utimensat(AT_FDCWD, "s.d/claims/0-000003", stamp, 0), 0);
}

/* The name that a process of this machine has when it is gone. */
static const char *gone(gx_arena *arena)
{
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    const char *self = gx_process_name(arena), *dash = strrchr(self, '-');
    return gx_arena_format(arena, "%.*s-%ld", (int)(dash - self), self, (long)child);
}

static void claims_are_judged_by_age_and_owner(void **state)
{
    (void)state;
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    const char *self = gx_process_name(arena), *dead = gone(arena);
    const struct {
        const char *what, *owner;
        int64_t ago;
        bool by_force, is_taken;
    } cases[] = {
        {"one of this process", self, 0, false, false},
        {"one of another machine", "elsewhere-1", 0, false, false},
        {"one without a name", "", 0, false, false},
        {"nine minutes old", "elsewhere-1", 540, false, false},
        {"stale", "elsewhere-1", 660, false, true},
        {"a minute ahead", "elsewhere-1", -60, false, false},
        {"an hour ahead", "elsewhere-1", -3600, false, true},
        {"of a process that is gone", dead, 0, false, true},
        {"taken by force", "elsewhere-1", 0, true, true},
    };
    mkdir("s.d", 0777);
    mkdir("s.d/claims", 0777);
    mkdir("s.d/log", 0777);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_claim(cases[i].owner, cases[i].ago);
        bool taken = gx_sweep_claim(&sweep, "s.d", 3, cases[i].by_force, arena);
        if (taken != cases[i].is_taken)
            fail_msg("%s: %s", cases[i].what, taken ? "taken" : "not taken");
    }
    gx_sweep_unclaim(&sweep, "s.d", 3, arena);
    mkdir("s.d/claims/0-000003",
          0777); /* what cannot be unlinked is somebody's, no wall */
    assert_false(gx_sweep_claim(&sweep, "s.d", 3, false, arena));
    assert_true(gx_sweep_claim(&sweep, "s.d", 3, true, arena));
    rmdir("s.d/claims/0-000003");
    assert_true(gx_sweep_claim(&sweep, "s.d", 3, false, arena));
    assert_false(gx_sweep_claim(&sweep, "s.d", 3, false, arena));
    assert_true(gx_sweep_claim(&sweep, "s.d", 4, false, arena));
    gx_arena_free(arena);
}

/* A hundred thousand chunks take seconds to look at, more than a stop may. */
static void looking_at_chunks_heeds_a_stop(void **state)
{
    (void)state;
    const volatile sig_atomic_t stop = 1, go_on = 0;
    const gx_sweep ten = {.chunks = 10,
                          .block = 1,
                          .each = 10,
                          .sample = {.rows = 1, .sampling.replicates = 1}};
    gx_diags *ds = gx_diags_new((gx_oom){.handler = test_oom});
    gx_sweep_state seen;
    assert_int_equal(gx_sweep_look_at_all(&seen, &ten, "none.d", &stop, ds), GX_AGAIN);
    assert_int_equal(seen.chunks, 0);
    assert_int_equal(gx_sweep_look_at_all(&seen, &ten, "none.d", &go_on, ds), GX_OK);
    assert_int_equal(seen.chunks, 10);
    gx_diags_free(ds);
}

static void the_clock_is_the_folders(void **state)
{
    (void)state;
    gx_arena *arena = gx_arena_new((gx_oom){.handler = test_oom});
    double before, after, none;
    mkdir("c.d", 0777);
    mkdir("c.d/log", 0777);
    mkdir("c.d/before", 0777);
    double clock = gx_sweep_clock("c.d", arena);
    mkdir("c.d/after", 0777);
    assert_true(gx_sweep_stamp(&before, "c.d/before"));
    assert_true(gx_sweep_stamp(&after, "c.d/after"));
    assert_false(gx_sweep_stamp(&none, "c.d/none"));
    if (!(before <= clock && clock <= after)) /* to parts of a second */
        fail_msg("%.9f is not from %.9f to %.9f", clock, before, after);
    assert_true(clock < (double)time(NULL) - 86000.0);
    gx_arena_free(arena);
}

static void each_shard_is_helped_as_often_as_it_helps(void **state)
{
    (void)state;
    for (int32_t shards = 1; shards <= 70; shards++) {
        int32_t helpers[70] = {0}, most = 0;
        for (int32_t shard = 0; shard < shards; shard++) {
            int32_t k = 0, helped = 0;
            for (; (helped = gx_sweep_helped(shard, shards, k)) >= 0; k++) {
                assert_in_range(helped, 0, shards - 1);
                assert_int_not_equal(helped, shard);
                helpers[helped]++;
            }
            most = k;
        }
        for (int32_t shard = 0; shard < shards; shard++)
            assert_int_equal(helpers[shard], most);
        assert_true(shards == 1 ? most == 0 : (1 << most) >= shards);
    }
}

static void a_thief_looks_at_each_place_once(void **state)
{
    (void)state;
    for (int64_t count = 1; count <= 300; count++)
        for (int64_t thief = 0; thief < 500; thief += 123) {
            bool seen[300] = {false};
            for (int64_t j = 0; j < count; j++) {
                int64_t place = gx_sweep_looked_at(j, thief, count);
                assert_in_range(place, 0, count - 1);
                assert_false(seen[place]);
                seen[place] = true;
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(claims_are_judged_by_age_and_owner),
        cmocka_unit_test(looking_at_chunks_heeds_a_stop),
        cmocka_unit_test(the_clock_is_the_folders),
        cmocka_unit_test(each_shard_is_helped_as_often_as_it_helps),
        cmocka_unit_test(a_thief_looks_at_each_place_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
