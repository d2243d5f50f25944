/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways to do items: each item once, messages in the order of items, the first outcome;
 * and nothing held of the many that say nothing. */
#include "farm/farm.h"
#include "support.h"

#include <stdatomic.h>
#include <sys/resource.h>

enum { ITEMS = 100, MANY = 200000 };

typedef struct done {
    atomic_int times[ITEMS];
} done;

/* Every tenth item fails, from 7 on, and says so. */
static gx_err do_item(int32_t i, void *context, gx_diags *ds)
{
    done *d = context;
    atomic_fetch_add(&d->times[i], 1);
    if (i % 10 != 7)
        return GX_OK;
    gx_warning(ds, GX_CODE_RUNS, GX_NOWHERE, "item %d", i);
    return i == 7 ? GX_IO : GX_NUMERIC;
}

static void all_ways_give_the_same(void **state)
{
    (void)state;
    const gx_workers ways[] = {gx_farm_serial(), gx_farm_threads(1), gx_farm_threads(3),
                               gx_farm_threads(200)};
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++) {
        gx_diags *ds = gx_diags_new((gx_oom){.handler = test_oom});
        done d = {0};
        assert_int_equal(ways[w].map(&ways[w], ITEMS, do_item, &d, ds), GX_IO);
        for (int32_t i = 0; i < ITEMS; i++)
            assert_int_equal(d.times[i], 1);
        assert_int_equal(ds->list.count, ITEMS / 10);
        for (int32_t k = 0; k < ds->list.count; k++) {
            char text[16];
            snprintf(text, sizeof text, "item %d", 10 * k + 7);
            assert_string_equal(ds->list.at[k].text, text);
        }
        gx_diags_free(ds);
    }
}

static gx_err say_nothing(int32_t i, void *context, gx_diags *ds)
{
    (void)context;
    (void)ds;
    return i < 0 ? GX_IO : GX_OK;
}

static void silent_items_are_not_held(void **state)
{
    (void)state;
    gx_diags *ds = gx_diags_new((gx_oom){.handler = test_oom});
    gx_workers workers = gx_farm_threads(2);
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    assert_int_equal(workers.map(&workers, MANY, say_nothing, NULL, ds), GX_OK);
    getrusage(RUSAGE_SELF, &after);
    long each = (after.ru_maxrss - before.ru_maxrss) * 1024 / MANY;
    if (each > 2000) /* the messages of an item are 4 kB; sanitizers keep some a while */
        fail_msg("%ld bytes an item", each);
    gx_diags_free(ds);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_ways_give_the_same),
        cmocka_unit_test(silent_items_are_not_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
