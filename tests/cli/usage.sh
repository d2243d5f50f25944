# SPDX-License-Identifier: GPL-3.0-or-later
# What is wrong on the command line is named, with a suggestion and exit code 2.
for arguments in "rnu x" "run" "run a.txt" "run --mehtod=rk4 x.mdl" "show" "plot" "help nothing" \
    "run $SOURCE/tests/errors/fine.mdl --method=rk5" "run $SOURCE/tests/errors/fine.mdl -o x.png" \
    "run $SOURCE/tests/errors/fine.mdl --dump=moodel" "run $SOURCE/tests/errors/fine.mdl -j many -o x.csv"; do
    "$GAOXIN" $arguments
    echo "exit $?" >&2
done
