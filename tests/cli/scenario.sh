# SPDX-License-Identifier: GPL-3.0-or-later
# A child states only what differs; the nearest file wins; outputs choose what is kept.
cp "$SOURCE/tests/errors/fine.mdl" .
printf 'title: Parent\nmodel: fine.mdl\nset: {x: 5 km2}\nrun: {final time: 2, method: rk4}\n' >parent.yaml
printf 'extends: parent\nset: {x: 7}\noutputs: [computed]\n' >child.yaml
"$GAOXIN" run child.yaml -o child.csv
cat child.csv
"$GAOXIN" run child.yaml --final-time 1 --dt 0.5 --method euler -q -o child.csv
cat child.csv
"$GAOXIN" run child.yaml -q -o child.h5
"$GAOXIN" show child.h5 | sed 's/arithmetic: .*/arithmetic: .../' # of the machine
"$GAOXIN" show child.h5 Computed
"$GAOXIN" show child.h5 --text scenario/parent.yaml
"$GAOXIN" show child.h5 computd
printf 'model: fine.mdl\nrun: {save every: 2}\n' >coarse.yaml
"$GAOXIN" run coarse.yaml # not by changing TIME STEP
printf 'extends: loop\n' >loop.yaml
"$GAOXIN" run loop.yaml
