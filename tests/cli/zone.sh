# SPDX-License-Identifier: GPL-3.0-or-later
# The shipped scenarios run; growth-only is the plan's arithmetic for 2020, read at 2021.0.
for scenario in "$SOURCE"/scenarios/*.yaml; do
    name=$(basename "$scenario" .yaml)
    "$GAOXIN" run "$scenario" -q -o "$name.csv" || echo "$name: exit $?"
done
column() { # FILE TIME NAME
    awk -F, -v time="$2" -v name="$3" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
        $1 == time { printf "%.1f\n", $c }' "$1"
}
column growth-only.csv 2016 "annual output"
column growth-only.csv 2021 "annual output"
column growth-only.csv 2021 "plan path low"
column growth-only.csv 2021 "plan path high"
"$GAOXIN" run "$SOURCE/scenarios/growth-only.yaml" -q --set "growth target=33 %/year" -o high.csv
column high.csv 2021 "annual output"
for name in "gross industrial output" "annual output" "phase 1 and 2 annual output" \
    "lihejiang annual output" "land availability overall" "infrastructure readiness" "funded share" \
    "output by sector[class 3]" "plan path low" "plan path high"; do
    [ -n "$(column baseline.csv 2021 "$name")" ] || echo "baseline has no '$name'"
done
"$GAOXIN" list "$SOURCE/model/qinzhou.mdl" | awk -v labels="$SOURCE/model/qinzhou-labels.yaml" '
    BEGIN {
        while ((getline line <labels) > 0)
            if (line ~ /^[^#:]*: .*zh: "/) { sub(/:.*/, "", line); chinese[line] = 1 }
    }
    NR > 1 { sub(/  .*/, ""); if (!($0 in chinese)) print "no Chinese name: " $0 }'
"$GAOXIN" check "$SOURCE/model/qinzhou.mdl" | grep -v "^  " # but what is likely
"$GAOXIN" check "$SOURCE/model/growth-only.mdl"
