# SPDX-License-Identifier: GPL-3.0-or-later
# A tolerance comes from the scenario or the command line, and stands in the result.
cat >hill.mdl <<'END'
height = INTEG(COS(Time), 0) ~ m ~ |
INITIAL TIME = 0 ~ ~ |
FINAL TIME = 4 ~ ~ |
TIME STEP = 4 ~ year ~ |
END
cat >hill.yaml <<'END'
model: hill.mdl
run:
  method: rkf45
  tolerance: 1e-3
END
run() {
    "$GAOXIN" run "$@" -q -o out.h5 && "$GAOXIN" show out.h5 | grep -E 'method|tolerance'
}
run hill.yaml
run hill.yaml --tolerance 1e-8
run hill.yaml --method rk4
run hill.mdl --method msbdf
"$GAOXIN" run hill.yaml --tolerance 1e-9 -q -o out.csv && cut -d, -f2 out.csv | cut -c1-9
run hill.mdl --tolerance 1e-8
run hill.yaml --tolerance "1 km2"
run hill.yaml --tolerance small
sed -i 's/1e-3/0/' hill.yaml
run hill.yaml
