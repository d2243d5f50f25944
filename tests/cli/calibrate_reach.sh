# SPDX-License-Identifier: GPL-3.0-or-later
# What a target requires is written as a scenario that says everywhere that it is no forecast, also where
# another one extends it; parameters may have to go with data too.
cp -r "$SOURCE/model/examples/estate" .
cat >>estate/estate-figures.yaml <<END
  output: {kind: time-series, title: {en: Output, zh: 产值}, subtitle: {en: unit/year, zh: 单位/年}, variable: output}
END
ESTATE=estate/estate.mdl
mkdir -p out
reach() {
    "$GAOXIN" calibrate $ESTATE --reach "$@" | sed 's/[0-9]* runs/N runs/; s/to percentile/to/'
}
reach "output>=35@2022" --by parameters --scenario required-35.yaml | head -7
head -4 required-35.yaml
"$GAOXIN" run required-35.yaml -o out/r.h5 | sed -n 2,3p
"$GAOXIN" run required-35.yaml -o out/r.h5 --lang zh | sed -n 2p
"$GAOXIN" run required-35.yaml -o out/r.h5 --json | grep -o ".requirement[^,]*, not a forecast."
"$GAOXIN" summary required-35.yaml --lang zh | sed -n '2s/ \{3,\}.*//p'
"$GAOXIN" show out/r.h5 | grep "requirement\|title_en"
"$GAOXIN" plot out/r.h5 --figure output --lang en,zh --format svg -o out >/dev/null
grep -q "not a forecast" out/output-en.svg && echo said
grep -q "为2022年产值≥35 单位/年所需，不是预测" out/output-zh.svg && echo 说明
printf 'extends: required-35\nset: {training programme: 1}\n' >more.yaml
"$GAOXIN" run more.yaml -o out/more.h5 | sed -n 2p
"$GAOXIN" run out/r.h5 -o out/again.h5 | sed -n 2p
reach "output>=25@2022" --scenario required-25.yaml | sed -n 2,3p
"$GAOXIN" run required-25.yaml -o out/levers.h5 | sed -n 2,3p

# What is not to be had is not written; what is there is not replaced.
reach "output>=70@2022" --by parameters --scenario never.yaml | head -2
ls never.yaml 2>/dev/null
reach "output>=35@2022" --by parameters --scenario required-35.yaml
reach "output>=32@2022" --by parameters | sed -n 2p

# How much of the prior reaches it: 0.00099 of 100,000 draws did.
reach "output>=50@2022" --by parameters | sed -n 's/.*percentile/percentile/; s/of it.*//; 2p'

# With the data of a calibration, which leave less room.
printf 'Time,output\n2020,19.8\n2021,23.9\n' >history.csv
cat >fit.yaml <<END
experiment: $ESTATE
data: history.csv
fit: [{constant: places}]
to: [{variable: output, error: 5 %}]
END
reach "output>=35@2022" --by parameters --history fit.yaml | head -9
reach "output>=25@2022" --by parameters --history fit.yaml | sed -n 2p
reach "output>=25@2022" --by parameters --history fit.yaml --lang zh | sed 's/运行 [0-9]*/运行 N/' | head -5
"$GAOXIN" calibrate fit.yaml --lang zh | sed -n '/产值/p'
sed 's/places/places, prior: none/' fit.yaml >bad.yaml
reach "output>=35@2022" --by parameters --history bad.yaml
sed 's/, error: 5 %//; s/places/places, prior: none/' fit.yaml >bad.yaml
reach "output>=35@2022" --by parameters --history bad.yaml
reach "output>=35@2022" --history fit.yaml
"$GAOXIN" calibrate fit.yaml --history fit.yaml
