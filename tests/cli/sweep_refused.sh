# SPDX-License-Identifier: GPL-3.0-or-later
# Study files, options, folders and signals: each is answered, and nothing is lost.
cat >grow.mdl <<'END'
rate = 0.1 ~ 1/year ~ |
limit = 100 ~ unit ~ |
start[r] = 1, 2 ~ unit ~ |
r: a, b ~~|
stock[r] = INTEG(rate * stock[r] * (1 - stock[r] / limit), start[r]) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END
cat >good.yaml <<'END'
model: grow.mdl
inputs:
  rate: uniform(0.05, 0.2)
  limit: uniform(50, 150)
design: {name: monte-carlo, samples: 1024}
outputs: [stock]
statistics: [moments]
END
# a line of the study that is not as it should be
try() {
    sed "$1" good.yaml >wrong.yaml
    "$GAOXIN" sweep plan wrong.yaml
    echo "exit $?" >&2
}
try 's/uniform(0.05, 0.2)/uniform(0.05 0.2)/'
try 's/uniform(0.05, 0.2)/values()/'
try 's/  rate: .*/  start: uniform(1, 2)/'
try 's/outputs: .*/outputs: [stok]/'
try 's/outputs: .*/outputs: [stock, "stock[a]"]/'
try 's/outputs: .*/outputs: []/'
try 's/samples: 1024/samples: 2.5/'
try 's/samples: 1024/samples: 1024, replicates: 3/'
try 's/samples: 1024/samples: 1024, levels: 4/'
try 's/monte-carlo, samples: 1024/monte carlo/'
try 's/monte-carlo, samples: 1024/together, levels: 0/'
try 's/\[moments\]/[moment]/'
try 's/\[moments\]/[moments, moments]/'
try 's/\[moments\]/[prim: {threshold: 10 km}]/'
try 's/\[moments\]/[quantiles: {levels: [0.5, 0.4]}]/'
try 's/\[moments\]/[moments: {levels: [0.5]}]/'
try 's/\[moments\]/[{moments: {}, quantiles: {}}]/'
try 's/\[moments\]/[moments: {outputs: [rate]}]/'
try '$ a\times: [2015, 2012]'
try '$ a\correlation: [[rate, limit]]'
try '$ a\correlation: [[rate, limit, 1]]'
try '$ a\correlation: [[rate, "start[a]", 0.5]]'
try '$ a\groups: {one: [rate], two: [rate, limit]}'
try '$ a\groups: {one: [rate, speed]}'
try '$ a\scenario: other.yaml'
# options
refused() {
    "$GAOXIN" sweep "$@"
    echo "exit $?" >&2
}
refused pla good.yaml
refused plan good.yaml --max-memory much
refused plan good.yaml --max-disk 1k
refused run good.yaml --shard 2/2
refused run good.yaml --keep all
refused run good.yaml -o good.csv
refused run good.yaml --max-failures some
refused merge good.yaml --deflate 12
refused status good.yaml
sed 's/\[moments\]/[prcc]/' good.yaml >stored.yaml
refused run stored.yaml --keep statistics
# a folder of another version; one that cannot be written to, which root may unless told
"$GAOXIN" sweep run good.yaml -q
sed '1s/.*/gaoxin 0.0.1 arithmetic 0/' good.d/design >older && cp good.d/design kept && cp older good.d/design
refused run good.yaml 2>&1 | sed "/^note: now/s/source .*/.../" >&2 # of the build and the machine
cp kept good.d/design
mkdir fixed && cp grow.mdl good.yaml fixed && chmod 555 fixed
cp -R good.d part.d && rm part.d/chunks/0-000001 && chmod 555 part.d/chunks
meek=
[ "$(id -u)" -ne 0 ] || meek='setpriv --bounding-set -dac_override,-dac_read_search'
$meek "$GAOXIN" sweep run fixed/good.yaml -o fixed/good.nc
echo "exit $?" >&2
$meek "$GAOXIN" sweep run good.yaml -q -o part.nc
echo "exit $?" >&2
chmod 755 fixed part.d/chunks
"$GAOXIN" sweep run good.yaml -q -o part.nc && cmp good.d/chunks/0-000001 part.d/chunks/0-000001 && echo goes on
# a chunk that is none, and one of another place
echo no chunk >part.d/chunks/0-000000
refused status good.yaml -o part.nc
cp good.d/chunks/0-000001 part.d/chunks/0-000000
refused merge good.yaml -o part.nc
# signals: at once, with what is done kept
sed -i 's/samples: 1024/samples: 10000000/' good.yaml
for signal in TERM USR1 INT; do
    # what a shell starts behind & ignores SIGINT
    env --default-signal=INT "$GAOXIN" sweep run good.yaml --max-disk 1000T --max-memory 1T --keep statistics -o $signal.nc &
    tries=0
    until [ -f $signal.d/chunks/0-000003 ] || [ $tries -gt 500 ]; do sleep 0.02; tries=$((tries + 1)); done
    kill -$signal $!
    wait $!
    echo "$signal: exit $?"
done 2>/dev/null
# what sensitivity cannot do
"$GAOXIN" sweep merge part.yaml 2>/dev/null
sed -i 's/samples: 10000000/samples: 1024/' good.yaml
"$GAOXIN" sweep merge good.yaml -q
for asked in '--time x' '--time 2050' '--statistic sobol' '-o rate'; do
    "$GAOXIN" sensitivity good.nc $asked
    echo "exit $?" >&2
done
"$GAOXIN" run grow.mdl -q -o run.h5
"$GAOXIN" sensitivity run.h5
echo "exit $?" >&2
