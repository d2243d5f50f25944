# SPDX-License-Identifier: GPL-3.0-or-later
# Results are netCDF-4 with names and units, for ncdump and for both engines of xarray.
cat >land.mdl <<'END'
zone: north, south ~ ~ |
Built Land[zone] = INTEG(rate[zone], 1) ~ km2 ~ all uses |
rate[zone] = 0.2, 0.3 ~ km2/year ~ |
INITIAL TIME = 2011 ~ year ~ |
FINAL TIME = 2013 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END
printf 'north: {en: Northern part, zh: 北区}\n' >land-labels.yaml
"$GAOXIN" run land.mdl -q -o land.h5
ncdump -h land.h5 | sed 's/arithmetic = ".*"/arithmetic = "..."/' # of the machine
python=python3
$python -c 'import xarray' 2>/dev/null || python=/usr/bin/python3 # another may be before it
for engine in netcdf4 h5netcdf; do
    $python - $engine <<'END'
import sys, xarray
data = xarray.open_dataset("land.h5", engine=sys.argv[1])
land = data["built_land"]
print(sys.argv[1], land.dims, land.attrs["units"], land.attrs["long_name"],
      float(land.sel(time=2013, zone="south")), data["time"].attrs["units"])
END
done
h5dump -d /built_land land.h5 | grep -c DATASPACE
