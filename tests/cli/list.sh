# SPDX-License-Identifier: GPL-3.0-or-later
# The variables of a model by kind, with the values a scenario gives its constants.
cat >zone.mdl <<'END'
{UTF-8}
zone: north, south ~~|
growth rate = 0.1 ~ 1/year ~ How fast LAND fills |
起步[zone] = 1, 2 ~ km2 ~|
built[zone] = INTEG(built[zone] * growth rate * effect(Time), 起步[zone]) ~ km2 ~|
effect((0,1),(10,0)) ~~|
late = DELAY FIXED(total, 1, 0) ~ km2 ~|
at first = INITIAL(total) ~ km2 ~|
total = SUM(built[zone!]) ~ km2 ~|
********************************************************
	.Control
********************************************************~
|
INITIAL TIME = 0 ~ year ~|
FINAL TIME = 9 ~ year ~|
TIME STEP = 1 ~ year ~|
END
printf 'model: zone.mdl\nset: {growth rate: 0.25}\n' >fast.yaml
"$GAOXIN" list zone.mdl
"$GAOXIN" list fast.yaml --word Land
"$GAOXIN" list zone.mdl -w control
"$GAOXIN" list zone.mdl --word nothing
"$GAOXIN" list fast.yaml zone.mdl
