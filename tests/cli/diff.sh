# SPDX-License-Identifier: GPL-3.0-or-later
# Two scenarios by meaning: units, inheritance and order do not show; all else does.
cp "$SOURCE/model/examples/estate/"estate* . 
cat >plain.yaml <<'END'
model: estate.mdl
set: {servicing rate: 0.3, initial land[north]: 1}
END
same() {
    "$GAOXIN" diff "$@"
    echo "exit $?"
}
sed -n 's/ = .*//p' estate.mdl | head -n 0
printf 'title: Other\nmodel: estate.mdl\nset: {servicing rate: 30 ha/year}\n' >base.yaml
printf 'title: One\nmodel: estate.mdl\nset: {servicing rate: 300000 m2/year}\n' >one.yaml
printf 'extends: base\ntitle: Child # of base\nset: {}\n' | sed '/set/d' >child.yaml
printf 'extends: base\nset: {training programme: 1, servicing rate: 0.4}\nrun: {method: rk4, final time: 2024}\noutputs: [output]\n' >far.yaml
same base.yaml one.yaml
same base.yaml child.yaml
same base.yaml far.yaml
same base.yaml far.yaml --lang zh
same base.yaml far.yaml --json
same base.yaml far.yaml -q
"$GAOXIN" run far.yaml -q -o far.h5 --seed 3
same far.h5 far.yaml
sed 's/^training programme/teaching programme/; s/\btraining programme\b/teaching programme/g' estate.mdl >other.mdl
printf 'model: other.mdl\n' >other.yaml
printf 'model: estate.mdl\n' >same.yaml
same same.yaml other.yaml
same same.yaml nothing.yaml
same same.yaml
# constants whose units are of other kinds: each value in its own
sed '/^servicing rate = /{n;s/~ .*/~ unit/}' estate.mdl >kind.mdl
grep -A 1 '^servicing rate =' kind.mdl
same estate.mdl kind.mdl
same estate.mdl kind.mdl --json
