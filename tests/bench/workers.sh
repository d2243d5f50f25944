# SPDX-License-Identifier: GPL-3.0-or-later
# How many times the runs of one worker two make, and what share of the runs' time the merge takes: wall
# times of the same study, in rounds in which all take turns, so that what else the machine does meets all.
#   sh tests/bench/workers.sh build/gaoxin [RUNS [ROUNDS]]     (1000000 and 5)
# Two workers are two threads (-j2), two programs that share the folder (shards 0/2 and 1/2), or, where
# they are built, two ranks of Open MPI and of MPICH. Beside the files of all runs (`runs`) there are sums alone.
here=$(cd -- "$(dirname -- "$0")" && pwd)
gaoxin=$(realpath "$1") runs=${2:-1000000} rounds=${3:-5}
bin=$(dirname "$gaoxin")
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'rm -r "$folder"' EXIT
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
. "$here/../grow.sh"
logistic_study 0.015625 'samples: 8192, seed: 1'
samples=64 # groups of four runs, a power of two
while [ $((4 * samples)) -lt "$runs" ]; do samples=$((2 * samples)); done
sweep() { # ACTION OPTIONS...
    action=$1
    shift
    "$gaoxin" sweep "$action" study.yaml --samples $samples --keep $keep -q "$@"
}
shards() {
    sweep run -j1 --shard 0/2 --steal &
    sweep run -j1 --shard 1/2 --steal
    wait $!
}
ranks() { # MPI
    mpirun."$1" -n 2 "$bin/gaoxin-mpi.$1" sweep run study.yaml --samples $samples --keep $keep -q
}
timed() { # NAME COMMAND...: a line `KEEP NAME seconds`; runs begin in an empty folder
    name=$1
    shift
    [ "$name" = merge ] || rm -rf study.d
    begin=$(date +%s.%N)
    "$@" >/dev/null 2>stderr || { cat stderr >&2 && exit 1; }
    echo "$keep $name $begin $(date +%s.%N)" | awk '{ print $1, $2, $4 - $3 }' >>times
}
for round in $(seq "$rounds"); do
    for keep in runs statistics; do
        for mpi in openmpi mpich; do
            if [ -x "$bin/gaoxin-mpi.$mpi" ] && command -v mpirun.$mpi >/dev/null; then timed $mpi ranks $mpi; fi
        done
        timed shards shards
        timed -j2 sweep run -j2
        timed -j1 sweep run -j1
        timed merge sweep merge --force
    done
done
# Medians of the ratios of each round, and their range: times of different rounds are never compared.
awk -v runs=$((4 * samples)) -v rounds="$rounds" '
function put(text, keep, above, below,    i, k, v, line) {
    for (k = 1; k <= count[keep, above]; k++) {
        v = time[keep, above, k] / time[keep, below, k]
        for (i = k; i > 1 && sorted[i - 1] > v; i--) sorted[i] = sorted[i - 1]
        sorted[i] = v
    }
    k--
    if (k > 0) printf "%-10s %-40s %6.3f (%.3f to %.3f)\n", keep, text, sorted[int((k + 1) / 2)], sorted[1], sorted[k]
}
{ time[$1, $2, ++count[$1, $2]] = $3 }
END {
    printf "%d runs, %d rounds; medians of ratios (lowest to highest); 2 is twice as fast\n", runs, rounds
    for (i = 1; i <= split("runs statistics", keep, " "); i++) {
        put("one thread over two threads", keep[i], "-j1", "-j2")
        put("one thread over two programs", keep[i], "-j1", "shards")
        put("one thread over two ranks of Open MPI", keep[i], "-j1", "openmpi")
        put("one thread over two ranks of MPICH", keep[i], "-j1", "mpich")
        put("merge over one thread", keep[i], "merge", "-j1")
    }
}' times
