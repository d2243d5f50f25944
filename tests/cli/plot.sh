# SPDX-License-Identifier: GPL-3.0-or-later
# A figure is a script, a table and images; the script runs by itself.
cp "$SOURCE/tests/errors/drawn.mdl" "$SOURCE/tests/errors/drawn-figures.yaml" .
"$GAOXIN" run drawn.mdl -q -o drawn.h5
"$GAOXIN" plot drawn.h5 --format png,svg
head -n 3 line-en.csv
grep -c 'A line' line-en.svg
cp line-en.svg first.svg
rm line-en.png line-en.svg
gnuplot line-en.gp && cmp line-en.svg first.svg && ls line-en.*
"$GAOXIN" plot drawn.h5 --format svg -o new/folder
# What options set is no longer what the title says.
printf 'model: drawn.mdl\ntitle: As it is\nrun: {final time: 3}\n' >titled.yaml
"$GAOXIN" run titled.yaml -q -o titled.h5
"$GAOXIN" run titled.yaml -q --final-time 4 -o longer.h5
"$GAOXIN" run titled.yaml -q --final-time 4 --method rkf45 --tolerance 1e-6 --dt "0.5 year" --seed 3 -o other.h5
"$GAOXIN" plot titled.h5 longer.h5 other.h5 --format svg -o options && cut -d, -f3 options/line-en.csv | uniq
# What cannot be made leaves the others: they are made, and it is told which is not and why.
printf '  %s: {kind: time-series, variable: %s}\n' no nothing second x | cat drawn-figures.yaml - >more-figures.yaml
cp drawn.mdl more.mdl
"$GAOXIN" run more.mdl -q -o more.h5
"$GAOXIN" plot more.h5 --all --format svg -o several || echo "exit $?"
"$GAOXIN" plot more.h5 --figure no --figure other --figure second --format svg -o named || echo "exit $?"
# More layers than look different: the smallest are one; of lines that look alike none is drawn.
for i in $(seq 1 23); do
    printf 'x%d = Time * %d ~ ~|\n' "$i" "$i"
done | cat drawn.mdl - >many.mdl
names=$(seq 1 22 | sed 's/.*/x&/' | paste -s -d ,)
printf 'figures:\n  layers: {kind: stacked-area, variables: [%s]}\n  lines: {kind: time-series, variables: [%s]}\n' \
    x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11 "$names" >many-figures.yaml
"$GAOXIN" run many.mdl -q -o many.h5
"$GAOXIN" plot many.h5 --all --format svg -o many || echo "exit $?"
grep ',4,,' many/layers-en.csv
"$GAOXIN" plot drawn.h5 --figure other
sed -i 's/kind: stacked-area/kind: stacked-aera/' many-figures.yaml
"$GAOXIN" run many.mdl -q -o kinds.h5 && "$GAOXIN" plot kinds.h5 --figure layers || echo "exit $?"
"$GAOXIN" plot drawn.h5 --lang fr
