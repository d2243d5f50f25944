# SPDX-License-Identifier: GPL-3.0-or-later
# One row a scenario: milestones, years of crossing, what binds, what is out of its range.
cp -r "$SOURCE/model/examples/estate" "$SOURCE/model/examples/teacup" .
sed -i 's/low: 2, high: 30/low: 4, high: 23/' estate/estate-checks.yaml
all="estate/estate.mdl estate/scenarios/land-first.yaml estate/scenarios/no-training.yaml"
"$GAOXIN" summary $all teacup/teacup.mdl -j 3
"$GAOXIN" summary $all -o table.md
cat table.md
"$GAOXIN" summary $all --lang zh
"$GAOXIN" summary estate/scenarios/no-training.yaml --json
# A result is one of them too, and what fails leaves the others as they are.
"$GAOXIN" run estate/scenarios/land-first.yaml -q -o first.h5
printf "extends: land-first\nset: {nothing: 1}\n" >estate/scenarios/wrong.yaml
"$GAOXIN" summary first.h5 estate/scenarios/wrong.yaml estate/estate.mdl
echo "exit $?"
"$GAOXIN" summary first.h5 estate/scenarios/wrong.yaml --json
"$GAOXIN" summary first.h5 estate/scenarios/wrong.yaml -o wrong.md
ls wrong.md
# all is looked at, whatever a scenario saves
printf "extends: land-first\noutputs: [output]\n" >estate/scenarios/few.yaml
"$GAOXIN" summary estate/scenarios/few.yaml estate/scenarios/land-first.yaml
refused() {
    "$GAOXIN" summary "$@" >/dev/null
    echo "exit $?"
}
"$GAOXIN" summary teacup/teacup.mdl estate/estate.mdl -o other.md
refused $all -o table.md # a table with the same columns: replaced
refused $all --lang zh -o table.md
refused $all -o table.csv
refused $all --lang fr
refused
sed -i 's/levels: .15, 25/levels: [15, many/; s/growth from/growth form/' estate/estate-figures.yaml
refused estate/estate.mdl teacup/teacup.mdl
# of years that are not saved it is said by when at the latest, and of growth why there is none
sed 's/^title:.*/title: Every other year/' estate/scenarios/land-first.yaml >estate/scenarios/odd.yaml
cp "$SOURCE/model/examples/estate/estate-figures.yaml" estate
printf 'run: {save every: 2}\n' >>estate/scenarios/odd.yaml
"$GAOXIN" summary estate/scenarios/odd.yaml estate/scenarios/land-first.yaml
"$GAOXIN" summary estate/scenarios/odd.yaml --lang zh
"$GAOXIN" summary estate/scenarios/odd.yaml --json | grep -o '"crossings.*]'
"$GAOXIN" run estate/scenarios/odd.yaml -o odd.h5
"$GAOXIN" run estate/scenarios/odd.yaml -o odd.h5 --lang zh
