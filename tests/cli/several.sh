# SPDX-License-Identifier: GPL-3.0-or-later
# Several scenarios at once: same bytes as alone, and one that fails does not lose the others.
cat >grow.mdl <<'EOF'
rate = 0.5 ~ 1/year ~ |
start = 1 ~ unit ~ |
stock = INTEG(rate * stock, start) ~ unit ~ |
inverse = 1 / start ~ 1/unit ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 2 ~ ~ |
TIME STEP = 1 ~ year ~ |
EOF
printf 'stock: {en: Stock, zh: 存量, units: {en: unit, zh: 个}}\n' >grow-labels.yaml
cat >grow-figures.yaml <<'EOF'
milestones:
  - {variable: stock, year: 2, growth from: 1, target: {low: 2, high: 3, label: {en: plan, zh: 规划}}}
EOF
printf 'model: grow.mdl\nset: {rate: 0.25}\n' >slow.yaml
printf 'model: grow.mdl\nset: {rate: 1}\n' >fast.yaml
printf 'model: grow.mdl\nset: {start: 0}\n' >numbers.yaml
printf 'model: grow.mdl\nset: {strat: 1}\n' >words.yaml
"$GAOXIN" run slow.yaml fast.yaml grow.mdl -o made/all
echo "exit $?"
for name in slow.yaml fast.yaml grow.mdl; do
    "$GAOXIN" run $name -q -o alone.h5 --force
    cmp alone.h5 made/all/${name%.*}.h5
done
# 3 and 4 are the worst in turn, wherever they stand
for order in "words.yaml slow.yaml" "slow.yaml words.yaml numbers.yaml fast.yaml"; do
    for jobs in 1 3; do
        "$GAOXIN" run $order -j $jobs -o some/ 2>messages
        echo "exit $?"
        grep -c error messages
        ls some
        rm -r some
    done
done
cat messages >&2
mkdir other && cp slow.yaml grow.mdl other
"$GAOXIN" run slow.yaml other/slow.yaml -q
echo "exit $?"
"$GAOXIN" run slow.yaml fast.yaml -o one.h5
"$GAOXIN" run slow.yaml fast.yaml --trace stock
"$GAOXIN" run slow.yaml fast.yaml --dump model
"$GAOXIN" run slow.yaml fast.yaml --lang zh
"$GAOXIN" run slow.yaml words.yaml --json 2>messages
echo "exit $?"
# progress is for terminals alone (terminal.sh)
"$GAOXIN" run slow.yaml fast.yaml 2>&1 >said | wc -c
