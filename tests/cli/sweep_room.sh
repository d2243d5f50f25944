# SPDX-License-Identifier: GPL-3.0-or-later
# A small disk of its own: full, with room again, read-only. Skipped where none may be mounted.
. "$SOURCE/tests/grow.sh"
grow_study 8192
mkdir disk
alone='unshare -m'
[ "$(id -u)" -eq 0 ] || alone='unshare -rm'
$alone mount -t tmpfs -o size=2m tmpfs disk 2>/dev/null || exit 77
"$GAOXIN" sweep run s.yaml -q -o kept.nc && "$GAOXIN" sweep merge s.yaml -q -o kept.nc
export GAOXIN
cat >inside.sh <<'END'
sweep() {
    "$GAOXIN" sweep "$@" -j1 -q -o disk/s.nc
}
mount -t tmpfs -o size=2m tmpfs disk
dd if=/dev/zero of=disk/fill bs=1k count=1800 2>/dev/null
sweep run s.yaml 2>&1 | sed 's/than the .* allowed/than the ROOM allowed/'
sweep run s.yaml --shard 0/16 && ls disk/s.d/chunks # a shard takes its own part alone
rm -r disk/s.d
sweep run s.yaml --max-disk 1G
sweep run s.yaml --max-disk 1G --lang zh
ls disk/s.d/chunks | head -1
rm disk/fill
sweep run s.yaml
dd if=/dev/zero of=disk/fill bs=1k count=200 2>/dev/null # what is there need not be free as well
sweep merge s.yaml && cmp disk/s.nc kept.nc && echo merged
dd if=/dev/zero of=disk/fill bs=1k count=2000 2>/dev/null
sweep merge s.yaml --max-disk 1G
sweep merge s.yaml --max-disk 1G --lang zh
cmp disk/s.nc kept.nc && echo kept
rm disk/fill
mount -o remount,ro disk
sweep run s.yaml --samples 16384 --max-disk 1G
"$GAOXIN" sweep merge s.yaml -q --max-disk 1G -o disk/s.nc 2>&1 | sed 's/s.nc\.[^ ]*tmp/s.nc.OWN.tmp/'
sweep status s.yaml
cmp disk/s.nc kept.nc && echo kept
END
$alone sh inside.sh 2>&1
