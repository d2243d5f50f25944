# SPDX-License-Identifier: GPL-3.0-or-later
# What a calibration may get wrong, each said at its place: too few data, data outside of the run, other
# units, residuals that cannot change, parameters that do nothing, fits at a bound, runs that fail.
cat >tank.mdl <<END
level = INTEG(inflow - leak * level, 10) ~ m3 ~ |
inflow = 3 ~ m3/year ~ |
leak = 0.2 ~ 1/year ~ |
unused = 1 ~ m3 ~ |
alarm = IF THEN ELSE(level > unused * 1000, level, 7) ~ m3 ~ |
strain = SQRT(20 - inflow / leak) ~ m3^0.5 ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
printf 'Time,level\n2012,13.7\n2014,15.4\n2016,17\n2018,18\n' >high.csv
printf 'Time,level,alarm\n2012,12.3,7\n2014,13.7,7\n2016,14.2,7\n2018,14.6,7\n' >data.csv
cat >fit.yaml <<END
experiment: tank.mdl
data: data.csv
fit:
  - {constant: inflow, prior: none, low: 0.5, high: 10}
  - {constant: leak, prior: none, low: 0.05, high: 1}
to:
  - {variable: level, error: 5 %}
END
try() { # TEXT-OF-SED
    sed "$1" fit.yaml >bad.yaml
    "$GAOXIN" calibrate bad.yaml >out
    echo "exit $?"
}
try s/none/none/
printf 'Time,level\n2012,12.3\n' >few.csv
try 's/data.csv/few.csv/'                      # fewer data than parameters without priors
sed 's/, error: 5 %//' fit.yaml >bad.yaml
printf 'Time,level\n2012,12.3\n2014,13.7\n' >two.csv
sed -i 's/data.csv/two.csv/' bad.yaml
"$GAOXIN" calibrate bad.yaml                   # and as many, where the errors are unknown
echo "exit $?"
printf 'Time,level\n2012,12.3\n2014,13.7\n2024,15\n' >late.csv
try 's/data.csv/late.csv/'                     # data outside the run
printf 'Time,level\n2012,12.3\n2014.1,13.7\n2016,15\n' >between.csv
try 's/data.csv/between.csv/'                  # and between its steps
try 's/{variable: level/{variable: level, units: year/'
try 's/error: 5 %/error: 2 year/'
try 's/low: 0.5/low: 0.5 m3/'
try 's/{variable: level/{variable: alarm/'     # residuals that are constant: all of them,
sed 's/  - {variable: level/  - {variable: alarm, error: 5 %}\n&/' fit.yaml >bad.yaml
"$GAOXIN" calibrate bad.yaml                   # and those of one series
echo "exit $?"
try 's/constant: inflow/constant: unused/'     # a parameter that does nothing
cp fit.yaml twice.yaml                         # a series twice, also under another name of its column,
echo '  - {variable: level, column: "LEVEL", error: 2 %}' >>twice.yaml
"$GAOXIN" calibrate twice.yaml
echo "exit $?"
printf 'Time,level,strain\n2012,12.3,2.1\n2014,13.7,2.3\n2016,14.2,2.2\n' >units.csv
sed 's/, error: 5 %//; s/data.csv/units.csv/' fit.yaml >units.yaml
echo '  - {variable: strain}' >>units.yaml       # units that one deviation cannot have, and with errors it can
"$GAOXIN" calibrate units.yaml
echo "exit $?"
sed -i 's/\(variable: [a-z]*\)}/\1, error: 5 %}/' units.yaml
"$GAOXIN" calibrate units.yaml >out
echo "exit $?"
for word in nan NaN NA inf; do                 # missing is an empty field
    printf 'Time,level\n2012,12.3\n2014,%s\n2016,14.2\n' $word >word.csv
    try 's/data.csv/word.csv/'
