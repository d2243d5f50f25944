# SPDX-License-Identifier: GPL-3.0-or-later
# What every lint starts with. A lint is called as 'NAME.sh SOURCE_FOLDER BUILD_FOLDER'; it
# prints 'file:line: error: ...' for all that it finds and exits 0 (nothing), 1 or 77 (skipped).
# shellcheck shell=sh disable=SC2034
set -eu
unset CDPATH
LC_ALL=C
export LC_ALL
here=$(cd -- "$(dirname -- "$0")" && pwd)
build=${2:-}
cd -- "$1"

# Run "$@" with the C files of src/ after it.
on_sources() {
    find src -type f \( -name '*.[ch]' -o -name '*.def' \) -exec "$@" {} +
}

# Print the findings in order; fail when there are any.
verdict() {
    sort -t: -k1,1 -k2,2n -k3 | uniq | awk '{ print } END { exit NR > 0 }'
}

skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}
