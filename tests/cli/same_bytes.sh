# SPDX-License-Identifier: GPL-3.0-or-later
# The same inputs give the same bytes: again, from elsewhere, by any number of threads.
cp "$SOURCE/tests/errors/drawn.mdl" .
mkdir elsewhere && cp drawn.mdl elsewhere
"$GAOXIN" run drawn.mdl -q -o a.h5
sleep 1
(cd elsewhere && "$GAOXIN" run ./drawn.mdl -q -o b.h5)
cmp a.h5 elsewhere/b.h5 && echo same
cat >many.mdl <<'END'
rate = 0.1 ~ ~ |
stock = INTEG(stock * rate * (1 - stock / 100), 1) ~ ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 8 ~ ~ |
TIME STEP = 0.25 ~ ~ |
END
values=$(seq -s , 0.001 0.001 0.3)
for threads in 1 2 3; do
    "$GAOXIN" run many.mdl --method rk4 --vary "rate=$values" -j $threads -o $threads.h5
done
cmp 1.h5 2.h5 && cmp 1.h5 3.h5 && echo same
# each run of the batch equals the run alone
"$GAOXIN" run many.mdl --method rk4 --vary "rate=$values" -q -o batch.csv
for i in 1 150 300; do
    "$GAOXIN" run many.mdl --method rk4 --set "rate=0.$(printf %03d $i)" -q -o alone.csv
    tail -n +2 alone.csv | cut -d, -f1-3 >alone.txt
    awk -F, -v run=$((i - 1)) 'NR > 1 && $1 == run {print $2 "," $3 "," $4}' batch.csv >lane.txt
    cmp alone.txt lane.txt && echo "run $i is the same alone"
done
