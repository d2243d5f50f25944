# SPDX-License-Identifier: GPL-3.0-or-later
# Results and scenarios side by side: years as labelled, absolute, per cent, both languages.
cp -r "$SOURCE/model/examples/estate" .
cd estate
"$GAOXIN" run estate.mdl -q -o base.h5
"$GAOXIN" compare base.h5 scenarios/land-first.yaml scenarios/no-training.yaml -y 2018,2020-2021 -j 2
"$GAOXIN" compare base.h5 scenarios/land-first.yaml --lang zh -v "built land[north]" -v output -y 2026
# the table has the numbers of the result
"$GAOXIN" compare base.h5 scenarios/land-first.yaml -y 2020 --json | sed -n 's/.*values": \[\[\([0-9.]*\).*/\1/p' >json
"$GAOXIN" run estate.mdl -q -o base.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "output") c = i } $1 == 2020 { print $c }' base.csv | cmp - json
"$GAOXIN" compare base.h5 scenarios/land-first.yaml -v output -y 2020 --json
# what differs, where there are no milestones; years as the figures file labels them
rm estate-figures.yaml
"$GAOXIN" compare estate.mdl scenarios/no-training.yaml
"$GAOXIN" compare estate.mdl base.h5
printf 'milestones: [{variable: output, year offset: 1, year: 2019}]\n' >estate-figures.yaml
"$GAOXIN" compare estate.mdl scenarios/no-training.yaml -y 2019
"$GAOXIN" compare estate.mdl scenarios/no-training.yaml -v "built land" -y 2019 -o . --format svg >drawn.txt
tail -n 1 drawn.txt
grep -c . compare-built_land-en.csv
grep 'north.*2019' compare-built_land-en.csv # of each element a panel
# a part of a figure has a year of its own; times that are no whole years are told as they are
printf 'figures: {f: {kind: time-series, variables: [{variable: output, year offset: 0.5}, built land], year offset: 1}}\n' >estate-figures.yaml
"$GAOXIN" compare estate.mdl scenarios/no-training.yaml -v output -v "built land[north]" -y 2019
"$GAOXIN" compare estate.mdl scenarios/no-training.yaml -v output --lang zh | head -n 4
# a rate that nothing shows is labelled by the middle of its year where that was saved, a stock as the first of the file
printf 'figures: {f: {kind: time-series, variable: "built land[south]", year offset: 1}}\n' >estate-figures.yaml
printf 'model: estate.mdl\nrun: {save every: 0.5}\n' >half.yaml
printf 'extends: half\nset: {land factor: 1.5}\n' >more.yaml
for way in "half.yaml more.yaml" "estate.mdl scenarios/no-training.yaml"; do
    "$GAOXIN" compare $way -v output -v "built land[north]" -y 2019 | grep 'year 2019'
done
"$GAOXIN" compare half.yaml more.yaml -v output -y 2019 --format svg -o half >/dev/null
grep -c 'middle of the year' half/compare-output-en.svg
"$GAOXIN" run half.yaml -q -o half.csv # the number is that of Time 2019.5
"$GAOXIN" compare half.yaml more.yaml -v output -y 2019 --json | sed -n 's/.*values": \[\[\([0-9.]*\).*/\1/p' >json
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "output") c = i } $1 == 2019.5 { print $c }' half.csv | cmp - json
# other variables, times and units of time are no likeness
small() { # FILE VARIABLE VALUE END UNIT
    printf '%s = %s ~ Dmnl ~|\nINITIAL TIME = 0 ~ %s ~|\nFINAL TIME = %s ~ %s ~|\nTIME STEP = 1 ~ %s ~|\nSAVEPER = 1 ~ %s ~|\n' \
        "$2" "$3" "$5" "$4" "$5" "$5" "$5" >"$1.mdl"
    "$GAOXIN" run "$1.mdl" -q -o "$1.h5"
}
small short x 2 2 year
small long x 100 10 year
small month x 2 2 month
small foreign z 2 2 year
"$GAOXIN" compare short.h5 long.h5
"$GAOXIN" compare short.h5 foreign.h5
refused() {
    "$GAOXIN" compare "$@"
    echo "exit $?"
}
refused base.h5
refused short.h5 month.h5
refused base.h5 scenarios/land-frist.yaml
refused base.h5 estate
refused base.h5 estate.mdl -v outptu
refused estate.mdl scenarios/no-training.yaml -v floor
refused base.h5 estate.mdl -v "built land[west]"
refused base.h5 estate.mdl -y 2020,later
"$GAOXIN" run estate.mdl -q --vary "land factor=1,2" -o runs.h5
refused base.h5 runs.h5
sed 's/~ unit\/year/~ widget\/year/' estate.mdl >widget.mdl
refused estate.mdl widget.mdl -v output
# All absent years are told; a bracket in quotes begins no elements.
"$GAOXIN" compare estate.mdl scenarios/no-training.yaml -v output -y 1999,2020,2050-2060
printf '{UTF-8}\n"cost [total]" = INTEG(g, 1) ~~|\ng = 1 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n' >cost.mdl
"$GAOXIN" run cost.mdl -q -o cost.h5 && "$GAOXIN" run cost.mdl -q --set g=2 -o dear.h5
"$GAOXIN" compare cost.h5 dear.h5 -v '"cost [total]"' --lang zh
"$GAOXIN" show cost.h5 'cost [total]' --lang zh
