# SPDX-License-Identifier: GPL-3.0-or-later
# Every check of 'gaoxin check' holds for the example and fails for a model it is made for;
# what is wrong with the files beside a model is pointed at.
cp -r "$SOURCE/model/examples/estate" good
check() {
    echo "== $*"
    "$GAOXIN" check "$@" 2>&1
    echo "exit $?"
}
# A copy of the example, FILE changed by SED.
broken() {
    rm -rf "$1" && cp -r good "$1"
    sed -i "$3" "$1/estate$2"
    cmp -s "$1/estate$2" "good/estate$2" && echo "the change of $1 changes nothing"
    check "$1/estate.mdl" --draws "${4:-0}"
}
check good/estate.mdl
check --json good/scenarios/no-training.yaml

broken units .mdl 's/^output = .*/output = people/'
broken table .mdl 's|total built land / reference land|total built land|; s|~ Dmnl\(.*\)Of the|~ km2 -> Dmnl|'
broken unread .mdl 's/ \* land factor$//'
broken label -labels.yaml 's/^output:/outptu:/'
broken leak -checks.yaml 's/outflows: .building./outflows: []/'
broken leak_of_one -checks.yaml 's/planned land, serviced land, built/planned land, built/'
broken negative .mdl 's|^servicing.zone. = .*|servicing[zone] = servicing rate|'
broken expect -checks.yaml 's/output <= 0/output > 0/; s/never falls/stops growing after 2017/; s/at 2026/at 2040/'
broken baseline -checks.yaml 's/people < baseline/people > baseline/; s/expect: output = baseline/expect: output = 1.1 baseline within 1 %/'
broken halving -checks.yaml 's/method: rk4, tolerance: 0.1 %/method: euler, tolerance: 0.01 %/'
broken missing -parameters.csv '/^places/d; s/^servicing rate,km2.year,0.2/servicing rate,km2\/year,0.5/'
broken rows -parameters.csv 's/^reference land/total built land/; s/^"initial land.south."/"initial land[*]"/'

broken keys -checks.yaml 's/stocks: .people/stock: [people/; s/^non-negative: all stocks/non-negative: all/'
broken names -checks.yaml 's/inflows: .servicing/inflows: [servcing/; s/by: zone/by: zones/; /^scenarios/d'
broken sentence -checks.yaml 's/total built land never falls/total built land/'
broken unit -checks.yaml 's/output <= 0 unit/output <= 0 kperson/'
broken distribution -parameters.csv 's/,triangular,assumption/,triangel,assumption/; s/log-uniform/normal/; s/^"initial land.south.",ha/"initial land[south]",kperson/'
broken times -checks.yaml 's/total built land stops growing/total built land stops growing from 2020 to 2017/'
broken columns -parameters.csv '1s/source class/sorce class/'
broken values -parameters.csv 's/plan,an example/guess,an example/; s/,0.25,1,pert/,2,1,pert/'
broken fields -parameters.csv 's/^places.*/places,kperson/'

check good/estate.mdl --draws 100 -j 3 | grep draws
check good/estate.mdl --draws 100 --seed 1 | grep draws
check good/estate.mdl --draws many
broken drawn_negative .mdl 's|^servicing.zone. = .*|servicing[zone] = MIN(servicing rate, planned land[zone] / servicing time + 1 - places / 0.6)|' 64
broken drawn_leak .mdl 's|^built land.zone. = .*|built land[zone] = INTEG(building[zone] * MIN(1, places / 0.6), 0)|' 64
broken drawn_nan .mdl 's|^output by people = .*|output by people = people * output per person * people factor + 0 * SQRT(places - 0.35)|' 64
broken undrawn -parameters.csv 's/plan,an example/guess,an example/; s/,0.25,1,pert/,2,1,pert/' 64
broken undrawable -parameters.csv '/^places/d' 64
