#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every source file says its licence in its first three lines.
. "$(dirname -- "$0")/lib.sh"
find . \( -path './build*' -o -path './.git' -o -path ./tests/lint/broken \) -prune -o -type f \
    \( -name '*.[ch]' -o -name '*.def' -o -name '*.sh' -o -name '*.awk' -o -name '*.py' \
    -o -name '*.mk' -o -name CMakeLists.txt -o -name bootstrap -o -path './.ci/*' \) -print |
    while read -r file; do
        head -n 3 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
            printf '%s:1: error: no SPDX-License-Identifier: GPL-3.0-or-later\n' "${file#./}"
    done | verdict
