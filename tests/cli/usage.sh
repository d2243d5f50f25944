# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong on the command line is named, with a suggestion and exit code 2.
cp "$SOURCE/tests/errors/fine.mdl" .
for arguments in "rnu x" "run" "run a.txt" "run --mehtod=rk4 x.mdl" "show" "plot" "help nothing" \
    "run fine.mdl --method=rk5" "run fine.mdl -o x.png" \
    "run fine.mdl --dump=moodel" "run fine.mdl -j many -o x.csv"; do
    "$GAOXIN" $arguments
    echo "exit $?" >&2
done
