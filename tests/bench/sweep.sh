# SPDX-License-Identifier: GPL-3.0-or-later
# What a sweep costs by its inputs and runs: processor time of `sweep run` and `sweep merge`, and how
# many times as much ten times the runs take (10: in proportion).
#   sh tests/bench/sweep.sh build/gaoxin [LARGEST NUMBER OF RUNS]
gaoxin=$(realpath "$1") most=${2:-1000000}
folder=$(mktemp -d) && cd "$folder" || exit 1
trap 'rm -r "$folder"' EXIT
awk 'BEGIN {
    for (i = 1; i <= 80; i++) { print "a" i " = 1 ~~|"; sum = sum (i > 1 ? " + " : "") "a" i }
    print "y = INTEG((" sum ") / 80 * (1 - y / 100), 1) ~~|"
    print "INITIAL TIME = 0 ~~|\nFINAL TIME = 20 ~~|\nTIME STEP = 0.25 ~~|\nSAVEPER = 1 ~~|"
}' >sum.mdl
study() { # INPUTS
    echo "model: sum.mdl"
    echo "inputs:"
    for i in $(seq "$1"); do echo "  a$i: uniform(0, 2)"; done
    echo "design: {name: monte-carlo, samples: 1000, seed: 1}"
    echo "outputs: [y]"
    echo "statistics: [moments, regression]"
}
seconds() { # TIMES COMMAND: of the processor that a command takes, each time with another result
    count=$1
    shift
    (for i in $(seq "$count"); do "$@" -o "$i.nc" >/dev/null; done && times) |
        awk -v count="$count" 'END {
            split($1, u, /[ms]/); split($2, s, /[ms]/)
            print (60 * (u[1] + s[1]) + u[2] + s[2]) / count }'
}
printf '%6s %9s %9s %9s %11s %9s\n' inputs runs 'run, s' 'merge, s' 'us a run' 'of tenth'
for inputs in 5 20 80; do
    study $inputs >study.yaml
    before=
    runs=1000
    while [ $runs -le "$most" ]; do
        often=$((runs < 100000 ? 100000 / runs : 1)) # a processor's clock ticks in hundredths
        made=$(seconds $often "$gaoxin" sweep run study.yaml --samples $runs -q -j1)
        merged=$(seconds $often "$gaoxin" sweep merge study.yaml --samples $runs -q)
        rm -r ./*.d ./*.nc
        echo "$inputs $runs $made $merged $before" | awk '{
            all = $3 + $4
            printf "%6d %9d %9.4f %9.4f %11.2f %9s\n", $1, $2, $3, $4, 1e6 * all / $2,
                $5 ? sprintf("%.1f", all / $5) : "-" }'
        before=$(echo "$made $merged" | awk '{ print $1 + $2 }')
        runs=$((runs * 10))
    done
done
