#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each text of the program (texts.txt) has a Chinese one in src/cli/zh.po with the same conversions,
# and no other is there.
. "$(dirname -- "$0")/lib.sh"
on_sources awk -f "$here/texts.awk" "$here/texts.txt" src/cli/zh.po | verdict
