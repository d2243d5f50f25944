# SPDX-License-Identifier: GPL-3.0-or-later
# What only a terminal is shown: progress, and no control characters of other people's titles.
if ! script -qec true /dev/null </dev/null >/dev/null 2>&1; then
    echo "no pseudo-terminal can be made here" >&2
    exit 77
fi
on_terminal() {
    script -qec "$*" /dev/null </dev/null | tr -d '\r'
}
for name in slow fast; do
    cat >$name.mdl <<'END'
stock = INTEG(rate, 1) ~~|
rate = 0.25 ~~|
INITIAL TIME = 0 ~~|
FINAL TIME = 2 ~~|
TIME STEP = 1 ~~|
SAVEPER = 1 ~~|
END
done
on_terminal "'$GAOXIN' run slow.mdl fast.mdl >said" | grep -o '[12] of 2 runs' | head -n 1
on_terminal "'$GAOXIN' run -q --force slow.mdl fast.mdl" | wc -c
printf 'model: slow.mdl\ntitle: "a\\e[31mred\\e]0;title\\a\\x9bm, 二期"\n' >odd.yaml
"$GAOXIN" run odd.yaml -q -o odd.h5
on_terminal "'$GAOXIN' show odd.h5" | grep '^title'
"$GAOXIN" summary odd.yaml -o odd.md >/dev/null && grep -c "$(printf '\033')" odd.md # a table has none
printf 'model: slow.mdl\ntitle: "one\\ngaoxin_version: 99"\n' >two.yaml
"$GAOXIN" run two.yaml -q -o two.h5 && "$GAOXIN" show two.h5 | grep -A 1 '^title'
odd=$(printf 'a\033[31mb')
on_terminal "'$GAOXIN' init slow.mdl -o '$odd.yaml'" # names of files
# nor what goes into a pipe, at whose end a terminal may be; only a file has its text as it is
printf 'stock: {en: "s\\n\\e[31m", zh: "甲\\x9b\\n乙"}\n' >slow-labels.yaml
printf 'milestones: [{variable: stock, year: 2, target: {low: 9, high: 9, label: {en: "t\\n\\e[0m", zh: "目\\n标"}}}]\n' >slow-figures.yaml
for lang in en zh; do
    "$GAOXIN" run odd.yaml -o odd.h5 --lang $lang
    "$GAOXIN" show odd.h5 --lang $lang
    "$GAOXIN" summary odd.yaml --lang $lang
    "$GAOXIN" list odd.yaml --lang $lang
done >said
grep -c "$(printf '\033')" said
LC_ALL=C grep -c "$(printf '\302\233')" said
grep -A 1 '^odd: ' said
"$GAOXIN" show odd.h5 --text scenario/odd.yaml | cmp - odd.yaml
"$GAOXIN" show odd.h5 --text labels | grep -c 'e.31m'
odd=$(printf 'no\n\033[31m\302\205such')
"$GAOXIN" show "$odd.h5" 2>&1
printf '{UTF-8}\na = 1 + \033[31m 2 ~~|\nb =\t\033 = ~~|\n' >"$odd.mdl"
"$GAOXIN" check "$odd.mdl" 2>&1 | tail -n 6
