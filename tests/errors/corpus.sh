#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every code of 'gaoxin help errors' has a case here that provokes it: NAME.mdl or NAME.yaml is
# run, NAME.case is a script; what the program prints must be NAME.txt, the exit status the
# code's. 'sh corpus.sh --accept' (with GAOXIN and SOURCE set) rewrites the texts.
set -u
CORPUS=$SOURCE/tests/errors
export CORPUS
accept=${1:-}
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# Run the case NAME in an empty folder; its messages, without the folder's name, go to got.
provoke() {
    rm -rf "$1" && mkdir "$1" && cd "$1" || exit 1
    cp "$CORPUS"/*.mdl "$CORPUS"/*.yaml .
    if [ -f "$CORPUS/$1.case" ]; then
        sh "$CORPUS/$1.case" >/dev/null 2>got
    elif [ -f "$CORPUS/$1.mdl" ]; then
        "$GAOXIN" run "$1.mdl" -o result.csv >/dev/null 2>got
    else
        "$GAOXIN" run "$1.yaml" -o result.csv >/dev/null 2>got
    fi
    status=$?
    sed "s|$CORPUS/||g" got >text
    cd ..
}

"$GAOXIN" help errors >codes || exit 1
while read -r name outcome rest; do
    provoke "$name"
    [ "$accept" = --accept ] && cp "$name/text" "$CORPUS/$name.txt"
    [ "$status" = "$outcome" ] || complain "$name: exit status $status, not $outcome"
    cmp -s "$name/text" "$CORPUS/$name.txt" || {
        complain "$name: the messages are not those of $name.txt"
        diff "$CORPUS/$name.txt" "$name/text"
    }
    grep -qF "[$name]" "$name/text" || complain "$name: no message ends in [$name]"
done <codes

# Errors of all kinds in one model, each of them once and none that follows from another.
provoke recovery
[ "$accept" = --accept ] && cp recovery/text "$CORPUS/recovery.txt"
cmp -s recovery/text "$CORPUS/recovery.txt" || {
    complain "recovery: the messages are not those of recovery.txt"
    diff "$CORPUS/recovery.txt" recovery/text
}
printf '%s codes\n' "$(wc -l <codes)"
exit $failed
