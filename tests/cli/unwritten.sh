# SPDX-License-Identifier: GPL-3.0-or-later
# What cannot be printed is exit code 5 with a message, of every command: to a full disk and
# to an output that is closed. /dev/full stands for the former.
[ -c /dev/full ] || exit 77
cp -r "$SOURCE/model/examples/estate" .
cp "$SOURCE/model/examples/teacup/teacup.mdl" .
printf 'model: teacup.mdl\ninputs: {Room Temperature: "uniform(15, 25)"}\ndesign: {name: saltelli, samples: 64, seed: 1}\noutputs: [Tea Temperature]\ntimes: [10]\nstatistics: [sobol]\n' >study.yaml
printf 'Time,Tea Temperature\n5,142\n10,120\n15,104\n' >data.csv
printf 'experiment: teacup.mdl\ndata: data.csv\nfit: [{constant: Room Temperature, prior: none}]\nto: [{variable: Tea Temperature, error: 1}]\n' >fit.yaml
first=estate/scenarios/land-first.yaml
"$GAOXIN" run $first -q -o first.h5
"$GAOXIN" binding $first -o binding.h5 >binding.txt
"$GAOXIN" sweep run study.yaml -q && "$GAOXIN" sweep merge study.yaml -q
# how it ends, and whether it says so; what is printed goes nowhere
ends() {
    "$GAOXIN" "$@" >/dev/full 2>full.txt
    full=$?
    rm -f choices.yaml # init replaces nothing
    "$GAOXIN" "$@" >&- 2>closed.txt
    closed=$?
    [ $full$closed = 55 ] || echo "$*: exit $full, closed $closed"
    for said in full.txt closed.txt; do
        grep -qx 'gaoxin: error: cannot write to standard output \[file\]' $said || echo "$*: $said does not say so"
    done
    echo "$1" >>asked
}
while read -r arguments; do
    # shellcheck disable=SC2086 # a list of words
    ends $arguments
done <<END
list estate
list first.h5 --json
check $first --draws 2
diff estate/estate.mdl $first
init estate/estate.mdl -o choices.yaml
run $first -o again.h5
run $first estate/estate.mdl --json -o .
run $first --trace output
run $first --dump=flat
summary $first
levers $first
binding $first
calibrate fit.yaml
sweep plan study.yaml
sweep status study.yaml
sweep merge study.yaml
sweep slurm study.yaml
sensitivity study.nc
show first.h5
show first.h5 output
show first.h5 --text model
compare estate/estate.mdl $first
plot binding.h5
help
help functions
END
"$GAOXIN" help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' | while read -r command; do
    ends "$command" --help
    ends help "$command"
    grep -qx "$command" asked || echo "$command is not asked here"
done
ends --version
# what prints nothing has nothing to lose
"$GAOXIN" run $first -q -o again.h5 >&- && echo quiet
