# SPDX-License-Identifier: GPL-3.0-or-later
# Figures of a model that has no labels: units of values and of time, large numbers, bars in the
# same years at each width, what binds.
cat >own.mdl <<'END'
x = Time ~ widget ~|
z = 2 * Time ~ Dmnl ~|
large = 1e12 * (Time - 2010) ~ yuan ~|
small = 1e-9 * (Time - 2010) ~ yuan ~|
never = 9e9 ~ Dmnl ~|
INITIAL TIME = 2011 ~ month ~|
FINAL TIME = 2030 ~ month ~|
TIME STEP = 1 ~ month ~|
SAVEPER = 1 ~ month ~|
END
cat >own-figures.yaml <<'END'
figures:
  x: {kind: time-series, variable: x}
  told: {kind: time-series, variable: x, subtitle: told}
  plain: {kind: time-series, variable: z}
  panels: {kind: small-multiples, variables: [x, large]}
  small: {kind: time-series, variable: small}
  strip: {kind: strip, variables: [never, z]}
END
"$GAOXIN" run own.mdl -q -o own.h5
"$GAOXIN" run own.mdl -q --vary "never=1,2,3,4,5,6,7,8,9,10" -o many.h5
texts() { # those with a unit, a power of ten, a number of the key
    tr '\n\t' '  ' <"$1" | sed 's/<[^>]*>/\n/g' | sed 's/^ *//; s/ *$//' | grep -E 'told|unit|单位|widget|yuan|×|^[0-9]  ' | paste -sd '|'
}
for figure in x told plain panels small strip; do
    "$GAOXIN" plot own.h5 --figure "$figure" --format svg --lang en,zh >/dev/null
    echo "$figure: $(texts "$figure-en.svg")"
    echo "$figure: $(texts "$figure-zh.svg" | grep -o '[^|]*时间单位[^|]*')"
done
"$GAOXIN" plot many.h5 --figure told --format svg >/dev/null
texts told-en.svg | grep -o '[^|]*varied[^|]*'
sed 's/~ month/~ year/' own.mdl >years.mdl
years() { # FROM TO: the years of bars, at three widths
    echo "figures: {c: {kind: columns, variable: x, from: $1, to: $2$3}}" >years-figures.yaml
    "$GAOXIN" run years.mdl -q -f -o years.h5
    for width in 5 7.8 16; do
        "$GAOXIN" plot years.h5 --format svg --width "$width" >/dev/null
        cut -d, -f 2,4 c-en.csv | sed -n 's/^series,//p' | paste -sd ' '
    done | uniq
}
years 2015 2030
years 2015 2030 ", target: {year: 2020, low: 3, high: 5}"
years 2011 2018
years 2011 2030
years 2014.5 2016.5
years 2015 2029
