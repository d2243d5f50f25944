# SPDX-License-Identifier: GPL-3.0-or-later
# Data as people have them: in any unit, with slips in the names of columns. A fit whose errors are not
# given is the same in every unit; a slip that would go unnoticed is refused.
make() { # EXPONENT: the model and its data in another unit
    cat >grow$1.mdl <<END
Population = INTEG(rate * Population * (1 - Population / capacity), initial population) ~ person ~ |
rate = 0.6 ~ 1/year ~ |
capacity = 900e$1 ~ person ~ |
initial population = 60e$1 ~ person ~ |
INITIAL TIME = 0 ~ year ~ |
FINAL TIME = 12 ~ year ~ |
TIME STEP = 0.0625 ~ year ~ |
SAVEPER = 1 ~ year ~ |
END
    cat >data$1.csv <<END
Time (year),Population,weight of Population
0,49.23e$1,
2,140.72e$1,
4,317.67e$1,
6,576.85e$1,
8,765.61e$1,
10,916.07e$1,
END
    cat >fit$1.yaml <<END
experiment: grow$1.mdl
data: data$1.csv
fit:
  - {constant: rate, low: 0.1, high: 2, prior: none}
  - {constant: capacity, low: 200e$1, high: 5000e$1, prior: none}
  - {constant: initial population, low: 1e$1, high: 500e$1, prior: none}
to:
  - {variable: Population}
END
}
for unit in 0 -10 -14 9; do
    make $unit
    "$GAOXIN" calibrate fit$unit.yaml -m rk4 | sed -n '3s/;.*//p; /^rate/p; /^capacity/p'
done
# With three degrees of freedom: Student's t is 3.182, F(1, 3) 10.13; 0.431 to 0.613 by an independent search.
"$GAOXIN" calibrate fit0.yaml -m rk4 --profile | sed -n '/^rate/p; /^singular/,/^$/s/  [-+].*//p'

try() { # SED-OF-DATA SED-OF-FIT
    sed "$1" data0.csv >bad.csv
    sed "s/data0/bad/; $2" fit0.yaml >bad.yaml
    "$GAOXIN" calibrate bad.yaml -m rk4 >out
    echo "exit $?"
}
try 's/weight of Population/weight of Populaton/'          # would weigh nothing
try '1s/^Time (year)/Time (month)/'                        # years would be months
try '1s/^Time (year)/Time (Years)/'                        # the same unit in another word
try '1s/Population,weight.*/Population (kperson),/'        # a unit in the name is no unit
try '' 's/low: 200e0, high: 5000e0, prior: none/prior: "discrete(850, 1, 900, 1, 950, 1)"/
        s/{variable: Population/&, error: 5 %/'            # has no slope

echo "-- 中文"
printf 'constant,unit,low,high,distribution,source class,source\nrate,1/year,0.4,0.8,uniform,plan,made up\n' >grow0-parameters.csv
"$GAOXIN" calibrate grow0.mdl --reach "Population>=880@10" --by parameters --lang zh | head -1
"$GAOXIN" calibrate fit0.yaml -m rk4 --lang zh | grep "RMSE\|趋势"
