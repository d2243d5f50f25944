# SPDX-License-Identifier: GPL-3.0-or-later
# Several results: their elements are matched by name, and their units agree.
model() { # FILE ELEMENTS VALUES UNIT
    printf '{UTF-8}\nr: %s ~~|\nx[r] = %s ~ %s ~|\nlow = 1 ~ year ~|\ny = Time ~ %s ~|\nINITIAL TIME = 2019 ~~|\nFINAL TIME = 2020 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n' \
        "$2" "$3" "$4" "$4" >"$1.mdl"
    "$GAOXIN" run "$1.mdl" -q -o "$1.h5"
}
cat >first-figures.yaml <<'END'
figures:
  panels: {kind: small-multiples, variable: x}
  ratio: {kind: comparison, variable: x}
  binds: {kind: strip, variable: x, binds: {which: highest}}
  layers: {kind: stacked-area, variable: x}
  one: {kind: time-series, variable: "x[south]"}
  mixed: {kind: time-series, variables: [y, low], band: {low: low, high: y}}
END
model first "north, south" "1, 2" 亿元
model turned "South, North" "2, 1" 亿元
model other "south, west, east" "2, 7, 8" 亿元
model small "north, south" "10000, 20000" 万元
model land "north, south" "1, 2" km2
# RESULT FIGURE: the values of 2020
while read -r result figure; do
    echo "--- first, $result: $figure"
    "$GAOXIN" plot first.h5 "$result.h5" --figure "$figure" --lang en,zh --format svg -o "$result" 2>&1 >/dev/null
    echo "exit $?"
    if [ -f "$result/$figure-en.csv" ]; then
        grep ,2020, "$result/$figure-en.csv"
    fi
done <<'END'
turned panels
turned ratio
turned layers
other panels
other ratio
other layers
other binds
small panels
small one
land panels
first mixed
END
# a result has its colour, and a layer its number, where another one is absent
grep -o 'series.*linecolor.*' other/panels-en.gp
for figure in layers binds; do
    sed 's/<[^>]*>//g; s/&#160;/ /g' "other/$figure-en.svg" | grep -oE '^[[:space:]]*[1-4]( +[a-z]+)? *$'
done
echo '--- compare'
for result in turned other small land; do
    "$GAOXIN" compare first.h5 "$result.h5" -v x -y 2020 -o c --format svg 2>&1 | grep -v svg
done
