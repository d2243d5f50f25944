# SPDX-License-Identifier: GPL-3.0-or-later
# Which inputs decide. The outputs at time 1 are linear with coefficients 5, 3, 1 and the Ishigami
# function, whose indices are known: .3139 .4424 0 and .5576 .4424 .2437.
cat >known.mdl <<'END'
a = 0 ~~| b = 0 ~~| c = 0 ~~|
linear = 5 * a + 3 * b + c ~ 万元 ~|
x = (2 * a - 1) * 3.141592653589793 ~~|
y = (2 * b - 1) * 3.141592653589793 ~~|
z = (2 * c - 1) * 3.141592653589793 ~~|
ishigami = SIN(x) + 7 * SIN(y)^2 + 0.1 * z^4 * SIN(x) ~~|
INITIAL TIME = 0 ~~| FINAL TIME = 1 ~~| TIME STEP = 1 ~ year ~|
END
printf 'a: {en: First, zh: 甲}\nlinear: {en: Linear, zh: 线性}\n' >known-labels.yaml
cat >s.yaml <<'END'
model: known.mdl
inputs: {a: "uniform(0, 1)", b: "uniform(0, 1)", c: "uniform(0, 1)"}
design: {name: saltelli, samples: 65536, replicates: 8, seed: 3}
outputs: [linear, ishigami]
times: [1]
statistics: [moments, sobol, regional: {threshold: 4.5, outputs: [linear]}, quantiles: {levels: [0.5]}]
END
"$GAOXIN" sweep run s.yaml -q && "$GAOXIN" sweep merge s.yaml -q
"$GAOXIN" sensitivity s.nc --statistic sobol
"$GAOXIN" sensitivity s.nc --output linear --statistic mean --json
"$GAOXIN" sensitivity s.nc --output linear --statistic "share reached" --time 1
"$GAOXIN" sensitivity s.nc --statistic quantile
"$GAOXIN" sensitivity s.nc --output linear --statistic sobol --lang zh
"$GAOXIN" sensitivity s.nc --time 7
echo $?
"$GAOXIN" sensitivity s.nc --output other
"$GAOXIN" run known.mdl -q -o r.nc
"$GAOXIN" sensitivity r.nc
echo $?
