#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Nothing below src/cli prints, exits or reads the environment (doors.txt).
. "$(dirname -- "$0")/lib.sh"
on_sources awk -v kinds=quiet -f "$here/code.awk" -f "$here/doors.awk" "$here/doors.txt" |
    verdict
