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
"$GAOXIN" plot drawn.h5 --figure other
"$GAOXIN" plot drawn.h5 --lang fr
