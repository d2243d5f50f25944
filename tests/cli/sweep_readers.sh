# SPDX-License-Identifier: GPL-3.0-or-later
# A merged sweep is netCDF-4 for both engines of xarray and for netCDF-C, which adds to it: runs,
# inputs and statistics by their coordinates. As many runs as times and factors, so that
# guessing a dimension by its length fails; one run fails and is no number.
python=python3
$python -c 'import xarray, netCDF4, h5netcdf' 2>/dev/null || python=/usr/bin/python3
cat >line.mdl <<'END'
slope = 1 ~ 1/year ~ |
start = 1 ~ unit ~ |
bend = 1 ~ 1/year ~ |
gone = 0 ~ unit/year ~ |
level[side] = INTEG(slope * start + bend + gone / gone now, start) ~ unit ~ |
gone now = IF THEN ELSE(slope > 3, 0, 1) ~ Dmnl ~ |
side: left, right ~~|
INITIAL TIME = 2011 ~ year ~ |
FINAL TIME = 2014 ~ year ~ |
TIME STEP = 1 ~ year ~ |
END
printf 'slope,start,bend,gone\n1,2,3,0\n2,1,0,0\n4,1,0,1\n0,5,1,0\n' >draws.csv
cat >s.yaml <<'END'
model: line.mdl
inputs: columns
design: {name: points, file: draws.csv}
outputs: ["level[left]"]
statistics: [moments, regression]
END
"$GAOXIN" sweep run s.yaml -q 2>failed
"$GAOXIN" sweep merge s.yaml -q 2>failed
for engine in netcdf4 h5netcdf; do
    $python - $engine <<'END'
import sys, warnings, xarray
warnings.simplefilter("ignore")
data = xarray.open_dataset("s.nc", engine=sys.argv[1])
by_name = {v.attrs.get("gaoxin_name", k): v for k, v in data.variables.items()}
runs = by_name["level[left]"]
print(sys.argv[1], dict(data.sizes))
print(" level[left]", runs.dims, runs.attrs["units"], runs.values[:, 3].tolist())
for name in "input slope", "run status", "level[left] moments mean":
    print("", name, by_name[name].dims, by_name[name].values.tolist())
slope = data[next(k for k, v in data.variables.items()
                   if v.attrs.get("gaoxin_statistic") == "regression coefficient")]
print("", slope.attrs["gaoxin_name"], slope.dims,
      slope.sel(time=2014, factor="slope").dims, data["factor"].values.tolist())
END
done
ncdump -h s.nc | grep -c phony_dim
$python - <<'END'
import netCDF4
with netCDF4.Dataset("s.nc", "a") as data:
    data.createVariable("more", "f8", ("run",))[:] = 1
END
"$GAOXIN" show s.nc "level[left] moments mean" | tail -1
