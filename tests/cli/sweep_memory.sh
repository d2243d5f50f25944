# SPDX-License-Identifier: GPL-3.0-or-later
# Merging holds some inputs of all runs at a time, not all: 80 inputs of 65536 runs are 42 MB, their
# orders 21 MB, and a mebibyte of each dataset in HDF5's cache 80 MB more.
awk 'BEGIN {
    for (i = 1; i <= 80; i++) { print "a" i " = 1 ~~|"; sum = sum (i > 1 ? " + " : "") "a" i }
    print "y = INTEG((" sum ") / 80 * (1 - y / 100), 1) ~~|"
    print "INITIAL TIME = 0 ~~|\nFINAL TIME = 20 ~~|\nTIME STEP = 0.5 ~~|\nSAVEPER = 10 ~~|"
}' >sum.mdl
{
    echo "model: sum.mdl"
    echo "inputs:"
    for i in $(seq 80); do echo "  a$i: uniform(0, 2)"; done
    echo "design: {name: monte-carlo, samples: 65536, seed: 1}"
    echo "outputs: [y]"
    echo "times: [20]"
    echo "statistics: [moments, quantiles: {levels: [0.5]}, regional: {threshold: 17}]"
} >study.yaml
numbers() {
    sed 's/[0-9.]* s\([;,]\|$\)/N s\1/g; s/[0-9.]* MB of/N MB of/'
}
"$GAOXIN" sweep run study.yaml -q -j2 --timings | numbers
(ulimit -d 90000 && "$GAOXIN" sweep merge study.yaml --timings) | numbers
sed 's/.*Z //' study.d/log/* | numbers
"$GAOXIN" sweep plan study.yaml -j1 | grep memory
"$GAOXIN" sensitivity study.nc --time 20 | head -22

# sums of a million runs: neither they nor their numbers are held (8 bytes each would be too much)
. "$SOURCE/tests/grow.sh"
grow_study 1000000
"$GAOXIN" sweep run s.yaml -q --chunk 65536 --keep statistics
for time in first second; do # the second looks at the file of the first
    (ulimit -d 12000 && "$GAOXIN" sweep merge s.yaml --chunk 65536 --keep statistics)
done
for samples in 1000000 1000000000; do
    "$GAOXIN" sweep plan s.yaml --samples $samples --chunk 65536 --keep statistics -j1 --max-disk 1P | grep memory
done
# and are 0, 1, 2 ... in the file
"$GAOXIN" sweep run s.yaml -q --samples 20000 -o few.nc && "$GAOXIN" sweep merge s.yaml -q --samples 20000 -o few.nc
"$GAOXIN" show few.nc 'run status' -o status.csv
sed 1d status.csv | cut -d , -f 1 | uniq | awk '$1 != NR - 1 { print "run " NR - 1 " is " $1; exit } END { print NR " runs" }'
