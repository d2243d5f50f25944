# SPDX-License-Identifier: GPL-3.0-or-later
# Results of several runs: a few are shown each, of many the median and the percentiles 5 and
# 95, one with --run; by summary, show, compare and plot in one way.
cp -r "$SOURCE"/model/examples/estate/* .
cat >>estate-figures.yaml <<'EOF'
  line: {kind: time-series, variable: output, title: {en: Output, zh: 产出}}
  panels: {kind: small-multiples, variable: built land}
  stack: {kind: stacked-area, variable: built land}
EOF
levels=1
for i in 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 2; do levels=$levels,$i; done
"$GAOXIN" run estate.mdl -q --vary "land factor=1,1.5" -o few.h5
"$GAOXIN" run estate.mdl -q --vary "land factor=$levels" -o many.h5
"$GAOXIN" run estate.mdl -q -o base.h5
echo '--- summary'
"$GAOXIN" summary few.h5 many.h5 base.h5
"$GAOXIN" run estate.mdl -q --set "land factor=1.5" -o alone.h5
"$GAOXIN" summary few.h5 --run 1
"$GAOXIN" summary alone.h5 # the same numbers, alone
"$GAOXIN" summary many.h5 --lang zh
"$GAOXIN" summary many.h5 --run 10 --json
echo '--- show'
"$GAOXIN" show few.h5 output "input land factor" | sed -n '1,3p;13,15p'
"$GAOXIN" show few.h5 output --run 1 | head -3
"$GAOXIN" show many.h5 "built land[north]" output "input land factor" | sed -n '1p;4,6p'
# the same from all runs: of 11 the middle one, and between two at each end
"$GAOXIN" show many.h5 output -o all.csv
awk -F, '$2 == 2019 { print $3 }' all.csv | sort -g |
    awk '{ v[NR] = $1 } END { printf "%d runs: %.6g %.6g %.6g\n", NR, v[6], (v[1] + v[2]) / 2, (v[10] + v[11]) / 2 }'
"$GAOXIN" show many.h5 output --lang zh | head -1
"$GAOXIN" show many.h5 output --run 3 --json | sed -n '/dimensions/,$p' | cut -c1-100
"$GAOXIN" show many.h5 | grep dimension
echo '--- compare'
"$GAOXIN" compare few.h5 -v output -y 2019,2040
"$GAOXIN" compare many.h5 base.h5 -v output -y 2019
"$GAOXIN" compare few.h5 base.h5 --run 1 -v output -y 2019 --lang zh
echo '--- plot'
"$GAOXIN" plot few.h5 --figure line --figure panels --figure stack -o few --format svg
"$GAOXIN" plot many.h5 --figure line --figure panels -o many --lang en,zh --format svg
# lines that are called after runs: what they are runs of stands above
"$GAOXIN" run scenarios/land-first.yaml --vary "places=0.5,0.8" -q -o first.h5
"$GAOXIN" plot first.h5 --figure line -o first --format svg
grep -c ">Land first" first/line-en.svg
"$GAOXIN" plot many.h5 --figure stack --run 0 -o one --format svg
for f in few/line-en many/line-en many/line-zh many/panels-en few/stack-en one/stack-en; do
    echo "$f"
    cut -d, -f1-3 "$f.csv" | uniq
done
awk -F, '$4 == 2019' many/line-en.csv
"$GAOXIN" plot many.h5 --all -o all --format svg
"$GAOXIN" compare many.h5 base.h5 -v output -y 2019 -o compared --format svg
# a study: its quantiles are those of the file's own statistic, and of the same runs
cat >study.yaml <<'EOF'
model: estate.mdl
inputs: {land factor: "uniform(1, 2)", places: "uniform(0.1, 0.6) kperson/year"}
design: {name: saltelli, samples: 8, seed: 1}
outputs: [output]
statistics: [quantiles: {levels: [0.05, 0.5, 0.95]}]
EOF
"$GAOXIN" sweep run -q study.yaml 2>/dev/null
"$GAOXIN" sweep merge -q study.yaml
"$GAOXIN" show study.nc output | awk 'NR == 1 || NR > 10'
"$GAOXIN" show study.nc "output quantiles quantile" | awk 'NR == 1 || NR > 10'
"$GAOXIN" summary study.nc
"$GAOXIN" plot study.nc --figure line -o study --format svg
# runs that failed are left out, and that is told
"$GAOXIN" run estate.mdl -q --vary "FINAL TIME=2015,2026" -o failed.h5 2>/dev/null
"$GAOXIN" compare failed.h5 -v output -y 2026
"$GAOXIN" summary failed.h5 --run 1
refused() {
    "$GAOXIN" "$@"
    echo "exit $?"
}
refused show few.h5 output --run 2
refused show base.h5 output --run 0
refused compare few.h5 base.h5 --run first
refused summary few.h5 --run 7
refused plot many.h5 --figure stack
