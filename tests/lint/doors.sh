#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each outside library, and starting programs, has one file (doors.txt).
. "$(dirname -- "$0")/lib.sh"
on_sources awk -v kinds='include call' -f "$here/code.awk" -f "$here/doors.awk" \
    "$here/doors.txt" | verdict
