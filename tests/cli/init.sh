# SPDX-License-Identifier: GPL-3.0-or-later
# A scenario to fill in gives the model's numbers, commented or not; nothing is replaced.
mkdir model scenarios
cat >model/zone.mdl <<'END'
{UTF-8}
zone: north, south ~~|
growth rate = 0.07 ~ 1/year ~ How fast land fills |
起步[zone] = 1, 2 ~ km2 ~|
share: of land = 30 ~ % ~ first line\
	second line|
fixed == 3 ~~|
built[zone] = INTEG(built[zone] * growth rate * fixed * "share: of land" / 100, 起步[zone]) ~ km2 ~|
********************************************************
	.Control
********************************************************~
|
INITIAL TIME = 0 ~ year ~|
FINAL TIME = 9 ~ year ~|
TIME STEP = 1 ~ year ~|
END
sed -i 's/^share: of land/"share: of land"/' model/zone.mdl
printf '起步: {zh: 起步面积, en: Land at first}\n' >model/zone-labels.yaml
printf 'constant,unit,low,high,distribution,source class,source\ngrowth rate,1/year,0.05,0.1,uniform,assumption,none\n' >model/zone-parameters.csv
"$GAOXIN" init model/zone.mdl -o scenarios/mine.yaml --title 'A: "first"'
cat scenarios/mine.yaml
sed 's/^\(  \)# /\1/' scenarios/mine.yaml >scenarios/all.yaml
for name in mine all; do
    "$GAOXIN" run scenarios/$name.yaml -q -o $name.csv
done
"$GAOXIN" run model/zone.mdl -q -o bare.csv
cmp mine.csv bare.csv
cmp all.csv bare.csv
"$GAOXIN" diff model/zone.mdl scenarios/all.yaml
sed -i 's/# growth rate: 0.07/growth rate: 0.08/' scenarios/mine.yaml
"$GAOXIN" init scenarios/mine.yaml -o scenarios/child.yaml
grep -e extends -e growth scenarios/child.yaml
"$GAOXIN" diff scenarios/mine.yaml scenarios/child.yaml
# the whole zone
"$GAOXIN" init "$SOURCE/model/qinzhou.mdl" -o zone.yaml
sed -i 's/^\(  \)# /\1/' zone.yaml
"$GAOXIN" diff "$SOURCE/model/qinzhou.mdl" zone.yaml
refused() {
    "$GAOXIN" init "$@"
    echo "exit $?"
}
refused model/zone.mdl -o scenarios/mine.yaml
refused model/zone.mdl -o zone.txt
refused scenarios/mine.yaml
refused scenarios/mine.yaml -o child.yaml
# comments and groups in the reader's language; what is to be uncommented stays
printf '{UTF-8}\nrate = 0.5 ~ 1/year ~ |\n****\n\t.Growth\n****~\n\t|\nstart = 1 ~ unit ~ |\nstock = INTEG(rate * stock, start) ~ unit ~ |\nINITIAL TIME = 0 ~ ~ |\nFINAL TIME = 2 ~ ~ |\nTIME STEP = 1 ~ year ~ |\n' >grow.mdl
printf 'Growth: {en: Growth, zh: 增长}\nrate: {en: Rate, zh: 增长率}\n' >grow-labels.yaml
printf 'constant,unit,low,high,distribution,source class,source\nrate,1/year,0.1,0.9,uniform,assumption,none\n' >grow-parameters.csv
"$GAOXIN" init grow.mdl -o zh.yaml --lang zh && cat zh.yaml
# texts of others stay in their comment or in quotes, whatever is in them
printf '{UTF-8}\ng = 1 ~~|\nh = 2 ~~ first\r\nsecond|\ns = INTEG(g * h, 0) ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 1 ~~|\nTIME STEP = 1 ~~|\n' >odd.mdl
printf 'g: {en: "a\\n  g: 99", zh: "甲\\e[31m\\u2028  g: 98\\x85  g: 97"}\n' >odd-labels.yaml
"$GAOXIN" init odd.mdl -o odd.yaml --title "$(printf 'one\ntwo: "\033[31m\302\205\342\200\250')" && cat odd.yaml
"$GAOXIN" diff odd.mdl odd.yaml
"$GAOXIN" list odd.yaml --json >/dev/null && "$GAOXIN" run odd.yaml -q -o odd.h5
"$GAOXIN" show odd.h5 --json | grep -o '"title": .*'
cp odd.mdl "$(printf 'x\n  h: 9.mdl')" && "$GAOXIN" init "$(printf 'x\n  h: 9.mdl')" -o name.yaml && sed -n 1,6p name.yaml
refused odd.mdl -o bytes.yaml --title "$(printf '\377')"
