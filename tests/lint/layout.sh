#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The fixed top level is there, and so is all that the pages name by link or in a table.
. "$(dirname -- "$0")/lib.sh"
{
    for name in README.md README.zh-CN.md CHANGELOG.md LICENSE CMakeLists.txt bootstrap .ci/run \
        model scenarios src tests docs output/README.md; do
        [ -e "$name" ] || printf '%s:1: error: missing\n' "$name"
    done
    for page in *.md docs/*.md output/README.md; do
        if [ -f "$page" ]; then awk -f "$here/layout.awk" "$page"; fi
    done | while read -r place path; do
        path=${path#./}
        [ -e "$path" ] || printf "%s: error: '%s' does not exist\n" "$place" "$path"
    done
} | verdict
