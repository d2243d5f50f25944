# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong with a study or a folder is said, and nothing that was done is lost.
cat >grow.mdl <<'END'
rate = 0.1 ~ 1/year ~ |
limit = 100 ~ unit ~ |
stock = INTEG(rate * stock * (1 - stock / limit), 1) ~ unit ~ |
double = 2 * stock ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END
study() { # NAME DESIGN INPUTS REST
    cat >$1.yaml <<END
model: grow.mdl
inputs: {$3}
design: {$2}
outputs: [stock]
$4
END
}
rate='rate: "uniform(0.05, 0.2)"'
both="$rate, limit: \"uniform(50, 150)\""
try() {
    study wrong "$@"
    "$GAOXIN" sweep plan wrong.yaml
    echo "exit $?" >&2
}
mc='name: monte-carlo, samples: 1024'
try "$mc" 'rat: "uniform(0, 1)"'
# a name that the merge could not write beside
study s "$mc" "$rate"
"$GAOXIN" sweep run s.yaml -q -o "$(printf '%0240d' 0).nc" 2>&1 | sed 's/have [0-9]*/have N/'
try "$mc" 'rate: "uniform(2, 1)"'
try "$mc" 'rate: {distribution: "normal(0.1, 1)", low: 1, high: 1}'
try "$mc" 'rate: "uniform(1, 2) km"'
try "$mc" 'rate: "unifrom(1, 2)"'
try "$mc" 'double: "uniform(1, 2)"'
try "$mc" "$both, double: \"uniform(1, 2)\""
try "$mc" "$both" 'correlation: [[rate, limit, 0.5], [limit, rate, 0.4]]'
try 'name: saltelli, samples: 64' "$both" 'correlation: [[rate, limit, 0.5]]'
try "$mc" "$both" 'statistics: [sobol]'
try "$mc" "$both" 'statistics: [regional]'
try "$mc" "$both" 'statistics: [moments: {threshold: 3}]'
try "$mc" "$both" 'times: [2010.5]'
try 'name: morris, samples: 8' 'rate: "normal(0.1, 0.01)"'
try 'name: monte-carlo, sample: 8' "$rate"
try 'name: sobol, samples: 100' "$rate"
try "$mc" "$both, TIME STEP: \"uniform(0.5, 1)\"" 'correlation: [[rate, limit, 0.9], [limit, TIME STEP, 0.9], [rate, TIME STEP, -0.9]]'
study other "$mc" "$rate"
"$GAOXIN" sweep plan other.yaml --max-memory 1k
echo "exit $?" >&2

# another design, model or version in the folder
study s "$mc" "$rate" 'statistics: [moments]'
"$GAOXIN" sweep run s.yaml -q
"$GAOXIN" sweep merge s.yaml -q && cp s.nc first.nc
study s "$mc" "$both"
"$GAOXIN" sweep run s.yaml -q
echo "exit $?" >&2
study s "$mc" "$rate" 'statistics: [moments]'
"$GAOXIN" sweep run s.yaml -q --set limit=90
echo "exit $?" >&2
# a chunk that was cut, one of another sweep, one whose bytes changed
cp s.d/chunks/0-000001 kept
head -c 2000 kept >s.d/chunks/0-000001
"$GAOXIN" sweep run s.yaml -q
echo "exit $?" >&2
"$GAOXIN" sweep run s.yaml -q --set limit=90 -o t.nc
cp t.d/chunks/0-000001 s.d/chunks/0-000001
"$GAOXIN" sweep status s.yaml
echo "exit $?" >&2
{ head -c 3000 kept && printf x && tail -c +3002 kept; } >s.d/chunks/0-000001
"$GAOXIN" sweep merge s.yaml
echo "exit $?" >&2
rm s.d/chunks/0-000001
"$GAOXIN" sweep run s.yaml -q && "$GAOXIN" sweep merge s.yaml -q && cmp s.nc first.nc && echo whole again
# a file where the folder should be
: >file.d
"$GAOXIN" sweep run s.yaml -q -o file.nc
echo "exit $?" >&2
echo mine >mine.nc && cp -R s.d mine.d
"$GAOXIN" sweep merge s.yaml -o mine.nc
echo "exit $?" >&2
# more samples: old chunks stay as they are
study s 'name: monte-carlo, samples: 2048' "$rate" 'statistics: [moments]'
touch -d 2001-01-01 s.d/chunks/*
"$GAOXIN" sweep run s.yaml -q && find s.d/chunks -newermt 2002-01-01 | sort
"$GAOXIN" sweep merge s.yaml -q
"$GAOXIN" sweep run s.yaml -q -o fresh.nc && "$GAOXIN" sweep merge s.yaml -q -o fresh.nc && cmp s.nc fresh.nc && echo grown
# sums alone give the same statistics
"$GAOXIN" sweep run s.yaml -q --keep statistics -o sums.nc && "$GAOXIN" sweep merge s.yaml -q --keep statistics -o sums.nc
for name in fresh sums; do "$GAOXIN" show $name.nc "stock moments mean" -o $name.csv >/dev/null; done
cmp fresh.csv sums.csv && echo same means
# runs that fail are rows
study f 'name: grid, levels: 4' 'rate: "uniform(-1e308, 1e308)"' 'statistics: [moments]'
"$GAOXIN" sweep plan f.yaml >/dev/null
"$GAOXIN" sweep run f.yaml -q -j1
echo "exit $?" >&2
"$GAOXIN" sweep merge f.yaml
echo "exit $?" >&2
"$GAOXIN" show f.nc "failed run" "run status" | cut -c 1-120 | head -2
"$GAOXIN" sweep run f.yaml -q -j1 --max-failures 1 -o g.nc
echo "exit $?" >&2
"$GAOXIN" sweep run f.yaml -q --max-failures 1
echo "exit $?" >&2
"$GAOXIN" sensitivity f.nc -o nosuch
"$GAOXIN" sensitivity f.nc --statistic sobol
ls
