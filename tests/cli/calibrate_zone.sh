# SPDX-License-Identifier: GPL-3.0-or-later
# The model has the values that its fit finds, to 1 %: the baseline is the most probable fit with all
# levers 0. The fit ends at no bound, near its data and its priors. What it finds stands in docs/model.md.
sed "s|\.\./|$SOURCE/|; s|data: |data: $SOURCE/model/|" "$SOURCE/model/qinzhou-fit.yaml" >fit.yaml
echo 'starts: 2' >>fit.yaml
"$GAOXIN" calibrate fit.yaml --json -j 2 >fit.json
awk -F'"' '/"before"/ {
    split($11, before, /[:, ]+/); split($13, value, /[:, ]+/)
    off = before[2] / value[2] - 1
    print $4 ": " (off * off < 1e-4 ? "as fitted" : before[2] " is not " value[2])
}' fit.json
grep -c '"at_bound": false' fit.json
grep '"converged"\|"failed"' fit.json
awk -F'[:,]' '/sum_of_squares/ { print ($2 < 18 ? "near" : "far: " $2) }' fit.json
