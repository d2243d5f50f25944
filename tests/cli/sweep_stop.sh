# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep stops when intervals are narrow enough: at the same run whoever made it. The model
# is the Ishigami function, whose first-order indices are 0.3139, 0.4424 and 0.
cat >ishigami.mdl <<'END'
x1 = 0 ~~|
x2 = 0 ~~|
x3 = 0 ~~|
y = SIN(x1) + 7 * SIN(x2) ^ 2 + 0.1 * x3 ^ 4 * SIN(x1) ~ unit ~ |
INITIAL TIME = 0 ~ year ~ |
FINAL TIME = 1 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END
study() { # NAME STOP REST
    cat >$1.yaml <<END
model: ishigami.mdl
inputs: {x1: "uniform(-3.141592653589793, 3.141592653589793)", x2: "uniform(-3.141592653589793, 3.141592653589793)", x3: "uniform(-3.141592653589793, 3.141592653589793)"}
outputs: [y]
times: [1]
${3:-design: {name: saltelli, samples: 65536, replicates: 8, seed: 1\}}
statistics: ${4:-[sobol, moments]}
$2
END
}
study one 'stop: {statistic: sobol, half-width: 0.02}'
"$GAOXIN" sweep plan one.yaml | sed -n '4,6p'
"$GAOXIN" sweep status one.yaml
echo "exit $?"
"$GAOXIN" sweep run one.yaml -j1 2>told
grep -e 100 -e nan -e '[ -]-' told | sed 's/), [0-9]* runs.s, [0-9]* s left/)/'
"$GAOXIN" sweep status one.yaml
"$GAOXIN" sweep merge one.yaml
"$GAOXIN" sensitivity one.nc --statistic sobol
# on several threads, in shards, after kills
"$GAOXIN" sweep run one.yaml -q -j7 -o t7.nc && "$GAOXIN" sweep merge one.yaml -q -o t7.nc
cmp one.nc t7.nc && echo threads: same
for turn in 1 2 3 4 5 6; do
    for shard in 1 0; do
        "$GAOXIN" sweep run one.yaml -q -j1 --shard $shard/2 -o shards.nc 2>said
        [ $turn -gt 1 ] || sed 's/[0-9]* chunks/N chunks/' said
    done
done
"$GAOXIN" sweep merge one.yaml -q -o shards.nc && cmp one.nc shards.nc && echo shards: same
for kill in 1 2 3 4 5 6; do
    "$GAOXIN" sweep run one.yaml -q -j2 -o killed.nc &
    sleep 0.0$kill
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
done
"$GAOXIN" sweep run one.yaml -q -o killed.nc && "$GAOXIN" sweep merge one.yaml -q -o killed.nc
cmp one.nc killed.nc && echo kills: same
# sums alone; chunks beyond the stop change nothing; a narrower interval goes on
"$GAOXIN" sweep run one.yaml -q --keep statistics -o sums.nc
"$GAOXIN" sweep merge one.yaml --keep statistics -o sums.nc
study more ''
"$GAOXIN" sweep run more.yaml -q -o all.nc
cp -R all.d beyond.d && "$GAOXIN" sweep merge one.yaml -q -o beyond.nc && cmp one.nc beyond.nc && echo beyond: same
study narrow 'stop: {statistic: sobol total-order index, half-width: 0.002}'
cp -R one.d narrow.d && "$GAOXIN" sweep run narrow.yaml 2>/dev/null
study never 'stop: {statistic: moments mean, half-width: 1e-9 unit}'
cp -R all.d never.d && "$GAOXIN" sweep run never.yaml 2>/dev/null && "$GAOXIN" sweep merge never.yaml && "$GAOXIN" sweep merge more.yaml -q -o all.nc
for f in never all; do "$GAOXIN" show $f.nc 'y sobol total-order index' -o $f.csv >/dev/null; done
cmp never.csv all.csv && echo all: same
# other statistics of the runs that are there, without a run
study again '' '' '[quantiles: {levels: [0.5]}, prcc]'
cp -R one.d again.d && touch now
"$GAOXIN" sweep merge again.yaml --samples 8192 && find again.d -newer now && "$GAOXIN" sensitivity again.nc
# a shard lacks the other's only chunk
study pair 'stop: {statistic: sobol, half-width: 0.02}' 'design: {name: saltelli, samples: 1024, replicates: 2}'
"$GAOXIN" sweep run pair.yaml -q --shard 1/2
echo "exit $?" >&2
# the first failed run is the first of all, whoever made it
study fail 'stop: {statistic: sobol, half-width: 0.02}'
sed -i 's/x3: "uniform(-3.14[0-9]*/x3: "uniform(-50/; s/model: .*/model: steep.mdl/' fail.yaml
sed 's/0.1 \* x3/LN(x3 + 49.95) + 0.1 * x3/' ishigami.mdl >steep.mdl
for shard in 0 1; do
    "$GAOXIN" sweep run fail.yaml -q -j1 --shard $shard/2 --steal
    echo "exit $?" >&2
done
# what is wrong
try() {
    study wrong "$@"
    "$GAOXIN" sweep plan wrong.yaml
    echo "exit $?" >&2
}
try 'stop: {statistic: sobol}'
try 'stop: {statistic: morris, half-width: 0.1}'
try 'stop: {statistic: sobol second, half-width: 0.1}'
try 'stop: {statistic: moments, half-width: 0.1}'
try 'stop: {statistic: sobol, half-width: 0}'
try 'stop: {statistic: sobol, half-width: 0.1 unit}'
try 'stop: {statistic: moments mean, half-width: 0.1 km}'
try 'stop: {statistic: sobol, half-width: 0.1}' 'design: {name: saltelli, samples: 1024}'
try 'stop: {statistic: moments mean, half-width: 0.1}' \
    'design: {name: latin-hypercube, samples: 1024, replicates: 8}' '[moments]'
try 'stop: {statistic: quantiles, half-width: 0.1}' \
    'design: {name: sobol, samples: 1024, replicates: 8}' '[quantiles]'
