# SPDX-License-Identifier: GPL-3.0-or-later
# readers.py RESULT: look at a result as its readers do, then at copies of it that lack what
# they need. All dimensions have the same length, so that guessing by length fails.
import os
import shutil
import subprocess
import sys
import warnings

import h5py
import netCDF4
import xarray

warnings.simplefilter("ignore")
result = sys.argv[1]
stem = result.split(".")[0]
ours = [d for d in ("run", "time", "zone", "kind") if d != "run" or stem != "one"]


def check(what, holds):
    if not holds:
        print(f"{result}: not so: {what}")
        sys.exit(1)


# ---- properties ----

def is_plain_text(attribute):
    kind = attribute.get_type()
    return (attribute.shape == () and not kind.is_variable_str()
            and kind.get_strpad() == h5py.h5t.STR_NULLTERM
            and kind.get_cset() == h5py.h5t.CSET_UTF8)


tracked = h5py.h5p.CRT_ORDER_TRACKED | h5py.h5p.CRT_ORDER_INDEXED
netcdf_own = {"CLASS", "NAME", "REFERENCE_LIST", "DIMENSION_LIST", "_Netcdf4Dimid",
              "_FillValue"}
with h5py.File(result) as f:
    check("links in the order of making", f["/"].id.get_create_plist().get_link_creation_order() == tracked)
    check("Conventions", f.attrs["Conventions"] == b"CF-1.10" or f.attrs["Conventions"] == "CF-1.10")
    for need in "title", "source", "gaoxin_version", "gaoxin_arithmetic", "gaoxin_seed":
        check(need, need in f.attrs)
    for name, thing in [("/", f)] + list(f.items()):
        for attribute in thing.attrs:
            if attribute not in netcdf_own:
                check(f"{name}:{attribute} is a plain text",
                      is_plain_text(h5py.h5a.open(thing.id, attribute.encode())))
        if not isinstance(thing, h5py.Dataset):
            continue
        check(f"{name}: attributes in the order of making",
              thing.id.get_create_plist().get_attr_creation_order() == tracked)
        check(f"{name}: long_name", "long_name" in thing.attrs)
        check(f"{name}: gaoxin_name", "gaoxin_name" in thing.attrs)
        if name in ours:
            check(f"{name} is a scale", thing.attrs["CLASS"] == b"DIMENSION_SCALE")
            check(f"{name} has its place", thing.attrs["_Netcdf4Dimid"] == ours.index(name))
            check(f"{name} knows its users", "REFERENCE_LIST" in thing.attrs)
        else:
            check(f"{name}: numbers", thing.dtype.kind == "f")
            check(f"{name}: axes have scales", all(len(d) == 1 for d in thing.dims))
            check(f"{name}: _FillValue of its type", thing.attrs["_FillValue"].dtype == thing.dtype
                  and thing.attrs["_FillValue"].shape == (1,))
    check("labels are strings of any length", h5py.check_string_dtype(f["zone"].dtype).length is None)
    land = f["built_land"].attrs
    for name, text in (("units", "km2"), ("long_name", "Land built upon"), ("comment", "all uses"),
                       ("long_name_zh", "已建设用地"), ("units_en", "km²"),
                       ("units_zh", "平方公里")):
        check(name, land[name] in (text, text.encode()))
    check("axis", f["time"].attrs["axis"] in ("T", b"T"))


# ---- readers, and what they do without ----

def read(path):
    """What each reader makes of the dimensions of built_land, and of one value."""
    seen = []
    for engine in "netcdf4", "h5netcdf":
        try:
            with xarray.open_dataset(path, engine=engine) as data:
                land = data["built_land"]
                at = {"time": 2013, "zone": "south", "kind": "free"}
                if "run" in ours:
                    at["run"] = 1
                seen.append(" ".join(land.dims) + " %.2f" % float(land.sel(at)))
        except Exception:
            seen.append("refused")
    header = subprocess.run(["ncdump", "-h", path], capture_output=True, text=True).stdout
    named = "phony_dim" not in header and "built_land(%s)" % ", ".join(ours) in header
    seen.append("named" if named else "unnamed")
    return "; ".join(seen)


def append(path):
    try:
        with netCDF4.Dataset(path, "a") as data:
            data["rate"].note = "of others"
            data.createVariable("more", "f8", (ours[0],))[:] = 1
        return "can be added to"
    except Exception:
        return "cannot be added to"


def without(what, *names):
    """A copy whose objects lack some attributes."""
    path = f"{stem}-{what}.nc"
    shutil.copy(result, path)
    with h5py.File(path, "a") as f:
        for thing in f.values():
            for name in names:
                if name in thing.attrs:
                    del thing.attrs[name]
    print(f"{result} without {what}: {read(path)}")


def unordered():
    """A copy of the numbers and scales in a file that keeps no order of making."""
    path = f"{stem}-unordered.nc"
    with h5py.File(result) as a, h5py.File(path, "w") as b:
        for name in a:
            if isinstance(a[name], h5py.Dataset):
                b.create_dataset(name, data=a[name][()], dtype=a[name].dtype)
        for name in ours:
            b[name].make_scale(name)
        for name in b:
            for axis, dim in zip(b[name].dims, a[name].dims):
                if name not in ours:
                    axis.attach_scale(b[dim[0].name])
    print(f"{result} without order: {read(path)}; {append(path)}")


print(f"{result}: {read(result)}")
without("scales", "CLASS", "NAME")
without("attached", "DIMENSION_LIST", "REFERENCE_LIST")
without("nothing")
unordered()
shutil.copy(result, f"{stem}-appended.nc")
print(f"{result} {append(f'{stem}-appended.nc')}")
subprocess.run(["h5repack", result, f"{stem}-repacked.nc"], check=True)
print(f"{result} repacked: {read(f'{stem}-repacked.nc')}")
subprocess.run(["h5dump", "-d", "/built_land", result], check=True, stdout=subprocess.DEVNULL)
