# SPDX-License-Identifier: GPL-3.0-or-later
# What several runs come to at the milestones: from where to where, and how many reach the target.
cp -r "$SOURCE/model/examples/estate" .
cd estate
cat >estate-figures.yaml <<'END'
milestones:
  - {variable: output, year: 2022, target: {low: 32, high: 40, label: {en: plan, zh: 规划}}}
  - {variable: output, year: 2026}
  - {variable: output, year: 2030}
END
"$GAOXIN" run estate.mdl --vary "land factor=0.25,0.5,1,2" -o runs.h5
"$GAOXIN" run estate.mdl --vary "land factor=0.25,0.5,1,2" -o runs.h5 -l zh
# the same from the values
"$GAOXIN" show runs.h5 output -o runs.csv
awk -F, '$2 == 2022 { print $3; n += $3 >= 32 } END { print n + 0 " reach 32" }' runs.csv
"$GAOXIN" run estate.mdl --vary "land factor=0.25,0.5,1,2" -o runs.h5 --json | grep -o '"milestones.*"out'
# runs that do not get there are not counted
"$GAOXIN" run estate.mdl --vary "FINAL TIME=2020,2024,2026" -o ends.h5
