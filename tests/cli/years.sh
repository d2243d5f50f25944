# SPDX-License-Identifier: GPL-3.0-or-later
# Years on the line: what is typed is done or refused at its place, never cut or doubled.
cp -r "$SOURCE/model/examples/estate" .
cd estate
"$GAOXIN" run estate.mdl -q -o base.h5
"$GAOXIN" run estate.mdl -q --vary "land factor=1,2,3,4,5,6,7,8,9,10,11" -o eleven.h5
# the years of the rows
rows() {
    "$GAOXIN" compare base.h5 estate.mdl -v output "-y$1" | awk 'NR > 2 { printf "%s%s", d, $1; d = " " }'
    echo " <- $1"
}
rows 2020
rows 2017-2019,2022
rows "2020,2020,2019-2021"
rows " 2018 - 2019 , 2017"
for years in 2015-2012 "" 2019-2020.5 2020, ,2020 2020- -- "2017,later-2019" 2017-later 1e400 0-20000 \
    "2018-2017,2020-2019"; do
    "$GAOXIN" compare base.h5 estate.mdl -v output --years="$years"
    echo "exit $?" >&2
done
"$GAOXIN" compare base.h5 estate.mdl -y 2015-2012 -l zh
"$GAOXIN" levers estate.mdl --year "2o20"
"$GAOXIN" calibrate estate.mdl --reach "output>=x@2020"
"$GAOXIN" calibrate estate.mdl --reach "output>=30@next"
"$GAOXIN" calibrate estate.mdl --reach "output>=30"
# a year between save times says why it is a dash; what ended before it needs no word
"$GAOXIN" run estate.mdl -q --dt 0.3 -o third.h5 2>third.txt
"$GAOXIN" compare base.h5 third.h5 -v output -y 2018-2019
"$GAOXIN" run estate.mdl -q --final-time 2018 -o short.h5
"$GAOXIN" compare base.h5 short.h5 -v output -y 2018-2019
# one run of several is a result beside another, and nothing alone
"$GAOXIN" compare eleven.h5 --run 3
"$GAOXIN" compare eleven.h5 base.h5 --run 3 -v output -y 2020
