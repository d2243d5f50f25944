# SPDX-License-Identifier: GPL-3.0-or-later
# A result replaces its own older version, nothing else.
cp "$SOURCE/tests/errors/fine.mdl" fine.mdl
cp fine.mdl other.mdl
"$GAOXIN" run fine.mdl -q -o r.h5 && "$GAOXIN" run fine.mdl -q --set x=2 -o r.h5 && echo replaced
"$GAOXIN" run other.mdl -q -o r.h5
echo "exit $?"
"$GAOXIN" run other.mdl -q -f -o r.h5 && echo forced
"$GAOXIN" run fine.mdl -q -o no/such/folder/r.h5
echo "exit $?"
"$GAOXIN" show r.h5 | grep gaoxin_run
# of a table only its columns tell
printf 'Time,mine\n0,1\n' >mine.csv
cp mine.csv kept.csv
"$GAOXIN" run fine.mdl -q -o mine.csv
echo "exit $?"
cmp mine.csv kept.csv && echo kept
"$GAOXIN" run fine.mdl -q -f -o mine.csv && "$GAOXIN" run fine.mdl -q --set x=3 -o mine.csv && echo replaced
"$GAOXIN" show r.h5 computed -o mine.csv
echo "exit $?"
mkdir folder.csv && "$GAOXIN" run fine.mdl -q -o folder.csv
echo "exit $?"
