# SPDX-License-Identifier: GPL-3.0-or-later
# The zone's fit comes to an end at no bound, near its data and its priors. Its numbers change with
# the model and stand in docs/model.md.
sed "s|\.\./|$SOURCE/|; s|data: |data: $SOURCE/model/|" "$SOURCE/model/qinzhou-fit.yaml" >fit.yaml
echo 'starts: 2' >>fit.yaml
"$GAOXIN" calibrate fit.yaml --json -j 2 >fit.json
grep -c '"at_bound": false' fit.json
grep '"converged"\|"failed"' fit.json
awk -F'[:,]' '/sum_of_squares/ { print ($2 < 18 ? "near" : "far: " $2) }' fit.json
