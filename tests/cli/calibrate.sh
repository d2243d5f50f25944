# SPDX-License-Identifier: GPL-3.0-or-later
# Data made by the example itself, a little disturbed, are found again; what a calibration file may get wrong.
cp -r "$SOURCE/model/examples/estate" .
ESTATE=estate/estate.mdl
"$GAOXIN" run "$ESTATE" --set "servicing rate=0.35" --set "places=0.5" -q -o made.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "total built land") a = i; if ($i == "output") b = i }
                   print "Year,built ha,output,weight of output"; sub("Year", "Time") }
         NR > 1  { printf "%s,%.10g,%s,%s\n", $1 - 1, 100 * $a + (NR % 3 - 1), NR == 6 ? "" : $b * (1 + (NR % 2 ? 0.01 : -0.01)), NR == 7 ? 0.25 : "" }' made.csv |
    sed 's/^Year/Time/' >history.csv
cat >fit.yaml <<END
experiment: $ESTATE
data: history.csv
year offset: 1
fit:
  - {constant: servicing rate}
  - {constant: places, prior: none, low: 0.1, high: 2}
  - {constant: output per person, prior: "normal(9, 0.01)"}
to:
  - {variable: total built land, column: built ha, units: ha, error: 1 ha}
  - {variable: output, error: 0.1 unit/year}
END
"$GAOXIN" calibrate fit.yaml --scenario fitted.yaml | sed 's/; [0-9]* points/; N points/'
sed 's/\(: [0-9]*\.[0-9]\{3\}\).*/\1.../' fitted.yaml
"$GAOXIN" run fitted.yaml -q -o again.csv && "$GAOXIN" calibrate fit.yaml --json -j 2 >one.json &&
    "$GAOXIN" calibrate fit.yaml --json >two.json && cmp one.json two.json
"$GAOXIN" calibrate fit.yaml --profile | sed -n '/^parameter/,/^$/p'

# What it takes; a posterior, whose digits are the machine's own.
"$GAOXIN" calibrate $ESTATE --reach "output>=25@2022" --by levers | sed 's/[0-9]* runs/N runs/'
"$GAOXIN" calibrate $ESTATE --reach "output>=40@2022" | sed 's/[0-9]* runs/N runs/'
"$GAOXIN" calibrate $ESTATE --reach "output>=35@2022" --by parameters | sed -n 2p | sed 's/;.*//'
"$GAOXIN" calibrate fit.yaml --posterior 400 -o draws.h5 | grep -c 'ESS\|walkers, 400 draws each after 200\|output 2022: median 27.6.*P(at least 35)'
"$GAOXIN" show draws.h5 | sed -n '/places/p'
"$GAOXIN" calibrate fit.yaml --posterior 400 -j 2 -o more.h5 >/dev/null && cmp draws.h5 more.h5

refused() {
    "$GAOXIN" calibrate "$@" >/dev/null
    echo "exit $?"
}
"$GAOXIN" calibrate fit.yaml --posterior 20 | grep -c 'do not agree yet'
refused fit.yaml -o draws.h5
refused fit.yaml --posterior 7
refused fit.yaml --by levers
refused $ESTATE --reach "output=25@2022"
refused $ESTATE --reach "output>=25@2022" --by luck
refused $ESTATE --reach "outputt>=25@2022"
refused $ESTATE --reach "output>=25@2099"
refused "$SOURCE/model/examples/teacup/teacup.mdl" --reach "Teacup Temperature>=25@10" --by levers 2>/dev/null

bad() { # TEXT-OF-SED
    sed "$1" fit.yaml >bad.yaml
    "$GAOXIN" calibrate bad.yaml >/dev/null
    echo "exit $?"
}
bad 's/units: ha/units: kperson/'
bad 's/column: built ha/column: built/'
bad 's/^year offset: 1/year offset: 3/'
bad 's/servicing rate}/servicing time}/; s/variable: output,/variable: people,column: output,/; s/0.1 unit.year/0.1 kperson/'
bad 's/servicing rate}/land factor, prior: none, low: 0.9, high: 2}/'
bad 's/servicing rate}/total built land}/'
bad 's/servicing rate}/initial land}/'
bad 's/low: 0.1/low: 0.7/'
bad 's/normal(9, 0.01)/normall(9, 0.01)/'
bad 's|, error: [^}]*||; /variable: output/d'
bad 's/, error: 1 ha//'
bad 's/places, prior: none/places, prior: none, guess: 1/'
printf 'Time,output\n2020,20\n' >one.csv
bad 's/history/one/; /total built/d; s/servicing rate}/servicing rate, prior: none}/'
