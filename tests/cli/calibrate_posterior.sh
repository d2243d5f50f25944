# SPDX-License-Identifier: GPL-3.0-or-later
# A posterior goes on where it was killed, to the same bytes for any number of threads; its draws are a
# study that 'sweep' runs. What is asked for twice is made once.
cp -r "$SOURCE/model/examples/estate" .
cat >>estate/estate-figures.yaml <<END
  fan: {kind: fan, of: sweep, title: {en: Output, zh: 产值}, variable: output, from: 2018}
END
cat >history.csv <<END
Time,built ha,output
2017,23,2.4
2018,78,7.7
2019,144,14.4
2020,210,19.8
2021,280,23.9
END
cat >fit.yaml <<END
title: {en: An estate's first years, zh: 园区头几年}
experiment: estate/estate.mdl
data: history.csv
search: global
fit:
  - {constant: servicing rate}
  - {constant: places, prior: none, low: 0.1, high: 2}
to:
  - {variable: total built land, column: built ha, units: ha, error: 10 %}
  - {variable: output, error: 10 %}
END
calibrate() {
    "$GAOXIN" calibrate fit.yaml --posterior "$@"
}
sed 's/history/none/; s/global/golbal/' fit.yaml >bad.yaml
"$GAOXIN" calibrate bad.yaml
echo "exit $?"
sed 's/, low: 0.1, high: 2//' fit.yaml >bad.yaml
"$GAOXIN" calibrate bad.yaml
echo "exit $?"
calibrate 600 -o whole.h5 --study draws.yaml >report
grep -c "evolved for" report
grep -c "agree" report # not at all: R-hat is at most 1.01
sed -n 's/walkers, 600 draws each after 300, .*;/walkers ...;/p' report

# Killed as soon as some steps are there.
wait_for() { # FILE PROCESS
    while [ ! -e "$1" ] && kill -0 "$2" 2>/dev/null; do sleep 0.02; done
}
calibrate 600 -o parts.h5 >/dev/null &
wait_for parts.steps/000004 $!
kill -9 $! 2>/dev/null
wait $! 2>/dev/null
rm -f parts.h5 parts.steps/00004* # as after a kill that came earlier
calibrate 600 -o parts.h5 -j 2 >parts && cmp whole.h5 parts.h5 && cmp report parts

# More of it begins with what is there; another one does not go on with it.
calibrate 700 -o parts.h5 >/dev/null && ls parts.steps | grep -c 0
calibrate 700 -o parts.h5 --seed 1 >/dev/null
echo "exit $?"
printf 'x' | dd of=parts.steps/000007 bs=1 seek=99 conv=notrunc 2>/dev/null
calibrate 700 -o parts.h5 >/dev/null
echo "exit $?"

# What --json says of a parameter is what its draws in the file say.
calibrate 600 -o whole.h5 --json >whole.json
for name in "servicing rate" places; do "$GAOXIN" show whole.h5 "$name" --json; done >draws.json
python3 - <<'END'
import json
import statistics

decoder, text, draws, times = json.JSONDecoder(), open("draws.json").read(), {}, {}


def time_of(walkers):  # the autocorrelation time
    means = [statistics.fmean(x) for x in walkers]
    squares = [sum((a - m) ** 2 for a in x) for x, m in zip(walkers, means)]
    time, lag = 1.0, 0
    while lag < 5 * time:
        lag += 1
        time += 2 * statistics.fmean(
            sum((a - m) * (b - m) for a, b in zip(x, x[lag:])) / s for x, m, s in zip(walkers, means, squares))
    return time


while text.strip():
    document, end = decoder.raw_decode(text.lstrip())
    text = text.lstrip()[end:]
    one = document["variables"][0]
    times[one["variable"]] = time_of(one["values"])
    draws[one["variable"]] = sorted(x for walker in one["values"] for x in walker)
said = json.load(open("whole.json"))["posterior"]
for one in said["parameters"]:
    x = draws[one["constant"]]
    cut = statistics.quantiles(x, n=20, method="inclusive")
    near = [abs(a - b) < 1e-3 * (cut[18] - cut[0]) for a, b in
            ((one["mean"], statistics.fmean(x)), (one["deviation"], statistics.stdev(x)), (one["q05"], cut[0]), (one["median"], cut[9]), (one["q95"], cut[18]))]
    print(one["constant"], len(x), "draws:", near, one["r_hat"] <= said["r_hat"] <= 1.01,
          abs(one["autocorrelation_time"] / times[one["constant"]] - 1) < 1e-9, 1 < one["gelman_rubin"] < 1.01)
f = said["forecast"]
print(f["variable"], f["year"], f["q05"] < f["median"] < f["q95"], [t["at_least"] for t in f["targets"]])
END

# Its dimensions have no coordinates: they are variables of netCDF's as soon as they are not called none.
python=python3
$python -c 'import h5py' 2>/dev/null || python=/usr/bin/python3
cp whole.h5 named.h5
$python -c 'import h5py; h5py.File("named.h5", "a")["walker"].attrs["NAME"] = "walker"'
for result in whole named; do
    ncdump -h $result.h5 | sed -n 's/^\t\(float\|double\) \(walker\|draw\)(.*/\2/p' | sed "s/^/$result.h5 has a variable /"
done

# Its draws as a study: bands over time, shares at the milestone's targets.
grep -v values draws.yaml
calibrate 600 --study draws.yaml --set "places=1" >/dev/null
echo "exit $?"
calibrate 600 -o whole.h5 --study draws.yaml >/dev/null
echo "exit $?"
"$GAOXIN" sweep run draws.yaml -q && "$GAOXIN" sweep merge draws.yaml
"$GAOXIN" plot draws.nc --figure fan --format svg -o . && sed -n '2p;$p' fan-en.csv | cut -d, -f2-4
"$GAOXIN" compare draws.nc -v output | sed -n '2s/  5th.*//p' # they are draws, no grid
"$GAOXIN" show draws.nc | sed -n '/quantile\|share reached/s/  .*//p'
