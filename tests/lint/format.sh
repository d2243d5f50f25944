#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# C looks as .clang-format has it; other versions of clang-format than 14 differ in details.
. "$(dirname -- "$0")/lib.sh"
tool=$(command -v clang-format-14 || command -v clang-format || true)
[ -n "$tool" ] || skip "there is no clang-format"
case $("$tool" --version) in
*'version 14.'*) ;;
*) skip "$("$tool" --version), not version 14" ;;
esac
set -- src
for folder in tests/unit tests/fuzz tests/bench; do
    if [ -d "$folder" ]; then set -- "$@" "$folder"; fi
done
find "$@" -type f -name '*.[ch]' -exec "$tool" "--style=file:$here/../../.clang-format" \
    --dry-run {} + 2>&1 |
    sed -n 's/^\([^ :]*:[0-9]*\):[0-9]*: warning: .*/\1: error: not as clang-format has it/p' |
    verdict
