# SPDX-License-Identifier: GPL-3.0-or-later
# What readers of netCDF need is there; where it is taken away, they fail.
python=python3
$python -c 'import xarray, netCDF4, h5netcdf, h5py' 2>/dev/null || python=/usr/bin/python3
cat >land.mdl <<'EOF'
zone: north, south, west ~ ~ |
kind: built, free, lost ~ ~ |
Built Land[zone, kind] = INTEG(rate[zone], 1) ~ km2 ~ all uses |
rate[zone] = 0.2, 0.3, 0.4 ~ km2/year ~ |
INITIAL TIME = 2011 ~ year ~ |
FINAL TIME = 2013 ~ year ~ |
TIME STEP = 1 ~ year ~ |
EOF
cat >land-labels.yaml <<'EOF'
built land: {en: "Land built upon", zh: "已建设用地", units: {en: "km²", zh: "平方公里"}}
EOF
"$GAOXIN" run land.mdl -q -o one.h5
"$GAOXIN" run land.mdl -q --vary "rate[south]=0.3,0.5,0.7" -o many.h5
"$GAOXIN" run land.mdl -q --vary "rate[south]=0.3,0.5,0.7" --float32 --deflate 4 -o small.nc
for result in one.h5 many.h5 small.nc; do
    $python "$SOURCE/tests/cli/readers.py" $result || echo "$result: wrong"
done
"$GAOXIN" show one-appended.nc rate # netCDF-C added to it
ncdump -v zone,built_land one.h5 | sed -n '/^data:/,/^}/p'
