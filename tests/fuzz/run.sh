#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh [SECONDS [TARGET ...]]: build the fuzz targets in build-fuzz/ and run each for SECONDS
# (default 60), as many at once as there are cores, from seeds of the source folder. The corpus
# grows in build-fuzz/corpus/TARGET; inputs with a finding are kept in build-fuzz/findings/TARGET.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd -- "$(dirname -- "$0")/../.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- mdl expr scenario differential
work=$PWD/build-fuzz
mkdir -p "$work"
cmake --preset fuzz >"$work/build.log" 2>&1 && cmake --build --preset fuzz >>"$work/build.log" 2>&1 || {
    tail -n 30 "$work/build.log" >&2
    exit 1
}

# ---- seeds ----

for target in "$@"; do
    mkdir -p "$work/corpus/$target" "$work/findings/$target" "$work/scratch/$target"
done
seeds=$work/seeds
mkdir -p "$seeds/mdl" "$seeds/expr" "$seeds/scenario" "$seeds/differential"
cp model/*.mdl tests/errors/*.mdl "$seeds/mdl"
for file in tests/errors/positions/*.mdl; do
    cp "$file" "$seeds/mdl/position-${file##*/}"
done

# The first text of a one-line row of a table of cases, each to a file.
awk -v seeds="$seeds" '/^        \{".*",/ {
    text = $0
    sub(/^ *\{"/, "", text)
    sub(/", .*$|",$/, "", text)
    gsub(/\\n/, "\n", text)
    gsub(/\\"/, "\"", text)
    n++
    controls = "\nINITIAL TIME=0~~|FINAL TIME=4~~|TIME STEP=1~~|"
    if (text ~ /~~\|/)
        printf "%s%s", text, controls > (seeds "/mdl/row" n)
    else
        printf "%s", text > (seeds "/expr/row" n)
    if (text ~ /result = /) {
        sub(/.*result = /, "", text)
        sub(/ *~~\|.*/, "", text)
        printf "%s", text > (seeds "/expr/row" n)
    }
    close(seeds "/mdl/row" n)
    close(seeds "/expr/row" n)
}' tests/unit/test_language.c

# The first byte chooses the reader: scenario 0, labels 1, figures 2, checks 3, levers 4,
# parameters 5,
# studies 6, calibrations 7, --set 8.
for file in scenarios/*.yaml tests/errors/*.yaml tests/errors/positions/scenario.yaml; do
    { printf 0 && cat "$file"; } >"$seeds/scenario/${file##*/}"
done
for file in model/*-labels.yaml; do
    { printf 1 && cat "$file"; } >"$seeds/scenario/${file##*/}"
done
for file in model/*-figures.yaml tests/errors/*-figures.yaml; do
    { printf 2 && cat "$file"; } >"$seeds/scenario/${file##*/}"
done
for file in model/*-checks.yaml model/examples/*/*-checks.yaml; do
    { printf 3 && cat "$file"; } >"$seeds/scenario/${file##*/}"
done
for file in model/*-levers.yaml model/examples/*/*-levers.yaml; do
    { printf 4 && cat "$file"; } >"$seeds/scenario/${file##*/}"
done
for file in model/examples/*/*-parameters.csv; do
    { printf 5 && cat "$file"; } >"$seeds/scenario/${file##*/}"
done
# What a test writes between `cat >FILE.yaml <<END` and END, after the digit $3; of FILE $1, test $2.
here_text() {
    printf %s "$3" >"$seeds/scenario/$2"
    sed -n "/^cat >$1 <</,/^END\$/{/^cat >/d;/^END\$/d;p}" "tests/cli/$2.sh" >>"$seeds/scenario/$2"
}
here_text study.yaml sweep 6
here_text fit.yaml calibrate 7
for text in 'k=3 km' 'x[a,*]=20 %/year' '"a=b"=1' '地价=345 元/m²' 'x[*,*]=-3e-4'; do
    printf '8%s' "$text" >"$seeds/scenario/set-$(printf %s "$text" | cksum | tr -d ' ')"
done
for file in model/*.mdl; do
    head -c 3000 "$file" >"$seeds/differential/${file##*/}"
done

# Words of the language: builtins and keywords.
{
    sed -n 's/^GX_[A-Z]*([A-Z]*, *"\([^"]*\)",.*/"\1"/p' src/model/builtins.def
    grep -o '":[A-Z ]*:"' src/front/lex.c
    grep -oh '{"[a-z ]*", \(true\|false\)' src/front/*.c | sed 's/.*\("[a-z ]*"\).*/\1/'
    printf '"%s"\n' '~~|' 'Time' '[r!]' '[r]' '<->' '->' '(a1-a9)' ':=' '==' 'extends: base' '%%'
} | sort -u >"$work/words.dict"

# ---- running ----

one='export LSAN_OPTIONS="suppressions=$1/../tests/fuzz/leaks.txt:print_suppressions=0"
    work=$1 seconds=$2 name=$3
    cd "$work/scratch/$name"
    "$work/tests/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=2048 \
        -max_len=8192 -dict="$work/words.dict" -print_final_stats=1 -verbosity=1 -reload=0 \
        -artifact_prefix="$work/findings/$name/" "$work/corpus/$name" "$work/seeds/$name" \
        >"$work/$name.log" 2>&1
    status=$?
    runs=$(sed -n "s/^stat::number_of_executed_units: *//p" "$work/$name.log")
    if [ $status -eq 0 ]; then
        echo "$name: ${runs:-?} runs in $seconds s, no finding"
    else
        echo "$name: a finding, see $work/$name.log and $work/findings/$name"
        exit 1
    fi'
printf '%s\n' "$@" | xargs -P "$(getconf _NPROCESSORS_ONLN)" -I '{}' \
    sh -c "$one" fuzz "$work" "$seconds" '{}'
