# SPDX-License-Identifier: GPL-3.0-or-later
# A picture that lacks its end, because the disk was full, is none. Skipped where no disk of
# its own may be mounted.
command -v gnuplot >/dev/null || exit 77
cp "$SOURCE/tests/errors/drawn.mdl" "$SOURCE/tests/errors/drawn-figures.yaml" .
"$GAOXIN" run drawn.mdl -q
mkdir disk
alone='unshare -m'
[ "$(id -u)" -eq 0 ] || alone='unshare -rm'
$alone mount -t tmpfs -o size=1m tmpfs disk 2>/dev/null || exit 77
export GAOXIN
cat >inside.sh <<'END'
mount -t tmpfs -o size=256k tmpfs disk
for format in png svg pdf emf; do
    "$GAOXIN" plot drawn.h5 --format $format -o disk
    pages=$((($(stat -c %s disk/line-en.$format) + 4095) / 4096))
    rm disk/line-en.$format
    free=$(df --output=avail disk | tail -1)
    dd if=/dev/zero of=disk/fill bs=1k count=$((free - 4 * pages + 4)) 2>/dev/null
    "$GAOXIN" plot drawn.h5 --format $format -o disk
    echo "exit $?"
    rm disk/fill
done
"$GAOXIN" plot drawn.h5 --lang zh -o disk
ls disk
END
$alone sh inside.sh 2>&1
