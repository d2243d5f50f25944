# SPDX-License-Identifier: GPL-3.0-or-later
# Results made in different ways: what differs in them is told, and whether it is all.
cp -r "$SOURCE/model/examples/estate" .
cd estate
run() { # NAME [OPTION]...
    name=$1
    shift
    "$GAOXIN" run estate.mdl -q -o "$name.h5" "$@"
}
run base
run same
run coarse --dt 0.25
run both --dt 0.25 --method rk4
run fine --method rkf45 --tolerance 1e-8
run other --method rk4 --set "land factor=2"
printf 'extends: no-training\nrun: {initial time: 2017}\noutputs: [output]\n' >scenarios/late.yaml
"$GAOXIN" run scenarios/late.yaml -q -o late.h5
beside() {
    echo "$*" >&2
    "$GAOXIN" compare "$@" -v output -y 2020
}
beside base.h5 same.h5
beside base.h5 coarse.h5 both.h5
beside base.h5 fine.h5
beside base.h5 other.h5
beside base.h5 late.h5
beside base.h5 scenarios/no-training.yaml
beside base.h5 coarse.h5 -l zh
# runs of one result are what --vary says; its method is one
run steps --vary "TIME STEP=0.125,0.25"
beside steps.h5
echo summary >&2
"$GAOXIN" summary base.h5 coarse.h5 scenarios/no-training.yaml | cut -c 1-12
echo plot >&2
printf 'figures: {f: {kind: time-series, variables: [output]}}\n' >estate-figures.yaml
run base
run coarse --dt 0.25
sed 's/~ year /~ month /; s/year/month/' estate.mdl >monthly.mdl
"$GAOXIN" run monthly.mdl -q -o month.h5
"$GAOXIN" plot base.h5 coarse.h5 --format svg
"$GAOXIN" plot base.h5 month.h5 --format svg
echo "exit $?"
