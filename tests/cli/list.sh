# SPDX-License-Identifier: GPL-3.0-or-later
# What there is to run in a folder; of a model its variables by kind, with the values a
# scenario gives its constants, and its figures; in both languages and for scripts.
cat >zone.mdl <<'END'
{UTF-8}
zone: north, south ~~|
growth rate = 0.1 ~ 1/year ~ How fast LAND fills |
起步[zone] = 1, 2 ~ km2 ~|
built[zone] = INTEG(built[zone] * growth rate * effect(Time), 起步[zone]) ~ km2 ~|
effect((0,1),(10,0)) ~~|
late = DELAY FIXED(total, 1, 0) ~ km2 ~|
at first = INITIAL(total) ~ km2 ~|
total = SUM(built[zone!]) ~ km2 ~|
********************************************************
	.Control
********************************************************~
|
INITIAL TIME = 0 ~ year ~|
FINAL TIME = 9 ~ year ~|
TIME STEP = 1 ~ year ~|
END
printf 'model: zone.mdl\nset: {growth rate: 0.25}\n' >fast.yaml
cat >zone-labels.yaml <<'END'
growth rate: {en: Speed of filling, zh: 开发速度, units: {en: 1/year, zh: 1/年}}
total: {en: All land, zh: 土地总量}
END
cat >zone-figures.yaml <<'END'
figures:
  land: {kind: stacked-area, title: {en: Land by zone, zh: 分区土地}, variable: built}
  early: {kind: fan, title: {en: How sure, zh: 不确定性}, variable: total}
END
mkdir -p studies/deeper
printf 'title: {en: Twice as fast, zh: 加倍}\nmodel: ../zone.mdl\n' >studies/twice.yaml
printf 'title: {zh: 概率}\nmodel: zone.mdl\ninputs: {growth rate: "uniform(1, 2)"}\ndesign: {name: sobol, samples: 8}\noutputs: [total]\n' >study.yaml
printf 'extends: fast\nsett: {growth rate: 1}\n' >wrong.yaml
printf 'extends: fast\n' >studies/deeper/unseen.yaml
printf ':MACRO: TWICE(x)\nTWICE = 2 * x ~~|\n:END OF MACRO:\n' >library.mdl
printf 'not a model' >studies/text.mdl
"$GAOXIN" list
"$GAOXIN" list . --lang zh --word 加倍
"$GAOXIN" list studies/ --json
mkdir empty
"$GAOXIN" list empty
"$GAOXIN" list nowhere/
"$GAOXIN" list --figures
"$GAOXIN" list zone.mdl
"$GAOXIN" list fast.yaml --word Land
"$GAOXIN" list zone.mdl --lang zh --word 土地
"$GAOXIN" list fast.yaml --json --word speed
"$GAOXIN" list fast.yaml --figures
"$GAOXIN" list fast.yaml --figures --lang zh --json
"$GAOXIN" list zone.mdl -w control
"$GAOXIN" list zone.mdl --word nothing
mkdir wrong && printf 'x[`a] = 1 ~~|\n' >wrong/names.mdl && printf 'title: a\n b: c\n' >wrong/scenario.yaml
"$GAOXIN" list wrong --lang zh
"$GAOXIN" list fast.yaml zone.mdl
