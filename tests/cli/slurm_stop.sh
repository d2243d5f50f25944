# SPDX-License-Identifier: GPL-3.0-or-later
# A study that may stop is one submission of an array: tasks help each other until every chunk
# is there of which that is asked. A stand-in for sbatch runs them in turn, at once, and kills
# one of them; the bytes are those of one process.
. "$SOURCE/tests/grow.sh"
for name in $(env | sed -n 's/^\(SLURM_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
logistic_study 0.00390625 'samples: 4096, replicates: 4'
echo 'stop: {statistic: moments mean, half-width: 0.0002 unit}' >>study.yaml
"$GAOXIN" sweep run study.yaml -j1 -o one.nc 2>/dev/null && "$GAOXIN" sweep merge study.yaml -q -o one.nc

mkdir bin
cat >bin/sbatch <<'END2'
#!/bin/sh
# a batch script on stdin or as the last argument, run now: $HOW says how the tasks are
for last; do :; done
export SLURM_JOB_ID=7
task() {
    SLURM_ARRAY_TASK_ID=$1 sh slurm_script >>log 2>>said
    echo "task $1: exit $?" >>ends
}
case $last in
--dep*) sh -s >>log 2>>said ;;
*)
    cp "$last" slurm_script # as Slurm calls its copy
    case $HOW in
    in-turn) for i in 3 0 1 2; do task $i; done ;;
    at-once) for i in 0 1 2 3; do task $i & done && wait ;;
    killed)
        for i in 0 1 3; do task $i & done
        SLURM_ARRAY_TASK_ID=2 sh slurm_script >>log 2>>said &
        while [ -z "$(find killed.d/chunks -name '*-00000[2-9]' 2>/dev/null)" ]; do sleep 0.01; done
        kill -9 $! 2>/dev/null
        wait
        ;;
    esac
    ;;
esac
echo 7
END2
chmod +x bin/sbatch
for HOW in in-turn at-once killed; do
    export HOW
    : >ends
    "$GAOXIN" sweep slurm study.yaml --tasks 4 -q -o $HOW.nc >$HOW.sh
    PATH=$PWD/bin:$PATH sh $HOW.sh
    sort ends
    cmp one.nc $HOW.nc && echo "$HOW: same"
done
cat said
# a shard that is not to help says what it lacks; what Slurm gives helps
"$GAOXIN" sweep run study.yaml -q --shard 1/2 -o alone.nc
echo "exit $?" >&2
"$GAOXIN" sweep run study.yaml -j1 --shard 1/2 --steal -o alone.nc 2>/dev/null
SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3 \
    "$GAOXIN" sweep run study.yaml -j1 -o env.nc 2>/dev/null
for name in alone env; do "$GAOXIN" sweep merge study.yaml -q -o $name.nc && cmp one.nc $name.nc && echo "$name: same"; done
