# SPDX-License-Identifier: GPL-3.0-or-later
# The fit among its data, which are hollow where they weigh little, and the profiles, which cross 3.84 where
# the interval of the report ends.
cp -r "$SOURCE/model/examples/estate" .
cat >history.csv <<END
Time,built ha,output,weight of output
2017,23,2.4,0.1
2018,78,7.7,
2019,144,14.4,
2020,210,19.8,
2021,280,23.9,
END
cat >fit.yaml <<END
title: {en: An estate's first years, zh: 园区头几年}
experiment: estate/estate.mdl
data: history.csv
fit:
  - {constant: servicing rate}
  - {constant: building time}
to:
  - {variable: total built land, column: built ha, units: ha, error: 10 %}
  - {variable: output, error: 10 %}
END
mkdir -p out
"$GAOXIN" calibrate fit.yaml --profile --figures out | tee report | grep "^out/"
"$GAOXIN" calibrate fit.yaml --figures out --lang zh | grep "^out/"
grep -c "total built land, km2" out/fit-fit-en.svg
cut -d, -f1-3 out/fit-fit-en.csv | sort | uniq -c | sed 's/^ *//'
cut -d, -f1-3 out/fit-profile-en.csv | sort | uniq -c | sed 's/^ *//'
# between the two points of the curve about each end of the interval
awk '/^servicing rate/ { print $7, $8 }' report >ends
sed -n 's/"servicing rate.*rise of the misfit,//p' out/fit-profile-en.csv |
    awk -F, 'NR == FNR { split($0, end, " "); next }
             FNR > 1 && (y - 3.84146) * ($3 - 3.84146) < 0 { n++; within += x <= end[n] && end[n] <= $1 }
             { x = $1; y = $3 }
             END { print n " crossings, " within " at the ends of the interval" }' ends -
"$GAOXIN" calibrate fit.yaml --figures out --lang fr >/dev/null
echo "exit $?"
