# SPDX-License-Identifier: GPL-3.0-or-later
# Figures of a study: quantiles, indices and shares of runs, with the numbers of the merged file.
cat >g.mdl <<'EOF'
rate= 0.1 ~ 1/year ~|
start= 100 ~ widget ~|
stock= INTEG(stock*rate, start) ~ widget ~|
INITIAL TIME= 0 ~ year ~|
FINAL TIME= 2 ~ year ~|
TIME STEP= 1 ~ year ~|
SAVEPER= 1 ~ year ~|
EOF
printf '{rate: {en: growth, zh: 增长率}, start: {en: first stock, zh: 初值}}\n' >g-labels.yaml
cat >g-figures.yaml <<'EOF'
figures:
  fan: {kind: fan, variable: stock}
  indices: {kind: indices, variable: stock}
  reached: {kind: reached, variable: stock}
  other: {kind: fan, variable: rate}
  line: {kind: time-series, variable: stock}
EOF
cat >study.yaml <<'EOF'
model: g.mdl
inputs:
  rate: uniform(0, 0.2) 1/year
  start: uniform(90, 110) widget
design: {name: saltelli, samples: 64, seed: 1}
outputs: [stock]
statistics:
  - sobol
  - quantiles: {levels: [0.05, 0.25, 0.5, 0.75, 0.95]}
  - regional: {threshold: 120 widget, outputs: [stock]}
EOF
"$GAOXIN" sweep run -q study.yaml 2>/dev/null
"$GAOXIN" sweep merge -q study.yaml
"$GAOXIN" plot study.nc --figure fan --figure indices --figure reached --lang en,zh --format svg
grep -o '>[^<>]*seed[^<>]*<' fan-en.svg
grep -o '>[^<>]*种子[^<>]*<' fan-zh.svg
cut -d, -f2,3 fan-en.csv fan-zh.csv | uniq
cut -d, -f2,3 indices-en.csv indices-zh.csv | uniq
cut -d, -f2-6 reached-en.csv
# the widest layers first at time 0, where only the start is uncertain
awk -F, '$4 == 0 && $2 == "layer" { print $3, ($6 > 0.5 ? "most" : "little") }' indices-en.csv
"$GAOXIN" plot study.nc --figure other || echo "exit $?"
"$GAOXIN" plot study.nc --figure line || echo "exit $?"
