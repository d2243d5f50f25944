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
  scatter: {kind: scatter, variable: stock, year: 0}
  named: {kind: scatter, variables: [stock, rate], year: 2}
  wrong: {kind: scatter, variables: [stock, rates]}
  effects: {kind: morris, variable: stock, year: 0}
  swings: {kind: tornado, variable: stock, year: 0}
  limits: {kind: box, variable: stock, year: 0}
  trade: {kind: trade-off, variable: stock, year: 0}
  late: {kind: morris, variable: stock, year: 9}
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
grep -oh '>\(% of runs\|share of the variance\|方差占比\|占运行次数的%\)<' indices-*.svg reached-*.svg
cut -d, -f2,3 fan-en.csv fan-zh.csv | uniq
cut -d, -f2,3 indices-en.csv indices-zh.csv | uniq
cut -d, -f2-6 reached-en.csv
# the widest layers first at time 0, where only the start is uncertain
awk -F, '$4 == 0 && $2 == "layer" { print $3, ($6 > 0.5 ? "most" : "little") }' indices-en.csv
"$GAOXIN" plot study.nc --figure other || echo "exit $?"
"$GAOXIN" plot study.nc --figure line || echo "exit $?" # its runs: tests/cli/runs.sh
# at time 0 the stock is what it started with
echo '--- scatter'
"$GAOXIN" plot study.nc --figure scatter --figure named --lang en,zh --format svg
grep -oh '>[^<>]*seed[^<>]*<' scatter-en.svg named-en.svg
grep -oh '>[^<>]*种子[^<>]*<' scatter-zh.svg
awk -F, '$1 ~ /first stock/ && $3 == "data" { n += $5 == $7 } END { print n, "on the diagonal" }' scatter-en.csv
cut -d, -f1-3 scatter-en.csv named-zh.csv | sort -u
"$GAOXIN" plot study.nc --figure wrong || echo "exit $?"
# elementary effects at time 0: the range of the start, 20, and nothing of the rate
echo '--- morris'
sed 's/name: saltelli, samples: 64/name: morris, samples: 8/; /statistics/,$d' study.yaml >effects.yaml
echo 'statistics: [morris]' >>effects.yaml
"$GAOXIN" sweep run -q effects.yaml 2>/dev/null
"$GAOXIN" sweep merge -q effects.yaml
"$GAOXIN" plot effects.nc --all --lang en,zh --format svg # what it has not is left out, and said
cat effects-zh.csv
grep -oh '>[^<>]*seed[^<>]*<' effects-en.svg
"$GAOXIN" plot effects.nc --figure scatter || echo "exit $?"
# alone the start makes 91 and 109 of the stock at time 0, where the base is 100; the rate nothing
echo '--- tornado'
sed '/design/,$d' study.yaml >one.yaml
printf 'design: {name: one-at-a-time}\noutputs: [stock]\nstatistics: [swing]\n' >>one.yaml
"$GAOXIN" sweep run -q one.yaml 2>/dev/null
"$GAOXIN" sweep merge -q one.yaml
"$GAOXIN" plot one.nc --figure swings --lang en,zh --format svg
sed -n '/^\$bars/,/^EOD/p' swings-en.gp | cut -d' ' -f1,2
cat swings-zh.csv
grep -oh '>[^<>]*\(runs\|^0[.]1\|9[0-9]\|109\)[^<>]*<' swings-en.svg
"$GAOXIN" sensitivity one.nc --time 0 | grep -A3 swing
# the box of 105 and more is that of the start, of 20 the upper fourth; the rate has no limit
echo '--- box'
sed '/design/,$d' study.yaml >box.yaml
printf 'design: {name: sobol, samples: 1024, seed: 1}\noutputs: [stock]\n' >>box.yaml
printf 'statistics: [prim: {threshold: 105 widget}]\n' >>box.yaml
"$GAOXIN" sweep run -q box.yaml 2>/dev/null
"$GAOXIN" sweep merge -q box.yaml
"$GAOXIN" plot box.nc --figure limits --figure trade --lang en,zh --format svg
awk -F, '$4 >= 0.95 || $2 == "data"' trade-zh.csv
cat limits-en.csv
grep -oh '>[^<>]*\(seed\|种子\|105\|≥\)[^<>]*<' limits-en.svg limits-zh.svg
sed -i 's/105 widget/80 widget/' box.yaml # which all runs reach
"$GAOXIN" sweep merge -q box.yaml --force
"$GAOXIN" plot box.nc --figure limits || echo "exit $?"
