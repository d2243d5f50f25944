# SPDX-License-Identifier: GPL-3.0-or-later
# Ranks of both MPIs give the bytes of one process, and say what is wrong once.
bin=$(dirname -- "$GAOXIN")
for mpi in openmpi mpich; do
    if [ ! -x "$bin/gaoxin-mpi.$mpi" ] || ! command -v mpirun.$mpi >/dev/null; then
        echo "no gaoxin-mpi.$mpi (Debian: libopenmpi-dev openmpi-bin libmpich-dev mpich)" >&2
        exit 77
    fi
done
export ASAN_OPTIONS=fast_unwind_on_malloc=0 # in a sanitizer's build: see the libraries in leaks.txt
unset SLURM_STEP_NUM_TASKS PMI_SIZE OMPI_COMM_WORLD_SIZE
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
cat >grow.mdl <<'END2'
rate = 0.1 ~ 1/year ~ |
stock = INTEG(rate * stock + RANDOM NORMAL(-1, 1, 0, 0.01, 1), 1) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.0625 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END2
cat >study.yaml <<'END2'
model: grow.mdl
inputs: {rate: "uniform(0.05, 0.2)"}
design: {name: saltelli, samples: 4096, replicates: 4}
outputs: [stock]
statistics: [moments, sobol, quantiles]
END2
"$GAOXIN" sweep run study.yaml -q -o one.nc && "$GAOXIN" sweep merge study.yaml -q -o one.nc
sed 's/, quantiles//' study.yaml >keep.yaml
"$GAOXIN" sweep run keep.yaml -q --keep statistics -o sums.nc && "$GAOXIN" sweep merge keep.yaml -q --keep statistics -o sums.nc
ranks() { # MPI RANKS ARGUMENTS: what the launcher itself says is left out
    mpi=$1 count=$2
    shift 2
    mpirun.$mpi -n "$count" "$bin/gaoxin-mpi.$mpi" "$@" 2>stderr
    echo "exit $?"
    sed -n '/^gaoxin: /p; /^note: /{s/host .*/host .../; p;}' stderr
}
for mpi in openmpi mpich; do
    ranks $mpi 4 sweep run study.yaml -o $mpi.nc
    cat $mpi.d/log/* | cut -d ' ' -f 2- | sed 's/; time:.*//'
    "$GAOXIN" sweep merge study.yaml -q -o $mpi.nc && cmp one.nc $mpi.nc && echo "$mpi: same"
    # begun by one process, gone on with by ranks of two threads
    "$GAOXIN" sweep run study.yaml -q --shard 1/3 -o more.nc
    ranks $mpi 3 sweep run study.yaml -q -j 2 -o more.nc
    "$GAOXIN" sweep merge study.yaml -q -o more.nc && cmp one.nc more.nc && echo same
    rm -r more.d
    # sums alone, which need no runs on a disk
    ranks $mpi 4 sweep run keep.yaml -q --keep statistics -o sums-$mpi.nc
    "$GAOXIN" sweep merge keep.yaml -q --keep statistics -o sums-$mpi.nc && cmp sums.nc sums-$mpi.nc && echo same sums
    ranks $mpi 3 sweep merge study.yaml
    ranks $mpi 3 run grow.mdl
    ranks $mpi 2 sweep run study.yaml -q --set 'TIME STEP=0.125' -o $mpi.nc
done
# one rank has another working folder: its chunks would be elsewhere, in a folder of the study too
mkdir elsewhere
cat >moved <<'END2'
#!/bin/sh
[ "${PMI_RANK:-$OMPI_COMM_WORLD_RANK}" != 1 ] || cd elsewhere
exec "$@"
END2
chmod +x moved
for mpi in openmpi mpich; do
    for turn in none same; do
        mpirun.$mpi -n 3 ./moved "$bin/gaoxin-mpi.$mpi" sweep run "$PWD/study.yaml" -q -o moved-$mpi.nc 2>stderr
        echo "exit $?"
        sed -n '/^gaoxin: /{s,log/.*,log/...,; p;}; /^note: [^o]/p' stderr
        [ $turn != none ] || ls elsewhere moved-$mpi.d/chunks
        "$GAOXIN" sweep run study.yaml -q --shard 0/8 -o elsewhere/moved-$mpi.nc
    done
