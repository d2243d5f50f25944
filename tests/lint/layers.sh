#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No room includes a room that layers.txt does not give it.
. "$(dirname -- "$0")/lib.sh"
cmake=
if [ -f CMakeLists.txt ]; then cmake=CMakeLists.txt; fi
{
    on_sources awk -f "$here/code.awk" -f "$here/layers.awk" "$here/layers.txt"
    if [ -n "$cmake" ]; then
        awk -f "$here/code.awk" -f "$here/layers.awk" "$here/layers.txt" "$cmake"
    fi
} | verdict
