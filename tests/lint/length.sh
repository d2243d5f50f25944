#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# A file of src/ has at most 600 lines and a function at most 60; there are no exceptions.
. "$(dirname -- "$0")/lib.sh"
on_sources awk -f "$here/length.awk" | verdict
