# SPDX-License-Identifier: GPL-3.0-or-later
# One run for each value; results of several runs are shown run by run.
cat >grow.mdl <<'END'
rate = 0.5 ~ 1/year ~ |
start = 1 ~ unit ~ |
stock = INTEG(rate * stock, start) ~ unit ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 2 ~ ~ |
TIME STEP = 1 ~ year ~ |
END
"$GAOXIN" run grow.mdl --vary "rate=0,100 %/year" --vary "start=1,2" --design one-at-a-time -o r.h5
"$GAOXIN" show r.h5 stock "input rate"
# runs may end and step as they like; what a run does not have is missing
"$GAOXIN" run grow.mdl --vary "FINAL TIME=1,2" --vary "TIME STEP=1,0.5" --design together -q -o t.csv
cat t.csv
"$GAOXIN" run grow.mdl --vary "FINAL TIME=-1,1" -o s.h5
echo $?
"$GAOXIN" show s.h5 stock "run status"
"$GAOXIN" run grow.mdl --vary "rate=1,,2"
"$GAOXIN" run grow.mdl --vary "rate=1,2" --set rate=3
"$GAOXIN" run grow.mdl --vary "rate=1,2" --vary "rate=3"
"$GAOXIN" run grow.mdl --vary "stock=1,2"
"$GAOXIN" run grow.mdl --final-time -1
"$GAOXIN" run grow.mdl --vary "rate=1,2" --trace stock
"$GAOXIN" plot r.h5 --lang ""
ls
