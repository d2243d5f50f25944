# SPDX-License-Identifier: GPL-3.0-or-later
# Where there is no room, the old file stays and the program says so: a limit on the size of
# files stands for a full disk.
cp "$SOURCE/tests/errors/fine.mdl" .
for name in r.h5 r.csv r.md; do
    "$GAOXIN" run fine.mdl -q -o $name
    cp $name old
    (
        ulimit -f 4 # of 512 bytes
        "$GAOXIN" run fine.mdl -q --dt 0.001 --deflate 0 -o $name
        echo "$name: exit $?"
    )
    cmp $name old && echo kept
done
ls
# a picture that does not fit is no picture
cp "$SOURCE/tests/errors/drawn.mdl" "$SOURCE/tests/errors/drawn-figures.yaml" .
"$GAOXIN" run drawn.mdl -q
(
    ulimit -f 24
    "$GAOXIN" plot drawn.h5 || echo "exit $?"
)
