# SPDX-License-Identifier: GPL-3.0-or-later
# The tables of docs/model.md between '<!-- table NAME -->' and '<!-- end of the table -->' hold what
# the model says now. 'WRITE=yes sh tests/cli/run.sh model_tables' puts them there.
cp -r "$SOURCE/model" "$SOURCE/scenarios" .
echo 'outputs: [annual output, phase 1 and 2 annual output, lihejiang annual output]' >>scenarios/baseline.yaml
plan=scenarios/plan-20.yaml

# FILE NAME: "time value" of a variable in the result of a run
column() {
    awk -F, -v name="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next }
        { print $1, $c }' "$1"
}

row() { # LABEL SCENARIO [OPTION]...: annual output at ends of years, and the first years of levels
    label=$1 scenario=$2
    shift 2
    "$GAOXIN" run "$scenario" "$@" -q -f -o row.csv
    column row.csv "annual output" | awk -v label="$label" '
        { at[$1] = $2 }
        function cell(year) { return (year + 1) in at ? sprintf("%.1f", at[year + 1]) : "" }
        function first(level,  year) {
            for (year = 2011; (year + 1) in at; year++) if (at[year + 1] >= level) return year
            return "-"
        }
        END {
            printf "| %s | %s | %s | %s | %s | %s | %s | %.1f %% | %s, %s, %s |\n", label, cell(2014),
                cell(2015), cell(2018), cell(2020), cell(2025), cell(2030),
                100 * ((at[2021] / at[2016]) ^ 0.2 - 1), first(300), first(400), first(500)
        }'
}

scenarios() {
    echo '| Annual output, 亿元 | 2014 | 2015 | 2018 | 2020 | 2025 | 2030 | growth 2015-20 | passes 300, 400, 500 |'
    echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |'
    for file in scenarios/*.yaml; do
        row "$(basename "$file" .yaml)" "$file"
    done
    row "plan-20, plan-265, plan-33 with gain 0" "$plan" --set "effort gain=0"
    row "plan-20 with partner parks" "$plan" --set "lever[partner parks]=1"
}

history() {
    "$GAOXIN" run scenarios/baseline.yaml -q -o history.csv
    echo '| Annual output, 亿元 | 2011 | 2012 | 2013 | 2014 | 2015 |'
    echo '| --- | ---: | ---: | ---: | ---: | ---: |'
    for scope in "phase 1 and 2" lihejiang; do
        column history.csv "$scope annual output" | awk -v scope="$scope" '
            $1 == int($1) && $1 > 2011 && $1 < 2017 { cells = cells sprintf(" %.1f |", $2) }
            END { print "| " (scope ~ /phase/ ? "phases 1+2" : "Lihejiang") ", model |" cells }'
        case $scope in
        phase*) echo '| phases 1+2, plan (2011-13 constructed, reading A) | 6.1 | 10.5 | 17.9 | 30.71 | 43.56 |' ;;
        *) echo '| Lihejiang, plan | - | - | - | 59.52 | 77.41 |' ;;
        esac
    done
}

fit() {
    echo 'starts: 2' >>model/qinzhou-fit.yaml
    "$GAOXIN" calibrate model/qinzhou-fit.yaml --json -j 2 >fit.json
    echo '| Parameter | prior: low, mode, high | fitted, ± standard error | informed by |'
    echo '| --- | --- | --- | --- |'
    awk -F'"' -v table=model/qinzhou-parameters.csv '
        BEGIN {
            while ((getline line <table) > 0)
                if (match(line, /triangular\([^)]*\)/)) {
                    name = line
                    sub(/,.*/, "", name)
                    prior[name] = substr(line, RSTART + 11, RLENGTH - 12)
                }
        }
        /"before"/ {
            split($13, value, /[:, ]+/)
            split($15, error, /[:, ]+/)
            split($17, share, /[:, ]+/)
            by = (share[2] >= 0.5 ? "data" : "prior")
            if (by == "prior") share[2] = 1 - share[2]
            printf "| %s, %s | %s | %.4g ± %.2g | %s (%.0f %%) |\n", $4, $8, prior[$4], value[2],
                error[2], by, 100 * share[2]
        }' fit.json
}

levers() {
    for year in 2020 2030; do
        "$GAOXIN" levers "$plan" --year $year -j 2 --json >$year.json
    done
    echo '| Annual output, 亿元 | 2020 alone | 2020 last | 2020 Shapley | 2030 alone | 2030 last | 2030 Shapley |'
    echo '| --- | ---: | ---: | ---: | ---: | ---: | ---: |'
    awk '
        /"constant"/ {
            match($0, /lever\[[^]]*/)
            name = substr($0, RSTART + 6, RLENGTH - 6)
            n = split($0, part, /[:,}]/)
            cells = ""
            for (i = 1; i < n; i++)
                if (part[i] ~ /"(alone|last|shapley)"/) cells = cells sprintf(" %.1f |", part[i + 1])
            if (!(name in row)) order[++count] = name
            row[name] = row[name] cells
        }
        END { for (i = 1; i <= count; i++) print "| " order[i] " |" row[order[i]] }' 2020.json 2030.json
}

