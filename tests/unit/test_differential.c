/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random models of fixed seeds: the register program, on one lane and on several, and the
 * tree walker of tests/fuzz give the same bits. The fuzz target goes on from here. */
#include "support.h"

#include "../fuzz/differ.h"

static void programs_compute_what_trees_mean(void **state)
{
    enum { MODELS = 1500, BYTES = 400 };
    uint64_t x = 2016;
    int32_t refused = 0;
    (void)state;
    for (int32_t i = 0; i < MODELS; i++) {
        uint8_t bytes[BYTES];
        bool ran = false;
        for (int32_t k = 0; k < BYTES; k++) {
            x = x * 6364136223846793005U + 1442695040888963407U; /* Knuth */
            bytes[k] = (uint8_t)(x >> 56);
        }
        gx_buf out;
        gx_buf_init(&out, (gx_oom){.handler = test_oom});
        if (!differ_bytes(bytes, (size_t)(BYTES - i % 7 * 50), &out, &ran))
            fail_msg("model %d:\n%s", i, out.text);
        if (!ran && getenv("GAOXIN_SHOW_REFUSED"))
            print_message("model %d:\n%s", i, out.text);
        refused += !ran;
        gx_buf_clear(&out);
    }
    assert_true(refused < MODELS / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs_compute_what_trees_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
