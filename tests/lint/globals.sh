#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No room keeps a variable of its own: nothing in .data or .bss of the built libraries.
. "$(dirname -- "$0")/lib.sh"
cd -- "$build"
set -- libgx_*.a
[ -f "$1" ] || { echo "no libgx_*.a in $build: error: nothing to look at"; exit 1; }
if nm "$@" 2>/dev/null | grep -Eq '_(asan|ubsan|tsan|msan|gcov|llvm_gcov|llvm_profile|sanitizer_cov)_'; then
    skip "the sanitizers and coverage keep variables of their own"
fi
objdump -t "$@" | awk -f "$here/globals.awk" | verdict
