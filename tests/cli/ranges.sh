# SPDX-License-Identifier: GPL-3.0-or-later
# A run's summary lists the indicators outside their range, in the range's own times.
cp -r "$SOURCE/model/examples/estate" .
"$GAOXIN" run estate/estate.mdl -o a.csv
sed -i 's/{variable: output, low: 2, high: 30/{variable: output, low: 9, high: 100/; s/from: 2018, /to: 2018, /' estate/estate-checks.yaml
echo "  - {variable: built land, high: 150 ha, from: 2020, source: a map}" >>estate/estate-checks.yaml
"$GAOXIN" run estate/estate.mdl -o b.csv
sed -i 's/150 ha/150 person/' estate/estate-checks.yaml
"$GAOXIN" run estate/estate.mdl -o c.csv
