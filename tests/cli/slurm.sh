# SPDX-License-Identifier: GPL-3.0-or-later
# The batch script, run by a stand-in for sbatch; shards from Slurm's environment; shards
# that help each other. Real Slurm is in long_slurm.sh.
. "$SOURCE/tests/grow.sh"
grow_study 8192
for name in $(env | sed -n 's/^\(SLURM_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
same() {
    "$GAOXIN" sweep merge s.yaml -q -o "$1.nc" && cmp one.nc "$1.nc" && echo "$1: same"
}
"$GAOXIN" sweep run s.yaml -q -o one.nc && "$GAOXIN" sweep merge s.yaml -q -o one.nc

# the script: an array of 4 and a merge
mkdir bin
cat >bin/sbatch <<'END2'
#!/bin/sh
# a batch script on stdin or as the last argument, run at once
for last; do :; done
echo "sbatch $*" | sed 's,[^ ]*/,,' >>sbatch.log
export SLURM_JOB_ID=7
case $last in
--dep*) sh -s >>sbatch.log ;;
*)
    cp "$last" slurm_script # as Slurm calls its copy
    for task in 0 1 2 3; do SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=4 sh slurm_script >>sbatch.log; done
    ;;
esac
echo "7;cluster"
END2
chmod +x bin/sbatch
"$GAOXIN" sweep slurm s.yaml --tasks 4 --at-once 2 -j 3 -o 'an array.nc' -q --set 'TIME STEP=1 year' --force >array.sh
sed 's,^gaoxin=.*/,gaoxin=.../,; s/time=[0-9]*/time=.../' array.sh
PATH=$PWD/bin:$PATH sh array.sh
cat sbatch.log
ls an*
# within an interactive job it is submitted too, where it made one task without a number
(export SLURM_JOB_ID=3 SLURM_PROCID=0 && PATH=$PWD/bin:$PATH sh array.sh)
# neither from another folder, where no task would find anything, nor as if this were its task
submit() {
    PATH=$PWD/bin:$PATH "$@" >submitted 2>&1
    echo "exit $?"
    sed "s,$PWD,...," submitted
}
submit sh -c 'cd bin && sh ../array.sh'
submit env SLURM_ARRAY_TASK_ID=2 sh array.sh
# names that the shell or Slurm would read as something else
for name in 'two
echo lines' 'back\slash' "a 'quoted' \$name"; do
    cp s.yaml "$name.yaml"
    "$GAOXIN" sweep slurm "$name.yaml" --tasks 4 -q >odd.sh
    echo "exit $?" >&2
    grep -e '^# The' -e --output -e --job odd.sh
    [ ! -s odd.sh ] || submit sh odd.sh
done
ls -d ./*two* back* ./*quoted*
# the programs for ranks are not what runs a task
mkdir beside && cp "$GAOXIN" beside/gaoxin-mpi.openmpi && beside/gaoxin-mpi.openmpi sweep slurm s.yaml | grep '^gaoxin=' | sed 's,=.*/,=.../,'
# in a pattern of Slurm a % is two; the merge has a time of its own
"$GAOXIN" sweep slurm s.yaml -o '50%a.nc' | grep -e --output
"$GAOXIN" sweep slurm s.yaml --samples 200000000 --max-disk 1P -o large.nc | grep -e --time | tail -1
"$GAOXIN" sweep slurm s.yaml -o default.nc | grep -e --array=0
"$GAOXIN" sweep slurm s.yaml --tasks 17 -o default.nc
"$GAOXIN" sweep plan s.yaml --tasks 17 -o default.nc
"$GAOXIN" sweep slurm s.yaml --tasks 0 -o default.nc
"$GAOXIN" sweep slurm s.yaml --at-once 0 -o default.nc
"$GAOXIN" sweep slurm s.yaml --tasks 2000 --samples 2000000 -o many.nc | grep -E 'Max|--array=0'

# the environment: an array from 1 in steps of 2, with 2 ranks each
for task in 5 1 3; do
    for rank in 1 0; do
        SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=3 \
            SLURM_PROCID=$rank SLURM_STEP_NUM_TASKS=2 SLURM_CPUS_PER_TASK=1 "$GAOXIN" sweep run s.yaml -o env.nc 2>/dev/null
    done
done
same env
cat env.d/log/* | cut -d ' ' -f 2- | sed 's/; time:.*//' | sort | head -2
# a batch script of four tasks that has no step is all of it
SLURM_JOB_ID=7 SLURM_PROCID=0 SLURM_NTASKS=4 "$GAOXIN" sweep run s.yaml -q -o batch.nc
same batch
SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3 "$GAOXIN" sweep run s.yaml -o no.nc
echo "exit $?" >&2
# an array with gaps, 0,2,5: no task can know its place
for task in 0 2 5; do
    SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=5 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3 \
        "$GAOXIN" sweep run s.yaml -o no.nc
    echo "exit $?" >&2
done
refused() {
    env "$@" "$GAOXIN" sweep run s.yaml -o no.nc
    echo "exit $?" >&2
}
refused SLURM_ARRAY_TASK_ID=two SLURM_ARRAY_TASK_COUNT=3
refused SLURM_PROCID=4 SLURM_STEP_NUM_TASKS=4
refused SLURM_PROCID=-1 SLURM_STEP_NUM_TASKS=4
refused SLURM_CPUS_PER_TASK=0
refused SLURM_CPUS_PER_TASK=2000
ls no.d
# what is typed into the shell of 'srun -n 2 --pty' is all of it
SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=2 SLURM_PTY_PORT=1 SLURM_PTY_WIN_COL=80 "$GAOXIN" sweep run s.yaml -q -o shell.nc
same shell
SLURM_ARRAY_TASK_ID=two "$GAOXIN" sweep run s.yaml --shard 0/2 -q -o two.nc
ls two.d/chunks | wc -l

# shard 0 of 8 does its chunks, and with --steal those of 1, 2 and 4
"$GAOXIN" sweep run s.yaml --shard 0/8 -j1 -o help.nc 2>/dev/null
ls help.d/chunks | tr '\n' ' '
"$GAOXIN" sweep run s.yaml --shard 0/8 --steal -j1 -o help.nc 2>/dev/null
ls help.d/chunks | tr '\n' ' '
ls help.d/claims && echo
# a help is none of one's own: what is told ends at the whole, and goes on from what is there
"$GAOXIN" sweep run s.yaml --shard 3/8 --steal -j1 -o help.nc 2>&1 >/dev/null | sed 's/, .*//' | tail -2
rm help.d/chunks/0-000011 && "$GAOXIN" sweep run s.yaml --shard 3/8 -j1 -o help.nc 2>&1 >/dev/null | sed 's/, .*//' | tail -1
