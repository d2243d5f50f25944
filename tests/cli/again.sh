# SPDX-License-Identifier: GPL-3.0-or-later
# A result is run again from the files in it, to the same bytes; it says when another
# version or instruction set made it.
mkdir -p work/scenarios work/model work/a work/b work/base away
cat >work/model/town.mdl <<'END'
zone: north, south ~ ~ |
people[zone] = INTEG(people[zone] * rate + SMOOTH(arrivals, 2) + RANDOM NORMAL(-1, 1, 0, 0.3, 0), 10) ~ person ~ |
rate = 0.1 ~ 1/year ~ |
effect((0,0),(100,1)) ~ Dmnl ~ |
other = effect(people[north]) + more ~ ~ |
arrivals ~ person/year ~ |
more ~ Dmnl ~ |
INITIAL TIME = 0 ~ year ~ |
FINAL TIME = 5 ~ year ~ |
TIME STEP = 0.25 ~ year ~ |
SAVEPER = TIME STEP ~ year ~ |
END
echo 'rate: {en: "Growth rate", zh: "增长率"}' >work/model/town-labels.yaml
printf 'Time,arrivals\n0,1\n5,3\n' >work/a/t.csv # two tables of one name
printf 'Time,more\n0,1\n5,0.3\n' >work/b/t.csv
cat >work/base/town.yaml <<'END'
model: ../model/town.mdl
data: [../b/t.csv]
set: {"effect": "(0,0),(50,0.7)"}
END
cat >work/scenarios/town.yaml <<'END'
title: {en: "Town \"A\"", zh: "镇"}
extends: ../base/town.yaml
set:
  增长率: 12 %/year
run: {method: rk4, save every: 6 Month}
END
"$GAOXIN" run work/scenarios/town.yaml -q --data work/a/t.csv --seed 7 --final-time 4.5 \
    --set "rate = 13 %/year" -o one.h5
"$GAOXIN" run work/scenarios/town.yaml -q --data work/a/t.csv --vary "rate=0.1,0.15" \
    --method rkf45 --tolerance 1e-4 --design together -o many.h5
mv work away # nothing but the results is left
for name in one many; do
    "$GAOXIN" run $name.h5 -q -o again-$name.h5 && cmp $name.h5 again-$name.h5 && echo "$name is the same"
done
"$GAOXIN" run one.h5 -q --set "rate=0.2" --seed 8 -o other.h5
"$GAOXIN" show other.h5 | grep -e gaoxin_ -e embedded | grep -v arithmetic
"$GAOXIN" show one.h5 --text model | cmp - away/work/model/town.mdl
"$GAOXIN" show one.h5 --text data/2/t.csv | cmp - away/work/b/t.csv
"$GAOXIN" show one.h5 --text data
# the resolved scenario alone, beside what it names, gives the numbers of the run
"$GAOXIN" show one.h5 --unpack alone && (cd alone && find . -type f | sort)
cat alone/resolved.yaml
"$GAOXIN" run alone/resolved.yaml -q --seed 7 -o alone.csv
"$GAOXIN" run one.h5 -q -o one.csv && cmp one.csv alone.csv && echo 'resolved is the same'
"$GAOXIN" show one.h5 --unpack alone
# made elsewhere
python=python3
$python -c 'import h5py' 2>/dev/null || python=/usr/bin/python3
edit() {
    $python -c 'import h5py, sys
with h5py.File(sys.argv[1], "a") as f: f.attrs[sys.argv[2]] = sys.argv[3]' "$@"
}
cp one.h5 old.h5 && edit old.h5 gaoxin_version 0.0.9
cp one.h5 far.h5 && edit far.h5 gaoxin_arithmetic 0123456789abcdef
cp one.h5 new.h5 && edit new.h5 gaoxin_options "--future 1"
for name in old far new; do
    "$GAOXIN" run $name.h5 -q -o $name.csv
    echo "$name: exit $?"
done
cmp one.csv old.csv && cmp one.csv far.csv && echo 'the numbers are the same'
"$GAOXIN" run one.h5 -q --data one.csv -o x.csv
echo "exit $?"
# no text of a result is written outside the folder
$python -c 'import h5py
with h5py.File("old.h5", "a") as f: f["gaoxin/resolved.yaml"].attrs["gaoxin_name"] = "../escaped"'
"$GAOXIN" show old.h5 --unpack inside
echo "exit $?"
ls escaped 2>/dev/null
:
