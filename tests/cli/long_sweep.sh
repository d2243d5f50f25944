# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 at a hundred times, of two programs that share a folder: the result is the same.
cat >grow.mdl <<'END'
rate = 0.1 ~ 1/year ~ |
limit = 100 ~ unit ~ |
stock = INTEG(rate * stock * (1 - stock / limit), 1) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.015625 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
cat >study.yaml <<'END'
model: grow.mdl
inputs: {rate: "uniform(0.05, 0.2)", limit: "uniform(50, 150)"}
design: {name: saltelli, samples: 32768, replicates: 8}
outputs: [stock]
statistics: [moments, sobol]
END
"$GAOXIN" sweep run study.yaml -q -o one.nc && "$GAOXIN" sweep merge study.yaml -q -o one.nc
kills=0
while [ $kills -lt 100 ]; do
    "$GAOXIN" sweep run study.yaml -q -j2 -o killed.nc &
    first=$!
    "$GAOXIN" sweep run study.yaml -q -j1 -o killed.nc &
    sleep 0.0$((kills % 9 + 1))
    kill -9 $first $! 2>/dev/null
    wait $first $! 2>/dev/null
    kills=$((kills + 1))
    if [ -f killed.d/chunks/7-000031 ]; then rm -r killed.d; fi
done
"$GAOXIN" sweep run study.yaml -q -o killed.nc && "$GAOXIN" sweep merge study.yaml -q -o killed.nc
cmp one.nc killed.nc && echo same
