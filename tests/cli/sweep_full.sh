# SPDX-License-Identifier: GPL-3.0-or-later
# Where there is no room, the old file stays and nothing that was done is lost.
. "$SOURCE/tests/grow.sh"
grow_study 1024
"$GAOXIN" sweep run s.yaml -q && "$GAOXIN" sweep merge s.yaml -q && cp s.nc old
# a limit on the size of files stands for a full disk
limited() {
    (
        ulimit -f 8 # of 512 bytes
        "$GAOXIN" sweep "$@" -q
        echo "exit $?"
    )
}
limited merge s.yaml
limited run s.yaml -j1 -o full.nc
ls full.d/chunks
"$GAOXIN" sweep run s.yaml -q -o full.nc && "$GAOXIN" sweep merge s.yaml -q -o full.nc && cmp full.nc old && echo same
# descriptors: few are enough; with the fewest that the program starts with it says so
cp -R full.d few.d
few() {
    sh -c 'ulimit -n '"$1"'; exec "$0" sweep merge s.yaml -q -o few.nc' "$GAOXIN"
}
count=4
until few $count >/dev/null 2>&1 || [ $? -ne 127 ]; do count=$((count + 1)); done
few $count 2>&1 | head -1
few $((count + 8))
cmp few.nc old && echo same
cmp s.nc old && echo kept
ls
