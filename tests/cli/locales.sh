# SPDX-License-Identifier: GPL-3.0-or-later
# Whatever the locale, the same bytes: no comma for a point, no other order of letters.
mkdir locales
for locale in de_DE zh_CN tr_TR; do
    localedef -c -i $locale -f UTF-8 locales/$locale.UTF-8 2>/dev/null
    LOCPATH=$PWD/locales LC_ALL=$locale.UTF-8 locale -k LC_NUMERIC 2>/dev/null >$locale.txt
done
grep -q 'decimal_point=","' de_DE.txt || {
    echo 'no locale could be made (Debian: package locales)' >&2
    exit 77
}
export LOCPATH=$PWD/locales
cp "$SOURCE/tests/errors/drawn.mdl" "$SOURCE/tests/errors/drawn-figures.yaml" .
printf 'model: drawn.mdl\nset: {}\nrun: {time step: 0.5, final time: 3.5, method: rkf45, tolerance: 1e-5}\n' |
    grep -v '^set' >drawn.yaml
for locale in C C.UTF-8 de_DE.UTF-8 zh_CN.UTF-8 tr_TR.UTF-8; do
    mkdir $locale
    (
        export LC_ALL=$locale
        "$GAOXIN" run drawn.yaml --set "x=1" 2>&1
        "$GAOXIN" run drawn.yaml --dt "0.25 year" -o $locale/r.h5 | sed 's/-> .*//'
        "$GAOXIN" run drawn.yaml --dt "0.25 year" -q -o $locale/r.csv
        "$GAOXIN" show $locale/r.h5 x | head -n 4
        "$GAOXIN" show $locale/r.h5 | sed 's/arithmetic.*//'
        "$GAOXIN" plot $locale/r.h5 --format svg -o $locale >/dev/null
        "$GAOXIN" list drawn.mdl
        "$GAOXIN" run $locale/r.h5 --trace x
    ) >$locale/said.txt
    for file in r.h5 r.csv said.txt line-en.csv line-en.gp line-en.svg; do
        cmp C/$file $locale/$file
    done
    echo $locale
done
grep -c 0.25 C/r.csv