binding() {
    for name in baseline plan-20 plan-33; do
        "$GAOXIN" binding scenarios/$name.yaml -j 2 --json >binding.json
        awk -v name="$name" '
            function flush() {
                if (what != "" && what != "none")
                    text = text (text == "" ? "" : ", ") what " " since (year > since ? "-" year : "")
            }
            /"binds"/ {
                now = match($0, /"binds": "relax\[[a-z]*/) ? substr($0, RSTART + 16, RLENGTH - 16) : "none"
                match($0, /"year": [0-9]+/)
                at = substr($0, RSTART + 8, RLENGTH - 8)
                if (now != what) { flush(); since = at }
                what = now
                year = at
            }
            END { flush(); print "- " name ": " text }' binding.json
    done
}

ends() { # the sensitivity table: LABEL|CONSTANT=LOW,HIGH a line
    echo '| Annual output of plan-20, 2020 / 2030, 亿元 | at the low end | at the high end |'
    echo '| --- | ---: | ---: |'
    while IFS='|' read -r label change; do
        # some ends are told to lie outside the range of the draws
        "$GAOXIN" run "$plan" --vary "$change" -q -f -o ends.csv 2>said.txt || cat said.txt
        awk -F, -v label="$label" '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == "annual output") c = i; next }
            $2 == 2021 || $2 == 2031 { cell[$1] = cell[$1] (cell[$1] == "" ? "" : " / ") sprintf("%.0f", $c) }
            END { print "| " label " | " cell[0] " | " cell[1] " |" }' ends.csv
    done
}

sensitivity() {
    ends <<'END'
demand level 0.7, 1.3|demand level=0.7,1.3
capital per output 0.45, 1.1 years|capital per output=0.45,1.1
investment per land 2015 200, 600 万元/mu|investment per land 2015=30,90
construction time 0.75, 3 years|construction time=0.75,3
ramp up share 0.3, 0.8|ramp up share=0.3,0.8
project patience 0.8, 3 years|project patience=0.8,3
plant lifetime 8, 20 years|plant lifetime=8,20
reinvested share of output 0.02, 0.1|reinvested share of output=0.02,0.1
project size 1, 1.5 亿元|project size=1,1.5
land of Lihejiang not yet acquired in 2011 0.8, 5 km²|initial planned land[land Lihejiang]=0.8,5
acquisition ease 2015 0.4, 1|acquisition ease 2015=0.4,1
land servicing 2015 0.5, 1.5 km²/year|land servicing 2015=0.5,1.5
mean time to retire class 3 3, 15 years|replacement time=3,15
refused stream won 0, 1|refused stream won=0,1
ramp-up time 0.5, 4 years|ramp up time=0.5,4
programme signings 5, 30 projects/year|programme signings plan=5,30
own plot share 0.2, 0.8|own plot share=0.2,0.8
densest output per land 129.8, 266.7 亿元/km² a year|densest output per land=129.8,266.7
idle share of contracts 0, 0.25|idle share of contracts=0,0.25
cost of buying back idle plots 0, 3.45 亿元/km²|reclaim cost=0,3.45
sensitivity to required investment 0, 1|intensity sensitivity=0,1
build-up of the promotion drive 0.5, 4 years|lever build up[promotion drive]=0.5,4
growth of output per worker 0, 0.07 a year|output per worker growth=0,0.07
later anchor plants 0, 4|anchor firms[later anchors]=0,4
growth of neighbours 0, 0.15 a year|neighbour growth=0,0.15
weight of Vietnam among rivals 0, 0.45|rival weight[Vietnam]=0,0.45
fund cover 0.25, 1 years|fund cover=0.25,1
effort gain 0, 3|effort gain=0,3
city funds 2, 15 亿元/year|city funding plan=2,15
boost of the national title 0, 0.3|upgrade boost=0,0.3
END
}

steps() {
    echo '| Annual output of 2020, 亿元 | rk4 | halved step | euler | halved step | rk8pd |'
    echo '| --- | ---: | ---: | ---: | ---: | ---: |'
    for name in baseline plan-20 plan-33; do
        cells=
        for how in "rk4" "rk4 --dt 0.03125" "euler" "euler --dt 0.03125" "rk8pd"; do
            "$GAOXIN" run scenarios/$name.yaml --method $how -q -f -o steps.csv
            cells="$cells $(column steps.csv "annual output" | awk '$1 == 2021 { printf "%.4f", $2 }') |"
        done
        echo "| $name |$cells"
    done
}

for name in history fit scenarios levers binding sensitivity steps; do
    $name >$name.md
done
awk '
    /^<!-- end of the table -->$/ { inside = 0; ends++ }
    !inside
    /^<!-- table [a-z]* -->$/ { inside = 1; while ((getline line <($3 ".md")) > 0) print line }
    END { exit ends != 7 }' "$SOURCE/docs/model.md" >model.md || echo "docs/model.md has not seven tables"
if [ "${WRITE:-}" ]; then cat model.md >"$SOURCE/docs/model.md"; fi
diff "$SOURCE/docs/model.md" model.md || echo "docs/model.md is stale: WRITE=yes sh tests/cli/run.sh model_tables"
