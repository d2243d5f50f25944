# SPDX-License-Identifier: GPL-3.0-or-later
# What a result holds: whole variables, elements by name or label, in both languages, for scripts.
cat >land.mdl <<'END'
zone: north, south ~ ~ |
kind: built, free ~ ~ |
Land[zone, kind] = INTEG(rate[zone], 1) ~ km2 ~ all uses |
rate[zone] = 0.25, 0.5 ~ km2/year ~ |
total = SUM(Land[zone!, kind!]) ~ km2 ~ |
INITIAL TIME = 2011 ~ year ~ |
FINAL TIME = 2011.125 ~ year ~ |
TIME STEP = 0.0625 ~ year ~ |
END
cat >land-labels.yaml <<'END'
land: {en: Land in use, zh: 土地, units: {en: "km²", zh: 平方公里}}
south: {en: Southern part, zh: 南区}
built: {zh: 已建}
END
"$GAOXIN" run land.mdl -q -o r.h5
"$GAOXIN" run land.mdl -q --vary "rate[south]=1,2" -o runs.h5
"$GAOXIN" show r.h5 --lang zh | sed -n '/变量/,$p'
"$GAOXIN" show r.h5 land --lang zh
"$GAOXIN" show r.h5 "land[south, built]" "土地[ 南区, * ]" total
"$GAOXIN" show r.h5 "Land in use[*,free]" --lang zh
"$GAOXIN" show r.h5 "rate[Southern part]" -o rate.csv && cat rate.csv
"$GAOXIN" show r.h5 --json | sed '/arithmetic/d; /zones/d; s/"bytes": [0-9]*/"bytes": N/'
"$GAOXIN" show runs.h5 "land[south,built]" rate --json
for name in "land[south]" "land[west,built]" "lnad[south,built]" "total[south]"; do
    "$GAOXIN" show r.h5 "$name"
    echo "exit $?"
done
"$GAOXIN" show r.h5 total --json -o total.csv
# A wrong name is told from the names alone: what stands for all bytes of the file is not read for it.
printf 'x = Time * 2 ~ km2 ~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n' >names.mdl
"$GAOXIN" run names.mdl -q -o names.h5
"$GAOXIN" show names.h5 X --json | grep -c '"variable": "x"'
printf '?' | dd of=names.h5 bs=1 seek=$(($(wc -c <names.h5) - 1)) conv=notrunc 2>/dev/null
"$GAOXIN" show names.h5 xx
"$GAOXIN" show names.h5 x
"$GAOXIN" show r.h5 "Land[north, built"
"$GAOXIN" show r.h5 --json --text model
