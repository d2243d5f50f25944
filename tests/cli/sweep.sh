# SPDX-License-Identifier: GPL-3.0-or-later
# A sweep gives the same bytes for any number of threads, in shards, and after kill -9.
cat >grow.mdl <<'END'
rate = 0.1 ~ 1/year ~ |
limit = 100 ~ unit ~ |
start[r] = 1, 2 ~ unit ~ |
r: a, b ~~|
stock[r] = INTEG(rate * stock[r] * (1 - stock[r] / limit) + RANDOM NORMAL(-1, 1, 0, 0.01, 1), start[r]) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
cat >study.yaml <<'END'
model: grow.mdl
inputs:
  rate: triangular(5, 10, 30) %/year
  limit: {distribution: "normal(100, 30)", low: 50}
  start[b]: uniform(1, 3)
design: {name: saltelli, samples: 2048, seed: 7, replicates: 4}
outputs: [stock]
times: [2015, 2020]
statistics: [moments, sobol, quantiles, prcc]
END
same() {
    "$GAOXIN" sweep merge study.yaml -q -o "$1.nc" && cmp one.nc "$1.nc" && echo "$1: same"
}
"$GAOXIN" sweep merge study.yaml -o one.nc
"$GAOXIN" sweep run study.yaml -q -j1 -o one.nc
"$GAOXIN" sweep status study.yaml -o one.nc
"$GAOXIN" sweep merge study.yaml -o one.nc
"$GAOXIN" run one.nc -o other.h5 || echo "exit $?" # its runs are 'sweep run's
for threads in 2 7; do
    "$GAOXIN" sweep run study.yaml -q -j$threads -o t$threads.nc
    same t$threads
done
for shard in 2 0 1; do
    "$GAOXIN" sweep run study.yaml -q -j1 --shard $shard/3 -o shards.nc
done
same shards
kills=0
while [ $kills -lt 20 ]; do
    "$GAOXIN" sweep run study.yaml -q -j2 -o killed.nc &
    sleep 0.0$((kills % 8 + 1))
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    kills=$((kills + 1))
done
"$GAOXIN" sweep run study.yaml -q -j2 -o killed.nc
same killed
ls
