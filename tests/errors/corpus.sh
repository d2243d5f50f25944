#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every code of 'gaoxin help errors' has a case here that provokes it: NAME.mdl or NAME.yaml is
# run, NAME.case is a script; what the program prints must be NAME.txt, the exit status the
# code's. Every exit code of 'gaoxin help exit-codes', and of docs/commands.md, is that of a
# case. Every kind of place that a message can point to has a case in positions/, which
# positions/classes lists. 'sh corpus.sh --accept' (with GAOXIN and SOURCE set) rewrites the texts.
set -u
CORPUS=$SOURCE/tests/errors
accept=${1:-}
failed=0

complain() {
    printf '%s\n' "$*"
    failed=1
}

# Run the case NAME in an empty folder; its messages, without the folder's name, go to got.
provoke() {
    rm -rf "$1" && mkdir "$1" && cd "$1" || exit 1
    cp "$CORPUS"/* . 2>/dev/null
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

# Its messages must be NAME.txt.
compare() {
    [ "$accept" = --accept ] && cp "$1/text" "$CORPUS/$1.txt"
    cmp -s "$1/text" "$CORPUS/$1.txt" || {
        complain "$1: the messages are not those of $1.txt"
        diff "$CORPUS/$1.txt" "$1/text"
    }
}

"$GAOXIN" help errors >codes || exit 1
while read -r name outcome rest; do
    provoke "$name"
    compare "$name"
    [ "$status" = "$outcome" ] || complain "$name: exit status $status, not $outcome"
    grep -qF "[$name]" "$name/text" || complain "$name: no message ends in [$name]"
    echo "$status" >>statuses
done <codes

# ---- exit codes ----

provoke fine
[ -s fine/text ] && complain "fine: it has messages"
echo "$status" >>statuses
"$GAOXIN" help exit-codes | sed 's/^ *\([0-9]*\)  /\1 /' >exits
sed -n 's/^| \([0-9][0-9]*\) | \(.*\) |$/\1 \2/p' "$SOURCE/docs/commands.md" | diff exits - ||
    complain "docs/commands.md has other exit codes than 'gaoxin help exit-codes'"
while read -r code rest; do
    grep -qx "$code" statuses || complain "no case ends with exit status $code ($rest)"
done <exits

# Errors of all kinds in one model, each of them once and none that follows from another.
provoke recovery
compare recovery

# ---- positions ----

CORPUS=$CORPUS/positions
sed '/^#/d; s/ *|/|/g' "$CORPUS/classes" >classes
while IFS='|' read -r class name place; do
    provoke "$name"
    compare "$name"
    [ "$status" = 3 ] || complain "$class: $name ended with exit status $status, not 3"
    grep -qF "$place: " "$name/text" || complain "$class: no message is at $place"
done <classes
sed -n 's/.*"\(-[a-z]*\.[a-z]*\)".*/\1/p' "$SOURCE/src/cli/sidecars.c" >kinds
while read -r ending; do
    grep -qF "|sidecar$ending:" classes || complain "positions/classes has no X$ending"
done <kinds
[ -s kinds ] || complain "no kind of sidecar was found"
printf '%s codes, %s exit codes, %s positions\n' "$(wc -l <codes)" "$(wc -l <exits)" "$(wc -l <classes)"
exit $failed
