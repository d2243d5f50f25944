# SPDX-License-Identifier: GPL-3.0-or-later
# kill -9 a hundred times, of several programs that share a folder: the result is the same.
. "$SOURCE/tests/grow.sh"
logistic_study 0.015625 'samples: 32768, replicates: 8'
"$GAOXIN" sweep run study.yaml -q -o one.nc && "$GAOXIN" sweep merge study.yaml -q -o one.nc
# Each round another number of programs goes on, as shards that steal or as equals, until
# all are killed at another time. What was killed again and again until its last chunk was
# there is ended and compared, and another is begun.
end_killed() {
    "$GAOXIN" sweep run study.yaml -q -o killed.nc &&
        "$GAOXIN" sweep merge study.yaml -q -o killed.nc && cmp one.nc killed.nc || unlike=1
    ended=$((ended + 1))
    rm -rf killed.d killed.nc
}
round=0 ended=0 unlike=0
while [ $round -lt 100 ]; do
    count=$((1 + round % 5))
    programs=
    for i in $(seq 0 $((count - 1))); do
        if [ $((round % 2)) -eq 0 ]; then
            "$GAOXIN" sweep run study.yaml -q -j$((1 + i % 2)) -o killed.nc &
        else
            "$GAOXIN" sweep run study.yaml -q -j1 --shard $i/$count --steal -o killed.nc &
        fi
        programs="$programs $!"
    done
    sleep "$(awk -v seed=$round 'BEGIN {srand(seed); rand(); printf "%.3f", 0.01 + 0.2 * rand()}')"
    for program in $programs; do kill -9 "$program" 2>/dev/null; done
    wait
    round=$((round + 1))
    if [ -f killed.d/chunks/7-000031 ]; then end_killed; fi
done 2>/dev/null
end_killed
[ $ended -gt 1 ] && [ $unlike -eq 0 ] && echo "killed in $round rounds: same"

# thousands of chunk files and a dozen descriptors
"$GAOXIN" sweep run study.yaml -q --chunk 8 --samples 16384 -o many.nc
ls many.d/chunks | wc -l
(ulimit -n 12 && "$GAOXIN" sweep merge study.yaml -q --chunk 8 --samples 16384 -o many.nc)
"$GAOXIN" sweep run study.yaml -q --samples 16384 -o few.nc && "$GAOXIN" sweep merge study.yaml -q --samples 16384 -o few.nc
for name in many few; do "$GAOXIN" show $name.nc stock -o $name.csv >/dev/null; done
cmp many.csv few.csv && echo same runs
