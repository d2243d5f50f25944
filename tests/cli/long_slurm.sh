# SPDX-License-Identifier: GPL-3.0-or-later
# Real Slurm on one node: arrays, tasks that are killed, requeued, preempted, stopped at
# their time limit, and both MPIs. Always the bytes of one process.
. "$SOURCE/tests/slurm.sh"
bin=$(dirname -- "$GAOXIN")
why=$(slurm_is_there) || { echo "$why" >&2 && exit 77; }
for mpi in openmpi mpich; do
    [ -x "$bin/gaoxin-mpi.$mpi" ] || { echo "no gaoxin-mpi.$mpi" >&2 && exit 77; }
done
for name in $(env | sed -n 's/^\(SLURM_[A-Z_]*\|PMI_[A-Z_]*\|OMPI_[A-Z_]*\)=.*/\1/p'); do unset "$name"; done
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
. "$SOURCE/tests/grow.sh"
logistic_study 0.0009765625 'samples: 4096, replicates: 8' ' + RANDOM NORMAL(-1, 1, 0, 0.01, 1)'
"$GAOXIN" sweep run study.yaml -q -o one.nc && "$GAOXIN" sweep merge study.yaml -q -o one.nc
trap slurm_stop EXIT
trap 'exit 1' INT TERM
slurm_start "$PWD/slurm" || { cat slurm/*.log >&2 && exit 1; }

same() { # merge what the array left to be merged, and compare
    [ -f "$1.nc" ] || "$GAOXIN" sweep merge study.yaml -q -o "$1.nc"
    cmp one.nc "$1.nc" && echo "$1: same"
}
submit() { # NAME TASKS: the array and the merge behind it
    "$GAOXIN" sweep slurm study.yaml --tasks "$2" -o "$1.nc" -q >"$1.sh"
    sh "$1.sh" >jobs && read -r _ array _ merge <jobs
}
# Wait until a chunk of NAME is there, or COUNT of them.
until_chunks() {
    while [ "$(find "$1.d/chunks" -type f ! -name '*.tmp' 2>/dev/null | wc -l)" -lt "${2:-1}" ]; do sleep 0.05; done
}

echo "== arrays of 1 and 4 tasks, each with its merge"
for tasks in 1 4; do
    submit array$tasks $tasks
    slurm_wait $merge
    slurm_ends $array
    same array$tasks
done

echo "== a task is requeued while it runs"
submit requeued 4
until_chunks requeued 4
scontrol requeue ${array}_1
slurm_wait $array
slurm_ends $array
slurm_wait $merge
same requeued

echo "== a program is killed: the others do its chunks, or the next submission does"
submit killed 4
until_chunks killed 4
kill -9 "$(ps -eo pid,args | awk '/sweep run study.yaml --output=killed.nc/ && !/awk/ {print $1; exit}')"
slurm_wait $merge
slurm_ends $array
if [ ! -f killed.nc ]; then
    submit killed 4
    slurm_wait $merge
fi
same killed

echo "== a program is killed, and its task requeued"
submit again 4
until_chunks again 4
kill -9 "$(ps -eo pid,args | awk '/sweep run study.yaml --output=again.nc/ && !/awk/ {print $1; exit}')"
until dead=$(scontrol -o show job $array | sed -n 's/^JobId=\([0-9]*\) .*JobState=FAILED.*/\1/p') && [ -n "$dead" ]; do sleep 0.2; done
scontrol requeue "$dead"
slurm_wait $array
slurm_ends $array
slurm_wait $merge
same again

echo "== a study that may stop, submitted within an interactive job, one program killed: one submission"
mkdir stop && (cd stop && logistic_study 0.0009765625 'samples: 8192, replicates: 8') || exit 1
echo 'stop: {statistic: moments mean, half-width: 0.00004 unit}' >>stop/study.yaml
"$GAOXIN" sweep run stop/study.yaml -q -o stop/one.nc && "$GAOXIN" sweep merge stop/study.yaml -o stop/one.nc
"$GAOXIN" sweep slurm stop/study.yaml --tasks 4 -o stop/array.nc -q >stop.sh
salloc -Q -n 1 sh stop.sh >jobs && read -r _ array _ merge <jobs
until_chunks stop/array 2
kill -9 "$(ps -eo pid,args | awk '/sweep run stop.study.yaml --output=stop.array.nc/ && !/awk/ {print $1; exit}')"
slurm_wait $merge
slurm_ends $array
cmp stop/one.nc stop/array.nc && echo "stop: same"

echo "== an array with gaps cannot know its parts; a log's folder may have a % in its name"
array=$(sbatch --parsable --array=0,2,5 -o gaps-%a.out --wrap "exec '$GAOXIN' sweep run study.yaml -q -o gaps.nc")
slurm_wait "$array"
slurm_ends "$array"
grep -h error gaps-*.out | sed 's/ID=[0-9]/ID=I/' | uniq -c | sed 's/^ *//'
submit 50%a 1
slurm_wait $merge
find 50%a.d/log -name "slurm-${array}_0.out" | sed "s/$array/JOB/"
same 50%a

echo "== SIGUSR1 to a batch script: exit code 75, and the next submission goes on"
submit stopped 1
until_chunks stopped 2
scancel --batch --signal=USR1 ${array}_0
slurm_wait $array
slurm_ends $array
grep -h interrupted stopped.d/log/slurm-${array}_0.out
slurm_wait $merge
grep -ho 'are missing in .*' stopped.d/log/slurm-merge-*
before=$(ls stopped.d/chunks | wc -l)
submit stopped 4
slurm_wait $merge
[ "$before" -lt "$(ls stopped.d/chunks | wc -l)" ] && same stopped

echo "== the time limit sends it"
"$GAOXIN" sweep slurm study.yaml --tasks 1 -o limit.nc -q --dt 0.00006103515625 |
    sed 's/--time=.*/--time=1/; s/USR1@120/USR1@50/' >limit.sh
job=$(sbatch --parsable limit.sh)
slurm_wait "$job"
slurm_ends "$job"
grep -h interrupted limit.d/log/slurm-*.out

echo "== preemption: SIGTERM, requeued, gone on with"
submit preempted 1
until_chunks preempted 2
sbatch --parsable -p urgent -n 4 -o /dev/null --wrap 'sleep 3' >urgent
slurm_wait $merge
slurm_ends $array
grep -ho '\[interrupted\]' preempted.d/log/slurm-${array}_0.out
cat preempted.d/log/[!s]* | sed 's/^[^ ]* //; s/; time:.*//; s/[0-9]* of 16384/some of 16384/' | sort | uniq -c | sed 's/^ *//'
same preempted

echo "== ranks: srun and mpirun of both"
srun -Q --mpi=pmix -n 4 "$bin/gaoxin-mpi.openmpi" sweep run study.yaml -q -o pmix.nc
same pmix
srun -Q --mpi=pmi2 -n 4 "$bin/gaoxin-mpi.mpich" sweep run study.yaml -q -o pmi2.nc
same pmi2
for mpi in openmpi mpich; do
    salloc -Q -n 4 mpirun.$mpi -n 4 "$bin/gaoxin-mpi.$mpi" sweep run study.yaml -q -o mpirun-$mpi.nc
    same mpirun-$mpi
done
echo "== ranks that are stopped by Slurm and by mpirun, and one that is killed; other numbers go on"
for mpi in openmpi:pmix mpich:pmi2; do
    plugin=${mpi#*:} mpi=${mpi%:*}
    srun -Q -J "$mpi" --mpi=$plugin -n 4 "$bin/gaoxin-mpi.$mpi" sweep run study.yaml -q -o stop-$mpi.nc 2>stderr &
    until_chunks stop-$mpi 2
    scancel --signal=USR1 --name="$mpi"
    wait $!
    echo "exit $? $(grep -o '\[interrupted\]' stderr)"
    mpirun.$mpi -n 2 "$bin/gaoxin-mpi.$mpi" sweep run study.yaml -q -o stop-$mpi.nc 2>stderr &
    until_chunks stop-$mpi 6
    kill -USR1 $!
    wait $!
    echo "exit $? $(grep -o '\[interrupted\]' stderr)"
    mpirun.$mpi -n 3 "$bin/gaoxin-mpi.$mpi" sweep run study.yaml -q -o stop-$mpi.nc >/dev/null 2>&1 &
    until_chunks stop-$mpi 10
    kill -9 "$(ps -eo pid,args | awk -v name="gaoxin-mpi.$mpi sweep run" 'index($2 " " $3 " " $4, name) {print $1}' | tail -n 1)"
    wait $! || echo "ended"
    before=$(ls stop-$mpi.d/chunks | grep -vc tmp)
    [ "$before" -lt 32 ] && mpirun.$mpi -n 4 "$bin/gaoxin-mpi.$mpi" sweep run study.yaml -q -o stop-$mpi.nc
    same stop-$mpi
done
echo "== ranks without their launcher, and processes of a step"
srun -Q --mpi=none -n 4 "$bin/gaoxin-mpi.mpich" sweep run study.yaml -q -o none.nc 2>&1 | grep -E '^(gaoxin|note)'
srun -Q -n 4 "$GAOXIN" sweep run study.yaml -q -o step.nc
same step
sha256sum ./*.nc | cut -d ' ' -f 1 | sort -u | wc -l
