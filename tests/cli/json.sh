# SPDX-License-Identifier: GPL-3.0-or-later
# Every command with --json prints one document; its keys are what scripts rely on.
cp -r "$SOURCE/model/examples/estate" .
cp "$SOURCE/model/examples/teacup/teacup.mdl" .
cat >study.yaml <<'END'
model: teacup.mdl
inputs: {Room Temperature: "uniform(15, 25)"}
design: {name: saltelli, samples: 64, seed: 1}
outputs: [Tea Temperature]
times: [10]
statistics: [sobol]
END
printf 'Time,Tea Temperature\n5,142\n10,120\n15,104\n' >data.csv
cat >fit.yaml <<'END'
experiment: teacup.mdl
data: data.csv
fit: [{constant: Room Temperature, prior: none}]
to: [{variable: Tea Temperature, error: 1}]
END
printf 'Time,output\n2020,19.8\n2021,23.9\n' >history.csv
cat >estate-fit.yaml <<'END'
experiment: estate/estate.mdl
data: history.csv
fit: [{constant: places}]
to: [{variable: output, error: 5 %}]
END
printf 'extends: land-first\nset: {nothing: 1}\n' >estate/scenarios/wrong.yaml
first=estate/scenarios/land-first.yaml
"$GAOXIN" run $first -q -o first.h5
"$GAOXIN" sweep run study.yaml -q && "$GAOXIN" sweep merge study.yaml -q
while read -r command rest; do
    # shellcheck disable=SC2086 # `rest` is a list of words
    "$GAOXIN" "$command" $rest --json 2>/dev/null >document.json
    echo "exit $?"
    python3 "$SOURCE/tests/cli/json_keys.py" <document.json
    echo "$command" >>asked
done <<END
list estate
list $first
list $first --figures
check $first --draws 2
diff estate/estate.mdl $first
run $first estate/scenarios/wrong.yaml -o results/
summary $first estate/scenarios/wrong.yaml
levers $first
binding $first
calibrate fit.yaml
calibrate estate-fit.yaml --posterior 20 --profile
calibrate estate/estate.mdl --reach output>=25@2022
calibrate estate/estate.mdl --reach output>=35@2022 --by parameters
calibrate estate/estate.mdl --reach output>=35@2022 --by parameters --history estate-fit.yaml
compare estate/estate.mdl $first
show first.h5
show first.h5 output
sensitivity study.nc
END
# What fails before there is anything to print says so in JSON too, and only what is wrong.
failed() {
    "$GAOXIN" "$@" --json 2>/dev/null
    echo "exit $?"
}
failed show nosuch.h5
failed compare estate/estate.mdl estate/scenarios/wrong.yaml
failed levers estate/estate.mdl --year later
# a line that is wrong too, wherever --json stands on it, and what is typed in other bytes
failed rnu estate
failed run estate/estate.mdl --mehtod=rk4
failed show
failed plot first.h5
failed show "$(printf 'x\377\\"y.h5')"
printf 'mine\n' >mine.h5
failed run $first -o mine.h5
# No other command has it.
"$GAOXIN" help | sed -n 's/^  \([a-z][a-z-]*\)  .*/\1/p' | while read -r command; do
    "$GAOXIN" help "$command" | grep -q -e '--json' || continue
    grep -qx "$command" asked || echo "$command --json is not asked here"
done
