# SPDX-License-Identifier: GPL-3.0-or-later
# Constants are set by name, element, * or label, with units; what cannot be set says why.
cat >land.mdl <<'END'
zone: north, south ~ ~ |
share[zone] = 0.2, 0.3 ~ 1/year ~ |
total = SUM(share[zone!]) * price ~ |
effect((0,1),(1,2)) ~ Dmnl ~ |
effective = effect(0.5) ~ Dmnl ~ |
price = 345 ~ 元/m2 ~ |
half = kept * rate ~ ~ |
rate == 0.5 ~ ~ |
grown = INTEG(inflow, 5) ~ ~ |
inflow = rate * 2 + pull ~ ~ |
pull = 1 ~ ~ |
later = DELAY FIXED(1, lag, 0) ~ ~ |
lag = 2 ~ year ~ |
place[zone] = VECTOR RANK(share[zone], 1) ~ ~ |
smoothed = SMOOTH N(pull, lag, 0, 2) ~ ~ |
doubled = grown * rate ~ ~ |
kept = INTEG(0, 5) ~ ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 0 ~ ~ |
TIME STEP = 1 ~ year ~ |
END
sed -i 's/price ~ |$/price ~ ~ |/' land.mdl
printf 'price: {en: Land price, zh: 工业用地价}\n' >land-labels.yaml
run() {
    "$GAOXIN" run land.mdl -q -o out.csv "$@" && cut -d, -f2-6 out.csv | tail -n 1
}
run
run --set "share[north]=0.5"
run --set "share[north]=50 %/year"
run --set "share[*]=0.1 1/year" --set price=1
run --set "工业用地价=400 元/m2"
run --set "SHARE[South] = 0"
run --set "share=1"
run --set "share[east]=1"
run --set "total=1"
run --set "kept=1"
run --set "rate=1"
run --set "half=1"
run --set "doubled=1"
run --set "later=1"
run --set "place[north]=1"
run --set "smoothed=1"
run --set "pricy=1"
run --set "price=1 km2"
run --set "price=high"
run --set "effect=(0,10), (1, 20)"
run --set "effect=3"
run --set "effect=(0,1),(0,2)"
run --set "effect=(0,1"
run --set "price=(0,1)"
# outside the range of the parameter table: run, and told
printf 'constant,unit,low,high,distribution,source class,source\nprice,元/m2,100,600,uniform,assumption,none\nshare[*],1/year,0.1,0.1,uniform,assumption,none\n' >land-parameters.csv
run --set "工业用地价=700 元/m2" --set "share[*]=0.7"
run --set price=600
printf 'model: land.mdl\nset: {price: 50}\n' >cheap.yaml
"$GAOXIN" run cheap.yaml -q -o out.csv
"$GAOXIN" run land.mdl -q --vary "price=300,900" -o out.h5
"$GAOXIN" run land.mdl -q --method RK4 -o out.csv && "$GAOXIN" run land.mdl -q --method rk4 -o small.csv && cmp out.csv small.csv
"$GAOXIN" run land.mdl --method rk44 -q -o out.csv
# an element's name or label is none of a variable
printf 'north: {en: North, zh: 北区}\n' >>land-labels.yaml
run --set "北区=3"
run --set "north=3"
run --set "工业地价=3"
