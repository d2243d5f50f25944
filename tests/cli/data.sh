# SPDX-License-Identifier: GPL-3.0-or-later
# Data variables take tables from the command line or a scenario, and results embed them.
cat >demand.mdl <<'END'
demand :INTERPOLATE: ~ unit/year ~ |
stock = INTEG(demand, 0) ~ unit ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 2 ~ ~ |
TIME STEP = 1 ~ year ~ |
END
mkdir tables
printf 'Time,demand\n0,1\n2,5\n' >tables/demand.csv
printf 'Time\tdemand\n0\t10\n' >other.tab
printf 'model: demand.mdl\ndata: [tables/demand.csv]\n' >with-data.yaml
"$GAOXIN" run with-data.yaml -q -o a.csv && cut -d, -f 1-3 a.csv
"$GAOXIN" run demand.mdl --data other.tab -q -o b.csv && cut -d, -f 1-3 b.csv
"$GAOXIN" run with-data.yaml -q -o a.h5 && "$GAOXIN" show a.h5 --text data/demand.csv
"$GAOXIN" run demand.mdl -o c.csv
echo "exit $?"
"$GAOXIN" run demand.mdl --data a.h5 -o c.csv
echo "exit $?"
"$GAOXIN" run demand.mdl --data other.tab --set demand=3 -o c.csv
echo "exit $?"
# What is made of data follows it, a point at a time too, and cannot be set itself.
cat >made.mdl <<'MADE'
demand ~ unit/year ~ |
next := TIME SHIFT(demand, 1) ~ unit/year ~ |
all := CUMULATE(demand) ~ unit/year ~ |
most = GET DATA MAX(demand, 0, 2) ~ unit/year ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 2 ~ ~ |
TIME STEP = 2 ~ year ~ |
MADE
"$GAOXIN" run made.mdl --data tables/demand.csv --vary "demand(2)=5,7" -q -o d.csv && cut -d, -f 1-6 d.csv
"$GAOXIN" run made.mdl --data tables/demand.csv --set "next(1)=3" -q -o d.csv
echo "exit $?"
