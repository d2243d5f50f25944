#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Each lint must fail on its tree broken/NAME and say exactly what broken/NAME/expected says.
# A tree's prepare.sh, when there is one, makes what is too long or too binary to be kept.
set -eu
unset CDPATH
here=$(cd -- "$(dirname -- "$0")" && pwd)
scratch=$PWD
bad=0

complain() {
    printf 'selftest: error: %s\n' "$*"
    bad=1
}

for script in "$here"/*.sh; do
    name=${script##*/}
    name=${name%.sh}
    case $name in lib | selftest) continue ;; esac
    [ -f "$here/broken/$name/expected" ] || {
        complain "lint '$name' has no broken/$name/expected"
        continue
    }
    cp -R -- "$here/broken/$name" "$scratch/$name"
    cd -- "$scratch/$name"
    if [ -f prepare.sh ]; then sh ./prepare.sh; fi
    status=0
    sh "$script" "$PWD" "$PWD" >got || status=$?
    if [ "$status" -eq 77 ]; then
        printf '%s: ' "$name"
        cat got
        continue
    fi
    [ "$status" -eq 1 ] || complain "lint '$name' exits with $status on a broken tree, not 1"
    diff expected got || complain "lint '$name' reports something else (< expected, > got)"
done
for tree in "$here"/broken/*/; do
    name=${tree%/}
    name=${name##*/}
    [ -f "$here/$name.sh" ] || complain "broken/$name has no lint"
done
exit $bad
