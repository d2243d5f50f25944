# SPDX-License-Identifier: GPL-3.0-or-later
# Names that an HDF5 result has for itself, or twice, are refused before anything is run; a
# table takes them, and what is not saved is not asked.
control='INITIAL TIME = 0 ~~|FINAL TIME = 1 ~~|TIME STEP = 1 ~~|'
cat >names.mdl <<END
zone: north, south ~~|
zone = 1 ~~|
land[Zone] = 2 ~~|
run = 3 ~~|
gaoxin = 4 ~~|
unit cost = 5 ~~|
"unit/cost" = run ~~|
运行 = run ~~|
$control
END
sed 's/^zone =/size =/; s/^gaoxin/gx/; s/^"unit.cost"/per unit/' names.mdl >better.mdl
printf 'model: names.mdl\noutputs: [land, unit cost, 运行]\n' >few.yaml
try() {
    "$GAOXIN" run "$@" -q
    echo "exit $?: $*"
}
try names.mdl
try names.mdl --vary run=1,2
try names.mdl -o names.csv
try better.mdl
try better.mdl --vary run=1,2
try few.yaml
ls *.h5 *.csv