done
echo "-- at a bound"
try 's/high: 10/high: 3.2/; s/low: 0.05/low: 0.18/; s/data.csv/high.csv/' && sed -n '/^parameter/,/^leak/p' out
"$GAOXIN" calibrate bad.yaml --profile | sed -n '/^parameter/,/^leak/p' | cut -d' ' -f1-80
echo "-- data that no parameters explain"
try 's/error: 5 %/error: 0.1 %/; s/low: 0.05/low: 0.1/' && sed -n '/MISFIT/,+1p' out
"$GAOXIN" calibrate bad.yaml --lang zh | sed -n '/概率/,+1p'

# A start on a bound of one side moves; data that stay say so, and what they do not tell of is named.
echo "-- bounds of one side, data that stay"
try 's/low: 0.5, high: 10/low: 3/' && sed -n '/^parameter/,/^leak/p' out
printf 'Time,level\n2012,10\n2014,10\n2016,10\n2018,10\n' >flat.csv
cat >grow.mdl <<END
level = INTEG(rate * level * (1 - level / capacity), 10) ~ m3 ~ |
rate = 0.3 ~ 1/year ~ |
capacity = 30 ~ m3 ~ |
INITIAL TIME = 2010 ~ year ~ |
FINAL TIME = 2020 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
sed 's/tank/grow/; s/data.csv/flat.csv/; s/inflow/capacity/; s/10}/90}/; s/leak/rate/' fit.yaml >flat.yaml
"$GAOXIN" calibrate flat.yaml --seed 2 | sed -n '/DETERMINED/p'
"$GAOXIN" calibrate flat.yaml --lang zh 2>/dev/null | sed -n '/确定/p'
"$GAOXIN" calibrate flat.yaml --seed 2 --json 2>/dev/null | python3 -c '
import json, sys
for p in json.load(sys.stdin)["parameters"]:
    print(p["constant"], p["determined"], p["standard_error"] is None, p["informed_by_data"] is None)'

# A fit that goes through all data leaves no deviation of errors to sample.
printf 'Time,level\n2010,10\n2010.25,10.25\n2010.5,10.4875\n' >exact.csv
sed 's/, error: 5 %//; s/data.csv/exact.csv/' fit.yaml >exact.yaml
"$GAOXIN" calibrate exact.yaml --posterior 50 | sed -n '3s/.*; //p'

# What is held at a bound is not free: 4 data less 1; its error is none, in JSON too.
sed 's/high: 10/high: 3.2/; s/data.csv/high.csv/; s/, error: 5 %//' fit.yaml >held.yaml
"$GAOXIN" calibrate held.yaml | sed -n '2s/.*(//p'
"$GAOXIN" calibrate held.yaml --json | python3 -c '
import json, sys
said = json.load(sys.stdin)
print(said["degrees_of_freedom"])
for p in said["parameters"]:
    print(p["constant"], p["standard_error"] is None, p["low"] is None, p["held"], p["determined"], p["informed_by_data"])'

# Points whose runs fail are not taken; they are counted, and the first one is explained.
echo "-- runs that fail"
printf 'Time,strain\n2012,2.1\n2014,2.3\n2016,2.2\n' >strain.csv
try 's/data.csv/strain.csv/; s/variable: level/variable: strain/; s/{constant: leak/{constant: unused/'
try 's/data.csv/strain.csv/; s/variable: level/variable: strain/' &&
    sed -n '/first run/p; s/[0-9]* points, [1-9][0-9]* failed/N points, M failed/p' out

# What is no data, no column, no calibration; what could not be written is said before the work.
echo "-- files"
printf 'Time,levels\n2012,12.3\n2014,13.7\n2016,1e400\n' >endless.csv
try 's/data.csv/endless.csv/'
try 's/data.csv/endless.csv/; s/{variable: level/{variable: level, column: levels/'
try 's/prior: none, low: 0.5, high: 10/prior: normal(3, 0.5)/'
try '/constant\|variable\|^[eft]/d'
"$GAOXIN" calibrate tank.mdl
echo "exit $?"
"$GAOXIN" calibrate fit.yaml --posterior 20 -o nowhere/draws.h5
echo "exit $?"
"$GAOXIN" calibrate fit.yaml --figures nowhere
echo "exit $?"
