# SPDX-License-Identifier: GPL-3.0-or-later
# The inputs of sobol-ten are the ten with the largest mean absolute effect on output of 2020
# in the whole screening, the largest first.
studies=$SOURCE/scenarios/studies
"$GAOXIN" sweep run "$studies/morris-screening.yaml" -q && "$GAOXIN" sweep merge "$studies/morris-screening.yaml"
"$GAOXIN" sensitivity morris-screening.nc --time 2021 --statistic 'mean absolute effect' |
    grep '^ *2021 ' | sort -k 2,2 -gr | head -10 | sed 's/^ *2021 *[^ ]* *//' >largest
sed -n '/^inputs:/,/^design:/s/^  "\{0,1\}\([^":]*\)"\{0,1\}: .*/\1/p' "$studies/sobol-ten.yaml" >ten
diff largest ten && wc -l <ten
