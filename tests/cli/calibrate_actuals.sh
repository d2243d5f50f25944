# SPDX-License-Identifier: GPL-3.0-or-later
# New actuals are one more table beside the history: fitted again, the forecast follows them. The numbers
# here are MADE UP to see that it works; they are no statistics of the zone.
cat >made-up-2016-2018.csv <<END
Time (year),output p12,output lhj,firms p12
2016,62,98,25
2017,80,119,
2018,102,140,33
END
sed "s|: \.\./|: $SOURCE/|; s|^data: .*|data: [$SOURCE/model/qinzhou-history.csv, made-up-2016-2018.csv]|" \
    "$SOURCE/model/qinzhou-fit.yaml" >fit.yaml
echo 'starts: 1' >>fit.yaml
sed "s|: \[\(.*\), made-up.*|: \1|" fit.yaml >before.yaml
for name in before fit; do
    "$GAOXIN" calibrate $name.yaml --scenario $name-fitted.yaml -j 2 >$name.txt
    "$GAOXIN" run $name-fitted.yaml --json -o $name.h5 >$name.json
    "$GAOXIN" show $name.h5 "phase 1 and 2 annual output" | awk '$1 == 2019 { print $2 }' >$name.2018
done
sed -n 's/, \([0-9]*\) data,.*/: \1 data/p' before.txt fit.txt | sed 's/[0-9]* parameters//'
grep -c "2017 \|2018 \|2019 " fit.txt
paste before.2018 fit.2018 | awk '{ print "2018 in phases 1 and 2 comes nearer to 102:", ($2 - 102)^2 < ($1 - 102)^2 }'
awk '/annual output/ && /"year": 2020/ { match($0, /"year": 2020, "value": [0-9.]*/); print substr($0, RSTART + 23, RLENGTH - 23) }' before.json fit.json |
    awk 'NR == 1 { a = $1 } NR == 2 { print "the forecast of 2020 rises:", ($1 > a * 1.02) }'

# And from a posterior to bands under the plan.
"$GAOXIN" calibrate fit.yaml --posterior 20 --study posterior.yaml -j 2 | grep -c "annual output 2020: median"
sed -i "s|^scenario: .*|scenario: $SOURCE/scenarios/plan-20.yaml|; s|values(\(\([^,]*,\)\{40\}\).*|values(\1)\"|; s|,)\"|)\"|" posterior.yaml
"$GAOXIN" sweep run posterior.yaml -q -j 2 && "$GAOXIN" sweep merge posterior.yaml

# A number that is there already would count twice.
printf 'Time (year),output p12\n2015,44\n' >made-up-2016-2018.csv
"$GAOXIN" calibrate fit.yaml
echo "exit $?"
sed -i 's/^data: .*/data: []/' fit.yaml
"$GAOXIN" calibrate fit.yaml
echo "exit $?"
