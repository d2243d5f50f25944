# SPDX-License-Identifier: GPL-3.0-or-later
# The posterior of the zone's fit, and what 300 and 500 in 2020 would take: as docs/model.md has them under
# "The fit". The last digits are the machine's, and of fewer draws than there: near it is told as the page tells it.
cp -r "$SOURCE/model" "$SOURCE/scenarios" .
FIT=model/qinzhou-fit.yaml
"$GAOXIN" calibrate $FIT --posterior 200 --json -j 2 >posterior.json
for target in 300 500; do
    "$GAOXIN" calibrate scenarios/plan-20.yaml --reach "annual output>=$target@2020" --by levers --json -j 2 >$target-levers.json
    "$GAOXIN" calibrate scenarios/plan-20.yaml --reach "annual output>=$target@2020" --by parameters --history $FIT \
        --scenario required-$target.yaml --json -j 2 >$target-parameters.json
done
python3 - <<'END'
import json
import os
import re

page = re.search(r"\n## The fit\n.*?\n## ", open(os.environ["SOURCE"] + "/docs/model.md").read(), re.S)[0]
page = " ".join(page.split())


def told(pattern):
    return [float(x) for x in re.search(pattern, page).groups()]


def near(value, page, most):
    return f"{page:g}" if abs(value - page) <= most else f"{value:g} (not {page:g})"


median, low, high = told(r"median (\S+), 5 to 95 % (\S+) to (\S+) 亿元")
said = json.load(open("posterior.json"))["posterior"]["forecast"]
print(f"{said['variable']} {said['year']}: median {near(said['median'], median, 1)},",
      f"5 to 95 % {near(said['q05'], low, 2)} to {near(said['q95'], high, 2)}")
for target in said["targets"]:
    print(f"P({target['at_least']:g}) {target['probability']:.3f}")

most, = told(r"not reachable: at most (\d+)")
ways = {500: told(r"(\S+) deviations from the most plausible .*?misfit (\S+), of the most plausible ones ([\d.]+)"),
        300: told(r"the same \| (\S+) deviations, .*?misfit ([\d.]+)")}
for target in (300, 500):
    way = json.load(open(f"{target}-levers.json"))
    print(f"{target} by levers: reached {way['reached']}, at most {near(way['value'], most, 0.5)}")
    way = json.load(open(f"{target}-parameters.json"))
    print(f"{target} by parameters: reached {way['reached']}, {way['requirement']};",
          f"{near(way['distance'], ways[target][0], 0.05)} deviations,",
          f"misfit {near(way['misfit'], ways[target][1], 0.1)},",
          f"of the most plausible ones {near(way['misfit_before'], ways[500][2], 0.1)}")
END
# A requirement, run, gives what was asked for and says that it is no forecast.
for target in 300 500; do
    "$GAOXIN" run required-$target.yaml -o required-$target.h5 | sed -n '2p; 3s/,.*//p'
done
