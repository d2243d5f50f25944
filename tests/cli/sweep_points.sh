# SPDX-License-Identifier: GPL-3.0-or-later
# Inputs that another file lists: points of a table, draws of a posterior, all levers; and
# points of lookups.
cat >grow.mdl <<'END'
rate = 0.1 ~ 1/year ~ |
help = 0 ~ 1/year ~ |
start[r] = 1, 2 ~ unit ~ |
r: a, b ~~|
effect ( (0,1),(0.5,0.8),(1,0) ) ~ Dmnl->Dmnl ~ |
stock[r] = INTEG((rate + help) * stock[r] * effect(stock[r] / 100), start[r]) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
cat >grow-levers.yaml <<'END'
outcome: {variable: "stock[a]", year: 2020}
levers:
  - {constant: help, off: 0, on: 3 %/year}
  - {constant: "start[b]", off: 2, on: 4}
  - {constant: rate, off: 0.1, on: 0.12}
END
study() { # NAME INPUTS DESIGN REST
    cat >$1.yaml <<END
model: grow.mdl
inputs: $2
design: $3
outputs: [stock]
times: [2020]
$4
END
}
go() {
    "$GAOXIN" sweep run $1.yaml -q && "$GAOXIN" sweep merge $1.yaml
}
values() { # of the runs
    "$GAOXIN" show $1.nc "stock[b]" -o $1.all.csv -f >/dev/null && sed 1d $1.all.csv | cut -d, -f 3
}

# a row is a run: what --set gives
cat >rows.csv <<'END'
rate (%/year),start[b],effect(0.5),note
10,2,0.8,7
20,1,0.7,8
15,1.5,0.9,9
END
study rows '[rate (%/year), "start[b]", effect(0.5)]' '{name: points, file: rows.csv}' \
    'statistics: [moments]'
"$GAOXIN" sweep plan rows.yaml | grep -v -e memory -e disk -e time
go rows && values rows
sed 1d rows.csv | while IFS=, read -r rate start effect note; do
    "$GAOXIN" run grow.mdl --set "rate=$rate %/year" --set "start[b]=$start" \
        --set "effect(0.5)=$effect" -o one.csv -fq
    "$GAOXIN" show one.csv "stock[b]" -o end.csv -f >/dev/null && tail -1 end.csv | cut -d, -f 2
done
# the inputs of a sweep are points of another: with its own model the same runs
study draws '{rate: "uniform(0.05, 0.2)", effect(0.5): "triangular(0.6, 0.8, 0.9)", effect(0): "uniform(0.9, 1)"}' \
    '{name: latin-hypercube, samples: 200, seed: 3}'
study again columns '{name: points, file: draws.nc}' 'statistics: [prcc, pawn, regression]'
go draws && go again && values draws >a && values again | cmp - a && echo same runs
"$GAOXIN" sensitivity again.nc | grep -A 4 'stock\[b\]: p'
# a posterior
cat >fit.yaml <<'END'
experiment: grow.mdl
data: data.csv
fit:
  - {constant: rate, prior: none, low: 0.05, high: 0.2}
to:
  - {variable: "stock[a]", error: 0.1 unit}
END
printf 'Time,stock[a]\n2012,1.22\n2014,1.49\n2016,1.81\n2018,2.2\n2020,2.7\n' >data.csv
"$GAOXIN" calibrate fit.yaml --posterior 20 -o posterior.h5 >fit.txt
study posterior '[rate]' '{name: points, file: posterior.h5}' 'statistics: [quantiles: {levels: [0.5]}]'
go posterior && "$GAOXIN" sensitivity posterior.nc | grep -A 2 'stock\[a\]'
# all combinations of levers, one of them said otherwise
study levers levers '{name: grid}' 'statistics: [moments]'
go levers && values levers
study some '{levers: all, rate: "values(0.1, 0.2, 0.3)"}' '{name: grid}'
"$GAOXIN" sweep plan some.yaml | grep "^runs"

# what is wrong
try() {
    study wrong "$@"
    "$GAOXIN" sweep plan wrong.yaml
    echo "exit $?" >&2
}
points='{name: points, file: rows.csv}'
try columns "$points"
try '[rat]' "$points"
try '[rate (%/year), stock]' "$points"
try '{rate: "uniform(0, 1)"}' "$points"
try columns '{name: points}'
try columns '{name: grid}'
try '{rate: "uniform(0, 1)"}' '{name: points}'
try '[start]' '{name: sobol, samples: 8, file: rows.csv}'
try '[start]' '{name: points, file: no.csv}'
try '[start]' '{name: points, file: rows.md}'
printf 'rate,start[b]\n0.1,2\n,3\n' >gap.csv
try columns '{name: points, file: gap.csv}'
printf 'rate,start[b]\n0.1,2\n0.2\n' >short.csv
try columns '{name: points, file: short.csv}'
printf 'rate\n' >none.csv
try columns '{name: points, file: none.csv}'
printf 'rate (km)\n3\n' >unit.csv
try columns '{name: points, file: unit.csv}'
try '[rate (%/year), "start[b]"]' "$points" 'correlation: [[rate, "start[b]", 0.5]]'
try '[rate (%/year), "start[b]"]' '{name: points, file: rows.csv, samples: 2}'
try columns '{name: points, file: draws.nc}' 'statistics: [chaos]'
try all "$points"
try '{effect: "uniform(0, 1)"}' '{name: sobol, samples: 8}'
try '{effect(0.4): "uniform(0, 1)"}' '{name: sobol, samples: 8}'
rm grow-levers.yaml
try levers '{name: grid}'
# another table in the folder
sed 's/^20,/21,/' rows.csv >other && mv other rows.csv
"$GAOXIN" sweep run rows.yaml -q 2>&1 | cut -c 1-60
