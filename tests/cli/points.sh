# SPDX-License-Identifier: GPL-3.0-or-later
# Points of lookups, of WITH LOOKUP and of data are set all together or one by one, with a unit,
# and varied; what is computed says which of them it depends on; labels may be meant.
cat >land.mdl <<'END_OF_MODEL'
zone: north, south ~ ~ |
effect((0,1),(1,2)) ~ km2 ~ |
use[zone] = WITH LOOKUP(0.5, ((0,0),(1,10))) ~ km2 ~ |
demand :INTERPOLATE: ~ km2 ~ |
total = effect(0.5) + use[north] + demand ~ km2 ~ |
north use = use[north] ~ km2 ~ |
south use = use[south] ~ km2 ~ |
later = GET DATA BETWEEN TIMES(demand, 1, 1) ~ km2 ~ |
price = 3 ~ Dmnl ~ |
wage = 4 ~ Dmnl ~ |
INITIAL TIME = 0 ~ year ~ |
FINAL TIME = 0 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END_OF_MODEL
printf 'demand: {en: Land asked for, zh: 用地需求}\nprice: {en: Level, zh: 工业用地价}\nwage: {en: Level, zh: 工资水平}\n' >land-labels.yaml
printf 'time,demand\n0,100\n1,200\n' >demand.csv
run() {
    echo "$*" | sed 's/--data demand.csv //'
    "$GAOXIN" run land.mdl -q -o out.csv --force "$@" &&
        "$GAOXIN" show out.csv total "north use" "south use" later | tail -n 1
}
run --data demand.csv
run --set "demand=(0,7),(1,8)"
run --set "用地需求=(0,700),(1,800) ha" --set "demand(0)=70 ha"
run --data demand.csv --set "demand(0)=300"
run --data demand.csv --set "effect=(0,0),(1,6) km2" --set "effect(1) = 8"
run --data demand.csv --set "use[north](1)=20 km2" --set "use[south]=(0,1),(2,5)"
run --data demand.csv --set "use[*](0)=4"
"$GAOXIN" run land.mdl --data demand.csv --vary "effect(1)=2,4 km2" --vary "use[south](1)=10,30" -o v.h5
"$GAOXIN" show v.h5 total "south use" "input effect(1)" "input use[south](1)"
cat >curve.yaml <<'END_OF_SCENARIO'
model: land.mdl
data: [demand.csv]
set:
  effect(0): 3 km2
  用地需求: (0,1),(1,1)
END_OF_SCENARIO
"$GAOXIN" run curve.yaml -q -o out.csv && echo done
run --set "demand(0)=3"
run --data demand.csv --set "effect(0.5)=3"
run --data demand.csv --set "price(0)=3"
run --data demand.csv --set "use[north](0)=(0,1)"
run --data demand.csv --set "effect=(0,0),(1,6) year"
run --data demand.csv --set "effect=3"
run --data demand.csv --set "total=3"
run --data demand.csv --set "Level=3"
run --data demand.csv --set "工业用地介=3"
run --data demand.csv --set "Land aksed for=3"
run --data demand.csv --vary "effect(1)=2,3" --set "effect(1)=2"
run --data demand.csv --vary "use[*](1)=2,3"
run --data demand.csv --set "demand(1)=9"
"$GAOXIN" run land.mdl --data demand.csv --vary "demand(1)=9,10" -q -o w.h5
"$GAOXIN" show w.h5 demand later
