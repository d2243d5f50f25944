#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh [--accept] NAME...: run the scripts NAME.sh beside this file (all, when none is
# named), each in an empty folder, and compare what they print and their exit status with
#   NAME.stdout.exact or NAME.stdout.glob, NAME.stderr.exact or .glob   (none: nothing printed)
#   NAME.exit                                                           (none: 0)
# In a .glob a '*' is any text within a line and a line '...' any number of lines. --accept
# rewrites the expectations; a .glob that does not fit is left for you. Exit status 77 of a
# script skips it, and the rest; its stderr says why.
# Environment: GAOXIN the program, SOURCE the source folder, CASES where the scripts are.
set -eu
unset CDPATH
here=$(cd -- "$(dirname -- "$0")" && pwd)
: "${SOURCE:=$(cd -- "$here/../.." && pwd)}" "${CASES:=$here}"
CASES=$(cd -- "$CASES" && pwd)
: "${GAOXIN:=$SOURCE/build/gaoxin}"
case $GAOXIN in
/*) ;;
*) GAOXIN=$PWD/$GAOXIN ;;
esac
LC_ALL=C.UTF-8 TZ=UTC TERM=dumb
export SOURCE GAOXIN LC_ALL TZ TERM
unset LANGUAGE GAOXIN_LANG COLUMNS LINES NO_COLOR CLICOLOR CLICOLOR_FORCE

accept=
if [ "${1:-}" = --accept ]; then
    accept=yes
    shift
fi
if [ $# -eq 0 ]; then
    for script in "$CASES"/*.sh; do
        name=${script##*/}
        if [ "$script" != "$here/run.sh" ]; then set -- "$@" "${name%.sh}"; fi
    done
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/gaoxin-cli.XXXXXX")
trap 'rm -rf -- "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
wrong=0

# Compare stream $2 of test $1 with what is expected; say how they differ.
compare() {
    expected=$CASES/$1.$2
    if [ -f "$expected.glob" ]; then
        if LC_ALL=C awk -f "$here/glob.awk" "$expected.glob" "$scratch/$2"; then return 0; fi
        printf '%s: %s does not fit %s.%s.glob; it is:\n' "$1" "$2" "$1" "$2"
        cat "$scratch/$2"
        return 1
    fi
    if [ ! -f "$expected.exact" ]; then expected=/dev/null; else expected=$expected.exact; fi
    cmp -s "$expected" "$scratch/$2" && return
    if [ -n "$accept" ]; then
        rm -f -- "$CASES/$1.$2.exact"
        if [ -s "$scratch/$2" ]; then cp -- "$scratch/$2" "$CASES/$1.$2.exact"; fi
        printf '%s: accepted its new %s\n' "$1" "$2"
        return 0
    fi
    printf '%s: %s differs (< expected, > got):\n' "$1" "$2"
    diff "$expected" "$scratch/$2" || :
    return 1
}

compare_exit() {
    expected=0
    if [ -f "$CASES/$1.exit" ]; then read -r expected <"$CASES/$1.exit"; fi
    [ "$expected" != "$status" ] || return 0
    if [ -n "$accept" ]; then
        rm -f -- "$CASES/$1.exit"
        if [ "$status" -ne 0 ]; then printf '%s\n' "$status" >"$CASES/$1.exit"; fi
        printf '%s: accepted its new exit status %s\n' "$1" "$status"
        return 0
    fi
    printf '%s: exit status %s, expected %s\n' "$1" "$status" "$expected"
    return 1
}

for name; do
    [ -f "$CASES/$name.sh" ] || {
        printf "there is no test '%s'\n" "$name" >&2
        exit 2
    }
    rm -rf -- "$scratch/work"
    mkdir -- "$scratch/work"
    status=0
    (
        cd -- "$scratch/work"
        script=$CASES/$name.sh
        unset CASES
        exec sh "$script"
    ) >"$scratch/stdout" 2>"$scratch/stderr" </dev/null || status=$?
    if [ "$status" -eq 77 ]; then
        printf '%s: skipped: ' "$name"
        cat "$scratch/stderr"
        exit 77
    fi
    compare "$name" stdout || wrong=1
    compare "$name" stderr || wrong=1
    compare_exit "$name" || wrong=1
done
exit $wrong
