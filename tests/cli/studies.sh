# SPDX-License-Identifier: GPL-3.0-or-later
# Each study of the zone runs, small, and gives every statistic it asks for; a study may say
# otherwise than the parameter table.
for study in "$SOURCE"/scenarios/studies/*.yaml; do
    name=$(basename "$study" .yaml)
    samples=64 time=2021
    case $name in
    morris*) samples=4 ;;
    prim-500) samples=1024 time=2031 ;;
    prim*) samples=1024 ;;
    one*) samples= ;;
    esac
    "$GAOXIN" sweep plan "$study" ${samples:+--samples $samples} | head -4
    "$GAOXIN" sweep run "$study" ${samples:+--samples $samples} -q &&
        "$GAOXIN" sweep merge "$study" ${samples:+--samples $samples}
    "$GAOXIN" sensitivity $name.nc --time $time | grep ^annual
done
"$GAOXIN" show monte-carlo.nc 'input anchor date[later anchors]' -o dates.csv >dates.txt
awk -F, 'NR > 1 { if (min == "" || $NF < min) min = $NF; if ($NF > max) max = $NF }
    END { print (min >= 2016 && min < 2017 && max > 2020 && max <= 2021 ? "drawn" : "wrong") }' dates.csv
cat >small.yaml <<END
scenario: $SOURCE/scenarios/plan-20.yaml
inputs: {parameters: all, demand level: "uniform(0.5, 0.6)"}
design: {name: monte-carlo, samples: 4, seed: 1}
outputs: [annual output]
times: [2021]
END
"$GAOXIN" sweep plan small.yaml | sed -n 2p
"$GAOXIN" sweep run small.yaml -q && "$GAOXIN" sweep merge small.yaml -q
"$GAOXIN" show small.nc 'input demand level' -o demand.csv >demand.txt
awk -F, 'NR > 1 { print ($NF >= 0.5 && $NF <= 0.6 ? "its own" : "of the table") }' demand.csv
"$GAOXIN" sweep plan small.yaml --samples 1.5 || echo "exit $?"
sed 's/parameters: all/parameters: some/' small.yaml >wrong.yaml
"$GAOXIN" sweep plan wrong.yaml || echo "exit $?"
