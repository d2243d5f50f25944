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
"$GAOXIN" plot drawn.h5 --figure other
"$GAOXIN" plot drawn.h5 --lang fr