done
# one rank cannot write: the others make the rest (MPICH's own memory is in files)
cat >limited <<'END2'
#!/bin/sh
if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then ulimit -f 1; fi
exec "$@"
END2
chmod +x limited
mpirun.openmpi -n 3 ./limited "$bin/gaoxin-mpi.openmpi" sweep run study.yaml -q -o full.nc --samples 16384 2>stderr
echo "exit $?"
sed -n '/^gaoxin: /s/[0-9]-[0-9]*'"'/...'/p; /^note: on/s/host .*/host .../p" stderr
"$GAOXIN" sweep status study.yaml -o full.nc --samples 16384
"$GAOXIN" sweep run study.yaml -q -o full.nc --samples 16384 && "$GAOXIN" sweep status study.yaml -o full.nc --samples 16384
# ranks end a study that may stop where one process ends it, and give up together: failures of
# all ranks count, in a study that stops too
cat >fall.mdl <<'END2'
rate = 0.1 ~ 1/year ~ |
change = LN(rate) ~ unit/year ~ |
stock = INTEG(change, 1) ~ unit ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.0625 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END2
cat >stop.yaml <<'END2'
model: fall.mdl
inputs: {rate: "uniform(0.05, 0.2)"}
design: {name: saltelli, samples: 65536, replicates: 4}
outputs: [stock]
statistics: [moments]
stop: {statistic: moments mean, half-width: 0.0001 unit}
END2
sed 's/0.05/-0.002/' stop.yaml >fall.yaml
"$GAOXIN" sweep run stop.yaml -q -j1 -o stop-one.nc && "$GAOXIN" sweep merge stop.yaml -q -o stop-one.nc
for mpi in openmpi mpich; do
    ranks $mpi 3 sweep run stop.yaml -o stop-$mpi.nc
    "$GAOXIN" sweep merge stop.yaml -q -o stop-$mpi.nc && cmp stop-one.nc stop-$mpi.nc && echo "$mpi: same"
    SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=3 \
        ranks $mpi 2 sweep run stop.yaml -q -o array-$mpi.nc
    "$GAOXIN" sweep merge stop.yaml -q -o array-$mpi.nc && cmp stop-one.nc array-$mpi.nc && echo "$mpi in an array: same"
    cat array-$mpi.d/log/* | grep -o 'shard [0-9/]*' | sort -u
    # seven failures, more than five of them on no rank alone
    ranks $mpi 4 sweep run fall.yaml -q --max-failures 5 --chunk 192 -o fall-$mpi.nc | sed '/error/s/[0-9]* runs/N runs/'
done
# ranks add their failures up while they work: no more than some chunks beyond the limit
sed '/^stop/d' fall.yaml >falls.yaml
for mpi in openmpi mpich; do
    ranks $mpi 4 sweep run falls.yaml -q --max-failures 100 --chunk 192 -o falls-$mpi.nc | sed '/error/s/[0-9]* runs/N runs/'
    "$GAOXIN" sweep status falls.yaml --chunk 192 -o falls-$mpi.nc 2>/dev/null | awk '/^failed/ {print ($2 > 100 && $2 < 180) ? "some beyond" : $0}'
done
# processes of Open MPI that do not know of each other may stumble over each other's folders
cat >apart <<'END2'
#!/bin/sh
export TMPDIR="$PWD/tmp$PMI_RANK"
mkdir -p "$TMPDIR"
exec "$@"
END2
chmod +x apart
for mpi in openmpi:mpich mpich:openmpi; do
    mpirun.${mpi%:*} -n 4 ./apart "$bin/gaoxin-mpi.${mpi#*:}" sweep run study.yaml -o wrong.nc 2>stderr
    echo "exit $?"
    grep -E '^(gaoxin|note):' stderr
done
ls -d wrong.d 2>/dev/null
"$bin/gaoxin-mpi.mpich" sweep status study.yaml -o mpich.nc
