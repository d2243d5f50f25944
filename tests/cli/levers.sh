# SPDX-License-Identifier: GPL-3.0-or-later
# Levers and constraints of the example: land binds first, then people; threads do not show.
cp -r "$SOURCE/model/examples/estate" .
"$GAOXIN" levers estate/estate.mdl -j 3 -o levers.csv
cat levers.csv
"$GAOXIN" levers estate/scenarios/land-first.yaml --year 2024 --json
"$GAOXIN" binding estate/estate.mdl -o binding.h5
"$GAOXIN" show binding.h5 "people factor"
"$GAOXIN" binding estate/estate.mdl --set "people factor=2" --json
refused() {
    "$GAOXIN" "$@" >/dev/null
    echo "exit $?"
}
"$GAOXIN" levers estate/estate.mdl -o levers.h5 >levers.txt
refused binding estate/estate.mdl -o levers.h5 # another command's
refused levers estate/estate.mdl --year 2022.3
cp "$SOURCE/model/examples/teacup/teacup.mdl" .
refused levers teacup.mdl
sed -i 's/constant: land factor/constant: land fcator/; s/off: 0.1/off: 0.1 person/; s/people factor, factor: 1.1/output per person, factor: 1/' estate/estate-levers.yaml
refused binding estate/estate.mdl
sed -i 's/factor: 1}/factor: 1.2}/' estate/estate-levers.yaml
refused binding estate/estate.mdl
refused levers estate/estate.mdl
# What binds as a figure: only of results of 'binding', and only those of 'run' without 'of:'.
"$GAOXIN" plot binding.h5 --all --lang en,zh >/dev/null 2>&1
cat binding-en.csv
ls *.gp
"$GAOXIN" run "$SOURCE/model/examples/estate/estate.mdl" -q -o run.h5
refused plot run.h5 --figure binding
# What levers add as a figure: sorted by the first variable; the note says of which year.
"$GAOXIN" plot levers.h5 --all >/dev/null 2>&1
cat levers-en.csv
"$GAOXIN" levers "$SOURCE/model/examples/estate/estate.mdl" --year 2024 -o levers.h5 -f >levers.txt
"$GAOXIN" plot levers.h5 --lang zh --format svg
grep -o '2024.*[0-9]' levers-zh.svg
"$GAOXIN" plot levers.h5 levers.h5 -o . >/dev/null && cut -d, -f1 levers-en.csv | sort | uniq -c
cp -r "$SOURCE/model/examples/estate" bad
sed -i '$s/alone/aloen/' bad/estate-figures.yaml
"$GAOXIN" levers bad/estate.mdl -o bad.h5 >levers.txt
refused plot bad.h5
# A result is made again by its own command; others would make one run of it, in silence.
"$GAOXIN" levers "$SOURCE/model/examples/estate/estate.mdl" --year 2024 -o l.h5 >levers.txt
"$GAOXIN" levers l.h5 -o again.h5 | cmp - levers.txt && cmp l.h5 again.h5
"$GAOXIN" binding binding.h5 -o again-too.h5 >/dev/null && cmp binding.h5 again-too.h5
for wrong in 'run l.h5 -o x.h5' 'run binding.h5' 'diff l.h5 again.h5' 'summary l.h5' \
    'binding l.h5' 'run l.h5 --lang zh'; do
    refused $wrong
done
ls *.h5
