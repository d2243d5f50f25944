#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# scratch.sh FOLDER COMMAND...: run the command in a new, empty folder.
set -eu
rm -rf -- "$1"
mkdir -p -- "$1"
cd -- "$1"
shift
exec "$@"
