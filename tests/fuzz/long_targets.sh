#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each fuzz target for GAOXIN_FUZZ_SECONDS (default 60); skipped without clang and libFuzzer.
echo '#include <stdint.h>
#include <stddef.h>
int LLVMFuzzerTestOneInput(const uint8_t *d, size_t n) { (void)d, (void)n; return 0; }' >probe.c
clang -fsanitize=fuzzer probe.c -o probe >/dev/null 2>&1 || exit 77
exec sh "$SOURCE/tests/fuzz/run.sh" "${GAOXIN_FUZZ_SECONDS:-60}"
